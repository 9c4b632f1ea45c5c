"""Paper invoices of LE VENDEUR to LE CLIENT: pages of text without any data."""

import io

from pypdf import PdfReader, PdfWriter
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from .pages import drawn

_SAID = {
    "title": "Facture",
    "seller": "LE VENDEUR",
    "siren": "100 000 009",
    "buyer": "LE CLIENT",
    "number": "F-2026-001",
    "date": "15/09/2026",
    "net": "100,00",
    "vat": "20,00",
    "gross": "120,00",
}


def page(*, mentions=True, extra=(), **said):
    """Return a PDF of one page; what is said as ``None`` is not printed.

    Args:
        mentions: Whether it makes the mentions that the law asks for.
        extra: More texts, each with its place from the lower left corner.
        said: What it says.
    """
    said = {**_SAID, **said}
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    _head(canvas, said)
    _table(canvas, said)
    if mentions:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 70, "Pénalités de retard : trois fois le taux légal.")
        canvas.drawString(50, 58, "Frais de recouvrement : 40 €. Pas d'escompte.")
    canvas.setFont("Helvetica", 10)
    for left, low, text in extra:
        canvas.drawString(left, low, text)
    canvas.save()
    return buffer.getvalue()


def _head(canvas, said):
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(50, 790, said["seller"])
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, 774, "12 rue des Lilas")
    canvas.drawString(50, 760, "69005 Lyon")
    if said["siren"]:
        canvas.drawString(50, 746, f"SIREN : {said['siren']}")
    for place, row in enumerate((said["buyer"], "3 place de la Bourse", "75002 Paris")):
        canvas.drawString(340, 710 - 14 * place, row)
    canvas.setFont("Helvetica-Bold", 16)
    number = f" n° {said['number']}" if said["number"] else ""
    canvas.drawString(50, 630, f"{said['title']}{number}")
    canvas.setFont("Helvetica", 10)
    if said["date"]:
        canvas.drawString(50, 610, f"Date de facture : {said['date']}")


def _table(canvas, said):
    tax = said.get("prices", "HT")
    rows = [("Désignation", "Quantité", f"Prix unitaire {tax}", f"Montant {tax}")]
    if said["net"]:
        line = said.get("line", said["net"])
        rows.append(("Papier A4 blanc", "1", line, line))
    for place, (name, *cells) in enumerate(rows):
        canvas.drawString(50, 560 - 20 * place, name)
        for right, cell in zip((340, 440, 545), cells, strict=True):
            canvas.drawRightString(right, 560 - 20 * place, cell)
    totals = (("Total HT", "net"), ("TVA 20 %", "vat"), ("Total TTC", "gross"))
    for place, (label, name) in enumerate(totals):
        if said[name]:
            canvas.drawString(380, 440 - 16 * place, label)
            canvas.drawRightString(545, 440 - 16 * place, f"{said[name]} €")


def scanned(content, *, angle=0.6):
    """Return the first page of a PDF as a scanner gives it: a picture, a little askew.

    Args:
        content: A PDF.
        angle: Degrees by which the sheet lay askew.
    """
    sheet = PdfDocument(content)[0].render(scale=200 / 72).to_pil().convert("L")
    sheet = sheet.rotate(angle, expand=False, fillcolor=255)
    buffer = io.BytesIO()
    sheet.save(buffer, "PDF", resolution=200.0, quality=70)
    return buffer.getvalue()


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
