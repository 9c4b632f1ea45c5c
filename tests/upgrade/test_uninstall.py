"""Approval was used and is uninstalled: bills and journal stay, nothing of it does."""

from __future__ import annotations

from typing import Any

import snapshots
from snapshots import Snapshot


def test_what_was_there_stays_as_it_is(
    joined: Snapshot, used: Snapshot, without: Snapshot, uninstalled: dict[str, Any]
) -> None:
    use = uninstalled["use"]
    tables = [
        name
        for name in joined
        # Groups that lead to approval go with it, and so do the approval's own tables.
        if name in without and name != "res_groups_users_rel"
    ]
    kept: Snapshot = {
        table: {
            key: {name: text for name, text in row.items() if name in columns}
            for key, row in used[table].items()
            if row.get("activity_type_id") != use["kind"]
            and not (table == "res_partner" and key in use["demo"])
        }
        for table in tables
        if (columns := {name for row in without[table].values() for name in row})
    }
    found = [
        change
        for table in kept
        for change in snapshots.changes(kept, without, table)
        + [f"{table} {key}: came" for key in snapshots.arrivals(used, without, table)]
    ]
    assert found == []
    assert {"account_move", "einvoice_document", "einvoice_event"} <= kept.keys()


def test_nothing_of_approval_stays(
    used: Snapshot, without: Snapshot, uninstalled: dict[str, Any]
) -> None:
    kind = uninstalled["use"]["kind"]
    # Odoo would turn them into things to do of another type.
    asked = {
        key
        for key, row in used["mail_activity"].items()
        if row["activity_type_id"] == kind
    }
    assert asked
    assert not asked & without["mail_activity"].keys()
    left = uninstalled["left"]
    assert (left["names"], left["columns"], left["activities"]) == ([], [], 0)


def test_the_journal_is_sound_without_it(
    used: Snapshot, without: Snapshot, uninstalled: dict[str, Any]
) -> None:
    def kinds(snapshot: Snapshot) -> list[str]:
        return sorted(row["kind"] for row in snapshot["einvoice_event"].values())

    assert {"routed", "decided", "approved"} <= set(kinds(without))
    assert kinds(without) == kinds(used)
    chains = uninstalled["left"]["chains"].values()
    assert not any(verdict["broken"] for verdict in chains)


def test_what_waited_for_an_approval_is_posted_without(
    uninstalled: dict[str, Any],
) -> None:
    waiting, left = uninstalled["use"]["waiting"], uninstalled["left"]
    assert waiting
    assert [left["by_gate"][str(key)] for key in waiting] == [""] * len(waiting)
    assert left["unread"] == []
