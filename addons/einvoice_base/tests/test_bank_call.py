"""Which number is called, and what is noted of the call."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .bank_common import MODEL, PHONE, BankCase


@tagged("post_install", "-at_install")
class TestBankCall(BankCase):
    def kinds_of(self, confirmation):
        return {each.number: each.kind for each in confirmation.phone_ids}

    def test_numbers_from_before_the_invoice_are_called(self):
        contact = self.env["res.partner"].create(
            {"name": "Jeanne", "parent_id": self.supplier.id, "phone": "0472009999"}
        )
        self.as_of("res_partner", contact, "einvoice_phone_at", 30)
        late = self.env["res.partner"].create(
            {"name": "Late", "parent_id": self.supplier.id, "phone": "0600000000"}
        )
        self.assertTrue(late.einvoice_phone_at)
        confirmation = self.confirmation(self.asking_bill())
        self.assertEqual(
            self.kinds_of(confirmation),
            {PHONE: "known", "+33472009999": "known", "+33600000000": "later"},
        )
        self.assertEqual(confirmation.known_phone_ids[0].shown, "+33 4 72 00 11 22")

    def test_a_number_changed_later_is_no_longer_known(self):
        self.supplier.phone = "06 11 11 11 11"
        confirmation = self.confirmation(self.asking_bill())
        self.assertEqual(self.kinds_of(confirmation), {"+33611111111": "later"})

    def test_the_same_number_written_otherwise_is_no_change(self):
        self.supplier.phone = PHONE
        self.assertFalse(self.supplier.einvoice_phone_at)

    def test_nobody_writes_since_when_a_number_is_known(self):
        for vals in ({"einvoice_phone_at": False}, {"einvoice_phone_at": "2020-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.supplier.with_user(self.people["admin"]).write(vals)

    def test_a_doubtful_number_is_not_noted(self):
        self.supplier.phone = "06 11 11 11 11"
        confirmation = self.confirmation(self.asking_bill())
        later = confirmation.phone_ids
        for said in (
            {"phone_id": later.id},
            {"other_number": "0611111111", "origin": "The contract"},
        ):
            with (
                self.subTest(said=said),
                self.assertRaisesRegex(UserError, "came with"),
            ):
                self.call(confirmation, **said)

    def test_a_number_found_elsewhere_says_where(self):
        self.supplier.phone = False
        confirmation = self.confirmation(self.asking_bill())
        with self.assertRaisesRegex(UserError, "which number you called"):
            self.call(confirmation)
        with self.assertRaisesRegex(UserError, "comes from"):
            self.call(confirmation, other_number="04 72 99 00 00")
        self.call(
            confirmation, other_number="04 72 99 00 00", origin="Contract of 2024"
        )
        self.assertEqual(confirmation.called_number, "+33472990000")
        self.assertEqual(
            confirmation.called_origin,
            f"Found by {self.people['processor'].name}: Contract of 2024",
        )

    def test_the_dialog_asks_at_once_where_an_unknown_number_comes_from(self):
        for phone, is_hidden in (("04 72 00 11 22", True), (False, False)):
            self.supplier.phone = phone
            self.as_of("res_partner", self.supplier, "einvoice_phone_at", 30)
            bank = self.write_account(f"X{phone or 0}")
            confirmation = self.confirmation(
                self.asking_bill(bank, ref=f"F-{phone or 0}")
            )
            action = self.rpc("processor", MODEL, "action_note_call", confirmation.ids)
            calls = self.env[action["res_model"]].with_user(self.people["processor"])
            wizard = calls.browse(action["res_id"])
            with self.subTest(phone=phone), Form(wizard) as form:
                self.assertIs(form._get_modifier("origin", "invisible"), is_hidden)

    def test_somebody_must_have_answered(self):
        confirmation = self.confirmation(self.asking_bill())
        with self.assertRaisesRegex(UserError, "whom you spoke to"):
            self.call(confirmation, person=" ")
        self.assertEqual(confirmation.state, "to_call")

    def test_the_number_of_another_supplier_is_not_his(self):
        self.partner_b.phone = "04 72 00 00 00"
        theirs = self.confirmations._ask(self.env.company, self.partner_b, "X1")
        confirmation = self.confirmation(self.asking_bill())
        with self.assertRaises(UserError):
            self.call(confirmation, phone_id=theirs.phone_ids.id)
