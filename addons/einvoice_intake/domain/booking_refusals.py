"""Why an invoice cannot become a bill, each with its sentence and what to do."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _


class BookingRefusedError(DomainError):
    """The invoice cannot become a bill; a person must decide."""

    code = "booking_refused"


class TypeUnknownError(BookingRefusedError):
    """BT-3 is missing or is no type of invoice."""

    code = "type_code_unknown"
    message = _("The type code %(value)s (BT-3) is not one of an invoice.")
    advice = _(
        "Ask the supplier which document this is, then record it by hand or reject it."
    )


class ProFormaError(BookingRefusedError):
    """An offer in the form of an invoice (UNTDID 1001, code 325)."""

    code = "pro_forma"
    message = _("This is a pro forma invoice: it asks for no payment.")
    advice = _("Wait for the invoice itself, and reject this document.")


class NegativeCreditNoteError(BookingRefusedError):
    """A credit note that would raise what we owe."""

    code = "credit_note_negative"
    message = _(
        "This credit note has a negative total (%(gross)s): read strictly, it would "
        "raise what you owe."
    )
    advice = _(
        "Ask the supplier whether it is an invoice or a credit note, then record it "
        "by hand."
    )


class NoTotalError(BookingRefusedError):
    """Nothing to pay can be read."""

    code = "total_missing"
    message = _("The invoice states no total with VAT (BT-112) and no amount due.")
    advice = _("Ask the supplier for a complete invoice, or record the bill by hand.")


class RateUnclearError(BookingRefusedError):
    """An invoice without lines or breakdown, whose VAT fits no single legal rate."""

    code = "vat_rate_unclear"
    message = _(
        "The invoice gives only %(net)s without VAT and %(vat)s of VAT (profile "
        "MINIMUM), which no single legal rate explains."
    )
    advice = _("Record the bill by hand from the readable page, with its rates.")
