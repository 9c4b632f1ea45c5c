"""A server killed while bills post themselves: each is a draft or posted, once."""

from __future__ import annotations

import time
from contextlib import suppress

from .client import Client, Customer, invoices, send
from .test_intake_killed import _wait, _without_answer

BATCH = 120
BEFORE = ("2026-06-15", "2026-07-15")


def _let_it_post(client: Client, customer: Customer) -> None:
    """Give the supplier two posted bills, and switch the policy on."""
    context = {"context": {"allowed_company_ids": [customer.key]}}
    supplier = client.call(
        "res.partner", "search", [("name", "=", customer.parties["seller"])]
    )
    bills = client.call(
        "account.move",
        "create",
        [
            {
                "move_type": "in_invoice",
                "company_id": customer.key,
                "partner_id": supplier[0],
                "invoice_date": day,
                "ref": f"K-{place:04d}",
                "invoice_line_ids": [
                    (0, 0, {"name": "Paper", "price_unit": 100.0}),
                ],
            }
            for place, day in enumerate(BEFORE)
        ],
        **context,
    )
    client.call("account.move", "action_post", bills, **context)
    client.call(
        "res.company",
        "write",
        [customer.key],
        {
            "einvoice_touchless_mode": "on",
            "einvoice_touchless_limit": 500,
            "einvoice_touchless_basis": "listed",
            "einvoice_touchless_listed_ids": [(6, 0, supplier)],
        },
        **context,
    )


def _let_amounts_repeat(client: Client, customer: Customer) -> None:
    """Let 120 invoices of one day and one amount be what they are."""
    context = {"context": {"allowed_company_ids": [customer.key]}}
    domain = [("company_id", "=", customer.key), ("code", "=", "duplicate_near")]
    rules = client.call("einvoice.rule", "search", domain, **context)
    client.call("einvoice.rule", "write", rules, {"mode": "off"}, **context)


def test_killed_while_bills_post_themselves(
    client: Client, api_key: str, customer: Customer, own_server, query
) -> None:
    def count(condition: str) -> int:
        text = (
            "SELECT count(*) FROM einvoice_document AS document"
            " LEFT JOIN account_move AS move ON move.id = document.move_id"
            f" WHERE document.company_id = %s {condition}"
        )
        return query(text, customer.key)[0][0]

    _let_it_post(client, customer)
    _let_amounts_repeat(client, customer)
    files = {
        f"f{each:03d}__xml": customer.cii(number=f"K-{each + 100:04d}")
        for each in range(BATCH)
    }
    content = invoices.zipped(**files)
    url = own_server.url
    sending = _without_answer(
        lambda: send(url, api_key, customer.key, "120.zip", content)
    )
    _wait(lambda: count("AND move.state = 'posted'") > 0)
    time.sleep(1)
    own_server.kill()
    sending.join()
    assert 0 < count("AND move.state = 'posted'") < BATCH
    # What is booked is decided: a draft and its posting are one transaction.
    assert count("AND move.state = 'draft'") == 0

    own_server.start()
    worker = Client(own_server.url, *client.account)
    cron = worker.call("ir.cron", "search", [("code", "=", "model._cron_process()")])
    while count("AND document.state = 'received'"):
        # The other server may be at it already.
        with suppress(AssertionError):
            worker.call("ir.cron", "method_direct_trigger", cron)
        time.sleep(0.2)

    assert count("AND move.state = 'posted'") == count("") == BATCH
    events = query(
        "SELECT event.move_id, array_agg(event.kind ORDER BY event.id)"
        " FROM einvoice_event AS event JOIN einvoice_document AS document"
        " ON document.move_id = event.move_id"
        " WHERE document.company_id = %s AND event.kind IN ('touchless', 'posted')"
        " GROUP BY event.move_id",
        customer.key,
    )
    assert len(events) == BATCH
    assert {tuple(kinds) for _move, kinds in events} == {("touchless", "posted")}
