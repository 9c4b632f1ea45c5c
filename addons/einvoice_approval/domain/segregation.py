"""Who must not decide on a bill: what one person may not do together.

Source: COSO internal control, segregation of duties in purchase to pay (record,
authorise, hold the money); the French "Sapin II" law article 17 II 5° for the
accounting controls of larger companies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from odoo.addons.einvoice_base.domain.messages import mark as _


class Act(Enum):
    """What somebody did before."""

    TYPED = "typed"
    """Made the bill by hand, or wrote what is approved."""

    BROUGHT = "brought"
    """Uploaded the document that the bill was made from."""

    MADE_SUPPLIER = "made_supplier"
    WROTE_ACCOUNT = "wrote_account"
    """Wrote the bank account that the bill asks for, or asked for its confirmation."""


class Duty(Enum):
    """What he wants to do now."""

    APPROVE = "approve"
    LIFT_BLOCK = "lift_block"
    """Let a bill pass in spite of a finding that blocks it."""


FORBIDDEN: Mapping[tuple[Act, Duty], str] = {
    (Act.TYPED, Duty.APPROVE): _("typed the bill"),
    (Act.BROUGHT, Duty.APPROVE): _("uploaded it"),
    (Act.MADE_SUPPLIER, Duty.APPROVE): _("created the supplier"),
    (Act.WROTE_ACCOUNT, Duty.APPROVE): _("wrote the bank account of the bill"),
    (Act.TYPED, Duty.LIFT_BLOCK): _("typed the bill"),
}
"""What one person may not do together, and the words that say why."""


@dataclass(frozen=True, slots=True)
class Acts:
    """What people did about one bill.

    Attributes:
        done: Person (key) to what he did.
    """

    done: Mapping[int, frozenset[Act]]

    def bar(
        self,
        person: int,
        duty: Duty = Duty.APPROVE,
        in_place_of: int | None = None,
        through: Iterable[int] = (),
    ) -> str | None:
        """Return why a person may not, ``None`` when he may.

        Who stands in for the one who did it may not either: he would decide in his
        name. So with stand-ins of stand-ins: nobody of the chain may have done it.

        Args:
            person: Who wants to.
            duty: What he wants to do.
            in_place_of: For whom he stands in.
            through: Who stands between the two.

        >>> acts = Acts({7: frozenset([Act.TYPED])})
        >>> acts.bar(7), acts.bar(8), acts.bar(8, in_place_of=7)
        ('typed the bill', None, 'stands in for the person who typed the bill')
        """
        if reason := self._reason(person, duty):
            return reason
        for each in (in_place_of, *through):
            if each is not None and (reason := self._reason(each, duty)):
                return _BY_DELEGATION[reason]
        return None

    def _reason(self, person: int, duty: Duty) -> str | None:
        for act in Act:
            if act in self.done.get(person, frozenset()) and (act, duty) in FORBIDDEN:
                return FORBIDDEN[act, duty]
        return None


_BY_DELEGATION = {
    "typed the bill": _("stands in for the person who typed the bill"),
    "uploaded it": _("stands in for the person who uploaded it"),
    "created the supplier": _("stands in for the person who created the supplier"),
    "wrote the bank account of the bill": _(
        "stands in for the person who wrote the bank account of the bill"
    ),
}
