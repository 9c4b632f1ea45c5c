"""What a line is booked on, from the lines before it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bench.coding import walked

from odoo.addons.einvoice_base.domain.codes import VatCategory
from odoo.addons.einvoice_intake.domain.booking import PlannedTax, VatKey
from odoo.addons.einvoice_intake.domain.coding.bill import (
    BookedBill,
    usual_journal,
    usual_terms,
)
from odoo.addons.einvoice_intake.domain.coding.history import History
from odoo.addons.einvoice_intake.domain.coding.lessons import (
    MOST,
    Lesson,
    LessonsFileError,
    read_lessons,
    written,
)
from odoo.addons.einvoice_intake.domain.coding.predict import predict
from odoo.addons.einvoice_intake.domain.coding.reasons import sentence, values
from odoo.addons.einvoice_intake.domain.coding.values import (
    Authority,
    Coded,
    Kind,
    Reason,
    Subject,
    text_key,
)
from odoo.addons.einvoice_intake.domain.tax_shares import tax_shares

PAPER, RENT, ASSET = 606400, 613200, 218300
START = date(2026, 1, 5)


def booked(*accounts, text="Papier A4", authority=Authority.PERSON, start=0, **more):
    """Return one line a week, the oldest first."""
    return [
        Coded(
            bill=start + place,
            day=START + timedelta(weeks=start + place),
            account=account,
            text=text,
            authority=authority,
            **more,
        )
        for place, account in enumerate(accounts)
    ]


def account(lines, text="Papier A4", **more):
    found = predict(Subject(text, **more), History(lines))
    return found and found.account


@pytest.mark.parametrize(
    "text",
    [
        "PAPIER A4",
        "Papier A4 septembre 2026",
        "Papier A4 du 01/09/2026 au 30/09/2026",
        "Papier, A4",
        "Papiér A4",
    ],
)
def test_the_same_text_by_another_hand_is_the_same(text):
    assert account(booked(PAPER), text) == PAPER
    assert predict(Subject(text), History(booked(PAPER))).reason.kind is Kind.TEXT


def test_the_item_number_is_asked_before_the_text():
    lines = booked(RENT, item="AB-12", text="Autre chose") + booked(PAPER, start=1)
    assert account(lines, item="ab12") == RENT
    assert account(lines, item="ZZ-99") == PAPER


def test_a_text_that_is_cut_off_is_alike():
    lines = booked(PAPER, text="Abattant bois massif chêne") + booked(
        RENT, text="Location nacelle", start=1
    )
    found = predict(Subject("Abattant bois massif"), History(lines))
    assert (found.account, found.reason.kind) == (PAPER, Kind.SIMILAR)


def test_without_a_line_alike_the_usual_account_of_the_supplier():
    found = predict(Subject("Divers"), History(booked(RENT, RENT, RENT)))
    assert (found.account, found.reason.kind) == (RENT, Kind.SUPPLIER)


def test_an_invoice_without_lines_has_the_usual_account():
    assert account(booked(RENT, RENT), text="") == RENT


def test_nothing_is_made_up():
    assert predict(Subject("Papier"), History([])) is None
    assert predict(Subject("Papier"), History([]), lambda: History([])) is None
    others = History(booked(PAPER, text="Béton"))
    assert predict(Subject("Papier"), History([]), lambda: others) is None


def test_other_suppliers_are_asked_only_where_the_own_lines_do_not_say():
    def never():
        raise AssertionError

    assert predict(Subject("Papier A4"), History(booked(PAPER)), never)
    assert predict(Subject("Divers"), History(booked(PAPER)), never)
    mixed = History(booked(PAPER) + booked(RENT, text="Loyer", start=1))
    others = History(booked(ASSET, text="Serveur"))
    found = predict(Subject("Serveur"), mixed, lambda: others)
    assert (found.account, found.reason.kind) == (ASSET, Kind.OTHERS)


def test_what_is_booked_lately_wins_over_what_was_often():
    assert account(booked(*[RENT] * 10, *[PAPER] * 4)) == PAPER


def test_one_slip_of_a_person_does_not_turn_a_habit():
    assert account(booked(*[RENT] * 10, PAPER, RENT)) == RENT


def test_a_correction_is_followed_at_once():
    lines = booked(*[RENT] * 14, authority=Authority.SEEN)
    lines += booked(PAPER, authority=Authority.CORRECTED, start=14)
    found = predict(Subject("Papier A4"), History(lines))
    assert (found.account, found.reason.kind) == (PAPER, Kind.CORRECTION)
    assert found.confidence < 0.8


def test_who_corrects_back_and_forth_is_counted():
    lines = booked(*[RENT] * 10, authority=Authority.SEEN)
    lines += booked(PAPER, authority=Authority.CORRECTED, start=10)
    lines += booked(RENT, authority=Authority.CORRECTED, start=11)
    lines += booked(PAPER, authority=Authority.CORRECTED, start=12)
    assert account(lines) == RENT


def test_a_line_that_nobody_looked_at_weighs_less_than_one_typed():
    unseen = booked(*[RENT] * 3, authority=Authority.UNSEEN, start=1)
    assert account(booked(PAPER) + unseen) == PAPER


def test_what_nobody_ever_looked_at_is_never_sure():
    lines = booked(*[RENT] * 20, authority=Authority.UNSEEN)
    assert predict(Subject("Papier A4"), History(lines)).confidence <= 0.5


def test_the_same_words_go_to_assets_by_their_amount():
    cheap = booked(*[PAPER] * 3, text="Ordinateur", net=Decimal(200))
    dear = booked(*[ASSET] * 3, text="Ordinateur", net=Decimal(1900), start=3)
    assert account(cheap + dear, "Ordinateur", net=Decimal(210)) == PAPER
    assert account(cheap + dear, "Ordinateur", net=Decimal(1800)) == ASSET


def test_the_vat_rate_tells_lines_of_one_text_apart():
    low = booked(*[PAPER] * 3, rate=Decimal(10))
    high = booked(*[RENT] * 3, rate=Decimal(20), start=3)
    assert account(low + high, rate=Decimal(10)) == PAPER


def test_many_lines_of_one_bill_are_one_decision():
    many = [
        Coded(1, START, RENT, "Papier A4", authority=Authority.PERSON)
        for _line in range(30)
    ]
    assert account(many + booked(PAPER, PAPER, start=2)) == PAPER


def test_taxes_analytic_and_product_are_those_of_lines_on_that_account():
    lines = booked(RENT, taxes=(7,), analytic={"3": 100.0}, product=9)
    lines += booked(*[PAPER] * 4, taxes=(5,), analytic={"4": 60.0, "5": 40.0}, start=1)
    found = predict(Subject("Papier A4"), History(lines))
    assert (found.taxes, found.product) == ((5,), None)
    assert found.analytic == {"4": 60.0, "5": 40.0}


def test_confidence_grows_with_bills_that_agree_and_falls_when_they_do_not():
    def sure(*accounts):
        return predict(Subject("Papier A4"), History(booked(*accounts))).confidence

    assert sure(PAPER) < sure(*[PAPER] * 5) < sure(*[PAPER] * 20)
    assert sure(*[PAPER] * 6) > sure(PAPER, RENT, PAPER, RENT, PAPER, PAPER)


def test_the_reason_counts_lines_of_this_kind():
    reason = predict(Subject("Papier A4"), History(booked(RENT, *[PAPER] * 14))).reason
    said = sentence(reason) % values(reason)
    assert said == "14 of the last 15 lines like this"
    assert "the one line" in sentence(Reason(1, 1, Kind.TEXT, START))


_lines = st.lists(
    st.builds(
        Coded,
        bill=st.integers(1, 9),
        day=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        account=st.sampled_from([PAPER, RENT, ASSET]),
        text=st.text(max_size=30),
        item=st.text(max_size=6),
        net=st.none() | st.decimals(-(10**9), 10**9, places=2),
        rate=st.sampled_from([None, Decimal(20), Decimal(10)]),
        authority=st.sampled_from(Authority),
        times=st.integers(1, 10**6),
    ),
    max_size=12,
)


@given(
    _lines,
    st.text(max_size=30),
    st.text(max_size=6),
    st.none() | st.decimals(-(10**9), 10**9, places=2),
)
def test_any_line_gets_an_account_that_was_booked_or_none(lines, text, item, net):
    found = predict(Subject(text, item, net), History(lines), lambda: History(lines))
    assert (found is None) == (not lines)
    if found is not None:
        assert found.account in {line.account for line in lines}
        assert 0 <= found.confidence < 1
        assert 1 <= found.reason.count <= found.reason.of


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Consommation électricité T3 2026", "consommation electricite t"),
        ("2026-09", "2026 09"),
        ("", ""),
        ("—", ""),
    ],
)
def test_the_key_of_a_text(text, key):
    assert text_key(text) == key


def test_the_journal_of_nearly_all_bills_and_a_change_that_was_meant():
    def usual(*journals):
        return usual_journal(
            BookedBill(place, START + timedelta(place), journal)
            for place, journal in enumerate(journals)
        )

    assert usual(1, 1, 1, 1, 2) == 1
    assert usual(1, 1, 1, 2, 2) == 2
    assert usual(1, 2, 1, 2) is None
    assert usual() is None
    bills = [BookedBill(1, START, 1, None), BookedBill(2, START, 1, 30)]
    assert usual_terms(bills) == 30


@given(
    st.lists(st.decimals("-999", "999", places=2), min_size=1, max_size=6),
    st.decimals("-500", "500", places=2),
)
def test_the_vat_that_is_shared_is_the_suppliers_to_the_cent(nets, amount):
    planned = PlannedTax(VatKey(VatCategory.STANDARD, Decimal(20)), sum(nets), amount)
    shares = tax_shares(planned, [(net, place % 3) for place, net in enumerate(nets)])
    assert sum(part for _base, part in shares.values()) == amount
    assert sum(base for base, _part in shares.values()) == sum(nets)


LESSON = Lesson(
    "ACME",
    "FR88100000009",
    "",
    "Papier",
    "",
    "606400",
    ("TVA 20 %",),
    3,
    "2026-09-01",
    "Marie",
)


def test_a_file_says_again_what_was_written():
    assert read_lessons(written([LESSON, LESSON])) == (LESSON, LESSON)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[" * 100_000,
        b'{"format": "einvoice-coding", "version": 1, "lessons": 5}',
        b'{"format": "other", "version": 1, "lessons": []}',
        b'{"format": "einvoice-coding", "version": 1, "lessons": [], "more": 1}',
        b'{"format": "einvoice-coding", "version": 1, "lessons": [[]]}',
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(content):
    with pytest.raises(LessonsFileError):
        read_lessons(content)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("supplier", 5),
        ("text", "x" * 501),
        ("text", "a\u202eb"),
        ("count", 0),
        ("count", 1.5),
        ("count", 10**9),
        ("last_day", "2026-13-01"),
        ("taxes", "TVA"),
        ("taxes", ["x"] * 10),
        ("account", ""),
        ("vat", ""),
    ],
)
def test_an_entry_that_was_changed_is_refused_with_its_place(name, value):
    said = json.loads(written([LESSON]))
    said["lessons"][0][name] = value
    with pytest.raises(LessonsFileError, match="of entry 1 "):
        read_lessons(json.dumps(said).encode())


def test_a_file_with_too_many_entries_is_refused():
    with pytest.raises(LessonsFileError):
        read_lessons(written([LESSON] * (MOST + 1)))


def test_a_year_of_bills_is_coded_nearly_as_the_person_repeats_himself():
    score = walked(0.97, range(2026, 2027))
    assert score.again / score.announced >= 0.93
    assert score.share("ours") > score.share("usual") + 0.2
    assert score.calibration_error() <= 0.05
