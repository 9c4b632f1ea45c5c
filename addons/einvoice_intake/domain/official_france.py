"""Sentences of the French rules (BR-FR), by their number without the term.

A rule of FNFE is numbered for each term that it looks at (``BR-FR-09_BT-29``); the
sentence is that of the number, and the finding names the term.

Source: FNFE, Schematron BR-FR-Flux2 1.4.0.03; AFNOR XP Z12-012 annex A.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.messages import mark as _

RULES = {
    "BR-FR-01": _("The number of an invoice (%(term)s) is longer than 35 characters."),
    "BR-FR-02": _(
        "The number of an invoice (%(term)s) has a space or another character that is "
        "not a letter, a digit or one of + - _ /."
    ),
    "BR-FR-03": _("The year of a date (%(term)s) is not between 2000 and 2099."),
    "BR-FR-04": _(
        "The type of invoice (%(term)s) is not one of the sixteen of the French reform."
    ),
    "BR-FR-05": _(
        "A mandatory mention (BT-22) is missing: recovery costs of EUR 40 (PMT), late "
        "payment penalties (PMD) or discount for early payment (AAB)."
    ),
    "BR-FR-05-PMT": _(
        "The mention of the EUR 40 for recovery costs is missing (note BT-22, code "
        "PMT)."
    ),
    "BR-FR-05-PMD": _(
        "The mention of the late payment penalties is missing (note BT-22, code PMD)."
    ),
    "BR-FR-05-AAB": _(
        "The mention of the discount for early payment, or that there is none, is "
        "missing (note BT-22, code AAB)."
    ),
    "BR-FR-06": _("A mandatory mention (BT-21) stands more than once."),
    "BR-FR-08": _(
        "The kind of operation and invoicing frame (BT-23) is missing or is not one of "
        "the French list (B1, S1, M1, B2…)."
    ),
    "BR-FR-09": _(
        "The SIRET (%(term)s) has not 14 digits, or does not begin with the SIREN."
    ),
    "BR-FR-10": _("The seller's SIREN (BT-30) is missing or has not 9 digits."),
    "BR-FR-11": _("The buyer's SIREN (BT-47) is missing or has not 9 digits."),
    "BR-FR-12": _("The buyer's electronic invoicing address (BT-49) is missing."),
    "BR-FR-13": _("The seller's electronic invoicing address (BT-34) is missing."),
    "BR-FR-15": _(
        "The VAT category (%(term)s) is none that is used in France: S, E, AE, K, G, O "
        "or Z."
    ),
    "BR-FR-16": _("The VAT rate (%(term)s) is none of the French rates."),
    "BR-FR-17": _(
        "The description of an attached document (BT-123) is not on the French list "
        "(LISIBLE, RIB, BON_COMMANDE…)."
    ),
    "BR-FR-18": _(
        "More than one attached document is given as the readable page (LISIBLE)."
    ),
    "BR-FR-20": _(
        "The note with the code BAR (BT-22) says none of B2B, B2BINT, B2C, OUTOFSCOPE "
        "and ARCHIVEONLY."
    ),
    "BR-FR-21": _(
        "The buyer's electronic address (BT-49) does not begin with his SIREN, or has "
        "another scheme than 0225."
    ),
    "BR-FR-22": _(
        "The seller's electronic address (BT-34) does not begin with his SIREN, or has "
        "another scheme than 0225."
    ),
    "BR-FR-23": _(
        "An electronic address (%(term)s) has other characters than letters, digits "
        "and - _ ."
    ),
    "BR-FR-24": _(
        "A private identifier (%(term)s) has other characters than letters, digits "
        "and - _ ."
    ),
    "BR-FR-25": _("An electronic address (%(term)s) is longer than 125 characters."),
    "BR-FR-26": _("A private identifier (%(term)s) is longer than 100 characters."),
    "BR-FR-27": _("An item attribute (BG-32) has neither name nor code."),
    "BR-FR-28": _("An item attribute has no value (BT-161), or two."),
    "BR-FR-29": _(
        "An invoiced object (BT-18) with the scheme AFL or AVV is empty or stands "
        "twice."
    ),
    "BR-FR-30": _(
        "An invoiced object of a line (BT-128) with the scheme AFL or AVV is empty or "
        "stands twice."
    ),
    "BR-FR-31": _("Two notes with the code BAR (BT-21) say different things."),
    "BR-FR-32": _("An identifier given as SIREN has not 9 digits."),
    "BR-FR-CO-03": _(
        "A credit note for an overall discount (type 262) needs the contract (BT-12) "
        "and the period (BG-14)."
    ),
    "BR-FR-CO-04": _(
        "A corrective invoice needs one preceding invoice with its date (BT-25, BT-26)."
    ),
    "BR-FR-CO-05": _(
        "A credit note names no preceding invoice with its date (BT-25, BT-26), "
        "neither as a whole nor on each line."
    ),
    "BR-FR-CO-07": _("The due date (BT-9) is before the date of the invoice (BT-2)."),
    "BR-FR-CO-08": _(
        "A final invoice after a down payment (BT-23: B4, S4, M4) bears the type of a "
        "down payment (BT-3)."
    ),
    "BR-FR-CO-09": _(
        "An invoice that is already paid (BT-23: B2, S2, M2) needs the paid amount "
        "(BT-113), nothing due (BT-115) and the day of payment (BT-9)."
    ),
    "BR-FR-CO-10": _(
        "An identifier (%(term)s) does not say its scheme, or two have the same one."
    ),
    "BR-FR-CO-12": _(
        "The invoice is not in euro: its VAT must also be stated in euro (BT-6, "
        "BT-111)."
    ),
    "BR-FR-CO-14": _(
        "The seller is a member of a VAT group (scheme 0231), and the note "
        "MEMBRE_ASSUJETTI_UNIQUE (code TXD) is missing."
    ),
    "BR-FR-CO-15": _(
        "The seller is a member of a VAT group (scheme 0231), and the VAT number of "
        "the group (BT-63) is missing."
    ),
    "BR-FR-DEC-01": _(
        "The amount %(term)s has more than two decimals or is longer than 19 "
        "characters."
    ),
    "BR-FR-DEC-02": _(
        "The quantity %(term)s has more than four decimals or is longer than 19 "
        "characters."
    ),
    "BR-FR-DEC-03": _(
        "The price %(term)s is negative, has more than six decimals or is longer than "
        "19 characters."
    ),
    "BR-FR-DEC-04": _(
        "The VAT rate %(term)s is negative, has more than two decimals or is longer "
        "than 4 characters."
    ),
    "BR-FR-MV-01": _("A line of a multi-vendor invoice does not say its role."),
    "BR-FR-MV-02": _("A multi-vendor invoice has no group of lines for a vendor."),
    "BR-FR-MV-03": _(
        "A vendor's group of lines lacks something mandatory: name, SIREN, country, "
        "VAT or number of the sub-invoice (%(term)s)."
    ),
    "BR-FR-MV-05": _("The amount of a vendor's group is not the sum of its sub-lines."),
    "BR-FR-MV-06": _(
        "A line does not name the same vendor as the group it belongs to."
    ),
    "BR-FR-MV-07": _(
        "A line does not bear the same sub-invoice number (BT-128) as its group."
    ),
    "BR-FR-MV-08": _(
        "The exemption reason of a line does not begin with the number of its "
        "sub-invoice."
    ),
    "BR-FR-MV-09": _("The VAT of a vendor's group is not that of its VAT breakdown."),
    "BR-FR-MV-10": _(
        "The total with VAT of a vendor's group is not its net amount plus its VAT."
    ),
    "BR-FR-MV-11": _(
        "No group of lines bears the number of the invoice (BT-1) for its main vendor."
    ),
    "BR-FR-MV-12": _("Two vendors' groups bear the same sub-invoice number (BT-128)."),
    "BR-FR-MV-13": _("A multi-vendor invoice bears the type of a self-billed one."),
    "BR-FR-MV-14": _(
        "A vendor's group of a credit or corrective note names no preceding invoice "
        "with its date."
    ),
    "BR-FR-MV-BD": _(
        "The type of invoice (BT-3) does not fit a multi-vendor or two-way invoice."
    ),
    "BR-FR-BD-02": _(
        "A two-way invoice needs two groups of lines, one of the seller and one of the "
        "buyer."
    ),
    "BR-FR-BD-13": _("A two-way invoice must bear the type of a self-billed one."),
    "BR-FR-BD-14": _(
        "A group of lines of a two-way credit or corrective note names no preceding "
        "invoice with its date."
    ),
}
