"""What is approved is what is posted: rate, VAT, original, and who had a hand in it."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_trace import TraceCase


@tagged("post_install", "-at_install")
class TestContent(TraceCase):
    def commit(self):
        """Do what the end of a transaction does."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def attach(self, bill, user, raw=b"%PDF-1.4 one"):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .sudo()
            .create(
                {
                    "name": "invoice.pdf",
                    "raw": raw,
                    "mimetype": "application/pdf",
                    "res_model": "account.move",
                    "res_id": bill.id,
                }
            )
        )

    def foreign_bill(self):
        currency = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        return self.bill(price=2000, currency_id=currency.id)

    def test_a_typed_rate_makes_a_bill_no_smaller(self):
        bill = self.foreign_bill()
        self.rpc(
            "processor",
            "account.move",
            "write",
            bill.ids,
            {"invoice_currency_rate": 20.0},
        )
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        asked = bill.sudo().einvoice_decision_ids.user_id
        self.assertEqual(asked, self.lead | self.head)
        self.assertGreater(bill.sudo().einvoice_round_ids.gross, 500)

    def test_another_rate_is_another_bill(self):
        bill = self.foreign_bill()
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        first = bill.sudo().einvoice_round_ids
        self.rpc(
            "processor",
            "account.move",
            "write",
            bill.ids,
            {"invoice_currency_rate": 4.0},
        )
        self.commit()
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(bill._einvoice_last_round().state, "open")

    def test_there_and_back_in_one_transaction_leaves_no_other_content(self):
        bill = self.submitted(price=100)
        for partner in (self.partner_b, self.partner_a):
            self.rpc(
                "processor",
                "account.move",
                "write",
                bill.ids,
                {"partner_id": partner.id},
            )
            self.commit()
        self.assertFalse(bill._einvoice_last_round()._is_stale())

    def test_the_day_of_the_bill_moves_the_due_date_and_the_round(self):
        bill = self.submitted(
            price=100,
            invoice_date_due=False,
            invoice_payment_term_id=self.env.ref(
                "account.account_payment_term_30days"
            ).id,
        )
        self.rpc(
            "processor",
            "account.move",
            "write",
            bill.ids,
            {"invoice_date": "2026-09-20"},
        )
        self.commit()
        self.assertFalse(bill._einvoice_last_round()._is_stale())
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "posted")

    def test_another_vat_is_another_line(self):
        other = self.tax_purchase_a.copy({"amount": 20, "name": "20"})
        bill = self.submitted(price=100)
        before = bill._einvoice_approved_parts()
        bill.invoice_line_ids.tax_ids = other
        after = bill._einvoice_approved_parts()
        names = {name for name in after if before.get(name) != after[name]}
        self.assertIn(f"line:{bill.invoice_line_ids.id}", names)

    def test_typed_vat_is_everybodys_affair(self):
        bill = self.submitted()
        before = bill._einvoice_approved_parts()
        self.type_vat(bill, 400)
        after = bill._einvoice_approved_parts()
        self.assertNotEqual(before["rest"], after["rest"])

    def test_who_typed_the_vat_does_not_approve_it(self):
        self.lead.group_ids |= self.env.ref("einvoice_base.group_processor")
        bill = self.bill()
        self.type_vat(bill.with_user(self.lead), 400)
        self.assertIn(self.lead, bill.sudo().einvoice_author_ids)

    def test_who_put_the_original_there_does_not_approve_it(self):
        bill = self.bill(price=100)
        self.attach(bill, self.lead)
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.assertEqual(self.open_of(bill).user_id, self.fallback)

    def test_what_is_shown_is_what_is_approved(self):
        bill = self.bill(price=100)
        first = self.attach(bill, self.people["processor"])
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        decision = self.open_of(bill)
        later = self.attach(bill, self.people["processor"], b"%PDF-1.4 two")
        bill.message_main_attachment_id = later
        self.commit()
        self.assertEqual(decision.with_user(self.lead)._original(), first)
        self.assertEqual(decision.state, "open")
        first.unlink()
        self.commit()
        self.assertEqual(decision.round_id.state, "cancelled")
        self.assertEqual(self.open_of(bill).with_user(self.lead)._original(), later)

    def test_a_refused_bill_stays_refused_when_the_circuit_stops(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill, "action_refuse", "TX_TVA_ERR", "10 % is right")
        self.circuit.action_stop()
        with self.assertRaisesRegex(UserError, "refused"):
            self.rpc("processor", "account.move", "action_post", bill.ids)

    def test_money_goes_to_the_account_that_was_approved(self):
        other = self.env["res.partner.bank"].create(
            {"partner_id": self.partner_a.id, "acc_number": "BE68539007547034"}
        )
        bill = self.submitted(price=100)
        self.decide(self.lead, bill)
        self.assertEqual(bill.state, "posted")
        codes = {each.code for each in bill._einvoice_blockers("pay")}
        self.assertNotIn("approval_account", codes)
        bill.partner_bank_id = other
        codes = {each.code for each in bill._einvoice_blockers("pay")}
        self.assertIn("approval_account", codes)
