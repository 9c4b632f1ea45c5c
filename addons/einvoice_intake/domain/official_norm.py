"""Sentences of the rules of EN 16931, by their official id.

What stands here says what is wrong with an invoice; the norm says what it should be.
Rules that repeat for each VAT category are made of a category and a sentence for each
number, code lists of what is coded and of the list.

Source: EN 16931-1 §6.4 and §7, Schematron 1.3.16 of CEN/TC 434; BR-FXEXT of Factur-X
1.09 and BR-FREXT of EXTENDED-CTC-FR, which repeat rules of the norm with tolerances.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.messages import mark as _

RULES = {
    "BR-01": _("The invoice does not say which specification it follows (BT-24)."),
    "BR-02": _("The invoice has no number (BT-1)."),
    "BR-03": _("The invoice has no issue date (BT-2)."),
    "BR-04": _("The invoice does not say its type (BT-3)."),
    "BR-05": _("The invoice does not say its currency (BT-5)."),
    "BR-06": _("The seller's name (BT-27) is missing."),
    "BR-07": _("The buyer's name (BT-44) is missing."),
    "BR-08": _("The seller's postal address (BG-5) is missing."),
    "BR-09": _("The country of the seller's address (BT-40) is missing."),
    "BR-10": _("The buyer's postal address (BG-8) is missing."),
    "BR-11": _("The country of the buyer's address (BT-55) is missing."),
    "BR-12": _("The sum of the lines (BT-106) is missing."),
    "BR-13": _("The total without VAT (BT-109) is missing."),
    "BR-14": _("The total with VAT (BT-112) is missing."),
    "BR-15": _("The amount due (BT-115) is missing."),
    "BR-16": _("The invoice has no line (BG-25)."),
    "BR-17": _("The payee is not the seller, and his name (BT-59) is missing."),
    "BR-18": _("The name of the seller's tax representative (BT-62) is missing."),
    "BR-19": _("The address of the seller's tax representative (BG-12) is missing."),
    "BR-20": _(
        "The country in the address of the seller's tax representative (BT-69) is "
        "missing."
    ),
    "BR-21": _("A line has no identifier (BT-126)."),
    "BR-22": _("A line has no quantity (BT-129)."),
    "BR-23": _("A line does not say the unit of its quantity (BT-130)."),
    "BR-24": _("A line has no net amount (BT-131)."),
    "BR-25": _("A line does not name its item (BT-153)."),
    "BR-26": _("A line has no net price (BT-146)."),
    "BR-27": _("The net price of a line (BT-146) is negative."),
    "BR-28": _("The gross price of a line (BT-148) is negative."),
    "BR-29": _("The invoicing period ends (BT-74) before it begins (BT-73)."),
    "BR-30": _("The period of a line ends (BT-135) before it begins (BT-134)."),
    "BR-31": _("An allowance on the invoice has no amount (BT-92)."),
    "BR-32": _("An allowance on the invoice has no VAT category (BT-95)."),
    "BR-33": _("An allowance on the invoice has no reason (BT-97 or BT-98)."),
    "BR-36": _("A charge on the invoice has no amount (BT-99)."),
    "BR-37": _("A charge on the invoice has no VAT category (BT-102)."),
    "BR-38": _("A charge on the invoice has no reason (BT-104 or BT-105)."),
    "BR-41": _("An allowance on a line has no amount (BT-136)."),
    "BR-42": _("An allowance on a line has no reason (BT-139 or BT-140)."),
    "BR-43": _("A charge on a line has no amount (BT-141)."),
    "BR-44": _("A charge on a line has no reason (BT-144 or BT-145)."),
    "BR-45": _("An entry of the VAT breakdown has no taxable amount (BT-116)."),
    "BR-46": _("An entry of the VAT breakdown has no VAT amount (BT-117)."),
    "BR-47": _("An entry of the VAT breakdown has no VAT category (BT-118)."),
    "BR-48": _("An entry of the VAT breakdown has no rate (BT-119)."),
    "BR-49": _("The means of payment (BT-81) is not said."),
    "BR-50": _("A transfer is asked for without the account to credit (BT-84)."),
    "BR-51": _("The full number of a payment card (BT-87) is written out."),
    "BR-52": _("An attached document has no reference (BT-122)."),
    "BR-53": _(
        "VAT is accounted for in another currency (BT-6), and its amount in that "
        "currency (BT-111) is missing."
    ),
    "BR-54": _("An item attribute lacks its name (BT-160) or its value (BT-161)."),
    "BR-54-1": _("An item attribute has neither name (BT-160) nor code."),
    "BR-54-2": _("An item attribute has no value (BT-161), or two."),
    "BR-55": _("A preceding invoice is mentioned without its number (BT-25)."),
    "BR-56": _("The VAT number of the seller's tax representative (BT-63) is missing."),
    "BR-57": _("The country of the delivery address (BT-80) is missing."),
    "BR-61": _(
        "Payment by transfer (BT-81) is asked for without the account to credit "
        "(BT-84)."
    ),
    "BR-62": _("The seller's electronic address (BT-34) does not say its scheme."),
    "BR-63": _("The buyer's electronic address (BT-49) does not say its scheme."),
    "BR-64": _("The standard identifier of an item (BT-157) does not say its scheme."),
    "BR-65": _("The classification of an item (BT-158) does not say its scheme."),
    "BR-B-01": _("Split payment of VAT is stated outside of Italy."),
    "BR-B-02": _("Split payment of VAT and the standard rate stand side by side."),
    "BR-CO-03": _(
        "The invoice states both the date on which VAT is due (BT-7) and a code for it "
        "(BT-8)."
    ),
    "BR-CO-04": _("A line has no VAT category (BT-151)."),
    "BR-CO-05": _(
        "Code (BT-98) and text (BT-97) of an allowance name different reasons."
    ),
    "BR-CO-06": _(
        "Code (BT-105) and text (BT-104) of a charge name different reasons."
    ),
    "BR-CO-07": _(
        "Code (BT-140) and text (BT-139) of a line's allowance name different reasons."
    ),
    "BR-CO-08": _(
        "Code (BT-145) and text (BT-144) of a line's charge name different reasons."
    ),
    "BR-CO-09": _(
        "A VAT number (BT-31, BT-48 or BT-63) does not begin with the code of a "
        "country."
    ),
    "BR-CO-10": _("The sum of the lines (BT-106) is not the sum of their amounts."),
    "BR-CO-11": _("The sum of the allowances (BT-107) is not what they add up to."),
    "BR-CO-12": _("The sum of the charges (BT-108) is not what they add up to."),
    "BR-CO-13": _(
        "The total without VAT (BT-109) is not the lines, less the allowances, plus "
        "the charges."
    ),
    "BR-CO-14": _("The total VAT (BT-110) is not the sum of the VAT breakdown."),
    "BR-CO-15": _(
        "The total with VAT (BT-112) is not the total without VAT (BT-109) plus the "
        "VAT (BT-110)."
    ),
    "BR-CO-16": _(
        "The amount due (BT-115) is not the total with VAT (BT-112), less what is paid "
        "(BT-113), plus the rounding (BT-114)."
    ),
    "BR-CO-17": _(
        "The VAT of an entry of the breakdown (BT-117) is not its taxable amount "
        "(BT-116) times its rate (BT-119)."
    ),
    "BR-CO-18": _("The invoice has no VAT breakdown (BG-23)."),
    "BR-CO-19": _("The invoicing period (BG-14) has neither start nor end."),
    "BR-CO-20": _("The period of a line (BG-26) has neither start nor end."),
    "BR-CO-21": _("An allowance on the invoice has no reason (BT-97 or BT-98)."),
    "BR-CO-22": _("A charge on the invoice has no reason (BT-104 or BT-105)."),
    "BR-CO-23": _("An allowance on a line has no reason (BT-139 or BT-140)."),
    "BR-CO-24": _("A charge on a line has no reason (BT-144 or BT-145)."),
    "BR-CO-25": _(
        "An amount is due, and neither the due date (BT-9) nor payment terms (BT-20) "
        "are stated."
    ),
    "BR-CO-26": _(
        "Nothing identifies the seller: neither an identifier (BT-29), nor his legal "
        "registration (BT-30), nor his VAT number (BT-31)."
    ),
    "BR-CO-27": _("An account is given neither as IBAN nor by another number (BT-84)."),
    "BR-FX-EN-04": _(
        "Neither the delivery date (BT-72) nor an invoicing period (BG-14, BG-26) is "
        "stated."
    ),
    "PEPPOL-EN16931-R008": _("The XML has elements without content."),
    "CII-DT-037": _("A tax is not called VAT (code VAT)."),
    "CII-DT-097": _("A date is not written as the standard asks (YYYYMMDD)."),
    "CII-SR-009": _("The specification (BT-24) is missing or stated twice."),
    "CII-SR-010": _("The specification (BT-24) is missing or stated twice."),
    "CII-SR-014": _("The type of invoice (BT-3) is missing or stated twice."),
    "CII-SR-463": _("It is not said whether an amount is an allowance or a charge."),
    "CII-SR-470": _("An account is given twice, as IBAN and by another number."),
    "CII-SR-471": _("An allowance or charge has no VAT category (BT-95)."),
    "CII-SR-472": _("An allowance or charge has no VAT rate (BT-96)."),
    "UBL-DT-01": _("An amount has more than two decimals."),
    "UBL-DT-06": _("An attached file does not say its type (BT-125)."),
    "UBL-DT-07": _("An attached file has no file name (BT-125)."),
    "UBL-SR-07": _("A preceding invoice is mentioned without its number (BT-25)."),
    "UBL-SR-48": _("A line has no VAT category (BT-151), or several."),
    # Sub-lines and other extensions of Factur-X EXTENDED and EXTENDED-CTC-FR.
    "BR-EXT-01": _("A note has a subject code (BT-21) and no text (BT-22)."),
    "BR-EXT-02": _("A note of a line has a subject code and no text (BT-127)."),
    "BR-EXT-03": _("Of this party only the VAT number may be given as tax number."),
    "BR-EXT-04": _("The code of an item attribute is not on the official list."),
    "BR-EXT-05": _("The role of a line (detail, group, information) is unknown."),
    "BR-EXT-06": _("A sub-line names its parent and does not say its role."),
    "BR-EXT-08": _("The amount of a group (BT-131) is not the sum of its sub-lines."),
    "BR-EXT-11": _("A sub-line names a parent line that does not exist."),
    "BR-EXT-12": _("A group has an amount (BT-131), and a group below it has none."),
}

# Rules of syntax that forbid to state a term twice, or to state it in two ways.
STANDS_TWICE = _("%(term)s is stated more than once, or in two ways.")
_TWICE_IN_UBL = (
    "01 BT-12 02 BT-15 03 BT-16 04 BT-18 05 BT-20 06 BG-3 08 BG-14 09 BT-27 10 BT-28 "
    "11 BT-30 12 BT-31 13 BT-32 14 BT-33 15 BT-44 16 BT-46 17 BT-47 18 BT-48 19 BT-59 "
    "20 BT-60 21 BT-61 22 BT-62 23 BT-63 24 BG-13 25 BT-70 26 BT-83 27 BT-82 28 BT-89 "
    "29 BT-90 30 BT-97 31 BT-104 32 BT-120 33 BT-123 34 BT-127 35 BT-132 36 BG-26 "
    "37 BT-147 39 BT-11 40 BT-45 44 BT-83 45 BT-9 46 BT-82 47 BT-81 49 BT-7 50 BT-154 "
    "52 BT-128 54 BG-18 55 BG-19 56 BT-17"
)
_TWICE_IN_CII = (
    "439 BT-148 440 BT-147 441 BT-146 455 BG-6 456 BG-9 459 BT-34 460 BT-49 461 BT-7 "
    "462 BT-8 464 BT-86 465 BT-41 466 BT-56 467 BT-81 468 BT-82 469 BT-83 473 BT-147 "
    "477 BT-106 478 BT-108 479 BT-107 480 BT-109 481 BT-114 482 BT-112 484 BT-113 "
    "487 BT-115"
)


def _repeated(family: str, numbers: str) -> dict[str, str]:
    """Return rule to term from numbers and terms in turn."""
    told = numbers.split()
    return {
        f"{family}-SR-{number}": term
        for number, term in zip(told[::2], told[1::2], strict=True)
    }


REPEATED = _repeated("UBL", _TWICE_IN_UBL) | _repeated("CII", _TWICE_IN_CII)

# Letters of the rules of each VAT category; the extensions use the codes of the code
# list for the Canary Islands, Ceuta and Melilla.
CATEGORIES = {
    "S": _("standard rate"),
    "Z": _("zero rate"),
    "E": _("exempt"),
    "AE": _("reverse charge"),
    "IC": _("intra-community supply"),
    "G": _("export"),
    "O": _("not subject to VAT"),
    "IG": _("IGIC of the Canary Islands"),
    "AF": _("IGIC of the Canary Islands"),
    "IP": _("IPSI of Ceuta and Melilla"),
    "AG": _("IPSI of Ceuta and Melilla"),
}

_NO_ENTRY = _(
    "VAT “%(kind)s” is applied, and the VAT breakdown (BG-23) does not have the one "
    "entry that this needs."
)
_SELLER_TAXED = _(
    "VAT “%(kind)s” is applied on %(place)s, and no VAT or tax number of the seller is "
    "stated (BT-31, BT-32 or BT-63)."
)
_BOTH_TAXED = _(
    "VAT “%(kind)s” is applied on %(place)s, and the seller's VAT number (BT-31 or "
    "BT-63) or the buyer's (BT-48) is missing."
)
_SELLER_VAT = _(
    "VAT “%(kind)s” is applied on %(place)s, and the seller's VAT number is missing "
    "(BT-31 or BT-63)."
)
_NO_NUMBERS = _(
    "VAT “%(kind)s” is applied on %(place)s, and a VAT number is stated all the same "
    "(BT-31, BT-48 or BT-63)."
)
_RATE_ABOVE = _("VAT “%(kind)s” is applied on %(place)s, and its rate is not above 0.")
_RATE_ZERO = _("VAT “%(kind)s” is applied on %(place)s, and its rate is not 0.")
_RATE_THERE = _("VAT “%(kind)s” is applied on %(place)s, and its rate is below 0.")
_RATE_NONE = _("VAT “%(kind)s” is applied on %(place)s, and a rate is stated.")
_BASE = _(
    "The taxable amount (BT-116) of “%(kind)s” is not the sum of its lines, less "
    "allowances, plus charges."
)
_TAX_COMPUTED = _(
    "The VAT (BT-117) of “%(kind)s” is not its taxable amount (BT-116) times its rate."
)
_TAX_ZERO = _("The VAT (BT-117) of “%(kind)s” is not 0.")
_REASON_NEEDED = _(
    "The VAT breakdown does not say why there is no VAT (“%(kind)s”): BT-120 or BT-121."
)
_REASON_NONE = _(
    "The VAT breakdown gives a reason for exemption (BT-120, BT-121), which “%(kind)s” "
    "does not have."
)

_LINE = _("a line")
_ALLOWANCE = _("an allowance")
_CHARGE = _("a charge")
PLACES = {2: _LINE, 3: _ALLOWANCE, 4: _CHARGE, 5: _LINE, 6: _ALLOWANCE, 7: _CHARGE}

_TAXED = dict.fromkeys((2, 3, 4), _SELLER_TAXED)
_NIL_RATE = dict.fromkeys((5, 6, 7), _RATE_ZERO)
_ISLANDS = {
    1: _NO_ENTRY,
    **_TAXED,
    **dict.fromkeys((5, 6, 7), _RATE_THERE),
    8: _BASE,
    9: _TAX_COMPUTED,
    10: _REASON_NONE,
}
_UNTAXED = {1: _NO_ENTRY, **_NIL_RATE, 8: _BASE, 9: _TAX_ZERO, 10: _REASON_NEEDED}
_CROSS_BORDER = {**_UNTAXED, **dict.fromkeys((2, 3, 4), _BOTH_TAXED)}

# Letters to number to sentence.
BY_CATEGORY: dict[str, dict[int, str]] = {
    "S": {**_ISLANDS, **dict.fromkeys((5, 6, 7), _RATE_ABOVE)},
    "Z": {**_UNTAXED, **_TAXED, 10: _REASON_NONE},
    "E": {**_UNTAXED, **_TAXED},
    "AE": _CROSS_BORDER,
    "IC": {
        **_CROSS_BORDER,
        11: _(
            "An intra-community supply needs the delivery date (BT-72) or the "
            "invoicing period (BG-14)."
        ),
        12: _("An intra-community supply needs the country of delivery (BT-80)."),
    },
    "G": {**_UNTAXED, **dict.fromkeys((2, 3, 4), _SELLER_VAT)},
    "O": {
        **_UNTAXED,
        **dict.fromkeys((2, 3, 4), _NO_NUMBERS),
        **dict.fromkeys((5, 6, 7), _RATE_NONE),
        11: _("What is not subject to VAT stands beside another VAT category."),
        12: _("A line has another VAT category than “not subject to VAT”."),
        13: _("An allowance has another VAT category than “not subject to VAT”."),
        14: _("A charge has another VAT category than “not subject to VAT”."),
    },
    **dict.fromkeys(("IG", "AF", "IP", "AG"), _ISLANDS),
}

# BR-DEC: too many decimals in the term that the rule names.
TOO_MANY_DECIMALS = _("%(term)s has more than two decimals.")

# BR-CL: what is coded, and the list that its code is not on.
NOT_ON_LIST = _("The code of %(what)s is not on the official list (%(list)s).")
_REASON_OF_ALLOWANCE = _("the reason of an allowance")
_REASON_OF_CHARGE = _("the reason of a charge")
_COUNTRY = _("a country")
_CURRENCY = _("a currency")
_CATEGORY = _("a VAT category")
CODE_LISTS: dict[str, tuple[str, str]] = {
    "01": (_("the type of invoice (BT-3)"), "UNTDID 1001"),
    "03": (_CURRENCY, "ISO 4217"),
    "04": (_("the currency of the invoice (BT-5)"), "ISO 4217"),
    "05": (_("the currency of its VAT (BT-6)"), "ISO 4217"),
    "06": (_("the date on which VAT is due (BT-8)"), "UNTDID 2005"),
    "07": (_("the scheme of an invoiced object (BT-18, BT-128)"), "UNTDID 1153"),
    "08": (_("the subject of a note (BT-21)"), "UNTDID 4451"),
    "10": (_("the scheme of an identifier"), "ISO 6523"),
    "11": (_("the scheme of a legal registration"), "ISO 6523"),
    "13": (_("the scheme of an item classification (BT-158)"), "UNTDID 7143"),
    "14": (_COUNTRY, "ISO 3166-1"),
    "15": (_("the country of origin of an item (BT-159)"), "ISO 3166-1"),
    "16": (_("the means of payment (BT-81)"), "UNTDID 4461"),
    "17": (_CATEGORY, "UNTDID 5305"),
    "18": (_("the VAT category of a line (BT-151)"), "UNTDID 5305"),
    "19": (_REASON_OF_ALLOWANCE, "UNTDID 5189"),
    "20": (_REASON_OF_CHARGE, "UNTDID 7161"),
    "21": (_("the scheme of an item identifier (BT-157)"), "ISO 6523"),
    "22": (_("the reason of an exemption (BT-121)"), "VATEX"),
    "23": (_("a unit of quantity (BT-130)"), "UN/ECE Rec. 20"),
    "24": (_("the type of an attached file (BT-125)"), "MIME"),
    "25": (_("the scheme of an electronic address (BT-34, BT-49)"), "EAS"),
    "26": (_("the scheme of a place of delivery (BT-71)"), "ISO 6523"),
    "27": (_("the terms of delivery"), "Incoterms"),
}
