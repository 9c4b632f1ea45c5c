"""Messages of our own to start tests from."""

from __future__ import annotations

from datetime import date, datetime, timezone

from odoo.addons.einvoice_base.domain.party import Identifier
from odoo.addons.einvoice_ppf.domain.life_cycle.compose import Correspondent, compose
from odoo.addons.einvoice_ppf.domain.life_cycle.message import (
    InvoiceReference,
    StatusMessage,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.statuses import Role

SET_AT = datetime(2026, 11, 5, 10, 14, tzinfo=timezone.utc)
MADE_AT = datetime(2026, 11, 5, 10, 15, tzinfo=timezone.utc)
SELLER = Correspondent(
    Role.SELLER,
    "Atelier Dubois",
    "100000009",
    endpoint=Identifier("100000009_STATUTS", "0225"),
)
BUYER = Correspondent(
    Role.BUYER,
    "Client",
    "200000008",
    endpoint=Identifier("200000008", "0225"),
    email="alice@client.example",
)
INVOICE = InvoiceReference(
    number="FA-2026-0042",
    type_code="380",
    issue_date=date(2026, 11, 2),
    seller=(Identifier("100000009", "0002"),),
    received_at=datetime(2026, 11, 3, 8, tzinfo=timezone.utc),
)
_OF_SELLER = frozenset({"209", "212", "220", "224", "225", "226", "227", "228"})
_OF_PLATFORM = frozenset({"200", "201", "202", "203", "213", "221", "501"})


def made(status: str, *details, **said) -> StatusMessage:
    """Compose a status as the side that may say it."""
    if status in _OF_PLATFORM:
        issuer, recipients = None, (SELLER, BUYER)
    elif status in _OF_SELLER:
        issuer, recipients = SELLER, (BUYER,)
    else:
        issuer, recipients = BUYER, (SELLER,)
    told = {
        "issuer": issuer,
        "recipients": recipients,
        "made_at": MADE_AT,
        "set_at": SET_AT,
        "details": details,
        **said,
    }
    return compose(status, told.pop("invoice", INVOICE), **told)
