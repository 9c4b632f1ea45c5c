from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.einvoice_base.domain.findings import Severity

from ..domain.rounds import Answer

_TO_ANSWER = (Severity.BLOCK.value, Severity.REVIEW.value)
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class EinvoiceDecision(models.Model):
    """What the approver sees: the card, the page of the bill, and its buttons.

    Nothing here needs a right in accounting: it comes from the round.
    """

    _inherit = "einvoice.decision"

    finding_count = fields.Integer(string="Findings", compute="_compute_finding_count")
    finding_words = fields.Char(compute="_compute_finding_count")
    findings_html = fields.Html(
        string="Findings of the bill", compute="_compute_page", sanitize=False
    )
    lines_html = fields.Html(string="Lines", compute="_compute_page", sanitize=False)
    can_decide = fields.Boolean(compute="_compute_mine")
    can_answer = fields.Boolean(compute="_compute_mine")
    can_note_answer = fields.Boolean(compute="_compute_mine")
    is_ended = fields.Boolean(compute="_compute_mine")
    asked_since = fields.Char(string="Asked since", compute="_compute_days")
    due_words = fields.Char(string="Due", compute="_compute_days")
    is_late = fields.Boolean(compute="_compute_days")
    outcome = fields.Char(string="What became of it", compute="_compute_outcome")
    original_url = fields.Char(compute="_compute_original")
    original_mimetype = fields.Char(compute="_compute_original")

    @api.depends("round_id.snapshot")
    def _compute_finding_count(self):
        for decision in self:
            count = len(decision._snapshot_findings(_TO_ANSWER))
            decision.finding_count = count
            decision.finding_words = (
                self.env._("1 finding")
                if count == 1
                else self.env._("%(count)s findings", count=count)
                if count
                else False
            )

    def _snapshot_findings(self, severities=None):
        """Return the open findings that the bill had when people were asked."""
        said = self.round_id.sudo().snapshot or {}
        return [
            each
            for each in said.get("findings", [])
            if severities is None or each["severity"] in severities
        ]

    @api.depends("round_id.snapshot", "line_keys")
    @api.depends_context("lang")
    def _compute_page(self):
        qweb = self.env["ir.qweb"]
        for decision in self:
            values = {
                "lines": decision._my_lines(),
                "money": decision._money,
                "quantity": decision._quantity,
                "is_part": bool(decision.line_keys),
                "findings": decision._readable_findings(),
            }
            decision.lines_html = qweb._render(
                "einvoice_approval.decision_lines", values
            )
            decision.findings_html = (
                qweb._render("einvoice_approval.decision_findings", values)
                if values["findings"]
                else False
            )

    def _money(self, text):
        return self.currency_id.format(float(text or 0))

    def _readable_findings(self):
        """Return the findings in the language of the reader."""
        findings = self.env["einvoice.finding"].sudo()
        labels = dict(findings._fields["severity"]._description_selection(self.env))
        found = []
        for each in self._snapshot_findings():
            draft = findings.new({"rule": each["rule"], "values": each["values"]})
            found.append(
                {
                    "severity": each["severity"],
                    "label": labels.get(each["severity"], ""),
                    "title": draft.title or each["title"],
                    "message": draft.message or each["message"],
                }
            )
        return found

    @api.depends(
        "state",
        "user_id",
        "in_place_of_id",
        "asked_id",
        "asks_supplier",
        "round_id.state",
    )
    @api.depends_context("uid")
    def _compute_mine(self):
        me = self.env.user
        for decision in self:
            is_open = decision.round_id.sudo().state == "open"
            decision.is_ended = not is_open
            decision.can_decide = (
                is_open
                and decision.state in ("open", "asked")
                and me in (decision.user_id | decision.in_place_of_id)
            )
            is_asked = is_open and decision.state == "asked"
            decision.can_answer = is_asked and me == decision.asked_id
            decision.can_note_answer = (
                is_asked and decision.asks_supplier and decision.can_decide
            )

    @api.depends("opened_at", "round_id.snapshot", "state")
    @api.depends_context("lang", "tz")
    def _compute_days(self):
        today = fields.Date.context_today(self)
        for decision in self:
            since = decision.opened_at or decision.create_date
            days = (fields.Datetime.now() - since).days if since else 0
            decision.asked_since = (
                self.env._("today")
                if days < 1
                else self.env._("yesterday")
                if days == 1
                else self.env._("%(count)s days ago", count=days)
            )
            due = decision.due_date
            decision.is_late = bool(due and due < today)
            decision.due_words = decision._due_words(due, today) if due else False

    def _due_words(self, due, today):
        days = (due - today).days
        day = format_date(self.env, due)
        if days < 0:
            return self.env._("%(day)s (overdue)", day=day)
        if days == 0:
            return self.env._("%(day)s (today)", day=day)
        return self.env._("%(day)s (in %(count)s days)", day=day, count=days)

    @api.depends("state", "actor_id", "decided_at", "asked_id", "comment")
    @api.depends_context("lang", "tz")
    def _compute_outcome(self):
        for decision in self:
            decision.outcome = decision._outcome()

    def _outcome(self):
        label = dict(self._fields["state"]._description_selection(self.env))
        if self.state == "asked":
            return self.env._(
                "Waits for the answer of %(person)s", person=self.asked_name
            )
        if not self.decided_at:
            return label[self.state]
        when = fields.Datetime.context_timestamp(self, self.decided_at)
        return self.env._(
            "%(state)s by %(person)s on %(day)s",
            state=label[self.state],
            person=self.actor_id.sudo().name,
            day=format_date(self.env, when.date()),
        )

    def _compute_original(self):
        self.check_access("read")
        originals = self.sudo().move_id._einvoice_originals()
        for decision in self:
            key = decision.sudo().move_id.id
            original = originals.get(key, self.env["ir.attachment"])
            decision.original_mimetype = original.mimetype
            decision.original_url = (
                f"/einvoice/decision/{decision.id}/original" if original else False
            )

    def _original(self):
        """Return the original of the bill for a person who is asked.

        The right comes from the decision: the approver has none on the bill.
        """
        self.ensure_one()
        self.check_access("read")
        move = self.sudo().move_id
        return move._einvoice_original() if move else self.env["ir.attachment"]

    def action_original(self):
        """Open the original in a page of its own."""
        self.ensure_one()
        self.check_access("read")
        if not self.original_url:
            raise UserError(self.env._("This bill has no original."))
        return {
            "type": "ir.actions.act_url",
            "url": self.original_url,
            "target": "new",
        }

    def action_open_page(self):
        """Open all that is known of the bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_approve_clean(self):
        """Approve those of these bills that are clean and small enough.

        The others are left as they are, and are named with the reason.
        """
        self.check_access("read")
        done, left = self.browse(), {}
        for decision in self:
            reason = decision._bulk_obstacle()
            if not reason:
                try:
                    with self.env.cr.savepoint():
                        decision._answer(Answer.APPROVE, origin="bulk")
                    done |= decision
                except UserError as error:
                    reason = str(error).partition("\n")[0]
            if reason:
                name = f"{decision.supplier} {decision.label}"
                left.setdefault(reason, []).append(name)
        return self._bulk_told(done, left)

    def _bulk_obstacle(self):
        """Return why this bill is looked at by itself, ``None`` when it need not be."""
        found = self.round_id.sudo()
        standing = found.move_id.einvoice_finding_ids.filtered(
            lambda each: each.state != "lifted" and each.severity in _TO_ANSWER
        )
        if self.finding_count or standing:
            return self.env._("it has findings")
        limit = found.circuit_id.bulk_limit
        currency = found.company_currency_id
        if currency.compare_amounts(found.gross, limit) > 0:
            return self.env._("it is above %(limit)s", limit=currency.format(limit))
        if self.is_single:
            return self.env._("it needs a second confirmation")
        return None

    def _bulk_told(self, done, left):
        head = self.env._("%(count)s bills approved", count=len(done))
        if len(done) == 1:
            head = self.env._("1 bill approved")
        words = "; ".join(
            f"{reason} ({', '.join(names)})" for reason, names in left.items()
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": head,
                "message": self.env._(
                    "Left out, to be looked at one by one: %(bills)s.", bills=words
                )
                if left
                else "",
                "type": "warning" if left else "success",
                "sticky": bool(left),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
