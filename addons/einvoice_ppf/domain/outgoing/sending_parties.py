"""Before sending: who sells and who buys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.codes import VatCategory
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.identifiers import SCHEME_SIREN, siren_of
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.mentions import categories
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.party import Party

from .code_lists import COUNTRIES
from .completion import SCHEME_VAT_GROUP, VAT_GROUP_NOTE
from .sending_facts import (
    ON_COMPANY,
    ON_CUSTOMER,
    found,
    parties,
    treatment,
)

_SIREN = re.compile(r"\d{9}")


def stated_siren(party: Party) -> str | None:
    """Return the SIREN that a party states as its legal number (BT-30, BT-47)."""
    legal = party.legal_id
    if legal and legal.scheme == SCHEME_SIREN and _SIREN.fullmatch(legal.value):
        return legal.value
    return None


@rule(
    code="send_seller_siren",
    topic=Topic.MENTIONS,
    title=_("Your SIREN"),
    message=_(
        "The invoice %(number)s does not state the SIREN of your company (BT-30): "
        "nine digits."
    ),
    advice=_(
        "Ask your administrator to enter the SIREN or SIRET in “Company ID” of your "
        "company (Settings)."
    ),
    source="BR-FR-10; C. com. R123-237",
    terms=("BT-30",),
)
def seller_siren(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the SIREN of the seller."""
    if stated_siren(invoice.seller) is None:
        yield found(each, invoice)


@rule(
    code="send_buyer_siren",
    topic=Topic.MENTIONS,
    title=_("SIREN of the customer"),
    message=_(
        "The invoice %(number)s is for the business “%(buyer)s” and does not state its "
        "SIREN (BT-47): nine digits."
    ),
    advice=_(
        "Open the customer and enter the SIREN or SIRET in “Company ID”, then reset "
        "the invoice to draft and confirm it again. If “%(buyer)s” is a private "
        "person, say so on the customer."
    ),
    source="BR-FR-11; CGI ann. II 242 nonies A I 1° (decree 2022-1299)",
    terms=("BT-47",),
)
def buyer_siren(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the SIREN of a French business or public body."""
    kind = treatment(invoice, context)
    if kind and kind.needs_siren and stated_siren(invoice.buyer) is None:
        yield found(each, invoice)


@rule(
    code="send_buyer_unknown",
    topic=Topic.BUYER,
    title=_("Business or private person"),
    message=_(
        "Nothing tells whether “%(buyer)s”, customer of the invoice %(number)s, is a "
        "business: it has neither SIREN nor VAT number."
    ),
    advice=_(
        "Open the customer and enter the SIREN or SIRET in “Company ID”, or say that "
        "it is a private person."
    ),
    source="CGI 289 bis, 290; XP Z12-012 (BAR)",
    terms=("BG-7",),
)
def buyer_unknown(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Ask whom the invoice is for: it goes to a platform, or into e-reporting."""
    if treatment(invoice, context) is None:
        yield found(each, invoice)


@rule(
    code="send_siren_wrong",
    topic=Topic.BUYER,
    title=_("Check digit of a SIREN"),
    message=_(
        "%(value)s, stated for %(place)s on the invoice %(number)s, is no SIREN: its "
        "check digit is wrong (%(term)s)."
    ),
    advice=_("Compare it with the register (annuaire-entreprises.data.gouv.fr)."),
    source="INSEE; BR-FR-32",
    severity=Severity.REVIEW,
    terms=("BT-30", "BT-47"),
)
def siren_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Check the digits of the two SIREN."""
    for term, (_group, place, party) in zip(
        ("BT-30", "BT-47"), parties(invoice), strict=False
    ):
        siren = stated_siren(party)
        if siren and siren_of(siren) is None:
            yield found(each, invoice, term=term, value=siren, place=place)


@rule(
    code="send_party_incomplete",
    topic=Topic.MENTIONS,
    title=_("Name and address of a party"),
    message=_("On the invoice %(number)s, %(place)s lacks: %(detail)s (%(term)s)."),
    advice=ON_CUSTOMER,
    source="EN 16931 BR-06 to BR-11, BR-17 to BR-20; CGI ann. II 242 nonies A I 1°",
    terms=("BG-4", "BG-7", "BG-10", "BG-11"),
)
def party_incomplete(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss names and countries; a payee needs no address."""
    for group, place, party in parties(invoice):
        lacks = [] if party.name else [_("the name")]
        if group != "BG-10" and not party.address.country:
            lacks.append(_("the country"))
        if group == "BG-11" and not party.vat_number:
            lacks.append(_("the VAT number"))
        if group == "BG-10" and _is_same(party, invoice.seller):
            lacks.append(_("a name and a SIREN other than those of your company"))
        for lack in lacks:
            yield found(each, invoice, term=group, place=place, detail=lack)


def _is_same(payee: Party, seller: Party) -> bool:
    """Tell whether a payee is the seller himself, who is not named twice (BR-17)."""
    numbers = [each.value for each in seller.identifiers]
    return (
        payee.name == seller.name
        or any(each.value in numbers for each in payee.identifiers)
        or (payee.legal_id is not None and payee.legal_id == seller.legal_id)
    )


@rule(
    code="send_country_unknown",
    topic=Topic.STANDARD,
    title=_("Country of an address"),
    message=_(
        "An address on the invoice %(number)s is in “%(country)s” (%(term)s), which is "
        "no country of ISO 3166."
    ),
    advice=_("Choose the country of the address."),
    source="EN 16931 BR-CL-14, BR-57",
    terms=("BT-40", "BT-55", "BT-80"),
)
def country_unknown(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look the countries up; an address of delivery without one is none."""
    for term, _place, party in parties(invoice):
        country = party.address.country
        if country and country not in COUNTRIES:
            yield found(each, invoice, term=term, country=country)
    for line in invoice.lines:
        if line.origin_country and line.origin_country not in COUNTRIES:
            yield found(each, invoice, term="BT-159", country=line.origin_country)


@rule(
    code="send_vat_number_missing",
    topic=Topic.TAX,
    title=_("VAT number"),
    message=_(
        "The invoice %(number)s does not state the VAT number of %(place)s, which the "
        "category %(category)s asks for (%(term)s)."
    ),
    advice=ON_CUSTOMER,
    source=(
        "EN 16931 BR-S-02, BR-AE-02, BR-IC-02, BR-G-02; CGI ann. II 242 nonies A I 2° "
        "to 4°"
    ),
    terms=("BT-31", "BT-48"),
)
def vat_number_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the VAT numbers that the VAT categories ask for."""
    named = sorted(categories(invoice), key=lambda each: each.value)
    representative = invoice.tax_representative
    stated = [invoice.seller.vat_number, invoice.seller.tax_number]
    stated.append(representative.vat_number if representative else None)
    for category in named:
        if category is not VatCategory.NOT_SUBJECT and not any(stated):
            yield found(
                each,
                invoice,
                term="BT-31",
                place=_("your company"),
                category=category.value,
            )
            break
    for category in named:
        is_named = invoice.buyer.vat_number or (
            category is VatCategory.REVERSE_CHARGE and invoice.buyer.legal_id
        )
        if category.is_self_assessed and not is_named:
            yield found(
                each,
                invoice,
                term="BT-48",
                place=_("the customer"),
                category=category.value,
            )


@rule(
    code="send_vat_group",
    topic=Topic.TAX,
    title=_("Member of a VAT group"),
    message=_(
        "Your company is a member of a VAT group, and the invoice %(number)s lacks: "
        "%(detail)s."
    ),
    advice=ON_COMPANY,
    source="BR-FR-CO-14, BR-FR-CO-15; CGI 256 C",
    terms=("BT-22", "BT-63"),
)
def vat_group(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the note and the number of the seller's VAT group."""
    if all(each.scheme != SCHEME_VAT_GROUP for each in invoice.seller.identifiers):
        return
    if VAT_GROUP_NOTE not in invoice.notes:
        yield found(each, invoice, detail=_("the note MEMBRE_ASSUJETTI_UNIQUE (TXD)"))
    group = invoice.tax_representative
    if group is None or not group.vat_number:
        yield found(
            each, invoice, term="BT-63", detail=_("the VAT number of the group")
        )


PARTY_RULES = (
    seller_siren,
    buyer_siren,
    buyer_unknown,
    siren_wrong,
    party_incomplete,
    country_unknown,
    vat_number_missing,
    vat_group,
)
