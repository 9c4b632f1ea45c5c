"""Which official checks are for which file.

A Factur-X profile has its own rules: MINIMUM and BASIC WL hold no full invoice, so
EN 16931 cannot bind them, and EXTENDED allows what EN 16931 forbids (sub-lines,
charges of carriers). A UBL or CII of any other specification (XRechnung, Peppol, a
national one) follows EN 16931, whose rules it may tighten and never lift. BR-FR comes
on top for what a French seller sends; MINIMUM is no invoice of the French reform and is
left out, as the library ``factur-x`` does.

Source: Factur-X 1.09 §5, AFNOR XP Z12-012 §3, EN 16931-1 §4.4.
"""

from __future__ import annotations

from enum import Enum

_CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


class Syntax(Enum):
    """Kinds of XML that the official checks know; the value is the tag of the root."""

    CII = f"{{{_CII}}}CrossIndustryInvoice"
    UBL_INVOICE = f"{{{_UBL}Invoice-2}}Invoice"
    UBL_CREDIT_NOTE = f"{{{_UBL}CreditNote-2}}CreditNote"


_FACTURX = {
    "minimum": "facturx-minimum",
    "basicwl": "facturx-basicwl",
    "basic": "facturx-basic",
    "extended": "facturx-extended",
    "extended-ctc-fr": "extended-ctc-fr-cii",
}
_UBL_RULES = {
    # The only extension of EN 16931 that France has in UBL, whatever name it bears.
    "extended": "extended-ctc-fr-ubl",
    "extended-ctc-fr": "extended-ctc-fr-ubl",
}


def syntax_of(tag: str) -> Syntax | None:
    """Return the syntax of a root element, ``None`` for what is no invoice.

    >>> syntax_of("Order") is None
    True
    """
    try:
        return Syntax(tag)
    except ValueError:
        return None


def checks_for(
    syntax: Syntax, profile: str, *, is_facturx: bool, is_french: bool
) -> tuple[str, ...]:
    """Name the checks of a file, its schema first.

    Args:
        syntax: What the root element says.
        profile: Short name of the specification (BT-24), empty when there is none.
        is_facturx: It was embedded in a PDF.
        is_french: Its seller is French.

    >>> checks_for(Syntax.CII, "en16931", is_facturx=True, is_french=True)
    ('xsd-facturx-en16931', 'en16931-cii', 'br-fr-cii')
    >>> checks_for(Syntax.UBL_CREDIT_NOTE, "peppol", is_facturx=False, is_french=False)
    ('xsd-ubl-creditnote', 'en16931-ubl')
    """
    if syntax is Syntax.CII:
        checks = [
            _cii_schema(profile, is_facturx),
            _FACTURX.get(profile, "en16931-cii"),
        ]
    else:
        is_invoice = syntax is Syntax.UBL_INVOICE
        checks = [
            "xsd-ubl-invoice" if is_invoice else "xsd-ubl-creditnote",
            _UBL_RULES.get(profile, "en16931-ubl"),
        ]
    if is_french and profile != "minimum":
        checks.append("br-fr-cii" if syntax is Syntax.CII else "br-fr-ubl")
    return tuple(checks)


def _cii_schema(profile: str, is_facturx: bool) -> str:
    """Name the schema: Factur-X has a reduced one for each profile.

    A bare CII of the profile EN 16931 may use all of CII (D22B); the other profiles
    are Factur-X's own wherever they stand.
    """
    if profile in ("minimum", "basicwl", "basic", "extended"):
        return f"xsd-facturx-{profile}"
    if is_facturx and profile == "en16931":
        return "xsd-facturx-en16931"
    return "xsd-cii"
