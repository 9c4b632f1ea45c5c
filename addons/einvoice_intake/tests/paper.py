"""Paper invoices of LE VENDEUR to LE CLIENT: pages of text without any data."""

import io

from pypdf import PdfReader, PdfWriter

from .pages import drawn

_SAID = {
    "seller": "LE VENDEUR",
    "siren": "100 000 009",
    "number": "F-2026-001",
    "date": "15/09/2026",
    "net": "100,00",
    "vat": "20,00",
    "gross": "120,00",
}


def page(**said):
    """Return a PDF of one page; what is said as ``None`` is not printed."""
    return drawn(*rows(**said))


def rows(**said):
    """Return the rows of such a page; the last two are the mandatory mentions."""
    said = {**_SAID, **said}
    stated = (
        said["seller"],
        "12 rue des Lilas",
        "69005 Lyon",
        f"SIREN : {said['siren']}" if said["siren"] else None,
        f"Facture n° {said['number']}" if said["number"] else None,
        f"Date : {said['date']}" if said["date"] else None,
        "Client : LE CLIENT",
        "3 place de la Bourse, 75002 Paris",
        "Désignation          Quantité     Prix unitaire     Montant HT",
        f"Papier          1     {said['net']}     {said['net']}",
        f"Total HT {said['net']} €" if said["net"] else None,
        f"TVA 20 % {said['vat']} €" if said["vat"] else None,
        f"Total TTC {said['gross']} €" if said["gross"] else None,
        "Pénalités de retard : trois fois le taux légal. Pas d'escompte.",
        "Indemnité forfaitaire pour frais de recouvrement : 40 €",
    )
    return list(filter(None, stated))


def letter():
    """Return a page that is no invoice."""
    return drawn("Bonjour,", "Veuillez trouver nos vœux pour la nouvelle année.")


def bound(*documents):
    """Return one PDF of the pages of several."""
    writer = PdfWriter()
    for document in documents:
        writer.append(PdfReader(io.BytesIO(document)))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
