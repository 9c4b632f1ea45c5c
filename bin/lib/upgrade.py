"""Upgrades a database that an earlier release left, and judges what became of it.

The releases lie as archives in ``tests/upgrade``, because a clone may come without
history. An archive is installed and lived in (``tests/upgrade/life.py``); then the
addons of today take over, twice, and pytest compares what was with what is.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import checks
import databases
import odoo_server
import odoo_shell
import our_addons
import snapshots
import templates
from outcome import Outcome

LAYER = "upgrade"
FOLDER = our_addons.ROOT / "tests" / "upgrade"
_LIFE = f"sys.path.insert(0, {str(FOLDER)!r}); import life;"
# Installed into a database that has lived without it.
_JOINING = "einvoice_approval"
_QUIET = ("--no-http", "--max-cron-threads=0")


def run(*filters: str, keep: bool = False) -> Outcome:
    """Upgrade what the latest release left, and run ``tests/upgrade``."""
    start = time.monotonic()
    old = _ensure_old()
    database = templates.test_name("upgrade", keep=keep)
    databases.copy(old, database)
    outcome = Outcome(LAYER)
    try:
        with tempfile.TemporaryDirectory() as folder:
            logs = _follow(database, Path(folder), outcome)
            if not outcome.problems:
                outcome = checks.pytest(
                    LAYER,
                    *(filters or ("tests/upgrade",)),
                    environment={"EINVOICE_UPGRADE": folder},
                )
        for log in logs:
            outcome.log_lines += odoo_server.read_log(log).lines
    finally:
        if not keep:
            databases.drop(database)
    if keep:
        print(
            f"database: EINVOICE_CLUSTER=test bin/odoo -d {database}", file=sys.stderr
        )
    outcome.seconds = time.monotonic() - start
    return outcome


def _follow(database: str, folder: Path, outcome: Outcome) -> list[Path]:
    """Upgrade twice, add an addon, upgrade, take it away; return the logs.

    A snapshot is taken before and after each.
    """
    names = our_addons.names()
    known = [name for name in names if _is_installed(database, name)]
    moments = {"before": snapshots.take(database)}
    logs = []
    for moment, option, which in (
        ("after", "-u", known),
        ("again", "-u", known),
        ("joined", "-i", [_JOINING]),
        ("joined_again", "-u", [*known, _JOINING]),
    ):
        log = templates.log_folder() / f"{database}.{moment}.log"
        logs.append(log)
        code = odoo_server.run(database, log, option, ",".join(which), *_QUIET)
        if code:
            outcome.problems.append(f"the upgrade failed; see {log}")
            return logs
        moments[moment] = snapshots.take(database)
    answers = _call(database, "work.go_on(env)", logs)
    use = _call(database, "uninstall.use(env)", logs)
    moments["used"] = snapshots.take(database)
    _call(database, f"uninstall.take_away(env, {_JOINING!r})", logs)
    moments["without"] = snapshots.take(database)
    left = _call(database, f"uninstall.look(env, {_JOINING!r})", logs)
    told = {"answers": answers, "uninstalled": {"use": use, "left": left}}
    for name, value in {**moments, **told}.items():
        (folder / f"{name}.json").write_text(json.dumps(value))
    return logs


def _call(database: str, call: str, logs: list[Path]) -> Any:
    """Call a function of ``tests/upgrade`` in Odoo; return its answer."""
    path, _, _ = call.partition("(")
    log = templates.log_folder() / f"{database}.{path}.log"
    logs.append(log)
    code = f"import {path.partition('.')[0]}; result = {call}"
    return odoo_shell.run(
        database, f"sys.path.insert(0, {str(FOLDER)!r}); {code}", log=log
    )


def _is_installed(database: str, name: str) -> bool:
    return bool(
        databases.rows(
            database,
            "SELECT FROM ir_module_module WHERE name = %s AND state = 'installed'",
            name,
        )
    )


def release() -> Path:
    """Return the archive of the latest release before this one."""
    return max(FOLDER.glob("einvoice_*.tar.gz"), key=_version)


def _version(archive: Path) -> tuple[int, ...]:
    """Read the version in the name of an archive.

    >>> _version(Path("einvoice_19.0.1.10.0.tar.gz"))
    (19, 0, 1, 10, 0)
    """
    text = archive.name.removeprefix("einvoice_").removesuffix(".tar.gz")
    return tuple(int(part) for part in text.split("."))


def _ensure_old() -> str:
    """Return the database that the release left; make it once and keep it."""
    needed = set[str]().union(
        *(our_addons.core_dependencies(name) for name in our_addons.names())
    )
    template = templates.ensure(needed)
    digest = hashlib.sha256(template.encode())
    for path in (release(), FOLDER / "life.py"):
        digest.update(path.read_bytes())
    name = f"{templates.PREFIX}left_{digest.hexdigest()[:12]}"
    if not databases.exists(name):
        print(f"upgrade: living in {release().name}", file=sys.stderr, flush=True)
        work = f"{templates.TEST_PREFIX}left_{os.getpid()}"
        databases.copy(template, work)
        with _unpacked() as folder:
            _live(work, folder)
        databases.rename(work, name)
    return name


@contextmanager
def _unpacked() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(release()) as archive:
        archive.extractall(folder, filter="data")
        yield Path(folder)


def _live(database: str, folder: Path) -> None:
    """Install the release and do in it what people do."""
    core = os.environ["ODOO_ADDONS_PATH"].replace(str(our_addons.ADDONS), "")
    path = ",".join([*filter(None, core.split(",")), str(folder / "addons")])
    environment = {"ODOO_ADDONS_PATH": path}
    names = sorted(each.name for each in (folder / "addons").iterdir())
    log = templates.log_folder() / f"{database}.log"
    odoo_shell.run(database, f"{_LIFE} life.begin(env)", log=log)
    code = odoo_server.run(
        database,
        log,
        # The template knows the addons of today too, which install themselves.
        *("-i", ",".join(names), "--with-demo", "--skip-auto-install", *_QUIET),
        environment=environment,
    )
    if code:
        raise SystemExit(f"error: the release was not installed; see {log}")
    samples = str(folder / "tests" / "samples")
    odoo_shell.run(
        database,
        f"{_LIFE} life.live(env, {samples!r})",
        log=log.with_suffix(".life.log"),
        environment=environment,
    )
