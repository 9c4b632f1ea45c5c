"""The totals gate: the amounts of an invoice add up.

Source: EN 16931-1 §6.4, rules BR-CO-10 to BR-CO-17; BR-FREXT-CO-10 to CO-15 for the
tolerance of EXTENDED-CTC-FR (one cent for each line, allowance and charge).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .findings import CheckContext, Finding, Rule, Severity, Topic, rule
from .invoice import Invoice
from .messages import mark as _
from .money import CENT, ZERO, decimals, rounded, within

# Currencies with two decimals in ISO 4217 whose VAT is rounded to the whole unit:
# the forint has had no coins below one since 2008.
WHOLE_VAT = frozenset({"HUF"})

# The official checks accept so much (BR-CO-17): valid, but a person looks.
_OFFICIAL_VAT_SLACK = Decimal(1)

_ADVICE = _(
    "Ask the supplier for a corrected invoice, or have a manager lift the finding "
    "with a reason."
)


def total_tolerance(invoice: Invoice, context: CheckContext) -> Decimal:
    """Return the gap accepted on a total, in the invoice currency.

    An EXTENDED invoice may differ by one cent per item (BR-FREXT-CO-13), any other
    only by what the company declared.

    >>> total_tolerance(Invoice(), CheckContext())
    Decimal('0.01')
    """
    declared = context.tolerance.total
    if "extended" not in (invoice.specification or "").lower():
        return declared
    items = len(invoice.counted_lines) + len(invoice.allowances_charges)
    return max(declared, CENT * items)


def _compared(
    each: Rule,
    invoice: Invoice,
    context: CheckContext,
    found: Decimal | None,
    expected: Decimal | None,
    term: str | None = None,
) -> Iterator[Finding]:
    """Yield a finding when two totals differ.

    Inside what the company declared it only informs; a larger gap that the norm allows
    an EXTENDED invoice wants a look.
    """
    if found is None or expected is None:
        return
    expected = rounded(expected, decimals(invoice.currency))
    if found == expected:
        return
    severity = None
    if within(found, expected, context.tolerance.total):
        severity = Severity.INFORM
    elif within(found, expected, total_tolerance(invoice, context)):
        severity = Severity.REVIEW
    yield each.finding(
        term=term,
        expected=expected,
        found=found,
        gap=found - expected,
        severity=severity,
    )


@rule(
    code="lines_total_wrong",
    topic=Topic.AMOUNTS,
    title=_("Sum of the lines"),
    message=_(
        "The lines add up to %(expected)s, the invoice says %(found)s "
        "(BT-106, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-10",
    terms=("BT-106", "BT-131"),
    reason="CALCUL_ERR",
)
def lines_total(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare BT-106 with the sum of BT-131, where there are lines."""
    nets = [line.net for line in invoice.counted_lines]
    if nets and all(net is not None for net in nets):
        expected = sum((net for net in nets if net is not None), ZERO)
        yield from _compared(each, invoice, context, invoice.totals.lines, expected)


@rule(
    code="allowances_total_wrong",
    topic=Topic.AMOUNTS,
    title=_("Sum of the document allowances"),
    message=_(
        "The allowances add up to %(expected)s, the invoice says %(found)s "
        "(BT-107, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-11",
    terms=("BT-107", "BT-92"),
    reason="CALCUL_ERR",
)
def allowances_total(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare BT-107 with the sum of BT-92."""
    amounts = [a.amount for a in invoice.allowances_charges if not a.is_charge]
    expected = sum((a for a in amounts if a is not None), ZERO)
    yield from _compared(each, invoice, context, invoice.totals.allowances, expected)


@rule(
    code="charges_total_wrong",
    topic=Topic.AMOUNTS,
    title=_("Sum of the document charges"),
    message=_(
        "The charges add up to %(expected)s, the invoice says %(found)s "
        "(BT-108, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-12",
    terms=("BT-108", "BT-99"),
    reason="CALCUL_ERR",
)
def charges_total(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare BT-108 with the sum of BT-99."""
    amounts = [a.amount for a in invoice.allowances_charges if a.is_charge]
    expected = sum((a for a in amounts if a is not None), ZERO)
    yield from _compared(each, invoice, context, invoice.totals.charges, expected)


@rule(
    code="net_total_wrong",
    topic=Topic.AMOUNTS,
    title=_("Total without VAT"),
    message=_(
        "Lines less allowances plus charges give %(expected)s, the invoice says "
        "%(found)s without VAT (BT-109, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-13",
    terms=("BT-109", "BT-106", "BT-107", "BT-108"),
    reason="CALCUL_ERR",
)
def net_total(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Compare BT-109 with BT-106 − BT-107 + BT-108."""
    totals = invoice.totals
    if totals.lines is not None:
        expected = totals.lines - (totals.allowances or ZERO) + (totals.charges or ZERO)
        yield from _compared(each, invoice, context, totals.net, expected)


@rule(
    code="vat_total_wrong",
    topic=Topic.TAX,
    title=_("Total VAT"),
    message=_(
        "The VAT breakdown adds up to %(expected)s, the invoice says %(found)s "
        "(BT-110, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-14",
    terms=("BT-110", "BT-117"),
    reason="CALCUL_ERR",
)
def vat_total(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Compare BT-110 with the sum of BT-117."""
    amounts = [tax.amount for tax in invoice.tax_breakdown]
    if amounts:
        expected = sum((a for a in amounts if a is not None), ZERO)
        yield from _compared(each, invoice, context, invoice.totals.vat, expected)


@rule(
    code="vat_base_wrong",
    topic=Topic.TAX,
    title=_("Bases of the VAT breakdown"),
    message=_(
        "The bases of the VAT breakdown add up to %(found)s, the total without VAT "
        "is %(expected)s (BT-116, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-S-08 and its sister rules, summed over the categories",
    terms=("BT-116", "BT-109"),
    reason="CALCUL_ERR",
)
def vat_base(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Compare the sum of BT-116 with BT-109."""
    bases = [tax.base for tax in invoice.tax_breakdown]
    if bases and all(base is not None for base in bases):
        found = sum((base for base in bases if base is not None), ZERO)
        yield from _compared(each, invoice, context, found, invoice.totals.net)


@rule(
    code="vat_amount_wrong",
    topic=Topic.TAX,
    title=_("VAT of one rate"),
    message=_(
        "VAT at %(rate)s %% on %(base)s is %(expected)s, the invoice says %(found)s "
        "(BT-117, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-17",
    terms=("BT-117", "BT-116", "BT-119"),
    reason="TX_TVA_ERR",
)
def vat_amount(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare BT-117 with BT-116 × BT-119.

    VAT summed line by line is legal (article 1649 undecies CGI) and may differ by
    half a cent per line, so that much is accepted on top of the tolerance.
    """
    lines_slack = CENT / 2 * len(invoice.counted_lines)
    if invoice.currency in WHOLE_VAT:
        lines_slack = max(lines_slack, Decimal("0.5"))
    for tax in invoice.tax_breakdown:
        if tax.base is None or tax.amount is None or tax.rate is None:
            continue
        places = decimals(invoice.currency)
        expected = rounded(tax.base * tax.rate / 100, places)
        if tax.amount == expected:
            continue
        slack = max(total_tolerance(invoice, context), lines_slack)
        severity = None
        if within(tax.amount, expected, slack):
            severity = Severity.INFORM
        elif within(tax.amount, expected, _OFFICIAL_VAT_SLACK):
            severity = Severity.REVIEW
        yield each.finding(
            expected=expected,
            found=tax.amount,
            gap=tax.amount - expected,
            rate=tax.rate,
            base=tax.base,
            severity=severity,
        )


@rule(
    code="gross_total_wrong",
    topic=Topic.AMOUNTS,
    title=_("Total with VAT"),
    message=_(
        "Without VAT plus VAT gives %(expected)s, the invoice says %(found)s with "
        "VAT (BT-112, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-15",
    terms=("BT-112", "BT-109", "BT-110"),
    reason="MONTANTTOTAL_ERR",
)
def gross_total(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare BT-112 with BT-109 + BT-110."""
    totals = invoice.totals
    if totals.net is not None:
        expected = totals.net + (totals.vat or ZERO)
        yield from _compared(each, invoice, context, totals.gross, expected)


@rule(
    code="payable_wrong",
    topic=Topic.AMOUNTS,
    title=_("Amount due"),
    message=_(
        "With VAT less prepaid plus rounding gives %(expected)s, the invoice asks "
        "for %(found)s (BT-115, gap %(gap)s)."
    ),
    advice=_ADVICE,
    source="EN 16931 BR-CO-16",
    terms=("BT-115", "BT-112", "BT-113", "BT-114"),
    reason="MONTANTTOTAL_ERR",
)
def payable(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Compare BT-115 with BT-112 − BT-113 + BT-114.

    MINIMUM has no place for what was prepaid, so its gap is that.
    """
    totals = invoice.totals
    if totals.prepaid is None and ":minimum" in (invoice.specification or "").lower():
        return
    if totals.gross is not None:
        expected = totals.gross - (totals.prepaid or ZERO) + (totals.rounding or ZERO)
        yield from _compared(each, invoice, context, totals.payable, expected)


TOTALS_GATE = (
    lines_total,
    allowances_total,
    charges_total,
    net_total,
    vat_total,
    vat_base,
    vat_amount,
    gross_total,
    payable,
)
