"""What the platforms must know of an invoice: who sells, who buys, which one it is.

CII, UBL and Factur-X; the reader is the sandbox's own and reads no more than it needs.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import Any

from lxml import etree

SELF_BILLED = {"389", "501", "500", "471", "473", "261", "502"}
CREDIT_NOTES = {"261", "262", "381", "396", "502", "503"}

_CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_RAM = (
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
)
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_NAMES = {
    "ram": _RAM,
    "udt": _UDT,
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
}
UBL_ROOTS = (f"{{{_UBL}Invoice-2}}Invoice", f"{{{_UBL}CreditNote-2}}CreditNote")
CII_ROOT = f"{{{_CII}}}CrossIndustryInvoice"


class FileError(Exception):
    """A file that cannot be taken.

    Attributes:
        reason: Reason code of the acknowledgement.
        item: What the reason is about.
    """

    def __init__(self, reason: str, item: str, message: str) -> None:
        self.reason = reason
        self.item = item
        super().__init__(message)


@dataclass(frozen=True)
class Party:
    """A seller or buyer: SIREN, name, electronic address (BT-34, BT-49)."""

    siren: str = ""
    name: str = ""
    address: str = ""
    scheme: str = ""


@dataclass(frozen=True)
class Invoice:
    """The facts of one invoice.

    Attributes:
        number: BT-1.
        type_code: BT-3.
        issue_date: BT-2 as YYYYMMDD.
        guideline: BT-24.
        currency: BT-5.
        total: BT-112, as it is written.
        due: BT-115, as it is written.
        rates: The VAT rates of the breakdown (BT-119).
        seller: BG-4.
        buyer: BG-7.
    """

    number: str
    type_code: str
    issue_date: str
    guideline: str
    currency: str
    total: str
    due: str
    rates: tuple[str, ...]
    seller: Party
    buyer: Party

    @property
    def year(self) -> str:
        """Year of issue; with number and seller it makes the invoice unique."""
        return self.issue_date[:4]

    @property
    def is_self_billed(self) -> bool:
        """Whether the buyer wrote it."""
        return self.type_code in SELF_BILLED

    @property
    def profile(self) -> str:
        """The flowProfile of its guideline."""
        guideline = self.guideline.lower()
        if "extended-ctc-fr" in guideline:
            return "Extended-CTC-FR"
        if guideline.rpartition(":")[2] in ("basic", "basicwl", "minimum"):
            return "Basic"
        if guideline == "urn:cen.eu:en16931:2017" or "#compliant#" in guideline:
            return "CIUS"
        return "Undefined"

    def as_json(self) -> dict[str, Any]:
        """Return everything of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Invoice:
        """Return what ``as_json`` wrote."""
        parts = {
            "seller": Party(**facts["seller"]),
            "buyer": Party(**facts["buyer"]),
            "rates": tuple(facts["rates"]),
        }
        return cls(**(facts | parts))


def parse_xml(body: bytes) -> etree._Element:
    """Parse a file from outside: no entities, nothing fetched.

    Raises:
        FileError: It is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise FileError(
            "InvalidSchema", "file", f"no well-formed XML: {error}"
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileError("InvalidSchema", "file", "a DOCTYPE is not allowed")
    return root


def embedded_xml(body: bytes) -> bytes:
    """Return the XML inside a Factur-X file.

    Raises:
        FileError: The PDF has none, or is no PDF.
    """
    from pypdf import PdfReader

    if not body.startswith(b"%PDF-"):
        raise FileError("FlowTypeError", "file", "Factur-X is a PDF, this is none")
    try:
        attachments = PdfReader(io.BytesIO(body)).attachments
        for name, versions in attachments.items():
            if name.lower() in ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml"):
                return versions[0]
    except Exception as error:  # noqa: BLE001 – whatever the library met in a bad file
        raise FileError("FlowTypeError", "file", f"unreadable PDF: {error}") from None
    raise FileError("FlowTypeError", "file", "the PDF has no factur-x.xml")


def read_invoice(syntax: str, body: bytes) -> tuple[Invoice, etree._Element]:
    """Read the facts of an invoice; the root of its XML comes with them.

    Raises:
        FileError: It is not what the syntax says.
    """
    root = parse_xml(embedded_xml(body) if syntax == "Factur-X" else body)
    if syntax == "UBL" and root.tag in UBL_ROOTS:
        return _from_ubl(root), root
    if syntax in ("CII", "Factur-X") and root.tag == CII_ROOT:
        return _from_cii(root), root
    raise FileError("FlowTypeError", "file", f"{root.tag} is no invoice in {syntax}")


def _text(root: etree._Element, path: str) -> str:
    found = root.xpath(path, namespaces=_NAMES)
    if not isinstance(found, list) or not found:
        return ""
    first = found[0]
    value = first.text if isinstance(first, etree._Element) else str(first)
    return (value or "").strip()


def _all(root: etree._Element, path: str) -> tuple[str, ...]:
    found = root.xpath(path, namespaces=_NAMES)
    nodes = found if isinstance(found, list) else []
    texts = (each.text for each in nodes if isinstance(each, etree._Element))
    return tuple(dict.fromkeys((text or "").strip() for text in texts))


def _siren(legal: str, vat: str) -> str:
    """Return the SIREN: the legal identifier, or the end of a French VAT number."""
    if len(legal) == 9 and legal.isdigit():
        return legal
    return vat[4:] if vat.startswith("FR") and len(vat) == 13 else ""


def _from_cii(root: etree._Element) -> Invoice:
    head = "*[local-name()='ExchangedDocument']/"
    deal = "*/ram:ApplicableHeaderTradeSettlement/"
    sums = f"{deal}ram:SpecifiedTradeSettlementHeaderMonetarySummation/"
    return Invoice(
        number=_text(root, f"{head}ram:ID"),
        type_code=_text(root, f"{head}ram:TypeCode"),
        issue_date=_text(root, f"{head}ram:IssueDateTime/udt:DateTimeString"),
        guideline=_text(
            root, "*/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
        ),
        currency=_text(root, f"{deal}ram:InvoiceCurrencyCode"),
        total=_text(root, f"{sums}ram:GrandTotalAmount"),
        due=_text(root, f"{sums}ram:DuePayableAmount"),
        rates=_all(root, f"{deal}ram:ApplicableTradeTax/ram:RateApplicablePercent"),
        seller=_cii_party(root, "SellerTradeParty"),
        buyer=_cii_party(root, "BuyerTradeParty"),
    )


def _cii_party(root: etree._Element, role: str) -> Party:
    path = f"*/ram:ApplicableHeaderTradeAgreement/ram:{role}/"
    legal = _text(root, f"{path}ram:SpecifiedLegalOrganization/ram:ID")
    vat = _text(root, f"{path}ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']")
    uri = f"{path}ram:URIUniversalCommunication/ram:URIID"
    return Party(
        siren=_siren(legal, vat),
        name=_text(root, f"{path}ram:Name"),
        address=_text(root, uri),
        scheme=_text(root, f"{uri}/@schemeID"),
    )


def _from_ubl(root: etree._Element) -> Invoice:
    sums = "cac:LegalMonetaryTotal/cbc:"
    tax = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent"
    return Invoice(
        number=_text(root, "cbc:ID"),
        type_code=_text(root, "cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode"),
        issue_date=_text(root, "cbc:IssueDate").replace("-", ""),
        guideline=_text(root, "cbc:CustomizationID"),
        currency=_text(root, "cbc:DocumentCurrencyCode"),
        total=_text(root, f"{sums}TaxInclusiveAmount"),
        due=_text(root, f"{sums}PayableAmount"),
        rates=_all(root, tax),
        seller=_ubl_party(root, "AccountingSupplierParty"),
        buyer=_ubl_party(root, "AccountingCustomerParty"),
    )


def _ubl_party(root: etree._Element, role: str) -> Party:
    path = f"cac:{role}/cac:Party/"
    legal = _text(root, f"{path}cac:PartyLegalEntity/cbc:CompanyID")
    vat = _text(root, f"{path}cac:PartyTaxScheme/cbc:CompanyID")
    return Party(
        siren=_siren(legal, vat),
        name=_text(root, f"{path}cac:PartyLegalEntity/cbc:RegistrationName"),
        address=_text(root, f"{path}cbc:EndpointID"),
        scheme=_text(root, f"{path}cbc:EndpointID/@schemeID"),
    )
