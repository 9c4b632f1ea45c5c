"""Which tax of the books carries the VAT of an invoice.

The category (BT-151) and the rate choose, not the rate alone. Ties are broken in one
order: what was used before for the supplier, product or account; goods or services
(BT-23); VAT on debits (BT-8); goods.

Source: UNTDID 5305; CGI 269-2 (services: on payment, unless the option for debits), CGI
283-2 and 283-2 nonies (reverse charge), CGI 258 C and 262 ter (intra-community).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from odoo.addons.einvoice_base.domain.codes import Operation, VatCategory
from odoo.addons.einvoice_base.domain.messages import mark as _

# Territory of the European VAT; XI is Northern Ireland, for goods.
EU_COUNTRIES = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE "
    "SI SK XI".split()
)


class Region(Enum):
    """Where the seller is, seen from the buyer."""

    DOMESTIC = "domestic"
    EUROPE = "europe"
    IMPORT = "import"


REGIONS = {
    Region.DOMESTIC: _("domestic"),
    Region.EUROPE: _("European"),
    Region.IMPORT: _("non-European"),
}


class Scope(Enum):
    """What a tax of the books is for."""

    GOODS = "goods"
    SERVICES = "services"


class Reason(Enum):
    """Why a tax was chosen among several."""

    ONLY = "only"
    HABIT = "habit"
    GOODS = "goods"
    SERVICES = "services"
    DEBITS = "debits"
    DEFAULT = "default"
    STANDARD_RATE = "standard_rate"


BECAUSE = {
    Reason.HABIT: _("the last bills of this supplier have it"),
    Reason.GOODS: _("the invoice is for goods, and so is this tax"),
    Reason.SERVICES: _("the invoice is for services, and so is this tax"),
    Reason.DEBITS: _("the invoice says that its VAT is due on debits"),
    Reason.DEFAULT: _("nothing says that it is for services, so goods are assumed"),
}


@dataclass(frozen=True, slots=True)
class TaxOption:
    """A purchase tax of the books.

    Attributes:
        key: Identity in the books.
        name: As shown to people.
        rate: Percent.
        category: VAT category that the books state, ``None`` when they do not.
        is_self_assessed: The buyer both owes and deducts it.
        regions: Where it applies; empty means anywhere.
        scope: Goods, services, or ``None`` for both.
        is_on_payment: Deductible when paid (services without the option for debits).
        is_special: Tax-included twin, fixed assets, fuel: only when learned or chosen.
        sequence: Order of the books.
    """

    key: int
    name: str
    rate: Decimal
    category: str | None = None
    is_self_assessed: bool = False
    regions: frozenset[Region] = frozenset()
    scope: Scope | None = None
    is_on_payment: bool = False
    is_special: bool = False
    sequence: int = 1


@dataclass(frozen=True, slots=True)
class TaxNeed:
    """What the invoice says about the VAT of one category and rate.

    Attributes:
        category: BT-151 or BT-118.
        rate: BT-152 or BT-119 in percent; of no weight where self-assessed.
        region: Where the seller is.
        operation: From BT-23.
        is_on_debits: BT-8 says that VAT is due at the date of issue.
    """

    category: VatCategory
    rate: Decimal
    region: Region = Region.DOMESTIC
    operation: Operation | None = None
    is_on_debits: bool = False


@dataclass(frozen=True, slots=True)
class TaxChoice:
    """The tax found and why.

    Attributes:
        key: ``None`` when the books have none that fits.
        reason: Why this one.
        name: As shown to people.
        others: Names of those that fit too.
    """

    key: int | None
    reason: Reason
    name: str = ""
    others: tuple[str, ...] = ()


def region_of(country: str | None, vat_number: str | None, ours: str) -> Region:
    """Tell where a seller is by the country of his VAT number, else of his address.

    >>> region_of("DE", None, "FR"), region_of("US", "FR40303265045", "FR")
    (<Region.EUROPE: 'europe'>, <Region.DOMESTIC: 'domestic'>)
    """
    prefix = (vat_number or "")[:2].upper()
    place = prefix if prefix in EU_COUNTRIES else (country or ours).upper()
    if place == ours.upper() or {place, ours.upper()} == {"FR", "MC"}:
        return Region.DOMESTIC
    return Region.EUROPE if place in EU_COUNTRIES else Region.IMPORT


def choose(
    need: TaxNeed, options: Iterable[TaxOption], habits: Iterable[int] = ()
) -> TaxChoice:
    """Choose the tax for one category and rate.

    Args:
        need: What the invoice says.
        options: Purchase taxes of the company.
        habits: Taxes used before for this supplier, product or account, most used
            first; only among them may a special tax be chosen.

    >>> goods = TaxOption(1, "20% G", Decimal(20), scope=Scope.GOODS)
    >>> services = TaxOption(2, "20% S", Decimal(20), scope=Scope.SERVICES)
    >>> need = TaxNeed(VatCategory.STANDARD, Decimal(20), operation=Operation.SERVICES)
    >>> choose(need, [goods, services]).key
    2
    """
    fitting = [each for each in options if _fits(need, each)]
    by_key = {each.key: each for each in fitting}
    for key in habits:
        if key in by_key:
            return _made(by_key[key], Reason.HABIT, fitting)
    plain = [each for each in fitting if not each.is_special]
    if not plain:
        return TaxChoice(None, Reason.ONLY)
    assumed = False
    if need.category.is_self_assessed or need.category is VatCategory.EXPORT:
        standard = max(each.rate for each in plain)
        assumed = True
        plain = [each for each in plain if each.rate == standard]
    chosen, reason = _break_tie(need, sorted(plain, key=_order))
    return _made(chosen, Reason.STANDARD_RATE if assumed else reason, plain)


def _made(chosen: TaxOption, reason: Reason, fitting: list[TaxOption]) -> TaxChoice:
    others = tuple(each.name for each in fitting if each.key != chosen.key)
    return TaxChoice(chosen.key, reason, chosen.name, others)


def _order(option: TaxOption) -> tuple[int, int]:
    return option.sequence, option.key


def _fits(need: TaxNeed, option: TaxOption) -> bool:
    """Tell whether a tax can carry the category and the rate at all."""
    if option.category and option.category != need.category.value:
        return False
    if need.category.is_self_assessed or need.category is VatCategory.EXPORT:
        region = (
            Region.EUROPE
            if need.category is VatCategory.INTRA_COMMUNITY
            else Region.IMPORT
            if need.category is VatCategory.EXPORT
            else need.region
        )
        return option.is_self_assessed and (
            not option.regions or region in option.regions
        )
    if option.is_self_assessed:
        return False
    if need.category.has_rate:
        stated = need.category is VatCategory.STANDARD or bool(option.category)
        return stated and option.rate == need.rate
    return option.rate == 0


def _break_tie(need: TaxNeed, options: list[TaxOption]) -> tuple[TaxOption, Reason]:
    """Choose among taxes that all fit, in the order of the module's docstring."""
    if len(options) == 1:
        return options[0], Reason.ONLY
    operation = need.operation
    if operation is None and need.category is VatCategory.INTRA_COMMUNITY:
        operation = Operation.GOODS
    if operation is None and (
        need.category is VatCategory.REVERSE_CHARGE and need.region is Region.EUROPE
    ):
        operation = Operation.SERVICES
    goods = [each for each in options if each.scope is not Scope.SERVICES]
    services = [each for each in options if each.scope is not Scope.GOODS]
    if operation is Operation.SERVICES and services:
        if need.is_on_debits:
            at_issue = [each for each in services if not each.is_on_payment]
            return (at_issue or goods or services)[0], Reason.DEBITS
        return services[0], Reason.SERVICES
    if operation is Operation.GOODS and goods:
        return goods[0], Reason.GOODS
    if need.is_on_debits:
        at_issue = [each for each in options if not each.is_on_payment]
        if at_issue:
            return at_issue[0], Reason.DEBITS
    return (goods or options)[0], Reason.DEFAULT
