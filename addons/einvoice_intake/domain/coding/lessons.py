"""What is remembered of suppliers as a file: written, read, and checked strictly.

The file names accounts and taxes by code and name, and suppliers by their numbers,
never by keys of a database, so that it says the same in another company.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import cast

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _

FORMAT = "einvoice-coding"
VERSION = 1
# A file beyond these limits is no memory of ours.
LARGEST = 5_000_000
MOST = 20_000
_LONGEST = 500
_MOST_LINES = 1_000_000


_NO_JSON = _("it is not a JSON file")
_NO_FORMAT = _("it is not an exported coding memory of version 1")
_TOO_LARGE = _("it is too large")


class LessonsFileError(DomainError):
    """The file is not one that was exported here."""

    code = "coding_file"
    message = _("This file cannot be imported: %(because)s.")
    advice = _("Export the coding memory again, and do not change the file by hand.")


class LessonError(LessonsFileError):
    """One entry of the file is not as it was exported."""

    code = "coding_file_entry"
    message = _(
        "This file cannot be imported: “%(part)s” of entry %(place)s is not as it was "
        "exported."
    )


@dataclass(frozen=True, slots=True)
class Lesson:
    """Lines of a supplier with one text that were booked on one account.

    Attributes:
        supplier: Name, for people.
        vat: VAT number without spaces, empty when unknown.
        registry: SIREN or SIRET, empty when unknown.
        text: As the supplier wrote it last; ``item`` his item number.
        account: Code of the account.
        taxes: Names of the taxes.
        count: How many lines.
        last_day: ISO date of the newest.
        author: Who posted it.
    """

    supplier: str
    vat: str
    registry: str
    text: str
    item: str
    account: str
    taxes: tuple[str, ...]
    count: int
    last_day: str
    author: str


def written(lessons: Iterable[Lesson]) -> bytes:
    """Return the file of some lessons."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "lessons": [asdict(lesson) for lesson in lessons],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read_lessons(content: bytes) -> tuple[Lesson, ...]:
    """Return the lessons of a file.

    Raises:
        LessonsFileError: When anything in it is not as :func:`written` writes it; then
            nothing of it is imported.

    >>> lesson = Lesson("ACME", "FR88100000009", "", "Paper", "", "606400", (), 3,
    ...                 "2026-09-01", "Marie")
    >>> read_lessons(written([lesson])) == (lesson,)
    True
    """
    if len(content) > LARGEST:
        raise LessonsFileError(because=_TOO_LARGE)
    try:
        said = json.loads(content.decode())
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise LessonsFileError(because=_NO_JSON) from error
    is_ours = isinstance(said, dict) and set(said) == {"format", "version", "lessons"}
    if not is_ours or (said["format"], said["version"]) != (FORMAT, VERSION):
        raise LessonsFileError(because=_NO_FORMAT)
    rows = said["lessons"]
    if not isinstance(rows, list):
        raise LessonsFileError(because=_NO_FORMAT)
    if len(rows) > MOST:
        raise LessonsFileError(because=_TOO_LARGE)
    return tuple(_lesson(row, place) for place, row in enumerate(rows, start=1))


def _lesson(row: object, place: int) -> Lesson:
    if not isinstance(row, dict) or set(row) != set(Lesson.__slots__):
        raise LessonError(place=place, part="…")
    _check_texts(row, place)
    taxes, count = row["taxes"], row["count"]
    if not isinstance(taxes, list) or not all(map(_is_text, taxes)) or len(taxes) > 9:
        raise LessonError(place=place, part="taxes")
    is_number = isinstance(count, int) and not isinstance(count, bool)
    if not is_number or not 0 < count <= _MOST_LINES:
        raise LessonError(place=place, part="count")
    try:
        date.fromisoformat(cast(str, row["last_day"]))
    except ValueError as error:
        raise LessonError(place=place, part="last_day") from error
    if not (row["vat"] or row["registry"]) or not row["account"]:
        raise LessonError(place=place, part="account")
    return Lesson(**{**row, "taxes": tuple(taxes)})


def _check_texts(row: Mapping[str, object], place: int) -> None:
    for name in set(Lesson.__slots__) - {"taxes", "count"}:
        if not _is_text(row[name]):
            raise LessonError(place=place, part=name)


def _is_text(value: object) -> bool:
    """Tell whether a value is a text of one or a few lines, without control signs."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return False
    return all(each.isprintable() or each == "\n" for each in value)
