"""Labels of numbers and dates in French, English and German."""

from __future__ import annotations

from .label_words import Term

HEADER_LABELS: dict[tuple[Term, float], str] = {
    (Term.NUMBER, 1.0): r"""
        {invoice} {ref}
        {no} (?:de |d')?(?:la )?{invoice}
        rechnungs-? ?(?:{no}|nummer)
        belegnummer
        beleg-?nr\.?
    """,
    (Term.NUMBER, 0.9): r"""
        {ref} (?:de |d')?(?:la )?{invoice}
    """,
    (Term.NUMBER, 0.7): r"""
        {invoice}
    """,
    (Term.NUMBER, 0.45): r"""
        {no}
    """,
    (Term.OTHER_NUMBER, 1.0): r"""
        (?:{no} |code |compte |id\.? |ref\.? )(?:de |du )?(?:client|clt|customer|tiers
            |adherent|abonne|contrat|contract|dossier|affaire|chantier|projet|project
            |site|compteur|vendeur|caisse|agence)
        (?:client|customer|kunden?|account|contrat|dossier|affaire|devis|quote
            |angebots?|contract|konto|mandat|compte|job|lieferanten|vendor|supplier
            |projekt)-? ?(?:{ref}|code|id)
        bon de livraison
        {no} (?:de )?(?:b\.?l\.?|livraison|bon)
        delivery note
        lieferschein(?:-? ?{ref})?
        bl {no}
        expedition
        despatch
        shipment
        tracking
        siret
        siren
        r\.?c\.?s\.?
        a\.?p\.?e\.?
        naf
        {no} (?:de )?{tva}
        {tva} {no}
        {tva} intra\w*
        ust-?id[\w.-]*
        ust\.?-?id\.?-?nr\.?
        steuer-?(?:nr|nummer)\.?
        hr[ab]
        gln
        tva intra\w*
        company {no}
        registration {no}
        tel(?:ephone)?\.?
        fax
        phone
        iban
        bic
        swift
        rib
        capital
        page
        seite
        caisse
        vendeur
        heure
        tour
        table
        couverts
    """,
    (Term.ISSUE_DATE, 1.0): r"""
        date (?:de |d'|of )?(?:la )?(?:{invoice}|facturation|emission|etablissement
            |issue)
        {invoice} date
        issue date
        issued(?: on)?
        date issued
        rechnungsdatum
        belegdatum
        emise? le
        etablie? le
        facture[er]? le
        fait le
        billed on
        bill date
        date d'emission
    """,
    (Term.ISSUE_DATE, 0.8): r"""
        {invoice} (?:{ref} )?[^\t:]{0,30}?(?:du|vom|dated|of|von)(?=\s)
    """,
    (Term.ISSUE_DATE, 0.7): r"""
        (?:date|datum)(?=\s?[:.\t]|\s?$|\s?\d)
    """,
    (Term.ISSUE_DATE, 0.5): r"""
        (?:[a-z][a-z\s-]{2,}, ?)?le(?= ?:? ?\d)
    """,
    (Term.ISSUE_DATE, 0.45): r"""
        (?:date|datum|du)
    """,
    (Term.DUE_DATE, 1.0): r"""
        (?:date (?:d'|de |limite (?:d'|de )?)?)?(?:echeance|reglement|paiement)(?: le
            | au)?
        date (?:d')?exigibilite
        (?:a )?(?:regler|payer|payable|paiement|reglement) (?:avant|au plus tard
            |jusqu'au|pour|le|attendu)(?: le)?
        due (?:date|on|by)?
        payment due
        pay(?:able|ment)? by
        date due
        payable on
        pay before
        fallig(?:keit|keitsdatum)?(?: (?:am|bis|zum))?
        zahlbar (?:bis|am)
        zahlungsziel
        zahlbar [^\t]{0,40}?bis
        (?:au )?plus tard(?: le)?
        (?:remit|pay|settle)[^\t]{0,20}? (?:until|by|before)
        a partir du
        bis (?:spatestens )?(?:zum)
        preleve(?:ment)?(?: (?:le|d'un montant de))?
    """,
    (Term.DUE_DATE, 0.7): r"""
        avant le
        soit (?:le|au)
        jusqu'au
        (?:sous|a) \d+ jours[^\t]{0,30}?(?:soit )?(?:le|au)(?= ?\d)
        no later than
        spatestens
    """,
    (Term.DELIVERY_DATE, 1.0): r"""
        date (?:de |d')?(?:la )?(?:livraison|prestation|execution|realisation)
        livre[er]? le
        delivery date
        date of (?:supply|delivery)
        liefer(?:- und leistungs)?datum
        leistungsdatum
        liefer- und leistungsdatum
        tax point
    """,
    (Term.OTHER_DATE, 1.0): r"""
        (?:avoir )?(?:sur|annule|rectifie) (?:la )?(?:facture
            |invoice) (?:{ref} )?[^\t:]{0,30}?(?:du|vom|of|dated)
        (?:devis|commande|bon|contrat|marche) (?:{ref} )?[^\t:]{0,30}?(?:du|accepte le
            |signe le|en date du)
        date (?:de |d')?(?:la )?(?:commande|naissance|debut|fin|valeur|impression
            |edition)
        order date
        bestelldatum
        period[e]?(?: du)?
        abrechnungszeitraum
        skonto
        escompte
        valable
        prochain
        depuis
        heure
    """,
    (Term.ORDER, 1.0): r"""
        (?:votre |vos |your |ihre )?{order} {ref}(?: client)?
        {ref} (?:de |d')?(?:la )?(?:votre )?{order}(?: client)?
    """,
    (Term.ORDER, 0.9): r"""
        (?:votre|vos|your|ihre?) (?:{order}|ref(?:erence)?s?\.?)
    """,
    (Term.ORDER, 0.8): r"""
        bon de commande
        purchase order
        commande client
        p\.?o\.? ?(?:{no})
        bestellung
    """,
    (Term.ORDER, 0.55): r"""
        (?:commande|order|customer reference)(?= ?[:\t])
    """,
    (Term.OTHER_NUMBER, 0.9): r"""
        (?:notre|nos|our|unsere?) (?:{order}|ref(?:erence)?s?\.?)
    """,
    (Term.PRECEDING, 1.0): r"""
        (?:facture|invoice|rechnung) (?:d'origine|initiale|origine|rectifiee|concernee
            |originale?)(?: {no})?
        original invoice(?: {no})?
        {ref} (?:de )?(?:la )?(?:facture|invoice) (?:precedente|d'origine|initiale
            |rectifiee|annulee|concernee)
        (?:annule|rectifie|relati[fv]e? a|sur) (?:la |et remplace )?facture(?: {no})?
        avoir sur facture(?: {no})?
        credit for invoice
        zu rechnung(?: {no})?
    """,
}
