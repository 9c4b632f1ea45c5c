"""Orders: precision and recall of the pairing, time of a bill, beside Odoo's matching.

``bin/bench match [--quick]``. Precision and recall are those of the labelled set of
``tests/invoices/matching_set.py``, which says how it is drawn; a pair counts as right
only when it is the very order line that was billed. The supplier of the timed bills has
500 open orders; the time is the whole step of the pipeline: search, pairing, links,
findings and the stored comparison, until all is written.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

# Before Odoo, whose import hook hides the data files of `stdnum` from it.
import facturx  # noqa: F401
import ledger
from match_figures import say, say_ms, say_right
from match_labelled import labelled
from tests.invoices.build import Item, cii, terms
from tests.invoices.make_samples import BUYER, STATIONER

DATABASE = "einvoice_bench_match"
ORDERS = 500
LONG = 5000


class Books:
    """A supplier with 500 open orders, made with the buyer's words for articles."""

    def __init__(self, env: Any) -> None:
        from tests.invoices.matching_maker import Maker, Supplier

        from odoo import Command

        self.env = env
        self.maker = Maker(2026)
        self.maker.supplier = Supplier(random.Random(2026), 400)
        self.supplier = env["res.partner"].create(
            {
                "name": STATIONER.name,
                "is_company": True,
                "country_id": env.ref("base.fr").id,
                "company_registry": STATIONER.siren,
                "vat": STATIONER.vat,
            }
        )
        self.products = {
            article.key: env["product.product"].create(
                {
                    "name": article.name,
                    "default_code": article.own_code,
                    "purchase_method": "receive",
                    "supplier_taxes_id": [Command.clear()],
                }
            )
            for article in self.maker.supplier.articles
        }
        self.orders = [
            self.order(18 if place % 4 == 0 else 9) for place in range(ORDERS)
        ]
        env.cr.precommit.clear()
        env.cr.commit()
        env.cr.execute("ANALYZE")

    def order(self, size: int) -> tuple[Any, list[Any]]:
        """Make a confirmed and received order; return it with its articles."""
        from odoo import Command

        articles = self.maker.random.sample(self.maker.supplier.articles, size)
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.products[article.key].id,
                            "product_qty": self.maker.random.randint(1, 60),
                            "price_unit": float(article.price),
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for article in articles
                ],
            }
        )
        order.button_confirm()
        for line in order.order_line:
            line.qty_received = line.product_qty
        return order, articles

    def invoice(self, place: int, named: bool, changes: int = 2) -> tuple[str, bytes]:
        """Return the invoice of one of the orders of 18 lines."""
        order, articles = self.orders[place * 4]
        items = [
            Item(
                self.maker.wording(article.name, changes),
                f"{line.product_qty:g}",
                f"{line.price_unit:.2f}",
            )
            for line, article in zip(order.order_line, articles, strict=True)
        ]
        more = {"BT_13": order.name} if named else {}
        number = f"M-{place}-{int(named)}"
        return f"{number}.xml", cii(terms(number, STATIONER, BUYER, items, **more))


@contextmanager
def timed_step(env: Any) -> Iterator[list[float]]:
    """Take the seconds that the step “match” spends in each run of the pipeline."""
    cls = type(env["einvoice.document"])
    step, seconds = cls._step_match, []

    def timed(self: Any) -> None:
        self.env.flush_all()
        start = time.perf_counter()
        step(self)
        self.env.flush_all()
        seconds.append(time.perf_counter() - start)

    cls._step_match = timed
    try:
        yield seconds
    finally:
        cls._step_match = step


def receive(env: Any, file: tuple[str, bytes]) -> Any:
    """Take one invoice through the one door; return its bill."""
    from odoo.addons.einvoice_intake.domain.arrival import ReceivedFile

    document = env["einvoice.document"]._receive([ReceivedFile(*file)], "upload")
    env.cr.commit()
    env.invalidate_all()
    assert document.move_id, document.waiting_reason
    return document.move_id


def bills(books: Books, turns: int) -> None:
    """Print the time of a bill of 18 lines, and what was linked."""
    env = books.env
    lines = env["purchase.order.line"].search_count(
        [("order_id", "in", [order.id for order, _articles in books.orders])]
    )
    name = f"18 lines, {ORDERS} open orders ({lines} lines) of one supplier"
    place = 0
    for case, named in (("order named", True), ("order not named", False)):
        right = wanted = 0
        with timed_step(env) as seconds:
            for _turn in range(turns + 1):
                order, _articles = books.orders[place * 4]
                bill = receive(env, books.invoice(place, named))
                place += 1
                linked = bill.invoice_line_ids.purchase_line_id
                right += len(linked & order.order_line)
                wanted += 18
        say_ms(name, f"{case}: whole step, median", seconds[1:])
        say(name, f"{case}: slowest", max(seconds[1:]) * 1000, "ms")
        say_right(
            name, f"{case}: lines linked to their order line", right / wanted, None
        )
    pure(books, name)


def pure(books: Books, name: str) -> None:
    """Print what pairing alone takes, without the database."""
    from odoo.addons.einvoice_purchase.domain.matching import pair_lines
    from odoo.addons.einvoice_purchase.domain.orders import BillLine
    from odoo.addons.einvoice_purchase.domain.scoring import Hints
    from odoo.addons.einvoice_purchase.models._order_book import OrderBook

    book = OrderBook(books.env)
    company = books.env.company
    read, paired, named_only = [], [], []
    order, articles = books.orders[-4]
    bill = [
        BillLine(
            key=number,
            number=str(number),
            name=books.maker.wording(article.name, 2),
            quantity=Decimal(str(line.product_qty)),
            price=Decimal(str(line.price_unit)),
            net=Decimal(str(line.price_subtotal)),
        )
        for number, (line, article) in enumerate(
            zip(order.order_line, articles, strict=True), start=1
        )
    ]
    for _turn in range(7):
        start = time.perf_counter()
        lines = book.open_lines(books.supplier, company, lambda _currency: Decimal(1))
        read.append(time.perf_counter() - start)
        start = time.perf_counter()
        pair_lines(bill, lines, Hints())
        paired.append(time.perf_counter() - start)
        mine = [line for line in lines if line.order == order.id]
        start = time.perf_counter()
        pair_lines(bill, mine, Hints(frozenset({order.id})))
        named_only.append(time.perf_counter() - start)
    say(name, "reading all open lines", statistics.median(read) * 1000, "ms")
    say(name, "pairing with all open lines", statistics.median(paired) * 1000, "ms")
    say(
        name,
        "pairing in the order named",
        statistics.median(named_only) * 1000,
        "ms",
    )


def peer(books: Books, turns: int) -> None:
    """Print what Odoo's own matching does with the same invoices."""
    from odoo.addons.purchase.models.account_invoice import AccountMove

    env = books.env
    journal = env["account.journal"].search([("type", "=", "purchase")], limit=1)
    moves = env["account.move"].with_context(
        default_journal_id=journal.id,
        default_move_type="in_invoice",
        skip_is_manually_modified=True,
    )
    name = f"18 lines, {ORDERS} open orders of one supplier: Odoo's matching"
    for case, named in (("order named", True), ("order not named", False)):
        seconds, changed, right = [], 0, 0
        for turn in range(turns):
            place = 60 + turn + (0 if named else turns)
            order, _articles = books.orders[place * 4]
            file = books.invoice(place, named)
            attachment = env["ir.attachment"].create({"name": file[0], "raw": file[1]})
            bill = moves._create_records_from_attachments(attachment)
            env.flush_all()
            bill.invoice_line_ids.purchase_line_id = False
            before = [
                (line.name, line.quantity, line.price_subtotal)
                for line in bill.invoice_line_ids
            ]
            start = time.perf_counter()
            AccountMove._find_and_set_purchase_orders(
                bill,
                [order.name] if named else [],
                books.supplier.id,
                bill.amount_total,
            )
            env.flush_all()
            seconds.append(time.perf_counter() - start)
            after = [
                (line.name, line.quantity, line.price_subtotal)
                for line in bill.invoice_line_ids
            ]
            changed += before != after
            linked = bill.invoice_line_ids.purchase_line_id & order.order_line
            right += len(linked)
            env.cr.rollback()
            env.invalidate_all()
        say(name, f"{case}: median", statistics.median(seconds) * 1000, "ms")
        say(name, f"{case}: bills whose lines it replaced", changed / turns, "ratio")
        say(name, f"{case}: lines linked", right / (18 * turns), "ratio")


def long_order(env: Any, size: int) -> Any:
    """Return a confirmed and received order of very many lines."""
    from odoo import Command

    supplier = env["res.partner"].create({"name": "Grossiste", "is_company": True})
    product = env["product.product"].create(
        {"name": "Divers", "supplier_taxes_id": [Command.clear()]}
    )
    order = env["purchase.order"].create({"partner_id": supplier.id})
    env["purchase.order.line"].create(
        [
            {
                "order_id": order.id,
                "product_id": product.id,
                "name": f"Article {number} modèle {number % 37}",
                "product_qty": number % 9 + 1,
                "price_unit": 1 + number % 50,
                "tax_ids": [Command.clear()],
            }
            for number in range(size)
        ]
    )
    order.button_confirm()
    order.order_line.qty_received_manual = 100
    env.flush_all()
    return order


def bill_of(order: Any, size: int) -> Any:
    """Return the bill of such an order, in the supplier's own spelling."""
    from odoo import Command

    bill = order.env["account.move"].create(
        {
            "move_type": "in_invoice",
            "partner_id": order.partner_id.id,
            "invoice_date": "2026-09-15",
            "ref": "LONG-1",
            "invoice_origin": order.name,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": f"ARTICLE {number} MODELE {number % 37}",
                        "quantity": number % 9 + 1,
                        "price_unit": 1 + number % 50,
                        "tax_ids": [Command.clear()],
                    }
                )
                for number in range(size)
            ],
        }
    )
    order.env.flush_all()
    return bill


def long_bill(env: Any, size: int) -> None:
    """Print what a bill of very many lines takes, against one order as long."""
    order = long_order(env, size)
    start = time.perf_counter()
    bill = bill_of(order, size)
    made = time.perf_counter() - start
    start = time.perf_counter()
    bill._einvoice_check()
    env.flush_all()
    seconds = time.perf_counter() - start
    linked = len(bill.invoice_line_ids.purchase_line_id)
    say(f"{size} lines", "Odoo making the bill", made, "s")
    say(
        f"{size} lines",
        "all checks, the comparison among them",
        seconds,
        "s",
        goal=30,
        better="lower",
        ok=seconds <= 30,
    )
    say_right(f"{size} lines", "lines linked", linked / size, None)
    env.cr.rollback()


def main() -> None:
    """Make the database, print every figure, drop the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns")
    options = parser.parse_args()
    database = ledger.database(DATABASE, "einvoice_purchase")
    env = ledger.environment(database)
    env["res.lang"]._activate_lang("fr_FR")
    ledger.make_french(env)
    labelled(680, range(2026, 2028 if options.quick else 2031))
    books = Books(env)
    turns = 5 if options.quick else 20
    bills(books, turns)
    peer(books, turns)
    long_bill(env, 1000 if options.quick else LONG)
    env.cr.close()
    import databases

    databases.drop(database)


if __name__ == "__main__":
    main()
