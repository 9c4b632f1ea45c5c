"""Whatever may be sent is written, follows its schema, and reads as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    AllowanceCharge,
    Attachment,
    Delivery,
    Invoice,
    Line,
    LineKind,
    Note,
    Payment,
    Period,
    PrecedingInvoice,
)
from odoo.addons.einvoice_base.domain.party import Address, Contact, Identifier, Party
from odoo.addons.einvoice_intake.domain.read import read
from odoo.addons.einvoice_ppf.domain.outgoing.before_sending import (
    checked,
    may_be_sent,
)
from odoo.addons.einvoice_ppf.domain.outgoing.completion import Sale, completed
from odoo.addons.einvoice_ppf.domain.outgoing.plain import amount, number, said
from odoo.addons.einvoice_ppf.domain.outgoing.profile import (
    Profile,
    Syntax,
    profile_for,
)
from odoo.addons.einvoice_ppf.domain.outgoing.sending_facts import SendingFacts
from odoo.addons.einvoice_ppf.domain.outgoing.write import written

from . import official, round_trip, sales

# Words as people type them, and the worst that a text field takes.
PLAIN = st.sampled_from(["Papier", "R & D <A>", "é ü ß", "N° 7", "«»\n“”", "x" * 200])
WILD = st.text(min_size=0, max_size=30)
WORDS = {False: PLAIN, True: st.one_of(PLAIN, WILD)}
CODES = st.sampled_from(["A-1", "B_2", "C/3"])
SCHEMES = st.sampled_from(["0088", "0060", "0224", "0183"])
COUNTRIES = st.sampled_from(["FR", "DE", "GP", "US", "XI"])
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
AMOUNTS = st.decimals(0, 10**6, places=2)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def identifiers(
    values: st.SearchStrategy[str], schemes: st.SearchStrategy[str] = SCHEMES
) -> st.SearchStrategy[Any]:
    return st.builds(Identifier, values, schemes)


def objects() -> st.SearchStrategy[tuple[Identifier, ...]]:
    return st.lists(identifiers(CODES, st.sampled_from(["AFL", "AVV", "ABZ"]))).map(
        lambda some: tuple(some[:2])
    )


def addresses(words: st.SearchStrategy[str]) -> st.SearchStrategy[Address]:
    parts = [maybe(words)] * 3
    return st.builds(Address, *parts, words, words, maybe(words), COUNTRIES)


def parties(words: st.SearchStrategy[str]) -> st.SearchStrategy[Party]:
    """Return parties with names, some with all that a party may say."""
    return st.builds(
        Party,
        name=words,
        trading_name=maybe(words),
        identifiers=st.lists(identifiers(CODES), max_size=2).map(tuple),
        legal_id=maybe(identifiers(CODES)),
        vat_number=st.just("FR40303265045"),
        tax_number=maybe(words),
        legal_form=maybe(words),
        address=addresses(words),
        contact=st.builds(Contact, maybe(words), maybe(words), maybe(words)),
    )


def changed(party: Party, words: st.SearchStrategy[str]) -> st.SearchStrategy[Party]:
    """Return a party of ours, other words where it does not matter who it is."""
    return st.builds(
        lambda **others: replace(party, **others),
        name=words,
        trading_name=maybe(words),
        legal_form=maybe(words) if party is sales.SELLER else st.none(),
        address=addresses(words).map(lambda each: replace(each, country="FR")),
        contact=st.builds(Contact, maybe(words), maybe(words), maybe(words)),
    )


def deliveries(words: st.SearchStrategy[str]) -> st.SearchStrategy[Delivery]:
    place = identifiers(CODES)
    return st.builds(
        Delivery, maybe(words), maybe(place), maybe(DAYS), addresses(words)
    )


def periods() -> st.SearchStrategy[Period]:
    return st.builds(Period, DAYS, maybe(DAYS)) | st.builds(Period, end=DAYS)


def charges(words: st.SearchStrategy[str], *, taxed: bool) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda code, **said: AllowanceCharge(
            reason_code=code[said["is_charge"]], **said
        ),
        code=st.sampled_from([("95", "FC"), (None, None)]),
        is_charge=st.booleans(),
        amount=AMOUNTS,
        base_amount=maybe(AMOUNTS),
        percent=maybe(st.decimals(0, 100, places=3)),
        reason=words,
        vat_category=st.just("S" if taxed else None),
        vat_rate=st.just(Decimal(20) if taxed else None),
    )


@st.composite
def lines(draw: st.DrawFn, place: int, words: st.SearchStrategy[str]) -> Line:
    gross = draw(maybe(st.decimals(0, 1000, places=6)))
    discount = draw(maybe(st.decimals(0, 10, places=4)))
    price = draw(st.decimals(0, 1000, places=6))
    if gross is not None and discount is not None:
        gross = price + discount
    made = Line(
        number=f"{place}",
        note=draw(maybe(words)),
        object_identifiers=draw(objects()),
        quantity=draw(st.decimals(-1000, 1000, places=4)),
        unit=draw(st.sampled_from(["C62", "HUR", "KGM"])),
        order_line=draw(maybe(CODES)),
        accounting_reference=draw(maybe(words)),
        period=draw(maybe(periods())),
        allowances_charges=tuple(
            draw(st.lists(charges(words, taxed=False), max_size=2))
        ),
        price=price,
        price_discount=discount,
        gross_price=gross,
        base_quantity=draw(maybe(st.sampled_from([Decimal(1), Decimal(100)]))),
        vat_category="S",
        vat_rate=draw(st.sampled_from([Decimal(20), Decimal("5.50")])),
        name=draw(words),
        description=draw(maybe(words)),
        seller_item=draw(maybe(words)),
        buyer_item=draw(maybe(words)),
        standard_item=draw(maybe(identifiers(CODES))),
        classifications=tuple(
            draw(
                st.lists(identifiers(CODES, st.sampled_from(["STI", "CG"])), max_size=2)
            )
        ),
        origin_country=draw(maybe(COUNTRIES)),
        attributes=draw(st.lists(st.tuples(words, words), max_size=2).map(tuple)),
    )
    if draw(st.booleans()):
        made = replace(
            made,
            order_reference=draw(CODES),
            despatch_reference=draw(maybe(CODES)),
            delivery=draw(maybe(deliveries(words))),
            order_line=draw(CODES),
        )
    return sales.netted(made)


def payments(words: st.SearchStrategy[str]) -> st.SearchStrategy[Payment]:
    accounts = st.builds(
        Account,
        st.sampled_from([sales.IBAN, "DE89370400440532013000", "12345678"]),
        maybe(words),
        maybe(st.just("AGRIFRPP")),
    )
    return st.builds(
        Payment,
        means_code=st.sampled_from(["30", "58", "49", "57", "ZZZ"]),
        means_text=maybe(words),
        remittance=maybe(words),
        accounts=st.lists(accounts, min_size=1, max_size=3, unique=True).map(tuple),
        mandate=maybe(words),
        creditor_id=maybe(CODES),
        debited_account=maybe(CODES),
    )


def files(words: st.SearchStrategy[str]) -> st.SearchStrategy[Attachment]:
    return st.builds(
        Attachment,
        reference=CODES,
        description=st.sampled_from([None, "RIB", "PJA"]),
        uri=maybe(st.just("https://a.example/é?x=1&y=2")),
        content=maybe(st.binary(min_size=1, max_size=20)),
        filename=st.just("a.pdf"),
        mimetype=st.just("application/pdf"),
    )


@st.composite
def invoices(draw: st.DrawFn, *, wild: bool) -> Invoice:
    """Return invoices that use any place, in words of any kind."""
    words = WORDS[wild]
    count = draw(st.integers(1, 3))
    codes = st.lists(CODES, max_size=2, unique=True).map(tuple)
    parts: dict[str, st.SearchStrategy[Any]] = {
        "type_code": st.sampled_from(["380", "381", "384", "386", "389", "396"]),
        "tax_point_code": st.sampled_from([None, "3", "35", "432"]),
        "buyer_reference": maybe(words),
        "project_reference": maybe(words),
        "contract_reference": maybe(words),
        "order_references": st.lists(CODES, max_size=1).map(tuple),
        "sales_order_reference": maybe(CODES),
        "receipt_references": codes,
        "despatch_references": codes,
        "tender_reference": maybe(words),
        "object_identifiers": objects(),
        "accounting_reference": maybe(words),
        "payment_terms": maybe(words),
        "notes": st.lists(
            st.builds(Note, words, st.sampled_from([None, "ADN", "REG"])), max_size=2
        ).map(lambda more: (*sales.NOTES, *more)),
        "preceding_invoices": st.just((sales.BEFORE,))
        | st.just((PrecedingInvoice("F1", date(2026, 1, 1)),)),
        "seller": changed(sales.SELLER, words),
        "buyer": changed(sales.BUYER, words),
        "payee": maybe(parties(words)),
        "tax_representative": maybe(parties(words)),
        "deliveries": st.lists(deliveries(words), max_size=2).map(tuple),
        "period": maybe(periods()),
        "payment": payments(words),
        "allowances_charges": st.lists(charges(words, taxed=True), max_size=3).map(
            tuple
        ),
        "attachments": st.lists(files(words), max_size=2).map(tuple),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), max_size=8, unique=True))
    drawn = {name: draw(parts[name]) for name in chosen}
    drawn["lines"] = tuple(draw(lines(place, words)) for place in range(1, count + 1))
    drawn["specification"] = None
    made = sales.sale(**{"preceding_invoices": (sales.BEFORE,), **drawn})
    if draw(st.booleans()):
        groups = Line(
            number="G",
            name="Groupe",
            net=made.lines[0].net,
            kind=LineKind.GROUP,
        )
        first = replace(made.lines[0], parent="G")
        made = replace(made, lines=(groups, first, *made.lines[1:]))
    return completed(made, Sale())


def _sendable(invoice: Invoice, syntax: Syntax) -> bool:
    return may_be_sent(checked(invoice, SendingFacts(syntax=syntax)))


SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(invoices(wild=True), st.sampled_from(Syntax))
def test_what_may_be_sent_follows_its_schema(invoice: Invoice, syntax: Syntax) -> None:
    """``written`` checks the schema itself, and raises."""
    assume(_sendable(invoice, syntax))
    profile = profile_for(invoice, syntax)
    event(f"{syntax.name} {profile.name}")
    for each in {profile, Profile.EXTENDED_CTC_FR}:
        assert written(invoice, syntax, each).startswith(b"<?xml")


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(invoices(wild=False), st.sampled_from(Syntax))
def test_what_may_be_sent_reads_as_it_was(invoice: Invoice, syntax: Syntax) -> None:
    assume(_sendable(invoice, syntax))
    profile = profile_for(invoice, syntax)
    reading = read("f.xml", written(invoice, syntax, profile))
    assert not reading.problems
    expected = round_trip.expected(invoice, syntax, profile)
    assert reading.invoice
    assert list(round_trip.differences(reading.invoice, expected)) == []


@pytest.mark.slow
@pytest.mark.skipif(not official.FNFE.is_dir(), reason=official.ABSENT)
def test_what_may_be_sent_is_what_the_official_checks_want(tmp_path: Path) -> None:
    """With codes of the lists that only the official checks know."""
    made: list[tuple[Syntax, Profile, bytes]] = []

    @settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
    @given(invoices(wild=False), st.sampled_from(Syntax))
    def write(invoice: Invoice, syntax: Syntax) -> None:
        assume(_sendable(invoice, syntax))
        profile = profile_for(invoice, syntax)
        made.append((syntax, profile, written(invoice, syntax, profile)))

    write()
    questions = [official.question(xml, *form) for *form, xml in made]
    for verdict in official.verdicts(questions, official.worker(tmp_path)):
        assert not official.fatal(verdict), verdict.fatal
    assert len(made) >= 150


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value(value: Decimal) -> None:
    assume(abs(value.adjusted()) < 60)
    for text in (number(value), amount(value)):
        assert text is not None
        assert Decimal(text) == value
        assert "E" not in text


@given(st.text())
def test_a_text_is_one_that_xml_can_hold(text: str) -> None:
    made = said(text)
    assert made is None or (made == made.strip() and said(made) == made)
