"""What must be right in a message and is seen by no stylesheet, or too late.

The official Schematron (BR-FR-CDV 1.4.0.03) lets pass: a code of MDT-88 or a phase
that belongs to another status, an address without scheme, a refusal or suspension
without comment, amounts received twice for one rate (FR_SPEC 2.4, checked by running
it). The PPF looks at lengths, attachments and comments only after it was sent (annex 7
v1.9: G7.17, G7.25, G7.45, G7.49, P1.14 to P1.18). What the Schematron does see is asked
here too where a person can do something about it, in words he understands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from odoo.addons.einvoice_base.domain.codes import FRENCH_TYPE_CODES, type_code_of
from odoo.addons.einvoice_base.domain.identifiers import SCHEME_SIREN
from odoo.addons.einvoice_base.domain.messages import mark as _

from . import detail_rules
from .addresses import is_bare_siren
from .message import PPF, SCHEME_PLATFORM, Process, Profile, StatusMessage
from .notices import Problem
from .statuses import (
    SELLER_SIDE,
    STATUSES,
    UNACCEPTABLE,
    LifeCycleStatus,
    Phase,
    Role,
)

_PROCESSES = frozenset(each.value for each in Process)
_PROFILES = frozenset(each.value for each in Profile)
_UNADDRESSED = frozenset({Role.PLATFORM.value, Role.PPF.value})
_SELLERS = frozenset(role.value for role in SELLER_SIDE)
_PPF_NUMBER = PPF.number(SCHEME_PLATFORM)
# Annex 2 v2.2, longest texts by MDT; the PPF refuses what is longer.
_LENGTHS: Mapping[str, tuple[int, Callable[[StatusMessage], object]]] = {
    "MDT-4": (50, lambda message: message.message_id),
    "MDT-5": (150, lambda message: message.name),
    "MDT-46": (50, lambda message: message.issuer.email),
    "MDT-87": (35, lambda message: message.invoice.number),
}
_ADDRESS_LENGTH = 125
_PPF_PROCESS_LENGTH = 3

_REPORT = _("Tell your administrator: the program made a wrong message.")
_COPY_INVOICE = _("Correct it on the bill, exactly as the invoice states it.")


def problems(message: StatusMessage) -> tuple[Problem, ...]:
    """Return what is wrong with a message, what blocks it first.

    >>> problems(StatusMessage(status="210"))[0].term
    'MDT-4'
    """
    found = [each for rule in (*_RULES, detail_rules.rule) for each in rule(message)]
    return tuple(sorted(found, key=lambda each: not each.is_blocking))


def _missing(message: StatusMessage) -> Iterator[Problem]:
    """What must be there in each message."""
    invoice, is_file = message.invoice, message.status == UNACCEPTABLE
    wanted = {
        "MDT-4": message.message_id,
        "MDT-8": message.made_at,
        "MDT-78": message.set_at,
        "MDT-105": message.status,
        "MDT-87": invoice.number,
        "MDT-91": invoice.type_code,
        "MDT-100": invoice.issue_date or is_file,
        "MDT-129": invoice.seller or is_file,
        "MDT-59": message.recipients,
    }
    if message.is_for_ppf_alone:
        wanted |= {"MDT-5": message.name, "MDT-95": invoice.received_at}
        wanted |= {"MDT-97": invoice.kind}
    for term, value in wanted.items():
        if not value:
            yield Problem(
                "cdar_missing",
                _("The message lacks what must be there: %(fields)s (%(term)s)."),
                _("Fill it in on the bill, then send the status again."),
                {"term": term, "fields": _FIELDS[term]},
                term=term,
            )


_FIELDS = {
    "MDT-4": _("message id"),
    "MDT-5": _("message name"),
    "MDT-8": _("time of the message"),
    "MDT-59": _("recipient"),
    "MDT-78": _("time of the status"),
    "MDT-87": "BT-1",
    "MDT-91": "BT-3",
    "MDT-95": _("time of reception"),
    "MDT-97": _("kind of reference"),
    "MDT-100": "BT-2",
    "MDT-105": _("status"),
    "MDT-129": "BT-30",
}


def _codes(message: StatusMessage) -> Iterator[Problem]:
    """Codes that must fit the status: MDT-77, MDT-88, MDT-40."""
    status = STATUSES.get(message.status)
    if status is not None:
        yield from _codes_of(status, message)
    elif message.status:
        yield Problem(
            "cdar_status_unknown",
            _("The status %(code)s is in no list that we know."),
            _("Agree upon it with the other side, or choose another status."),
            {"code": message.status[:20]},
            term="MDT-105",
            is_blocking=False,
        )


def _frame(message: StatusMessage) -> Iterator[Problem]:
    """MDT-2, MDT-3, MDT-74: what kind of message it is."""
    if message.is_multiple:
        yield _wrong("cdar_several_documents", "MDT-74", _ONE_DOCUMENT)
    if message.profile not in _PROFILES or (
        message.profile == Profile.FLOW_2.value and not message.is_for_ppf_alone
    ):
        yield _wrong("cdar_profile", "MDT-3", _NOT_FITTING, stated=message.profile)
    if message.is_for_ppf_alone:
        is_right = len(message.process or "") <= _PPF_PROCESS_LENGTH
    else:
        is_right = message.process in _PROCESSES
    if not is_right:
        yield _wrong("cdar_process", "MDT-2", _NOT_FITTING, stated=message.process)


_ONE_DOCUMENT = _("The message speaks of several invoices; each needs its own.")
_NOT_FITTING = _("The code %(stated)s (%(term)s) does not fit the status.")


def _codes_of(status: LifeCycleStatus, message: StatusMessage) -> Iterator[Problem]:
    if message.phase != status.phase.value:
        yield _wrong("cdar_phase", "MDT-77", _NOT_FITTING, stated=message.phase)
    stated = message.document_status
    if stated is not None and stated not in (status.document_status, *status.also):
        yield _wrong("cdar_document_status", "MDT-88", _NOT_FITTING, stated=stated)
    roles = {role.value for role in status.issuers}
    if message.issuer.role not in roles:
        yield _wrong(
            "cdar_issuer_role", "MDT-40", _NOT_FITTING, stated=message.issuer.role
        )


def _issuer(message: StatusMessage) -> Iterator[Problem]:
    """MDT-38: who decides has a SIREN, a platform between parties has none."""
    is_named = bool(message.issuer.identifiers)
    if message.phase == Phase.TREATMENT.value and not is_named:
        yield Problem(
            "cdar_issuer_number",
            _("The message does not say by SIREN who sets the status."),
            _("Enter the SIREN of the company."),
            term="MDT-38",
        )
    if (
        message.phase == Phase.TRANSMISSION.value
        and is_named
        and not message.goes_to_ppf
    ):
        yield _wrong("cdar_issuer_number", "MDT-38", _PLATFORM_NAMED)


_PLATFORM_NAMED = _("A platform that transmits a status is not to state its number.")


def _addresses(message: StatusMessage) -> Iterator[Problem]:
    """MDT-73: there, with its scheme, and better than a guess."""
    for recipient in message.recipients:
        if recipient.is_ppf and recipient.number(SCHEME_PLATFORM) != _PPF_NUMBER:
            yield _old_number(message)
        address, values = recipient.address, {"name": recipient.name or "–"}
        if address is None:
            if recipient.role not in _UNADDRESSED:
                yield _address("cdar_address_missing", _NO_ADDRESS, values)
            continue
        values |= {"address": address.value[:200]}
        if not address.scheme:
            yield _address("cdar_address_scheme", _NO_SCHEME, values)
        if len(address.value) > _ADDRESS_LENGTH:
            yield _address("cdar_address_long", _LONG_ADDRESS, values)
        # A buyer's own line often is his SIREN (BT-49).
        if is_bare_siren(address) and recipient.role in _SELLERS:
            yield _address("cdar_address_siren", _BARE, values, is_blocking=False)


def _old_number(message: StatusMessage) -> Problem:
    return Problem(
        "cdar_ppf_number",
        _("The tax administration's portal has the number 0000 in statuses."),
        _REPORT,
        term="MDT-57",
        is_blocking=message.is_for_ppf_alone,
    )


_NO_ADDRESS = _("No electronic address of %(name)s is known.")
_NO_SCHEME = _("The address %(address)s of %(name)s has no scheme.")
_LONG_ADDRESS = _("The address %(address)s of %(name)s has more than 125 characters.")
_BARE = _(
    "The address of %(name)s is only its SIREN, %(address)s: the platform may not know "
    "it."
)


def _address(
    code: str, text: str, values: Mapping[str, object], *, is_blocking: bool = True
) -> Problem:
    advice = _(
        "Take the electronic address from an invoice of the company (BT-34), or enter "
        "it on the contact."
    )
    return Problem(code, text, advice, values, "MDT-73", is_blocking)


def _invoice(message: StatusMessage) -> Iterator[Problem]:
    """MDT-91, MDT-129, MDT-132: what names the invoice."""
    invoice = message.invoice
    if invoice.type_code and type_code_of(invoice.type_code) not in FRENCH_TYPE_CODES:
        yield Problem(
            "cdar_invoice_type",
            _("Invoices of the type %(code)s have no statuses between platforms."),
            _COPY_INVOICE,
            {"code": invoice.type_code[:20]},
            term="MDT-91",
        )
    numbers = [each for each in invoice.seller if each.scheme == SCHEME_SIREN]
    if invoice.seller and len(numbers) != 1:
        yield Problem(
            "cdar_seller_siren",
            _("The message must name one SIREN of the seller, it has %(count)s."),
            _COPY_INVOICE,
            {"count": len(numbers)},
            term="MDT-129",
        )
    if invoice.seller_role not in (None, Role.SELLER.value):
        yield _wrong(
            "cdar_seller_role", "MDT-132", _NOT_FITTING, stated=invoice.seller_role
        )


def _lengths(message: StatusMessage) -> Iterator[Problem]:
    for term, (limit, text_of) in _LENGTHS.items():
        text = text_of(message)
        if isinstance(text, str) and len(text) > limit:
            yield detail_rules.too_long(term, text, limit)


def _times(message: StatusMessage) -> Iterator[Problem]:
    """A status is set before the message about it is written."""
    made, put = message.made_at, message.set_at
    if made is not None and put is not None and put > made:
        yield Problem(
            "cdar_times",
            _("The status has a later time than the message about it."),
            _("Check the clock of the server and the time of the status."),
            term="MDT-78",
        )
    for term, text in message.unread:
        yield Problem(
            "cdar_unread",
            _("“%(text)s” (%(term)s) is no time, number or file that can be read."),
            _("Ask the platform to send the status again."),
            {"term": term, "text": text[:80]},
            term=term,
            is_blocking=False,
        )


def _attachments(message: StatusMessage) -> Iterator[Problem]:
    """G7.49: the PPF refuses a message with files."""
    if message.attachments and message.goes_to_ppf:
        yield Problem(
            "cdar_attachments_to_ppf",
            _("A status that the tax administration also gets must have no files."),
            _("Remove the files; send them to the supplier by mail."),
            term="MDT-96",
        )
    if any(not each.content for each in message.attachments):
        yield Problem(
            "cdar_attachment_empty",
            _("An attached file is empty."),
            _("Remove it, or attach it again."),
            term="MDT-96",
        )


def _wrong(code: str, term: str, text: str, **values: Any) -> Problem:
    """Return what only a wrong program does."""
    return Problem(code, text, _REPORT, {"term": term, **values}, term)


_RULES: tuple[Callable[[StatusMessage], Iterator[Problem]], ...] = (
    _missing,
    _codes,
    _frame,
    _issuer,
    _addresses,
    _invoice,
    _lengths,
    _times,
    _attachments,
)
