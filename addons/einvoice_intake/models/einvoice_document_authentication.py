from odoo import api, fields, models

from ..domain.authentication import Authentication, authentication

# Headers that say how a mail came here.
_TRACE = frozenset({"authentication-results", "received"})
_TRACES = "einvoice_mail_traces"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        parsed = super().message_parse(message, save_original=save_original)
        # What is parsed goes on to messages and has lost the order of the headers, on
        # which trust depends; so it is kept beside, in the transaction.
        traces = self.env.cr.cache.setdefault(_TRACES, {})
        traces[parsed["message_id"]] = [
            (name, str(value))
            for name, value in message.items()
            if name.lower() in _TRACE
        ]
        return parsed


class EinvoiceDocument(models.Model):
    """What the mail host says of the sender of a document."""

    _inherit = "einvoice.document"

    authentication = fields.Selection(
        [
            ("passed", "Authentic"),
            ("failed", "Not authentic"),
            ("none", "Not provable"),
            ("unknown", "Unknown"),
        ],
        string="Sender's authenticity",
        readonly=True,
        copy=False,
    )
    authentication_detail = fields.Char(
        string="Checks of the mail host", readonly=True, copy=False
    )

    @api.model
    def _authentication(self, msg_dict, company, sender):
        """Return what the company's mail host says of a mail."""
        traces = self.env.cr.cache.get(_TRACES, {})
        headers = traces.get(msg_dict.get("message_id"), [])
        host = company.sudo().einvoice_authserv
        return authentication(headers, host, sender)

    @api.model
    def _arrival_vals(self, files, channel, company, journal):
        vals_list = super()._arrival_vals(files, channel, company, journal)
        for vals, file in zip(vals_list, files, strict=True):
            if channel.value == "mail":
                found = file.authentication or Authentication()
                vals["authentication"] = found.state.value
                vals["authentication_detail"] = found.detail or False
        return vals_list


class ResCompany(models.Model):
    _inherit = "res.company"

    einvoice_authserv = fields.Char(
        string="Mail host that checks senders",
        help="The name by which your mail host begins its Authentication-Results "
        "headers (RFC 8601), such as mx.google.com; outlook.com for Microsoft 365. It "
        "must remove headers of that name from what arrives. Empty: nothing is known "
        "of any sender.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    einvoice_authserv = fields.Char(
        related="company_id.einvoice_authserv", readonly=False
    )
