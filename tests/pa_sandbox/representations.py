"""What a platform makes of an original: another form of the same invoice."""

from __future__ import annotations

from lxml import etree

from .invoices import FileError, embedded_xml, parse_xml


def converted(syntax: str, body: bytes) -> bytes | None:
    """Return the converted form: XML that says the same in other bytes.

    Of Factur-X it is the XML inside, of XML its canonical form; nothing of a CDAR.
    """
    if syntax == "CDAR":
        return None
    try:
        if syntax == "Factur-X":
            return embedded_xml(body)
        return etree.tostring(parse_xml(body), method="c14n2")
    except FileError:
        return None
