"""PDF with attached XML in every way that suppliers' software writes them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

_CLAIM = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
 fx:DocumentFileName="factur-x.xml" fx:ConformanceLevel="EN 16931"/></rdf:RDF>
</x:xmpmeta><?xpacket end="w"?>"""


def writer() -> PdfWriter:
    made = PdfWriter()
    made.add_blank_page(595, 842)
    return made


def saved(made: PdfWriter) -> bytes:
    out = BytesIO()
    made.write(out)
    return out.getvalue()


def _dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject(
        {NameObject(f"/{name}"): value for name, value in entries.items()}
    )


def filespec(
    made: PdfWriter, content: bytes, name: str, keys: tuple[str, ...] = ("F", "UF")
) -> Any:
    """Add a file specification that names the file under some keys only."""
    stream = StreamObject()
    stream._data = content
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    packed = made._add_object(stream.flate_encode())
    spec = _dictionary(
        Type=NameObject("/Filespec"),
        EF=_dictionary(**dict.fromkeys(keys, packed)),
        **{key: TextStringObject(name) for key in keys},
    )
    return made._add_object(spec)


def with_tree(made: PdfWriter, tree: DictionaryObject) -> bytes:
    names = _dictionary(EmbeddedFiles=made._add_object(tree))
    made.root_object[NameObject("/Names")] = names
    return saved(made)


def hybrid(
    *files: tuple[str, bytes],
    level: str | None = "EN 16931",
    part: str | None = "3",
    kind: str = "INVOICE",
    relationship: str | None = "Data",
    page: bytes | None = None,
) -> bytes:
    """Make a Factur-X as the standard wants it, but for what is said otherwise."""
    made = PdfWriter(clone_from=BytesIO(page)) if page else writer()
    specs = []
    pairs: list[Any] = []
    for name, content in files:
        spec = filespec(made, content, name)
        if relationship:
            said = NameObject(f"/{relationship}")
            spec.get_object()[NameObject("/AFRelationship")] = said
        specs.append(spec)
        pairs += [TextStringObject(name), spec]
    made.root_object[NameObject("/AF")] = ArrayObject(specs)
    _with_metadata(made, _metadata(level, part, kind))
    return with_tree(made, _dictionary(Names=ArrayObject(pairs)))


def _metadata(level: str | None, part: str | None, kind: str) -> bytes:
    pdfa = f"<pdfaid:part>{part}</pdfaid:part>" if part else ""
    claim = (
        f"<fx:ConformanceLevel>{level}</fx:ConformanceLevel>"
        f"<fx:DocumentType>{kind}</fx:DocumentType>"
        if level
        else ""
    )
    return f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
 >{pdfa}{claim}</rdf:Description></rdf:RDF>
</x:xmpmeta><?xpacket end="w"?>""".encode()


def _with_metadata(made: PdfWriter, content: bytes) -> None:
    metadata = StreamObject()
    metadata._data = content
    metadata[NameObject("/Type")] = NameObject("/Metadata")
    metadata[NameObject("/Subtype")] = NameObject("/XML")
    made.root_object[NameObject("/Metadata")] = made._add_object(metadata)


def named(*files: tuple[str, bytes]) -> bytes:
    """Attach files in a flat name tree."""
    made = writer()
    pairs: list[Any] = []
    for name, content in files:
        pairs += [TextStringObject(name), filespec(made, content, name)]
    return with_tree(made, _dictionary(Names=ArrayObject(pairs)))


def below_kids(name: str, content: bytes) -> bytes:
    """Attach a file two levels below the root of the name tree."""
    made = writer()
    pair = [TextStringObject(name), filespec(made, content, name)]
    leaf = made._add_object(_dictionary(Names=ArrayObject(pair)))
    middle = made._add_object(_dictionary(Kids=ArrayObject([leaf])))
    return with_tree(made, _dictionary(Kids=ArrayObject([middle])))


def unicode_name_only(name: str, content: bytes) -> bytes:
    made = writer()
    spec = filespec(made, content, name, ("UF",))
    pair = [TextStringObject("x"), spec]
    return with_tree(made, _dictionary(Names=ArrayObject(pair)))


def two_names(content: bytes, other: bytes | None = None) -> bytes:
    """Attach a file that older programs show under another name, or another file."""
    made = writer()
    spec = filespec(made, content, "factur-x.xml")
    spec.get_object()[NameObject("/F")] = TextStringObject("old.xml")
    if other:
        second = filespec(made, other, "old.xml").get_object()
        spec.get_object()["/EF"][NameObject("/F")] = second["/EF"].raw_get("/F")
    pair = [TextStringObject("factur-x.xml"), spec]
    return with_tree(made, _dictionary(Names=ArrayObject(pair)))


def associated_only(name: str, content: bytes) -> bytes:
    """Attach a file to the document alone, outside of the name tree."""
    made = writer()
    spec = filespec(made, content, name)
    made.root_object[NameObject("/AF")] = ArrayObject([spec])
    return saved(made)


def claiming(*files: tuple[str, bytes]) -> bytes:
    """Say Factur-X in the metadata, attach what is given."""
    made = writer()
    _with_metadata(made, _CLAIM)
    for name, content in files:
        made.add_attachment(name, content)
    return saved(made)


def encrypted(name: str, content: bytes, password: str) -> bytes:
    made = writer()
    made.add_attachment(name, content)
    made.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return saved(made)
