"""From a status and the facts of a bill to the message that says it.

Source: FR_SPEC lessons of the field: the address for statuses (9) and the words of the
invoice, repeated exactly (10); FNFE's examples for the rest. The PPF is named as second
recipient of what it must know (refused, payment received; of a platform's own statuses
deposited and rejected); the platform makes the variant that the PPF gets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from odoo.addons.einvoice_base.domain.identifiers import SCHEME_SIREN
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.party import Identifier, Party

from .addresses import address_for_statuses
from .details import worded
from .errors import AddressMissingError, InvoiceFactMissingError, UnknownStatusError
from .message import (
    PLATFORM,
    PPF,
    SCHEME_PLATFORM,
    AttachedFile,
    Detail,
    InvoiceReference,
    MessageParty,
    Process,
    Profile,
    StatusMessage,
)
from .statuses import STATUSES, UNACCEPTABLE, LifeCycleStatus, Role
from .times import second_of

# Annex 2: longest message id and name that the PPF takes.
ID_LENGTH = 50
NAME_LENGTH = 150
_DIGEST_LENGTH = 8
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9+\-_/]+")


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A party as we know it.

    Attributes:
        role: Who it is on this invoice.
        name: Its name.
        siren: Its SIREN, as the invoice states it.
        platform: Its registration number, of a platform.
        endpoint: BT-34 of a seller, BT-49 of a buyer.
        override: Address for statuses that a person wrote on the contact.
        directory: Its address in the directory.
        email: Of the person who sets the status.
    """

    role: Role
    name: str | None = None
    siren: str | None = None
    platform: str | None = None
    endpoint: Identifier | None = None
    override: Identifier | None = None
    directory: Identifier | None = None
    email: str | None = None

    def as_issuer(self) -> MessageParty:
        """Return who sets a status."""
        return MessageParty(
            self._identifiers(), self.name, self.role.value, email=self.email
        )

    def as_recipient(self) -> MessageParty:
        """Return who is told.

        Raises:
            AddressMissingError: It is no platform, and no address is known.
        """
        if self.role in (Role.PLATFORM, Role.PPF):
            return MessageParty(self._identifiers(), self.name, self.role.value)
        chosen = address_for_statuses(
            override=self.override,
            endpoint=self.endpoint,
            directory=self.directory,
            siren=self.siren,
        )
        if chosen is None:
            raise AddressMissingError(name=self.name or self.siren)
        return MessageParty(
            self._identifiers(), self.name, self.role.value, chosen.address
        )

    def _identifiers(self) -> tuple[Identifier, ...]:
        numbers = ((self.siren, SCHEME_SIREN), (self.platform, SCHEME_PLATFORM))
        return tuple(Identifier(value, scheme) for value, scheme in numbers if value)


def correspondent_of(
    party: Party,
    role: Role,
    *,
    override: Identifier | None = None,
    directory: Identifier | None = None,
    email: str | None = None,
) -> Correspondent:
    """Return the seller or buyer of an invoice as a correspondent."""
    return Correspondent(
        role=role,
        name=party.name,
        siren=_stated_siren(party),
        endpoint=party.endpoint,
        override=override,
        directory=directory,
        email=email,
    )


def reference_of(
    invoice: Invoice, received_at: datetime | None = None
) -> InvoiceReference:
    """Return how a message names an invoice: with its own words, exactly.

    Args:
        invoice: As it was received or issued.
        received_at: When it reached the platform of the side that speaks.

    >>> seller = Party(legal_id=Identifier("100000009", "0002"))
    >>> reference_of(Invoice(number="F 1", seller=seller)).seller_siren
    '100000009'
    """
    siren = _stated_siren(invoice.seller)
    return InvoiceReference(
        number=invoice.number,
        type_code=invoice.type_code,
        issue_date=invoice.issue_date,
        seller=(Identifier(siren, SCHEME_SIREN),) if siren else (),
        received_at=received_at,
    )


def _stated_siren(party: Party) -> str | None:
    """Return BT-30 as written where it is a SIREN, else the SIREN found elsewhere."""
    legal = party.legal_id
    return legal.value if legal and legal.scheme == SCHEME_SIREN else party.siren


def compose(
    status: str,
    invoice: InvoiceReference,
    *,
    issuer: Correspondent | None,
    recipients: Iterable[Correspondent],
    made_at: datetime,
    set_at: datetime | None = None,
    details: Sequence[Detail] = (),
    attachments: Sequence[AttachedFile] = (),
    process: str | None = Process.REGULATED.value,
    to_ppf: bool | None = None,
    is_test: bool = False,
    sender: MessageParty = PLATFORM,
    payees: Sequence[MessageParty] = (),
) -> StatusMessage:
    """Return the message that says a status.

    Args:
        status: MDT-105.
        invoice: What it speaks of (:func:`reference_of`).
        issuer: Who sets the status; ``None`` for the platform that sends it.
        recipients: Who is told, without the PPF.
        made_at: Now.
        set_at: When the status was set, now unless it is said.
        details: Reasons, payments; numbered here.
        attachments: Files; never together with the PPF.
        process: MDT-2; only regulated invoices concern the PPF.
        to_ppf: Whether the PPF is told too; by the table of statuses unless it is said.
        is_test: MDT-1.
        sender: Who transmits it.
        payees: New payees.

    Raises:
        NotComposableError: A fact is missing without which it would be refused.
    """
    known = STATUSES.get(status)
    if known is None:
        raise UnknownStatusError(code=status[:20])
    _require_facts(known, invoice)
    if to_ppf is None:
        to_ppf = known.goes_to_ppf and process == Process.REGULATED.value
    told = tuple(each.as_recipient() for each in recipients)
    is_for_ppf_alone = to_ppf and not told
    message = StatusMessage(
        name=f"{invoice.number or ''}_CDV-{status}"[:NAME_LENGTH],
        made_at=made_at,
        set_at=set_at or made_at,
        status=status,
        status_label=known.wire_label,
        phase=known.phase.value,
        document_status=known.document_status,
        is_test=is_test,
        process=None if is_for_ppf_alone else process,
        profile=(Profile.FLOW_2 if is_for_ppf_alone else Profile.INVOICE).value,
        sender=sender,
        issuer=issuer.as_issuer() if issuer else PLATFORM,
        recipients=(*told, PPF) if to_ppf else told,
        invoice=replace(
            invoice, kind=Profile.FLOW_2.value if is_for_ppf_alone else invoice.kind
        ),
        payees=tuple(payees),
        details=_numbered(details),
        attachments=tuple(attachments),
    )
    return replace(message, message_id=_message_id(message, made_at))


def _require_facts(status: LifeCycleStatus, invoice: InvoiceReference) -> None:
    """Raise when the platform could not find the invoice."""
    facts = (
        ("BT-1", invoice.number),
        ("BT-3", invoice.type_code),
        ("BT-2", invoice.issue_date),
        ("BT-30", invoice.seller_siren),
    )
    missing = [term for term, fact in facts if not fact]
    # A file that could not be read has neither date nor seller.
    if missing and status.code != UNACCEPTABLE:
        raise InvoiceFactMissingError(term=missing)


def _numbered(details: Iterable[Detail]) -> tuple[Detail, ...]:
    return tuple(
        replace(worded(detail), sequence=place)
        for place, detail in enumerate(details, start=1)
    )


def _message_id(message: StatusMessage, made_at: datetime) -> str:
    """Name a message: number, status, time, and a digest of all that it says.

    Two suppliers may use one number, two payments of an invoice may be sent in the same
    second; only the same status, made anew in the same second, gets the same name.
    """
    number = _NOT_IN_ID.sub("-", message.invoice.number or "")
    content = repr((message, [each.content for each in message.attachments]))
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    tail = f"_{message.status}_{second_of(made_at)}#{digest[:_DIGEST_LENGTH]}"
    return f"{number[: ID_LENGTH - len(tail)]}{tail}"
