"""Two invoices as values, and what of supplier and amount agrees between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from .messages import mark as _
from .names import words_of
from .number_forms import Likeness, NumberForm, number_form

# The VAT of the same invoice is rounded otherwise when it is typed line by line.
ROUNDING = Decimal("0.02")


class State(Enum):
    """What became of an invoice; the word stands in sentences."""

    WAITING = _("in the inbox")
    DRAFT = _("draft")
    POSTED = _("posted")
    REVERSED = _("reversed")
    CANCELLED = _("cancelled")

    @property
    def is_ended(self) -> bool:
        """Tell whether it asks for no money any more."""
        return self in (State.REVERSED, State.CANCELLED)


class Same(Enum):
    """What of the amounts agrees."""

    AMOUNT = "amount"
    HABIT = "habit"
    """The amount, and the supplier asks it at such intervals anyway."""

    OPPOSITE = "opposite"
    RELATED = "related"
    """One is the other without VAT, or a slip away."""

    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Who:
    """A supplier as the books know it.

    Attributes:
        entity: Identity of its legal entity in the books; ``None`` before it is found.
        siren: SIREN, also from SIRET or French VAT number.
        vat: VAT number, letters and digits only.
        ibans: Its accounts, without spaces.
        name: As written.
    """

    entity: int | None = None
    siren: str | None = None
    vat: str | None = None
    ibans: frozenset[str] = frozenset()
    name: str = ""

    def is_proved(self, other: Who) -> bool | None:
        """Tell whether identifiers prove two to be one supplier, or to be two.

        The strongest thing that both state decides: an account that two companies use
        is a factor's.

        >>> Who(1, siren="552008443").is_proved(Who(2, siren="552008443"))
        True
        >>> one = Who(1, siren="552008443", ibans=frozenset("I"))
        >>> two = Who(2, siren="303265045", ibans=frozenset("I"))
        >>> one.is_proved(two), Who(1).is_proved(Who(2))
        (False, None)
        """
        if self.entity is not None and self.entity == other.entity:
            return True
        if self.siren and other.siren:
            return self.siren == other.siren
        if self.vat and other.vat and self.vat[:2] == other.vat[:2]:
            return self.vat == other.vat
        return True if self.ibans & other.ibans else None

    def is_same(self, other: Who) -> bool:
        """Tell whether two are one supplier; a name counts where nothing contradicts.

        >>> Who(1, name="Dupont SARL").is_same(Who(2, name="Sté DUPONT"))
        True
        """
        proved = self.is_proved(other)
        if proved is not None:
            return proved
        mine = sorted(words_of(self.name))
        return bool(mine) and mine == sorted(words_of(other.name))


@dataclass(frozen=True)
class Copy:
    """An invoice as the books or the inbox know it.

    Attributes:
        key: Record, as ``model,id``.
        number: As stated or typed.
        day: Date of the invoice.
        amount: With VAT; negative where it gives back.
        net: Without VAT, same sign.
        supplier: From whom.
        company: For whom, identity in the books.
        company_name: For whom.
        label: How the books call it.
        state: What became of it.
        is_receipt: It is an expense: its supplier is the employee who paid.
        text: Reference and texts of the lines of an expense.
        corrects: Numbers of the invoices that it corrects or cancels.
    """

    key: str
    number: str | None = None
    day: date | None = None
    amount: Decimal | None = None
    net: Decimal | None = None
    currency: str | None = None
    supplier: Who = field(default_factory=Who)
    company: int = 0
    company_name: str = ""
    label: str = ""
    state: State = State.POSTED
    is_receipt: bool = False
    text: str = ""
    corrects: tuple[str, ...] = ()

    @cached_property
    def form(self) -> NumberForm | None:
        """Its number taken apart."""
        return number_form(self.number, self.day)

    @cached_property
    def make(self) -> tuple[str, ...] | None:
        """How its number is made."""
        return self.form.make if self.form else None


@dataclass(frozen=True, slots=True)
class Twin:
    """The invoice that another one repeats.

    Attributes:
        copy: The other invoice.
        points: How much agrees.
        number: How alike the numbers are.
        amount: What of the amounts agrees.
        is_proved: It is the same supplier by more than the name.
    """

    copy: Copy
    points: int
    number: Likeness
    amount: Same
    is_proved: bool

    @property
    def is_exact(self) -> bool:
        """Tell whether supplier, number and amount leave no doubt."""
        same = self.amount in (Same.AMOUNT, Same.HABIT)
        return self.number is Likeness.SAME and same and self.is_proved


def same_amount(mine: Copy, other: Copy) -> Same:
    """Tell what of two amounts agrees.

    >>> of = lambda amount, net: Copy("", amount=Decimal(amount), net=Decimal(net))
    >>> same_amount(of("120", "100"), of("100", "100")).value
    'related'
    """
    one, two = mine.amount, other.amount
    if one is None or two is None or mine.currency != other.currency:
        return Same.NOTHING
    if abs(one - two) <= ROUNDING:
        return Same.AMOUNT
    if abs(one + two) <= ROUNDING:
        return Same.OPPOSITE
    related = one == other.net or two == mine.net or _is_amount_slip(one, two)
    return Same.RELATED if related else Same.NOTHING


def _is_amount_slip(one: Decimal, two: Decimal) -> bool:
    """Tell whether two amounts of the same length differ by one digit, or two swapped.

    >>> _is_amount_slip(Decimal("119.50"), Decimal("191.50"))
    True
    """
    first, second = format(one, "f"), format(two, "f")
    if len(first) != len(second):
        return False
    differ = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differ) == 2:
        i, j = differ
        return first[i] == second[j] and first[j] == second[i]
    return len(differ) == 1
