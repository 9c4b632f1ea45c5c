"""Code lists of EN 16931 and of the French reform, as enumerations.

Source: UNTDID 1001 (BT-3), UNTDID 5305 (VAT categories), AFNOR XP Z12-012 and the
BR-FR rules of edition 1.4.0 (BR-FR-04 type codes, BR-FR-08 frames, BR-FR-15/16 VAT).
"""

from __future__ import annotations

from enum import Enum


class Effect(Enum):
    """What a type code does to the buyer's books."""

    INVOICE = "invoice"
    REFUND = "refund"


class TypeCode(Enum):
    """Type of an invoice, BT-3, with the sixteen codes of the French reform.

    The other codes are those that EN 16931 (UNTDID 1001 subset) and Peppol allow and
    that suppliers abroad use.
    """

    INVOICE = "380"
    SELF_BILLED = "389"
    FACTORED = "393"
    SELF_BILLED_FACTORED = "501"
    PREPAYMENT = "386"
    SELF_BILLED_PREPAYMENT = "500"
    CORRECTIVE = "384"
    SELF_BILLED_CORRECTIVE = "471"
    FACTORED_CORRECTIVE = "472"
    SELF_BILLED_FACTORED_CORRECTIVE = "473"
    CREDIT_NOTE = "381"
    SELF_BILLED_CREDIT_NOTE = "261"
    GLOBAL_DISCOUNT_CREDIT_NOTE = "262"
    FACTORED_CREDIT_NOTE = "396"
    SELF_BILLED_FACTORED_CREDIT_NOTE = "502"
    PREPAYMENT_CREDIT_NOTE = "503"
    REQUEST_FOR_PAYMENT = "71"
    DEBIT_NOTE_GOODS = "80"
    CREDIT_NOTE_GOODS = "81"
    METERED_SERVICES = "82"
    CREDIT_NOTE_FINANCIAL = "83"
    DEBIT_NOTE_FINANCIAL = "84"
    TAX_NOTIFICATION = "102"
    FINAL_PAYMENT_REQUEST = "218"
    COMPLETION_PAYMENT_REQUEST = "219"
    INVOICING_DATA = "130"
    DIRECT_PAYMENT_VALUATION = "202"
    PROVISIONAL_PAYMENT_VALUATION = "203"
    PAYMENT_VALUATION = "204"
    INTERIM_APPLICATION = "211"
    COMMERCIAL_INVOICE_PACKING = "331"
    DEBIT_NOTE = "383"
    PARTIAL_INVOICE = "326"
    CONSOLIDATED_INVOICE = "385"
    FACTORED_INVOICE_INFORMATION = "395"
    HIRE_INVOICE = "387"
    TAX_INVOICE = "388"
    FREIGHT_INVOICE = "780"
    PARTIAL_CONSTRUCTION = "875"
    PARTIAL_FINAL_CONSTRUCTION = "876"
    FINAL_CONSTRUCTION = "877"
    CONSOLIDATED_CREDIT_NOTE = "532"
    CREDIT_NOTE_CUSTOMS = "308"
    FORWARDER_CREDIT_NOTE = "458"
    PRICE_VARIATION_INVOICE = "295"
    SELF_BILLED_PRICE_VARIATION_CREDIT_NOTE = "296"
    PROFORMA = "325"
    COMMISSION_NOTE = "382"
    DELCREDERE_INVOICE = "390"
    LEASE_INVOICE = "394"
    CREDIT_NOTE_OCR = "420"
    DEBIT_ADVICE = "456"
    REVERSAL_OF_DEBIT = "457"
    SELF_BILLED_DEBIT_NOTE = "527"
    FORWARDER_DISCREPANCY_REPORT = "553"
    INSURER_INVOICE = "575"
    FORWARDER_INVOICE = "623"
    PORT_CHARGES = "633"
    INVOICE_INFORMATION = "751"
    CLAIM_NOTIFICATION = "817"
    CONSULAR_INVOICE = "870"
    CUSTOMS_INVOICE = "935"

    @property
    def effect(self) -> Effect:
        """Tell whether the code adds to or takes from what the buyer owes.

        >>> TypeCode("396").effect.value, TypeCode("384").effect.value
        ('refund', 'invoice')
        """
        return Effect.REFUND if self in _REFUNDS else Effect.INVOICE

    @property
    def is_self_billed(self) -> bool:
        """Tell whether the buyer made it in the seller's name (CGI 289 I-2)."""
        return self in _SELF_BILLED

    @property
    def is_prepayment(self) -> bool:
        """Tell whether it asks for, or gives back, a down payment."""
        return self in _PREPAYMENTS

    @property
    def is_corrective(self) -> bool:
        """Tell whether it replaces a preceding invoice (BR-FR-CO-04)."""
        return self in _CORRECTIVES

    @property
    def is_factored(self) -> bool:
        """Tell whether the claim was sold: a factor is to be paid, not the seller."""
        return self in _FACTORED


_REFUNDS = frozenset(
    TypeCode(code)
    for code in "381 261 262 396 502 503 81 83 296 308 420 458 532".split()
)
_SELF_BILLED = frozenset(
    TypeCode(code) for code in "389 501 500 471 473 261 502 296 527".split()
)
_PREPAYMENTS = frozenset(TypeCode(code) for code in "386 500 503".split())
_CORRECTIVES = frozenset(TypeCode(code) for code in "384 471 472 473".split())
_FACTORED = frozenset(TypeCode(code) for code in "393 501 472 473 396 502".split())

# AFNOR XP Z12-012, BR-FR-04: the sixteen codes that travel between French platforms.
FRENCH_TYPE_CODES = frozenset(
    TypeCode(code)
    for code in (
        "380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503".split()
    )
)


class VatCategory(Enum):
    """VAT category, BT-151 and BT-118 (UNTDID 5305, subset of EN 16931)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    NOT_SUBJECT = "O"
    CANARY_ISLANDS = "L"
    CEUTA_MELILLA = "M"
    SPLIT_PAYMENT = "B"

    @property
    def is_self_assessed(self) -> bool:
        """Tell whether the buyer declares the tax himself (283 and 283-2 CGI)."""
        return self in {VatCategory.REVERSE_CHARGE, VatCategory.INTRA_COMMUNITY}

    @property
    def has_rate(self) -> bool:
        """Tell whether a rate above zero may be charged (BR-Z-05, BR-E-05…)."""
        return self in {
            VatCategory.STANDARD,
            VatCategory.CANARY_ISLANDS,
            VatCategory.CEUTA_MELILLA,
            VatCategory.SPLIT_PAYMENT,
        }


class Operation(Enum):
    """Kind of operation, first letter of BT-23 (mention of decree 2022-1299)."""

    GOODS = "B"
    SERVICES = "S"
    MIXED = "M"


class Frame(Enum):
    """Invoicing frame, digit of BT-23 (BR-FR-08)."""

    NORMAL = "1"
    ALREADY_PAID = "2"
    SUBCONTRACTOR_DIRECT_PAYMENT = "3"
    FINAL_AFTER_PREPAYMENT = "4"
    SUBCONTRACTOR = "5"
    CO_CONTRACTOR = "6"
    VAT_ALREADY_REPORTED = "7"
    MULTI_VENDOR = "8"
    BIDIRECTIONAL = "9"


# BR-FR-08: the combinations that exist.
FRENCH_PROCESSES = frozenset(
    "B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9".split()
)

# Order of the legal rates in metropolitan France, the DOM and Corsica (BR-FR-16).
FRENCH_VAT_RATES = tuple(
    "20 10 5.5 2.1 8.5 0 13 19.6 20.6 7 1.05 0.9 1.75 9.2 9.6".split()
)


def type_code_of(code: str | None) -> TypeCode | None:
    """Return the type of a code, ``None`` when it is not one of an invoice.

    >>> type_code_of("380").name, type_code_of("220")
    ('INVOICE', None)
    """
    try:
        return TypeCode((code or "").strip())
    except ValueError:
        return None


def vat_category_of(code: str | None) -> VatCategory | None:
    """Return the VAT category of a code, ``None`` when unknown.

    >>> vat_category_of("AE").name
    'REVERSE_CHARGE'
    """
    try:
        return VatCategory((code or "").strip())
    except ValueError:
        return None


def operation_of(process: str | None) -> Operation | None:
    """Return goods, services or mixed from BT-23, ``None`` for another process id.

    >>> operation_of("S1").name, operation_of("urn:fdc:peppol.eu:2017:poacc")
    ('SERVICES', None)
    """
    if (process or "") not in FRENCH_PROCESSES:
        return None
    return Operation((process or "")[0])


def frame_of(process: str | None) -> Frame | None:
    """Return the invoicing frame of BT-23, ``None`` for another process id.

    >>> frame_of("B2").name
    'ALREADY_PAID'
    """
    if (process or "") not in FRENCH_PROCESSES:
        return None
    return Frame((process or "")[1])
