"""Net, VAT and total of an invoice: what the labels say and arithmetic confirms.

Labels alone take a sub-total for a total, and a misread digit for an amount. So all
amounts that a label or a table proposes are tried together, and the three that agree
(BR-CO-15: net + VAT = total) win; a missing or misread one follows from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from .amounts import Amount
from .labels import Term
from .pairing import Candidate
from .tax_table import TaxSet, single_rate

_ZERO = Decimal(0)
_TOLERANCE = Decimal("0.02")
_OPTIONS = 7
# From here on a label says surely what an amount is.
_LABELLED = 0.7
# A row that names VAT, or prints its rate in percent, is one of a table of VAT.
_NAMED = 0.2


@dataclass(frozen=True, slots=True)
class Option:
    """One amount for one role.

    Attributes:
        source: The printed amount; ``None`` when it follows from others.
        score: How much labels speak for it, 0 to 1.
    """

    value: Decimal
    score: float
    source: Amount | None = None
    table: TaxSet | None = None


@dataclass(frozen=True, slots=True)
class TotalsFound:
    """The totals of an invoice, positive.

    Attributes:
        net, vat, gross: BT-109, BT-110, BT-112; ``None`` when not known.
        prepaid, payable: BT-113 and BT-115 where they are printed.
        is_proved: Three printed amounts agree.
        support: How many further facts confirm them: table of VAT, lines, rate, amount
            to pay.
        score: Sum of all evidence.
    """

    net: Option | None = None
    vat: Option | None = None
    gross: Option | None = None
    prepaid: Option | None = None
    payable: Option | None = None
    taxes: TaxSet | None = None
    is_proved: bool = False
    support: int = 0
    score: float = 0.0

    @property
    def is_settled(self) -> bool:
        """Total less what is paid is what is to be paid, as far as both are printed."""
        if self.gross is None or self.payable is None:
            return self.prepaid is None
        paid = self.prepaid.value if self.prepaid else _ZERO
        due = self.payable.value
        if self.sign > 0 and self.payable.source is not None:
            due = self.payable.source.value
        return abs(self.gross.value - paid - due) <= _TOLERANCE

    @property
    def sign(self) -> int:
        """Minus one where the totals are printed as negative amounts."""
        printed = [
            each.source.value
            for each in (self.gross, self.net)
            if each is not None and each.source is not None and each.source.value
        ]
        return -1 if printed and all(each < 0 for each in printed) else 1


def solve(
    amounts: Sequence[Candidate[Amount]],
    tables: Sequence[TaxSet],
    line_sums: Sequence[Decimal] = (),
    *,
    is_exempt: bool = False,
) -> TotalsFound:
    """Return the totals that agree best.

    Args:
        amounts: Candidates with the scores of their labels.
        tables: Tables of VAT that the page may print, see :func:`tax_sets`.
        line_sums: Sums of the lines, with and without allowances and charges.
        is_exempt: The page says why it bears no VAT.
    """
    by_vat = _by_vat(tables)
    nets = _options(amounts, Term.NET, (Term.SUM, Term.BASE))
    nets += [
        Option(each.net, 0.35, table=each)
        for each in tables[:12]
        if each.net and each.is_proved
    ]
    vats = _options(amounts, Term.VAT, ())
    vats += [Option(each.vat, 0.35, table=each) for each in tables[:12] if each.vat]
    gross = _options(amounts, Term.GROSS, (Term.PAYABLE,))
    if is_exempt:
        vats.append(Option(_ZERO, 0.6))
    proved = {
        row.rate
        for table in tables
        for row in table.rows
        if row.is_proved and row.weight >= _NAMED
    }
    found = [
        _judged(net, vat, total, by_vat, line_sums, amounts, proved)
        for net, vat, total in _triples(nets, vats, gross)
    ]
    if not found:
        return TotalsFound()
    return max(found, key=lambda each: each.score)


def _by_vat(tables: Sequence[TaxSet]) -> dict[Decimal, list[TaxSet]]:
    found: dict[Decimal, list[TaxSet]] = {}
    for each in tables:
        found.setdefault(each.vat, []).append(each)
    return found


def _options(
    amounts: Iterable[Candidate[Amount]], term: Term, others: tuple[Term, ...]
) -> list[Option]:
    """Return what may play a role, each value once with its best score."""
    found: dict[Decimal, Option] = {}
    for each in amounts:
        score = each.score(term)
        for other in others:
            score = max(score, 0.75 * each.score(other))
        if score <= 0.05:
            continue
        value = abs(each.value.value)
        if value not in found or found[value].score < score:
            found[value] = Option(value, score, each.value)
    return sorted(found.values(), key=lambda each: -each.score)[:_OPTIONS]


_Triple = tuple[Option | None, Option | None, Option | None]


def _triples(
    nets: list[Option], vats: list[Option], totals: list[Option]
) -> Iterator[_Triple]:
    """Yield all that are printed, and those where one follows from the two others."""
    yield from product(nets, vats, totals)
    for net, total in product(nets, totals):
        if total.value >= net.value:
            yield net, Option(total.value - net.value, -0.25), total
    for net, vat in product(nets, vats):
        yield net, vat, Option(net.value + vat.value, -0.3)
    for vat, total in product(vats, totals):
        if total.value > vat.value:
            yield Option(total.value - vat.value, -0.3), vat, total
    for total in totals:
        yield None, None, total
    for net in nets:
        yield net, None, None


def _judged(
    net: Option | None,
    vat: Option | None,
    total: Option | None,
    by_vat: dict[Decimal, list[TaxSet]],
    line_sums: Sequence[Decimal],
    amounts: Sequence[Candidate[Amount]],
    proved: set[Decimal],
) -> TotalsFound:
    score = sum(each.score for each in (net, vat, total) if each)
    if net is None or vat is None or total is None:
        return TotalsFound(net, vat, total, score=score - 0.6)
    gap = abs(net.value + vat.value - total.value)
    agree = gap <= _TOLERANCE
    printed = sum(1 for each in (net, vat, total) if each.source or each.table)
    score += (1.5 if printed == 3 else 0.8) if agree else -1.2
    support = 0
    table = _table(by_vat.get(vat.value, ()), net.value)
    rate = _rate(net.value, vat.value, table)
    support += table is not None
    score += _table_score(table, net.value, rate, proved)
    if rate is not None and (rate or not vat.value):
        score += 0.3
        support += bool(rate)
    elif table is None:
        score -= 0.3
    if net.value in line_sums:
        score += 0.45
        support += 1
    if vat.value > net.value * Decimal("0.28"):
        score -= 1.0
    prepaid, payable, plus = _payment(total.value, amounts)
    score += plus
    support += plus > 0
    return TotalsFound(
        net, vat, total, prepaid, payable, table,
        is_proved=agree and printed == 3, support=support, score=score,
    )  # fmt: skip


def _rate(net: Decimal, vat: Decimal, table: TaxSet | None) -> Decimal | None:
    """Return the rate that explains the VAT, unless the page prints another for it."""
    rate = single_rate(net, vat)
    if table and table.net is None and all(row.rate != rate for row in table.rows):
        return None
    return rate


def _table_score(
    table: TaxSet | None, net: Decimal, rate: Decimal | None, proved: set[Decimal]
) -> float:
    if table is None:
        return -0.3 if proved else 0.0
    score = 0.5 if table.net is not None or rate is not None else 0.2
    score -= 1.2 * len(proved - {row.rate for row in table.rows})
    if len(table.rows) > 1 and table.net == net:
        score += 0.8
    return score


def _table(tables: Sequence[TaxSet], net: Decimal) -> TaxSet | None:
    """Return the table whose bases are the net amount, else one that leaves some out.

    A page may print no bases, or no row for what bears no VAT.
    """
    for each in tables:
        if each.net is not None and abs(each.net - net) <= _TOLERANCE:
            return each
    return next((each for each in tables if _is_part(each, net)), None)


def _is_part(table: TaxSet, net: Decimal) -> bool:
    """Tell whether a table may be of a part of the net amount: its VAT is not above."""
    if table.net is not None:
        return table.net < net
    highest = max(row.rate for row in table.rows)
    return table.vat <= net * highest / 100 + _TOLERANCE


def _payment(
    total: Decimal, amounts: Sequence[Candidate[Amount]]
) -> tuple[Option | None, Option | None, float]:
    """Return prepaid and payable amounts that agree with a total."""
    payables = _options(amounts, Term.PAYABLE, ())
    prepaids = [each for each in _options(amounts, Term.PREPAID, ()) if each.value]
    for payable in payables:
        for prepaid in prepaids:
            owed = payable.value
            if payable.source is not None and payable.source.value < 0 < total:
                owed = -owed
            if total in (owed + prepaid.value, payable.value + prepaid.value):
                return prepaid, payable, 0.4
    same = next((each for each in payables if each.value == total), None)
    if same:
        return None, same, 0.3
    # Printed all the same: it is kept, and that it does not add up is for a person.
    due = next((each for each in payables if each.score >= _LABELLED), None)
    paid = next((each for each in prepaids if each.score >= _LABELLED), None)
    return paid, due, 0.0
