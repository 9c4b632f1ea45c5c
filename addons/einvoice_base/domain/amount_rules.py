"""Amounts of lines, amounts that cannot be booked, and amounts in euro.

Source: EN 16931-1 §6.4.1 and §6.5, PEPPOL-EN16931-R120, CGI art. 289 IV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from .findings import CheckContext, Finding, Limits, Rule, Severity, Topic, rule
from .invoice import Invoice, Line
from .mentions import DocumentFacts, has_place
from .messages import mark as _
from .money import ZERO, decimals, rounded, within
from .territory import has_french_vat
from .totals import WHOLE_VAT

# The books keep amounts as binary numbers with fifteen sure digits: with two decimals
# that is enough for this much and no more.
MAX_AMOUNT = Decimal(10) ** 12
# More lines than this that do not add up are told once, not one by one.
_MAX_LINES = 20
_ISO_CODE = re.compile(r"[A-Z]{3}")
# Rounding of a price moves a line by no more than this share.
_MAX_PRICE_ROUNDING = Decimal("0.02")
# A rate this many times further off than the company accepts is no rounding.
_ABSURD = 5


@dataclass(frozen=True, slots=True)
class RateFacts:
    """What the books know of the currency of an invoice on its day.

    Attributes:
        currency: Currency of the books (ISO 4217).
        books_rate: Units of the invoice currency for one of the books' currency.
    """

    currency: str
    books_rate: Decimal | None = None


def line_net(line: Line, places: int = 2) -> Decimal | None:
    """Compute BT-131: price × quantity / base quantity − allowances + charges.

    ``None`` where the line does not state price and quantity.

    >>> line_net(Line(quantity=Decimal(3), price=Decimal("10"), base_quantity=None))
    Decimal('30.00')
    """
    if line.price is None or line.quantity is None:
        return None
    gross = line.price * line.quantity / (line.base_quantity or Decimal(1))
    extra = sum((each.signed_amount for each in line.allowances_charges), ZERO)
    return rounded(gross, places) + extra


def _rounding_of_price(line: Line, expected: Decimal) -> Decimal:
    """Return how far the rounding of a price can move the net amount of its line.

    A price has two decimals at least, written or not.
    """
    if line.price is None or line.quantity is None:
        return ZERO
    exponent = line.price.as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    half_unit = Decimal(5).scaleb(-places - 1)
    slack = abs(half_unit * line.quantity / (line.base_quantity or Decimal(1)))
    return min(slack, abs(expected) * _MAX_PRICE_ROUNDING)


@rule(
    code="line_net_wrong",
    topic=Topic.AMOUNTS,
    title=_("Net amount of a line"),
    message=_(
        "Line %(line)s: quantity × price, less allowances, plus charges gives "
        "%(expected)s; the invoice says %(found)s (BT-131, gap %(gap)s)."
    ),
    advice=_(
        "Compare price, quantity and discount with your order, then ask the supplier "
        "for a corrected invoice if need be."
    ),
    source="EN 16931-1 §6.4.1; PEPPOL-EN16931-R120",
    severity=Severity.REVIEW,
    terms=("BT-131", "BT-129", "BT-146"),
    reason="CALCUL_ERR",
)
def line_nets(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Compare BT-131 with price and quantity, within the tolerance on lines.

    A gap that the rounding of the price explains only informs.
    """
    places = decimals(invoice.currency)
    for line, expected in _wrong_lines(invoice, context)[:_MAX_LINES]:
        found = line.net or ZERO
        by_price = within(found, expected, _rounding_of_price(line, expected))
        yield each.finding(
            line=line.number or "–",
            severity=Severity.INFORM if by_price else None,
            expected=rounded(expected, places),
            found=found,
            gap=found - expected,
        )


@rule(
    code="line_net_wrong_often",
    topic=Topic.AMOUNTS,
    title=_("Net amounts of many lines"),
    message=_(
        "%(count)s lines in all do not follow from their price and quantity; the first "
        "%(shown)s are named."
    ),
    advice=_("Ask the supplier for a corrected invoice."),
    source="EN 16931-1 §6.4.1; PEPPOL-EN16931-R120",
    severity=Severity.REVIEW,
    terms=("BT-131",),
    reason="CALCUL_ERR",
)
def line_nets_often(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Say how many lines are wrong when they are too many to be named."""
    count = len(_wrong_lines(invoice, context))
    if count > _MAX_LINES:
        yield each.finding(count=count, shown=_MAX_LINES)


def _wrong_lines(invoice: Invoice, context: CheckContext) -> list[tuple[Line, Decimal]]:
    places = 0 if invoice.currency in WHOLE_VAT else decimals(invoice.currency)
    wrong = []
    for line in invoice.counted_lines:
        if line.net is None or is_absurd(line.price) or is_absurd(line.quantity):
            continue
        expected = line_net(line, places)
        if expected is not None and not within(
            line.net, expected, context.tolerance.line
        ):
            wrong.append((line, expected))
    return wrong


def is_absurd(amount: Decimal | None) -> bool:
    """Tell whether the books could not hold an amount to the cent.

    >>> is_absurd(Decimal("9" * 20)), is_absurd(Decimal("1000000000.00"))
    (True, False)
    """
    return amount is not None and abs(amount) >= MAX_AMOUNT


@rule(
    code="amount_absurd",
    is_fixed=True,
    topic=Topic.AMOUNTS,
    title=_("Amount that cannot be"),
    message=_("The invoice states %(shown)s (%(term)s), which no book can hold."),
    advice=_("Ask the supplier for a corrected invoice, then reject this document."),
    source="EN 16931-1 §6.5.1",
    terms=("BT-112", "BT-115", "BT-129", "BT-131", "BT-146"),
    reason="MONTANTTOTAL_ERR",
)
def amount_absurd(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Stop an amount, price or quantity beyond what the books can hold."""
    for number, term, amount in islice(_absurd(invoice), _MAX_LINES):
        # As text, so that nobody rounds it on its way to the screen.
        shown = format(amount, "f")
        shown = f"{shown[:24]}…" if len(shown) > 25 else shown
        yield each.finding(term=term, line=number, found=amount, shown=shown)


def has_absurd_amount(invoice: Invoice) -> bool:
    """Tell whether an invoice cannot be booked for its amounts."""
    return any(True for _each in _absurd(invoice))


def _absurd(invoice: Invoice) -> Iterator[tuple[str | None, str, Decimal]]:
    """Return line, term and amount of each amount beyond what the books can hold."""
    stated: list[tuple[str | None, str, Decimal | None]]
    stated = [(None, *each) for each in _totals(invoice)]
    stated += [
        (line.number, *each) for line in invoice.lines for each in _amounts_of(line)
    ]
    for number, term, amount in stated:
        if amount is not None and is_absurd(amount):
            yield number, term, amount


def _totals(invoice: Invoice) -> Iterator[tuple[str, Decimal | None]]:
    totals = invoice.totals
    yield "BT-106", totals.lines
    yield "BT-109", totals.net
    yield "BT-110", totals.vat
    yield "BT-111", totals.vat_accounting
    yield "BT-112", totals.gross
    yield "BT-113", totals.prepaid
    yield "BT-115", totals.payable
    for tax in invoice.tax_breakdown:
        yield "BT-116", tax.base
        yield "BT-117", tax.amount
    for entry in invoice.allowances_charges:
        yield "BT-99" if entry.is_charge else "BT-92", entry.amount


def _amounts_of(line: Line) -> Iterator[tuple[str, Decimal | None]]:
    yield "BT-129", line.quantity
    yield "BT-131", line.net
    yield "BT-146", line.price
    yield "BT-149", line.base_quantity


@rule(
    code="rounding_too_large",
    topic=Topic.AMOUNTS,
    title=_("Rounding that is none"),
    message=_("The invoice rounds the amount due by %(found)s (BT-114)."),
    advice=_("Ask the supplier what this amount is: it is booked as rounding."),
    source="EN 16931-1 BT-114",
    severity=Severity.REVIEW,
    terms=("BT-114",),
    reason="MONTANTTOTAL_ERR",
    limits=Limits(amount=Decimal(1)),
)
def rounding_too_large(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a rounding of more than a unit of the currency.

    Currencies without cents are rounded to larger notes.
    """
    rounding, limit = invoice.totals.rounding, context.limits_of(each).amount
    if rounding is None or limit is None or not decimals(invoice.currency):
        return
    if abs(rounding) > limit:
        yield each.finding(found=rounding)


@rule(
    code="currency_not_iso",
    topic=Topic.AMOUNTS,
    title=_("Currency that is no code"),
    message=_(
        "The invoice writes its currency “%(currency)s” (BT-5); a code has three "
        "capital letters, such as EUR."
    ),
    advice=_(
        "Ask the supplier for a corrected invoice; nothing is booked in a currency "
        "that was guessed."
    ),
    source="EN 16931 BR-CL-04; ISO 4217",
    terms=("BT-5",),
    reason="NON_CONFORME",
)
def currency_not_iso(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Stop a currency that is not written as ISO 4217 writes it."""
    currency = invoice.currency
    if currency and not _ISO_CODE.fullmatch(currency):
        yield each.finding(currency=currency[:20])


@rule(
    code="vat_not_in_euro",
    topic=Topic.TAX,
    title=_("VAT not stated in euro"),
    message=_(
        "The invoice charges French VAT in %(currency)s (%(vat)s) and does not state "
        "it in euro (BT-111)."
    ),
    advice=_(
        "Ask the supplier for the VAT in euro; you may deduct it only with the rate "
        "that the law names, and must keep the proof."
    ),
    source="CGI art. 289 IV and 266 1 bis; directive 2006/112/EC art. 230; BR-FR-CO-12",
    severity=Severity.REVIEW,
    terms=("BT-111", "BT-6"),
    reason="NON_CONFORME",
)
def vat_not_in_euro(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the VAT in euro on an invoice in another currency."""
    facts, totals = context.part(DocumentFacts), invoice.totals
    if not (facts and totals.vat and has_french_vat(invoice.seller)):
        return
    if invoice.currency in (None, "EUR") or not has_place(facts, "BT-111"):
        return
    if invoice.vat_currency != "EUR" or totals.vat_accounting is None:
        yield each.finding(currency=invoice.currency, vat=totals.vat)


@rule(
    code="euro_rate_unusual",
    topic=Topic.TAX,
    title=_("Exchange rate of the VAT"),
    message=_(
        "The VAT is %(vat)s %(currency)s and %(found)s %(books)s (BT-111), a rate of "
        "%(stated_rate)s for 1 %(books)s; your books have %(books_rate)s on that day."
    ),
    advice=_(
        "The bill is booked with the supplier's rate: check it against the one that "
        "the European Central Bank published."
    ),
    source="CGI art. 266 1 bis",
    terms=("BT-111", "BT-110"),
    reason="CALCUL_ERR",
    limits=Limits(percent=Decimal(5)),
)
def euro_rate(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Compare the rate that BT-110 and BT-111 imply with that of the books.

    A rate that is merely unusual wants a look, one that is absurd stops.
    """
    facts, totals = context.part(RateFacts), invoice.totals
    percent = context.limits_of(each).percent
    stated = totals.vat_accounting
    if not (facts and facts.books_rate and totals.vat and stated and percent):
        return
    if invoice.vat_currency != facts.currency or invoice.currency == facts.currency:
        return
    rate = totals.vat / stated
    gap = abs(rate / facts.books_rate - 1) * 100
    if gap > percent:
        yield each.finding(
            severity=Severity.REVIEW if gap <= percent * _ABSURD else None,
            found=stated,
            vat=totals.vat,
            currency=invoice.currency,
            books=facts.currency,
            stated_rate=rounded(rate, 4),
            books_rate=rounded(facts.books_rate, 4),
        )


AMOUNT_RULES = (
    amount_absurd,
    currency_not_iso,
    line_nets,
    line_nets_often,
    rounding_too_large,
    vat_not_in_euro,
    euro_rate,
)
