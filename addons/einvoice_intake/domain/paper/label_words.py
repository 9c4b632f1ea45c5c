"""What suppliers print beside the values of an invoice, in French, English and German.

One pattern a line, small letters without accents; a blank stands for any blanks, or
none: engines glue words. Words in braces are alternatives that several patterns share.
"""

from __future__ import annotations

from enum import Enum


class Term(Enum):
    """What a label announces: a path of the invoice, or something else."""

    NUMBER = "number"
    ISSUE_DATE = "issue_date"
    DUE_DATE = "due_date"
    DELIVERY_DATE = "delivery_date"
    ORDER = "order_reference"
    PRECEDING = "preceding_invoice"
    NET = "totals.net"
    VAT = "totals.vat"
    GROSS = "totals.gross"
    PREPAID = "totals.prepaid"
    PAYABLE = "totals.payable"
    SUM = "totals.sum"
    ALLOWANCE = "totals.allowances"
    CHARGE = "totals.charges"
    BASE = "tax.base"
    RATE = "tax.rate"
    OTHER_DATE = "other.date"
    OTHER_NUMBER = "other.number"
    OTHER_AMOUNT = "other.amount"


WORDS = {
    "no": r"""
        n [°o*'.,]{1,2}
        n(?= [:\d])
        numero
        num\.?
        number
        nummer
        nr\.?
        no\.?
        #
        id
    """,
    "ref": r"""
        n [°o*'.,]{1,2}
        numero
        num\.?
        number
        nummer
        nr\.?
        no\.?
        #
        ref(?:erence|erenz)?\.?
        reference
        id
    """,
    "tva": r"""
        t\.? v\.? a\.?
        vat
        mwst\.?
        ust\.?
        umsatzsteuer
        mehrwertsteuer
        sales tax
        gst
        iva
    """,
    "ht": r"""
        h\.? t\.?
        hors (?:taxes?|t\.?v\.?a\.?)
        hors droits
        excl\w*\.? (?:of )?(?:vat|tax\w*|gst)
        \(?excl\.?\)?
        without (?:vat|tax)
        net of (?:vat|tax)
        ex\.? vat
        before (?:vat|tax)
        netto
        ohne (?:mwst|ust)\.?
    """,
    "ttc": r"""
        t\.? t\.? c\.?
        toutes taxes comprises
        taxes comprises
        incl\w*\.? (?:of )?(?:vat|tax\w*|gst)
        with (?:vat|tax)
        brutto
        (?:inkl\.?|mit) (?:mwst|ust)\.?
    """,
    "invoice": r"""
        facture
        avoir
        note d' honoraires
        note de credit
        invoice
        credit (?:note|memo)
        tax invoice
        rechnung
        gutschrift
        handelsrechnung
        rechnungskorrektur
        ticket
        recu
        receipt
        bill
        piece
        document
        beleg
    """,
    "order": r"""
        commande
        b\.?d\.?c\.?
        bon de commande
        order
        purchase order
        p\.?o\.?
        bestell(?:ung|nummer)?
        bestell-?(?=nr)
        cde
        auftrag
        marche
        engagement
    """,
}
