"""The statuses of an invoice's life cycle, as one table.

Source: BR-FR-CDV-Schematron-CDAR 1.4.0.03 of FNFE (CL-05 MDT-88, CL-06 MDT-105,
BR-FR-CDV-15 reasons); DGFiP external specifications, annex 2 v2.2 “Statuts” and annex 7
v1.9 (G7.25 comments, G7.44 statuses of the PPF); FNFE's examples for the words of
MDT-106. The list is open (CL-06 only warns): a code that is not here is kept as it is.
Statuses of other objects (flow 1, e-reporting, directory) are none of an invoice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.moments import Moment

DEPOSITED = "200"
ISSUED = "201"
RECEIVED = "202"
AVAILABLE = "203"
IN_PROCESS = "204"
APPROVED = "205"
PARTLY_APPROVED = "206"
DISPUTED = "207"
SUSPENDED = "208"
COMPLETED = "209"
REFUSED = "210"
PAYMENT_SENT = "211"
COLLECTED = "212"
REJECTED = "213"
ENDORSED = "214"
CANCELLED = "220"
MISROUTED = "221"
DIRECT_PAYMENT = "224"
FACTORED = "225"
FACTORED_DISCREETLY = "226"
ACCOUNT_CHANGED = "227"
NOT_FACTORED = "228"
UNACCEPTABLE = "501"


class Phase(Enum):
    """Code of the acknowledgement, MDT-77."""

    TREATMENT = "23"
    TRANSMISSION = "305"


class Role(Enum):
    """Who a party is, MDT-21, MDT-40, MDT-59 (UNCL 3035, CL-02 to CL-04, CL-08)."""

    BUYER = "BY"
    BUYER_AGENT = "AB"
    FACTOR = "DL"
    SELLER = "SE"
    SELLER_AGENT = "SR"
    PAYEE = "PE"
    PAYER = "PR"
    INVOICER = "II"
    INVOICEE = "IV"
    PLATFORM = "WK"
    PPF = "DFH"


BUYER_SIDE = frozenset({Role.BUYER, Role.BUYER_AGENT, Role.PAYER, Role.INVOICEE})
SELLER_SIDE = frozenset({Role.SELLER, Role.SELLER_AGENT, Role.PAYEE, Role.INVOICER})
_PLATFORMS = frozenset({Role.PLATFORM})
_BOTH = BUYER_SIDE | SELLER_SIDE
_SELLER_OR_FACTOR = SELLER_SIDE | {Role.FACTOR}


@dataclass(frozen=True, slots=True)
class LifeCycleStatus:
    """One status.

    Attributes:
        code: MDT-105.
        label: English words, marked for translation.
        official_label: French words of the standard.
        issuers: Roles that may set it (MDT-40).
        phase: MDT-77.
        document_status: MDT-88; ``None`` where the element is left out.
        also: Other values of MDT-88 that are accepted with it.
        needs_reason: MDT-113 must be there (BR-FR-CDV-15).
        needs_comment: MDT-126 must be there (G7.25).
        goes_to_ppf: The tax administration's portal wants a copy, within 24 hours.
    """

    code: str
    label: str
    official_label: str
    issuers: frozenset[Role]
    phase: Phase
    document_status: str | None = None
    also: tuple[str, ...] = ()
    needs_reason: bool = False
    needs_comment: bool = False
    goes_to_ppf: bool = False

    @property
    def wire_label(self) -> str:
        """Label as FNFE's examples write it, MDT-106.

        >>> STATUSES["203"].wire_label
        'Mise_à_disposition'
        """
        return self.official_label.replace(" ", "_")


_IN, _AT = Phase.TREATMENT, Phase.TRANSMISSION

_TABLE = (
    LifeCycleStatus(
        DEPOSITED, _("Deposited"), "Déposée", _PLATFORMS, _AT, "10", goes_to_ppf=True
    ),
    LifeCycleStatus(
        ISSUED,
        _("Issued by the platform"),
        "Émise par la plateforme",
        _PLATFORMS,
        _AT,
        "51",
    ),
    # The examples say “Reçue”, the list of statuses “Reçue par la plateforme”.
    LifeCycleStatus(
        RECEIVED, _("Received by the platform"), "Reçue", _PLATFORMS, _AT, "43"
    ),
    LifeCycleStatus(
        AVAILABLE, _("Made available"), "Mise à disposition", _PLATFORMS, _AT, "48"
    ),
    LifeCycleStatus(
        IN_PROCESS, _("In process"), "Prise en charge", BUYER_SIDE, _IN, "45"
    ),
    LifeCycleStatus(APPROVED, _("Approved"), "Approuvée", BUYER_SIDE, _IN, "1"),
    LifeCycleStatus(
        PARTLY_APPROVED,
        _("Partly approved"),
        "Approuvée partiellement",
        BUYER_SIDE,
        _IN,
        "49",
        needs_reason=True,
    ),
    LifeCycleStatus(
        DISPUTED,
        _("Disputed"),
        "En litige",
        BUYER_SIDE,
        _IN,
        "46",
        needs_reason=True,
    ),
    LifeCycleStatus(
        SUSPENDED,
        _("Suspended"),
        "Suspendue",
        BUYER_SIDE,
        _IN,
        "39",
        needs_reason=True,
        needs_comment=True,
    ),
    LifeCycleStatus(COMPLETED, _("Completed"), "Complétée", SELLER_SIDE, _IN, "37"),
    LifeCycleStatus(
        REFUSED,
        _("Refused"),
        "Refusée",
        BUYER_SIDE,
        _IN,
        "50",
        needs_reason=True,
        needs_comment=True,
        goes_to_ppf=True,
    ),
    # The seller says it of a refund.
    LifeCycleStatus(
        PAYMENT_SENT,
        _("Payment sent"),
        "Paiement transmis",
        _BOTH,
        _IN,
        "47",
        also=("5",),
    ),
    LifeCycleStatus(
        COLLECTED,
        _("Payment received"),
        "Encaissée",
        _SELLER_OR_FACTOR,
        _IN,
        "47",
        also=("5",),
        goes_to_ppf=True,
    ),
    LifeCycleStatus(
        REJECTED,
        _("Rejected by the platform"),
        "Rejetée",
        _PLATFORMS,
        _AT,
        "8",
        needs_reason=True,
        goes_to_ppf=True,
    ),
    LifeCycleStatus(ENDORSED, _("Endorsed"), "Visée", BUYER_SIDE, _IN),
    LifeCycleStatus(CANCELLED, _("Cancelled"), "Annulée", SELLER_SIDE, _IN),
    LifeCycleStatus(
        MISROUTED, _("Routing error"), "Erreur de routage", _PLATFORMS, _AT
    ),
    LifeCycleStatus(
        DIRECT_PAYMENT,
        _("Direct payment asked for"),
        "Demande de paiement direct",
        SELLER_SIDE,
        _IN,
    ),
    LifeCycleStatus(
        FACTORED, _("Sold to a factor"), "Affacturée", _SELLER_OR_FACTOR, _IN
    ),
    LifeCycleStatus(
        FACTORED_DISCREETLY,
        _("Sold to a factor, undisclosed"),
        "Affacturée confidentiel",
        _SELLER_OR_FACTOR,
        _IN,
    ),
    LifeCycleStatus(
        ACCOUNT_CHANGED,
        _("Account to pay changed"),
        "Changement de compte à payer",
        _SELLER_OR_FACTOR,
        _IN,
    ),
    LifeCycleStatus(
        NOT_FACTORED,
        _("Not sold to a factor"),
        "Non affacturée",
        _SELLER_OR_FACTOR,
        _IN,
    ),
    LifeCycleStatus(
        UNACCEPTABLE,
        _("Unacceptable file"),
        "Irrecevable",
        _PLATFORMS,
        _AT,
        needs_reason=True,
    ),
)

STATUSES: Mapping[str, LifeCycleStatus] = {each.code: each for each in _TABLE}
"""By code, MDT-105."""

STATUS_OF_MOMENT: Mapping[Moment, str] = {
    Moment.IN_PROCESS: IN_PROCESS,
    Moment.APPROVED: APPROVED,
    Moment.PARTLY_APPROVED: PARTLY_APPROVED,
    Moment.DISPUTED: DISPUTED,
    Moment.SUSPENDED: SUSPENDED,
    Moment.REFUSED: REFUSED,
    Moment.PAID: PAYMENT_SENT,
}
"""What a moment of a bill becomes on the platform, as the buyer says it."""


def label_of(code: str) -> str:
    """Return the English words of a status; of an unknown one its code.

    >>> label_of("207"), label_of("299")
    ('Disputed', '299')
    """
    known = STATUSES.get(code)
    return known.label if known else code
