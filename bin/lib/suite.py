"""The whole of bin/test: chooses the layers, runs them, judges and reports."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import checks
import end_to_end
import odoo_server
import odoo_tests
import our_addons
import outcome
import templates
import upgrade
from outcome import Outcome


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument(
        "--fast",
        action="store_true",
        help="linters and plain pytest without the tests marked slow, no database",
    )
    parser.add_argument(
        "--addon",
        action="append",
        default=[],
        metavar="NAME",
        help="only the Odoo tests of this addon, installed alone",
    )
    parser.add_argument(
        "--tags",
        default="",
        help="with --addon: a narrower selection, such as :TestInbox or .test_retry",
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the test databases to look into them"
    )
    parser.add_argument(
        "--write-counts",
        action="store_true",
        help="take what ran as the least number of tests from now on",
    )
    parser.add_argument(
        "filters",
        nargs="*",
        metavar="FILTER",
        help="an addon (its plain and its Odoo tests), “upgrade”, or a path below "
        "tests/",
    )
    return parser.parse_args(arguments)


def _selected(options: argparse.Namespace) -> list[Outcome]:
    """Run what the filters name."""
    outcomes = []
    for name in options.filters:
        if name == upgrade.LAYER:
            outcomes.append(upgrade.run(keep=options.keep))
        elif not our_addons.is_ours(name):
            in_browser = name.startswith("tests/end_to_end")
            outcomes.append(
                end_to_end.run(name, keep=options.keep)
                if in_browser
                else checks.unit(name)
            )
        elif (our_addons.ROOT / "tests" / name).is_dir():
            outcomes.append(checks.unit(f"tests/{name}"))
    wanted = options.addon + [
        name for name in options.filters if our_addons.is_ours(name)
    ]
    for name in wanted:
        outcomes.append(
            odoo_tests.run_addon(name, tags=options.tags, keep=options.keep)
        )
    return outcomes


def _everything(options: argparse.Namespace) -> list[Outcome]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        unit = checks.fast if options.fast else checks.unit
        outcomes = list(pool.map(lambda layer: layer(), (checks.lint, unit)))
        if options.fast:
            return outcomes
        outcomes += pool.map(
            lambda name: odoo_tests.run_addon(name, keep=options.keep),
            our_addons.names(),
        )
    outcomes.append(upgrade.run(keep=options.keep))
    if any(Path(our_addons.ROOT, "tests", "end_to_end").glob("test_*.py")):
        outcomes.append(end_to_end.run(keep=options.keep))
    return outcomes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests that the arguments choose; return the exit code."""
    options = _options(arguments)
    odoo_server.end_children_on_signal()
    if "PGHOST" in os.environ:
        templates.drop_abandoned()
    is_selection = bool(options.addon or options.filters)
    outcomes = _selected(options) if is_selection else _everything(options)
    if options.write_counts:
        outcome.write_counts(outcomes)
    for each in outcomes:
        outcome.judge(each, complete=not is_selection)
    return outcome.report(outcomes)


if __name__ == "__main__":
    raise SystemExit(main())
