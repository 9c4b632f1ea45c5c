"""What goes wrong between us and a platform, in words a person can act on."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.messages import mark as _


class PlatformError(DomainError):
    """Base of what a call to a platform can end with.

    Attributes:
        is_temporary: The same call may succeed later.
        is_uncertain: The platform may have done what was asked.
        retry_after: Seconds that the platform asks to wait, ``None`` if it does not.
    """

    code = "platform_error"
    message = _("%(platform)s answered with the error %(status)s: %(detail)s")
    advice = _("Ask the platform with the request number %(request)s.")
    is_temporary = False
    is_uncertain = False
    retry_after: float | None = None


class UnsafeAddressError(PlatformError):
    """An address to which no credentials are sent."""

    code = "platform_unsafe_address"
    message = _("Nothing is sent to %(url)s: it is not a public address over TLS.")
    advice = _("Correct the address in the connection to %(platform)s.")


class UnreachableError(PlatformError):
    """Nobody was there; nothing can have arrived."""

    code = "platform_unreachable"
    message = _("%(platform)s cannot be reached: %(detail)s")
    advice = _("Nothing to do: it is tried again.")
    is_temporary = True


class NoAnswerError(PlatformError):
    """The request went out and no whole answer came."""

    code = "platform_no_answer"
    message = _("%(platform)s did not answer in time: %(detail)s")
    advice = _("Nothing to do: before it is sent again, the platform is asked.")
    is_temporary = True
    is_uncertain = True


class BusyError(PlatformError):
    """429 or 503: later."""

    code = "platform_busy"
    message = _("%(platform)s asks to wait (%(status)s).")
    advice = _("Nothing to do: it is tried again.")
    is_temporary = True


class BrokenError(PlatformError):
    """The platform failed on its side."""

    code = "platform_broken"
    message = _("%(platform)s failed (%(status)s): %(detail)s")
    advice = _(
        "Nothing to do: it is tried again. If it lasts, ask the platform with the "
        "request number %(request)s."
    )
    is_temporary = True
    is_uncertain = True


class CredentialsError(PlatformError):
    """401 with a new token, or the token itself is refused."""

    code = "platform_credentials"
    message = _("%(platform)s does not accept the credentials: %(detail)s")
    advice = _("Enter the identifier and the secret anew in the connection.")


class ForbiddenError(PlatformError):
    """403: known, but not allowed."""

    code = "platform_forbidden"
    message = _("%(platform)s does not allow it to this account: %(detail)s")
    advice = _("Ask the platform to open this service for your company.")


class NotThereError(PlatformError):
    """404."""

    code = "platform_not_there"
    message = _("%(platform)s does not know it: %(detail)s")
    advice = _("Check the address of the service in the connection.")


class TooLargeError(PlatformError):
    """413, or a file beyond what the standard allows."""

    code = "platform_too_large"
    message = _("The file is too large for %(platform)s.")
    advice = _("A file may have 100 MB at most: send fewer or smaller attachments.")


class RequestRefusedError(PlatformError):
    """400 or 422: what we said is not right for the platform."""

    code = "platform_request_refused"
    message = _("%(platform)s refuses the request (%(status)s): %(detail)s")
    advice = _("Correct what the message names, then send it again.")


class RedirectedError(PlatformError):
    """A platform that points elsewhere; credentials do not follow."""

    code = "platform_redirected"
    message = _("%(platform)s points to another address: %(detail)s")
    advice = _("Nothing was sent there. Correct the address in the connection.")


class UnreadableAnswerError(PlatformError):
    """An answer that is not what the standard says."""

    code = "platform_unreadable"
    message = _("The answer of %(platform)s cannot be understood: %(detail)s")
    advice = _("Check that the address is that of the AFNOR service.")
    is_temporary = True
    is_uncertain = True


class NoFileError(PlatformError):
    """A flow without original and without what was made of it."""

    code = "platform_no_file"
    message = _("%(platform)s has no file for the flow %(flow)s.")
    advice = _("Nothing to do: it is tried again. If it lasts, ask the platform.")
    is_temporary = True
