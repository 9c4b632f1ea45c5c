"""A readable page to put data into."""

from __future__ import annotations

import io

from reportlab.pdfgen import canvas


def page(text: str = "Facture F-2026-0118") -> bytes:
    """Return a PDF of one page."""
    stream = io.BytesIO()
    drawn = canvas.Canvas(stream, invariant=True)
    drawn.drawString(100, 700, text)
    drawn.save()
    return stream.getvalue()
