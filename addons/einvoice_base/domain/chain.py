"""The hash chain of the journal: each line proves the one before it.

The text that is hashed is stored with the line, so that a reader outside Odoo can check
the chain with SHA-256 and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

# What the first line of a company's chain stands on.
GENESIS = "0" * 64


def canonical(facts: Mapping[str, str]) -> str:
    """Write the facts of one line as the text that is hashed.

    Keys and values are text; the order of the keys does not matter.

    >>> canonical({"b": "2", "a": "é"})
    '{"a":"é","b":"2"}'
    """
    return json.dumps(
        dict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def link(previous: str, text: str) -> str:
    """Return the SHA-256, in hexadecimal, of a line that follows another.

    >>> link(GENESIS, "{}") == link(GENESIS, "{}"), len(link(GENESIS, "{}"))
    (True, 64)
    """
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainedLine:
    """One sealed line: its place in the chain (from 1), its text and its hash."""

    position: int
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a check of the chain.

    Attributes:
        checked: Lines whose hash was right.
        broken: Place of the first line that is wrong or missing; ``None`` when sound.
        head: Hash of the last sound line.
        unchained: Lines written but not yet chained.
    """

    checked: int
    broken: int | None
    head: str
    unchained: int = 0


def verify(lines: Iterable[ChainedLine]) -> Verdict:
    """Walk a chain from its first line and stop at the first break.

    >>> one = ChainedLine(1, "{}", link(GENESIS, "{}"))
    >>> verify([one]).broken, verify([ChainedLine(1, "{ }", one.sha256)]).broken
    (None, 1)
    """
    head, checked = GENESIS, 0
    for line in lines:
        if line.position != checked + 1 or line.sha256 != link(head, line.text):
            return Verdict(checked, checked + 1, head)
        head, checked = line.sha256, checked + 1
    return Verdict(checked, None, head)


def against_head(verdict: Verdict, position: int, sha256: str) -> Verdict:
    """Compare a sound chain with the end that the last sealing noted.

    Lines cut from the end leave no gap, so only the noted end shows their loss.

    >>> sound = Verdict(2, None, "b")
    >>> against_head(sound, 2, "b").broken, against_head(sound, 3, "c").broken
    (None, 3)
    """
    if verdict.broken is not None or (verdict.checked, verdict.head) == (
        position,
        sha256,
    ):
        return verdict
    return replace(verdict, broken=min(verdict.checked, position) + 1)
