"""From the bytes of a life-cycle message to what it says.

What ``pyfrctc`` (0.24) reads is little: number, status, one time, reasons, amounts as
floats; neither parties nor dates of the invoice, nor the VAT rate of a payment. It
parses with entities open. So this reader is ours.

Elements are found by their namespace, never by a prefix. What is not known is left out;
codes are kept as they stand; a time or number that is none is ``None``, and its text is
kept in ``unread``. Only what is no XML, or no message at all, is an error.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from lxml import etree

from odoo.addons.einvoice_base.domain.money import amount_of
from odoo.addons.einvoice_base.domain.party import Identifier
from odoo.addons.einvoice_intake.domain.guard import MEGABYTE, Limits, parse_xml
from odoo.addons.einvoice_intake.domain.refusals import Refused

from .cdar_names import ROOT, path
from .errors import (
    MessageTooLargeError,
    MessageUnreadableError,
    NoDocumentError,
    NotAStatusError,
)
from .message import (
    AttachedFile,
    Characteristic,
    Comment,
    Detail,
    InvoiceReference,
    MessageParty,
    StatusMessage,
)
from .times import date_of, moment_of

Element = etree._Element
_Unread = list[tuple[str, str]]

_TRUE = frozenset({"true", "1"})


def read(content: bytes, limits: Limits | None = None) -> StatusMessage:
    """Return the message; of one about several documents, what it says of the first.

    Raises:
        MessageUnreadableError: It is no XML that may be read, or no such message.
    """
    return read_all(content, limits)[0]


def read_all(content: bytes, limits: Limits | None = None) -> tuple[StatusMessage, ...]:
    """Return one message for each document that the bytes speak of, mostly one.

    Raises:
        MessageUnreadableError: It is no XML that may be read, or no such message.
    """
    root = _root_of(content, limits or Limits())
    found = tuple(
        _message(root, document, reference)
        for document in root.iterfind(path("rsm:AcknowledgementDocument"))
        for reference in document.iterfind(path("ReferenceReferencedDocument"))
    )
    if not found:
        raise NoDocumentError
    return found


def _root_of(content: bytes, limits: Limits) -> Element:
    if len(content) > limits.size:
        size = -(-len(content) // MEGABYTE)
        raise MessageTooLargeError(size=size, limit=limits.size // MEGABYTE)
    try:
        root = parse_xml(content, limits)
    except Refused as refused:
        raise MessageUnreadableError(detail=refused.finding.message) from refused
    if root.tag != ROOT:
        name = etree.QName(root).localname if isinstance(root.tag, str) else "?"
        raise NotAStatusError(root=name[:80])
    return root


def _message(root: Element, document: Element, reference: Element) -> StatusMessage:
    """Return what is said about one document."""
    context = _at(root, "rsm:ExchangedDocumentContext")
    head = _at(root, "rsm:ExchangedDocument")
    unread: _Unread = []
    message = StatusMessage(
        is_test=_flag(context, "TestIndicator") or False,
        process=_text(context, "BusinessProcessSpecifiedDocumentContextParameter/ID"),
        profile=_text(context, "GuidelineSpecifiedDocumentContextParameter/ID"),
        message_id=_text(head, "ID"),
        name=_text(head, "Name"),
        made_at=_moment(head, "IssueDateTime", "MDT-8", unread),
        sender=_party(_at(head, "SenderTradeParty")),
        issuer=_party(_at(head, "IssuerTradeParty")),
        recipients=_parties(head, "RecipientTradeParty"),
        is_multiple=_flag(document, "MultipleReferencesIndicator") or False,
        phase=_text(document, "TypeCode"),
        set_at=_moment(document, "IssueDateTime", "MDT-78", unread),
        status=_text(reference, "ProcessConditionCode") or "",
        status_label=_text(reference, "ProcessCondition"),
        document_status=_text(reference, "StatusCode"),
        invoice=_invoice(reference, unread),
        payees=_parties(reference, "RecipientTradeParty"),
        details=tuple(
            _detail(each, unread)
            for each in reference.iterfind(path("SpecifiedDocumentStatus"))
        ),
        attachments=tuple(_attachments(reference, unread)),
    )
    return replace(message, unread=tuple(unread))


def _invoice(reference: Element, unread: _Unread) -> InvoiceReference:
    seller = _party(_at(reference, "IssuerTradeParty"))
    stated = _text(reference, "FormattedIssueDateTime/qdt:DateTimeString")
    issue_date = date_of(stated)
    if stated and issue_date is None:
        unread.append(("MDT-100", stated))
    return InvoiceReference(
        number=_text(reference, "IssuerAssignedID"),
        type_code=_text(reference, "TypeCode"),
        issue_date=issue_date,
        seller=seller.identifiers,
        seller_role=seller.role,
        received_at=_moment(reference, "ReceiptDateTime", "MDT-95", unread),
        kind=_text(reference, "ReferenceTypeCode"),
    )


def _parties(parent: Element | None, name: str) -> tuple[MessageParty, ...]:
    if parent is None:
        return ()
    return tuple(_party(each) for each in parent.iterfind(path(name)))


def _party(node: Element | None) -> MessageParty:
    if node is None:
        return MessageParty()
    address = _at(node, "URIUniversalCommunication/URIID")
    return MessageParty(
        identifiers=tuple(
            identifier
            for each in node.iterfind(path("GlobalID"))
            if (identifier := _identifier(each)) is not None
        ),
        name=_text(node, "Name"),
        role=_text(node, "RoleCode"),
        address=None if address is None else _identifier(address),
        email=_text(node, "DefinedTradeContact/EmailURIUniversalCommunication/URIID"),
    )


def _detail(node: Element, unread: _Unread) -> Detail:
    stated = _text(node, "SequenceNumeric")
    number = amount_of(stated)
    if stated and number is None:
        unread.append(("MDT-124-2", stated))
    return Detail(
        reason=_text(node, "ReasonCode"),
        reason_label=_text(node, "Reason"),
        status=_text(node, "ProcessConditionCode"),
        action=_text(node, "RequestedActionCode"),
        action_label=_text(node, "RequestedAction"),
        sequence=None if number is None else int(number),
        comments=tuple(
            Comment(
                content=_all_text(each, "Content"),
                code=_text(each, "ContentCode"),
                subject=_text(each, "SubjectCode"),
            )
            for each in node.iterfind(path("IncludedNote"))
        ),
        characteristics=tuple(
            _characteristic(each, unread)
            for each in node.iterfind(path("SpecifiedDocumentCharacteristic"))
        ),
    )


def _characteristic(node: Element, unread: _Unread) -> Characteristic:
    amount = _at(node, "ValueAmount")
    day = _text(node, "ValueDateTime/udt:DateTimeString") or _text(
        node, "ValueDateTime/udt:DateTime"
    )
    on = date_of(day)
    if day and on is None:
        unread.append(("MDT-219", day))
    return Characteristic(
        term=_text(node, "ID"),
        kind=_text(node, "TypeCode"),
        is_changed=_flag(node, "ValueChangedIndicator"),
        name=_text(node, "Name"),
        description=_text(node, "Description"),
        location=_text(node, "Location"),
        value=_text(node, "Value"),
        amount=_number(node, "ValueAmount", "MDT-215", unread),
        currency=None if amount is None else amount.get("currencyID"),
        on=on,
        percent=_number(node, "ValuePercent", "MDT-224", unread),
    )


def _attachments(node: Element, unread: _Unread) -> Iterator[AttachedFile]:
    for each in node.iterfind(path("AttachmentBinaryObject")):
        try:
            content = base64.b64decode(_compact(each), validate=True)
        except (binascii.Error, ValueError):
            unread.append(("MDT-96", (each.get("filename") or "")[:80]))
            continue
        yield AttachedFile(content, each.get("filename"), each.get("mimeCode"))


def _compact(node: Element) -> str:
    return "".join((node.text or "").split())


def _at(node: Element | None, where: str) -> Element | None:
    return None if node is None else node.find(path(where))


def _text(node: Element | None, where: str) -> str | None:
    """Return the text of the first such element, ``None`` for an empty one."""
    found = _at(node, where)
    return None if found is None else (found.text or "").strip() or None


def _all_text(node: Element, where: str) -> str | None:
    texts = ((each.text or "").strip() for each in node.iterfind(path(where)))
    return "\n".join(filter(None, texts)) or None


def _identifier(node: Element) -> Identifier | None:
    value = (node.text or "").strip()
    scheme = (node.get("schemeID") or "").strip() or None
    return Identifier(value, scheme) if value else None


def _flag(node: Element | None, where: str) -> bool | None:
    """Return an indicator in one of its two forms."""
    stated = _text(node, f"{where}/udt:Indicator") or _text(
        node, f"{where}/udt:IndicatorString"
    )
    return None if stated is None else stated.lower() in _TRUE


def _moment(
    node: Element | None, where: str, term: str, unread: _Unread
) -> datetime | None:
    """Return a moment in one of its two forms; what is none is kept as text."""
    stated = _text(node, f"{where}/udt:DateTimeString") or _text(
        node, f"{where}/udt:DateTime"
    )
    found = moment_of(stated)
    if stated and found is None:
        unread.append((term, stated))
    return found


def _number(node: Element, where: str, term: str, unread: _Unread) -> Decimal | None:
    stated = _text(node, where)
    found = amount_of(stated)
    if stated and found is None:
        unread.append((term, stated))
    return found
