"""What the suppliers of the labelled matching set sell, and how they abbreviate it."""

from __future__ import annotations

from decimal import Decimal

from odoo.addons.einvoice_purchase.domain.orders import Unit

PIECE = Unit(1, 1, Decimal(1), "Units")
BOX = Unit(2, 1, Decimal(10), "Box of 10")
HOUR = Unit(4, 4, Decimal(1), "Hours")
DAY = Unit(5, 4, Decimal(8), "Days")

# Families of articles: sizes and colours of one thing, which differ by a word.
FAMILIES: dict[str, tuple[tuple[str, ...], tuple[str, str], Unit]] = {
    "paper": (
        (
            "Ramette papier|Carton papier",
            "A4|A3|A5",
            "70 g|80 g|90 g|120 g|160 g",
            "blanc|ivoire|bleu|vert|jaune",
            "500 feuilles|250 feuilles",
        ),
        ("3.10", "39.90"),
        PIECE,
    ),
    "screws": (
        (
            "Vis tête hexagonale|Vis tête fraisée|Boulon|Tige filetée",
            "M4x|M5x|M6x|M8x|M10x|M12x",
            "16|20|25|30|40|50|60|80",
            "inox A2|inox A4|zingué",
        ),
        ("0.04", "2.80"),
        PIECE,
    ),
    "cables": (
        (
            "Cordon réseau RJ45|Câble électrique R2V|Câble HDMI",
            "cat 6|cat 6A|3G1,5|3G2,5|5G6",
            "0,5 m|1 m|2 m|3 m|5 m|10 m",
            "gris|bleu|rouge|noir",
        ),
        ("1.90", "84.00"),
        PIECE,
    ),
    "toner": (
        (
            "Toner HP|Toner Brother|Cartouche Epson|Toner Canon",
            "305A|410X|TN-2420|TN-247|C-EXV 54|603XL",
            "noir|cyan|magenta|jaune",
        ),
        ("19.00", "189.00"),
        PIECE,
    ),
    "gloves": (
        (
            "Gants nitrile|Gants de manutention|Chaussures de sécurité S3|Casque",
            "taille 7|taille 8|taille 9|taille 10|pointure 41|pointure 43",
            "bleu|noir|blanc",
        ),
        ("2.20", "79.00"),
        PIECE,
    ),
    "pipes": (
        (
            "Tube PVC évacuation|Coude PVC|Té PVC|Manchon PVC|Collier de fixation",
            "Ø32|Ø40|Ø50|Ø100|Ø125",
            "45°|87°30|long. 2 m|long. 4 m",
        ),
        ("0.85", "18.40"),
        PIECE,
    ),
    "circuit breakers": (
        (
            "Disjoncteur|Interrupteur différentiel|Contacteur|Bornier",
            "Legrand|Schneider|Hager",
            "10A|16A|20A|32A|40A",
            "1P+N|2P|3P|4P",
        ),
        ("5.40", "164.00"),
        PIECE,
    ),
    "food": (
        (
            "Café en grains|Thé vert|Eau minérale|Jus d'orange|Sucre en morceaux",
            "bio|équitable|classique",
            "1 kg|500 g|pack de 6|bouteille 1 L|boîte de 100",
        ),
        ("1.20", "32.00"),
        PIECE,
    ),
    "work": (
        (
            "Prestation|Intervention|Régie|Assistance",
            "développeur|consultant senior|chef de projet|électricien|formateur",
            "niveau 1|niveau 2|sur site|à distance",
        ),
        ("45.00", "140.00"),
        HOUR,
    ),
    "contracts": (
        (
            "Maintenance|Location|Nettoyage|Abonnement|Contrôle périodique",
            "ascenseur|chariot élévateur|bureaux|fibre 1 Gbit/s|extincteurs|nacelle",
            "agence de Lyon|agence de Lille|siège|entrepôt nord|entrepôt sud",
        ),
        ("89.00", "2400.00"),
        PIECE,
    ),
}

ABBREVIATIONS = {
    "Ramette": "Ram.",
    "papier": "pap.",
    "feuilles": "flles",
    "blanc": "blc",
    "tête": "tt",
    "hexagonale": "hexa",
    "fraisée": "FR",
    "électrique": "élec",
    "Cordon": "Cdon",
    "réseau": "rés.",
    "Cartouche": "Cart.",
    "manutention": "manut.",
    "sécurité": "secu",
    "évacuation": "evac",
    "Disjoncteur": "Disj.",
    "Interrupteur": "Inter.",
    "différentiel": "diff.",
    "Prestation": "Prest.",
    "Intervention": "Interv.",
    "Maintenance": "Maint.",
    "boîte": "bte",
    "bouteille": "btl",
    "taille": "T.",
    "pointure": "pt.",
    "agence": "ag.",
    "inox": "INX",
}
BRANDS = ("PRO", "Clairalfa", "Würth", "Nexans", "Top Office", "Delta Plus", "Nicoll")
UNORDERED = (
    ("Frais de port", "12.50"),
    ("Transport et emballage", "35.00"),
    ("Participation aux frais de livraison", "9.90"),
    ("Éco-participation", "1.84"),
    ("Échantillon offert", "0.00"),
    ("Remise commerciale", "-25.00"),
)
