"""Asking for the pages of a file: words with their places, whatever kind of file it is.

Asking never fails: what cannot be read becomes a problem with its sentence and advice,
and the pages that could be read are there. A page that kills the process twice, or
hangs it, costs only itself: a new process goes on with the next page.
"""

from __future__ import annotations

import base64
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from odoo.addons.einvoice_base.domain.findings import Finding, Rule
from odoo.addons.einvoice_base.domain.reading import Box

from .. import page_problems, refusals
from ..worker_link import (
    Connection,
    NotReachedError,
    NotRun,
    connected,
    status_of,
)
from .page import Page
from .reader import PageLimits

# A process that ended without having begun a page of ours was ended by another
# client's page. So often in a row is no chance.
_STARTS = 5
_DEATHS = 2
_FILE = 0

OnPage = Callable[[Page, int], None]

_PAGE_RULES: dict[str, Rule] = {
    "damaged": page_problems.PAGE_DAMAGED,
    "heavy": page_problems.PAGE_TOO_HEAVY,
    "pixels": page_problems.PAGE_TOO_LARGE,
    "cut": page_problems.PAGE_CUT,
    "hidden_text": page_problems.PAGE_HIDDEN_TEXT,
    "no_engine": page_problems.NO_RECOGNITION,
    "engine": page_problems.RECOGNITION_FAILED,
    "busy": page_problems.READER_BUSY,
}
_FILE_RULES: dict[str, Rule] = {
    "locked": refusals.PDF_ENCRYPTED,
    "heif": page_problems.HEIC_NOT_READ,
}


@dataclass(frozen=True, slots=True)
class PagesRead:
    """The pages of a file, and what could not be read of it.

    Attributes:
        pages: In their order; a page that was not read is missing or without words,
            and a problem names it.
        problems: Findings; none when everything was read.
        count: Pages of the file, 0 when it could not be opened.
    """

    pages: tuple[Page, ...] = ()
    problems: tuple[Finding, ...] = ()
    count: int = 0


def read_pages(
    content: bytes,
    limits: PageLimits | None = None,
    *,
    images: bool = False,
    on_page: OnPage | None = None,
    known: Collection[int] = (),
    count: int = 0,
) -> PagesRead:
    """Read the pages of a PDF or a picture.

    Args:
        content: The bytes of a PDF, TIFF, JPEG, PNG, WebP, HEIC, GIF or BMP.
        limits: How much it may take.
        images: Each page gets the JPEG of its upright picture.
        on_page: Called after each page with it and with how many there will be.
        known: Numbers of pages that were read before; they are not read again.
        count: Pages of the file as said then, 0 when nothing was read before.
    """
    talk = _Conversation(content, limits or PageLimits(), images, on_page)
    return talk.going_on(known, count).result()


def second_opinion(
    content: bytes,
    page: Page,
    boxes: Sequence[Box],
    limits: PageLimits | None = None,
) -> tuple[str, ...]:
    """Read places of a page once more, larger, and by the other engine if there is one.

    Args:
        content: The file of the page.
        page: As :func:`read_pages` returned it.
        boxes: Places of fields that are doubtful.
        limits: How much it may take.

    Returns:
        For each box what stands there; empty where nothing could be read.
    """
    if not boxes:
        return ()
    limits = limits or PageLimits()
    question = {
        "ask": "crops",
        "id": 0,
        "number": page.number,
        "turned": page.turned,
        "skew": page.skew,
        "width": page.width,
        "engine": page.engine,
        "boxes": [[box.left, box.top, box.right, box.bottom] for box in boxes],
    }
    try:
        texts = _texts(content, question, limits)
    except (NotReachedError, OSError):
        texts = ()
    return texts if len(texts) == len(boxes) else ("",) * len(boxes)


def _texts(
    content: bytes, question: dict[str, Any], limits: PageLimits
) -> tuple[str, ...]:
    with connected(limits) as connection:
        connection.wait(limits.patience)
        connection.send(question, content)
        while True:
            answer = connection.next()
            if "refused" in answer:
                return ()
            if "texts" in answer:
                return tuple(str(each) for each in answer["texts"])


def reader_status(limits: PageLimits) -> dict[str, Any] | NotRun:
    """Return what the process is and what it reads with; starts it if needed.

    Returns:
        ``pid``, ``engines`` (names of those installed, in their order), ``heif``; or
        why it does not run.
    """
    return status_of(limits, _DEATHS)


class _Conversation:
    """One call: what is read, what is left, and which page was begun."""

    def __init__(
        self,
        content: bytes,
        limits: PageLimits,
        images: bool,
        on_page: OnPage | None,
    ) -> None:
        self._content = content
        self._limits = limits
        self._images = images
        self._on_page = on_page
        self._pages: dict[int, Page] = {}
        self._problems: dict[int, Finding] = {}
        self._count: int | None = None
        self._done: frozenset[int] = frozenset()
        self._begun: int | None = None
        self._since = 0.0
        self._deaths: Counter[int] = Counter()

    def going_on(self, known: Collection[int], count: int) -> _Conversation:
        """Leave out what an earlier call read."""
        if known and count:
            self._done = frozenset(known)
            self._count = count
        return self

    def result(self) -> PagesRead:
        """Talk to as many processes as it takes."""
        in_vain = 0
        while self._is_open() and in_vain < _STARTS:
            known = self._known()
            try:
                with connected(self._limits) as connection:
                    self._talk(connection)
            except NotReachedError:
                return self._told([page_problems.READER_NOT_STARTED.finding()])
            except TimeoutError:
                self._leave("busy")
            except OSError:
                self._settle_death()
            in_vain = 0 if self._known() > known else in_vain + 1
        if self._is_open():
            self._leave("heavy" if self._count is None else "busy")
        return self._told([])

    def _told(self, more: list[Finding]) -> PagesRead:
        problems = [self._problems[number] for number in sorted(self._problems)]
        if self._count and self._count > self._limits.pages:
            problems.append(
                page_problems.PAGES_TOO_MANY.finding(
                    count=self._count, limit=self._limits.pages
                )
            )
        pages = tuple(self._pages[number] for number in sorted(self._pages))
        return PagesRead(pages, (*problems, *more), self._count or 0)

    def _known(self) -> int:
        known = len(self._pages.keys() | self._problems.keys())
        return known + (self._count is not None)

    def _numbers(self) -> range:
        return range(1, min(self._count or 0, self._limits.pages) + 1)

    def _left(self) -> list[int]:
        done = self._pages.keys() | self._problems.keys() | self._done
        return [number for number in self._numbers() if number not in done]

    def _is_open(self) -> bool:
        if _FILE in self._problems:
            return False
        return self._count is None or bool(self._left())

    def _talk(self, connection: Connection) -> None:
        """Ask for what is left and take in the answers, while the process is there."""
        question = {
            "ask": "pages",
            "id": 0,
            "pages": self._left() if self._count is not None else None,
            "most": self._limits.pages,
            "images": self._images,
        }
        connection.wait(self._limits.patience)
        connection.send(question, self._content)
        while self._is_open():
            connection.wait(self._limits.patience)
            try:
                answer = connection.next()
            except TimeoutError:
                if self._begun is not None and self._taken() >= self._limits.seconds:
                    connection.end()
                raise
            self._take(answer)

    def _taken(self) -> float:
        return time.monotonic() - self._since

    def _take(self, answer: dict[str, Any]) -> None:
        if "refused" in answer:
            self._begun = None
            self._problems[_FILE] = self._file_problem(str(answer["refused"]))
        elif "began" in answer:
            self._begun = int(answer["page"])
            self._since = time.monotonic()
        elif "opened" in answer:
            self._begun = None
            self._count = int(answer["count"])
        elif "page" in answer:
            self._begun = None
            self._take_page(answer["page"])

    def _take_page(self, told: dict[str, Any]) -> None:
        number = int(told["number"])
        if number not in self._left():
            raise ConnectionAbortedError
        if problem := told.get("problem"):
            self._problems[number] = self._page_problem(number, str(problem))
        if "words" not in told:
            return
        page = _page(told)
        self._pages[number] = page
        if self._on_page:
            self._on_page(page, len(self._numbers()))

    def _settle_death(self) -> None:
        """Blame the page that was being read; once it is tried again.

        Not where it took all its time: then its own alarm ended the process.
        """
        number, self._begun = self._begun, None
        if number is None:
            return
        self._deaths[number] += 1
        took_all = self._taken() >= 0.95 * self._limits.seconds
        if not took_all and self._deaths[number] < _DEATHS:
            return
        if number == _FILE:
            self._problems[_FILE] = self._file_problem("heavy")
        else:
            self._problems[number] = self._page_problem(number, "heavy")

    def _leave(self, reason: str) -> None:
        """Say of all that is left why it was not read."""
        self._begun = None
        if self._count is None:
            self._problems[_FILE] = self._file_problem(reason)
        for number in self._left():
            self._problems[number] = self._page_problem(number, reason)

    def _file_problem(self, reason: str) -> Finding:
        if rule := _FILE_RULES.get(reason):
            return rule.finding()
        is_pdf = b"%PDF-" in self._content[:1024]
        if reason == "damaged":
            broken = refusals.PDF_BROKEN if is_pdf else page_problems.IMAGE_DAMAGED
            return broken.finding()
        return self._page_problem(1, reason)

    def _page_problem(self, number: int, reason: str) -> Finding:
        rule = _PAGE_RULES.get(reason, page_problems.PAGE_DAMAGED)
        millions = self._limits.pixels // 1_000_000
        return rule.finding(page=number, limit=millions)


def _page(told: dict[str, Any]) -> Page:
    """Return the page with its picture."""
    page = Page.from_json(told)
    image = told.get("image")
    if not image:
        return page
    return Page(
        number=page.number,
        width=page.width,
        height=page.height,
        words=page.words,
        source=page.source,
        engine=page.engine,
        turned=page.turned,
        skew=page.skew,
        image=base64.b64decode(image),
    )
