"""Writing CDAR messages, the life-cycle messages of XP Z12-012 (UN/CEFACT D22B)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from . import clock
from .invoices import Invoice, Party
from .statuses import COMPANY, REASON_LABELS, STATUSES

_DATA = "urn:un:unece:uncefact:data:standard:"
NAMESPACES = {
    "rsm": f"{_DATA}CrossDomainAcknowledgementAndResponse:100",
    "ram": f"{_DATA}ReusableAggregateBusinessInformationEntity:100",
    "qdt": f"{_DATA}QualifiedDataType:100",
    "udt": f"{_DATA}UnqualifiedDataType:100",
}
ROOT = f"{{{NAMESPACES['rsm']}}}CrossDomainAcknowledgementAndResponse"
_INVOICE_MESSAGE = "urn.cpro.gouv.fr:1p0:CDV:invoice"
_INVOICE_OBJECT = "urn.cpro.gouv.fr:1p0:CDV:einvoicingF2"


@dataclass(frozen=True)
class Reason:
    """Why a status was set: MDT-113, MDT-114, MDT-126, MDT-121."""

    code: str
    text: str = ""
    comment: str = ""
    action: str = ""


@dataclass(frozen=True)
class Payment:
    """An amount received at one VAT rate (MEN), or sent (MPA)."""

    amount: str
    rate: str = ""
    currency: str = "EUR"
    kind: str = "MEN"


@dataclass(frozen=True)
class Message:
    """Everything that one CDAR says.

    Attributes:
        status: MDT-105.
        invoice: What it is about.
        set_at: MDT-78, when the status was set.
        received_at: MDT-95, when the platform received the invoice.
        to_seller: Whether the seller is a recipient.
        to_buyer: Whether the buyer is one.
        reasons: Why.
        payments: Amounts.
    """

    status: str
    invoice: Invoice
    set_at: int
    received_at: int
    to_seller: bool = True
    to_buyer: bool = False
    reasons: tuple[Reason, ...] = ()
    payments: tuple[Payment, ...] = ()

    @property
    def name(self) -> str:
        """File name."""
        return f"{self.invoice.number.replace('/', '-')}_CDV-{self.status}.xml"


class _Node:
    """A node being written; ``add`` returns the child."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element

    def add(self, name: str, text: str = "", **attributes: str) -> _Node:
        prefix, _, tag = name.partition(":")
        child = etree.SubElement(
            self._element, f"{{{NAMESPACES[prefix]}}}{tag}", attributes
        )
        child.text = text or None
        return _Node(child)

    def date_time(self, name: str, moment: int) -> None:
        text = clock.as_datetime(moment).strftime("%Y%m%d%H%M%S")
        self.add(name).add("udt:DateTimeString", text, format="204")


def write_cdar(message: Message) -> bytes:
    """Write one message."""
    element = etree.Element(ROOT, nsmap=NAMESPACES)
    root = _Node(element)
    context = root.add("rsm:ExchangedDocumentContext")
    process = context.add("ram:BusinessProcessSpecifiedDocumentContextParameter")
    process.add("ram:ID", "REGULATED")
    guideline = context.add("ram:GuidelineSpecifiedDocumentContextParameter")
    guideline.add("ram:ID", _INVOICE_MESSAGE)
    _write_head(root, message)
    _write_acknowledgement(root, message)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def _write_head(root: _Node, message: Message) -> None:
    invoice, status = message.invoice, STATUSES[message.status]
    set_at = clock.as_datetime(message.set_at).strftime("%Y%m%d%H%M%S")
    head = root.add("rsm:ExchangedDocument")
    head.add(
        "ram:ID",
        f"{invoice.number}_{status.code}_{set_at}"
        f"#{invoice.type_code}_{invoice.issue_date}",
    )
    head.add("ram:Name", f"{invoice.number}_CDV-{status.code}_{status.label}"[:150])
    head.date_time("ram:IssueDateTime", message.set_at)
    head.add("ram:SenderTradeParty").add("ram:RoleCode", "WK")
    issuer = head.add("ram:IssuerTradeParty")
    if status.by == "platform":
        issuer.add("ram:RoleCode", "WK")
    else:
        is_buyer = status.by == "buyer"
        party = invoice.buyer if is_buyer else invoice.seller
        issuer.add("ram:GlobalID", party.siren, schemeID="0002")
        issuer.add("ram:Name", party.name)
        issuer.add("ram:RoleCode", "BY" if is_buyer else "SE")
    if message.to_seller:
        _write_recipient(head, invoice.seller, "SE")
    if message.to_buyer:
        _write_recipient(head, invoice.buyer, "BY")


def _write_recipient(head: _Node, party: Party, role: str) -> None:
    recipient = head.add("ram:RecipientTradeParty")
    recipient.add("ram:GlobalID", party.siren, schemeID="0002")
    recipient.add("ram:Name", party.name or party.siren)
    recipient.add("ram:RoleCode", role)
    address = recipient.add("ram:URIUniversalCommunication")
    address.add(
        "ram:URIID", party.address or party.siren, schemeID=party.scheme or "0225"
    )


def _write_acknowledgement(root: _Node, message: Message) -> None:
    invoice, status = message.invoice, STATUSES[message.status]
    document = root.add("rsm:AcknowledgementDocument")
    document.add("ram:MultipleReferencesIndicator").add("udt:Indicator", "false")
    document.add("ram:TypeCode", status.phase)
    document.date_time("ram:IssueDateTime", message.set_at)
    about = document.add("ram:ReferenceReferencedDocument")
    about.add("ram:IssuerAssignedID", invoice.number)
    if status.document_status:
        about.add("ram:StatusCode", status.document_status)
    about.add("ram:TypeCode", invoice.type_code)
    about.date_time("ram:ReceiptDateTime", message.received_at)
    if status.phase == COMPANY:
        about.add("ram:ReferenceTypeCode", _INVOICE_OBJECT)
    if invoice.issue_date:
        about.add("ram:FormattedIssueDateTime").add(
            "qdt:DateTimeString", invoice.issue_date, format="102"
        )
    about.add("ram:ProcessConditionCode", status.code)
    about.add("ram:ProcessCondition", status.label)
    if invoice.seller.siren:
        about.add("ram:IssuerTradeParty").add(
            "ram:GlobalID", invoice.seller.siren, schemeID="0002"
        )
    for number, reason in enumerate(message.reasons, 1):
        _write_reason(about, number, reason)
    if message.payments:
        _write_payments(about, len(message.reasons) + 1, message.payments)


def _write_reason(about: _Node, number: int, reason: Reason) -> None:
    detail = about.add("ram:SpecifiedDocumentStatus")
    detail.add("ram:ReasonCode", reason.code)
    text = reason.text or REASON_LABELS.get(reason.code, reason.code)
    detail.add("ram:Reason", text[:250])
    if reason.action:
        detail.add("ram:RequestedActionCode", reason.action)
    detail.add("ram:SequenceNumeric", str(number))
    if reason.comment:
        detail.add("ram:IncludedNote").add("ram:Content", reason.comment[:2000])


def _write_payments(about: _Node, number: int, payments: tuple[Payment, ...]) -> None:
    detail = about.add("ram:SpecifiedDocumentStatus")
    detail.add("ram:SequenceNumeric", str(number))
    for payment in payments:
        fact = detail.add("ram:SpecifiedDocumentCharacteristic")
        fact.add("ram:TypeCode", payment.kind)
        fact.add("ram:ValueAmount", payment.amount, currencyID=payment.currency)
        if payment.rate:
            fact.add("ram:ValuePercent", payment.rate)
