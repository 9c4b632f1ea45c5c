"""Fonts of the sheet: embedded, and never a character that silently is not there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

# Vera comes with reportlab and has all of French: a sheet looks the same everywhere.
# The others are taken only for characters that it lacks, where they are installed.
_REGULAR = ("Vera.ttf", "DejaVuSans.ttf", "FreeSans.ttf", "DroidSansFallbackFull.ttf")
_BOLD = ("VeraBd.ttf", "DejaVuSans-Bold.ttf", "FreeSansBold.ttf", *_REGULAR)
_SPACES = str.maketrans({"\u202f": "\xa0", "\t": " ", "\u2011": "-", "\xad": ""})
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn")


@dataclass(frozen=True)
class Typeface:
    """A registered font and the characters it can show."""

    name: str
    shows: Callable[[str], bool]


@dataclass(frozen=True)
class Typefaces:
    """Fonts in the order in which they are asked for a character."""

    faces: tuple[Typeface, ...]

    @property
    def first(self) -> str:
        """Name of the font for whatever it can show."""
        return self.faces[0].name

    def markup(self, text: str) -> str:
        """Return a text of anybody as the content of a ``Paragraph``.

        What no font shows, and what would be invisible or turn the line around, stands
        there by its number: ``[U+4E2D]``.
        """
        lines = _plain(text).splitlines()
        return "<br/>".join(map(self._line, lines))

    def misses(self, text: str) -> bool:
        """Tell whether something of the text is shown by its number only."""
        return any(
            self._face(char) is None
            for line in _plain(text).splitlines()
            for char in line
        )

    def _line(self, text: str) -> str:
        parts = []
        for face, run in groupby(text, self._face):
            if face is None:
                parts.append("".join(f"[U+{ord(char):04X}]" for char in run))
            elif face.name == self.first:
                parts.append(escape("".join(run)))
            else:
                shown = escape("".join(run))
                parts.append(f'<font name="{face.name}">{shown}</font>')
        return "".join(parts)

    def _face(self, char: str) -> Typeface | None:
        if unicodedata.category(char) in _INVISIBLE:
            return None
        return next((face for face in self.faces if face.shows(char)), None)


@cache
def typefaces(is_bold: bool = False) -> Typefaces:
    """Return the fonts of this machine; one of the PDF standard where none is found."""
    weight = "Bold" if is_bold else "Regular"
    found = []
    for file in _BOLD if is_bold else _REGULAR:
        name = f"Sheet{weight}-{file.partition('.')[0]}"
        try:
            font = TTFont(name, file)
        except (TTFError, OSError):
            continue
        pdfmetrics.registerFont(font)
        found.append(Typeface(name, _of_glyphs(font.face.charToGlyph)))
    standard = "Helvetica-Bold" if is_bold else "Helvetica"
    return Typefaces((*found, Typeface(standard, _is_western)))


def _of_glyphs(glyphs: dict[int, int]) -> Callable[[str], bool]:
    return lambda char: ord(char) in glyphs


def _is_western(char: str) -> bool:
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_SPACES)
