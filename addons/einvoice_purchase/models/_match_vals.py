"""The rows of a comparison, as they are stored for the screen."""

from odoo.addons.einvoice_base.domain.money import ZERO

from ..domain.comparison import differences
from ..domain.orders import PairKind


def match_vals(case, facts, limits, known):
    """Return the values of one row for each product line of a bill.

    Args:
        case: The bill.
        facts: Its :class:`~.domain.order_facts.OrderFacts`.
        limits: Of the company: price, received, ordered.
        known: How lines were paired just now, by their key.
    """
    return [
        {
            "company_id": case.company.id,
            "move_id": case.move.id,
            "document_id": case.move.einvoice_document_id.id,
            "move_line_id": each.line.key,
            "invoice_line": each.line.number,
            "sequence": rank,
            "name": (each.line.name or "").splitlines()[0] if each.line.name else "",
            "currency_id": case.move.currency_id.id,
            "net": float(each.line.net),
            "is_charge": each.line.is_charge,
            **_pairing(each, known),
            **_figures(each),
            **_verdict(each, limits),
        }
        for rank, each in enumerate(facts.compared, start=1)
    ]


def _pairing(each, known):
    if each.ordered is None or each.pair is None:
        is_person = each.is_never_ordered
        return {
            "purchase_line_id": False,
            "order_id": False,
            "kind": PairKind.PERSON.value if is_person else False,
            "score": 0.0,
        }
    pair = known.get(each.line.key)
    if pair is None or pair.order_line != each.ordered.key:
        pair = each.pair
    return {
        "purchase_line_id": each.ordered.key,
        "order_id": each.ordered.order,
        "kind": pair.kind.value,
        "score": round(pair.score, 2),
    }


def _figures(each):
    ordered = each.ordered
    if ordered is None:
        return {
            "control": False,
            "order_unit_id": False,
            "ordered": 0.0,
            "received": 0.0,
            "billed_before": 0.0,
            "billed": float(each.line.quantity),
            "order_price": 0.0,
            "bill_price": float(each.line.price),
            "gap_amount": 0.0,
            "gap_percent": 0.0,
        }
    return {
        "control": ordered.control.value,
        "order_unit_id": ordered.unit.key if ordered.unit else False,
        "ordered": float(ordered.quantity),
        "received": float(ordered.received),
        "billed_before": float(ordered.billed_before + each.billed_first),
        "billed": float(each.billed),
        "order_price": float(each.order_price or ZERO),
        "bill_price": float(each.price),
        "gap_amount": float(each.gap),
        "gap_percent": float(each.gap_percent or ZERO),
    }


def _verdict(each, limits):
    if each.ordered is None:
        state = "never" if each.is_never_ordered else "unmatched"
        return {"state": state, "differences": False}
    found = differences(each, *limits)
    return {
        "state": "differs" if found else "ok",
        "differences": ",".join(difference.value for difference in found) or False,
    }
