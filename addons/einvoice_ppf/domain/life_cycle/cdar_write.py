"""From a message to the bytes of its XML.

``pyfrctc`` (0.24) writes such messages too, and we use its schema. Its writer knows one
recipient only (the PPF is a second one), asks for identifier and address of every
issuer and recipient (platforms have none), and leaves out MDT-1, MDT-19, MDT-46,
MDT-97, MDT-127 and of the characteristics all but kind, amount and date: a 212 without
the VAT rate (MDT-224) is rejected by BR-FR-CDV-14. Amounts are floats. So this one is
ours; what it writes is checked against the same schema.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from odoo.addons.einvoice_base.domain.party import Identifier

from .cdar_names import FORMAT_DAY, FORMAT_SECOND, NAMESPACES, ROOT, path
from .message import (
    AttachedFile,
    Characteristic,
    Comment,
    Detail,
    MessageParty,
    StatusMessage,
)
from .times import day_of, second_of

# XML 1.0, Char: what a person pasted and no XML may hold.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = etree._Element


def write(message: StatusMessage) -> bytes:
    """Return the XML of a message, as UTF-8.

    What is ``None`` is left out: whether something is missing, ``message_rules`` say.

    >>> b"<ram:ID>A-1</ram:ID>" in write(StatusMessage(message_id="A-1"))
    True
    """
    root = etree.Element(ROOT, nsmap=dict(NAMESPACES))
    _context(root, message)
    _exchanged(root, message)
    _acknowledgement(root, message)
    return etree.tostring(
        root, encoding="UTF-8", xml_declaration=True, pretty_print=True
    )


def _context(root: Element, message: StatusMessage) -> None:
    context = _below(root, "rsm:ExchangedDocumentContext")
    if message.is_test:
        _flag(context, "TestIndicator", "udt:Indicator", value=True)
    if message.process is not None:
        process = _below(context, "BusinessProcessSpecifiedDocumentContextParameter")
        _text(process, "ID", message.process)
    guideline = _below(context, "GuidelineSpecifiedDocumentContextParameter")
    _text(guideline, "ID", message.profile)


def _exchanged(root: Element, message: StatusMessage) -> None:
    document = _below(root, "rsm:ExchangedDocument")
    _text(document, "ID", message.message_id)
    _text(document, "Name", message.name)
    if message.made_at is not None:
        _moment(document, "IssueDateTime", second_of(message.made_at))
    _party(document, "SenderTradeParty", message.sender)
    _party(document, "IssuerTradeParty", message.issuer)
    for recipient in message.recipients:
        _party(document, "RecipientTradeParty", recipient)


def _acknowledgement(root: Element, message: StatusMessage) -> None:
    document = _below(root, "rsm:AcknowledgementDocument")
    _flag(
        document,
        "MultipleReferencesIndicator",
        "udt:Indicator",
        value=message.is_multiple,
    )
    _text(document, "TypeCode", message.phase)
    if message.set_at is not None:
        _moment(document, "IssueDateTime", second_of(message.set_at))
    _reference(_below(document, "ReferenceReferencedDocument"), message)


def _reference(document: Element, message: StatusMessage) -> None:
    invoice = message.invoice
    _text(document, "IssuerAssignedID", invoice.number)
    _text(document, "StatusCode", message.document_status)
    _text(document, "TypeCode", invoice.type_code)
    if invoice.received_at is not None:
        _moment(document, "ReceiptDateTime", second_of(invoice.received_at))
    for attachment in message.attachments:
        _attachment(document, attachment)
    _text(document, "ReferenceTypeCode", invoice.kind)
    if invoice.issue_date is not None:
        day = _below(document, "FormattedIssueDateTime")
        _text(day, "qdt:DateTimeString", day_of(invoice.issue_date), format=FORMAT_DAY)
    _text(document, "ProcessConditionCode", message.status)
    _text(document, "ProcessCondition", message.status_label)
    seller = MessageParty(invoice.seller, role=invoice.seller_role)
    if seller != MessageParty():
        _party(document, "IssuerTradeParty", seller)
    for payee in message.payees:
        _party(document, "RecipientTradeParty", payee)
    for detail in message.details:
        _detail(document, detail)


def _party(parent: Element, name: str, party: MessageParty) -> None:
    node = _below(parent, name)
    for identifier in party.identifiers:
        _identifier(node, "GlobalID", identifier)
    _text(node, "Name", party.name)
    _text(node, "RoleCode", party.role)
    if party.email is not None:
        contact = _below(node, "DefinedTradeContact")
        mail = _below(contact, "EmailURIUniversalCommunication")
        _text(mail, "URIID", party.email)
    if party.address is not None:
        address = _below(node, "URIUniversalCommunication")
        _identifier(address, "URIID", party.address)


def _attachment(parent: Element, attachment: AttachedFile) -> None:
    attributes = {"mimeCode": attachment.mime_type, "filename": attachment.name}
    content = base64.b64encode(attachment.content).decode("ascii")
    _text(parent, "AttachmentBinaryObject", content, **attributes)


def _detail(parent: Element, detail: Detail) -> None:
    node = _below(parent, "SpecifiedDocumentStatus")
    _text(node, "ReasonCode", detail.reason)
    _text(node, "Reason", detail.reason_label)
    _text(node, "ProcessConditionCode", detail.status)
    _text(node, "RequestedActionCode", detail.action)
    _text(node, "RequestedAction", detail.action_label)
    if detail.sequence is not None:
        _text(node, "SequenceNumeric", str(detail.sequence))
    _comments(node, detail.comments)
    for characteristic in detail.characteristics:
        _characteristic(node, characteristic)


def _comments(parent: Element, comments: Iterable[Comment]) -> None:
    for comment in comments:
        note = _below(parent, "IncludedNote")
        _text(note, "ContentCode", comment.code)
        _text(note, "Content", comment.content)
        _text(note, "SubjectCode", comment.subject)


def _characteristic(parent: Element, one: Characteristic) -> None:
    node = _below(parent, "SpecifiedDocumentCharacteristic")
    _text(node, "ID", one.term)
    _text(node, "TypeCode", one.kind)
    if one.is_changed is not None:
        _flag(
            node, "ValueChangedIndicator", "udt:IndicatorString", value=one.is_changed
        )
    _text(node, "Name", one.name)
    _text(node, "Description", one.description)
    _text(node, "Location", one.location)
    _text(node, "Value", one.value)
    _text(node, "ValueAmount", _number(one.amount), currencyID=one.currency)
    if one.on is not None:
        _moment(node, "ValueDateTime", day_of(one.on), FORMAT_DAY)
    _text(node, "ValuePercent", _number(one.percent))


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _below(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, path(name))


def _text(
    parent: Element, name: str, text: str | None, **attributes: str | None
) -> None:
    if text is None:
        return
    node = _below(parent, name)
    node.text = _NOT_XML.sub("", text)
    for key, value in attributes.items():
        if value is not None:
            node.set(key, _NOT_XML.sub("", value))


def _identifier(parent: Element, name: str, identifier: Identifier) -> None:
    _text(parent, name, identifier.value, schemeID=identifier.scheme)


def _flag(parent: Element, name: str, form: str, *, value: bool) -> None:
    _text(_below(parent, name), form, "true" if value else "false")


def _moment(parent: Element, name: str, text: str, form: str = FORMAT_SECOND) -> None:
    _text(_below(parent, name), "udt:DateTimeString", text, format=form)
