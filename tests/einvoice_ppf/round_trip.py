"""What may differ when an invoice is written and read again, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from odoo.addons.einvoice_base.domain.invoice import Account, Invoice, Line
from odoo.addons.einvoice_base.domain.money import ZERO
from odoo.addons.einvoice_base.domain.party import Party
from odoo.addons.einvoice_ppf.domain.outgoing.data import is_credit_note
from odoo.addons.einvoice_ppf.domain.outgoing.profile import Profile, Syntax

Change = Callable[[Invoice, Syntax, Profile], Invoice]


def _profile(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    return replace(invoice, specification=profile.value)


def _account(account: Account) -> Account:
    return replace(account, number=account.iban or account.number)


def _accounts(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    accounts = tuple(map(_account, invoice.payment.accounts))
    return replace(invoice, payment=replace(invoice.payment, accounts=accounts))


def _on_lines(invoice: Invoice, change: Callable[[Line], Line]) -> Invoice:
    return replace(invoice, lines=tuple(map(change, invoice.lines)))


def _base_units(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    def change(line: Line) -> Line:
        if line.base_quantity is None or line.base_unit:
            return line
        return replace(line, base_unit=line.unit)

    return _on_lines(invoice, change)


def _empty_files(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    files = tuple(
        file if file.content else replace(file, filename=None, mimetype=None)
        for file in invoice.attachments
    )
    return replace(invoice, attachments=files)


def _prices(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    def change(line: Line) -> Line:
        price, gross, discount = line.price, line.gross_price, line.price_discount
        if syntax is Syntax.UBL and gross is not None and discount is None:
            return replace(line, price_discount=gross - (price or ZERO))
        if syntax is Syntax.CII and gross is None and discount is not None:
            return replace(line, gross_price=(price or ZERO) + discount)
        return line

    return _on_lines(invoice, change)


def _sorted(party: Party | None) -> Party | None:
    if party is None:
        return None
    identifiers = sorted(party.identifiers, key=lambda each: each.scheme is not None)
    return replace(party, identifiers=tuple(identifiers))


def _identifiers(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    if syntax is Syntax.UBL:
        return invoice
    return replace(
        invoice,
        seller=_sorted(invoice.seller) or Party(),
        buyer=_sorted(invoice.buyer) or Party(),
        payee=_sorted(invoice.payee),
        tax_representative=_sorted(invoice.tax_representative),
    )


def _vat_total(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    if syntax is Syntax.CII or invoice.totals.vat is not None:
        return invoice
    if not invoice.tax_breakdown:
        return invoice
    vat = sum((each.amount or ZERO for each in invoice.tax_breakdown), ZERO)
    return replace(invoice, totals=replace(invoice.totals, vat=vat))


def _means(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    payment = invoice.payment
    says = (
        payment.accounts
        or payment.means_text
        or payment.card_number
        or payment.debited_account
    )
    if syntax is Syntax.UBL:
        due = is_credit_note(invoice) and invoice.due_date
        says = says or payment.remittance or payment.mandate or due
    if payment.means_code or not says:
        return invoice
    return replace(invoice, payment=replace(payment, means_code="1"))


def _bar_last(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    if syntax is Syntax.CII:
        return invoice
    notes = sorted(invoice.notes, key=lambda note: note.subject == "BAR")
    return replace(invoice, notes=tuple(notes))


ALLOWED: tuple[tuple[str, Change], ...] = (
    ("the profile is the one that is asked for", _profile),
    ("an IBAN is written without spaces, as banks exchange it", _accounts),
    ("a base quantity has the unit of its line where it states none", _base_units),
    ("a file name without a file is none", _empty_files),
    (
        "UBL has a gross price beside a discount, CII a discount beside a gross price",
        _prices,
    ),
    ("CII has identifiers without a scheme first, by its schema", _identifiers),
    ("UBL gives no VAT breakdown without its total", _vat_total),
    ("both syntaxes ask for a code before other words on payment", _means),
    ("BAR stands last in UBL, so that BR-FR-20 reads its text alone", _bar_last),
)


def expected(invoice: Invoice, syntax: Syntax, profile: Profile) -> Invoice:
    """Return what is read of an invoice that was written."""
    for _reason, change in ALLOWED:
        invoice = change(invoice, syntax, profile)
    return invoice


def needed(invoice: Invoice, syntax: Syntax, profile: Profile) -> list[str]:
    """Return the reasons for which an invoice reads otherwise than it was."""
    reasons = []
    for reason, change in ALLOWED:
        changed = change(invoice, syntax, profile)
        if changed != invoice:
            reasons.append(reason)
        invoice = changed
    return reasons


def differences(found: Any, wanted: Any, path: str = "") -> Iterator[str]:
    """Yield the places in which two values differ, with what stands there."""
    if found == wanted:
        return
    if is_dataclass(found) and type(found) is type(wanted):
        for each in fields(found):
            values = getattr(found, each.name), getattr(wanted, each.name)
            yield from differences(*values, f"{path}.{each.name}")
    elif isinstance(found, tuple) and isinstance(wanted, tuple):
        if len(found) != len(wanted):
            yield f"{path}: {found} is not {wanted}"
            return
        for place, values in enumerate(zip(found, wanted, strict=True)):
            yield from differences(*values, f"{path}[{place}]")
    else:
        yield f"{path}: {found!r} is not {wanted!r}"
