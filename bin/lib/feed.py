"""Feeds files through the one door of the suite; runs inside ``odoo shell``."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path
from typing import Any

# Samples that were fed are remembered in the database, so a second start shows what
# became of them instead of feeding duplicates.
_MEMORY = "einvoice.demo.samples"
# A page takes seconds, a few minutes where the machine is busy.
_LONGEST_READING = 900


def feed(env: Any, paths: list[str], *, remember: bool) -> list[dict[str, Any]]:
    """Receive each file and say what became of it.

    Args:
        env: Odoo's environment.
        paths: The files.
        remember: Feed a file only once in the life of the database.

    Returns:
        One mapping per document: file, supplier, number, total, state, findings, and
        ended (the state right after the file was fed).
    """
    if "einvoice.document" not in env:
        raise SystemExit("error: the addon einvoice_intake is not installed")
    env = env(user=env.ref("base.user_admin"))
    parameters = env["ir.config_parameter"].sudo()
    memory = json.loads(parameters.get_param(_MEMORY) or "{}") if remember else {}
    rows = []
    for path in map(Path, paths):
        content = path.read_bytes()
        known = memory.get(path.name)
        documents = env["einvoice.document"].browse(known["ids"] if known else [])
        if not known or documents != documents.exists():
            documents = _receive(env, path.name, content)
            states = {str(each.id): each.state for each in documents}
            known = memory[path.name] = {"ids": documents.ids, "ended": states}
            if remember:
                parameters.set_param(_MEMORY, json.dumps(memory))
            env.cr.commit()
        rows += [_row(path, each, known["ended"]) for each in documents]
    return rows


def _receive(env: Any, name: str, content: bytes) -> Any:
    arrival = importlib.import_module("odoo.addons.einvoice_intake.domain.arrival")
    file = arrival.ReceivedFile(name=name, content=content)
    documents = env["einvoice.document"]._receive([file], "upload")
    for document in documents:
        _read_pages(document)
    return documents


def _read_pages(document: Any) -> None:
    """Read what came on paper here, or wait where a server has it in hand."""
    end = time.monotonic() + _LONGEST_READING
    while document.state == "reading" and time.monotonic() < end:
        document.sudo()._read_in_lane()
        # What another process did is visible in a new transaction only.
        document.env.cr.commit()
        document.invalidate_recordset()
        if document.state == "reading":
            time.sleep(1)


def _row(path: Path, document: Any, ended: dict[str, str]) -> dict[str, Any]:
    return {
        "file": str(path.name),
        "document": document.name,
        "supplier": document.partner_id.name or "",
        "number": document.number or "",
        "total": f"{document.amount_total:.2f}" if document.number else "",
        "state": document.state,
        "findings": document.finding_ids.mapped("rule"),
        "ended": ended[str(document.id)],
    }
