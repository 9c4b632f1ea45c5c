"""The demo: makes the database, feeds the samples, prints the table and serves."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import databases
import odoo_server
import odoo_shell
import our_addons
import templates

DATABASE = "einvoice"
SAMPLES = our_addons.ROOT / "tests" / "samples"
_FINGERPRINTS = "einvoice.demo.fingerprints"
_COLUMNS = ("file", "supplier", "number", "total", "state", "findings")
_STATES = frozenset(
    {"received", "reading", "to_fix", "to_check", "booked", "duplicate", "rejected"}
)


def say(text: str) -> None:
    """Print a line of progress."""
    print(text, file=sys.stderr, flush=True)


def install(database: str, *arguments: str) -> None:
    """Install or update addons in a database.

    Raises:
        SystemExit: Odoo failed.
    """
    log = templates.log_folder() / "run-install.log"
    extra = ("--no-http", "--max-cron-threads=0")
    code = odoo_server.run(database, log, *arguments, *extra)
    if code:
        blocks = odoo_server.read_log(log).blocks
        raise SystemExit("".join(blocks[-1:]) + f"error: Odoo stopped; see {log}")


def ensure_database() -> None:
    """Make the demo database, or bring its addons up to date."""
    names = our_addons.names()
    now = {name: our_addons.fingerprint(name) for name in names}
    if not databases.exists(DATABASE):
        _create(names)
        databases.set_parameter(DATABASE, _FINGERPRINTS, json.dumps(now))
        return
    before = json.loads(databases.parameter(DATABASE, _FINGERPRINTS) or "{}")
    new = [name for name in names if name not in before]
    changed = [name for name in names if name in before and before[name] != now[name]]
    if new or changed:
        say(f"Demo: updating {' '.join(new + changed)}")
        if new:
            install(DATABASE, "-i", ",".join(new))
        if changed:
            # Odoo keeps the translations of a database unless it is told.
            install(DATABASE, "-u", ",".join(changed), "--i18n-overwrite")
        odoo_shell.run(
            DATABASE, f"import demo_data; demo_data.load_demo(env, {new + changed})"
        )
        databases.set_parameter(DATABASE, _FINGERPRINTS, json.dumps(now))


def _create(names: list[str]) -> None:
    # Built under another name, so that an interrupted run begins anew.
    work = f"{DATABASE}_new"
    databases.drop(work)
    say("Demo: a database with a French company (about a minute and a half)")
    install(work, "-i", "base,web", "--load-language=fr_FR")
    odoo_shell.run(work, "import demo_data; demo_data.make_french(env)")
    wanted = ["l10n_fr_account", *names]
    say(f"Demo: installing {' '.join(wanted)}")
    install(work, "-i", ",".join(wanted))
    odoo_shell.run(work, f"import demo_data; demo_data.load_demo(env, {names})")
    databases.rename(work, DATABASE)


def feed(files: Sequence[str]) -> list[dict[str, Any]]:
    """Feed the files, or the samples of the repository, through the one door."""
    paths = [str(Path(name).resolve()) for name in files]
    for path in paths:
        if not Path(path).is_file():
            raise SystemExit(f"error: no such file: {path}")
    samples = sorted(str(path) for path in SAMPLES.glob("*__*.*"))
    if not (paths or samples) or not our_addons.is_ours("einvoice_intake"):
        return []
    remember = not paths
    rows: list[dict[str, Any]] = odoo_shell.run(
        DATABASE,
        "import feed;"
        f" result = feed.feed(env, {paths or samples}, remember={remember})",
    )
    return rows


def print_table(rows: list[dict[str, Any]]) -> None:
    """Print one line per document."""
    texts = [_COLUMNS, *(tuple(_cell(row[name]) for name in _COLUMNS) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for line in texts:
        cells = (
            cell.rjust(width) if name == "total" else cell.ljust(width)
            for name, cell, width in zip(_COLUMNS, line, widths, strict=True)
        )
        print("  ".join(cells).rstrip())


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def expected_state(file_name: str) -> str | None:
    """Read the state that a sample's name promises.

    >>> expected_state("unknown_supplier__to_fix.xml")
    'to_fix'
    >>> expected_state("F2025__0012.xml") is None
    True
    """
    _, found, promise = Path(file_name).stem.rpartition("__")
    return promise if found and promise in _STATES else None


def surprises(rows: list[dict[str, Any]]) -> list[str]:
    """Name each sample that did not end as its name says."""
    return [
        f"{row['file']} ended in {row['ended']}"
        for row in rows
        if expected_state(row["file"]) not in (None, row["ended"])
    ]


def serve(port: int) -> NoReturn:
    """Serve the database until Ctrl+C."""
    log = templates.log_folder() / "server.log"
    with odoo_server.serving(DATABASE, log, port) as (_url, server):
        say(f"Serving on http://localhost:{port}  login: admin  password: admin")
        say(f"Log: {log}  Stop with Ctrl+C.")
        server.wait()
    raise SystemExit(f"error: the server stopped; see {log}")


def main() -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(prog="bin/run", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end after the table")
    parser.add_argument("--json", action="store_true", help="JSON lines, no table")
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument(
        "--fresh", action="store_true", help="drop the demo database first"
    )
    parser.add_argument("files", nargs="*", metavar="FILE")
    options = parser.parse_args()
    odoo_server.end_children_on_signal()
    if options.fresh:
        databases.drop(DATABASE)
    ensure_database()
    rows = feed(options.files)
    if options.json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif rows:
        print_table(rows)
    sys.stdout.flush()
    wrong = [] if options.files else surprises(rows)
    for each in wrong:
        say(f"not as expected: {each}")
    if options.once:
        return 1 if wrong else 0
    serve(options.port)


if __name__ == "__main__":
    raise SystemExit(main())
