import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.findings import Severity
from odoo.addons.einvoice_base.domain.values import restored, stored

leaves = (
    st.none()
    | st.text()
    | st.integers()
    | st.booleans()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
)
values = st.dictionaries(
    st.text(max_size=6).filter(lambda key: key not in ("decimal", "date")),
    leaves | st.lists(leaves, max_size=3),
    max_size=5,
)


@given(values)
def test_values_come_back_from_json_as_they_were(value):
    assert restored(json.loads(json.dumps(stored(value)))) == value


def test_digits_of_an_amount_are_kept():
    assert str(restored(stored(Decimal("10.10")))) == "10.10"
    assert stored(Decimal("1E+3")) == {"decimal": "1000"}


def test_other_values_are_plain_text():
    assert stored(Severity.BLOCK) == "block"
    assert stored(datetime(2026, 9, 1, 8)) == "2026-09-01T08:00:00"
    assert stored(frozenset({"b", "a"})) == ["a", "b"]
    assert restored(stored(date(2026, 9, 1))) == date(2026, 9, 1)


@pytest.mark.parametrize("value", [1.5, object(), b"x"])
def test_what_json_would_change_is_refused(value):
    with pytest.raises(TypeError):
        stored({"value": value})
