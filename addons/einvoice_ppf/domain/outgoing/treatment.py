"""What a platform does with an invoice: the note BAR, from who the customer is.

Source: AFNOR XP Z12-012 and XP Z12-013 (processing rules), BR-FR-20.
"""

from __future__ import annotations

from enum import Enum

from odoo.addons.einvoice_base.domain.identifiers import vat_of
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.party import Party
from odoo.addons.einvoice_base.domain.territory import is_french

SUBJECT = "BAR"


class Treatment(Enum):
    """Whom an invoice is for, as far as the reform tells them apart."""

    BUSINESS = "B2B"
    PUBLIC = "B2G"
    BUSINESS_ABROAD = "B2BINT"
    PRIVATE = "B2C"
    PRIVATE_ABROAD = "B2CINT"
    OUT_OF_SCOPE = "OUTOFSCOPE"
    ARCHIVE_ONLY = "ARCHIVEONLY"

    @property
    def note(self) -> str | None:
        """Text of the note BAR; a public buyer has none, his platform knows him.

        >>> Treatment.BUSINESS.note, Treatment.PUBLIC.note
        ('B2B', None)
        """
        return None if self is Treatment.PUBLIC else self.value

    @property
    def needs_siren(self) -> bool:
        """Tell whether the customer is reached by his SIREN."""
        return self in (Treatment.BUSINESS, Treatment.PUBLIC)


def stated_treatment(invoice: Invoice) -> Treatment | None:
    """Return the treatment that an invoice states, ``None`` where it states none."""
    said = {note.text.strip() for note in invoice.notes if note.subject == SUBJECT}
    return next((each for each in Treatment if each.note in said), None)


def treatment_of(buyer: Party, *, is_business: bool | None = None) -> Treatment | None:
    """Return the treatment of a sale, ``None`` when it cannot be told.

    A French customer without any identifier may be a private person, or a business
    whose SIREN nobody entered: that is not guessed.

    Args:
        buyer: The customer.
        is_business: Whether he buys for his business; ``None`` when unknown.

    >>> treatment_of(Party(vat_number="FR40303265045"))
    <Treatment.BUSINESS: 'B2B'>
    >>> treatment_of(Party(vat_number="DE136695976")).note
    'B2BINT'
    >>> treatment_of(Party(), is_business=False).note, treatment_of(Party())
    ('B2C', None)
    """
    at_home = is_french(buyer) or not buyer.address.country
    vat = vat_of(buyer.vat_number)
    if vat and not buyer.address.country:
        at_home = vat.startswith("FR")
    if is_business is None:
        is_business = True if buyer.siren or vat or buyer.legal_id else None
    if is_business is None:
        return None
    if at_home:
        return Treatment.BUSINESS if is_business else Treatment.PRIVATE
    return Treatment.BUSINESS_ABROAD if is_business else Treatment.PRIVATE_ABROAD
