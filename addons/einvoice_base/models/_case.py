from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..domain.invoice import Invoice


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: a bill, or what an addon checks before there is one.

    Attributes:
        record: The bill, or an addon's record, such as a document.
        subject: ``company_id`` and the subject fields of its findings, as ids.
        invoice: What it says.
        company: ``res.company`` (sudo).
        partner: ``res.partner``, the supplier as found; may be empty.
        move: The bill (sudo); empty before there is one.
        today: The day to look from; a rehearsal sets the day of the invoice, and
            what happened later must not count.
        is_rehearsal: Nothing may be stored, and nobody told.
    """

    record: Any
    subject: dict[str, int]
    invoice: Invoice
    company: Any
    partner: Any
    move: Any
    today: date
    is_rehearsal: bool = field(default=False)
