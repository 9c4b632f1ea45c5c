"""One bill to be made: the plan of the domain with the records that it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from odoo.models import BaseModel

from odoo.addons.einvoice_base.domain.invoice import Invoice

from ..domain.booking import BookingPlan, VatKey


@dataclass(frozen=True, slots=True)
class Booking:
    """What the books need to make one bill.

    Attributes:
        document: Where it comes from.
        invoice: What the supplier says.
        plan: Lines and taxes, exact.
        taxes: The tax of the books for each category and rate.
        bank: The supplier's account that the invoice names, empty when unknown.
        account_id: Account of the supplier's last bills, ``None`` without habit.
        rate: Exchange rate that the invoice itself implies (BT-110 over BT-111), in
            invoice currency for one of the company; ``None`` when it says nothing.
    """

    document: BaseModel
    invoice: Invoice
    plan: BookingPlan
    taxes: Mapping[VatKey, BaseModel]
    bank: BaseModel
    account_id: int | None
    rate: Decimal | None
