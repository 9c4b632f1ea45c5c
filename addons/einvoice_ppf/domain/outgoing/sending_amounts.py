"""Before sending: lines, digits of numbers, totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.codes import Frame, frame_of
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Invoice,
    Line,
    LineKind,
)
from odoo.addons.einvoice_base.domain.mentions import DocumentFacts
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO, Tolerance
from odoo.addons.einvoice_base.domain.tax_rules import base_of_rate
from odoo.addons.einvoice_base.domain.totals import TOTALS_GATE

from .plain import amount, number, said
from .sending_facts import ON_LINES, REPORT, found

# BR-FR-DEC-01 to 04: so many decimals, and so many characters without the point.
_LONGEST = 19
_LONGEST_RATE = 4
_AMOUNT = re.compile(r"-?\d+(\.\d{1,2})?")
_QUANTITY = re.compile(r"-?\d+(\.\d{1,4})?")
_PRICE = re.compile(r"\d+(\.\d{1,6})?")
_SIGNED_PRICE = re.compile(r"-?\d+(\.\d{1,6})?")
_RATE = re.compile(r"\d+(\.\d{1,2})?")

# A term, the number of its line, and its value.
_Value = tuple[str, str | None, Decimal | None]


def _too_long(text: str | None, form: re.Pattern[str], longest: int) -> bool:
    if text is None:
        return False
    return not form.fullmatch(text) or len(text.replace(".", "")) > longest


@rule(
    code="send_amount_digits",
    topic=Topic.AMOUNTS,
    title=_("Decimals of an amount"),
    message=_(
        "The amount %(value)s of the invoice %(number)s (%(term)s, line %(line)s) has "
        "more than two decimals or is too long."
    ),
    advice=REPORT,
    source="BR-FR-DEC-01; EN 16931 BR-DEC-01 to BR-DEC-28",
    terms=("BT-112", "BT-131"),
)
def amount_digits(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Count the decimals of each amount."""
    for term, line, value in _amounts(invoice):
        if _too_long(amount(value), _AMOUNT, _LONGEST):
            yield found(each, invoice, term=term, line=line, value=value)


def _amounts(invoice: Invoice) -> Iterator[_Value]:
    totals = invoice.totals
    names = (
        "lines allowances charges net vat vat_accounting gross prepaid rounding payable"
    )
    for place, name in enumerate(names.split(), 106):
        yield f"BT-{place}", None, getattr(totals, name)
    for tax in invoice.tax_breakdown:
        yield "BT-116", None, tax.base
        yield "BT-117", None, tax.amount
    yield from _of_charges("BT-92", None, invoice.allowances_charges)
    for line in invoice.lines:
        yield "BT-131", line.number, line.net
        yield from _of_charges("BT-136", line.number, line.allowances_charges)


def _of_charges(
    term: str, line: str | None, charges: Iterable[AllowanceCharge]
) -> Iterator[_Value]:
    for charge in charges:
        yield term, line, charge.amount
        yield term, line, charge.base_amount


@rule(
    code="send_quantity_digits",
    topic=Topic.AMOUNTS,
    title=_("Decimals of a quantity"),
    message=_(
        "The quantity %(value)s on line %(line)s of the invoice %(number)s (%(term)s) "
        "has more than four decimals or is too long."
    ),
    advice=_("Round the quantity, or use a smaller unit."),
    source="BR-FR-DEC-02",
    terms=("BT-129", "BT-149"),
)
def quantity_digits(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Count the decimals of each quantity."""
    for line in invoice.lines:
        for term, value in (("BT-129", line.quantity), ("BT-149", line.base_quantity)):
            if _too_long(number(value), _QUANTITY, _LONGEST):
                yield found(each, invoice, term=term, line=line.number, value=value)


@rule(
    code="send_price_digits",
    topic=Topic.AMOUNTS,
    title=_("Decimals and sign of a price"),
    message=_(
        "The price %(value)s on line %(line)s of the invoice %(number)s (%(term)s) is "
        "negative, has more than six decimals or is too long."
    ),
    advice=_(
        "Give a discount as a discount of the line or as a line with a negative "
        "quantity, never as a negative price."
    ),
    source="BR-FR-DEC-03; EN 16931 BR-27, BR-28",
    terms=("BT-146", "BT-147", "BT-148"),
)
def price_digits(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look at sign and decimals of each price."""
    is_signed = frame_of(invoice.process) is Frame.BIDIRECTIONAL
    form = _SIGNED_PRICE if is_signed else _PRICE
    for line in invoice.lines:
        for term, value in (
            ("BT-146", line.price),
            ("BT-147", line.price_discount),
            ("BT-148", line.gross_price),
        ):
            if _too_long(amount(value), form, _LONGEST):
                yield found(each, invoice, term=term, line=line.number, value=value)


@rule(
    code="send_price_wrong",
    topic=Topic.AMOUNTS,
    title=_("Price and its discount"),
    message=_(
        "Line %(line)s of the invoice %(number)s has the price %(found)s; the price "
        "before discount less the discount gives %(expected)s (%(term)s)."
    ),
    advice=ON_LINES,
    source="EN 16931-1 BT-146, BT-147, BT-148",
    terms=("BT-146", "BT-147", "BT-148"),
)
def price_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Compare a price with the one before its discount.

    Where no discount is stated, it is what lies between them, and never negative.
    """
    for line in invoice.lines:
        price, gross, discount = line.price, line.gross_price, line.price_discount
        if price is None or gross is None:
            continue
        expected = gross - discount if discount is not None else min(gross, price)
        if price != expected:
            yield found(each, invoice, line=line.number, found=price, expected=expected)


@rule(
    code="send_rate_digits",
    topic=Topic.AMOUNTS,
    title=_("Decimals of a VAT rate"),
    message=_(
        "The VAT rate %(value)s of the invoice %(number)s (%(term)s, line %(line)s) is "
        "negative, has more than two decimals or is too long."
    ),
    advice=_("Ask your accountant to correct the rate of the tax."),
    source="BR-FR-DEC-04",
    terms=("BT-119", "BT-152"),
)
def rate_digits(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Count the decimals of each VAT rate."""
    rates: list[_Value] = [
        *(("BT-119", None, tax.rate) for tax in invoice.tax_breakdown),
        *(("BT-96", None, each.vat_rate) for each in invoice.allowances_charges),
        *(("BT-152", line.number, line.vat_rate) for line in invoice.lines),
    ]
    for term, line, value in rates:
        if _too_long(number(value), _RATE, _LONGEST_RATE):
            yield found(each, invoice, term=term, line=line, value=value)


@rule(
    code="send_lines_missing",
    topic=Topic.STANDARD,
    title=_("Invoice without lines"),
    message=_("The invoice %(number)s has no line (BG-25)."),
    advice=ON_LINES,
    source="EN 16931 BR-16",
    terms=("BG-25",),
)
def lines_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the lines; groups and notes alone are none."""
    if not invoice.counted_lines:
        yield found(each, invoice)


@rule(
    code="send_line_incomplete",
    topic=Topic.STANDARD,
    title=_("Incomplete line"),
    message=_("Line %(line)s of the invoice %(number)s lacks: %(detail)s (%(term)s)."),
    advice=ON_LINES,
    source="EN 16931 BR-21 to BR-26; CGI ann. II 242 nonies A I 8°",
    terms=("BT-126", "BT-129", "BT-130", "BT-131", "BT-146", "BT-153"),
)
def line_incomplete(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss what each line has; one that does not count may be short."""
    numbers = Counter(line.number for line in invoice.lines)
    for place, line in enumerate(invoice.lines, 1):
        lacks = list(_lacks(line)) if line.kind is LineKind.DETAIL else []
        if not said(line.number) or numbers[line.number] > 1:
            lacks.append(("BT-126", _("a number of its own")))
        if not said(line.name):
            lacks.append(("BT-153", _("the name of the product")))
        if any(not (said(name) and said(value)) for name, value in line.attributes):
            lacks.append(("BG-32", _("name or value of an attribute")))
        for term, detail in lacks:
            shown = line.number or str(place)
            yield found(each, invoice, term=term, line=shown, detail=detail)


def _lacks(line: Line) -> Iterator[tuple[str, str]]:
    if line.quantity is None:
        yield "BT-129", _("the quantity")
    if not said(line.unit):
        yield "BT-130", _("the unit")
    if line.net is None:
        yield "BT-131", _("the amount")
    if line.price is None:
        yield "BT-146", _("the price")


@rule(
    code="send_charge_incomplete",
    topic=Topic.AMOUNTS,
    title=_("Allowance or charge"),
    message=_(
        "An allowance or charge of the invoice %(number)s (%(term)s, line %(line)s) "
        "lacks: %(detail)s."
    ),
    advice=ON_LINES,
    source="EN 16931 BR-31 to BR-44",
    terms=("BG-20", "BG-21", "BG-27", "BG-28"),
)
def charge_incomplete(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss amount or reason of allowances and charges."""
    groups: list[tuple[str, str | None, tuple[AllowanceCharge, ...]]] = [
        ("BG-20", None, invoice.allowances_charges),
        *(("BG-27", line.number, line.allowances_charges) for line in invoice.lines),
    ]
    for term, line, charges in groups:
        for charge in charges:
            if charge.amount is None:
                detail = _("the amount")
                yield found(each, invoice, term=term, line=line, detail=detail)
            if not (charge.reason or charge.reason_code or charge.tax_code):
                detail = _("the reason")
                yield found(each, invoice, term=term, line=line, detail=detail)


@rule(
    code="send_totals_missing",
    topic=Topic.AMOUNTS,
    title=_("Totals"),
    message=_("The invoice %(number)s does not state a total (%(term)s)."),
    advice=REPORT,
    source="EN 16931 BR-12 to BR-15",
    terms=("BT-106", "BT-109", "BT-110", "BT-112", "BT-115"),
)
def totals_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss one of the totals, or an amount of the VAT breakdown.

    Allowances and charges have their sum, be it zero (BR-CO-11, BR-CO-12).
    """
    totals = invoice.totals
    stated = {
        "BT-106": totals.lines,
        "BT-109": totals.net,
        "BT-110": totals.vat,
        "BT-112": totals.gross,
        "BT-115": totals.payable,
    }
    for charge in invoice.allowances_charges:
        if charge.is_charge:
            stated["BT-108"] = totals.charges
        else:
            stated["BT-107"] = totals.allowances
    for tax in invoice.tax_breakdown:
        stated |= {"BT-116": tax.base, "BT-117": tax.amount}
        if None in (tax.base, tax.amount):
            break
    for term, value in stated.items():
        if value is None:
            yield found(each, invoice, term=term)


@rule(
    code="send_totals_wrong",
    topic=Topic.AMOUNTS,
    title=_("Totals that do not add up"),
    message=_(
        "A total of the invoice %(number)s is %(found)s, its parts give %(expected)s "
        "(%(term)s): platforms refuse it."
    ),
    advice=_(
        "Reset the invoice to draft, confirm it again and compare its total. If it "
        "lasts, report it to your integrator with the number of the invoice."
    ),
    source="EN 16931 BR-CO-10 to BR-CO-17, BR-S-08",
    terms=("BT-112",),
)
def totals_wrong(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Add up the invoice, to the cent."""
    exact = CheckContext(Tolerance(ZERO, ZERO), context.today).with_part(
        DocumentFacts()
    )
    for adding in (*TOTALS_GATE, base_of_rate):
        for wrong in adding.check(invoice, exact) if adding.check else ():
            # What the rounding of VAT line by line explains is right.
            if wrong.severity is Severity.INFORM:
                continue
            yield found(
                each,
                invoice,
                severity=wrong.severity,
                term=wrong.term,
                expected=wrong.expected,
                found=wrong.found,
            )


AMOUNT_RULES = (
    amount_digits,
    quantity_digits,
    price_digits,
    price_wrong,
    rate_digits,
    lines_missing,
    line_incomplete,
    charge_incomplete,
    totals_missing,
    totals_wrong,
)
