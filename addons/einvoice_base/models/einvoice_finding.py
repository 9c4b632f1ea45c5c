import json

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..domain.events import EventKind
from ..domain.values import restored, stored
from ._translation import translated
from .einvoice_rule import SEVERITIES, TOPICS

RANKS = {"block": 0, "review": 1, "inform": 2}


class EinvoiceFinding(models.Model):
    _name = "einvoice.finding"
    _description = "Supplier invoice finding"
    _order = "rank, id"
    _rec_name = "title"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    # What else a finding is about (a document) keeps it when the bill is deleted, see
    # `account.move.unlink`; the journal keeps its trace in any case.
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    rule = fields.Char(required=True, readonly=True, index=True)
    topic = fields.Selection(TOPICS, readonly=True, group_expand="_expand_topics")
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    tried_severity = fields.Selection(
        SEVERITIES,
        string="Severity tried",
        readonly=True,
        help="What it would be, had the rule not been put on “Observe only”.",
    )
    values = fields.Json(readonly=True)
    term = fields.Char(string="Business term", readonly=True)
    line = fields.Char(readonly=True)
    # As text, because an amount keeps its digits whatever the currency.
    expected = fields.Char(readonly=True)
    found = fields.Char(readonly=True)
    owner_role = fields.Selection(
        [
            ("processor", "Processor"),
            ("buyer", "Purchaser"),
            ("approver", "Approver"),
            ("manager", "Manager"),
        ],
        required=True,
        readonly=True,
    )
    owner_user_id = fields.Many2one(
        "res.users", string="Owner", readonly=True, index="btree_not_null"
    )
    state = fields.Selection(
        [("open", "Open"), ("confirmed", "Confirmed"), ("lifted", "Lifted")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    rank = fields.Integer(
        string="Order",
        compute="_compute_rank",
        store=True,
        aggregator=None,
        help="What stops first, what is lifted last.",
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    reason = fields.Text(readonly=True)
    title = fields.Char(compute="_compute_sentences")
    message = fields.Text(compute="_compute_sentences")
    advice = fields.Text(string="What to do", compute="_compute_sentences")
    can_lift = fields.Boolean(compute="_compute_can_lift")

    _open_idx = models.Index("(company_id, severity) WHERE state != 'lifted'")

    @api.model
    def _expand_topics(self, topics, domain):
        return self.env["einvoice.rule"]._expand_topics(topics, domain)

    @api.depends("severity", "tried_severity", "state")
    def _compute_rank(self):
        for finding in self:
            rank = RANKS[finding.severity]
            if finding.tried_severity:
                rank += len(RANKS)
            if finding.state == "lifted":
                rank += 2 * len(RANKS)
            finding.rank = rank

    @api.depends("rule", "values")
    @api.depends_context("lang")
    def _compute_sentences(self):
        rules = self.env["einvoice.rule"]._by_code()
        for finding in self:
            rule = rules.get(finding.rule)
            if not rule:
                finding.title = finding.rule
                finding.message = self.env._("The rule is no longer installed.")
                finding.advice = False
                continue
            values = restored(finding.values or {})
            if failed := rules.get(values.get("failed_code")):
                values["failed_rule"] = translated(self.env, failed.addon, failed.title)
            for name in ("title", "message", "advice"):
                text = translated(self.env, rule.addon, getattr(rule, name), values)
                finding[name] = text

    @api.depends("state", "severity")
    @api.depends_context("uid")
    def _compute_can_lift(self):
        for finding in self:
            finding.can_lift = finding.state != "lifted" and finding._may_decide()

    @api.model
    def _subject_fields(self) -> tuple[str, ...]:
        """Return the many2one fields that say what a finding is about.

        Addons extend it: ``("document_id", *super()._subject_fields())``.
        """
        return ("move_id",)

    @api.model
    def _standing_domain(self):
        """Return which findings still say something: not those of cancelled bills.

        They are kept, and count again when their bill is set back to draft.
        """
        stands = Domain("move_id", "=", False) | Domain("move_id.state", "!=", "cancel")
        return Domain("state", "!=", "lifted") & stands

    @api.model
    def _record(self, subject, findings, checked=None):
        """Make the findings of one subject what a check noticed now."""
        return self._record_all([(subject, findings)], checked)

    @api.model
    def _record_all(self, noticed, checked=None):
        """Make the open findings of each subject what a check noticed now.

        What was noticed before and still is stays as it is: open, confirmed, or
        lifted with the same values. What is not lifted and no longer noticed goes, with
        an event. Queries do not grow with the number of subjects.

        Args:
            noticed: Pairs of subject (``company_id`` and the subject fields, as ids)
                and the domain findings noticed on it.
            checked: Codes of the rules that ran, so that others' findings stay;
                ``None`` when all ran.

        Returns:
            The new findings.
        """
        known = self._known([subject for subject, _findings in noticed], checked)
        fresh, gone = [], known.browse()
        rules = self.env["einvoice.rule"].sudo()
        for subject, given in noticed:
            findings = rules._applied(subject["company_id"], given)
            mine = known.filtered(lambda each, s=subject: each._is_about(s))
            by_key = {each._key(): each for each in mine.sorted("id")}
            seen = set()
            for finding in findings:
                vals = {**subject, **self._vals(finding)}
                key = self._key_of(vals)
                if key in seen:
                    continue
                seen.add(key)
                if key in by_key:
                    by_key[key]._still_noticed(vals)
                else:
                    fresh.append(vals)
            gone |= mine.filtered(
                lambda each, s=seen: each.state != "lifted" and each._key() not in s
            )
        gone._close()
        return self.sudo()._open(fresh)

    @api.model
    def _known(self, subjects, checked):
        about = Domain.OR(
            Domain(name, "in", keys)
            for name in self._subject_fields()
            if (keys := [s[name] for s in subjects if s.get(name)])
        )
        if checked is not None:
            about &= Domain("rule", "in", list(checked))
        return self.sudo().search(about)

    def _is_about(self, subject):
        return any(
            subject.get(name) and self[name].id == subject[name]
            for name in self._subject_fields()
        )

    @api.model
    def _vals(self, finding):
        def text(amount):
            return None if amount is None else format(amount, "f")

        return {
            "rule": finding.code,
            "topic": finding.rule.topic.value,
            "severity": finding.severity.value,
            "tried_severity": finding.tried.value if finding.tried else False,
            "values": stored(finding.values),
            "term": finding.term,
            "line": finding.line,
            "expected": text(finding.expected),
            "found": text(finding.found),
            "owner_role": finding.rule.owner.value,
        }

    @api.model
    def _key_of(self, vals):
        return (
            vals["rule"],
            vals["term"] or "",
            vals["line"] or "",
            json.dumps(vals["values"] or {}, sort_keys=True),
        )

    def _key(self):
        return self._key_of(
            {name: self[name] for name in ("rule", "term", "line", "values")}
        )

    def _still_noticed(self, vals):
        """Follow a severity that the company changed, and a subject that grew."""
        severities = ("severity", "tried_severity")
        changed = {
            name: vals[name] for name in severities if vals[name] != self[name]
        } | {
            name: vals[name]
            for name in self._subject_fields()
            if vals.get(name) and vals[name] != self[name].id
        }
        if changed and (self.state == "open" or changed.keys() - set(severities)):
            self.write(changed)

    @api.model
    def _open(self, fresh):
        opened = self.create(fresh)
        opened._assign_owners()
        opened._emit(EventKind.FINDING_OPENED, by_system=True)
        return opened

    def _close(self):
        if self:
            self._emit(EventKind.FINDING_CLOSED, by_system=True)
            self.unlink()

    @api.model
    def _close_of(self, codes):
        """Close the open findings of rules that go away with their addon."""
        own = Domain("rule", "in", list(codes)) & Domain("state", "!=", "lifted")
        self.sudo().search(own)._close()

    def _event_subjects(self):
        """Return the subjects of this finding's events; addons add theirs."""
        return {"move": self.move_id}

    def _event_payload(self):
        """Return what its events say; an addon's subject gives amount and supplier."""
        facts = self.move_id._einvoice_payload() if self.move_id else {}
        return {
            "amount": None,
            "supplier": None,
            **facts,
            "rule": self.rule,
            "severity": self.severity,
            "term": self.term or None,
            "line": self.line or None,
            "expected": self.expected or None,
            "found": self.found or None,
        }

    def _emit(self, kind, by_system=False, **parts):
        journal = self.env["einvoice.event"]
        if by_system:
            journal = journal.with_user(SUPERUSER_ID)
        for company, findings in self.grouped("company_id").items():
            journal._emit_all(
                [
                    (
                        kind.value,
                        {**finding._event_payload(), **parts},
                        finding._event_subjects(),
                    )
                    for finding in findings
                ],
                company=company,
            )

    def _may_decide(self):
        """Tell whether the user may lift or confirm: a manager what blocks, a
        processor or an approver the rest."""
        user = self.env.user
        if user.has_group("einvoice_base.group_manager"):
            return True
        return self.severity != "block" and (
            user.has_group("einvoice_base.group_processor")
            or user.has_group("einvoice_base.group_approver")
        )

    def action_lift(self, reason=None):
        """Let the bill pass in spite of the finding.

        Blocking: a manager. The others: a processor or an approver. The reason is
        compulsory and stands in the journal.
        """
        return self._decide("lifted", EventKind.FINDING_LIFTED, reason)

    def action_confirm(self, reason=None):
        """Say that the finding is right; it goes on stopping what it stops."""
        return self._decide("confirmed", EventKind.FINDING_CONFIRMED, reason)

    def _decide(self, state, kind, reason):
        self.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give a reason: it is kept in the journal."))
        for finding in self:
            if not finding._may_decide():
                raise AccessError(
                    self.env._(
                        "“%(finding)s” can be decided by a manager of supplier "
                        "invoices only.",
                        finding=finding.title,
                    )
                )
        waiting = self.sudo().filtered(lambda each: each.state not in (state, "lifted"))
        waiting.write(
            {
                "state": state,
                "reason": reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        waiting._emit(kind, cause=reason)
        self._settle_subjects(
            {name: self.sudo()[name] for name in self._subject_fields()}
        )
        return True

    def action_decide(self):
        """Ask for the reason; what the user may not decide is left out and counted."""
        self.check_access("read")
        mine = self.filtered("is_decidable")
        if not mine:
            raise UserError(
                self.env._(
                    "Nothing here for you to decide: it is lifted already, only for "
                    "information, or for a manager of supplier invoices."
                )
            )
        return self.env["einvoice.reason"]._open_for(
            findings=mine, left_out=len(self) - len(mine)
        )
