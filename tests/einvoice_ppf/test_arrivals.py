"""Each flow that a platform holds is found once, however its pages fall."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_ppf.domain.platform.arrivals import (
    OVERLAP,
    EndlessError,
    Look,
    arrivals,
    end_of_look,
)
from odoo.addons.einvoice_ppf.domain.platform.flow_service import PAGE, Page, Search
from odoo.addons.einvoice_ppf.domain.platform.flows import Flow

START = datetime(2026, 11, 20, 8, tzinfo=timezone.utc)
KINDS = ("SupplierInvoice", "SupplierInvoiceLC")


class Platform:
    """Flows in the order of their last change, as the standard describes a search."""

    def __init__(self, flows: list[Flow], *, has_cursor: bool) -> None:
        self.flows = sorted(flows, key=lambda each: (each.updated_at, each.flow_id))
        self.has_cursor = has_cursor
        self.calls = 0

    def search(self, search: Search, cursor: str) -> Page:
        self.calls += 1
        found = [
            each
            for each in self.flows
            if each.kind in search.kinds
            and (not search.updated_after or each.updated_at > search.updated_after)
            and (not search.updated_before or each.updated_at < search.updated_before)
        ]
        first = int(cursor or 0)
        page = tuple(found[first : first + PAGE])
        more = self.has_cursor and len(found) > first + PAGE
        return Page(page, len(page), str(first + PAGE) if more else "")


def flows_at(moments: list[int]) -> list[Flow]:
    """Return flows, the kinds in turn, changed some milliseconds after the start."""
    return [
        Flow(
            f"{place:04d}",
            KINDS[place % 2],
            updated_at=START + timedelta(milliseconds=moment),
        )
        for place, moment in enumerate(moments)
    ]


def found(platform: Platform, since: datetime | None = None) -> list[str]:
    look = Look(since, KINDS, platform.has_cursor)
    return [flow.flow_id for page in arrivals(look, platform.search) for flow in page]


@settings(max_examples=60, deadline=None)
@given(
    moments=st.lists(st.integers(0, 60), max_size=330),
    has_cursor=st.booleans(),
)
def test_every_flow_is_given_once(moments: list[int], has_cursor: bool) -> None:
    platform = Platform(flows_at(moments), has_cursor=has_cursor)
    given_flows = found(platform)
    assert sorted(given_flows) == sorted(each.flow_id for each in platform.flows)


@pytest.mark.parametrize("has_cursor", [True, False])
def test_a_page_and_more_of_one_time_is_given_whole(has_cursor: bool) -> None:
    platform = Platform(flows_at([5] * 150 + [6, 7]), has_cursor=has_cursor)
    assert len(found(platform)) == 152


def test_more_of_one_time_and_kind_than_a_page_holds_is_told() -> None:
    platform = Platform(flows_at([5] * 250), has_cursor=False)
    with pytest.raises(EndlessError):
        found(platform)


def test_a_cursor_that_goes_in_circles_is_told() -> None:
    flow = flows_at([1])[0]
    with pytest.raises(EndlessError):
        list(arrivals(Look(None, KINDS), lambda _search, _c: Page((flow,), 1, "same")))


def test_what_shares_the_time_of_the_last_look_is_found_by_the_overlap() -> None:
    platform = Platform(flows_at([0, 0]), has_cursor=True)
    since = end_of_look(None, platform.flows[:1], START + timedelta(days=1))
    assert since == START
    assert found(platform, since) == ["0000", "0001"]


def test_an_idle_look_is_one_search() -> None:
    platform = Platform(flows_at([0]), has_cursor=False)
    found(platform, START + OVERLAP + timedelta(seconds=1))
    assert platform.calls == 1


def test_a_platform_whose_clock_runs_ahead_hides_nothing() -> None:
    now = START + timedelta(hours=2)
    ahead = Flow("1", KINDS[0], updated_at=START + timedelta(days=3))
    behind = Flow("2", KINDS[0], updated_at=now + timedelta(minutes=1))
    since = end_of_look(None, [ahead], now)
    platform = Platform([ahead, behind], has_cursor=True)
    assert "2" in found(platform, since)
