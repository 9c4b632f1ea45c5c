from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestHold(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = cls.bill(ref="H-1", partner_bank_id=cls.bank)
        cls.free = cls.bill(ref="H-2", partner_bank_id=cls.bank)
        (cls.held + cls.free).action_post()
        cls.hold = cls.held.with_user(cls.people["processor"])._einvoice_hold(
            "The account is new"
        )

    def register(self, bills, **values):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bills.ids
        )
        return wizard.create(values)

    def payment(self, **values):
        return self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.partner_a.id,
                "partner_bank_id": self.bank.id,
                "amount": 1150.0,
                **values,
            }
        )

    def statement_line(self, bill):
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "payment_ref": "H-1",
                "partner_id": self.partner_a.id,
                "amount": -1150.0,
                "date": fields.Date.today(),
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        payable = bill.line_ids.filtered(
            lambda each: each.display_type == "payment_term"
        )
        suspense.account_id = payable.account_id
        return line, suspense + payable

    def test_hold_is_written_in_the_journal_once(self):
        again = self.held._einvoice_hold("The account is new")
        self.assertEqual(again, self.hold)
        self.assertEqual(self.kinds(self.held), ["posted", "held"])
        self.assertTrue(self.held.einvoice_is_held)
        self.assertFalse(self.free.einvoice_is_held)

    def test_register_wizard_refuses_a_held_bill(self):
        with self.assertRaisesRegex(UserError, "H-1(.|\n)*The account is new"):
            self.register(self.held)._create_payments()

    def test_register_wizard_refuses_a_batch_with_a_held_bill(self):
        for grouped in (True, False):
            with self.subTest(grouped=grouped), self.assertRaises(UserError) as caught:
                self.register(
                    self.held + self.free, group_payment=grouped
                ).action_create_payments()
            self.assertIn("H-1", str(caught.exception))
            self.assertNotIn("H-2", str(caught.exception))

    def test_other_bill_of_the_supplier_is_paid(self):
        self.register(self.free)._create_payments()
        self.assertIn(self.free.payment_state, ("paid", "in_payment"))

    def test_payment_without_bills_is_refused(self):
        payment = self.payment()
        with self.assertRaisesRegex(UserError, "The account is new"):
            payment.action_post()
        self.assertEqual(payment.state, "draft")

    def test_payment_that_names_the_free_bill_passes(self):
        payment = self.payment(invoice_ids=[fields.Command.set(self.free.ids)])
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))

    def test_state_of_a_payment_cannot_be_written_past_the_hold(self):
        payment = self.payment()
        for state in ("in_process", "paid"):
            with self.subTest(state=state), self.assertRaises(UserError):
                self.rpc(
                    "invoicing",
                    "account.payment",
                    "write",
                    payment.ids,
                    {"state": state},
                )
            with self.subTest(state=state), self.assertRaises(UserError):
                self.payment(state=state)
        with self.assertRaises(UserError):
            self.rpc("invoicing", "account.payment", "action_validate", payment.ids)

    def test_hold_on_an_account_stops_every_payment_to_it(self):
        self.hold.with_user(self.people["manager"]).action_release("Called back")
        self.env["einvoice.hold"]._place(
            "Changed account",
            self.env.company,
            self.partner_a,
            account_number=self.iban,
        )
        with self.assertRaisesRegex(UserError, "Changed account"):
            self.register(self.free)._create_payments()
        other = self.known_account(self.partner_a, "DE89370400440532013000")
        self.payment(partner_bank_id=other.id).action_post()

    def test_queries_do_not_grow_with_the_number_of_bills(self):
        bills = self.held + self.free + self.bill(ref="H-3") + self.bill(ref="H-4")
        counts = []
        for some in (bills[:2], bills):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("partner_bank_id.sanitized_acc_number")
            before = self.env.cr.sql_log_count
            self.assertEqual(some.filtered("einvoice_is_held"), self.held)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_search_finds_what_the_bill_shows(self):
        moves = self.env["account.move"]
        draft, wrong = self.bill(ref="S-1"), self.bill(ref="S-2")
        self.record(wrong, self.noticed())
        elsewhere = self.bill(ref="S-3", partner_id=self.partner_b)
        mine = self.held + self.free + draft + wrong + elsewhere
        place = self.env["einvoice.hold"]._place
        for account in (False, self.iban, None):
            if account is not False:
                place("Wide", self.env.company, self.partner_a, account_number=account)
            for name in ("einvoice_is_held", "einvoice_is_stopped"):
                for value in (True, False):
                    found = moves.search([("id", "in", mine.ids), (name, "=", value)])
                    shown = [move.id for move in mine if move[name] is value]
                    with self.subTest(account=account, name=name, value=value):
                        self.assertEqual(sorted(found.ids), sorted(shown))

    def test_money_coming_in_is_not_stopped(self):
        payment = self.payment(payment_type="inbound", partner_bank_id=False)
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))

    def test_only_a_manager_releases_and_says_why(self):
        for name in self.people:
            if name in ("manager", "admin"):
                continue
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.hold", "action_release", self.hold.ids, "ok")
        with self.assertRaises(UserError):
            self.rpc("manager", "einvoice.hold", "action_release", self.hold.ids, " ")
        self.assertEqual(self.hold.state, "held")
        self.rpc("manager", "einvoice.hold", "action_release", self.hold.ids, "Called")
        self.assertEqual(self.hold.released_by_id, self.people["manager"])
        self.assertEqual(self.kinds(self.held)[-1], "released")
        self.register(self.held)._create_payments()

    def test_wizard_holds_with_a_cause_and_releases_with_a_reason(self):
        processor, manager = self.people["processor"], self.people["manager"]
        action = self.free.with_user(processor).action_einvoice_hold()
        wizard = self.env["einvoice.reason"].browse(action["res_id"])
        wizard.with_user(processor).reason = "Goods are broken"
        wizard.with_user(processor).action_hold()
        self.assertTrue(self.free.einvoice_is_held)
        action = self.free.with_user(manager).action_einvoice_release()
        wizard = self.env["einvoice.reason"].browse(action["res_id"])
        wizard.with_user(manager).reason = "Replaced"
        wizard.with_user(manager).action_release()
        self.assertFalse(self.free.einvoice_is_held)

    def test_only_a_processor_holds(self):
        for name in ("approver", "auditor", "invoicing", "employee"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                wizard = self.env["einvoice.reason"].with_user(self.people[name])
                wizard.create({"move_id": self.free.id, "reason": "x"}).action_hold()

    def test_blocking_finding_stops_the_payment_too(self):
        self.hold.with_user(self.people["manager"]).action_release("Called back")
        self.record(self.held, self.noticed())
        with self.assertRaisesRegex(UserError, "asks for"):
            self.register(self.held)._create_payments()

    def test_statement_line_is_reconciled_and_managers_are_told(self):
        line, lines = self.statement_line(self.held)
        lines.reconcile()
        self.env.cr.flush()
        self.assertIn(self.held.payment_state, ("paid", "in_payment"))
        self.assertEqual(
            self.kinds(self.held), ["posted", "held", "paid_while_held", "paid"]
        )
        told = self.held.activity_ids.user_id
        self.assertIn(self.people["manager"], told)
        self.assertNotIn(self.people["processor"], told)
        self.assertTrue(line.is_reconciled)

    def test_statement_line_of_a_free_bill_tells_nobody(self):
        _line, lines = self.statement_line(self.free)
        lines.reconcile()
        self.env.cr.flush()
        self.assertEqual(self.kinds(self.free), ["posted", "paid"])
        self.assertFalse(self.free.activity_ids)
