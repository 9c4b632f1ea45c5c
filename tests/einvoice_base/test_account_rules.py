"""To whom an invoice wants to be paid, against what the books know."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.account_rules import ACCOUNT_RULES
from odoo.addons.einvoice_base.domain.bank_accounts import (
    AccountFacts,
    RecordedAccount,
    asked,
)
from odoo.addons.einvoice_base.domain.findings import CheckContext, Finding
from odoo.addons.einvoice_base.domain.iban import LENGTHS, check_digits
from odoo.addons.einvoice_base.domain.identifiers import iban_of
from odoo.addons.einvoice_base.domain.invoice import Account, Invoice, Payment
from odoo.addons.einvoice_base.domain.rule_settings import Mode, RuleSetting, run

NEW = "FR7630004000010000012345617"
OLD = "FR7610096000010000012345627"
GERMAN = "DE89370400440532013000"
WRITTEN = RecordedAccount(NEW, author=7)


def invoice(*numbers: str, type_code: str = "380") -> Invoice:
    accounts = tuple(Account(each) for each in numbers)
    return Invoice(type_code=type_code, payment=Payment(accounts=accounts))


def found(asking: Invoice, facts: AccountFacts | None) -> tuple[Finding, ...]:
    context = CheckContext()
    return run(ACCOUNT_RULES, asking, context.with_part(facts) if facts else context)


def codes(asking: Invoice, facts: AccountFacts | None) -> list[str]:
    return [each.code for each in found(asking, facts)]


def known(number: str) -> RecordedAccount:
    return RecordedAccount(number, is_paid=True)


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ((), ["bank_account_first"]),
        ((known(NEW),), []),
        ((known(OLD), known(NEW)), []),
        ((known(OLD),), ["bank_account_changed"]),
        # Writing the account on the supplier proves nothing.
        ((WRITTEN,), ["bank_account_first"]),
        ((known(OLD), WRITTEN), ["bank_account_changed"]),
        ((RecordedAccount(OLD), WRITTEN), ["bank_account_changed"]),
    ],
)
def test_the_account_of_the_invoice(
    recorded: tuple[RecordedAccount, ...], expected: list[str]
) -> None:
    assert codes(
        invoice("FR76 3000 4000 0100 0001 2345 617"), AccountFacts(recorded)
    ) == (expected)


@pytest.mark.parametrize(
    ("account", "is_known"),
    [
        (RecordedAccount(NEW), False),
        (RecordedAccount(NEW, is_paid=True), True),
        (RecordedAccount(NEW, is_confirmed=True), True),
        (RecordedAccount(NEW, is_trusted=True, author=7, trusted_by=7), False),
        (RecordedAccount(NEW, is_trusted=True, author=7, trusted_by=8), True),
        # Nobody knows who trusted it: right only for what was there before the suite.
        (RecordedAccount(NEW, is_trusted=True, author=7), False),
        (RecordedAccount(NEW, is_trusted=True, author=7, is_former=True), True),
        (RecordedAccount(NEW, author=7, is_former=True), False),
        # Whoever lost the trust again has none.
        (RecordedAccount(NEW, author=7, trusted_by=8), False),
        # Data loaded on the server.
        (
            RecordedAccount(
                NEW, is_trusted=True, author=1, trusted_by=1, is_by_software=True
            ),
            True,
        ),
    ],
)
def test_who_stands_for_an_account(account: RecordedAccount, is_known: bool) -> None:
    assert account.is_known is is_known


def test_without_supplier_nothing_is_said() -> None:
    assert codes(invoice(NEW), None) == []


def test_a_credit_note_is_not_paid() -> None:
    assert codes(invoice(NEW, type_code="381"), AccountFacts((known(OLD),))) == []


def test_a_known_account_beside_a_new_one_can_be_paid() -> None:
    assert codes(invoice(NEW, OLD), AccountFacts((known(OLD),))) == []


def test_the_message_does_not_spread_the_account() -> None:
    (each,) = found(invoice(NEW), AccountFacts((known(OLD),)))
    assert "FR76 … 5617" in each.message
    assert "FR76 … 5627" in each.message
    assert "30004" not in each.message


def test_a_refused_account_stays_refused_whoever_trusts_it() -> None:
    trusted = RecordedAccount(NEW, is_paid=True, is_trusted=True)
    facts = AccountFacts((trusted,), refused={NEW: date(2026, 9, 1)})
    assert codes(invoice(NEW), facts) == ["bank_account_refused"]


def test_the_account_of_another_supplier() -> None:
    facts = AccountFacts((known(OLD),), holders={NEW: ("Papeterie", "Jeanne")})
    assert codes(invoice(NEW), facts) == [
        "bank_account_changed",
        "bank_account_of_other",
    ]
    assert "Papeterie, Jeanne" in found(invoice(NEW), facts)[1].message


def test_a_known_account_may_be_shared_and_abroad() -> None:
    facts = AccountFacts(
        (known(GERMAN),), holders={GERMAN: ("The factor's other client",)}, country="FR"
    )
    assert codes(invoice(GERMAN), facts) == []


@pytest.mark.parametrize(
    ("number", "country", "is_abroad"),
    [
        (GERMAN, "FR", True),
        (GERMAN, "DE", False),
        (GERMAN, None, False),
        # Banks overseas use French IBAN.
        (NEW, "RE", False),
        (NEW, "NC", False),
        # No IBAN says no country.
        ("30004 00001 00000123456 17", "DE", False),
    ],
)
def test_the_country_of_the_account(
    number: str, country: str | None, is_abroad: bool
) -> None:
    found = codes(invoice(number), AccountFacts((), country=country))
    assert ("bank_account_abroad" in found) is is_abroad


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (NEW, []),
        ("FR76 3000 4000 0100 0001 2345 618", ["iban_digits_wrong"]),
        (NEW[:-1], ["iban_length_wrong"]),
        (f"{NEW}0", ["iban_length_wrong"]),
        # An account that is no IBAN: the United States, an old national number.
        ("123456789", []),
        ("30004 00001 00000123456 17", []),
    ],
)
def test_an_iban_that_cannot_exist(number: str, expected: list[str]) -> None:
    assert codes(invoice(number), None) == expected


def test_the_sentence_gives_the_right_digits() -> None:
    (each,) = found(invoice("FR12 3000 4000 0100 0001 2345 617"), None)
    assert "12" in each.message
    assert "76" in each.message


def test_a_change_cannot_be_switched_off_nor_softened() -> None:
    off = {each.code: RuleSetting(Mode.OFF) for each in ACCOUNT_RULES}
    context = CheckContext().with_part(AccountFacts((known(OLD),)))
    assert [each.code for each in run(ACCOUNT_RULES, invoice(NEW), context, off)] == [
        "bank_account_changed"
    ]


@given(st.sampled_from(sorted(LENGTHS)), st.integers(0, 10**26))
def test_the_digits_we_propose_make_a_valid_iban(country: str, number: int) -> None:
    body = str(number).zfill(30)[: LENGTHS[country] - 4]
    digits = check_digits(f"{country}00{body}")
    assert iban_of(f"{country}{digits}{body}")


@given(st.text(max_size=40))
def test_any_text_as_account_is_read(text: str) -> None:
    found(invoice(text), AccountFacts((known(OLD),), country="FR"))
    assert all(asked(invoice(text)))
