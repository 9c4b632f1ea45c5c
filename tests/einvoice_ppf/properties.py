"""Properties without a time limit: the machine may be busy with other tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis


def given(*strategies: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with values of the strategies, however long one takes."""

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        return hypothesis.settings(deadline=None)(hypothesis.given(*strategies)(test))

    return decorated
