"""Short names of the profiles, from the specification identifier BT-24.

Source: Factur-X 1.09 §5, XP Z12-012 §3, Peppol BIS Billing 3, XRechnung 3.0; older
spellings (ZUGFeRD 2.0, XRechnung 1.2) because suppliers still send them.
"""

from __future__ import annotations

# First mark found in the lower-case identifier names the profile.
_MARKS = (
    ("extended-ctc-fr", "extended-ctc-fr"),
    ("peppol:france:billing:extended", "extended-ctc-fr"),
    ("peppol:france:billing:cius", "en16931"),
    ("xrechnung", "xrechnung"),
    ("peppol.eu:2017:poacc", "peppol"),
    ("peppol:pint", "peppol"),
    (":minimum", "minimum"),
    (":basicwl", "basicwl"),
    (":basic", "basic"),
    (":extended", "extended"),
    (":comfort", "en16931"),
    ("en16931", "en16931"),
)


def profile_of(specification: str | None) -> str | None:
    """Return the short name of a profile, ``None`` for what is no invoice profile.

    A national specification (CIUS) that is not listed follows EN 16931 and is named
    so; its identifier stays in BT-24.

    >>> profile_of("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic")
    'basic'
    >>> profile_of("urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO")
    'en16931'
    """
    written = (specification or "").lower()
    return next((name for mark, name in _MARKS if mark in written), None)
