"""One person calls the supplier, another one confirms; until then no money leaves."""

import json

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bank_common import MODEL, NEW, PHONE, BankCase


@tagged("post_install", "-at_install")
class TestBankConfirmation(BankCase):
    def test_an_unknown_account_is_asked_about_and_held(self):
        bill = self.asking_bill()
        self.assertEqual(self.codes(bill), ["bank_account_changed"])
        confirmation = self.confirmation(bill)
        self.assertRecordValues(
            confirmation,
            [
                {
                    "state": "to_call",
                    "partner_id": self.supplier.id,
                    "account_number": NEW,
                    "account_shown": "FR76 3000 4000 0100 0001 2345 617",
                    "move_id": bill.id,
                    "requester_id": False,
                    "other_accounts": "FR76 3000 6000 0112 3456 7890 189",
                }
            ],
        )
        self.assertEqual(confirmation.hold_id.account_number, NEW)
        self.assertEqual(self.kinds(bill)[-1], "account_asked")
        with self.assertRaisesRegex(UserError, "nobody has confirmed"):
            bill.action_post()

    def test_the_way_of_two_people(self):
        bill = self.asking_bill()
        confirmation = self.confirmation(bill)
        self.call(confirmation, note="He read it to me.")
        self.assertRecordValues(
            confirmation,
            [
                {
                    "state": "called",
                    "called_number": PHONE,
                    "called_person": "Jeanne, accounts",
                    "called_by_id": self.people["processor"].id,
                }
            ],
        )
        self.confirm(confirmation)
        bank = self.supplier.bank_ids.filtered(
            lambda each: each.sanitized_acc_number == NEW
        )
        self.assertTrue(bank.allow_out_payment)
        self.assertTrue(bank.einvoice_is_known)
        self.assertEqual(confirmation.state, "confirmed")
        self.assertEqual(confirmation.decided_by_id, self.people["manager"])
        self.assertEqual(confirmation.hold_id.state, "released")
        self.assertEqual(self.codes(bill), [])
        bill.action_post()
        self.register(bill)._create_payments()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))

    def test_the_journal_names_both(self):
        bill = self.asking_bill()
        self.call(self.confirmation(bill), note="He read it to me.")
        self.confirm(self.confirmation(bill))
        events = self.events.search(
            [("move_id", "=", bill.id), ("kind", "like", "account_")], order="id"
        )
        self.assertEqual(
            [(each.kind, each.is_person) for each in events],
            [
                ("account_asked", False),
                ("account_called", True),
                ("account_confirmed", True),
            ],
        )
        called, confirmed = (json.loads(each.payload) for each in events[1:])
        self.assertEqual(called["number"], PHONE)
        self.assertEqual(called["account"], NEW)
        self.assertIn("einvoice_processor", events[1].actor)
        self.assertIn("einvoice_manager", events[2].actor)
        self.assertEqual(confirmed["caller"], self.people["processor"].name)
        # Each speaks for himself, and of which account and call is said.
        self.assertIn("because of a finding", events[0].summary)
        for event in events:
            self.assertIn("FR76 … 5617", event.summary)
        self.assertIn("He read it to me.", events[1].summary)
        self.assertNotIn("He read it to me.", events[2].payload)
        for event in events[1:]:
            self.assertIn("+33 4 72 00 11 22", event.summary)
            self.assertIn("Jeanne, accounts", event.summary)

    def test_nobody_confirms_before_the_call(self):
        confirmation = self.confirmation(self.asking_bill())
        with self.assertRaisesRegex(UserError, "Nobody has called"):
            self.confirm(confirmation)

    def test_only_a_manager_confirms(self):
        confirmation = self.confirmation(self.asking_bill())
        self.call(confirmation)
        for name in self.people:
            if name not in ("manager", "second", "admin"):
                with self.subTest(user=name), self.assertRaises(AccessError):
                    self.confirm(confirmation, name)
        self.assertEqual(confirmation.state, "called")

    def test_only_a_processor_calls_and_refuses(self):
        confirmation = self.confirmation(self.asking_bill())
        for name in ("employee", "invoicing", "accountant", "approver", "auditor"):
            for method in ("action_note_call", "action_ask_refusal"):
                with self.subTest(user=name), self.assertRaises(AccessError):
                    self.rpc(name, MODEL, method, confirmation.ids)
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, MODEL, "action_refuse", confirmation.ids, "no")

    def test_who_called_does_not_confirm(self):
        confirmation = self.confirmation(self.asking_bill())
        self.call(confirmation, "manager")
        with self.assertRaisesRegex(UserError, "You called the supplier"):
            self.confirm(confirmation)
        mine = confirmation.with_user(self.people["manager"])
        self.assertFalse(mine.can_confirm)
        self.assertIn("another person", mine.why_not)
        self.confirm(confirmation, "second")

    def test_who_typed_the_bill_does_not_confirm(self):
        bill = self.asking_bill(person="manager")
        self.call(self.confirmation(bill))
        with self.assertRaisesRegex(UserError, "You typed a bill"):
            self.confirm(self.confirmation(bill))

    def test_who_wrote_the_account_does_not_confirm(self):
        bill = self.asking_bill(self.write_account(person="manager"))
        self.call(self.confirmation(bill))
        with self.assertRaisesRegex(UserError, "You wrote the account"):
            self.confirm(self.confirmation(bill))

    def test_who_asked_does_not_confirm(self):
        bank = self.write_account()
        self.rpc("manager", "res.partner.bank", "action_einvoice_ask", bank.ids)
        confirmation = self.confirmations.search([("account_number", "=", NEW)])
        self.assertEqual(confirmation.requester_id, self.people["manager"])
        self.call(confirmation)
        with self.assertRaisesRegex(UserError, "You asked"):
            self.confirm(confirmation)
        self.confirm(confirmation, "second")

    def test_the_same_person_in_another_company_is_no_second_person(self):
        other = self.setup_other_company(name="Other")["company"]
        manager = self.people["manager"]
        manager.company_ids |= other
        bank = self.write_account()
        self.call(self.confirmation(self.asking_bill(bank)), "manager")
        theirs = self.confirmations._ask(other, self.supplier, NEW)
        processor = self.people["processor"]
        processor.company_ids |= other
        context = {"allowed_company_ids": other.ids}
        theirs.with_user(processor).with_context(**context)._note_call(
            PHONE, "contact", "Jeanne", ""
        )
        with self.assertRaisesRegex(UserError, "another person must confirm"):
            self.rpc("manager", MODEL, "action_confirm", theirs.ids, context=context)

    def test_confirmed_in_one_company_is_confirmed_in_all(self):
        other = self.setup_other_company(name="Other")["company"]
        theirs = self.confirmations._ask(other, self.supplier, NEW)
        confirmation = self.confirmation(self.asking_bill())
        self.call(confirmation)
        self.confirm(confirmation)
        self.assertEqual(theirs.state, "dropped")
        self.assertEqual(theirs.hold_id.state, "released")

    def test_nobody_writes_a_confirmation(self):
        confirmation = self.confirmation(self.asking_bill())
        phone = confirmation.phone_ids
        forged = (
            (MODEL, "write", confirmation.ids, {"state": "confirmed"}),
            (MODEL, "write", confirmation.ids, {"called_by_id": SUPERUSER_ID}),
            (MODEL, "unlink", confirmation.ids),
            (
                MODEL,
                "create",
                [
                    {
                        "company_id": self.env.company.id,
                        "partner_id": self.supplier.id,
                        "account_number": "X",
                        "asked_at": "2026-01-01",
                        "arrived_at": "2026-01-01",
                        "state": "confirmed",
                    }
                ],
            ),
            (f"{MODEL}.phone", "write", phone.ids, {"number": "+33600000000"}),
            (f"{MODEL}.phone", "create", [{"confirmation_id": confirmation.id}]),
        )
        for model, method, *args in forged:
            for name in self.people:
                with (
                    self.subTest(model=model, method=method, user=name),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(name, model, method, *args)
        for method in ("_ask", "_note_call", "_confirm", "_record_account"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("admin", MODEL, method, confirmation.ids)

    def test_its_hold_goes_with_the_confirmation_only(self):
        confirmation = self.confirmation(self.asking_bill())
        hold = confirmation.hold_id
        for name in ("manager", "admin"):
            with self.subTest(user=name), self.assertRaisesRegex(UserError, "two peop"):
                self.rpc(name, "einvoice.hold", "action_release", hold.ids, "Fine")
        self.rpc("processor", MODEL, "action_refuse", confirmation.ids, "Not his")
        with self.assertRaisesRegex(UserError, "two people"):
            self.rpc("manager", "einvoice.hold", "action_release", hold.ids, "Fine")
        self.assertEqual(hold.state, "held")

    def test_a_lifted_finding_does_not_let_the_money_go(self):
        bill = self.asking_bill()
        finding = bill.einvoice_finding_ids
        self.rpc(
            "manager", "einvoice.finding", "action_lift", finding.ids, "I know him"
        )
        bill.action_post()
        with self.assertRaisesRegex(UserError, "two people have not confirmed"):
            self.register(bill)._create_payments()

    def test_a_refused_account_stays_refused(self):
        bill = self.asking_bill()
        confirmation = self.confirmation(bill)
        with self.assertRaisesRegex(UserError, "Give a reason"):
            self.rpc("processor", MODEL, "action_refuse", confirmation.ids, " ")
        self.rpc("processor", MODEL, "action_refuse", confirmation.ids, "Not his")
        self.assertEqual(confirmation.state, "refused")
        self.assertEqual(self.codes(bill), ["bank_account_refused"])
        again = self.asking_bill(bill.partner_bank_id, ref="F-2026-201")
        self.assertEqual(self.codes(again), ["bank_account_refused"])
        # Odoo's switch does not bring it back, nor does another supplier.
        bill.partner_bank_id.with_user(self.people["admin"]).allow_out_payment = True
        elsewhere = self.write_account(partner=self.partner_b)
        for partner, bank in (
            (self.supplier, bill.partner_bank_id),
            (self.partner_b, elsewhere),
        ):
            payment = self.payment(partner_id=partner.id, partner_bank_id=bank.id)
            with self.subTest(partner=partner.name), self.assertRaises(UserError):
                payment.action_post()

    def test_a_refusal_can_be_taken_up_again_by_a_manager(self):
        bill = self.asking_bill()
        confirmation = self.confirmation(bill)
        self.rpc("processor", MODEL, "action_refuse", confirmation.ids, "Not his")
        with self.assertRaises(AccessError):
            self.rpc("processor", MODEL, "action_ask_again", confirmation.ids)
        self.rpc("manager", MODEL, "action_ask_again", confirmation.ids)
        self.assertEqual(self.codes(bill), ["bank_account_changed"])
        self.call(confirmation)
        with self.assertRaisesRegex(UserError, "You asked"):
            self.confirm(confirmation)
        self.confirm(confirmation, "second")
        self.assertEqual(self.codes(bill), [])

    def test_only_a_manager_refuses_an_account_that_may_be_paid(self):
        confirmation = self.confirmations._ask(
            self.env.company, self.supplier, self.iban, requester=self.env.user
        )
        with self.assertRaises(AccessError):
            self.rpc("processor", MODEL, "action_refuse", confirmation.ids, "Spite")

    def test_a_corrected_bill_needs_no_confirmation(self):
        bill = self.asking_bill()
        confirmation = self.confirmation(bill)
        bill.partner_bank_id = self.bank
        self.assertEqual(self.codes(bill), [])
        self.assertEqual(confirmation.state, "dropped")
        self.assertEqual(confirmation.hold_id.state, "released")

    def test_a_deleted_bill_needs_none_either(self):
        bill = self.asking_bill()
        confirmation = self.confirmation(bill)
        bill.unlink()
        self.assertEqual(confirmation.state, "dropped")

    def test_two_bills_wait_for_one_confirmation(self):
        first = self.asking_bill()
        second = self.asking_bill(first.partner_bank_id, ref="F-2026-201")
        self.assertEqual(self.confirmation(first), self.confirmation(second))
        self.call(self.confirmation(first))
        self.confirm(self.confirmation(first))
        self.assertEqual(self.codes(first) + self.codes(second), [])

    def test_an_impossible_iban_is_not_confirmed(self):
        bank = self.write_account("FR7630004000010000012345618")
        bill = self.asking_bill(bank)
        self.assertIn("iban_digits_wrong", self.codes(bill))
        self.call(self.confirmation(bill))
        with self.assertRaisesRegex(UserError, "no valid IBAN"):
            self.confirm(self.confirmation(bill))

    def test_a_rule_that_is_only_tried_stops_nothing(self):
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
        rule.mode = "observe"
        bank = self.write_account(partner=self.partner_b)
        bill = self.asking_bill(bank, partner_id=self.partner_b)
        self.assertEqual(self.codes(bill), ["bank_account_first"])
        self.assertFalse(self.confirmation(bill))
        bill.action_post()
        self.register(bill)._create_payments()

    def test_the_finding_leads_to_the_confirmation(self):
        bill = self.asking_bill()
        finding = bill.einvoice_finding_ids.with_user(self.people["processor"])
        self.assertEqual(finding.solve_label, "Confirm the bank account…")
        action = self.rpc("processor", "einvoice.finding", "action_solve", finding.ids)
        self.assertEqual(action["res_id"], self.confirmation(bill).id)
