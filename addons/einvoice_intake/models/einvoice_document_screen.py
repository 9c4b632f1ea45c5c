from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.einvoice_base.domain.codes import Effect, type_code_of
from odoo.addons.einvoice_base.models._age import age_label
from odoo.addons.einvoice_base.models._translation import translated

from ..domain import rules
from ..domain.channels import SENDER_NOT_ALLOWED
from ..domain.paper.paper_rules import PAGE_NO_INVOICE, PAGES_FATAL, REVIEW_NEEDED

# Columns of the Inbox, what waits for a person first; the last ones are done with.
COLUMNS = ("to_fix", "to_check", "received", "booked", "duplicate", "rejected")
DONE = ("booked", "duplicate", "rejected")
WAITS = ("received", "reading", "to_fix", "to_check")

# What a person does about the first finding of a document without a bill; for all
# other findings the bill is made by hand.
ANSWERS = {
    SENDER_NOT_ALLOWED.code: "sender",
    rules.SUPPLIER_UNKNOWN.code: "supplier",
    rules.SUPPLIER_AMBIGUOUS.code: "supplier",
    rules.DUPLICATE_CLASH.code: "compare",
    rules.DUPLICATE_OF_ENDED.code: "compare",
    rules.BUYER_STRANGER.code: "reject",
    rules.SELF_BILLED_SALE.code: "reject",
    rules.CURRENCY_OFF.code: "retry",
    rules.RATE_MISSING.code: "retry",
    rules.TAX_MISSING.code: "retry",
    rules.STEP_FAILED.code: "retry",
    REVIEW_NEEDED.code: "review",
    PAGE_NO_INVOICE.code: "reject",
    PAGES_FATAL.code: "by_hand",
}
# Where the page is there to look at, a review answers these too.
REVIEWED = ("supplier", "by_hand")


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    state = fields.Selection(group_expand="_expand_states")
    waiting_code = fields.Selection(
        "_select_waiting_code",
        string="Reason",
        compute="_compute_waiting_code",
        store=True,
        help="The first finding that makes the document wait.",
    )
    type_label = fields.Char(string="Kind", compute="_compute_type_label")
    may_create_supplier = fields.Boolean(compute="_compute_may_create_supplier")
    supplier_label = fields.Char(string="Seller", compute="_compute_supplier_label")
    todo = fields.Selection(
        [
            ("supplier", "Say who the supplier is"),
            ("review", "Review"),
            ("compare", "Compare with the first"),
            ("sender", "Accept the sender"),
            ("retry", "Retry"),
            ("reject", "Reject"),
            ("by_hand", "Make the bill by hand"),
            ("bill", "Look at the bill"),
            ("wait", "Wait"),
            ("none", "Nothing"),
        ],
        compute="_compute_todo",
    )
    todo_severity = fields.Selection(
        [("block", "Blocking"), ("review", "To review"), ("done", "Done")],
        compute="_compute_todo",
    )
    todo_title = fields.Char(compute="_compute_todo")
    todo_text = fields.Text(compute="_compute_todo")
    todo_advice = fields.Text(compute="_compute_todo")
    todo_more = fields.Char(compute="_compute_todo")
    counted_finding_ids = fields.Many2many(
        "einvoice.finding",
        string="Findings that count",
        compute="_compute_shown_findings",
    )
    observed_finding_ids = fields.Many2many(
        "einvoice.finding",
        string="Would have been noticed",
        compute="_compute_shown_findings",
    )
    finding_count = fields.Integer(compute="_compute_shown_findings")
    has_twin = fields.Boolean(compute="_compute_has_twin")
    can_process = fields.Boolean(compute="_compute_can_process")
    original_url = fields.Char(
        string="Link to the original", compute="_compute_original_url"
    )
    original_mimetype = fields.Char(related="attachment_id.mimetype")
    age_label = fields.Char(string="Age", compute="_compute_age_label")
    format_label = fields.Char(string="Read as", compute="_compute_format_label")
    size_label = fields.Char(string="File size", compute="_compute_size_label")

    @api.model
    def _expand_states(self, states, _domain):
        columns = list(COLUMNS)
        # A column that is shown only while something is being read.
        if "reading" in states:
            columns.insert(columns.index("received") + 1, "reading")
        return columns

    @api.model
    def _select_waiting_code(self):
        return [
            (rule.code, translated(self.env, rule.addon, rule.title))
            for rule in self.env["einvoice.rule"]._rules()
        ]

    @api.depends("state", "finding_ids.state", "finding_ids.severity")
    def _compute_waiting_code(self):
        for document in self:
            document.waiting_code = document._first_finding().rule

    @api.depends("type_code")
    @api.depends_context("lang")
    def _compute_type_label(self):
        """Mark what gives money back: its amounts are written without a sign."""
        for document in self:
            kind = type_code_of(document.type_code)
            is_refund = kind is not None and kind.effect is Effect.REFUND
            document.type_label = is_refund and self.env._("Credit note")

    @api.depends_context("uid")
    def _compute_may_create_supplier(self):
        self.may_create_supplier = self.env["res.partner"].has_access("create")

    @api.depends("partner_id", "seller_name", "name")
    def _compute_supplier_label(self):
        for document in self:
            known = document.partner_id.sudo().display_name
            document.supplier_label = known or document.seller_name or document.name

    def _first_finding(self):
        """Return the finding to answer first, empty where nothing waits."""
        if self.state in DONE:
            return self.finding_ids.browse()
        return self._ranked_findings()[:1]

    def _ranked_findings(self):
        # Who the supplier is, or whether it is a copy, comes before its amounts.
        ranked = super()._ranked_findings()
        if self.move_id:
            return ranked
        return ranked.sorted(lambda each: each.rule not in ANSWERS)

    @api.depends("state", "move_id", "copy_of_id", "finding_ids.state", "reject_reason")
    @api.depends_context("lang")
    def _compute_todo(self):
        for document in self:
            first = document._first_finding()
            others = len(document._ranked_findings()) - 1 if first else 0
            document.update(
                {
                    "todo": document._todo_of(first),
                    "todo_severity": document._todo_severity(first),
                    **document._todo_words(first),
                    "todo_more": self.env._("and %(count)s more", count=others)
                    if others > 0
                    else False,
                }
            )

    def _todo_of(self, first):
        if self.state in ("received", "reading"):
            return "wait"
        if self.state == "to_fix":
            answer = ANSWERS.get(first.rule, "by_hand") if first else "retry"
            return "review" if self.is_reviewable and answer in REVIEWED else answer
        if self.state in ("to_check", "booked") and self.move_id:
            return "bill"
        return "none"

    def _todo_severity(self, first):
        if first and first.severity != "inform":
            return first.severity
        return "review" if self.state in WAITS else "done"

    def _todo_words(self, first):
        """Say what stands in the banner; the finding speaks where there is one."""
        if first:
            return {
                "todo_title": first.title,
                "todo_text": first.message,
                "todo_advice": first.advice,
            }
        bill = self.move_id.sudo().display_name
        sentences = {
            "received": (self.env._("It arrived and will be read in a moment."), False),
            "reading": (self._reading_words(), False),
            "to_fix": (
                self.env._("Nothing stands against it any more."),
                self.env._("Retry it."),
            ),
            "to_check": (self.env._("Its bill is made: %(bill)s.", bill=bill), False),
            "booked": (
                self.env._("Nothing to do here. Its bill: %(bill)s.", bill=bill),
                False,
            ),
            "duplicate": (
                self.env._(
                    "Nothing to do: it is a copy of %(first)s.",
                    first=self.copy_of_id.display_name or bill,
                ),
                False,
            ),
            "rejected": (
                self.env._(
                    "Rejected: %(reason)s",
                    reason=self.reject_reason or self.waiting_reason or "–",
                ),
                False,
            ),
        }
        text, advice = sentences[self.state]
        return {"todo_title": False, "todo_text": text, "todo_advice": advice}

    @api.depends("page_count", "page_ids")
    def _compute_waiting_reason(self):
        res = super()._compute_waiting_reason()
        for document in self:
            if document.state == "reading":
                document.waiting_reason = document._reading_words()
        return res

    def _reading_words(self):
        """Say how far the reading of the pages is."""
        if self.page_count:
            return self.env._(
                "It is being read: %(read)s of %(count)s pages.",
                read=self.pages_read,
                count=self.page_count,
            )
        if self.pages_read:
            return self.env._(
                "It is being read: %(read)s pages so far.", read=self.pages_read
            )
        return self.env._("It waits for its pages to be read.")

    @api.depends("finding_ids.rank", "finding_ids.topic")
    def _compute_shown_findings(self):
        for document in self:
            observed = document.finding_ids.filtered("tried_severity")
            counted = document.finding_ids - observed
            document.counted_finding_ids = counted._in_sections()
            document.observed_finding_ids = observed._in_sections()
            document.finding_count = len(document.finding_ids)

    @api.depends("copy_of_id", "finding_ids.rule")
    def _compute_has_twin(self):
        twins = (rules.DUPLICATE_CLASH.code, rules.DUPLICATE_OF_ENDED.code)
        for document in self:
            document.has_twin = bool(document.copy_of_id) or any(
                each.rule in twins for each in document.finding_ids
            )

    @api.depends_context("uid")
    def _compute_can_process(self):
        self.can_process = self.env.user.has_group("einvoice_base.group_processor")

    @api.depends("attachment_id")
    def _compute_original_url(self):
        for document in self:
            key = document.sudo().attachment_id.id
            document.original_url = key and f"/web/content/{key}"

    @api.depends("received_at")
    @api.depends_context("lang")
    def _compute_age_label(self):
        for document in self:
            document.age_label = age_label(self.env, document.received_at)

    @api.depends("format", "profile")
    @api.depends_context("lang")
    def _compute_format_label(self):
        for document in self:
            document.format_label = document._format_words()

    @api.depends("size")
    def _compute_size_label(self):
        for document in self:
            size = document.size / 1024
            document.size_label = (
                self.env._("%(size)s MB", size=self._one_digit(size / 1024))
                if size >= 1024
                else self.env._("%(size)s kB", size=self._one_digit(size))
            )

    def _one_digit(self, number):
        return formatLang(self.env, number, digits=1)

    def write(self, vals):
        res = super().write(vals)
        if "user_id" in vals:
            waiting = self.sudo().finding_ids
            waiting.filtered(lambda each: each.owner_role != "manager")._assign_owners()
        if vals.get("state", "reading") != "reading":
            # It has arrived where it waits, or is done with.
            findings = self.env["einvoice.finding"]
            findings._note(self, is_new=True)
            findings._note(self.move_id, is_new=True)
        return res

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), **kwargs):
        """Fold the columns of what is done: they hold thousands of documents."""
        groups = super().formatted_read_group(domain, groupby, aggregates, **kwargs)
        if list(groupby) == ["state"] and self.env.context.get("read_group_expand"):
            for group in groups:
                group["__fold"] = group["state"] in DONE
        return groups

    @api.model
    def get_empty_list_help(self, help_message):
        """Tell how documents arrive, with the addresses of this company."""
        ways = [
            self.env._("Press Upload, or drop files on this page."),
            *self._arrival_ways(),
            self.env._("A ZIP counts as the files in it."),
        ]
        items = Markup().join(Markup("<li>%s</li>") % each for each in ways)
        head = self.env._("Nothing waits for you")
        return Markup(
            '<p class="o_view_nocontent_smiling_face">%s</p>'
            '<ul class="o_einvoice_ways text-start d-inline-block">%s</ul>'
        ) % (head, items)

    @api.model
    def _arrival_ways(self):
        """Return the sentences about the channels in use."""
        journals = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.env.company),
                ("type", "=", "purchase"),
                ("alias_name", "!=", False),
            ]
        )
        addresses = [each for each in journals.mapped("alias_email") if each]
        mail = (
            self.env._("Send them to %(addresses)s.", addresses=", ".join(addresses))
            if addresses
            else self.env._("Send them to the e-mail address of a purchase journal.")
        )
        return [
            mail,
            self.env._(
                "A watched folder and an HTTP interface bring them in by themselves; "
                "see Accounting > Configuration > Settings."
            ),
        ]

    def _upload_answer(self):
        """Tell the page that uploaded it what became of a file.

        It may have been passed on to a company that the user does not see.
        """
        self.ensure_one()
        document = self.sudo()
        is_ours = self.company_id in self.env.companies
        has_bill = document.state in ("to_check", "booked") and is_ours
        return {
            "id": document.id,
            "name": document.name,
            "state": document.state,
            "is_ours": is_ours,
            "bill_id": document.move_id.id if has_bill else False,
            "waits": is_ours and document.state in ("to_fix", "to_check"),
            "reason": (document.waiting_reason or "") if is_ours else "",
        }
