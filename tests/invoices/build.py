"""Writes invoices in every syntax from one set of business terms.

The XML comes from the library ``factur-x``, so that what we read was not written by us.
All parties are invented; their SIREN, VAT numbers and IBAN have right check digits.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Company:
    """A party with everything that an invoice may say of it."""

    name: str
    siren: str
    vat: str
    street: str
    postcode: str
    city: str
    country: str = "FR"
    siret: str = ""
    email: str = ""
    iban: str = ""

    def terms(self) -> dict[str, object]:
        """Return the party as ``factur-x`` wants it."""
        party: dict[str, object] = {
            "name": self.name,
            "vat_identifier": self.vat,
            "addr_l1": self.street,
            "postcode": self.postcode,
            "city": self.city,
            "country_code": self.country,
        }
        if self.siren:
            party |= {
                "legal_identifier": self.siren,
                "legal_identifier_schemeid": "0002",
                "einvoicing_addr": self.siren,
                "einvoicing_addr_schemeid": "0225",
            }
        if self.siret:
            party["identifiers"] = {"0009": self.siret}
        if self.email:
            party["contacts"] = [{"name": "Facturation", "email": self.email}]
        return party


@dataclass(frozen=True)
class Item:
    """One line: text, quantity, unit, price, VAT."""

    name: str
    quantity: str
    price: str
    rate: str = "20"
    unit: str = "C62"
    category: str = "S"

    @property
    def net(self) -> Decimal:
        """Line net amount, BT-131."""
        return _cents(Decimal(self.quantity) * Decimal(self.price))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def terms(
    number: str,
    seller: Company,
    buyer: Company,
    items: list[Item],
    *,
    type_code: str = "380",
    process: str = "B1",
    issued: date = date(2026, 10, 5),
    days: int = 30,
    currency: str = "EUR",
    **others: object,
) -> dict[str, object]:
    """Return an invoice as business terms, with its totals computed.

    Args:
        number: BT-1.
        seller: BG-4; his IBAN becomes BT-84.
        buyer: BG-7.
        items: BG-25.
        type_code: BT-3.
        process: BT-23.
        issued: BT-2.
        days: From BT-2 to BT-9.
        currency: BT-5.
        others: More terms, or other values; keys with ``_`` for ``-`` (``BT_13``).
    """
    rates: dict[tuple[str, str], Decimal] = {}
    for item in items:
        key = (item.category, item.rate)
        rates[key] = rates.get(key, Decimal(0)) + item.net
    breakdown = [
        {
            "BT-116": str(base),
            "BT-117": str(_cents(base * Decimal(rate) / 100)),
            "BT-118": category,
            "BT-119": rate,
            **(_EXEMPTION.get(category, {})),
        }
        for (category, rate), base in rates.items()
    ]
    net = sum(rates.values(), Decimal(0))
    vat = sum((Decimal(row["BT-117"]) for row in breakdown), Decimal(0))
    made: dict[str, object] = {
        "BT-1": number,
        "BT-2": issued,
        "BT-3": type_code,
        "BT-5": currency,
        "BT-9": issued + timedelta(days=days),
        "BT-23": process,
        "BT-24": "urn:cen.eu:en16931:2017",
        "BT-72": issued,
        "BG-1": [{"BT-21": code, "BT-22": text} for code, text in _MENTIONS],
        "BG-4": seller.terms(),
        "BG-7": buyer.terms(),
        "BT-81": "30",
        "BT-106": str(net),
        "BT-109": str(net),
        "BT-110": str(vat),
        "BT-112": str(net + vat),
        "BT-115": str(net + vat),
        "BG-23": breakdown,
        "BG-25": [_line(place, item) for place, item in enumerate(items, start=1)],
    }
    if seller.iban:
        made["BT-84"] = seller.iban
    return made | {key.replace("_", "-"): value for key, value in others.items()}


_MENTIONS = (
    ("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40 EUR."),
    ("PMD", "Pénalités de retard : trois fois le taux d'intérêt légal."),
    ("AAB", "Pas d'escompte pour paiement anticipé."),
)

_EXEMPTION = {
    "K": {"BT-120": "Intra-Community supply", "BT-121": "VATEX-EU-IC"},
    "AE": {"BT-120": "Reverse charge", "BT-121": "VATEX-EU-AE"},
    "E": {"BT-120": "TVA non applicable, art. 293 B du CGI", "BT-121": "VATEX-EU-79-C"},
}


def _line(place: int, item: Item) -> dict[str, object]:
    return {
        "BT-126": str(place),
        "BT-129": item.quantity,
        "BT-130": item.unit,
        "BT-131": str(item.net),
        "BT-146": item.price,
        "BT-151": item.category,
        "BT-152": item.rate,
        "BT-153": item.name,
    }


_MINIMUM = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
  xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext>
    <ram:BusinessProcessSpecifiedDocumentContextParameter>
      <ram:ID>{process}</ram:ID>
    </ram:BusinessProcessSpecifiedDocumentContextParameter>
    <ram:GuidelineSpecifiedDocumentContextParameter>
      <ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID>
    </ram:GuidelineSpecifiedDocumentContextParameter>
  </rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>{number}</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>
    <ram:IssueDateTime>
      <udt:DateTimeString format="102">{issued:%Y%m%d}</udt:DateTimeString>
    </ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
    <ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty><ram:Name>{seller[name]}</ram:Name>
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="0002">{seller[legal_identifier]}</ram:ID>
        </ram:SpecifiedLegalOrganization>
        <ram:PostalTradeAddress><ram:CountryID>{seller[country_code]}</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">{seller[vat_identifier]}</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:Name>{buyer[name]}</ram:Name>
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="0002">{buyer[legal_identifier]}</ram:ID>
        </ram:SpecifiedLegalOrganization>
      </ram:BuyerTradeParty>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery/>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:InvoiceCurrencyCode>{currency}</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="{currency}">{vat}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount>
        <ram:DuePayableAmount>{payable}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""


def minimum(made: dict[str, object]) -> bytes:
    """Write the terms as CII of the profile MINIMUM, which factur-x does not make."""
    return _MINIMUM.format(
        process=made["BT-23"],
        number=made["BT-1"],
        type_code=made["BT-3"],
        issued=made["BT-2"],
        seller=made["BG-4"],
        buyer=made["BG-7"],
        currency=made["BT-5"],
        net=made["BT-109"],
        vat=made["BT-110"],
        gross=made["BT-112"],
        payable=made["BT-115"],
    ).encode()


def cii(made: dict[str, object], level: str = "en16931") -> bytes:
    """Write the terms as CII of a Factur-X level."""
    from facturx import generate_xml

    if level == "minimum":
        return minimum(made)

    return bytes(
        generate_xml(made, flavor="factur-x", level=level, check_schematron=False)
    )


def ubl(made: dict[str, object]) -> bytes:
    """Write the terms as UBL 2.1, an Invoice or a CreditNote."""
    from facturx import generate_xml

    return bytes(
        generate_xml(made, flavor="ubl-2.1", level="en16931", check_schematron=False)
    )


def facturx(
    made: dict[str, object],
    level: str = "en16931",
    printed: dict[str, object] | None = None,
) -> bytes:
    """Write the terms as Factur-X: a readable page with the CII inside.

    The page may print other terms: that is a forgery.
    """
    from facturx import generate_from_binary

    return bytes(
        generate_from_binary(
            page(printed or made),
            cii(made, level),
            flavor="factur-x",
            level=level,
            lang="fr-FR",
        )
    )


def page(made: dict[str, object]) -> bytes:
    """Draw the readable page of an invoice, in French."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    seller, buyer = made["BG-4"], made["BG-7"]
    assert isinstance(seller, dict)
    assert isinstance(buyer, dict)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, 780, str(seller["name"]))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(
        50, 764, f"{seller['addr_l1']}, {seller['postcode']} {seller['city']}"
    )
    canvas.drawString(50, 750, f"TVA {seller['vat_identifier']}")
    canvas.drawString(330, 730, str(buyer["name"]))
    canvas.drawString(
        330, 716, f"{buyer['addr_l1']}, {buyer['postcode']} {buyer['city']}"
    )
    canvas.setFont("Helvetica-Bold", 12)
    title = "Avoir" if made["BT-3"] in ("381", "503") else "Facture"
    canvas.drawString(50, 680, f"{title} {made['BT-1']} du {made['BT-2']:%d/%m/%Y}")
    canvas.setFont("Helvetica", 10)
    height = 650
    lines = made["BG-25"]
    assert isinstance(lines, list)
    for line in lines:
        canvas.drawString(50, height, str(line["BT-153"]))
        canvas.drawRightString(400, height, f"{line['BT-129']} x {line['BT-146']}")
        canvas.drawRightString(545, height, str(line["BT-131"]))
        height -= 16
    for label, term in (
        ("Total HT", "BT-109"),
        ("TVA", "BT-110"),
        ("Total TTC", "BT-112"),
    ):
        height -= 16
        canvas.drawString(400, height, label)
        canvas.drawRightString(545, height, f"{made[term]} {made['BT-5']}")
    canvas.drawString(50, height, f"Échéance : {made['BT-9']:%d/%m/%Y}")
    height -= 30
    if "BT-84" in made:
        canvas.drawString(50, height, f"IBAN {_grouped(str(made['BT-84']))}")
    canvas.setFont("Helvetica", 8)
    for _code, text in _MENTIONS:
        height -= 12
        canvas.drawString(50, height, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _grouped(account: str) -> str:
    """Write an account in groups of four, as pages do."""
    return " ".join(account[place : place + 4] for place in range(0, len(account), 4))
