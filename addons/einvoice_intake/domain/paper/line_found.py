"""The lines of an invoice as they were found on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.einvoice_base.domain.reading import Box


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a line.

    Attributes:
        value: Canonical text: decimal with a point, or words with single blanks.
        confidence: Ratio 0 to 1: high where arithmetic confirms the value.
    """

    value: str
    box: Box | None
    confidence: float


@dataclass(frozen=True, slots=True)
class LineFound:
    """One line.

    Attributes:
        cells: Name to cell: ``name``, ``seller_item``, ``quantity``, ``unit``,
            ``price`` (per unit), ``discount`` (percent), ``vat_rate`` (percent),
            ``net`` (without VAT, or with it where ``LinesFound.is_gross``). What the
            page does not print is left out.
    """

    cells: Mapping[str, Cell]

    @property
    def net(self) -> Decimal:
        """Amount of the line, zero where the page prints none."""
        cell = self.cells.get("net")
        return Decimal(cell.value) if cell else Decimal(0)


@dataclass(frozen=True, slots=True)
class LinesFound:
    """All lines of an invoice.

    Attributes:
        region: Areas of the tables: page, top, bottom in points.
        is_gross: The amounts of the lines include VAT.
        is_confirmed: Their sum is printed on a page, alone or with the adjustments.
        adjustments: Discounts (negative) and charges of the whole document that stand
            between the lines and the total.
    """

    lines: tuple[LineFound, ...] = ()
    region: tuple[tuple[int, float, float], ...] = ()
    is_gross: bool = False
    is_confirmed: bool = False
    adjustments: tuple[Decimal, ...] = ()

    @property
    def total(self) -> Decimal:
        """Sum of the amounts of the lines."""
        return sum((line.net for line in self.lines), Decimal(0))
