"""What one page says by itself of the invoice that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.einvoice_base.domain.identifiers import siren_of_vat

from ..buyer import OwnCompany
from .confidence import of_header
from .document_type import CREDIT_NOTE, type_of
from .header import HeaderFound, find_header, issue_and_due
from .identifiers_found import Kind
from .labels import Term
from .line_found import LinesFound
from .memory import Lessons
from .page import Page, capped
from .read_paper import understood
from .rows import COLUMN, Row
from .sheet import Sheet
from .totals import TotalsFound

# Below it a number is no proof of another invoice.
_SURE = 0.6
_LABELLED = 0.2
_OF = r"(?:/|sur|of|von|de|di)"
_NAMED = r"(?<![a-z])(?:pages?|pag\.|pg\.|p\.|folio|feuillets?|feuilles?|seite|pagina)"
_NUMBER = r"[\s:.°n]{0,4}([\dil]{1,3})"
_COUNTED = re.compile(rf"{_NAMED}{_NUMBER}\s?{_OF}\s?([\dil]{{1,3}})(?![\w]|[.,/]\d)")
_SINGLE = re.compile(rf"{_NAMED}{_NUMBER}(?=\t|$)")
_BARE = re.compile(r"\W*(\d{1,2})\s?/\s?(\d{1,2})\W*")
# Share of the page at its upper and lower edge where a bare "2/3" counts pages.
_EDGE = 0.09
# "Détail de votre facture" heads a page of the invoice that it names.
_ANNEX = re.compile(
    r"(?<![a-z])(?:detail|annexe|suite|recapitulatif|justificatif)s?"
    r"(?: (?:de|du|des|a|la|votre|notre|sur)| [dl]'){1,3} ?factures?(?![a-z])"
    r"|(?<![a-z])(?:details?|appendix|annex)(?: (?:to|of|the|your|our)){1,3} invoice"
)


class Place(NamedTuple):
    """Where a page stands in its document, as printed: "page 2 sur 3"."""

    number: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What one page says by itself.

    Attributes:
        is_titled: It names itself an invoice, a credit note or a deposit invoice.
        is_annex: It names itself a part of an invoice, or is another paper.
        number: Where it is surely one.
        cited: Numbers of other invoices that it corrects or follows.
        gross: Total with VAT.
        is_proved: Net, VAT and total are printed and agree.
        sellers: Registers and VAT numbers that are not the customer's.
        place: Where it says to stand in its document.
        text: All that it prints, a row a line.
        misread: It was read from a picture.
    """

    is_titled: bool = False
    is_annex: bool = False
    number: str | None = None
    cited: frozenset[str] = frozenset()
    day: date | None = None
    gross: Decimal | None = None
    is_proved: bool = False
    sellers: frozenset[str] = frozenset()
    place: Place | None = None
    text: str = ""
    misread: bool = False

    @property
    def is_invoice(self) -> bool:
        """Tell whether it could be the first page of an invoice, or all of it."""
        return not self.is_annex and (
            self.is_titled + (self.day is not None) + (self.gross is not None) >= 2
        )


def head_of(page: Page, own: Sequence[OwnCompany] = ()) -> Head:
    """Read a page as if it were alone.

    Args:
        page: The page.
        own: Companies of the database; they are nobody's supplier.
    """
    page = capped(page)
    if not page.words:
        return Head()
    lines, sheet, _lessons, totals = understood([page])
    # That it may be one of several pages: not each of them prints a total.
    kind = type_of([page], sheet.rows, has_totals=True)
    header = find_header(
        sheet, Lessons(None, sheet), is_credit=kind.code == CREDIT_NOTE
    )
    issued, _due = issue_and_due(header)
    is_titled = kind.code is not None and kind.span is not None
    return Head(
        is_titled=is_titled,
        is_annex=kind.code is None
        or (kind.span is not None and bool(_ANNEX.search(kind.span.row.plain))),
        number=_number_of(header),
        cited=frozenset(each.value for each in header.preceding),
        day=issued.value if issued else None,
        gross=_gross_of(totals, lines),
        is_proved=totals.is_proved,
        sellers=_sellers(sheet, own),
        place=place_of(sheet.rows, page.height),
        text="\n".join(row.text for row in sheet.rows),
        misread=sheet.misread,
    )


def _gross_of(totals: TotalsFound, lines: LinesFound) -> Decimal | None:
    """Return the total; the amount of a line under "Total" is none of the invoice."""
    if totals.gross is None:
        return None
    words = totals.gross.source.words if totals.gross.source else ()
    is_line = any(
        top <= word.middle <= bottom
        for word in words
        for _page, top, bottom in lines.region
    )
    return totals.gross.value if totals.is_proved or not is_line else None


def _number_of(header: HeaderFound) -> str | None:
    """Return the number of the invoice, where it is surely one."""
    options = header.numbers
    if not options or options[0].score(Term.NUMBER) <= _LABELLED:
        return None
    if of_header(options[0], Term.NUMBER, options) < _SURE:
        return None
    return options[0].value


def _sellers(sheet: Sheet, own: Sequence[OwnCompany]) -> frozenset[str]:
    """Return whom registers and VAT numbers name, but for the customer and us."""
    named = {
        each.value[:9] if each.kind is not Kind.VAT else _company(each.value)
        for each in sheet.identifiers
        if each.kind in (Kind.VAT, Kind.SIREN, Kind.SIRET)
        and each.is_valid
        and not each.is_buyers
    }
    ours = {each.siren for each in own} | {_company(each.vat) for each in own}
    return frozenset(named - ours)


def _company(vat: str) -> str:
    return siren_of_vat(vat) or vat


def place_of(rows: Sequence[Row], height: float) -> Place | None:
    """Return where a page says to stand, ``None`` where it says two things.

    Args:
        rows: Of one page.
        height: Of the page, in points.

    >>> from .page import Word
    >>> words = [Word(text, 1, at, 800, at + 8, 809) for text, at in (("1/2", 500),)]
    >>> place_of([Row(1, tuple(words))], 842.0)
    Place(number=1, last=2)
    """
    counted = {each for row in rows for each in _counted(row, height)}
    if not counted:
        counted = {
            Place(_whole(match[1]))
            for row in rows
            for match in _SINGLE.finditer(row.plain)
        }
    return counted.pop() if len(counted) == 1 else None


def _counted(row: Row, height: float) -> Iterator[Place]:
    found = list(_COUNTED.finditer(row.plain))
    if row.bottom < _EDGE * height or row.top > (1 - _EDGE) * height:
        bare = map(_BARE.fullmatch, row.plain.split(COLUMN))
        found += [match for match in bare if match]
    for match in found:
        number, last = _whole(match[1]), _whole(match[2])
        if 1 <= number <= last:
            yield Place(number, last)


def _whole(text: str) -> int:
    """Read a number whose one may have become a letter."""
    return int(text.replace("l", "1").replace("i", "1"))
