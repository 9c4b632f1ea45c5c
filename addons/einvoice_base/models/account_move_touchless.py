import logging
from dataclasses import replace

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..domain.events import EventKind, plain
from ..domain.gate import Action
from ..domain.moments import Moment
from ..domain.rehearsal import plain_policy
from ..domain.touchless import (
    POST_FAILED,
    SENTENCES,
    PolicyMode,
    Reason,
    Verdict,
    decide,
    in_words,
    is_touch,
)
from ..domain.values import restored, stored
from ._translation import translated

_logger = logging.getLogger(__name__)

RETRIABLE = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)

# Only the suite says who posted a bill.
VERDICT = ("einvoice_touchless", "einvoice_touchless_reasons")

# No policy asks for more bills of a supplier than this, and counting ends here.
_COUNTED = 100


class AccountMove(models.Model):
    """Bills that need no person are posted without one, as their company wants it."""

    _inherit = "account.move"

    einvoice_touchless = fields.Selection(
        [
            ("posted", "Posted by itself"),
            ("would", "Would have been posted"),
            ("left", "Left to a person"),
        ],
        string="Straight through",
        readonly=True,
        copy=False,
    )
    einvoice_touchless_reasons = fields.Json(readonly=True, copy=False)
    einvoice_touchless_verdict = fields.Text(
        string="Why it was posted, or left",
        compute="_compute_einvoice_touchless_verdict",
    )

    # Contracts, first bills and twins are looked up by supplier.
    _einvoice_supplier_idx = models.Index(
        "(commercial_partner_id, company_id, invoice_date)"
        " WHERE move_type IN ('in_invoice', 'in_refund')"
    )

    @api.depends("einvoice_touchless", "einvoice_touchless_reasons")
    @api.depends_context("lang")
    def _compute_einvoice_touchless_verdict(self):
        rules = self.env["einvoice.rule"]._by_code()
        for move in self:
            said = restored(move.einvoice_touchless_reasons or [])
            sentences = [
                move._einvoice_reason_words(Reason(each["code"], each["values"]), rules)
                for each in said
                if each["code"] in SENTENCES
            ]
            if move.einvoice_touchless == "left":
                move.einvoice_touchless_verdict = "\n".join(sentences) or False
            else:
                move.einvoice_touchless_verdict = move._einvoice_met_words(sentences)

    @api.model
    def _einvoice_met_words(self, conditions):
        """Say which conditions of the policy a bill met."""
        if not conditions:
            return False
        return self.env._(
            "It met all conditions of the company: %(conditions)s",
            conditions=" · ".join(conditions),
        )

    @api.model
    def _einvoice_reason_words(self, reason, rules):
        values = dict(reason.values)
        if "findings" in values:
            values["findings"] = [
                translated(self.env, rules[code].addon, rules[code].title)
                if code in rules
                else code
                for code in values["findings"]
            ]
        return translated(self.env, "einvoice_base", reason.sentence, values)

    def _einvoice_guard(self, vals):
        if not self.env.su and not vals.keys().isdisjoint(VERDICT):
            raise AccessError(
                self.env._("Who posted a bill is not written, it is recorded.")
            )
        return super()._einvoice_guard(vals)

    def _einvoice_note_state(self, before, state):
        res = super()._einvoice_note_state(before, state)
        # What was posted by itself is a person's once he took it back.
        back = self.browse(
            move.id for move, old in before.items() if old == "posted" != state
        )
        if back:
            back.sudo().write(dict.fromkeys(VERDICT, False))
        return res

    def _einvoice_facts(self):
        facts = super()._einvoice_facts()
        standing = self.sudo().einvoice_finding_ids.filtered(
            lambda finding: finding.state != "lifted"
        )
        to_answer = standing.filtered(lambda finding: finding.severity != "inform")
        facts["open_findings"] = tuple(sorted(set(to_answer.mapped("rule"))))
        if "expected" in facts["findings"]:
            facts["is_expected"] = True
        return facts

    def _einvoice_check(self):
        res = super()._einvoice_check()
        self._einvoice_rechecked()
        return res

    def _einvoice_rechecked(self):
        """Answer that the rules were applied to these bills again; addons extend it."""

    def _einvoice_wake_touchless(self):
        """Have the policy decide about these drafts soon; addons say what is due."""

    def _einvoice_touchless_facts(self):
        """Return what the policy asks about each of these drafts, by bill.

        Queries do not grow with the bills, except for what addons ask one by one.
        """
        today = fields.Date.context_today(self)
        people = self._einvoice_people()
        counts = self._einvoice_supplier_counts({move: today for move in self})
        return {
            move: {
                **move._einvoice_facts(),
                "supplier_bills": counts.get(move, 0),
                "today": today,
                "date": move.date,
                "invoice_date": move.invoice_date,
                "is_date_open": not move._get_violated_lock_dates(
                    move.invoice_date or today, move._affect_tax_report()
                ),
                "is_held": move.einvoice_is_held,
                "blockers": move._einvoice_other_blockers(),
                **people[move],
            }
            for move in self
        }

    def _einvoice_other_blockers(self):
        """Return what stops the posting besides findings, as sentences."""
        findings = set(self.einvoice_finding_ids.mapped("rule"))
        return tuple(
            blocker.sentence
            for blocker in self._einvoice_blockers(Action.POST.value)
            if blocker.code not in findings
        )

    def _einvoice_people(self):
        """Tell of each bill what the journal knows of people.

        Returns:
            Bill to ``is_received`` (the software made it), ``is_touched`` (a person
            worked on it) and ``is_edited`` (and changed what it says).
        """
        nothing = {"is_received": False, "is_touched": False, "is_edited": False}
        facts = {move: dict(nothing) for move in self}
        bills = self._einvoice_by_subject()
        columns = {}
        for column, key in bills:
            columns.setdefault(column, []).append(key)
        events = self.env["einvoice.event"].sudo()
        about = Domain.OR(Domain(name, "in", keys) for name, keys in columns.items())
        for event in events.search_fetch(about, ["kind", "is_person", *columns]):
            for move in {bills.get((column, event[column])) for column in columns}:
                if move:
                    self._einvoice_add_event(facts[move], event)
        return facts

    @api.model
    def _einvoice_add_event(self, facts, event):
        if is_touch(event.kind, by_person=event.is_person):
            facts["is_touched"] = True
            facts["is_edited"] |= event.kind == EventKind.FIELD_CORRECTED.value
        elif event.kind == EventKind.BOOKED.value:
            facts["is_received"] = True

    def _einvoice_by_subject(self):
        """Return these bills by what an event may be about: its column and the key.

        Addons add what the bills came from.
        """
        return {("move_id", move.id): move for move in self}

    def _einvoice_event_subjects(self):
        """Return the subjects of events about the bill; addons add theirs."""
        self.ensure_one()
        return {"move": self}

    @api.model
    def _einvoice_supplier_counts(self, days):
        """Count the bills of its supplier that were posted before each bill.

        Args:
            days: Bill to the day from which it is looked at.

        Returns:
            Bill to number, up to a hundred.
        """
        wanted = [
            SQL(
                "(%s, %s, %s, %s::date)",
                move.id,
                move.commercial_partner_id.id,
                move.company_id.id,
                day,
            )
            for move, day in days.items()
            if move.commercial_partner_id
        ]
        if not wanted:
            return {}
        moves = self.env["account.move"]
        moves.flush_model(
            [
                "commercial_partner_id",
                "company_id",
                "invoice_date",
                "move_type",
                "state",
            ]
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT wanted.id, known.count FROM (VALUES %s)"
                " AS wanted (id, partner_id, company_id, day),"
                " LATERAL (SELECT count(*) FROM (SELECT 1 FROM account_move AS move"
                " WHERE move.commercial_partner_id = wanted.partner_id"
                " AND move.company_id = wanted.company_id"
                " AND move.move_type IN ('in_invoice', 'in_refund')"
                " AND move.state = 'posted' AND move.invoice_date <= wanted.day"
                " AND move.id != wanted.id LIMIT %s) AS few) AS known",
                SQL(", ").join(wanted),
                _COUNTED,
            )
        )
        counts = dict(rows)
        return {move: counts.get(move.id, 0) for move in days}

    def _einvoice_straight_through(self):
        """Post those of these drafts that the policy of their company lets pass.

        Nothing raises but what the database wants retried: a bill that cannot be
        posted stays a draft and says why, and the others go on.
        """
        drafts = self.with_user(SUPERUSER_ID).with_context(tracking_disable=True)
        drafts = drafts.filtered(
            lambda move: (
                move.state == "draft"
                and move._einvoice_is_bill()
                and not move.einvoice_is_exempt
            )
        )
        for company, bills in drafts.grouped("company_id").items():
            policy = company._einvoice_policy()
            if policy.mode is not PolicyMode.OFF:
                bills.with_company(company)._einvoice_follow(policy)

    def _einvoice_follow(self, policy):
        """Follow a policy: all bills at once, and when that fails each one alone."""
        try:
            with self.env.cr.savepoint():
                self._einvoice_decide(policy)
                self.env.flush_all()
        except RETRIABLE:
            raise
        except Exception as error:  # noqa: BLE001, any fault leaves a draft
            if len(self) > 1:
                for bill in self:
                    bill._einvoice_follow(policy)
                return
            self._einvoice_not_posted(error)

    def _einvoice_decide(self, policy):
        # What arrived with it, or just before it, may speak against it.
        self._einvoice_check()
        facts = self._einvoice_touchless_facts()
        verdicts = {move: decide(policy, facts[move]) for move in self}
        passing = self.filtered(lambda move: verdicts[move].passes)
        for move in self - passing:
            move._einvoice_note_verdict("left", verdicts[move])
        if policy.mode is PolicyMode.OBSERVE:
            passing._einvoice_note_met("would", policy)
        elif passing:
            passing._einvoice_note_touchless(policy, facts)
            passing._post(soft=False)

    def _einvoice_note_verdict(self, kind, verdict):
        reasons = [
            {"code": reason.code, "values": stored(reason.values)}
            for reason in verdict.reasons
        ]
        vals = {
            "einvoice_touchless": kind,
            "einvoice_touchless_reasons": reasons or False,
        }
        self.with_context(skip_is_manually_modified=True).write(vals)

    def _einvoice_note_met(self, kind, policy):
        """Keep with these bills the conditions that they met, as they stood then."""
        conditions = replace(policy, mode=PolicyMode.ON)
        self._einvoice_note_verdict(
            kind, Verdict(passes=True, reasons=in_words(conditions))
        )

    def _einvoice_note_touchless(self, policy, facts):
        """Say in the journal which policy posts these bills, and on what facts."""
        self._einvoice_note_met("posted", policy)
        company = self.company_id
        words = company.with_context(
            lang=company.partner_id.lang or self.env.lang
        )._einvoice_policy_conditions(policy)
        self.env["einvoice.event"]._emit_all(
            [
                (
                    EventKind.TOUCHLESS.value,
                    {
                        **move._einvoice_payload(),
                        "cause": words,
                        "policy": plain_policy(policy),
                        "facts": plain(facts[move]),
                    },
                    move._einvoice_event_subjects(),
                )
                for move in self
            ]
        )

    def _einvoice_not_posted(self, error):
        """Leave a draft that could not be posted to a person, with the reason."""
        self.ensure_one()
        if isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.warning("Bill %s was not posted", self.id, exc_info=error)
            reason = f"{type(error).__name__}: {error}"
        failed = Reason("post_failed", {"error": reason})
        self._einvoice_note_verdict("left", Verdict(passes=False, reasons=(failed,)))
        self.env["einvoice.finding"]._record(
            self._einvoice_subject(),
            [POST_FAILED.finding(error=reason)],
            {POST_FAILED.code},
        )

    def _einvoice_answer(self, moment, reason, comment, amounts):
        res = super()._einvoice_answer(moment, reason, comment, amounts)
        if moment is Moment.POSTED:
            failed = self.sudo().einvoice_finding_ids.filtered(
                lambda finding: (
                    finding.rule == POST_FAILED.code and finding.state != "lifted"
                )
            )
            failed._close()
        return res
