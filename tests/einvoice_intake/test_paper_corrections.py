"""What people type in a review becomes the invoice, and bad input gets a sentence."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Delivery,
    Invoice,
    Line,
    LineKind,
    Payment,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.messages import fill
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_base.domain.reading import Box, Field, Reading
from odoo.addons.einvoice_intake.domain.paper.corrections import Corrections, corrected
from odoo.addons.einvoice_intake.domain.paper.kept import (
    reading_as_json,
    reading_from_json,
)
from odoo.addons.einvoice_intake.domain.paper.outcomes import outcomes
from odoo.addons.einvoice_intake.domain.paper.review_fields import (
    Why,
    doubts,
    least_confidence,
)
from odoo.addons.einvoice_intake.domain.paper.typed import READERS, NotUnderstood
from odoo.addons.einvoice_intake.domain.problems import NUMBER_NOT_READABLE

READ = Reading(
    Invoice(
        number="F-1",
        issue_date=date(2026, 9, 15),
        type_code="380",
        currency="EUR",
        seller=Party(name="LE VENDEUR", legal_id=Identifier("100000009", "0002")),
        totals=Totals(
            net=Decimal("100.00"),
            vat=Decimal("20.00"),
            gross=Decimal("120.00"),
            payable=Decimal("120.00"),
        ),
        tax_breakdown=(
            TaxBreakdown(Decimal("100.00"), Decimal("20.00"), "S", Decimal(20)),
        ),
        lines=(
            Line(
                number="1",
                name="Paper",
                quantity=Decimal(1),
                price=Decimal("100.00"),
                net=Decimal("100.00"),
                vat_category="S",
                vat_rate=Decimal(20),
            ),
        ),
    ),
    "scan",
    fields={
        "number": Field("F-1", 0.99, Box(1, 10, 10, 40, 20)),
        "issue_date": Field("2026-09-15", 0.95),
        "type_code": Field("380", 0.97),
        "currency": Field("EUR", 0.99),
        "totals.gross": Field("120.00", 0.98),
    },
)


def typed(**fields: str) -> dict[str, object]:
    return {
        "fields": {
            path.replace("__", "."): {"value": value} for path, value in fields.items()
        }
    }


def apply(values: object) -> tuple[Invoice, list[str]]:
    reading, refused = corrected(READ, Corrections.from_json(values))
    assert reading.invoice is not None
    return reading.invoice, [each.path for each in refused]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("date", "12/11/26", "2026-11-12"),
        ("date", " 1.9.2026 ", "2026-09-01"),
        ("date", "12-11-2026", "2026-11-12"),
        ("date", "20261112", None),
        ("date", "12112026", "2026-11-12"),
        ("date", "12 décembre 2026", "2026-12-12"),
        ("date", "Nov 12, 2026", "2026-11-12"),
        ("date", "12 juillet 26", "2026-07-12"),
        ("date", "31/02/2026", None),
        ("date", "12 brumaire 2026", None),
        ("date", "yesterday", None),
        ("amount", "1 234,56", "1234.56"),
        ("amount", "1\u202f234,56 €", "1234.56"),
        ("amount", "1,234.56", "1234.56"),
        ("amount", "- 12,5", "-12.5"),
        ("amount", "12,50-", "-12.50"),
        ("amount", "EUR 12", "12"),
        ("amount", "12,50,1", None),
        ("amount", "twelve", None),
        ("amount", "9" * 40, None),
        ("amount", "9" * 16, None),
        ("amount", "9" * 15, "9" * 15),
        ("number", "0." + "0" * 1900 + "1", None),
        ("number", "1.250", "1.250"),
        ("number", "1,250", "1250"),
        ("iban", "FR76 3000 6000 0112 3456 7890 188", None),
        ("iban", "12-3456-78", "12345678"),
        ("legal", "100 000 008", None),
        ("legal", "HRB 12345", "HRB12345"),
        ("vat", "FR 00 100000009", None),
        ("vat", "DE 123456789", "DE123456789"),
        ("currency", "dollars", None),
        ("type", "avoir", "381"),
        ("type", "999", None),
        ("char", "x" * 300, None),
    ],
)
def test_what_people_type(kind: str, text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(NotUnderstood) as caught:
            READERS[kind](text)
        assert fill(caught.value.sentence, caught.value.values)
    else:
        assert READERS[kind](text) == expected


def test_a_corrected_field_is_certain_and_the_others_stay() -> None:
    values = {
        "fields": {"number": {"value": "F-7", "page": 2, "box": [1, 2, 3, 4]}},
        "lines": None,
        "taxes": None,
    }
    reading, refused = corrected(READ, Corrections.from_json(values))
    assert not refused
    assert reading.fields["number"] == Field("F-7", 1.0, Box(2, 1, 2, 3, 4))
    assert reading.fields["issue_date"].confidence == 0.95
    assert reading.invoice == replace(READ.invoice or Invoice(), number="F-7")


def test_bad_input_is_refused_alone() -> None:
    invoice, refused = apply(typed(issue_date="soon", number="F-8"))
    assert refused == ["issue_date"]
    assert invoice.number == "F-8"
    assert invoice.issue_date == date(2026, 9, 15)


def test_an_emptied_field_is_not_on_the_invoice() -> None:
    invoice, _refused = apply(typed(due_date="", number="", iban=""))
    assert invoice.number is None
    assert invoice.payment == Payment()


def test_what_followed_from_a_wrong_total_follows_the_right_one() -> None:
    invoice, _refused = apply(
        typed(totals__net="105", totals__vat="21", totals__gross="126")
    )
    assert invoice.totals.payable == 126
    assert (invoice.tax_breakdown[0].base, invoice.tax_breakdown[0].amount) == (105, 21)


def test_a_payable_amount_of_its_own_is_kept() -> None:
    assert READ.invoice is not None
    totals = replace(READ.invoice.totals, payable=Decimal(90))
    read = replace(READ, invoice=replace(READ.invoice, totals=totals))
    reading, _refused = corrected(read, Corrections.from_json(typed(totals__gross="1")))
    assert reading.invoice is not None
    assert reading.invoice.totals.payable == 90


def test_another_identifier_replaces_the_one_read_wrong() -> None:
    invoice, _refused = apply(typed(seller__legal_id="732 829 320 00074"))
    assert invoice.seller.siret == "73282932000074"
    assert invoice.seller.siren == "732829320"


def test_an_account_is_typed_where_none_was_read() -> None:
    invoice, _refused = apply(
        typed(iban="FR76 3000 6000 0112 3456 7890 189", bic="AGRIFRPP")
    )
    assert invoice.payment.accounts == (
        Account("FR7630006000011234567890189", bic="AGRIFRPP"),
    )


def test_lines_are_replaced_whole() -> None:
    rows = [
        {
            "name": {"value": "Pens"},
            "quantity": {"value": "2"},
            "price": {"value": "30,00"},
            "discount": {"value": "10"},
            "vat_rate": {"value": "20"},
        },
        {"name": {"value": "  "}, "net": {"value": ""}},
        {"name": {"value": "Ink"}, "net": {"value": "46.00"}, "user_id": {"value": 1}},
    ]
    reading, refused = corrected(READ, Corrections.from_json({"lines": rows}))
    assert not refused
    assert reading.invoice is not None
    pens, ink = reading.invoice.lines
    assert (pens.price, pens.gross_price, pens.net) == (27, 30, 54)
    assert (ink.name, ink.net) == ("Ink", 46)
    assert reading.invoice.totals.lines == 100
    assert reading.fields["line.0.price"].value == "30.00"
    assert "line.1.user_id" not in reading.fields


def test_a_rate_without_vat_keeps_its_meaning() -> None:
    assert READ.invoice is not None
    row = TaxBreakdown(Decimal(100), Decimal(0), "AE", Decimal(0))
    read = replace(READ, invoice=replace(READ.invoice, tax_breakdown=(row,)))
    rows = [{"rate": {"value": "0"}, "base": {"value": "90"}}]
    reading, _refused = corrected(read, Corrections.from_json({"taxes": rows}))
    assert reading.invoice is not None
    assert reading.invoice.tax_breakdown[0].category == "AE"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "x",
        {"fields": []},
        {"fields": {"number": None, "state": {"value": "booked"}}},
        {"fields": {"number": {"value": {"a": 1}, "page": "x", "box": "abcd"}}},
        {"lines": {"a": 1}, "taxes": [1, None]},
    ],
)
def test_forged_values_do_no_harm(sent: object) -> None:
    corrections = Corrections.from_json(sent)
    assert set(corrections.fields) <= {"number"}
    assert Corrections.from_json(corrections.as_json()) == corrections
    corrected(READ, corrections)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"quantity": "9" * 15, "price": "9" * 15}, ["line.0.net"]),
        (
            {"quantity": "9" * 20, "price": "9" * 20},
            ["line.0.price", "line.0.quantity"],
        ),
        (
            {"quantity": "1", "price": "9" * 15, "discount": "9" * 15},
            ["line.0.discount"],
        ),
        ({"price": "9" * 15, "discount": "33.3333333333"}, []),
        ({"net": "10", "vat_rate": "2000"}, ["line.0.vat_rate"]),
    ],
)
def test_absurd_numbers_of_lines_are_refused(
    cells: dict[str, str], expected: list[str]
) -> None:
    row = {name: {"value": value} for name, value in cells.items()}
    stored = Corrections.from_json({"lines": [row]}).as_json()
    _reading, refused = corrected(READ, Corrections.from_json(stored))
    assert sorted(each.path for each in refused) == expected
    assert all(fill(each.sentence, each.values) for each in refused)


@pytest.mark.parametrize(
    "box", [[math.nan, 0, 1, 2], [math.inf, 0, 1, 2], [1, 2, 3, "-inf"]]
)
def test_a_place_that_is_none_is_left_out(box: list[object]) -> None:
    sent = {"fields": {"number": {"value": "F-1", "page": 1, "box": box}}}
    kept = Corrections.from_json(sent)
    assert kept.fields["number"].value == "F-1"
    assert kept.fields["number"].box is None


def test_text_that_no_database_holds_is_cleaned() -> None:
    sent = typed(number="F\x00-\ud8001")
    assert Corrections.from_json(sent).fields["number"].value == "F-1"


def test_a_table_that_is_too_long_is_refused_whole() -> None:
    rows = [{"rate": {"value": "20"}, "base": {"value": "1"}}] * 201
    reading, refused = corrected(READ, Corrections.from_json({"taxes": rows}))
    assert [each.path for each in refused] == ["taxes"]
    assert reading.invoice is not None
    assert READ.invoice is not None
    assert reading.invoice.tax_breakdown == READ.invoice.tax_breakdown


def test_a_later_save_adds_to_the_earlier_one() -> None:
    first = Corrections.from_json(typed(number="F-2", currency="EUR"))
    second = Corrections.from_json(typed(number="F-3"))
    joined = first.joined(second)
    assert {path: each.value for path, each in joined.fields.items()} == {
        "number": "F-3",
        "currency": "EUR",
    }


def test_a_sure_invoice_leaves_nothing_to_look_at() -> None:
    assert doubts(READ, 0.9, has_supplier=True) == ()


def test_doubtful_missing_and_wrong_sums_are_named() -> None:
    assert READ.invoice is not None
    invoice = replace(
        READ.invoice,
        issue_date=None,
        totals=replace(READ.invoice.totals, gross=Decimal(121)),
        lines=(replace(READ.invoice.lines[0], net=Decimal(10)),),
    )
    fields = {**READ.fields, "number": Field("F-1", 0.4)}
    reading = replace(READ, invoice=invoice, fields=fields)
    found = {each.path: each.why for each in doubts(reading, 0.9, has_supplier=True)}
    assert found == {
        "number": Why.DOUBTFUL,
        "issue_date": Why.MISSING,
        "totals.gross": Why.SUM,
        "lines": Why.SUM,
    }


def test_the_least_sure_field_of_a_bill_counts() -> None:
    fields = {**READ.fields, "buyer.name": Field("X", 0.1)}
    assert least_confidence(replace(READ, fields=fields)) == 0.95


def test_a_reading_is_kept_without_loss() -> None:
    assert READ.invoice is not None
    invoice = replace(
        READ.invoice,
        deliveries=(Delivery(date=date(2026, 9, 1)),),
        lines=(
            replace(
                READ.invoice.lines[0],
                kind=LineKind.GROUP,
                attributes=(("Colour", "white"),),
            ),
        ),
    )
    problem = NUMBER_NOT_READABLE.finding(term="BT-109", value=Decimal("1.50"))
    reading = replace(READ, invoice=invoice, problems=(problem,))
    rules = {NUMBER_NOT_READABLE.code: NUMBER_NOT_READABLE}
    assert reading_from_json(reading_as_json(reading), rules) == reading


def test_what_an_older_version_kept_is_still_read() -> None:
    kept = reading_as_json(READ)
    kept["invoice"]["no_more"] = "x"
    kept["problems"].append({"rule": "no_more"})
    assert reading_from_json(kept, {}) == READ


def test_outcomes_tell_kept_from_changed() -> None:
    reading, _refused = corrected(
        READ, Corrections.from_json(typed(number="F-9", totals__gross="120"))
    )
    told = {each.path: each for each in outcomes(READ, reading)}
    assert told["number"].as_row() == [
        "number",
        "F-1",
        Decimal("0.99"),
        "changed",
        "F-9",
    ]
    assert not told["totals.gross"].is_changed
    assert told["seller.name"].confidence is None
