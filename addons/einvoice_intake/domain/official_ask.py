"""Asking the official checks about documents.

Asking never fails: each document gets an answer, or the reason why it has none. A
worker that dies is started again, once for the document that took it down; the others
are only asked anew.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..worker import plan
from .official_worker import Connection, NotReachedError, NotRun, Worker, connected
from .worker_link import status_of

Answer = dict[str, Any] | NotRun

_DEATHS = 2
# A worker that ended without having begun anything had grown too large, or another
# client's document took it down. So often in a row is no chance.
_STARTS = 10
# The next document lies ready while one is judged, if the socket can hold it.
_SMALL = 64 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """One document to check.

    Attributes:
        content: The XML.
        profile: Short name of its specification, empty when it states none.
        is_facturx: It was embedded in a PDF.
        is_french: Its seller is French.
        checks: Names of the checks, instead of those that are for such a file.
    """

    content: bytes = field(repr=False)
    profile: str = ""
    is_facturx: bool = False
    is_french: bool = False
    checks: tuple[str, ...] = ()

    def header(self, key: int) -> dict[str, Any]:
        """Return what the worker is told besides the XML."""
        return {
            "id": key,
            "profile": self.profile,
            "is_facturx": self.is_facturx,
            "is_french": self.is_french,
            "checks": self.checks,
        }

    def plans(self) -> frozenset[tuple[str, ...]]:
        """Return the lists of checks that an answer may have, one for each syntax."""
        if self.checks:
            return frozenset({tuple(self.checks)})
        return frozenset(
            plan.checks_for(
                syntax,
                self.profile,
                is_facturx=self.is_facturx,
                is_french=self.is_french,
            )
            for syntax in plan.Syntax
        )


def ask(questions: Sequence[Question], worker: Worker) -> list[Answer]:
    """Return for each document what the official checks say, or why they do not.

    Args:
        questions: Documents; those of one call are judged in one go.
        worker: How to reach the worker.
    """
    return _Conversation(questions, worker).answers()


def status(worker: Worker) -> dict[str, Any] | NotRun:
    """Return what the worker is and which editions it uses; starts it if needed."""
    return status_of(worker, _DEATHS + 1)


class _Conversation:
    """One call: what is still to be answered, and what happened on the way."""

    def __init__(self, questions: Sequence[Question], worker: Worker) -> None:
        self._questions = questions
        self._worker = worker
        self._answers: dict[int, Answer] = {}
        self._deaths: Counter[int] = Counter()
        self._until = time.monotonic() + worker.patience
        self._begun: int | None = None
        self._since = 0.0

    def answers(self) -> list[Answer]:
        """Talk to as many workers as it takes."""
        in_vain = 0
        while left := len(self._open()):
            if self._left() <= 0:
                return self._with_rest(NotRun.BUSY)
            try:
                with connected(self._worker) as connection:
                    self._talk(connection)
            except NotReachedError as error:
                return self._with_rest(error.reason)
            except OSError:
                self._settle_death()
            in_vain = in_vain + 1 if len(self._open()) == left else 0
            if in_vain == _STARTS:
                return self._with_rest(NotRun.DIED)
        return self._with_rest(NotRun.DIED)

    def _open(self) -> deque[int]:
        keys = range(len(self._questions))
        return deque(key for key in keys if key not in self._answers)

    def _with_rest(self, reason: NotRun) -> list[Answer]:
        keys = range(len(self._questions))
        return [self._answers.get(key, reason) for key in keys]

    def _left(self) -> float:
        return self._until - time.monotonic()

    def _talk(self, connection: Connection) -> None:
        """Send what is open and take the answers, while the worker is there."""
        waiting = self._open()
        sent = self._send(connection, waiting)
        while len(self._answers) < len(self._questions):
            try:
                header = self._next(connection)
            except TimeoutError:
                self._end_hung(connection)
                raise
            if "began" in header:
                self._begun = self._asked(header["began"])
                self._since = time.monotonic()
                if waiting and len(self._questions[waiting[0]].content) <= _SMALL:
                    sent += self._send(connection, waiting)
            elif "answer" in header:
                self._take(header)
                sent -= 1
                if not sent:
                    sent += self._send(connection, waiting)

    def _send(self, connection: Connection, waiting: deque[int]) -> int:
        """Send the next document; return how many that were."""
        if not waiting:
            return 0
        key = waiting.popleft()
        question = self._questions[key]
        connection.wait(self._left())
        connection.send(question.header(key), question.content)
        return 1

    def _next(self, connection: Connection) -> dict[str, Any]:
        """Wait as long as the document may take, but not beyond the patience."""
        seconds = self._left()
        if self._begun is not None:
            # A second more than the worker gives itself.
            seconds = min(seconds, self._allowed() + 1 - self._taken())
        connection.wait(seconds)
        return connection.next()

    def _asked(self, key: object) -> int:
        """Return which document the worker speaks of, if it is one that it got."""
        if type(key) is not int or not 0 <= key < len(self._questions):
            raise ConnectionAbortedError
        if key in self._answers:
            raise ConnectionAbortedError
        return key

    def _allowed(self) -> float:
        """Return the seconds that the document being judged may take."""
        assert self._begun is not None
        return self._worker.limit(len(self._questions[self._begun].content))

    def _taken(self) -> float:
        return time.monotonic() - self._since

    def _take(self, header: dict[str, Any]) -> None:
        key = self._asked(header["answer"])
        self._begun = None
        if "problem" in header:
            self._answers[key] = NotRun.UNREADABLE
        elif _names(header) in self._questions[key].plans():
            self._answers[key] = header
        else:
            self._answers[key] = NotRun.NO_ANSWER

    def _settle_death(self) -> None:
        """Blame the document that was being judged, if one was."""
        key, self._begun = self._begun, None
        if key is None:
            return
        size = len(self._questions[key].content)
        # Ended by the worker's own alarm, or by impatience: not tried again.
        if self._taken() >= 0.95 * self._worker.limit(size):
            self._answers[key] = NotRun.TOO_LONG
            return
        self._deaths[key] += 1
        if self._deaths[key] >= _DEATHS:
            self._answers[key] = NotRun.DIED

    def _end_hung(self, connection: Connection) -> None:
        """End a worker that its alarm did not end; one that is only busy goes on."""
        if self._begun is None:
            return
        if self._taken() < self._allowed():
            # The patience is over before the document's own time.
            self._begun = None
            return
        connection.end()


def _names(answer: dict[str, Any]) -> tuple[str, ...]:
    """Return the checks that an answer is of; none when it is no answer."""
    try:
        return tuple(str(each["check"]) for each in answer["checks"])
    except (KeyError, TypeError):
        return ()
