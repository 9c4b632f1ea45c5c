"""Invoices and statuses go where they belong, and both sides hold the same."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
import requests
from pypdf import PdfReader
from tests.pa_sandbox.cdar_read import read_cdar
from tests.pa_sandbox.client import Admin, Client
from tests.pa_sandbox.make_invoice import Company
from tests.pa_sandbox_tests.messages import cdar
from tests.pa_sandbox_tests.pair import (
    BUYER,
    SELLER,
    STRANGER,
    invoice,
)


def _arrived(client: Client, flow_type: str) -> list[dict[str, Any]]:
    return client.search(flowType=[flow_type], flowDirection=["In"])


def _statuses(client: Client, flow_type: str = "CustomerInvoiceLC") -> list[str]:
    flows = _arrived(client, flow_type)
    return [read_cdar(client.file(flow["flowId"])).status for flow in flows]


def _last_reason(client: Client) -> tuple[str, list[str]]:
    last = _arrived(client, "CustomerInvoiceLC")[-1]
    message = read_cdar(client.file(last["flowId"]))
    return message.status, [each.reason for each in message.details]


@pytest.mark.parametrize("syntax", ["CII", "UBL", "Factur-X"])
def test_an_invoice_arrives_as_it_was_sent(
    seller: Client, buyer: Client, syntax: str
) -> None:
    sent = invoice(syntax=syntax)
    answer = seller.deposit(sent, syntax)
    assert answer.status_code == 202
    (arrived,) = _arrived(buyer, "SupplierInvoice")
    assert arrived["flowSyntax"] == syntax
    assert arrived["flowProfile"] == "CIUS"
    assert arrived["acknowledgement"] == {"status": "Ok"}
    assert arrived["flowId"] != answer.json()["flowId"]
    assert buyer.file(arrived["flowId"]) == sent


def test_the_seller_hears_of_each_step(seller: Client, buyer: Client) -> None:
    seller.deposit(invoice())
    assert _statuses(seller) == ["200", "202", "203"]
    assert _statuses(buyer, "SupplierInvoiceLC") == []


def test_which_steps_are_told_is_a_setting(sandbox: Admin, seller: Client) -> None:
    sandbox.set(SELLER, emits=["200", "201", "203"])
    seller.deposit(invoice())
    assert _statuses(seller) == ["200", "201", "203"]


def test_a_status_of_the_buyer_goes_to_the_seller(
    seller: Client, buyer: Client
) -> None:
    seller.deposit(invoice())
    sent = cdar("205")
    flow_id = buyer.deposit(sent, "CDAR", name="205.xml").json()["flowId"]
    own = buyer.metadata(flow_id)
    assert (own["flowType"], own["flowDirection"]) == ("SupplierInvoiceLC", "Out")
    assert own["acknowledgement"]["status"] == "Ok"
    arrived = _arrived(seller, "CustomerInvoiceLC")[-1]
    assert seller.file(arrived["flowId"]) == sent


def test_a_status_of_the_seller_goes_to_the_buyer(
    seller: Client, buyer: Client
) -> None:
    seller.deposit(invoice())
    buyer.deposit(cdar("208"), "CDAR")
    flow_id = seller.deposit(cdar("209", by="seller"), "CDAR").json()["flowId"]
    assert seller.metadata(flow_id)["flowType"] == "CustomerInvoiceLC"
    assert _statuses(buyer, "SupplierInvoiceLC") == ["209"]


def test_both_sides_hold_the_same_files(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    for number in ("F-1", "F-2", "F-3"):
        seller.deposit(invoice(number))
        buyer.deposit(cdar("204", number), "CDAR")
        buyer.deposit(cdar("205", number), "CDAR")
        seller.deposit(cdar("212", number, by="seller"), "CDAR")
    held = {}
    for siren in (SELLER, BUYER):
        flows = sandbox.flows(siren)
        own = [e for e in flows if e["flowDirection"] == "Out" or e["origin"]]
        held[siren] = sorted(each["sha256"] for each in own)
    assert len(held[SELLER]) == 12
    assert held[SELLER] == held[BUYER]
    sha256 = held[SELLER][0]
    assert hashlib.sha256(sandbox.file(sha256)).hexdigest() == sha256


def test_a_self_billed_invoice_goes_the_other_way(
    seller: Client, buyer: Client
) -> None:
    flow_id = buyer.deposit(invoice(type_code="389")).json()["flowId"]
    assert buyer.metadata(flow_id)["flowType"] == "SupplierInvoice"
    (arrived,) = _arrived(seller, "CustomerInvoice")
    assert arrived["flowDirection"] == "In"


@pytest.mark.parametrize(
    ("address", "arrives"),
    [(f"{BUYER}_FRAIS", True), (f"{BUYER}_AUTRE", False), (BUYER, True)],
)
def test_the_address_decides(
    sandbox: Admin, seller: Client, buyer: Client, address: str, arrives: bool
) -> None:
    sandbox.admit(BUYER, addresses=[f"{BUYER}_FRAIS"])
    seller.deposit(invoice(buyer=Company(BUYER, "Acheteur", address)))
    assert bool(_arrived(buyer, "SupplierInvoice")) is arrives
    if not arrives:
        assert _last_reason(seller) == ("213", ["ADR_ERR"])


def test_an_unknown_addressee_is_a_rejection(seller: Client) -> None:
    answer = seller.deposit(invoice(buyer=Company(STRANGER)))
    own = seller.metadata(answer.json()["flowId"])
    assert own["acknowledgement"]["status"] == "Ok"
    assert _last_reason(seller) == ("213", ["DEST_INC"])
    assert _statuses(seller) == ["213"]


@pytest.mark.parametrize("siren", ["500000005", "600000004"])
def test_without_an_active_address_the_invoice_stays(
    seller: Client, siren: str
) -> None:
    seller.deposit(invoice(buyer=Company(siren)))
    assert _last_reason(seller) == ("200", ["NON_TRANSMISE"])


def test_the_same_number_in_the_year_is_a_double(seller: Client, buyer: Client) -> None:
    for date in ("2026-11-20", "2026-11-21", "2027-01-02"):
        seller.deposit(invoice(issue_date=date, due_date="2027-02-01"))
    assert len(_arrived(buyer, "SupplierInvoice")) == 2
    steps = ["200", "202", "203"]
    assert _statuses(seller) == [*steps, "213", *steps]


def test_a_rejected_number_may_be_used_again(seller: Client, buyer: Client) -> None:
    seller.deposit(invoice(buyer=Company(STRANGER)))
    seller.deposit(invoice())
    assert len(_arrived(buyer, "SupplierInvoice")) == 1


def test_a_bad_schema_is_an_error_and_a_rejection(
    seller: Client, buyer: Client
) -> None:
    bad = invoice().replace(b"<ram:InvoiceCurrencyCode>EUR</ram:", b"<ram:X/><ram:Y/>")
    bad = invoice().replace(b"ram:InvoiceCurrencyCode", b"ram:InvoiceMoney")
    own = seller.metadata(seller.deposit(bad).json()["flowId"])
    (detail,) = own["acknowledgement"]["details"]
    assert own["acknowledgement"]["status"] == "Error"
    assert detail["reasonCode"] == "InvalidSchema"
    assert _last_reason(seller) == ("213", ["REJ_SEMAN"])
    assert _arrived(buyer, "SupplierInvoice") == []


def test_the_buyer_may_hear_of_a_rejection(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    sandbox.set(BUYER, rejects_to_buyer=True)
    seller.deposit(invoice())
    seller.deposit(invoice(order="P-1"))
    assert _last_reason(seller) == ("213", ["DOUBLON"])
    assert _statuses(buyer, "SupplierInvoiceLC") == ["213"]


def test_what_is_archived_only_goes_nowhere(seller: Client, buyer: Client) -> None:
    flow = seller.deposit(invoice(), processingRule="ArchiveOnly").json()
    assert seller.metadata(flow["flowId"])["processingRuleSource"] == "Input"
    assert _arrived(buyer, "SupplierInvoice") == []
    assert _statuses(seller) == ["200"]


def test_strangers_deal_with_organisations(sandbox: Admin, buyer: Client) -> None:
    fate = sandbox.send_invoice("X-1", STRANGER, BUYER, items=[{"price": "10.50"}])
    assert (fate["ack"], fate["state"]) == ("Ok", "203")
    (arrived,) = _arrived(buyer, "SupplierInvoice")
    assert fate["delivered"] == [{"siren": BUYER, "flowId": arrived["flowId"]}]
    fate = sandbox.send_status("X-1", STRANGER, "209")
    assert fate["ack"] == "Ok"
    assert _statuses(buyer, "SupplierInvoiceLC") == ["209"]
    # What the stranger would have received can be looked at too.
    assert [e["status"] for e in sandbox.flows(STRANGER, flowDirection="In")] == [
        "200",
        "202",
        "203",
    ]


def test_strangers_send_bad_files_too(sandbox: Admin, buyer: Client) -> None:
    fate = sandbox.send_file(b"<a/>", "UBL", sender=STRANGER)
    assert fate["details"][0]["reasonCode"] == "FlowTypeError"
    with pytest.raises(requests.HTTPError, match="sender"):
        sandbox.send_file(b"<a/>", "UBL")
    assert _arrived(buyer, "SupplierInvoice") == []


def test_a_platform_speaks_when_asked(
    sandbox: Admin, seller: Client, buyer: Client
) -> None:
    seller.deposit(invoice())
    reason = {"code": "DOUBLON", "comment": "reçue sur une autre adresse"}
    sandbox.send_status("F-1", SELLER, "213", to=["seller", "buyer"], reasons=[reason])
    assert _last_reason(seller) == ("213", ["DOUBLON"])
    assert _statuses(buyer, "SupplierInvoiceLC") == ["213"]


def test_others_see_nothing(sandbox: Admin, seller: Client) -> None:
    flow_id = seller.deposit(invoice()).json()["flowId"]
    sandbox.admit(STRANGER)
    other = sandbox.client(STRANGER)
    assert other.request("GET", f"/flows/{flow_id}").status_code == 404
    assert other.search(updatedAfter="2020-01-01T00:00:00Z") == []


def test_other_forms_of_a_flow(sandbox: Admin, seller: Client, buyer: Client) -> None:
    sent = invoice(syntax="Factur-X")
    seller.deposit(sent, "Factur-X")
    flow_id = _arrived(buyer, "SupplierInvoice")[0]["flowId"]
    assert buyer.file(flow_id, "Converted").lstrip().startswith(b"<?xml")
    view = buyer.request("GET", f"/flows/{flow_id}?docType=ReadableView")
    assert view.headers["Content-Type"] == "application/octet-stream"
    disposition = 'attachment;filename="facture.pdf"'
    assert view.headers["Content-Disposition"] == disposition
    text = PdfReader(io.BytesIO(view.content)).pages[0].extract_text()
    assert "F-1" in text
    assert "120.00 EUR" in text
    sandbox.set(BUYER, has_readable=False, has_converted=False)
    for doc_type in ("ReadableView", "Converted"):
        answer = buyer.request("GET", f"/flows/{flow_id}?docType={doc_type}")
        assert answer.status_code == 404


def test_many_are_there_at_once(sandbox: Admin, buyer: Client) -> None:
    assert sandbox.load(1000, SELLER, BUYER)["last"] == "LOT-01000"
    assert len(buyer.search(flowType=["SupplierInvoice"])) == 100
    held = sandbox.flows(BUYER)
    assert len({each["sha256"] for each in held}) == 1000
    sent = sandbox.flows(SELLER)
    assert [e["sha256"] for e in sent] == [e["sha256"] for e in held]
    fate = sandbox.send_status("LOT-00500", SELLER, "205")
    assert fate["ack"] == "Ok"
