"""The same bills and rules put before OCA's tiers; part of ``bin/bench approval``.

The addons come from PyPI for the time of the run and are no part of the suite: they are
under the AGPL. Where they cannot be had, the line says so.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

# Before Odoo, whose import hook hides the data files of `stdnum` from it.
import facturx  # noqa: F401
import ledger
from approval import GENERAL, SIZES, make_bills, make_others, make_people, say

DATABASE = "einvoice_bench_approval_peer"
PEER = "base_tier_validation"
WHEELS = (
    "odoo-addon-base-tier-validation==19.0.1.4.6",
    "odoo-addon-account-move-tier-validation==19.0.1.0.0.9",
)
# Bills that are timed: with many definitions each takes most of a second.
TIMED = {30: 100, 300: 40, 3000: 10}
GOAL_SIZE = 300


def run(ours: dict[int, float], whole: float, faster: int) -> None:
    """Print the times of the peer in a process of its own, beside ours.

    Args:
        ours: Size of the circuit to milliseconds per bill: who decides.
        whole: Milliseconds of a round with all that it sends.
        faster: How many times faster ours has to be.
    """
    with tempfile.TemporaryDirectory() as folder:
        if reason := _fetch(Path(folder)):
            say(PEER, f"not timed: {reason}", 0, "ms")
            return
        path = f"{os.environ['ODOO_ADDONS_PATH']},{folder}/odoo/addons"
        done = subprocess.run(
            [sys.executable, __file__],
            env={**os.environ, "ODOO_ADDONS_PATH": path},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            say(PEER, "not timed: it did not run", 0, "ms")
            return
    for size, (found, asked) in json.loads(done.stdout).items():
        times = found / ours[int(size)]
        goal: dict[str, Any] = {"peer": {"name": PEER, "value": round(found, 3)}}
        if int(size) == GOAL_SIZE:
            goal |= {"goal": faster, "better": "higher", "ok": times >= faster}
        case = f"{size} steps"
        say(
            case, "who decides: times faster per bill than the peer", times, "x", **goal
        )
        say(
            case,
            "asking them: times faster per bill than the peer",
            asked / whole,
            "x",
            peer={"name": PEER, "value": round(asked, 3)},
        )


def _fetch(folder: Path) -> str | None:
    """Take the addons out of their wheels; return why not."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--only-binary=:all:", "--dest", str(folder), *WHEELS),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return "its wheels could not be fetched"
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return None


def define(env: Any, size: int, people: Any) -> None:
    """Make the same rules as definitions of tiers."""
    definitions = env["tier.definition"]
    definitions.search([]).unlink()
    others = env["res.partner"].search([("ref", "=like", "OTHER-%")], order="id")
    bands = [
        [("amount_total", ">=", least), ("amount_total", "<=", most or 10**9)]
        for least, most in GENERAL
    ]
    bands += [
        [
            ("partner_id", "=", others[place].id),
            ("amount_total", ">=", place % 7 * 100),
        ]
        for place in range(size - len(GENERAL))
    ]
    definitions.create(
        [
            {
                "name": f"Tier {place}",
                "model_id": env.ref("account.model_account_move").id,
                "definition_type": "domain",
                "definition_domain": repr(domain),
                "review_type": "individual",
                "reviewer_id": people.ids[place % 3],
                "sequence": size - place,
            }
            for place, domain in enumerate(bands)
        ]
    )
    env.cr.commit()


def found_definitions(env: Any, bill: Any) -> Any:
    """Return the definitions of a bill, as ``request_validation`` looks for them."""
    definitions = env["tier.definition"].search(
        [
            ("model", "=", bill._name),
            ("company_id", "in", [False, *bill._get_company().ids]),
        ],
        order="sequence desc",
    )
    return definitions.filtered(bill.evaluate_tier)


def measured(env: Any, bills: Any, size: int) -> list[float]:
    """Return milliseconds per bill to find the definitions, and to ask for reviews."""
    found, asked = [], []
    for bill in bills[: TIMED[size]]:
        start = time.perf_counter()
        definitions = found_definitions(env, bill)
        found.append(time.perf_counter() - start)
        start = time.perf_counter()
        reviews = bill.request_validation()
        env.flush_all()
        asked.append(time.perf_counter() - start)
        assert len(reviews) == len(definitions) > 0
        env.cr.rollback()
    return [statistics.median(each) * 1000 for each in (found, asked)]


def main() -> None:
    """Print the milliseconds per bill for each size as one JSON object."""
    import databases

    argparse.ArgumentParser(description=__doc__).parse_args()
    database = ledger.database(
        DATABASE, "base_tier_validation,account_move_tier_validation"
    )
    env = ledger.environment(database)
    ledger.make_french(env)
    make_others(env)
    people = make_people(env)
    bills = make_bills(env, max(TIMED.values()))
    found = {}
    for size in SIZES:
        define(env, size, people)
        found[size] = measured(env, bills, size)
    env.cr.close()
    databases.drop(database)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
