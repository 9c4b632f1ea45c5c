"""The command bin/read prints what DESIGN says, for good and bad files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import hostile, samples

COMMAND = Path(__file__).parents[2] / "bin/lib/read.py"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(COMMAND), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def _objects(*arguments: str | Path) -> list[dict[str, Any]]:
    ended = _run(*arguments)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_one_object_a_line_with_the_keys_of_design(tmp_path: Path) -> None:
    good, bad, packed = (tmp_path / name for name in ("F.1.xml", "b.xml", "c.zip"))
    good.write_bytes(samples.cii(gross="121.00"))
    bad.write_bytes(b"<a>")
    packed.write_bytes(hostile._zip(("d/x.xml", samples.ubl())))
    first, second, third = _objects(good, bad, packed)
    assert (
        list(first)
        == (
            "file format profile type_code ok supplier invoice fields problems seconds"
        ).split()
    )
    assert first["invoice"]["BG-22"]["BT-112"] == "121.00"
    assert first["supplier"] == {"name": "Atelier Dubois", "siren": "100000009"}
    gate = first["problems"][0]
    assert (gate["code"], gate["expected"]) == ("gross_total_wrong", "120.00")
    assert (first["ok"], second["ok"], third["ok"]) == (False, False, True)
    assert second["problems"][0]["code"] == "xml_broken"
    assert third["file"] == f"{packed}/x.xml"


def test_flat_keys_are_those_of_the_scoring_tool(tmp_path: Path) -> None:
    (tmp_path / "F.1.xml").write_bytes(samples.ubl())
    (flat,) = _objects("--flat", tmp_path)
    flat.pop("seconds")
    lines = flat.pop("lines")
    assert flat == {
        "id": "F",
        "supplier_name": "Atelier Dubois",
        "supplier_siren": "100000009",
        "invoice_number": "F-1",
        "issue_date": "2026-01-31",
        "currency": "EUR",
        "total_untaxed": "100.00",
        "total_tax": "20.00",
        "total_incl": "120.00",
        "line_count": 1,
        "doc_type": "invoice",
    }
    assert lines[0]["total"] == "100.00"


def test_table_has_one_row_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(samples.cii())
    ended = _run("--table", tmp_path)
    assert ended.stdout.split()[:4] == ["cii", "en16931", "120.00", "ok"]


def test_a_missing_file_fails_after_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(samples.cii())
    ended = _run("--table", tmp_path / "none.xml", tmp_path / "a.xml")
    assert ended.returncode == 1
    assert "none.xml" in ended.stderr
    assert "120.00" in ended.stdout
