from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .einvoice_original import streamed


class EinvoiceSheet(http.Controller):
    """The approval sheet, for who may read the bill, or decided on it."""

    @http.route(
        "/einvoice/bill/<int:key>/approval-sheet",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def of_bill(self, key):
        """Give the sheet of a bill to a reader of the bills."""
        return self._given("account.move", key)

    @http.route(
        "/einvoice/decision/<int:key>/approval-sheet",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def of_decision(self, key):
        """Give the sheet, or his part of it, to a person who was asked."""
        return self._given("einvoice.decision", key)

    def _given(self, model, key):
        record = request.env[model].browse(key).exists()
        try:
            found = record and record._einvoice_sheet_file()
        except (AccessError, UserError):
            found = None
        if not found:
            # The same for what is not there and for what is not his.
            raise request.not_found()
        name, content = found
        return streamed(content, "application/pdf", name)
