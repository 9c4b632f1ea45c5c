"""Why a status is set: reasons, requested actions, kinds of characteristics.

Source: BR-FR-CDV-Schematron-CDAR 1.4.0.03 of FNFE (CL-09 reasons per status, CL-10
actions, CL-11 characteristics); words of DGFiP external specifications, annex 7 v1.9,
table of reasons, and of FNFE's examples. What a buyer says stands in
``einvoice_base``; here come the words of the message and what platforms say.

``CONTACT_ACHTR`` is in the list of CL-09 and allowed with no status, so it is not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS

from .statuses import DEPOSITED, MISROUTED, REFUSED, REJECTED, UNACCEPTABLE

# Chorus Pro, as sender of a status (MDT-19 with scheme 0238).
PUBLIC_SECTOR = "9999"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        code: MDT-113.
        label: English words, marked for translation.
        official_label: French words of the standard, MDT-114; empty where none are
            published.
        statuses: Codes of the statuses that may give it.
        public_statuses: Those that may give it when the public sector sends them.
        addon: Addon whose translations hold the label.
    """

    code: str
    label: str
    official_label: str
    statuses: frozenset[str]
    public_statuses: frozenset[str] = frozenset()
    addon: str = "einvoice_ppf"

    def is_allowed(self, status: str, *, is_public: bool = False) -> bool:
        """Tell whether a status may give it.

        >>> REASONS["AUTRE"].is_allowed("210")
        False
        >>> REASONS["AUTRE"].is_allowed("210", is_public=True)
        True
        """
        allowed = self.statuses | self.public_statuses if is_public else self.statuses
        return status in allowed


# The French words of the reasons that stand in `einvoice_base`.
_OFFICIAL_LABELS = {
    "TX_TVA_ERR": "Taux de TVA erroné",
    "MONTANTTOTAL_ERR": "Montant total erroné",
    "CALCUL_ERR": "Erreur de calcul de la facture",
    "NON_CONFORME": "Mention légale manquante",
    "DOUBLON": "Facture en doublon (déjà émise / reçue)",
    "DOUBLE_FACT": "Facture en double (données réglementaires)",
    "DEST_INC": "Destinataire inconnu",
    "DEST_ERR": "Erreur de destinataire",
    "TRANSAC_INC": "Transaction inconnue",
    "EMMET_INC": "Émetteur inconnu",
    "CONTRAT_TERM": "Contrat terminé",
    "COORD_BANC_ERR": "Erreur de coordonnées bancaires",
    "CMD_ERR": "N° de commande incorrect ou manquant",
    "ADR_ERR": "Adresse de facturation électronique erronée",
    "SIRET_ERR": "SIRET erroné ou absent",
    "CODE_ROUTAGE_ERR": "CODE_ROUTAGE absent ou erroné",
    "REF_CT_ABSENT": "Référence contractuelle nécessaire pour le traitement de la "
    "facture manquante",
    "REF_ERR": "Référence incorrecte",
    "JUSTIF_ABS": "Justificatif absent ou insuffisant",
    "PU_ERR": "Prix unitaires incorrects",
    "REM_ERR": "Remise erronée",
    "QTE_ERR": "Quantité facturée incorrecte",
    "ART_ERR": "Article facturé incorrect",
    "MODPAI_ERR": "Modalités de paiement incorrectes",
    "QUALITE_ERR": "Qualité d'article livré incorrecte",
    "LIVR_INCOMP": "Livraison incomplète / non effectuée",
    "AUTRE": "Autre",
}
# What a platform says with words that a buyer also has.
_REJECTIONS_TOO = frozenset(
    "MONTANTTOTAL_ERR CALCUL_ERR DOUBLON DEST_INC ADR_ERR".split()
)
_PUBLIC_REFUSALS_TOO = frozenset("AUTRE COORD_BANC_ERR LIVR_INCOMP".split())


def _shared() -> dict[str, Reason]:
    rejected, refused = frozenset({REJECTED}), frozenset({REFUSED})
    return {
        code: Reason(
            code,
            each.label,
            _OFFICIAL_LABELS[code],
            frozenset(status.value for status in each.statuses)
            | (rejected if code in _REJECTIONS_TOO else frozenset()),
            refused if code in _PUBLIC_REFUSALS_TOO else frozenset(),
            addon="einvoice_base",
        )
        for code, each in STATUS_REASONS.items()
    }


# Status, code, our words, words of the standard.
_OF_PLATFORMS = (
    (
        DEPOSITED,
        "NON_TRANSMISE",
        _("Not transmitted: the recipient has no active address"),
        "Facture non transmise (destinataire sans adresse active)",
    ),
    (REJECTED, "REJ_SEMAN", _("Semantic check"), "Rejet : contrôle sémantique"),
    (REJECTED, "REJ_UNI", _("Check of uniqueness"), "Rejet : contrôle d'unicité"),
    (
        REJECTED,
        "REJ_COH",
        _("Check of consistency"),
        "Rejet : contrôle de cohérence",
    ),
    (REJECTED, "REJ_ADR", _("Address"), "Rejet : adresse"),
    (
        REJECTED,
        "REJ_CONT_B2G",
        _("Checks of the public sector"),
        "Rejet : contrôles métier B2G",
    ),
    (
        REJECTED,
        "REJ_REF_PJ",
        _("Reference of an attachment"),
        "Rejet : référence de pièce jointe",
    ),
    (
        REJECTED,
        "REJ_ASS_PJ",
        _("Attachment that belongs to no invoice"),
        "Rejet : association de pièce jointe",
    ),
    (MISROUTED, "ROUTAGE_ERR", _("Wrong route"), "Erreur de routage"),
    (UNACCEPTABLE, "IRR_VIDE_F", _("Empty file"), "Fichier vide"),
    (
        UNACCEPTABLE,
        "IRR_TYPE_F",
        _("Kind of file not accepted"),
        "Type/extension de fichier",
    ),
    (UNACCEPTABLE, "IRR_SYNTAX", _("Error of syntax"), "Erreur syntaxique"),
    (
        UNACCEPTABLE,
        "IRR_TAILLE_PJ",
        _("Attachment too large"),
        "Taille de pièce jointe",
    ),
    (
        UNACCEPTABLE,
        "IRR_NOM_PJ",
        _("Name of an attachment not accepted"),
        "Nom de pièce jointe",
    ),
    (UNACCEPTABLE, "IRR_VID_PJ", _("Empty attachment"), "Pièce jointe vide"),
    (
        UNACCEPTABLE,
        "IRR_EXT_DOC",
        _("Kind of document not accepted"),
        "Extension de document",
    ),
    (UNACCEPTABLE, "IRR_TAILLE_F", _("File too large"), "Taille de fichier"),
    (UNACCEPTABLE, "IRR_ANTIVIRUS", _("Virus found"), "Anti-virus"),
    (UNACCEPTABLE, "IRR_NOM_F", _("File name not accepted"), "Nom de fichier"),
)
_OF_PUBLIC_SECTOR = (
    ("RETRAIT_MAN_SERV", _("Withdrawn by hand by the service"), ""),
    (
        "ST_CT_NON_DECLAR",
        _("Subcontractor or co-contractor not declared"),
        "Sous-traitant / cotraitant non déclaré",
    ),
    (
        "SUPPR_COMP_AVOIR",
        _("Removed to be set off against credit notes"),
        "Suppression pour compensation d'avoirs",
    ),
    (
        "TRANSF_PMNT_REGIE",
        _("Passed on to be paid by a petty cash office"),
        "Transfert pour paiement en régie (Réservé B2G)",
    ),
)

REASONS: Mapping[str, Reason] = {
    **_shared(),
    **{
        code: Reason(code, label, official, frozenset({status}))
        for status, code, label, official in _OF_PLATFORMS
    },
    **{
        code: Reason(code, label, official, frozenset(), frozenset({REFUSED}))
        for code, label, official in _OF_PUBLIC_SECTOR
    },
}
"""By code, MDT-113."""


def reasons_for(status: str, *, is_public: bool = False) -> tuple[Reason, ...]:
    """Return the reasons that a status may give, in the order of the standard.

    >>> [reason.code for reason in reasons_for("221")], reasons_for("205")
    (['ROUTAGE_ERR'], ())
    """
    return tuple(
        reason
        for reason in REASONS.values()
        if reason.is_allowed(status, is_public=is_public)
    )


@dataclass(frozen=True, slots=True)
class Action:
    """What the other side is asked to do.

    Attributes:
        code: MDT-121.
        label: English words, marked for translation.
        official_label: French words, MDT-122.
    """

    code: str
    label: str
    official_label: str


ACTIONS: Mapping[str, Action] = {
    each.code: each
    for each in (
        Action("NOA", _("Nothing"), "Aucune action"),
        Action("PIN", _("Give information"), "Demande d'information"),
        Action(
            "NIN", _("Issue a corrective invoice"), "Créer une facture rectificative"
        ),
        Action("CNF", _("Credit the whole"), "Créer un avoir total"),
        Action("CNP", _("Credit a part"), "Créer un avoir partiel"),
        Action("CNA", _("Credit the amount"), "Créer un avoir du montant"),
        Action("OTH", _("Something else"), "Autre"),
    )
}
"""By code, MDT-121."""


class Measure(Enum):
    """What a characteristic is expressed in."""

    AMOUNT = "amount"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a characteristic says.

    Attributes:
        code: MDT-207.
        label: English words, marked for translation.
        official_label: French words, MDT-211.
        measure: An amount (MDT-215), or a value of whatever form.
    """

    code: str
    label: str
    official_label: str
    measure: Measure = Measure.AMOUNT


_TEXT = Measure.TEXT

KINDS: Mapping[str, Kind] = {
    each.code: each
    for each in (
        Kind("MEN", _("Amount received, VAT included"), "Montant encaissé TTC"),
        Kind("MPA", _("Amount paid"), "Montant payé"),
        Kind("RAP", _("Left to pay"), "Reste à payer"),
        Kind("ESC", _("Early payment discount"), "Escompte"),
        Kind("RAB", _("Rebate"), "Rabais"),
        Kind("REM", _("Discount"), "Remise"),
        Kind("MAP", _("Approved amount without VAT"), "Montant approuvé HT"),
        Kind("MAPTTC", _("Approved amount, VAT included"), "Montant approuvé TTC"),
        Kind("MNA", _("Amount not approved, without VAT"), "Montant non approuvé HT"),
        Kind(
            "MNATTC", _("Amount not approved, VAT included"), "Montant non approuvé TTC"
        ),
        Kind("CBB", _("Bank details"), "Coordonnées bancaires du bénéficiaire", _TEXT),
        Kind("DIV", _("Wrong value"), "Donnée invalide", _TEXT),
        Kind("DVA", _("Expected value"), "Donnée valide attendue", _TEXT),
        Kind("MAJ", _("Value in its place"), "Donnée de remplacement", _TEXT),
    )
}
"""By code, MDT-207."""
