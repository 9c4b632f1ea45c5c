"""What the channels themselves notice, before a file is read."""

from __future__ import annotations

import re

from odoo.addons.einvoice_base.domain.findings import Rule, Severity
from odoo.addons.einvoice_base.domain.messages import mark as _

_ADDON = "einvoice_intake"
_BETWEEN = re.compile(r"[\s,;]+")

SENDER_NOT_ALLOWED = Rule(
    code="sender_not_allowed",
    title=_("Sender not on the list"),
    message=_("The mail came from %(sender)s, who is not among the senders accepted."),
    advice=_(
        "Accept the sender if you expect this invoice, else reject it. The list of "
        "senders is in the settings."
    ),
    addon=_ADDON,
    severity=Severity.REVIEW,
)
MAIL_WITHOUT_INVOICE = Rule(
    code="mail_without_invoice",
    title=_("Mail without invoice"),
    message=_("The mail of %(sender)s holds no file that can be an invoice."),
    advice=_("Read the mail, and ask for the invoice as a file if you expect one."),
    addon=_ADDON,
    is_fixed=True,
)
RULES = (SENDER_NOT_ALLOWED, MAIL_WITHOUT_INVOICE)


def senders(text: str | None) -> frozenset[str]:
    """Return the entries of a list of senders: addresses, or ``@domain``.

    >>> sorted(senders("Compta@Vendeur.FR, @atelier.fr"))
    ['@atelier.fr', 'compta@vendeur.fr']
    """
    return frozenset(filter(None, _BETWEEN.split((text or "").lower())))


def is_accepted(address: str | None, accepted: frozenset[str]) -> bool:
    """Tell whether a sender is on the list; an empty list accepts everybody.

    >>> is_accepted("A@atelier.fr", frozenset({"@atelier.fr"}))
    True
    >>> is_accepted("a@not-atelier.fr", frozenset({"@atelier.fr"}))
    False
    """
    low = (address or "").strip().lower()
    _, at, domain = low.rpartition("@")
    return not accepted or low in accepted or bool(at) and f"@{domain}" in accepted


def bad_senders(text: str | None) -> list[str]:
    """Return the entries that are neither an address nor ``@domain``.

    >>> bad_senders("a@b.fr @b.fr b.fr")
    ['b.fr']
    """
    return sorted(
        each for each in senders(text) if not re.fullmatch(r"[^@\s]*@[^@\s]+", each)
    )
