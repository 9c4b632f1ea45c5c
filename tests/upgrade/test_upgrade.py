"""A database of the earlier release after its upgrade: all there, as it was."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import snapshots
from snapshots import Snapshot

ROOT = Path(__file__).resolve().parents[2]
# What an upgrade is meant to change, as regular expressions.
MEANT = re.compile(
    # A document whose bill is cancelled waits for nobody any more.
    r"einvoice_document \d+: state was 'to_check', is 'booked'"
    r"|einvoice_document \d+: waiting_code was '\w+', is None"
)
# Where rows may come by an upgrade.
GROWING = ("einvoice_rule", "res_groups_users_rel")


def _values(snapshot: Snapshot, table: str, column: str) -> set[Any]:
    return {row[column] for row in snapshot[table].values()}


def test_the_database_had_documents_in_every_state(before: Snapshot) -> None:
    # `reading` never outlives a transaction.
    assert _values(before, "einvoice_document", "state") == {
        *("received", "to_fix", "to_check", "booked", "duplicate", "rejected")
    }
    assert _values(before, "einvoice_document", "channel") == {
        *("upload", "mail", "folder", "api")
    }


def test_the_database_had_decisions_holds_and_bills_in_every_state(
    before: Snapshot,
) -> None:
    assert _values(before, "einvoice_finding", "state") == {
        *("open", "lifted", "confirmed")
    }
    assert _values(before, "einvoice_hold", "state") == {"held", "released"}
    bills = [
        row
        for row in before["account_move"].values()
        if row["move_type"] in ("in_invoice", "in_refund")
    ]
    assert {row["state"] for row in bills} == {"draft", "posted", "cancel"}
    assert {"paid", "not_paid"} <= {row["payment_state"] for row in bills}
    assert any(row["einvoice_is_exempt"] == "True" for row in bills)
    chained = {row["position"] is not None for row in before["einvoice_event"].values()}
    assert chained == {True, False}


def _tables(snapshot: Snapshot) -> list[str]:
    return sorted(snapshot)


def test_nothing_that_was_there_is_lost_or_changed(
    before: Snapshot, after: Snapshot
) -> None:
    found = [
        change
        for table in _tables(before)
        for change in snapshots.changes(before, after, table)
        if not MEANT.fullmatch(change)
    ]
    assert found == []


def test_a_document_whose_bill_is_cancelled_waits_for_nobody(
    before: Snapshot, after: Snapshot
) -> None:
    def waiting(snapshot: Snapshot) -> list[str]:
        return [
            row["name"]
            for row in snapshot["einvoice_document"].values()
            if row["state"] == "to_check"
            and snapshot["account_move"][row["move_id"]]["state"] == "cancel"
        ]

    assert waiting(before) == ["annulee.xml"]
    assert waiting(after) == []


def test_nothing_appears_that_nobody_received_or_did(
    before: Snapshot, after: Snapshot
) -> None:
    found = {
        table: keys
        for table in _tables(before)
        if table not in GROWING and (keys := snapshots.arrivals(before, after, table))
    }
    assert found == {}


def _differences(before: Snapshot, after: Snapshot) -> list[str]:
    return [
        change
        for table in _tables(before)
        for change in snapshots.changes(before, after, table)
        + [f"{table} {key}: came" for key in snapshots.arrivals(before, after, table)]
    ]


def test_a_second_upgrade_changes_nothing(after: Snapshot, again: Snapshot) -> None:
    assert _differences(after, again) == []


def test_the_approval_joins_and_changes_nothing(
    again: Snapshot, joined: Snapshot
) -> None:
    # The people of its demo come with it.
    people = ("res_groups_users_rel ", "res_partner ")
    found = _differences(again, joined)
    assert [
        each
        for each in found
        if not (each.startswith(people) and each.endswith(": came"))
    ] == []


def test_an_upgrade_with_the_approval_changes_nothing(
    joined: Snapshot, joined_again: Snapshot
) -> None:
    assert _differences(joined, joined_again) == []


def test_drafts_from_before_the_approval_wait_to_be_routed(
    answers: dict[str, Any],
) -> None:
    approval = answers["approval"]
    assert approval["older"] == approval["drafts"] > 1
    assert approval["asked_before_routing"] == 0
    assert approval["left_after_routing"] == 0
    assert approval["sent"] > 0


def test_one_is_approved_and_no_other_bill_or_document_changes(
    answers: dict[str, Any],
) -> None:
    assert answers["approval"]["ended"] == ["posted", "approved"]
    assert answers["approval"]["changed"] == []


def test_the_journal_is_sound(before: Snapshot, answers: dict[str, Any]) -> None:
    chained = [row for row in before["einvoice_event"].values() if row["position"]]
    verdicts = answers["chains"].values()
    assert not any(verdict["broken"] for verdict in verdicts)
    assert sum(verdict["chained"] for verdict in verdicts) == len(chained)


def test_each_company_has_each_rule_once(answers: dict[str, Any]) -> None:
    assert len(answers["rules"]) > 1
    assert not any(answers["rules"].values()), answers["rules"]


def _needed(addon: str) -> set[str]:
    manifest = ROOT / "addons" / addon / "__manifest__.py"
    return set(ast.literal_eval(manifest.read_text(encoding="utf-8"))["depends"])


def test_addons_that_install_themselves_are_there(answers: dict[str, Any]) -> None:
    addons = answers["addons"]
    missing = [
        name
        for name, (state, installs_itself) in addons.items()
        if installs_itself
        and state != "installed"
        # Where one of ours that it joins is absent, there is nothing to join.
        and all(addons[each][0] == "installed" for each in _needed(name) & set(addons))
    ]
    assert missing == []


def test_everything_can_be_read_and_says_why_it_waits(answers: dict[str, Any]) -> None:
    assert answers["unread"] == []
    assert answers["unexplained"] == []


def test_what_came_before_is_known_when_it_comes_again(answers: dict[str, Any]) -> None:
    for name, (state, end) in answers["again"].items():
        # A copy of what was set aside, or whose bill was cancelled, asks a person.
        allowed = {"duplicate", "to_fix"} if state != "to_check" else {"duplicate"}
        assert end in allowed, name


def test_what_waited_unread_gets_its_bill(answers: dict[str, Any]) -> None:
    assert answers["received"] == {"plus_tard.xml": True}


def test_drafts_are_posted_or_stopped_for_a_reason(answers: dict[str, Any]) -> None:
    ends = answers["by_gate"].values()
    assert {"posted", "draft"} == {state for _stopped, state, _error in ends}
    for stopped, state, error in ends:
        assert bool(error) == (state == "draft")
        assert state == "draft" or not stopped


def test_a_hold_still_stops_money_until_it_is_released(
    answers: dict[str, Any],
) -> None:
    refused, paid = answers["paid"]
    assert "bancaires" in refused
    assert paid in ("paid", "in_payment")
