"""The pages of a PDF, a scan or a photo as words with their places.

Coordinates are points (1/72 inch) from the top left corner of the page as a person
holds it: what was scanned upside down or askew is turned before anything is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Any

from odoo.addons.einvoice_base.domain.reading import Box


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, without blanks inside.

    Attributes:
        confidence: How sure the engine is of its letters, 0 to 1; 1 in a text PDF.
    """

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def height(self) -> float:
        """Height of its letters in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Distance of its middle from the top of the page."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Distance of its middle from the left of the page."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright.

    Attributes:
        number: Counts from 1.
        width, height: Points.
        words: In the order of reading.
        source: ``text`` for a text layer, ``ocr`` for a picture that was read.
        engine: Who read the picture (``rapidocr``, ``tesseract``); ``None`` for text.
        turned: Degrees clockwise by which it was turned: 0, 90, 180 or 270.
        skew: Degrees clockwise by which it was straightened after that.
        image: JPEG of the upright page for the screen, where it was asked for.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    source: str = "text"
    engine: str | None = None
    turned: int = 0
    skew: float = 0.0
    image: bytes | None = field(default=None, repr=False, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the page for a JSON column, without its image.

        >>> page = Page(1, 595.0, 842.0, (Word("Total", 1, 10.0, 20.0, 40.0, 30.0),))
        >>> Page.from_json(page.as_json()) == page
        True
        """
        return {
            "number": self.number,
            "width": self.width,
            "height": self.height,
            "source": self.source,
            "engine": self.engine,
            "turned": self.turned,
            "skew": self.skew,
            "words": [
                [
                    round(word.left, 1),
                    round(word.top, 1),
                    round(word.right, 1),
                    round(word.bottom, 1),
                    word.text,
                    round(word.confidence, 3),
                ]
                for word in self.words
            ],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Page:
        """Return the page from a JSON column."""
        number = int(kept["number"])
        words = tuple(
            Word(text, number, left, top, right, bottom, confidence)
            for left, top, right, bottom, text, confidence in kept["words"]
        )
        return cls(
            number=number,
            width=float(kept["width"]),
            height=float(kept["height"]),
            words=words,
            source=kept.get("source") or "text",
            engine=kept.get("engine"),
            turned=int(kept.get("turned") or 0),
            skew=float(kept.get("skew") or 0.0),
        )


# No page of an invoice says more, and no row or word of it is longer: a page is hostile
# until read, and what follows takes its time by their number.
_MOST_WORDS = 6000
_MOST_IN_BAND = 250
_LONGEST_WORD = 80


def capped(page: Page) -> Page:
    """Return a page without what no invoice has: endless words, rows and pages.

    >>> page = Page(1, 595.0, 842.0, (Word("1" * 999, 1, 0.0, 0.0, 9.0, 9.0),))
    >>> len(capped(page).words[0].text)
    80
    """
    bands: dict[int, int] = {}
    kept: list[Word] = []
    for word in page.words[:_MOST_WORDS]:
        band = int(word.middle // 4)
        bands[band] = bands.get(band, 0) + 1
        if bands[band] <= _MOST_IN_BAND:
            is_long = len(word.text) > _LONGEST_WORD
            kept.append(
                replace(word, text=word.text[:_LONGEST_WORD]) if is_long else word
            )
    if len(kept) == len(page.words) and all(map(is_, kept, page.words)):
        return page
    return replace(page, words=tuple(kept))


def box_of(words: Iterable[Word]) -> Box | None:
    """Return the box around words of one page, ``None`` without words.

    >>> box_of([Word("a", 1, 1.0, 5.0, 2.0, 9.0), Word("b", 1, 3.0, 4.0, 6.0, 8.0)])
    Box(page=1, left=1.0, top=4.0, right=6.0, bottom=9.0)
    """
    placed = list(words)
    if not placed:
        return None
    return Box(
        page=placed[0].page,
        left=min(word.left for word in placed),
        top=min(word.top for word in placed),
        right=max(word.right for word in placed),
        bottom=max(word.bottom for word in placed),
    )
