"""The terms of EXTENDED and EXTENDED-CTC-FR, in both syntaxes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.invoice import Invoice, LineKind
from odoo.addons.einvoice_base.domain.reading import Reading
from odoo.addons.einvoice_intake.domain.profile import profile_of
from odoo.addons.einvoice_intake.domain.read import read

from . import samples


def _read(content: bytes) -> Reading:
    return read("invoice.xml", content)


def _invoice(content: bytes) -> Invoice:
    reading = _read(content)
    assert reading.invoice
    assert not reading.problems, [each.message for each in reading.problems]
    return reading.invoice


def _places(content: bytes) -> list[tuple[str | None, str | None, LineKind]]:
    return [(ln.number, ln.parent, ln.kind) for ln in _invoice(content).lines]


def _cii_place(kind: str, parent: str = "") -> str:
    above = f"<ram:ParentLineID>{parent}</ram:ParentLineID>" if parent else ""
    return f"{above}<ram:LineStatusReasonCode>{kind}</ram:LineStatusReasonCode>"


def _ubl_place(kind: str, parent: str = "") -> str:
    above = (
        f"<cac:BillingReferenceLine><cbc:ID>{parent}</cbc:ID></cac:BillingReferenceLine>"
        if parent
        else ""
    )
    return (
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-1</cbc:ID>"
        f"<cbc:DocumentStatusCode>{kind}</cbc:DocumentStatusCode>"
        f"</cac:InvoiceDocumentReference>{above}</cac:BillingReference>"
    )


def test_groups_and_information_of_extended_do_not_count() -> None:
    shape = [("1", "100.00", "GROUP", ""), ("1.1", "60.00", "DETAIL", "1")]
    shape += [("1.2", "40.00", "DETAIL", "1"), ("2", "0.00", "INFORMATION", "")]
    of_cii = samples.cii(
        lines="".join(
            samples.cii_line(number, net, place=_cii_place(kind, parent))
            for number, net, kind, parent in shape
        )
    )
    of_ubl = samples.ubl(
        lines="".join(
            samples.ubl_line(number, net, place=_ubl_place(kind, parent))
            for number, net, kind, parent in shape
        )
    )
    assert _places(of_cii) == [
        ("1", None, LineKind.GROUP),
        ("1.1", "1", LineKind.DETAIL),
        ("1.2", "1", LineKind.DETAIL),
        ("2", None, LineKind.INFORMATION),
    ]
    assert _invoice(of_cii) == _invoice(of_ubl)
    assert [ln.number for ln in _invoice(of_ubl).counted_lines] == ["1.1", "1.2"]
    assert _invoice(of_ubl).preceding_invoices == ()


def test_nested_ubl_lines_count_once() -> None:
    inner = samples.ubl_line("1.1", "60.00", tag="SubInvoiceLine")
    inner += samples.ubl_line("1.2", "40.00", tag="SubInvoiceLine")
    assert _places(samples.ubl(lines=samples.ubl_line("1", inside=inner))) == [
        ("1", None, LineKind.GROUP),
        ("1.1", "1", LineKind.DETAIL),
        ("1.2", "1", LineKind.DETAIL),
    ]


def test_nested_ubl_lines_that_do_not_add_up_inform() -> None:
    inner = samples.ubl_line("1.1", "60.00", tag="SubInvoiceLine")
    assert _places(samples.ubl(lines=samples.ubl_line("1", inside=inner))) == [
        ("1", None, LineKind.DETAIL),
        ("1.1", "1", LineKind.INFORMATION),
    ]


def test_unknown_line_role_counts_and_is_noticed() -> None:
    line = samples.cii_line(place=_cii_place("OTHER"))
    reading = _read(samples.cii(lines=line))
    assert [(p.code, p.line) for p in reading.problems] == [("line_kind_unknown", "1")]
    assert reading.invoice
    assert len(reading.invoice.counted_lines) == 1


def test_line_level_references_and_delivery() -> None:
    of_cii = samples.cii_line(
        agreement="<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO9"
        "</ram:IssuerAssignedID><ram:LineID>4</ram:LineID>"
        "</ram:BuyerOrderReferencedDocument>",
        delivery="<ram:ShipToTradeParty><ram:Name>Quai 3</ram:Name>"
        "</ram:ShipToTradeParty>"
        "<ram:DespatchAdviceReferencedDocument><ram:IssuerAssignedID>BL7"
        "</ram:IssuerAssignedID></ram:DespatchAdviceReferencedDocument>",
        settlement="<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-0"
        "</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>",
    )
    of_ubl = samples.ubl_line(
        place="<cac:OrderLineReference><cbc:LineID>4</cbc:LineID><cac:OrderReference>"
        "<cbc:ID>PO9</cbc:ID></cac:OrderReference></cac:OrderLineReference>"
        "<cac:DespatchLineReference><cbc:LineID>1</cbc:LineID><cac:DocumentReference>"
        "<cbc:ID>BL7</cbc:ID></cac:DocumentReference></cac:DespatchLineReference>"
        "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-0</cbc:ID>"
        "</cac:InvoiceDocumentReference></cac:BillingReference><cac:Delivery>"
        "<cac:DeliveryParty><cac:PartyName><cbc:Name>Quai 3</cbc:Name></cac:PartyName>"
        "</cac:DeliveryParty></cac:Delivery>"
    )
    invoice = _invoice(samples.cii(lines=of_cii))
    line = invoice.lines[0]
    assert (line.order_reference, line.order_line) == ("PO9", "4")
    assert line.despatch_reference == "BL7"
    assert line.delivery
    assert line.delivery.name == "Quai 3"
    assert [each.number for each in invoice.preceding_invoices] == ["F-0"]
    assert invoice == _invoice(samples.ubl(lines=of_ubl))


def test_several_deliveries_of_ubl_are_kept() -> None:
    delivery = "".join(
        f"<cac:Delivery><cbc:ActualDeliveryDate>{day}</cbc:ActualDeliveryDate>"
        "</cac:Delivery>"
        for day in ("2026-01-05", "2026-01-09")
    )
    invoice = _invoice(samples.ubl(settlement=delivery))
    assert [each.date for each in invoice.deliveries] == [
        date(2026, 1, 5),
        date(2026, 1, 9),
    ]


def test_logistics_service_is_a_charge_on_the_document() -> None:
    charge = (
        "<ram:SpecifiedLogisticsServiceCharge><ram:Description>Port</ram:Description>"
        "<ram:AppliedAmount>5.80</ram:AppliedAmount><ram:AppliedTradeTax>"
        "<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20"
        "</ram:RateApplicablePercent></ram:AppliedTradeTax>"
        "</ram:SpecifiedLogisticsServiceCharge>"
    )
    (made,) = _invoice(samples.cii(settlement=charge)).allowances_charges
    assert made.is_charge
    assert (made.amount, made.vat_rate, made.reason) == (Decimal("5.80"), 20, "Port")


def test_an_allowance_without_indicator_is_not_guessed() -> None:
    charge = "<cac:AllowanceCharge><cbc:Amount>5</cbc:Amount></cac:AllowanceCharge>"
    reading = _read(samples.ubl(settlement=charge))
    assert [each.code for each in reading.problems] == ["charge_indicator_missing"]
    assert reading.invoice
    assert reading.invoice.allowances_charges == ()


_EN = "urn:cen.eu:en16931:2017"


@pytest.mark.parametrize(
    ("specification", "profile"),
    [
        ("urn:factur-x.eu:1p0:minimum", "minimum"),
        ("urn:factur-x.eu:1p0:basicwl", "basicwl"),
        (f"{_EN}#compliant#urn:factur-x.eu:1p0:basic", "basic"),
        (f"{_EN}#compliant#urn:zugferd.de:2p0:basic", "basic"),
        (_EN, "en16931"),
        (f"{_EN}#conformant#urn:factur-x.eu:1p0:extended", "extended"),
        (f"{_EN}#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr", "extended-ctc-fr"),
        (f"{_EN}#compliant#urn:peppol:france:billing:cius:1.0", "en16931"),
        (
            f"{_EN}#conformant#urn:peppol:france:billing:extended:1.0",
            "extended-ctc-fr",
        ),
        (f"{_EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "xrechnung"),
        (f"{_EN}#compliant#urn:xoev-de:kosit:standard:xrechnung_1.2", "xrechnung"),
        (f"{_EN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", "peppol"),
        (f"{_EN}#compliant#urn:fdc:nen.nl:nlcius:v1.0", "en16931"),
        ("123", None),
        (None, None),
    ],
)
def test_profiles(specification: str | None, profile: str | None) -> None:
    assert profile_of(specification) == profile
