"""The readable view that a platform makes: one page, its own, not the supplier's."""

from __future__ import annotations

import io
from collections.abc import Iterable

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from .cdar_read import read_cdar
from .invoices import FileError, read_invoice
from .statuses import STATUSES


def readable_view(syntax: str, body: bytes) -> bytes | None:
    """Return a PDF that a person can read, or nothing of what cannot be read."""
    try:
        if syntax == "CDAR":
            return pdf("Message de cycle de vie", _status_lines(body))
        if syntax == "FRR":
            return pdf("E-reporting", ["Fichier d'e-reporting (flux 10)"])
        return pdf("Facture", _invoice_lines(syntax, body))
    except FileError:
        return None


def _invoice_lines(syntax: str, body: bytes) -> list[str]:
    invoice, _root = read_invoice(syntax, body)
    date = invoice.issue_date
    return [
        f"Numéro : {invoice.number}   (type {invoice.type_code})",
        f"Date : {date[6:8]}/{date[4:6]}/{date[:4]}",
        f"Vendeur : {invoice.seller.name}   SIREN {invoice.seller.siren}",
        f"Acheteur : {invoice.buyer.name}   SIREN {invoice.buyer.siren}",
        f"Total TTC : {invoice.total} {invoice.currency}",
        f"Net à payer : {invoice.due} {invoice.currency}",
    ]


def _status_lines(body: bytes) -> list[str]:
    cdar = read_cdar(body)
    status = STATUSES.get(cdar.status)
    label = status.label.replace("_", " ") if status else ""
    return [
        f"Facture : {cdar.number}   émise par {cdar.seller}",
        f"Statut : {cdar.status} {label}",
        *(f"Motif : {each.reason} {each.comment}" for each in cdar.details),
    ]


def pdf(title: str, lines: Iterable[str]) -> bytes:
    """Return a page with a title and lines; the same words give the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 770, f"{title} (vue de la plateforme)")
    canvas.setFont("Helvetica", 11)
    for number, text in enumerate(lines):
        canvas.drawString(60, 730 - 20 * number, text[:100])
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
