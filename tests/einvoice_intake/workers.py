"""A worker of the official checks under test: slow, watched, ended."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from odoo.addons.einvoice_intake.domain.official import State, verdict_of
from odoo.addons.einvoice_intake.domain.official_ask import Question, ask
from odoo.addons.einvoice_intake.domain.official_worker import Worker, socket_path

from . import samples

UBL = Question(samples.ubl(), "en16931")
CII = Question(samples.cii(), "en16931")
# Computes for some seconds, or for hours, and finds nothing.
SLOW = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
 <xsl:template match="/"><out>
  <xsl:for-each select="1 to {turns}"><xsl:for-each select="1 to 100000">
   <xsl:if test="string-length(string(.)) = 99"><a/></xsl:if>
  </xsl:for-each></xsl:for-each>
 </out></xsl:template></xsl:stylesheet>"""
FOREVER = 10**6
SOME_SECONDS = 600


def slow(folder: Path, turns: int, syntax: str = "UBL") -> None:
    text = SLOW.format(turns=turns)
    (folder / f"EN16931-{syntax}-validation.xslt").write_text(text)


def processes(worker: Worker) -> list[int]:
    """Return the processes that run a worker, by its socket."""
    name = str(socket_path(worker)).encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if name in path.read_bytes() and is_alive(int(path.parent.name)):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    until(lambda: not is_alive(pid))


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def until(condition: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return found


def state_of(question: Question, worker: Worker) -> State:
    return verdict_of(question, ask([question], worker)[0]).state


def seconds_of_work(pid: int) -> float:
    """Return the processor time that a process has used."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def judging(worker: Worker, seconds: float = 2) -> int:
    """Wait until a worker has computed for so long, and return its process."""

    def busy() -> int | None:
        pids = processes(worker)
        return next((pid for pid in pids if seconds_of_work(pid) > seconds), None)

    return int(until(busy))
