"""What stops a bill and what lets it through, from arrival to payment."""

from __future__ import annotations

import base64
import os
import signal
from pathlib import Path

import pytest

from .client import Client, Customer, send

IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "FR7630004000010000012345617"
_NO_CHILD = "</ram:ApplicableHeaderTradeAgreement>"
_BEFORE_TAX = "</ram:InvoiceCurrencyCode>"


class Books:
    """The company of one test, as its accountant works on it."""

    def __init__(self, client: Client, customer: Customer, api_key: str) -> None:
        self.client, self.customer, self.api_key = client, customer, api_key
        self.context = {"allowed_company_ids": [customer.key], "lang": "en_US"}
        [self.supplier] = client.call(
            "res.partner", "search", [("name", "=", customer.parties["seller"])]
        )

    def call(self, model: str, method: str, *args, **kwargs):
        return self.client.call(model, method, *args, context=self.context, **kwargs)

    def invoice(self, number: str, order: str = "", iban: str = IBAN, **said) -> bytes:
        xml = self.customer.cii(number=number, **said).decode()
        if order:
            reference = (
                "<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>"
                f"{order}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>"
            )
            xml = xml.replace(_NO_CHILD, reference + _NO_CHILD)
        account = (
            "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>"
            f"<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{iban}</ram:IBANID>"
            "</ram:PayeePartyCreditorFinancialAccount>"
            "</ram:SpecifiedTradeSettlementPaymentMeans>"
        )
        return xml.replace(_BEFORE_TAX, _BEFORE_TAX + account).encode()

    def receive(self, name: str, content: bytes) -> dict:
        answer = send(self.client.url, self.api_key, self.customer.key, name, content)
        assert answer.status_code == 202, answer.text
        return self.document(name)

    def document(self, name: str) -> dict:
        fields = ["state", "move_id", "finding_ids", "official_state"]
        domain = [("name", "=", name), ("company_id", "=", self.customer.key)]
        [document] = self.call("einvoice.document", "search_read", domain, fields)
        return document

    def findings(self, document: dict) -> dict[str, str]:
        rows = self.call(
            "einvoice.finding", "read", document["finding_ids"], ["rule", "message"]
        )
        return {row["rule"]: row["message"] for row in rows}

    def bill(self, document: dict) -> dict:
        fields = ["state", "amount_total", "einvoice_touchless"]
        [bill] = self.call("account.move", "read", [document["move_id"][0]], fields)
        return bill

    def know_account(self) -> None:
        """Have the supplier's account stand from one person, trusted by another."""
        bank = self.call(
            "res.partner.bank",
            "create",
            {"acc_number": IBAN, "partner_id": self.supplier},
        )
        groups = [
            self.client.call("ir.model.data", "check_object_reference", *name)[1]
            for name in (
                ("einvoice_base", "group_manager"),
                ("account", "group_validate_bank_account"),
                ("base", "group_partner_manager"),
            )
        ]
        login = f"second_{self.customer.key}"
        self.client.call(
            "res.users",
            "create",
            {
                "name": "Second person",
                "login": login,
                "password": login,
                "company_id": self.customer.key,
                "company_ids": [(6, 0, [self.customer.key])],
                "group_ids": [(4, group) for group in groups],
            },
        )
        database = self.client.account[0]
        second = Client(self.client.url, database, login, login)
        second.call("res.partner.bank", "write", [bank], {"allow_out_payment": True})

    def have_history(self) -> None:
        """Give the supplier two posted bills."""
        bills = self.call(
            "account.move",
            "create",
            [
                {
                    "move_type": "in_invoice",
                    "company_id": self.customer.key,
                    "partner_id": self.supplier,
                    "invoice_date": day,
                    "ref": f"G-{place:04d}",
                    "invoice_line_ids": [
                        (0, 0, {"name": "Paper", "price_unit": price})
                    ],
                }
                for place, (day, price) in enumerate(
                    (("2026-06-11", 80.0), ("2026-07-20", 130.0))
                )
            ],
        )
        self.call("account.move", "action_post", bills)

    def order(self, price: float, quantity: float = 1) -> str:
        """Order and receive paper; return the number of the order."""
        product = self.call(
            "product.product",
            "create",
            {"name": "Paper", "type": "consu", "purchase_method": "receive"},
        )
        key = self.call(
            "purchase.order",
            "create",
            {
                "partner_id": self.supplier,
                "company_id": self.customer.key,
                "date_order": "2026-09-01 08:00:00",
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": product,
                            "name": "Paper",
                            "product_qty": quantity,
                            "price_unit": price,
                        },
                    )
                ],
            },
        )
        self.call("purchase.order", "button_confirm", [key])
        lines = self.call("purchase.order.line", "search", [("order_id", "=", key)])
        self.call("purchase.order.line", "write", lines, {"qty_received": quantity})
        [order] = self.call("purchase.order", "read", [key], ["name"])
        return order["name"]

    def let_pass(self) -> None:
        """Switch the policy on: bills up to 500.00 that agree with an order."""
        self.call(
            "res.company",
            "write",
            [self.customer.key],
            {
                "einvoice_touchless_mode": "on",
                "einvoice_touchless_limit": 500,
                "einvoice_touchless_basis": "matched",
            },
        )


@pytest.fixture
def books(client: Client, customer: Customer, api_key: str) -> Books:
    books = Books(client, customer, api_key)
    books.know_account()
    books.have_history()
    return books


def test_a_clean_bill_of_an_order_posts_itself(books: Books) -> None:
    order = books.order(100)
    books.let_pass()
    document = books.receive("clean.xml", books.invoice("G-0101", order))
    assert document["state"] == "booked", books.findings(document)
    assert document["official_state"] == "valid"
    bill = books.bill(document)
    assert (bill["state"], bill["einvoice_touchless"]) == ("posted", "posted")


def test_two_percent_dearer_than_ordered_stops_with_the_line(books: Books) -> None:
    order = books.order(100)
    books.let_pass()
    said = {"net": "102.00", "vat": "20.40", "gross": "122.40"}
    document = books.receive("dearer.xml", books.invoice("G-0102", order, **said))
    assert document["state"] == "to_check"
    found = books.findings(document)
    [message] = [text for rule, text in found.items() if "price" in rule]
    assert "Paper" in message
    assert order in message
    bill = books.bill(document)
    assert bill["state"] == "draft"
    assert bill["amount_total"] == 122.4
    with pytest.raises(AssertionError, match="cannot be posted"):
        books.call("account.move", "action_post", [document["move_id"][0]])


def test_a_changed_account_holds_the_payment(books: Books) -> None:
    content = books.invoice("G-0103", iban=OTHER_IBAN)
    document = books.receive("account.xml", content)
    assert "bank_account_changed" in books.findings(document)
    holds = books.call(
        "einvoice.hold",
        "search_read",
        [("company_id", "=", books.customer.key), ("state", "=", "held")],
        ["account_number"],
    )
    assert [hold["account_number"] for hold in holds] == [OTHER_IBAN]
    bank = books.call(
        "res.partner.bank",
        "create",
        {"acc_number": OTHER_IBAN, "partner_id": books.supplier},
    )
    payment = books.call(
        "account.payment",
        "create",
        {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": books.supplier,
            "partner_bank_id": bank,
            "company_id": books.customer.key,
            "amount": 120,
        },
    )
    with pytest.raises(AssertionError, match="account"):
        books.call("account.payment", "action_post", [payment])


def test_the_same_invoice_by_two_doors_is_one_bill(books: Books, query) -> None:
    first = books.receive("first.xml", books.invoice("G-0104"))
    [journal] = books.call(
        "account.journal",
        "search",
        [("type", "=", "purchase"), ("company_id", "=", books.customer.key)],
        limit=1,
    )
    again = books.invoice("G-0104") + b"\n"
    attachment = books.call(
        "ir.attachment",
        "create",
        {"name": "again.xml", "datas": base64.b64encode(again).decode()},
    )
    books.call(
        "account.journal", "create_document_from_attachment", journal, [attachment]
    )
    assert books.document("again.xml")["state"] == "duplicate"
    [(bills,)] = query(
        "SELECT count(*) FROM account_move WHERE company_id = %s AND ref = 'G-0104'",
        books.customer.key,
    )
    assert bills == 1
    assert first["move_id"]


def _workers() -> list[int]:
    """Return the processes that check for this repository."""
    mark = str(Path("addons", "einvoice_intake", "worker")).encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                said = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if mark in said and b"socket" in said:
                found.append(int(folder.name))
    return found


def test_checks_go_on_after_their_worker_was_killed(books: Books) -> None:
    before = books.receive("before.xml", books.invoice("G-0105"))
    assert before["official_state"] == "valid"
    workers = _workers()
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    after = books.receive("after.xml", books.invoice("G-0106"))
    assert after["official_state"] == "valid"
    assert not set(_workers()) & set(workers)
