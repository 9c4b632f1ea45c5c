"""What coding costs in the books: milliseconds and queries of a bill in a batch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import ledger

DATABASE = "einvoice_bench_coding"
SUPPLIERS = 40
LINES = 5
COPIES = 40
GOAL_MS = 5
TURNS = 9

Say = Callable[..., None]


def measured(say: Say) -> None:
    """Print the cost of forty bills of forty suppliers, and of one supplier."""
    database = ledger.database(DATABASE, "einvoice_intake")
    env = ledger.environment(database)
    company = ledger.make_french(env)
    suppliers = _books(env, company)
    for case, partners, word in (
        ("forty bills of forty suppliers", suppliers, "Article"),
        ("forty bills of one supplier", suppliers[:1] * SUPPLIERS, "Article"),
        ("forty bills, no text was ever seen", suppliers, "Unseen"),
    ):
        _case(say, env, company, case, partners, word)
    env.cr.close()
    import databases

    databases.drop(database)


def _books(env: Any, company: Any) -> list[Any]:
    """Make suppliers with 200 lines in 40 posted bills each."""
    from odoo import Command, fields

    accounts = env["account.account"].search(
        [("account_type", "=", "expense"), ("company_ids", "in", company.ids)], limit=9
    )
    suppliers = env["res.partner"].create(
        [{"name": f"Supplier {number}"} for number in range(SUPPLIERS)]
    )
    bills = env["account.move"].create(
        [
            {
                "move_type": "in_invoice",
                "partner_id": supplier.id,
                "invoice_date": fields.Date.today(),
                "ref": f"C-{supplier.id}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"Article {'abcdefghij'[line]} {supplier.name}",
                            "price_unit": 10 + line,
                            "account_id": accounts[line].id,
                        }
                    )
                    for line in range(LINES)
                ],
            }
            for supplier in suppliers
        ]
    )
    env.cr.execute(
        "UPDATE account_move SET state = 'posted' WHERE id = ANY(%s)", [bills.ids]
    )
    env.invalidate_all()
    ledger.multiply(env, bills, COPIES - 1)
    return list(suppliers)


def _case(
    say: Say, env: Any, company: Any, case: str, partners: list[Any], word: str
) -> None:
    from odoo.addons.einvoice_intake.domain.coding.values import Subject
    from odoo.addons.einvoice_intake.models._coder import Coder

    documents = [
        env["einvoice.document"].new(
            {"company_id": company.id, "partner_id": partner.id}
        )
        for partner in partners
    ]
    seconds, queries = [], 0
    for _turn in range(TURNS):
        before, start = env.cr.sql_log_count, time.perf_counter()
        coder = Coder(env, documents)
        found = [
            coder.suggest(
                document,
                [
                    Subject(f"{word} {'abcdefghij'[line]} 2026", "", Decimal(10))
                    for line in range(LINES)
                ],
            )
            for document in documents
        ]
        seconds.append(time.perf_counter() - start)
        queries = env.cr.sql_log_count - before
    assert all(len(each) == LINES for each in found)
    value = statistics.median(seconds) * 1000 / len(documents)
    more = {"goal": GOAL_MS, "better": "lower", "ok": value <= GOAL_MS}
    say(case, f"coding of a bill of {LINES} lines", value, "ms", **more)
    say(case, "queries, all forty together", queries, "queries")
