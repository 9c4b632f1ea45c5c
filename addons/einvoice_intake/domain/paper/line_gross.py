"""Lines that print their amounts with VAT, as the net amounts that a bill consists of.

It is done where the VAT of each line is certain: one printed rate for all of them, or a
rate on each line, and a table of VAT that agrees with the lines of each rate. The cents
that rounding moves are put where they matter least, so that the lines of a rate sum up
to its printed base. Elsewhere there are no lines: a bill has one for each rate then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from odoo.addons.einvoice_base.domain.money import CENT, ZERO, rounded

from .line_cells import canonical
from .line_found import Cell, LineFound, LinesFound
from .tax_table import TaxRow, agrees, single_rate
from .totals import TotalsFound

_HUNDRED = Decimal(100)
# Rates of France: another one that no page prints may be a mix of two of them.
_OF_FRANCE = frozenset(map(Decimal, ("20", "10", "5.5", "2.1", "8.5")))
# By the rounding of a base and of its VAT.
_CENTS = 2
_MOST_PLACES = 6
_SURE = 0.95
_DERIVED = 0.9


def without_gross(lines: LinesFound, totals: TotalsFound) -> LinesFound:
    """Return the lines without VAT; none where they bear it and it is not certain.

    Args:
        lines: As they are printed.
        totals: The totals that agree best.
    """
    if not _bears_vat(lines, totals):
        return lines
    rates = _rates(lines, totals)
    bases = _bases(lines, rates, totals) if rates else None
    if not bases:
        return LinesFound(region=lines.region)
    sums = [*(line.net for line in lines.lines), *lines.adjustments]
    nets: dict[int, Decimal] = {}
    for rate, base in bases.items():
        places = [at for at, each in enumerate(rates) if each == rate]
        shared = shared_out([sums[at] for at in places], base)
        if shared is None:
            return LinesFound(region=lines.region)
        nets |= dict(zip(places, shared, strict=True))
    count = len(lines.lines)
    return replace(
        lines,
        lines=tuple(
            _net_line(line, nets[at], rates[at]) for at, line in enumerate(lines.lines)
        ),
        adjustments=tuple(nets[at] for at in range(count, len(sums))),
        is_gross=False,
    )


def _bears_vat(lines: LinesFound, totals: TotalsFound) -> bool:
    """Tell whether the lines sum up to the total with VAT, or say that they bear it."""
    if not lines.lines or lines.is_gross:
        return lines.is_gross
    net, gross = totals.net, totals.gross
    if net is None or gross is None or net.value == gross.value:
        return False
    return _is_known(totals) and abs(_sum(lines)) == gross.value


def _is_known(totals: TotalsFound) -> bool:
    """Tell whether the VAT is printed: all totals, or its one rate with its amount."""
    if totals.is_proved:
        return True
    rows = totals.taxes.rows if totals.taxes else ()
    if len(rows) != 1 or rows[0].amount is None or totals.vat is None:
        return False
    return abs(rows[0].amount.value) == totals.vat.value


def _sum(lines: LinesFound) -> Decimal:
    return lines.total + sum(lines.adjustments, ZERO)


def _rates(lines: LinesFound, totals: TotalsFound) -> list[Decimal]:
    """Return the rate of each line and adjustment; none where one is not certain."""
    only = _only_rate(lines, totals)
    found = [only if each is None else each for each in _printed(lines)]
    found += [only] * len(lines.adjustments)
    known = [each for each in found if each is not None]
    is_other = only is not None and any(each != only for each in known)
    return [] if is_other or len(known) < len(found) else known


def _printed(lines: LinesFound) -> list[Decimal | None]:
    cells = [line.cells.get("vat_rate") for line in lines.lines]
    return [Decimal(each.value) if each else None for each in cells]


def _only_rate(lines: LinesFound, totals: TotalsFound) -> Decimal | None:
    """Return the rate of the whole invoice, ``None`` where there may be several."""
    net, vat, gross = totals.net, totals.vat, totals.gross
    if net is None or vat is None or gross is None or not _is_settled(totals):
        return None
    if net.value == gross.value:
        return ZERO
    if totals.taxes is None:
        rate = single_rate(net.value, vat.value) if totals.is_proved else None
        return rate if rate in _OF_FRANCE | set(_printed(lines)) else None
    rows = totals.taxes.rows
    is_whole = len(rows) == 1 and totals.taxes.net in (None, net.value)
    is_right = is_whole and agrees(net.value, rows[0].rate, vat.value, _CENTS)
    return rows[0].rate if is_right and _is_known(totals) else None


def _is_settled(totals: TotalsFound) -> bool:
    parts = [each.value for each in (totals.net, totals.vat, totals.gross) if each]
    return len(parts) == 3 and parts[0] + parts[1] == parts[2]


def _bases(
    lines: LinesFound, rates: Sequence[Decimal], totals: TotalsFound
) -> dict[Decimal, Decimal] | None:
    """Return the base of each rate, with the sign of the lines.

    ``None`` where the lines of a rate are not its base with its VAT, or all of them not
    the total.
    """
    net, gross = totals.net, totals.gross
    if net is None or gross is None or abs(_sum(lines)) != gross.value:
        return None
    if len(set(rates)) == 1 and _only_rate(lines, totals) is not None:
        bases = {rates[0]: net.value}
    else:
        found = _tabled(lines, rates, totals)
        if found is None or sum(found.values(), ZERO) != net.value:
            return None
        bases = found
    sign = -1 if _sum(lines) < 0 else 1
    return {rate: sign * base for rate, base in bases.items()}


def _tabled(
    lines: LinesFound, rates: Sequence[Decimal], totals: TotalsFound
) -> dict[Decimal, Decimal] | None:
    """Return the bases by the table of VAT, which names each rate of the lines."""
    rows = {each.rate: each for each in (totals.taxes.rows if totals.taxes else ())}
    if lines.adjustments or not totals.is_proved or not rows.keys() <= set(rates):
        return None
    bases: dict[Decimal, Decimal] = {}
    for rate in dict.fromkeys(rates):
        gross = abs(
            sum(
                (
                    line.net
                    for line, each in zip(lines.lines, rates, strict=True)
                    if each == rate
                ),
                ZERO,
            )
        )
        base = _base_of(gross, rate, rows)
        if base is None:
            return None
        bases[rate] = base
    return bases


def _base_of(
    gross: Decimal, rate: Decimal, rows: Mapping[Decimal, TaxRow]
) -> Decimal | None:
    """Return the base of a rate: printed, else what its lines leave without its VAT."""
    row = rows.get(rate)
    if row is None:
        # What bears no VAT often stands in no table.
        return None if rate else gross
    if row.amount is None:
        return None
    amount = abs(row.amount.value)
    base = abs(row.base.value) if row.base else gross - amount
    is_his = abs(base + amount - gross) <= _CENTS * CENT
    return base if is_his and agrees(base, rate, amount, _CENTS) else None


def shared_out(gross: Sequence[Decimal], base: Decimal) -> list[Decimal] | None:
    """Share a base between amounts with VAT, to the cent.

    Each gets its part, rounded; the cents that are left go where rounding took most.

    Args:
        gross: Amounts with the VAT of one rate.
        base: What they are without it.

    Returns:
        Amounts that sum up to the base, ``None`` where nothing can be shared.

    >>> [str(each) for each in shared_out([Decimal("10.00")] * 3, Decimal("25.01"))]
    ['8.33', '8.34', '8.34']
    """
    whole = sum(gross, ZERO)
    if not whole:
        return None if base or any(gross) else [ZERO for _each in gross]
    exact = [each * base / whole for each in gross]
    nets = [rounded(each) for each in exact]
    cents = int((base - sum(nets, ZERO)) / CENT)
    step = CENT if cents > 0 else -CENT
    order = sorted(
        range(len(nets)), key=lambda at: (exact[at] - nets[at]) * step, reverse=True
    )
    for at in order[: abs(cents)]:
        nets[at] += step
    return nets


def _net_line(line: LineFound, net: Decimal, rate: Decimal) -> LineFound:
    """Return a line at its net amount; the price follows from it."""
    cells = dict(line.cells)
    if "net" in cells:
        cells["net"] = _changed(cells["net"], net, _SURE)
    if "price" in cells:
        cells["price"] = _changed(cells["price"], _price(line, net, rate), _DERIVED)
    cells.setdefault("vat_rate", Cell(canonical(rate.normalize()), None, _DERIVED))
    return LineFound(cells)


def _price(line: LineFound, net: Decimal, rate: Decimal) -> Decimal:
    """Return the price of a unit with as few decimals as give the net amount."""
    quantity, discount = (
        Decimal(line.cells[name].value) if name in line.cells else default
        for name, default in (("quantity", Decimal(1)), ("discount", ZERO))
    )
    count = quantity * (1 - discount / _HUNDRED)
    printed = Decimal(line.cells["price"].value)
    price = net / count if count else printed / (1 + rate / _HUNDRED)
    for places in range(2, _MOST_PLACES):
        if rounded(count * rounded(price, places)) == net:
            return rounded(price, places)
    return rounded(price, _MOST_PLACES)


def _changed(cell: Cell, value: Decimal, sure: float) -> Cell:
    return Cell(canonical(value), cell.box, min(cell.confidence, sure))
