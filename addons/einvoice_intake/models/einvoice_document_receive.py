import uuid
from dataclasses import replace

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.modules import module as odoo_module
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.findings import Finding

from ..domain import archive, channels, refusals
from ..domain.arrival import Channel, DocumentState, label
from ..domain.guard import MEGABYTE, Limits
from ..domain.rules import DUPLICATE_OF_ENDED
from ..domain.sniff import Kind, kind_of

# Booked in one transaction, so that a kill repeats at most this many.
BATCH = 40

# How often an arrival is tried while other workers take in the same files.
ATTEMPTS = 5

# What was not read for a reason that a person can remove; the rest is rejected.
WAITING = (
    channels.SENDER_NOT_ALLOWED,
    refusals.ARCHIVE_NESTED,
    refusals.MEMBER_BROKEN,
    refusals.MEMBER_ENCRYPTED,
)

RETRIABLE = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def _receive(self, files, channel, company=None, journal=None, at_once=None):
        """Take files in: the one door of the suite, whatever the channel.

        The bytes are stored and committed before anything is understood; what happens
        to the content later never raises here, it is written on the documents.

        Args:
            files: :class:`~.domain.arrival.ReceivedFile`; a ZIP counts as its files.
            channel: A :class:`~.domain.arrival.Channel` or its value.
            company: Receiving company, else that of the journal or the user.
            journal: Purchase journal that the files were dropped on.
            at_once: Most documents to process before returning; the queue takes up
                the others. ``None`` for all.

        Returns:
            The documents, one per file, in the order of the files.
        """
        company = company or (journal and journal.company_id) or self.env.company
        documents = self.sudo()._arrive_surely(
            self._unpacked(files, company), Channel(channel), company, journal
        )
        self._commit_arrival()
        documents[:at_once]._process_now()
        if at_once and len(documents) > at_once:
            self._wake_queue()
        return self.browse(documents.ids)

    @api.model
    def _unpacked(self, files, company):
        """Replace each ZIP by its members; what is refused unread gets its finding."""
        limits = company.sudo()._einvoice_limits()
        arrived = []
        for file in files:
            if file.size > limits.size:
                arrived.append(replace(file, finding=self._too_large(file, limits)))
            elif kind_of(file.content) is Kind.ARCHIVE:
                arrived += self._members(file, limits)
            else:
                arrived.append(file)
        return arrived

    @api.model
    def _members(self, file, limits):
        unpacked = archive.unpack(file.name, file.content, limits)
        if isinstance(unpacked, Finding):
            return [replace(file, finding=unpacked)]
        if not unpacked:
            return [replace(file, finding=refusals.FILE_EMPTY.finding())]
        return [
            replace(
                file,
                name=member.name,
                content=member.content,
                container=file.name,
                finding=member.finding or file.finding,
            )
            for member in unpacked
        ]

    @api.model
    def _too_large(self, file, limits: Limits):
        return refusals.FILE_TOO_BIG.finding(
            size=-(-file.size // MEGABYTE),
            limit=limits.size // MEGABYTE,
        )

    @api.model
    def _arrive_surely(self, files, channel, company, journal):
        """Store the bytes, also while another worker takes in the same file.

        What that worker wrote is not visible to this transaction. It is closed, as
        the arrival is committed anyway, and the next one finds the first copy.
        """
        for left in reversed(range(ATTEMPTS)):
            try:
                with self.env.cr.savepoint():
                    return self._arrive(files, channel, company, journal)
            except (psycopg2.errors.UniqueViolation, *RETRIABLE) as error:
                if not left or odoo_module.current_test:
                    raise ConcurrencyError(files[0].name) from error
                self._commit_arrival()
        return self.browse()

    @api.model
    def _arrive(self, files, channel, company, journal):
        """Store the bytes: one document and one attachment per file."""
        hashes = [file.sha256 for file in files]
        firsts = self._first_copies(company, hashes)
        lean = self.with_context(mail_create_nolog=True, tracking_disable=True)
        created = lean.create(self._arrival_vals(files, channel, company, journal))
        documents = self.browse(created.ids)
        documents._claim_files(hashes, firsts)
        documents._store_originals(files)
        documents._note(
            EventKind.RECEIVED, "channel", "format", "sha256", "size", by_system=False
        )
        documents._settle_arrival(
            {
                document: file.finding
                for document, file in zip(documents, files, strict=True)
                if file.finding
            }
        )
        return documents

    @api.model
    def _arrival_vals(self, files, channel, company, journal):
        now = fields.Datetime.now()
        return [
            {
                "name": label(file.name) or "–",
                "company_id": company.id,
                "journal_id": journal.id if journal else False,
                "channel": channel.value,
                "received_at": now,
                "sender": label(file.sender),
                "container": label(file.container),
                # Its place is taken a moment later, see `_claim_files`.
                "sha256": uuid.uuid4().hex,
                "size": file.size,
                "request": file.request,
                "step": self._pipeline()[0],
            }
            for file in files
        ]

    def _claim_files(self, hashes, firsts):
        """Write the hashes, and of what each is a copy: of two workers, one is first.

        The other one loses at this statement, which is no error to log.
        """
        claims = []
        for document, sha256 in zip(self, hashes, strict=True):
            first = firsts.setdefault(sha256, document)
            copy_of = None if first == document else first.id
            claims.append(SQL("(%s, %s, %s::integer)", document.id, sha256, copy_of))
        if not claims:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE einvoice_document AS document"
                " SET sha256 = claimed.sha256, copy_of_id = claimed.copy_of_id"
                " FROM (VALUES %s) AS claimed (id, sha256, copy_of_id)"
                " WHERE document.id = claimed.id",
                SQL(", ").join(claims),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["sha256", "copy_of_id"], flush=False)
        self.copy_of_id.invalidate_recordset(["copy_ids"], flush=False)

    @api.model
    def _first_copies(self, company, hashes):
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("sha256", "in", hashes),
                ("copy_of_id", "=", False),
            ]
        )
        return {document.sha256: document for document in known}

    def _store_originals(self, files):
        """Keep the bytes as they are, except those of files that were not taken in."""
        kept = [
            (document, file)
            for document, file in zip(self, files, strict=True)
            if not file.finding or file.finding.rule is not refusals.FILE_TOO_BIG
        ]
        attachments = (
            self.env["ir.attachment"]
            .with_context(image_no_postprocess=True)
            .create(
                [
                    {
                        "name": document.name,
                        "raw": file.content,
                        "res_model": self._name,
                        "res_id": document.id,
                        "company_id": document.company_id.id,
                    }
                    for document, file in kept
                ]
            )
        )
        for (document, _file), attachment in zip(kept, attachments, strict=True):
            document.attachment_id = attachment

    def _settle_arrival(self, findings):
        """Settle at once what needs no reading.

        Files refused unread are rejected, copies are linked to the first one, and what
        a person must let in, or open himself, waits.

        Args:
            findings: Mapping of document to what its channel noticed.
        """
        waiting = {}
        for document, finding in findings.items():
            if finding.rule in WAITING:
                waiting[document] = finding
            else:
                document._refuse(finding)
        received = self.filtered(lambda each: each.state == "received")
        received.filtered("copy_of_id")._settle_copies()
        for document in received & self.browse().union(*waiting):
            if document.state == "received":
                document._wait(self._pipeline()[0], [waiting[document]])

    def _settle_copies(self):
        """Link the same file received again; only a copy of an ended one waits."""
        for document in self:
            first = document.copy_of_id
            if first._has_ended():
                step = self._pipeline()[0]
                document._wait(step, [document._ended_finding(first)])
            else:
                document._become_copy(first, cause="same file")

    def _become_copy(self, first, cause):
        """Set a copy aside: linked to the first, and nobody is bothered."""
        self.write(
            {
                "state": DocumentState.DUPLICATE.value,
                "copy_of_id": first.id,
                "move_id": first.move_id.id,
                "company_id": first.company_id.id,
            }
        )
        self._note(EventKind.DUPLICATE, cause=cause, original=first._einvoice_label())

    def _has_ended(self):
        """Tell whether the document, or its bill, came to a negative end."""
        self.ensure_one()
        return self.state == "rejected" or self.move_id.state == "cancel"

    def _ended_finding(self, first):
        return DUPLICATE_OF_ENDED.finding(first=first._history_label())

    def _history_label(self):
        """Say in one line what became of a document, for a person who compares."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        bill = self.move_id.sudo().name
        state = self.env._("Bill cancelled") if self.is_cancelled else None
        told = [self.display_name, state or states[self.state], bill]
        return ", ".join(filter(None, told))

    @api.model
    def _commit_arrival(self):
        # Nothing received may be lost: a crash, or an error in what follows, must find
        # the bytes in the database. Tests keep their transaction.
        if not odoo_module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit
