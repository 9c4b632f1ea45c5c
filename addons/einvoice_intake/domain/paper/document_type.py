"""What a paper is: an invoice, a credit note, a deposit invoice, or no invoice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .page import Page
from .rows import COLUMN, Row, Span

INVOICE = "380"
CREDIT_NOTE = "381"
DEPOSIT = "386"

_CREDIT = re.compile(
    r"(?:^|\W)(?:facture d'avoir|note de credit|credit (?:note|memo)|gutschrift"
    r"|creditnota"
    r"|nota di credito|factura rectificativa|rechnungs?-?\s?korrektur|stornorechnung"
    r"|avoir(?=\s*(?:$|\t|n\s?[°o*]|numero|client"
    r"|du |:|sur|-|#|\d|[a-z]{0,4}\d)))"
)
_DEPOSIT = re.compile(
    r"(?:facture d'acompte|facture de provision|deposit invoice|down payment invoice"
    r"|anzahlungsrechnung|abschlagsrechnung|acompte n\s?°)"
)
_INVOICE = re.compile(
    r"(?<![a-z])(?:facture|invoice|rechnung|handelsrechnung|note d'honoraires|ticket"
    r"|recu|receipt|note de frais|bill|quittance|factura|fattura"
    r"|fatura|factuur|avis d'echeance|decompte|situation de travaux)(?![a-z])"
)
_OTHERS = re.compile(
    r"^\W*(?:devis|proposition commerciale|bon de (?:livraison|commande)|commande"
    r"|confirmation de commande|bordereau|releve (?:de compte|d'identite|bancaire)"
    r"|conditions generales|lettre de relance|relance|rappel|mise en demeure"
    r"|attestation"
    r"|contrat|delivery note|purchase order|quotation|quote|order confirmation"
    r"|(?:facture )?pro\W?forma(?:\W(?:invoice|rechnung))?|statement of account"
    r"|account statement|terms and conditions|lieferschein|angebot|bestellung|mahnung"
    r"|auftragsbestatigung|kontoauszug|general terms)"
)


# What a letter says that asks for an old invoice.
_REMINDER = re.compile(
    r"(?<![a-z])(?:relance|impayee?s?|mise en demeure|mahnung|payment reminder|overdue)"
    r"(?![a-z])"
)
# A title is short, and begins its column but for a few words.
_LONGEST = 70
_INDENT = 24


@dataclass(frozen=True, slots=True)
class TypeFound:
    """The type of a document (UNTDID 1001).

    Attributes:
        code: 380, 381 or 386; ``None`` where the paper is no invoice.
        span: The title that says so.
        confidence: Ratio 0 to 1.
    """

    code: str | None
    span: Span | None = None
    confidence: float = 0.5


def type_of(
    pages: Sequence[Page], rows: Sequence[Row], *, has_totals: bool
) -> TypeFound:
    """Say what the paper is, by its title and by what an invoice cannot lack.

    Args:
        pages: In their order.
        rows: Rows of all pages.
        has_totals: A total stands on it.
    """
    first = pages[0]
    head = [
        row for row in rows if row.page == first.number and row.top < 0.5 * first.height
    ]
    credit = _title(head, _CREDIT)
    deposit = _title(head, _DEPOSIT)
    invoice = _title(head, _INVOICE)
    other = _title(head, _OTHERS)
    if not has_totals:
        mentioned = invoice or _title(rows, _INVOICE)
        return TypeFound(None, other, 0.9 if other or mentioned is None else 0.7)
    if invoice and other and _is_part(invoice, other):
        return TypeFound(None, other, 0.9)
    titled = invoice or credit or deposit
    usual = median([word.height for word in first.words]) if first.words else 0.0
    # In small print it is the label of a reference, such as that of a delivery note.
    if other and _size(other) > (1.3 * _size(titled) if titled else 1.1 * usual):
        return TypeFound(None, other, 0.85)
    if titled is None and any(_REMINDER.search(row.plain) for row in head):
        return TypeFound(None, None, 0.8)
    if credit and _size(credit) >= 0.85 * _size(invoice):
        return TypeFound(CREDIT_NOTE, credit, 0.97)
    if deposit:
        return TypeFound(DEPOSIT, deposit, 0.95)
    if invoice:
        return TypeFound(INVOICE, invoice, 0.98 if credit is None else 0.85)
    return TypeFound(INVOICE, None, 0.8)


def _title(rows: Sequence[Row], pattern: re.Pattern[str]) -> Span | None:
    """Return the largest print of a title; a sentence that mentions it is none."""
    found = []
    for row in rows:
        start = 0
        for piece in row.plain.split(COLUMN):
            for match in pattern.finditer(piece):
                if len(piece) <= _LONGEST and match.start() <= _INDENT:
                    end = start + match.end()
                    found.append(row.span(start + match.start(), end))
            start += len(piece) + 1
    return max(found, key=_size, default=None)


def _is_part(span: Span, other: Span) -> bool:
    """Tell whether a title is a word of another, as in "Facture pro forma"."""
    return set(span.words) <= set(other.words) and span.text in other.text


def _size(span: Span | None) -> float:
    return max((word.height for word in span.words), default=0.0) if span else 0.0
