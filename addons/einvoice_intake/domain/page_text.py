"""The words on the pages of PDF, as a small process that reads one after the other.

A page can crash the library or keep it busy without end, so :mod:`page_reader` runs
this file by its path, apart from everything else; it imports nothing of the suite.

Each question is eight bytes of length and the PDF; each answer one line of JSON: either
``rows`` with page, left, top, right, bottom (points from the top left corner) and text
of each piece of text, or ``refused``: ``too much`` or ``damaged``.
"""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

# More than any invoice: then the values may stand on a page that was not read.
MAX_PAGES = 60
MAX_PIECES = 20_000
MAX_CHARACTERS = 400_000
# A picture over so much of a page is a scan; text under it was guessed by a machine.
_SCANNED_SHARE = 0.6
_IMAGE = 3
_LENGTH = 8


def pieces_of(content: bytes) -> dict[str, Any]:
    """Return the pieces of text of a PDF, as they are drawn."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        if len(document) > MAX_PAGES:
            return {"refused": "too much"}
        rows: list[list[Any]] = []
        characters = 0
        for number in range(len(document)):
            page = _page(document[number], number + 1)
            characters += sum(len(row[-1]) for row in page)
            rows += page
            if len(rows) > MAX_PIECES or characters > MAX_CHARACTERS:
                return {"refused": "too much"}
        return {"rows": rows}
    finally:
        document.close()


def _page(page: Any, number: int) -> list[list[Any]]:
    width, height = page.get_size()
    if _is_scanned(page, width * height):
        return []
    text = page.get_textpage()
    rows = []
    for place in range(min(text.count_rects(), MAX_PIECES)):
        left, bottom, right, top = text.get_rect(place)
        piece = text.get_text_bounded(left, bottom, right, top).strip()
        if piece:
            edges = (left, height - top, right, height - bottom)
            rows.append([number, *(round(edge, 1) for edge in edges), piece])
    return rows


def _is_scanned(page: Any, area: float) -> bool:
    for picture in page.get_objects(filter=[_IMAGE], max_depth=2):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _SCANNED_SHARE * area:
            return True
    return False


def _limited(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # The asker has more patience only when it was stopped itself.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answers(questions: BinaryIO) -> None:
    while head := questions.read(_LENGTH):
        content = questions.read(int.from_bytes(head, "big"))
        try:
            answer = pieces_of(content)
        except Exception:  # noqa: BLE001
            answer = {"refused": "damaged"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _main() -> None:
    settings = json.loads(sys.argv[1])
    sys.path[:] = settings["path"]
    _limited(settings["memory"], settings["seconds"])
    _answers(sys.stdin.buffer)


if __name__ == "__main__":
    _main()
