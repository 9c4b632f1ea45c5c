"""Who brings a document in does not approve its bill, with all addons together."""

from __future__ import annotations

import base64

from .client import Client, Customer, send


def _person(client: Client, customer: Customer, name: str, *groups: str) -> int:
    keys = [
        client.call("ir.model.data", "check_object_reference", *group.split("."))[1]
        for group in ("base.group_user", "einvoice_base.group_approver", *groups)
    ]
    login = f"{name}_{customer.key}"
    key: int = client.call(
        "res.users",
        "create",
        {
            "name": name,
            "login": login,
            "password": login,
            "company_id": customer.key,
            "company_ids": [(6, 0, [customer.key])],
            "group_ids": [(6, 0, keys)],
        },
    )
    return key


def _asked(client: Client, number: str) -> list[int]:
    rows = client.call(
        "einvoice.decision",
        "search_read",
        [("move_id.ref", "=", number), ("state", "=", "open")],
        ["user_id"],
    )
    return [row["user_id"][0] for row in rows]


def test_who_uploads_a_document_is_not_asked_to_approve_its_bill(
    client: Client, api_key: str, customer: Customer
) -> None:
    clerk = _person(client, customer, "clerk", "einvoice_base.group_processor")
    boss = _person(client, customer, "boss")
    context = {"allowed_company_ids": [customer.key], "lang": "en_US"}
    circuit = client.call(
        "einvoice.circuit",
        "create",
        {
            "name": "Bills",
            "company_id": customer.key,
            "fallback_user_id": boss,
            "step_ids": [(0, 0, {"name": "Clerk", "user_ids": [(6, 0, [clerk])]})],
        },
        context=context,
    )
    client.call("einvoice.circuit", "action_run", [circuit], context=context)

    sent = customer.cii(number="A-0001")
    assert send(client.url, api_key, customer.key, "sent.xml", sent).status_code == 202
    assert _asked(client, "A-0001") == [clerk]

    login = f"clerk_{customer.key}"
    himself = Client(client.url, client.account[0], login, login)
    attachment = himself.call(
        "ir.attachment",
        "create",
        {
            "name": "uploaded.xml",
            "datas": base64.b64encode(customer.cii(number="A-0002")).decode(),
        },
    )
    [journal] = himself.call(
        "account.journal",
        "search",
        [("type", "=", "purchase"), ("company_id", "=", customer.key)],
        limit=1,
    )
    himself.call(
        "account.journal", "create_document_from_attachment", journal, [attachment]
    )
    assert _asked(client, "A-0002") == [boss]
