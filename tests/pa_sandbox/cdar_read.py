"""Reading CDAR messages that companies deposit."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .cdar import NAMESPACES, ROOT
from .invoices import FileError, parse_xml

_ABOUT = "rsm:AcknowledgementDocument/ram:ReferenceReferencedDocument/"
_SELLER = f"{_ABOUT}ram:IssuerTradeParty/ram:GlobalID"
# What every message must say, by business term.
_MANDATORY = {
    "MDT-3": "rsm:ExchangedDocumentContext"
    "/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
    "MDT-4": "rsm:ExchangedDocument/ram:ID",
    "MDT-8": "rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString",
    "MDT-21": "rsm:ExchangedDocument/ram:SenderTradeParty/ram:RoleCode",
    "MDT-40": "rsm:ExchangedDocument/ram:IssuerTradeParty/ram:RoleCode",
    "MDT-59": "rsm:ExchangedDocument/ram:RecipientTradeParty/ram:RoleCode",
    "MDT-77": "rsm:AcknowledgementDocument/ram:TypeCode",
    "MDT-78": "rsm:AcknowledgementDocument/ram:IssueDateTime/udt:DateTimeString",
    "MDT-87": f"{_ABOUT}ram:IssuerAssignedID",
    "MDT-91": f"{_ABOUT}ram:TypeCode",
    "MDT-105": f"{_ABOUT}ram:ProcessConditionCode",
}


@dataclass(frozen=True)
class Detail:
    """One block of MDG-37: reason, comment, whether it has its number (MDT-124-2)."""

    reason: str
    comment: str
    is_numbered: bool


@dataclass(frozen=True)
class Amount:
    """One characteristic with an amount: MEN, MPA and so on."""

    kind: str
    amount: str
    currency: str
    percent: str


@dataclass(frozen=True)
class Recipient:
    """One recipient: role, identifier, electronic address (MDT-73)."""

    role: str
    siren: str
    address: str


@dataclass(frozen=True)
class Cdar:
    """What a message says.

    Attributes:
        guideline: MDT-3.
        phase: MDT-77.
        status: MDT-105.
        document_status: MDT-88.
        number: MDT-87.
        type_code: MDT-91.
        issue_date: MDT-100, its first eight digits.
        seller: MDT-129.
        issuer: MDT-38.
        issuer_role: MDT-40.
        recipients: MDG-23.
        details: MDG-37.
        amounts: The characteristics with amounts of all details.
    """

    guideline: str
    phase: str
    status: str
    document_status: str
    number: str
    type_code: str
    issue_date: str
    seller: str
    issuer: str
    issuer_role: str
    recipients: tuple[Recipient, ...]
    details: tuple[Detail, ...]
    amounts: tuple[Amount, ...]


def read_cdar(body: bytes) -> Cdar:
    """Read a message.

    Raises:
        FileError: It is no CDAR, or lacks what each must say.
    """
    root = parse_xml(body)
    if root.tag != ROOT:
        raise FileError("FlowTypeError", "file", f"{root.tag} is no CDAR")
    said = {term: _text(root, path) for term, path in _MANDATORY.items()}
    for term, text in said.items():
        if not text:
            raise FileError("InvalidSchema", term, f"{term} is missing")
    head = "rsm:ExchangedDocument/"
    return Cdar(
        guideline=said["MDT-3"],
        phase=said["MDT-77"],
        status=said["MDT-105"],
        document_status=_text(root, f"{_ABOUT}ram:StatusCode"),
        number=said["MDT-87"],
        type_code=said["MDT-91"],
        issue_date=_text(
            root, f"{_ABOUT}ram:FormattedIssueDateTime/qdt:DateTimeString"
        )[:8],
        seller=_text(root, f"{_SELLER}[@schemeID='0002']"),
        issuer=_text(root, f"{head}ram:IssuerTradeParty/ram:GlobalID"),
        issuer_role=said["MDT-40"],
        recipients=tuple(
            _recipient(each) for each in _nodes(root, f"{head}ram:RecipientTradeParty")
        ),
        details=tuple(
            _detail(each)
            for each in _nodes(root, f"{_ABOUT}ram:SpecifiedDocumentStatus")
        ),
        amounts=tuple(
            _amount(each)
            for each in _nodes(
                root,
                f"{_ABOUT}ram:SpecifiedDocumentStatus"
                "/ram:SpecifiedDocumentCharacteristic",
            )
        ),
    )


def _nodes(node: etree._Element, path: str) -> list[etree._Element]:
    return node.findall(path, NAMESPACES)


def _text(node: etree._Element, path: str) -> str:
    return (node.findtext(path, "", NAMESPACES) or "").strip()


def _recipient(node: etree._Element) -> Recipient:
    return Recipient(
        role=_text(node, "ram:RoleCode"),
        siren=_text(node, "ram:GlobalID"),
        address=_text(node, "ram:URIUniversalCommunication/ram:URIID"),
    )


def _detail(node: etree._Element) -> Detail:
    return Detail(
        reason=_text(node, "ram:ReasonCode"),
        comment=_text(node, "ram:IncludedNote/ram:Content"),
        is_numbered=bool(_text(node, "ram:SequenceNumeric")),
    )


def _amount(node: etree._Element) -> Amount:
    value = node.find("ram:ValueAmount", NAMESPACES)
    return Amount(
        kind=_text(node, "ram:TypeCode"),
        amount="" if value is None else (value.text or "").strip(),
        currency="" if value is None else value.get("currencyID", ""),
        percent=_text(node, "ram:ValuePercent"),
    )
