"""The approval sheet says all of it, whatever people wrote."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pdfplumber
import pytest

from odoo.addons.einvoice_approval.domain.sheet import typefaces
from odoo.addons.einvoice_approval.domain.sheet.content import (
    Fact,
    Sheet,
    SheetDecision,
    SheetFinding,
    SheetLabels,
    SheetRound,
    Tone,
)
from odoo.addons.einvoice_approval.domain.sheet.drawing import drawn

LABELS = SheetLabels(
    title="Fiche d’approbation",
    columns=("Étape", "Personne", "Décision", "Quand et d’où"),
    remarks="Remarques",
    findings="Anomalies",
    page="Page %(page)s sur %(count)s",
    unreadable="Un caractère manque aux polices.",
)
FINGERPRINT = "0123456789abcdef" * 4
A4 = (595.28, 841.89)


def decision(number: int = 1, comment: str = "") -> SheetDecision:
    return SheetDecision(
        step=f"Étape {number}",
        person=f"Personne-{number}",
        answer=f"Approuvée-{number}",
        tone=Tone.GOOD,
        notes=(f"à la place de Remplacé-{number}", f"Motif-{number}"),
        answered=(f"{number},50\u202f€",),
        when=("24/11/2026 14:32:10 UTC+01:00", f"E-mail-{number}"),
        words=(Fact("Commentaire", comment or f"Livré-{number}"),),
    )


def sheet(*decisions: SheetDecision) -> Sheet:
    return Sheet(
        language="fr-FR",
        labels=LABELS,
        company="Menuiserie du Cœur",
        bill="F-2026-118",
        result="Approuvée",
        tone=Tone.GOOD,
        facts=(Fact("Fournisseur", "Papeterie Œdipe"), Fact("TTC", "1\u202f150,00 €")),
        rounds=(
            SheetRound(
                title="Tour 1 : approuvée",
                period="ouvert le 24/11/2026",
                tone=Tone.GOOD,
                decisions=decisions,
                remarks=("Personne n’a été trouvé.",),
                facts=(Fact("Échéance", "30/10/2026"),),
                proof=Fact("Empreinte", FINGERPRINT),
            ),
        ),
        findings=(SheetFinding("Bloquante", "90,00 au lieu de 100,00", "Levée"),),
        notes=("Fuseau : Europe/Paris",),
    )


def pages(content: bytes) -> list[pdfplumber.page.Page]:
    return pdfplumber.open(io.BytesIO(content)).pages


def text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pages(content))


def test_all_of_it_is_said_on_one_page() -> None:
    (page,) = pages(drawn(sheet(decision(1), decision(2))))
    said = page.extract_text()
    for word in (
        "Menuiserie du Cœur",
        "Papeterie Œdipe",
        "1 150,00 €",
        "Tour 1 : approuvée",
        "Personne n’a été trouvé.",
        "à la place de Remplacé-2",
        "Motif-1",
        "2,50 €",
        "E-mail-2",
        "24/11/2026 14:32:10 UTC+01:00",
        "Livré-2",
        FINGERPRINT,
        "90,00 au lieu de 100,00",
        "Levée",
        "Page 1 sur 1",
    ):
        assert word in said.replace("\xa0", " ")
    assert LABELS.unreadable not in said


def test_forty_decisions_go_on_to_more_pages_with_the_head_repeated() -> None:
    content = drawn(sheet(*map(decision, range(1, 41))))
    found = pages(content)
    assert len(found) > 1
    said = text(content)
    for number in range(1, 41):
        for word in ("Personne", "Approuvée", "Motif", "E-mail", "Livré"):
            assert re.search(rf"{word}-{number}\b", said), (word, number)
    for at, page in enumerate(found, 1):
        part = page.extract_text()
        assert f"Page {at} sur {len(found)}" in part
        assert "F-2026-118" in part
    # Where decisions go on, so do the names of the columns and of the round.
    assert "Quand et d’où" in found[1].extract_text()
    assert "Tour 1 : approuvée" in found[1].extract_text()


def test_the_same_content_is_the_same_bytes() -> None:
    one = sheet(*map(decision, range(20)))
    assert drawn(one) == drawn(one)
    assert drawn(one) != drawn(replace(one, bill="F-2026-119"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>gras</b> & <para> &amp; </font> <img src='x'/>",
        "1 < 2 && 3 > 2",
        "ligne 1\nligne 2\r\n\r\nligne 3",
        "%(page)s {x} %s \\u0041",
        "Łukasz Œuvré ÿ ñ ß « 5 € »",
    ],
)
def test_what_a_person_wrote_is_text(hostile: str) -> None:
    said = text(drawn(sheet(decision(1, hostile))))
    assert "".join(hostile.split()) in "".join(said.split())


@pytest.mark.parametrize("place", ["comment", "person", "supplier", "bill"])
@pytest.mark.parametrize("unit", ["W", "é<b>& "])
def test_a_long_text_is_whole_and_stays_on_the_page(place: str, unit: str) -> None:
    long = unit * (5000 // len(unit))
    one = decision(1, long if place == "comment" else "")
    if place == "person":
        one = replace(one, person=long)
    content = sheet(one, decision(2))
    if place == "supplier":
        content = replace(content, facts=(Fact("Fournisseur", long),))
    elif place == "bill":
        content = replace(content, bill=long, company=long)
    found = pages(drawn(content))
    for page in found:
        for char in page.chars:
            assert char["x0"] > 30
            assert char["x1"] < A4[0] - 30
            assert char["top"] > 20
            assert char["bottom"] < A4[1] - 20
    said = "".join(char["text"] for page in found for char in page.chars)
    for letter in unit.strip():
        assert said.count(letter) >= 5000 // len(unit)
    assert "Personne-2" in said


def test_nothing_is_written_over_something_else() -> None:
    hostile = ("W" * 900, "mot " * 300, "a\n" * 80)
    content = drawn(sheet(*(decision(at, each) for at, each in enumerate(hostile))))
    for page in pages(content):
        boxes = [
            (round(c["x0"], 1), round(c["top"], 1))
            for c in page.chars
            if c["text"] != " "
        ]
        assert len(boxes) == len(set(boxes))


def test_what_would_be_invisible_or_turn_the_line_is_shown_by_its_number() -> None:
    said = text(drawn(sheet(decision(1, "payer\u202e1000\u200b \x07"))))
    for number in ("[U+202E]", "[U+200B]", "[U+0007]"):
        assert number in said
    assert LABELS.unreadable in said


def test_a_character_without_a_glyph_is_never_silently_lost() -> None:
    said = text(drawn(sheet(replace(decision(), person="Жанна \U000f1234"))))
    assert "Жанна" in said or "[U+0416]" in said
    assert "[U+F1234]" in said


def test_it_is_drawn_without_any_font_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "_REGULAR", ("absent.ttf",))
    monkeypatch.setattr(typefaces, "_BOLD", ("absent.ttf",))
    typefaces.typefaces.cache_clear()
    try:
        said = text(drawn(sheet(decision(1, "Cœur à 5 € Ж"))))
    finally:
        monkeypatch.undo()
        typefaces.typefaces.cache_clear()
    assert "Cœur à 5 € [U+0416]" in said


def test_fonts_are_in_the_file_and_readable() -> None:
    for page in pages(drawn(sheet(decision()))):
        assert all("Vera" in char["fontname"] for char in page.chars)
        assert min(round(char["size"], 2) for char in page.chars) >= 8
