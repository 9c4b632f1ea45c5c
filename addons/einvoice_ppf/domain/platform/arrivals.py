"""What arrived at the platform since we last looked, page by page, nothing left out.

``updatedAfter`` is strict and several flows share one time, so each look begins some
time before the last one ended and what is known already is passed over by its
identifier. Source: XP Z12-013, Flow Service, ``searchFlows``; FR_SPEC lessons 1 and 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from odoo.addons.einvoice_base.domain.messages import mark as _

from .errors import PlatformError
from .flow_service import PAGE, Page, Search
from .flows import Direction, Flow

# How long before the end of the last look the next one begins.
OVERLAP = timedelta(hours=1)
_STEP = timedelta(milliseconds=1)

Searching = Callable[[Search, str], Page]


class EndlessError(PlatformError):
    """More flows of one time than a page holds, or a cursor that goes in circles."""

    code = "platform_endless"
    message = _("%(platform)s gives the same page of flows again and again.")
    advice = _("Ask the platform: a part of what arrived cannot be listed.")


@dataclass(frozen=True, slots=True)
class Look:
    """Where one look for arrivals begins and what it asks for.

    Attributes:
        since: End of the last look; ``None`` for everything.
        kinds: Flow types.
        has_cursor: The platform names pages by cursors.
        platform: Name of the platform, for errors.
    """

    since: datetime | None
    kinds: Sequence[str]
    has_cursor: bool = True
    platform: str = ""

    @property
    def search(self) -> Search:
        """Return the first search of the look."""
        after = self.since and self.since - OVERLAP
        return Search(
            updated_after=after, kinds=tuple(self.kinds), direction=Direction.IN
        )


def arrivals(look: Look, search: Searching) -> Iterator[tuple[Flow, ...]]:
    """Give the flows page by page, each flow once.

    Args:
        look: Where to begin.
        search: Returns a page of a search, at a cursor.

    Raises:
        EndlessError: The platform does not get on.
    """
    seen: set[str] = set()
    for flows in _pages(look, look.search, search, seen):
        fresh = tuple(each for each in flows if each.flow_id not in seen)
        seen.update(each.flow_id for each in fresh)
        if fresh:
            yield fresh


def _pages(
    look: Look, wanted: Search, search: Searching, seen: set[str]
) -> Iterator[tuple[Flow, ...]]:
    cursor, cursors = "", set()
    while True:
        page = search(wanted, cursor)
        known = {each.flow_id for each in page.flows} <= seen
        yield page.flows
        if page.cursor:
            if page.cursor in cursors:
                raise EndlessError(platform=look.platform)
            cursors.add(page.cursor)
            cursor = page.cursor
            continue
        if look.has_cursor or page.size < PAGE:
            return
        latest = latest_of(page.flows)
        after = wanted.updated_after
        if latest is None or (after is not None and latest <= after):
            raise EndlessError(platform=look.platform)
        # One millisecond less: the same time may go on behind this page.
        following = latest - _STEP
        if known or (after is not None and following <= after):
            yield from _of_one_time(look, wanted, latest, search)
            following = latest
        wanted = replace(wanted, updated_after=following)


def _of_one_time(
    look: Look, wanted: Search, moment: datetime, search: Searching
) -> Iterator[tuple[Flow, ...]]:
    """Give what shares one time and does not fit on a page, kind by kind."""
    window = replace(
        wanted, updated_after=moment - _STEP, updated_before=moment + _STEP
    )
    if len(look.kinds) < 2:
        raise EndlessError(platform=look.platform)
    for kind in look.kinds:
        page = search(replace(window, kinds=(kind,)), "")
        if page.size >= PAGE:
            raise EndlessError(platform=look.platform)
        yield page.flows


def latest_of(flows: Sequence[Flow]) -> datetime | None:
    """Return the latest change among flows."""
    return max((each.updated_at for each in flows if each.updated_at), default=None)


def end_of_look(
    before: datetime | None, flows: Sequence[Flow], now: datetime
) -> datetime | None:
    """Return where the next look begins: never later than now, never earlier.

    A platform whose clock runs ahead must not make us pass over what comes.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
    >>> ahead = Flow("7", updated_at=noon + timedelta(days=1))
    >>> end_of_look(None, [ahead], noon) == noon
    True
    """
    latest = latest_of(flows)
    if latest is None:
        return before
    latest = min(latest, now)
    return latest if before is None else max(before, latest)
