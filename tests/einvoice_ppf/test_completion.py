"""What people forget is filled, what stands stays, what nobody knows is asked for."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from odoo.addons.einvoice_base.domain.codes import Frame, Operation
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Invoice,
    Note,
    Payment,
    TaxBreakdown,
)
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_ppf.domain.outgoing.before_sending import checked
from odoo.addons.einvoice_ppf.domain.outgoing.completion import (
    Mentions,
    Sale,
    completed,
)
from odoo.addons.einvoice_ppf.domain.outgoing.frame import (
    digit_of,
    operation_of_sale,
    process_of,
)
from odoo.addons.einvoice_ppf.domain.outgoing.profile import Profile, Syntax
from odoo.addons.einvoice_ppf.domain.outgoing.treatment import Treatment, treatment_of

from . import full_sales, right_sales, sales

GOODS, SERVICES, MIXED = Operation.GOODS, Operation.SERVICES, Operation.MIXED


def bare(invoice: Invoice) -> Invoice:
    """Return an invoice as it comes from the books: what can be filled is gone."""
    return replace(
        invoice,
        notes=(),
        process=None,
        specification=None,
        seller=replace(invoice.seller, legal_id=None, endpoint=None),
        buyer=replace(invoice.buyer, legal_id=None, endpoint=None),
        payment=replace(invoice.payment, means_code=None),
    )


def subjects(invoice: Invoice) -> list[str | None]:
    return [note.subject for note in invoice.notes]


def test_a_bare_invoice_becomes_one_that_may_be_sent() -> None:
    made = completed(bare(sales.sale()), Sale(operation=GOODS))
    assert not checked(made)
    assert replace(made, notes=sales.NOTES) == sales.sale()
    assert subjects(made) == ["PMT", "PMD", "AAB", "BAR"]


@pytest.mark.parametrize("code", right_sales.TYPES)
def test_each_type_is_completed(code: str) -> None:
    made = completed(bare(sales.of_type(code)), Sale(operation=MIXED))
    assert made.process == "M1"
    assert not checked(made)


def test_right_invoices_stay_as_they_are() -> None:
    for name, invoice in right_sales.right_ones().items():
        stated = replace(invoice, specification=invoice.specification or "x")
        made = completed(stated, Sale(GOODS, is_after_deposit=True, paid_on=sales.DUE))
        assert made == stated, name


def _kept(before: Any, after: Any) -> bool:
    """Tell whether all that was stated is still stated."""
    if is_dataclass(before):
        return all(
            _kept(getattr(before, each.name), getattr(after, each.name))
            for each in fields(before)
        )
    if isinstance(before, tuple):
        return len(before) <= len(after) and all(map(_kept, before, after))
    return before is None or before == after


def test_nothing_that_stands_is_changed() -> None:
    odd = replace(
        sales.sale(),
        process="X9",
        specification="urn:own",
        due_date=date(2020, 1, 1),
        notes=(Note("Nos conditions", "PMT"), Note("CHEZ NOUS", "BAR")),
        seller=replace(
            sales.SELLER,
            legal_id=Identifier("77", "0009"),
            endpoint=Identifier("a@b.example", "EM"),
        ),
        payment=Payment(means_code="ZZZ", accounts=(Account("1"),)),
        tax_breakdown=(TaxBreakdown(category="AE", exemption_reason="Art. 283-2"),),
    )
    made = completed(odd, Sale(operation=GOODS, paid_on=sales.DUE))
    assert _kept(odd, made)
    assert subjects(made) == ["PMT", "BAR", "PMD", "AAB"]


def test_the_default_mentions_name_the_law() -> None:
    fee, penalty, discount = (note.text for note in Mentions().notes())
    assert "40 €" in fee
    assert "L441-10" in fee
    assert "D441-5" in fee
    assert "L441-10" in penalty
    assert "10 points" in penalty
    assert "escompte" in discount


def test_the_mentions_of_the_company_are_used() -> None:
    own = Mentions(late_penalty="Trois fois le taux d'intérêt légal.", discount=" ")
    made = completed(bare(sales.sale()), mentions=own)
    assert Note("Trois fois le taux d'intérêt légal.", "PMD") in made.notes
    assert "AAB" not in subjects(made)


@pytest.mark.parametrize(
    ("kinds", "operation"),
    [
        ([], None),
        ([GOODS], GOODS),
        ([SERVICES, SERVICES], SERVICES),
        ([GOODS, SERVICES], MIXED),
        ([MIXED, GOODS], MIXED),
    ],
)
def test_what_is_sold(kinds: list[Operation], operation: Operation | None) -> None:
    assert operation_of_sale(kinds) is operation


def test_how_it_is_paid() -> None:
    normal, paid = sales.sale(), sales.paid()
    deposit = replace(paid, type_code="386")
    assert digit_of(normal, is_after_deposit=False) is Frame.NORMAL
    assert digit_of(paid, is_after_deposit=False) is Frame.ALREADY_PAID
    final = Frame.FINAL_AFTER_PREPAYMENT
    assert digit_of(normal, is_after_deposit=True) is final
    # Deposits paid all of it.
    assert digit_of(paid, is_after_deposit=True) is final
    # A deposit is never a final invoice (BR-FR-CO-08).
    assert digit_of(deposit, is_after_deposit=True) is Frame.ALREADY_PAID


def test_an_invoice_of_nothing_is_not_paid() -> None:
    zero = Decimal(0)
    totals = replace(sales.sale().totals, gross=zero, prepaid=zero, payable=zero)
    invoice = replace(sales.sale(), totals=totals)
    assert digit_of(invoice, is_after_deposit=False) is Frame.NORMAL


def test_the_day_of_payment_is_the_due_date_of_a_paid_invoice() -> None:
    paid = replace(bare(sales.paid()), due_date=None)
    day = date(2026, 10, 2)
    made = completed(paid, Sale(operation=SERVICES, paid_on=day))
    assert (made.process, made.due_date) == ("S2", day)
    assert not checked(made)
    unpaid = replace(bare(sales.sale()), due_date=None)
    assert completed(unpaid, Sale(operation=GOODS, paid_on=day)).due_date is None


def test_a_frame_that_only_the_seller_knows() -> None:
    sale = Sale(operation=SERVICES, frame=Frame.SUBCONTRACTOR)
    assert completed(bare(sales.sale()), sale).process == "S5"
    assert process_of(GOODS, Frame.SUBCONTRACTOR_DIRECT_PAYMENT) is None


def test_goods_or_services_are_not_guessed() -> None:
    made = completed(bare(sales.sale()))
    assert made.process is None
    assert [each.code for each in checked(made)] == ["send_frame_missing"]


@pytest.mark.parametrize(
    ("buyer", "is_business", "treatment"),
    [
        (sales.BUYER, None, Treatment.BUSINESS),
        (Party(address=sales.BUYER.address), None, None),
        (Party(address=sales.BUYER.address), False, Treatment.PRIVATE),
        (Party(address=sales.BUYER.address), True, Treatment.BUSINESS),
        (sales.to_union().buyer, None, Treatment.BUSINESS_ABROAD),
        (Party(address=sales.to_union().buyer.address), None, None),
        (
            Party(address=sales.to_union().buyer.address),
            False,
            Treatment.PRIVATE_ABROAD,
        ),
    ],
)
def test_whom_it_is_for(
    buyer: Party, is_business: bool | None, treatment: Treatment | None
) -> None:
    assert treatment_of(buyer, is_business=is_business) is treatment


def test_a_public_buyer_gets_no_note() -> None:
    made = completed(bare(sales.sale()), Sale(GOODS, treatment=Treatment.PUBLIC))
    assert subjects(made) == ["PMT", "PMD", "AAB"]


def test_a_private_person_is_reached_by_mail() -> None:
    buyer = replace(
        Party(name="Mme Durand", address=sales.BUYER.address),
        contact=replace(sales.SELLER.contact, email="durand@courriel.example"),
    )
    made = completed(
        bare(sales.sale(buyer=buyer)), Sale(operation=GOODS, is_business=False)
    )
    assert made.buyer.endpoint == Identifier("durand@courriel.example", "EM")
    assert Note("B2C", "BAR") in made.notes
    assert not checked(made)


def test_a_french_business_without_siren_gets_no_address() -> None:
    buyer = Party(name="X", address=sales.BUYER.address, contact=sales.SELLER.contact)
    made = completed(
        bare(sales.sale(buyer=buyer)), Sale(operation=GOODS, is_business=True)
    )
    assert made.buyer.endpoint is None
    assert {each.code for each in checked(made)} == {
        "send_buyer_siren",
        "send_address_missing",
    }


def test_a_siret_gives_the_siren() -> None:
    buyer = replace(
        sales.BUYER,
        vat_number=None,
        identifiers=(Identifier("20000000800019", "0009"),),
    )
    made = completed(bare(sales.sale(buyer=buyer)))
    assert made.buyer.legal_id == Identifier("200000008", "0002")
    assert made.buyer.endpoint == Identifier("200000008", "0225")


def test_a_member_of_a_vat_group_says_so() -> None:
    seller = replace(sales.SELLER, identifiers=(Identifier("303265045", "0231"),))
    made = completed(bare(sales.sale(seller=seller)))
    assert Note("MEMBRE_ASSUJETTI_UNIQUE", "TXD") in made.notes


@pytest.mark.parametrize("category", ["AE", "K", "G", "O"])
def test_a_category_gives_its_reason(category: str) -> None:
    made = completed(
        replace(Invoice(), tax_breakdown=(TaxBreakdown(category=category),))
    )
    (tax,) = made.tax_breakdown
    assert (tax.exemption_code or "").startswith("VATEX-EU-")
    assert tax.exemption_reason


def test_the_profile_is_the_smallest() -> None:
    plain, groups = bare(sales.sale()), bare(full_sales.extended())
    assert completed(plain).specification == Profile.EN16931.value
    assert completed(groups).specification == Profile.EXTENDED_CTC_FR.value
    in_pdf = completed(groups, in_pdf=True)
    assert in_pdf.specification == Profile.FACTURX_EXTENDED.value
    routed = replace(
        plain,
        buyer=replace(
            plain.buyer,
            identifiers=(*plain.buyer.identifiers, Identifier("ACHATS", "0224")),
        ),
    )
    assert completed(routed, syntax=Syntax.CII).specification == Profile.EN16931.value
    extended = Profile.EXTENDED_CTC_FR.value
    assert completed(routed, syntax=Syntax.UBL).specification == extended
