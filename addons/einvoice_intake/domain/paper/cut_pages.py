"""Cuts a PDF into several by page numbers, as a small process.

:mod:`split` runs this file by its path in a process with limits of memory and time, so
it imports nothing of the suite.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO


def cut(content: bytes, parts: list[list[int]]) -> tuple[int, list[bytes]]:
    """Return how many pages there are, and a PDF for each list of page numbers.

    Numbers count from 1. Nothing is cut where the parts are not all the pages.
    """
    import pypdf

    reader = pypdf.PdfReader(BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    count = len(reader.pages)
    if sorted(number for part in parts for number in part) != [*range(1, count + 1)]:
        return count, []
    cut_out = []
    for numbers in parts:
        writer = pypdf.PdfWriter()
        for number in numbers:
            writer.add_page(reader.pages[number - 1])
        buffer = BytesIO()
        writer.write(buffer)
        cut_out.append(buffer.getvalue())
    return count, cut_out


def _limited(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    """Read the PDF from standard input; write its page count, then sized parts."""
    settings = json.loads(sys.argv[1])
    sys.path[:] = settings["path"]
    _limited(settings["memory"], settings["seconds"])
    count, cut_out = cut(sys.stdin.buffer.read(), settings["parts"])
    sys.stdout.buffer.write(count.to_bytes(8, "big"))
    for part in cut_out:
        sys.stdout.buffer.write(len(part).to_bytes(8, "big"))
        sys.stdout.buffer.write(part)


if __name__ == "__main__":
    _main()
