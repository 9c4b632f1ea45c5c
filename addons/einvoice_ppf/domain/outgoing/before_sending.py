"""Rules run before an invoice is sent, in words that a salesperson understands.

They ask for what a platform refuses and a person can correct: what is missing, on which
invoice, where it is entered. The official checks, which need a process of their own,
still have the last word.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Severity,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.rule_settings import RuleSettings, run

from .sending_addresses import ADDRESS_RULES
from .sending_amounts import AMOUNT_RULES
from .sending_facts import SendingFacts
from .sending_mentions import MENTION_RULES
from .sending_numbers import NUMBER_RULES
from .sending_parties import PARTY_RULES
from .sending_payment import PAYMENT_RULES
from .sending_references import REFERENCE_RULES
from .sending_taxes import TAX_RULES

BEFORE_SENDING: tuple[Rule, ...] = (
    *NUMBER_RULES,
    *PARTY_RULES,
    *ADDRESS_RULES,
    *MENTION_RULES,
    *REFERENCE_RULES,
    *TAX_RULES,
    *AMOUNT_RULES,
    *PAYMENT_RULES,
)


def checked(
    invoice: Invoice,
    facts: SendingFacts | None = None,
    settings: RuleSettings | None = None,
    context: CheckContext | None = None,
) -> tuple[Finding, ...]:
    """Return what stands against sending an invoice.

    Args:
        invoice: Complete (:mod:`~.completion`).
        facts: How it is going to be sent.
        settings: How the company wants the rules applied.
        context: Day and limits.

    >>> checked(Invoice())[0].message
    'The invoice for “–” has no number yet (BT-1).'
    """
    known = (context or CheckContext()).with_part(facts or SendingFacts())
    return run(BEFORE_SENDING, invoice, known, settings)


def may_be_sent(findings: tuple[Finding, ...]) -> bool:
    """Tell whether nothing blocks the sending.

    >>> may_be_sent(checked(Invoice())), may_be_sent(())
    (False, True)
    """
    return all(each.severity is not Severity.BLOCK for each in findings)
