from odoo import api, models

from ..domain.findings import Finding, Severity, Topic
from ..domain.rule_settings import RuleSetting, reapplied, run


class EinvoiceRule(models.Model):
    """The rules applied to bills of the past, by two sets of settings at once."""

    _inherit = "einvoice.rule"

    @api.model
    def _not_rehearsed(self):
        """Return the codes of rules that are not run again on old bills.

        They notice while a file is read or booked, or ask an official engine. What
        they noticed then and still stands on the bill counts. Addons extend it.
        """
        return frozenset(
            rule.code
            for rule in self._rules()
            if rule.check is None or rule.topic is Topic.STANDARD
        )

    @api.model
    def _rehearse_cases(self, cases, in_force, tried):
        """Apply the rules by the settings in force and by others, looking up once.

        Args:
            cases: :class:`~.models._case.Case` of bills, as of their own day.
            in_force: Settings by code.
            tried: Settings by code.

        Returns:
            One pair of findings, by the ones and by the others, for each case.
        """
        kept = self._not_rehearsed()
        again = [rule for rule in self._rules() if rule.code not in kept]
        changed = self._changed_codes(again, in_force, tried)
        some = [rule for rule in again if rule.code in changed]
        pairs = []
        for case, context in zip(cases, self._contexts(cases), strict=True):
            before = run(
                again, case.invoice, self._limited(context, in_force), in_force
            )
            after = [each for each in before if _code_of(each) not in changed]
            after += run(some, case.invoice, self._limited(context, tried), tried)
            then = self._noticed_then(case.move, kept)
            pairs.append(
                (
                    (*before, *_settled(then, in_force, in_force)),
                    (*after, *_settled(then, in_force, tried)),
                )
            )
        return pairs

    @api.model
    def _changed_codes(self, again, in_force, tried):
        """Return the codes of rules that may notice something else.

        All of them where a limit differs: a rule may look at that of another.
        """
        unset = RuleSetting()
        codes = {
            code
            for code in in_force.keys() | tried.keys()
            if in_force.get(code, unset) != tried.get(code, unset)
        }
        limits = any(
            in_force.get(code, unset).limits != tried.get(code, unset).limits
            for code in codes
        )
        return {rule.code for rule in again} if limits else codes

    @api.model
    def _noticed_then(self, move, codes):
        """Return the findings kept on a bill, as values of the domain."""
        rules = self._by_code()
        return [
            Finding(
                rule=rules[each.rule],
                severity=Severity(each.severity),
                tried=Severity(each.tried_severity) if each.tried_severity else None,
            )
            for each in move.einvoice_finding_ids
            if each.rule in codes and each.rule in rules
        ]


def _code_of(finding):
    """Return the code of the rule that noticed, also of one that could not run."""
    return finding.values.get("failed_code") or finding.code


def _settled(findings, before, after):
    unset = RuleSetting()
    for each in findings:
        settled = reapplied(
            each, before.get(each.code, unset), after.get(each.code, unset)
        )
        if settled is not None:
            yield settled
