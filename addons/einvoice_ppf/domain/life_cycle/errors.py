"""What goes wrong with life-cycle messages, in words a person can act on."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _


class LifeCycleError(DomainError):
    """Base of what reading, writing and composing can end with."""

    code = "life_cycle_error"


class MessageUnreadableError(LifeCycleError):
    """The file is no XML that may be read, or no life-cycle message.

    Where the XML is at fault, the cause is a ``Refused`` of intake with its finding.
    """

    code = "cdar_unreadable"
    message = _("The status cannot be read: %(detail)s")
    advice = _("Ask the platform to send the status again.")


class MessageTooLargeError(MessageUnreadableError):
    """More bytes than the standard allows."""

    code = "cdar_too_large"
    message = _("The status has %(size)s MB, the limit is %(limit)s MB.")


class NotAStatusError(MessageUnreadableError):
    """XML of another kind."""

    code = "cdar_other_kind"
    message = _("The file is no life-cycle status but “%(root)s”.")


class NoDocumentError(MessageUnreadableError):
    """A message about nothing."""

    code = "cdar_no_document"
    message = _("The status names no invoice.")


class SchemaMissingError(LifeCycleError):
    """The official schema is not there."""

    code = "cdar_schema_missing"
    message = _(
        "Statuses cannot be checked: the official schema comes with the library "
        "pyfrctc, which is not installed on the server."
    )
    advice = _("Ask an administrator to install pyfrctc.")


class NotComposableError(LifeCycleError):
    """A status that cannot be said, because something is not known."""

    code = "status_not_composable"
    message = _("The status cannot be sent: %(detail)s")


class InvoiceFactMissingError(NotComposableError):
    """The platform would not find the invoice."""

    code = "status_invoice_fact_missing"
    message = _(
        "The status cannot be sent: the invoice lacks its number, type, date or the "
        "SIREN of its seller (%(term)s)."
    )
    advice = _("Fill it in on the bill, exactly as the invoice states it.")


class AddressMissingError(NotComposableError):
    """Nobody knows where to send it."""

    code = "status_address_missing"
    message = _(
        "The status cannot be sent: no electronic address of %(name)s is known."
    )
    advice = _("Enter the address for statuses on the contact.")


class UnknownStatusError(NotComposableError):
    """A code that is in no list."""

    code = "status_unknown_code"
    message = _("The status %(code)s is in no list that we know.")
    advice = _("Choose one of the statuses that are offered.")
