import logging
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.models import BaseModel

from ..domain.events import EventKind
from ..domain.findings import Severity
from ..domain.rehearsal import (
    Change,
    Judgement,
    change,
    plain_policy,
    plain_setting,
    policy_of,
    setting_of,
    worst,
)
from ..domain.touchless import PolicyMode, Verdict, decide
from ..domain.values import stored
from .account_move_touchless import RETRIABLE

_logger = logging.getLogger(__name__)

# Judged in one go: at once when it starts, so that a small company sees everything.
CHUNK = 200
_COLUMNS = {
    Severity.BLOCK: "stops",
    Severity.REVIEW: "reviews",
    Severity.INFORM: "informs",
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """One bill with its two judgements; values only, for nothing may be stored."""

    move: BaseModel
    before: Judgement
    after: Judgement
    verdict: Verdict
    was_edited: bool


class EinvoiceRehearsal(models.Model):
    """The run: newest bills first, in chunks, nothing stored but the results."""

    _inherit = "einvoice.rehearsal"

    def action_run(self):
        """Begin; the newest bills are judged at once, the others in the background."""
        self.ensure_one()
        self._check_manager()
        if not (self.tried_ids or self.tries_policy):
            raise UserError(
                self.env._("Choose a rule, or try the posting without a person.")
            )
        mine = self.sudo().try_lock_for_update()
        if not mine or mine.state != "draft":
            raise UserError(self.env._("This rehearsal has begun already."))
        mine.write(
            {
                "state": "running",
                "compared": self._to_compare(),
                "total_count": self.env["account.move"]
                .sudo()
                .search_count(mine._bills_domain()),
            }
        )
        self.env["einvoice.event"]._emit(
            EventKind.REHEARSED.value,
            {"cause": self._tried_words(), "count": mine.total_count},
            company=self.company_id,
        )
        mine._judge_next()
        if mine.state == "running":
            self.env.ref("einvoice_base.ir_cron_einvoice_rehearse").sudo()._trigger()
        return True

    def action_stop(self):
        """End before all bills are judged; what was found so far stays."""
        self.ensure_one()
        self._check_manager()
        if self.state == "running":
            self.sudo().state = "stopped"
        return True

    def _to_compare(self):
        """Return the settings in force and those tried, as JSON holds them."""
        in_force = self.env["einvoice.rule"].sudo()._settings(self.company_id.id)
        tried = {**in_force, **self.tried_ids._tried_settings()}
        policy = self.company_id._einvoice_policy()
        own = self._einvoice_policy() if self.tries_policy else policy
        return {
            side: {
                "rules": {code: plain_setting(each) for code, each in rules.items()},
                "policy": plain_policy(each),
            }
            for side, rules, each in (
                ("before", in_force, policy),
                ("after", tried, own),
            )
        }

    def _tried_words(self):
        """Say for the journal what is tried."""
        parts = [
            f"{row.rule_id.title}: {row.in_force} → {row.tried}"
            for row in self.tried_ids
        ]
        if self.tries_policy:
            parts.append(f"{self.policy_in_force} → {self._einvoice_policy_words()}")
        return " | ".join(parts)

    def _bills_domain(self):
        """Return the bills that are left to judge."""
        bills = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", ("in_invoice", "in_refund"))
            & Domain("state", "=", "posted")
            & Domain("invoice_date", ">=", self.date_from)
            & Domain("invoice_date", "<=", self.date_to)
        )
        if not self.cursor_key:
            return bills
        return bills & (
            Domain("invoice_date", "<", self.cursor_date)
            | Domain("invoice_date", "=", self.cursor_date)
            & Domain("id", "<", self.cursor_key)
        )

    def _judge_next(self):
        """Judge the next bills and keep the results, in one transaction."""
        self.ensure_one()
        bills = self.env["account.move"].search(
            self._bills_domain(), order="invoice_date desc, id desc", limit=CHUNK
        )
        judged = self._judge_safely(bills)
        if bills:
            self._keep(judged)
            self.write(
                {
                    "judged_count": self.judged_count + len(judged),
                    "failed_count": self.failed_count + len(bills) - len(judged),
                    "cursor_date": bills[-1].invoice_date,
                    "cursor_key": bills[-1].id,
                }
            )
        if len(bills) < CHUNK:
            self.state = "done"
        return len(bills)

    def _judge_safely(self, bills):
        """Judge bills, each alone where one of them cannot be judged."""
        try:
            # Rolled back in any case: whatever a rule writes, a rehearsal does not.
            with self.env.cr.savepoint() as nothing:
                judged = self._judge(bills)
                nothing.rollback()
        except RETRIABLE:
            raise
        except Exception:
            if len(bills) > 1:
                return [one for bill in bills for one in self._judge_safely(bill)]
            _logger.exception("bill %s could not be judged", bills.ids)
            return []
        return judged

    def _judge(self, bills):
        """Return what the two sets of settings say of each bill."""
        sides = {
            side: (
                {code: setting_of(each) for code, each in known["rules"].items()},
                policy_of(known["policy"]),
            )
            for side, known in self.compared.items()
        }
        (in_force, policy), (tried, own) = sides["before"], sides["after"]
        cases = bills._einvoice_cases_of_then()
        rules = self.env["einvoice.rule"]
        pairs = rules._rehearse_cases(cases, in_force, tried)
        facts = bills._einvoice_facts_of_then()
        judged = []
        for bill, (before, after) in zip(bills, pairs, strict=True):
            # Observed only, the policy in force posts nothing.
            now = decide(policy, _with_findings(facts[bill], before), in_hindsight=True)
            then = decide(own, _with_findings(facts[bill], after), in_hindsight=True)
            counts = policy.mode is PolicyMode.ON
            judged.append(
                _Judged(
                    bill,
                    Judgement(before, counts and now.passes),
                    Judgement(after, then.passes and (self.tries_policy or counts)),
                    then,
                    facts[bill]["was_edited"],
                )
            )
        return judged

    def _keep(self, judged):
        """Store the results: a line for each bill, and the numbers of each rule."""
        self.env["einvoice.rehearsal.line"].create(
            [self._line_vals(each) for each in judged]
        )
        counts = Counter()
        for each in judged:
            for side in ("before", "after"):
                for code, severity in worst(getattr(each, side).findings).items():
                    counts[code, f"{_COLUMNS[severity]}_{side}"] += 1
        self._add_counts(counts)

    def _add_counts(self, counts):
        codes = {code for code, _column in counts}
        known = {row.rule_id.code: row for row in self.result_ids}
        rules = self.env["einvoice.rule"].search(
            [("company_id", "=", self.company_id.id), ("code", "in", list(codes))]
        )
        rows = self.env["einvoice.rehearsal.rule"]
        for rule in rules:
            row = known.get(rule.code) or rows.create(
                {"rehearsal_id": self.id, "rule_id": rule.id, "is_tried": False}
            )
            row.write(
                {
                    column: row[column] + count
                    for (code, column), count in counts.items()
                    if code == rule.code
                }
            )

    def _line_vals(self, judged):
        bill, before, after = judged.move, judged.before, judged.after
        differs = change(before, after)
        sides = worst(before.findings), worst(after.findings)
        return {
            "rehearsal_id": self.id,
            "company_id": self.company_id.id,
            "move_id": bill.id,
            "reference": bill.ref,
            "partner_id": bill.commercial_partner_id.id,
            "invoice_date": bill.invoice_date,
            "amount": -bill.amount_total_signed,
            "before": before.outcome.value,
            "after": after.outcome.value,
            "is_posted_before": before.is_posted,
            "is_posted_after": after.is_posted,
            "change": differs.value,
            "change_rank": list(Change).index(differs),
            "was_edited": judged.was_edited,
            "noticed": {
                code: [side[code].value if code in side else None for side in sides]
                for code in sides[0].keys() | sides[1].keys()
            },
            "reasons": [
                {"code": reason.code, "values": stored(reason.values)}
                for reason in judged.verdict.reasons
            ]
            if self.tries_policy
            else False,
        }

    @api.model
    def _cron_rehearse(self):
        """Go on with what was begun, a chunk at a time."""
        cron = self.env["ir.cron"]
        running = [("state", "=", "running")]
        cron._commit_progress(remaining=self.search_count(running))
        while rehearsal := self.search(running, order="id", limit=1):
            # Stopped by its manager, or in the hands of another worker.
            mine = rehearsal.try_lock_for_update().filtered_domain(running)
            if not mine:
                break
            mine._judge_next()
            self.env.invalidate_all()
            done = 0 if mine.state == "running" else 1
            if not cron._commit_progress(done):
                break


def _with_findings(facts, findings):
    """Return the facts of a bill with what these settings notice on it."""
    open_findings = {
        each.code for each in findings if each.severity is not Severity.INFORM
    }
    said = {**facts, "open_findings": tuple(sorted(open_findings))}
    said.pop("is_expected", None)
    if any(each.code == "expected" for each in findings):
        said["is_expected"] = True
    return said


class AccountMove(models.Model):
    _inherit = "account.move"

    def _einvoice_cases_of_then(self):
        """Return bills as what the rules looked at on the day of the invoice."""
        return [
            replace(case, today=case.move.invoice_date or case.today, is_rehearsal=True)
            for case in self._einvoice_cases()
        ]

    def _einvoice_facts_of_then(self):
        """Return what the policy asks about bills long posted, by bill."""
        today = fields.Date.context_today(self)
        counts = self._einvoice_supplier_counts(
            {move: (move.invoice_date or today) - timedelta(days=1) for move in self}
        )
        people = self._einvoice_people()
        return {
            move: {
                **move._einvoice_facts(),
                "supplier_bills": counts.get(move, 0),
                "was_edited": people[move]["is_edited"],
            }
            for move in self
        }
