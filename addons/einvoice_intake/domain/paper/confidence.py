"""How sure a field is: of the fields said 0.9, nine in ten are right.

The figures are shares counted on pages whose truth is known, by the kind of evidence; a
page read by OCR takes away what its engine is unsure of. ``bin/bench read`` prints the
curve that they give.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .identifiers_found import IdentifierFound, Kind
from .labels import Term
from .pairing import Candidate
from .party_names import NameFound
from .totals import Option, TotalsFound


def of_totals(totals: TotalsFound, option: Option) -> float:
    """Return the confidence of one of the totals: what arithmetic confirms is sure."""
    if option in (totals.payable, totals.prepaid) and not totals.is_settled:
        return 0.6
    if totals.is_proved:
        return 0.995 if totals.support > 1 else 0.98 if totals.support else 0.93
    if totals.net and totals.vat and totals.gross:
        if option.source is None:
            return 0.85 if totals.support > 1 else 0.65
        return 0.92 if totals.support > 1 else 0.75
    return 0.55 if option.score > 0.8 else 0.4


def of_header(
    chosen: Candidate[date] | Candidate[str],
    term: Term,
    options: Sequence[Candidate[date]] | Sequence[Candidate[str]],
) -> float:
    """Return the confidence of a labelled value: of its label, less its rival's."""
    score = chosen.score(term)
    rivals = [
        each.score(term)
        for each in options
        if each is not chosen and each.value != chosen.value
    ]
    margin = score - max(rivals, default=0.0)
    sure = 0.74 + 0.245 * min(max(score, 0.0), 1.0)
    if margin < 0.15:
        sure -= 0.12
    return sure * min(1.0, 0.5 + 0.5 * chosen.confidence)


def of_identifier(found: IdentifierFound, misread: bool) -> float:
    """Return the confidence of an identifier: check digits prove what labels name."""
    if not found.is_valid:
        return 0.8 if misread else 0.89
    if found.repaired:
        # An account that money goes to is looked at.
        return 0.6 if found.kind is Kind.IBAN else 0.85
    if found.is_labelled or found.kind is Kind.IBAN:
        return 0.985
    return 0.9


def of_name(names: Sequence[NameFound], misread: bool) -> float:
    """Return the confidence of the name of the supplier.

    >>> round(of_name([NameFound("Acme SAS", (), 1.1)], False), 2)
    0.95
    """
    best = names[0].score
    margin = best - (names[1].score if len(names) > 1 else 0.0)
    sure = 0.55 + 0.38 * min(best, 1.0) + 0.1 * min(max(margin, 0.0), 0.4)
    return min(sure, 0.98) - (0.04 if misread else 0.02)
