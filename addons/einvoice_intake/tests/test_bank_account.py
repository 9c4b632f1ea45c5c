"""The account that a document asks for, until two people stand for it."""

import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.arrival import ReceivedFile
from . import invoices
from .common import IntakeCase

IBAN = "FR7630006000011234567890189"
OTHER = "FR7611315000011234567890138"
PRINTED = "+33385001234"


def asking(iban=IBAN, phone="03 85 00 12 34", **said):
    """Return a CII invoice with an account and the phone of a contact."""
    means = (
        "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>"
        f"<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{iban}</ram:IBANID>"
        "</ram:PayeePartyCreditorFinancialAccount>"
        "</ram:SpecifiedTradeSettlementPaymentMeans><ram:ApplicableTradeTax>"
    )
    contact = (
        "<ram:DefinedTradeContact><ram:TelephoneUniversalCommunication>"
        f"<ram:CompleteNumber>{phone}</ram:CompleteNumber>"
        "</ram:TelephoneUniversalCommunication></ram:DefinedTradeContact>"
        "<ram:PostalTradeAddress>"
    )
    content = invoices.cii(**said).decode()
    content = content.replace("<ram:PostalTradeAddress>", contact, 1)
    head, tail = content.rsplit("<ram:ApplicableTradeTax>", 1)
    return (head + means + tail).encode()


@tagged("post_install", "-at_install")
class TestBankAccount(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("processor", "manager"):
            cls.people[name].group_ids |= cls.env.ref("base.group_partner_manager")
        cls.people["second"] = cls.person("manager", "intake_second")
        cls.people["second"].group_ids |= cls.env.ref(
            "account.group_validate_bank_account"
        )
        cls.known_account(OTHER)

    def asked(self, state="to_check", **said):
        document = self.receive(asking(**said))
        self.assertEqual(document.state, state, document.waiting_reason)
        return document

    def codes(self, document):
        return document.finding_ids.filtered(
            lambda each: each.term == "BT-84" and each.state != "lifted"
        ).mapped("rule")

    def confirmation(self, document):
        return document.finding_ids.confirmation_ids

    def call(self, confirmation, by="processor"):
        confirmation.with_user(self.people[by])._note_call(
            "+33472001122", "contract", "Jeanne", "He read it to me."
        )

    def confirm(self, confirmation, by="manager"):
        self.rpc(by, confirmation._name, "action_confirm", confirmation.ids)

    def test_an_account_is_compared_and_never_made(self):
        document = self.asked()
        self.assertEqual(self.codes(document), ["bank_account_changed"])
        self.assertEqual(self.supplier.bank_ids.mapped("sanitized_acc_number"), [OTHER])
        self.assertFalse(document.move_id.partner_bank_id)
        confirmation = self.confirmation(document)
        self.assertEqual(confirmation.document_id, document)
        self.assertLessEqual(confirmation.arrived_at, document.received_at)
        self.assertEqual(confirmation.hold_id.state, "held")
        self.assertIn("account_asked", self.kinds(document))

    def test_a_known_account_is_booked(self):
        document = self.asked("booked", iban=OTHER)
        self.assertEqual(document.move_id.partner_bank_id, self.supplier.bank_ids)

    def test_adding_the_account_to_the_supplier_clears_nothing(self):
        document = self.asked()
        bank = (
            self.env["res.partner.bank"]
            .with_user(self.people["processor"])
            .create({"partner_id": self.supplier.id, "acc_number": IBAN})
        )
        self.assertEqual(self.codes(document), ["bank_account_changed"])
        self.assertEqual(document.state, "to_check")
        bank.with_user(self.people["second"]).sudo().allow_out_payment = True
        self.assertEqual(self.codes(document), [])
        self.assertEqual(document.state, "booked")
        self.assertEqual(document.move_id.partner_bank_id, bank)

    def test_two_people_let_the_document_go_on(self):
        document = self.asked()
        self.call(self.confirmation(document))
        self.assertEqual(document.state, "to_check")
        self.confirm(self.confirmation(document))
        self.assertEqual(document.state, "booked")
        bank = document.move_id.partner_bank_id
        self.assertEqual(bank.sanitized_acc_number, IBAN)
        self.assertTrue(bank.allow_out_payment)
        self.assertIn("account_confirmed", self.kinds(document))
        self.asked("booked", number="F-2")

    def test_who_uploaded_the_document_did_not_write_the_account(self):
        document = (
            self.documents.with_user(self.people["manager"])
            ._receive([ReceivedFile("f.xml", asking())], "upload")
            .sudo()
        )
        self.call(self.confirmation(document))
        self.confirm(self.confirmation(document))
        self.assertEqual(document.state, "booked")

    def test_the_first_account_is_booked_and_held(self):
        self.supplier.bank_ids.active = False
        document = self.asked()
        self.assertEqual(self.codes(document), ["bank_account_first"])
        bill = document.move_id
        bill.action_post()
        self.assertTrue(bill.einvoice_is_held)
        self.assertIn(
            bill,
            self.env["account.move"].search([("einvoice_is_held", "=", True)]),
        )
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        with self.assertRaisesRegex(UserError, "two people have not confirmed"):
            wizard.create({})._create_payments()
        self.call(self.confirmation(document))
        self.confirm(self.confirmation(document))
        self.assertEqual(bill.partner_bank_id.sanitized_acc_number, IBAN)
        wizard.create({})._create_payments()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))

    def test_a_bill_is_paid_to_the_known_account_instead(self):
        document = self.asked()
        self.rpc(
            "processor",
            "einvoice.bank.confirmation",
            "action_refuse",
            self.confirmation(document).ids,
            "The supplier does not know it.",
        )
        self.assertEqual(self.codes(document), ["bank_account_refused"])
        bill = document.move_id
        bill.partner_bank_id = self.supplier.bank_ids
        stopping = document._open_findings().filtered(lambda f: f.severity == "block")
        self.rpc(
            "manager",
            "einvoice.finding",
            "action_lift",
            stopping.ids,
            "Paid to his own",
        )
        bill.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard.create({})._create_payments()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))

    def test_the_printed_number_is_shown_and_never_called(self):
        self.supplier.phone = "04 72 00 11 22"
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET einvoice_phone_at = NULL")
        self.env.invalidate_all()
        confirmation = self.confirmation(self.asked())
        self.assertEqual(
            {each.number: each.kind for each in confirmation.phone_ids},
            {"+33472001122": "known", PRINTED: "printed"},
        )
        wizard = self.env["einvoice.bank.call"].with_user(self.people["processor"])
        call = wizard.create(
            {
                "confirmation_id": confirmation.id,
                "other_number": PRINTED,
                "origin": "The invoice",
                "person": "Thief",
            }
        )
        with self.assertRaisesRegex(UserError, "came with the invoice"):
            call.action_note()

    def test_a_printed_number_that_was_known_is_known(self):
        self.supplier.phone = PRINTED
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET einvoice_phone_at = NULL")
        self.env.invalidate_all()
        confirmation = self.confirmation(self.asked())
        self.assertEqual(confirmation.phone_ids.mapped("kind"), ["known"])

    def test_a_phone_taken_from_the_invoice_is_not_known(self):
        document = self.receive(
            asking(
                seller="Menuiserie Tardy",
                seller_siren="910000629",
                seller_vat="FR46910000629",
            )
        )
        action = document.action_supplier()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.phone, "+33 3 85 00 12 34")
        wizard.has_account = True
        wizard.action_create()
        self.assertEqual(self.codes(document), ["bank_account_first"])
        self.assertEqual(
            self.confirmation(document).phone_ids.mapped("kind"), ["later"]
        )

    def test_a_document_without_bill_is_confirmed_too(self):
        self.env["account.tax"].search([]).active = False
        document = self.asked("to_fix")
        self.assertFalse(document.move_id)
        self.assertEqual(self.codes(document), ["bank_account_changed"])
        confirmation = self.confirmation(document)
        self.assertEqual(confirmation.partner_id, self.supplier)
        self.call(confirmation)
        self.confirm(confirmation)
        self.assertEqual(self.codes(document), [])

    def test_the_journal_of_the_document_tells_the_call(self):
        document = self.asked()
        self.call(self.confirmation(document))
        event = self.events.search(
            [("document_id", "=", document.id), ("kind", "=", "account_called")]
        )
        self.assertEqual(json.loads(event.payload)["person"], "Jeanne")
