"""Rejecting a document: with a reason, by those who may, and taken back."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestWizardReject(IntakeCase):
    def strange(self, number="F-1"):
        return self.receive(
            invoices.cii(number=number, buyer_siren="910000751", buyer_vat="")
        )

    def wizard(self, documents, person="processor"):
        user = self.people[person]
        action = documents.with_user(user).action_ask_reject()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def test_the_likely_reason_is_proposed_and_kept(self):
        document = self.strange()
        self.assertEqual(document.todo, "reject")
        wizard = self.wizard(document)
        self.assertEqual(wizard.kind, "not_ours")
        wizard.comment = "for the neighbour"
        wizard.action_reject()
        self.assertEqual(document.state, "rejected")
        self.assertEqual(document.reject_reason, "It is not for us: for the neighbour")
        event = self.events.search([("document_id", "=", document.id)], limit=1)
        self.assertEqual(event.kind, "rejected")
        self.assertTrue(event.is_person)
        self.assertIn("for the neighbour", event.sentence)

    def test_the_review_screen_is_told_and_stays_open(self):
        document = self.strange()
        wizard = self.wizard(document).with_context(einvoice_in_review=True)
        action = wizard.action_reject()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(
            action["infos"],
            {"rejected": document.ids, "reason": "It is not for us"},
        )

    def test_several_at_once(self):
        documents = self.strange("A") | self.strange("B")
        wizard = self.wizard(documents)
        wizard.action_reject()
        self.assertEqual(set(documents.mapped("state")), {"rejected"})

    def test_another_reason_asks_for_words(self):
        wizard = self.wizard(self.strange())
        wizard.kind = "other"
        with self.assertRaises(UserError):
            wizard.action_reject()
        wizard.comment = "test"
        wizard.action_reject()
        self.assertEqual(wizard.document_ids.reject_reason, "test")

    def test_a_document_with_a_bill_is_not_rejected(self):
        document = self.receive(invoices.cii())
        with self.assertRaisesRegex(UserError, "already has the bill"):
            self.wizard(document).action_reject()

    def test_who_does_not_process_is_refused(self):
        document = self.strange()
        for person in ("invoicing", "auditor", "approver", "employee", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.document.reject",
                    "create",
                    {"document_ids": document.ids},
                )
            for method in ("action_ask_reject", "action_reopen"):
                with self.subTest(person), self.assertRaises(AccessError):
                    self.rpc(person, "einvoice.document", method, document.ids)
        self.assertEqual(document.state, "to_fix")

    def test_a_rejection_is_taken_back(self):
        document = self.strange()
        self.wizard(document).action_reject()
        document.with_user(self.people["processor"]).action_reopen()
        self.assertEqual(document.state, "to_fix")
        self.assertFalse(document.reject_reason)
        self.assertEqual(document.waiting_code, "buyer_is_stranger")
        with self.assertRaises(UserError):
            document.action_reopen()
