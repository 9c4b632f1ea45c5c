"""Paper reviewed in the browser, with a keyboard and on a tablet."""

import io

from pypdf import PdfReader, PdfWriter

from odoo.tests import HttpCase, tagged

from . import paper
from .pages import drawn
from .paper_common import PaperCase

LOGIN = "tour_reviewer"
STRANGER = {"seller": "Menuiserie Tardy", "siren": "910 000 629", "number": None}


def with_word(word):
    """Return the stranger's page with a word low on it, where no label is."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper.page(**STRANGER))))
    low = PdfReader(io.BytesIO(drawn(*[""] * 40, word)))
    writer.pages[0].merge_page(low.pages[0])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


class ReviewTour(PaperCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.accountant_in_browser(LOGIN)

    def run_lane(self, number=1):
        # A test in the browser is in test mode from its start.
        lane = self.env.ref(f"einvoice_intake.ir_cron_lane_{number}")
        lane.method_direct_trigger()
        self.env.invalidate_all()

    def receive_two(self):
        """Leave two documents that wait; their numbers stand where no label is."""
        first, second = (
            self.scan(with_word(word), f"{word}.pdf") for word in ("F-NEW", "F-SECOND")
        )
        self.run_lane()
        self.assertTrue(first.is_reviewable and second.is_reviewable)
        return first, second

    def review(self, tour):
        first, second = self.receive_two()
        url = f"/odoo/review-supplier-invoices/{first.id}"
        self.start_tour(url, tour, login=LOGIN)
        bill = first.move_id
        self.assertEqual(bill.ref, "F-NEW")
        self.assertEqual(bill.partner_id.name, "Menuiserie Tardy")
        self.assertEqual(bill.amount_total, 120)
        self.assertFalse(second.move_id)
        return bill


@tagged("post_install", "-at_install")
class TestTourReview(ReviewTour):
    browser_size = "1366x768"

    def test_correct_by_a_click_edit_lines_and_go_on_to_the_next(self):
        bill = self.review("einvoice_review")
        self.assertEqual(bill.invoice_line_ids.mapped("price_subtotal"), [90, 10])
        self.assertIn("Port", bill.invoice_line_ids[1].name)

    def test_what_nobody_looked_at_is_named_before_it_is_taken(self):
        first, _second = self.receive_two()
        url = f"/odoo/review-supplier-invoices/{first.id}"
        self.start_tour(url, "einvoice_review_open", login=LOGIN)
        self.assertTrue(first.reviewed_at)
        self.assertFalse(first.move_id)

    def test_reject_and_go_on_and_abandon_a_question_with_escape(self):
        first, second = self.receive_two()
        # With somebody else: not in the list that opens, but in the review.
        second.sudo().user_id = self.env.user
        url = "/odoo/supplier-invoices"
        self.start_tour(url, "einvoice_review_reject", login=LOGIN)
        self.assertEqual(first.state, "rejected")
        self.assertEqual(first.reject_reason, "It is not an invoice")
        self.assertTrue(second.reviewed_at)
        self.assertEqual(second.waiting_code, "supplier_unknown")
        self.assertFalse(second.partner_id)


@tagged("post_install", "-at_install")
class TestTourReviewTablet(ReviewTour):
    browser_size = "768x1024"
    touch_enabled = True

    def test_tap_words_and_go_on_to_the_next(self):
        bill = self.review("einvoice_review_touch")
        self.assertIn("Papier recyclé", bill.invoice_line_ids.name)


@tagged("post_install", "-at_install")
class TestTourReviewScan(ReviewTour):
    """The scan of a stranger is corrected once; the next one needs nobody."""

    browser_size = "1366x768"

    def stranger(self, number, day):
        """Receive a scan whose number stands beside a word that nobody knows."""
        printed = paper.page(
            **STRANGER, date=day, extra=((50, 590, f"Zkz : {number}"),)
        )
        document = self.scan(paper.scanned(printed), f"scan-{day[:2]}.pdf")
        self.run_lane()
        return document

    def test_the_second_scan_of_a_supplier_passes_straight_through(self):
        first = self.stranger("A/771", "15/09/2026")
        self.assertEqual(first.page_ids.source, "ocr")
        self.assertEqual(first.state, "to_fix")
        url = f"/odoo/review-supplier-invoices/{first.id}"
        self.start_tour(url, "einvoice_review_scan", login=LOGIN)
        self.assertEqual(first.move_id.ref, "A/771")
        first.move_id.einvoice_finding_ids.action_lift("Looked at.")
        first.move_id.action_post()
        second = self.stranger("A/802", "18/09/2026")
        self.assertEqual(second.move_id.ref, "A/802")
        self.assertEqual(second.move_id.partner_id, first.move_id.partner_id)
        self.assertEqual(second.move_id.amount_total, 120)
        self.assertFalse(second.reviewed_at)
        shown = [(f.rule, f.message) for f in second._open_findings()]
        self.assertEqual(second.state, "booked", shown)
