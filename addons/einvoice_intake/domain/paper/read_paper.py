"""Pages of words → a reading: the invoice, and how sure each field of it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.einvoice_base.domain.identifiers import (
    SCHEME_SIREN,
    SCHEME_SIRET,
    siren_of,
)
from odoo.addons.einvoice_base.domain.invoice import (
    Account,
    Invoice,
    Payment,
    PrecedingInvoice,
    TaxBreakdown,
    Totals,
)
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_base.domain.reading import Field, Reading

from .amounts import Amount
from .document_type import CREDIT_NOTE, type_of
from .header import currency_of, find_header, issue_and_due
from .identifiers_found import IdentifierFound, Kind
from .labels import Term
from .page import Page, Word, box_of
from .pairing import Candidate
from .parties import PartiesFound, find_parties
from .sheet import Sheet, sheet_of
from .tax_table import tax_sets
from .totals import Option, TotalsFound, solve

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class OwnCompany:
    """One of our companies: it buys, so it is never the supplier.

    Attributes:
        identifiers: SIREN, SIRET, VAT numbers and IBAN in capitals without blanks.
    """

    name: str
    identifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Read:
    """A value with what a person must know of it."""

    value: str
    confidence: float
    words: tuple[Word, ...] = ()

    @property
    def field(self) -> Field:
        return Field(self.value, round(self.confidence, 3), box_of(self.words))


def read_paper(
    pages: Sequence[Page],
    *,
    own: Sequence[OwnCompany] = (),
) -> Reading:
    """Read an invoice from its pages.

    Args:
        pages: Words with their places.
        own: Our companies.
    """
    form = "scan" if any(each.source == "ocr" for each in pages) else "text-pdf"
    if not any(page.words for page in pages):
        return Reading(None, form)
    sheet = sheet_of(pages)
    totals = solve(sheet.amounts, tax_sets(sheet.taxes))
    fields: dict[str, _Read] = {}
    _read_totals(totals, fields)
    _read_header(sheet, totals, fields)
    parties = find_parties(
        pages,
        sheet.rows,
        sheet.blocks,
        frozenset(id(word) for each in sheet.labels for word in each.span.words),
        [company.name for company in own],
    )
    _read_parties(sheet, parties, own, fields)
    kind = type_of(pages, sheet.rows, has_totals=totals.gross is not None)
    if kind.code is None:
        return Reading(None, form, fields={})
    fields["type_code"] = _Read(
        kind.code, kind.confidence, kind.span.words if kind.span else ()
    )
    shown = {path: each.field for path, each in fields.items()}
    return Reading(invoice_of(shown, totals), form, fields=shown)


def _read_totals(totals: TotalsFound, fields: dict[str, _Read]) -> None:
    for path, option in (
        ("totals.net", totals.net),
        ("totals.vat", totals.vat),
        ("totals.gross", totals.gross),
        ("totals.prepaid", totals.prepaid),
        ("totals.payable", totals.payable),
    ):
        if option is not None:
            fields[path] = _Read(
                f"{option.value:.2f}",
                _totals_confidence(totals, option),
                option.source.words if option.source else (),
            )


def _totals_confidence(totals: TotalsFound, option: Option) -> float:
    if totals.is_proved:
        return 0.99 if totals.support else 0.93
    if totals.net and totals.vat and totals.gross:
        return 0.9 if totals.support > 1 else 0.75
    return 0.5


def _read_header(sheet: Sheet, totals: TotalsFound, fields: dict[str, _Read]) -> None:
    found = find_header(sheet.rows, sheet.labels, sheet.barred, misread=sheet.misread)
    for path, term, options in (
        ("number", Term.NUMBER, found.numbers),
        ("order_reference", Term.ORDER, found.orders),
        ("preceding_invoice", Term.PRECEDING, found.preceding),
    ):
        if options and options[0].score(term) > 0.3:
            fields[path] = _read_of(options[0], term)
    issued, due = issue_and_due(found)
    if issued is not None:
        fields["issue_date"] = _read_of(issued, Term.ISSUE_DATE)
    if due is not None:
        fields["due_date"] = _read_of(due, Term.DUE_DATE)
    if found.delivered:
        fields["delivery_date"] = _read_of(found.delivered[0], Term.DELIVERY_DATE)
    near = totals.gross.source.words if totals.gross and totals.gross.source else ()
    currency, sure = currency_of(sheet.rows, near)
    if currency:
        fields["currency"] = _Read(currency, sure)


def _read_of(candidate: Candidate[date] | Candidate[str], term: Term) -> _Read:
    value = candidate.value
    text = value.isoformat() if isinstance(value, date) else value
    sure = min(0.5 + 0.5 * candidate.score(term), 0.98) * candidate.confidence
    return _Read(text, sure, candidate.words)


def _read_parties(
    sheet: Sheet,
    parties: PartiesFound,
    own: Sequence[OwnCompany],
    fields: dict[str, _Read],
) -> None:
    if parties.sellers:
        best = parties.sellers[0]
        fields["seller.name"] = _Read(best.value, min(best.score, 0.97), best.words)
    if parties.buyers:
        best = parties.buyers[0]
        fields["buyer.name"] = _Read(best.value, min(best.score, 0.9), best.words)
    theirs = {
        id(word)
        for block in parties.buyer_blocks
        for line in block.lines
        for word in line.words
    }
    ours = frozenset(each for company in own for each in company.identifiers)
    for kind, path in (
        (Kind.VAT, "vat_number"),
        (Kind.SIRET, "legal_id"),
        (Kind.SIREN, "legal_id"),
    ):
        for each in sheet.identifiers:
            if each.kind is not kind:
                continue
            buyers = (
                each.is_buyers
                or each.value in ours
                or any(id(word) in theirs for word in each.words)
            )
            side = "buyer" if buyers else "seller"
            fields.setdefault(f"{side}.{path}", _identifier(each))
    for kind, path in ((Kind.IBAN, "iban"), (Kind.BIC, "bic")):
        for each in sheet.identifiers:
            if each.kind is kind and not each.is_buyers and each.value not in ours:
                fields.setdefault(path, _identifier(each))


def _identifier(found: IdentifierFound) -> _Read:
    sure = 0.98 if found.is_valid and found.is_labelled else 0.85
    if not found.is_valid:
        sure = 0.7
    if found.repaired:
        sure = min(sure, 0.9)
    return _Read(found.value, sure, found.words)


def invoice_of(fields: Mapping[str, Field], totals: TotalsFound) -> Invoice:
    """Return the invoice that the fields say."""

    def text(path: str) -> str | None:
        return fields[path].value if path in fields else None

    def day(path: str) -> date | None:
        value = text(path)
        return date.fromisoformat(value) if value else None

    def amount(path: str) -> Decimal | None:
        value = text(path)
        return Decimal(value) if value else None

    iban = text("iban")
    order = text("order_reference")
    preceding = text("preceding_invoice")
    return Invoice(
        number=text("number"),
        issue_date=day("issue_date"),
        due_date=day("due_date"),
        type_code=text("type_code"),
        currency=text("currency"),
        order_references=(order,) if order else (),
        preceding_invoices=(PrecedingInvoice(preceding),) if preceding else (),
        seller=_party(
            text("seller.name"), text("seller.vat_number"), text("seller.legal_id")
        ),
        buyer=_party(
            text("buyer.name"), text("buyer.vat_number"), text("buyer.legal_id")
        ),
        payment=Payment(accounts=(Account(iban, bic=text("bic")),) if iban else ()),
        totals=Totals(
            net=amount("totals.net"),
            vat=amount("totals.vat"),
            gross=amount("totals.gross"),
            prepaid=amount("totals.prepaid"),
            payable=amount("totals.payable"),
        ),
    )


def _party(name: str | None, vat: str | None, legal: str | None) -> Party:
    scheme = SCHEME_SIRET if legal and len(legal) == 14 else SCHEME_SIREN
    return Party(
        name=name,
        vat_number=vat,
        legal_id=Identifier(legal, scheme) if legal else None,
    )
