"""A whole file, its pages included, becomes a reading: for whoever can wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from odoo.addons.einvoice_base.domain.reading import Reading

from .buyer import OwnCompany
from .guard import Limits
from .paper.ask import read_pages
from .paper.page import Page
from .paper.paper_rules import PAGE_NO_INVOICE
from .paper.read_paper import read_paper
from .paper.reader import PageLimits
from .paper.second_look import confirmed, opinions, read_again
from .problems import FACTURX_WITHOUT_XML, NOT_STRUCTURED
from .read import read

# Formats whose content stands on pages, not in data.
PAPER = ("text-pdf", "scan")
UNSTRUCTURED = (NOT_STRUCTURED, FACTURX_WITHOUT_XML)

_DEFAULT = Limits()


def waits_for_pages(reading: Reading) -> bool:
    """Tell whether a file holds no data, so that its pages must be read.

    >>> waits_for_pages(Reading(None, "other"))
    False
    """
    return (
        reading.invoice is None
        and reading.format in PAPER
        and bool(reading.problems)
        and reading.problems[0].rule in UNSTRUCTURED
    )


def read_file(
    name: str,
    content: bytes,
    *,
    limits: Limits = _DEFAULT,
    own: Sequence[OwnCompany] = (),
) -> Reading:
    """Read one file, its pages too where it holds no data. It may take seconds a page.

    Args:
        name: Its name.
        content: Its bytes.
        limits: How much of it is read.
        own: Companies of the database.
    """
    reading = read(name, content, limits=limits)
    if not waits_for_pages(reading):
        return reading
    limits_of_pages = PageLimits()
    found = read_pages(content, limits_of_pages)

    def understood(pages: Sequence[Page]) -> Reading:
        return read_paper(pages, own=own)

    pages, paper = read_again(
        content, found.pages, understood(found.pages), understood, limits_of_pages
    )
    paper = confirmed(paper, opinions(content, pages, paper, limits_of_pages))
    problems = (*found.problems, *paper.problems, *reading.problems[1:])
    if paper.invoice is None and not problems:
        problems = (PAGE_NO_INVOICE.finding(),)
    return replace(paper, problems=problems, pdf=reading.pdf)
