import hashlib

from odoo import models

from ..domain.ledger import FlowState
from ..domain.platform.errors import NoFileError, PlatformError
from ..domain.platform.flow_service import DocumentType

_EXTENSIONS = {"CII": ".xml", "UBL": ".xml", "CDAR": ".xml", "Factur-X": ".pdf"}


class EinvoiceFlow(models.Model):
    """Fetching the files of a flow."""

    _inherit = "einvoice.flow"

    def _download(self):
        """Fetch the file of a flow, and its readable page where there is one.

        Raises:
            PlatformError: There is no file, or the platform does not give it.
        """
        self.ensure_one()
        service = self.connection_id._flow_service()
        file = service.content(self.flow_id)
        if file is None:
            raise NoFileError(
                platform=service.platform.name, flow=self.flow_id, request="–"
            )
        name = self._file_name(file)
        self.write(
            {
                "name": name,
                "attachment_id": self._kept(name, file.content).id,
                "sha256": hashlib.sha256(file.content).hexdigest(),
                "state": FlowState.DOWNLOADED.value,
                "attempts": 0,
                "problem": False,
                "next_at": False,
            }
        )
        if self._is_invoice() and not file.content.startswith(b"%PDF"):
            self._download_readable(service)

    def _download_readable(self, service):
        """Fetch the platform's own page; the bill is made without it too."""
        try:
            page = service.file(self.flow_id, DocumentType.READABLE)
        except PlatformError:
            return
        if page and page.content.startswith(b"%PDF"):
            name = f"{(self.name or self.flow_id).rpartition('.')[0]}.pdf"
            self.readable_id = self._kept(name, page.content)

    def _file_name(self, file):
        name = file.name or self.name or self.flow_id
        has_extension = "." in name[-5:]
        return name if has_extension else name + _EXTENSIONS.get(self.syntax, "")

    def _kept(self, name, content):
        """Keep bytes as they came."""
        return (
            self.env["ir.attachment"]
            .with_context(image_no_postprocess=True)
            .create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                }
            )
        )
