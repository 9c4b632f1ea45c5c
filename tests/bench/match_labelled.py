"""Precision and recall of the pairing on the labelled set, beside Odoo's own.

``tests/invoices/matching_set.py`` says how the set is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

from match_figures import say, say_right


def odoo_pairs(case: Any) -> dict[int, int]:
    """Pair the lines of one labelled case as Odoo does.

    Odoo pairs lines only inside the orders that the bill names.
    """
    from odoo.addons.purchase.models.account_invoice import AccountMove

    named = case.hints.named
    orders = [
        SimpleNamespace(
            id=line.key,
            price_unit=float(line.price),
            product_qty=float(line.quantity),
            qty_invoiced=float(line.quantity - line.waiting),
            name=line.name,
        )
        for line in case.orders
        if line.order in named
    ]
    lines = [
        _Hashed(
            id=line.key,
            price_unit=float(line.price),
            quantity=float(line.quantity),
            name=line.name,
        )
        for line in case.bill
    ]
    _orders, pairs = AccountMove._find_matching_po_and_inv_lines(
        None, [_Hashed(**vars(order)) for order in orders], lines, 10
    )
    return {line.id: order for order, line in pairs}


class _Hashed(SimpleNamespace):
    """A line that can be the key of a mapping, as a record can."""

    __hash__ = object.__hash__


def labelled(count: int, seeds: range) -> None:
    """Print precision and recall on the labelled set, ours and Odoo's."""
    from tests.invoices.matching_set import Score, cases

    from odoo.addons.einvoice_purchase.domain.matching import pair_lines

    ours, odoo = Score(), Score()
    kinds: dict[str, Any] = defaultdict(Score)
    for seed in seeds:
        for case in cases(count, seed):
            found = {
                pair.line: pair.order_line
                for pair in pair_lines(case.bill, case.orders, case.hints)
            }
            ours.add(case, found)
            kinds[case.kind].add(case, found)
            odoo.add(case, odoo_pairs(case))
    name = f"labelled set, {count * len(seeds)} bills"
    say(name, "lines to pair", ours.true, "lines")
    say_right(name, "precision", ours.precision, odoo.precision)
    say_right(name, "recall", ours.recall, odoo.recall)
    for kind, score in kinds.items():
        wrong = score.made - score.right
        say(name, f"{kind}: wrong of {score.made} pairs made", wrong, "pairs")
        missed = score.true - score.right
        say(name, f"{kind}: missed or wrong of {score.true}", missed, "lines")
