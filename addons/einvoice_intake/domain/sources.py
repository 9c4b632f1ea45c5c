"""What is English in the sources of the rules, so that it is translated.

A source is shown part by part, as the semicolons divide it.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.messages import mark as _

SOURCES = (
    _("AFNOR XP Z12-012 annex A"),
    _("BT-110 and BT-111, else the rate of your books at the date of the invoice"),
    _("CGI 289, ann. II 242 nonies A (identity of the customer)"),
    _("CGI ann. II 242 nonies A (identity of the supplier)"),
    _("DGFiP external specifications, rule G1.45"),
    _("EN 16931-1 BT-5: all amounts but BT-111 are in the invoice currency"),
    _("EN 16931-1, cardinality of the term"),
    _("EN 16931-3-2 and 3-3, ChargeIndicator"),
    _("EN 16931-3-2: UBL CreditNote carries the codes of credit notes"),
    _("Factur-X 1.0 §3: page and data are one invoice"),
    _("Factur-X 1.0 §6.1: one invoice XML"),
    _("Factur-X 1.0 §6.2, XMP extension schema"),
    _("Fraud by a domain that looks alike"),
    _("Fraud by change of bank details"),
    _("Schematron of CEN/TC 434"),
    _("XML 1.0 well-formedness"),
    _("XML Schema date"),
    _("XML Schema decimal"),
    _("XP Z12-013: 100 MB on the platforms"),
)
