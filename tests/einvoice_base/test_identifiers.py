import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain import identifiers as ids

SIRENS = st.integers(0, 99_999_999).map(
    lambda head: next(
        f"{head:08d}{last}" for last in range(10) if _luhn(f"{head:08d}{last}")
    )
)


def _luhn(number):
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _iban(country, account):
    digits = "".join(str(int(char, 36)) for char in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{account}"


@given(SIRENS)
def test_siren_with_a_right_digit_is_known_in_any_writing(siren):
    spaced = f" {siren[:3]} {siren[3:6]}-{siren[6:]}"
    assert ids.siren_of(spaced) == siren
    assert ids.siren_of_vat(ids.vat_of_siren(siren)) == siren


@given(SIRENS, st.integers(1, 9))
def test_siren_with_a_wrong_digit_is_refused(siren, shift):
    wrong = siren[:-1] + str((int(siren[-1]) + shift) % 10)
    assert ids.siren_of(wrong) is None


def test_siret_gives_its_siren_when_its_own_digits_are_right():
    assert ids.siren_of("73282932000074") == "732829320"
    assert ids.siren_of("73282932000075") is None
    # La Poste's establishments do not follow Luhn.
    assert ids.siret_of("35600000049837") == "35600000049837"


@given(
    st.sampled_from(["FR", "DE", "BE", "ES"]),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=11, max_size=28),
)
def test_iban_with_right_check_digits_is_known_in_any_writing(country, account):
    iban = _iban(country, account)
    spaced = " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
    assert ids.iban_of(spaced.lower()) == iban


@given(st.integers(0, 22), st.integers(1, 9))
def test_iban_with_one_wrong_digit_is_refused(place, shift):
    iban = "FR7630006000011234567890189"
    place += 4
    wrong = iban[:place] + str((int(iban[place]) + shift) % 10) + iban[place + 1 :]
    assert ids.iban_of(wrong) is None


@pytest.mark.parametrize(
    "text", [None, "", "FR", "FR76", "0000", "12345678901234567890", "FR7\n6", "é" * 20]
)
def test_what_is_no_identifier_is_none(text):
    assert ids.iban_of(text) is None
    assert ids.siren_of(text) is None
    assert ids.siret_of(text) is None
    assert ids.vat_of(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_them_fail(text):
    for function in (ids.iban_of, ids.siren_of, ids.siret_of, ids.vat_of):
        assert function(text) in (None, ids.compact(text)) or function is ids.siren_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("FR 40 303 265 045", "FR40303265045"),
        ("FR41303265045", None),
        ("BE0428759497", "BE0428759497"),
        ("CHE123456788", "CHE123456788"),
        ("GB999", "GB999"),
        ("303265045", None),
    ],
)
def test_vat_number_is_checked_where_its_country_is_european(text, number):
    assert ids.vat_of(text) == number
