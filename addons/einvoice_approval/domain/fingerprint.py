"""What exactly is approved, in a few bytes: another content is another bill.

An account, a tax account or an analytic distribution is not part of it: correcting them
is the accountant's work and changes nothing of what is owed, to whom and when.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LINE = "line:"


@dataclass(frozen=True, slots=True)
class ApprovedLine:
    """A line as it is approved.

    Attributes:
        key: Identity in the books.
        text: Description.
        quantity: Billed.
        price: Of one unit, before discount.
        net: Amount without VAT.
        gross: Amount with VAT.
    """

    key: int
    text: str
    quantity: Decimal
    price: Decimal
    net: Decimal
    gross: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Approved:
    """A bill as it is approved; what is not known is empty.

    ``booked`` is its amount with VAT in the currency of the company, hence its rate.
    """

    supplier: int
    kind: str
    currency: str
    net: Decimal
    gross: Decimal
    booked: Decimal = Decimal(0)
    account: str = ""
    due_date: date | None = None
    originals: tuple[str, ...] = ()
    lines: tuple[ApprovedLine, ...] = ()

    def parts(self) -> dict[str, str]:
        """Return a digest of each part, by name; lines as ``line:<key>``."""
        amounts = (self.kind, self.currency, self.net, self.gross, self.booked)
        rest = self.gross - sum((line.gross for line in self.lines), Decimal(0))
        found = {
            "supplier": _digest(self.supplier),
            "amounts": _digest(*amounts),
            "rest": _digest(rest),
            "account": _digest(self.account),
            "due_date": _digest(self.due_date),
            "originals": _digest(*sorted(self.originals)),
        }
        for line in self.lines:
            values = (line.text, line.quantity, line.price, line.net, line.gross)
            found[f"{LINE}{line.key}"] = _digest(*values)
        return found


def fingerprint(parts: Mapping[str, str]) -> str:
    """Return one digest of all parts.

    >>> fingerprint({"a": "1", "b": "2"}) == fingerprint({"b": "2", "a": "1"})
    True
    """
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the parts that are not the same any more.

    >>> sorted(changed({"supplier": "1", "line:3": "a"}, {"supplier": "1"}))
    ['line:3']
    """
    names = before.keys() | after.keys()
    return frozenset(name for name in names if before.get(name) != after.get(name))


def touches(parts: Iterable[str], lines: frozenset[int] | None) -> bool:
    """Tell whether changes concern somebody who decides on some lines, or on all.

    A total that changed because another line did is none of his business; what no line
    explains, the account, the due date, the supplier and the originals are everybody's.

    >>> touches({"line:3", "amounts"}, frozenset([4])), touches({"account"}, None)
    (False, True)
    """
    if lines is None:
        return bool(tuple(parts))
    mine = {f"{LINE}{key}" for key in lines}
    return any(
        part in mine or not (part.startswith(LINE) or part == "amounts")
        for part in parts
    )


def _digest(*values: object) -> str:
    plain = [_plain(each) for each in values]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        # 10 and 10.00 are the same amount.
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value
