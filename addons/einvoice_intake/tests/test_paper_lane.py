from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..models import einvoice_document_lane as lane
from ..models._session_lock import session_lock
from . import invoices, paper
from .paper_common import PaperCase


@tagged("post_install", "-at_install")
class TestPaperLane(PaperCase):
    """Pages are read outside of requests, once, whatever is killed meanwhile."""

    def test_the_request_that_brings_a_scan_reads_nothing_of_it(self):
        document = self.scan()
        self.assertEqual(document.state, "reading")
        self.assertFalse(document.page_ids)
        self.assertEqual(document.todo, "wait")
        triggers = self.env["ir.cron.trigger"].sudo().search([])
        lanes = self.env.ref("einvoice_intake.ir_cron_lane_1")
        lanes |= self.env.ref("einvoice_intake.ir_cron_lane_2")
        self.assertLessEqual(lanes, triggers.cron_id)

    def test_a_sure_page_becomes_a_bill_without_a_person(self):
        self.company.einvoice_review_confidence = 0.5
        document = self.read()
        bill = document.move_id
        self.assertEqual(bill.ref, "F-2026-001")
        self.assertEqual(bill.amount_total, 120)
        self.assertEqual(bill.partner_id, self.supplier)
        self.assertEqual(str(bill.invoice_date), "2026-09-15")
        self.assertEqual(document.format, "text-pdf")
        self.assertEqual(bill.message_main_attachment_id.raw, document._original())
        self.assertEqual(
            [(page.number, bool(page.words)) for page in document.page_ids],
            [(1, True)],
        )
        people = bill._einvoice_people()[bill]
        self.assertFalse(people["is_touched"])

    def test_structured_files_do_not_wait_behind_scans(self):
        self.scan()
        [document] = self.receive(invoices.cii(number="F-NOW"))
        self.assertEqual(document.state, "booked")

    def test_a_worker_killed_between_pages_goes_on_where_it_stopped(self):
        document = self.scan(paper.bound(paper.page(number=None), paper.letter()))
        keep = type(document)._keep_page

        def killed(self, page, count):
            keep(self, page, count)
            raise KeyboardInterrupt

        self.patch(type(document), "_keep_page", killed)
        # Not by `assertRaises`, which takes back what is committed elsewhere.
        try:
            document.sudo()._read_in_lane()
        except KeyboardInterrupt:
            self.env.invalidate_all()
        first = document.page_ids
        self.assertEqual(first.mapped("number"), [1])
        self.assertEqual(document.state, "reading")
        self.patch(type(document), "_keep_page", keep)
        self.run_lane(2)
        self.assertEqual(document.page_ids.mapped("number"), [1, 2])
        self.assertIn(first, document.page_ids)
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document.reading_tries, 0)

    def test_what_kills_its_worker_each_time_is_set_aside_with_a_reason(self):
        document = self.scan()
        document.sudo().reading_tries = lane.MOST_KILLS
        self.run_lane()
        self.assertEqual(document.state, "to_fix")
        self.assertFalse(document.reading_due)
        self.assertEqual(document.waiting_code, "pages_fatal")
        self.assertTrue(document.advice)
        # A person may try again, when the server is mended.
        self.rpc("processor", "einvoice.document", "action_retry", document.ids)
        self.assertEqual(document.state, "reading")
        self.run_lane()
        self.assertTrue(document.move_id)

    def test_a_scan_rejected_meanwhile_is_not_read_on(self):
        document = self.scan()
        self.rpc(
            "processor", "einvoice.document", "action_reject", document.ids, "Spam"
        )
        self.run_lane()
        self.assertEqual(document.state, "rejected")
        self.assertFalse(document.page_ids)

    def test_fifty_scans_are_all_read_once(self):
        files = [
            (f"scan{place}.pdf", paper.page(number=f"SC-2026-{place:03}"))
            for place in range(50)
        ]
        documents = self.receive(*files)
        self.assertEqual(set(documents.mapped("state")), {"reading"})
        for _turn in range(10):
            self.run_lane(1 + _turn % 2)
            if not documents.filtered("reading_due"):
                break
        self.assertEqual(len(documents.page_ids), 50)
        bills = documents.move_id
        self.assertEqual(len(bills), 50)
        self.assertEqual(
            sorted(bills.mapped("ref")),
            sorted(f"SC-2026-{place:03}" for place in range(50)),
        )

    def lanes_woken(self):
        """Return how often lanes were called, and forget it."""
        lanes = self.env["einvoice.document"]._lanes()
        domain = [("cron_id", "in", lanes.ids)]
        triggers = self.env["ir.cron.trigger"].sudo().search(domain)
        woken = len(triggers)
        triggers.unlink()
        return woken

    def test_a_lane_that_leaves_something_is_called_again_at_once(self):
        documents = self.scan(number="F-1") | self.scan(number="F-2")
        self.assertTrue(self.lanes_woken())
        # Its time is over after each document.
        crons = self.env.registry["ir.cron"]
        self.patch(crons, "_commit_progress", lambda *_args, **_said: 0)
        self.env["einvoice.document"]._cron_read()
        self.assertEqual(len(documents.filtered("reading_due")), 1)
        self.assertTrue(self.lanes_woken())
        self.env["einvoice.document"]._cron_read()
        self.assertFalse(documents.filtered("reading_due"))
        self.assertFalse(self.lanes_woken())

    def test_a_lane_waits_for_nothing_that_another_has_in_hand(self):
        held, free = self.scan(number="F-1"), self.scan(number="F-2")
        self.lanes_woken()
        with (
            db_connect(self.env.cr.dbname).cursor() as other,
            session_lock(other, lane.LOCK, str(held.id)),
        ):
            self.run_lane()
        self.assertTrue(held.reading_due)
        self.assertFalse(held.page_ids)
        self.assertFalse(free.reading_due)
        lanes = self.env["einvoice.document"]._lanes()
        told = (
            self.env["ir.cron.progress"].sudo().search([("cron_id", "in", lanes.ids)])
        )
        self.assertEqual((len(told), told.done, told.remaining), (1, 1, 0))
        self.assertFalse(self.lanes_woken())
        self.run_lane()
        self.assertFalse(held.reading_due)

    def test_a_letter_is_no_invoice_and_never_a_bill(self):
        document = self.read(paper.letter())
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document.waiting_code, "page_no_invoice")
        self.assertEqual(document.todo, "reject")
        self.rpc("processor", "einvoice.document", "action_retry", document.ids)
        self.assertFalse(document.move_id)

    def test_what_was_read_stays_what_it_is(self):
        document = self.read(number=None)
        kept = document._reading().invoice
        # As if the reader of a later version said something else.
        self.env.cr.cache.pop("einvoice_readings", None)
        document.page_ids.sudo().words = []
        self.assertEqual(document._reading().invoice, kept)

    def test_official_checks_do_not_hold_paper(self):
        document = self.read()
        self.assertEqual(document.official_state, "not_applicable")

    def test_mentions_are_found_on_the_page(self):
        printed = self.read(name="a.pdf", number="F-1")
        silent = self.read(paper.page(number="F-2", mentions=False), name="b.pdf")
        unsaid = {"mention_recovery_fee", "mention_late_penalty"}
        self.assertLessEqual(unsaid, set(silent.finding_ids.mapped("rule")))
        self.assertFalse(unsaid & set(printed.finding_ids.mapped("rule")))

    def test_the_picture_of_a_page_is_for_those_who_read_the_document(self):
        document = self.read()
        for person in ("processor", "auditor"):
            mine = document.with_user(self.people[person])
            self.assertTrue(mine._page_image(1))
        self.assertFalse(document._page_image(2))
