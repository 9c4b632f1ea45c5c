"""Codes of an invoice in words, for people who do not know the code lists.

Sources: UNTDID 1001 (type), 5305 (VAT category), 4461 (means of payment), 4451 (subject
of a note), 2005 (tax point), UN/ECE Recommendation 20 (units), ISO 6523 and EAS
(schemes). A code without a word is shown as it is.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.messages import mark as _

TYPES = {
    "380": _("Invoice"),
    "381": _("Credit note"),
    "384": _("Corrective invoice"),
    "386": _("Down payment invoice"),
    "389": _("Self-billed invoice"),
    "393": _("Factored invoice"),
    "396": _("Factored credit note"),
    "261": _("Self-billed credit note"),
    "262": _("Credit note for a global discount"),
    "471": _("Self-billed corrective invoice"),
    "472": _("Factored corrective invoice"),
    "473": _("Self-billed factored corrective invoice"),
    "500": _("Self-billed down payment invoice"),
    "501": _("Self-billed factored invoice"),
    "502": _("Self-billed factored credit note"),
    "503": _("Down payment credit note"),
    "80": _("Debit note"),
    "82": _("Metered services invoice"),
    "325": _("Proforma invoice"),
    "326": _("Partial invoice"),
    "383": _("Debit note"),
    "751": _("Invoice for information"),
    "875": _("Partial construction invoice"),
    "876": _("Partial final construction invoice"),
    "877": _("Final construction invoice"),
}
VAT_CATEGORIES = {
    "S": _("Standard rate"),
    "Z": _("Zero rate"),
    "E": _("Exempt"),
    "AE": _("Reverse charge"),
    "K": _("Intra-Community supply"),
    "G": _("Export"),
    "O": _("Outside the scope of VAT"),
    "L": _("Canary Islands tax"),
    "M": _("Ceuta and Melilla tax"),
}
PAYMENT_MEANS = {
    "10": _("Cash"),
    "20": _("Cheque"),
    "30": _("Credit transfer"),
    "31": _("Debit transfer"),
    "42": _("Payment to a bank account"),
    "48": _("Bank card"),
    "49": _("Direct debit"),
    "54": _("Credit card"),
    "55": _("Debit card"),
    "57": _("Standing agreement"),
    "58": _("SEPA credit transfer"),
    "59": _("SEPA direct debit"),
    "97": _("Clearing between partners"),
}
UNITS = {
    "C62": _("unit"),
    "H87": _("piece"),
    "EA": _("unit"),
    "NAR": _("unit"),
    "XPP": _("piece"),
    "HUR": _("hour"),
    "MIN": _("minute"),
    "DAY": _("day"),
    "WEE": _("week"),
    "MON": _("month"),
    "ANN": _("year"),
    "KGM": _("kg"),
    "GRM": "g",
    "TNE": _("tonne"),
    "LTR": _("litre"),
    "MTR": "m",
    "CMT": _("cm"),
    "KMT": _("km"),
    "MTK": _("m²"),
    "MTQ": _("m³"),
    "KWH": _("kWh"),
    "MWH": _("MWh"),
    "SET": _("set"),
    "PR": _("pair"),
    "DZN": _("dozen"),
    "XBX": _("box"),
    "XCT": _("carton"),
    "XPK": _("package"),
    "LS": _("lump sum"),
    "P1": _("percent"),
}
SCHEMES = {
    "0002": "SIREN",
    "0009": "SIRET",
    "0060": "DUNS",
    "0088": "GLN",
    "0204": "Leitweg-ID",
    "0208": _("Belgian enterprise number"),
    "0223": _("European VAT number"),
    "0224": _("Routing code"),
    "0225": _("French electronic address"),
    "9957": _("French VAT number"),
    "EM": _("E-mail"),
}
NOTE_SUBJECTS = {
    "AAB": _("Early payment discount"),
    "AAI": _("General information"),
    "ABL": _("Legal information"),
    "ACB": _("Additional information"),
    "BAR": _("Processing"),
    "PMD": _("Late payment penalties"),
    "PMT": _("Recovery costs"),
    "REG": _("Registration"),
    "SUR": _("Remarks of the supplier"),
    "TXD": _("Tax"),
}
TAX_POINTS = {
    "3": _("VAT due at the invoice date"),
    "35": _("VAT due on delivery"),
    "432": _("VAT due on payment"),
}
FORMATS = {
    "factur-x": "Factur-X",
    "cii": "CII",
    "ubl": "UBL",
    "text-pdf": "PDF",
    "scan": _("Scan"),
}
PROFILES = {
    "minimum": "MINIMUM",
    "basicwl": "BASIC WL",
    "basic": "BASIC",
    "en16931": "EN 16931",
    "extended": "EXTENDED",
    "extended-ctc-fr": "EXTENDED-CTC-FR",
    "xrechnung": "XRechnung",
    "peppol": "Peppol BIS",
}
