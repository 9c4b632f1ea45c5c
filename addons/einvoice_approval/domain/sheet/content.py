"""What an approval sheet says, in words that are translated already."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """How a result is to be read; the words say it too."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetDecision:
    """What one person was asked, and the answer.

    Attributes:
        step: Name of the step.
        person: Who was asked.
        notes: Why that person, in whose place, the mark of the single approver: one
            sentence each.
        answer: The answer in words.
        tone: How the answer is to be read.
        answered: More on the answer: the amount approved in part, who gave it instead.
        when: Moments and where it came from: one sentence each, with the time zone.
        words: Reason, comment, question and its answer.
    """

    step: str
    person: str
    answer: str
    tone: Tone = Tone.NEUTRAL
    notes: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    words: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRound:
    """One run of the circuit.

    Attributes:
        title: Number and result, short: it is repeated on each page.
        period: When it was opened and closed, short as well.
        tone: How the result is to be read.
        decisions: In the order in which they were asked.
        remarks: What the circuit could not do as it is written.
        facts: What exactly was put forward: amounts, due date, account.
        proof: What it is recognised by, in a line of its own.
    """

    title: str
    period: str
    tone: Tone = Tone.NEUTRAL
    decisions: tuple[SheetDecision, ...] = ()
    remarks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    proof: Fact | None = None


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """Something a rule noticed on the bill, and what became of it.

    Attributes:
        title: Severity and what was noticed.
        message: With its figures.
        outcome: Whether it stands, or who lifted it, when and why.
    """

    title: str
    message: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SheetLabels:
    """The fixed words of the sheet.

    Attributes:
        title: Of the document.
        columns: Step; person; decision; when and from where.
        remarks: Before the remarks of a round.
        findings: Title of the findings.
        page: ``"Page %(page)s of %(count)s"``.
        unreadable: Explains ``[U+…]``; shown only where a character has no glyph.
    """

    title: str
    columns: tuple[str, str, str, str]
    remarks: str
    findings: str
    page: str
    unreadable: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an approval sheet says.

    Attributes:
        language: As in a document: ``fr-FR``.
        labels: The fixed words.
        company: Whose bill it is.
        bill: Short name of the bill; it is repeated on each page.
        result: Where the approval stands.
        tone: How the result is to be read.
        facts: The bill: supplier, numbers, dates, amounts.
        rounds: The oldest first.
        findings: What was noticed on the bill.
        notes: Sentences at the end.
        warnings: Sentences at the beginning that a reader must not miss.
    """

    language: str
    labels: SheetLabels
    company: str
    bill: str
    result: str
    tone: Tone = Tone.NEUTRAL
    facts: tuple[Fact, ...] = ()
    rounds: tuple[SheetRound, ...] = ()
    findings: tuple[SheetFinding, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
