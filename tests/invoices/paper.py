"""Draws invoices as paper: pages of text without data, and scans of them.

Two layouts, so that what is learned of one says nothing of the other.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .build import CENT, Company, Item

# Dots an inch of a scan: what an office scanner makes.
DPI = 200
RIGHT = 545
_MENTIONS = (
    "Pénalités de retard : trois fois le taux d'intérêt légal. Indemnité forfaitaire",
    "pour frais de recouvrement : 40 EUR. Pas d'escompte pour paiement anticipé.",
)
Drawer = Callable[[Any], None]


@dataclass(frozen=True)
class Sheet:
    """What one invoice on paper says."""

    number: str
    seller: Company
    buyer: Company
    items: Sequence[Item]
    issued: date
    days: int = 30

    @property
    def due(self) -> date:
        """When it is to be paid."""
        return self.issued + timedelta(days=self.days)

    @property
    def rates(self) -> dict[str, Decimal]:
        """Net amount by rate of VAT, in the order of the lines."""
        found: dict[str, Decimal] = {}
        for item in self.items:
            found[item.rate] = found.get(item.rate, Decimal(0)) + item.net
        return found

    @property
    def totals(self) -> tuple[Decimal, Decimal, Decimal]:
        """Total without VAT, VAT, total with VAT."""
        net = sum(self.rates.values(), Decimal(0))
        vat = sum((_vat(base, rate) for rate, base in self.rates.items()), Decimal(0))
        return net, vat, net + vat


def _vat(base: Decimal, rate: str) -> Decimal:
    return (base * Decimal(rate) / 100).quantize(CENT, rounding=ROUND_HALF_UP)


def french(amount: Decimal | str) -> str:
    """Write an amount as French paper does: ``1 234,50``."""
    return f"{Decimal(amount):,.2f}".replace(",", " ").replace(".", ",")


def ruled(sheets: Sequence[Sheet]) -> bytes:
    """Draw invoices, a page each: a letter head on the left, a ruled table."""
    return _pdf([lambda canvas, each=sheet: _ruled(canvas, each) for sheet in sheets])


def craft(sheet: Sheet) -> bytes:
    """Draw the invoice of a craftsman: a band of colour, serif letters, few lines."""
    return _pdf([lambda canvas: _craft(canvas, sheet)])


def delivery_note(sheet: Sheet) -> bytes:
    """Draw what comes with the goods: quantities, and no amount at all."""
    return _pdf([lambda canvas: _note(canvas, sheet)])


def scan(pdf: bytes, *, askew: float = 0.0, quality: int = 60) -> bytes:
    """Print and scan: a PDF that holds pictures only, lying a little askew.

    Args:
        pdf: What is printed.
        askew: Degrees, against the clock.
        quality: Of the JPEG.
    """
    import pypdfium2
    from PIL import Image, ImageFilter

    made = []
    for sheet in pypdfium2.PdfDocument(pdf):
        image = sheet.render(scale=DPI / 72).to_pil().convert("L")
        image = image.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255)
        # Grey paper, and the dots of a printer.
        grain = Image.effect_noise(image.size, 22).filter(ImageFilter.GaussianBlur(0.6))
        made.append(Image.blend(image, grain, 0.12))
    buffer = io.BytesIO()
    made[0].save(
        buffer, "PDF", resolution=DPI, quality=quality, append_images=made[1:],
        save_all=True,
    )  # fmt: skip
    return buffer.getvalue()


def _pdf(drawers: Sequence[Drawer]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for draw in drawers:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _ruled(canvas: Any, sheet: Sheet) -> None:
    _letter_head(canvas, sheet)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(50, 690, "FACTURE")
    canvas.setFont("Helvetica", 10)
    facts = (
        ("N° de facture", sheet.number),
        ("Date de facture", f"{sheet.issued:%d/%m/%Y}"),
        ("Date d'échéance", f"{sheet.due:%d/%m/%Y}"),
    )
    for place, (label, value) in enumerate(facts):
        canvas.drawString(50, 670 - 15 * place, f"{label} :")
        canvas.drawString(150, 670 - 15 * place, value)
    _buyer(canvas, sheet, 330, 690)
    height = _table(canvas, sheet, 600)
    net, vat, gross = sheet.totals
    rows = [("Total HT", net)]
    rows += [
        (f"TVA {rate.replace('.', ',')} % sur {french(base)}", _vat(base, rate))
        for rate, base in sheet.rates.items()
    ]
    rows += [("Total TVA", vat)] if len(sheet.rates) > 1 else []
    height = _amounts(canvas, rows, height - 24)
    canvas.setFont("Helvetica-Bold", 11)
    _amounts(canvas, [("Total TTC", gross)], height)
    _foot(canvas, sheet, "Helvetica")


def _letter_head(canvas: Any, sheet: Sheet) -> None:
    seller = sheet.seller
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, 790, seller.name)
    canvas.setFont("Helvetica", 9)
    place = f"{seller.postcode} {seller.city}"
    for row, text in enumerate((seller.street, place, seller.email)):
        canvas.drawString(50, 774 - 12 * row, text)


def _buyer(canvas: Any, sheet: Sheet, left: int, height: int) -> None:
    buyer = sheet.buyer
    canvas.drawString(left, height, "Facturé à :")
    rows = (
        buyer.name,
        buyer.street,
        f"{buyer.postcode} {buyer.city}",
        f"N° TVA : {buyer.vat}",
    )
    for row, text in enumerate(rows, start=1):
        canvas.drawString(left, height - 14 * row, text)


_COLUMNS = (("Désignation", 50), ("Qté", 335), ("P.U. HT", 410), ("TVA", 465))


def _table(canvas: Any, sheet: Sheet, height: int) -> int:
    canvas.setFont("Helvetica-Bold", 10)
    canvas.line(50, height + 14, RIGHT, height + 14)
    canvas.drawString(_COLUMNS[0][1], height, _COLUMNS[0][0])
    for label, place in (*_COLUMNS[1:], ("Montant HT", RIGHT)):
        canvas.drawRightString(place, height, label)
    canvas.line(50, height - 6, RIGHT, height - 6)
    canvas.setFont("Helvetica", 10)
    for item in sheet.items:
        height -= 20
        canvas.drawString(50, height, item.name)
        texts = (
            item.quantity.replace(".", ","),
            french(item.price),
            f"{item.rate.replace('.', ',')} %",
        )
        for (_label, place), text in zip(_COLUMNS[1:], texts, strict=True):
            canvas.drawRightString(place, height, text)
        canvas.drawRightString(RIGHT, height, french(item.net))
    canvas.line(50, height - 8, RIGHT, height - 8)
    return height - 8


def _amounts(canvas: Any, rows: Sequence[tuple[str, Decimal]], height: int) -> int:
    for label, amount in rows:
        canvas.drawString(330, height, label)
        canvas.drawRightString(RIGHT, height, f"{french(amount)} €")
        height -= 16
    return height


def _foot(canvas: Any, sheet: Sheet, font: str) -> None:
    seller = sheet.seller
    canvas.setFont(font, 9)
    iban = " ".join(seller.iban[at : at + 4] for at in range(0, len(seller.iban), 4))
    rows = [
        f"Règlement par virement. IBAN : {iban}",
        *_MENTIONS,
        f"{seller.name} - SIRET {_siret(seller)} - N° TVA {seller.vat}",
    ]
    for row, text in enumerate(rows):
        canvas.drawString(50, 110 - 13 * row, text)


def _siret(company: Company) -> str:
    number = company.siret or company.siren
    return " ".join([number[:3], number[3:6], number[6:9], number[9:]]).strip()


def _craft(canvas: Any, sheet: Sheet) -> None:
    seller, buyer = sheet.seller, sheet.buyer
    canvas.setFillGray(0.25)
    canvas.rect(0, 775, 596, 67, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont("Times-Bold", 24)
    canvas.drawString(40, 800, seller.name)
    canvas.setFillGray(0)
    canvas.setFont("Times-Roman", 11)
    place = f"{seller.street}, {seller.postcode} {seller.city}"
    canvas.drawString(40, 752, f"{place} - {seller.email}")
    canvas.setFont("Times-Bold", 14)
    canvas.drawString(40, 700, f"Facture n° {sheet.number}")
    canvas.setFont("Times-Roman", 11)
    canvas.drawString(40, 682, f"{seller.city}, le {sheet.issued:%d/%m/%Y}")
    rows = (buyer.name, buyer.street, f"{buyer.postcode} {buyer.city}", buyer.vat)
    for row, text in enumerate(rows):
        canvas.drawString(340, 700 - 15 * row, text)
    height = 590
    canvas.setFont("Times-Bold", 11)
    canvas.drawString(40, height, "Travaux et fournitures")
    for label, right in (("Quantité", 370), ("Prix HT", 450), ("Total HT", RIGHT)):
        canvas.drawRightString(right, height, label)
    canvas.setFont("Times-Roman", 11)
    for item in sheet.items:
        height -= 22
        canvas.drawString(40, height, item.name)
        canvas.drawRightString(370, height, item.quantity.replace(".", ","))
        canvas.drawRightString(450, height, french(item.price))
        canvas.drawRightString(RIGHT, height, french(item.net))
    _craft_totals(canvas, sheet, height - 50)
    _foot(canvas, sheet, "Times-Roman")


def _craft_totals(canvas: Any, sheet: Sheet, height: int) -> None:
    net, vat, gross = sheet.totals
    [rate] = sheet.rates
    height = _amounts(canvas, [("Montant HT", net), (f"TVA à {rate} %", vat)], height)
    canvas.setFont("Times-Bold", 13)
    _amounts(canvas, [("Net à payer TTC", gross)], height - 4)
    canvas.setFont("Times-Roman", 11)
    canvas.drawString(40, height - 4, f"À régler avant le {sheet.due:%d/%m/%Y}")


def _note(canvas: Any, sheet: Sheet) -> None:
    _letter_head(canvas, sheet)
    canvas.setFont("Helvetica-Bold", 15)
    canvas.drawString(50, 690, f"BON DE LIVRAISON N° {sheet.number}")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(50, 672, f"Livré le {sheet.issued:%d/%m/%Y}")
    canvas.drawString(330, 650, "Adresse de livraison :")
    buyer = sheet.buyer
    rows = (buyer.name, buyer.street, f"{buyer.postcode} {buyer.city}")
    for row, text in enumerate(rows, start=1):
        canvas.drawString(330, 650 - 14 * row, text)
    height = 560
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(50, height, "Article")
    canvas.drawRightString(430, height, "Commandé")
    canvas.drawRightString(RIGHT, height, "Livré")
    canvas.setFont("Helvetica", 10)
    for item in sheet.items:
        height -= 20
        canvas.drawString(50, height, item.name)
        canvas.drawRightString(430, height, item.quantity)
        canvas.drawRightString(RIGHT, height, item.quantity)
    canvas.drawString(50, height - 60, "Colis : 2    Reçu par :    Signature :")
