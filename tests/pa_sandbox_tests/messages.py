"""Life-cycle messages as companies write them, good ones and bent ones."""

from __future__ import annotations

import time
from typing import Any

from tests.pa_sandbox.cdar import Message, Payment, Reason, write_cdar
from tests.pa_sandbox.invoices import read_invoice
from tests.pa_sandbox_tests.pair import invoice

REASONS = {"206": "QTE_ERR", "207": "PU_ERR", "208": "JUSTIF_ABS", "210": "CMD_ERR"}


def message(code: str, number: str = "F-1", by: str = "buyer", **more: Any) -> Message:
    """Return a message about an invoice of the pair that is as it should be."""
    facts, _root = read_invoice("CII", invoice(number))
    now = int(time.time() * 1_000_000)
    said: dict[str, Any] = {
        "status": code,
        "invoice": facts,
        "set_at": now,
        "received_at": now,
        "to_seller": by == "buyer",
        "to_buyer": by == "seller",
    }
    if code in REASONS:
        said["reasons"] = (Reason(REASONS[code], comment="Voir notre commande."),)
    if code == "212":
        said["payments"] = (Payment("120.00", "20.00"),)
    return Message(**(said | more))


def cdar(code: str, number: str = "F-1", by: str = "buyer", **more: Any) -> bytes:
    """Return the file of such a message."""
    return write_cdar(message(code, number, by, **more))
