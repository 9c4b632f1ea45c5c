"""Another supplier than the one that was named: what was made and learned follows."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from . import invoices
from .common import IntakeCase
from .paper_common import PaperCase
from .test_wizard_supplier import IBAN, STRANGER, with_account


class ChangeCase(IntakeCase):
    """A document that somebody gave to the wrong supplier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["creator"] = new_test_user(
            cls.env,
            login="intake_creator",
            groups="einvoice_base.group_processor,base.group_partner_manager",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.wrong, cls.right = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Wrong", "Right")]
        )

    def wizard(self, document, partner, person="creator", **vals):
        user = self.people[person]
        action = document.with_user(user).action_supplier()
        wizard = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        wizard.write({"partner_id": partner.id, **vals})
        return wizard

    def given_wrong(self, content=None, **vals):
        document = self.receive(content or invoices.cii(**STRANGER))
        self.wizard(document, self.wrong, **vals).action_choose()
        self.assertEqual(document.partner_id, self.wrong)
        return document


@tagged("post_install", "-at_install")
class TestSupplierChange(ChangeCase):
    def test_a_bill_that_nobody_touched_is_made_again(self):
        document = self.given_wrong()
        before = document.move_id
        self.assertTrue(before)
        self.assertTrue(document.with_user(self.people["creator"]).can_change_supplier)
        wizard = self.wizard(document, self.right)
        self.assertEqual(wizard.before_id, self.wrong)
        self.assertEqual(wizard.way, "choose")
        self.assertIn("made again", wizard.consequence)
        action = wizard.action_choose()
        self.assertFalse(before.exists())
        self.assertEqual(document.move_id.partner_id, self.right)
        self.assertEqual(document.move_id.amount_total, 120)
        self.assertEqual(action["res_id"], document.move_id.id)
        self.assertNotIn("bill_deleted", document.finding_ids.mapped("rule"))
        self.assertEqual(self.kinds(document).count("supplier_found"), 2)

    def test_what_the_wrong_choice_wrote_is_taken_back(self):
        document = self.given_wrong(
            with_account(invoices.cii(**STRANGER)), has_account=True
        )
        self.assertEqual(self.wrong.vat, "FR46910000629")
        self.assertEqual(self.wrong.bank_ids.sanitized_acc_number, IBAN)
        self.wizard(document, self.right).action_choose()
        self.assertFalse(self.wrong.vat or self.wrong.company_registry)
        self.assertFalse(self.wrong.bank_ids)
        self.assertEqual(self.right.vat, "FR46910000629")
        self.assertIn("taken back", self.wrong.message_ids[0].body)
        following = self.receive(invoices.cii(**STRANGER, number="F-2"))
        self.assertEqual(following.partner_id, self.right)

    def test_what_was_corrected_since_is_left_alone(self):
        document = self.given_wrong()
        self.wrong.vat = "FR37200000008"
        wizard = self.wizard(document, self.right, has_identifiers=False)
        wizard.action_choose()
        self.assertEqual(self.wrong.vat, "FR37200000008")
        self.assertFalse(self.wrong.company_registry)

    def test_a_supplier_that_was_created_by_mistake_gives_his_numbers_back(self):
        document = self.receive(invoices.cii(**STRANGER))
        self.wizard(document, self.env["res.partner"]).action_create()
        created = document.partner_id
        self.wizard(document, self.right).action_choose()
        self.assertFalse(created.vat or created.company_registry)
        self.assertEqual(document.move_id.partner_id, self.right)

    def test_a_bill_that_somebody_worked_on_keeps_its_lines(self):
        document = self.given_wrong()
        bill = document.move_id
        bill.with_user(self.people["creator"]).invoice_line_ids.name = "By hand"
        wizard = self.wizard(document, self.right)
        self.assertIn("stays as it is", wizard.consequence)
        due = bill.invoice_date_due
        wizard.action_choose()
        self.assertEqual(document.move_id, bill)
        self.assertEqual(bill.partner_id, self.right)
        self.assertEqual(bill.invoice_line_ids.name, "By hand")
        self.assertEqual(bill.invoice_date_due, due)
        self.assertNotIn(
            "bill_supplier_differs", document._open_findings().mapped("rule")
        )

    def test_a_bill_filled_by_hand_is_not_deleted(self):
        document = self.receive(invoices.cii(**STRANGER))
        by_hand = document.with_user(self.people["creator"])._book_by_hand(
            {"move_type": "in_invoice", "partner_id": self.wrong.id, "ref": "X"}
        )
        self.wizard(document, self.right).action_choose()
        self.assertEqual(document.move_id, by_hand)
        self.assertEqual(by_hand.partner_id, self.right)

    def test_a_document_without_a_bill_goes_on_with_the_other_one(self):
        self.env.ref("base.CHF").active = False
        content = invoices.cii(**STRANGER, currency="CHF")
        document = self.given_wrong(content)
        self.assertEqual(document.step, "book")
        self.wizard(document, self.right).action_choose()
        self.assertEqual(document.partner_id, self.right)
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document.waiting_code, "currency_off")

    def test_a_posted_bill_keeps_its_supplier(self):
        document = self.given_wrong()
        wizard = self.wizard(document, self.right)
        document.finding_ids.filtered(lambda f: f.state == "open").action_lift("Ok.")
        document.move_id.action_post()
        self.assertFalse(document.can_change_supplier)
        with self.assertRaisesRegex(UserError, "posted or cancelled"):
            wizard.action_choose()
        self.assertEqual(document.partner_id, self.wrong)

    def test_the_same_supplier_is_no_change(self):
        document = self.given_wrong()
        with self.assertRaisesRegex(UserError, "already"):
            self.wizard(document, self.wrong).action_choose()

    def test_two_people_at_once(self):
        document = self.given_wrong()
        late = self.wizard(document, self.right)
        self.wizard(document, self.supplier, has_identifiers=False).action_choose()
        with self.assertRaisesRegex(UserError, "no longer waits"):
            late.action_choose()
        self.assertEqual(document.partner_id, self.supplier)

    def test_who_does_not_process_is_refused(self):
        document = self.given_wrong()
        wizard = self.wizard(document, self.right)
        for person in ("invoicing", "auditor", "approver", "employee", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.document", "action_supplier", document.ids)
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, wizard._name, "action_choose", wizard.ids)
        self.assertEqual(document.partner_id, self.wrong)

    def test_the_bill_of_another_one_leads_to_the_document(self):
        document = self.given_wrong()
        document.move_id.with_user(self.people["creator"]).partner_id = self.right
        finding = document._open_findings().filtered(
            lambda each: each.rule == "bill_supplier_differs"
        )
        finding = finding.with_user(self.people["creator"])
        self.assertEqual(finding.solve_label, "Change the supplier of the document")
        action = finding.action_solve()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.partner_id, self.right)
        wizard.with_user(self.people["creator"]).action_choose()
        self.assertEqual(document.partner_id, self.right)
        self.assertFalse(finding.exists() and finding.state == "open")


@tagged("post_install", "-at_install")
class TestSupplierUnlearned(ChangeCase, PaperCase):
    """What the pages of one supplier taught of another one is undone."""

    def odd(self, number, day="15/09/2026"):
        """Receive an invoice whose number stands beside a word that nobody knows."""
        extra = ((50, 590, f"Zkz : {number}"),)
        return self.read(number=None, date=day, extra=extra, seller="Tardy", siren=None)

    def confirm(self, document, number, partner):
        values = self.typed(number=number, partner=partner)
        self.rpc("creator", "einvoice.document", "review_confirm", document.ids, values)
        self.assertEqual(document.move_id.partner_id, partner)

    def layout_of(self, partner):
        return self.env["einvoice.layout"].search([("partner_id", "=", partner.id)])

    def test_the_lesson_goes_to_the_right_one(self):
        document = self.odd("A/771")
        self.confirm(document, "A/771", self.wrong)
        self.assertIn("zkz", self.layout_of(self.wrong).summary)
        self.wizard(document, self.right, has_identifiers=False).action_choose()
        self.assertFalse(self.layout_of(self.wrong))
        self.assertIn("zkz", self.layout_of(self.right).summary)

    def test_what_others_taught_before_and_after_stays(self):
        first = self.odd("A/771")
        self.confirm(first, "A/771", self.wrong)
        second = self.odd("A/772", "16/09/2026")
        self.confirm(second, "A/772", self.wrong)
        third = self.odd("A/773", "17/09/2026")
        self.confirm(third, "A/773", self.wrong)
        layout = self.layout_of(self.wrong)
        self.assertEqual(layout.count, 3)
        self.wizard(second, self.right, has_identifiers=False).action_choose()
        self.assertEqual(layout.count, 2)
        self.assertEqual(layout.document_id, third)
        self.assertIn("zkz", layout.summary)
        self.assertEqual(self.layout_of(self.right).count, 1)
        self.wizard(first, self.right, has_identifiers=False).action_choose()
        self.assertEqual(layout.count, 1)

    def test_a_bill_given_to_another_partner_teaches_nothing_until_it_is_settled(self):
        document = self.odd("A/771")
        self.confirm(document, "A/771", self.wrong)
        bill = document.move_id.with_user(self.people["creator"])
        bill.partner_id = self.right
        self.assertFalse(self.layout_of(self.wrong))
        bill.partner_id = self.wrong
        self.assertEqual(self.layout_of(self.wrong).count, 1)

    def test_what_was_forgotten_meanwhile_does_not_come_back(self):
        first = self.odd("A/771")
        self.confirm(first, "A/771", self.wrong)
        second = self.odd("A/772", "16/09/2026")
        self.confirm(second, "A/772", self.wrong)
        self.layout_of(self.wrong).action_forget()
        self.wizard(first, self.right, has_identifiers=False).action_choose()
        self.assertFalse(self.layout_of(self.wrong))
