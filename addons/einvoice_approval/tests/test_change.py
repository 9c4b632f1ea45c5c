"""What changes around a bill while people decide on it."""

from odoo import Command
from odoo.tests import tagged

from .common import ApprovalCase

OTHER_IBAN = "FR1420041010050500013M02606"


@tagged("post_install", "-at_install")
class TestChange(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env["account.analytic.plan"].create({"name": "Works"})

    def owned(self, owner):
        return (
            self.env["account.analytic.account"]
            .sudo()
            .create(
                {
                    "name": owner.name,
                    "plan_id": self.plan.id,
                    "einvoice_owner_id": owner.id,
                }
            )
        )

    def nobody_is_free(self):
        """Return a bill that its owner typed, where he is the fallback too."""
        for manager in self.env.ref("einvoice_base.group_manager").all_user_ids:
            manager.group_ids -= self.env.ref("einvoice_base.group_manager")
        self.circuit.step_ids.user_ids = self.lead
        self.circuit.fallback_user_id = self.lead
        bill = self.bill(price=100)
        bill.sudo().einvoice_author_ids |= self.lead
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        return bill

    def test_another_number_of_the_supplier_s_account_is_approved_again(self):
        bill = self.submitted(price=1000, partner_bank_id=self.bank.id)
        self.decide(self.lead, bill)
        self.bank.allow_out_payment = False
        self.bank.acc_number = OTHER_IBAN
        self.env.cr.precommit.run()
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        asked = bill.sudo()._einvoice_last_round()
        self.assertEqual(asked.parts, bill._einvoice_approved_parts())
        self.assertEqual(asked.snapshot["account"].replace(" ", ""), OTHER_IBAN)

    def test_the_account_of_a_posted_bill_is_no_matter_of_its_approval(self):
        bill = self.submitted(price=100, partner_bank_id=self.bank.id)
        self.decide(self.lead, bill)
        self.bank.allow_out_payment = False
        self.bank.acc_number = OTHER_IBAN
        self.env.cr.precommit.run()
        self.assertEqual(len(bill.sudo().einvoice_round_ids), 1)
        self.assertEqual(bill.state, "posted")

    def test_another_original_is_approved_again(self):
        bill = self.bill(price=1000)
        first, _other = self.env["ir.attachment"].create(
            [
                {
                    "name": f"{name}.pdf",
                    "raw": f"%PDF-1.4 {name}".encode(),
                    "res_model": "account.move",
                    "res_id": bill.id,
                }
                for name in ("first", "other")
            ]
        )
        bill.message_main_attachment_id = first
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)

        def begins_again(change):
            self.decide(self.lead, bill)
            change()
            self.env.cr.precommit.run()
            self.assertEqual(self.open_of(bill).user_id, self.lead)

        begins_again(lambda: first.write({"raw": b"%PDF-1.4 replaced"}))
        begins_again(first.unlink)

    def test_who_types_the_vat_typed_what_is_approved(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        tax = bill.line_ids.filtered("tax_line_id")
        term = bill.line_ids.filtered(lambda each: each.display_type == "payment_term")
        accountant = self.people["accountant"]
        self.call_as(
            accountant,
            "account.move",
            "write",
            bill.ids,
            {
                "line_ids": [
                    Command.update(tax.id, {"amount_currency": 150.03}),
                    Command.update(term.id, {"amount_currency": -1150.03}),
                ]
            },
        )
        self.env.cr.precommit.run()
        self.assertEqual(bill.amount_total, 1150.03)
        self.assertIn(accountant, bill.sudo().einvoice_author_ids)
        self.assertEqual(self.open_of(bill).user_id, self.lead)

    def test_who_corrects_the_account_did_not_type_it(self):
        bill = self.submitted(price=1000)
        line = bill.invoice_line_ids
        accountant = self.people["accountant"]
        change = {"account_id": line.account_id.copy().id}
        self.call_as(
            accountant,
            "account.move",
            "write",
            bill.ids,
            {"invoice_line_ids": [Command.update(line.id, change)]},
        )
        self.assertNotIn(accountant, bill.sudo().einvoice_author_ids)

    def test_the_company_of_the_reader_changes_nothing(self):
        # The clock routes bills of all companies, and each has its own account codes.
        bill = self.bill(price=100)
        elsewhere = bill.with_company(
            self.env["res.company"].create({"name": "Elsewhere"})
        )
        self.circuit.step_ids[0].account_codes = bill.invoice_line_ids.account_id.code
        facts = bill._einvoice_facts()
        self.assertTrue(facts["accounts"][0])
        self.assertEqual(elsewhere._einvoice_facts(), facts)
        self.assertEqual(elsewhere._einvoice_snapshot(), bill._einvoice_snapshot())

    def test_owners_of_different_lines_who_leave_go_to_the_same_fallback(self):
        owners = [self.owned(user) for user in (self.lead, self.head)]
        self.circuit.step_ids.unlink()
        self.circuit.step_ids = [
            Command.create({"name": "Owners", "who": "analytic_owner"})
        ]
        bill = self.bill(price=100)
        bill.write(
            {
                "invoice_line_ids": [
                    Command.update(
                        bill.invoice_line_ids.id,
                        {"analytic_distribution": {str(owners[0].id): 100}},
                    ),
                    Command.create(
                        {
                            "name": "Ink",
                            "price_unit": 50,
                            "analytic_distribution": {str(owners[1].id): 100},
                        }
                    ),
                ]
            }
        )
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.assertEqual(self.open_of(bill).user_id, self.lead | self.head)
        (self.lead | self.head).active = False
        self.env["einvoice.decision"]._cron_keep_time()
        asked = self.open_of(bill)
        self.assertEqual((asked.user_id, len(asked)), (self.fallback, 2))
        for decision in asked:
            self.call_as(
                self.fallback, "einvoice.decision", "action_approve", decision.ids
            )
        self.assertEqual(bill.state, "posted")

    def test_a_stuck_bill_goes_on_once_another_fallback_approver_is_named(self):
        bill = self.nobody_is_free()
        asked = bill.sudo().einvoice_round_ids
        self.assertFalse(self.open_of(bill))
        self.assertIn("cannot be decided", asked.note_words)
        self.circuit.fallback_user_id = self.fallback
        self.assertEqual(self.open_of(bill).user_id, self.fallback)
        self.assertEqual(asked.state, "cancelled")
        reset = self.events.search([("move_id", "=", bill.id), ("kind", "=", "reset")])
        self.assertIn("people who decide", reset.summary)
        self.decide(self.fallback, bill)
        self.assertEqual(bill.state, "posted")

    def test_a_stuck_bill_goes_on_by_the_clock_and_not_before(self):
        bill = self.nobody_is_free()
        self.env["einvoice.decision"]._cron_keep_time()
        self.assertEqual(len(bill.sudo().einvoice_round_ids), 1)
        self.assertFalse(self.open_of(bill))
        self.people["approver"].group_ids |= self.env.ref("einvoice_base.group_manager")
        self.env["einvoice.decision"]._cron_keep_time()
        self.assertEqual(self.open_of(bill).user_id, self.people["approver"])
