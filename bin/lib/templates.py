"""Databases with Odoo's own addons installed, kept in the cluster and copied."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import databases
import odoo_server

# Every test database has these: Odoo installs account_edi_ubl_cii with account by
# itself, and the French chart is what the suite is for.
ALWAYS = frozenset({"account", "account_edi_ubl_cii", "l10n_fr_account"})
PREFIX = "einvoice_tpl_"
TEST_PREFIX = "einvoice_test_"


def ensure(modules: Iterable[str]) -> str:
    """Return the template with these addons and their demo data; build it once."""
    wanted = sorted(ALWAYS | set(modules))
    name = PREFIX + _fingerprint(wanted)
    with _locked():
        if not databases.exists(name):
            _build(name, wanted)
    return name


def _build(name: str, wanted: list[str]) -> None:
    print(f"template: installing {' '.join(wanted)}", file=sys.stderr, flush=True)
    work = f"{name}_new"
    base = PREFIX + _fingerprint(sorted(ALWAYS))
    databases.drop(work)
    if name != base and databases.exists(base):
        databases.copy(base, work)
    log = log_folder() / f"{name}.log"
    code = odoo_server.run(
        work,
        log,
        *("-i", ",".join(wanted), "--with-demo", "--load-language=fr_FR"),
        *("--no-http", "--max-cron-threads=0"),
    )
    if code:
        raise SystemExit(f"error: the template database was not built; see {log}")
    databases.rename(work, name)


def _fingerprint(modules: list[str]) -> str:
    """Hash what a template is made from, Odoo's own code by path and date."""
    release = _odoo_release()
    parts = [str(release), str(release.stat().st_mtime_ns), *modules]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _odoo_release() -> Path:
    for folder in os.environ["ODOO_ADDONS_PATH"].split(","):
        candidate = Path(folder).parent / "release.py"
        if candidate.is_file():
            return candidate
    raise SystemExit("error: no Odoo in ODOO_ADDONS_PATH")


def test_name(what: str, *, keep: bool) -> str:
    """Return the name of a test database that no other run uses.

    It ends with the number of this process, unless it is to outlive it.
    """
    return f"{TEST_PREFIX}{what}_{'kept_' if keep else ''}{os.getpid()}"


def drop_abandoned() -> None:
    """Drop the test databases of runs that were killed, and logs of past days."""
    # The numbers of processes mean something on this machine only.
    if os.environ.get("PGHOST", "").startswith("/"):
        for name in databases.names(TEST_PREFIX):
            owner = name.rpartition("_")[2]
            is_dead = owner.isdigit() and not Path("/proc", owner).exists()
            if is_dead and "_kept_" not in name:
                databases.drop(name)
    for path in log_folder().glob(f"{TEST_PREFIX}*.log"):
        if path.stat().st_mtime < time.time() - 86400:
            path.unlink(missing_ok=True)


def log_folder() -> Path:
    """Return the folder of the logs in the cache."""
    return Path(os.environ["EINVOICE_CACHE"]) / "logs"


@contextmanager
def _locked() -> Iterator[None]:
    lock = Path(os.environ["EINVOICE_CACHE"]) / "templates.lock"
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
