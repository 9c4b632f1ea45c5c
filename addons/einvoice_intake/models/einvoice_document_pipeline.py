import logging

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models._translation import translated

from ..domain import rules
from ..domain.arrival import DocumentState
from ..domain.read import read
from .einvoice_document_receive import RETRIABLE

_logger = logging.getLogger(__name__)


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def _pipeline(self) -> tuple[str, ...]:
        """Return the names of the steps in their order.

        An addon adds its own and defines ``_step_<name>``, which takes the documents
        that got that far, is idempotent, and calls ``_wait`` for what cannot go on.
        """
        return ("read", "identify", "check", "book")

    @api.model
    def _all_steps(self) -> tuple[str, ...]:
        """Return the steps and the one that comes last, whatever addons add."""
        return (*self._pipeline(), "touchless")

    @api.model
    def _step_after(self, step):
        """Return the step that follows, whatever addons put between."""
        steps = self._all_steps()
        return steps[steps.index(step) + 1]

    def _process(self):
        """Run the documents through the steps that are left, as far as they get."""
        # What documents of an earlier batch shared may have changed since.
        self.env.cr.cache.pop("einvoice_shared", None)
        open_states = (DocumentState.RECEIVED.value, DocumentState.TO_FIX.value)
        # Another worker's documents are skipped; what it has settled is not redone.
        documents = self.try_lock_for_update().filtered(
            lambda each: each.state in open_states and not each.move_id
        )
        documents = documents.with_context(tracking_disable=True)
        documents.write({"state": DocumentState.READING.value})
        for step in self._all_steps():
            due = documents.filtered(
                lambda each, s=step: each._is_running() and each._is_due(s)
            )
            due._run_step(step)
        documents.filtered("move_id")._settle()
        # The files of a batch are held no longer than the batch.
        self.env.cr.cache.pop("einvoice_readings", None)

    def _is_running(self):
        return self.state == DocumentState.READING.value

    def _is_due(self, step):
        """Tell whether a step is still ahead of where the document stopped."""
        steps = self._all_steps()
        reached = self.step if self.step in steps else steps[0]
        return steps.index(step) >= steps.index(reached)

    def _run_step(self, step):
        """Run one step on all at once; when that fails, on each one alone.

        A document that fails alone waits in ``to_fix`` with the reason; the others go
        on. An error that the database wants retried is not the document's fault.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_step_{step}")()
                self.env.flush_all()
        except RETRIABLE:
            raise
        except Exception as error:  # noqa: BLE001, any fault is the document's own
            if len(self) > 1:
                for document in self:
                    document._run_step(step)
                return
            self._stop(step, error)

    def _stop(self, step, error):
        """Write on the document, in words, why a step stopped."""
        if isinstance(error, DomainError):
            reason = translated(self.env, error.addon, error.message, error.values)
        elif isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.warning("Document %s stopped at %s", self.id, step, exc_info=error)
            reason = f"{type(error).__name__}: {error}"
        self._note(EventKind.FAILED, step=step, cause=reason)
        self._wait(step, [rules.STEP_FAILED.finding(step=step, error=reason)])

    def _wait(self, step, findings):
        """Stop before a step until a person, or a retry, clears the findings."""
        self.ensure_one()
        self._record_findings(findings, {each.code for each in findings})
        self.write({"state": DocumentState.TO_FIX.value, "step": step})

    def _refuse(self, finding):
        """Reject what is no invoice at all; it stays visible with its reason."""
        self.ensure_one()
        self._record_findings([finding], {finding.code})
        self.write({"state": DocumentState.REJECTED.value})
        self._note(EventKind.REJECTED, cause=finding.code)

    def _record_findings(self, findings, checked):
        self.env["einvoice.finding"]._record(self._finding_subject(), findings, checked)

    def _finding_subject(self):
        subject = {"company_id": self.company_id.id, "document_id": self.id}
        if self.move_id:
            subject["move_id"] = self.move_id.id
        return subject

    def _settle(self):
        """Bring the state of a document with a bill in line with its findings."""
        for document in self.filtered("move_id"):
            if document.state in ("duplicate", "rejected"):
                continue
            waits = document._waits_for_somebody()
            state = DocumentState.TO_CHECK if waits else DocumentState.BOOKED
            if document.state != state.value:
                document.state = state.value
                if state is DocumentState.BOOKED:
                    document.move_id._einvoice_ready()

    def _waits_for_somebody(self):
        """Tell whether somebody must look at a document that has a bill."""
        return bool(self._open_findings())

    def _original(self):
        """Return the bytes as they arrived; a form asks for their size instead."""
        return self.attachment_id.with_context(bin_size=False).raw or b""

    def _reading(self):
        """Return what the reader understands of the original, once a transaction."""
        self.ensure_one()
        readings = self.env.cr.cache.setdefault("einvoice_readings", {})
        if self.id not in readings:
            readings[self.id] = self._read_original()
        return readings[self.id]

    def _read_original(self):
        """Read the bytes as they arrived."""
        limits = self.company_id.sudo()._einvoice_limits()
        return read(self.name, self._original(), limits=limits)

    def _read_anew(self):
        """Forget what was understood in this transaction."""
        self.env.cr.cache.get("einvoice_readings", {}).pop(self.id, None)

    def _step_read(self):
        """Read the originals and show what they say."""
        facts = []
        for document in self:
            reading = document._reading()
            document.write(document._content_vals(reading))
            if reading.invoice is None:
                document._stop_unread(reading)
                continue
            facts.append(
                (
                    EventKind.READ,
                    document,
                    document._event_facts(
                        "amount",
                        "currency",
                        "supplier",
                        "due_date",
                        "channel",
                        "format",
                    ),
                )
            )
        self.env["einvoice.event"]._emit_documents(facts, by_system=True)

    def _stop_unread(self, reading):
        first = reading.problems[0]
        self._note(EventKind.UNREADABLE, "channel", "format", cause=first.code)
        if first.rule in rules.NO_BILL_RULES:
            self._refuse(first)
        else:
            self._wait("read", list(reading.problems))

    def _content_vals(self, reading):
        vals = {
            "format": reading.format,
            "profile": reading.profile,
            "step": "identify",
        }
        if reading.invoice is None:
            return vals
        invoice = reading.invoice
        currency = self.env["res.currency"]
        return {
            **vals,
            "seller_name": invoice.seller.name or invoice.seller.trading_name,
            "number": invoice.number,
            "invoice_date": invoice.issue_date,
            "due_date": invoice.due_date,
            "type_code": invoice.type_code,
            "currency_id": currency._einvoice_by_code(invoice.currency),
            "amount_untaxed": invoice.totals.net,
            "amount_tax": invoice.totals.vat,
            "amount_total": invoice.totals.gross,
            "amount_due": invoice.totals.payable,
        }
