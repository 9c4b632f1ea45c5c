"""What an engine finds in a picture, and what every engine must do.

Arrays are pictures of ``numpy``: height, width and three colours (blue, green, red),
eight bits each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Picture = Any
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


class EngineMissingError(Exception):
    """The library or the program of an engine is not installed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One word in a picture.

    Attributes:
        text: Without blanks.
        quad: Its corners in pixels: upper left, upper right, lower right, lower left.
        confidence: Of its least certain letter, 0 to 1.
    """

    text: str
    quad: Quad
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """The words of a picture.

    Attributes:
        turned: Degrees clockwise by which the picture was turned to be upright.
        slope: Degrees clockwise by which its lines still fall to the right.
        pieces: In pixels of the picture as it was turned.
    """

    turned: int = 0
    slope: float = 0.0
    pieces: tuple[Piece, ...] = ()


class Engine(Protocol):
    """Reads words in pictures, in this process and with its own threads only."""

    name: str

    def read(self, picture: Picture) -> Found:  # pylint: disable=method-required-super
        """Find the words of a page that may lie on its side or upside down."""

    def read_crops(self, crops: Sequence[Picture]) -> list[tuple[str, float]]:
        """Read small upright pictures of one line each: text and confidence."""
