"""Installs one addon alone on a copy of a template and runs its Odoo tests."""

from __future__ import annotations

import sys
import time

import databases
import odoo_server
import our_addons
import templates
from outcome import Outcome


def run_addon(
    name: str, *, tags: str = "", keep: bool = False, verbose: bool = True
) -> Outcome:
    """Install an addon with nothing but its dependencies, and run its tests.

    Args:
        name: The addon.
        tags: A narrower selection, in the syntax of ``--test-tags``; ``:Class`` and
            ``.method`` may stand alone.
        keep: Leave the database in place, to look into it.
        verbose: Print warnings and tracebacks as they stand in the log.
    """
    start = time.monotonic()
    outcome = Outcome(f"odoo/{name}")
    template = templates.ensure(our_addons.core_dependencies(name))
    database = templates.test_name(name, keep=keep)
    databases.copy(template, database)
    log_path = templates.log_folder() / f"{database}.log"
    try:
        code = odoo_server.run(database, log_path, *_arguments(name, tags))
    finally:
        if not keep:
            databases.drop(database)
    log = odoo_server.read_log(log_path)
    outcome.failed = log.failed
    outcome.passed = log.tests - log.failed - len(log.skips)
    outcome.skips = log.skips
    outcome.log_lines = [line for line in log.lines if not _is_failure(line)]
    if code and not log.failed:
        outcome.problems.append(f"Odoo ended with code {code}; see {log_path}")
    if verbose:
        print("".join(log.blocks), file=sys.stderr)
        print(f"log: {log_path}", file=sys.stderr)
    if keep:
        print(
            f"database: EINVOICE_CLUSTER=test bin/odoo -d {database}", file=sys.stderr
        )
    outcome.seconds = time.monotonic() - start
    return outcome


def _arguments(name: str, tags: str) -> list[str]:
    selection = f"/{name}"
    if tags:
        selection = f"/{name}{tags}" if tags[0] in ":." else tags
    return [
        *("-i", name, "--skip-auto-install", "--with-demo"),
        *("--test-tags", selection, "--max-cron-threads=0"),
        *("--http-port", str(odoo_server.free_port())),
        *("--screenshots", str(templates.log_folder() / "screenshots")),
    ]


def _is_failure(line: str) -> bool:
    """Tell the log of a failed test, counted already, from a line of the addon."""
    _, _, message = line.partition(": ")
    return line.startswith("ERROR odoo.addons.") and message.startswith(
        ("FAIL: ", "ERROR: ")
    )
