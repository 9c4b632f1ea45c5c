"""Whether the readable page of an invoice prints what its data say.

A false alarm teaches people to click alarms away. So a difference is told only where
the page prints another value beside the label of the term, and the value of the data
stands nowhere on it; a page that prints nothing of the kind is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from odoo.addons.einvoice_base.domain.iban import hidden
from odoo.addons.einvoice_base.domain.identifiers import compact
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.mentions import mentions_in

from .page_facts import Difference, PageFacts
from .page_reader import PageText, Piece
from .page_values import AMOUNT, amounts_in, dates_in, ibans_in, plain_amount

_CURRENCY = r"(?:[\W\d]{0,3}\b(?:en|in|de|la|eur|euros?|usd|gbp|chf)\b|€|\$|£)"
_BESIDE = rf"{_CURRENCY}*[^\w−+-]{{0,40}}{_CURRENCY}*[^\w−+-]{{0,8}}"
_TOTAL = r"(?<![\w-])(?:montant|total|somme)(?:\s+(?:g[ée]n[ée]ral|global|net))?\s*"
_LABELS = {
    "BT-109": (
        rf"{_TOTAL}(?:h\.?t\.?(?!\w)|hors\s+(?:taxes?|tva))|"
        r"total\s+(?:amount\s+)?(?:excl\w*|without|net\s+of)\.?\s*(?:vat|tax\w*)|"
        r"(?:gesamt|summe|rechnungsbetrag)\s*\(?netto\)?|nettobetrag|nettosumme|"
        r"rechnungssumme\s+ohne\s+ust\.?"
    ),
    "BT-112": (
        rf"{_TOTAL}\(?(?:t\.?t\.?c\.?(?!\w)|toutes\s+taxes\s+comprises)\)?|"
        r"total\s+(?:amount\s+)?(?:incl\w*|with)\.?\s*(?:vat|tax\w*)|"
        r"bruttobetrag|bruttosumme|(?:gesamt|summe|rechnungsbetrag)\s*\(?brutto\)?"
    ),
    "BT-115": (
        r"net\s+[àa]\s+(?:payer|r[ée]gler)|(?:reste|solde)\s+[àa]\s+payer|"
        r"montant\s+(?:d[ûu]|[àa]\s+(?:payer|r[ée]gler))|(?:amount|balance)\s+due|"
        r"zahlbetrag|zahlungsbetrag|f[äa]lliger\s+betrag"
    ),
}
_AMOUNT_BESIDE = {
    term: re.compile(rf"(?:{label}){_BESIDE}({AMOUNT})", re.IGNORECASE)
    for term, label in _LABELS.items()
}
# The labels of a table of totals, whose amounts stand below them.
_TABLE_LABELS = {
    **_LABELS,
    "BT-110": rf"{_TOTAL}(?:de\s+la\s+)?t\.?v\.?a\.?(?!\w)|steuerbetrag|total\s+vat",
}
_TABLE_LABEL = re.compile(
    "|".join(
        f"(?P<{term.replace('-', '_')}>{label})"
        for term, label in _TABLE_LABELS.items()
    ),
    re.IGNORECASE,
)
_EXACT = re.compile(rf"{AMOUNT}(?<=[.,]\d\d)")
# Rows below a table's labels in which its amounts are looked for.
_BELOW = 4
_DATE_LABEL = re.compile(
    r"date\s+(?:de\s+)?(?:la\s+)?(?:facture|facturation|pi[èe]ce)(?!\s+associ)|"
    r"date\s+d['’][ée]mission|(?:facture|avoir)\s.{0,40}?\bdu(?=\s)|"
    r"invoice\s+date|issue\s+date|date\s+of\s+issue|rechnungsdatum|"
    r"\bnr\.?\s*\S+\s+vom(?=\s)|(?<![^\W\d_]\s)(?<![\w-])date\s*:",
    re.IGNORECASE,
)
_TOKEN = r"([\w/.+-]*\d[\w/.+-]*)"
_NUMBER_LABEL = re.compile(
    r"(?:facture|avoir|invoice|credit\s+note|rechnung|gutschrift)\s*(?:-\s*)?(?:\(\s*\d+"
    r"\s*\)\s*)?(?:n[°ºo]|num[ée]ro|number|no\.?|nr\.?|nummer|#)\s*[:.]?\s*"
    rf"{_TOKEN}|"
    r"(?:n[°º]|num[ée]ro)\s+(?:de\s+)?(?:la\s+)?(?:facture|avoir)\s*[:.]?\s*"
    rf"{_TOKEN}|(?:facture|avoir)\s+{_TOKEN}\s+du\s",
    re.IGNORECASE,
)
# A number alone on its row, near the top, under a title that says invoice.
_LONE_NUMBER = re.compile(rf"^\W*n[°º]\s*:?\s*{_TOKEN}\W*$", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:facture|avoir)\b", re.IGNORECASE)
_TOP_ROWS = 12
# A page is hostile until read: longer rows, and more of them, are not searched.
_MAX_ROW = 400
_MAX_ROWS = 5000
# Fewer digits than this stand on every page somewhere.
_TELLING = 5


def compare(invoice: Invoice, text: PageText) -> PageFacts:
    """Compare what an invoice says with what its page prints."""
    if text.unread:
        return PageFacts(unread=text.unread)
    page = _Page(_rows(text.pieces))
    found = (
        *_accounts(invoice, page),
        *_numbers(invoice, page),
        *_dates(invoice, page),
        *_totals(invoice, page),
    )
    return PageFacts(found, mentions_in("\n".join(page.rows)))


class _Page:
    """The rows of a page, and the values on them."""

    def __init__(self, rows: list[str]) -> None:
        self.rows = rows
        self.amounts = {amount for row in rows for amount in amounts_in(row)}
        self.letters = compact(" ".join(rows))
        self._digits = ["".join(filter(str.isdigit, row)) for row in rows]

    def prints(self, amount: Decimal) -> bool:
        """Tell whether an amount stands anywhere, however it is written."""
        plain = abs(amount)
        if plain in self.amounts:
            return True
        digits = "".join(filter(str.isdigit, f"{plain:.2f}")).lstrip("0")
        return len(digits) >= _TELLING and any(digits in row for row in self._digits)


def _rows(pieces: Iterable[Piece]) -> list[str]:
    """Join the pieces that stand on one line, from left to right."""
    rows: list[list[Piece]] = []
    by_height = sorted(pieces, key=lambda each: (each.page, each.top + each.bottom))
    for _page, group in groupby(by_height, key=lambda each: each.page):
        rows.append([])
        for piece in group:
            if rows[-1] and not _is_level(rows[-1][0], piece):
                rows.append([])
            rows[-1].append(piece)
    return [
        " ".join(piece.text for piece in sorted(row, key=lambda each: each.left))[
            :_MAX_ROW
        ]
        for row in rows[:_MAX_ROWS]
        if row
    ]


def _is_level(first: Piece, piece: Piece) -> bool:
    """Tell whether the middle of a piece lies within the height of another."""
    middle = (piece.top + piece.bottom) / 2
    return first.top <= middle <= first.bottom


def _accounts(invoice: Invoice, page: _Page) -> Iterator[Difference]:
    """Find that the page prints accounts, and none of them is one of the data."""
    stated = [compact(each.number) for each in invoice.payment.accounts]
    printed = dict.fromkeys(iban for row in page.rows for iban in ibans_in(row))
    printed.pop(compact(invoice.payment.debited_account), None)
    if not (stated and printed) or any(each in page.letters for each in stated):
        return
    shown = ", ".join(hidden(each) for each in printed)
    yield Difference("BT-84", ", ".join(hidden(each) for each in stated), shown)


def _numbers(invoice: Invoice, page: _Page) -> Iterator[Difference]:
    number = compact(invoice.number)
    if not number or number in page.letters:
        return
    others = {compact(each.number) for each in invoice.preceding_invoices}
    others |= {compact(each) for each in invoice.order_references}
    for printed in _printed_numbers(page.rows):
        if compact(printed) not in others and not _is_alike(printed, number):
            yield Difference("BT-1", invoice.number or "", printed)
            return


def _printed_numbers(rows: list[str]) -> Iterator[str]:
    """Return what the page labels as the number of the invoice."""
    for row in rows:
        for match in _NUMBER_LABEL.finditer(row):
            yield next(filter(None, match.groups()))
    top = rows[:_TOP_ROWS]
    if any(map(_TITLE.search, top)):
        for match in filter(None, map(_LONE_NUMBER.match, top)):
            yield match[1]


def _is_alike(printed: str, number: str) -> bool:
    """Tell whether one number is the other with a prefix or a year more or less.

    >>> _is_alike("2026/0042", "FA20260042"), _is_alike("F-1", "F2")
    (True, False)
    """
    token = compact(printed)
    digits = ["".join(filter(str.isdigit, each)) for each in (token, number)]
    shorter, longer = sorted(digits, key=len)
    is_part = len(shorter) >= _TELLING - 1 and shorter in longer
    return is_part or token in number or number in token


def _dates(invoice: Invoice, page: _Page) -> Iterator[Difference]:
    issued = invoice.issue_date
    if issued is None or any(
        issued in days for row in page.rows for days in dates_in(row)
    ):
        return
    for row in page.rows:
        label = _DATE_LABEL.search(row)
        days = next(dates_in(row[label.end() :][:40]), None) if label else None
        if days:
            yield Difference("BT-2", issued, days[0])
            return


def _totals(invoice: Invoice, page: _Page) -> Iterator[Difference]:
    totals = invoice.totals
    stated = {"BT-109": totals.net, "BT-112": totals.gross, "BT-115": totals.payable}
    missing = {
        term: amount
        for term, amount in stated.items()
        if amount is not None and not page.prints(amount)
    }
    below = _table_of_totals(page.rows) if missing else {}
    for term, amount in missing.items():
        beside = (_AMOUNT_BESIDE[term].search(row) for row in page.rows)
        match = next(filter(None, beside), None)
        printed = plain_amount(match[1]) if match else below.get(term)
        if printed is not None:
            yield Difference(term, amount, printed)


def _table_of_totals(rows: list[str]) -> dict[str, Decimal]:
    """Return the amounts below a row that holds nothing but labels of totals.

    >>> table = _table_of_totals(["Total HT Total TVA Total TTC", "80,00 16,00 96,00"])
    >>> str(table["BT-109"]), str(table["BT-112"])
    ('80.00', '96.00')
    """
    for place, row in enumerate(rows):
        labels = [match.lastgroup or "" for match in _TABLE_LABEL.finditer(row)]
        rest = re.sub(r"[\W\d_]|eur(?:os?)?", "", _TABLE_LABEL.sub("", row.lower()))
        if len(set(labels)) < 2 or rest:
            continue
        for below in rows[place + 1 : place + 1 + _BELOW]:
            amounts = [match[0] for match in _EXACT.finditer(below)]
            if len(amounts) >= len(labels):
                found = map(plain_amount, amounts[-len(labels) :])
                pairs = zip(labels, found, strict=True)
                return {
                    term.replace("_", "-"): amount for term, amount in pairs if amount
                }
    return {}
