"""The one entry: any file becomes a reading.

Nothing is raised for a bad file. What cannot be read becomes a problem with its code,
sentence and advice, and the reading says what is left.
"""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.einvoice_base.domain.findings import Finding
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.reading import Reading

from . import problems, refusals
from .documents import invoice_root, read_invoice
from .guard import MEGABYTE, Limits, parse_xml
from .pdf import open_pdf
from .profile import profile_of
from .refusals import Refused
from .sniff import Kind, kind_named, kind_of

_DEFAULT = Limits()

# BR-FR-17: the attachment that shows a UBL or CII invoice to a person.
_READABLE = "LISIBLE"

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
    if not pdf.xmls:
        form = "text-pdf" if pdf.has_text else "scan"
        missing = (
            problems.FACTURX_WITHOUT_XML
            if pdf.claims_facturx
            else problems.NOT_STRUCTURED
        )
        return Reading(None, form, problems=(missing.finding(),), pdf=content)
    return replace(_read_embedded(pdf.xmls, limits), pdf=content)


def _read_embedded(xmls: tuple[tuple[str, bytes], ...], limits: Limits) -> Reading:
    """Read the one invoice among the XML of a PDF."""
    readings = [(name, _read_xml(content, limits)) for name, content in xmls]
    invoices = [(name, each) for name, each in readings if each.invoice]
    if not invoices:
        return replace(readings[0][1], format="factur-x")
    first = invoices[0][1]
    if any(each.invoice != first.invoice for _name, each in invoices):
        names = [name for name, _each in invoices]
        two = refusals.PDF_TWO_INVOICES.finding(names=names)
        return Reading(None, "factur-x", problems=(two,))
    return replace(first, format="factur-x")


def _read_image(content: bytes, limits: Limits) -> Reading:
    problem: Finding = problems.NOT_STRUCTURED.finding()
    return Reading(None, "scan", problems=(problem,))


_READERS = {Kind.XML: _read_xml, Kind.PDF: _read_pdf, Kind.IMAGE: _read_image}
