"""Many invoices at once, past the judgement: to see what a client does with 10,000."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

from .invoices import Invoice, read_invoice
from .make_invoice import Company, Draft, write_invoice
from .sandbox import Sandbox

_FLOW = (
    "INSERT INTO flows (flow_id, siren, direction, flow_type, syntax, profile, name,"
    " rule, rule_source, sha256, submitted_at, updated_at, ack, invoice_id, origin)"
    " VALUES (?, ?, ?, ?, 'CII', 'CIUS', ?, 'B2B', 'Computed', ?, ?, ?, 'Ok', ?, ?)"
)
_INVOICE = "INSERT INTO invoices VALUES (?, ?, ?, ?, ?, ?, '203', ?)"
_MARK = "NUMERO"


def load(sandbox: Sandbox, body: dict[str, Any]) -> dict[str, Any]:
    """Let ``count`` invoices of a ``seller`` be at a ``buyer``, with both sides' flows.

    They bear the numbers ``prefix`` and 1, 2, …; nobody is called back and no status
    is sent.
    """
    count, prefix = int(body["count"]), str(body.get("prefix", "LOT-"))
    first = int(body.get("first", 1))
    names = body.get("names", {})
    draft = Draft(
        number=_MARK,
        seller=Company(body["seller"], names.get("seller", "")),
        buyer=Company(body["buyer"], names.get("buyer", "")),
    )
    form = write_invoice(draft)
    facts, _root = read_invoice("CII", form)
    numbers = [f"{prefix}{number:05d}" for number in range(first, first + count)]
    with sandbox.store.transaction():
        rows = list(_rows(sandbox, form, facts, numbers))
        store = sandbox.store
        store.execute_many(
            "INSERT OR IGNORE INTO contents VALUES (?, ?)", (row[0] for row in rows)
        )
        store.execute_many(_INVOICE, (row[1] for row in rows))
        store.execute_many(_FLOW, (flow for row in rows for flow in row[2]))
    return {"count": count, "first": numbers[0], "last": numbers[-1]}


def _rows(
    sandbox: Sandbox, form: bytes, facts: Invoice, numbers: list[str]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Yield content, invoice and flows (of the seller, of the buyer) of each number."""
    known = sandbox.store.row("SELECT max(id) AS last FROM invoices")
    invoice_id = (known and known["last"]) or 0
    record = json.dumps(facts.as_json(), ensure_ascii=False)
    seller, buyer = facts.seller.siren, facts.buyer.siren
    for number in numbers:
        invoice_id += 1
        body = form.replace(_MARK.encode(), number.encode(), 1)
        sha256, name = hashlib.sha256(body).hexdigest(), f"{number}.xml"
        out, arrived = str(uuid.uuid4()), str(uuid.uuid4())
        sent, came = sandbox.clock.stamp(), sandbox.clock.stamp()
        yield (
            (sha256, body),
            (
                invoice_id,
                seller,
                number,
                facts.year,
                buyer,
                record.replace(_MARK, number, 1),
                sent,
            ),
            [
                (out, seller, "Out", "CustomerInvoice", name)
                + (sha256, sent, sent, invoice_id, None),
                (arrived, buyer, "In", "SupplierInvoice", name)
                + (sha256, came, came, invoice_id, out),
            ],
        )
