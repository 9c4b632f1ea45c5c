"""What the addons of this repository are, need and contain."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"


def names() -> list[str]:
    """Return the addons of the repository, each after those it depends on."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in ordered or not is_ours(name):
            return
        for needed in manifest(name)["depends"]:
            visit(needed)
        ordered.append(name)

    for path in sorted(ADDONS.glob("*/__manifest__.py")):
        visit(path.parent.name)
    return ordered


def is_ours(name: str) -> bool:
    """Tell an addon of this repository from one of Odoo."""
    return (ADDONS / name / "__manifest__.py").is_file()


def manifest(name: str) -> dict[str, Any]:
    """Return the manifest of one of our addons."""
    text = (ADDONS / name / "__manifest__.py").read_text(encoding="utf-8")
    values: dict[str, Any] = ast.literal_eval(text)
    return {"depends": ["base"], **values}


def core_dependencies(name: str) -> set[str]:
    """Return Odoo's own addons below one of ours, through our other addons."""
    found: set[str] = set()
    for needed in manifest(name)["depends"]:
        found |= core_dependencies(needed) if is_ours(needed) else {needed}
    return found


def fingerprint(name: str) -> str:
    """Return a hash of the files that Odoo loads from an addon."""
    digest = hashlib.sha256()
    for path in sorted((ADDONS / name).rglob("*")):
        relative = path.relative_to(ADDONS / name)
        if path.is_file() and not {"__pycache__", "tests", "readme"} & set(
            relative.parts
        ):
            digest.update(str(relative).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
