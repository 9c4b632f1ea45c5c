"""When a step of a circuit applies: conditions on what is known of a bill.

Facts come from ``account.move._einvoice_facts()`` and from the addons that extend it. A
condition on a fact that is not known does not match, and the explanation says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import cast

from odoo.addons.einvoice_base.domain.messages import mark as _

Facts = Mapping[str, object]
Key = int | str


class Basis(Enum):
    """Which amount of a bill counts, in the currency of the company."""

    GROSS = "amount"
    NET = "amount_untaxed"


class Fact(Enum):
    """What a condition may ask: one value, or one of several, that must be listed."""

    SUPPLIER = "supplier"
    SUPPLIER_TAG = "supplier_tags"
    TYPE = "type"
    JOURNAL = "journal"
    ACCOUNT = "accounts"
    ANALYTIC = "analytic_accounts"
    ANALYTIC_PLAN = "analytic_plans"
    PRODUCT_CATEGORY = "product_categories"
    DEPARTMENT = "departments"
    BUYER = "buyer"
    FINDING = "open_findings"


LABELS: Mapping[Fact, str] = {
    Fact.SUPPLIER: _("supplier"),
    Fact.SUPPLIER_TAG: _("tag of the supplier"),
    Fact.TYPE: _("type"),
    Fact.JOURNAL: _("journal"),
    Fact.ACCOUNT: _("account"),
    Fact.ANALYTIC: _("analytic account or project"),
    Fact.ANALYTIC_PLAN: _("analytic plan"),
    Fact.PRODUCT_CATEGORY: _("category of the articles"),
    Fact.DEPARTMENT: _("department"),
    Fact.BUYER: _("buyer"),
    Fact.FINDING: _("open finding"),
}


class Verdict(Enum):
    """What became of one condition."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    """The fact is not known, so the condition does not match."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition and what became of it.

    Attributes:
        name: Name of the fact.
        verdict: Whether it holds.
        asked: What the condition wants.
        found: What the bill has; ``None`` when it is not known.
    """

    name: str
    verdict: Verdict
    asked: object
    found: object = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a step applies; what is not set is not asked.

    Attributes:
        least: Smallest amount, included.
        most: Largest amount, included; ``None`` without limit.
        basis: Which amount.
        listed: Fact to the values of which one must be there. An account is listed by
            the beginning of its code.
        has_order: The bill has an order, or has none.
        has_findings: It has findings to be answered, or none.
        confidence_below: Confidence of the reading under this ratio, 0 to 1.
    """

    least: Decimal = Decimal(0)
    most: Decimal | None = None
    basis: Basis = Basis.GROSS
    listed: tuple[tuple[Fact, frozenset[Key]], ...] = ()
    has_order: bool | None = None
    has_findings: bool | None = None
    confidence_below: Decimal | None = None

    def holds(self, facts: Facts, counted: Mapping[Basis, Decimal]) -> bool:
        """Tell whether all conditions hold.

        Args:
            facts: What is known of the bill.
            counted: The amount of each basis that counts; see ``slicing``.

        >>> leases = (Fact.ACCOUNT, frozenset(["613"]))
        >>> rent = Conditions(Decimal(100), listed=(leases,))
        >>> bill = {"accounts": ("613200",)}
        >>> rent.holds(bill, {Basis.GROSS: Decimal(100)})
        True
        >>> rent.holds({}, {Basis.GROSS: Decimal(100)})
        False
        """
        return all(
            each.verdict is Verdict.HOLDS for each in self.checked(facts, counted)
        )

    def checked(
        self, facts: Facts, counted: Mapping[Basis, Decimal]
    ) -> tuple[Checked, ...]:
        """Return what became of each condition that is set."""
        return tuple(self._each(facts, counted))

    def _each(
        self, facts: Facts, counted: Mapping[Basis, Decimal]
    ) -> Iterable[Checked]:
        if self.least or self.most is not None:
            yield self._amount(counted.get(self.basis))
        for fact, values in self.listed:
            yield _listed(fact, values, facts.get(fact.value))
        if self.has_order is not None:
            yield _equal("has_order", self.has_order, facts.get("has_order"))
        if self.has_findings is not None:
            open_findings = facts.get("open_findings")
            found = None if open_findings is None else bool(open_findings)
            yield _equal("has_findings", self.has_findings, found)
        if self.confidence_below is not None:
            yield _below("confidence", self.confidence_below, facts.get("confidence"))

    def _amount(self, found: Decimal | None) -> Checked:
        asked = (self.least, self.most)
        if found is None:
            return Checked(self.basis.value, Verdict.UNKNOWN, asked)
        holds = self.least <= found and (self.most is None or found <= self.most)
        verdict = Verdict.HOLDS if holds else Verdict.FAILS
        return Checked(self.basis.value, verdict, asked, found)


def values_of(fact: Fact, found: object) -> tuple[Key, ...]:
    """Return the values of a fact as a tuple; none when it is not known.

    >>> values_of(Fact.SUPPLIER, 7), values_of(Fact.ACCOUNT, ("613",))
    ((7,), ('613',))
    """
    if found is None:
        return ()
    if isinstance(found, (int, str)):
        return (found,)
    return tuple(cast(Iterable[Key], found))


def keys_of(fact: Fact, value: Key) -> Iterable[Key]:
    """Return what lists a value: an account by every beginning of its code.

    >>> list(keys_of(Fact.ACCOUNT, "613")), list(keys_of(Fact.SUPPLIER, 7))
    (['6', '61', '613'], [7])
    """
    if fact is Fact.ACCOUNT and isinstance(value, str):
        return [value[:size] for size in range(1, len(value) + 1)]
    return [value]


def _listed(fact: Fact, values: frozenset[Key], found: object) -> Checked:
    if found is None:
        return Checked(fact.value, Verdict.UNKNOWN, values)
    has = any(
        key in values for each in values_of(fact, found) for key in keys_of(fact, each)
    )
    return Checked(fact.value, Verdict.HOLDS if has else Verdict.FAILS, values, found)


def _below(name: str, limit: Decimal, found: object) -> Checked:
    if not isinstance(found, Decimal):
        return Checked(name, Verdict.UNKNOWN, limit)
    return Checked(
        name, Verdict.HOLDS if found < limit else Verdict.FAILS, limit, found
    )


def _equal(name: str, asked: bool, found: object) -> Checked:
    if found is None:
        return Checked(name, Verdict.UNKNOWN, asked)
    verdict = Verdict.HOLDS if bool(found) is asked else Verdict.FAILS
    return Checked(name, verdict, asked, bool(found))
