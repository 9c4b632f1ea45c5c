"""What a PDF says of itself in its metadata: PDF/A part, kind and profile of invoice.

Source: ISO 16684-1 (XMP), ISO 19005-3 §6.6.4 (PDF/A-3), Factur-X 1.0 §6.3 (extension
schema).
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .guard import Limits, parse_xml
from .refusals import Refused

_PDFA = "http://www.aiim.org/pdfa/ns/id/"
# Factur-X, ZUGFeRD 2, ZUGFeRD 1 and Order-X; some write them in small letters.
_HYBRID = ":pdfa:crossindustrydocument:"

_LEVELS = {"comfort": "en16931", "en16931": "en16931"}


@dataclass(frozen=True, slots=True)
class Claims:
    """The metadata of a PDF that matter for an invoice; ``None`` for what is unsaid.

    Attributes:
        pdfa_part: Part of ISO 19005, ``3`` where attachments are allowed.
        level: ``fx:ConformanceLevel``, such as ``EN 16931``.
        document_type: ``fx:DocumentType``, such as ``INVOICE``.
        file_name: ``fx:DocumentFileName``.
    """

    pdfa_part: str | None = None
    level: str | None = None
    document_type: str | None = None
    file_name: str | None = None

    @property
    def is_hybrid(self) -> bool:
        """Tell whether the PDF says that it is Factur-X or one of its relatives."""
        return bool(self.level or self.document_type or self.file_name)

    @property
    def profile(self) -> str | None:
        """The level as the short name of a profile.

        >>> Claims(level="BASIC WL").profile, Claims(level="EN 16931").profile
        ('basicwl', 'en16931')
        """
        if self.level is None:
            return None
        name = "".join(self.level.lower().split())
        return _LEVELS.get(name, name)


def claims_of(metadata: bytes) -> Claims:
    """Read the metadata of a PDF; damaged ones say nothing.

    >>> claims_of(b"not xml")
    Claims(pdfa_part=None, level=None, document_type=None, file_name=None)
    """
    try:
        root = parse_xml(metadata.rstrip(b"\x00"), Limits(markup=50_000))
    except Refused:
        return Claims()
    said: dict[str, str] = {}
    for element in root.iter(etree.Element):
        _note(said, element.tag, element.text)
        for name, value in element.attrib.items():
            _note(said, str(name), str(value))
    return Claims(
        said.get("part"),
        said.get("ConformanceLevel"),
        said.get("DocumentType"),
        said.get("DocumentFileName"),
    )


def _note(said: dict[str, str], name: str, value: str | None) -> None:
    """Keep a property of the two schemas, the first time that it is said."""
    namespace, _brace, local = name.removeprefix("{").rpartition("}")
    is_ours = _HYBRID in namespace.lower() or (namespace == _PDFA and local == "part")
    if is_ours and value and value.strip():
        said.setdefault(local, value.strip())
