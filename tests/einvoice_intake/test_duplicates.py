"""Two documents are the same invoice, or a clash, or strangers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.einvoice_base.domain.invoice import Invoice, Totals
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_intake.domain.duplicates import content_key, identity_key
from odoo.addons.einvoice_intake.domain.supplier import Candidate

FIRST = Invoice(
    number="F-1",
    issue_date=date(2026, 10, 1),
    type_code="380",
    currency="EUR",
    seller=Party(legal_id=Identifier("910000215", "0002")),
    totals=Totals(gross=Decimal("120.00"), payable=Decimal("120.00")),
)


def test_the_same_invoice_in_another_syntax_has_the_same_keys() -> None:
    other = replace(
        FIRST,
        number=" f-1 ",
        seller=Party(vat_number="FR65910000215"),
        totals=Totals(gross=Decimal("120.0"), payable=Decimal(120)),
    )
    assert identity_key(other, None) == identity_key(FIRST, None)
    assert content_key("k", other) == content_key("k", FIRST)


@pytest.mark.parametrize(
    "change",
    [
        {"type_code": "381"},
        {"currency": "USD"},
        {"totals": Totals(gross=Decimal(120), payable=Decimal(100))},
    ],
)
def test_the_same_number_with_other_content_is_a_clash(
    change: dict[str, object],
) -> None:
    other = replace(FIRST, **change)  # type: ignore[arg-type]
    assert identity_key(other, None) == identity_key(FIRST, None)
    assert content_key("k", other) != content_key("k", FIRST)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "F-2"},
        {"issue_date": date(2025, 10, 1)},
        {"seller": Party(legal_id=Identifier("910000348", "0002"))},
    ],
)
def test_another_number_year_or_seller_is_another_invoice(
    change: dict[str, object],
) -> None:
    assert identity_key(replace(FIRST, **change), None) != identity_key(FIRST, None)  # type: ignore[arg-type]


def test_an_invoice_that_names_nobody_has_no_key() -> None:
    nobody = replace(FIRST, seller=Party(name="X"))
    assert identity_key(nobody, None) is None
    assert identity_key(nobody, Candidate(7, 7)) == "partner:7|2026|F-1"


def test_a_copy_with_fewer_identifiers_takes_them_from_the_books() -> None:
    silent = replace(FIRST, seller=Party(name="X"))
    known = Candidate(7, 7, registry="91000021500012")
    assert identity_key(silent, known) == identity_key(FIRST, None)
