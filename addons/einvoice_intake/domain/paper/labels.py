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


# Words inside a pattern; a blank stands for any blanks, or none: engines glue words.
_WORDS = {
    "{no}": r"(?:n\s?[°o*'.,]{1,2}|n(?=\s?[:\d])|numero|num\.?|number|nummer|nr\.?|no\.?"
    r"|#|id)",
    "{ref}": r"(?:n\s?[°o*'.,]{1,2}|numero|num\.?|number|nummer|nr\.?|no\.?|#"
    r"|ref(?:erence|erenz)?\.?|reference|id)",
    "{tva}": r"(?:t\.?\s?v\.?\s?a\.?|vat|mwst\.?|ust\.?|umsatzsteuer|mehrwertsteuer"
    r"|sales\s?tax|gst|iva)",
    "{ht}": r"(?:h\.?\s?t\.?(?![a-z])|hors\s*(?:taxes?|t\.?v\.?a\.?)|hors\s*droits"
    r"|excl\w*\.?\s*(?:of\s*)?(?:vat|tax\w*|gst)|\(?excl\.?\)?|without\s*(?:vat|tax)"
    r"|net\s*of\s*(?:vat|tax)|ex\.?\s*vat|before\s*(?:vat|tax)|netto"
    r"|ohne\s*(?:mwst|ust)\.?)",
    "{ttc}": r"(?:t\.?\s?t\.?\s?c\.?|toutes\s*taxes\s*comprises|taxes\s*comprises"
    r"|incl\w*\.?\s*(?:of\s*)?(?:vat|tax\w*|gst)|with\s*(?:vat|tax)|brutto"
    r"|(?:inkl\.?|mit)\s*(?:mwst|ust)\.?)",
    "{invoice}": r"(?:facture|avoir|note\s*d'\s*honoraires|note\s*de\s*credit|invoice"
    r"|credit\s*(?:note|memo)|tax\s*invoice|rechnung|gutschrift|handelsrechnung"
    r"|rechnungskorrektur|ticket|recu|receipt|bill|piece|document|beleg)",
    "{order}": r"(?:commande|b\.?d\.?c\.?|bon\s*de\s*commande|order|purchase\s*order"
    r"|p\.?o\.?|bestell(?:ung|nummer)?|bestell-?(?=nr)|cde|auftrag|marche|engagement)",
}
_LABELS: tuple[tuple[Term, float, str], ...] = (
    (Term.NUMBER, 1.0, r"{invoice} {ref}"),
    (Term.NUMBER, 1.0, r"{no} (?:de |d')?(?:la )?{invoice}"),
    (Term.NUMBER, 1.0, r"rechnungs-? ?(?:{no}|nummer)|belegnummer|beleg-?nr\.?"),
    (Term.NUMBER, 0.9, r"{ref} (?:de |d')?(?:la )?{invoice}"),
    (Term.NUMBER, 0.7, r"{invoice}"),
    (Term.NUMBER, 0.45, r"{no}"),
    (Term.OTHER_NUMBER, 1.0, r"(?:{no} |code |compte |id\.? |ref\.? )(?:de |du )?(?:client"
     r"|clt|customer|tiers|adherent|abonne|contrat|contract|dossier|affaire|chantier"
     r"|projet|project|site|compteur|vendeur|caisse|agence)"),
    (Term.OTHER_NUMBER, 1.0, r"(?:client|customer|kunden?|account|contrat|dossier"
     r"|affaire|devis|quote|angebots?|contract|konto|mandat|compte|job|lieferanten"
     r"|vendor|supplier|projekt)-? ?(?:{ref}|code|id)"),
    (Term.OTHER_NUMBER, 1.0, r"bon de livraison|{no} (?:de )?(?:b\.?l\.?|livraison|bon)"
     r"|delivery note|lieferschein(?:-? ?{ref})?|bl {no}|expedition|despatch|shipment"
     r"|tracking"),
    (Term.OTHER_NUMBER, 1.0, r"siret|siren|r\.?c\.?s\.?(?![a-z])|a\.?p\.?e\.?(?![a-z])"
     r"|naf(?![a-z])|{no} (?:de )?{tva}|{tva} {no}|{tva} intra\w*|ust-?id[\w.-]*"
     r"|ust\.?-?id\.?-?nr\.?|steuer-?(?:nr|nummer)\.?|hr[ab](?![a-z])|gln|tva intra\w*"
     r"|company {no}|registration {no}|tel(?:ephone)?\.?(?![a-z])|fax(?![a-z])|phone"
     r"|iban|bic(?![a-z])|swift|rib(?![a-z])|capital|page|seite|caisse|vendeur|heure"
     r"|tour|table|couverts"),
    (Term.ISSUE_DATE, 1.0, r"date (?:de |d'|of )?(?:la )?(?:{invoice}|facturation"
     r"|emission|etablissement|issue)"),
    (Term.ISSUE_DATE, 1.0, r"{invoice} date|issue date|issued(?: on)?|date issued"
     r"|rechnungsdatum|belegdatum|emise? le|etablie? le|facture[er]? le|fait le|billed on"
     r"|bill date|date d'emission"),
    (Term.ISSUE_DATE, 0.8, r"{invoice} (?:{ref} )?[^\t:]{0,30}?(?:du|vom|dated|of|von)"
     r"(?=\s)"),
    (Term.ISSUE_DATE, 0.7, r"(?<![a-z])(?:date|datum)(?=\s?[:.\t]|\s?$|\s?\d)"),
    (Term.ISSUE_DATE, 0.5, r"(?:[a-z][a-z\s-]{2,}, ?)?(?<![a-z])le(?= ?:? ?\d)"),
    (Term.ISSUE_DATE, 0.45, r"(?<![a-z])(?:date|datum|du)(?![a-z])"),
    (Term.DUE_DATE, 1.0, r"(?:date (?:d'|de |limite (?:d'|de )?)?)?(?:echeance"
     r"|reglement|paiement)(?: le| au)?"),
    (Term.DUE_DATE, 1.0, r"date (?:d')?exigibilite|(?:a )?(?:regler|payer|payable"
     r"|paiement|reglement) (?:avant|au plus tard|jusqu'au|pour|le|attendu)(?: le)?"),
    (Term.DUE_DATE, 1.0, r"due (?:date|on|by)?(?![a-z])|payment due|pay(?:able|ment)? by"
     r"|date due|payable on|pay before"),
    (Term.DUE_DATE, 1.0, r"fallig(?:keit|keitsdatum)?(?: (?:am|bis|zum))?|zahlbar"
     r" (?:bis|am)|zahlungsziel|bis (?:spatestens )?(?:zum)|preleve(?:ment)?"
     r"(?: (?:le|d'un montant de))?"),
    (Term.DELIVERY_DATE, 1.0, r"date (?:de |d')?(?:la )?(?:livraison|prestation"
     r"|execution|realisation)|livre[er]? le|delivery date|date of (?:supply|delivery)"
     r"|liefer(?:- und leistungs)?datum|leistungsdatum|liefer- und leistungsdatum"
     r"|tax point"),
    (Term.OTHER_DATE, 1.0, r"date (?:de |d')?(?:la )?(?:commande|naissance|debut|fin"
     r"|valeur|impression|edition)|order date|bestelldatum|period[e]?(?: du)?"
     r"|abrechnungszeitraum|skonto|escompte|valable|prochain|depuis|heure"),
    (Term.ORDER, 1.0, r"(?:votre |vos |your |ihre )?{order} {ref}(?: client)?"),
    (Term.ORDER, 1.0, r"{ref} (?:de |d')?(?:la )?(?:votre )?{order}(?: client)?"),
    (Term.ORDER, 0.9, r"(?:votre|vos|your|ihre?) (?:{order}|ref(?:erence)?s?\.?)"),
    (Term.ORDER, 0.8, r"bon de commande|purchase order|commande client|p\.?o\.?"
     r" ?(?:{no})|bestellung"),
    (Term.ORDER, 0.55, r"(?<![a-z])(?:commande|order|customer reference)(?= ?[:\t])"),
    (Term.OTHER_NUMBER, 0.9, r"(?:notre|nos|our|unsere?) (?:{order}|ref(?:erence)?s?\.?)"),
    (Term.PRECEDING, 1.0, r"(?:facture|invoice|rechnung) (?:d'origine|initiale|origine"
     r"|rectifiee|concernee|originale?)(?: {no})?|original invoice(?: {no})?|(?:annule"
     r"|rectifie|relati[fv]e? a|sur) (?:la |et remplace )?facture(?: {no})?|avoir sur"
     r" facture(?: {no})?|credit for invoice|zu rechnung(?: {no})?"),
    (Term.PAYABLE, 1.0, r"net a (?:payer|regler|votre debit)(?: {ttc})?|(?:reste|solde)"
     r" (?:a (?:payer|regler)|du)|(?:montant|somme|total) (?:net )?(?:du|dues?|a (?:payer"
     r"|regler|prelever|rembourser))(?: {ttc})?|a payer(?: {ttc})?|net a rembourser"),
    (Term.PAYABLE, 1.0, r"(?:amount|balance|total) (?:due|payable|owing|to pay)"
     r"|zahlbetrag|zahlungsbetrag|zu zahlen(?:der betrag)?|falliger betrag|offener"
     r" betrag|endbetrag|please pay"),
    (Term.GROSS, 1.0, r"(?:total|montant|prix|net|somme|facture)? ?(?:general |global"
     r" |facture |total )?(?:a payer )?{ttc}(?: montant total)?"),
    (Term.GROSS, 0.95, r"(?:grand|invoice) total(?: {ttc})?|total (?:incl|inc)\w*\.?"
     r"|gesamt(?:betrag|summe)(?: {ttc})?|rechnungsbetrag(?: {ttc})?|bruttobetrag"
     r"|bruttosumme|total (?:de la )?facture|total amount(?! (?:ex|w))|total general"),
    (Term.NET, 1.0, r"(?:total|montant|sous-? ?total|prix|somme|base|net)? ?(?:general"
     r" |global |net |facture |total |amount )?(?:commercial )?{ht}(?: net)?"),
    (Term.NET, 0.95, r"nettobetrag|nettosumme|gesamt(?:betrag|summe)? netto|rechnungs"
     r"summe ohne (?:ust|mwst)\.?|net (?:total|amount|commercial|financier)"
     r"|total (?:ex|excl)\w*\.?|zwischensumme|warenwert|total net"),
    (Term.NET, 0.8, r"sub-? ?total|sous-? ?total"),
    (Term.VAT, 1.0, r"(?:total|montant|dont)? ?(?:de )?(?:la )?{tva}(?: total\w*"
     r"| (?:a )?\d[\d.,]* ?%?| gesamt)?"),
    (Term.VAT, 0.95, r"steuerbetrag|umsatzsteuerbetrag|tax amount|total tax(?:es)?"
     r"|total vat|total taxes|taxes?(?: \d[\d.,]* ?%)|summe (?:ust|mwst)\.?|tax total"),
    (Term.VAT, 0.6, r"(?<![a-z])(?:tax|taxes)(?![a-z])"),
    (Term.GROSS, 0.6, r"(?<![a-z-])(?:total|gesamt|summe|montant|betrag|amount)"
     r"(?![a-z])"),
    (Term.PREPAID, 1.0, r"acomptes?(?: (?:verse|deja verse|deduit|percu|recu|deja regle)"
     r"e?s?)?|deja (?:paye|regle|verse)e?|avance|deposit(?: paid)?|(?:amount )?(?:already"
     r" )?paid|prepaid|prepayments?|(?:erhaltene )?anzahlung(?:en)?|(?:less )?payments?"
     r" received|down payment"),
    (Term.ALLOWANCE, 1.0, r"(?<![a-z])(?:remise|rabais|ristourne|escompte|discount"
     r"|rabatt|nachlass|gesamtbetrag der abschlage)(?: (?:globale|commerciale|pied)?)?"),
    (Term.CHARGE, 1.0, r"(?:frais|participation|contribution)[\sa-z']{0,24}?(?:port"
     r"|livraison|envoi|transport|expedition|dossier|gestion|emballage)|port(?=\s?[:\t])"
     r"|shipping(?: (?:costs?|fees?|& handling))?|freight|delivery (?:charge|fee|cost)s?"
     r"|postage|versand(?:kosten)?|fracht|eco-? ?(?:participation|contribution|taxe)"
     r"|gesamtbetrag der zuschlage|carriage|handling"),
    (Term.SUM, 1.0, r"total (?:des )?lignes|positionssumme|total brut(?: {ht})?|total"
     r" avant remise|(?:sous-? ?)?total marchandises|goods total|total lines"),
    (Term.BASE, 1.0, r"base(?: {ht}| imposable| taxable| {tva})?|assiette|taxable"
     r" (?:amount|base)|(?:steuer)?basisbetrag|bemessungsgrundlage|nettopreis|net amount"),
    (Term.RATE, 1.0, r"taux(?: (?:de )?{tva})?|(?:{tva} )?(?:rate|satz)|steuersatz"
     r"|{tva} ?%|{tva}-?satz"),
    (Term.OTHER_AMOUNT, 1.0, r"capital(?: social)?(?: de)?|indemnite|penalites?"
     r"|forfaitaire|stammkapital|rappel|report|ancien solde|previous balance"),
)  # fmt: skip


def _pattern(text: str) -> re.Pattern[str]:
    for name, words in _WORDS.items():
        text = text.replace(name, words.replace(" ", r"\s*"))
    text = text.replace(" ", r"[ \u00a0]*")
    return re.compile(rf"(?<![a-z])(?:{text})")


_PATTERNS = tuple((term, weight, _pattern(text)) for term, weight, text in _LABELS)


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
        ]
        if not clash:
            kept.append(label)
    yield from sorted(kept, key=lambda each: each.start)
