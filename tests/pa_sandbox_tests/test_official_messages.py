"""What the sandbox writes passes the official schemas and rules."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from tests.pa_sandbox.cdar import Message, Payment, Reason, write_cdar
from tests.pa_sandbox.cdar_read import read_cdar
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox.invoices import read_invoice
from tests.pa_sandbox.make_invoice import Company, Item
from tests.pa_sandbox.statuses import STATUSES
from tests.pa_sandbox_tests.official import STANDARDS, needs_standards
from tests.pa_sandbox_tests.pair import SELLER, STRANGER, invoice

pytestmark = [pytest.mark.slow, needs_standards]

_RULES = STANDARDS / "fnfe_1.4.0.03"
_CDV = "20260804_BR-FR-CDV-Schematron-CDAR_V1.4.0.03.xslt"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
# Saxon lives in a process of its own: it does not survive being forked.
_SAXON = """\
import json, sys
from saxonche import PySaxonProcessor
with PySaxonProcessor(license=False) as saxon:
    rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=sys.argv[1])
    for path in sys.argv[2:]:
        print(json.dumps(rules.transform_to_string(source_file=path)))
"""
_WITH_REASON = {
    "206": "QTE_ERR",
    "207": "PU_ERR",
    "208": "JUSTIF_ABS",
    "210": "CMD_ERR",
    "213": "DOUBLON",
    "221": "ROUTAGE_ERR",
    "501": "IRR_SYNTAX",
}


def _failures(rules: str, files: list[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield each file with the fatal rules that it fails."""
    done = subprocess.run(
        [sys.executable, "-c", _SAXON, str(_RULES / rules), *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )
    for path, line in zip(files, done.stdout.splitlines(), strict=True):
        report = etree.fromstring(json.loads(line).encode())
        failed = [
            " ".join(each.itertext()).strip()
            for each in report.iter(_SVRL)
            if each.get("flag") not in ("warning", "information")
        ]
        yield path.name, failed


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    name = "CrossDomainAcknowledgementAndResponse_100pD22B.xsd"
    return etree.XMLSchema(etree.parse(STANDARDS / "cdar_xsd" / name))


def _emitted(sandbox: Admin, seller: Client) -> list[bytes]:
    """Return what platforms say on their own about good and bad invoices."""
    sandbox.set(SELLER, emits=["200", "201", "202", "203"])
    seller.deposit(invoice("F-1"))
    seller.deposit(invoice("F-1", order="P-1"))
    seller.deposit(invoice("F-2", buyer=Company(STRANGER)))
    seller.deposit(invoice("F-3", buyer=Company("500000005")))
    bad = invoice("F-4").replace(b"ram:InvoiceCurrencyCode", b"ram:InvoiceMoney")
    seller.deposit(bad)
    sandbox.fault(SELLER, "routing_error", "acknowledge")
    seller.deposit(invoice("F-5"))
    reason = {"code": "REJ_COH", "comment": "incohérente"}
    sandbox.send_status("F-5", SELLER, "213", to=["seller", "buyer"], reasons=[reason])
    flows = sandbox.flows(SELLER, flowType="CustomerInvoiceLC")
    return [sandbox.file(each["sha256"]) for each in flows]


def _written() -> list[bytes]:
    """Return one message of each status, as ``/sandbox/statuses`` writes it."""
    facts, _root = read_invoice("CII", invoice())
    found = []
    for code, status in STATUSES.items():
        reason = _WITH_REASON.get(code)
        message = Message(
            status=code,
            invoice=facts,
            set_at=1_795_000_000_000_000,
            received_at=1_795_000_000_000_000,
            to_seller=status.by != "seller",
            to_buyer=status.by == "seller",
            reasons=(Reason(reason, comment="Voir.", action="NOA"),) if reason else (),
            payments=(Payment("120.00", "20.00"),) if code == "212" else (),
        )
        found.append(write_cdar(message))
    return found


def test_messages_pass_schema_and_rules(
    sandbox: Admin, seller: Client, schema: etree.XMLSchema, tmp_path: Path
) -> None:
    files = []
    for number, content in enumerate([*_emitted(sandbox, seller), *_written()]):
        schema.assertValid(etree.fromstring(content))
        code = read_cdar(content).status
        path = tmp_path / f"{number}_{code}.xml"
        path.write_bytes(content)
        files.append(path)
    codes = {path.stem.partition("_")[2] for path in files}
    assert codes == set(STATUSES)
    assert {name: bad for name, bad in _failures(_CDV, files) if bad} == {}


def test_the_rules_see_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(_written()[0].replace(b">305<", b">999<"))
    assert dict(_failures(_CDV, [path]))["bad.xml"]


@pytest.mark.parametrize(("syntax", "rules"), [("CII", "CII"), ("UBL", "UBL")])
def test_invoices_pass_the_rules(syntax: str, rules: str, tmp_path: Path) -> None:
    items = (
        Item("Câble & prise", "12", "99.99", "20.00"),
        Item("Livre", "3", "7.35", "5.50"),
    )
    made = {
        "plain": invoice(syntax=syntax),
        "full": invoice(syntax=syntax, items=items, order="P-42"),
    }
    if syntax == "CII":
        made["credit"] = invoice(syntax=syntax, type_code="381", previous="F-0")
    files = []
    for name, content in made.items():
        path = tmp_path / f"{name}.xml"
        path.write_bytes(content)
        files.append(path)
    for sheet in (
        f"20260804_BR-FR-Flux2-Schematron-{rules}_V1.4.0.03.xslt",
        f"20260804_EXTENDED-CTC-FR-{rules}-V1.4.0.03.xslt",
    ):
        assert {name: bad for name, bad in _failures(sheet, files) if bad} == {}


def test_the_official_examples_are_read() -> None:
    paths = [
        *(STANDARDS / "cdar_examples").glob("*.xml"),
        *(STANDARDS / "examples").glob("cdar_*.xml"),
    ]
    assert len(paths) > 15
    for path in paths:
        found = read_cdar(path.read_bytes())
        assert found.status in path.name
        assert found.number
        assert found.status in STATUSES
        status = STATUSES[found.status]
        assert found.document_status in (status.document_status, "5")
        assert found.phase == status.phase


def test_the_codes_are_those_of_the_standard() -> None:
    text = (STANDARDS / "codes.json").read_text(encoding="utf-8")
    standard = {each["code"]: each for each in json.loads(text)["statuses"]}
    assert set(STATUSES) == set(standard)
    for code, status in STATUSES.items():
        said = standard[code]
        assert status.document_status == (said["mdt88"] or "")
        assert status.phase == said["mdt77"]
        assert set(status.reasons) == set(said["reasons"])


@pytest.mark.parametrize("name", ["cii", "ubl"])
def test_our_example_invoices_travel(sandbox: Admin, name: str) -> None:
    content = (STANDARDS / f"examples/invoice_{name}_en16931_fr_b2b.xml").read_bytes()
    sandbox.admit("552100554")
    sandbox.admit("732829320")
    fate = sandbox.send_file(content, name.upper())
    assert (fate["ack"], fate["state"]) == ("Ok", "203")
