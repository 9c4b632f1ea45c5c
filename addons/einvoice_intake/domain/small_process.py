"""One file is given to a small program that ends when it has answered."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def answer_of(
    program: Path, content: bytes, settings: Mapping[str, Any], seconds: float
) -> bytes:
    """Return what a program writes about a file that it reads from its input.

    Args:
        program: A Python file that imports nothing of the suite.
        content: The file.
        settings: What the program is told, its own limits among it.
        seconds: Wall time, above the processor time that the program allows itself.

    Raises:
        subprocess.SubprocessError: It took too long, or ended badly.
        OSError: It could not be started.
    """
    told = json.dumps({"path": sys.path, **settings})
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        ended = subprocess.run(
            [sys.executable, "-I", "-S", str(program), told],
            stdin=file,
            capture_output=True,
            timeout=seconds,
            check=True,
        )
    return ended.stdout
