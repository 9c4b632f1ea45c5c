"""Before sending: identifiers, and the addresses by which a platform finds a party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.identifiers import (
    SCHEME_FR_ADDRESS,
    SCHEME_ROUTING,
    SCHEME_SIREN,
    SCHEME_SIRET,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.party import Identifier, Party

from .code_lists import ADDRESS_SCHEMES
from .completion import SCHEME_VAT_GROUP
from .profile import Syntax
from .sending_facts import facts_of, found, parties, treatment
from .sending_parties import stated_siren
from .treatment import Treatment

_SIREN = re.compile(r"\d{9}")
_SIRET = re.compile(r"\d{14}")
_ADDRESS = re.compile(r"[A-Za-z0-9+\-_.]+")
_LONGEST_ADDRESS = 125
_LONGEST_ROUTING = 100


@rule(
    code="send_identifier_wrong",
    topic=Topic.STANDARD,
    title=_("Identifier that its scheme does not allow"),
    message=_(
        "The identifier “%(value)s” of %(place)s on the invoice %(number)s cannot "
        "stand: %(because)s (%(term)s)."
    ),
    advice=_("Correct the identifiers of the customer or of your company."),
    source="BR-FR-09, BR-FR-24, BR-FR-26, BR-FR-32, BR-FR-CO-10",
    terms=("BT-29", "BT-46"),
)
def identifier_wrong(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Look at the form of each identifier, and that each scheme stands once."""
    is_for_cii = facts_of(context).syntax is Syntax.CII
    for group, place, party in parties(invoice):
        for stated, because in _wrong_ones(party, is_for_cii):
            yield found(
                each,
                invoice,
                term=group,
                place=place,
                value=stated.value,
                because=because,
            )


def _wrong_ones(party: Party, is_for_cii: bool) -> Iterator[tuple[Identifier, str]]:
    legal, seen = party.legal_id, set[str]()
    if legal and legal.scheme == SCHEME_SIREN and not stated_siren(party):
        yield legal, _("a SIREN has nine digits")
    for stated in party.identifiers:
        because = _wrong(stated, party)
        if stated.scheme in seen:
            because = _("another one has the same scheme")
        elif stated.scheme is None and not is_for_cii:
            because = _("it does not say its scheme")
        if stated.scheme:
            seen.add(stated.scheme)
        if because:
            yield stated, because


def _wrong(stated: Identifier, party: Party) -> str | None:
    """Say what is wrong with the form of an identifier."""
    scheme, value = stated.scheme, stated.value
    if scheme in (SCHEME_SIREN, SCHEME_VAT_GROUP) and not _SIREN.fullmatch(value):
        return _("a SIREN has nine digits")
    if scheme == SCHEME_SIRET:
        siren = stated_siren(party)
        if not _SIRET.fullmatch(value):
            return _("a SIRET has fourteen digits")
        if siren and not value.startswith(siren):
            return _("a SIRET begins with the SIREN")
    if scheme == SCHEME_ROUTING and (
        not _ADDRESS.fullmatch(value) or len(value) > _LONGEST_ROUTING
    ):
        return _("a routing code has letters, digits and + - _ . only, 100 at most")
    return None


@rule(
    code="send_address_missing",
    topic=Topic.BUYER,
    title=_("Electronic address missing"),
    message=_(
        "The electronic address of %(place)s is missing on the invoice %(number)s "
        "(%(term)s): the platform does not know where it goes."
    ),
    advice=_(
        "Enter the electronic address (scheme 0225, usually the SIREN) on the customer "
        "or on your company."
    ),
    source="BR-FR-12, BR-FR-13",
    terms=("BT-34", "BT-49"),
)
def address_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the electronic addresses."""
    if invoice.seller.endpoint is None:
        yield found(each, invoice, term="BT-34", place=_("your company"))
    if invoice.buyer.endpoint is None:
        yield found(each, invoice, term="BT-49", place=_("the customer"))


@rule(
    code="send_address_wrong",
    topic=Topic.BUYER,
    title=_("Form of an electronic address"),
    message=_(
        "The electronic address “%(value)s” of %(place)s (invoice %(number)s) cannot "
        "stand: %(because)s (%(term)s)."
    ),
    advice=_("Correct the electronic address on the customer or on your company."),
    source="BR-FR-23, BR-FR-25; EN 16931 BR-62, BR-63, BR-CL-25",
    terms=("BT-34", "BT-49"),
)
def address_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look at the form of each electronic address."""
    for term, (_group, place, party) in zip(
        ("BT-34", "BT-49", "EXT-FR-FE-29"), parties(invoice), strict=False
    ):
        if party.endpoint and (because := _wrong_address(party.endpoint)):
            yield found(
                each,
                invoice,
                term=term,
                place=place,
                value=party.endpoint.value,
                because=because,
            )


def _wrong_address(address: Identifier) -> str | None:
    if address.scheme not in ADDRESS_SCHEMES:
        return _("its scheme is missing or unknown")
    if len(address.value) > _LONGEST_ADDRESS:
        return _("it is longer than 125 characters")
    if address.scheme == SCHEME_FR_ADDRESS and not _ADDRESS.fullmatch(address.value):
        return _("it has other characters than letters, digits and + - _ .")
    return None


@rule(
    code="send_address_of_other",
    topic=Topic.BUYER,
    title=_("Electronic address of another company"),
    message=_(
        "The electronic address %(value)s of %(place)s does not begin with its SIREN "
        "%(siren)s, or has another scheme than 0225 (invoice %(number)s, %(term)s)."
    ),
    advice=_(
        "Look the customer up in the directory and enter its address: an address "
        "begins with the SIREN of the company it belongs to."
    ),
    source="BR-FR-21, BR-FR-22",
    terms=("BT-49", "BT-34"),
)
def address_of_other(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare the address that the invoice goes to with the SIREN of its owner."""
    if treatment(invoice, context) is not Treatment.BUSINESS:
        return
    meaning = invoice.type
    is_self_billed = meaning is not None and meaning.is_self_billed
    term, place, party = (
        ("BT-34", _("your company"), invoice.seller)
        if is_self_billed
        else ("BT-49", _("the customer"), invoice.buyer)
    )
    siren, address = stated_siren(party), party.endpoint
    if siren and address and not _belongs(address, siren):
        yield found(
            each, invoice, term=term, place=place, value=address.value, siren=siren
        )


def _belongs(address: Identifier, siren: str) -> bool:
    return address.scheme == SCHEME_FR_ADDRESS and address.value.startswith(siren)


ADDRESS_RULES = (identifier_wrong, address_missing, address_wrong, address_of_other)
