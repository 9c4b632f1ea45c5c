"""Names, mails and folders, without a server."""

from __future__ import annotations

import os
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from odoo.addons.einvoice_intake.domain import watched_folder
from odoo.addons.einvoice_intake.domain.arrival import ReceivedFile, UnreadFile, label
from odoo.addons.einvoice_intake.domain.channels import (
    bad_senders,
    is_accepted,
    senders,
)
from odoo.addons.einvoice_intake.domain.mail import invoice_files, raw_bytes
from odoo.addons.einvoice_intake.domain.watched_folder import (
    DONE,
    SETTLED,
    FolderRefusedError,
    opened,
)

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("facture.xml", "facture.xml"),
        ("a\x00\r\nb.xml", "ab.xml"),
        ("gnp\u202exml.exe", "gnp�xml.exe"),
        ("é\udcff.pdf", "é�.pdf"),
        (None, ""),
        ("x" * 400 + ".pdf", "x" * 235 + "…" + "x" * 15 + ".pdf"),
    ],
)
def test_a_name_is_one_line_that_can_be_stored(name: str | None, shown: str) -> None:
    assert label(name) == shown
    assert len(label(name)) <= 255


def test_a_file_that_was_not_read_has_its_facts() -> None:
    file = UnreadFile("f", b"", digest="ab", length=7)
    assert (file.sha256, file.size) == ("ab", 7)
    assert ReceivedFile("f", b"1234567").size == 7


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("compta@vendeur.fr", True),
        ("COMPTA@VENDEUR.FR", True),
        ("who@atelier.fr", True),
        ("who@sub.atelier.fr", False),
        ("who@vendeur.fr", False),
        ("atelier.fr", False),
        (None, False),
    ],
)
def test_senders_are_addresses_or_domains(address: str | None, accepted: bool) -> None:
    known = senders("compta@vendeur.fr;\n@atelier.fr")
    assert is_accepted(address, known) is accepted
    assert is_accepted(address, senders(None))


def test_entries_that_are_no_senders_are_named() -> None:
    assert bad_senders("a@b.fr, *@b.fr x, @") == ["@", "x"]


def mail(*files: tuple[str, bytes, str], html: str = "") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Facture"
    message.set_content("Bonjour")
    if html:
        message.add_alternative(html, subtype="html")
    for name, content, kind in files:
        main, sub = kind.split("/")
        message.add_attachment(content, main, sub, filename=name)
    return message


def names(message: EmailMessage) -> list[str]:
    return [each.name for each in invoice_files(message)[0]]


def test_a_mail_within_a_mail_within_a_mail_is_opened_to_a_depth() -> None:
    message = mail(("f.xml", b"<a/>", "application/xml"))
    for _each in range(3):
        content = message.as_bytes()
        message = mail(("fwd.eml", content, "application/octet-stream"))
    assert names(message) == ["f.xml"]
    deeper = mail(("fwd.eml", message.as_bytes(), "application/octet-stream"))
    assert names(deeper) == ["fwd.eml"]


def test_a_body_that_is_the_invoice() -> None:
    message = message_from_bytes(
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7", policy=SMTP
    )
    assert [each.content for each in invoice_files(message)[0]] == [b"%PDF-1.7"]
    assert names(message) == ["attachment.pdf"]


def test_a_text_that_claims_to_be_xml_is_shown_to_a_person() -> None:
    assert names(mail(("f.xml", b"cut away", "application/octet-stream"))) == ["f.xml"]
    assert names(mail(("f.txt", b"Bonjour", "application/octet-stream"))) == []


def test_an_attached_photograph_counts_and_a_small_picture_does_not() -> None:
    files = [("p.png", PNG + bytes(20_000), "image/png"), ("l.png", PNG, "image/png")]
    assert names(mail(*files)) == ["p.png"]


def test_a_mail_that_cannot_be_written_keeps_its_headers() -> None:
    message = mail()
    message.get_content = None
    message.set_payload("é\udcff", None)
    del message["Content-Transfer-Encoding"]
    assert b"Facture" in raw_bytes(message)


def settled() -> float:
    return time.time() + SETTLED + 1


@pytest.mark.parametrize("path", ["", "/", "/etc", "..", "a/../b", "a/\x00"])
def test_a_path_stays_below_its_root(tmp_path: Path, path: str) -> None:
    with pytest.raises(FolderRefusedError), opened((str(tmp_path),), path):
        pass


def test_the_first_root_that_has_the_folder_counts(tmp_path: Path) -> None:
    for root in ("one", "two"):
        tmp_path.joinpath(root).mkdir()
    folder = tmp_path / "two" / "in"
    folder.mkdir()
    folder.joinpath("f.xml").write_bytes(b"<a/>")
    roots = tuple(str(tmp_path / each) for each in ("none", "one", "two"))
    with opened(roots, "in") as watched:
        [file] = watched.listing(settled()).files
        content = watched.read(file, 100)
        assert content
        assert content.content == b"<a/>"
        assert watched.move(file, DONE)
    assert folder.joinpath("done", "f.xml").read_bytes() == b"<a/>"


def test_a_file_replaced_after_the_listing_is_neither_read_nor_moved(
    tmp_path: Path,
) -> None:
    tmp_path.joinpath("in").mkdir()
    path = tmp_path / "in" / "f.xml"
    path.write_bytes(b"<a/>")
    with opened((str(tmp_path),), "in") as watched:
        [file] = watched.listing(settled()).files
        path.unlink()
        path.write_bytes(b"<b/>")
        assert watched.read(file, 100) is None
        assert not watched.move(file, DONE)
        path.unlink()
        os.symlink("/etc/hostname", path)
        with pytest.raises(OSError, match="symbolic"):
            watched.read(file, 100)


def test_a_file_over_the_limit_is_hashed_and_not_kept(tmp_path: Path) -> None:
    tmp_path.joinpath("in").mkdir()
    tmp_path.joinpath("in", "f").write_bytes(b"12345")
    with opened((str(tmp_path),), "in") as watched:
        [file] = watched.listing(settled()).files
        content = watched.read(file, 4)
        assert content
        assert content.content is None
        assert content.sha256.startswith("5994471abb01112afcc18159f6cc74b4")
    assert watched_folder.steps("a/b", "/srv") == ("a", "b")
