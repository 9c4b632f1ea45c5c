"""Amounts: exact decimals, rounding half up, tolerance.

Source: EN 16931-1 §6.5 (two decimals for totals, half up); ISO 4217 for the minor unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

# Room for the product of the two longest numbers that `amount_of` reads, so that an
# absurd amount is compared and not an error.
_ROOM = Context(prec=120)

ZERO = Decimal(0)
CENT = Decimal("0.01")

# ISO 4217, currencies whose minor unit is not two decimals.
_DECIMALS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}


def decimals(currency: str | None) -> int:
    """Return the number of decimals of a currency (ISO 4217), two when unknown.

    >>> decimals("EUR"), decimals("JPY"), decimals(None)
    (2, 0, 2)
    """
    return _DECIMALS.get(currency or "", 2)


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """Round half up, away from zero, as invoices do.

    >>> rounded(Decimal("0.125")), rounded(Decimal("-0.125"))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    unit = Decimal(1).scaleb(-places)
    return amount.quantize(unit, rounding=ROUND_HALF_UP, context=_ROOM)


def amount_of(text: str | None) -> Decimal | None:
    """Read a plain decimal number, ``None`` when it is not one.

    Neither a decimal comma nor a thousands separator is guessed: in structured
    invoices the only form is ``1234.50`` (XSD ``decimal``).

    >>> amount_of(" 1234.50 "), amount_of("1,5"), amount_of("NaN"), amount_of("1e3")
    (Decimal('1234.50'), None, None, None)
    """
    text = (text or "").strip()
    if not text or len(text) > 40 or not set(text) <= set("0123456789.+-"):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Largest gap accepted without a person, in the currency of the amounts.

    Attributes:
        total: Gap accepted on a total of the document.
        line: Gap accepted between a line and quantity times price.
    """

    total: Decimal = CENT
    line: Decimal = CENT


def within(found: Decimal, expected: Decimal, tolerance: Decimal) -> bool:
    """Tell whether two amounts differ by at most the tolerance.

    >>> within(Decimal("10.01"), Decimal("10.00"), CENT)
    True
    """
    return abs(found - expected) <= tolerance
