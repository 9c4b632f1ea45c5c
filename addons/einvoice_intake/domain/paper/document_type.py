"""What a paper is: an invoice, a credit note, a deposit invoice, or no invoice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .page import Page
from .rows import Row, Span

INVOICE = "380"
CREDIT_NOTE = "381"
DEPOSIT = "386"

_CREDIT = re.compile(
    r"(?:^|\t|\W)(?:facture d'avoir|note de credit|credit (?:note|memo)|gutschrift"
    r"|creditnota|nota di credito|factura rectificativa|rechnungs?-?\s?korrektur|stornorechnung|avoir(?=\s*(?:$|\t|n\s?[°o*]|numero|client"
    r"|du |:|sur|-|#|\d|[a-z]{0,4}\d)))"
)
_DEPOSIT = re.compile(
    r"(?:facture d'acompte|facture de provision|deposit invoice|down payment invoice"
    r"|anzahlungsrechnung|abschlagsrechnung|acompte n\s?°)"
)
_INVOICE = re.compile(
    r"(?<![a-z])(?:facture|invoice|rechnung|handelsrechnung|note d'honoraires|ticket"
    r"|recu|receipt|note de frais|bill|quittance|factura|fattura|fatura|factuur|avis d'echeance|decompte|situation de travaux)(?![a-z])"
)
_OTHERS = re.compile(
    r"^\W*(?:devis|proposition commerciale|bon de (?:livraison|commande)|commande"
    r"|confirmation de commande|bordereau|releve (?:de compte|d'identite|bancaire)"
    r"|conditions generales|lettre de relance|relance|rappel|mise en demeure|attestation"
    r"|contrat|delivery note|purchase order|quotation|quote|order confirmation|proforma"
    r"|facture pro\W?forma|pro\W?forma|statement of account|account statement|terms and"
    r" conditions|lieferschein|angebot|auftragsbestatigung|bestellung|mahnung"
    r"|kontoauszug|general terms)"
)


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
        has_totals: A total stands on it.
    """
    head = [
        row
        for row in rows
        if row.page == pages[0].number and row.top < 0.5 * pages[0].height
    ]
    credit = _title(head, _CREDIT)
    deposit = _title(head, _DEPOSIT)
    invoice = _title(head, _INVOICE) or _title(rows, _INVOICE)
    other = _title(head, _OTHERS)
    if not has_totals:
        return TypeFound(None, other, 0.9 if other or invoice is None else 0.7)
    titled = _title(head, _INVOICE) or credit or deposit
    if other and _size(other) > (1.5 if titled else 1.15) * _size(titled or invoice):
        return TypeFound(None, other, 0.8)
    if credit and _size(credit) >= 0.85 * _size(_title(head, _INVOICE)):
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
        if len(row.text) < 120:
            found += [
                row.span(match.start(), match.end())
                for match in pattern.finditer(row.plain)
            ]
    return max(found, key=_size, default=None)


def _size(span: Span | None) -> float:
    return max((word.height for word in span.words), default=0.0) if span else 0.0
