"""Descriptions that say the same, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.texts import reference_key, words_of
from odoo.addons.einvoice_purchase.domain.text import is_charge, likeness, memory_key

SAME = [
    ("[E-COM08] Ramette papier A4 80 g", "RAM. PAP. A4 80G"),
    ("Toner HP 305A noir", "toner noir HP 305 A"),
    ("Câble R2V 3G1,5 10 m", "CABLE R2V 3G1.5 10M"),
    ("Disjoncteur Legrand 16A 2P", "Disj. Legrand 16A 2P"),
    ("Eau minérale bio 1 kg", "Eauminérale bio 1kg"),
    ("Gants nitrile taille 8", "Delta Plus Gants nitrile T. 8"),
]
OTHER = [
    ("Vis M6x20 inox A2", "Vis M6x30 inox A2"),
    ("Vis M4x30 inox A2", "Vis M6x30 inox A4"),
    ("Toner HP 305A noir", "Toner HP 305A cyan"),
    ("Gants taille L", "Gants taille XL"),
    ("Maintenance ascenseur siège", "Nettoyage ascenseur siège"),
    ("Câble HDMI 2 m", "Câble HDMI 5 m"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_in_other_words(first: str, second: str) -> None:
    found = likeness(words_of(first), words_of(second))
    assert found.ratio >= 0.62
    assert not found.is_other


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_another_size_colour_or_make(first: str, second: str) -> None:
    assert likeness(words_of(first), words_of(second)).is_other
    assert likeness(words_of(second), words_of(first)).is_other


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_it(first: str, second: str) -> None:
    one, two = words_of(first), words_of(second)
    assert 0 <= likeness(one, two).ratio <= 1
    assert not likeness(one, one).is_other
    is_charge(first)
    memory_key(frozenset(), first)
    reference_key(first)


def test_what_changes_every_month_is_forgotten() -> None:
    august = memory_key(frozenset(), "Abonnement fibre août 2026")
    assert august == memory_key(frozenset(), "ABONNEMENT FIBRE septembre 2026")
    assert memory_key(frozenset({"AB118"}), "whatever") == "item AB118"
    assert memory_key(frozenset(), "septembre 2026") == ""


def test_charges() -> None:
    for text in ("Frais de port", "Transport", "Éco-participation DEEE", "Shipping"):
        assert is_charge(text), text
    for text in (
        "Portail coulissant",
        "Contrat de transport scolaire annuel de la commune et des environs",
        "Chaise",
    ):
        assert not is_charge(text), text
