"""A platform answers 202 first and judges later."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from tests.pa_sandbox.cdar import Payment, Reason
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox.make_invoice import Company
from tests.pa_sandbox_tests.messages import cdar, message
from tests.pa_sandbox_tests.pair import BUYER, SELLER, STRANGER, invoice


def _acknowledgement(client: Client, answer: Any) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    said: dict[str, Any] = client.metadata(answer.json()["flowId"])["acknowledgement"]
    return said


def _reasons(client: Client, answer: Any) -> list[tuple[str, str]]:
    said = _acknowledgement(client, answer)
    assert said["status"] == "Error"
    return [(each["reasonCode"], each["item"]) for each in said["details"]]


def test_a_flow_is_pending_for_a_time(sandbox: Admin, seller: Client) -> None:
    sandbox.set(SELLER, acknowledge_seconds=60)
    answer = seller.deposit(invoice())
    flow_id = answer.json()["flowId"]
    assert _acknowledgement(seller, answer) == {"status": "Pending"}
    before = seller.metadata(flow_id)
    assert before["updatedAt"] == before["submittedAt"]
    sandbox.advance(61)
    after = seller.metadata(flow_id)
    assert after["acknowledgement"] == {"status": "Ok"}
    assert after["updatedAt"] > before["updatedAt"]
    assert len(sandbox.flows(BUYER)) == 1


def test_a_flow_is_pending_for_some_queries(sandbox: Admin, seller: Client) -> None:
    sandbox.set(SELLER, acknowledge_polls=2)
    answer = seller.deposit(invoice())
    seen = [_acknowledgement(seller, answer)["status"] for _ in range(3)]
    assert seen == ["Pending", "Pending", "Ok"]


def test_a_pending_flow_may_be_undefined(sandbox: Admin, seller: Client) -> None:
    sandbox.set(SELLER, acknowledge_polls=1, undefined_while_pending=True)
    flow_id = seller.deposit(invoice()).json()["flowId"]
    assert seller.metadata(flow_id)["flowType"] == "Undefined"
    assert seller.metadata(flow_id)["flowType"] == "CustomerInvoice"


def test_the_answer_repeats_what_was_said(seller: Client) -> None:
    answer = seller.deposit(invoice(), trackingId="ours-1", flowProfile="CIUS").json()
    assert answer["trackingId"] == "ours-1"
    assert answer["flowProfile"] == "CIUS"
    assert len(answer["sha256"]) == 64
    assert seller.search(trackingId="ours-1")[0]["flowId"] == answer["flowId"]


@pytest.mark.parametrize(
    ("style", "given"), [("absent", ...), ("null", None), ("flow_id", "flowId")]
)
def test_the_tracking_may_come_back_otherwise(
    sandbox: Admin, seller: Client, style: str, given: Any
) -> None:
    sandbox.set(SELLER, tracking=style)
    answer = seller.deposit(invoice(), trackingId="ours-1").json()
    expected = answer["flowId"] if given == "flowId" else given
    assert answer.get("trackingId", ...) == expected


@pytest.mark.parametrize(
    ("content", "syntax", "info", "reason"),
    [
        (b"", "CII", {}, ("EmptyFlow", "file")),
        (b"no xml", "CII", {}, ("InvalidSchema", "file")),
        (b"<!DOCTYPE a []><a/>", "CII", {}, ("InvalidSchema", "file")),
        (b"<a/>", "UBL", {}, ("FlowTypeError", "file")),
        (b"no pdf", "Factur-X", {}, ("FlowTypeError", "file")),
        (b"<a/>", "CDAR", {}, ("FlowTypeError", "file")),
        (b"<a/>", "FRR", {}, ("FlowTypeError", "file")),
        (invoice(), "UBL", {}, ("FlowTypeError", "file")),
        (invoice(), "CII", {"sha256": "ab" * 32}, ("ChecksumMismatch", "sha256")),
        (invoice(), "CII", {"flowProfile": "Basic"}, ("FlowTypeError", "flowProfile")),
        (invoice(number=""), "CII", {}, ("InvalidSchema", "BT-1")),
        (
            invoice(seller=Company(STRANGER)),
            "CII",
            {},
            ("OtherTechnicalError", "BT-30"),
        ),
    ],
)
def test_a_bad_file_is_an_error(
    sandbox: Admin,
    seller: Client,
    content: bytes,
    syntax: str,
    info: dict[str, str],
    reason: tuple[str, str],
) -> None:
    assert _reasons(seller, seller.deposit(content, syntax, **info)) == [reason]
    assert sandbox.flows(BUYER) == []


def test_the_same_file_twice_is_an_error(sandbox: Admin, seller: Client) -> None:
    seller.deposit(invoice(), trackingId="a")
    again = seller.deposit(invoice(), trackingId="b")
    assert _reasons(seller, again) == [("AlreadyExistingFlow", "file")]
    assert len(sandbox.flows(BUYER, flowType="SupplierInvoice")) == 1


def test_a_file_that_failed_may_be_sent_again(seller: Client) -> None:
    seller.deposit(invoice(), sha256="ab" * 32)
    assert _acknowledgement(seller, seller.deposit(invoice())) == {"status": "Ok"}


def test_an_error_may_be_asked_for(sandbox: Admin, seller: Client) -> None:
    sandbox.fault(SELLER, "ack_error", "acknowledge", reason="VirusFound")
    sandbox.fault(SELLER, "stuck", "acknowledge")
    sandbox.fault(SELLER, "reject", "acknowledge", reason="REJ_COH")
    sandbox.fault(SELLER, "routing_error", "acknowledge")
    first = seller.deposit(invoice("F-1"))
    assert _reasons(seller, first) == [("VirusFound", "file")]
    second = seller.deposit(invoice("F-2"))
    sandbox.advance(600)
    assert _acknowledgement(seller, second) == {"status": "Pending"}
    for number in ("F-3", "F-4"):
        said = _acknowledgement(seller, seller.deposit(invoice(number)))
        assert said == {"status": "Ok"}
    told = [e["status"] for e in sandbox.flows(SELLER, flowDirection="In")]
    assert told == ["213", "200", "221"]
    assert sandbox.flows(BUYER) == []


_REPORTS = {
    "UnitarySupplierTransactionReport": ("BY", "TransactionsReport", "Invoice"),
    "UnitaryCustomerTransactionReport": ("SE", "TransactionsReport", "Invoice"),
    "AggregatedCustomerTransactionReport": ("SE", "TransactionsReport", "Transactions"),
    "UnitaryCustomerPaymentReport": ("SE", "PaymentsReport", "Invoice"),
    "AggregatedCustomerPaymentReport": ("SE", "PaymentsReport", "Transactions"),
}


@pytest.mark.parametrize("flow_type", _REPORTS)
def test_e_reporting_is_taken(buyer: Client, flow_type: str) -> None:
    role, part, child = _REPORTS[flow_type]
    head = f"<ReportDocument><Issuer><RoleCode>{role}</RoleCode></Issuer>"
    xml = f"<Report>{head}</ReportDocument><{part}><{child}/></{part}></Report>"
    answer = buyer.deposit(xml.encode(), "FRR")
    assert _acknowledgement(buyer, answer) == {"status": "Ok"}
    assert buyer.metadata(answer.json()["flowId"])["flowType"] == flow_type


def _with_type(code: str, type_code: str) -> bytes:
    said = message(code)
    about = dataclasses.replace(said.invoice, type_code=type_code)
    return cdar(code, invoice=about)


_BAD = Reason("QUALITE_ERR", comment="cassé")
_SILENT = Reason("CMD_ERR")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (cdar("203"), ("InvoiceLCStatusError", "MDT-105")),
        (cdar("205").replace(b">205<", b">299<"), ("InvoiceLCStatusError", "MDT-105")),
        (cdar("212"), ("InvoiceLCStatusError", "MDT-105")),
        (cdar("205", "F-2"), ("InvoiceLCRuleError", "MDT-87")),
        (_with_type("205", "381"), ("InvoiceLCRuleError", "MDT-87")),
        (
            cdar("205").replace(b">1</ram:StatusCode>", b">8</ram:StatusCode>"),
            ("InvoiceLCInvalidStatus", "MDT-88"),
        ),
        (
            cdar("205").replace(b"_STATUTS<", b"<"),
            ("InvoiceLCRuleError", "MDT-73"),
        ),
        (cdar("210", reasons=()), ("InvoiceLCRuleError", "MDT-113")),
        (cdar("210", reasons=(_BAD,)), ("InvoiceLCRuleError", "MDT-113")),
        (cdar("210", reasons=(_SILENT,)), ("InvoiceLCRuleError", "MDT-126")),
        (
            cdar("207").replace(b"<ram:SequenceNumeric>1</ram:SequenceNumeric>", b""),
            ("InvoiceLCRuleError", "MDT-124-2"),
        ),
        (
            cdar("205").replace(b"<ram:IssuerAssignedID>F-1</ram:", b"<ram:X/><ram:"),
            ("InvalidSchema", "file"),
        ),
        (
            cdar("205").replace(b"IssuerAssignedID", b"SomeOtherID"),
            ("InvalidSchema", "MDT-87"),
        ),
    ],
)
def test_a_bad_status_is_an_error(
    sandbox: Admin,
    seller: Client,
    buyer: Client,
    content: bytes,
    reason: tuple[str, str],
) -> None:
    seller.deposit(invoice())
    before = len(sandbox.flows(SELLER))
    assert reason in _reasons(buyer, buyer.deposit(content, "CDAR"))
    assert len(sandbox.flows(SELLER)) == before


@pytest.mark.parametrize(
    ("payments", "item"),
    [
        ((), "MDT-207"),
        ((Payment("120.00", ""),), "MDT-215"),
        ((Payment("120.00", "5.50"),), "MDT-224"),
    ],
)
def test_amounts_received_are_checked(
    seller: Client, payments: tuple[Payment, ...], item: str
) -> None:
    seller.deposit(invoice())
    content = cdar("212", by="seller", payments=payments)
    found = _reasons(seller, seller.deposit(content, "CDAR"))
    assert found == [("InvoiceLCAmountError", item)]


def test_a_refusal_is_final(seller: Client, buyer: Client) -> None:
    seller.deposit(invoice())
    assert _acknowledgement(buyer, buyer.deposit(cdar("210"), "CDAR"))["status"] == "Ok"
    late = buyer.deposit(cdar("205"), "CDAR")
    assert _reasons(buyer, late) == [("InvoiceLCInvalidStatus", "MDT-105")]
    cancelled = seller.deposit(cdar("220", by="seller"), "CDAR")
    assert _acknowledgement(seller, cancelled) == {"status": "Ok"}


def test_a_third_party_has_no_say(sandbox: Admin, seller: Client) -> None:
    seller.deposit(invoice())
    sandbox.admit(STRANGER)
    other = sandbox.client(STRANGER)
    found = _reasons(other, other.deposit(cdar("205"), "CDAR"))
    assert found == [("InvoiceLCAccessDenied", "MDT-38")]


@pytest.mark.parametrize(
    ("info", "word"),
    [
        ({"flowSyntax": "FacturX"}, "flowSyntax"),
        ({"name": "x" * 256}, "name"),
        ({"name": 5}, "name"),
        ({"trackingId": "x" * 65}, "trackingId"),
        ({"sha256": "AB" * 32}, "sha256"),
        ({"processingRule": "b2b"}, "processingRule"),
        ({"flowProfile": "EN16931"}, "flowProfile"),
        ({"name": "\ud800"}, "JSON"),
    ],
)
def test_bad_flow_info_is_refused_at_once(
    seller: Client, info: dict[str, Any], word: str
) -> None:
    answer = seller.deposit(invoice(), **info)
    assert answer.status_code == 400
    assert word in answer.json()["errorMessage"]


@pytest.mark.parametrize(
    "files",
    [
        {"flowInfo": (None, "{}", "application/json")},
        {"file": ("f.xml", b"<a/>", "application/xml")},
        {
            "flowInfo": (None, '{"flowSyntax": "CII", "name": "f"}', "text/plain"),
            "file": ("f.xml", b"<a/>", "application/xml"),
        },
        {
            "flowInfo": (None, '{"flowSyntax": "CII", "name": "f"}'),
            "file": ("f.xml", b"<a/>", "application/xml"),
        },
        {
            "flowInfo": (
                None,
                '{"flowSyntax": "CII", "name": "f"}',
                "application/json",
            ),
            "file": ("f.xml", b"<a/>", "text/html"),
        },
        {
            "flowInfo": (None, "[1", "application/json"),
            "file": ("f.xml", b"<a/>", "application/xml"),
        },
    ],
)
def test_parts_must_be_as_the_standard_has_them(
    seller: Client, files: dict[str, Any]
) -> None:
    answer = seller.request("POST", "/flows", files=files)
    assert answer.status_code == 400


def test_a_tolerant_platform_takes_untyped_parts(
    sandbox: Admin, seller: Client
) -> None:
    sandbox.set(SELLER, strict_parts=False)
    files = {
        "flowInfo": (None, '{"flowSyntax": "CII", "name": "f"}'),
        "file": ("f.xml", invoice()),
    }
    assert seller.request("POST", "/flows", files=files).status_code == 202


def test_a_large_file_is_refused(sandbox: Admin, seller: Client) -> None:
    sandbox.set(SELLER, max_bytes=1000)
    for size in (1001, 3_000_000):
        answer = seller.deposit(b" " * size)
        assert answer.status_code == 413
        assert answer.json()["errorCode"] == "FILE_SIZE_EXCEEDED"
