"""The engine Tesseract, through ``pytesseract``: a program that reads one picture."""

from __future__ import annotations

import itertools
import os
import re
from bisect import bisect
from collections.abc import Sequence
from typing import Any

from .found import EngineMissingError, Found, Picture, Piece
from .geometry import slope_of, turned

_LANGUAGES = "fra+eng"
# One column of text of several sizes: rows of a table stay together.
_PAGE = "--psm 4"
_BLOCK = "--psm 6"
# Pixels of paper around each of several pictures in one.
_AROUND = 20
# Mean confidence of a page that certainly stands upright.
_CERTAIN = 0.7
_ROTATE = re.compile(r"Rotate: (\d+)")


class TesseractEngine:
    """See :class:`found.Engine`.

    Args:
        seconds: Most time for one call of the program.
    """

    name = "tesseract"

    def __init__(self, seconds: float) -> None:
        # A second thread waits more than it works (measured).
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            import pytesseract

            pytesseract.get_tesseract_version()
            known = set(pytesseract.get_languages())
        except Exception as error:
            # Not installed, or it cannot be run: for the reader the same.
            raise EngineMissingError(self.name) from error
        languages = [each for each in _LANGUAGES.split("+") if each in known]
        if not languages:
            raise EngineMissingError(self.name)
        self._languages = "+".join(languages)
        self._library: Any = pytesseract
        self._seconds = seconds

    def read(self, picture: Picture) -> Found:  # pylint: disable=method-required-super
        """Find words; a page that reads badly is turned as the program proposes."""
        pieces = self._words(picture)
        if not self._is_doubtful(pieces):
            return Found(0, _slope(pieces), tuple(pieces))
        turn = self._proposed_turn(picture)
        if not turn:
            return Found(0, _slope(pieces), tuple(pieces))
        other = self._words(turned(picture, turn))
        if _certainty(other) <= _certainty(pieces):
            return Found(0, _slope(pieces), tuple(pieces))
        return Found(turn, _slope(other), tuple(other))

    def read_crops(self, crops: Sequence[Picture]) -> list[tuple[str, float]]:
        """Read pictures of one line each, one under the other in one call."""
        sheet, edges = _stacked(crops)
        read: list[list[Piece]] = [[] for _crop in crops]
        for piece in self._words(sheet, _BLOCK) if crops else []:
            middle = (piece.quad[0][1] + piece.quad[3][1]) / 2
            read[max(bisect(edges, middle) - 1, 0)].append(piece)
        return [
            (
                " ".join(piece.text for piece in pieces),
                min((piece.confidence for piece in pieces), default=0.0),
            )
            for pieces in read
        ]

    def _words(self, picture: Picture, mode: str = _PAGE) -> list[Piece]:
        table = self._library.image_to_data(
            picture,
            lang=self._languages,
            config=mode,
            timeout=self._seconds,
            output_type=self._library.Output.DICT,
        )
        pieces = []
        for place, text in enumerate(table["text"]):
            confidence = float(table["conf"][place]) / 100
            if not text.strip() or confidence <= 0:
                continue
            left, top = float(table["left"][place]), float(table["top"][place])
            right = left + float(table["width"][place])
            bottom = top + float(table["height"][place])
            quad = ((left, top), (right, top), (right, bottom), (left, bottom))
            pieces += [Piece(text.strip(), quad, confidence)]
        return pieces

    def _is_doubtful(self, pieces: list[Piece]) -> bool:
        letters = sum(len(piece.text) for piece in pieces)
        return _certainty(pieces) < _CERTAIN * letters or not letters

    def _proposed_turn(self, picture: Picture) -> int:
        """Return the turn clockwise, 0 where the program cannot tell."""
        try:
            said = self._library.image_to_osd(picture, timeout=self._seconds)
        except Exception:  # noqa: BLE001
            # Too few letters.
            return 0
        match = _ROTATE.search(said)
        return int(match[1]) % 360 if match else 0


def _stacked(crops: Sequence[Picture]) -> tuple[Picture, list[int]]:
    """Put pictures one under the other; return the upper edge of each as well."""
    import numpy

    width = max((crop.shape[1] for crop in crops), default=1) + 2 * _AROUND
    height = sum(crop.shape[0] + 2 * _AROUND for crop in crops)
    sheet = numpy.full((max(height, 1), width, 3), 255, numpy.uint8)
    edges, top = [], 0
    for crop in crops:
        edges.append(top)
        rows = slice(top + _AROUND, top + _AROUND + crop.shape[0])
        sheet[rows, _AROUND : _AROUND + crop.shape[1]] = crop
        top += crop.shape[0] + 2 * _AROUND
    return sheet, edges


def _certainty(pieces: list[Piece]) -> float:
    return sum(len(piece.text) * piece.confidence for piece in pieces)


def _slope(pieces: list[Piece]) -> float:
    """Return the slope of rows, by the words at both of their ends."""
    lines = []
    for first, second in itertools.pairwise(pieces):
        (left, top), (_r, _t), (right, bottom) = (
            first.quad[0],
            first.quad[1],
            second.quad[2],
        )
        height = first.quad[3][1] - top
        if right > left and abs(bottom - first.quad[3][1]) < height:
            lines.append(
                (
                    (left, first.quad[3][1]),
                    (right, bottom),
                    (right, bottom + height),
                    (left, first.quad[3][1] + height),
                )
            )
    return slope_of(lines)
