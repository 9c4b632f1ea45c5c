"""Who can decide today, and who stands in for those who are away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Person:
    """A user.

    Attributes:
        key: Identity in the books.
        is_active: He may log in.
        companies: Companies that he may work in.
    """

    key: int
    is_active: bool = True
    companies: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Delegation:
    """One person stands in for another.

    Attributes:
        giver: Who is away.
        stand_in: Who decides in his place.
        first: First day.
        last: Last day, included.
        company: Only there; ``None`` for all.
        most: Largest amount of a bill, with VAT; ``None`` without limit.
    """

    giver: int
    stand_in: int
    first: date
    last: date
    company: int | None = None
    most: Decimal | None = None

    def covers(self, day: date, company: int, amount: Decimal | None) -> bool:
        """Tell whether it counts on a day, for a bill of that amount."""
        if not self.first <= day <= self.last:
            return False
        if self.company is not None and self.company != company:
            return False
        return self.most is None or (amount is not None and amount <= self.most)


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away, whether or not he named a stand-in; both days included."""

    person: int
    first: date
    last: date


@dataclass(frozen=True)
class Directory:
    """What is known of people.

    Attributes:
        people: By key.
        delegations: The one that was made last comes first.
        absences: Approved ones.
    """

    people: Mapping[int, Person]
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()

    def is_there(self, key: int, company: int, day: date) -> bool:
        """Tell whether a person can decide himself on a day.

        Who gave a delegation for that day is away, too.
        """
        person = self.people.get(key)
        if person is None or not person.is_active or company not in person.companies:
            return False
        return not any(
            each.person == key and each.first <= day <= each.last
            for each in self.absences
        )

    def acting_for(
        self, key: int, company: int, day: date, amount: Decimal | None = None
    ) -> int | None:
        """Return who decides for a person on a day, the last of :meth:`chain`.

        >>> day = date(2026, 8, 3)
        >>> people = {n: Person(n, companies=frozenset([1])) for n in (1, 2)}
        >>> away = Delegation(1, 2, day, day)
        >>> Directory(people, (away,)).acting_for(1, 1, day)
        2
        >>> circle = Delegation(2, 1, day, day)
        >>> Directory(people, (away, circle)).acting_for(1, 1, day) is None
        True
        """
        found = self.chain(key, company, day, amount)
        return found[-1] if found else None

    def chain(
        self, key: int, company: int, day: date, amount: Decimal | None = None
    ) -> tuple[int, ...]:
        """Return a person, his stand-in, the stand-in of that one, to who decides.

        A chain that comes back to somebody in it leads nowhere, and is empty; so is
        one that ends at a person who is away.

        >>> day = date(2026, 8, 3)
        >>> people = {n: Person(n, companies=frozenset([1])) for n in (1, 2, 3)}
        >>> away = Delegation(1, 2, day, day), Delegation(2, 3, day, day)
        >>> Directory(people, away).chain(1, 1, day)
        (1, 2, 3)
        """
        found = [key]
        while delegation := self._given(found[-1], company, day, amount):
            if delegation.stand_in in found:
                return ()
            found.append(delegation.stand_in)
        return tuple(found) if self.is_there(found[-1], company, day) else ()

    def _given(
        self, key: int, company: int, day: date, amount: Decimal | None
    ) -> Delegation | None:
        return next(
            (
                each
                for each in self.delegations
                if each.giver == key and each.covers(day, company, amount)
            ),
            None,
        )

    def makes_circle(self, new: Delegation) -> bool:
        """Tell whether a delegation would lead back to its giver on one of its days.

        >>> day = date(2026, 8, 3)
        >>> known = Delegation(2, 1, day, day)
        >>> Directory({}, (known,)).makes_circle(Delegation(1, 2, day, day))
        True
        """
        return self._leads_to(new.stand_in, new.giver, new.first, new.last, {new.giver})

    def _leads_to(
        self, key: int, goal: int, first: date, last: date, seen: set[int]
    ) -> bool:
        if key == goal:
            return True
        if key in seen:
            return False
        return any(
            self._leads_to(
                each.stand_in,
                goal,
                max(first, each.first),
                min(last, each.last),
                seen | {key},
            )
            for each in self.delegations
            if each.giver == key and each.first <= last and each.last >= first
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a step asks.

    Attributes:
        person: User (key).
        why: The sentence's key: what made him one (``person``, ``manager``…).
        lines: Bill lines (keys) that he decides; ``None`` for the whole bill.
        of: What he is named for: an analytic account, a department, a user.
    """

    person: int
    why: str
    lines: frozenset[int] | None = None
    of: str = field(default="", compare=False)
