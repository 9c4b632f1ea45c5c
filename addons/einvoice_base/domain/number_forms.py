"""The number of an invoice whatever way it was typed.

"F-001", "f 001", "F0001", "Facture n° F-001" and, on an invoice of 2026, "2026/F001"
name the same invoice. Letters matter (A-118 and B-118 are two series), zeros that lead
and separators do not, and a year counts for nothing where it is that of the invoice.

Source: an invoice is unique for the DGFiP by seller, year of issue and number (G1.45).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

# Words that introduce a number, or say that it is a copy. They are no part of it.
_LABELS = frozenset(
    "FACTURE FACTURES FACT FAC INVOICE INV BILL RECHNUNG NUMERO NUM NO NR REF "
    "REFERENCE AVOIR DUPLICATA DUPLICATE DUPLICAT COPIE COPY".split()
)
# A word this long that stands alone is a remark ("chantier Nord"), not a series.
_REMARK = 4
# Days around New Year in which the year of the neighbour is met on an invoice.
_NEW_YEAR = timedelta(days=45)
# Letters and the digits that fingers and character recognition take for them.
_ALIKE = str.maketrans("OQDILZSGB", "000112568")
_LETTER_IN_DIGITS = re.compile(
    r"(?<=[0-9])[OQDILZSGB](?![A-Z])|(?<![A-Z])[OQDILZSGB](?=[0-9])"
)
_RUNS = re.compile(r"[A-Z]+|[0-9]+")
_ORDINAL = re.compile(r"\bN\s*(?:[°º]|O\b)", re.IGNORECASE)


class Likeness(Enum):
    """How alike two numbers are."""

    SAME = "same"
    """The same number, perhaps typed otherwise."""

    PART = "part"
    """One is the other without its letters, its beginning, or what was added."""

    MISREAD = "misread"
    """A letter stands for a digit that looks like it."""

    SLIP = "slip"
    """One digit is another, two are swapped, one is missing or too many."""

    TEXT = "text"
    """No numbers, and the same words."""

    MISSING = "missing"
    """One of the two has no number."""

    OTHER = "other"
    """Numbers of different make: perhaps an order or a delivery note."""

    SERIES = "series"
    """Two numbers of one make: two invoices."""


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A number without the ways of typing it.

    Attributes:
        key: Letters and digits, without labels, separators, zeros that lead, and the
            year of the invoice.
        parts: Its runs of letters and of digits, each without its zeros that lead.
        whole: The key with the year in its place.
        looks: The key with digits for the letters that look like them.
        year: The year that it stated and that was left out of the key.
    """

    key: str
    parts: tuple[str, ...]
    whole: str
    looks: str
    year: int | None = None

    @property
    def spellings(self) -> frozenset[str]:
        """What may be equal: zeros inside count, or do not."""
        return frozenset((self.key, "".join(self.parts), self.whole))

    @property
    def has_letters(self) -> bool:
        """Tell whether letters say which series it is."""
        return any(each.isalpha() for each in self.parts)

    @property
    def make(self) -> tuple[str, ...]:
        """Its letters in their places, ``#`` for digits: what a series keeps.

        >>> number_form("FA0118K", None).make
        ('FA', '#', 'K')
        """
        return _shape(_RUNS.findall(self.looks))


def number_key(text: str | None, day: date | None) -> str | None:
    """Return what is the same for the same number; ``None`` for what is no number.

    Args:
        text: The number as stated or typed.
        day: Date of the invoice.

    >>> day = date(2026, 9, 1)
    >>> forms = "F-001", " f 001", "F0001", "2026/F001", "Facture n° F-001", "F1-2026"
    >>> {number_key(each, day) for each in forms}
    {'F1'}
    >>> number_key("2025/F001", day), number_key("Loyer septembre 2026", day)
    ('2025F1', None)
    """
    form = number_form(text, day)
    return form.key if form else None


def number_form(text: str | None, day: date | None) -> NumberForm | None:
    """Take a number apart; see :func:`number_key`.

    >>> form = number_form("FA-2026-0118", date(2026, 9, 1))
    >>> form.key, form.parts, form.whole, form.year
    ('FA118', ('FA', '118'), 'FA20260118', 2026)
    """
    plain, years = _ascii(text), _years(day)
    taken = _taken_apart(plain, years)
    if taken is None:
        return None
    runs, left, year = taken
    looks = _LETTER_IN_DIGITS.sub(lambda c: c[0].translate(_ALIKE), plain)
    read = _taken_apart(looks, years) if looks != plain else taken
    return NumberForm(
        key=_joined(left),
        parts=tuple(map(_plain, left)),
        whole=_joined(runs),
        looks=_joined(read[1] if read else left),
        year=year,
    )


def _taken_apart(
    plain: str, years: tuple[int, ...]
) -> tuple[list[str], list[str], int | None] | None:
    """Return the runs of a number, those without the year, and that year."""
    words = plain.split()
    kept = _without_remarks(words)
    runs = [run for word in kept for run in _RUNS.findall(word)]
    runs = [run for place, run in enumerate(runs) if not _is_label(runs, place)]
    left, year = _without_year(runs, years)
    if any(run.isdigit() for run in left):
        return runs, left, year
    # "2026" may be a number, "Loyer 2026" is none.
    is_number = any(run.isdigit() for run in runs) and len(kept) == len(words)
    return (runs, runs, None) if is_number else None


def _ascii(text: str | None) -> str:
    bare = unicodedata.normalize("NFKD", _ORDINAL.sub(" ", text or ""))
    return bare.encode("ascii", "ignore").decode().upper()


def _without_remarks(words: list[str]) -> list[str]:
    """Return the words of a reference that may belong to its number."""
    has_digits = [any(c.isdigit() for c in word) for word in words]
    last = max((place for place, has in enumerate(has_digits) if has), default=0)
    after = words[last + 1 :]
    if len(after) > 1 or (after and after[0].endswith(".")):
        words = words[: last + 1]
    return [
        word
        for word, has in zip(words, has_digits, strict=False)
        if has or len(word.strip(".,;:()")) < _REMARK or word in _LABELS
    ]


def _is_label(runs: list[str], place: int) -> bool:
    """Tell whether a run introduces the number; the sign of n° may be lost."""
    run = runs[place]
    if run == "N":
        return place == 0 or runs[place - 1] in _LABELS
    return run in _LABELS


def _joined(runs: list[str]) -> str:
    return "".join(map(_plain, _RUNS.findall("".join(runs))))


def _plain(run: str) -> str:
    return (run.lstrip("0") or "0") if run.isdigit() else run


def _shape(runs: Iterable[str]) -> tuple[str, ...]:
    return tuple("#" if run.isdigit() else run for run in runs)


_LAST_DAY = date.max.toordinal()


def _years(day: date | None) -> tuple[int, ...]:
    if day is None:
        return ()
    # By ordinal: the first and the last day there are have no neighbour.
    edges = (day.toordinal() - _NEW_YEAR.days, day.toordinal() + _NEW_YEAR.days)
    near = [each for each in edges if date.min.toordinal() <= each <= _LAST_DAY]
    return tuple(
        dict.fromkeys((day.year, *(date.fromordinal(each).year for each in near)))
    )


def _without_year(
    runs: list[str], years: tuple[int, ...]
) -> tuple[list[str], int | None]:
    """Leave out the first run that is the year, or begins with it, if digits remain."""
    for year in years:
        if str(year) in runs:
            place = runs.index(str(year))
            return runs[:place] + runs[place + 1 :], year
        for place, run in enumerate(runs):
            bare = run.lstrip("0")
            if run.isdigit() and bare.startswith(str(year)) and len(bare) > 5:
                return [*runs[:place], bare[4:], *runs[place + 1 :]], year
    return runs, None


def likeness(first: NumberForm | None, second: NumberForm | None) -> Likeness:
    """Tell how alike two numbers are.

    >>> day = date(2026, 9, 1)
    >>> def of(one, two):
    ...     return likeness(number_form(one, day), number_form(two, day)).value
    >>> of("F-2026-118", "F118"), of("118", "FA2026-0118"), of("F-0118", "F-O118")
    ('same', 'part', 'misread')
    >>> of("F-0118", "F-0181"), of("F-0118", "F-0204")
    ('slip', 'series')
    >>> of("F-0118", "BL 4471"), of("F-0118", None)
    ('other', 'missing')
    """
    if first is None or second is None:
        return Likeness.MISSING
    if first.spellings & second.spellings:
        if first.year and second.year and first.year != second.year:
            return Likeness.PART
        return Likeness.SAME
    if _is_part(first, second) or _is_part(second, first):
        return Likeness.PART
    if first.looks == second.looks:
        return Likeness.MISREAD
    if slip_of(first, second):
        return Likeness.SLIP
    return Likeness.SERIES if _is_series(first, second) else Likeness.OTHER


def _is_part(short: NumberForm, long: NumberForm) -> bool:
    """Tell whether one is the other cut at its beginning, or with something added.

    A few digits are the end of any number.
    """
    if len(short.key) >= len(long.key):
        return False
    tails = {"".join(long.parts[place:]) for place in range(1, len(long.parts))}
    if short.key in tails:
        return True
    if not short.has_letters and len(short.key) >= 3 and long.key.endswith(short.key):
        return True
    added = long.key[len(short.key) :]
    return long.key.startswith(short.key) and added.isalpha() and len(added) > 1


Row = tuple[str, ...]
"""The runs of letters and digits of a number."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Two numbers that are one slip apart.

    Attributes:
        level: Where they are: by parts, as they look, or with the year.
        rows: The runs of both.
        place: Which run differs.
    """

    level: int
    rows: tuple[Row, Row]
    place: int

    @property
    def gap(self) -> int:
        """How far apart they are where they differ."""
        one, two = self.rows
        return abs(int(one[self.place]) - int(two[self.place]))

    @property
    def is_in_group(self) -> bool:
        """Tell whether it is before the running number: a year, a month, a site."""
        return any(run.isdigit() for run in self.rows[0][self.place + 1 :])

    def value(self, form: NumberForm) -> int | None:
        """Return what another number of the same make has in that place."""
        row = _levels(form)[self.level]
        if len(row) != len(self.rows[0]):
            return None
        others = zip(row, self.rows[0], strict=True)
        is_like = all(
            place == self.place and own.isdigit() or own == other
            for place, (own, other) in enumerate(others)
        )
        return int(row[self.place]) if is_like else None


def _levels(form: NumberForm) -> tuple[Row, Row, Row]:
    return (
        form.parts,
        tuple(_RUNS.findall(form.looks)),
        tuple(_RUNS.findall(form.whole)),
    )


def slip_of(first: NumberForm, second: NumberForm) -> Slip | None:
    """Return the one slip that leads from one number to the other.

    >>> one, two = number_form("F-12-118", None), number_form("F-12-181", None)
    >>> slip = slip_of(one, two)
    >>> slip.gap, slip.value(number_form("F-12-120", None))
    (63, 120)
    """
    for level, (one, two) in enumerate(
        zip(_levels(first), _levels(second), strict=True)
    ):
        if _shape(one) != _shape(two):
            continue
        places = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        if len(places) == 1 and _is_slip(one[places[0]], two[places[0]]):
            return Slip(level, (one, two), places[0])
    return None


def _is_slip(one: str, two: str) -> bool:
    """Tell whether one slip leads from one run of digits to the other.

    >>> _is_slip("118", "181"), _is_slip("118", "718"), _is_slip("118", "1118")
    (True, True, True)
    >>> _is_slip("118", "229")
    False
    """
    short, long = sorted((one, two), key=len)
    if len(long) == len(short) + 1:
        return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    if len(long) != len(short):
        return False
    places = [i for i, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
    i, j = places[0], places[-1]
    return i == j or (j == i + 1 and short[i] == long[j] and short[j] == long[i])


def _is_near_end(short: NumberForm, long: NumberForm) -> bool:
    """Tell whether one without letters is near the end of the other."""
    if len(short.key) > len(long.key):
        return False
    if short.has_letters or not long.parts[-1].isdigit():
        return False
    tail = long.parts[-1][-len(short.parts[-1]) :]
    return abs(int(tail) - int(short.parts[-1])) < 100


def _is_series(first: NumberForm, second: NumberForm) -> bool:
    """Tell whether two numbers are of one make, also where one is only the end."""
    if _is_near_end(first, second) or _is_near_end(second, first):
        return True
    if first.make == second.make and first.year and second.year:
        return True
    return any(
        _shape(one) == _shape(two) and abs(len("".join(one)) - len("".join(two))) < 2
        for one, two in zip(_levels(first)[1:], _levels(second)[1:], strict=True)
    )
