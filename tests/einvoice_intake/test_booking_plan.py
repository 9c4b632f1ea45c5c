"""The plan of a bill is the supplier's invoice to the cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.codes import FRENCH_TYPE_CODES, VatCategory
from odoo.addons.einvoice_base.domain.invoice import (
    AllowanceCharge,
    Invoice,
    Line,
    LineKind,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_intake.domain.booking import (
    BookedAs,
    PlannedKind,
    VatKey,
    plan,
    with_difference,
)
from odoo.addons.einvoice_intake.domain.booking_refusals import (
    NegativeCreditNoteError,
    NoTotalError,
    ProFormaError,
    RateUnclearError,
    TypeUnknownError,
)
from odoo.addons.einvoice_intake.domain.pricing import priced

D = Decimal

LINE = Line(
    "1", quantity=D(2), price=D(50), net=D(100), vat_category="S", vat_rate=D(20)
)
INVOICE = Invoice(
    number="F1",
    type_code="380",
    currency="EUR",
    lines=(LINE,),
    tax_breakdown=(TaxBreakdown(D(100), D(20), "S", D(20)),),
    totals=Totals(lines=D(100), net=D(100), vat=D(20), gross=D(120), payable=D(120)),
)
REFUNDS = {"261", "262", "381", "396", "502", "503"}


@pytest.mark.parametrize("code", sorted(each.value for each in FRENCH_TYPE_CODES))
def test_every_french_type_becomes_the_right_bill(code: str) -> None:
    planned = plan(replace(INVOICE, type_code=code))
    expected = BookedAs.REFUND if code in REFUNDS else BookedAs.BILL
    assert (planned.booked_as, planned.total, planned.gap) == (expected, D(120), 0)


@pytest.mark.parametrize("code", [None, "", "220", "999", "abc"])
def test_another_type_is_refused_by_name(code: str | None) -> None:
    with pytest.raises(TypeUnknownError):
        plan(replace(INVOICE, type_code=code))


def test_a_pro_forma_is_refused_by_name() -> None:
    with pytest.raises(ProFormaError):
        plan(replace(INVOICE, type_code="325"))


def test_a_negative_invoice_is_a_refund_with_positive_amounts() -> None:
    negative = replace(
        INVOICE,
        lines=(replace(LINE, quantity=D(-2), net=D(-100)),),
        tax_breakdown=(TaxBreakdown(D(-100), D(-20), "S", D(20)),),
        totals=Totals(D(-100), net=D(-100), vat=D(-20), gross=D(-120)),
    )
    planned = plan(negative)
    assert planned.booked_as is BookedAs.REFUND
    assert [line.net for line in planned.lines] == [D(100)]
    assert planned.lines[0].priced.net(2) == D(100)
    assert (planned.taxes[0].amount, planned.total) == (D(20), D(120))


def test_a_negative_credit_note_is_refused_by_name() -> None:
    with pytest.raises(NegativeCreditNoteError):
        plan(replace(INVOICE, type_code="381", totals=Totals(gross=D(-120))))


def test_an_invoice_without_any_total_is_refused_by_name() -> None:
    with pytest.raises(NoTotalError):
        plan(replace(INVOICE, totals=Totals()))


def test_basic_wl_builds_lines_from_the_breakdown() -> None:
    invoice = replace(
        INVOICE,
        lines=(),
        tax_breakdown=(
            TaxBreakdown(D(100), D(20), "S", D(20)),
            TaxBreakdown(D(50), D("2.75"), "S", D("5.5")),
        ),
        totals=Totals(net=D(150), vat=D("22.75"), gross=D("172.75")),
    )
    planned = plan(invoice)
    assert [(line.net, line.vat) for line in planned.lines] == [
        (D(100), VatKey(VatCategory.STANDARD, D(20))),
        (D(50), VatKey(VatCategory.STANDARD, D("5.5"))),
    ]
    assert planned.gap == 0


@pytest.mark.parametrize(
    ("net", "vat", "rate"),
    [("100", "20", "20"), ("33.33", "1.83", "5.5"), ("10", "0.21", "2.1")],
)
def test_minimum_takes_the_legal_rate_that_gives_its_vat(
    net: str, vat: str, rate: str
) -> None:
    totals = Totals(net=D(net), vat=D(vat), gross=D(net) + D(vat))
    planned = plan(replace(INVOICE, lines=(), tax_breakdown=(), totals=totals))
    assert planned.lines[0].vat == VatKey(VatCategory.STANDARD, D(rate))
    assert (planned.taxes[0].amount, planned.gap) == (D(vat), 0)


def test_minimum_with_mixed_rates_is_refused_by_name() -> None:
    totals = Totals(net=D(100), vat=D("12.34"), gross=D("112.34"))
    with pytest.raises(RateUnclearError):
        plan(replace(INVOICE, lines=(), tax_breakdown=(), totals=totals))


def test_rounding_and_prepaid_change_what_is_owed_as_the_norm_says() -> None:
    totals = replace(INVOICE.totals, rounding=D("-0.03"), prepaid=D(20))
    planned = plan(replace(INVOICE, totals=totals))
    assert planned.total == D("119.97")
    assert planned.lines[-1].kind is PlannedKind.ROUNDING


def test_document_allowances_and_charges_are_lines_with_their_vat() -> None:
    invoice = replace(
        INVOICE,
        allowances_charges=(
            AllowanceCharge(
                False, D(10), reason="Remise", vat_category="S", vat_rate=D(20)
            ),
            AllowanceCharge(
                True, D(5), reason="Port", vat_category="S", vat_rate=D(20)
            ),
        ),
        tax_breakdown=(TaxBreakdown(D(95), D(19), "S", D(20)),),
        totals=Totals(D(100), D(10), D(5), D(95), D(19), gross=D(114)),
    )
    planned = plan(invoice)
    assert [(line.name, line.net) for line in planned.lines[1:]] == [
        ("Remise", D(-10)),
        ("Port", D(5)),
    ]
    assert planned.gap == 0


def test_groups_and_information_do_not_count() -> None:
    group = replace(LINE, number="0", kind=LineKind.GROUP)
    note = replace(LINE, number="9", kind=LineKind.INFORMATION, net=D(7))
    planned = plan(replace(INVOICE, lines=(group, LINE, note)))
    assert [line.net for line in planned.lines] == [D(100)]


def test_a_difference_is_closed_by_one_line() -> None:
    invoice = replace(INVOICE, totals=replace(INVOICE.totals, gross=D("120.01")))
    planned = with_difference(plan(invoice))
    assert (planned.lines[-1].net, planned.gap) == (D("0.01"), 0)


def test_amounts_below_the_cent_are_rounded_and_given_back() -> None:
    odd = replace(LINE, quantity=D(1), price=D("10.004"), net=D("10.004"))
    invoice = replace(
        INVOICE,
        lines=tuple(replace(odd, number=str(place)) for place in range(5)),
        tax_breakdown=(TaxBreakdown(D("50.02"), D("10.00"), "S", D(20)),),
        totals=Totals(net=D("50.02"), vat=D("10.00"), gross=D("60.02")),
    )
    planned = plan(invoice)
    assert [line.net for line in planned.lines] == [D("10.00")] * 5 + [D("0.02")]
    assert all(line.priced.net(2) == line.net for line in planned.lines)
    assert planned.gap == 0


def test_a_base_quantity_divides_the_price() -> None:
    line = replace(LINE, quantity=D(500), price=D("12.345"), base_quantity=D(100))
    assert priced(line, D("61.73"), 2, 2).price == D("0.12345")


def test_a_line_discount_is_shown_when_it_gives_the_amount() -> None:
    line = replace(LINE, allowances_charges=(AllowanceCharge(False, D(10)),), net=D(90))
    assert priced(line, D(90), 2, 2).discount == D(10)


_AMOUNTS = st.decimals("-99999", "99999", places=2)


@given(
    quantity=st.decimals("-9999", "9999", places=4),
    price=st.decimals("-999", "9999", places=6),
    net=_AMOUNTS,
)
def test_whatever_the_supplier_writes_the_books_compute_his_amount(
    quantity: D, price: D, net: D
) -> None:
    line = Line(quantity=quantity, price=price, net=net)
    made = priced(line, net, 2, 2)
    assert made.net(2) == net
    assert made.quantity == made.quantity.quantize(D("0.01"))


def test_a_huge_quantity_books_the_amount_stated() -> None:
    line = replace(LINE, quantity=D("9" * 40))
    [planned] = plan(replace(INVOICE, lines=(line,))).lines
    assert (planned.net, planned.priced.net(2)) == (D(100), D(100))
