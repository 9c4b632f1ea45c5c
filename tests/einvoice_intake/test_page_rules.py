"""The data of an invoice against its page: real differences, and no false alarm."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Invoice,
    Payment,
    PrecedingInvoice,
    Totals,
)
from odoo.addons.einvoice_base.domain.mentions import Mention
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_intake.domain import page_reader
from odoo.addons.einvoice_intake.domain.page_comparison import compare
from odoo.addons.einvoice_intake.domain.page_facts import Difference, PageFacts
from odoo.addons.einvoice_intake.domain.page_reader import (
    PageReader,
    PageText,
    Piece,
    TextLimits,
)
from odoo.addons.einvoice_intake.domain.page_rules import PAGE_RULES
from odoo.addons.einvoice_intake.domain.read import read

from . import hostile

SHARED = Path(__file__).parents[3] / "shared"
CORPORA = SHARED / "corpora"
IBAN = "FR7630004000010000012345617"
OTHER_IBAN = "FR7610096000010000012345627"
INVOICE = Invoice(
    number="F-2026-0042",
    issue_date=date(2026, 10, 5),
    currency="EUR",
    totals=Totals(
        net=Decimal("1000.00"), gross=Decimal("1200.00"), payable=Decimal("1200.00")
    ),
    payment=Payment(accounts=(Account(IBAN),)),
)
PAGE = """Facture n° F-2026-0042 du 05/10/2026
Total HT 1 000,00 €
TVA 20 % 200,00 €
Total TTC 1 200,00 €
Net à payer : 1 200,00 €
IBAN FR76 3000 4000 0100 0001 2345 617"""


def text(page: str) -> PageText:
    """Return the rows of a page as a reader of PDF gives them."""
    return PageText(
        tuple(
            Piece(1, 50, 12.0 * place, 400, 12.0 * place + 10, row)
            for place, row in enumerate(page.splitlines())
        )
    )


def told(invoice: Invoice, page: str = PAGE) -> dict[str, tuple[Any, Any]]:
    facts = compare(invoice, text(page))
    return {each.term: (each.stated, each.printed) for each in facts.differences}


def with_totals(**said: Decimal) -> Invoice:
    return replace(INVOICE, totals=replace(INVOICE.totals, **said))


def test_a_page_that_agrees_says_nothing() -> None:
    assert told(INVOICE) == {}


CHANGED = {
    "number": (
        replace(INVOICE, number="G-9999"),
        {"BT-1": ("G-9999", "F-2026-0042")},
    ),
    "date": (
        replace(INVOICE, issue_date=date(2026, 11, 5)),
        {"BT-2": (date(2026, 11, 5), date(2026, 10, 5))},
    ),
    "net": (
        with_totals(net=Decimal("1100.00")),
        {"BT-109": (Decimal("1100.00"), Decimal("1000.00"))},
    ),
    "gross": (
        with_totals(gross=Decimal("9200.00")),
        {"BT-112": (Decimal("9200.00"), Decimal("1200.00"))},
    ),
    "due": (
        with_totals(payable=Decimal("9200.00")),
        {"BT-115": (Decimal("9200.00"), Decimal("1200.00"))},
    ),
    "account": (
        replace(INVOICE, payment=Payment(accounts=(Account(OTHER_IBAN),))),
        {"BT-84": ("FR76 … 5627", "FR76 … 5617")},
    ),
}


@pytest.mark.parametrize("case", CHANGED)
def test_a_difference_is_told_with_both_values(case: str) -> None:
    invoice, expected = CHANGED[case]
    assert told(invoice) == expected


BELIEVED = {
    "no label": "1 999,00\nFR00",
    "nothing at all": "",
    "the totals without labels": "F-2026-0042 05/10/2026 1000 1200",
    "a table of totals": "Total HT Total TVA Total TTC\n1 000,00 200,00 1 200,00",
    "words for the date": "Date de facture : 5 octobre 2026",
    "the American date": "Invoice date: 10/05/2026",
    "German": "Rechnungsbetrag brutto 1.200,00 EUR\nNettobetrag 1.000,00",
    "Swiss thousands": "Total TTC 1'200.00\nTotal HT 1'000.00",
    "negative": "Total TTC -1 200,00\nTotal HT 1000,00-",
    "no decimals": "Total TTC 1 200 €\nTotal HT 1 000 €",
    "a number with its prefix": "Facture n° 2026-0042",
    "a reminder of the order": "Total HT 1 000,00\nBon de commande n° 77",
    "a rate beside the label": "Total TTC 20 %",
    "an account in three rows": "IBAN FR76 3000 4000\n0100 0001\n2345 617",
    "an account that is none": "IBAN FR76 1111 2222 3333 4444 5555 666",
    "a sub-total": "Sous-total HT 12,00\nReport TTC 13,00",
}


@pytest.mark.parametrize("case", BELIEVED)
def test_what_is_no_contradiction_is_believed(case: str) -> None:
    assert told(INVOICE, BELIEVED[case]) == {}


def test_the_invoice_that_a_credit_note_gives_back_is_not_its_number() -> None:
    credit_note = replace(
        INVOICE, number="AV-7", preceding_invoices=(PrecedingInvoice("F-2026-0042"),)
    )
    assert "BT-1" not in told(credit_note)


def test_our_own_account_on_a_direct_debit_is_not_the_suppliers() -> None:
    payment = Payment(accounts=(Account(OTHER_IBAN),), debited_account=IBAN)
    assert told(replace(INVOICE, payment=payment)) == {}


def test_mentions_on_the_page_are_found() -> None:
    page = PAGE + "\nPas d'escompte. Pénalités 10 %, frais de recouvrement 40 €."
    assert compare(INVOICE, text(page)).mentions >= {
        Mention.DISCOUNT,
        Mention.LATE_PENALTY,
        Mention.RECOVERY_FEE,
    }


def test_the_account_stops_and_the_rest_wants_a_look() -> None:
    facts = PageFacts(
        (
            Difference("BT-84", "FR76 … 5627", "FR76 … 5617"),
            Difference("BT-112", Decimal(9200), Decimal(1200)),
            Difference("BT-1", "A", "B"),
            Difference("BT-2", date(2026, 1, 1), date(2026, 1, 2)),
        )
    )
    found = run(PAGE_RULES, INVOICE, CheckContext().with_part(facts))
    assert [f"{each.code}:{each.severity.value}" for each in found] == [
        "page_account_differs:block",
        "page_total_differs:review",
        "page_number_differs:review",
        "page_date_differs:review",
    ]
    assert found[0].message == (
        "The page prints the account FR76 … 5617, the data ask for payment to "
        "FR76 … 5627 (BT-84)."
    )
    assert (found[1].expected, found[1].found) == (Decimal(1200), Decimal(9200))
    assert PageFacts.from_json(json.loads(json.dumps(facts.as_json()))) == facts


def test_without_facts_nothing_is_said() -> None:
    assert run(PAGE_RULES, INVOICE, CheckContext()) == ()


@given(st.lists(st.text(max_size=60), max_size=20))
def test_no_page_breaks_the_comparison(rows: list[str]) -> None:
    compare(INVOICE, text("\n".join(rows)))


def drawn(page: str, picture: bool = False) -> bytes:
    """Draw rows on a PDF page, under a picture as a scanner with OCR does."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for place, row in enumerate(page.splitlines()):
        label, _space, amount = row.rpartition("  ")
        canvas.drawString(50, 800 - 14 * place, label)
        canvas.drawRightString(545, 800 - 14 * place, amount)
    if picture:
        from PIL import Image

        blank = Image.new("RGB", (20, 30), "white")
        canvas.drawInlineImage(blank, 0, 0, 595, 842)
    canvas.save()
    return buffer.getvalue()


def test_the_text_of_a_pdf_is_read_row_by_row() -> None:
    page = "Total HT  1 000,00\nTotal TTC  7 777,00"
    with closing(PageReader()) as pages:
        facts = compare(INVOICE, pages.read(drawn(page)))
    assert facts.differences == (
        Difference("BT-112", Decimal("1200.00"), Decimal("7777.00")),
    )


def test_text_under_a_picture_is_a_guess_and_not_read() -> None:
    with closing(PageReader()) as pages:
        assert pages.read(drawn("Total TTC  7 777,00", picture=True)) == PageText()


def test_what_cannot_be_read_is_said_and_costs_only_itself() -> None:
    """A damaged, an endless and a good PDF in one process after the other."""
    with closing(PageReader(TextLimits(seconds=2))) as pages:
        assert pages.read(b"%PDF-1.4 cut").unread == "the PDF cannot be opened"
        first = pages._running()
        first.kill()
        first.wait()
        assert pages.read(drawn("A")).unread == "it takes too much time or memory"
        assert [each.text for each in pages.read(drawn("A  B")).pieces] == ["A", "B"]


def test_a_batch_has_an_end() -> None:
    with closing(PageReader(TextLimits(batch_seconds=0))) as pages:
        assert pages.read(drawn("A")).pieces
        assert pages.read(drawn("A")).unread == "it takes too much time or memory"


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_reader, "is_available", lambda: False)
    with closing(PageReader()) as pages:
        facts = compare(INVOICE, pages.read(drawn("A")))
    [finding] = run(PAGE_RULES, INVOICE, CheckContext().with_part(facts))
    assert finding.code == "page_not_compared"
    assert "pypdfium2" in finding.message


def _corpus() -> Iterator[tuple[str, Invoice, bytes]]:
    """Return hybrid invoices, and pages with the terms of their data."""
    for folder in (CORPORA / "structured", SHARED / "standards"):
        for path in sorted(folder.rglob("*.pdf")):
            content = path.read_bytes()
            invoice = read(path.name, content).invoice
            if invoice:
                yield path.name, invoice, content
    for path in sorted((CORPORA / "reading").glob("*/*.truth.json")):
        page = path.with_name(path.name.replace(".truth.json", ".text.pdf"))
        if page.exists():
            yield page.name, _truth(json.loads(path.read_text())), page.read_bytes()


def _truth(said: dict[str, Any]) -> Invoice:
    fields = said["fields"]

    def amount(value: str | None) -> Decimal | None:
        return Decimal(value) if value else None

    issued, iban = fields.get("issue_date"), fields.get("iban")
    return Invoice(
        number=fields.get("invoice_number"),
        issue_date=date.fromisoformat(issued) if issued else None,
        totals=Totals(
            net=amount(fields.get("total_untaxed")),
            gross=amount(fields.get("total_incl")),
            payable=amount(said.get("payable")),
        ),
        payment=Payment(accounts=(Account(iban),) if iban else ()),
    )


@pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared is absent")
@pytest.mark.slow
def test_no_false_alarm_and_most_forgeries_on_the_corpora() -> None:
    """Every real page agrees with its data; with forged data it contradicts."""
    forged = {
        "BT-84": lambda each: replace(
            each, payment=Payment(accounts=(Account("DE89370400440532013000"),))
        ),
        "BT-112": lambda each: replace(
            each, totals=replace(each.totals, gross=Decimal("98765.43"))
        ),
    }
    caught = dict.fromkeys(forged, 0)
    asked = dict.fromkeys(forged, 0)
    count = 0
    with closing(PageReader()) as pages:
        for name, invoice, content in _corpus():
            page = pages.read(content)
            assert compare(invoice, page).differences == (), name
            count += 1
            for term, change in forged.items():
                if term == "BT-84" and not invoice.payment.accounts:
                    continue
                asked[term] += 1
                found = compare(change(invoice), page).differences
                caught[term] += term in {each.term for each in found}
    assert count > 250
    assert caught["BT-84"] / asked["BT-84"] > 0.9
    assert caught["BT-112"] / asked["BT-112"] > 0.8


def test_a_page_that_unpacks_without_end_is_stopped() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    bomb = hostile._pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            hostile.stream(hostile._blanks(3000)),
        ]
    )
    with closing(PageReader(TextLimits(memory=300 * 1024 * 1024))) as pages:
        assert pages.read(bomb).pieces == ()
        assert pages.read(drawn("A")).pieces
