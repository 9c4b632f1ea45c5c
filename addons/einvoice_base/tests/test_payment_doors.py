"""Doors by which money would go past a hold, as a dishonest processor tries them."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..domain.events import EventKind
from .bank_common import BankCase


@tagged("post_install", "-at_install")
class TestPaymentDoors(BankCase):
    def test_a_held_account_is_held_whoever_the_payment_names(self):
        bill = self.asking_bill()
        held = bill.partner_bank_id
        payable = self.company_data["default_account_payable"]
        stranger = self.env["res.partner"].create({"name": "Nobody in particular"})
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": self.supplier.id}
        )
        for partner in (self.env["res.partner"], stranger, contact):
            for kind in ("customer", "supplier"):
                with self.subTest(partner=partner.name, kind=kind):
                    payment = self.payment(
                        partner_type=kind,
                        partner_id=partner.id,
                        destination_account_id=payable.id,
                    )
                    payment.partner_bank_id = held
                    with self.assertRaises(UserError):
                        payment.action_post()

    def test_a_draft_is_confirmed_before_it_is_paid(self):
        bill = self.bill(ref="F-2026-701")
        action = bill.action_force_register_payment()
        wizard = self.env["account.payment.register"].with_context(**action["context"])
        with self.assertRaisesRegex(UserError, "Confirm it before"):
            wizard.create({})._create_payments()
        payment = self.payment(invoice_ids=[Command.set(bill.ids)])
        with self.assertRaises(UserError):
            payment.action_post()
        self.assertEqual(bill.payment_state, "not_paid")

    def test_a_payment_to_suppliers_names_one(self):
        payment = self.payment(
            partner_type="customer",
            partner_id=False,
            partner_bank_id=False,
            destination_account_id=self.company_data["default_account_payable"].id,
        )
        with self.assertRaisesRegex(UserError, "must name its supplier"):
            payment.action_post()

    def test_an_entry_on_the_bank_journal_that_pays_a_held_bill_is_told(self):
        bill = self.bill(ref="F-2026-700")
        bill.action_post()
        bill._einvoice_hold("Dispute")
        payable = bill.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        bank = self.company_data["default_journal_bank"]
        entry = self.env["account.move"].create(
            {
                "journal_id": bank.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": payable.account_id.id,
                            "partner_id": self.supplier.id,
                            "debit": -payable.balance,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": bank.default_account_id.id,
                            "credit": -payable.balance,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        (payable | entry.line_ids.filtered("debit")).reconcile()
        self.assertIn(EventKind.PAID_WHILE_HELD.value, self.kinds(bill))

    def test_what_follows_from_a_contact_is_not_written(self):
        thief = self.env["res.partner"].create({"name": "Thief", "is_company": True})
        for values in (
            {"commercial_partner_id": self.supplier.id},
            {"einvoice_identity_key": "siren:1"},
            {"einvoice_name_key": "thief"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                self.rpc("processor", "res.partner", "write", thief.ids, values)

    def test_the_number_of_a_contact_that_joined_later_is_not_known(self):
        accomplice = self.env["res.partner"].create(
            {"name": "Jean", "phone": "06 12 34 56 78", "company_type": "person"}
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET einvoice_phone_at = NULL")
        self.env.invalidate_all()
        accomplice.parent_id = self.supplier
        self.assertTrue(accomplice.einvoice_phone_at)

    def test_changed_tolerances_stand_in_the_journal(self):
        before = self.events.search_count([("kind", "=", "rule_changed")])
        self.env.company.einvoice_tolerance_total = 99
        self.assertEqual(
            self.events.search_count([("kind", "=", "rule_changed")]), before + 1
        )

    def test_words_of_a_supplier_are_no_html(self):
        bill = self.bill(ref="F-2026-701")
        bill.action_post()
        bill._einvoice_hold('<a href="https://evil.example">here</a>')
        statement = self.env["account.move"].browse(bill.id)
        bill._einvoice_paid_while_held(statement, bill._einvoice_blockers("pay"))
        notes = "".join(bill.activity_ids.mapped("note"))
        self.assertIn("&lt;a href", notes)
