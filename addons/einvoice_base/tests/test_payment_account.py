"""Which payments may go to which bank account."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .bank_common import NEW, BankCase


@tagged("post_install", "-at_install")
class TestPaymentAccount(BankCase):
    def posted(self, ref="P-1", **values):
        bill = self.bill(ref=ref, partner_bank_id=self.bank, **values)
        bill.action_post()
        return bill

    def test_a_payment_without_bills_goes_to_known_accounts_only(self):
        bank = self.write_account()
        for state in (None, "in_process", "paid"):
            with self.subTest(state=state), self.assertRaises(UserError):
                if state:
                    self.payment(partner_bank_id=bank.id, state=state)
                else:
                    self.payment(partner_bank_id=bank.id).action_post()
        payment = self.payment(partner_bank_id=self.bank.id)
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))

    def test_the_wizard_does_not_pay_elsewhere_than_the_bill_says(self):
        bank = self.write_account()
        bill = self.posted()
        wizard = self.register(bill, partner_bank_id=bank.id)
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            wizard.action_create_payments()
        self.assertEqual(bill.payment_state, "not_paid")

    def test_a_batch_with_one_doubtful_account_is_refused(self):
        first, second = self.posted("P-1"), self.posted("P-2")
        second.partner_bank_id = self.write_account()
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            self.register(first + second, group_payment=False)._create_payments()

    def test_a_payment_on_its_way_is_not_led_elsewhere(self):
        payment = self.payment(partner_bank_id=self.bank.id)
        payment.action_post()
        bank = self.write_account()
        for person in ("invoicing", "admin"):
            with self.subTest(person=person), self.assertRaises(UserError):
                self.rpc(
                    person,
                    "account.payment",
                    "write",
                    payment.ids,
                    {"partner_bank_id": bank.id},
                )

    def test_a_payment_in_cash_does_not_become_a_transfer(self):
        bank = self.write_account()
        cash = self.company_data["default_journal_cash"]
        payment = self.payment(journal_id=cash.id, partner_bank_id=bank.id)
        payment.action_post()
        journal = self.company_data["default_journal_bank"]
        lines = journal.outbound_payment_method_line_ids
        with self.assertRaises(UserError):
            payment.write(
                {"journal_id": journal.id, "payment_method_line_id": lines[0].id}
            )

    def test_the_account_of_another_supplier_is_not_his(self):
        theirs = self.known_account(self.partner_b, NEW)
        payment = self.payment(partner_bank_id=theirs.id)
        with self.assertRaisesRegex(UserError, "is one of"):
            payment.action_post()

    def test_payments_without_an_account_and_money_coming_in_pass(self):
        self.payment(partner_bank_id=False).action_post()
        payment = self.payment(payment_type="inbound", partner_bank_id=False)
        payment.action_post()
        refund = self.bill(move_type="in_refund", ref="R-1")
        refund.action_post()
        self.register(refund)._create_payments()
        self.assertIn(refund.payment_state, ("paid", "in_payment"))

    def test_a_customer_is_given_his_money_back(self):
        customer = self.env["res.partner"].create({"name": "Customer"})
        bank = self.write_account(partner=customer)
        payment = self.payment(
            partner_id=customer.id, partner_type="customer", partner_bank_id=bank.id
        )
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))

    def test_a_supplier_is_not_paid_as_a_customer(self):
        self.posted()
        bank = self.write_account()
        payment = self.payment(partner_type="customer", partner_bank_id=bank.id)
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            payment.action_post()

    def test_a_cancelled_payment_and_a_reversed_bill_pass(self):
        bill = self.posted()
        payment = self.register(bill)._create_payments()
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(payment.state, "canceled")
        bill._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)
        self.assertEqual(bill.payment_state, "reversed")

    def test_the_first_account_needs_no_second_person_where_the_company_says_so(self):
        rule = (
            self.env["einvoice.rule"]
            .sudo()
            .search(
                [
                    ("code", "=", "bank_account_first"),
                    ("company_id", "=", self.env.company.id),
                ]
            )
        )
        bank = self.write_account(partner=self.partner_b)
        payment = self.payment(partner_id=self.partner_b.id, partner_bank_id=bank.id)
        with self.assertRaises(UserError):
            payment.action_post()
        rule.mode = "off"
        payment.action_post()
        # A changed one always does.
        other = self.write_account()
        with self.assertRaises(UserError):
            self.payment(partner_bank_id=other.id).action_post()

    def test_a_refused_payment_asks_for_the_confirmation(self):
        bank = self.write_account()
        payment = self.payment(partner_bank_id=bank.id)
        with self.assertRaises(UserError):
            payment.action_post()
        with self.enter_registry_test_mode():
            self.env.cr.postrollback.run()
        asked = self.confirmations.search([("account_number", "=", NEW)])
        self.assertEqual(asked.state, "to_call")
        self.assertEqual(asked.requester_id, self.env.user)

    def reconciled(self, bill, payment):
        lines = (bill.line_ids + payment.move_id.line_ids).filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        lines.reconcile()
        self.env.cr.flush()

    def test_a_payment_that_meets_a_stopped_bill_is_told_to_the_managers(self):
        bill = self.posted(price=10.0)
        payment = self.payment(amount=bill.amount_total, partner_bank_id=self.bank.id)
        payment.action_post()
        self.record(bill, self.noticed())
        self.reconciled(bill, payment)
        self.assertIn("paid_while_held", self.kinds(bill))
        self.assertIn(self.people["manager"], bill.activity_ids.user_id)
        self.assertIn(bill.payment_state, ("paid", "in_payment"))

    def test_a_payment_that_meets_a_free_bill_is_told_to_nobody(self):
        bill = self.posted(price=10.0)
        payment = self.payment(amount=bill.amount_total, partner_bank_id=self.bank.id)
        payment.action_post()
        self.reconciled(bill, payment)
        self.assertNotIn("paid_while_held", self.kinds(bill))

    def test_a_credit_note_that_was_paid_back_is_told_to_nobody(self):
        refund = self.bill(move_type="in_refund", ref="R-1")
        refund.action_post()
        self.record(refund, self.noticed())
        payment = self.payment(
            payment_type="inbound",
            amount=refund.amount_total,
            date=fields.Date.today(),
        )
        payment.action_post()
        self.reconciled(refund, payment)
        self.assertNotIn("paid_while_held", self.kinds(refund))

    def test_queries_do_not_grow_with_the_number_of_payments(self):
        partners = self.env["res.partner"].create(
            [{"name": f"S{each}", "is_company": True} for each in range(6)]
        )
        payments = self.env["account.payment"]
        for place, partner in enumerate(partners):
            bank = self.known_account(partner, f"FR76{place:02d}")
            payments += self.payment(partner_id=partner.id, partner_bank_id=bank.id)
        counts = []
        for some in (payments[:2], payments):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("partner_id.commercial_partner_id.name")
            some.mapped("partner_bank_id.sanitized_acc_number")
            some.mapped("payment_method_line_id.code")
            before = self.env.cr.sql_log_count
            some.sudo()._einvoice_check_holds()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_a_payment_that_names_its_bills_keeps_doing_so(self):
        bill = self.posted()
        payment = self.payment(
            partner_bank_id=self.bank.id, invoice_ids=[Command.set(bill.ids)]
        )
        payment.action_post()
        self.assertEqual(payment.invoice_ids, bill)
