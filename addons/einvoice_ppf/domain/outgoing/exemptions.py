"""Why no VAT is charged, where the VAT category alone tells.

An exemption (category E) has one of many reasons, which only the seller knows.

Source: EN 16931 BR-AE-10, BR-IC-10, BR-G-10, BR-O-10; code list VATEX; CGI ann. II 242
nonies A I 12° and 13°.
"""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.einvoice_base.domain.codes import VatCategory, vat_category_of
from odoo.addons.einvoice_base.domain.invoice import TaxBreakdown

# Code BT-121 and text BT-120, which is part of a French document and not translated.
_REASONS = {
    VatCategory.REVERSE_CHARGE: ("VATEX-EU-AE", "Autoliquidation"),
    VatCategory.INTRA_COMMUNITY: (
        "VATEX-EU-IC",
        "Exonération de TVA, article 262 ter, I du code général des impôts",
    ),
    VatCategory.EXPORT: (
        "VATEX-EU-G",
        "Exonération de TVA, article 262, I du code général des impôts",
    ),
    VatCategory.NOT_SUBJECT: ("VATEX-EU-O", "Opération non soumise à la TVA"),
}


def exempted(tax: TaxBreakdown) -> TaxBreakdown:
    """Give a group of the VAT breakdown its reason, where none is stated.

    >>> exempted(TaxBreakdown(category="AE")).exemption_reason
    'Autoliquidation'
    >>> exempted(TaxBreakdown(category="E")).exemption_reason is None
    True
    """
    if tax.exemption_code or tax.exemption_reason:
        return tax
    meaning = vat_category_of(tax.category)
    if meaning not in _REASONS:
        return tax
    code, text = _REASONS[meaning]
    return replace(tax, exemption_code=code, exemption_reason=text)
