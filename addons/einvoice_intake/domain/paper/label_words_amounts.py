"""Labels of amounts in French, English and German."""

from __future__ import annotations

from .label_words import Term

AMOUNT_LABELS: dict[tuple[Term, float], str] = {
    (Term.PAYABLE, 1.0): r"""
        net a (?:payer|regler|votre debit)(?: {ttc})?
        (?:reste|solde) (?:a (?:payer|regler)|du)
        (?:montant|somme|total) (?:net )?(?:du|dues?|a (?:payer|regler|prelever
            |rembourser))(?: {ttc})?
        a payer(?: {ttc})?
        net a rembourser
        (?:amount|balance|total) (?:due|payable|owing|to pay)
        zahlbetrag
        zahlungsbetrag
        zu zahlen(?:der betrag)?
        falliger betrag
        offener betrag
        endbetrag
        please pay
    """,
    (Term.GROSS, 1.0): r"""
        (?:total|montant|prix|net|somme|facture)? ?(?:general |global |facture 
            |total )?(?:a payer )?{ttc}(?: montant total)?
    """,
    (Term.GROSS, 0.95): r"""
        (?:grand|invoice) total(?: {ttc})?
        total (?:incl|inc)\w*\.?
        gesamt(?:betrag|summe)(?: {ttc})?
        rechnungsbetrag(?: {ttc})?
        bruttobetrag
        bruttosumme
        total (?:de la )?facture
        total amount(?! (?:ex|w))
        total general
    """,
    (Term.NET, 1.0): r"""
        (?:total|montant|sous-? ?total|prix|somme|base|net)? ?(?:general |global |net 
            |facture |total |amount )?(?:commercial )?{ht}(?: net)?
    """,
    (Term.NET, 0.95): r"""
        nettobetrag
        nettosumme
        gesamt(?:betrag|summe)? netto
        rechnungssumme ohne (?:ust|mwst)\.?
        net (?:total|amount|commercial|financier)
        total (?:ex|excl)\w*\.?
        zwischensumme
        warenwert
        total net
    """,
    (Term.NET, 0.8): r"""
        sub-? ?total
        sous-? ?total
    """,
    (Term.VAT, 1.0): r"""
        (?:total|montant|dont)? ?(?:de )?(?:la )?{tva}(?: total\w*
            | (?:a )?\d[\d.,]* ?%?| gesamt)?
    """,
    (Term.VAT, 0.95): r"""
        steuerbetrag
        umsatzsteuerbetrag
        tax amount
        total tax(?:es)?
        total vat
        total taxes
        taxes?(?: \d[\d.,]* ?%)
        summe (?:ust|mwst)\.?
        tax total
    """,
    (Term.VAT, 0.6): r"""
        (?:tax|taxes)
    """,
    (Term.GROSS, 0.6): r"""
        (?<![a-z-])(?:total|gesamt|summe|montant|betrag|amount)
    """,
    (Term.PREPAID, 1.0): r"""
        acomptes?(?: (?:verse|deja verse|deduit|percu|recu|deja regle)e?s?)?
        deja (?:paye|regle|verse)e?
        avance
        deposit(?: paid)?
        (?:amount )?(?:already )?paid
        prepaid
        prepayments?
        (?:erhaltene )?anzahlung(?:en)?
        (?:less )?payments? received
        down payment
    """,
    (Term.ALLOWANCE, 1.0): r"""
        (?:remise|rabais|ristourne|escompte|discount|rabatt|nachlass
            |gesamtbetrag der abschlage)(?: (?:globale|commerciale|pied)?)?
    """,
    (Term.CHARGE, 1.0): r"""
        port et (?:emballages?|assurance)
        (?:frais|participation|contribution)[\sa-z']{0,24}?(?:port|livraison|envoi
            |transport|expedition|dossier|gestion|emballage)
        port(?=\s?[:\t])
        shipping(?: (?:costs?|fees?|& handling))?
        freight
        delivery (?:charge|fee|cost)s?
        postage
        versand(?:kosten)?
        fracht
        eco-? ?(?:participation|contribution|taxe)
        gesamtbetrag der zuschlage
        carriage
        handling
    """,
    (Term.SUM, 1.0): r"""
        total (?:des )?lignes
        positionssumme
        total brut(?: {ht})?
        total avant remise
        (?:sous-? ?)?total marchandises
        goods total
        total lines
    """,
    (Term.BASE, 1.0): r"""
        base(?: {ht}| imposable| taxable| {tva})?
        assiette
        taxable (?:amount|base)
        (?:steuer)?basisbetrag
        bemessungsgrundlage
        nettopreis
        net amount
    """,
    (Term.RATE, 1.0): r"""
        taux(?: (?:de )?{tva})?
        (?:{tva} )?(?:rate|satz)
        steuersatz
        {tva} ?%
        {tva}-?satz
    """,
    (Term.OTHER_AMOUNT, 1.0): r"""
        capital(?: social)?(?: de)?
        indemnite
        penalites?
        forfaitaire
        stammkapital
        rappel
        report
        ancien solde
        previous balance
    """,
}
