"""Where French law reaches an invoice, and which VAT rates it knows.

Source: CGI art. 278 to 281 nonies and 294 to 297 (rates and territories), ISO 3166-1;
the list of rates is that of BR-FR-16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .codes import FRENCH_VAT_RATES
from .identifiers import compact
from .party import Party

# Countries and departments whose businesses have a SIREN.
FRENCH_COUNTRIES = frozenset("FR GP MQ GF RE YT BL MF PM".split())
# VAT area of the Union as VAT numbers name it; XI is Northern Ireland, for goods.
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "
    "GR XI MC".split()
)

# From when the large businesses must issue electronic invoices with the new mentions
# (decree 2022-1299); the others follow a year later.
REFORM_START = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class _Validity:
    """Days on which a rate was in force, both included."""

    start: date = date.min
    end: date = date.max

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


_ALWAYS = _Validity()
_SINCE_2014 = _Validity(start=date(2014, 1, 1))
# Rates that came or went; the others of BR-FR-16 are taken as in force.
_VALIDITIES = {
    Decimal(20): _SINCE_2014,
    Decimal(10): _SINCE_2014,
    Decimal(13): _SINCE_2014,
    Decimal("19.6"): _Validity(date(2000, 4, 1), date(2013, 12, 31)),
    Decimal("20.6"): _Validity(date(1995, 8, 1), date(2000, 3, 31)),
    Decimal(7): _Validity(date(2012, 1, 1), date(2013, 12, 31)),
}
_RATES = frozenset(Decimal(rate) for rate in FRENCH_VAT_RATES)


def is_french(party: Party) -> bool:
    """Tell whether a party is established in France, as far as it says.

    Without a country its identifiers tell.

    >>> is_french(Party(vat_number="FR40303265045")), is_french(Party())
    (True, False)
    """
    if party.address.country:
        return party.address.country.upper() in FRENCH_COUNTRIES
    return party.siren is not None or has_french_vat(party)


def has_french_vat(party: Party) -> bool:
    """Tell whether a party charges VAT under a French number."""
    return compact(party.vat_number).startswith("FR")


def is_in_union(party: Party) -> bool:
    """Tell whether a party is established in the VAT area of the Union.

    >>> is_in_union(Party(vat_number="DE136695976")), is_in_union(Party())
    (True, False)
    """
    country = (party.address.country or compact(party.vat_number)[:2]).upper()
    return country in UNION


def is_french_rate(rate: Decimal) -> bool:
    """Tell whether a rate exists or existed in France.

    >>> is_french_rate(Decimal("5.50")), is_french_rate(Decimal("19"))
    (True, False)
    """
    return rate in _RATES


def is_rate_in_force(rate: Decimal, day: date) -> bool:
    """Tell whether a rate was in force in France on a day.

    >>> is_rate_in_force(Decimal("19.6"), date(2026, 9, 1))
    False
    """
    return is_french_rate(rate) and _VALIDITIES.get(rate, _ALWAYS).covers(day)
