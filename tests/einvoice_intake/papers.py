"""Pages made for a test: text PDF, scans and photos of them, and hostile files."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SIZE = (420.0, 300.0)
LINES = (
    "Menuiserie Delorme SARL",
    "12 avenue des Tilleuls, 69003 Lyon",
    "Facture FA-2026-0417",
    "Date : 14/09/2026",
    "Fenêtre en chêne sur mesure",
    "Total hors taxes 1 250,00",
    "Montant de la TVA 250,00",
    "Net à payer 1 500,00",
)
# Words that must be read whatever the page went through.
EXPECTED = {"Delorme", "69003", "FA-2026-0417", "14/09/2026", "250,00", "500,00"}


def text_pdf(pages: int = 1) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    for _page in range(pages):
        _written(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def rotated(degrees: int) -> bytes:
    """Return a page that viewers show lying on its side or upside down."""
    writer = pypdf.PdfWriter(BytesIO(text_pdf()))
    writer.pages[0].rotate(degrees)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _written(canvas: Any, lines: tuple[str, ...] = LINES, mode: int = 0) -> None:
    text = canvas.beginText(40, SIZE[1] - 50)
    text.setFont("Helvetica", 13)
    text.setTextRenderMode(mode)
    text.setLeading(28)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def picture(dpi: int = 200) -> Image.Image:
    page = pypdfium2.PdfDocument(text_pdf())[0]
    drawn: Image.Image = page.render(scale=dpi / 72).to_pil().convert("RGB")
    return drawn


def with_dark_header(image: Image.Image) -> Image.Image:
    """Turn the upper lines into white letters on a dark ground."""
    height = round(image.height * 0.36)
    header = image.crop((0, 0, image.width, height))
    dark = header.point(lambda value: 255 - round(value * 0.85))
    image.paste(dark, (0, 0))
    return image


def saved(image: Image.Image, form: str = "PNG", **more: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **({"dpi": (200, 200)} | more))
    return buffer.getvalue()


def scanned(hidden: tuple[str, ...]) -> bytes:
    """Return a scan with a text layer that a machine put behind it."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    canvas.drawImage(ImageReader(picture()), 0, 0, *SIZE)
    _written(canvas, hidden, mode=3)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


HIDING = ("white", "no ink", "clear", "painted over", "cut away", "tiny", "crossed")
SECRET = "IBAN FR14 2004 1010 0505 0001"


def with_hidden(way: str, *, written: bool = True) -> bytes:
    """Return a page with an account that is in the file, not on the paper."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    if written:
        _written(canvas)
    canvas.saveState()
    text = canvas.beginText(40, 20)
    text.setFont("Helvetica", 0.4 if way == "tiny" else 10)
    if way in ("white", "crossed"):
        text.setFillColorRGB(1, 1, 1)
    elif way == "no ink":
        text.setTextRenderMode(3)
    elif way == "clear":
        canvas.setFillAlpha(0)
    elif way == "cut away":
        path = canvas.beginPath()
        path.rect(0, 0, 1, 1)
        canvas.clipPath(path, stroke=0, fill=0)
    text.textLine(SECRET)
    canvas.drawText(text)
    if way == "painted over":
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(30, 10, 300, 25, stroke=0, fill=1)
    elif way == "crossed":
        canvas.line(30, 23, 330, 23)
    canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def with_dark_band() -> bytes:
    """Return a page with white letters on a dark ground, and small grey ones."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    _written(canvas)
    canvas.setFillColorRGB(0.1, 0.2, 0.4)
    canvas.rect(0, 270, SIZE[0], 30, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(40, 280, SECRET)
    canvas.setFillColorRGB(0.7, 0.7, 0.7)
    canvas.setFont("Helvetica", 5)
    canvas.drawString(40, 20, "small grey print 1 I l")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pictured(*, in_drawing: bool) -> bytes:
    """Return a page that is covered by the picture of another one."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZE)
    _written(canvas, tuple(line.replace("250,00", "999,00") for line in LINES))
    image = ImageReader(picture())
    if in_drawing:
        canvas.beginForm("cover")
        canvas.drawImage(image, 0, 0, 1, 1)
        canvas.endForm()
        canvas.scale(*SIZE)
        canvas.doForm("cover")
    else:
        canvas.drawImage(image, 0, 0, *SIZE)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def raw_pdf(contents: list[bytes]) -> bytes:
    """Return a PDF of these page descriptions, each packed."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(contents)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        font,
    ]
    for place, content in enumerate(contents):
        packed = zlib.compress(content, 9)
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 300] /Resources "
            b"<< /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * place)
        )
        parts.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
            % (len(packed), packed)
        )
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(parts) + 1, len(body))
    )


def lines_of_text(*lines: str) -> bytes:
    shown = b"".join(b"(%s) Tj 0 -20 Td " % line.encode("latin-1") for line in lines)
    return b"BT /F1 12 Tf 40 250 Td %sET" % shown
