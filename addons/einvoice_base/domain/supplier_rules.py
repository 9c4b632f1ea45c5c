"""Rules on who the supplier is: known, active, and the same by all his numbers.

Source: CGI ann. II 242 nonies A I 1° and 2° (identity and VAT number of the seller),
R123-237 Code de commerce (SIREN), INSEE (check digits; La Poste's own are read too).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .findings import CheckContext, Finding, Rule, Severity, Topic, rule
from .identifiers import (
    SCHEME_SIREN,
    SCHEME_SIRET,
    compact,
    siren_of,
    siret_of,
    vat_of,
)
from .invoice import Invoice
from .messages import mark as _
from .party import Party

_LAW = "CGI ann. II 242 nonies A I 1° and 2°"
_ASK = _(
    "Ask the supplier for a corrected invoice, on a number that you know. If the "
    "number on his contact is the wrong one, correct it there."
)
# BT-21 of the note by which a member of a VAT group says so (AFNOR XP Z12-012).
_VAT_GROUP_NOTE = "TXD"
# French VAT numbers of companies in Monaco hold no SIREN.
_MONACO = "000"


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """What the books know of the supplier of one invoice.

    Attributes:
        name: As on his contact.
        party: His numbers as on his contact.
        is_archived: His contact, or that of his head office, is archived.
        has_bills: A bill of his was posted before.
        is_taken_over: His contact came with data that were loaded, not typed.
    """

    name: str
    party: Party = field(default_factory=Party)
    is_archived: bool = False
    has_bills: bool = True
    is_taken_over: bool = False


def _is_french(party: Party) -> bool:
    vat = compact(party.vat_number)
    return party.address.country == "FR" or vat.startswith("FR")


def _stated(party: Party) -> Iterator[tuple[str, str]]:
    """Yield term and number of what a party states as its SIREN or SIRET."""
    for term, each in (
        ("BT-30", party.legal_id),
        *(("BT-29", each) for each in party.identifiers),
    ):
        if each is None:
            continue
        is_declared = each.scheme in (SCHEME_SIREN, SCHEME_SIRET)
        is_meant = each.scheme is None and term == "BT-30" and _is_french(party)
        if is_declared or is_meant:
            yield term, compact(each.value)


def _sirens(party: Party) -> tuple[str, ...]:
    """Return the different SIREN that a party states, right or wrong."""
    numbers = (number[:9] for _term, number in _stated(party))
    return tuple(dict.fromkeys(each for each in numbers if len(each) == 9))


def _siren_in_vat(party: Party) -> str | None:
    number = compact(party.vat_number)
    inside = number[4:]
    is_one = number.startswith("FR") and len(inside) == 9 and inside.isdigit()
    return inside if is_one and not inside.startswith(_MONACO) else None


def _is_in_vat_group(invoice: Invoice) -> bool:
    """Tell whether the seller invoices under the VAT number of a group (CGI 256 C)."""
    return any(
        note.subject == _VAT_GROUP_NOTE or "assujetti unique" in note.text.lower()
        for note in invoice.notes
    )


@rule(
    code="supplier_archived",
    topic=Topic.SUPPLIER,
    title=_("Archived supplier"),
    message=_("The supplier %(supplier)s is archived."),
    advice=_("Find out why he was archived before you go on with his invoice."),
    severity=Severity.REVIEW,
    terms=("BG-4",),
)
def supplier_archived(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a bill of a supplier that was set aside."""
    facts = context.part(SupplierFacts)
    if facts and facts.is_archived:
        yield each.finding(supplier=facts.name)


@rule(
    code="supplier_first_bill",
    topic=Topic.SUPPLIER,
    title=_("First bill of a new supplier"),
    message=_("This is the first bill of %(supplier)s."),
    advice=_(
        "Check that somebody ordered from this supplier and that he exists (address, "
        "SIREN, phone)."
    ),
    source="Fraud by an invented supplier",
    severity=Severity.REVIEW,
    terms=("BG-4",),
)
def supplier_first_bill(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at the first bill of a supplier."""
    facts = context.part(SupplierFacts)
    if facts and not facts.has_bills and not facts.is_taken_over:
        yield each.finding(supplier=facts.name)


@rule(
    code="supplier_number_wrong",
    topic=Topic.SUPPLIER,
    title=_("SIREN or SIRET that cannot exist"),
    message=_(
        "The supplier states %(number)s as his %(kind)s; its check digit is wrong."
    ),
    advice=_ASK,
    source=f"{_LAW}; INSEE (Luhn); BR-FR-09, BR-FR-10",
    severity=Severity.REVIEW,
    terms=("BT-30", "BT-29"),
    reason="SIRET_ERR",
)
def supplier_number_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Notice a SIREN or SIRET with a wrong check digit or length."""
    for term, number in dict.fromkeys(_stated(invoice.seller)):
        is_siret = len(number) > 9
        if not (siret_of(number) if is_siret else siren_of(number)):
            kind = "SIRET" if is_siret else "SIREN"
            yield each.finding(term=term, number=number, kind=kind)


@rule(
    code="supplier_vat_wrong",
    topic=Topic.SUPPLIER,
    title=_("VAT number that cannot exist"),
    message=_(
        "The supplier states %(number)s as his VAT number; its check digits are wrong."
    ),
    advice=_ASK,
    source=f"{_LAW}; directive 2006/112/EC art. 215",
    severity=Severity.REVIEW,
    terms=("BT-31",),
    reason="NON_CONFORME",
)
def supplier_vat_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Notice a VAT number with wrong check digits: its VAT cannot be deducted."""
    number = compact(invoice.seller.vat_number)
    if number and vat_of(number) is None:
        yield each.finding(number=number)


@rule(
    code="supplier_numbers_disagree",
    topic=Topic.SUPPLIER,
    title=_("Numbers of different companies"),
    message=_(
        "The supplier states numbers of different companies: SIREN %(siren)s and "
        "%(other)s."
    ),
    advice=_ASK,
    source=f"{_LAW}; CGI 286 ter (the VAT number holds the SIREN)",
    severity=Severity.REVIEW,
    terms=("BT-30", "BT-29", "BT-31"),
    reason="SIRET_ERR",
)
def supplier_numbers_disagree(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Notice a SIRET or VAT number that does not hold the SIREN."""
    seller = invoice.seller
    sirens = _sirens(seller)
    if len(sirens) > 1:
        yield each.finding(siren=sirens[0], other=", ".join(sirens[1:]))
    inside = _siren_in_vat(seller)
    if sirens and inside and inside not in sirens and not _is_in_vat_group(invoice):
        yield each.finding(
            term="BT-31", siren=sirens[0], other=compact(seller.vat_number)
        )


@rule(
    code="supplier_is_other",
    topic=Topic.SUPPLIER,
    title=_("Another company than the supplier"),
    message=_(
        "The invoice comes from SIREN %(stated)s; %(supplier)s has SIREN %(known)s."
    ),
    advice=_(
        "Choose the right supplier. If the company changed its number, correct the "
        "contact after a call to a number that you know."
    ),
    source=_LAW,
    terms=("BT-30",),
    reason="EMMET_INC",
)
def supplier_is_other(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an invoice of another company than the supplier of the books."""
    facts = context.part(SupplierFacts)
    stated, known = invoice.seller.siren, facts.party.siren if facts else None
    if facts and stated and known and stated != known:
        yield each.finding(stated=stated, known=known, supplier=facts.name)


@rule(
    code="supplier_vat_differs",
    topic=Topic.SUPPLIER,
    title=_("Another VAT number than the supplier's"),
    message=_(
        "The invoice states the VAT number %(stated)s; %(supplier)s has %(known)s."
    ),
    advice=_ASK,
    source=_LAW,
    severity=Severity.REVIEW,
    terms=("BT-31",),
    reason="NON_CONFORME",
)
def supplier_vat_differs(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Notice another VAT number of the same country than that of the books."""
    facts = context.part(SupplierFacts)
    stated = compact(invoice.seller.vat_number)
    known = compact(facts.party.vat_number) if facts else ""
    if not (facts and stated and known) or stated == known:
        return
    if stated[:2] == known[:2] and not _is_in_vat_group(invoice):
        yield each.finding(stated=stated, known=known, supplier=facts.name)


SUPPLIER_RULES = (
    supplier_archived,
    supplier_first_bill,
    supplier_number_wrong,
    supplier_vat_wrong,
    supplier_numbers_disagree,
    supplier_is_other,
    supplier_vat_differs,
)
