"""The one gate of a bill: what stops it, and what its sealed record holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Action(Enum):
    """What the gate guards."""

    POST = "post"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why a bill cannot be posted or paid.

    Attributes:
        code: Stable machine name, such as the code of a rule or ``held``.
        sentence: The reason, in the language of the reader.
        advice: What to do about it, in the language of the reader.
    """

    code: str
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part of the sealed record of a bill.

    Attributes:
        name: File name, unique within the record.
        kind: What it proves: ``journal``, ``findings``, ``original``…
        content: The bytes.
    """

    name: str
    kind: str
    content: bytes = field(repr=False)
