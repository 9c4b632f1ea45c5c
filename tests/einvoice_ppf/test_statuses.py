import json

from odoo.addons.einvoice_base.domain.moments import Moment
from odoo.addons.einvoice_ppf.domain.life_cycle.statuses import (
    STATUS_OF_MOMENT,
    STATUSES,
    Phase,
    Role,
    label_of,
)

from .standards import STANDARDS, needs_standards

# How `codes.json` names who sets a status.
_ISSUERS = {
    "PA": {Role.PLATFORM},
    "PA-E": {Role.PLATFORM},
    "PA-R": {Role.PLATFORM},
    "BY": {Role.BUYER},
    "AB": {Role.BUYER_AGENT},
    "SE": {Role.SELLER},
    "DL": {Role.FACTOR},
    "…": set(),
}


@needs_standards
def test_the_statuses_are_those_of_the_standard():
    standard = json.loads((STANDARDS / "codes.json").read_text(encoding="utf-8"))
    stated = {each["code"]: each for each in standard["statuses"]}
    assert list(stated) == list(STATUSES)
    for code, status in STATUSES.items():
        told = stated[code]
        assert status.phase.value == told["mdt77"]
        assert status.document_status == told["mdt88"]
        assert status.goes_to_ppf == told["ppf_mandatory"]
        assert told["fr"].startswith(status.official_label)
        named = [
            role for part in told["emitter"].split("|") for role in part.split("/")
        ]
        for name in named:
            assert _ISSUERS[name] <= status.issuers


def test_platforms_speak_of_transmission_and_parties_of_treatment():
    for status in STATUSES.values():
        is_platform = Role.PLATFORM in status.issuers
        assert is_platform == (status.phase is Phase.TRANSMISSION)
        assert not is_platform or len(status.issuers) == 1


def test_the_portal_wants_four_statuses():
    wanted = {code for code, each in STATUSES.items() if each.goes_to_ppf}
    assert wanted == {"200", "210", "212", "213"}


def test_a_moment_is_a_status_of_the_buyer():
    for moment, code in STATUS_OF_MOMENT.items():
        assert Role.BUYER in STATUSES[code].issuers, moment
    assert Moment.QUESTION not in STATUS_OF_MOMENT


def test_an_unknown_code_is_shown_as_it_is():
    assert label_of("Ω") == "Ω"
