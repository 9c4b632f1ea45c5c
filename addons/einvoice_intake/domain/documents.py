"""XML documents by their root element: the invoices, and what else suppliers send."""

from __future__ import annotations

from lxml import etree

from odoo.addons.einvoice_base.domain.findings import Finding
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _

from . import refusals
from .cii import ROOT as CII_ROOT
from .cii import read_cii
from .guard import Limits, parse_xml
from .refusals import Refused
from .ubl import ROOTS as UBL_ROOTS
from .ubl import read_ubl

_ZUGFERD_1 = "CrossIndustryDocument"
# Peppol's envelope, inside which some access points deliver the invoice.
_ENVELOPE = "StandardBusinessDocument"

_OTHERS = {
    "Order": _("an order"),
    "OrderResponse": _("an order response"),
    "OrderChange": _("an order change"),
    "OrderCancellation": _("an order cancellation"),
    "DespatchAdvice": _("a despatch advice"),
    "ReceiptAdvice": _("a receipt advice"),
    "Reminder": _("a payment reminder"),
    "Statement": _("a statement of account"),
    "RemittanceAdvice": _("a remittance advice"),
    "Quotation": _("a quotation"),
    "Catalogue": _("a catalogue"),
    "ApplicationResponse": _("a response to an invoice"),
    "DebitNote": _("a UBL debit note"),
    "SelfBilledInvoice": _("a UBL self-billed invoice of another profile"),
    "CrossDomainAcknowledgementAndResponse": _("a life-cycle status (CDAR)"),
    "SCRDMCCBDACIOMessageStructure": _("an order (Order-X)"),
    "CrossIndustryOrder": _("an order (CIO)"),
    "CrossIndustryDespatchAdvice": _("a despatch advice (CIDDA)"),
    "Report": _("an e-reporting flow"),
}


def invoice_root(root: etree._Element) -> etree._Element:
    """Return the invoice in a document, out of its envelope.

    Raises:
        Refused: The document is no invoice that is read; the finding names it.
    """
    if etree.QName(root).localname == _ENVELOPE and len(root):
        root = _content_of(root)
    if is_invoice(root):
        return root
    name = etree.QName(root).localname
    if name == _ZUGFERD_1:
        raise Refused(refusals.ZUGFERD_1)
    raise Refused(refusals.NOT_AN_INVOICE, kind=_OTHERS.get(name, f"<{name[:60]}>"))


def _content_of(envelope: etree._Element) -> etree._Element:
    """Return the one document of an envelope.

    Raises:
        Refused: There are several; to read one of them would lose the others.
    """
    documents = [each for each in envelope if _is_document(each)]
    if len(documents) > 1:
        raise Refused(refusals.SEVERAL_INVOICES, count=len(documents))
    return documents[0] if documents else envelope[-1]


def _is_document(root: etree._Element) -> bool:
    name = etree.QName(root).localname
    return is_invoice(root) or name in _OTHERS or name in (_ZUGFERD_1, _ENVELOPE)


def out_of_envelope(content: bytes) -> bytes:
    """Return the XML of an invoice alone, as it is where it has no envelope.

    The official schemas and stylesheets know only the invoice.

    >>> out_of_envelope(b"<Invoice/>")
    b'<Invoice/>'
    """
    # In UTF-16 every other byte of a name is zero.
    if _ENVELOPE.encode() not in content.replace(b"\0", b""):
        return content
    root = parse_xml(content, Limits())
    inner = invoice_root(root)
    if inner is root:
        return content
    return etree.tostring(
        inner, encoding="UTF-8", xml_declaration=True, with_tail=False
    )


def is_business_document(finding: Finding) -> bool:
    """Tell whether a refusal names a document that suppliers send, not just any XML."""
    if finding.rule is refusals.NOT_AN_INVOICE:
        return finding.values["kind"] in _OTHERS.values()
    return finding.rule in (refusals.ZUGFERD_1, refusals.SEVERAL_INVOICES)


def is_invoice(root: etree._Element) -> bool:
    """Tell whether an element is an invoice that can be read."""
    return root.tag == CII_ROOT or root.tag in UBL_ROOTS


def read_invoice(root: etree._Element) -> tuple[str, Invoice, list[Finding]]:
    """Read an invoice element.

    Returns:
        Format (``cii`` or ``ubl``), invoice, problems.
    """
    if root.tag == CII_ROOT:
        return ("cii", *read_cii(root))
    return ("ubl", *read_ubl(root))
