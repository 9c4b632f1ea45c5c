"""The invoice XML inside a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pypdf

from . import refusals
from .guard import Limits
from .refusals import Refused


@dataclass(frozen=True, slots=True)
class Pdf:
    """What the reader needs of a PDF.

    Attributes:
        xmls: Name and content of each embedded XML.
        claims_facturx: The metadata say that an invoice is embedded.
        has_text: Pages use fonts, so it is not a mere scan.
    """

    xmls: tuple[tuple[str, bytes], ...] = ()
    claims_facturx: bool = False
    has_text: bool = False


def open_pdf(content: bytes, limits: Limits) -> Pdf:
    """Look into a PDF."""
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        found = tuple((a.name, a.content) for a in reader.attachment_list)
    except Exception as error:
        raise Refused(refusals.PDF_BROKEN) from error
    return Pdf(tuple((n, c) for n, c in found if c.lstrip().startswith((b"<", b"\xef"))))
