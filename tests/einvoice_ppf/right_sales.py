"""Right customer invoices of every kind, by name."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.invoice import Invoice

from .full_sales import extended, full
from .sales import (
    after_deposit,
    exempt,
    in_dollars,
    of_type,
    outside_vat,
    paid,
    to_private,
    to_union,
)

TYPES = "380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503".split()


def right_ones() -> dict[str, Invoice]:
    """Return right invoices of every type, frame and kind of sale, by name."""
    return {
        **{code: of_type(code) for code in TYPES},
        "paid": paid(),
        "after deposit": after_deposit(),
        "dollars": in_dollars(),
        "franchise": exempt(
            "E", "VATEX-FR-FRANCHISE", "TVA non applicable, art. 293 B du CGI"
        ),
        "reverse charge": exempt("AE", "VATEX-EU-AE", "Autoliquidation"),
        "to the Union": to_union(),
        "to a private person": to_private(),
        "outside VAT": outside_vat(),
        "every place": full(),
        "extended": extended(),
    }
