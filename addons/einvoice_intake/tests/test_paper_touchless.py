from odoo.tests import freeze_time, tagged

from .paper_common import PaperCase
from .touchless_common import TouchlessCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestPaperTouchless(PaperCase, TouchlessCase):
    """A page that was read surely goes as far as data, and no farther."""

    item = "Papier A4 blanc"

    def test_a_sure_page_is_posted_without_a_person(self):
        document = self.read()
        said = document.move_id.einvoice_touchless_verdict
        self.assertEqual(document.move_id.state, "posted", said)
        self.assertEqual(document.move_id.einvoice_touchless, "posted")

    def test_the_policy_asks_how_surely_it_was_read(self):
        self.company.einvoice_touchless_confidence = 99.9
        document = self.read()
        facts = document.move_id._einvoice_facts()
        self.assertEqual(facts["format"], "text-pdf")
        self.assertTrue(0.9 < facts["confidence"] < 1)
        self.left(document, "read from a page")

    def test_a_reviewed_page_is_posted_by_a_person(self):
        document = self.read(number=None)
        self.rpc(
            "processor",
            "einvoice.document",
            "review_confirm",
            document.ids,
            self.typed(number="F-2026-044"),
        )
        self.assertEqual(document.move_id.ref, "F-2026-044")
        self.left(document, "person|changed")

    def test_a_bill_made_by_hand_is_not_held_to_what_was_read(self):
        document = self.read(number=None)
        wizard = self.env["einvoice.document.by.hand"].with_user(
            self.people["processor"]
        )
        action = document.with_user(self.people["processor"]).action_by_hand()
        wizard = wizard.browse(action["res_id"])
        wizard.number = "F-2026-045"
        wizard.action_book()
        bill = document.move_id
        self.assertEqual(bill.ref, "F-2026-045")
        self.assertFalse(document.is_binding)
        self.assertNotIn("bill_differs", document.finding_ids.mapped("rule"))
        self.assertNotIn("review_needed", document._open_findings().mapped("rule"))
