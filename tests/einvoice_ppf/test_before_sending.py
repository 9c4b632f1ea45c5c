"""Each rule before sending notices what it should, and agrees with the official one."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from odoo.addons.einvoice_base.domain.findings import CheckContext, Severity
from odoo.addons.einvoice_base.domain.invoice import Payment
from odoo.addons.einvoice_base.domain.messages import fill
from odoo.addons.einvoice_base.domain.party import Identifier
from odoo.addons.einvoice_base.domain.samples import SAMPLES
from odoo.addons.einvoice_intake.domain.official_worker import Worker
from odoo.addons.einvoice_ppf.domain.outgoing.before_sending import (
    BEFORE_SENDING,
    checked,
    may_be_sent,
)
from odoo.addons.einvoice_ppf.domain.outgoing.errors import WritingError
from odoo.addons.einvoice_ppf.domain.outgoing.profile import Syntax, profile_for
from odoo.addons.einvoice_ppf.domain.outgoing.sending_facts import SendingFacts
from odoo.addons.einvoice_ppf.domain.outgoing.treatment import Treatment
from odoo.addons.einvoice_ppf.domain.outgoing.write import written

from . import official, sales
from .wrong_sales import CASES

DOMAIN = Path(__file__).parents[2] / "addons/einvoice_ppf/domain"
_PLACE = re.compile(r"%\((\w+)\)")
_ENGLISH = re.compile(
    r"\b(and|of|to|the|by|or|rules?|decree|directive|one|annex|identity)\b"
)


def codes(findings: object) -> set[str]:
    return {each.code for each in findings}  # type: ignore[attr-defined]


def test_each_rule_has_its_case() -> None:
    assert list(CASES) == [each.code for each in BEFORE_SENDING]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_notices_what_is_wrong(code: str) -> None:
    noticed = [each for each in checked(CASES[code].wrong()) if each.code == code]
    assert noticed
    for each in noticed:
        assert "%(" not in each.message + each.advice
        assert each.term
        assert each.rule.addon == "einvoice_ppf"


@pytest.mark.parametrize("code", CASES)
def test_a_rule_lets_the_right_pass(code: str) -> None:
    assert code not in codes(checked(CASES[code].right()))


@pytest.mark.parametrize("code", CASES)
def test_what_is_just_right_may_be_sent(code: str) -> None:
    found = [
        each.code
        for each in checked(CASES[code].right())
        if each.severity is Severity.BLOCK
    ]
    # A line changed alone no longer adds up.
    assert set(found) <= {"send_totals_wrong"}


@pytest.mark.slow
@pytest.mark.skipif(not official.FNFE.is_dir(), reason=official.ABSENT)
def test_the_official_rules_agree(tmp_path: Path) -> None:
    """Where FNFE or CEN say the same: in each syntax, of the wrong and of the right."""
    asked, questions = [], []
    for code, case in CASES.items():
        for is_wrong in (True, False) if case.official else ():
            invoice = case.wrong() if is_wrong else case.right()
            for syntax in case.syntaxes:
                profile = profile_for(invoice, syntax)
                try:
                    xml = written(invoice, syntax, profile)
                except WritingError:
                    continue
                asked.append((code, is_wrong, syntax))
                questions.append(official.question(xml, syntax, profile))
    worker: Worker = official.worker(tmp_path)
    agreed, disagreed = set(), []
    for (code, is_wrong, syntax), verdict in zip(
        asked, official.verdicts(questions, worker), strict=True
    ):
        fatal = official.fatal(verdict)
        for rule in CASES[code].official:
            names = tuple(rule.split("|"))
            if any(each.startswith(names) for each in fatal) is not is_wrong:
                disagreed.append((code, rule, is_wrong, syntax.name, sorted(fatal)))
        agreed.add((code, is_wrong))
    assert not disagreed
    assert len(agreed) == 2 * sum(bool(case.official) for case in CASES.values())


def test_the_limit_of_the_portal_ends_with_the_year() -> None:
    invoice = sales.sale(number="F" * 21)
    after = CheckContext(today=date(2027, 1, 1))
    assert "send_number_over_twenty" in codes(checked(invoice))
    assert not checked(invoice, context=after)


def test_a_public_buyer_has_a_siren_and_no_note() -> None:
    notes = tuple(note for note in sales.NOTES if note.subject != "BAR")
    invoice = sales.sale(notes=notes)
    facts = SendingFacts(treatment=Treatment.PUBLIC)
    assert not checked(invoice, facts)
    lacking = replace(invoice, buyer=replace(invoice.buyer, legal_id=None))
    assert codes(checked(lacking, facts)) == {"send_buyer_siren"}


def test_in_cii_an_identifier_needs_no_scheme() -> None:
    seller = replace(sales.SELLER, identifiers=(Identifier("12"),))
    invoice = sales.sale(seller=seller)
    assert codes(checked(invoice)) == {"send_identifier_wrong"}
    assert not checked(invoice, SendingFacts(syntax=Syntax.CII))


def test_cii_has_places_that_ubl_has_not() -> None:
    payee = replace(sales.FACTOR, trading_name="Le Factor")
    invoice = sales.sale(payee=payee, specification=None)
    assert codes(checked(invoice)) == {"send_several_orders"}
    assert not checked(invoice, SendingFacts(syntax=Syntax.CII))


def test_a_warning_does_not_stop() -> None:
    invoice = sales.sale(payment=Payment())
    findings = checked(invoice)
    assert codes(findings) == {"send_account_missing"}
    assert may_be_sent(findings)


def test_every_place_of_a_sentence_has_an_example() -> None:
    for rule in BEFORE_SENDING:
        places = set(_PLACE.findall(f"{rule.message}{rule.advice}"))
        assert not places - set(SAMPLES), rule.code
        assert "%(" not in fill(rule.message, SAMPLES) + fill(rule.advice, SAMPLES)


def test_english_in_a_source_is_marked() -> None:
    marked = {
        node.args[0].value
        for path in DOMAIN.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "_"
        and isinstance(node.args[0], ast.Constant)
    }
    for rule in BEFORE_SENDING:
        for part in rule.source.split("; "):
            assert part in marked or not _ENGLISH.search(part), (rule.code, part)
