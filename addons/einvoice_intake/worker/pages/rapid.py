"""The engine ``rapidocr``: it finds lines, then reads their letters one by one.

Its models lie in its wheel, so it needs no network. It is asked in two steps, because
its own words carry the confidence of other letters (3.10).
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from .found import EngineMissingError, Found, Picture, Piece, Quad
from .geometry import slope_of, turned, turned_quad

# Longer sides than that find no more lines, and take longer.
_FINDING_SIDE = 2000
# Lines below are noise: stains, stamps, handwriting read as letters.
_LEAST_CONFIDENCE = 0.5
# A line is upright text where it is that much longer than high.
_TALL = 1.5
# Upright pages stand above it; below, the longest lines are also read upside down.
_CERTAIN = 0.93
_SAMPLE = 6
# A page lies on its side when most of its text, by length, stands upright.
_MOST = 0.6
_NOWHERE: Quad = ((0.0, 0.0),) * 4
# A gap of so many columns of the network (six are one line height) parts two words,
# also where it read no blank.
_GAP = 5
# Where a blank before or after a mark is often not read: "IBAN:FR76", "N°12",
# "12,50A" (the letter of a VAT rate), "38place", "TVA(20".
_GLUED = re.compile(
    r"""(?<=[^\W\d]:)(?=\w)
    |(?<=^:)(?=\w)
    |(?<=[^\W\d][°).]:)(?=\w)
    |(?<=\w)(?=[·•|])|(?<=[·•|])(?=\w)
    |(?<=[Nn][°º])(?=\w)
    |(?<=\d[.,]\d\d)(?=[A-Z]$)
    |(?<=\d)(?=[^\W\d]{4,}$)
    |(?<=[^\W\d]{3})(?=\(\w{2})""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter: its centre (0 to 1 of the line) and how sure it is."""

    text: str
    centre: float
    confidence: float
    column: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: words of letters, the mean confidence, and its corners."""

    words: tuple[tuple[_Letter, ...], ...] = ()
    text: str = ""
    confidence: float = 0.0
    quad: Quad = _NOWHERE


class RapidEngine:
    """See :class:`found.Engine`.

    Args:
        threads: How many it may use.
    """

    name = "rapidocr"

    def __init__(self, threads: int) -> None:
        # Nothing is sent or fetched: what is missing is missing.
        os.environ.setdefault("OMP_NUM_THREADS", str(threads))
        try:
            from rapidocr import RapidOCR
        except ImportError as error:
            raise EngineMissingError(self.name) from error
        self._engine: Any = RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.log_level": "critical",
                "Global.max_side_len": _FINDING_SIDE,
            }
        )
        self._engine.return_word_box = True

    def read(self, picture: Picture) -> Found:  # pylint: disable=method-required-super
        """Find lines, turn the page where they stand upright or read badly."""
        quads = self._lines_in(picture)
        if not quads:
            return Found()
        turn = self._sideways(picture, quads)
        if turn:
            picture = turned(picture, turn)
            quads = self._lines_in(picture)
        lines = self._read_lines(picture, quads)
        if self._is_upside_down(picture, quads, lines):
            turn = (turn + 180) % 360
            height, width = picture.shape[:2]
            picture = turned(picture, 180)
            quads = [turned_quad(quad, width, height) for quad in quads]
            lines = self._read_lines(picture, quads)
        pieces = [
            piece
            for line in lines
            if line.confidence >= _LEAST_CONFIDENCE
            for piece in _pieces(line)
        ]
        return Found(turn, slope_of(quads), tuple(pieces))

    def read_crops(self, crops: Sequence[Picture]) -> list[tuple[str, float]]:
        """Read pictures of one line each."""
        lines = self._recognised(list(crops))
        return [(line.text, line.confidence) for line in lines]

    def _lines_in(self, picture: Picture) -> list[Quad]:
        found = self._engine(picture, use_det=True, use_cls=False, use_rec=False)
        self._engine.use_rec = True
        if found is None or found.boxes is None:
            return []
        return [
            tuple((float(x), float(y)) for x, y in box)  # type: ignore[misc]
            for box in found.boxes
        ]

    def _sideways(self, picture: Picture, quads: list[Quad]) -> int:
        """Return the turn of a page whose lines stand upright, 0 for other pages."""
        tall = [quad for quad in quads if _is_tall(quad)]
        if sum(map(_length, tall)) <= _MOST * sum(map(_length, quads)):
            return 0
        return self._better(picture, tall, 270, 90)

    def _is_upside_down(
        self, picture: Picture, quads: list[Quad], lines: list[_Line]
    ) -> bool:
        letters = sum(len(line.text) for line in lines)
        certain = sum(len(line.text) * line.confidence for line in lines)
        if not letters or certain > _CERTAIN * letters:
            return False
        flat = [quad for quad in quads if not _is_tall(quad)]
        return self._better(picture, flat, 0, 180) == 180

    def _better(
        self, picture: Picture, quads: list[Quad], first: int, second: int
    ) -> int:
        """Return which of two turns makes the longest lines read with confidence."""
        longest = sorted(quads, key=_length)[-_SAMPLE:]
        score = {}
        for turn in (first, second):
            crops = [_crop(picture, _seen_after(quad, turn)) for quad in longest]
            lines = self._recognised(crops)
            score[turn] = sum(len(each.text) * each.confidence**4 for each in lines)
        return max(score, key=lambda turn: score[turn])

    def _read_lines(self, picture: Picture, quads: list[Quad]) -> list[_Line]:
        """Read lines; those in the margin that stand upright from both sides."""
        flat = [quad for quad in quads if not _is_tall(quad)]
        tall = [quad for quad in quads if _is_tall(quad)]
        placed = [*flat, *(_seen_after(quad, 270) for quad in tall)]
        placed += [_seen_after(quad, 90) for quad in tall]
        read = self._recognised([_crop(picture, quad) for quad in placed])
        lines = [
            replace(line, quad=quad) for line, quad in zip(read, placed, strict=True)
        ]
        start = len(flat)
        kept, middle = lines[:start], start + len(tall)
        for one, other in zip(lines[start:middle], lines[middle:], strict=True):
            kept.append(max(one, other, key=lambda line: line.confidence))
        return kept

    def _recognised(self, crops: list[Picture]) -> list[_Line]:
        if not crops:
            return []
        found = self._engine.recognize_txt(crops)
        return [
            _line(text, info)
            for text, info in zip(found.txts, found.word_results, strict=True)
        ]


def _line(text: str, info: Any) -> _Line:
    """Put together the letters of a line and what the network says of each."""
    columns = [column for word in info.word_cols for column in word]
    confidences = list(info.confs)
    plain = [each for each in text if not each.isspace()]
    if len(columns) != len(plain) or len(confidences) < len(text):
        return _Line()
    width = max(float(info.line_txt_len), 1.0)
    words: list[list[_Letter]] = [[]]
    taken = 0
    for letter, confidence in zip(text, confidences, strict=False):
        if letter.isspace():
            words.append([])
            continue
        column = columns[taken]
        taken += 1
        if words[-1] and column - words[-1][-1].column > _GAP:
            words.append([])
        centre = (column + 0.5) / width
        words[-1].append(_Letter(letter, centre, float(confidence), column))
    mean = sum(confidences) / len(confidences) if plain else 0.0
    kept = tuple(part for word in words if word for part in _unglued(word))
    return _Line(kept, text, float(mean))


def _unglued(word: list[_Letter]) -> list[tuple[_Letter, ...]]:
    """Part what the network read without the blank that is printed."""
    text = "".join(letter.text for letter in word)
    if len(text) != len(word):
        return [tuple(word)]
    places = [0, *(match.start() for match in _GLUED.finditer(text)), len(text)]
    parts = [tuple(word[start:end]) for start, end in itertools.pairwise(places)]
    return [part for part in parts if part]


def _pieces(line: _Line) -> list[Piece]:
    """Place the words of a line by the centres of their letters."""
    letters = [letter for word in line.words for letter in word]
    steps = [
        after.centre - before.centre
        for word in line.words
        for before, after in itertools.pairwise(word)
    ]
    half = (median(steps) if steps else 1 / max(len(letters), 1)) / 2
    pieces = []
    for word in line.words:
        left = max(word[0].centre - half, 0.0)
        right = min(word[-1].centre + half, 1.0)
        pieces.append(
            Piece(
                "".join(letter.text for letter in word),
                _part(line.quad, left, right),
                min(letter.confidence for letter in word),
            )
        )
    return pieces


def _part(quad: Quad, left: float, right: float) -> Quad:
    """Return the part of a line between two shares of its length."""
    first, second, third, fourth = quad

    def between(start: Any, end: Any, share: float) -> tuple[float, float]:
        return (
            start[0] + (end[0] - start[0]) * share,
            start[1] + (end[1] - start[1]) * share,
        )

    return (
        between(first, second, left),
        between(first, second, right),
        between(fourth, third, right),
        between(fourth, third, left),
    )


def _sides(quad: Quad) -> tuple[float, float]:
    """Return width and height of a quad in pixels."""
    (x0, y0), (x1, y1), _third, (x3, y3) = quad
    return (
        ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5,
        ((x3 - x0) ** 2 + (y3 - y0) ** 2) ** 0.5,
    )


def _length(quad: Quad) -> float:
    return max(_sides(quad))


def _is_tall(quad: Quad) -> bool:
    width, height = _sides(quad)
    return height > _TALL * width


def _seen_after(quad: Quad, degrees: int) -> Quad:
    """Return the corners in the order in which they stand after a turn clockwise."""
    start = -degrees // 90 % 4
    return (*quad[start:], *quad[:start])  # type: ignore[return-value]


def _crop(picture: Picture, quad: Quad) -> Picture:
    """Cut out a line and straighten it."""
    import cv2
    import numpy

    width, height = (max(round(side), 1) for side in _sides(quad))
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    matrix = cv2.getPerspectiveTransform(
        numpy.array(quad, numpy.float32), numpy.array(corners, numpy.float32)
    )
    return cv2.warpPerspective(
        picture,
        matrix,
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_CUBIC,
    )
