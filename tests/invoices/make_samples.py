"""Writes ``tests/samples``: one story, each file named after how it must end.

Run by hand when the story changes: ``python -m tests.invoices.make_samples``.
The state stands between the last ``__`` and the extension.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from .build import Company, Item, cii, facturx, page, terms, ubl
from .paper import Sheet, craft, delivery_note, ruled, scan

SAMPLES = Path(__file__).parents[1] / "samples"

BUYER = Company(
    "Atelier Beaumanoir SAS",
    "910000124",
    "FR83910000124",
    "14 rue des Tanneurs",
    "69005",
    "Lyon",
    siret="91000012400016",
)
STATIONER = Company(
    "Papeterie du Rhône SARL",
    "910000215",
    "FR65910000215",
    "3 quai Rambaud",
    "69002",
    "Lyon",
    siret="91000021500012",
    email="facturation@papeterie-rhone.example",
    iban="FR7630004000010000012345617",
)
ADVISER = Company(
    "Cabinet Lemoine Conseil",
    "910000348",
    "FR76910000348",
    "22 avenue Foch",
    "75116",
    "Paris",
    email="compta@lemoine-conseil.example",
    iban="FR7610096000010000012345627",
)
CARRIER = Company(
    "Transports Vidal SA",
    "910000470",
    "FR54910000470",
    "Zone du Port",
    "13015",
    "Marseille",
    iban="FR7620041000010000012345647",
)
ENERGY = Company(
    "Énergie Bleue SA",
    "910000595",
    "FR41910000595",
    "1 place de l'Hôtel de Ville",
    "38000",
    "Grenoble",
    iban="FR7614707000010000012345655",
)
JOINER = Company(
    "Menuiserie Tardy",
    "910000629",
    "FR46910000629",
    "Chemin des Scies",
    "71000",
    "Mâcon",
    email="bonjour@menuiserie-tardy.example",
    iban="FR7630002000010000012345601",
)
GERMAN = Company(
    "Elektro Schmidt GmbH",
    "",
    "DE136695976",
    "Hauptstraße 5",
    "70173",
    "Stuttgart",
    "DE",
    iban="DE89370400440532013000",
)
STRANGER = Company(
    "Brasserie du Parc",
    "910000751",
    "FR24910000751",
    "8 cours Vitton",
    "69006",
    "Lyon",
)

LOCKSMITH = Company(
    "Serrurerie Cottin",
    "910000835",
    "FR82910000835",
    "27 rue de la Forge",
    "69100",
    "Villeurbanne",
    siret="91000083500017",
    email="contact@serrurerie-cottin.example",
    iban="FR7630003001000001234567016",
)
PAPER = [
    Item("Papier A4 80 g, carton de 5 ramettes", "12", "21.90", unit="XCT"),
    Item("Cartouche d'encre noire", "4", "38.45"),
    Item("Livre « Comptabilité 2026 »", "1", "32.00", rate="5.5"),
]
ADVICE = [Item("Conseil en organisation, septembre 2026", "3.5", "850", unit="DAY")]

DESK = [
    Item("Classeur à levier, dos 80 mm", "24", "2.85"),
    Item("Chemise cartonnée, paquet de 100", "3", "14.20"),
    Item("Agenda de bureau 2027", "5", "18.90"),
]
KEYS = [
    Item("Remplacement du cylindre de la porte d'entrée", "1", "186.00"),
    Item("Clé supplémentaire", "4", "14.50"),
    Item("Main-d'oeuvre", "1.5", "58.00"),
]

ORDER = b"""<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>PO-2026-118</cbc:ID>
  <cbc:IssueDate>2026-10-01</cbc:IssueDate>
</Order>
"""


def paper() -> dict[str, bytes]:
    """Return the end of the story, which came on paper: file name to bytes."""
    desk = Sheet("PR-4758", STATIONER, BUYER, DESK, date(2026, 10, 19))
    keys = Sheet("2026-0417", LOCKSMITH, BUYER, KEYS, date(2026, 10, 14))
    parcel = Sheet("BL-88102", STATIONER, BUYER, DESK, date(2026, 10, 16))
    months = [
        Sheet(
            f"EB-1004{month}",
            ENERGY,
            BUYER,
            [Item(f"Électricité, compteur {month}", "1", f"{170 + month}.40")],
            date(2026, 10, 20 + month),
        )
        for month in (1, 2)
    ]
    return {
        "18_pdf_known_supplier__booked.pdf": ruled([desk]),
        "19_scan_unknown_supplier__to_fix.pdf": scan(craft(keys), askew=0.8),
        "20_scan_delivery_note__to_fix.pdf": scan(delivery_note(parcel), askew=-0.5),
        "21_pdf_two_invoices__to_fix.pdf": ruled(months),
    }


def samples() -> dict[str, bytes]:
    """Return file name to bytes, in the order of the story."""
    advice = terms("2026-118", ADVISER, BUYER, ADVICE, process="S1")
    wrong = terms("PR-4711", STATIONER, BUYER, PAPER)
    wrong |= {"BT-112": "9510.39", "BT-115": "9510.39"}
    # The page shows the supplier's account, the data another one.
    forged = terms("PR-4740", replace(STATIONER, iban=JOINER.iban), BUYER, PAPER)
    thief = replace(CARRIER, iban="FR7630002000010000012345601")
    freight = [
        Item(f"Transport Lyon – étape {place}", "1", f"{120 + place}.50", unit="C62")
        for place in range(1, 19)
    ]
    credit = terms(
        "AV-2026-0043",
        STATIONER,
        BUYER,
        PAPER[:1],
        type_code="381",
        BG_3=[{"BT-25": "PR-4701", "BT-26": date(2026, 9, 15)}],
    )
    german = terms(
        "RE-2026-778",
        GERMAN,
        BUYER,
        [Item("Schaltschrank 19 Zoll", "2", "640", rate="0", category="K")],
        BG_13={
            "name": "Atelier Beaumanoir SAS",
            "country_code": "FR",
            "city": "Lyon",
            "postcode": "69005",
        },
    )
    return {
        "01_facturx_en16931__booked.pdf": facturx(
            terms("PR-4702", STATIONER, BUYER, PAPER, BT_13="PO-2026-0031")
        ),
        "02_facturx_basicwl__booked.pdf": facturx(
            terms(
                "EB-99120",
                ENERGY,
                BUYER,
                [Item("Électricité", "1", "412.36"), Item("Taxe", "1", "9", "5.5")],
                BT_24="urn:factur-x.eu:1p0:basicwl",
            ),
            "basicwl",
        ),
        "03_facturx_minimum__booked.pdf": facturx(
            terms(
                "2026-112",
                ADVISER,
                BUYER,
                ADVICE,
                process="S1",
                BT_24="urn:factur-x.eu:1p0:minimum",
            ),
            "minimum",
        ),
        "04_cii_services__booked.xml": cii(advice),
        "05_ubl_18_lines__booked.xml": ubl(
            terms("TV-5530", CARRIER, BUYER, freight, process="S1")
        ),
        "06_ubl_credit_note__booked.xml": ubl(credit),
        "07_cii_down_payment__booked.xml": cii(
            terms(
                "AC-2026-07",
                ADVISER,
                BUYER,
                [Item("Acompte 30 %, mission 2027", "1", "1500")],
                type_code="386",
                process="S1",
            )
        ),
        "08_cii_intracommunity__to_check.xml": cii(german),
        "09_cii_unknown_supplier__to_fix.xml": cii(
            terms("F-0098", JOINER, BUYER, [Item("Porte sur mesure", "1", "1290")])
        ),
        "10_cii_wrong_total__to_check.xml": cii(wrong),
        "11_ubl_changed_iban__to_check.xml": ubl(
            terms("TV-5561", thief, BUYER, freight[:3], process="S1")
        ),
        "12_cii_other_buyer__to_fix.xml": cii(
            terms("PR-4733", STATIONER, STRANGER, PAPER)
        ),
        "13_ubl_sent_again__duplicate.xml": ubl(advice),
        "14_order__rejected.xml": ORDER,
        "15_cut_in_half__to_fix.xml": cii(advice)[:3000],
        "16_page_without_data__to_fix.pdf": page(
            terms("PR-4699", STATIONER, BUYER, PAPER)
        ),
        "17_page_and_data_differ__to_check.pdf": facturx(
            forged, printed=terms("PR-4740", STATIONER, BUYER, PAPER)
        ),
        **paper(),
    }


def main() -> None:
    """Write the files that changed."""
    SAMPLES.mkdir(exist_ok=True)
    for name, content in samples().items():
        (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    main()
