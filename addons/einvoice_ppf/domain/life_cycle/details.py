"""Details of a status: payments, amounts approved, values asked for.

Source: XP Z12-014 through FNFE's examples (211 and 212); DGFiP annex 7 v1.9, P1.15,
P1.17, P1.18 and G7.45 (amounts received).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from .message import Characteristic, Comment, Detail
from .reasons import ACTIONS, KINDS, REASONS


def reason(
    code: str,
    comment: str | None = None,
    *,
    action: str | None = None,
    characteristics: Sequence[Characteristic] = (),
) -> Detail:
    """Return the detail of one reason, with the words of the standard.

    >>> reason("PU_ERR", "95.00 on the order", action="CNP").action_label
    'Créer un avoir partiel'
    """
    return worded(
        Detail(
            reason=code,
            action=action,
            comments=commented(comment),
            characteristics=tuple(characteristics),
        )
    )


def worded(detail: Detail) -> Detail:
    """Return a detail with the words of the standard where it has none."""
    known, asked = REASONS.get(detail.reason or ""), ACTIONS.get(detail.action or "")
    label = detail.reason_label or (known.official_label if known else None)
    action = detail.action_label or (asked.official_label if asked else None)
    return replace(detail, reason_label=label or None, action_label=action)


def commented(text: str | None) -> tuple[Comment, ...]:
    """Return a comment as notes; of blanks only there is none.

    >>> commented("  ")
    ()
    """
    text = (text or "").strip()
    return (Comment(text),) if text else ()


def amount(kind: str, value: Decimal, currency: str) -> Characteristic:
    """Return an amount of one kind (MDT-207).

    >>> amount("MAP", Decimal("100.00"), "EUR").name
    'Montant approuvé HT'
    """
    return Characteristic(
        kind=kind,
        is_changed=False,
        name=KINDS[kind].official_label,
        amount=value,
        currency=currency,
    )


def split(
    approved: Decimal, withheld: Decimal, currency: str
) -> tuple[Characteristic, ...]:
    """Return what is approved and what is not, without VAT (status 206)."""
    return amount("MAP", approved, currency), amount("MNA", withheld, currency)


def payment_sent(value: Decimal, currency: str, on: date) -> Detail:
    """Return the detail of a payment that left (status 211).

    Args:
        value: VAT included.
        currency: ISO 4217.
        on: Legal day of the payment (:func:`times.legal_day`).
    """
    paid = Characteristic(
        kind="MPA", is_changed=False, amount=value, currency=currency, on=on
    )
    return Detail(characteristics=(paid,))


def payment_received(
    by_rate: Mapping[Decimal, Decimal],
    currency: str,
    on: date | None = None,
    comment: str | None = None,
) -> Detail:
    """Return the detail of a payment that arrived (status 212).

    Args:
        by_rate: Rate of the VAT in percent to amount, VAT included; negative amounts
            are a refund, which needs a comment.
        currency: ISO 4217.
        on: Legal day of the payment.
        comment: MDT-126.

    >>> one = payment_received({Decimal(20): Decimal(120)}, "EUR")
    >>> one.characteristics[0].percent
    Decimal('20')
    """
    received = tuple(
        Characteristic(
            kind="MEN",
            is_changed=False,
            amount=value,
            currency=currency,
            on=on,
            percent=rate,
        )
        for rate, value in sorted(by_rate.items(), reverse=True)
    )
    return Detail(comments=commented(comment), characteristics=received)


def correction(
    term: str, name: str, wrong: str | None, expected: str | None
) -> tuple[Characteristic, ...]:
    """Return what the invoice says of a term and what it should say.

    >>> [each.kind for each in correction("BT-146", "Prix net", "100.00", "95.00")]
    ['DIV', 'DVA']
    """
    told = (("DIV", wrong), ("DVA", expected))
    return tuple(
        Characteristic(term=term, kind=kind, is_changed=True, name=name, value=value)
        for kind, value in told
        if value
    )
