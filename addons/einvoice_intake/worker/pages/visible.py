"""Which words of a text layer a person sees on the page.

White on white, without ink, painted over, cut away or tiny: such words are in the file,
not on the paper, and may say anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from .found import Picture
from .layer import Row

# Values of 255 by which letters differ from their ground at least.
_LEAST_CONTRAST = 25
# Letters have ink in that share of their columns; a rule across has it in one.
_INKED_COLUMNS = 0.15
# Points; smaller letters are no print.
_TINY_HEIGHT = 3.0
_TINY_WIDTH = 1.2
# Of the height of a word: there its neighbours begin.
_MARGIN = 0.1


def seen(rows: Sequence[Row], picture: Picture, width: float) -> list[Row]:
    """Return the words that left ink.

    Args:
        rows: Words in points of the upright page.
        picture: The upright page as it is drawn, blue, green, red.
        width: Of the page in points.
    """
    scale = picture.shape[1] / max(width, 1.0)
    return [row for row in rows if _is_seen(row, picture, scale)]


def _is_seen(row: Row, picture: Picture, scale: float) -> bool:
    left, top, right, bottom, text, _confidence = row
    if not any(map(str.isalnum, text)):
        return True
    height = bottom - top
    if height < _TINY_HEIGHT:
        if (right - left) / len(text) < _TINY_WIDTH:
            return False
        # Some fonts do not say how high they are.
        top, bottom = top - _TINY_HEIGHT, bottom + _TINY_HEIGHT
    else:
        top, bottom = top + _MARGIN * height, bottom - _MARGIN * height
    first, last = max(round(top * scale), 0), max(round(bottom * scale), 0)
    begin, end = max(int(left * scale), 0), max(int(right * scale) + 1, 0)
    return _has_ink(picture[first : last + 1, begin:end])


def _has_ink(crop: Picture) -> bool:
    """Tell letters from plain ground and from a rule that crosses it."""
    if not crop.size:
        return False
    along = crop.max(axis=1).astype(int) - crop.min(axis=1)
    if along.max() < _LEAST_CONTRAST:
        return False
    down = (crop.max(axis=0).astype(int) - crop.min(axis=0)).max(axis=-1)
    return bool((down >= _LEAST_CONTRAST).mean() >= _INKED_COLUMNS)
