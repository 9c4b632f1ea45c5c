"""A value belongs to the label beside it, or above it, and to no other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odoo.addons.einvoice_intake.domain.paper.labels import Term, labels_of
from odoo.addons.einvoice_intake.domain.paper.sheet import Sheet
from odoo.addons.einvoice_intake.domain.paper.tax_table import (
    TaxSet,
    single_rate,
    tax_sets,
)

from .sheets import Printed, printed, row_of, sheet


def terms(text: str) -> list[Term]:
    return [each.term for each in labels_of(row_of(text))]


def owner(found: Sheet, text: str) -> Term | None:
    """Return what an amount is, as its labels say."""
    (each,) = [each for each in found.amounts if each.text == text]
    scored = [(each.score(term), term) for term in each.scores]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] > 0.05 else None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Facture n°", Term.NUMBER), ("N° de facture", Term.NUMBER),
        ("Invoice number", Term.NUMBER), ("Rechnungsnummer", Term.NUMBER),
        ("Rechnungs-Nr.", Term.NUMBER), ("Numéro de client", Term.OTHER_NUMBER),
        ("Kundennummer", Term.OTHER_NUMBER), ("Date de facturation", Term.ISSUE_DATE),
        ("Invoice date", Term.ISSUE_DATE), ("Rechnungsdatum", Term.ISSUE_DATE),
        ("Date d’échéance", Term.DUE_DATE), ("Due date", Term.DUE_DATE),
        ("Fällig am", Term.DUE_DATE), ("Date de livraison", Term.DELIVERY_DATE),
        ("Leistungsdatum", Term.DELIVERY_DATE), ("Order date", Term.OTHER_DATE),
        ("Votre commande n°", Term.ORDER), ("Purchase order no.", Term.ORDER),
        ("Ihre Bestellung", Term.ORDER), ("Total HT", Term.NET),
        ("Montant hors taxes", Term.NET), ("Net total", Term.NET),
        ("Nettobetrag", Term.NET), ("Total TVA", Term.VAT), ("Umsatzsteuer", Term.VAT),
        ("Total VAT", Term.VAT), ("Total TTC", Term.GROSS),
        ("Montant T.T.C.", Term.GROSS), ("Invoice total", Term.GROSS),
        ("Gesamtbetrag", Term.GROSS), ("Net à payer", Term.PAYABLE),
        ("Amount due", Term.PAYABLE), ("Zahlbetrag", Term.PAYABLE),
        ("Acompte versé", Term.PREPAID), ("Anzahlung", Term.PREPAID),
        ("Facture d’origine", Term.PRECEDING),
    ],
)  # fmt: skip
def test_labels_say_what_stands_beside_them(text: str, term: Term) -> None:
    assert term in terms(text)


def test_engines_glue_words_of_a_label() -> None:
    assert Term.GROSS in terms("TotalTTC")
    assert Term.ISSUE_DATE in terms("DateFacture")
    assert Term.NUMBER in terms("RechnungNr. 471102")


def test_a_capital_inside_a_word_does_not_split_it() -> None:
    assert Term.VAT in terms("zzgl. 20 % MwSt.")


def test_a_longer_label_hides_what_it_contains() -> None:
    assert Term.GROSS not in terms("Total HT")
    assert Term.NET not in terms("Net à payer TTC")


@pytest.mark.parametrize("text", ["Totalisateur", "Datation", "Facturier", "Duel"])
def test_a_label_is_a_whole_word(text: str) -> None:
    assert terms(text) == []


BESIDE = (
    printed((300, "Total HT"), (-540, "1 250,00")),
    printed((300, "TVA 20 %"), (-540, "250,00")),
    printed((300, "Total TTC"), (-540, "1 500,00")),
)
BELOW = (
    printed((60, "Total HT"), (220, "Montant TVA"), (400, "Total TTC")),
    printed((60, "1 250,00"), (220, "250,00"), (400, "1 500,00")),
)
GERMAN = (
    printed((300, "Nettobetrag"), (-540, "1.250,00")),
    printed((300, "zzgl. 20 % MwSt."), (-540, "250,00")),
    printed((300, "Gesamtbetrag"), (-540, "1.500,00")),
)
ENGLISH = (
    printed((300, "Subtotal"), (-540, "1,250.00")),
    printed((300, "VAT 20%"), (-540, "250.00")),
    printed((300, "Total amount"), (-540, "1,500.00")),
)


@pytest.mark.parametrize("rows", [BESIDE, BELOW, GERMAN, ENGLISH])
def test_amounts_belong_to_the_labels_beside_or_above(rows: tuple[Printed]) -> None:
    found = sheet(*rows)
    owners = [owner(found, each.text) for each in found.amounts]
    assert owners == [Term.NET, Term.VAT, Term.GROSS]


def test_labels_below_their_values_are_found() -> None:
    found = sheet(
        printed((60, "1 250,00"), (220, "250,00"), (400, "1 500,00")),
        printed((60, "Total HT"), (220, "Montant TVA"), (400, "Total TTC")),
    )
    owners = [owner(found, each.text) for each in found.amounts]
    assert owners == [Term.NET, Term.VAT, Term.GROSS]


def test_the_share_capital_is_no_amount_of_the_invoice() -> None:
    found = sheet("SARL au capital de 10 000,00 €", *BESIDE)
    assert owner(found, "10 000,00") is Term.OTHER_AMOUNT


def test_an_amount_far_from_all_labels_has_no_owner() -> None:
    found = sheet("Ramassage 48,00 le mardi", "", "", "", "", "", "", *BESIDE)
    assert owner(found, "48,00") is None


def test_a_label_does_not_reach_over_another_one() -> None:
    found = sheet(printed((40, "Total HT"), (300, "Total TTC"), (-540, "1 500,00")))
    assert owner(found, "1 500,00") is Term.GROSS


def test_the_last_row_of_a_table_is_known_by_what_adds_up() -> None:
    found = sheet(printed((40, "Total"), (200, "261,50"), (300, "27,10"),
                          (400, "288,60")))  # fmt: skip
    owners = [owner(found, each.text) for each in found.amounts]
    assert owners == [Term.NET, Term.VAT, Term.GROSS]


def tables(*rows: Printed | str) -> list[TaxSet]:
    return tax_sets(sheet(*rows).taxes)


def test_a_table_of_vat_is_proved_by_its_own_arithmetic() -> None:
    table = tables(
        printed((40, "Taux"), (120, "Base HT"), (220, "Montant TVA")),
        printed((40, "20,00 %"), (120, "1 492,48"), (220, "298,50")),
        printed((40, "5,50 %"), (120, "497,61"), (220, "27,37")),
    )[0]
    assert table.is_proved
    assert {row.rate for row in table.rows} == {Decimal(20), Decimal("5.5")}
    assert (table.net, table.vat) == (Decimal("1990.09"), Decimal("325.87"))


def test_columns_of_a_table_of_vat_stand_in_any_order() -> None:
    (table, *_others) = tables(
        printed((40, "298,50"), (120, "1 492,48"), (220, "TVA 20 %"))
    )
    assert table.is_proved
    assert (table.net, table.vat) == (Decimal("1492.48"), Decimal("298.50"))


def test_a_row_that_does_not_add_up_is_no_table() -> None:
    assert tables(printed((40, "20,00 %"), (120, "1 492,48"), (220, "301,50"))) == []


def test_a_rate_without_a_base_is_still_a_row() -> None:
    (table,) = tables(printed((40, "TVA 20 %"), (220, "298,50")))
    assert (table.net, table.vat, table.is_proved) == (None, Decimal("298.50"), False)


def test_a_rate_that_nobody_charges_is_none() -> None:
    assert tables(printed((40, "TVA 37 %"), (120, "100,00"), (220, "37,00"))) == []


def test_exempt_sales_have_their_row_in_percent() -> None:
    (table,) = tables(printed((40, "TVA 0,00 %"), (120, "310,00"), (220, "0,00")))
    assert (table.net, table.vat) == (Decimal("310.00"), 0)


def test_a_table_has_one_row_for_each_rate() -> None:
    found = tables(*(
        printed((40, "20 %"), (120, f"{base}00,00"), (220, f"{base * 20},00"))
        for base in range(1, 30)
    ))  # fmt: skip
    assert found
    assert all(len(each.rows) == 1 for each in found)


@pytest.mark.parametrize(
    ("net", "vat", "rate"),
    [("100.00", "20.00", "20"), ("33.33", "1.83", "5.5"), ("100.00", "0", "0"),
     ("100.00", "19.00", "19"), ("100.00", "31.00", None), ("0", "0", None)],
)  # fmt: skip
def test_one_rate_explains_the_vat(net: str, vat: str, rate: str | None) -> None:
    found = single_rate(Decimal(net), Decimal(vat))
    assert found == (None if rate is None else Decimal(rate))
