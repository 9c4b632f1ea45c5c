"""A second look at what was not surely read, by the other engine.

Only crops of doubtful fields are read again, and the whole only where no total was
found: a second engine takes as long as the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from odoo.addons.einvoice_base.domain.identifiers import compact
from odoo.addons.einvoice_base.domain.reading import Field, Reading

from .amounts import amounts_of
from .ask import read_pages, second_opinion
from .dates import dates_of
from .page import Page, Word
from .reader import PageLimits
from .review_fields import THRESHOLD
from .rows import Row

# What one wrong character spoils; names are judged by a person anyway.
LOOKED_AT = (
    "number", "issue_date", "due_date", "iban", "order_reference", "totals.net",
    "totals.vat", "totals.gross", "totals.prepaid", "totals.payable",
)  # fmt: skip
# More doubtful fields than that are a page for a person.
_MOST = 6
# Of what two engines read alike, so much less of the doubt is left.
_LEFT = 0.4


def doubtful(reading: Reading) -> dict[str, Field]:
    """Return the fields of a scan that deserve a second look.

    >>> reading = Reading(None, "text-pdf", fields={"number": Field("F1", 0.5)})
    >>> doubtful(reading)
    {}
    """
    if reading.format != "scan":
        return {}
    found = {
        path: each
        for path in LOOKED_AT
        if (each := reading.fields.get(path)) is not None
        and each.box is not None
        and each.confidence < THRESHOLD
    }
    return found if len(found) <= _MOST else {}


def opinions(
    content: bytes, pages: Sequence[Page], reading: Reading, limits: PageLimits
) -> dict[str, str]:
    """Return what the other engine reads where fields are doubtful.

    Args:
        content: The file.
        pages: Its pages as they were read.
        reading: What was understood of them.
        limits: How much it may take.

    Returns:
        Path to text; empty where nothing is doubtful or nobody else can read.
    """
    told: dict[str, str] = {}
    fields = doubtful(reading)
    for page in pages:
        here = [
            (path, each.box)
            for path, each in fields.items()
            if each.box is not None and each.box.page == page.number
        ]
        texts = second_opinion(content, page, [box for _path, box in here], limits)
        told |= {
            path: text for (path, _box), text in zip(here, texts, strict=True) if text
        }
    return told


def confirmed(reading: Reading, told: Mapping[str, str]) -> Reading:
    """Return a reading whose confidence knows the second look; values stay.

    >>> reading = Reading(None, "scan", fields={"number": Field("F-12", 0.8)})
    >>> confirmed(reading, {"number": "F-12"}).fields["number"].confidence
    0.92
    >>> confirmed(reading, {"number": "F-72"}).fields["number"].confidence
    0.64
    """
    fields = dict(reading.fields)
    for path, text in told.items():
        each = fields.get(path)
        if each is None:
            continue
        if _is_said(path, each.value, text):
            sure = 1 - (1 - each.confidence) * _LEFT
        else:
            sure = each.confidence * 0.8
        fields[path] = replace(each, confidence=round(sure, 3))
    return replace(reading, fields=fields)


def _is_said(path: str, value: str, text: str) -> bool:
    row = Row(1, (Word(text, 1, 0.0, 0.0, 1.0, 1.0),))
    if path.endswith("_date"):
        return any(day.value.isoformat() == value for day in dates_of(row))
    if path.startswith("totals."):
        return any(f"{abs(each.value):.2f}" == value for each in amounts_of(row))
    return compact(value) in compact(re.sub(r"\s", "", text))


def read_again(
    content: bytes,
    pages: Sequence[Page],
    reading: Reading,
    understood: Callable[[Sequence[Page]], Reading],
    limits: PageLimits,
) -> tuple[tuple[Page, ...], Reading]:
    """Read a scan without any total once more, the other engine first.

    Args:
        content: The file.
        pages: Its pages as they were read.
        reading: What was understood of them.
        understood: Understands pages.
        limits: How much it may take.

    Returns:
        Pages and reading: the second ones where they hold an invoice, else the first.
    """
    read_by = {page.engine for page in pages if page.engine}
    others = tuple(each for each in limits.engines if each not in read_by)
    if reading.invoice is not None or not (read_by and others):
        return tuple(pages), reading
    second = read_pages(content, replace(limits, engines=others)).pages
    if len(second) != len(pages):
        return tuple(pages), reading
    images = {page.number: page.image for page in pages}
    kept = tuple(replace(page, image=images[page.number]) for page in second)
    other = understood(kept)
    return (tuple(pages), reading) if other.invoice is None else (kept, other)
