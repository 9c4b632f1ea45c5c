"""Category and rate choose the tax; ties are broken in one order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.codes import Operation, VatCategory
from odoo.addons.einvoice_intake.domain.taxes import (
    Reason,
    Region,
    Scope,
    TaxNeed,
    TaxOption,
    choose,
    region_of,
)

HOME = frozenset({Region.DOMESTIC})
EUROPE = frozenset({Region.EUROPE})
IMPORT = frozenset({Region.IMPORT})


def tax(key: int, rate: str = "20", **others: object) -> TaxOption:
    return TaxOption(key, f"tax {key}", Decimal(rate), **others)  # type: ignore[arg-type]


GOODS = tax(1, scope=Scope.GOODS, regions=HOME)
SERVICES = tax(2, scope=Scope.SERVICES, regions=HOME, is_on_payment=True)
INCLUDED = tax(3, scope=Scope.GOODS, regions=HOME, is_special=True, sequence=0)
ASSETS = tax(4, scope=Scope.GOODS, regions=HOME, is_special=True)
EU_GOODS = tax(5, scope=Scope.GOODS, regions=EUROPE, is_self_assessed=True)
EU_SERVICES = tax(6, scope=Scope.SERVICES, regions=EUROPE, is_self_assessed=True)
EU_REDUCED = tax(7, "5.5", scope=Scope.GOODS, regions=EUROPE, is_self_assessed=True)
OUTSIDE = tax(8, scope=Scope.GOODS, regions=IMPORT, is_self_assessed=True)
EXEMPT = tax(9, "0", scope=Scope.SERVICES)
CHART = (
    GOODS,
    SERVICES,
    INCLUDED,
    ASSETS,
    EU_GOODS,
    EU_SERVICES,
    EU_REDUCED,
    OUTSIDE,
    EXEMPT,
)
STANDARD = TaxNeed(VatCategory.STANDARD, Decimal(20))


@pytest.mark.parametrize(
    ("need", "key", "reason"),
    [
        (STANDARD, 1, Reason.DEFAULT),
        (replace(STANDARD, operation=Operation.GOODS), 1, Reason.GOODS),
        (replace(STANDARD, operation=Operation.SERVICES), 2, Reason.SERVICES),
        (replace(STANDARD, operation=Operation.MIXED), 1, Reason.DEFAULT),
        (
            replace(STANDARD, operation=Operation.SERVICES, is_on_debits=True),
            1,
            Reason.DEBITS,
        ),
        (TaxNeed(VatCategory.INTRA_COMMUNITY, Decimal(0), Region.EUROPE), 5, None),
        (TaxNeed(VatCategory.REVERSE_CHARGE, Decimal(0), Region.EUROPE), 6, None),
        (TaxNeed(VatCategory.EXPORT, Decimal(0), Region.IMPORT), 8, None),
        (TaxNeed(VatCategory.EXEMPT, Decimal(0)), 9, Reason.ONLY),
        (TaxNeed(VatCategory.ZERO, Decimal(0)), 9, Reason.ONLY),
        (TaxNeed(VatCategory.NOT_SUBJECT, Decimal(0)), 9, Reason.ONLY),
    ],
)
def test_the_tax_of_each_category(
    need: TaxNeed, key: int, reason: Reason | None
) -> None:
    choice = choose(need, CHART)
    assert (choice.key, choice.reason) == (key, reason or Reason.STANDARD_RATE)


def test_a_domestic_reverse_charge_without_a_tax_finds_none() -> None:
    need = TaxNeed(VatCategory.REVERSE_CHARGE, Decimal(0), Region.DOMESTIC)
    assert choose(need, CHART).key is None


@pytest.mark.parametrize("rate", ["19", "7", "20.6"])
def test_a_rate_that_the_books_do_not_have_finds_none(rate: str) -> None:
    assert choose(replace(STANDARD, rate=Decimal(rate)), CHART).key is None


def test_a_tax_included_twin_is_taken_only_by_habit() -> None:
    assert choose(STANDARD, CHART).key == GOODS.key
    assert choose(STANDARD, CHART, habits=(INCLUDED.key,)).key == INCLUDED.key


def test_a_habit_never_changes_the_rate_or_the_category() -> None:
    assert choose(STANDARD, CHART, habits=(EXEMPT.key, EU_GOODS.key)).key == GOODS.key


def test_a_habit_gives_the_reduced_rate_of_what_we_assess() -> None:
    need = TaxNeed(VatCategory.INTRA_COMMUNITY, Decimal(0), Region.EUROPE)
    choice = choose(need, CHART, habits=(EU_REDUCED.key,))
    assert (choice.key, choice.reason) == (EU_REDUCED.key, Reason.HABIT)


def test_a_category_that_the_books_state_must_agree() -> None:
    stated = replace(GOODS, category="AE")
    assert choose(STANDARD, (stated,)).key is None


@pytest.mark.parametrize(
    ("country", "vat", "region"),
    [
        ("FR", None, Region.DOMESTIC),
        ("MC", None, Region.DOMESTIC),
        ("DE", None, Region.EUROPE),
        ("US", None, Region.IMPORT),
        ("CH", "CHE123456789", Region.IMPORT),
        ("DE", "FR40303265045", Region.DOMESTIC),
        (None, None, Region.DOMESTIC),
    ],
)
def test_where_a_seller_is(
    country: str | None, vat: str | None, region: Region
) -> None:
    assert region_of(country, vat, "FR") is region
