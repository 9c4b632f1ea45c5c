"""Before sending: VAT categories, rates, exemptions, VAT in euro."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.codes import VatCategory, vat_category_of
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.mentions import categories
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.territory import is_french_rate

from .sending_facts import ON_INVOICE, ON_TAX, found

# BR-FR-15: the Canaries, Ceuta and split payment have no place in France.
_FRENCH = frozenset(VatCategory(code) for code in "S E AE K G O Z".split())
_EXEMPT = frozenset(VatCategory(code) for code in "E AE K G O".split())
_EURO = "EUR"

# A line, an allowance or the breakdown: term, number of the line, category and rate.
_Tax = tuple[str, str | None, str | None, Decimal | None]


@rule(
    code="send_vat_wrong",
    topic=Topic.TAX,
    title=_("VAT category and rate"),
    message=_(
        "The invoice %(number)s charges the VAT category %(category)s at %(rate)s %% "
        "(%(term)s, line %(line)s): %(because)s."
    ),
    advice=ON_TAX,
    source="BR-FR-15, BR-FR-16; EN 16931 BR-CO-04, BR-48, BR-S-05, BR-E-05, BR-O-05",
    terms=("BT-118", "BT-119", "BT-151", "BT-152"),
)
def vat_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look at each category with its rate."""
    for term, line, category, rate in _taxes(invoice):
        if because := _wrong(category, rate):
            yield found(
                each,
                invoice,
                term=term,
                line=line,
                category=category,
                rate=rate,
                because=because,
            )


def _taxes(invoice: Invoice) -> Iterator[_Tax]:
    for tax in invoice.tax_breakdown:
        yield "BT-118", None, tax.category, tax.rate
    for charge in invoice.allowances_charges:
        yield "BT-95", None, charge.vat_category, charge.vat_rate
    for line in invoice.counted_lines:
        yield "BT-151", line.number, line.vat_category, line.vat_rate


def _wrong(category: str | None, rate: Decimal | None) -> str | None:
    """Say what is wrong with a category and its rate."""
    meaning = vat_category_of(category)
    if meaning not in _FRENCH:
        return _("this category is missing or not used in France")
    if meaning is VatCategory.NOT_SUBJECT:
        return _("what is not subject to VAT has no rate") if rate is not None else None
    if rate is None:
        return _("the rate is missing")
    if not is_french_rate(rate):
        return _("no such rate exists in France")
    if meaning.has_rate and not rate:
        return _("this category has a rate above zero")
    if not meaning.has_rate and rate:
        return _("this category has no VAT")
    return None


@rule(
    code="send_vat_missing",
    topic=Topic.TAX,
    title=_("VAT breakdown"),
    message=_("The invoice %(number)s has no VAT breakdown (BG-23)."),
    advice=_("Put a tax on each line of the invoice, be it one at 0 %%."),
    source="EN 16931 BR-CO-18; CGI ann. II 242 nonies A I 11°",
    terms=("BG-23",),
)
def vat_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the breakdown."""
    if not invoice.tax_breakdown:
        yield found(each, invoice)


@rule(
    code="send_exemption_missing",
    topic=Topic.TAX,
    title=_("Reason why there is no VAT"),
    message=_(
        "The invoice %(number)s charges no VAT in the category %(category)s and does "
        "not say why (BT-120, BT-121)."
    ),
    advice=_(
        "Ask your accountant to choose the “Tax Exemption Reason Code” of the tax, "
        "then reset the invoice to draft and confirm it again."
    ),
    source=(
        "EN 16931 BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10; CGI ann. II 242 "
        "nonies A I 12°"
    ),
    terms=("BT-121", "BT-120"),
)
def exemption_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the reason of an exemption."""
    for tax in invoice.tax_breakdown:
        is_exempt = vat_category_of(tax.category) in _EXEMPT
        if is_exempt and not (tax.exemption_reason or tax.exemption_code):
            yield found(each, invoice, category=tax.category)


@rule(
    code="send_exemption_code_missing",
    topic=Topic.TAX,
    title=_("Code of an exemption"),
    message=_(
        "The invoice %(number)s says in words why there is no VAT in the category "
        "%(category)s, without its code (BT-121, VATEX-…): the State asks for it."
    ),
    advice=_(
        "Ask your accountant to choose the “Tax Exemption Reason Code” of the tax."
    ),
    source="DGFiP external specifications, annex 7 (VATEX)",
    severity=Severity.REVIEW,
    terms=("BT-121",),
)
def exemption_code_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the code of an exemption that is given in words."""
    for tax in invoice.tax_breakdown:
        if (
            tax.category == VatCategory.EXEMPT.value
            and tax.exemption_reason
            and not tax.exemption_code
        ):
            yield found(each, invoice, category=tax.category)


@rule(
    code="send_exemption_of_nothing",
    topic=Topic.TAX,
    title=_("Exemption where VAT is charged"),
    message=_(
        "The invoice %(number)s gives a reason for charging no VAT in the category "
        "%(category)s, which charges it (BT-120, BT-121)."
    ),
    advice=ON_TAX,
    source="EN 16931 BR-S-10, BR-Z-10",
    terms=("BT-121", "BT-120"),
)
def exemption_of_nothing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Notice a reason that nothing is exempt by."""
    for tax in invoice.tax_breakdown:
        charges = tax.category in (
            VatCategory.STANDARD.value,
            VatCategory.ZERO.value,
        )
        if charges and (tax.exemption_reason or tax.exemption_code):
            yield found(each, invoice, category=tax.category)


@rule(
    code="send_vat_in_euro",
    topic=Topic.TAX,
    title=_("VAT in euro"),
    message=_(
        "The invoice %(number)s is in %(currency)s: its VAT must also be stated in "
        "euro (BT-6, BT-111)."
    ),
    advice=_(
        "Enter the exchange rate of the day of the invoice, then reset the invoice to "
        "draft and confirm it again."
    ),
    source="BR-FR-CO-12; EN 16931 BR-53; CGI art. 289 IV",
    terms=("BT-111", "BT-6"),
)
def vat_in_euro(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the VAT in euro of an invoice in another currency."""
    states = invoice.vat_currency == _EURO and invoice.totals.vat_accounting is not None
    if invoice.currency != _EURO and not states:
        yield found(each, invoice, currency=invoice.currency)


@rule(
    code="send_union_supply",
    topic=Topic.TAX,
    title=_("Intra-Community supply"),
    message=_(
        "The invoice %(number)s is of goods to another country of the Union (category "
        "K) and lacks: %(detail)s."
    ),
    advice=_("Enter the delivery date and the delivery address of the invoice."),
    source="EN 16931 BR-IC-11, BR-IC-12; CGI art. 262 ter I",
    terms=("BT-72", "BT-80"),
)
def union_supply(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss when and where goods went, on which their exemption depends."""
    if VatCategory.INTRA_COMMUNITY not in categories(invoice):
        return
    deliveries = invoice.deliveries
    if not (invoice.period or any(delivery.date for delivery in deliveries)):
        yield found(each, invoice, detail=_("the date of delivery, or a period"))
    if not any(delivery.address.country for delivery in deliveries):
        detail = _("the country of delivery")
        yield found(each, invoice, term="BT-80", detail=detail)


@rule(
    code="send_tax_points",
    topic=Topic.TAX,
    title=_("Two dates of the VAT"),
    message=_(
        "The invoice %(number)s gives a date of the VAT (BT-7) and a rule for it "
        "(BT-8): only one may stand."
    ),
    advice=ON_INVOICE,
    source="EN 16931 BR-CO-03",
    terms=("BT-7", "BT-8"),
)
def tax_points(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Refuse a date beside the code of a date."""
    if invoice.tax_point_date and invoice.tax_point_code:
        yield found(each, invoice)


TAX_RULES = (
    vat_wrong,
    vat_missing,
    exemption_missing,
    exemption_code_missing,
    exemption_of_nothing,
    vat_in_euro,
    union_supply,
    tax_points,
)
