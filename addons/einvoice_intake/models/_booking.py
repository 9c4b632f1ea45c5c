"""One bill to be made: the plan of the domain with the records that it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo.models import BaseModel

from odoo.addons.einvoice_base.domain.invoice import Invoice

from ..domain.booking import BookingPlan, VatKey
from ._coder import LineCoding


@dataclass(frozen=True, slots=True)
class Booking:
    """What the books need to make one bill.

    Attributes:
        document: Where it comes from.
        invoice: What the supplier says.
        plan: Lines and taxes, exact.
        taxes: The tax of the books for each category and rate.
        bank: The supplier's account that the invoice names, empty when unknown.
        codings: How each line of the plan is booked, in its order.
        journal: The journal of the supplier's bills, empty when not learned.
        terms: Payment terms for an invoice that states no due date, empty without.
        rate: Exchange rate that the invoice itself implies (BT-110 over BT-111), in
            invoice currency for one of the company; ``None`` when it says nothing.
    """

    document: BaseModel
    invoice: Invoice
    plan: BookingPlan
    taxes: Mapping[VatKey, BaseModel]
    bank: BaseModel
    codings: Sequence[LineCoding]
    journal: BaseModel
    terms: BaseModel
    rate: Decimal | None
