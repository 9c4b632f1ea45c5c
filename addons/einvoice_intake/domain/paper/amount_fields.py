"""Totals, VAT and lines as fields of a reading, signed as the invoice means them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product

from odoo.addons.einvoice_base.domain.money import CENT, ZERO
from odoo.addons.einvoice_base.domain.reading import Field

from .confidence import of_totals
from .labels import Term
from .line_found import LinesFound
from .page import Word, box_of
from .pairing import best
from .sheet import Sheet
from .tax_table import TaxSet, single_rate
from .totals import Option, TotalsFound

Fields = dict[str, Field]

_OF_TOTALS = re.compile(
    r"totals\.(?:net|vat|gross|payable)$|tax\.\d+\.(?:base|amount)$"
)
_OF_LINES = re.compile(r"line\.\d+\.(?:net|quantity)$")


def amount_fields(sheet: Sheet, lines: LinesFound, totals: TotalsFound) -> Fields:
    """Return all amounts that were found, by path.

    Args:
        sheet: What the pages print.
        lines: The lines, without VAT.
        totals: The totals that agree best.
    """
    return {
        **_total_fields(totals),
        **_adjustment_fields(sheet, lines, totals),
        **_tax_fields(totals),
        **_line_fields(lines, totals),
    }


def field_of(value: str, confidence: float, words: Sequence[Word] = ()) -> Field:
    """Return a field with the box around its words."""
    return Field(value, round(min(max(confidence, 0.01), 0.999), 3), box_of(words))


def _total_fields(totals: TotalsFound) -> Fields:
    named: dict[str, Option | None] = {
        "totals.net": totals.net,
        "totals.vat": totals.vat,
        "totals.gross": totals.gross,
        "totals.prepaid": totals.prepaid,
        "totals.payable": totals.payable,
    }
    return {
        path: field_of(
            f"{_printed(totals, option):.2f}",
            of_totals(totals, option),
            option.source.words if option.source else (),
        )
        for path, option in named.items()
        if option is not None
    }


def _adjustment_fields(sheet: Sheet, lines: LinesFound, totals: TotalsFound) -> Fields:
    """Return the discount and the charges that stand between lines and total."""
    net = totals.net
    if net is None or not lines.lines:
        return {}
    sure = of_totals(totals, net)
    for allowances, charges in (_beside_lines(lines), *_labelled(sheet)):
        if abs(lines.total - allowances + charges) == net.value:
            sums = {"totals.allowances": allowances, "totals.charges": charges}
            return {
                path: field_of(f"{each:.2f}", sure)
                for path, each in sums.items()
                if each
            }
    return {}


def _beside_lines(lines: LinesFound) -> tuple[Decimal, Decimal]:
    return (
        -sum((each for each in lines.adjustments if each < 0), ZERO),
        sum((each for each in lines.adjustments if each > 0), ZERO),
    )


def _labelled(sheet: Sheet) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield what labels call a discount and a charge, one or both of them."""
    found = [
        [
            ZERO,
            *(abs(each.value.value) for each in islice(best(sheet.amounts, term), 3)),
        ]
        for term in (Term.ALLOWANCE, Term.CHARGE)
    ]
    yield from product(*found)


def _printed(totals: TotalsFound, option: Option) -> Decimal:
    """Return an amount with its sign: the supplier may owe us, all being positive."""
    if option is totals.payable and totals.sign > 0 and option.source is not None:
        return option.source.value
    return option.value


def _tax_fields(totals: TotalsFound) -> Fields:
    """Return the table of VAT: as printed, else the one rate that explains the VAT."""
    if totals.taxes is not None and totals.net is not None:
        return _table_fields(totals.taxes, totals)
    if totals.net is None or totals.vat is None:
        return {}
    rate = single_rate(totals.net.value, totals.vat.value)
    if rate is None:
        return {}
    sure = of_totals(totals, totals.net)
    return _tax_row(0, rate, totals.net.value, totals.vat.value, sure)


def _table_fields(table: TaxSet, totals: TotalsFound) -> Fields:
    fields: Fields = {}
    assert totals.net is not None
    sure = of_totals(totals, totals.net)
    for place, row in enumerate(table.rows):
        base = abs(row.base.value) if row.base else None
        if base is None and len(table.rows) == 1:
            base = totals.net.value
        fields[f"tax.{place}.rate"] = field_of(f"{row.rate.normalize():f}", sure)
        if base is not None:
            words = row.base.words if row.base else ()
            fields[f"tax.{place}.base"] = field_of(f"{base:.2f}", sure, words)
        if row.amount is not None:
            amount = abs(row.amount.value)
            fields[f"tax.{place}.amount"] = field_of(
                f"{amount:.2f}", sure, row.amount.words
            )
    if table.net is not None and table.net < totals.net.value - CENT:
        free = totals.net.value - table.net
        fields |= _tax_row(len(table.rows), ZERO, free, ZERO, 0.7 * sure)
    return fields


def _tax_row(
    place: int, rate: Decimal, base: Decimal, amount: Decimal, sure: float
) -> Fields:
    return {
        f"tax.{place}.rate": field_of(f"{rate.normalize():f}", sure),
        f"tax.{place}.base": field_of(f"{base:.2f}", sure),
        f"tax.{place}.amount": field_of(f"{amount:.2f}", sure),
    }


def _line_fields(lines: LinesFound, totals: TotalsFound) -> Fields:
    """Return the lines; the rate of each where there is only one."""
    rate = None
    if totals.net is not None and totals.vat is not None:
        rate = single_rate(totals.net.value, totals.vat.value)
    fields: Fields = {}
    for place, line in enumerate(lines.lines):
        for name, cell in line.cells.items():
            sure = round(cell.confidence, 3)
            fields[f"line.{place}.{name}"] = Field(cell.value, sure, cell.box)
        if rate is not None and "vat_rate" not in line.cells:
            fields[f"line.{place}.vat_rate"] = field_of(f"{rate:f}", 0.9)
    return fields


def signed(
    fields: Fields, lines: LinesFound, totals: TotalsFound, is_credit: bool
) -> Fields:
    """Return the fields with the sign that the invoice means.

    A credit note says by its name that amounts go back: its own are positive (EN 16931,
    BT-3 381), however they are printed. Elsewhere a dash may stand for a cell without
    value in front of an amount.
    """
    net = totals.net.value if totals.net else None
    if not is_credit and totals.sign < 0:
        turned = {path for path in fields if _OF_TOTALS.match(path)}
    elif lines.total < 0 and (is_credit or -lines.total == net):
        turned = {path for path in fields if _OF_LINES.match(path)}
    else:
        return fields
    return {
        path: replace(each, value=_negated(path, each.value))
        if path in turned
        else each
        for path, each in fields.items()
    }


def _negated(path: str, value: str) -> str:
    """Return the other sign; a quantity may have been printed without one."""
    if value.startswith("-"):
        return value.removeprefix("-")
    return value if path.endswith(".quantity") else f"-{value}"
