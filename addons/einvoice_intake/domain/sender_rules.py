"""Rules on who sent the mail that an invoice came with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odoo.addons.einvoice_base.domain.bank_accounts import AccountFacts, asked
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _

from .authentication import FREE_MAIL, AuthState, domain_of, is_same_organisation


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who sent the mail of one invoice, and from where the supplier writes.

    Attributes:
        address: The sender's.
        state: What the mail host says of him.
        detail: What that rests on.
        known: Addresses from which the supplier writes: his contacts', and those of
            his mails that ended in a bill.
        own: Domains of the company; its people pass invoices on.
    """

    address: str
    state: AuthState = AuthState.UNKNOWN
    detail: str = ""
    known: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Tell whether somebody of the company passed the mail on."""
        domain = domain_of(self.address)
        return domain not in FREE_MAIL and any(
            is_same_organisation(domain, each) for each in self.own
        )

    @property
    def is_foreign(self) -> bool:
        """Tell whether the supplier never wrote from there.

        Behind a free mail address anybody may stand: there the whole address counts.

        >>> known = frozenset({"compta@vendeur.fr", "jean@gmail.com"})
        >>> SenderFacts("factures@mail.vendeur.fr", known=known).is_foreign
        False
        >>> SenderFacts("jeanne@gmail.com", known=known).is_foreign
        True
        """
        address, domain = self.address.lower(), domain_of(self.address)
        known = {each.lower() for each in self.known}
        if not domain or not known or self.is_own or address in known:
            return False
        domains = {domain_of(each) for each in known} - FREE_MAIL
        return not any(is_same_organisation(domain, each) for each in domains)


def _has_doubtful_account(invoice: Invoice, context: CheckContext) -> bool:
    facts, numbers = context.part(AccountFacts), asked(invoice)
    return bool(numbers) and not (facts and any(map(facts.is_known, numbers)))


@rule(
    code="mail_not_authenticated",
    topic=Topic.SUPPLIER,
    title=_("Sender not authentic"),
    message=_(
        "The mail says that it comes from %(sender)s; your mail host found that it "
        "does not: %(detail)s."
    ),
    advice=_(
        "Call the supplier on a number that you know, and ask whether he sent this "
        "invoice."
    ),
    source="RFC 8601, RFC 7489",
    severity=Severity.REVIEW,
)
def mail_not_authenticated(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a forged sender; stop it with an account to confirm."""
    facts = context.part(SenderFacts)
    if facts and facts.state is AuthState.FAILED:
        is_worse = _has_doubtful_account(invoice, context)
        yield each.finding(
            sender=facts.address,
            detail=facts.detail,
            severity=Severity.BLOCK if is_worse else None,
        )


@rule(
    code="mail_foreign_domain",
    topic=Topic.SUPPLIER,
    title=_("Sender unknown for this supplier"),
    message=_(
        "The mail came from %(sender)s; this supplier wrote from %(known)s so far."
    ),
    advice=_(
        "Compare the domain letter by letter. If the supplier really writes from "
        "there, it is known from this bill on."
    ),
    source="Fraud by a domain that looks alike",
    severity=Severity.REVIEW,
)
def mail_foreign_domain(
    each: Rule, _invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Have a person look at a mail from where the supplier never wrote."""
    facts = context.part(SenderFacts)
    if facts and facts.is_foreign:
        domains = {
            domain if (domain := domain_of(address)) not in FREE_MAIL else address
            for address in facts.known
        }
        yield each.finding(sender=facts.address, known=sorted(domains)[:5])


SENDER_RULES = (mail_not_authenticated, mail_foreign_domain)
