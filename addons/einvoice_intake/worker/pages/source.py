"""A file as its pages: text layer and picture of each, whatever kind of file it is.

What is hostile is refused before it is unpacked: each page says how many pixels it has
before any of them is read.
"""

from __future__ import annotations

import math
from io import BytesIO
from typing import Any, Protocol

from .found import Picture
from .layer import Layer, layer_of

# Points of an inch, and of the long side of A4.
INCH = 72.0
_LONG_SIDE = 842.0
# A picture that says other resolutions says nothing: cameras write 72.
_BELIEVED_DPI = (90.0, 1200.0)
_BELIEVED_POINTS = (150.0, 2600.0)
# A page is at most that much longer than wide; what is longer is a strip.
_STRIP = 2.6
_STRIP_DPI = 200.0
_IMAGE_OBJECT = 3
# Pages of a form; longer ones are no invoices.
_MOST_FORM_PAGES = 100


class RefusedError(Exception):
    """A file or page that is not read; ``reason`` is a short word for the asker."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Source(Protocol):
    """A file that was opened."""

    count: int

    def layer(self, number: int) -> Layer:
        """Return the text layer of a page and what it shows besides (from 1)."""

    def picture(self, number: int, dpi: float, most_pixels: float) -> Picture:
        """Return the picture of a page at a resolution, or at less of it."""

    def size(self, number: int) -> tuple[float, float]:
        """Return width and height of a page in points."""

    def flaw(self, number: int) -> str | None:
        """Return what is missing of a page that was read, as a short word."""


def open_source(content: bytes, limits: dict[str, Any]) -> Source:
    """Open a PDF or a picture.

    Args:
        content: Its bytes.
        limits: ``pixels`` of one page.

    Raises:
        RefusedError: ``locked``, ``damaged``, ``pixels`` or ``unknown``.
    """
    if b"%PDF-" in content[:1024]:
        return PdfSource(content, limits["pixels"])
    return ImageSource(content, limits["pixels"])


class PdfSource:
    """A PDF."""

    def __init__(self, content: bytes, pixels: int) -> None:
        import pypdfium2

        try:
            self._drawn = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise RefusedError("locked" if locked else "damaged") from error
        self.count = len(self._drawn)
        if not self.count:
            raise RefusedError("damaged")
        self._pixels = pixels
        self._content = content
        self._text: Any = None
        if self._drawn.get_formtype():
            self._print_form()

    def _print_form(self) -> None:
        """Print what was typed into a form on its pages: it is in no text layer."""
        import pypdfium2
        import pypdfium2.raw as pdfium

        self._drawn.init_forms()
        for number in range(min(self.count, _MOST_FORM_PAGES)):
            page = self._drawn[number]
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
        printed = BytesIO()
        self._drawn.save(printed)
        self._content = printed.getvalue()
        self._drawn = pypdfium2.PdfDocument(self._content)

    def flaw(self, number: int) -> str | None:
        """What a PDF shows is whole."""
        return None

    def layer(self, number: int) -> Layer:
        """Return the text layer of a page and what it shows besides."""
        import pdfplumber

        if self._text is None:
            try:
                self._text = pdfplumber.open(BytesIO(self._content))
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001
                # Older parsers stumble where the other one draws the page.
                self._text = False
        page = self._drawn[number - 1]
        try:
            if not self._text or number > len(self._text.pages):
                return layer_of(None, page)
            return layer_of(self._text.pages[number - 1], page)
        finally:
            page.close()

    def picture(self, number: int, dpi: float, most_pixels: float) -> Picture:
        """Draw a page."""
        page = self._drawn[number - 1]
        try:
            self._check_pictures(page)
            width, height = page.get_size()
            scale = min(dpi / INCH, math.sqrt(most_pixels / max(width * height, 1.0)))
            drawn = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False)
            return _three_colours(drawn.to_numpy().copy())
        finally:
            page.close()

    def size(self, number: int) -> tuple[float, float]:
        """Return the size of a page as it is shown."""
        page = self._drawn[number - 1]
        try:
            width, height = page.get_size()
            return float(width), float(height)
        finally:
            page.close()

    def _check_pictures(self, page: Any) -> None:
        total = 0
        for each in page.get_objects(filter=[_IMAGE_OBJECT], max_depth=3):
            width, height = each.get_px_size()
            total += width * height
            if total > self._pixels:
                raise RefusedError("pixels")


def _three_colours(array: Picture) -> Picture:
    import cv2
    import numpy

    if array.ndim == 2 or array.shape[2] == 1:
        return cv2.cvtColor(array, cv2.COLOR_GRAY2BGR)
    return numpy.ascontiguousarray(array[:, :, :3])


class ImageSource:
    """A picture, or several in one TIFF."""

    def __init__(self, content: bytes, pixels: int) -> None:
        from PIL import Image, UnidentifiedImageError

        Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before any is read
        _open_heif()
        self._pixels = pixels
        try:
            self._image = Image.open(BytesIO(content))
        except UnidentifiedImageError as error:
            raise RefusedError(_unknown(content)) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise RefusedError("damaged") from error
        is_paged = self._image.format == "TIFF"
        self.count = int(getattr(self._image, "n_frames", 1)) if is_paged else 1
        self._cached: tuple[int, Any] | None = None
        self._content = content
        self._cut: set[int] = set()

    def flaw(self, number: int) -> str | None:
        """Return ``cut`` for a picture of which only a part arrived."""
        return "cut" if number in self._cut else None

    def layer(self, number: int) -> Layer:
        """A picture has no text."""
        return Layer(has_drawing=True)

    def size(self, number: int) -> tuple[float, float]:
        """Return the size that the picture states, or that of a page it may be."""
        image = self._page(number)
        width, height = image.size
        across, down = _resolution(image)
        if across and down:
            points = (width / across * INCH, height / down * INCH)
            least, most = _BELIEVED_POINTS
            if least <= max(points) <= most:
                return points
        if max(width, height) > _STRIP * min(width, height):
            return width / _STRIP_DPI * INCH, height / _STRIP_DPI * INCH
        scale = _LONG_SIDE / max(width, height)
        return width * scale, height * scale

    def picture(self, number: int, dpi: float, most_pixels: float) -> Picture:
        """Return the picture at a resolution: small ones are made larger."""
        import cv2

        width, height = self.size(number)
        scale = min(dpi / INCH, math.sqrt(most_pixels / max(width * height, 1.0)))
        target = (max(round(width * scale), 1), max(round(height * scale), 1))
        array = _as_array(self._page(number))
        shrinks = array.shape[1] > target[0]
        method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        return cv2.resize(array, target, interpolation=method)

    def _page(self, number: int) -> Any:
        """Return the picture of a page as a person holds it, read once."""
        from PIL import ImageOps

        if self._cached is not None and self._cached[0] == number:
            return self._cached[1]
        try:
            image = self._loaded(number)
            shown = ImageOps.exif_transpose(image) or image
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise RefusedError("damaged") from error
        self._cached = (number, shown.copy())
        return self._cached[1]

    def _loaded(self, number: int) -> Any:
        """Unpack a picture; of one that was cut, what is there."""
        from PIL import Image, ImageFile

        try:
            self._image.seek(number - 1)
            self._check()
            self._image.load()
        except OSError:
            self._image = Image.open(BytesIO(self._content))
            self._image.seek(number - 1)
            self._check()
            ImageFile.LOAD_TRUNCATED_IMAGES = True
            try:
                self._image.load()
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = False
            self._cut.add(number)
        return self._image

    def _check(self) -> None:
        width, height = self._image.size
        if width * height <= self._pixels:
            return
        if self._image.format == "JPEG" and width * height <= 64 * self._pixels:
            # A JPEG can be unpacked at an eighth of its size.
            self._image.draft(None, (width // 8 + 1, height // 8 + 1))
            if self._image.size[0] * self._image.size[1] <= self._pixels:
                return
        raise RefusedError("pixels")


def _open_heif() -> None:
    try:
        import pi_heif
    except ImportError:
        return
    pi_heif.register_heif_opener()


def _unknown(content: bytes) -> str:
    """Tell a photo of a phone that cannot be opened from what is no picture."""
    return "heif" if content[4:8] == b"ftyp" else "damaged"


def _resolution(image: Any) -> tuple[float, float]:
    said = image.info.get("dpi") or (0, 0)
    try:
        across, down = float(said[0]), float(said[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0, 0.0
    least, most = _BELIEVED_DPI
    if least <= across <= most and least <= down <= most:
        return across, down
    return 0.0, 0.0


def _as_array(image: Any) -> Picture:
    """Return a picture as blue, green, red on white paper."""
    import numpy
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode == "I":
        high = numpy.asarray(image).astype(numpy.float32)
        top = 65535.0 if float(high.max(initial=0)) > 255 else 255.0
        image = Image.fromarray((high / top * 255).clip(0, 255).astype(numpy.uint8))
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        image = Image.alpha_composite(paper, over)
    colours = numpy.asarray(image.convert("RGB"))
    return numpy.ascontiguousarray(colours[:, :, ::-1])
