"""Official checks, native checks and duplicates: agreement, time, precision.

``bin/bench checks [PART…]``: a front for the parts, each a module ``checks_<part>``
with a function ``run(say)``; one that is not there yet is left out.
"""

from __future__ import annotations

import argparse
import importlib
import json
from typing import Any

PARTS = ("official", "native", "duplicates")


def say(case: str, metric: str, value: float, unit: str, **more: Any) -> None:
    """Print one figure."""
    line = {
        "bench": "checks",
        "case": case,
        "metric": metric,
        "value": round(value, 4),
        "unit": unit,
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    """Run the parts that are there, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options = parser.parse_args()
    for part in options.parts or PARTS:
        name = f"checks_{part}"
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name or options.parts:
                raise
            continue
        module.run(say)


if __name__ == "__main__":
    main()
