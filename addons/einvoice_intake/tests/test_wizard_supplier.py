"""The supplier that a person creates or chooses, and what may not happen on the way."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from . import invoices
from .common import IntakeCase

STRANGER = {
    "seller": "Menuiserie Tardy",
    "seller_siren": "910000629",
    "seller_vat": "FR46910000629",
}
IBAN = "FR7630006000011234567890189"


def with_account(content):
    """Add an account to a CII invoice, and a contact with a phone."""
    means = (
        b"<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>"
        b"<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>"
        + IBAN.encode()
        + b"</ram:IBANID>"
        b"</ram:PayeePartyCreditorFinancialAccount>"
        b"</ram:SpecifiedTradeSettlementPaymentMeans><ram:ApplicableTradeTax><ram:CalculatedAmount>"
    )
    contact = (
        b"<ram:DefinedTradeContact><ram:TelephoneUniversalCommunication>"
        b"<ram:CompleteNumber>03 85 00 12 34</ram:CompleteNumber>"
        b"</ram:TelephoneUniversalCommunication></ram:DefinedTradeContact>"
        b"<ram:PostalTradeAddress>"
    )
    head, mark, tail = content.partition(
        b"<ram:ApplicableTradeTax><ram:CalculatedAmount>"
    )
    assert mark
    return head.replace(b"<ram:PostalTradeAddress>", contact, 1) + means + tail


@tagged("post_install", "-at_install")
class TestWizardSupplier(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.creator = new_test_user(
            cls.env,
            login="intake_creator",
            groups="einvoice_base.group_processor,base.group_partner_manager",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.people["creator"] = cls.creator

    def stranger(self, **said):
        return self.receive(invoices.cii(**{**STRANGER, **said}))

    def wizard(self, document, person="creator"):
        action = document.with_user(self.people[person]).action_supplier()
        return (
            self.env[action["res_model"]]
            .with_user(self.people[person])
            .browse(action["res_id"])
        )

    def test_the_form_is_filled_from_the_invoice(self):
        document = self.receive(with_account(invoices.cii(**STRANGER)))
        self.assertEqual(document.todo, "supplier")
        wizard = self.wizard(document)
        self.assertRecordValues(
            wizard,
            [
                {
                    "name": "Menuiserie Tardy",
                    "company_registry": "910000629",
                    "vat": "FR46910000629",
                    "phone": "+33 3 85 00 12 34",
                    "account_number": IBAN,
                    "has_account": False,
                }
            ],
        )
        self.assertEqual(wizard.country_id.code, "FR")

    def test_one_click_creates_him_and_opens_the_bill(self):
        document = self.stranger()
        action = self.wizard(document).action_create()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(action["res_id"], document.move_id.id)
        partner = document.partner_id
        self.assertEqual(partner.name, "Menuiserie Tardy")
        self.assertEqual(partner.vat, "FR46910000629")
        self.assertTrue(partner.is_company)
        self.assertFalse(partner.bank_ids)
        self.assertEqual(document.evidence, "person")
        self.assertIn("supplier_created", self.kinds(document))
        event = self.events.search(
            [("document_id", "=", document.id), ("kind", "=", "supplier_created")]
        )
        self.assertTrue(event.is_person)
        self.assertEqual(event.sentence, "Supplier Menuiserie Tardy created.")

    def test_the_account_is_recorded_untrusted_and_only_on_demand(self):
        document = self.receive(with_account(invoices.cii(**STRANGER)))
        wizard = self.wizard(document)
        wizard.has_account = True
        wizard.action_create()
        bank = document.partner_id.bank_ids
        self.assertEqual(bank.sanitized_acc_number, IBAN)
        self.assertFalse(bank.allow_out_payment)

    def test_other_documents_of_the_seller_go_on_too(self):
        first = self.stranger()
        second = self.stranger(number="F-2026-002")
        other = self.stranger(
            number="X", seller="Autre", seller_siren="910000751", seller_vat=""
        )
        self.wizard(first).action_create()
        self.assertEqual(second.partner_id, first.partner_id)
        self.assertTrue(second.move_id)
        self.assertEqual(other.state, "to_fix")

    def test_a_like_name_is_proposed_with_its_reason_and_never_taken(self):
        known = self.env["res.partner"].create(
            {"name": "MENUISERIE TARDY SARL", "is_company": True}
        )
        document = self.stranger()
        self.assertFalse(document.partner_id)
        suggestion = self.wizard(document).suggestion_ids
        self.assertEqual(suggestion.partner_id, known)
        self.assertEqual(suggestion.reason, "names 100 % alike")
        suggestion.action_choose()
        self.assertEqual(document.partner_id, known)
        self.assertEqual(document.evidence, "person")
        self.assertEqual(known.company_registry, "910000629")
        self.assertEqual(known.vat, "FR46910000629")
        self.assertIn("supplier_found", self.kinds(document))
        self.assertTrue(document.move_id)

    def test_identifiers_are_left_alone_when_not_asked_for(self):
        known = self.env["res.partner"].create({"name": "Tardy", "is_company": True})
        wizard = self.wizard(self.stranger())
        wizard.write({"partner_id": known.id, "has_identifiers": False})
        wizard.action_choose()
        self.assertFalse(known.vat)
        self.assertFalse(known.company_registry)

    def test_an_identifier_is_never_replaced(self):
        document = self.stranger()
        wizard = self.wizard(document)
        wizard.partner_id = self.supplier
        with self.assertRaisesRegex(UserError, "has other identifiers"):
            wizard.action_choose()
        self.assertEqual(self.supplier.vat, "FR88100000009")
        self.assertEqual(document.state, "to_fix")
        self.assertFalse(document.partner_id)

    def test_a_siren_that_is_finer_than_what_he_has_is_no_clash(self):
        known = self.env["res.partner"].create(
            {"name": "Tardy", "is_company": True, "company_registry": "91000062900012"}
        )
        # Two companies of one number, so that the document waits for a person.
        self.env["res.partner"].create(
            {"name": "Tardy bis", "is_company": True, "company_registry": "910000629"}
        )
        document = self.stranger()
        self.assertEqual(document.waiting_code, "supplier_ambiguous")
        wizard = self.wizard(document)
        wizard.partner_id = known
        wizard.action_choose()
        self.assertEqual(known.company_registry, "91000062900012")
        self.assertEqual(document.partner_id, known)

    def test_without_the_right_to_create_contacts_a_sentence_says_so(self):
        document = self.stranger()
        wizard = self.wizard(document, "processor")
        with self.assertRaisesRegex(AccessError, "may not create contacts, nor"):
            wizard.action_create()
        self.assertEqual(document.state, "to_fix")

    def test_without_that_right_an_existing_supplier_is_chosen(self):
        document = self.stranger()
        known = self.env["res.partner"].create({"name": "Known", "is_company": True})
        wizard = self.wizard(document, "processor")
        self.assertFalse(wizard.may_write or wizard.has_identifiers)
        wizard.partner_id = known
        wizard.has_account = True
        with self.assertRaisesRegex(AccessError, "nor change them"):
            wizard.action_choose()
        wizard.has_account = False
        wizard.action_choose()
        self.assertEqual(document.partner_id, known)
        self.assertFalse(known.vat or known.bank_ids)

    def test_who_does_not_process_is_refused(self):
        document = self.stranger()
        for person in ("invoicing", "auditor", "approver", "employee", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.document", "action_supplier", document.ids)
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.document.supplier",
                    "create",
                    {"document_id": document.id, "name": "X"},
                )

    def test_a_forged_wizard_on_another_company_is_refused(self):
        document = self.stranger()
        other = self.env["res.company"].create({"name": "Autre société"})
        self.people["foreign"] = new_test_user(
            self.env,
            login="intake_foreign",
            groups="einvoice_base.group_manager,base.group_partner_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        key = self.rpc(
            "foreign",
            "einvoice.document.supplier",
            "create",
            {"document_id": document.id, "name": "X"},
        )
        for method in ("action_create", "action_choose"):
            with self.subTest(method), self.assertRaises(AccessError):
                self.rpc("foreign", "einvoice.document.supplier", method, [key])
        with self.assertRaises(AccessError):
            self.rpc("foreign", "einvoice.document.supplier", "read", [key], ["reason"])
        self.assertFalse(document.partner_id)

    def test_a_supplier_of_another_company_and_ourselves_are_refused(self):
        document = self.stranger()
        other = self.env["res.company"].create({"name": "Autre société"})
        theirs = self.env["res.partner"].create(
            {"name": "Tardy", "is_company": True, "company_id": other.id}
        )
        wizard = self.wizard(document)
        for partner in (theirs, self.company.partner_id):
            wizard.sudo().partner_id = partner
            with self.subTest(partner.name), self.assertRaises(UserError):
                wizard.action_choose()
        self.assertEqual(document.state, "to_fix")

    def test_a_document_that_went_on_meanwhile_is_left_alone(self):
        document = self.stranger()
        wizard = self.wizard(document)
        self.wizard(document).action_create()
        with self.assertRaisesRegex(UserError, "no longer waits"):
            wizard.action_create()
        self.assertEqual(
            self.env["res.partner"].search_count([("vat", "=", "FR46910000629")]), 1
        )
