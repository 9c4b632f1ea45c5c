"""Time, queries and memory of a bill, beside Odoo's own import.

Same files, same database, same run. ``bin/bench intake [--quick]``.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before Odoo, whose import hook hides the data files of `stdnum` from it.
import facturx  # noqa: F401
import ledger
from tests.invoices.build import Company, Item, cii, terms
from tests.invoices.make_samples import BUYER, CARRIER, STATIONER

DATABASE = "einvoice_bench_intake"
SIZES = (1, 18, 200)


@dataclass(frozen=True)
class Measure:
    """Seconds and queries of one bill."""

    seconds: float
    queries: float


def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
    """Print one figure."""
    line = {
        "bench": "intake",
        "case": case,
        "metric": metric,
        "value": round(value, 4),
        "unit": unit,
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say_ratio(case: str, metric: str, ours: float, peer: float, goal: float) -> None:
    """Print a figure of ours over that of Odoo's import."""
    value = ours / peer
    say(
        case,
        metric,
        value,
        "ratio",
        goal=goal,
        better="lower",
        ok=value <= goal,
        peer={"name": "odoo import", "value": round(peer, 4)},
    )


class Files:
    """Makes invoices with new numbers, all of one supplier."""

    def __init__(self, seller: Company = CARRIER) -> None:
        self.count = 0
        self.seller = seller

    def make(self, size: int, number: int) -> list[tuple[str, bytes]]:
        """Return that many invoices of that many lines, as name and bytes."""
        items = [
            Item(f"Article {line}", str(line % 7 + 1), f"{10 + line}.35")
            for line in range(size)
        ]
        template = cii(terms("NUMBER", self.seller, BUYER, items, process="B1"))
        made = []
        for _each in range(number):
            self.count += 1
            name = f"BENCH-{self.count}"
            made.append((f"{name}.xml", template.replace(b"NUMBER", name.encode())))
        return made


class Bench:
    """Feeds files to Odoo's import and to ours."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.journal = env["account.journal"].search(
            [("type", "=", "purchase")], limit=1
        )

    def _measured(self, work: Callable[[], object], bills: int) -> Measure:
        cr = self.env.cr
        before = cr.sql_log_count
        start = time.perf_counter()
        work()
        cr.commit()
        seconds = time.perf_counter() - start
        return Measure(seconds / bills, (cr.sql_log_count - before) / bills)

    def odoo(self, file: tuple[str, bytes]) -> Measure:
        """Import one file as Odoo does it."""

        def work() -> None:
            attachment = self.env["ir.attachment"].create(
                {"name": file[0], "raw": file[1]}
            )
            moves = self.env["account.move"].with_context(
                default_journal_id=self.journal.id,
                default_move_type="in_invoice",
                skip_is_manually_modified=True,
            )
            moves._create_records_from_attachments(attachment)

        return self._measured(work, 1)

    def ours(self, files: list[tuple[str, bytes]]) -> Measure:
        """Receive files through the one door, all our checks included."""
        from odoo.addons.einvoice_intake.domain.arrival import ReceivedFile

        received = [ReceivedFile(name, content) for name, content in files]
        documents = self.env["einvoice.document"]

        def work() -> None:
            made = documents._receive(received, "upload")
            assert all(each.move_id for each in made), made.mapped("waiting_reason")

        return self._measured(work, len(files))


def compare(bench: Bench, files: Files, size: int, singles: int, batch: int) -> None:
    """Print the figures for invoices of one size, turn by turn."""
    case = f"{size} lines"
    peer, single = [], []
    bench.odoo(files.make(size, 1)[0])
    bench.ours(files.make(size, 1))
    for _turn in range(singles):
        peer.append(bench.odoo(files.make(size, 1)[0]))
        single.append(bench.ours(files.make(size, 1)))
    batches = bench.ours(files.make(size, batch))
    peer_seconds = statistics.median(each.seconds for each in peer)
    peer_queries = statistics.median(each.queries for each in peer)
    one_seconds = statistics.median(each.seconds for each in single)
    one_queries = statistics.median(each.queries for each in single)
    say(case, "seconds, odoo import", peer_seconds, "s")
    say(case, "seconds, one by one", one_seconds, "s")
    say(case, f"seconds, batch of {batch}", batches.seconds, "s")
    say_ratio(case, "time, one by one", one_seconds, peer_seconds, 0.9)
    say_ratio(case, f"time, batch of {batch}", batches.seconds, peer_seconds, 0.7)
    say_ratio(case, "queries, one by one", one_queries, peer_queries, 1)
    say_ratio(case, f"queries, batch of {batch}", batches.queries, peer_queries, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(case, "peak memory of the process", peak, "MiB")


def growth(bench: Bench, files: Files, turns: int) -> None:
    """Print what the 2,000th bill of a supplier costs beside the first ones.

    The two suppliers take turns in one database, so that what else the machine does
    weighs on both.
    """
    env = bench.env
    bills = env["account.move"].search(
        [("move_type", "=", "in_invoice"), ("einvoice_document_id", "!=", False)],
        order="id desc",
        limit=20,
    )
    bills.filtered(lambda each: each.state == "draft").action_post()
    env.cr.commit()
    ledger.multiply(env, bills, 100)
    few, many = Files(STATIONER), files
    rows: dict[str, list[float]] = {"few": [], "many": [], "odoo few": [], "odoo": []}
    for turn in range(turns + 1):
        taken = {
            "few": bench.ours(few.make(18, 1)).seconds,
            "many": bench.ours(many.make(18, 1)).seconds,
            "odoo few": bench.odoo(few.make(18, 1)[0]).seconds,
            "odoo": bench.odoo(many.make(18, 1)[0]).seconds,
        }
        for key, seconds in taken.items() if turn else ():
            rows[key].append(seconds)
    medians = {key: statistics.median(values) for key, values in rows.items()}
    value = medians["many"] / medians["few"]
    peer_value = medians["odoo"] / medians["odoo few"]
    say("18 lines", "seconds, 2,000th bill of one supplier", medians["many"], "s")
    say(
        "18 lines",
        "2,000th bill of one supplier over the first",
        value,
        "ratio",
        goal=1.2,
        better="lower",
        ok=value <= 1.2,
        peer={"name": "odoo import", "value": round(peer_value, 4)},
    )


def main() -> None:
    """Make the database, print every figure, drop the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns")
    options = parser.parse_args()
    database = ledger.database(DATABASE, "einvoice_intake")
    env = ledger.environment(database)
    ledger.make_french(env)
    demo = Path("addons/einvoice_intake/demo/res_partner_demo.xml")
    from odoo.tools import convert

    convert.convert_file(
        env, "einvoice_intake", f"demo/{demo.name}", {}, mode="init", noupdate=True
    )
    env.cr.commit()
    bench, files = Bench(env), Files()
    turns = 5 if options.quick else 15
    for size in SIZES:
        few = max(3, turns // 3) if size > 100 else turns
        compare(bench, files, size, few, 10 if options.quick else 40)
    growth(bench, files, turns)
    env.cr.close()
    import databases

    databases.drop(database)


if __name__ == "__main__":
    main()
