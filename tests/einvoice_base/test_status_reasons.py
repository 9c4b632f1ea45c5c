import json
from pathlib import Path

import pytest

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS, Status

CODES = Path(__file__).parents[3] / "shared/standards/codes.json"


@pytest.mark.skipif(not CODES.is_file(), reason="../shared is absent")
def test_the_status_reasons_are_those_of_the_standard():
    standard = json.loads(CODES.read_text(encoding="utf-8"))
    stated = {status["code"]: set(status["reasons"]) for status in standard["statuses"]}
    for status in Status:
        ours = {
            code for code, each in STATUS_REASONS.items() if status in each.statuses
        }
        assert ours == stated[status.value], status


def test_a_refusal_goes_before_a_dispute():
    strongest = {code: each.strongest for code, each in STATUS_REASONS.items()}
    assert strongest["DOUBLON"] is Status.REFUSED
    assert strongest["COORD_BANC_ERR"] is Status.DISPUTED
    assert strongest["JUSTIF_ABS"] is Status.SUSPENDED
