"""What French law asks of an invoice and people forget.

Only what is missing is filled, nothing that stands is changed, and nothing is guessed:
what neither the invoice nor the sale tells stays missing, and a rule of
:mod:`~.before_sending` asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from odoo.addons.einvoice_base.domain.codes import Frame, Operation, frame_of
from odoo.addons.einvoice_base.domain.identifiers import (
    SCHEME_FR_ADDRESS,
    SCHEME_SIREN,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice, Note, Payment
from odoo.addons.einvoice_base.domain.party import Identifier, Party
from odoo.addons.einvoice_base.domain.territory import is_french

from .exemptions import exempted
from .frame import digit_of, process_of
from .plain import said
from .profile import Syntax, profile_for
from .treatment import SUBJECT, Treatment, stated_treatment, treatment_of

# Electronic address scheme (EAS) of a mailbox.
SCHEME_EMAIL = "EM"
# Member of a VAT group: scheme of the group's SIREN (BR-FR-CO-14).
SCHEME_VAT_GROUP = "0231"
VAT_GROUP_NOTE = Note("MEMBRE_ASSUJETTI_UNIQUE", "TXD")
# UNTDID 4461: credit transfer.
_TRANSFER = "30"


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions on payment that a company makes on its invoices.

    They are part of a French document and not translated.

    Attributes:
        recovery_fee: Note PMT.
        late_penalty: Note PMD.
        discount: Note AAB.
    """

    recovery_fee: str = (
        "Indemnité forfaitaire pour frais de recouvrement en cas de retard de "
        "paiement : 40 € (C. com., art. L441-10 et D441-5)."
    )
    late_penalty: str = (
        "Pénalités de retard exigibles sans rappel le jour suivant la date "
        "d'échéance, au taux d'intérêt appliqué par la Banque centrale européenne à "
        "son opération de refinancement la plus récente majoré de 10 points de "
        "pourcentage (C. com., art. L441-10)."
    )
    discount: str = "Pas d'escompte pour paiement anticipé."

    def notes(self) -> tuple[Note, ...]:
        """Return them as notes, as BR-FR-05 wants them."""
        return (
            Note(self.recovery_fee, "PMT"),
            Note(self.late_penalty, "PMD"),
            Note(self.discount, "AAB"),
        )


@dataclass(frozen=True, slots=True)
class Sale:
    """What the seller knows and no term of an invoice says.

    Attributes:
        operation: Goods, services or both; see :func:`~.frame.operation_of_sale`.
        is_after_deposit: It settles deposits that had invoices of their own.
        paid_on: Day on which it was paid, before it was issued.
        frame: How it is paid, where amounts do not tell: a subcontractor's, VAT
            already reported (a receipt became an invoice).
        treatment: Whom it is for; ``None`` to tell it from the customer.
        is_business: Whether the customer buys for his business; ``None`` when unknown.
    """

    operation: Operation | None = None
    is_after_deposit: bool = False
    paid_on: date | None = None
    frame: Frame | None = None
    treatment: Treatment | None = None
    is_business: bool | None = None


_MENTIONS = Mentions()
_SALE = Sale()


def completed(
    invoice: Invoice,
    sale: Sale = _SALE,
    mentions: Mentions = _MENTIONS,
    *,
    syntax: Syntax | None = None,
    in_pdf: bool = False,
) -> Invoice:
    """Return an invoice with what was missing and can be known.

    Args:
        invoice: As it comes from the books.
        sale: What else the seller knows.
        mentions: What the company says about payment.
        syntax: In which it is written, if that is known.
        in_pdf: It is written for a Factur-X.

    >>> seller = Party(vat_number="FR40303265045")
    >>> made = completed(Invoice(seller=seller), Sale(operation=Operation.SERVICES))
    >>> made.process, made.seller.endpoint.value, [note.subject for note in made.notes]
    ('S1', '303265045', ['PMT', 'PMD', 'AAB'])
    >>> completed(made) == made
    True
    """
    treatment = (
        stated_treatment(invoice)
        or sale.treatment
        or treatment_of(invoice.buyer, is_business=sale.is_business)
    )
    made = replace(
        invoice,
        seller=_identified(invoice.seller, None),
        buyer=_identified(invoice.buyer, treatment),
        notes=_noted(invoice, mentions, treatment),
        process=invoice.process or _process(invoice, sale),
        tax_breakdown=tuple(map(exempted, invoice.tax_breakdown)),
    )
    made = replace(made, due_date=_due_date(made, sale), payment=_payment(made))
    if made.specification:
        return made
    profile = profile_for(made, syntax, in_pdf=in_pdf)
    return replace(made, specification=profile.value)


def _identified(party: Party, treatment: Treatment | None) -> Party:
    """Give a French business its SIREN and the address that begins with it."""
    siren = party.siren if is_french(party) else None
    legal_id, endpoint = party.legal_id, party.endpoint
    if siren:
        legal_id = legal_id or Identifier(siren, SCHEME_SIREN)
        endpoint = endpoint or Identifier(siren, SCHEME_FR_ADDRESS)
    elif treatment and not treatment.needs_siren and said(party.contact.email):
        endpoint = endpoint or Identifier(party.contact.email or "", SCHEME_EMAIL)
    return replace(party, legal_id=legal_id, endpoint=endpoint)


def _noted(
    invoice: Invoice, mentions: Mentions, treatment: Treatment | None
) -> tuple[Note, ...]:
    """Add the notes whose subject no note has."""
    wanted = list(mentions.notes())
    if treatment and treatment.note:
        wanted.append(Note(treatment.note, SUBJECT))
    if any(each.scheme == SCHEME_VAT_GROUP for each in invoice.seller.identifiers):
        wanted.append(VAT_GROUP_NOTE)
    made = {note.subject for note in invoice.notes}
    missing = (note for note in wanted if note.subject not in made and said(note.text))
    return (*invoice.notes, *missing)


def _process(invoice: Invoice, sale: Sale) -> str | None:
    frame = sale.frame or digit_of(invoice, is_after_deposit=sale.is_after_deposit)
    return process_of(sale.operation, frame)


def _due_date(invoice: Invoice, sale: Sale) -> date | None:
    """Return BT-9; of an invoice already paid it is the day of payment (CO-09)."""
    is_paid = frame_of(invoice.process) is Frame.ALREADY_PAID
    return invoice.due_date or (sale.paid_on if is_paid else None)


def _payment(invoice: Invoice) -> Payment:
    """Name the means of payment where only an account is given (BR-49)."""
    payment = invoice.payment
    if payment.means_code or not payment.accounts:
        return payment
    return replace(payment, means_code=_TRANSFER)
