"""Serves a database with every addon installed and drives it from outside."""

from __future__ import annotations

import os
import time

import checks
import databases
import odoo_server
import our_addons
import templates
from outcome import Outcome

LAYER = "end_to_end"


def run(*filters: str, keep: bool = False) -> Outcome:
    """Install all addons together, serve them, and run ``tests/end_to_end``."""
    start = time.monotonic()
    names = our_addons.names()
    needed = set[str]().union(*(our_addons.core_dependencies(name) for name in names))
    template = templates.ensure(needed)
    database = templates.test_name("all", keep=keep)
    log = templates.log_folder() / f"{database}.log"
    databases.copy(template, database)
    try:
        outcome = Outcome(LAYER)
        install = log.with_suffix(".install.log")
        code = odoo_server.run(
            database,
            install,
            *("-i", ",".join(names), "--with-demo", "--no-http"),
            "--max-cron-threads=0",
        )
        if code:
            outcome.problems.append(f"the addons did not install; see {install}")
        else:
            port = odoo_server.free_port()
            with odoo_server.serving(database, log, port) as (url, _server):
                outcome = checks.pytest(
                    LAYER,
                    *(filters or ("tests/end_to_end",)),
                    environment=_environment(database, url),
                )
            outcome.log_lines += odoo_server.read_log(log).lines
        outcome.log_lines += odoo_server.read_log(install).lines
    finally:
        if not keep:
            databases.drop(database)
    outcome.seconds = time.monotonic() - start
    return outcome


def _environment(database: str, url: str) -> dict[str, str]:
    host, port, user = (
        os.environ.get(f"PG{name}", "") for name in ("HOST", "PORT", "USER")
    )
    return {
        "EINVOICE_URL": url,
        "EINVOICE_DB": database,
        "EINVOICE_LOGIN": "admin",
        "EINVOICE_PASSWORD": "admin",
        "EINVOICE_DSN": " ".join(
            f"{key}={value}"
            for key, value in {
                "dbname": database,
                "host": host,
                "port": port,
                "user": user,
            }.items()
            if value
        ),
    }
