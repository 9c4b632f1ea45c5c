"""Time of all native rules on one bill, and what the page of a Factur-X tells.

Part of ``bin/bench checks``; alone with ``bin/bench checks_native``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

# Before Odoo, whose import hook hides the data files of `stdnum` from it.
import facturx  # noqa: F401
import ledger
from tests.invoices.build import Item, cii, terms
from tests.invoices.make_samples import BUYER, CARRIER

DATABASE = "einvoice_bench_checks_native"
SHARED = ledger.ROOT.parent / "shared"
LINES = 18
BATCH = 40
GOAL_MS = 5
Say = Callable[..., None]


def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
    """Print one figure."""
    line = {
        "bench": "checks",
        "case": case,
        "metric": metric,
        "value": round(value, 4),
        "unit": unit,
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def run(say: Say) -> None:
    """Print the figures of the native checks."""
    database = ledger.database(DATABASE, "einvoice_intake")
    env = ledger.environment(database)
    try:
        ledger.make_french(env)
        _load_suppliers(env)
        _rules(say, env, _documents(env))
        _pages(say)
    finally:
        env.cr.close()
        import databases

        databases.drop(database)


def _load_suppliers(env: Any) -> None:
    from odoo.tools import convert

    file = "demo/res_partner_demo.xml"
    convert.convert_file(env, "einvoice_intake", file, {}, mode="init", noupdate=True)
    env.cr.commit()


def _documents(env: Any) -> Any:
    """Receive a batch of invoices of 18 lines; return their documents."""
    from odoo.addons.einvoice_intake.domain.arrival import ReceivedFile

    items = [
        Item(f"Article {line}", str(line % 7 + 1), f"{10 + line}.35")
        for line in range(LINES)
    ]
    template = cii(terms("NUMBER", CARRIER, BUYER, items))
    files = [
        ReceivedFile(f"{place}.xml", template.replace(b"NUMBER", b"N-%d" % place))
        for place in range(BATCH)
    ]
    documents = env["einvoice.document"]._receive(files, "upload")
    assert all(each.move_id for each in documents), documents.mapped("waiting_reason")
    env.cr.commit()
    return documents


def _rules(say: Say, env: Any, documents: Any) -> None:
    from odoo.addons.einvoice_base.domain.rule_settings import run as run_rules

    engine = env["einvoice.rule"].sudo()
    rules = [each for each in engine._rules() if each.check]
    case = f"{LINES} lines"
    say(case, "native rules with a check", len(rules), "rules")
    contexts = engine._contexts(documents._cases())
    invoices = [each._reading().invoice for each in documents]
    times = []
    for _turn in range(5):
        for invoice, context in zip(invoices, contexts, strict=True):
            start = time.perf_counter()
            run_rules(rules, invoice, context)
            times.append(1000 * (time.perf_counter() - start))
    _say_time(say, case, "all native rules, facts at hand", statistics.median(times))
    # One bill at the gate, and a batch as it arrives; everything asked of the books.
    for metric, some in (("one alone", documents[:1]), (f"of {BATCH}", documents)):
        batches = [_whole(env, engine, some) for _turn in range(7)]
        per_bill = statistics.median(batches[1:]) / len(some)
        name = f"native checks with the books, a bill {metric}"
        if len(some) > 1:
            _say_time(say, case, name, per_bill)
        else:
            say(case, name, per_bill, "ms")


def _whole(env: Any, engine: Any, documents: Any) -> float:
    """Return the milliseconds of the checks of documents, from cold records."""
    env.invalidate_all()
    # What was read of the files is part of the reading, not of the checks.
    cases = documents._cases()
    start = time.perf_counter()
    engine._check_cases(cases)
    return 1000 * (time.perf_counter() - start)


def _say_time(say: Say, case: str, metric: str, value: float) -> None:
    say(case, metric, value, "ms", goal=GOAL_MS, better="lower", ok=value <= GOAL_MS)


def _pages(say: Say) -> None:
    """Print the time, the false alarms and the forgeries caught on real pages."""
    from odoo.addons.einvoice_intake.domain.page_comparison import compare
    from odoo.addons.einvoice_intake.domain.page_reader import PageReader

    pairs = list(_hybrids())
    if not pairs:
        say("pages", "hybrid invoices beside the project", 0, "files")
        return
    times, alarms = [], 0
    asked = dict.fromkeys(_FORGED, 0)
    caught = dict.fromkeys(_FORGED, 0)
    with closing(PageReader()) as pages:
        for invoice, content in pairs:
            start = time.perf_counter()
            text = pages.read(content)
            alarms += bool(compare(invoice, text).differences)
            times.append(1000 * (time.perf_counter() - start))
            for term, forge in _FORGED.items():
                forged = forge(invoice)
                if forged is not None:
                    asked[term] += 1
                    found = {each.term for each in compare(forged, text).differences}
                    caught[term] += term in found
    say("pages", "hybrid invoices compared with their page", len(pairs), "files")
    say("pages", "page read and compared, in a batch", statistics.median(times), "ms")
    say("pages", "false alarms", alarms, "files", goal=0, better="lower", ok=not alarms)
    for term, count in asked.items():
        say("pages", f"forged {term} told", caught[term] / count, "ratio")


def _forged_account(invoice: Any) -> Any:
    if not invoice.payment.accounts:
        return None
    account = replace(invoice.payment.accounts[0], number="DE89370400440532013000")
    return replace(invoice, payment=replace(invoice.payment, accounts=(account,)))


_FORGED: dict[str, Callable[[Any], Any]] = {
    "BT-84": _forged_account,
    "BT-1": lambda each: replace(each, number="ZQ-77/X31"),
    "BT-2": lambda each: replace(each, issue_date=date(2019, 3, 7)),
    "BT-112": lambda each: replace(
        each, totals=replace(each.totals, gross=Decimal("98765.43"))
    ),
}


def _hybrids() -> Iterator[tuple[Any, bytes]]:
    from odoo.addons.einvoice_intake.domain.read import read

    for folder in ("corpora/structured", "standards"):
        for path in sorted(Path(SHARED, folder).rglob("*.pdf")):
            content = path.read_bytes()
            if (invoice := read(path.name, content).invoice) is not None:
                yield invoice, content


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    run(say)
