"""Invoices of several suppliers, page by page, to be bound in one file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.einvoice_intake.domain.paper.page import Page

from .sheets import Printed, page_of, printed


@dataclass(frozen=True)
class Bill:
    """One invoice as its pages print it; what is empty is not printed.

    Attributes:
        mark: Said of each page, with its place and their count.
        label: Before the number.
        repeats: Each page prints the whole head again.
        pages: How many.
        extra: Rows below the totals.
    """

    seller: str = "Menuiserie Delorme SARL"
    siren: str = "732 829 320"
    number: str = "FA-2026-0417"
    day: str = "14/09/2026"
    net: str = "1 250,00"
    vat: str = "250,00"
    gross: str = "1 500,00"
    mark: str = ""
    label: str = "Facture n°"
    repeats: bool = True
    pages: int = 1
    buyer: str = "Client : 55210055400013"
    extra: Sequence[Printed | str] = field(default_factory=tuple)

    def sheets(self) -> list[Page]:
        """Return its pages."""
        return [self._page(place) for place in range(1, self.pages + 1)]

    def _page(self, place: int) -> Page:
        is_last = place == self.pages
        carried = printed((300, "Report"), (-540, "400,00"))
        to_carry = printed((300, "À reporter"), (-540, "400,00"))
        rows = [
            *(self._head() if place == 1 or self.repeats else [self.seller]),
            printed((40, "Désignation"), (300, "Qté"), (400, "PU HT"), (-540, "Total")),
            "" if place == 1 else carried,
            printed((40, "Parquet"), (300, "1"), (400, self.net), (-540, self.net)),
            *(self._foot() if is_last else [to_carry]),
            printed((450, self.mark.format(place, self.pages)), at=800.0),
        ]
        return page_of(*rows)

    def _head(self) -> Iterable[Printed | str]:
        yield printed(self.seller, size=14.0)
        yield "12 avenue des Tilleuls"
        yield printed((40, "69003 Lyon"), (330, "Ville de Bourg"))
        if self.siren:
            yield printed((40, f"SIREN {self.siren}"), (330, "1 place de la Mairie"))
        yield printed((330, "01000 Bourg"))
        yield printed((330, self.buyer))
        title = f"{self.label} {self.number}" if self.number else "Facture"
        yield printed(title, size=13.0)
        if self.day:
            yield f"Date : {self.day}"
        yield ""

    def _foot(self) -> Iterable[Printed | str]:
        yield ""
        yield printed((300, "Total HT"), (-540, self.net))
        yield printed((300, "TVA 20 %"), (-540, self.vat))
        yield printed((300, "Total TTC"), (-540, self.gross))
        yield from self.extra


OTHER = Bill(
    "Électricité Marchand SAS", "552 100 554", "2026/118", "21/09/2026", "340,00",
    "68,00", "408,00",
)  # fmt: skip
TERMS = page_of(
    printed("Conditions générales de vente", size=14.0), "",
    "1. Commandes", "Toute commande vaut acceptation des présentes conditions.",
    "2. Factures", "La facture est payable à 30 jours de sa date d'émission.",
    "3. Retard", "Frais de recouvrement 40,00 € et pénalités au taux de 10,00 %.",
    "Menuiserie Delorme SARL - SIREN 732 829 320",
)  # fmt: skip
BLANK = Page(1, 595.0, 842.0)


def bound(*parts: Sequence[Page]) -> list[Page]:
    """Return the pages of one file, counted anew."""
    pages = [page for part in parts for page in part]
    return [_numbered(page, place) for place, page in enumerate(pages, 1)]


def _numbered(page: Page, number: int) -> Page:
    words = tuple(replace(word, page=number) for word in page.words)
    return replace(page, number=number, words=words)


def scanned(pages: Sequence[Page]) -> bytes:
    """Return pages as a scanner gives them: pictures in one PDF."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn, invariant=1)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for word in page.words:
            text = canvas.beginText(word.left, page.height - word.bottom + 1)
            text.setFont("Helvetica", word.height)
            width = canvas.stringWidth(word.text, "Helvetica", word.height)
            text.setHorizScale(100 * (word.right - word.left) / width)
            text.textOut(word.text)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    pictures = [
        page.render(scale=200 / 72).to_pil().convert("L").rotate(0.4, fillcolor=255)
        for page in PdfDocument(drawn.getvalue())
    ]
    held = io.BytesIO()
    pictures[0].save(
        held, "PDF", resolution=200.0, save_all=True, append_images=pictures[1:]
    )
    return held.getvalue()
