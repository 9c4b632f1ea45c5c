"""Libraries and programs beside Odoo: what each enables, and whether it is there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from odoo.addons.einvoice_base.domain.messages import mark as _

_TESSERACT = "tesseract"
_PATIENCE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Package:
    """A library of Python.

    Attributes:
        name: What ``pip install`` calls it.
        module: What Python imports.
        enables: What works with it, in English.
        is_needed: Nothing works without it.
    """

    name: str
    module: str
    enables: str
    is_needed: bool = False


PACKAGES = (
    Package(
        "phonenumbers",
        "phonenumbers",
        _("Writes the telephone numbers of new suppliers in one form."),
        is_needed=True,
    ),
    Package(
        "rapidfuzz",
        "rapidfuzz",
        _("Suggests suppliers of your books whose name resembles an unknown one."),
        is_needed=True,
    ),
    Package(
        "pdfplumber",
        "pdfplumber",
        _("Reads the text of PDF invoices without data, word by word."),
    ),
    Package(
        "pypdfium2",
        "pypdfium2",
        _(
            "Draws the pages of PDF for the screen and for text recognition, and "
            "compares the page of a Factur-X with its data. Without it no page is read."
        ),
    ),
    Package(
        "rapidocr",
        "rapidocr",
        _(
            "Recognises the text of scans and photos; the better one of the two "
            "engines, so it is asked first. It needs no network."
        ),
    ),
    Package(
        "onnxruntime",
        "onnxruntime",
        _("Computes what rapidocr recognises."),
    ),
    Package(
        "opencv-python-headless",
        "cv2",
        _("Turns and straightens the pictures of pages, for both engines."),
    ),
    Package(
        "pytesseract",
        "pytesseract",
        _(
            "Hands scanned pages to Tesseract where rapidocr is missing or fails, and "
            "doubtful fields for a second opinion."
        ),
    ),
    Package(
        "pi-heif",
        "pi_heif",
        _("Opens the photos of phones (HEIC)."),
    ),
    Package(
        "reportlab",
        "reportlab",
        _("Will draw pages and barcodes as PDF. This version draws none yet."),
    ),
)


def version_of(package: Package) -> str | None:
    """Return the version of an installed package, ``None`` when it is not there.

    >>> version_of(Package("no-such-package", "no_such_module", "")) is None
    True
    """
    if find_spec(package.module) is None:
        return None
    try:
        return version(package.name)
    except PackageNotFoundError:
        # Put there by hand: it can be imported, and says no version.
        return "?"


def tesseract_languages(
    environment: Mapping[str, str] | None = None,
) -> tuple[str, ...] | None:
    """Return the languages of Tesseract, ``None`` when the program is not there.

    >>> tesseract_languages({"PATH": "/nowhere"}) is None
    True
    """
    path = environment.get("PATH") if environment is not None else None
    program = shutil.which(_TESSERACT, path=path)
    if program is None:
        return None
    try:
        answer = subprocess.run(
            [program, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return languages_in(answer.stdout)


def languages_in(listing: str) -> tuple[str, ...]:
    r"""Return the languages that Tesseract lists, without its own helpers.

    >>> languages_in("List of available languages (3):\neng\nfra\nosd\n")
    ('eng', 'fra')
    """
    lines = [line.strip() for line in listing.splitlines()[1:]]
    return tuple(line for line in lines if line and line != "osd")
