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
from .pdf_claims import claims_of
from .pdf_files import Attached
from .pdf_rules import INVOICE_NAMES, pdf_findings
from .profile import profile_of
from .refusals import Refused
from .sniff import Kind, kind_named, kind_of

_DEFAULT = Limits()

# BR-FR-17: the attachment that shows a UBL or CII invoice to a person.
_READABLE = "LISIBLE"

_ATTACKS = (refusals.XML_DOCTYPE, refusals.XML_TOO_DEEP, refusals.XML_TOO_LARGE)
# What an invoice XML holds, even when it is too damaged to be parsed.
_INVOICE_MARKS = (
    b"CrossIndustryInvoice",
    b"ubl:schema:xsd:Invoice-2",
    b"ubl:schema:xsd:CreditNote-2",
)

_REFUSED_KINDS = {
    Kind.EMPTY: refusals.FILE_EMPTY,
    Kind.ARCHIVE: refusals.IS_ARCHIVE,
    Kind.HTML: refusals.IS_HTML,
    Kind.EXECUTABLE: refusals.EXECUTABLE,
    Kind.OUTLOOK: refusals.OUTLOOK_PACKED,
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
    readings = [(each, _read_xml(each.content, limits)) for each in pdf.xmls]
    invoices = [(file, each) for file, each in readings if each.invoice]
    if invoices:
        return _one_of(invoices) or _sound(pdf, readings, invoices)
    for file, each in readings:
        noticed = each.problems[0]
        if (
            pdf.claims_facturx
            or file.name.lower() in INVOICE_NAMES
            or noticed.rule in _ATTACKS
            or is_business_document(noticed)
        ):
            return each
    return None


_Read = list[tuple[Attached, Reading]]


def _one_of(invoices: _Read) -> Reading | None:
    """Refuse several invoices that differ, ``None`` where they say the same."""
    contents = {_content(each.invoice) for _file, each in invoices if each.invoice}
    if len(contents) == 1:
        return None
    names = [file.name for file, _each in invoices]
    two = refusals.PDF_TWO_INVOICES.finding(names=names)
    return Reading(None, "factur-x", problems=(two,))


def _sound(pdf: Pdf, readings: _Read, invoices: _Read) -> Reading:
    """Return the invoice with what is wrong with the PDF around it.

    The invoice of a Factur-X is the file of that name. Where it is damaged, another one
    beside it is not taken in its place.
    """
    damaged = [
        file.name
        for file, each in readings
        if each.invoice is None and _is_meant_as_invoice(file)
    ]
    names = [file.name for file, _each in invoices]
    if damaged:
        broken = refusals.PDF_INVOICE_BROKEN.finding(names=damaged, others=names)
        return Reading(None, "factur-x", problems=(broken,))
    chosen, reading = min(invoices, key=lambda each: _rank(each[0]))
    noticed = pdf_findings(claims_of(pdf.metadata), chosen, names, reading.profile)
    return replace(reading, problems=(*reading.problems, *noticed))


def _rank(file: Attached) -> int:
    """Prefer the name that Factur-X gives its data."""
    name = file.name.lower()
    return INVOICE_NAMES.index(name) if name in INVOICE_NAMES else len(INVOICE_NAMES)


def _is_meant_as_invoice(file: Attached) -> bool:
    start = file.content[:2048]
    return file.name.lower() in INVOICE_NAMES or any(
        mark in start for mark in _INVOICE_MARKS
    )


def _content(invoice: Invoice) -> Invoice:
    """Leave out what differs between two syntaxes of one invoice."""
    return replace(invoice, specification=None, process=None)


def _read_image(content: bytes, limits: Limits) -> Reading:
    return Reading(None, "scan", problems=(problems.NOT_STRUCTURED.finding(),))


_READERS = {Kind.XML: _read_xml, Kind.PDF: _read_pdf, Kind.IMAGE: _read_image}
