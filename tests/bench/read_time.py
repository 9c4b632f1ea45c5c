"""Seconds a page: text PDF, scans, and scans beside the first engine alone."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from read_set import Document, domain

THREADS = 2
_DPI = 200
_MOST_PAGES = 3


@dataclass(frozen=True)
class Timed:
    """Seconds of one document.

    Attributes:
        pages: How many.
        pages_seconds: From its bytes to its words.
        paper_seconds: From its words to the invoice.
        alone: The first engine on the same pages, already drawn; ``None`` for text.
        work, work_alone: Processor time, all threads together, of the process that
            reads and of the engine alone.
    """

    pages: int
    pages_seconds: float
    paper_seconds: float
    alone: float | None = None
    work: float = 0.0
    work_alone: float = 0.0

    @property
    def per_page(self) -> float:
        """Seconds from bytes to invoice, a page."""
        return (self.pages_seconds + self.paper_seconds) / max(self.pages, 1)


def spread(documents: Sequence[Document], count: int) -> list[Document]:
    """Return so many short documents, evenly over all."""
    short = [each for each in documents if 0 < len(each.pages) <= _MOST_PAGES]
    step = max(len(short) // count, 1)
    return short[::step][:count]


def timed_text(documents: Sequence[Document]) -> list[Timed]:
    """Time text PDF, in a process that is warm."""
    return _timed(documents, None)


def timed_scans(documents: Sequence[Document]) -> list[Timed]:
    """Time scans, each page also by the engine alone just before or after.

    The engine as its makers ship it, with the same threads, on the same pages drawn at
    the same resolution; drawing them is not counted.
    """
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "Global.log_level": "critical",
        }
    )
    return _timed(documents, engine)


def _timed(documents: Sequence[Document], engine: Any) -> list[Timed]:
    ask, reader = domain("paper.ask"), domain("paper.reader")
    paper = domain("paper.read_paper")
    limits = reader.PageLimits(threads=THREADS)
    found = []
    for place, each in enumerate([*documents[:1], *documents]):
        content = each.path.read_bytes()
        # By turns, so that what else the machine does hits both alike.
        alone = _alone(engine, content) if engine and place % 2 else None
        before = _work_of(ask.reader_status(limits))
        started = time.perf_counter()
        pages = ask.read_pages(content, limits).pages
        between = time.perf_counter()
        paper.read_paper(pages)
        ended = time.perf_counter()
        work = _work_of(ask.reader_status(limits)) - before
        if engine and alone is None:
            alone = _alone(engine, content)
        found.append(
            Timed(
                len(pages),
                between - started,
                ended - between,
                alone[0] if alone else None,
                work,
                alone[1] if alone else 0.0,
            )
        )
    # The first one waited for the libraries to be loaded.
    return found[1:]


def _work_of(status: Any) -> float:
    """Return the processor time of the process that reads, 0 where none tells."""
    try:
        said = Path(f"/proc/{status['pid']}/stat").read_text(encoding="ascii")
    except (OSError, TypeError):
        return 0.0
    parts = said.rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _alone(engine: Any, content: bytes) -> tuple[float, float]:
    """Return seconds and processor time of the engine."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(content)
    drawn = [page.render(scale=_DPI / 72).to_numpy().copy() for page in pages]
    started, worked = time.perf_counter(), time.process_time()
    for picture in drawn:
        engine(picture, return_word_box=True)
    return time.perf_counter() - started, time.process_time() - worked


def ratio(timed: Sequence[Timed]) -> float:
    """Return the median of ours over the engine alone, document by document."""
    return statistics.median(
        each.pages_seconds / each.alone for each in timed if each.alone
    )


def ratio_of_work(timed: Sequence[Timed]) -> float | None:
    """Return the same of processor time, ``None`` where the system does not tell."""
    ratios = [each.work / each.work_alone for each in timed if each.work_alone]
    return statistics.median(ratios) if any(ratios) else None
