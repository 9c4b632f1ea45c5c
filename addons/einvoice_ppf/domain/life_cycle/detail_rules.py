"""What must be right in the details of a status: reasons, comments, amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from odoo.addons.einvoice_base.domain.codes import FRENCH_VAT_RATES
from odoo.addons.einvoice_base.domain.messages import mark as _

from .message import Characteristic, Detail, StatusMessage
from .notices import Problem
from .reasons import ACTIONS, KINDS, REASONS, Measure, reasons_for
from .statuses import COLLECTED, PARTLY_APPROVED, STATUSES

# Annex 2 v2.2: longest reason and comment.
_REASON_LENGTH = 250
_COMMENT_LENGTH = 2000
_OTHER = "AUTRE"
_RATES = frozenset(map(Decimal, FRENCH_VAT_RATES))

_CHOOSE_REASON = _("Choose one of the reasons that are offered for this status.")
_REPORT = _("Tell your administrator: the program made a wrong message.")
_EXPLAIN = _("Write a comment that tells the other side what is wrong.")


def rule(message: StatusMessage) -> Iterator[Problem]:
    """Return what is wrong with the details of a message.

    >>> from .details import reason
    >>> one = StatusMessage(status="210", details=(reason("QTE_ERR", "Two short."),))
    >>> [each.code for each in rule(one)]
    ['cdar_reason_not_allowed', 'cdar_sequence']
    """
    yield from _reasons(message)
    yield from _comments(message)
    yield from _sequence(message)
    for detail in message.details:
        yield from _codes(detail)
        for one in detail.characteristics:
            yield from _characteristic(one)
    if message.status == COLLECTED:
        yield from _received(message)
    if message.status == PARTLY_APPROVED:
        yield from _shares(message)


def too_long(term: str, text: str, limit: int) -> Problem:
    """Return the problem of a text that is too long."""
    return Problem(
        "cdar_too_long",
        _("A text has %(count)s characters, %(limit)s are allowed (%(term)s)."),
        _("Shorten it."),
        {"count": len(text), "limit": limit, "term": term},
        term=term,
    )


def _reasons(message: StatusMessage) -> Iterator[Problem]:
    """BR-FR-CDV-15 and CL-09, and what a status without reasons may say."""
    status = STATUSES.get(message.status)
    if status is not None and status.needs_reason and not message.reasons:
        yield Problem(
            "cdar_reason_missing",
            _("This status needs a reason."),
            _CHOOSE_REASON,
            term="MDT-113",
        )
    for detail in message.details:
        code = detail.reason
        if not code:
            continue
        # A detail may have a status of its own.
        for_status = detail.status or message.status
        is_public = message.is_of_public_sector
        known = REASONS.get(code)
        if known is None:
            yield _reason("cdar_reason_unknown", _NO_REASON, code)
        elif not known.is_allowed(for_status, is_public=is_public) and (
            for_status in STATUSES
        ):
            # Of a status without reasons of its own no rule says that it has none.
            yield _reason(
                "cdar_reason_not_allowed",
                _OTHER_STATUS,
                code,
                is_blocking=bool(reasons_for(for_status, is_public=is_public)),
            )


_NO_REASON = _("The reason %(code)s is in no list that we know.")
_OTHER_STATUS = _("The reason %(code)s is not allowed for this status.")


def _reason(code: str, text: str, given: str, *, is_blocking: bool = True) -> Problem:
    values = {"code": given[:40]}
    return Problem(code, text, _CHOOSE_REASON, values, "MDT-113", is_blocking)


def _comments(message: StatusMessage) -> Iterator[Problem]:
    """G7.25, P1.17 and the words of ``AUTRE``."""
    status = STATUSES.get(message.status)
    if status is not None and status.needs_comment and not message.comment:
        yield Problem(
            "cdar_comment_missing",
            _("A refused or suspended invoice needs a comment."),
            _EXPLAIN,
            term="MDT-126",
        )
    for detail in message.details:
        if detail.reason == _OTHER and not detail.comment:
            yield Problem(
                "cdar_comment_other",
                _("The reason “Other” needs a comment."),
                _EXPLAIN,
                term="MDT-126",
            )
        for comment in detail.comments:
            if len(comment.content or "") > _COMMENT_LENGTH:
                yield too_long("MDT-126", comment.content or "", _COMMENT_LENGTH)
        if len(detail.reason_label or "") > _REASON_LENGTH:
            yield too_long("MDT-114", detail.reason_label or "", _REASON_LENGTH)


def _sequence(message: StatusMessage) -> Iterator[Problem]:
    """MDT-124-2: in each detail, each once (BR-FR-CDV-16)."""
    numbers = [each.sequence for each in message.details]
    if None in numbers or len(set(numbers)) != len(numbers):
        yield Problem(
            "cdar_sequence",
            _("The details of the status are not numbered 1, 2, 3…"),
            _REPORT,
            term="MDT-124-2",
        )


def _codes(detail: Detail) -> Iterator[Problem]:
    """CL-10."""
    if detail.action is not None and detail.action not in ACTIONS:
        yield Problem(
            "cdar_action_unknown",
            _("The requested action %(code)s is in no list that we know."),
            _("Choose one of the actions that are offered."),
            {"code": detail.action[:40]},
            term="MDT-121",
        )


def _characteristic(one: Characteristic) -> Iterator[Problem]:
    """CL-11, and amounts as the PPF takes them."""
    kind = KINDS.get(one.kind or "")
    if kind is None:
        yield Problem(
            "cdar_kind_unknown",
            _("The kind of value %(code)s is in no list that we know."),
            _REPORT,
            {"code": (one.kind or "–")[:40]},
            term="MDT-207",
        )
    elif kind.measure is Measure.AMOUNT and one.amount is None:
        yield Problem(
            "cdar_amount_missing",
            _("An amount is missing in the status (%(code)s)."),
            _("Enter the amount."),
            {"code": kind.code},
            term="MDT-215",
        )
    if one.amount is None:
        return
    if not one.currency:
        yield Problem(
            "cdar_currency_missing",
            _("An amount in the status has no currency."),
            _REPORT,
            term="MDT-215",
        )
    exponent = one.amount.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        yield Problem(
            "cdar_amount_decimals",
            _("The amount %(found)s has more than two decimals."),
            _("Round it to cents."),
            {"found": one.amount},
            term="MDT-215",
        )


def _received(message: StatusMessage) -> Iterator[Problem]:
    """BR-FR-CDV-14, P1.15, P1.17, P1.18: amounts received, by rate of the VAT."""
    received = [each for each in message.characteristics if each.kind == "MEN"]
    if not received:
        yield Problem(
            "cdar_received_missing",
            _("A payment received needs its amount for each rate of the VAT."),
            _("Enter what was received, VAT included, by rate."),
            term="MDT-207",
        )
    if any(each.percent is None for each in received):
        yield Problem(
            "cdar_rate_missing",
            _("An amount received has no rate of the VAT."),
            _("Enter what was received, VAT included, by rate."),
            term="MDT-224",
        )
    rates = Counter(each.percent for each in received if each.percent is not None)
    for rate, count in rates.items():
        if count > 1:
            yield Problem(
                "cdar_rate_twice",
                _("The rate %(rate)s %% has several amounts received."),
                _("Give one amount for each rate."),
                {"rate": rate},
                term="MDT-224",
            )
        if rate not in _RATES:
            yield Problem(
                "cdar_rate_unknown",
                _("%(rate)s %% is no rate of the French VAT."),
                _("Take the rate from the invoice."),
                {"rate": rate},
                term="MDT-224",
                is_blocking=False,
            )
    is_refund = any(each.amount is not None and each.amount < 0 for each in received)
    if is_refund and not message.comment:
        yield Problem(
            "cdar_refund_comment",
            _("Money given back needs a comment."),
            _("Write why it was given back."),
            term="MDT-126",
        )


def _shares(message: StatusMessage) -> Iterator[Problem]:
    """What is approved in part should say how much."""
    kinds = {each.kind for each in message.characteristics}
    if not kinds & {"MAP", "MAPTTC"}:
        yield Problem(
            "cdar_share_missing",
            _("The message does not say which amount is approved."),
            _("Enter the approved amount."),
            term="MDT-207",
            is_blocking=False,
        )
