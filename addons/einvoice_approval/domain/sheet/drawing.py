"""Draws an approval sheet: one page as a rule, more where there is more to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from .content import Fact, Sheet, SheetDecision, SheetFinding, SheetRound, Tone
from .typefaces import Typefaces, typefaces

MARGIN = 15 * mm
WIDTH = A4[0] - 2 * MARGIN
# Between the edge of the page and the text; head and foot stand in it.
HEAD, FOOT = 20 * mm, 17 * mm
PAD = 3.5
# Points: what is higher is cut into rows, so that it can go on to the next page.
TALLEST = 180.0
TOGETHER = 320.0
# Characters of the head of a page: more never fit in a line.
_MOST = 160
COLUMNS = (0.14 * WIDTH, 0.25 * WIDTH, 0.20 * WIDTH, 0.41 * WIDTH)
INK, SOFT, RULE, BAND = map(HexColor, ("#1F2328", "#55606B", "#C4CBD2", "#EEF1F4"))
TONES = {
    Tone.GOOD: HexColor("#17643A"),
    Tone.BAD: HexColor("#A3231F"),
    Tone.NEUTRAL: HexColor("#37424D"),
}

Command = tuple[Any, ...]


def drawn(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF, the same bytes for the same content."""
    _content, count = _built(sheet, 0)
    content, _count = _built(sheet, count)
    return content


def _built(sheet: Sheet, count: int) -> tuple[bytes, int]:
    """Return a PDF that says it has so many pages, and how many it has."""
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        title=f"{sheet.labels.title} · {sheet.bill}",
        author=sheet.company,
        creator="",
        lang=sheet.language,
        invariant=1,
    )
    frame = Frame(MARGIN, FOOT, WIDTH, A4[1] - HEAD - FOOT, 0, 0, 0, 0)
    margins = _Margins(sheet, count)
    document.addPageTemplates(PageTemplate("sheet", [frame], onPage=margins.draw))
    document.build(list(_story(sheet)))
    return target.getvalue(), document.page


@dataclass(frozen=True)
class _Margins:
    """Head and foot of each page."""

    sheet: Sheet
    count: int

    def draw(self, canvas: Any, document: Any) -> None:
        """Write whose bill it is, and which page of how many."""
        sheet = self.sheet
        head = f"{sheet.labels.title} · {sheet.company} · {sheet.bill}"
        page = sheet.labels.page % {"page": document.page, "count": self.count}
        canvas.saveState()
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, A4[1] - HEAD + 6, A4[0] - MARGIN, A4[1] - HEAD + 6)
        _one_line(head).drawOn(canvas, MARGIN, A4[1] - HEAD + 10)
        canvas.setFont(typefaces().first, 8)
        canvas.setFillColor(SOFT)
        canvas.drawRightString(A4[0] - MARGIN, FOOT - 14, page)
        canvas.restoreState()


def _one_line(text: str) -> Any:
    """Return what fits in one line; the page itself says it in full."""
    for length in range(min(len(text), _MOST), 0, -1):
        shown = text if length == len(text) else f"{text[:length].rstrip()}…"
        line = _words(shown, colour=SOFT)
        if line.wrap(WIDTH, 100)[1] <= line.style.leading:
            return line
    return _words("")


def _story(sheet: Sheet) -> Iterator[Any]:
    yield from _opening(sheet)
    for each in sheet.rounds:
        yield Spacer(0, 7)
        yield _round(each, sheet)
    if sheet.findings:
        yield Spacer(0, 7)
        yield _findings(sheet)
    notes = list(sheet.notes)
    if _misses(sheet):
        notes.append(sheet.labels.unreadable)
    yield Spacer(0, 6)
    yield from (_words(each, colour=SOFT) for each in notes)


def _opening(sheet: Sheet) -> Iterator[Any]:
    yield _words(sheet.company, 10, is_bold=True)
    yield _row_of(
        [
            _words(sheet.labels.title, 17, is_bold=True),
            _words(sheet.result, 12, is_bold=True, colour=TONES[sheet.tone], side=2),
        ],
        (0.55 * WIDTH, 0.45 * WIDTH),
    )
    for text in sheet.warnings:
        yield _words(text, 9, is_bold=True, colour=TONES[Tone.BAD])
    yield Spacer(0, 4)
    yield _grid(sheet.facts)


def _grid(facts: Sequence[Fact]) -> Any:
    """Return the facts in two columns of pairs, read down and then across."""
    half = (len(facts) + 1) // 2
    table = _Rows((0.16 * WIDTH, 0.36 * WIDTH, 0.16 * WIDTH, 0.32 * WIDTH))
    for left, right in zip_longest(facts[:half], facts[half:]):
        cells = [_words(left.label, colour=SOFT), _words(left.text, 9)]
        if right is not None:
            cells += [_words(right.label, colour=SOFT), _words(right.text, 9)]
        table.add(cells, pad=1.5)
    table.style("LINEABOVE", (0, 0), (-1, 0), 0.8, INK)
    table.style("LINEBELOW", (0, -1), (-1, -1), 0.8, INK)
    return table.table()


def _round(run: SheetRound, sheet: Sheet) -> Any:
    table = _Rows(COLUMNS)
    table.add_wide(
        [_words(run.title, 10, True, TONES[run.tone]), _words(run.period, side=2)],
        at=(0, 2),
        band=BAND,
    )
    table.add([_words(each, is_bold=True) for each in sheet.labels.columns], pad=2.5)
    for each in run.decisions:
        _add_decision(table, each)
    if run.remarks:
        table.add_wide([_said(Fact(sheet.labels.remarks, "\n".join(run.remarks)))])
        table.line_above(1)
    if run.facts:
        start = len(table.rows)
        table.add_wide([_joined(run.facts)])
        table.style("LINEABOVE", (0, start), (-1, start), 0.5, RULE)
    if run.proof:
        table.add_wide([_said(run.proof)], pad=1)
        table.bottom(PAD)
    table.style("LINEABOVE", (0, 0), (-1, 0), 0.8, INK)
    table.style("LINEBELOW", (0, -1), (-1, -1), 0.8, INK)
    return table.table(repeated=2)


def _add_decision(table: _Rows, each: SheetDecision) -> None:
    start = len(table.rows)
    height = table.add(
        [
            _words(each.step),
            _stacked(each.person, each.notes),
            _stacked(each.answer, each.answered, TONES[each.tone]),
            _words("\n".join(each.when)),
        ]
    )
    table.style("LINEABOVE", (0, start), (-1, start), 0.5, RULE)
    for fact in each.words:
        height += table.add_wide([_said(fact)], at=(1,), pad=1)
    table.bottom(PAD)
    if height < TOGETHER:
        table.style("NOSPLIT", (0, start), (0, len(table.rows) - 1))


def _findings(sheet: Sheet) -> Any:
    table = _Rows((0.42 * WIDTH, 0.58 * WIDTH))
    table.add_wide([_words(sheet.labels.findings, 10, is_bold=True)], band=BAND)
    for each in sheet.findings:
        start = len(table.rows)
        table.add(_finding(each))
        table.style("LINEABOVE", (0, start), (-1, start), 0.5, RULE)
    table.style("LINEABOVE", (0, 0), (-1, 0), 0.8, INK)
    table.style("LINEBELOW", (0, -1), (-1, -1), 0.8, INK)
    return table.table(repeated=1)


def _finding(each: SheetFinding) -> list[Any]:
    return [_words(each.title, is_bold=True), _stacked(each.outcome, [each.message])]


class _Rows:
    """Rows of a table; one that is too high becomes several, one below the other."""

    def __init__(self, widths: Sequence[float]) -> None:
        self.widths = widths
        self.rows: list[list[Any]] = []
        self.styles: list[Command] = []

    def style(self, name: str, *arguments: Any) -> None:
        self.styles.append((name, *arguments))

    def add(self, cells: list[Any], pad: float = PAD) -> float:
        """Add a row of one cell a column; return its height in points."""
        spans = [(at, at) for at in range(len(cells))]
        return self._add(cells, spans, pad)

    def add_wide(
        self,
        cells: list[Any],
        at: tuple[int, ...] = (0,),
        pad: float = PAD,
        band: Any = None,
    ) -> float:
        """Add a row whose cells begin at some columns and reach to the next one."""
        last = len(self.widths) - 1
        ends = [*(each - 1 for each in at[1:]), last]
        start = len(self.rows)
        height = self._add(cells, list(zip(at, ends, strict=True)), pad)
        if band is not None:
            self.style("BACKGROUND", (0, start), (-1, len(self.rows) - 1), band)
        return height

    def _add(self, cells: list[Any], spans: list[tuple[int, int]], pad: float) -> float:
        chunks = [
            _chunks(cell, sum(self.widths[first : last + 1]) - 2 * PAD)
            for cell, (first, last) in zip(cells, spans, strict=True)
        ]
        start, total = len(self.rows), 2 * pad
        for parts in zip_longest(*chunks):
            row: list[Any] = [""] * len(self.widths)
            for part, (first, last) in zip(parts, spans, strict=True):
                row[first] = part or ""
                if first != last:
                    here = len(self.rows)
                    self.style("SPAN", (first, here), (last, here))
            self.rows.append(row)
            total += max(part.height for part in parts if part)
        end = len(self.rows) - 1
        self.style("TOPPADDING", (0, start), (-1, end), 0)
        self.style("BOTTOMPADDING", (0, start), (-1, end), 0)
        self.style("TOPPADDING", (0, start), (-1, start), pad)
        self.style("BOTTOMPADDING", (0, end), (-1, end), pad)
        return total

    def bottom(self, pad: float) -> None:
        """Leave so many points below the last row."""
        at = len(self.rows) - 1
        self.style("BOTTOMPADDING", (0, at), (-1, at), pad)

    def line_above(self, count: int) -> None:
        """Draw a line above the last rows."""
        at = len(self.rows) - count
        self.style("LINEABOVE", (0, at), (-1, at), 0.5, RULE)

    def table(self, repeated: int = 0) -> Any:
        """Return the table; the first rows stand again on each page."""
        common = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ]
        return Table(
            self.rows,
            colWidths=list(self.widths),
            repeatRows=repeated,
            style=common + self.styles,
        )


def _row_of(cells: list[Any], widths: Sequence[float]) -> Any:
    table = _Rows(widths)
    table.add(cells, pad=2)
    table.style("VALIGN", (0, 0), (-1, -1), "BOTTOM")
    table.style("LEFTPADDING", (0, 0), (0, -1), 0)
    return table.table()


def _chunks(cell: Any, width: float) -> list[Any]:
    """Cut a text into parts that each fit on a page."""
    found = []
    while cell.wrap(width, TALLEST)[1] > TALLEST:
        part, *rest = cell.split(width, TALLEST)
        part.wrap(width, TALLEST)
        found.append(part)
        if not rest:
            return found
        cell = rest[0]
    return [*found, cell]


def _words(
    text: str,
    size: float = 8,
    is_bold: bool = False,
    colour: Any = INK,
    side: int = 0,
) -> Any:
    faces = typefaces(is_bold)
    return _paragraph(faces.markup(text), faces, size, colour, side)


def _stacked(first: str, others: Sequence[str], colour: Any = INK) -> Any:
    """Return what counts in bold, and the rest below it."""
    lines = [_strong(first, colour), *map(typefaces().markup, others)]
    return _paragraph("<br/>".join(lines), typefaces(), 8)


def _said(fact: Fact) -> Any:
    return _joined([fact])


def _joined(facts: Sequence[Fact]) -> Any:
    """Return facts one behind the other, as running text."""
    plain = typefaces()
    parts = [
        f'<font color="{_hex(SOFT)}">'
        f"{plain.markup(each.label)}</font>\xa0 {plain.markup(each.text)}"
        for each in facts
    ]
    return _paragraph(" &#160;·&#160; ".join(parts), plain, 8)


def _strong(text: str, colour: Any) -> str:
    faces = typefaces(True)
    start = f'<font name="{faces.first}" color="{_hex(colour)}">'
    return f"{start}{faces.markup(text)}</font>"


def _hex(colour: Any) -> str:
    return str(colour.hexval()).replace("0x", "#")


def _paragraph(
    markup: str, faces: Typefaces, size: float, colour: Any = INK, side: int = 0
) -> Any:
    style = ParagraphStyle(
        "sheet",
        fontName=faces.first,
        fontSize=size,
        leading=size * 1.3,
        textColor=colour,
        alignment=side,
        splitLongWords=1,
        allowOrphans=1,
        allowWidows=1,
    )
    return Paragraph(markup, style)


def _misses(sheet: Sheet) -> bool:
    return any(map(typefaces().misses, _texts(sheet)))


def _texts(value: object) -> Iterator[str]:
    """Yield every text of the sheet."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))
