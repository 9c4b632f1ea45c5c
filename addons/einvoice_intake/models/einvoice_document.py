from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.events import EventKind

from ..domain.arrival import DocumentState

WAITING = (DocumentState.TO_FIX.value, DocumentState.TO_CHECK.value)


class EinvoiceDocument(models.Model):
    _name = "einvoice.document"
    _description = "Received invoice document"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "received_at desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "number", "seller_name"]

    name = fields.Char(string="File", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    journal_id = fields.Many2one("account.journal", readonly=True, check_company=True)
    channel = fields.Selection(
        [
            ("upload", "File upload"),
            ("mail", "E-mail"),
            ("folder", "Folder"),
            ("api", "API"),
            ("platform", "Platform"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("reading", "Reading"),
            ("to_fix", "To fix"),
            ("to_check", "To check"),
            ("booked", "Booked"),
            ("duplicate", "Duplicate"),
            ("rejected", "Rejected"),
        ],
        default="received",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    step = fields.Char(string="Next step", readonly=True)
    received_at = fields.Datetime(string="Received on", required=True, readonly=True)
    sender = fields.Char(readonly=True)
    container = fields.Char(string="Came in", readonly=True)
    sha256 = fields.Char(string="SHA-256", size=64, required=True, readonly=True)
    size = fields.Integer(string="Size in bytes", readonly=True)
    request = fields.Char(readonly=True, index="btree_not_null")
    tries = fields.Integer(string="Times begun", default=0, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="Original", readonly=True, ondelete="restrict"
    )
    page_id = fields.Many2one(
        "ir.attachment",
        string="Readable page",
        readonly=True,
        ondelete="set null",
        help="The page that came inside the data, where the original is none itself.",
    )
    copy_of_id = fields.Many2one(
        "einvoice.document", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    copy_ids = fields.One2many("einvoice.document", "copy_of_id", readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True, tracking=True)

    format = fields.Char(readonly=True)
    profile = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Supplier", readonly=True, index="btree_not_null"
    )
    evidence = fields.Selection(
        [
            ("siret", "SIRET"),
            ("siren", "SIREN"),
            ("vat", "VAT number"),
            ("endpoint", "Electronic address"),
            ("iban", "IBAN"),
            ("person", "Chosen by a person"),
        ],
        string="Recognised by",
        readonly=True,
    )
    seller_name = fields.Char(readonly=True)
    number = fields.Char(readonly=True)
    invoice_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    type_code = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_untaxed = fields.Monetary(readonly=True)
    amount_tax = fields.Monetary(readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    amount_due = fields.Monetary(readonly=True)
    amount_booked = fields.Monetary(string="Total of the bill made", readonly=True)
    tax_booked = fields.Monetary(string="VAT of the bill made", readonly=True)
    rate_booked = fields.Float(
        string="Exchange rate of the bill made", digits=0, readonly=True
    )
    is_binding = fields.Boolean(string="The bill owes what it asks", readonly=True)
    identity_key = fields.Char(readonly=True, index="btree_not_null")
    content_key = fields.Char(readonly=True)

    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    finding_ids = fields.One2many("einvoice.finding", "document_id", readonly=True)
    event_ids = fields.One2many("einvoice.event", "document_id", readonly=True)
    reject_reason = fields.Text(readonly=True)
    waiting_reason = fields.Char(
        string="Why it waits", compute="_compute_waiting_reason"
    )
    advice = fields.Text(string="What to do", compute="_compute_waiting_reason")
    age_days = fields.Integer(string="Age (days)", compute="_compute_age_days")

    # The first copy of a file, and of an invoice, is unique whoever receives it at the
    # same moment; later ones point to it.
    _first_file_unique = models.UniqueIndex(
        "(company_id, sha256) WHERE copy_of_id IS NULL",
        "This file was received a moment ago.",
    )
    _first_invoice_unique = models.UniqueIndex(
        "(company_id, content_key) WHERE copy_of_id IS NULL",
        "This invoice was received a moment ago.",
    )
    _waiting_idx = models.Index(
        "(company_id, state, received_at) WHERE state IN ('received', 'to_fix',"
        " 'to_check')"
    )

    @api.depends("name", "number", "seller_name")
    def _compute_display_name(self):
        for document in self:
            known = [document.seller_name, document.number]
            document.display_name = " ".join(filter(None, known)) or document.name

    @api.depends("finding_ids.state", "finding_ids.severity", "state")
    @api.depends_context("lang")
    def _compute_waiting_reason(self):
        for document in self:
            open_findings = document._ranked_findings()
            waits = document.state in WAITING or document.state == "rejected"
            shown = open_findings if waits else open_findings.browse()
            document.waiting_reason = shown[:1].message or document.reject_reason
            document.advice = "\n".join(filter(None, shown.mapped("advice")))

    @api.depends("received_at")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for document in self:
            document.age_days = (now - (document.received_at or now)).days

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Documents are received through the inbox, not created.")
            )
        return super().create(vals_list)

    def write(self, vals):
        kept = {"sha256", "attachment_id", "received_at", "channel", "size"}
        is_forged = "page_id" in vals and not self.env.su
        is_kept = kept & vals.keys() and any(each.attachment_id for each in self)
        if is_forged or is_kept:
            raise UserError(
                self.env._("What was received cannot be changed: it is the original.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A received document is never deleted; reject it instead.")
        )

    def _einvoice_label(self):
        return f"{self.name} ({self.sha256[:12]})"

    def _open_findings(self):
        """Return the findings that make it wait: blocking or to review, not lifted."""
        return self.finding_ids.filtered(
            lambda each: each.state != "lifted" and each.severity != "inform"
        )

    def _ranked_findings(self):
        """Return why it waits, what is to be answered first in front.

        Before there is a bill, an information too may be what stopped it: a page
        without data.
        """
        rank = {"block": 0, "review": 1, "inform": 2}
        shown = self._open_findings()
        if not (shown or self.move_id):
            shown = self.finding_ids.filtered(lambda each: each.state != "lifted")
        return shown.sorted(lambda each: (rank[each.severity], each.id))

    def _event_facts(self, *names):
        """Return the parts of an event's payload that the document knows.

        The amount is that of the invoice; it is in company currency only when the
        bill stands, so a foreign one says its currency.
        """
        facts = {
            "amount": self.env["einvoice.event"]._amount_text(
                self.amount_total, self.currency_id
            ),
            "currency": self.currency_id.name or None,
            "supplier": self.partner_id.display_name or self.seller_name or None,
            "due_date": self.due_date or None,
            "channel": self.channel,
            "format": self.format or "other",
            "sha256": self.sha256,
            "size": self.size,
        }
        return {name: facts[name] for name in names}

    def _note(self, kind: EventKind, *names, by_system=True, **parts):
        """Write one event per document, with facts of its own and the given parts."""
        self.env["einvoice.event"]._emit_documents(
            [(kind, each, {**each._event_facts(*names), **parts}) for each in self],
            by_system=by_system,
        )

    def _check_processor(self):
        """Refuse whoever may not act on documents; the reading rules come on top."""
        self.check_access("read")
        if not self.env.user.has_group("einvoice_base.group_processor"):
            raise AccessError(
                self.env._("Only people who process supplier invoices may do this.")
            )

    def action_retry(self):
        """Run on from the step that stopped."""
        self._check_processor()
        stopped = self.filtered(
            lambda each: each.state in ("received", DocumentState.TO_FIX.value)
        )
        stopped._note(EventKind.RETRIED, by_system=False, cause="person")
        stopped.sudo()._process()
        return True

    def action_reject(self, reason):
        """Set aside a document that is no bill of ours; no status is sent."""
        self._check_processor()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the document is rejected."))
        for document in self:
            if document.move_id and document.state != "to_fix":
                raise UserError(
                    self.env._(
                        "%(document)s already has the bill %(bill)s: refuse or delete "
                        "the bill first.",
                        document=document.display_name,
                        bill=document.move_id.display_name,
                    )
                )
        self.sudo().write({"state": "rejected", "reject_reason": reason})
        self._note(EventKind.REJECTED, by_system=False, cause=reason)
        self.sudo()._wake_copies()
        return True

    def _wake_copies(self):
        """Let the next copy of what was rejected wait for a person, not be buried."""
        for first in self:
            copies = first.copy_ids.filtered(lambda each: each.state == "duplicate")
            for copy in copies.sorted("id")[:1]:
                # A bill that was cancelled is not the copy's any more.
                copy.move_id = False
                copy._wait("read", [copy._ended_finding(first)])

    def action_take(self):
        """Make the document mine."""
        self._check_processor()
        self.sudo().user_id = self.env.user
        return True

    def action_open_bill(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [[False, "form"]],
        }

    def action_book_anyway(self):
        """Go on although it looks like a duplicate: a person says that it is not."""
        self._check_processor()
        waiting = self.filtered(lambda each: each.state == "to_fix")
        twins = waiting.finding_ids.filtered(
            lambda each: (
                each.rule in ("duplicate_suspected", "duplicate_of_ended")
                and each.state == "open"
            )
        )
        twins.action_lift(self.env._("Another invoice, not a duplicate."))
        return True
