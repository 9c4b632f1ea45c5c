"""The parts of the sandbox by themselves, without a server."""

from __future__ import annotations

import doctest
import importlib
import json

import pytest
from tests.pa_sandbox import deposit, faults, organisations
from tests.pa_sandbox.clock import Clock, as_moment, as_text
from tests.pa_sandbox.deposit import FlowInfo
from tests.pa_sandbox.invoices import Party, read_invoice
from tests.pa_sandbox.organisations import Organisation, read_settings
from tests.pa_sandbox.sandbox import Sandbox
from tests.pa_sandbox_tests.pair import BUYER, SELLER, SELLER_ADDRESS, invoice


@pytest.mark.parametrize("name", ["clock", "courier", "identifiers"])
def test_examples_hold(name: str) -> None:
    module = importlib.import_module(f"tests.pa_sandbox.{name}")
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_stamps_never_repeat() -> None:
    clock = Clock(last=2**60)
    stamps = [clock.stamp() for _ in range(1000)]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == 2**60 + 1
    with pytest.raises(ValueError, match="back"):
        clock.advance(-1)


@pytest.mark.parametrize(
    "text", ["2026-11-20T08:00:00.123456Z", "2026-02-28T23:59:59.000001Z"]
)
def test_moments_are_read_as_they_are_written(text: str) -> None:
    assert as_text(as_moment(text)) == text


def test_the_facts_of_an_invoice() -> None:
    for syntax in ("CII", "UBL", "Factur-X"):
        facts, _root = read_invoice(syntax, invoice(syntax=syntax))
        assert facts.seller == Party(SELLER, "Fournitures", SELLER_ADDRESS, "0225")
        assert facts.buyer == Party(BUYER, "Acheteur", BUYER, "0225")
        assert (facts.number, facts.type_code, facts.year) == ("F-1", "380", "2026")
        assert (facts.total, facts.rates) == ("120.00", ("20.00",))
        assert type(facts).from_json(json.loads(json.dumps(facts.as_json()))) == facts


def test_a_defect_stops_one_flow_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox = Sandbox()
    settings = read_settings({"acknowledge_seconds": 60})
    seller = sandbox.admit(Organisation(SELLER, "Fournitures", settings=settings))
    sandbox.admit(Organisation(BUYER, "Acheteur"))
    flows = [
        deposit.deposit(sandbox, seller, FlowInfo("CII"), invoice(number))
        for number in ("F-1", "F-2")
    ]
    judge = deposit.acknowledge

    def fail_once(sandbox: Sandbox, flow: dict[str, str]) -> None:
        if flow["flow_id"] == flows[0]["flow_id"]:
            raise RuntimeError("a defect")
        judge(sandbox, flow)

    monkeypatch.setattr(deposit, "acknowledge", fail_once)
    sandbox.advance(60)
    deposit.settle(sandbox)
    rows = sandbox.store.rows("SELECT ack FROM flows WHERE direction = 'Out'")
    assert [row["ack"] for row in rows] == ["Error", "Ok"]
    assert "a defect" in capsys.readouterr().err


@pytest.mark.parametrize(
    "values",
    [
        {"colour": "red"},
        {"version": "1.4"},
        {"token_seconds": "10"},
        {"strict_parts": 1},
        {"max_bytes": True},
        {"emits": "200"},
    ],
)
def test_settings_that_cannot_be(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(values))):
        read_settings(values)


def test_settings_are_kept() -> None:
    sandbox = Sandbox()
    settings = read_settings({"version": "1.2", "emits": ["203"]})
    kept = sandbox.admit(Organisation(SELLER, "Fournitures", settings=settings))
    again = organisations.Organisations(sandbox.store).get(SELLER)
    assert again == kept
    assert kept.client_secret


def test_random_faults_are_of_calls_only() -> None:
    sandbox = Sandbox()
    with pytest.raises(ValueError, match="random kinds"):
        sandbox.faults.at_random(SELLER, 10, 1, [{"kind": "duplicate"}], [])
    assert set(faults.CALL_KINDS).isdisjoint(faults.DELIVERY_KINDS)
