"""What the rules before sending share: how an invoice goes, and whom it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from odoo.addons.einvoice_base.domain.findings import CheckContext, Finding, Rule
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.party import Party

from .profile import Syntax
from .treatment import Treatment, stated_treatment, treatment_of

# Where a thing is entered; the names are those of the fields on Odoo's screens.
ON_CUSTOMER = _(
    "Open the customer and enter it, then reset the invoice to draft and confirm it "
    "again."
)
ON_COMPANY = _("Ask your administrator to enter it on your company (Settings).")
ON_INVOICE = _("Reset the invoice to draft, correct it and confirm it again.")
ON_LINES = _("Reset the invoice to draft, correct its lines and confirm it again.")
ON_TAX = _(
    "Ask your accountant to correct the tax (Accounting, Configuration, Taxes), then "
    "reset the invoice to draft and confirm it again."
)
REPORT = _("Report it to your integrator with the number of the invoice.")


@dataclass(frozen=True, slots=True)
class SendingFacts:
    """How an invoice is going to be sent; a part of the :class:`CheckContext`.

    Attributes:
        syntax: In which it is written; ``None`` when it must fit any.
        treatment: Whom it is for; ``None`` to take it from the invoice.
    """

    syntax: Syntax | None = None
    treatment: Treatment | None = None


def facts_of(context: CheckContext) -> SendingFacts:
    """Return how an invoice goes."""
    return context.part(SendingFacts) or SendingFacts()


def treatment(invoice: Invoice, context: CheckContext) -> Treatment | None:
    """Return whom an invoice is for, as stated, as set, or as its customer tells."""
    return (
        stated_treatment(invoice)
        or facts_of(context).treatment
        or treatment_of(invoice.buyer)
    )


def found(each: Rule, invoice: Invoice, **values: object) -> Finding:
    """Make a finding that names the invoice and its customer."""
    named: dict[str, object] = {
        "number": invoice.number or "–",
        "buyer": invoice.buyer.name or "–",
    }
    return each.finding(**{**named, **values})  # type: ignore[arg-type]


def parties(invoice: Invoice) -> Iterator[tuple[str, str, Party]]:
    """Yield the parties of an invoice: group, what it is called, and the party."""
    yield "BG-4", _("your company"), invoice.seller
    yield "BG-7", _("the customer"), invoice.buyer
    if invoice.payee:
        yield "BG-10", _("the payee"), invoice.payee
    if invoice.tax_representative:
        yield "BG-11", _("the tax representative"), invoice.tax_representative
