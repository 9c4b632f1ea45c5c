"""From an answer of the official checks to a verdict, findings and sentences."""

from __future__ import annotations

import doctest
import importlib
from datetime import date

import pytest
from lxml import etree

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.party import Address, Identifier, Party
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE
from odoo.addons.einvoice_intake.domain import official_norm
from odoo.addons.einvoice_intake.domain.official import (
    NOT_APPLICABLE,
    CheckRun,
    Failure,
    State,
    Verdict,
    is_french,
    question_of,
    restored,
    verdict_of,
)
from odoo.addons.einvoice_intake.domain.official_ask import Question
from odoo.addons.einvoice_intake.domain.official_rules import (
    OFFICIAL_RULES,
    OfficialFacts,
    is_unchecked,
    merged,
    plain_id,
)
from odoo.addons.einvoice_intake.domain.official_sentences import sentence_of
from odoo.addons.einvoice_intake.domain.official_worker import NotRun
from odoo.addons.einvoice_intake.domain.read import read
from odoo.addons.einvoice_intake.worker import editions, svrl
from odoo.addons.einvoice_intake.worker.judge import parsed
from odoo.addons.einvoice_intake.worker.plan import Syntax, checks_for, syntax_of

from . import samples

_WORKER = "odoo.addons.einvoice_intake.worker"
_LOCATION = (
    "/*:CrossIndustryInvoice[namespace-uri()='urn:x'][1]"
    "/*:IncludedSupplyChainTradeLineItem[namespace-uri()='urn:x'][2]/*:Name[1]"
)


@pytest.mark.parametrize(
    "name", ["editions", "judge", "plan", "protocol", "server", "svrl"]
)
def test_the_examples_of_the_worker_hold(name: str) -> None:
    module = importlib.import_module(f"{_WORKER}.{name}")
    assert doctest.testmod(module).failed == 0


def _answer(*failures: Failure, state: str = "invalid") -> dict[str, object]:
    told = [
        {
            "check": each.check,
            "rule": each.rule,
            "flag": each.flag,
            "text": each.text,
            "terms": list(each.terms),
            "lines": list(each.lines),
            "element": each.element,
            "count": each.count,
        }
        for each in failures
    ]
    checks = [{"check": "en16931-cii", "state": state, "edition": "EN 16931 (CEN)"}]
    return {"answer": 0, "checks": checks, "failures": told, "broken": []}


def _fatal(rule: str, **said: object) -> Failure:
    return Failure("en16931-cii", rule, "fatal", f"[{rule}]-…", **said)  # type: ignore[arg-type]


def _noticed(verdict: Verdict, invoice: Invoice | None = None) -> tuple[Finding, ...]:
    context = CheckContext().with_part(OfficialFacts(verdict))
    return run(OFFICIAL_RULES, invoice or Invoice(), context)


def _of(*failures: Failure) -> Verdict:
    return verdict_of(Question(b""), _answer(*failures))


def test_one_fatal_failure_makes_it_invalid_and_warnings_do_not() -> None:
    warning = Failure("en16931-cii", "UBL-CR-001", "warning", "should not")
    assert _of(_fatal("BR-CO-15"), warning).state is State.INVALID
    assert _of(warning).state is State.VALID
    assert _of().state is State.VALID


@pytest.mark.parametrize("reason", list(NotRun))
def test_what_did_not_run_is_never_valid(reason: NotRun) -> None:
    verdict = verdict_of(Question(b""), reason)
    assert verdict.state is State.NOT_CHECKED
    (finding,) = _noticed(verdict)
    if reason is NotRun.TOO_LONG:
        assert (finding.code, finding.severity) == ("official_too_long", Severity.BLOCK)
        assert verdict.is_final
        assert not is_unchecked(verdict)
        return
    assert (finding.code, finding.severity) == ("official_not_checked", Severity.REVIEW)
    assert verdict.because in finding.message
    assert is_unchecked(verdict)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"checks": [], "failures": []},
        {"checks": None, "failures": []},
        {"checks": [{"check": "xsd-cii"}], "failures": []},
        {"checks": [{"check": "xsd-cii", "state": "valid"}], "failures": [1]},
    ],
)
def test_an_answer_that_is_none_is_never_valid(answer: dict[str, object]) -> None:
    verdict = verdict_of(Question(b""), answer)
    assert (verdict.state, verdict.is_final) == (State.NOT_CHECKED, False)


def test_an_older_verdict_is_restored() -> None:
    stored = verdict_of(Question(b""), NotRun.BUSY).as_json()
    stored.pop("is_final")
    assert restored(stored) == verdict_of(Question(b""), NotRun.BUSY)


def test_a_missing_stylesheet_is_not_checked_but_hides_no_failure() -> None:
    answer = _answer(state="missing")
    assert verdict_of(Question(b""), answer).state is State.NOT_CHECKED
    verdict = verdict_of(Question(b""), _answer(_fatal("BR-02"), state="missing"))
    assert verdict.state is State.INVALID
    codes = [each.code for each in _noticed(verdict)]
    assert codes == ["official_en16931", "official_not_checked"]


def test_an_engine_that_broke_off_is_a_rejection_of_its_own() -> None:
    verdict = verdict_of(Question(b""), _answer(state="failed"))
    assert verdict.state is State.INVALID
    (finding,) = _noticed(verdict)
    assert (finding.code, finding.severity) == ("official_engine", Severity.BLOCK)


def test_what_has_nothing_official_has_no_finding() -> None:
    assert _noticed(NOT_APPLICABLE) == ()
    assert question_of(read("page.pdf", b"%PDF-1.4 nothing")) is None
    assert question_of(read("a.xml", b"<Order/>")) is None


def test_a_verdict_is_stored_and_restored() -> None:
    verdict = Verdict(
        State.INVALID,
        (CheckRun("en16931-cii", "invalid", "EN 16931 1.3.16 (CEN)"),),
        (_fatal("BR-26", terms=("BT-146",), lines=("1", "2"), count=2),),
        broken=("a.xslt",),
    )
    assert restored(verdict.as_json()) == verdict
    assert restored(None) is None


@pytest.mark.parametrize(
    ("rule", "code", "severity"),
    [
        ("BR-CO-15", "official_en16931", Severity.BLOCK),
        ("BR-CL-23", "official_en16931", Severity.REVIEW),
        ("CII-SR-465", "official_en16931", Severity.REVIEW),
        ("UBL-SR-01", "official_en16931", Severity.REVIEW),
        ("BR-FREXT-CO-10", "official_extended", Severity.BLOCK),
        ("FX-SCH-A-000031", "official_extended", Severity.REVIEW),
        ("BR-FR-12_BT-49", "official_brfr", Severity.REVIEW),
        ("XSD", "official_xsd", Severity.REVIEW),
    ],
)
def test_the_family_of_a_rule_gives_its_severity(
    rule: str, code: str, severity: Severity
) -> None:
    (finding,) = _noticed(_of(_fatal(rule)))
    assert (finding.code, finding.severity) == (code, severity)


def test_before_the_reform_a_french_rule_only_informs() -> None:
    verdict = _of(_fatal("BR-FR-12_BT-49"))
    before = _noticed(verdict, Invoice(issue_date=date(2026, 8, 31)))
    after = _noticed(verdict, Invoice(issue_date=date(2026, 9, 1)))
    assert before[0].severity is Severity.INFORM
    assert after[0].severity is Severity.REVIEW


def test_a_rule_is_one_finding_with_its_term_and_its_lines() -> None:
    failure = _fatal("BR-26", terms=("BT-146",), lines=("10", "20"), count=5)
    (finding,) = _noticed(_of(failure))
    assert (finding.term, finding.line) == ("BT-146", None)
    assert finding.values["lines"] == ("10", "20")
    (alone,) = _noticed(_of(_fatal("BR-26", lines=("10",))))
    assert alone.line == "10"


def test_remarks_are_one_finding_that_stops_nothing() -> None:
    remarks = [
        Failure("en16931-ubl", f"UBL-CR-00{place}", "warning", "") for place in (1, 2)
    ]
    (finding,) = _noticed(_of(*remarks))
    assert (finding.code, finding.severity) == ("official_remarks", Severity.INFORM)
    assert finding.message == "The official checks remark: UBL-CR-001, UBL-CR-002."


def test_what_a_rule_of_ours_says_is_not_said_twice() -> None:
    ours = next(each for each in TOTALS_GATE if "BR-CO-15" in each.source).finding()
    findings = merged([ours, *_noticed(_of(_fatal("BR-CO-15"), _fatal("BR-CO-16")))])
    by_rule = {each.values.get("rule_id"): each.severity for each in findings}
    assert findings[0] is ours
    assert by_rule["BR-CO-15"] is Severity.INFORM
    assert by_rule["BR-CO-16"] is Severity.BLOCK


def test_of_two_that_only_inform_one_is_enough() -> None:
    source = "C. com. L441-9; BR-FR-05"
    fee = Rule("mention_fee", "", "", "", "x", source=source, severity=Severity.INFORM)
    official = _noticed(_of(_fatal("BR-FR-05_BT-22_PMT")))
    (finding,) = merged([fee.finding(), *official])
    assert finding.values["rule_id"] == "BR-FR-05_BT-22_PMT"
    assert merged([fee.finding()]) == (fee.finding(),)


def test_a_reader_s_problem_counts_and_so_does_an_extension() -> None:
    missing = Rule("number_missing", "", "", "", "x", source="EN 16931-1 BR-02")
    (finding,) = merged(_noticed(_of(_fatal("BR-02"))), [missing.finding()])
    assert finding.severity is Severity.INFORM
    ours = next(each for each in TOTALS_GATE if "BR-CO-10" in each.source).finding()
    found = merged([ours, *_noticed(_of(_fatal("BR-FREXT-CO-10")))])
    assert found[1].severity is Severity.INFORM
    assert plain_id("BR-FXEXT-BR-24") == "BR-24"


def test_a_new_edition_with_other_words_is_the_same_finding() -> None:
    """What a person lifted must stay lifted."""
    old = _noticed(_of(_fatal("BR-CO-15")))
    new = _noticed(
        _of(Failure("en16931-cii", "BR-CO-15", "fatal", "[BR-CO-15] says it otherwise"))
    )
    assert [each.values for each in old] == [each.values for each in new]


def test_an_unknown_rule_is_quoted() -> None:
    failure = Failure("en16931-cii", "BR-ZZ-77", "fatal", "[BR-ZZ-77]-Do not.")
    (finding,) = _noticed(_of(failure))
    assert finding.values["text"] == "[BR-ZZ-77]-Do not."
    assert sentence_of(failure).english == "The official rule says: “Do not.”."


@pytest.mark.parametrize("letters", official_norm.CATEGORIES)
def test_every_rule_of_a_vat_category_names_the_category(letters: str) -> None:
    for number in range(1, 11):
        if letters == "AE" and number > 10:
            continue
        said = sentence_of(_fatal(f"BR-{letters}-{number:02}")).english
        assert official_norm.CATEGORIES[letters] in said
        assert "%(" not in said


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("BR-FR-01_BT-1-1", "[BR-FR-01/BT-1] : dépasser 35", "longer than 35"),
        ("BR-FR-01_BT-1", "BR-FR-01/BT-1 : dépasser 35", "longer than 35"),
        ("BR-FR-01_BT-1-2", "[BR-FR-01/BT-1] : contient", "has a space"),
        ("BR-FR-01_EXT-FR-FE-136-2", "[BR-FR-01/EXT-FR-FE-136]", "has a space"),
        ("BR-FR-05_BT-22-1", "[BR-FR-05/BT-22] : (code PMT) est absente", "PMT"),
        ("BR-FR-08_BT-151-2", "[BR-FR-15/BT-151] : 'L' et 'M'", "used in France"),
        ("BR-FR-09_BT-29", "BR-FR-09/BT-29 : Le SIRET", "SIRET (BT-29)"),
        ("BR-CL-25", "[BR-CL-25]-Endpoint", "(EAS)"),
        ("BR-DEC-12", "[BR-DEC-12]-… (BT-109) is 2.", "BT-29 has more than two"),
        ("UBL-SR-01", "[UBL-SR-01]-Contract", "BT-12 is stated more than once"),
        ("CII-DT-018", "[CII-DT-018] - TypeCode should not be present", "uses Name"),
        (
            "FX-SCH-A-000031",
            "Element 'ram:ID' must occur exactly 1 times.",
            "ram:ID is missing, or stands too often",
        ),
        ("", "Element 'ram:Name' is marked as not used in the given", "ram:Name does"),
        ("XSD", "Element 'Name': This element is not expected.", "not stand where"),
        ("XSD", "Element 'Name': Missing child element(s).", "missing in the element"),
        ("XSD", "Element 'Name': 'x' is not a valid value", "The value of Name"),
        ("XSD", "Element 'Name': Something else.", "XML schema asks: “Element"),
    ],
)
def test_sentences(rule: str, text: str, said: str) -> None:
    failure = Failure("x", rule, "fatal", text, ("BT-29",), element="Item/Name")
    assert said in sentence_of(failure).english


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (Party(address=Address(country="FR")), True),
        (Party(address=Address(country="RE")), True),
        (Party(address=Address(country="DE"), vat_number="FR40303265045"), False),
        (Party(legal_id=Identifier("303265045", "0002")), True),
        (Party(name="nobody"), False),
    ],
)
def test_french_rules_bind_who_is_established_in_france(
    party: Party, expected: bool
) -> None:
    assert is_french(party) is expected


@pytest.mark.parametrize(
    ("profile", "is_facturx", "checks"),
    [
        ("minimum", True, ("xsd-facturx-minimum", "facturx-minimum")),
        ("basicwl", True, ("xsd-facturx-basicwl", "facturx-basicwl", "br-fr-cii")),
        ("basic", False, ("xsd-facturx-basic", "facturx-basic", "br-fr-cii")),
        ("en16931", False, ("xsd-cii", "en16931-cii", "br-fr-cii")),
        ("extended", True, ("xsd-facturx-extended", "facturx-extended", "br-fr-cii")),
        ("extended-ctc-fr", False, ("xsd-cii", "extended-ctc-fr-cii", "br-fr-cii")),
        ("xrechnung", True, ("xsd-cii", "en16931-cii", "br-fr-cii")),
        ("", False, ("xsd-cii", "en16931-cii", "br-fr-cii")),
    ],
)
def test_each_profile_of_cii_has_its_checks(
    profile: str, is_facturx: bool, checks: tuple[str, ...]
) -> None:
    found = checks_for(Syntax.CII, profile, is_facturx=is_facturx, is_french=True)
    assert found == checks
    assert set(checks) <= set(editions.CHECKS)


def test_that_an_xrechnung_is_no_factur_x_is_no_fault() -> None:
    specification = Failure(
        "en16931-cii",
        "FX-SCH-A-000556",
        "fatal",
        "Value of 'ram:ID' is not allowed.",
        element="GuidelineSpecifiedDocumentContextParameter/ID",
    )
    answer = _answer(specification)
    for profile, state in (("xrechnung", State.VALID), ("en16931", State.INVALID)):
        assert verdict_of(Question(b"", profile), answer).state is state


def test_the_question_says_what_the_file_is() -> None:
    question = question_of(read("a.xml", b"\xef\xbb\xbf\n" + samples.cii()))
    assert question is not None
    assert question.content.startswith(b"<?xml")
    assert (question.profile, question.is_facturx) == ("en16931", False)
    # No country, and a SIREN.
    assert question.is_french


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_question_is_about_the_invoice_without_its_envelope(encoding: str) -> None:
    bare = samples.cii().split(b"?>", 1)[1].decode()
    name = "StandardBusinessDocument"
    text = f"<{name}><{name}Header/>{bare}<Signature/></{name}>"
    question = question_of(read("a.xml", text.encode(encoding)))
    assert question is not None
    assert question.content.startswith(b"<?xml")
    root = parsed(question.content)
    assert syntax_of(str(root.tag)) is Syntax.CII
    assert etree.tostring(root, method="c14n") == etree.tostring(
        parsed(samples.cii()), method="c14n"
    )


def test_a_location_becomes_a_line_and_an_element() -> None:
    assert svrl.line_of(_LOCATION, ["L1", "L2"]) == "L2"
    assert svrl.element_of(_LOCATION) == "IncludedSupplyChainTradeLineItem/Name"
    assert svrl.line_of("/Invoice/cac:InvoiceLine[3]/cbc:ID", ["1"]) == "3"
    assert svrl.line_of("/Invoice/cbc:ID", ["1"]) == ""
