from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize
from odoo.tools.mail import generate_tracking_message_id

from ..domain.arrival import Channel, DocumentState, ReceivedFile, label
from ..domain.channels import MAIL_WITHOUT_INVOICE, SENDER_NOT_ALLOWED
from ..domain.mail import MailFile, invoice_files, raw_bytes

# Machines that answer machines would go on for ever.
_AUTOMATIC = frozenset({"bulk", "junk", "list", "auto_reply"})


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    @api.model
    def _pipeline(self):
        return ("admit", *super()._pipeline())

    def _step_admit(self):
        """Let nothing be read that came from a sender nobody accepted."""
        doubted = self.filtered(lambda each: each._sender_findings())
        doubted.write({"state": DocumentState.TO_FIX.value, "step": "admit"})
        (self - doubted).write({"step": "read"})

    def _sender_findings(self):
        return self.finding_ids.filtered(
            lambda each: each.rule == SENDER_NOT_ALLOWED.code and each.state != "lifted"
        )

    def action_accept_sender(self):
        """Go on with what came from a sender who is not on the list."""
        self._check_processor()
        doubted = self.filtered(lambda each: each._sender_findings())
        doubted._sender_findings().action_lift(self.env._("Sender accepted."))
        doubted.sudo()._process()
        return True

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        route = super()._routing_check_route(
            message, message_dict, route, raise_exception=raise_exception
        )
        if not route or route[0] != self._name:
            return route
        self._only_from_mail_server()
        if route[1]:
            return route
        model, _thread, defaults, user_id, alias = route
        # Taken from the mail itself: what the parser makes of a text part has lost
        # its encoding.
        files, left_out = invoice_files(message)
        if not files:
            self._keep_mail(message, message_dict, defaults or {})
            return ()
        found = {"files": files, "left_out": left_out}
        return (model, False, {**(defaults or {}), **found}, user_id, alias)

    @api.model
    def _only_from_mail_server(self):
        """Refuse a mail that a user hands in himself, with any sender he likes."""
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(
                self.env._(
                    "Only the mail server, or an administrator in its place, delivers "
                    "mails to the inbox. Upload the files instead."
                )
            )

    @api.model
    def _only_from_gateway(self):
        # The mail gateway works as superuser; anybody else uses the inbox.
        if not self.env.su:
            raise AccessError(
                self.env._("Documents are received through the inbox, not created.")
            )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let those write in the conversation who work on bills; others read it."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        may_write = self.env.user.has_group("account.group_account_invoice")
        if message_operation == "create" and not may_write:
            # A right that nobody has.
            return dict.fromkeys(operations, "write")
        return operations

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        self._only_from_gateway()
        values = dict(custom_values or {})
        files = values.get("files") or self._parsed_files(msg_dict)
        company, journal = self._mail_target(values)
        accepted = company.sudo()._einvoice_accepts(_address(msg_dict))
        found = self._authentication(msg_dict, company, _address(msg_dict))
        received = [_received(file, msg_dict, accepted, found) for file in files]
        if not received:
            received = [self._body_file(msg_dict)]
        documents = self._receive(received, Channel.MAIL, company, journal)
        # The conversation stands on one document, the one that needs it most.
        ended = (DocumentState.DUPLICATE.value, DocumentState.REJECTED.value)
        first = documents.filtered(lambda each: each.state not in ended)[:1]
        first = first or documents[:1]
        (documents - first)._note_company_of(first, msg_dict)
        first._note_left_out(values.get("left_out"))
        return first.with_context(einvoice_received=[file.name for file in files])

    def message_update(self, msg_dict, update_vals=None):
        self._only_from_gateway()
        result = super().message_update(msg_dict, update_vals)
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or [])
        if not author.user_ids.filtered(lambda user: user._is_internal()):
            # A supplier who answers with the corrected invoice.
            company, journal = self.company_id, self.journal_id
            accepted = company.sudo()._einvoice_accepts(_address(msg_dict))
            found = self._authentication(msg_dict, company, _address(msg_dict))
            files = [
                _received(file, msg_dict, accepted, found)
                for file in self._parsed_files(msg_dict)
            ]
            if files:
                self._receive(files, Channel.MAIL, company, journal)
        return result

    def _process_attachments_for_post(
        self, attachments, attachment_ids, message_values
    ):
        # What became a document is not stored a second time with the message.
        received = self.env.context.get("einvoice_received") or ()
        others = [each for each in attachments or () if each[0] not in received]
        return super(
            EinvoiceDocument, self.with_context(image_no_postprocess=True)
        )._process_attachments_for_post(others, attachment_ids, message_values)

    @api.model
    def _mail_target(self, values):
        """Return company and journal of an alias; either may have gone since."""
        journal = self.env["account.journal"].browse(values.get("journal_id") or [])
        company = self.env["res.company"].browse(values.get("company_id") or [])
        return company.exists() or self.env.company, journal.exists()

    @api.model
    def _parsed_files(self, msg_dict):
        """Return the files of a mail that is known only as Odoo has parsed it."""
        files = []
        for name, content, info in msg_dict.get("attachments") or ():
            if isinstance(content, str):
                content = content.encode(info.get("encoding") or "utf-8", "replace")
            if isinstance(content, bytes) and not info.get("cid"):
                files.append(MailFile(name, content))
        return files

    @api.model
    def _body_file(self, msg_dict):
        """Return a mail without files as a document that says what it is."""
        sender = _address(msg_dict)
        return ReceivedFile(
            name=f"{msg_dict.get('subject') or 'mail'}.html",
            content=str(msg_dict.get("body") or "").encode(),
            sender=sender,
            container=msg_dict.get("subject"),
            finding=MAIL_WITHOUT_INVOICE.finding(sender=sender),
        )

    @api.model
    def _keep_mail(self, message, message_dict, values):
        """Keep a mail without invoice among the rejected, and tell its sender."""
        company, journal = self._mail_target(values)
        sender = _address(message_dict)
        kept = ReceivedFile(
            name=f"{message_dict.get('subject') or 'mail'}.eml",
            content=raw_bytes(message),
            sender=sender,
            container=message_dict.get("subject"),
            finding=MAIL_WITHOUT_INVOICE.finding(sender=sender),
        )
        self._receive([kept], Channel.MAIL, company, journal)
        automatic = str(message.get("Auto-Submitted", "no")).lower() != "no"
        automatic |= str(message.get("Precedence", "")).lower() in _AUTOMATIC
        if not automatic and company.sudo()._einvoice_accepts(sender):
            self._answer_without_invoice(message, message_dict, company)

    @api.model
    def _answer_without_invoice(self, message, message_dict, company):
        sentence = self.with_context(lang=company.partner_id.lang).env._(
            "%(company)s received your message, but found no invoice attached to it. "
            "Please send the invoice as an attachment: Factur-X, UBL or CII, a PDF or "
            "an image.",
            company=company.name,
        )
        mark = generate_tracking_message_id("loop-detection-bounce-email")
        self._routing_create_bounce_email(
            message_dict["email_from"],
            Markup("<p>%s</p>") % sentence,
            message,
            references=f"{message_dict['message_id']} {mark}",
        )

    def _note_company_of(self, first, msg_dict):
        """Say on each document with which other one it came."""
        if not self:
            return
        body = self.env._(
            "Came with “%(first)s” in the mail “%(subject)s”.",
            first=first.name,
            subject=msg_dict.get("subject") or "",
        )
        self._message_log_batch({each.id: body for each in self})

    def _note_left_out(self, names):
        """Say which files of the mail became no document: they are still in it."""
        if not names:
            return
        shown = ", ".join(f"“{label(name)}”" for name in names)
        self._message_log(
            body=self.env._(
                "Not taken for invoices, left in the mail: %(names)s.", names=shown
            )
        )


def _address(msg_dict):
    return email_normalize(msg_dict.get("email_from")) or msg_dict.get("email_from")


def _received(file, msg_dict, accepted, authentication):
    sender = _address(msg_dict)
    doubt = None if accepted else SENDER_NOT_ALLOWED.finding(sender=sender)
    return ReceivedFile(
        name=file.name,
        content=file.content,
        sender=sender,
        container=msg_dict.get("subject"),
        finding=doubt,
        authentication=authentication,
    )
