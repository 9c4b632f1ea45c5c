"""Phone numbers of suppliers: one way to write each, so that two can be compared."""

from __future__ import annotations

import phonenumbers


def e164(text: str | None, country: str | None = None) -> str | None:
    """Return a number the international way (E.164), ``None`` when it is none.

    Args:
        text: As somebody wrote it.
        country: Code of the country that a number without prefix belongs to.

    >>> e164("03 85 00 12 34", "FR"), e164("+33 (0)3 85 00 12 34"), e164("ask Jeanne")
    ('+33385001234', '+33385001234', None)
    """
    try:
        number = phonenumbers.parse(text or "", (country or "FR").upper())
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken(number: str) -> str:
    """Write an E.164 number as people read it.

    >>> spoken("+33385001234")
    '+33 3 85 00 12 34'
    """
    return phonenumbers.format_number(
        phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
