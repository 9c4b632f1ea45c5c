"""Mandatory mentions about the parties of an invoice.

They look at the supplier's own document (:class:`~.mentions.DocumentFacts`): a bill
typed from paper repeats no mention, so on it they say nothing. French mentions are
asked of French sellers only, those of the VAT directive of every seller of the Union.

Source: CGI art. 289 II and its annexe II, art. 242 nonies A.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .codes import VatCategory, operation_of
from .findings import CheckContext, Finding, Rule, Severity, Topic, rule
from .identifiers import SCHEME_SIREN, SCHEME_SIRET, stated_siren
from .invoice import Invoice
from .mentions import DocumentFacts, categories, has_place, is_postal
from .messages import mark as _
from .money import ZERO
from .party import Party
from .territory import REFORM_START, is_french, is_in_union

# Mentions that an invoice of so little (EUR, without VAT) may leave out: number of the
# seller and reason of an exemption (BOI-TVA-DECLA-30-20-20-10).
SMALL = Decimal(150)

ASK_CORRECTED = _(
    "Ask the supplier for an invoice with this mention: without it your right to "
    "deduct the VAT can be disputed."
)
COMPLETE = _(
    "Tell the supplier that the mention is missing; the bill can be booked meanwhile."
)


def facts_of(invoice: Invoice, context: CheckContext) -> DocumentFacts | None:
    """Return what the supplier's document is, ``None`` where mentions are not asked."""
    facts = context.part(DocumentFacts)
    return facts if facts and facts.is_structured else None


def french_facts(invoice: Invoice, context: CheckContext) -> DocumentFacts | None:
    """Return the facts of a document that French mentions are asked of."""
    return facts_of(invoice, context) if is_french(invoice.seller) else None


def french_words(invoice: Invoice, context: CheckContext) -> DocumentFacts | None:
    """Return the facts of a French document whose words are known, data or page."""
    facts = context.part(DocumentFacts)
    is_known = facts and (facts.is_structured or facts.has_words)
    return facts if is_known and is_french(invoice.seller) else None


def is_after_reform(invoice: Invoice) -> bool:
    """Tell whether the mentions of the reform can be asked of an invoice."""
    return invoice.issue_date is not None and invoice.issue_date >= REFORM_START


def is_small(invoice: Invoice) -> bool:
    """Tell whether an invoice is so small that it may leave mentions out."""
    net = invoice.totals.net
    return net is not None and abs(net) <= SMALL


def _states_siren(party: Party) -> bool:
    stated = filter(None, (party.legal_id, *party.identifiers))
    return any(
        stated_siren(each.value)
        for each in stated
        if each.scheme in (SCHEME_SIREN, SCHEME_SIRET, None)
    )


@rule(
    code="mention_seller_name",
    topic=Topic.MENTIONS,
    title=_("Name of the supplier"),
    message=_("The invoice does not name the supplier (BT-27)."),
    advice=ASK_CORRECTED,
    source="CGI ann. II 242 nonies A I 1°; EN 16931 BR-06",
    severity=Severity.REVIEW,
    terms=("BT-27",),
    reason="NON_CONFORME",
)
def seller_name(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the name of the seller."""
    if facts_of(invoice, context) and not invoice.seller.name:
        yield each.finding()


@rule(
    code="mention_seller_address",
    topic=Topic.MENTIONS,
    title=_("Address of the supplier"),
    message=_("The invoice does not give the address of the supplier (BG-5)."),
    advice=COMPLETE,
    source="CGI ann. II 242 nonies A I 1°; EN 16931 BR-08",
    severity=Severity.INFORM,
    terms=("BG-5",),
    reason="NON_CONFORME",
)
def seller_address(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the address of a French seller."""
    facts = french_facts(invoice, context)
    if facts and has_place(facts, "BG-5") and not is_postal(invoice.seller.address):
        yield each.finding()


@rule(
    code="mention_buyer_identity",
    topic=Topic.MENTIONS,
    title=_("Name and address of the customer"),
    message=_("The invoice does not give your name and address (BT-44, BG-8)."),
    advice=COMPLETE,
    source="CGI ann. II 242 nonies A I 1°; EN 16931 BR-07, BR-10",
    severity=Severity.INFORM,
    terms=("BG-7", "BT-44", "BG-8"),
    reason="NON_CONFORME",
)
def buyer_identity(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the name or the address of the buyer."""
    facts = french_facts(invoice, context)
    if facts is None:
        return
    buyer = invoice.buyer
    is_placed = is_postal(buyer.address) or not has_place(facts, "BG-8")
    if not (buyer.name and is_placed):
        yield each.finding(term="BG-8" if buyer.name else "BT-44")


@rule(
    code="mention_seller_siren",
    topic=Topic.MENTIONS,
    title=_("SIREN of the supplier"),
    message=_("The French supplier “%(seller)s” does not state its SIREN (BT-30)."),
    advice=ASK_CORRECTED,
    source="CGI ann. II 242 nonies A I 1°; C. com. R123-237; BR-FR-10",
    severity=Severity.REVIEW,
    terms=("BT-30",),
    reason="NON_CONFORME",
)
def seller_siren(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the SIREN of a French seller; its VAT number holds it too."""
    seller = invoice.seller
    if french_facts(invoice, context) and not _states_siren(seller):
        severity = Severity.INFORM if seller.siren else None
        yield each.finding(severity=severity, seller=seller.name or "–")


@rule(
    code="mention_seller_vat",
    topic=Topic.MENTIONS,
    title=_("VAT number of the supplier"),
    message=_(
        "The supplier “%(seller)s” states no VAT number (BT-31) on an invoice that "
        "needs one: %(because)s."
    ),
    advice=ASK_CORRECTED,
    source=(
        "CGI art. 286 ter, ann. II 242 nonies A I 2° to 4°; directive 2006/112/EC art. "
        "226 (3)"
    ),
    severity=Severity.REVIEW,
    terms=("BT-31", "BT-63"),
    reason="NON_CONFORME",
)
def seller_vat(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the VAT number of a seller who charges VAT, or leaves it to the buyer."""
    representative = invoice.tax_representative
    if (
        facts_of(invoice, context) is None
        or invoice.seller.vat_number
        or (representative and representative.vat_number)
    ):
        return
    named = categories(invoice)
    if is_in_union(invoice.seller) and any(cat.is_self_assessed for cat in named):
        because = _("you declare the VAT yourself")
    elif is_french(invoice.seller) and invoice.totals.vat and not is_small(invoice):
        because = _("it charges French VAT")
    else:
        return
    yield each.finding(seller=invoice.seller.name or "–", because=because)


@rule(
    code="mention_buyer_siren",
    topic=Topic.MENTIONS,
    title=_("SIREN of the customer"),
    message=_("The invoice does not state your SIREN (BT-47)."),
    advice=_(
        "Give the supplier your SIREN: it is mandatory on its invoices from 1 "
        "September 2026 (large and mid-sized businesses) or 2027 (all)."
    ),
    source="CGI ann. II 242 nonies A I 1° (decree 2022-1299); BR-FR-11",
    severity=Severity.INFORM,
    terms=("BT-47",),
    reason="NON_CONFORME",
)
def buyer_siren(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the SIREN of a French buyer, a mention of the reform."""
    facts = french_facts(invoice, context)
    if (
        facts
        and is_after_reform(invoice)
        and is_french(invoice.buyer)
        and not _states_siren(invoice.buyer)
    ):
        yield each.finding()


@rule(
    code="mention_buyer_vat",
    topic=Topic.MENTIONS,
    title=_("Your VAT number"),
    message=_(
        "The invoice leaves the VAT to you (category %(category)s) but does not state "
        "your VAT number (BT-48)."
    ),
    advice=ASK_CORRECTED,
    source=(
        "CGI ann. II 242 nonies A I 3° and 4°; directive 2006/112/EC art. 226 (4); EN "
        "16931 BR-AE-02, BR-IC-02"
    ),
    severity=Severity.REVIEW,
    terms=("BT-48",),
    reason="NON_CONFORME",
)
def buyer_vat(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Miss the VAT number of a buyer who declares the tax himself."""
    facts = facts_of(invoice, context)
    if not facts or invoice.buyer.vat_number or not has_place(facts, "BT-48"):
        return
    left = [cat for cat in categories(invoice) if cat.is_self_assessed]
    # A French SIREN names the taxable person too (BR-AE-02 accepts BT-47).
    is_domestic = is_french(invoice.seller) and invoice.buyer.siren
    if left and not is_domestic:
        yield each.finding(category=left[0].value)


@rule(
    code="mention_delivery_address",
    topic=Topic.MENTIONS,
    title=_("Address of delivery"),
    message=_(
        "The invoice names a place of delivery (%(place)s) without its address (BG-15)."
    ),
    advice=COMPLETE,
    source="CGI ann. II 242 nonies A I (decree 2022-1299); DGFiP rule G6.16",
    severity=Severity.INFORM,
    terms=("BG-15",),
    reason="NON_CONFORME",
)
def delivery_address(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the address of a delivery elsewhere, a mention of the reform for goods."""
    facts = french_facts(invoice, context)
    operation = operation_of(invoice.process)
    is_for_goods = operation is None or operation.value != "S"
    if not (facts and is_after_reform(invoice) and is_for_goods):
        return
    for delivery in invoice.deliveries:
        location = delivery.location.value if delivery.location else None
        place = delivery.name or location or delivery.address.country
        if place and not is_postal(delivery.address):
            yield each.finding(place=place)


@rule(
    code="mention_supply_date",
    topic=Topic.MENTIONS,
    title=_("Date of an intra-Community supply"),
    message=_(
        "The intra-Community supply gives neither a date of delivery (BT-72) nor a "
        "period (BG-14): the month of your VAT return depends on it."
    ),
    advice=_("Ask the supplier for the date, or take it from the delivery note."),
    source=("CGI art. 269 2 d, ann. II 242 nonies A I 10°; EN 16931 BR-IC-11"),
    severity=Severity.REVIEW,
    terms=("BT-72", "BG-14"),
    reason="NON_CONFORME",
)
def supply_date(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the day of an intra-Community supply of goods."""
    facts = facts_of(invoice, context)
    if not facts or VatCategory.INTRA_COMMUNITY not in categories(invoice):
        return
    dated = (
        any(delivery.date for delivery in invoice.deliveries)
        or invoice.period
        or any(line.period or line.delivery for line in invoice.lines)
    )
    if not dated:
        yield each.finding()


@rule(
    code="mention_line_content",
    topic=Topic.MENTIONS,
    title=_("Content of the lines"),
    message=_(
        "Lines without quantity, price or description: %(lines)s (BT-129, BT-146, "
        "BT-153)."
    ),
    advice=COMPLETE,
    source="CGI ann. II 242 nonies A I 8°; EN 16931 BR-22, BR-25, BR-26",
    severity=Severity.INFORM,
    terms=("BT-129", "BT-146", "BT-153"),
    reason="NON_CONFORME",
)
def line_content(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss quantity, unit price or description of what is charged."""
    if not facts_of(invoice, context):
        return
    incomplete = [
        line.number or "–"
        for line in invoice.counted_lines
        if line.quantity is None
        or (line.price is None and line.gross_price is None and line.net != ZERO)
        or not (line.name or line.description)
    ]
    if incomplete:
        shown = [*incomplete[:10], "…"] if len(incomplete) > 10 else incomplete
        yield each.finding(lines=tuple(shown))


PARTY_RULES = (
    seller_name,
    seller_address,
    seller_siren,
    seller_vat,
    buyer_identity,
    buyer_siren,
    buyer_vat,
    delivery_address,
    supply_date,
    line_content,
)
