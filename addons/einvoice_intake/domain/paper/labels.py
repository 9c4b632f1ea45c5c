"""What suppliers print beside the values of an invoice, in French, English and German.

A label says what stands beside it. Labels of things that an invoice does not need, such
as a customer number, are here too: a value that belongs to one of them is no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from .rows import Row, Span


class Term(Enum):
    """What a label announces: a path of the invoice, or something else."""

    NUMBER = "number"
    ISSUE_DATE = "issue_date"
    DUE_DATE = "due_date"
    DELIVERY_DATE = "delivery_date"
    ORDER = "order_reference"
    PRECEDING = "preceding_invoice"
    NET = "totals.net"
    VAT = "totals.vat"
    GROSS = "totals.gross"
    PREPAID = "totals.prepaid"
    PAYABLE = "totals.payable"
    SUM = "totals.sum"
    ALLOWANCE = "totals.allowances"
    CHARGE = "totals.charges"
    BASE = "tax.base"
    RATE = "tax.rate"
    OTHER_DATE = "other.date"
    OTHER_NUMBER = "other.number"
    OTHER_AMOUNT = "other.amount"


_KINDS = (
    frozenset({Term.NUMBER, Term.ORDER, Term.PRECEDING, Term.OTHER_NUMBER}),
    frozenset({Term.ISSUE_DATE, Term.DUE_DATE, Term.DELIVERY_DATE, Term.OTHER_DATE}),
)


def _kind(term: Term) -> int:
    """Tell numbers, dates and amounts apart: "Facture n° 12 du 3 mai" labels two."""
    return next((place for place, kind in enumerate(_KINDS) if term in kind), -1)


# Words inside a pattern; a blank stands for any blanks, or none: engines glue words.
_WORDS = {
    "no": r"""
        n [°o*'.,]{1,2}
        n(?= [:\d])
        numero
        num\.?
        number
        nummer
        nr\.?
        no\.?
        #
        id
    """,
    "ref": r"""
        n [°o*'.,]{1,2}
        numero
        num\.?
        number
        nummer
        nr\.?
        no\.?
        #
        ref(?:erence|erenz)?\.?
        reference
        id
    """,
    "tva": r"""
        t\.? v\.? a\.?
        vat
        mwst\.?
        ust\.?
        umsatzsteuer
        mehrwertsteuer
        sales tax
        gst
        iva
    """,
    "ht": r"""
        h\.? t\.?
        hors (?:taxes?|t\.?v\.?a\.?)
        hors droits
        excl\w*\.? (?:of )?(?:vat|tax\w*|gst)
        \(?excl\.?\)?
        without (?:vat|tax)
        net of (?:vat|tax)
        ex\.? vat
        before (?:vat|tax)
        netto
        ohne (?:mwst|ust)\.?
    """,
    "ttc": r"""
        t\.? t\.? c\.?
        toutes taxes comprises
        taxes comprises
        incl\w*\.? (?:of )?(?:vat|tax\w*|gst)
        with (?:vat|tax)
        brutto
        (?:inkl\.?|mit) (?:mwst|ust)\.?
    """,
    "invoice": r"""
        facture
        avoir
        note d' honoraires
        note de credit
        invoice
        credit (?:note|memo)
        tax invoice
        rechnung
        gutschrift
        handelsrechnung
        rechnungskorrektur
        ticket
        recu
        receipt
        bill
        piece
        document
        beleg
    """,
    "order": r"""
        commande
        b\.?d\.?c\.?
        bon de commande
        order
        purchase order
        p\.?o\.?
        bestell(?:ung|nummer)?
        bestell-?(?=nr)
        cde
        auftrag
        marche
        engagement
    """,
}
_LABELS: dict[tuple[Term, float], str] = {
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
        (?:{no} |code |compte |id\.? |ref\.? )(?:de |du )?(?:client|clt|customer|tiers|adherent|abonne|contrat|contract|dossier|affaire|chantier|projet|project|site|compteur|vendeur|caisse|agence)
        (?:client|customer|kunden?|account|contrat|dossier|affaire|devis|quote|angebots?|contract|konto|mandat|compte|job|lieferanten|vendor|supplier|projekt)-? ?(?:{ref}|code|id)
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
        date (?:de |d'|of )?(?:la )?(?:{invoice}|facturation|emission|etablissement|issue)
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
        (?:date (?:d'|de |limite (?:d'|de )?)?)?(?:echeance|reglement|paiement)(?: le| au)?
        date (?:d')?exigibilite
        (?:a )?(?:regler|payer|payable|paiement|reglement) (?:avant|au plus tard|jusqu'au|pour|le|attendu)(?: le)?
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
        (?:avoir )?(?:sur|annule|rectifie) (?:la )?(?:facture|invoice) (?:{ref} )?[^\t:]{0,30}?(?:du|vom|of|dated)
        (?:devis|commande|bon|contrat|marche) (?:{ref} )?[^\t:]{0,30}?(?:du|accepte le|signe le|en date du)

        date (?:de |d')?(?:la )?(?:commande|naissance|debut|fin|valeur|impression|edition)
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
        (?:facture|invoice|rechnung) (?:d'origine|initiale|origine|rectifiee|concernee|originale?)(?: {no})?
        original invoice(?: {no})?
        {ref} (?:de )?(?:la )?(?:facture|invoice) (?:precedente|d'origine|initiale|rectifiee|annulee|concernee)
        (?:annule|rectifie|relati[fv]e? a|sur) (?:la |et remplace )?facture(?: {no})?
        avoir sur facture(?: {no})?
        credit for invoice
        zu rechnung(?: {no})?
    """,
    (Term.PAYABLE, 1.0): r"""
        net a (?:payer|regler|votre debit)(?: {ttc})?
        (?:reste|solde) (?:a (?:payer|regler)|du)
        (?:montant|somme|total) (?:net )?(?:du|dues?|a (?:payer|regler|prelever|rembourser))(?: {ttc})?
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
        (?:total|montant|prix|net|somme|facture)? ?(?:general |global |facture |total )?(?:a payer )?{ttc}(?: montant total)?
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
        (?:total|montant|sous-? ?total|prix|somme|base|net)? ?(?:general |global |net |facture |total |amount )?(?:commercial )?{ht}(?: net)?
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
        (?:total|montant|dont)? ?(?:de )?(?:la )?{tva}(?: total\w*| (?:a )?\d[\d.,]* ?%?| gesamt)?
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
        (?:remise|rabais|ristourne|escompte|discount|rabatt|nachlass|gesamtbetrag der abschlage)(?: (?:globale|commerciale|pied)?)?
    """,
    (Term.CHARGE, 1.0): r"""
        (?:frais|participation|contribution)[\sa-z']{0,24}?(?:port|livraison|envoi|transport|expedition|dossier|gestion|emballage)
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


def _alternatives(lines: str) -> str:
    return "|".join(line.strip() for line in lines.split("\n") if line.strip())


def _pattern(lines: str) -> re.Pattern[str]:
    text = _alternatives(lines)
    for name, words in _WORDS.items():
        text = text.replace(f"{{{name}}}", f"(?:{_alternatives(words)})")
    text = text.replace(" ", r"[ \u00a0]*")
    return re.compile(rf"(?<![a-z])(?:{text})(?![a-z])")


_PATTERNS = tuple(
    (term, weight, _pattern(lines)) for (term, weight), lines in _LABELS.items()
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label on the page and how surely it means its term."""

    term: Term
    weight: float
    span: Span
    start: int
    end: int


def labels_of(row: Row) -> list[Label]:
    """Return the labels of a row; a longer one hides what it contains.

    >>> from .page import Word
    >>> words = (Word("Facture", 1, 0, 0, 30, 9), Word("n°", 1, 33, 0, 40, 9))
    >>> [(each.term.name, each.span.text) for each in labels_of(Row(1, words))]
    [('NUMBER', 'Facture n°')]
    """
    return list(_longest(_found(row)))


def _found(row: Row) -> Iterator[Label]:
    text = row.plain
    for term, weight, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if match.end() > match.start():
                span = row.span(match.start(), match.end())
                yield Label(term, weight, span, match.start(), match.end())


def _longest(labels: Iterable[Label]) -> Iterator[Label]:
    """Keep, of labels that overlap, the longest, then the one that is surest.

    Labels of one length say several things: all of them stay.
    """
    ranked = sorted(labels, key=lambda each: (each.start - each.end, -each.weight))
    kept: list[Label] = []
    for label in ranked:
        clash = [
            each
            for each in kept
            if each.start < label.end
            and label.start < each.end
            and (each.start, each.end) != (label.start, label.end)
            and _kind(each.term) == _kind(label.term)
        ]
        if not clash:
            kept.append(label)
    yield from sorted(kept, key=lambda each: each.start)
