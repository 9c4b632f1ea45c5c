from odoo import api, models

from ..domain.arrival import Channel, ReceivedFile
from ..domain.read import read
from ..domain.sniff import Kind, kind_of

# Above the priority of Odoo's own reader, which adds the lines to whatever is there.
_PRIORITY = 30


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_edi_decoder(self, file_data, new=False):
        if not new and self._einvoice_takes(file_data):
            return {"priority": _PRIORITY, "decoder": self._einvoice_receive_dropped}
        return super()._get_edi_decoder(file_data, new=new)

    def _einvoice_takes(self, file_data):
        """Tell whether a file dropped on a bill is a structured supplier invoice."""
        content = file_data["raw"] or b""
        if (
            len(self) != 1
            or self.move_type not in ("in_invoice", "in_refund")
            or not file_data["attachment"]
            or not self.env.user._is_internal()
            or not self.has_access("write")
            or kind_of(content) not in (Kind.XML, Kind.PDF)
        ):
            return False
        limits = self.company_id.sudo()._einvoice_limits()
        if len(content) > limits.size:
            return False
        return read(file_data["name"], content, limits=limits).invoice is not None

    @api.model
    def _einvoice_receive_dropped(self, move, file_data, new=False):
        """Take a file that was dropped on a bill through the door.

        The bill keeps its lines: a draft is a person's work. The file becomes its
        original when it is the same invoice, else a document of its own.
        """
        file = ReceivedFile(
            file_data["name"], file_data["raw"], sender=self.env.user.login
        )
        document = self.env["einvoice.document"]._receive(
            [file], Channel.UPLOAD, company=move.company_id
        )
        move.message_post(body=move._einvoice_say_dropped(document[:1].sudo()))

    def _einvoice_say_dropped(self, document):
        self.ensure_one()
        facts = {
            "file": document.name,
            "bill": document.move_id.display_name,
            "reason": document.waiting_reason or "",
        }
        if document.move_id == self and self.einvoice_document_id == document:
            return self.env._("“%(file)s” is the supplier's original of it.", **facts)
        if document.move_id == self:
            return self.env._("“%(file)s” is a copy of its original.", **facts)
        if document.move_id:
            return self.env._(
                "“%(file)s” is another invoice: it stands as the bill %(bill)s.",
                **facts,
            )
        return self.env._(
            "“%(file)s” was received and waits in the inbox. %(reason)s", **facts
        )
