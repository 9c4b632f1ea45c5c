import logging
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.identifiers import stated_siren
from odoo.addons.einvoice_base.models._translation import told
from odoo.addons.einvoice_intake.models.einvoice_document_receive import RETRIABLE

from ..domain.ledger import MOST_ATTEMPTS, FlowState, wait_after
from ..domain.life_cycle.cdar_read import read_all
from ..domain.life_cycle.transitions import Side

_logger = logging.getLogger(__name__)

_SIDES = {"SupplierInvoiceLC": Side.BUYER, "CustomerInvoiceLC": Side.SELLER}


class EinvoiceFlow(models.Model):
    """Statuses on their way in: each finds its invoice, or waits for it."""

    _inherit = "einvoice.flow"

    def _receive_others(self):
        res = super()._receive_others()
        for flow in self:
            flow._receive_statuses_surely()
        return res

    def _receive_statuses_surely(self):
        """Take the statuses of one flow; whatever fails is that flow's alone."""
        try:
            with self.env.cr.savepoint():
                self._receive_statuses()
        except RETRIABLE:
            raise
        except Exception as error:
            _logger.warning("Flow %s: %s", self.id, error, exc_info=True)
            self.write(
                {
                    "state": FlowState.ERROR.value,
                    "problem": f"{type(error).__name__}: {error}",
                    "next_at": False,
                }
            )

    def _receive_statuses(self):
        """Take the statuses of one flow; what is none is told, and nothing stops."""
        try:
            messages = read_all(self.attachment_id.raw or b"")
        except DomainError as error:
            self.write(
                {
                    "state": FlowState.ERROR.value,
                    "problem": told(self.env, error),
                    "next_at": False,
                }
            )
            return
        found = [(message, *self._subject_of(message)) for message in messages]
        unknown = [message for message, side, _record in found if side is None]
        if unknown:
            self._wait_for_invoice(unknown[0])
            return
        for message, side, record in found:
            self._take_status(message, side, record)
        self.write(
            {"state": FlowState.PROCESSED.value, "problem": False, "next_at": False}
        )

    def _wait_for_invoice(self, message):
        """Keep a status whose invoice is not here yet, and come back to it."""
        attempts = self.attempts + 1
        again = attempts < MOST_ATTEMPTS
        later = fields.Datetime.now() + timedelta(seconds=wait_after(attempts))
        self.write(
            {
                "attempts": attempts,
                "state": (FlowState.DOWNLOADED if again else FlowState.ERROR).value,
                "next_at": again and later,
                "problem": self.env._(
                    "The status %(status)s is about the invoice %(number)s of "
                    "%(seller)s, which is not here. It is looked for again.",
                    status=message.status or "–",
                    number=message.invoice.number or "–",
                    seller=message.invoice.seller_siren or "–",
                ),
            }
        )

    def _subject_of(self, message):
        """Return the side on which we are, and the document or the invoice.

        ``None`` for both while the invoice is not here.
        """
        wanted = message.invoice
        siren = stated_siren(wanted.seller_siren or "")
        sides = [_SIDES[self.kind]] if self.kind in _SIDES else list(Side)
        for side in sides:
            if side is Side.BUYER:
                record = self._received_invoice(wanted, siren)
            else:
                record = self._own_invoice(wanted, siren)
            if record:
                return side, record
        return None, None

    def _received_invoice(self, wanted, siren):
        """Find a received invoice by number, seller and year (G1.45)."""
        documents = self.env["einvoice.document"]
        near = Domain("company_id", "=", self.company_id.id) & Domain(
            "state", "not in", ("duplicate",)
        )
        near &= Domain("number", "=", wanted.number)
        found = documents.search(near, order="id desc")
        for document in found:
            reading = document._reading()
            if reading.invoice is None:
                continue
            invoice = reading.invoice
            same_seller = not siren or invoice.seller.siren == siren
            if same_seller and _same_year(invoice.issue_date, wanted.issue_date):
                return document
        return documents

    def _own_invoice(self, wanted, siren):
        """Find an invoice that we issued."""
        moves = self.env["account.move"]
        if siren and siren != self.company_id._einvoice_siren():
            return moves
        found = moves.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("name", "=", wanted.number)
        )
        return found.filtered(
            lambda move: _same_year(move.invoice_date, wanted.issue_date)
        )[:1]

    def _is_heard(self, message, record):
        """Tell whether the same message came before, by another delivery."""
        if not message.message_id:
            return False
        field = "document_id" if record._name == "einvoice.document" else "move_id"
        same = Domain(field, "=", record.id) & Domain("direction", "=", "in")
        same &= Domain("mark", "=", message.message_id)
        same &= Domain("code", "=", message.status)
        return bool(self.env["einvoice.status"].search_count(same, limit=1))

    def _take_status(self, message, side, record):
        """Keep one status of an invoice, once, and do what it asks."""
        is_document = record._name == "einvoice.document"
        statuses = self.env["einvoice.status"]
        if self._is_heard(message, record):
            return
        status = statuses.create(
            {
                "company_id": self.company_id.id,
                "document_id": record.id if is_document else False,
                "move_id": record.move_id.id if is_document else record.id,
                "side": side.value,
                "direction": "in",
                "code": message.status or "–",
                "set_at": _naive(message.set_at) or fields.Datetime.now(),
                "reasons": list(message.reasons),
                "comment": message.comment or False,
                "mark": message.message_id or False,
                "issuer": message.issuer.name or message.issuer.role,
                "flow_id": self.id,
            }
        )
        if is_document:
            record._answer_status(status, message)
        else:
            record._einvoice_answer_status(status, message)


def _same_year(mine, theirs):
    return not (mine and theirs) or mine.year == theirs.year


def _naive(moment):
    return moment and moment.replace(tzinfo=None, microsecond=0)
