import json
import re
from pathlib import Path

import polib

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS
from odoo.addons.einvoice_ppf.domain.life_cycle.reasons import (
    ACTIONS,
    KINDS,
    REASONS,
    reasons_for,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.statuses import STATUSES

from .standards import STANDARDS, needs_standards

ADDONS = Path(__file__).parents[2] / "addons"


def _standard():
    return json.loads((STANDARDS / "codes.json").read_text(encoding="utf-8"))


@needs_standards
def test_the_reasons_are_those_of_the_standard():
    standard = _standard()
    for told in standard["statuses"]:
        ours = {each.code for each in reasons_for(told["code"])}
        assert ours == set(told["reasons"]), told["code"]
    public = {each.code for each in reasons_for("210", is_public=True)}
    private = {each.code for each in reasons_for("210")}
    assert public - private == set(standard["reasons_210_b2g_extra"])


@needs_standards
def test_the_stylesheet_knows_our_codes_and_no_other():
    name = "20260804_BR-FR-CDV-Schematron-CDAR_V1.4.0.03.sch"
    text = (STANDARDS / "fnfe_1.4.0.03" / name).read_text(encoding="utf-8")
    lists = dict(
        re.findall(
            r"custom:([a-z-]+)-codes\" as=\"xs:string\"\s+select=\"'(.*?)'", text
        )
    )
    # Allowed with no status.
    assert set(lists["status-reason"].split()) - set(REASONS) == {"CONTACT_ACHTR"}
    assert set(REASONS) <= set(lists["status-reason"].split())
    assert set(lists["invoice-action"].split()) == set(ACTIONS)
    kinds = re.search(r"autorisés :\s+(MEN, .*?)\.", text)
    assert kinds
    assert set(kinds[1].split(", ")) == set(KINDS)


@needs_standards
def test_the_words_are_those_of_the_standard():
    """Capitals and spelling apart."""
    told = _standard()["reason_labels_fr"]
    for code, reason in REASONS.items():
        assert _plain(reason.official_label) in _plain(told[code]), code


def _plain(text):
    return text.lower().replace("réçue", "reçue").replace("emetteur", "émetteur")


def test_reasons_of_the_buyer_stand_once():
    for code, reason in STATUS_REASONS.items():
        ours = REASONS[code]
        assert ours.label is reason.label
        assert ours.addon == "einvoice_base"
        assert {each.value for each in reason.statuses} <= ours.statuses


def test_the_words_of_the_screen_are_those_of_the_message():
    """The French translation says nearly what the message says."""
    french = {
        entry.msgid: entry.msgstr
        for name in ("einvoice_base", "einvoice_ppf")
        for entry in polib.pofile(str(ADDONS / name / "i18n/fr.po"))
    }
    for code in STATUS_REASONS:
        words = set(re.findall(r"\w{5,}", french[REASONS[code].label].lower()))
        official = set(re.findall(r"\w{5,}", REASONS[code].official_label.lower()))
        assert words & official, code
    for status in STATUSES.values():
        assert french[status.label].startswith(status.official_label), status.code


def test_a_quarrel_about_a_price_is_no_refusal():
    for code in ("PU_ERR", "QTE_ERR", "QUALITE_ERR", "LIVR_INCOMP", "AUTRE"):
        assert not REASONS[code].is_allowed("210")
        assert REASONS[code].is_allowed("207")


def test_an_unknown_status_has_no_reasons():
    assert not reasons_for("999")
