"""Identifiers of French companies, invented ones included: their check digits hold."""

from __future__ import annotations


def is_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others.

    >>> is_luhn("100000009"), is_luhn("100000008")
    (True, False)
    """
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = [int(each) * (1 + place % 2) for place, each in enumerate(digits[::-1])]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def with_check_digit(digits: str) -> str:
    """Add the check digit.

    >>> with_check_digit("10000000")
    '100000009'
    """
    return next(digits + end for end in "0123456789" if is_luhn(digits + end))


def siret_of(siren: str, number: int = 1) -> str:
    """Return the identifier of a company's establishment."""
    return with_check_digit(f"{siren}{number:04d}")


def vat_of(siren: str) -> str:
    """Return the VAT number of a company.

    >>> vat_of("100000009")
    'FR88100000009'
    """
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
