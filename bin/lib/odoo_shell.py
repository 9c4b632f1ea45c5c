"""Runs Python inside Odoo, where no server has to answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import templates

LIB = Path(__file__).resolve().parent


def run(
    database: str,
    code: str,
    *,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """Run a line of Python in Odoo's shell; return what it leaves in ``result``.

    Args:
        database: Where it runs; ``env`` is its environment.
        code: The line; it may import what lies beside this file.
        log: Where the output goes.
        environment: Variables to set otherwise than here.

    Raises:
        SystemExit: The line failed; with the end of the output.
    """
    log = log or templates.log_folder() / "run-shell.log"
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        script = (
            f"import json, sys; sys.path.insert(0, {str(LIB)!r}); result = None\n"
            f"{code}\n"
            f"open({str(answer)!r}, 'w').write(json.dumps(result))\n"
        )
        with log.open("wb") as stream:
            subprocess.run(
                [sys.executable, "-m", "odoo", "shell", "-d", database, "--no-http"],
                input=script.encode(),
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                check=False,
            )
        if not answer.is_file():
            tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
            raise SystemExit("\n".join([*tail, f"error: Odoo stopped; see {log}"]))
        return json.loads(answer.read_text())
