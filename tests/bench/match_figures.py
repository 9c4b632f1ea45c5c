"""Figures of the matching benchmark, as JSON lines with their goals."""

from __future__ import annotations

import json
import statistics
from typing import Any

GOAL_MS = 100
GOAL_RIGHT = 0.98


def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
    """Print one figure."""
    line = {
        "bench": "match",
        "case": case,
        "metric": metric,
        "value": round(value, 4),
        "unit": unit,
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say_ms(case: str, metric: str, seconds: list[float], **more: Any) -> None:
    """Print a median in milliseconds with its goal."""
    value = statistics.median(seconds) * 1000
    more = {"goal": GOAL_MS, "better": "lower", "ok": value <= GOAL_MS, **more}
    say(case, metric, value, "ms", **more)


def say_right(case: str, metric: str, value: float, peer: float | None) -> None:
    """Print a share with its goal, and what Odoo's matching has."""
    more: dict[str, Any] = {
        "goal": GOAL_RIGHT,
        "better": "higher",
        "ok": value >= GOAL_RIGHT,
    }
    if peer is not None:
        more["peer"] = {"name": "odoo matching", "value": round(peer, 4)}
    say(case, metric, value, "ratio", **more)
