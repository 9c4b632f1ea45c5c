"""The files of a mail that can be invoices.

A logo or a signature is no invoice; a photograph of an invoice is one, although some
phones send it inside the text. What is left out stays in the mail, nothing else does,
and its name is told. XML and PDF are never left out, whatever the mail calls them, nor
is what Outlook packed, because nobody knows what is inside.
"""

from __future__ import annotations

import email
import email.policy
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message

from .sniff import Kind, kind_of

_TYPES_LEFT = frozenset(
    {
        "application/ics",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "text/calendar",
        "text/html",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    }
)
_NAMES_LEFT = re.compile(
    r".*\.(p7s|asc|sig|ics|vcf|html?|mht)|att\d+\.(txt|bin)",
    re.IGNORECASE,
)
_NEVER_LEFT = (Kind.XML, Kind.PDF, Kind.OUTLOOK)
_CID = re.compile(r"""cid:([^"'\s>)]+)""", re.IGNORECASE)
# Bytes. No page is legible in less; logos in the text of a mail have less than that.
_SMALLEST_IMAGE = 10_000
_SMALLEST_PHOTOGRAPH = 100_000
# Mails in mails that are opened.
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file of a mail: its name as it stands there, and its bytes."""

    name: str
    content: bytes


def invoice_files(message: Message) -> tuple[list[MailFile], list[str]]:
    """Return the files that can be invoices, and the names of those left out.

    In the order of the mail. Pictures of the text are left out in silence when they are
    small: each signature has some.

    Mails that are attached to it are opened. Pictures inside the text count only when
    they are large and nothing else came.

    >>> mail = EmailMessage()
    >>> mail.set_content("See the invoice.")
    >>> mail.add_attachment(b"%PDF-", "application", "pdf", filename="invoice.pdf")
    >>> mail.add_attachment(b"", "text", "calendar", filename="meeting.ics")
    >>> files, left_out = invoice_files(mail)
    >>> [file.name for file in files], left_out
    (['invoice.pdf'], ['meeting.ics'])
    """
    parts = list(_leaves(message, _DEPTH))
    shown = frozenset[str]().union(*map(_shown_inside, parts))
    files, photographs, left_out = [], [], []
    for part in parts:
        content = _content(part)
        if _is_text_of_mail(part):
            continue
        file = MailFile(_name(part), content)
        is_image = kind_of(content) is Kind.IMAGE
        if _is_left_out(part, content):
            left_out.append(file.name)
        elif is_image and _is_inside(part, shown):
            if len(content) >= _SMALLEST_PHOTOGRAPH:
                photographs.append(file)
        elif is_image and len(content) < _SMALLEST_IMAGE:
            left_out.append(file.name)
        else:
            files.append(file)
    if files:
        return files, [*left_out, *(each.name for each in photographs)]
    return photographs, left_out


def _leaves(message: Message, depth: int) -> Iterator[Message]:
    for part in message.walk():
        if part.is_multipart():
            continue
        if depth and _name(part).lower().endswith(".eml"):
            inner = email.message_from_bytes(_content(part), policy=email.policy.SMTP)
            yield from _leaves(inner, depth - 1)
        else:
            yield part


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: Message) -> str:
    name = part.get_filename()
    if name:
        return name
    return f"attachment{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _shown_inside(part: Message) -> frozenset[str]:
    """Return the identifiers of the pictures that an HTML text shows."""
    if part.get_content_type() != "text/html":
        return frozenset()
    return frozenset(_CID.findall(_content(part).decode("latin-1")))


def _is_inside(part: Message, shown: frozenset[str]) -> bool:
    identifier = str(part.get("Content-ID", "")).strip("<> \t\r\n")
    return part.get_content_disposition() == "inline" or identifier in shown


def _is_text_of_mail(part: Message) -> bool:
    is_file = part.get_filename() or part.get_content_disposition() == "attachment"
    return part.get_content_type() in ("text/plain", "text/html") and not is_file


def _is_left_out(part: Message, content: bytes) -> bool:
    kind = kind_of(content)
    if kind in _NEVER_LEFT:
        return False
    if part.get_content_type() in _TYPES_LEFT or _NAMES_LEFT.fullmatch(_name(part)):
        return True
    # A text that claims to be something else is a damaged file: a person sees it.
    is_plain = kind is Kind.TEXT and not re.search(r"\.(?!txt$)\w+$", _name(part))
    return kind is Kind.HTML or is_plain


def raw_bytes(message: EmailMessage) -> bytes:
    """Return a mail as bytes, its headers alone when the rest cannot be written."""
    try:
        return message.as_bytes()
    except (LookupError, TypeError, UnicodeError, ValueError):
        lines = [f"{name}: {value}" for name, value in message.items()]
        return "\r\n".join(lines).encode("utf-8", "replace")
