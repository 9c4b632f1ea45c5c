"""One life-cycle message (CDAR) as a value; every attribute names its MDT.

Source: DGFiP external specifications, annex 2 v2.2 (F6); UN/CEFACT CDAR D22B. What a
message does not say is ``None``; codes are kept as they are written, known or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from odoo.addons.einvoice_base.domain.identifiers import SCHEME_SIREN
from odoo.addons.einvoice_base.domain.party import Identifier

from .statuses import Role

SCHEME_PLATFORM = "0238"
"""Registration number of a platform, and of the PPF."""


class Process(Enum):
    """Legal frame of the invoice, MDT-2 (CL-01)."""

    REGULATED = "REGULATED"
    NON_REGULATED = "NON_REGULATED"
    TO_CONSUMER = "B2C"
    TO_CONSUMER_ABROAD = "B2CINT"
    ABROAD = "B2BINT"
    OUT_OF_SCOPE = "OUTOFSCOPE"


class Profile(Enum):
    """Kind of message, MDT-3, and kind of what it speaks of, MDT-97."""

    INVOICE = "urn.cpro.gouv.fr:1p0:CDV:invoice"
    """Between platforms and parties."""

    FLOW_2 = "urn.cpro.gouv.fr:1p0:CDV:einvoicingF2"
    """To the PPF alone."""


@dataclass(frozen=True, slots=True)
class MessageParty:
    """A party of a message.

    Attributes:
        identifiers: MDT-18 (sender), MDT-37 and MDT-38 (issuer), MDT-56 and MDT-57
            (recipient), MDT-129 and MDT-130 (issuer of the invoice): SIREN under
            ``0002``, number of a platform under ``0238``.
        name: MDT-20, MDT-39, MDT-58.
        role: MDT-21, MDT-40, MDT-59, MDT-132, MDT-158.
        address: MDT-73, the electronic address with its scheme.
        email: MDT-46, of the person who set the status.
    """

    identifiers: tuple[Identifier, ...] = ()
    name: str | None = None
    role: str | None = None
    address: Identifier | None = None
    email: str | None = None

    def number(self, scheme: str) -> str | None:
        """Return its first identifier of a scheme.

        >>> PPF.number("0238"), PPF.number("0002")
        ('0000', None)
        """
        return next(
            (each.value for each in self.identifiers if each.scheme == scheme), None
        )

    @property
    def is_ppf(self) -> bool:
        """Tell the tax administration's portal, whatever its number was."""
        return self.role == Role.PPF.value


PPF = MessageParty((Identifier("0000", SCHEME_PLATFORM),), "PPF", Role.PPF.value)
"""The PPF as recipient (1.4.0.03; until edition 1.3 its number was 9998)."""

PLATFORM = MessageParty(role=Role.PLATFORM.value)
"""Whoever transmits: a platform adds its name and number by itself."""


@dataclass(frozen=True, slots=True)
class InvoiceReference:
    """The invoice that a message speaks of.

    A platform finds it only when all this repeats the invoice exactly.

    Attributes:
        number: MDT-87, BT-1.
        type_code: MDT-91, BT-3.
        issue_date: MDT-100, BT-2.
        seller: MDT-129 and MDT-130, BT-30 with its scheme.
        seller_role: MDT-132; ``SE`` or nothing.
        received_at: MDT-95: for the seller's side deposited or rejected, for the
            buyer's side received or rejected.
        kind: MDT-97.
    """

    number: str | None = None
    type_code: str | None = None
    issue_date: date | None = None
    seller: tuple[Identifier, ...] = ()
    seller_role: str | None = None
    received_at: datetime | None = None
    kind: str | None = None

    @property
    def seller_siren(self) -> str | None:
        """SIREN of the seller, as written."""
        return next(
            (each.value for each in self.seller if each.scheme == SCHEME_SIREN), None
        )


@dataclass(frozen=True, slots=True)
class Comment:
    """A note of a detail.

    Attributes:
        content: MDT-126.
        code: MDT-125.
        subject: MDT-127 (UNTDID 4451).
    """

    content: str | None = None
    code: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A value that a detail is about (MDG-43).

    Attributes:
        term: MDT-206, business term concerned: ``BT-152``.
        kind: MDT-207 (``reasons.KINDS``).
        is_changed: MDT-209.
        name: MDT-211.
        description: MDT-212.
        location: MDT-213, XPath in the invoice.
        value: MDT-214.
        amount: MDT-215.
        currency: MDT-215, attribute ``currencyID``.
        on: MDT-219.
        percent: MDT-224; 20 is 20 %.
    """

    term: str | None = None
    kind: str | None = None
    is_changed: bool | None = None
    name: str | None = None
    description: str | None = None
    location: str | None = None
    value: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    on: date | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """One reason of a status (MDG-37).

    Attributes:
        reason: MDT-113 (``reasons.REASONS``).
        reason_label: MDT-114.
        status: MDT-115, a status of its own.
        action: MDT-121 (``reasons.ACTIONS``).
        action_label: MDT-122.
        sequence: MDT-124-2: 1, 2…
        comments: MDT-125 to MDT-127.
        characteristics: MDG-43.
    """

    reason: str | None = None
    reason_label: str | None = None
    status: str | None = None
    action: str | None = None
    action_label: str | None = None
    sequence: int | None = None
    comments: tuple[Comment, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()

    @property
    def comment(self) -> str:
        """What its notes say, one a line."""
        return "\n".join(each.content for each in self.comments if each.content)


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that comes with the status, MDT-96.

    Attributes:
        content: Its bytes.
        name: Attribute ``filename``.
        mime_type: Attribute ``mimeCode``.
    """

    content: bytes = field(repr=False)
    name: str | None = None
    mime_type: str | None = None


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """One status of one invoice, sent by somebody to somebody.

    Attributes:
        message_id: MDT-4, unique at its sender.
        name: MDT-5.
        made_at: MDT-8, when the message was written.
        set_at: MDT-78, when the status was set.
        status: MDT-105, known or not.
        status_label: MDT-106, free words.
        phase: MDT-77, ``23`` or ``305``.
        document_status: MDT-88 (UNTDID 1373).
        is_test: MDT-1.
        process: MDT-2 (:class:`Process`).
        profile: MDT-3 (:class:`Profile`).
        sender: MDT-18 to MDT-21, who transmits.
        issuer: MDT-37 to MDT-46, who set the status.
        recipients: MDT-56 to MDT-73, several.
        is_multiple: MDT-74, the message speaks of several documents.
        invoice: MDT-87 to MDT-132.
        payees: MDG-41, new payee when the invoice is sold to a factor.
        details: MDG-37.
        attachments: MDT-96.
        unread: MDT and text of what stands there and is no date or number.
    """

    message_id: str | None = None
    name: str | None = None
    made_at: datetime | None = None
    set_at: datetime | None = None
    status: str = ""
    status_label: str | None = None
    phase: str | None = None
    document_status: str | None = None
    is_test: bool = False
    process: str | None = None
    profile: str | None = None
    sender: MessageParty = PLATFORM
    issuer: MessageParty = field(default_factory=MessageParty)
    recipients: tuple[MessageParty, ...] = ()
    is_multiple: bool = False
    invoice: InvoiceReference = field(default_factory=InvoiceReference)
    payees: tuple[MessageParty, ...] = ()
    details: tuple[Detail, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of its reasons, MDT-113, each once."""
        found = (each.reason for each in self.details if each.reason)
        return tuple(dict.fromkeys(found))

    @property
    def comment(self) -> str:
        """What its notes say, one a line."""
        return "\n".join(each.comment for each in self.details if each.comment)

    @property
    def characteristics(self) -> tuple[Characteristic, ...]:
        """All values that its details are about."""
        return tuple(each for one in self.details for each in one.characteristics)

    @property
    def goes_to_ppf(self) -> bool:
        """Tell whether the PPF is among the recipients."""
        return any(each.is_ppf for each in self.recipients)

    @property
    def is_for_ppf_alone(self) -> bool:
        """Tell a platform's own message to the PPF."""
        return len(self.recipients) == 1 and self.goes_to_ppf

    @property
    def is_of_public_sector(self) -> bool:
        """Tell whether Chorus Pro sent it, which has reasons of its own."""
        return self.sender.number(SCHEME_PLATFORM) == "9999"
