from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models._translation import user_error

from ..domain.arrival import Channel, ReceivedFile
from ..domain.paper.split import checked_parts, part_name, split
from ..domain.sniff import Kind, kind_of
from ._session_lock import session_lock
from .einvoice_document_lane import LOCK


class EinvoiceDocument(models.Model):
    """One file that holds several invoices becomes one document for each."""

    _inherit = "einvoice.document"

    split_of_id = fields.Many2one(
        "einvoice.document",
        string="Split from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    part_ids = fields.One2many(
        "einvoice.document", "split_of_id", string="Parts", readonly=True
    )

    def review_split(self, parts):
        """Make one document of each part; the file itself is kept, and set aside.

        Args:
            parts: Page numbers of each part; each page belongs to one.
        """
        self._check_reviewable()
        document = self.sudo()
        content = document._original()
        if kind_of(content) is not Kind.PDF:
            raise UserError(self.env._("Only a PDF can be split."))
        try:
            numbers = checked_parts(parts, document._pages_of_file())
            cut = split(content, numbers, document.company_id._einvoice_limits())
        except DomainError as error:
            raise user_error(self.env, error) from error
        following = self._review_queue()["next_id"]
        files = [
            ReceivedFile(
                part_name(document.name, each),
                part,
                sender=document.sender or None,
                container=document.name,
                part_of=document.id,
            )
            for each, part in zip(numbers, cut, strict=True)
        ]
        arrived = self._receive(
            files,
            Channel(document.channel),
            company=document.company_id,
            journal=document.journal_id,
        )
        for part, each in zip(arrived.sudo(), numbers, strict=True):
            part._take_pages(document, each)
        waiting = arrived.filtered("is_reviewable")
        return {"ids": arrived.ids, "next_id": waiting[:1].id or following}

    def _pages_of_file(self):
        """Return how many pages the file has, also those that were not read."""
        return max([self.page_count, *self.page_ids.mapped("number")])

    @api.model
    def _arrival_vals(self, files, channel, company, journal):
        vals_list = super()._arrival_vals(files, channel, company, journal)
        for vals, file in zip(vals_list, files, strict=True):
            vals["split_of_id"] = file.part_of
        return vals_list

    @api.model
    def _arrive(self, files, channel, company, journal):
        """Set the file aside in the same moment in which its parts arrive."""
        documents = super()._arrive(files, channel, company, journal)
        documents.split_of_id._become_split()
        return documents

    def _become_split(self):
        for document in self:
            names = ", ".join(document.part_ids.mapped("name"))
            document.write(
                {
                    "state": "rejected",
                    "reject_reason": self.env._("Split into: %(parts)s", parts=names),
                    # Each part says by itself which invoice it is.
                    "identity_key": False,
                    "content_key": False,
                }
            )
            document._note(
                EventKind.REJECTED,
                by_system=False,
                cause="split",
                parts=document.part_ids.mapped("name"),
            )

    def _has_ended(self):
        # Its parts go on in its place.
        return super()._has_ended() and not self.part_ids

    def _take_pages(self, document, numbers):
        """Take the pages that the file was read as: nothing is read twice."""
        with session_lock(self.env.cr, LOCK, str(self.id)) as mine:
            self._commit_arrival()
            self.invalidate_recordset()
            if not (mine and self.reading_due):
                return
            known = {page.number: page for page in document.page_ids}
            for place, number in enumerate(numbers, start=1):
                if number in known:
                    known[number].copy({"document_id": self.id, "number": place})
            self.page_count = len(numbers)
            if known.keys() >= set(numbers):
                self._finish_pages(())
            else:
                # The lane reads what is left, which may be less than the limit now.
                self.env.flush_all()
                self._commit_arrival()

    def action_reopen(self):
        for document in self:
            if document.part_ids:
                raise UserError(
                    self.env._(
                        "%(document)s was split: its parts go on in its place.",
                        document=document.display_name,
                    )
                )
        return super().action_reopen()
