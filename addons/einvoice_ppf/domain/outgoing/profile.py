"""In which syntax an invoice is written, and which profile has a place for all of it.

Source: AFNOR XP Z12-012 (minimum formats and profiles), EN 16931-1 §7 (extensions).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from odoo.addons.einvoice_base.domain.codes import VatCategory
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Invoice,
    Line,
    LineKind,
)
from odoo.addons.einvoice_base.domain.mentions import categories
from odoo.addons.einvoice_base.domain.party import Contact, Party


class Syntax(Enum):
    """The XML in which an invoice is written; Factur-X holds CII in a PDF."""

    CII = "cii"
    UBL = "ubl"


class Profile(Enum):
    """What an invoice may hold; the value is BT-24."""

    EN16931 = "urn:cen.eu:en16931:2017"
    EXTENDED_CTC_FR = (
        "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr"
    )
    FACTURX_EXTENDED = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"

    @property
    def level(self) -> str:
        """Name of the profile in the library ``factur-x``."""
        return self.name.lower().replace("_", "-").removeprefix("facturx-")

    @property
    def is_extended(self) -> bool:
        """Tell whether it has places that EN 16931 has not."""
        return self is not Profile.EN16931


def profile_for(
    invoice: Invoice, syntax: Syntax | None = None, *, in_pdf: bool = False
) -> Profile:
    """Return the smallest profile that has a place for all of an invoice.

    Args:
        invoice: What is written.
        syntax: In which; ``None`` for a profile that fits both.
        in_pdf: It is written for a Factur-X, whose extension is its own.

    >>> profile_for(Invoice()).name
    'EN16931'
    >>> profile_for(Invoice(lines=(Line(parent="1"),)), in_pdf=True).name
    'FACTURX_EXTENDED'
    """
    if not beyond_core(invoice, Syntax.CII if in_pdf else syntax):
        return Profile.EN16931
    return Profile.FACTURX_EXTENDED if in_pdf else Profile.EXTENDED_CTC_FR


def beyond_core(invoice: Invoice, syntax: Syntax | None = None) -> tuple[str, ...]:
    """Return the terms of an invoice that EN 16931 has no place for.

    Args:
        invoice: What is written.
        syntax: In which; ``None`` for what one of them has no place for.

    >>> beyond_core(Invoice(lines=(Line(kind=LineKind.GROUP), Line(parent="1"))))
    ('EXT-FR-FE-163', 'EXT-FR-FE-162')
    """
    beyond = list(_beyond_core(invoice))
    # The rules for CII let a buyer have a SIRET and a routing code, those for UBL
    # (UBL-SR-16) do not.
    if syntax is not Syntax.CII and len(invoice.buyer.identifiers) > 1:
        beyond.append("BT-46")
    return tuple(dict.fromkeys(beyond))


def _beyond_core(invoice: Invoice) -> Iterator[str]:
    for several, term in (
        (invoice.object_identifiers, "BT-18"),
        (invoice.despatch_references, "BT-16"),
        (invoice.receipt_references, "BT-15"),
        (invoice.deliveries, "BG-13"),
    ):
        if len(several) > 1:
            yield term
    if _is_partly_outside_vat(invoice):
        yield "BT-118"
    if invoice.buyer.tax_number or invoice.buyer.legal_form:
        yield "BG-7"
    if invoice.payee and invoice.payee != _only_named(invoice.payee):
        yield "BG-10"
    if invoice.tax_representative and _is_more_than_represented(
        invoice.tax_representative
    ):
        yield "BG-11"
    if any(each.tax_code for each in invoice.allowances_charges):
        yield "BG-21"
    for line in invoice.lines:
        yield from _of_line(line)


def _is_partly_outside_vat(invoice: Invoice) -> bool:
    """Tell whether what is not subject to VAT stands beside VAT numbers or other VAT.

    EN 16931 forbids both (BR-O-02 to 04, BR-O-11), which its extensions allow.
    """
    named = categories(invoice)
    if VatCategory.NOT_SUBJECT not in named:
        return False
    representative = invoice.tax_representative or Party()
    parties = (invoice.seller, invoice.buyer, representative)
    return len(named) > 1 or any(party.vat_number for party in parties)


def _only_named(party: Party) -> Party:
    """Return what EN 16931 knows of a payee."""
    return Party(
        name=party.name, identifiers=party.identifiers, legal_id=party.legal_id
    )


def _is_more_than_represented(party: Party) -> bool:
    """Tell whether a tax representative says more than name, address and VAT number."""
    return bool(
        party.identifiers
        or party.legal_id
        or party.tax_number
        or party.legal_form
        or party.trading_name
        or party.endpoint
        or party.contact != Contact()
    )


def _of_line(line: Line) -> Iterator[str]:
    if line.kind is not LineKind.DETAIL:
        yield "EXT-FR-FE-163"
    if len(line.object_identifiers) > 1:
        yield "BT-128"
    for content, term in (
        (line.parent, "EXT-FR-FE-162"),
        (line.order_reference, "EXT-FR-FE-135"),
        (line.despatch_reference, "EXT-FR-FE-140"),
        (line.delivery, "EXT-FR-FE-BG-10"),
        (line.exemption_reason, "EXT-FR-FE-178"),
        (line.exemption_code, "EXT-FR-FE-179"),
        (_has_tax_code(line.allowances_charges), "BG-28"),
    ):
        if content:
            yield term


def _has_tax_code(charges: tuple[AllowanceCharge, ...]) -> bool:
    return any(each.tax_code for each in charges)


def without_place(invoice: Invoice, syntax: Syntax) -> tuple[str, ...]:
    """Return the terms that a syntax has no place for in any profile.

    >>> without_place(Invoice(order_references=("A", "B")), Syntax.UBL)
    ('BT-13',)
    """
    counts = {"BT-13": (len(invoice.order_references), 1)}
    if syntax is Syntax.CII:
        counts |= {
            "BT-15": (len(invoice.receipt_references), 1),
            # A despatch advice and a delivery note.
            "BT-16": (len(invoice.despatch_references), 2),
            "BG-13": (len(invoice.deliveries), 1),
        }
    lacking = [term for term, (count, most) in counts.items() if count > most]
    if syntax is Syntax.UBL:
        lacking += _doubled(invoice)
    return tuple(lacking)


def _doubled(invoice: Invoice) -> Iterator[str]:
    """Yield the parties that UBL gives one name and one tax number (UBL-SR-23)."""
    payee, representative = invoice.payee, invoice.tax_representative
    if payee and payee.trading_name:
        yield "BG-10"
    if representative and (representative.trading_name or representative.tax_number):
        yield "BG-11"


def stated_often(invoice: Invoice) -> tuple[str, ...]:
    """Return the references that official rules want once, whatever has a place.

    Source: EN 16931-1 and EXTENDED-CTC-FR (UBL-SR-02, UBL-SR-03, UBL-SR-24).

    >>> stated_often(Invoice(despatch_references=("A", "B")))
    ('BT-16',)
    """
    stated = {
        "BT-13": len(invoice.order_references),
        "BT-15": len(invoice.receipt_references),
        "BT-16": len(invoice.despatch_references),
        "BG-13": len(invoice.deliveries),
    }
    return tuple(term for term, count in stated.items() if count > 1)
