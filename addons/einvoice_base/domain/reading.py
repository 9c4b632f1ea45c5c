"""A reading: an invoice, and how sure each field of it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .findings import Finding
from .invoice import Invoice


@dataclass(frozen=True, slots=True)
class Box:
    """Place on a page, in PDF points from the top left corner; pages count from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it was read.

    Attributes:
        value: The text as it stands in the source.
        confidence: Ratio 0 to 1: of all fields said 0.9, nine in ten are right.
        box: Where it stands; ``None`` in structured files.
    """

    value: str
    confidence: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader understood of one file.

    Attributes:
        invoice: The content; ``None`` when the file holds no readable invoice.
        format: ``factur-x``, ``cii``, ``ubl``, ``text-pdf``, ``scan`` or ``other``.
        profile: Short name (``minimum``, ``basicwl``, ``basic``, ``en16931``,
            ``extended``, ``extended-ctc-fr``, ``xrechnung``, ``peppol``), or ``None``.
        fields: Attribute path of the invoice (``totals.gross``) to field, for sources
            that are not certain; empty for structured files, which are.
        problems: What the reader noticed, as findings.
        xml: The structured part, as it arrived; ``None`` without one.
        pdf: The readable page, as it arrived; ``None`` without one.
    """

    invoice: Invoice | None
    format: str
    profile: str | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    problems: tuple[Finding, ...] = ()
    xml: bytes | None = field(default=None, repr=False)
    pdf: bytes | None = field(default=None, repr=False)
