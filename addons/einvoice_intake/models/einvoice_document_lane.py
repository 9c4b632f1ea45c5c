import base64
import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.modules import module as odoo_module

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.reading import Reading

from ..domain.arrival import DocumentState
from ..domain.paper.ask import read_pages
from ..domain.paper.kept import problems_as_json
from ..domain.paper.paper_rules import PAGES_EMPTY, PAGES_FATAL
from ..domain.paper.second_look import opinions, read_again
from ..domain.problems import EXTENSION_WRONG, FACTURX_WITHOUT_XML, NOT_STRUCTURED
from ._session_lock import session_lock
from .einvoice_document_by_hand import UNREAD
from .einvoice_document_receive import RETRIABLE

_logger = logging.getLogger(__name__)

# Begun so often at one page without an answer, a document brings its process down.
MOST_KILLS = 3
LOCK = "einvoice_lane"
# Problems of a page that may go by themselves: its process was killed, or was busy.
PASSING = frozenset({"page_too_heavy", "reader_busy", "recognition_failed"})
# Problems that go when somebody mends the server, or sends a better page.
MENDABLE = PASSING | {
    "heic_not_read",
    "pages_too_many",
    "reader_not_started",
    "recognition_missing",
}
# What the pages answer, whatever was said before they were read.
PAGE_CODES = UNREAD - {FACTURX_WITHOUT_XML.code, EXTENSION_WRONG.code}


class LaneStopped(Exception):  # noqa: N818
    """The document does not wait for its pages any more: a person decided meanwhile."""


class EinvoiceDocument(models.Model):
    """The lanes: scheduled actions that read pages, outside of any request.

    Each lane takes the oldest document that nobody has in hand. The lock of the session
    outlives the commits after each page, and ends with the process: what a killed
    worker had in hand is taken up at the page where it stopped.
    """

    _inherit = "einvoice.document"

    reading_due = fields.Boolean(
        string="Waits for its pages", readonly=True, copy=False
    )
    reading_tries = fields.Integer(
        string="Times begun at this page", readonly=True, copy=False
    )

    _reading_due_idx = models.Index("(id) WHERE reading_due")

    def _is_running(self):
        return super()._is_running() and not self.reading_due

    def _queue_reading(self):
        """Let the lanes read the pages; nothing is read in this request."""
        for document in self:
            reading = document._reading()
            document.format = reading.format
            # That it holds no data says nothing any more; what else was noticed stays.
            document.page_problems = problems_as_json(
                each for each in reading.problems if each.rule is not NOT_STRUCTURED
            )
        self._queue_pages()

    def _queue_pages(self):
        self.write(
            {
                "state": DocumentState.READING.value,
                "step": "read",
                "reading_due": True,
                "reading_tries": 0,
                "is_paged": False,
            }
        )
        self._wake_lanes()

    def action_retry(self):
        """Read again what could not be read and perhaps can be now."""
        self._check_processor()
        again = self.filtered(lambda each: each.is_reviewable and each._is_mendable())
        again._note(EventKind.RETRIED, by_system=False, cause="person")
        again.sudo()._queue_pages()
        return super(EinvoiceDocument, self - again).action_retry()

    def _is_mendable(self):
        codes = {row["rule"] for row in self.sudo().page_problems or ()}
        return bool(codes & MENDABLE) and not self.reviewed_at

    @api.model
    def _lanes(self):
        """Return the scheduled actions that read; an integrator may add more."""
        model = self.env["ir.model"]._get(self._name)
        return (
            self.env["ir.cron"]
            .sudo()
            .search([("model_id", "=", model.id), ("code", "=", "model._cron_read()")])
        )

    @api.model
    def _wake_lanes(self):
        for lane in self._lanes():
            lane._trigger()

    @api.model
    def _cron_read(self):
        """Read the pages of what waits, oldest first, until the time is over.

        What another lane has in hand is its own to end: a lane that finds nothing else
        ends, and does not look again and again. One that leaves something wakes the
        lanes; else the scheduler of Odoo sleeps for up to a minute between two turns.
        """
        cron = self.env["ir.cron"]
        due = Domain("reading_due", "=", True)
        left = self.search_count(due)
        has_time = True
        cron._commit_progress(remaining=left)
        seen = elsewhere = self.browse()
        while has_time and (document := self._next_to_read(seen)):
            seen |= document
            is_mine = document.sudo()._read_in_lane()
            if not is_mine:
                elsewhere |= document
            left = self.search_count(due & Domain("id", "not in", elsewhere.ids))
            seconds = cron._commit_progress(int(is_mine), remaining=left)
            has_time = seconds or not is_mine
        if left:
            self._wake_lanes()

    @api.model
    def _next_to_read(self, seen):
        """Return what a lane takes next; what may bring it down comes last."""
        due = Domain("reading_due", "=", True) & Domain("id", "not in", seen.ids)
        return self.search(due, order="reading_tries, id", limit=1)

    def _read_in_lane(self):
        """Read the pages of one document; tell whether no other lane has it in hand."""
        with session_lock(self.env.cr, LOCK, str(self.id)) as mine:
            if not mine:
                return False
            # What the other lane did to it is visible only from here on.
            self._commit_arrival()
            self.env.invalidate_all()
            try:
                if self.reading_due and self._begin_pages():
                    self._read_pages()
            except LaneStopped:
                _logger.info("Document %s waits for its pages no more", self.id)
            except RETRIABLE as error:
                if odoo_module.current_test:
                    raise
                _logger.info("Document %s is read again: %s", self.id, error)
                self.env.cr.rollback()
                self.env.transaction.reset()
            except Exception as error:  # noqa: BLE001, the document's own fault
                self._fail_pages(error)
        return True

    def _begin_pages(self):
        """Count that a page is begun, also if this process is killed at it."""
        if not self.try_lock_for_update(allow_referencing=True):
            return False
        self.reading_tries += 1
        is_fatal = self.reading_tries > MOST_KILLS
        if is_fatal:
            self.reading_due = False
            self._wait(
                "read",
                [PAGES_FATAL.finding(times=MOST_KILLS, page=len(self.page_ids) + 1)],
            )
        self.env.flush_all()
        self._commit_arrival()
        return not is_fatal

    def _fail_pages(self, error):
        """Write why the pages were not read; what is read of them stays."""
        if not odoo_module.current_test:
            self.env.cr.rollback()
            self.env.invalidate_all()
        self.reading_due = False
        self._stop("read", error)
        self._commit_arrival()

    def _read_pages(self):
        """Read page by page; each is committed, so that it is read once."""
        self.page_ids.filtered(lambda page: not page.words).unlink()
        known = frozenset(self.page_ids.mapped("number"))
        content = self._original()
        self._commit_arrival()

        read = read_pages(
            content,
            self._page_limits(),
            images=True,
            on_page=self._keep_page,
            known=known,
            count=self.page_count,
        )
        self._refresh()
        codes = {each.code for each in read.problems}
        if codes & PASSING and self.reading_tries < MOST_KILLS:
            # Its turn comes again, after the others.
            return
        if self.page_ids:
            self._look_again(content)
            self._finish_pages(read.problems)
        else:
            self._leave_unread(read.problems)

    def _look_again(self, content):
        """Read once more, by the other engine, what was not surely read."""
        limits = self._page_limits()
        pages = self._pages()
        reading = self._understood(pages)
        self._commit_arrival()
        again, reading = read_again(content, pages, reading, self._understood, limits)
        told = opinions(content, again, reading, limits)
        self._refresh()
        if again != tuple(pages):
            for row, page in zip(self.page_ids.sorted("number"), again, strict=True):
                row.write(page.as_json())
        self.second_look = told or False

    def _refresh(self):
        """See what others did meanwhile; stop where they settled the document."""
        self._commit_arrival()
        self.env.invalidate_all()
        if not self.reading_due:
            raise LaneStopped

    def _keep_page(self, page, count):
        """Store one page, unless the document was settled meanwhile."""
        self._refresh()
        pages = self.env["einvoice.page"]
        image = page.image and base64.b64encode(page.image)
        pages.create(pages._vals_of(self, page, image))
        # It answers: what stops at the next page is counted anew.
        self.write({"reading_tries": 1, "page_count": count})
        self.env.flush_all()
        self._commit_arrival()

    def _leave_unread(self, problems):
        """No page could be read: say why, and wait for a person."""
        problems = tuple(problems) or (PAGES_EMPTY.finding(),)
        self._record_findings([], UNREAD)
        self._stop_unread(Reading(None, self.format, problems=problems))
        self.env.flush_all()
        self._commit_arrival()

    def _finish_pages(self, problems):
        """Understand the pages, and go on like any other document."""
        self._refresh()
        self._record_findings([], UNREAD)
        noticed = [
            row for row in self.page_problems or () if row["rule"] not in PAGE_CODES
        ]
        self.write(
            {
                "state": DocumentState.RECEIVED.value,
                "step": "read",
                "reading_due": False,
                "reading_tries": 0,
                "is_paged": True,
                "page_count": max(self.page_count, len(self.page_ids)),
                "page_problems": [*noticed, *problems_as_json(problems)],
            }
        )
        self.env.flush_all()
        self._commit_arrival()
        self._process_surely()

    def write(self, vals):
        # Whatever settles a document takes it out of the lanes.
        left = vals.get("state") not in (None, DocumentState.READING.value)
        if left and "reading_due" not in vals:
            vals = {**vals, "reading_due": False}
        return super().write(vals)
