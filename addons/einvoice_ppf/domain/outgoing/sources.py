"""What is English in the sources of the rules, so that it is translated.

A source is shown part by part, as the semicolons divide it.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.messages import mark as _

SOURCES = (
    _("AIFE, known limitations of the public portal, 2026"),
    _("BR-FR-MV-01 to BR-FR-MV-14, BR-FR-BD-02 to BR-FR-BD-14"),
    _("CGI ann. II 242 nonies A I 17° (decree 2022-1299)"),
    _("CGI ann. II 242 nonies A I 18° (decree 2022-1299)"),
    _("CGI ann. II 242 nonies A I 1° (decree 2022-1299)"),
    _("CGI ann. II 242 nonies A I 2° to 4°"),
    _("DGFiP external specifications, annex 7 (VATEX)"),
    _("EN 16931 BR-06 to BR-11, BR-17 to BR-20"),
    _("EN 16931 BR-12 to BR-15"),
    _("EN 16931 BR-21 to BR-26"),
    _("EN 16931 BR-31 to BR-44"),
    _("EN 16931 BR-CO-10 to BR-CO-17, BR-S-08"),
    _("EN 16931 BR-DEC-01 to BR-DEC-28"),
)
