"""What the books know of the bank accounts of a supplier, and which of them they trust.

An account that somebody merely wrote on the supplier proves nothing: whoever wants to
be paid on it may have written it himself. It counts as known when money already went
there, when two people confirmed it after a call, or when somebody else than its author
trusted it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .codes import Effect
from .identifiers import compact
from .invoice import Account, Invoice


def normalised(account: Account) -> str:
    """Write an account as the books do: without spaces, in capitals.

    >>> normalised(Account("fr76 3000 6000"))
    'FR7630006000'
    """
    return account.iban or compact(account.number)


def asked(invoice: Invoice) -> tuple[str, ...]:
    """Return the accounts to which an invoice wants to be paid.

    Nobody pays a credit note, whatever account stands on it.

    >>> from .invoice import Payment
    >>> asked(Invoice(payment=Payment(accounts=(Account("DE 1"), Account("de1")))))
    ('DE1',)
    """
    kind = invoice.type
    if kind is not None and kind.effect is Effect.REFUND:
        return ()
    numbers = (normalised(each) for each in invoice.payment.accounts)
    return tuple(dict.fromkeys(filter(None, numbers)))


@dataclass(frozen=True, slots=True)
class RecordedAccount:
    """An account that stands on the supplier.

    Attributes:
        number: As :func:`normalised` writes it.
        is_paid: Money went there since its number is what it is.
        is_confirmed: Two people confirmed it since then.
        is_trusted: It may be paid, says the switch of Odoo.
        author: Key of who wrote the number, ``None`` when nobody knows.
        trusted_by: Key of who turned the switch, ``None`` when nobody knows.
        is_former: It stands there from before the suite, which then knew no authors.
        is_by_software: No person turned the switch, but a program on the server.
    """

    number: str
    is_paid: bool = False
    is_confirmed: bool = False
    is_trusted: bool = False
    author: int | None = None
    trusted_by: int | None = None
    is_former: bool = False
    is_by_software: bool = False

    @property
    def has_second_person(self) -> bool:
        """Tell whether somebody else than its author trusted the account.

        >>> RecordedAccount("A", is_trusted=True, author=7, trusted_by=7).is_known
        False
        >>> RecordedAccount("A", is_trusted=True, author=7, trusted_by=8).is_known
        True
        >>> RecordedAccount("A", is_trusted=True, author=7, is_former=True).is_known
        True
        """
        if not self.is_trusted:
            return False
        if self.trusted_by is None:
            return self.is_former
        return self.is_by_software or self.trusted_by != self.author

    @property
    def is_known(self) -> bool:
        """Tell whether the account may be paid without a further look."""
        return self.is_paid or self.is_confirmed or self.has_second_person


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the books know around the accounts of one invoice.

    Attributes:
        recorded: Accounts of the supplier, the last paid one first.
        refused: Numbers that were refused, with the day.
        holders: Number to the names of the others on whom it stands.
        country: Code of the supplier's country.
    """

    recorded: tuple[RecordedAccount, ...] = ()
    refused: Mapping[str, date] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country: str | None = None

    def is_known(self, number: str) -> bool:
        """Tell whether a number is an account of the supplier that may be paid.

        >>> known = RecordedAccount("A", is_paid=True)
        >>> AccountFacts((known,)).is_known("A"), AccountFacts((known,)).is_known("B")
        (True, False)
        """
        return number not in self.refused and any(
            each.number == number and each.is_known for each in self.recorded
        )

    def others(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """Return the supplier's other accounts, those that may be paid first."""
        ranked = sorted(self.recorded, key=lambda each: not each.is_known)
        return tuple(each.number for each in ranked if each.number not in numbers)
