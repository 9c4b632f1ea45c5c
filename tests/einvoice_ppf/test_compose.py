"""What is composed repeats the invoice, reaches the right address and is unique."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_ppf.domain.life_cycle.addresses import (
    AddressSource,
    address_for_statuses,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.compose import (
    Correspondent,
    correspondent_of,
    reference_of,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.details import payment_sent, reason
from odoo.addons.einvoice_ppf.domain.life_cycle.errors import (
    AddressMissingError,
    InvoiceFactMissingError,
    UnknownStatusError,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.message import (
    PPF,
    InvoiceReference,
    Process,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.statuses import Role
from odoo.addons.einvoice_ppf.domain.life_cycle.times import legal_day

from .messages import BUYER, INVOICE, MADE_AT, SELLER, made
from .properties import given

NUMBER = "100000009"


def _french(value: str) -> Identifier:
    return Identifier(value, "0225")


@pytest.mark.parametrize(
    ("known", "address", "source"),
    [
        (
            {
                "override": _french("100000009_COMPTA"),
                "endpoint": _french("100000009_STATUTS"),
            },
            _french("100000009_COMPTA"),
            AddressSource.OVERRIDE,
        ),
        (
            {
                "endpoint": _french("100000009_STATUTS"),
                "directory": _french("100000009"),
            },
            _french("100000009_STATUTS"),
            AddressSource.INVOICE,
        ),
        (
            {"directory": _french("100000009_A"), "siren": NUMBER},
            _french("100000009_A"),
            AddressSource.DIRECTORY,
        ),
        ({"siren": NUMBER}, _french(NUMBER), AddressSource.SIREN),
        # Large issuers write their number (Dolibarr #832).
        (
            {
                "endpoint": Identifier(NUMBER, "0002"),
                "directory": _french("100000009_A"),
            },
            _french("100000009_A"),
            AddressSource.DIRECTORY,
        ),
        (
            {"endpoint": Identifier("100 000 009", "0002")},
            _french(NUMBER),
            AddressSource.INVOICE,
        ),
        (
            {"endpoint": Identifier("10000000900017", "0009")},
            _french("100000009_10000000900017"),
            AddressSource.INVOICE,
        ),
        (
            {"endpoint": Identifier("0208:0202239951", "9925"), "siren": NUMBER},
            Identifier("0208:0202239951", "9925"),
            AddressSource.INVOICE,
        ),
        # A person types the address and no scheme.
        (
            {"override": Identifier(" 100000009_X ")},
            _french("100000009_X"),
            AddressSource.OVERRIDE,
        ),
        # No address at all.
        (
            {"endpoint": _french("compta@dubois.example"), "siren": NUMBER},
            _french(NUMBER),
            AddressSource.SIREN,
        ),
        (
            {"endpoint": Identifier("", "0225"), "siren": NUMBER},
            _french(NUMBER),
            AddressSource.SIREN,
        ),
    ],
)
def test_the_address_is_the_surest_that_is_known(known, address, source):
    chosen = address_for_statuses(**known)
    assert chosen is not None
    assert (chosen.address, chosen.source) == (address, source)


def test_without_any_address_nothing_is_sent():
    assert address_for_statuses() is None
    assert address_for_statuses(endpoint=Identifier("12", "0002")) is None
    nobody = replace(SELLER, endpoint=None, siren=None)
    with pytest.raises(AddressMissingError, match="Atelier Dubois"):
        made("204", recipients=(nobody,))


def test_the_invoice_is_repeated_exactly():
    """Lesson of the field: else “no matching invoices found”."""
    seller = Party(
        name="Dubois",
        legal_id=Identifier("100 000 009", "0002"),
        endpoint=Identifier("100000009_STATUTS", "0225"),
    )
    invoice = Invoice(
        number=" FA/2026 42",
        type_code="389",
        issue_date=date(2026, 11, 2),
        seller=seller,
    )
    reference = reference_of(invoice, MADE_AT)
    assert reference == InvoiceReference(
        number=" FA/2026 42",
        type_code="389",
        issue_date=date(2026, 11, 2),
        seller=(Identifier("100 000 009", "0002"),),
        received_at=MADE_AT,
    )
    them = correspondent_of(seller, Role.SELLER)
    message = made("204", invoice=reference, recipients=(them,))
    assert message.invoice == reference
    assert message.recipients[0].address == seller.endpoint


def test_a_seller_known_by_another_number_still_has_a_siren():
    by_vat = Party(vat_number="FR40303265045")
    assert reference_of(Invoice(seller=by_vat)).seller_siren == "303265045"
    siret = Party(legal_id=Identifier("73282932000074", "0009"))
    assert reference_of(Invoice(seller=siret)).seller_siren == "732829320"
    assert correspondent_of(siret, Role.SELLER).siren == "732829320"


@pytest.mark.parametrize(
    ("lacks", "term"),
    [
        ({"number": None}, "BT-1"),
        ({"type_code": ""}, "BT-3"),
        ({"issue_date": None}, "BT-2"),
        ({"seller": ()}, "BT-30"),
    ],
)
def test_an_invoice_that_no_platform_would_find_is_refused(lacks, term):
    with pytest.raises(InvoiceFactMissingError, match=term):
        made("205", invoice=replace(INVOICE, **lacks))


def test_a_file_that_could_not_be_read_has_no_facts():
    message = made("501", reason("IRR_SYNTAX"), invoice=InvoiceReference("flow-1"))
    assert message.invoice.issue_date is None


def test_an_unknown_status_is_not_composed():
    with pytest.raises(UnknownStatusError, match="299"):
        made("299")


def test_the_portal_is_told_what_it_must_know():
    told = {code: made(code).recipients[-1] == PPF for code in ("205", "207", "212")}
    assert told == {"205": False, "207": False, "212": True}
    refused = made("210", reason("TX_TVA_ERR", "No."))
    assert [each.role for each in refused.recipients] == ["SE", "DFH"]
    abroad = made("212", process=Process.ABROAD.value)
    assert PPF not in abroad.recipients
    assert PPF not in made("212", to_ppf=False).recipients


def test_a_message_to_the_portal_alone_has_its_own_profile():
    alone = made("212", recipients=())
    assert alone.recipients == (PPF,)
    assert alone.process is None
    assert alone.profile == alone.invoice.kind
    assert (alone.profile or "").endswith("einvoicingF2")
    beside = made("212")
    assert (beside.process, beside.invoice.kind) == ("REGULATED", None)


def test_details_are_numbered_and_worded():
    message = made(
        "207",
        reason("PU_ERR", "95.00", action="CNP"),
        replace(reason("QTE_ERR"), sequence=7),
    )
    assert [each.sequence for each in message.details] == [1, 2]
    assert message.details[0].reason_label == "Prix unitaires incorrects"
    assert message.details[0].action_label == "Créer un avoir partiel"
    assert message.reasons == ("PU_ERR", "QTE_ERR")
    assert message.comment == "95.00"


def test_who_decided_is_named_and_a_platform_is_not():
    decided = made("204").issuer
    assert decided.number("0002") == "200000008"
    assert decided.email == "alice@client.example"
    assert not made("202").issuer.identifiers
    known = Correspondent(Role.PLATFORM, "PA-E", platform="0003")
    assert made("200", recipients=(known,)).recipients[0].address is None
    assert made("200", issuer=known).issuer.number("0238") == "0003"


def test_the_time_of_the_status_is_now_unless_it_is_said():
    assert made("204", set_at=None).set_at == MADE_AT
    earlier = MADE_AT - timedelta(days=1)
    assert made("204", set_at=earlier).set_at == earlier


numbers = st.text(min_size=1, max_size=60)


@given(numbers)
def test_a_message_id_fits_the_portal(number):
    message = made("205", invoice=replace(INVOICE, number=number))
    assert message.message_id is not None
    assert len(message.message_id) <= 50
    assert message.message_id.isascii()
    assert " " not in message.message_id
    assert len(message.name or "") <= 150


def test_a_message_id_is_unique_and_repeatable():
    one = made("211", payment_sent(Decimal(100), "EUR", date(2026, 12, 1)))
    again = made("211", payment_sent(Decimal(100), "EUR", date(2026, 12, 1)))
    other_payment = made("211", payment_sent(Decimal(50), "EUR", date(2026, 12, 1)))
    other_seller = made(
        "205", invoice=replace(INVOICE, seller=(Identifier("303265045", "0002"),))
    )
    later = made("205", made_at=MADE_AT + timedelta(seconds=1))
    long_number = "F" * 34
    long_ones = [
        made("205", invoice=replace(INVOICE, number=f"{long_number}{end}"))
        for end in "12"
    ]
    ids = [
        each.message_id
        for each in (one, other_payment, other_seller, later, made("205"), *long_ones)
    ]
    assert one.message_id == again.message_id
    assert len(set(ids)) == len(ids)
    assert made("205").message_id == ids[4]
    assert (ids[0] or "").startswith("FA-2026-0042_211_20261105101500#")


def test_the_legal_day_is_the_day_in_paris():
    night = MADE_AT.replace(month=12, day=31, hour=23, minute=30)
    assert legal_day(night) == date(2027, 1, 1)
    summer = MADE_AT.replace(month=6, day=30, hour=22)
    assert legal_day(summer) == date(2026, 7, 1)


def test_parties_of_the_tests_are_right():
    assert SELLER.as_recipient().address == SELLER.endpoint
    assert BUYER.as_issuer().role == "BY"
