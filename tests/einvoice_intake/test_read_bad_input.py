"""Every way an input can be bad has one clear sentence, and no attack takes hold."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from odoo.addons.einvoice_intake.domain.archive import Member, unpack
from odoo.addons.einvoice_intake.domain.guard import Limits
from odoo.addons.einvoice_intake.domain.read import read

from . import hostile, samples

UBL_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd"
SECONDS = 5
MEGABYTES = 300


def _ubl_document(name: str) -> bytes:
    return f'<{name} xmlns="{UBL_SCHEMA}:{name}-2"><a/></{name}>'.encode()


CDAR = (
    b'<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="urn:un:unece:uncefact:data:'
    b'standard:CrossDomainAcknowledgementAndResponse:100"/>'
)
ZUGFERD_1 = (
    b"<rsm:CrossIndustryDocument "
    b'xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"/>'
)
LATIN = samples.cii().decode().replace("Dubois", "Léger")


def _enveloped(*documents: bytes) -> bytes:
    """Put documents into the envelope of Peppol."""
    bare = b"".join(each.split(b"?>", 1)[-1] for each in documents)
    name = b"sh:StandardBusinessDocument"
    space = b"http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    start = b'<%b xmlns:sh="%b"><%bHeader/>' % (name, space, name)
    return start + bare + b"</%b>" % name


BAD = {
    "empty": (b"", "file_empty"),
    "only blanks": (b" \n\t ", "file_empty"),
    "order": (_ubl_document("Order"), "not_an_invoice"),
    "despatch advice": (_ubl_document("DespatchAdvice"), "not_an_invoice"),
    "reminder": (_ubl_document("Reminder"), "not_an_invoice"),
    "response": (_ubl_document("ApplicationResponse"), "not_an_invoice"),
    "life-cycle status": (CDAR, "not_an_invoice"),
    "any XML": (b"<catalogue><item/></catalogue>", "not_an_invoice"),
    "invoice of another namespace": (b"<Invoice/>", "not_an_invoice"),
    "ZUGFeRD 1": (ZUGFERD_1, "zugferd_1"),
    "two invoices in an envelope": (
        _enveloped(samples.cii(), samples.cii(number="2")),
        "several_invoices",
    ),
    "an order beside the invoice": (
        _enveloped(samples.cii(), _ubl_document("Order")),
        "several_invoices",
    ),
    "cut in half": (samples.cii()[:1500], "xml_broken"),
    "cut within a tag": (samples.ubl()[:-5], "xml_broken"),
    "two roots": (samples.ubl() + b"<a/>", "xml_broken"),
    "not UTF-8 as declared": (LATIN.encode("latin-1"), "encoding_wrong"),
    "UTF-16 declared, not written": (
        samples.cii().replace(b"UTF-8", b"UTF-16"),
        "encoding_wrong",
    ),
    "UTF-16 cut": (samples.cii().decode().encode("utf-16")[:-1], "encoding_wrong"),
    "UTF-7": (samples.cii().replace(b"UTF-8", b"UTF-7"), "encoding_unknown"),
    "web page": (b"<!DOCTYPE html><html><body>Facture</body></html>", "is_html"),
    "program": (b"MZ\x90\x00" + b"\x00" * 200, "executable"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "executable"),
    "archive": (b"PK\x03\x04" + b"\x00" * 50, "is_archive"),
    "text": (b"Bonjour, voici la facture", "format_unknown"),
    "unknown bytes": (b"\x00\x01\x02\x03", "format_unknown"),
    "cut PDF": (b"%PDF-1.7\n1 0 obj\n<<", "pdf_broken"),
    "image": (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "not_structured"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_has_one_clear_sentence(case: str) -> None:
    content, code = BAD[case]
    reading = read("file", content)
    assert reading.invoice is None
    assert [each.code for each in reading.problems] == [code]
    noticed = reading.problems[0]
    assert noticed.message.endswith(".")
    assert noticed.advice.endswith(".")
    assert "%(" not in noticed.message + noticed.advice


def test_the_sentence_names_what_it_is() -> None:
    assert "an order" in read("x", BAD["order"][0]).problems[0].message
    assert "(CDAR)" in read("x", CDAR).problems[0].message
    assert "line 3" in read("x", b"<a>\n\n<b></a>").problems[0].message


READ = {
    "byte order mark": b"\xef\xbb\xbf" + samples.cii(),
    "UTF-16 declared": LATIN.replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 big endian": LATIN.replace("UTF-8", "UTF-16").encode("utf-16-be"),
    "ISO-8859-1 declared": LATIN.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "windows-1252 declared": LATIN.replace("UTF-8", "windows-1252").encode("cp1252"),
    "no declaration": samples.cii().split(b"?>", 1)[1],
    "blank lines first": b"\n\n" + samples.cii(),
    "in an envelope": _enveloped(samples.ubl()),
    "in an envelope, something behind it": _enveloped(samples.ubl(), b"<Signature/>"),
}


@pytest.mark.parametrize("case", READ)
def test_unusual_but_right_files_are_read(case: str) -> None:
    reading = read("invoice.xml", READ[case])
    assert reading.invoice, reading.problems
    assert not reading.problems
    assert reading.xml == READ[case]
    if "declared" in case:
        assert reading.invoice.seller.name == "Atelier Léger"


def test_content_wins_over_the_name() -> None:
    reading = read("facture.pdf", samples.ubl())
    assert reading.invoice
    assert [each.code for each in reading.problems] == ["extension_wrong"]
    assert read("FACTURE.XML", samples.ubl()).problems == ()


def test_file_above_the_limit_is_refused_unread() -> None:
    reading = read("a.xml", samples.cii(), limits=Limits(size=1024))
    assert [each.code for each in reading.problems] == ["file_too_big"]


EXPECTED = {
    hostile.xxe: "xml_doctype",
    hostile.xxe_utf16: "xml_doctype",
    hostile.external_dtd: "xml_doctype",
    hostile.billion_laughs: "xml_doctype",
    hostile.deep_xml: "xml_too_deep",
    hostile.wide_xml: "xml_too_large",
    hostile.many_attributes: "xml_too_large",
    hostile.pdf_embedded_bomb: "pdf_bomb",
    hostile.pdf_nested_filters: "pdf_bomb",
    hostile.pdf_object_stream_bomb: "pdf_bomb",
    hostile.pdf_cross_reference_bomb: "pdf_bomb",
    hostile.pdf_deep_arrays: "pdf_bomb",
    hostile.pdf_many_objects: "pdf_bomb",
    hostile.pdf_many_files: "pdf_bomb",
    hostile.pdf_reference_loop: "pdf_broken",
    hostile.pdf_kids_loop: "not_structured",
    hostile.pdf_previous_loop: "not_structured",
    hostile.zip_bomb: "archive_bomb",
    hostile.zip_lying_about_size: "archive_member_broken",
    hostile.zip_many_members: "archive_too_many",
    hostile.zip_parent_name: "archive_unsafe_name",
    hostile.zip_absolute_name: "archive_unsafe_name",
    hostile.zip_drive_name: "archive_unsafe_name",
    hostile.zip_symbolic_link: "archive_unsafe_name",
    hostile.zip_nested: "archive_nested",
}

# Reads one file in a process of its own and prints code, seconds and peak memory.
_PROBE = """
import importlib, logging, resource, sys, time
sys.path.insert(0, sys.argv[1])
importlib.import_module("conftest")
logging.disable(logging.CRITICAL)
domain = "odoo.addons.einvoice_intake.domain."
read = importlib.import_module(domain + "read").read
archive = importlib.import_module(domain + "archive")
content = open(sys.argv[2], "rb").read()
start = time.perf_counter()
if archive.is_archive(content):
    code = archive.unpack("x", content).code
else:
    code = read("x", content).problems[0].code
seconds = time.perf_counter() - start
status = open("/proc/self/status").read()
own = int(status.split("VmHWM:")[1].split()[0])
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(code, seconds, max(own, children) // 1024)
"""


@pytest.mark.parametrize("attack", EXPECTED, ids=lambda attack: attack.__name__)
def test_attack_is_refused_in_bounded_time_and_memory(
    attack: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "attack"
    file.write_bytes(attack())
    root = str(Path(__file__).parents[2])
    ended = subprocess.run(
        [sys.executable, "-c", _PROBE, root, str(file)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    code, seconds, megabytes = ended.stdout.split()
    assert code == EXPECTED[attack]
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES


def test_attack_inside_a_pdf_is_refused() -> None:
    from . import pdfs

    reading = read("a.pdf", pdfs.named(("data.xml", hostile.xxe())))
    assert [each.code for each in reading.problems] == ["xml_doctype"]


def test_good_archive_gives_its_files_without_litter() -> None:
    content = hostile._zip(
        ("juin/a.xml", b"<a/>"),
        ("__MACOSX/._a.xml", b"x"),
        ("juin/.DS_Store", b"x"),
        ("juin/", b""),
        ("juin/b.pdf", b"%PDF-1.7"),
        ("juin/c.xlsx", b"PK\x03\x04"),
    )
    members = unpack("a.zip", content)
    assert members == [
        Member("a.xml", b"<a/>"),
        Member("b.pdf", b"%PDF-1.7"),
        Member("c.xlsx", b"PK\x03\x04"),
    ]


def _encrypted(content: bytes, name: bytes) -> bytes:
    """Set the mark of a password on one member, in both of its headers."""
    changed = bytearray(content)
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.index(start)
        while name not in changed[place : place + 80]:
            place = changed.index(start, place + 1)
        changed[place + flags] |= 1
    return bytes(changed)


def test_one_bad_member_leaves_the_good_ones() -> None:
    inner = hostile._zip(("x.xml", b"<x/>"))
    link = hostile.zipfile.ZipInfo("link.xml")
    link.external_attr = 0o120777 << 16
    content = hostile._zip(
        ("good.xml", b"<good/>"),
        ("../../etc/cron.d/evil.xml", b"<evil/>"),
        ("secret.xml", b"<secret/>"),
        (link, b"/etc/passwd"),
        ("inner.zip", inner),
        ("last.xml", b"<last/>"),
    )
    members = unpack("a.zip", _encrypted(content, b"secret.xml"))
    assert isinstance(members, list)
    codes = {each.name: each.finding and each.finding.code for each in members}
    assert codes == {
        "good.xml": None,
        "evil.xml": "archive_unsafe_name",
        "secret.xml": "archive_encrypted",
        "link.xml": "archive_unsafe_name",
        "inner.zip": "archive_nested",
        "last.xml": None,
    }
    kept = {each.name: each.content for each in members}
    assert kept["good.xml"] == b"<good/>"
    assert kept["inner.zip"] == inner
    # Without its password it is kept as it lies in the archive.
    packed = zlib.decompressobj(-15).decompress(kept["secret.xml"])
    assert packed == b"<secret/>"


def test_a_damaged_member_leaves_the_good_ones() -> None:
    content = bytearray(
        hostile._zip(("bad.xml", b"<bad/>" * 9), ("good.xml", b"<good/>"))
    )
    content[content.index(b"bad.xml") + 9] ^= 0xFF
    members = unpack("a.zip", bytes(content))
    assert isinstance(members, list)
    assert [each.finding and each.finding.code for each in members] == [
        "archive_member_broken",
        None,
    ]


def test_a_bomb_beside_a_good_member_refuses_the_whole() -> None:
    bomb = b" " * hostile._BOMB_SIZE
    content = hostile._zip(("good.xml", b"<good/>"), ("bomb.xml", bomb))
    refused = unpack("a.zip", content)
    assert not isinstance(refused, list)
    assert refused.code == "archive_bomb"


def test_damaged_members_count_as_what_they_unpacked() -> None:
    # Each fails at its end only: all of them together must not cost more than one.
    many = hostile._zip(*((f"{n}.xml", b" " * 3_000_000) for n in range(5)))
    broken = bytearray(many)
    place = 0
    for _each in range(5):
        place = broken.index(b"PK\x01\x02", place) + 16
        broken[place] ^= 0xFF
    refused = unpack("a.zip", bytes(broken), Limits(unpacked=10_000_000))
    assert not isinstance(refused, list)
    assert refused.code == "archive_bomb"


def test_encrypted_archive_is_named() -> None:
    content = bytearray(hostile._zip(("a.xml", b"<a/>")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    refused = unpack("a.zip", bytes(content))
    assert not isinstance(refused, list)
    assert refused.code == "archive_encrypted"
