"""VAT by category and rate, beyond the totals gate (:mod:`~.totals`).

They look at the supplier's own document only (:class:`~.mentions.DocumentFacts`): the
breakdown of a typed bill is made from the taxes of its lines.

Source: EN 16931-1 §6.4.3 (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O), CGI art. 278 to
281 nonies and 296.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .codes import Effect, VatCategory, vat_category_of
from .findings import CheckContext, Finding, Rule, Severity, Topic, rule
from .invoice import Invoice
from .mentions import DocumentFacts
from .messages import mark as _
from .money import ZERO, decimals, rounded, within
from .territory import has_french_vat, is_french_rate, is_rate_in_force
from .totals import total_tolerance

_Key = tuple[str | None, Decimal | None]

_ASK = _(
    "Ask the supplier for a corrected invoice: only VAT that is rightly charged can be "
    "deducted."
)


@rule(
    code="vat_base_of_rate_wrong",
    topic=Topic.TAX,
    title=_("Base of one VAT rate"),
    message=_(
        "The lines, allowances and charges of category %(category)s at %(rate)s %% add "
        "up to %(expected)s; the VAT breakdown states %(found)s (BT-116, gap %(gap)s)."
    ),
    advice=_ASK,
    source=(
        "EN 16931 BR-S-08, BR-Z-08, BR-E-08, BR-AE-08, BR-IC-08, BR-G-08, BR-O-08; CGI "
        "ann. II 242 nonies A I 11°"
    ),
    terms=("BT-116", "BT-131", "BT-92", "BT-99"),
    reason="CALCUL_ERR",
)
def base_of_rate(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare each BT-116 with what is charged at that category and rate.

    The smallest gaps inform, those that EXTENDED allows want a look.
    """
    expected = _bases_by_key(invoice) if context.part(DocumentFacts) else None
    if expected is None:
        return
    stated: dict[_Key, Decimal] = {}
    for tax in invoice.tax_breakdown:
        if tax.base is None:
            return
        key = _key(tax.category, tax.rate)
        stated[key] = stated.get(key, ZERO) + tax.base
    for key in {**stated, **expected}:
        yield from _compared_base(
            each,
            invoice,
            context,
            key,
            (stated.get(key, ZERO), expected.get(key, ZERO)),
        )


def _compared_base(
    each: Rule,
    invoice: Invoice,
    context: CheckContext,
    key: _Key,
    bases: tuple[Decimal, Decimal],
) -> Iterator[Finding]:
    found, expected = bases[0], rounded(bases[1], decimals(invoice.currency))
    if found == expected:
        return
    severity = None
    if within(found, expected, context.tolerance.total):
        severity = Severity.INFORM
    elif within(found, expected, total_tolerance(invoice, context)):
        severity = Severity.REVIEW
    category, rate = key
    yield each.finding(
        severity=severity,
        expected=expected,
        found=found,
        gap=found - expected,
        category=category,
        rate=rate or ZERO,
    )


def _key(category: str | None, rate: Decimal | None) -> _Key:
    """Name a group of the breakdown; a category without VAT has no rate to differ.

    >>> _key("E", None) == _key("E", Decimal("0.00"))
    True
    """
    meaning = vat_category_of(category)
    if meaning and not meaning.has_rate:
        return category, None
    return category, (rate or ZERO).normalize()


def _bases_by_key(invoice: Invoice) -> dict[_Key, Decimal] | None:
    """Add up lines, allowances and charges; ``None`` where an amount is unknown."""
    bases: dict[_Key, Decimal] = {}
    if not (invoice.counted_lines and invoice.tax_breakdown):
        return None
    for line in invoice.counted_lines:
        if line.net is None or line.vat_category is None:
            return None
        key = _key(line.vat_category, line.vat_rate)
        bases[key] = bases.get(key, ZERO) + line.net
    for entry in invoice.allowances_charges:
        if entry.amount is None or entry.vat_category is None or entry.tax_code:
            return None
        key = _key(entry.vat_category, entry.vat_rate)
        bases[key] = bases.get(key, ZERO) + entry.signed_amount
    return bases


@rule(
    code="vat_where_none_is_due",
    topic=Topic.TAX,
    title=_("VAT where none is due"),
    message=_(
        "Category %(category)s carries no VAT, the invoice charges %(found)s at "
        "%(rate)s %% (BT-117, BT-119)."
    ),
    advice=_(
        "Do not deduct this VAT: whoever charges it wrongly owes it, and the buyer has "
        "no right to it. Ask the supplier for a corrected invoice."
    ),
    source=(
        "EN 16931 BR-Z-09, BR-E-09, BR-AE-09, BR-IC-09, BR-G-09, BR-O-09; CGI art. 272 "
        "2 and 283 3"
    ),
    terms=("BT-117", "BT-118", "BT-119"),
    reason="TX_TVA_ERR",
)
def vat_where_none(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop VAT under a category that has none."""
    if not context.part(DocumentFacts):
        return
    for tax in invoice.tax_breakdown:
        category = vat_category_of(tax.category)
        if category and not category.has_rate and (tax.amount or tax.rate):
            yield each.finding(
                found=tax.amount or ZERO, category=category.value, rate=tax.rate or ZERO
            )


@rule(
    code="vat_rate_zero",
    topic=Topic.TAX,
    title=_("Standard category without VAT"),
    message=_(
        "%(base)s are charged under the standard category S at 0 %% (BT-119): an "
        "exemption has its own category and reason."
    ),
    advice=_ASK,
    source="EN 16931 BR-S-05, BR-S-06, BR-S-07; CGI ann. II 242 nonies A I 12°",
    severity=Severity.REVIEW,
    terms=("BT-119", "BT-118"),
    reason="TX_TVA_ERR",
)
def rate_zero(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Have a person look at a standard rate of zero."""
    if not context.part(DocumentFacts):
        return
    for tax in invoice.tax_breakdown:
        if tax.category == VatCategory.STANDARD.value and tax.rate == 0:
            yield each.finding(base=tax.base or ZERO)


@rule(
    code="vat_rate_unknown",
    topic=Topic.TAX,
    title=_("Rate that France does not have"),
    message=_("The invoice charges French VAT at %(rate)s %% (BT-119): %(because)s."),
    advice=_ASK,
    source="CGI art. 278 to 281 nonies, 296 and 297; BR-FR-16",
    severity=Severity.REVIEW,
    terms=("BT-119", "BT-152"),
    reason="TX_TVA_ERR",
)
def rate_unknown(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare the rates of a seller with a French number with those in force.

    A credit note or a correction keeps the rate of the invoice that it corrects.
    """
    if not context.part(DocumentFacts) or not has_french_vat(invoice.seller):
        return
    meaning, day = invoice.type, _tax_day(invoice)
    is_late = meaning and (meaning.effect is Effect.REFUND or meaning.is_corrective)
    rates = {tax.rate for tax in invoice.tax_breakdown}
    rates |= {line.vat_rate for line in invoice.counted_lines}
    for rate in sorted(each for each in rates if each):
        if not is_french_rate(rate):
            yield each.finding(rate=rate, because=_("no such rate exists"))
        elif day and not is_late and not is_rate_in_force(rate, day):
            yield each.finding(
                rate=rate, because=_("it is not in force on the date of the invoice")
            )


def _tax_day(invoice: Invoice) -> date | None:
    """Return the earliest day on which what is charged was supplied."""
    days = [delivery.date for delivery in invoice.deliveries if delivery.date]
    if invoice.period and invoice.period.start:
        days.append(invoice.period.start)
    if invoice.issue_date:
        days.append(invoice.issue_date)
    return min(days) if days else None


TAX_RULES = (base_of_rate, vat_where_none, rate_zero, rate_unknown)
