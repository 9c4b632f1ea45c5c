import json
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.events import (
    REQUIRED,
    EventKind,
    IncompletePayloadError,
    UnknownEventKindError,
    checked_payload,
    plain,
)
from odoo.addons.einvoice_base.domain.moments import Moment


def test_every_kind_says_what_it_carries():
    assert set(REQUIRED) == set(EventKind)


def test_every_moment_is_an_event():
    assert {moment.value for moment in Moment} <= {kind.value for kind in EventKind}


@pytest.mark.parametrize("kind", list(EventKind))
def test_complete_payload_passes_and_each_part_is_needed(kind):
    payload = dict.fromkeys(REQUIRED[kind])
    assert json.loads(checked_payload(kind.value, payload)) == payload
    for part in payload:
        rest = {key: None for key in payload if key != part}
        with pytest.raises(IncompletePayloadError) as caught:
            checked_payload(kind.value, rest)
        assert caught.value.values["missing"] == (part,)


@pytest.mark.parametrize("kind", ["", "POSTED", "invented", "posted "])
def test_unknown_kind_is_an_error_with_a_sentence(kind):
    with pytest.raises(UnknownEventKindError) as caught:
        checked_payload(kind, {})
    assert str(caught.value) == f"The journal does not know events of the kind {kind}."
    assert isinstance(caught.value, DomainError)
    assert caught.value.addon == "einvoice_base"


def test_amounts_keep_their_digits_and_floats_are_refused():
    text = checked_payload("retried", {"cause": "x", "amount": Decimal("10.10")})
    assert text == '{"amount":"10.10","cause":"x"}'
    with pytest.raises(TypeError):
        checked_payload("retried", {"cause": "x", "amount": 10.1})


def test_dates_and_times_are_iso():
    moment = datetime(2026, 9, 1, 8, 30, tzinfo=timezone.utc)
    assert plain({"day": date(2026, 9, 1), "time": moment}) == {
        "day": "2026-09-01",
        "time": "2026-09-01T08:30:00+00:00",
    }


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.none() | st.text() | st.integers() | st.booleans(),
        max_size=5,
    )
)
def test_payload_is_canonical(extra):
    payload = {**extra, "cause": "x"}
    text = checked_payload("retried", payload)
    assert json.loads(text) == payload
    assert text == checked_payload("retried", dict(reversed(payload.items())))
