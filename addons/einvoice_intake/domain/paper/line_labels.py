"""Headings of tables of lines, and of what is no line, in three languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .rows import COLUMN, Row, plain

NUMERIC = ("quantity", "price", "discount", "vat_rate", "net", "gross", "vat_amount")

_TAX = r"(?:\W?\bh\W?\s?t\b\W?|\W?hors taxes?|\W?\beur\b|\W?€|\W?\bh\b|\W?exkl?\w*)?"
_GROSS = r"(?:\bt\W?\s?t\W?\s?c\b\W?|toutes? taxes?\b(?: comprises?)?|\bincl\w*\b)"
_DUES = r"(?:cotisations?|primes?|loyers?|redevances?)"
_LABELS = {
    "base": r"bases?\b(?! mat)|assiette\b|basisbetrag|warenwert|steuerbasis\w*|taxable"
    r"|solde|reste|cumul|kumul\w*|debit|credit|soll|haben|skonto\w*",
    "vat_amount": r"(?:montant|mt|mnt)\W+(?:de )?(?:la )?t\W?v\W?a\b\W?"
    r"|(?:vat|tax|gst) (?:amount|amt)|(?:steuer|mwst\W?|ust\W?)-?\W?betrag",
    "gross": rf"(?:montant|mt|mnt|total|net|prix total|valeur|{_DUES})\W+{_GROSS}"
    rf"|{_GROSS}"
    r"|bruttobetrag|brutto\b|gross(?: amount)?|gesamt brutto",
    "gross_price": rf"(?:p\W?\s?u\b\W?|prix|prix unit\w*|tarif)\W+{_GROSS}",
    "discount": r"rem(?:ise)?s?\b\W?(?:\s?\(?%\)?|\s?en %)?|%\s?rem\w*|rabais"
    r"|rabatt\W?(?:\s?%)?|rab\b\W?"
    r"|disc(?:ount)?\b\W?(?:\s?%)?|nachlass|r\W?\s?%|% ?disc\w*|ristourne",
    "vat_rate": r"t\W?v\W?a\b\W?(?:\s?%|\s?\(%\))?|(?:taux|tx|%)\W{0,2}(?:de )?"
    r"(?:t\W?v\W?a\b)?|code\W{0,2}(?:de )?t\W?v\W?a\b"
    r"|vat\b(?:\s?rate|\s?%|\s?code)?|tax(?:es)?\b(?:\s?rate|\s?%|\s?code)?"
    r"|(?:mwst|ust|must)\b\W?(?:-?satz)?(?:\s?%)?|steuer(?:satz)?\b|gst\b|btw\b",
    "price": rf"p\W?\s?u\b\W?(?:\s?(?:net|brut|unit\w*))?{_TAX}|(?:prix|px)\b\W?"
    rf"(?:\s?(?:de )?(?:vente|base))?(?:\s?(?:unit\w*|u\b|net|brut))*\W?{_TAX}"
    r"|(?:unit|list|net|sales|item)\W?(?:price|cost|rate)|u\W?\s?price|u\W?p\b|price"
    r"(?:\s?(?:per|/)\s?unit)?|(?:einzel|e|vk|netto|stuck|einheits|listen)-?preis|preis"
    rf"|tarif\b{_TAX}|(?:taux|tarif|cout) (?:horaire|journalier|jour\b|heure\b){_TAX}"
    rf"|p\W?v\b\W?{_TAX}|(?:valeur|cout|montant)\s?unit\w*{_TAX}"
    r"|rate\b|unit (?:net|amount)"
    rf"|ep\b|e\W?\s?preis|unitaire\b{_TAX}",
    "net": rf"(?:{_DUES}|montant|mt|mnt|total|prix total|px total|valeur(?: totale)?"
    rf"|somme|net)(?:\s?(?:net|ligne|de la ligne))?{_TAX}"
    r"|(?:line|net|total|ext\w*)?\s?amount\b"
    r"(?: excl\w*)?|amt\b|(?:line|sub)\s?-?total|total (?:price|cost|net|excl\w*)"
    r"|ext(?:ended)?\W?\s?price|netto\b"
    r"|(?:gesamt|zeilen|positions|netto|gesamtnetto|rechnungs)-?(?:betrag|preis|summe|wert)|betrag|summe|gesamt\b|entgelt|gp\b|h\W?t\b",
    "quantity": r"quant(?:it\w*)?\b\W?|qua\w?ntit\w*|std\b\W?|units\b"
    r"|qt[eéy]?s?\b\W?(?:\s?fact\w*|\s?livr\w*)?"
    r"|nombre\b|nbre?\b\W?|nb\b\W?|menge|anzahl|qnt\w*|heures|hours|hrs\b|volume\b"
    r"|conso\w*|jours\b|days\b|stunden|stuck\b",
    "unit": r"unites?\b|unit\b|uom\b|un\b\W?|u\b\W?|u/m|cond\w*\b\W?|einheit|eh\b"
    r"|me\b|unt\b",
    "item": r"(?:code|ref(?:erence)?s?)\b\W{0,2}(?:article|art\b\W?|produit|prod\b)?"
    r"|(?:numero|n°)\W{0,2}(?:d')?(?:article|art\b\W?|produit|prod\b)"
    r"|art(?:icle|ikel)?\W{0,3}(?:nr|n°|no|nummer|num|code|id)\b\W?(?:-?\w+\W?)?"
    r"|sku\b|(?:item|product|part|article)\W?(?:code|no|number|id|#)\W?|ean\b|gtin\b"
    r"|gencod\w*|(?:bestell|best)\W{0,2}nr\b\W?|art\b\W?",
    "position": r"n°|no\b\W?|pos\b\W?|position|ligne\b|line\b|#|nr\b\W?"
    r"|lfd\W?(?:\s?nr\W?)?",
    "name": r"designation\w*|libelle\w*|descriptif|description\w*|details?\b|nature\b"
    r"|prestations?\b|articles?\b|produits?\b|produkt\w*|items?\b|services?\b"
    r"|products?\b|beschreibung|(?:artikel)?bezeichnung|artikel\w*|leistung\w*|text\b"
    r"|objet\b|intitule\w*|particulars|marchandises?|denomination|travaux|honoraires"
    r"|activity|ware\b|position\b",
    "other": r"dates?\b|datum|stations?\b|poids\b(?: kg)?|weight\b(?: kg)?|gewicht"
    r"|colis\b|pal\b|palettes?\b|destinations?|trajets?|recepisses?|periodes?"
    r"|period\b|vehicules?|vehicle",
}


def _within_column(pattern: str) -> str:
    """No blank of a pattern is the mark between two columns."""
    return pattern.replace(r"\W", rf"[^\w{COLUMN}]").replace(r"\s", " ")


_COMPILED = {
    kind: re.compile(rf"(?<![\w])(?:{_within_column(pattern)})(?![a-z])")
    for kind, pattern in _LABELS.items()
}
# Words that make a heading of totals, of a VAT table or of payments instead of lines.
_STOP = re.compile(
    r"""(?:^|\t)\W{0,3}(?:
    (?:sous|grand|sub)?[\s-]?tota(?:l|ux)\b
    | montant\s(?:total|h\W?t|net|ttc|t\W?v\W?a|du|global)
    | net\s(?:a\s?payer|commercial|ht|h\W?t\b|due|total|payable)
    | (?:mt|total)\W?t?\W?t\W?c\b | t\W?v\W?a\b | vat\b | gst\b | (?:sales\s)?tax\b
    | a\s?payer | amount\s(?:due|payable) | balance\b | payment\b | base\sh\W?t
    | (?:zwischen|gesamt|netto|brutto|rechnungs|end|positions|waren|steuer|beleg|zahl)
      -?(?:summen?|betrag|netto|brutto|wert) | gesamt\b
    | summe\b | netto\b | brutto\b | net\W{0,3}\t | zuzuglich
    | mwst\b | ust\b | umsatzsteuer\w*
    | ventilation | recapitulatif | reglement | conditions | modalites | zahlungs\w*
    | steueraufschl\w* | zu-\sund\sabschl\w* | acomptes?\b | bezahlt | bereits
    | hors\staxes | h\W?t\s*:?\s*\t | eco-?participation\stotal | arrete\b | iban\b
    | cash\b | change\b | carte\b | especes\b | total\w*
    )""",
    re.VERBOSE,
)
_CENTS = re.compile(r"\d[.,]\d\d(?!\d)")
_SUM = re.compile(r"\b(?:totals?|totaux|summe|somme|montant|netto|brutto)\b")
_CARRIED = re.compile(
    r"\b(?:report\b|a reporter|reporte\w*|ubertrag\w*|carried (?:forward|over)|brought"
    r"|c/fwd|b/fwd|sous[\s-]?tota\w*|sub[\s-]?tota\w*|zwischensumme|zwischen-?total)"
)
_ADJUSTMENT = re.compile(
    r"\b(?:remises?|rabais|escompte|ristourne|discount|rebate|rabatt|nachlass|skonto"
    r"|frais|port\b|participation|livraison|transport|expedition|emballage|shipping"
    r"|delivery|freight|postage|handling|carriage|versand\w*|fracht|verpackung|porto"
    r"|zuschlag\w*|abschlag\w*|abzgl|zzgl|forfait de (?:port|livraison)"
    r"|eco[\s-]?(?:contribution|participation|taxe)|deee|surcharge|supplement)"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds and where it stands, in points."""

    kind: str
    left: float
    right: float

    def gap(self, left: float, right: float) -> float:
        """Distance to something in another place, 0 where they overlap."""
        return max(self.left - right, left - self.right, 0.0)


def labels_of(row: Row) -> list[Column]:
    """Return the headings of columns in a row, from left to right.

    >>> from .page import Word
    >>> words = (Word("P.U.", 1, 0, 0, 20, 9), Word("HT", 1, 22, 0, 30, 9))
    >>> labels_of(Row(1, words))
    [Column(kind='price', left=0, right=30)]
    """
    columns = []
    for start, end, kind in _labels_in(plain(row.text)):
        words = row.span(start, end).words
        left = min(word.left for word in words)
        columns.append(Column(kind, left, max(word.right for word in words)))
    return columns


def longest_label(text: str) -> tuple[str, int] | None:
    """Return the kind of the longest heading in a text and its length.

    >>> longest_label("Prix total HT")
    ('net', 13)
    """
    found = _labels_in(plain(text))
    if not found:
        return None
    start, end, kind = max(found, key=lambda each: each[1] - each[0])
    return kind, end - start


def _labels_in(text: str) -> list[tuple[int, int, str]]:
    found = [
        (match.start(), match.end(), kind)
        for kind, pattern in _COMPILED.items()
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]
    order = {kind: place for place, kind in enumerate(_LABELS)}
    found.sort(key=lambda each: (each[0] - each[1], order[each[2]]))
    taken: list[tuple[int, int, str]] = []
    for start, end, kind in found:
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end, kind))
    taken.sort()
    return [
        each
        for place, each in enumerate(taken)
        if not place or not _goes_on(text, taken[place - 1], each)
    ]


def _goes_on(
    text: str, before: tuple[int, int, str], label: tuple[int, int, str]
) -> bool:
    """``HT`` behind a heading belongs to it, as the second of two equal kinds does."""
    between = text[before[1] : label[0]]
    if COLUMN in between or len(between) > 5:
        return False
    is_tax = bool(re.fullmatch(r"\W?(?:h\W?t|t\W?t\W?c)\W?", text[label[0] : label[1]]))
    return is_tax or before[2] == label[2]


def labelled_share(row: Row) -> float:
    """Return how much of the letters of a row are headings, 0 to 1."""
    letters = sum(map(str.isalnum, row.text))
    if not letters:
        return 0.0
    text = plain(row.text)
    covered: set[int] = set()
    for pattern in _COMPILED.values():
        for match in pattern.finditer(text):
            covered.update(
                place for place in range(*match.span()) if text[place].isalnum()
            )
    return len(covered) / letters


def is_total(row: Row) -> bool:
    """Tell whether a row begins the totals, the VAT table or the payment.

    In the middle of a row the words must name an amount, or several of them.
    """
    text = plain(row.text)
    found = list(_STOP.finditer(text))
    if not found:
        return False
    is_first = found[0].start() == 0
    return is_first or len(found) > 1 or bool(_CENTS.search(text, found[0].end()))


def names_sum(row: Row) -> bool:
    """Tell whether the words of a row name a sum, wherever they stand."""
    return bool(_SUM.search(plain(row.text)))


def is_carried(row: Row) -> bool:
    """Tell whether a row carries an amount from page to page, or sums a section."""
    return bool(_CARRIED.search(plain(row.text)))


def is_adjustment(text: str) -> bool:
    """Tell whether words name a discount or a charge, maybe of the whole document."""
    return bool(_ADJUSTMENT.search(plain(text)))
