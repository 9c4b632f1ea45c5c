"""Why a policy lets a bill pass or not, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from .messages import mark as _

# Code of a reason to its sentence.
SENTENCES: Mapping[str, str] = {
    # Why not.
    "switched_off": _("Posting without a person is switched off."),
    "unknown_type": _("What kind of bill it is, is not known."),
    "unknown_amount": _("Its amount is not known."),
    "unknown_supplier": _("Its supplier is not known."),
    "unknown_history": _("How many bills of the supplier are posted is not known."),
    "unknown_findings": _("Whether a finding is open is not known."),
    "unknown_reading": _("How surely it was read is not known."),
    "unknown_coding": _("How surely its accounts were chosen is not known."),
    "unknown_people": _("Whether a person worked on it is not known."),
    "unknown_dates": _("Its dates are not known."),
    "unknown_blockers": _("What else stops it is not known."),
    "finding_open": _("A finding is open: %(findings)s."),
    "refund": _("It is a credit note, and a person posts those."),
    "prepayment": _("It is a down payment, and a person posts those."),
    "other_type": _("It is neither an invoice nor a credit note."),
    "over_limit": _("%(amount)s is over the limit of %(limit)s."),
    "supplier_excluded": _("A person posts the bills of this supplier."),
    "supplier_new": _("No bill of this supplier is posted so far; it takes %(limit)s."),
    "supplier_once": _(
        "%(count)s bill of this supplier is posted so far; it takes %(limit)s."
    ),
    "supplier_young": _(
        "%(count)s bills of this supplier are posted so far; it takes %(limit)s."
    ),
    "read_unsurely": _(
        "It was read from a page with %(confidence)s %% confidence; it takes "
        "%(limit)s %%."
    ),
    "coded_unsurely": _(
        "The account of a line was chosen with %(confidence)s %% confidence; it takes "
        "%(limit)s %%."
    ),
    "basis_matched": _("It agrees with no order."),
    "basis_expected": _("It agrees with no order and is not expected."),
    "basis_listed": _(
        "It agrees with no order, is not expected, and its supplier is not on the list."
    ),
    "not_received": _("It was not made from a received document."),
    "touched": _("A person worked on it."),
    "held": _("Its payment is held."),
    "blocked": "%(blocker)s",
    "date_closed": _("Its date %(own)s is in a closed period."),
    "date_to_come": _("Its date %(own)s is still to come."),
    "post_failed": _("Posting it failed: %(error)s"),
    # The policy in words.
    "words_limit": _("up to %(limit)s with VAT"),
    "words_confidence": _(
        "read from data, or from a page with %(limit)s %% confidence"
    ),
    "words_coding": _("accounts chosen with %(limit)s %% confidence"),
    "words_matched": _("in agreement with an order"),
    "words_expected": _("in agreement with an order, or expected"),
    "words_listed": _(
        "in agreement with an order, expected, or of one of %(count)s listed suppliers"
    ),
    "words_listed_one": _(
        "in agreement with an order, expected, or of the one listed supplier"
    ),
    "words_bills": _("supplier with %(limit)s posted bills or more"),
    "words_bill": _("supplier with %(limit)s posted bill or more"),
    "words_excluded": _("without %(count)s suppliers"),
    "words_excluded_one": _("without %(count)s supplier"),
    "words_refunds": _("credit notes too"),
    "words_no_refunds": _("no credit notes"),
}
