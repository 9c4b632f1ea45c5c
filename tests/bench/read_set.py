"""The documents of ``bin/bench read``: their truth, their pages, their readings."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("EINVOICE_SHARED", ROOT.parent / "shared"))
SETS = ("fr_public", "fr_series", "ocr_set", "real_set", "sroie_set")
TEXT, SCAN = "text", "scan"
_DOMAIN = "odoo.addons.einvoice_intake.domain"


def loaded(path: Path, name: str) -> ModuleType:
    """Import a file that is no part of the project."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def domain(name: str) -> ModuleType:
    """Import a module of the domain of the intake."""
    if "conftest" not in sys.modules:
        sys.path.insert(0, str(ROOT))
        importlib.import_module("conftest")
    return importlib.import_module(f"{_DOMAIN}.{name}")


@dataclass
class Document:
    """One file of a set, in one of its two forms.

    Attributes:
        truth: As ``truth.json`` has it.
        path: The PDF.
        pages: What was read of it.
        reading: As ``read_paper`` returns it.
    """

    truth: dict[str, Any]
    path: Path
    pages: Any = ()
    reading: Any = None

    @property
    def group(self) -> str:
        """Name of the supplier in a series."""
        return str(self.truth["group"])


@dataclass
class Cache:
    """Pages that were read before, by the digest of the file and of the program.

    Attributes:
        hits, misses: How often a file was, and was not, in it.
    """

    folder: Path
    hits: int = 0
    misses: int = 0
    seconds: float = 0.0
    _program: str = field(default="", repr=False)

    def pages(self, content: bytes) -> Any:
        """Return the pages of a file, read by the reader's own process if needed."""
        page, ask = domain("paper.page"), domain("paper.ask")
        digest = hashlib.sha256(content).hexdigest()
        self._program = self._program or domain("worker_link").program_digest()[:12]
        kept = self.folder / f"{digest[:32]}.{self._program}.json"
        if kept.is_file():
            self.hits += 1
            rows = json.loads(kept.read_text(encoding="utf-8"))
            return tuple(page.Page.from_json(row) for row in rows)
        self.misses += 1
        started = time.perf_counter()
        pages = ask.read_pages(content).pages
        self.seconds += time.perf_counter() - started
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps([each.as_json() for each in pages]))
        fresh.replace(kept)
        # Without boxes rounded the second run would not be the first.
        return tuple(page.Page.from_json(each.as_json()) for each in pages)


def documents(name: str, form: str) -> Iterator[Document]:
    """Yield the documents of a set that have this form."""
    for path in sorted((SHARED / "corpora/reading" / name).glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        pdf = path.with_name(path.name.replace(".truth.json", f".{form}.pdf"))
        if pdf.is_file():
            yield Document(truth, pdf)


def score_rules() -> ModuleType | None:
    """Return the scoring tool beside the sets, ``None`` where it is absent."""
    path = SHARED / "tools/score.py"
    return loaded(path, "score_rules") if path.is_file() else None


def flat(reading: Any) -> dict[str, Any]:
    """Return a reading with the keys of the scoring tool; empty for no invoice."""
    command = sys.modules.get("read_command") or loaded(
        ROOT / "bin/lib/read.py", "read_command"
    )
    if reading is None or reading.invoice is None:
        return {}
    stated: dict[str, Any] = command.flat_invoice(reading.invoice)
    return {key: value for key, value in stated.items() if value not in (None, "")}
