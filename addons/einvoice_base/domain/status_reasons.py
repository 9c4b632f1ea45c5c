"""Reasons of the life-cycle statuses that a buyer gives to his supplier.

Source: AFNOR XP Z12-012 annex A and DGFiP external specifications, annex 7 v1.9; the
statuses that admit a reason, from BR-FR-CDV-CL-09 (edition 1.4.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .messages import mark as _


class Status(Enum):
    """Status of the buyer that needs a reason."""

    PARTLY_APPROVED = "206"
    DISPUTED = "207"
    SUSPENDED = "208"
    REFUSED = "210"


_PARTLY, _DISPUTED, _SUSPENDED, _REFUSED = Status


@dataclass(frozen=True, slots=True)
class StatusReason:
    """One reason of the standard.

    Attributes:
        label: English words, marked for translation; the French translation is the
            label of the standard.
        statuses: The statuses that may give it.
    """

    label: str
    statuses: tuple[Status, ...]

    @property
    def strongest(self) -> Status:
        """The furthest-going status: a refusal before a dispute.

        >>> StatusReason("x", (Status.DISPUTED, Status.REFUSED)).strongest.value
        '210'
        """
        order = (_REFUSED, _DISPUTED, _SUSPENDED, _PARTLY)
        return next(each for each in order if each in self.statuses)


STATUS_REASONS = {
    "TX_TVA_ERR": StatusReason(_("Wrong VAT rate"), (_DISPUTED, _REFUSED)),
    "MONTANTTOTAL_ERR": StatusReason(_("Wrong total amount"), (_DISPUTED, _REFUSED)),
    "CALCUL_ERR": StatusReason(
        _("The invoice is miscalculated"), (_DISPUTED, _REFUSED)
    ),
    "NON_CONFORME": StatusReason(_("Legal mention missing"), (_DISPUTED, _REFUSED)),
    "DOUBLON": StatusReason(
        _("Duplicate invoice (already issued or received)"), (_DISPUTED, _REFUSED)
    ),
    "DOUBLE_FACT": StatusReason(
        _("Invoice received twice (regulatory data)"), (_DISPUTED, _REFUSED)
    ),
    "DEST_INC": StatusReason(_("Recipient unknown"), (_DISPUTED,)),
    "DEST_ERR": StatusReason(_("Wrong recipient"), (_DISPUTED, _REFUSED)),
    "TRANSAC_INC": StatusReason(_("Transaction unknown"), (_DISPUTED, _REFUSED)),
    "EMMET_INC": StatusReason(_("Issuer unknown"), (_DISPUTED, _REFUSED)),
    "CONTRAT_TERM": StatusReason(_("Contract ended"), (_DISPUTED, _REFUSED)),
    "COORD_BANC_ERR": StatusReason(_("Wrong bank details"), (_DISPUTED, _SUSPENDED)),
    "CMD_ERR": StatusReason(
        _("Order number wrong or missing"),
        (_PARTLY, _DISPUTED, _SUSPENDED, _REFUSED),
    ),
    "ADR_ERR": StatusReason(
        _("Wrong electronic billing address"), (_DISPUTED, _REFUSED)
    ),
    "SIRET_ERR": StatusReason(
        _("SIRET wrong or missing"), (_PARTLY, _DISPUTED, _SUSPENDED)
    ),
    "CODE_ROUTAGE_ERR": StatusReason(
        _("Routing code wrong or missing"), (_PARTLY, _DISPUTED, _SUSPENDED)
    ),
    "REF_CT_ABSENT": StatusReason(
        _("Contract reference needed for processing is missing"),
        (_PARTLY, _DISPUTED, _SUSPENDED, _REFUSED),
    ),
    "REF_ERR": StatusReason(_("Wrong reference"), (_PARTLY, _DISPUTED, _SUSPENDED)),
    "JUSTIF_ABS": StatusReason(
        _("Supporting document missing or insufficient"), (_SUSPENDED,)
    ),
    "PU_ERR": StatusReason(_("Wrong unit prices"), (_PARTLY, _DISPUTED)),
    "REM_ERR": StatusReason(_("Wrong discount"), (_PARTLY, _DISPUTED)),
    "QTE_ERR": StatusReason(_("Wrong quantity billed"), (_PARTLY, _DISPUTED)),
    "ART_ERR": StatusReason(_("Wrong article billed"), (_PARTLY, _DISPUTED)),
    "MODPAI_ERR": StatusReason(_("Wrong terms of payment"), (_PARTLY, _DISPUTED)),
    "QUALITE_ERR": StatusReason(
        _("Wrong quality of the article delivered"), (_PARTLY, _DISPUTED)
    ),
    "LIVR_INCOMP": StatusReason(
        _("Delivery incomplete or not made"), (_PARTLY, _DISPUTED)
    ),
    "AUTRE": StatusReason(_("Other"), (_PARTLY, _DISPUTED)),
}
"""By the code of the standard."""
