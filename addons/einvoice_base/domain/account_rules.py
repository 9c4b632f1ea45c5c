"""Rules on the bank account that an invoice asks to be paid to.

A change of bank details is the fraud that costs most: a real supplier, a real invoice,
and the account of a thief. The rules therefore never ask what stands on the supplier
today, but which accounts were paid, confirmed or trusted by two people; see
:mod:`~.bank_accounts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from .bank_accounts import AccountFacts, asked
from .findings import CheckContext, Finding, Owner, Rule, Severity, Topic, rule
from .iban import LENGTHS, bank_country, check_digits, hidden, is_iban_like
from .identifiers import iban_of
from .invoice import Invoice
from .messages import mark as _

_FRAUD = "Fraud by change of bank details; CMF L133-21 (payment by account number)"
_CALL = _(
    "Call the supplier on a number that you already have, never on the one of the "
    "invoice, then have a second person confirm the account. Until then no payment "
    "goes there."
)


def _shown(numbers: tuple[str, ...]) -> str:
    return ", ".join(map(hidden, numbers))


def _doubted(
    invoice: Invoice, context: CheckContext
) -> tuple[AccountFacts | None, tuple[str, ...]]:
    """Return the facts and the accounts asked for, when none of them is known.

    An invoice that also names a known account can be paid there.
    """
    facts = context.part(AccountFacts)
    numbers = asked(invoice)
    if facts is None or any(map(facts.is_known, numbers)):
        return facts, ()
    return facts, tuple(each for each in numbers if each not in facts.refused)


_ASK = _("Ask the supplier for his bank details, on a number that you know.")


@rule(
    code="iban_length_wrong",
    topic=Topic.PAYMENT,
    title=_("IBAN too short or too long"),
    message=_(
        "The IBAN %(account)s has %(count)s characters; those of %(country)s have "
        "%(length)s."
    ),
    advice=_ASK,
    source="ISO 13616",
    terms=("BT-84",),
    reason="COORD_BANC_ERR",
)
def iban_length_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Stop an IBAN that has not the length of its country."""
    for number in filter(is_iban_like, asked(invoice)):
        length = LENGTHS[number[:2]]
        if len(number) != length:
            yield each.finding(
                account=number, count=len(number), length=length, country=number[:2]
            )


@rule(
    code="iban_digits_wrong",
    topic=Topic.PAYMENT,
    title=_("IBAN with wrong check digits"),
    message=_(
        "The IBAN %(account)s cannot exist: its check digits are %(stated)s and would "
        "have to be %(digits)s."
    ),
    advice=_ASK,
    source="ISO 13616, ISO 7064 MOD 97-10",
    terms=("BT-84",),
    reason="COORD_BANC_ERR",
)
def iban_digits_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Stop an IBAN whose check digits are wrong."""
    for number in filter(is_iban_like, asked(invoice)):
        if len(number) == LENGTHS[number[:2]] and iban_of(number) is None:
            yield each.finding(
                account=number, stated=number[2:4], digits=check_digits(number)
            )


@rule(
    code="bank_account_refused",
    topic=Topic.PAYMENT,
    title=_("Refused bank account"),
    message=_(
        "The invoice asks for payment to %(account)s, which was refused on %(day)s."
    ),
    advice=_(
        "Do not pay it. Ask the supplier, on a number that you know, for an invoice "
        "with his own account."
    ),
    source=_FRAUD,
    terms=("BT-84",),
    owner=Owner.MANAGER,
    reason="COORD_BANC_ERR",
    is_fixed=True,
)
def account_refused(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an account that somebody refused after a call."""
    facts = context.part(AccountFacts) or AccountFacts()
    for number in asked(invoice):
        if day := facts.refused.get(number):
            yield each.finding(account=hidden(number), day=day, numbers=(number,))


@rule(
    code="bank_account_changed",
    topic=Topic.PAYMENT,
    title=_("Bank account not known"),
    message=_(
        "The invoice asks for payment to %(account)s, which nobody has confirmed. The "
        "accounts that you know of this supplier: %(known)s."
    ),
    advice=_CALL,
    source=_FRAUD,
    terms=("BT-84",),
    owner=Owner.MANAGER,
    reason="COORD_BANC_ERR",
    is_fixed=True,
)
def account_changed(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an account that is not known while the supplier has others."""
    facts, numbers = _doubted(invoice, context)
    known = facts.others(numbers) if facts and numbers else ()
    if known:
        yield each.finding(
            account=_shown(numbers), known=_shown(known), numbers=numbers
        )


@rule(
    code="bank_account_first",
    topic=Topic.PAYMENT,
    title=_("First bank account"),
    message=_(
        "The invoice asks for payment to %(account)s, which nobody has confirmed. You "
        "know no other account of this supplier."
    ),
    advice=_CALL,
    source=_FRAUD,
    severity=Severity.REVIEW,
    terms=("BT-84",),
    owner=Owner.MANAGER,
    reason="COORD_BANC_ERR",
)
def account_first(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have the first account of a supplier confirmed before it is paid."""
    facts, numbers = _doubted(invoice, context)
    if facts and numbers and not facts.others(numbers):
        yield each.finding(account=_shown(numbers), numbers=numbers)


@rule(
    code="bank_account_of_other",
    topic=Topic.PAYMENT,
    title=_("Bank account of somebody else"),
    message=_("The account %(account)s stands on %(holders)s."),
    advice=_(
        "Ask why both are paid to one account (the same group, a factor), or merge the "
        "suppliers if they are one."
    ),
    source=_FRAUD,
    terms=("BT-84",),
    owner=Owner.MANAGER,
    reason="COORD_BANC_ERR",
)
def account_of_other(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop an account not yet known that another supplier or an employee has."""
    facts, numbers = _doubted(invoice, context)
    for number in numbers if facts else ():
        if facts and (holders := facts.holders.get(number)):
            yield each.finding(
                account=hidden(number), holders=holders, numbers=(number,)
            )


@rule(
    code="bank_account_abroad",
    topic=Topic.PAYMENT,
    title=_("Bank account in another country"),
    message=_(
        "The account %(account)s is held in %(bank_country)s, the supplier is in "
        "%(country)s."
    ),
    advice=_("Ask for it when you call the supplier to confirm the account."),
    source=_FRAUD,
    severity=Severity.REVIEW,
    terms=("BT-84", "BT-40"),
    owner=Owner.MANAGER,
)
def account_abroad(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at an account not yet known in another country."""
    facts, numbers = _doubted(invoice, context)
    country = bank_country(facts.country) if facts else None
    for number in numbers if country else ():
        if is_iban_like(number) and number[:2] != country:
            yield each.finding(
                account=hidden(number),
                bank_country=number[:2],
                country=country,
                numbers=(number,),
            )


ACCOUNT_RULES = (
    iban_length_wrong,
    iban_digits_wrong,
    account_refused,
    account_changed,
    account_first,
    account_of_other,
    account_abroad,
)

# Their finding stops every payment to the account until it is confirmed.
CONFIRMED_BY_TWO = frozenset(
    each.code for each in (account_changed, account_first, account_of_other)
)
