import pytest

from odoo.addons.einvoice_base.domain.codes import (
    FRENCH_PROCESSES,
    FRENCH_TYPE_CODES,
    Effect,
    Frame,
    Operation,
    TypeCode,
    VatCategory,
    frame_of,
    operation_of,
    type_code_of,
    vat_category_of,
)


def test_sixteen_codes_travel_in_france():
    assert len(FRENCH_TYPE_CODES) == 16


@pytest.mark.parametrize("code", ["381", "261", "262", "396", "502", "503"])
def test_french_credit_notes_give_back(code):
    assert TypeCode(code).effect is Effect.REFUND
    assert TypeCode(code) in FRENCH_TYPE_CODES


@pytest.mark.parametrize("code", ["380", "384", "386", "389", "393", "471", "500"])
def test_other_french_codes_are_invoices(code):
    assert TypeCode(code).effect is Effect.INVOICE


def test_self_billed_prepaid_and_factored_codes():
    self_billed = {code.value for code in FRENCH_TYPE_CODES if code.is_self_billed}
    assert self_billed == set("389 501 500 471 473 261 502".split())
    assert {code.value for code in FRENCH_TYPE_CODES if code.is_prepayment} == {
        "386",
        "500",
        "503",
    }
    assert TypeCode("393").is_factored
    assert TypeCode("384").is_corrective


@pytest.mark.parametrize("text", [None, "", "220", "38O", "231"])
def test_code_of_no_invoice_is_none(text):
    assert type_code_of(text) is None


def test_spaces_around_a_code_do_not_matter():
    assert type_code_of(" 380 ") is TypeCode.INVOICE
    assert vat_category_of(" S ") is VatCategory.STANDARD
    assert vat_category_of("XX") is None


def test_frames_say_goods_or_services_and_when():
    for process in FRENCH_PROCESSES:
        assert operation_of(process) is Operation(process[0])
        assert frame_of(process) is Frame(process[1])
    assert operation_of("B5") is None
    assert frame_of("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0") is None


def test_self_assessed_categories_have_no_rate():
    for category in VatCategory:
        if category.is_self_assessed:
            assert not category.has_rate
