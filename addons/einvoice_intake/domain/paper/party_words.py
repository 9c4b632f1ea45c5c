"""Words around the names of suppliers and customers, as patterns of small letters."""

from __future__ import annotations

import re

BUYER = re.compile(
    r"^\W*(?:factur\w+ (?:a|pour)|client|acheteur|acquereur|destinataire|adresse (?:de "
    r"(?:facturation|livraison)|client)|livr\w+ a|livraison|lieu de livraison"
    r"|bill(?:ed)? to|ship(?:ped)? to|sold to|invoice(?:d)? to|deliver(?:y)? (?:to"
    r"|address)|customer|buyer|kaufer(?:/leistungsempfanger)?|rechnungsempfanger"
    r"|rechnung an|empfanger|kunde|lieferadresse|rechnungsadresse|a l'attention de"
    r"|billing address|shipping address|consignee|pour le compte de|abweichender \w+)"
    r"\W*(?=$|:|\t)"
)
SELLER = re.compile(
    r"^\W*(?:emetteur|vendeur|fournisseur|prestataire|from|seller|vendor|supplier"
    r"|verkaufer|lieferant|leistungserbringer|rechnungssteller|factur\w+ par|emis par"
    r"|de la part de|issued by|expediteur|vendu par|sold by)\W*(?=$|:|\t)"
)
NAME_LABEL = re.compile(
    r"^(?:name|nom|raison sociale|societe|company|firma|denomination)\s*:\s*"
)
CAPITAL = re.compile(
    r"(?:\.? registered in|\.? vat reg|"
    r",? ?(?:societe (?:anonyme|par actions)[^-]{0,40})?"
    r"(?:au|a) capital|[-–—|•·]? ?(?:siret|siren|r\.?c\.?s|n°? ?(?:de )?(?:tva|siret"
    r"|siren)|tva (?:intra|fr)|vat (?:no|number|id)))"
)
FORM = re.compile(
    r"(?<![a-z])(?:s\.?a\.?s\.?u?|s\.?a\.?r\.?l|e\.?u\.?r\.?l|s\.?a|s\.?n\.?c|s\.?c\.?i"
    r"|scea|earl|gaec|selarl|scp|sca|sc|scop|ei|eirl|gmbh(?: & co\.? kg)?|ag|co\.? kg"
    r"|ug|ohg|gbr|e\.?k|mbh|ltd|limited|llc|inc|plc|corp|b\.?v|n\.?v|srl|sprl|s\.?p\.?a|ab|oy"
    r"|association|mairie|syndicat|cabinet|etablissements|ets|societe|groupe|sdn bhd)"
    r"\.?(?![a-z])"
)
ADDRESS = re.compile(
    r"^(?:\d+\s?(?:bis|ter|[a-d])?,?\s+\w|.*(?<![a-z])(?:rue|avenue|av\.|bd|boulevard"
    r"|chemin|route|place|allee|impasse|quai|cours|square|zone|z\.?[ai]\.?|faubourg"
    r"|lotissement|residence|batiment|bp|cs|tsa|cedex|\w*stra(?:ss|s)e|\w*str\.|\w+weg"
    r"|\w+platz|\w*straat|\w*laan|via|viale|corso|piazza|calle|c/|avenida|plaza|rua|street|road|lane|drive|suite|floor)(?![a-z])|.*(?<!\d)\d{5}(?!\d)\s+[a-z]"
    r"|[a-z]{1,2}-?\d{4,5}\s)"
)
NO_NAME = re.compile(
    r"(?:^|\s)(?:facture|avoir|invoice|rechnung|gutschrift|credit note|devis|page|seite"
    r"|date|tel|fax|phone|email|e-mail|mail|http|www|siret|siren|tva|vat|iban|bic|rib"
    r"|n°|numero|total|montant|echeance|ticket|merci|reglement|paiement|payment|code"
    r"|p\.?u\.?|nombre|abonnement|periode|prix|qte|taux|unite"
    r"|eur|usd|designation|description|libelle|quantite|conditions"
    r"|original|duplicata|copie"
    r"|handelsrechnung|stylesheet|bon de|receipt|bestell|kunden|ust|currency|waehrung"
    r"|votre|vos|notre|nos|your|our|ihre?|unsere?|tax invoice|cash|en cas de"
    r"|penalit|banque|bank|livraison|commande)(?=$|[\s:.°\d-])"
)
HOLDER = re.compile(
    r"(?:titulaire(?: du compte)?|a l'ordre de|kontoinhaber|account (?:holder|name)"
    r"|payable to|beneficiary|beneficiaire)\s*:?\s*"
)
# What follows a name in the line of a footer.
TAIL = re.compile(
    r",? (?:au capital|a capital|capital (?:social|de)|registered |soci[eé]t[eé] "
    r"|si[eè]ge )|\. (?=[A-Z])|\s[·•|]\s",
    re.IGNORECASE,
)
DATED = re.compile(r", (?:le|den) \d|\d{1,2}[ ./-][a-z0-9]+[ ./-]\d{4}")
COLON = re.compile(r"^[\w .'/-]{2,40}\s?:")
MAIL = re.compile(
    r"[\w.+-]{1,64}@([\w-]+)\.[\w.-]+|www\.([\w-]+)\.\w+|https?://([\w-]+)\."
)
CONTACT = re.compile(
    r"(?<![a-z])(?:tel|telephone|phone|fon|fax|mobile|port|e-?mail|site|web)\.?\s*[:.]?"
    r"\s*[+\d(@w]|@|www\.|siret|siren|r\.?c\.?s\.?\s|iban|capital|ust-?id|tva intra"
)
FREE_MAIL = frozenset(
    "gmail orange wanadoo free hotmail outlook yahoo laposte sfr icloud gmx web".split()
)
