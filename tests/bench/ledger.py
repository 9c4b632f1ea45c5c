"""A French ledger of any size for the benchmarks, made from a few real bills by SQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bin" / "lib")]

import databases
import odoo_server
import templates

# Columns that must differ from one copy of a row to the next.
_OWN = {
    "account_move": {
        "id": "map.new_id",
        "name": "move.name || '-' || map.copy",
        "ref": "move.ref || '-' || map.copy",
        "payment_reference": "move.payment_reference || '-' || map.copy",
        "sequence_number": "move.sequence_number + map.copy",
        "access_token": "NULL",
        "einvoice_document_id": "NULL",
    },
    "account_move_line": {
        "id": "nextval('account_move_line_id_seq')",
        "move_id": "map.new_id",
        "move_name": "line.move_name || '-' || map.copy",
        "ref": "line.ref || '-' || map.copy",
        "full_reconcile_id": "NULL",
    },
}


def database(name: str, modules: str) -> str:
    """Make a database with the French chart and the addons; drop an older one."""
    databases.drop(name)
    log = templates.log_folder() / f"{name}.log"
    print(f"ledger: installing {modules}", file=sys.stderr, flush=True)
    code = odoo_server.run(
        name,
        log,
        *("-i", f"account,l10n_fr_account,account_edi_ubl_cii,{modules}"),
        *("--skip-auto-install", "--no-http", "--max-cron-threads=0"),
    )
    if code:
        raise SystemExit(f"error: the ledger was not installed; see {log}")
    return name


def environment(name: str) -> Any:
    """Open the database in this process and return Odoo's environment."""
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    arguments = odoo_server.command(name, "--no-http", "--log-level=error")
    config.parse_config(arguments[arguments.index("odoo") + 1 :])
    registry = Registry(name)
    return odoo.api.Environment(registry.cursor(), odoo.SUPERUSER_ID, {})


def make_french(env: Any) -> Any:
    """Give the company its chart; return it."""
    import demo_data

    # The demo's people read French.
    env["res.lang"]._activate_lang("fr_FR")
    demo_data.make_french(env)
    company = env.ref("base.main_company")
    if company.chart_template != "fr":
        env["account.chart.template"].try_loading("fr", company=company)
    env.cr.commit()
    return company


def multiply(env: Any, moves: Any, copies: int) -> None:
    """Copy entries with their lines and taxes, straight in the database.

    Args:
        env: Odoo's environment.
        moves: A few real entries.
        copies: How often each is copied.
    """
    env.flush_all()
    cr = env.cr
    cr.execute(
        "CREATE TEMP TABLE ledger_map ON COMMIT DROP AS"
        " SELECT id AS old_id, copy, nextval('account_move_id_seq') AS new_id"
        " FROM account_move, generate_series(1, %s) AS copy WHERE id = ANY(%s)",
        [copies, moves.ids],
    )
    _copy(cr, "account_move", "move", "map.old_id = move.id")
    _copy(cr, "account_move_line", "line", "map.old_id = line.move_id")
    cr.execute("ANALYZE account_move")
    cr.execute("ANALYZE account_move_line")
    cr.commit()
    env.invalidate_all()


def _copy(cr: Any, table: str, alias: str, joined: str) -> None:
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    columns = [row[0] for row in cr.fetchall()]
    own = _OWN[table]
    values = [own.get(column, f"{alias}.{column}") for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)}"
        f" FROM {table} AS {alias} JOIN ledger_map AS map ON {joined}"
    )
