"""What is English in the sources of the rules, so that it is translated.

A source is shown part by part, as the semicolons divide it.
"""

from __future__ import annotations

from .messages import mark as _

SOURCES = (
    _("C. com. L110-4 (claims between traders lapse after five years)"),
    _("C. com. L441-10 I and L441-16 (60 days, or 45 days end of month)"),
    _("C. com. L441-9 I and L441-10 II"),
    _("C. com. L441-9 I and L441-10 II, D441-5"),
    _("CGI 286 ter (the VAT number holds the SIREN)"),
    _("CGI ann. II 242 nonies A I (decree 2022-1299)"),
    _("CGI ann. II 242 nonies A I 1° (decree 2022-1299)"),
    _("CGI ann. II 242 nonies A I 1° and 2°"),
    _("CGI ann. II 242 nonies A I 3° and 4°"),
    _("CGI ann. II 242 nonies A I 7° (one continuous series)"),
    _("CGI art. 269 2 c, ann. II 242 nonies A I (decree 2022-1299)"),
    _("CGI art. 272 2 and 283 3"),
    _("CGI art. 278 to 281 nonies, 296 and 297"),
    _("CGI art. 286 ter, ann. II 242 nonies A I 2° to 4°"),
    _("CGI art. 289 I 3 (an invoice is issued when the supply is made)"),
    _("CGI art. 289 IV and 266 1 bis"),
    _("CMF L133-21 (payment by account number)"),
    _("DGFiP external specifications, rule G1.45"),
    _("DGFiP rule G6.16"),
    _("DGFiP rule S1.13"),
    _("EN 16931 BR-S-08 and its sister rules, summed over the categories"),
    _("Fraud by an invented supplier"),
    _("Fraud by change of bank details"),
    _("Learned from the posted bills of the supplier"),
    _("directive 2006/112/EC art. 215"),
    _("directive 2006/112/EC art. 226 (11)"),
    _("directive 2006/112/EC art. 226 (11a)"),
    _("directive 2006/112/EC art. 226 (3)"),
    _("directive 2006/112/EC art. 226 (4)"),
    _("directive 2006/112/EC art. 230"),
)
