"""The one entry: any file becomes a reading.

Nothing is raised for a bad file. What cannot be read becomes a problem with its code,
sentence and advice, and the reading says what is left.
"""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.reading import Reading

from . import problems, refusals
from .documents import invoice_root, is_business_document, read_invoice
from .guard import MEGABYTE, Limits, parse_xml
from .pdf import Pdf, open_pdf
from .profile import profile_of
from .refusals import Refused
from .sniff import Kind, kind_named, kind_of

_DEFAULT = Limits()

# BR-FR-17: the attachment that shows a UBL or CII invoice to a person.
_READABLE = "LISIBLE"

_ATTACKS = (refusals.XML_DOCTYPE, refusals.XML_TOO_DEEP, refusals.XML_TOO_LARGE)
# Names of the XML in Factur-X, ZUGFeRD and XRechnung hybrids.
_INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")

_REFUSED_KINDS = {
    Kind.EMPTY: refusals.FILE_EMPTY,
    Kind.ARCHIVE: refusals.IS_ARCHIVE,
    Kind.HTML: refusals.IS_HTML,
    Kind.EXECUTABLE: refusals.EXECUTABLE,
    Kind.TEXT: refusals.FORMAT_UNKNOWN,
    Kind.UNKNOWN: refusals.FORMAT_UNKNOWN,
}


def read(name: str, content: bytes, *, limits: Limits = _DEFAULT) -> Reading:
    """Read one file as it arrived.

    Args:
        name: Its name, used only to notice that it claims another kind.
        content: Its bytes.
        limits: How much of it is read.

    >>> read("facture.xml", b"").problems[0].code
    'file_empty'
    """
    if len(content) > limits.size:
        too_big = refusals.FILE_TOO_BIG.finding(
            size=len(content) // MEGABYTE, limit=limits.size // MEGABYTE
        )
        return Reading(None, "other", problems=(too_big,))
    kind = kind_of(content)
    if kind in _REFUSED_KINDS:
        refused = _REFUSED_KINDS[kind].finding(kind=kind.value)
        return Reading(None, "other", problems=(refused,))
    reading = _READERS[kind](content, limits)
    claimed = kind_named(name)
    if claimed and claimed is not kind:
        wrong = problems.EXTENSION_WRONG.finding(name=name, kind=kind.value)
        return replace(reading, problems=(*reading.problems, wrong))
    return reading


def _read_xml(content: bytes, limits: Limits) -> Reading:
    try:
        root = invoice_root(parse_xml(content, limits))
    except Refused as refused:
        return Reading(None, "other", problems=(refused.finding,), xml=content)
    form, invoice, noted = read_invoice(root)
    return Reading(
        invoice,
        form,
        profile_of(invoice.specification),
        problems=tuple(noted),
        xml=content,
        pdf=_readable_page(invoice),
    )


def _readable_page(invoice: Invoice) -> bytes | None:
    for attachment in invoice.attachments:
        page = attachment.content or b""
        if attachment.description == _READABLE and kind_of(page) is Kind.PDF:
            return page
    return None


def _read_pdf(content: bytes, limits: Limits) -> Reading:
    try:
        pdf = open_pdf(content, limits)
    except Refused as refused:
        return Reading(None, "other", problems=(refused.finding,), pdf=content)
    reading = _read_embedded(pdf, limits)
    if reading is None:
        form = "text-pdf" if pdf.has_text else "scan"
        missing = (
            problems.FACTURX_WITHOUT_XML
            if pdf.claims_facturx
            else problems.NOT_STRUCTURED
        )
        return Reading(None, form, problems=(missing.finding(),), pdf=content)
    return replace(reading, format="factur-x", pdf=content)


def _read_embedded(pdf: Pdf, limits: Limits) -> Reading | None:
    """Read the one invoice among the XML of a PDF, ``None`` when none matters.

    XML that is no invoice matters where the PDF claims to hold one, where it is a
    document of its own, such as an order, or an attack.
    """
    readings = [(name, _read_xml(content, limits)) for name, content in pdf.xmls]
    invoices = [(name, each) for name, each in readings if each.invoice]
    if invoices:
        first = invoices[0][1]
        contents = {_content(each.invoice) for _name, each in invoices if each.invoice}
        if len(contents) == 1:
            return first
        names = [name for name, _each in invoices]
        two = refusals.PDF_TWO_INVOICES.finding(names=names)
        return Reading(None, "factur-x", problems=(two,))
    for name, each in readings:
        noticed = each.problems[0]
        if (
            pdf.claims_facturx
            or name.lower() in _INVOICE_NAMES
            or noticed.rule in _ATTACKS
            or is_business_document(noticed)
        ):
            return each
    return None


def _content(invoice: Invoice) -> Invoice:
    """Leave out what differs between two syntaxes of one invoice."""
    return replace(invoice, specification=None, process=None)


def _read_image(content: bytes, limits: Limits) -> Reading:
    return Reading(None, "scan", problems=(problems.NOT_STRUCTURED.finding(),))


_READERS = {Kind.XML: _read_xml, Kind.PDF: _read_pdf, Kind.IMAGE: _read_image}
