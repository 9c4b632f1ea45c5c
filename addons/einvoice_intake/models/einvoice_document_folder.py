import logging
import time
from collections import Counter
from datetime import datetime, timezone
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import config

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.models._translation import user_error

from ..domain import watched_folder
from ..domain.arrival import Channel, ReceivedFile, UnreadFile, label
from ..domain.watched_folder import DONE, FAILED
from ._session_lock import session_lock
from .einvoice_document_receive import BATCH, RETRIABLE

_logger = logging.getLogger(__name__)

_LOCK = "einvoice_folder"


class Visit(NamedTuple):
    """What one look into a folder came to, in files."""

    done: int = 0
    failed: int = 0
    busy: int = 0
    stuck: int = 0

    def __add__(self, other):
        return Visit(*(mine + its for mine, its in zip(self, other, strict=True)))


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def _folder_roots(self):
        """Return the folders that the server's configuration allows to watch."""
        listed = config.get("einvoice_folder_roots") or ""
        return tuple(filter(None, (each.strip() for each in listed.split(","))))

    @api.model
    def _cron_check_folders(self):
        """Take in what lies in the folders of all companies."""
        companies = self.env["res.company"].search([("einvoice_folder", "!=", False)])
        for company in companies if self._folder_roots() else ():
            try:
                self._check_folder(company)
            except (DomainError, OSError) as error:
                # Seen by whoever opens the settings; the other folders go on.
                _logger.warning("Folder of company %s: %s", company.id, error)

    @api.model
    def _check_folder_now(self, company):
        """Look into the folder of a company for a person who asks.

        Returns:
            A sentence that says what was found.
        """
        if not (
            self.env.user.has_group("einvoice_base.group_manager")
            or self.env.user.has_group("base.group_system")
        ):
            raise AccessError(
                self.env._("Only managers of supplier invoices may check the folder.")
            )
        company.check_access("read")
        folder = company.sudo().einvoice_folder
        if not folder:
            raise UserError(self.env._("This company watches no folder."))
        try:
            visit = self.sudo()._check_folder(company)
        except DomainError as error:
            raise user_error(self.env, error) from error
        except OSError as error:
            raise UserError(
                self.env._(
                    "The folder “%(folder)s” cannot be used: %(reason)s.",
                    folder=folder,
                    reason=error.strerror or error,
                )
            ) from error
        if visit is None:
            return self.env._("The folder is being checked at this moment.")
        return self.env._(
            "“%(folder)s” works: %(done)s files received, %(failed)s set aside in "
            "“failed”, %(busy)s changed in the last %(seconds)s seconds and left for "
            "the next time, %(stuck)s that cannot be read or moved.",
            folder=folder,
            seconds=watched_folder.SETTLED,
            **visit._asdict(),
        )

    @api.model
    def _check_folder(self, company):
        """Take in the files of a company's folder, then move them.

        Returns:
            A :class:`Visit`, or ``None`` while another worker is in the folder.
        """
        roots = self._folder_roots()
        with (
            session_lock(self.env.cr, _LOCK, str(company.id)) as mine,
            watched_folder.opened(roots, company.einvoice_folder) as folder,
        ):
            if not mine:
                return None
            listing = folder.listing(time.time())
            visit = Visit(busy=listing.busy)
            left = list(listing.files)
            while left:
                batch, left, stuck = self._read_batch(folder, left, company)
                visit += self._take_in(folder, batch, company) + Visit(stuck=stuck)
        return visit

    @api.model
    def _read_batch(self, folder, files, company):
        """Read as many files as are booked together and fit into memory.

        Returns:
            Pairs of file and what was read, the files left, and how many could not
            be read.
        """
        limit = company._einvoice_limits().size
        batch, size, stuck = [], 0, 0
        for place, file in enumerate(files):
            fits = size + file.size <= limit or file.size > limit
            if len(batch) == BATCH or not fits:
                return batch, files[place:], stuck
            try:
                content = folder.read(file, limit)
            except OSError as error:
                _logger.warning("File %r cannot be read: %s", file.name, error)
                stuck += 1
                continue
            if content is not None:
                batch.append((file, content))
                size += len(content.content or b"")
        return batch, [], stuck

    @api.model
    def _take_in(self, folder, batch, company):
        """Receive files, and move each once its arrival is committed."""
        marked = [(file, content, _mark(file, content)) for file, content in batch]
        known = self._remnants(marked, company)
        arrived = [
            _received(file, content, mark, company)
            for file, content, mark in marked
            if mark not in known
        ]
        try:
            documents = self._receive(arrived, Channel.FOLDER, company)
        except RETRIABLE as error:
            _logger.info("Files stay in the folder for the next time: %s", error)
            self.env.cr.rollback()
            return Visit(busy=len(batch))
        by_mark = {**known, **documents.grouped("request")}
        ends = Counter(
            self._move(folder, file, by_mark[mark]._folder_end())
            for file, _content, mark in marked
        )
        return Visit(ends[DONE], ends[FAILED], ends["busy"], ends["stuck"])

    def _folder_end(self):
        """Return where a file goes: aside when nothing of it could be read."""
        unread = self.filtered(
            lambda each: (
                each.state == "rejected"
                or (each.state == "to_fix" and each.step == "read")
            )
        )
        return FAILED if unread == self else DONE

    @api.model
    def _move(self, folder, file, to):
        try:
            return to if folder.move(file, to) else "busy"
        except OSError as error:
            # It stays, and is recognised the next time.
            _logger.warning("File %r cannot be moved: %s", file.name, error)
            return "stuck"

    @api.model
    def _remnants(self, marked, company):
        """Return the documents of files that a run took in and did not move.

        It was killed in between. The file has not changed since then, so that one
        which was dropped again is a new arrival.
        """
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("channel", "=", Channel.FOLDER.value),
                ("request", "in", [mark for _file, _content, mark in marked]),
            ]
        ).grouped("request")
        changed = {
            mark: datetime.fromtimestamp(file.changed, timezone.utc)
            for file, _content, mark in marked
        }
        return {
            mark: documents
            for mark, documents in known.items()
            if max(documents.mapped("received_at"))
            >= changed[mark].replace(tzinfo=None)
        }


def _mark(file, content):
    return f"folder:{content.sha256}:{label(file.name)}"


def _received(file, content, mark, company):
    facts = {
        "name": file.name,
        "sender": company.einvoice_folder,
        "request": mark,
    }
    if content.content is None:
        return UnreadFile(content=b"", digest=content.sha256, length=file.size, **facts)
    return ReceivedFile(content=content.content, **facts)
