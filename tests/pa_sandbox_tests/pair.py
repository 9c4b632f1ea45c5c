"""Who deals with whom in these tests, and what they write to each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.pa_sandbox.make_invoice import Company, Draft, write_invoice

SELLER = "100000009"
SELLER_ADDRESS = f"{SELLER}_STATUTS"
BUYER = "200000008"
STRANGER = "900000001"


def draft(number: str = "F-1", **more: Any) -> Draft:
    """Return an invoice of the seller to the buyer."""
    sides = {
        "seller": Company(SELLER, "Fournitures", SELLER_ADDRESS),
        "buyer": Company(BUYER, "Acheteur"),
    }
    return Draft(number, **(sides | more))


def invoice(number: str = "F-1", syntax: str = "CII", **more: Any) -> bytes:
    """Return the file of an invoice of the seller to the buyer."""
    return write_invoice(draft(number, **more), syntax)


def wait_until(check: Callable[[], Any], seconds: float = 10) -> Any:
    """Return the first true value of a check that another thread will meet."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = check()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")
