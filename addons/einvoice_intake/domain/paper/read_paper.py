"""Pages of words → a reading: the invoice, and how sure each field of it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.money import ZERO
from odoo.addons.einvoice_base.domain.reading import Field, Reading

from ..buyer import OwnCompany
from .amount_fields import Fields, amount_fields, field_of, signed
from .confidence import of_header, of_identifier, of_name
from .corrected import with_field, with_lines, with_taxes
from .document_type import CREDIT_NOTE, TypeFound, type_of
from .header import HeaderFound, currency_of, find_header, issue_and_due
from .identifiers_found import IdentifierFound, Kind
from .labels import Term
from .line_found import LinesFound
from .line_gross import without_gross
from .lines import find_lines
from .memory import Lessons, Memory
from .page import Page, capped
from .parties import PartiesFound, find_parties
from .party_names import is_one_of
from .review_fields import BY_PATH, rows_of_table
from .sheet import Region, Sheet, sheet_of
from .tax_table import tax_sets
from .totals import TotalsFound, solve

_LEARNED_AMOUNTS = {
    "totals.net": Term.NET,
    "totals.vat": Term.VAT,
    "totals.gross": Term.GROSS,
    "totals.prepaid": Term.PREPAID,
    "totals.payable": Term.PAYABLE,
}


def read_paper(
    pages: Sequence[Page],
    *,
    memory: Memory | None = None,
    own: Sequence[OwnCompany] = (),
) -> Reading:
    """Read an invoice from its pages.

    Args:
        pages: Words with their places.
        memory: What was learned of the suppliers that it may be of.
        own: Companies of the database, the receiving one first: they buy, so none of
            them is the supplier.
    """
    pages = [capped(page) for page in pages]
    form = "scan" if any(each.source == "ocr" for each in pages) else "text-pdf"
    if not any(page.words for page in pages):
        return Reading(None, form)
    lines, sheet, lessons, totals = understood(pages, memory)
    kind = type_of(pages, sheet.rows, has_totals=totals.gross is not None)
    if kind.code is None:
        return Reading(None, form)
    header = find_header(sheet, lessons, is_credit=kind.code == CREDIT_NOTE)
    lines = without_gross(lines, totals)
    parties = find_parties(sheet, [company.name for company in own])
    fields = {
        **_party_fields(sheet, parties, own),
        **_header_fields(sheet, header, totals, kind, lessons),
        **amount_fields(sheet, lines, totals),
    }
    fields = signed(lessons.corrected(fields), lines, totals, kind.code == CREDIT_NOTE)
    return Reading(invoice_of(fields), form, fields=fields)


# Why an invoice bears no VAT: CGI art. 293 B, 283, 262 ter; directive 2006/112/EC.
_EXEMPT = re.compile(
    r"tva non applicable|293 ?b|autoliquidation|reverse charge"
    r"|exonere?e? de (?:la )?tva|exoneration de tva|livraison intracommunautaire"
    r"|intra-?community supply"
    r"|vat exempt|exempt from vat|zero-?rated|steuerfrei|steuerschuldnerschaft"
    r"|inversion(?:e)? (?:contabile|del sujeto)|btw verlegd|operacion exenta"
    r"|hors champ (?:de la )?tva|art(?:\.|icle)? ?261"
)


def understood(
    pages: Sequence[Page], memory: Memory | None = None
) -> tuple[LinesFound, Sheet, Lessons, TotalsFound]:
    """Find lines and totals, and all else that the pages print.

    Args:
        pages: Words with their places.
        memory: What was learned of the suppliers that it may be of.
    """
    lines = find_lines(pages)
    found = _solved(pages, lines, lines.region, memory)
    if not found[2].is_proved and lines.region and not _sum_up(lines, found[2]):
        # Totals that look like lines were left aside with them.
        other = _solved(pages, lines, (), memory)
        if other[2].score > found[2].score:
            found = other
    return lines, *found


def _solved(
    pages: Sequence[Page],
    lines: LinesFound,
    aside: Sequence[Region],
    memory: Memory | None,
) -> tuple[Sheet, Lessons, TotalsFound]:
    """Find all that the pages print, and the totals that agree best."""
    sheet = sheet_of(pages, aside)
    layout = memory.layout_for(sheet) if memory else None
    lessons = Lessons(layout, sheet)
    lessons.mark(sheet.amounts, _LEARNED_AMOUNTS)
    totals = solve(
        sheet.amounts,
        tax_sets(sheet.taxes),
        _line_sums(lines),
        is_exempt=_is_exempt(sheet),
    )
    return sheet, lessons, totals


def _sum_up(lines: LinesFound, totals: TotalsFound) -> bool:
    """Tell whether the lines sum up to a total: then no total is among them."""
    known = {each.value for each in (totals.net, totals.gross) if each}
    return (
        lines.is_confirmed and abs(lines.total + sum(lines.adjustments, ZERO)) in known
    )


def _is_exempt(sheet: Sheet) -> bool:
    return any(_EXEMPT.search(row.plain) for row in sheet.rows)


def _line_sums(lines: LinesFound) -> tuple[Decimal, ...]:
    """Return what the lines can sum up to: alone, and with discounts and charges."""
    if not lines.lines or lines.is_gross:
        return ()
    return lines.total, lines.total + sum(lines.adjustments, ZERO)


def invoice_of(fields: Mapping[str, Field]) -> Invoice:
    """Return the invoice that fields say.

    Args:
        fields: Path to field.
    """
    invoice = Invoice()
    for path, each in fields.items():
        if path in BY_PATH:
            invoice = with_field(invoice, path, each.value)
    if taxes := _plain(fields, "tax"):
        invoice = with_taxes(invoice, invoice, taxes)
    if lines := _plain(fields, "line"):
        invoice = with_lines(invoice, invoice, lines)
    return invoice


def _plain(fields: Mapping[str, Field], table: str) -> list[dict[str, str]]:
    rows = rows_of_table(fields, table)
    return [{name: each.value for name, each in row.items()} for row in rows]


def _header_fields(
    sheet: Sheet,
    header: HeaderFound,
    totals: TotalsFound,
    kind: TypeFound,
    lessons: Lessons,
) -> Fields:
    fields: Fields = {}
    for path, term, options in (
        ("number", Term.NUMBER, header.numbers),
        ("order_reference", Term.ORDER, header.orders),
        ("preceding_invoice", Term.PRECEDING, header.preceding),
        ("delivery_date", Term.DELIVERY_DATE, header.delivered),
    ):
        if options and options[0].score(term) > 0.2:
            chosen = options[0]
            sure = lessons.confidence(path, of_header(chosen, term, options))
            fields[path] = field_of(str(chosen.value), sure, chosen.words)
    issued, due = issue_and_due(header)
    for path, term, day, days in (
        ("issue_date", Term.ISSUE_DATE, issued, header.issued),
        ("due_date", Term.DUE_DATE, due, header.due),
    ):
        if day is not None:
            sure = lessons.confidence(path, of_header(day, term, days))
            fields[path] = field_of(day.value.isoformat(), sure, day.words)
    near = totals.gross.source.words if totals.gross and totals.gross.source else ()
    currency, sure = currency_of(sheet.rows, near)
    if currency:
        fields["currency"] = field_of(currency, sure)
    assert kind.code is not None
    title = kind.span.words if kind.span else ()
    fields["type_code"] = field_of(kind.code, kind.confidence, title)
    return fields


def _party_fields(
    sheet: Sheet, parties: PartiesFound, own: Sequence[OwnCompany]
) -> Fields:
    fields: Fields = {}
    if parties.sellers:
        best = parties.sellers[0]
        fields["seller.name"] = field_of(
            best.value, of_name(parties.sellers, sheet.misread), best.words
        )
    if parties.buyers:
        receiving = [company.name for company in own[:1]]
        best = next(
            (each for each in parties.buyers if is_one_of(each.value, receiving)),
            parties.buyers[0],
        )
        fields["buyer.name"] = field_of(best.value, 0.85, best.words)
    sides = _Sides(parties, own)
    for kinds, path in (
        ((Kind.VAT,), "vat_number"),
        ((Kind.SIRET, Kind.SIREN), "legal_id"),
    ):
        for kind in kinds:
            for each in sheet.identifiers:
                if each.kind is kind:
                    side = sides.of(each)
                    fields.setdefault(f"{side}.{path}", _identifier(each, sheet))
    for kind, path in ((Kind.IBAN, "iban"), (Kind.BIC, "bic")):
        for each in sheet.identifiers:
            if each.kind is kind and not each.is_buyers:
                fields.setdefault(path, _identifier(each, sheet))
    return fields


def _identifier(found: IdentifierFound, sheet: Sheet) -> Field:
    return field_of(found.value, of_identifier(found, sheet.misread), found.words)


@dataclass(frozen=True)
class _Sides:
    """Tells whose an identifier is."""

    parties: PartiesFound
    own: Sequence[OwnCompany]

    def of(self, found: IdentifierFound) -> str:
        """Return ``buyer`` or ``seller``."""
        theirs = {
            id(word)
            for block in self.parties.buyer_blocks
            for line in block.lines
            for word in line.words
        }
        ours = {each.vat for each in self.own} | {each.siren for each in self.own}
        is_buyers = (
            found.is_buyers
            or found.value in ours
            or found.value[:9] in ours
            or any(id(word) in theirs for word in found.words)
        )
        return "buyer" if is_buyers else "seller"
