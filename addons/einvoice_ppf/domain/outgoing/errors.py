"""Why an invoice could not be written, in words a person can act on."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _


class WritingError(DomainError):
    """Base of what stops the writing of an invoice."""

    code = "invoice_not_written"
    message = _("The invoice %(number)s cannot be written: %(detail)s")
    advice = _("Report it to your integrator with the number of the invoice.")


class IncompleteInvoiceError(WritingError):
    """Terms are missing without which no invoice is one."""

    code = "invoice_incomplete"
    message = _("The invoice %(number)s cannot be written without: %(terms)s.")
    advice = _("Confirm the invoice with its number, its date and its currency.")


class NoPlaceError(WritingError):
    """The form chosen has no place for what the invoice says."""

    code = "invoice_without_place"
    message = _(
        "The form %(form)s has no place for what the invoice %(number)s says: "
        "%(terms)s."
    )
    advice = _(
        "Send it in another form (UBL, or the profile EXTENDED-CTC-FR), or say it "
        "otherwise: several orders stand on the lines."
    )


class InvalidXmlError(WritingError):
    """What was written does not follow its own schema."""

    code = "invoice_xml_invalid"
    message = _(
        "The invoice %(number)s does not follow the schema of its form: %(detail)s"
    )
    advice = _(
        "Correct what the message names. If you cannot, report it to your integrator "
        "with the number of the invoice."
    )


class PageUnusableError(WritingError):
    """The page cannot take the data in."""

    code = "invoice_page_unusable"
    message = _(
        "The data of the invoice %(number)s cannot be put into its PDF: %(detail)s"
    )
    advice = _(
        "Print the invoice anew, without password and without signature, and send it "
        "again."
    )
