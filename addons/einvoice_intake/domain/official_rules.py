"""The official checks as rules of the suite: one rule for each family.

Which official rule failed stands in the values of the finding (``rule_id``), because a
company sets its severity by family: nobody tunes a thousand rules.

Default severities. A business rule of EN 16931 that fails means that the invoice lacks
something or does not add up, and a buyer who books it takes over the fault: it blocks,
until the supplier corrects it or a manager lifts it with his reason. A code that is
not on its list (BR-CL-…: a unit, a scheme) and a rule of syntax (CII-…, UBL-…, the XML
schema) mean that the file is written in an odd way, and its content may be right: it is
for a person to see. So is a French rule (BR-FR): it speaks of mentions and addresses
that the platforms refuse when the invoice passes through them; of invoices that came by
another way most still miss one, and stopping all of them would stop the accountant and
not the supplier. Before the first day of the reform it bound nobody and is no more than
said. Remarks (warnings) are said in one finding.

A fault that a rule of ours found already stops the bill once: the official finding of
the same rule id is then for information, see :func:`merged`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Owner,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _

from . import official_norm
from .official import Failure, State, Verdict
from .official_sentences import kept_text

# First day on which French companies must receive, and large ones send, e-invoices
# (law of finance for 2024, article 91).
REFORM_STARTS = date(2026, 9, 1)

_NORM = re.compile(r"BR-(?!FR)(?!FX)\S+|PEPPOL-\S+")
_SYNTAX = re.compile(r"(?:CII|UBL)-\S+")
_RULE_ID = re.compile(r"\bBR-(?:[A-Z]+-)*\d+")
_ASK = _(
    "Ask the supplier for a corrected invoice. If its content is right all the same, "
    "a person with the right lifts the finding and says why."
)


@dataclass(frozen=True, slots=True)
class OfficialFacts:
    """The verdict on the document that a case comes from."""

    verdict: Verdict


def family_of(failure: Failure) -> str:
    """Return the code of the rule that a failure belongs to, by its official id.

    >>> family_of(Failure("facturx-basic", "BR-CO-15", "fatal", ""))
    'official_en16931'
    >>> family_of(Failure("br-fr-cii", "BR-FR-12_BT-49", "fatal", ""))
    'official_brfr'
    """
    if failure.rule == "XSD":
        return "official_xsd"
    if failure.rule.startswith("BR-FR-") or failure.check.startswith("br-fr"):
        return "official_brfr"
    if _NORM.fullmatch(failure.rule) or _SYNTAX.fullmatch(failure.rule):
        return "official_en16931"
    return "official_extended"


def _failures(each: Rule, context: CheckContext) -> Iterator[Failure]:
    """Yield the fatal failures of one family."""
    if facts := context.part(OfficialFacts):
        for failure in facts.verdict.fatal:
            if family_of(failure) == each.code:
                yield failure


def _severity(failure: Failure) -> Severity:
    """Stop what lacks something or does not add up, show what is oddly written."""
    is_business = failure.rule.startswith("BR-") and "-CL-" not in failure.rule
    return Severity.BLOCK if is_business else Severity.REVIEW


def _found(each: Rule, failure: Failure, severity: Severity) -> Finding:
    """Make the finding of one official rule."""
    return each.finding(
        term=failure.terms[0] if failure.terms else term_of(failure),
        line=failure.lines[0] if len(failure.lines) == 1 else None,
        severity=severity,
        rule_id=failure.rule or "–",
        lines=failure.lines,
        count=failure.count,
        text=kept_text(failure),
        element=failure.element,
    )


def term_of(failure: Failure) -> str | None:
    """Return the term of a rule whose text names none.

    >>> term_of(Failure("en16931-ubl", "UBL-SR-01", "fatal", ""))
    'BT-12'
    >>> term_of(Failure("en16931-ubl", "BR-CL-23", "fatal", ""))
    'BT-130'
    """
    if codes := re.fullmatch(r"BR-CL-(\d\d)", failure.rule):
        what, _list = official_norm.CODE_LISTS.get(codes[1], ("", ""))
        named = re.search(r"BT-\d+", what)
        return named[0] if named else None
    return official_norm.REPEATED.get(failure.rule)


@rule(
    code="official_en16931",
    title=_("EN 16931 not respected"),
    message=_("The invoice does not meet the rule %(rule_id)s of EN 16931."),
    advice=_ASK,
    source="EN 16931-1 §6.4; Schematron of CEN/TC 434",
    severity=Severity.BLOCK,
    reason="NON_CONFORME",
    topic=Topic.STANDARD,
)
def _en16931(each: Rule, _invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    for failure in _failures(each, context):
        yield _found(each, failure, _severity(failure))


@rule(
    code="official_extended",
    title=_("Profile not respected"),
    message=_("The invoice does not meet the rule %(rule_id)s of its profile."),
    advice=_ASK,
    source="Factur-X 1.09; EXTENDED-CTC-FR (AFNOR XP Z12-012)",
    severity=Severity.BLOCK,
    reason="NON_CONFORME",
    topic=Topic.STANDARD,
)
def _extended(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    for failure in _failures(each, context):
        yield _found(each, failure, _severity(failure))


@rule(
    code="official_brfr",
    title=_("French rule not respected"),
    message=_("The invoice does not meet the rule %(rule_id)s of the French reform."),
    advice=_(
        "Ask the supplier for a corrected invoice: from its start the reform makes "
        "this mandatory. If you accept the invoice, say why."
    ),
    source="AFNOR XP Z12-012 annex A; FNFE BR-FR-Flux2",
    severity=Severity.REVIEW,
    reason="NON_CONFORME",
    topic=Topic.STANDARD,
)
def _brfr(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    issued = invoice.issue_date
    is_before = issued is not None and issued < REFORM_STARTS
    for failure in _failures(each, context):
        severity = Severity.INFORM if is_before else Severity.REVIEW
        yield _found(each, failure, severity)


@rule(
    code="official_xsd",
    title=_("XML not as its schema asks"),
    message=_("The XML does not follow its schema."),
    advice=_(
        "Its content may be right: compare it with the readable page, and tell the "
        "supplier that his software writes the file wrongly."
    ),
    source="UN/CEFACT CII D22B, Factur-X 1.09, UBL 2.1 (XSD)",
    severity=Severity.REVIEW,
    topic=Topic.STANDARD,
)
def _xsd(each: Rule, _invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    # One misplaced element makes the schema complain of many.
    if first := next(_failures(each, context), None):
        yield each.finding(rule_id="XSD", text=first.text, element=first.element)


@rule(
    code="official_engine",
    title=_("Official check broken off"),
    message=_(
        "The check “%(edition)s” broke off: the invoice states something that cannot "
        "be computed (%(error)s)."
    ),
    advice=_("Look for what is no number or no date, and ask for a corrected invoice."),
    source="ISO/IEC 19757-3 (Schematron)",
    severity=Severity.BLOCK,
    reason="NON_CONFORME",
    topic=Topic.STANDARD,
)
def _engine(each: Rule, _invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    facts = context.part(OfficialFacts)
    for run in facts.verdict.runs if facts else ():
        if run.state == "failed":
            yield each.finding(edition=run.edition, error=run.error)


@rule(
    code="official_not_checked",
    title=_("Official rules not checked"),
    message=_("The invoice was not checked against the official rules: %(because)s."),
    advice=_(
        "It is tried again by itself; see the system check if this lasts. Meanwhile "
        "compare the invoice with the readable page."
    ),
    severity=Severity.REVIEW,
    owner=Owner.MANAGER,
    topic=Topic.STANDARD,
)
def _not_checked(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    facts = context.part(OfficialFacts)
    if facts and facts.verdict.because and not facts.verdict.is_final:
        yield each.finding(because=facts.verdict.because)


@rule(
    code="official_too_long",
    title=_("Too heavy for the official checks"),
    message=_(
        "The official checks of the invoice take more time than a check may; it was "
        "not checked, and is not tried again by itself."
    ),
    advice=_(
        "Ask the supplier for an invoice with fewer lines, or check it again. If its "
        "content is right all the same, a person with the right lifts the finding and "
        "says why."
    ),
    severity=Severity.BLOCK,
    owner=Owner.MANAGER,
    reason="NON_CONFORME",
    topic=Topic.STANDARD,
    is_fixed=True,
)
def _too_long(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    facts = context.part(OfficialFacts)
    if facts and facts.verdict.is_final:
        yield each.finding()


@rule(
    code="official_remarks",
    title=_("Remarks of the official checks"),
    message=_("The official checks remark: %(rule_ids)s."),
    advice=_("Nothing to do: the invoice may be so."),
    severity=Severity.INFORM,
    topic=Topic.STANDARD,
)
def _remarks(each: Rule, _invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    facts = context.part(OfficialFacts)
    remarks = facts.verdict.remarks if facts else ()
    named = dict.fromkeys(
        remark.rule or remark.element.rpartition("/")[2] for remark in remarks
    )
    if named:
        yield each.finding(rule_ids=tuple(named))


@rule(
    code="official_edition",
    title=_("Official edition that cannot be used"),
    message=_(
        "These files in the folder of official editions cannot be used: %(files)s. The "
        "next edition was used instead."
    ),
    advice=_("Put a whole copy of the published files there, or take them away."),
    severity=Severity.INFORM,
    owner=Owner.MANAGER,
    topic=Topic.STANDARD,
)
def _edition(each: Rule, _invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    facts = context.part(OfficialFacts)
    if facts and facts.verdict.broken:
        yield each.finding(files=facts.verdict.broken)


OFFICIAL_RULES = (
    _en16931,
    _extended,
    _brfr,
    _xsd,
    _engine,
    _not_checked,
    _too_long,
    _remarks,
    _edition,
)
OFFICIAL_CODES = frozenset(each.code for each in OFFICIAL_RULES)
# Rules whose findings bear the id of an official rule.
WITH_RULE_ID = frozenset(each.code for each in (_en16931, _extended, _brfr, _xsd))


def is_unchecked(verdict: Verdict) -> bool:
    """Tell whether a check of a document is still to be made up for.

    What would take too long each time is not.

    >>> is_unchecked(Verdict(State.INVALID, because="no stylesheet"))
    True
    """
    has_gap = verdict.state is State.NOT_CHECKED or bool(verdict.because)
    return has_gap and not verdict.is_final


def merged(
    findings: Iterable[Finding], noticed_before: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Let an official finding only inform where a rule of ours says the same.

    Ours says it with the amounts, and with the tolerance of the company; the official
    one stays, as its proof. Where ours only informs, it says nothing more than the
    official one and is left out. Ours names the official rules in its source, such as
    “EN 16931 BR-CO-10”.

    Args:
        findings: What all rules noticed.
        noticed_before: What the reader noticed.
    """
    findings = tuple(findings)
    told = {
        official
        for finding in (*findings, *noticed_before)
        if finding.code not in OFFICIAL_CODES
        for official in _told_by(finding.rule.source)
    }
    failed = {
        plain_id(str(finding.values.get("rule_id")))
        for finding in findings
        if finding.code in WITH_RULE_ID
    }
    return tuple(
        replace(finding, severity=Severity.INFORM)
        if finding.code in WITH_RULE_ID
        and plain_id(str(finding.values.get("rule_id"))) in told
        else finding
        for finding in findings
        if not (
            finding.code not in OFFICIAL_CODES
            and finding.severity is Severity.INFORM
            and failed.intersection(_told_by(finding.rule.source))
        )
    )


def plain_id(official: str) -> str:
    """Return a rule id without its term and without the extension that repeats it.

    >>> plain_id("BR-FXEXT-CO-10"), plain_id("BR-FR-05_BT-22_PMT")
    ('BR-CO-10', 'BR-FR-05')
    """
    found = _RULE_ID.match(re.sub(r"F[RX]EXT-(?:BR-)?", "", official))
    return found[0] if found else official


def _told_by(source: str) -> Iterator[str]:
    """Yield the official rules that a rule of ours names as its source."""
    for official in _RULE_ID.findall(source):
        yield official
        if "sister" in source:
            for letters in official_norm.CATEGORIES:
                yield official.replace("-S-", f"-{letters}-")
