"""What a confirmed invoice teaches, and what a lesson never does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.reading import Box, Field, Reading
from odoo.addons.einvoice_intake.domain.paper.layout import (
    CONSTANT,
    Anchor,
    Layout,
    likeness,
)
from odoo.addons.einvoice_intake.domain.paper.memory import Memory, keys_of, learn
from odoo.addons.einvoice_intake.domain.paper.page import Page
from odoo.addons.einvoice_intake.domain.paper.read_paper import read_paper

from .sheets import page_of, printed

IBAN = "DE89370400440532013000"
OTHER_IBAN = "DE02120300000000202051"


def paper(
    mark: str = "K-4711-A",
    label: str = "Zeichen",
    day: str = "03.05.2026",
    iban: str = IBAN,
    client: str = "Facture n° 90210",
) -> Page:
    """Return an invoice whose number stands beside a label that nobody else uses."""
    return page_of(
        printed("Atelier Morvan SARL", size=14.0),
        "3 rue du Four", "58000 Nevers",
        printed((330, "contact@atelier-morvan.fr")),
        printed((330, "N° TVA FR44732829320")), "",
        printed((40, client)),
        printed((40, label), (140, mark), (330, f"Date : {day}")),
        "", "",
        printed((40, "Désignation"), (-540, "Montant HT")),
        printed((40, "Reliure"), (-540, "1 250,00")),
        "",
        printed((300, "Total HT"), (-540, "1 250,00")),
        printed((300, "TVA 20 %"), (-540, "250,00")),
        printed((300, "Total TTC"), (-540, "1 500,00")),
        f"IBAN {iban}",
    )  # fmt: skip


def value(reading: Reading, path: str) -> str | None:
    return reading.fields[path].value if path in reading.fields else None


def box_of_text(page: Page, text: str) -> Box:
    (word,) = (each for each in page.words if each.text == text)
    return Box(page.number, word.left, word.top, word.right, word.bottom)


def taught(page: Page, mark: str = "K-4711-A", **more: str) -> Layout:
    fields = {
        "number": Field(mark, 1.0, box_of_text(page, mark)),
        "seller.name": Field("Atelier Morvan SARL"),
        "seller.vat_number": Field("FR44732829320"),
    }
    return learn([page], fields | {path: Field(each) for path, each in more.items()})


def test_the_second_invoice_is_read_as_the_first_was_corrected() -> None:
    second = paper("K-4902-B", day="11.06.2026", client="Facture n° 90377")
    assert value(read_paper([second]), "number") == "90377"
    memory = Memory([taught(paper())])
    after = read_paper([second], memory=memory)
    assert value(after, "number") == "K-4902-B"
    assert value(after, "issue_date") == "2026-06-11"
    assert after.fields["number"].confidence >= 0.9


def test_a_lesson_survives_a_file() -> None:
    kept = json.loads(json.dumps(taught(paper()).as_json()))
    memory = Memory([Layout.from_json(kept)])
    after = read_paper([paper("K-4902-B")], memory=memory)
    assert value(after, "number") == "K-4902-B"


def test_a_lesson_without_its_label_does_not_count() -> None:
    """At the same place, of the same shape, but beside another label."""
    second = paper("K-4902-B", label="Lieferung", client="Facture n° 90377")
    after = read_paper([second], memory=Memory([taught(paper())]))
    assert value(after, "number") == "90377"


def test_a_lesson_of_another_supplier_does_not_count() -> None:
    stranger = Layout(frozenset({"vat:DE136695976"}), {}, taught(paper()).anchors)
    after = read_paper([paper("K-4902-B")], memory=Memory([stranger]))
    assert value(after, "number") == "90210"


def test_a_mark_that_many_share_names_nobody() -> None:
    """An account may be a factor's, a domain that of the software."""
    shared = frozenset({f"iban:{IBAN}", "mail:atelier-morvan.fr"})
    other = Layout(shared, {"seller.name": "Somebody else"})
    after = read_paper([paper()], memory=Memory([other]))
    assert value(after, "seller.name") == "Atelier Morvan SARL"


def test_two_layouts_of_one_mark_are_none() -> None:
    keys = frozenset({"vat:FR44732829320"})
    one, two = (Layout(keys, {"seller.name": name}) for name in ("One", "Two"))
    after = read_paper([paper()], memory=Memory([one, two]))
    assert value(after, "seller.name") == "Atelier Morvan SARL"


def test_a_printed_number_is_never_replaced() -> None:
    keys = frozenset({"vat:FR44732829320"})
    layout = Layout(keys, {"seller.vat_number": "DE136695976"})
    after = read_paper([paper()], memory=Memory([layout]))
    assert value(after, "seller.vat_number") == "FR44732829320"
    assert after.fields["seller.vat_number"].confidence <= 0.6


def test_a_value_moved_on_the_page_is_found_by_its_label() -> None:
    moved = paper("K-4902-B")
    words = tuple(
        type(each)(each.text, 1, each.left + 30, each.top + 60, each.right + 30,
                   each.bottom + 60)
        for each in moved.words
    )  # fmt: skip
    page = Page(1, moved.width, moved.height, words)
    after = read_paper([page], memory=Memory([taught(paper())]))
    assert value(after, "number") == "K-4902-B"


def test_a_field_that_the_person_emptied_stays_empty() -> None:
    page = paper()
    assert value(read_paper([page]), "issue_date")
    layout = learn([page], {"seller.vat_number": Field("FR44732829320")},
                   emptied=["issue_date"])  # fmt: skip
    assert layout.absent == {"issue_date"}
    after = read_paper([paper(day="11.06.2026")], memory=Memory([layout]))
    assert value(after, "issue_date") is None
    # Until he fills it in again.
    again = learn([page], {"issue_date": Field("2026-05-03")}, before=layout)
    assert again.absent == frozenset()
    assert again.count == 2


def test_the_known_account_makes_the_same_one_sure() -> None:
    memory = Memory([taught(paper(), iban=IBAN)])
    after = read_paper([paper("K-4902-B")], memory=memory)
    assert (value(after, "iban"), after.fields["iban"].confidence) == (IBAN, 0.995)


def test_an_account_that_differs_is_not_replaced_and_doubtful() -> None:
    memory = Memory([taught(paper(), iban=IBAN)])
    after = read_paper([paper("K-4902-B", iban=OTHER_IBAN)], memory=memory)
    assert value(after, "iban") == OTHER_IBAN
    assert after.fields["iban"].confidence <= 0.6


def test_an_account_that_the_page_does_not_print_is_not_filled_in() -> None:
    memory = Memory([taught(paper(), iban=IBAN, bic="COBADEFFXXX")])
    after = read_paper([paper("K-4902-B", iban="sur demande")], memory=memory)
    assert value(after, "iban") is None
    assert value(after, "bic") is None


def test_our_own_marks_are_not_learned_as_his() -> None:
    ours = frozenset({"vat:FR44732829320", "mail:atelier-morvan.fr"})
    layout = learn([paper()], {"seller.vat_number": Field("FR44732829320")},
                   not_his=ours)  # fmt: skip
    assert not layout.keys & ours


def test_marks_of_a_page_are_its_suppliers_identifiers() -> None:
    assert keys_of([paper()]) == {"vat:FR44732829320"}
    assert keys_of([page_of("jean@gmail.com", "Votre n° TVA FR44732829320")]) == set()
    assert keys_of([]) == set()


def test_what_a_person_typed_is_looked_up_where_it_alone_stands() -> None:
    page = paper()
    alone = learn([page], {"number": Field("K-4711-A")})
    twice = learn([page], {"totals.net": Field("1250.00")})
    assert alone.anchors["number"].left == "zeichen"
    assert "totals.net" not in twice.anchors


TEXTS = st.text(max_size=12)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner),
    max_leaves=12,
)
KEYS = st.sampled_from(["keys", "constants", "anchors", "absent", "count"])
PATHS = st.sampled_from([*CONSTANT, "number", "totals.gross", "x" * 90])
PARTS = st.sampled_from(["left", "above", "shape", "x", "y", "is_first"])
ANCHORS = st.dictionaries(PATHS, st.dictionaries(PARTS, ANYTHING) | ANYTHING)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ANYTHING | st.dictionaries(KEYS, ANYTHING | ANCHORS))
def test_json_of_anybody_is_survived(kept: object) -> None:
    layout = Layout.from_json(kept)
    assert Layout.from_json(layout.as_json()) == layout
    assert set(layout.constants) <= set(CONSTANT)
    assert 0 <= layout.count <= 10**6
    forced = Layout(
        layout.keys | {"vat:FR44732829320"}, layout.constants, layout.anchors,
        layout.absent, layout.count,
    )  # fmt: skip
    after = read_paper([paper()], memory=Memory([forced]))
    assert after.invoice is not None


PLACES = st.floats(min_value=-900, max_value=900)
SIDES = st.sampled_from(["", "facture n", "invoice no", "zeichen"])
SOME = st.builds(Anchor, SIDES, SIDES, st.sampled_from(["", "A-9", "9"]), PLACES,
                 PLACES, st.booleans())  # fmt: skip


@given(SOME, SOME)
def test_likeness_is_a_ratio_and_needs_a_label(one: Anchor, two: Anchor) -> None:
    score = likeness(one, two)
    assert 0 <= score <= 1
    shares_label = any(
        mine and mine == his
        for mine, his in ((one.left, two.left), (one.above, two.above))
    )
    if (one.left or one.above) and not shares_label:
        assert score == 0


def test_what_is_the_same_on_all_his_invoices_is_filled_in() -> None:
    keys = frozenset({"vat:FR44732829320"})
    known = {"seller.name": "Morvan & Fils", "seller.legal_id": "732829320"}
    after = read_paper([paper()], memory=Memory([Layout(keys, known)]))
    assert value(after, "seller.name") == "Morvan & Fils"
    assert value(after, "seller.legal_id") == "732829320"


def heads(
    heads_: str = "Zeichen", day: str = "14/09/2026", mark: str = "K-4711-A"
) -> Page:
    """Return an invoice with a table in its head; nobody knows the label of a mark."""
    return page_of(
        printed("Atelier Morvan SARL", size=14.0),
        printed((330, "N° TVA FR44732829320")),
        "", "",
        printed((40, "Date"), (180, heads_), (320, "Votre client")),
        printed((40, day), (180, mark), (320, "C 24 107")),
        "",
        "Facture n° 90210",
        "",
        printed((40, "Désignation"), (-540, "Montant HT")),
        printed((40, "Reliure"), (-540, "1 250,00")),
        "", "", "", "", "",
        printed((60, "Total HT"), (220, "Montant TVA"), (400, "Total TTC")),
        printed((60, "1 250,00 €"), (220, "250,00 €"), (400, "1 500,00 €")),
    )  # fmt: skip


@pytest.mark.parametrize("day", ["14/09/2026", "3 septembre 2026", "2026-09-14"])
def test_the_label_of_a_value_in_a_table_is_its_head(day: str) -> None:
    page = heads(day=day)
    fields = {
        "number": Field("K-4711-A"),
        "issue_date": Field("2026-09-03" if "sept" in day else "2026-09-14"),
        "totals.vat": Field("250.00"),
        "totals.gross": Field("1500.00"),
    }
    anchors = learn([page], fields).anchors
    assert {path: (each.left, each.above) for path, each in anchors.items()} == {
        "number": ("", "zeichen"),
        "issue_date": ("", "date"),
        "totals.vat": ("", "montant tva"),
        "totals.gross": ("", "total ttc"),
    }


def test_a_value_in_a_table_is_found_whatever_stands_beside_it() -> None:
    memory = Memory([taught(heads(day="3 septembre 2026"))])
    second = heads(day="11 octobre 2026", mark="K-4902-B")
    assert value(read_paper([second]), "number") == "90210"
    assert value(read_paper([second], memory=memory), "number") == "K-4902-B"
    # Below another head it is something else.
    other = heads("Lieferung", day="11 octobre 2026", mark="K-4902-B")
    assert value(read_paper([other], memory=memory), "number") == "90210"


LABELS = [
    # What stands in its row, the row above, and the label: beside, and above.
    ([(40, "Zkz"), (140, "K-1-A")], [], ("zkz", "")),
    ([(40, "Zkz : K-1-A")], [], ("zkz", "")),
    ([(40, "1 250,00 €"), (140, "K-1-A")], [], ("", "")),
    ([(40, "FAC 26 0098"), (140, "K-1-A")], [(140, "Zkz")], ("", "zkz")),
    ([(40, "732 829 320"), (140, "K-1-A")], [(140, "Zkz")], ("", "zkz")),
    ([(40, "EUR"), (140, "K-1-A")], [(140, "Zkz")], ("", "zkz")),
    ([(40, "Client C24107"), (140, "K-1-A")], [(140, "N° facture")],
     ("", "n° facture")),
    ([(40, "Client C24107"), (140, "K-1-A")], [(140, "12,00")], ("client", "")),
    ([(40, "Virement"), (140, "14/09/2026"), (220, "K-1-A")], [(220, "Zkz")],
     ("", "zkz")),
    ([(40, "Réf."), (140, "14/09/2026"), (220, "K-1-A")], [(220, "12/09/2026")],
     ("ref", "")),
    ([(40, "TVA 20 %"), (140, "100,00"), (220, "K-1-A")], [], ("tva %", "")),
    ([(40, "Facture F-12 du K-1-A")], [], ("facture du", "")),
    ([(140, "K-1-A")], [(140, "Date d'émission")], ("", "date d'emission")),
    # A narrow value stands below a part of its label.
    ([(190, "K-1-A")], [(140, "Date d'émission")], ("", "date d'emission")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "over", "expected"), LABELS)
def test_a_value_is_no_label(
    row: list[tuple[float, str]],
    over: list[tuple[float, str]],
    expected: tuple[str, str],
) -> None:
    page = page_of(*([printed(*over)] if over else []), printed(*row))
    anchor = learn([page], {"number": Field("K-1-A")}).anchors["number"]
    assert (anchor.left, anchor.above) == expected


def test_the_label_is_above_the_values_above() -> None:
    page = page_of(
        printed((140, "Zkz")), printed((140, "K-0-A")), printed((140, "K-1-A"))
    )
    anchor = learn([page], {"number": Field("K-1-A")}).anchors["number"]
    assert (anchor.left, anchor.above) == ("", "zkz")
