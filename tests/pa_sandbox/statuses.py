"""The life cycle of an invoice: codes, who sends them, what they must say.

The codes are those of BR-FR-CDV 1.4.0.03 (FNFE) and DGFiP's annex 2.
"""

from __future__ import annotations

from dataclasses import dataclass

PLATFORM = "305"
COMPANY = "23"


@dataclass(frozen=True)
class Status:
    """One status.

    Attributes:
        code: MDT-105.
        label: MDT-106.
        document_status: MDT-88; empty where none is given.
        by: Who sends it: platform, buyer, seller.
        reasons: Reason codes (MDT-113) that it may have; of a company's status those
            that need a reason have some.
        needs_comment: Whether MDT-126 must say something.
    """

    code: str
    label: str
    document_status: str
    by: str
    reasons: frozenset[str] = frozenset()
    needs_comment: bool = False

    @property
    def phase(self) -> str:
        """MDT-77: transmission (of platforms) or treatment (of companies)."""
        return PLATFORM if self.by == "platform" else COMPANY

    @property
    def needs_reason(self) -> bool:
        """Whether MDT-113 is mandatory."""
        return self.code in ("206", "207", "208", "210", "213", "501")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTIAL = _set(
    "AUTRE CMD_ERR SIRET_ERR CODE_ROUTAGE_ERR REF_CT_ABSENT REF_ERR PU_ERR REM_ERR"
    " QTE_ERR ART_ERR MODPAI_ERR QUALITE_ERR LIVR_INCOMP"
)
_REFUSED = _set(
    "TX_TVA_ERR MONTANTTOTAL_ERR CALCUL_ERR NON_CONFORME DOUBLON DEST_ERR TRANSAC_INC"
    " EMMET_INC CONTRAT_TERM DOUBLE_FACT CMD_ERR ADR_ERR REF_CT_ABSENT"
)
_REJECTED = _set(
    "MONTANTTOTAL_ERR CALCUL_ERR DOUBLON DEST_INC ADR_ERR REJ_SEMAN REJ_UNI REJ_COH"
    " REJ_ADR REJ_CONT_B2G REJ_REF_PJ REJ_ASS_PJ"
)
_SUSPENDED = _set(
    "JUSTIF_ABS COORD_BANC_ERR CMD_ERR SIRET_ERR CODE_ROUTAGE_ERR REF_CT_ABSENT REF_ERR"
)
_UNACCEPTABLE = _set(
    "IRR_VIDE_F IRR_TYPE_F IRR_SYNTAX IRR_TAILLE_PJ IRR_NOM_PJ IRR_VID_PJ IRR_EXT_DOC"
    " IRR_TAILLE_F IRR_ANTIVIRUS IRR_NOM_F"
)
_DISPUTED = _PARTIAL | _REFUSED | {"COORD_BANC_ERR", "DEST_INC"}

STATUSES = {
    each.code: each
    for each in (
        Status("200", "Déposée", "10", "platform", _set("NON_TRANSMISE")),
        Status("201", "Émise_par_la_plateforme", "51", "platform"),
        Status("202", "Reçue_par_la_plateforme", "43", "platform"),
        Status("203", "Mise_à_disposition", "48", "platform"),
        Status("204", "Prise_en_charge", "45", "buyer"),
        Status("205", "Approuvée", "1", "buyer"),
        Status("206", "Approuvée_partiellement", "49", "buyer", _PARTIAL),
        Status("207", "En_litige", "46", "buyer", _DISPUTED),
        Status("208", "Suspendue", "39", "buyer", _SUSPENDED, needs_comment=True),
        Status("209", "Complétée", "37", "seller"),
        Status("210", "Refusée", "50", "buyer", _REFUSED, needs_comment=True),
        Status("211", "Paiement_transmis", "47", "buyer"),
        Status("212", "Encaissée", "47", "seller"),
        Status("213", "Rejetée", "8", "platform", _REJECTED),
        Status("214", "Visée", "", "buyer"),
        Status("220", "Annulée", "", "seller"),
        Status("221", "Erreur_de_routage", "", "platform", _set("ROUTAGE_ERR")),
        Status("224", "Demande_de_paiement_direct", "", "seller"),
        Status("225", "Affacturée", "", "seller"),
        Status("226", "Affacturée_confidentiel", "", "seller"),
        Status("227", "Changement_de_compte_à_payer", "", "seller"),
        Status("228", "Non_affacturée", "", "seller"),
        Status("501", "Irrecevable", "", "platform", _UNACCEPTABLE),
    )
}

# After these the invoice is closed; only its seller may still cancel it.
FINAL = {"210", "213", "220"}
# MDT-88 where several are right.
ALSO_ALLOWED = {"211": {"5"}, "212": {"5"}}

REASON_LABELS = {
    "ADR_ERR": "L'adresse de facturation électronique erronée",
    "CALCUL_ERR": "Erreur de calcul de la facture",
    "CMD_ERR": "N° de commande incorrect ou manquant",
    "DEST_INC": "Destinataire inconnu",
    "DOUBLON": "Facture en doublon (déjà émise / reçue)",
    "JUSTIF_ABS": "Justificatif absent ou insuffisant",
    "MONTANTTOTAL_ERR": "Montant total erroné",
    "NON_TRANSMISE": "Facture non transmise (destinataire sans adresse active)",
    "QTE_ERR": "Quantité facturée incorrecte",
    "PU_ERR": "Prix unitaires incorrects",
    "REJ_ADR": "Rejet : adresse",
    "REJ_COH": "Rejet : contrôle de cohérence",
    "REJ_SEMAN": "Rejet : contrôle sémantique",
    "REJ_UNI": "Rejet : contrôle d'unicité",
    "ROUTAGE_ERR": "Erreur de routage",
    "IRR_SYNTAX": "Erreur syntaxique",
    "IRR_VIDE_F": "Fichier vide",
}
