"""The journal speaks as its reader does."""

from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestScreenJournal(IntakeCase):
    def said(self, document, kind, lang="en_US"):
        return self.events.with_context(lang=lang).search(
            [("document_id", "=", document.id), ("kind", "=", kind)], limit=1
        )

    def test_sentences_are_french_for_a_french_reader(self):
        document = self.receive(
            invoices.cii(net="1200.00", vat="240.00", gross="1440.00")
        )
        read = self.said(document, "read", "fr_FR")
        self.assertIn("1\N{NO-BREAK SPACE}440,00\N{NO-BREAK SPACE}EUR", read.sentence)
        found = self.said(document, "supplier_found", "fr_FR")
        for words in (found.sentence, found.summary):
            self.assertIn("SIREN", words)
            self.assertNotIn("siren", words)
        booked = self.said(document, "booked", "fr_FR")
        self.assertRegex(booked.summary, r"\d\d/\d\d/20\d\d")

    def test_what_no_person_did_is_said_in_words(self):
        document = self.receive(invoices.cii())
        event = self.said(document, "booked")
        self.assertEqual(event.actor, "system")
        self.assertEqual(event.who, "The system")

    def test_causes_are_words(self):
        self.receive(invoices.cii())
        copy = self.receive(invoices.cii())
        event = self.said(copy, "duplicate")
        self.assertIn("the same file", event.summary)
