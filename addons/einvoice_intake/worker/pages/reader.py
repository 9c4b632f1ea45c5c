"""One page of a file: by its text layer, or as a picture by an engine."""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from .found import Engine, EngineMissingError, Found, Picture
from .geometry import (
    LEAST_SLOPE,
    box_of,
    straight_point,
    straight_size,
    straightened,
    turned,
)
from .layer import Layer
from .rapid import RapidEngine
from .source import INCH, RefusedError, Source, open_source
from .tesseract import TesseractEngine
from .visible import seen

# More makes no engine better and each slower (measured).
_READING_DPI = 200.0
_DOUBT_DPI = 300.0
_SHOWN_DPI = 120.0
_SHOWN_QUALITY = 60
# An A4 page at 200 dpi has 3.9 million.
_MOST_PIXELS = 9e6
# Grey values of paper differ by less where nothing is printed.
_BLANK_SPREAD = 2.5
_NEEDS = {
    "rapidocr": ("rapidocr", "onnxruntime", "cv2"),
    "tesseract": ("pytesseract",),
}
# More hidden words than that are no mark of a program, and are told.
_FEW_HIDDEN = 3
# Where most of the words are hidden, the page is what is seen of it.
_MOSTLY_HIDDEN = 0.5
# Points around a field, so that its letters are not cut.
_AROUND = 2.0


class Engines:
    """The engines in the order of preference, each made when it is first needed.

    Args:
        names: ``rapidocr`` and ``tesseract`` in the order to try.
        threads: How many each may use.
        seconds: Most time for one call of a program.
    """

    def __init__(self, names: Sequence[str], threads: int, seconds: float) -> None:
        self._names = tuple(names)
        self._makers: dict[str, Callable[[], Engine]] = {
            "rapidocr": lambda: RapidEngine(threads),
            "tesseract": lambda: TesseractEngine(seconds),
        }
        self._made: dict[str, Engine | None] = {}

    def first(self, but: str | None = None) -> list[Engine]:
        """Return those that are installed, the named one last."""
        names = sorted(self._names, key=lambda name: name == but)
        return [engine for name in names if (engine := self._engine(name))]

    def installed(self) -> list[str]:
        """Return the names of those whose libraries are there, without loading any."""
        return [
            name
            for name in self._names
            if all(importlib.util.find_spec(each) for each in _NEEDS[name])
            and (name != TesseractEngine.name or shutil.which(name))
        ]

    def read(self, picture: Picture) -> tuple[Found, str]:  # pylint: disable=method-required-super
        """Read a page with the first engine that can.

        Raises:
            RefusedError: ``no_engine``, or ``engine`` when all failed.
        """
        is_there = False
        for name in self._names:
            engine = self._engine(name)
            if engine is None:
                continue
            is_there = True
            try:
                return engine.read(picture), name
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001
                # Whatever the library raises: the other one may read it.
                traceback.print_exc()
        raise RefusedError("engine" if is_there else "no_engine")

    def _engine(self, name: str) -> Engine | None:
        if name not in self._made:
            try:
                self._made[name] = self._makers[name]()
            except EngineMissingError:
                self._made[name] = None
        return self._made[name]


class PageReader:
    """Reads files page by page.

    Args:
        settings: ``pixels`` of one page, ``engines``, ``threads``, ``seconds``.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        threads = int(settings.get("threads") or min(2, os.cpu_count() or 1))
        self._engines = Engines(
            settings["engines"], threads, max(float(settings["seconds"]) - 5, 1)
        )

    def installed(self) -> list[str]:
        """Return the names of the engines whose libraries are there."""
        return self._engines.installed()

    def opened(self, content: bytes) -> Source:
        """Open a file; see :func:`source.open_source`."""
        return open_source(content, self._settings)

    def page(self, source: Source, number: int, *, image: bool) -> dict[str, Any]:
        """Return a page as ``Page.as_json`` has it, its picture as ``image``.

        A page that could not be recognised says why in ``problem``.
        """
        layer = source.layer(number)
        hidden = 0
        if layer.is_sound or not layer.has_drawing:
            page, hidden = self._text_page(source, number, layer, image)
            if hidden <= _MOSTLY_HIDDEN * len(layer.rows):
                return page
        picture = source.picture(number, _READING_DPI, _MOST_PIXELS)
        problem, engine, found = None, None, Found()
        if not _is_blank(picture):
            try:
                found, engine = self._engines.read(picture)
            except RefusedError as refused:
                problem = refused.reason
        page = _page_of(source.size(number), picture, found)
        page |= {"number": number, "source": "ocr", "engine": engine}
        problem = problem or source.flaw(number)
        if hidden > _FEW_HIDDEN:
            problem = problem or "hidden_text"
        if problem:
            page["problem"] = problem
        if image:
            shown = straightened(turned(picture, found.turned), page["skew"])
            page["image"] = _jpeg(shown, page["width"])
        return page

    def crops(self, source: Source, header: dict[str, Any]) -> list[str]:
        """Read places of a page once more, by another engine than the page's."""
        number = int(header["number"])
        picture = source.picture(number, _DOUBT_DPI, 2.25 * _MOST_PIXELS)
        shown = straightened(
            turned(picture, int(header["turned"])), float(header["skew"])
        )
        scale = shown.shape[1] / float(header["width"])
        crops = [_cut(shown, box, scale) for box in header["boxes"]]
        places = [place for place, crop in enumerate(crops) if crop is not None]
        texts = [""] * len(crops)
        for engine in self._engines.first(but=header.get("engine")):
            try:
                read = engine.read_crops([crops[place] for place in places])
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001
                traceback.print_exc()
                continue
            for place, (text, _confidence) in zip(places, read, strict=True):
                texts[place] = text
            break
        return texts

    def _text_page(
        self, source: Source, number: int, layer: Layer, image: bool
    ) -> tuple[dict[str, Any], int]:
        """Return a page of the words that are seen, and how many are not."""
        width, height = source.size(number)
        if layer.turned in (90, 270):
            width, height = height, width
        page: dict[str, Any] = {
            "number": number,
            "width": round(width, 1),
            "height": round(height, 1),
            "source": "text",
            "engine": None,
            "turned": layer.turned,
            "skew": 0.0,
            "words": [],
        }
        if not (image or layer.rows):
            return page, 0
        picture = source.picture(number, _SHOWN_DPI, _MOST_PIXELS)
        drawn = turned(picture, layer.turned)
        rows = seen(layer.rows, drawn, width)
        page["words"] = [list(row) for row in rows]
        hidden = len(layer.rows) - len(rows)
        if hidden > _FEW_HIDDEN:
            page["problem"] = "hidden_text"
        if image:
            page["image"] = _jpeg(drawn, width)
        return page, hidden


def _page_of(
    size: tuple[float, float], picture: Picture, found: Found
) -> dict[str, Any]:
    """Return what was found in points of the upright, straight page."""
    scale = picture.shape[1] / size[0]
    if found.turned in (90, 270):
        size = (size[1], size[0])
    slope = found.slope if abs(found.slope) >= LEAST_SLOPE else 0.0
    words = []
    for piece in found.pieces:
        quad = tuple(
            straight_point((x / scale, y / scale), size, slope) for x, y in piece.quad
        )
        box = box_of(quad)  # type: ignore[arg-type]
        words.append(
            [*(round(edge, 1) for edge in box), piece.text, round(piece.confidence, 3)]
        )
    width, height = straight_size(*size, slope)
    return {
        "width": round(width, 1),
        "height": round(height, 1),
        "turned": found.turned,
        "skew": slope,
        "words": _in_order(words),
    }


def _in_order(words: list[list[Any]]) -> list[list[Any]]:
    """Return words row by row, as they are read."""
    rows: list[list[list[Any]]] = []
    for word in sorted(words, key=lambda each: each[1] + each[3]):
        middle = (word[1] + word[3]) / 2
        if rows and middle < rows[-1][0][3] - 0.3 * (rows[-1][0][3] - rows[-1][0][1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [word for row in rows for word in sorted(row, key=lambda each: each[0])]


def _is_blank(picture: Picture) -> bool:
    import cv2

    small = cv2.resize(picture, (200, 280), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    return bool(grey.std() < _BLANK_SPREAD) and bool(grey.max() - grey.min() < 25)


def _jpeg(picture: Picture, width: float) -> str:
    import cv2

    target = round(width * _SHOWN_DPI / INCH)
    if picture.shape[1] > target:
        height = max(round(picture.shape[0] * target / picture.shape[1]), 1)
        size = (max(target, 1), height)
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _done, data = cv2.imencode(
        ".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _SHOWN_QUALITY]
    )
    return base64.b64encode(data.tobytes()).decode()


def _cut(picture: Picture, box: Sequence[float], scale: float) -> Picture | None:
    height, width = picture.shape[:2]
    left = max(int((box[0] - _AROUND) * scale), 0)
    top = max(int((box[1] - _AROUND) * scale), 0)
    right = min(int((box[2] + _AROUND) * scale) + 1, width)
    bottom = min(int((box[3] + _AROUND) * scale) + 1, height)
    if right - left < 4 or bottom - top < 4:
        return None
    return picture[top:bottom, left:right].copy()
