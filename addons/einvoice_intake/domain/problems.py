"""What the reader notices in an invoice that it could read, as rules without check.

Refusals of whole files are in :mod:`refusals`.
"""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.einvoice_base.domain.findings import Finding, Rule, Severity
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _

ADDON = "einvoice_intake"

_ASK = _("Ask the supplier for a corrected invoice, or correct the bill by hand.")


def on_line(finding: Finding, number: str) -> Finding:
    """Say on which invoice line (BT-126) a problem stands."""
    return replace(finding, line=number, values={**finding.values, "line": number})


NUMBER_NOT_READABLE = Rule(
    code="number_not_readable",
    title=_("Number that is not one"),
    message=_("%(term)s says “%(value)s”, which is not a plain decimal number."),
    advice=_ASK,
    source="EN 16931-1 §6.5.1; XML Schema decimal",
    addon=ADDON,
)
DATE_NOT_READABLE = Rule(
    code="date_not_readable",
    title=_("Date that is not one"),
    message=_("%(term)s says “%(value)s”, which is not a date."),
    advice=_ASK,
    source="EN 16931-1 §6.5.8; UNTDID 2379 format 102; XML Schema date",
    addon=ADDON,
)
OTHER_CURRENCY = Rule(
    code="amount_in_other_currency",
    title=_("Amount in another currency"),
    message=_(
        "%(term)s is %(value)s %(currency)s, the invoice is in %(expected_currency)s."
    ),
    advice=_ASK,
    source="EN 16931-1 BT-5: all amounts but BT-111 are in the invoice currency",
    addon=ADDON,
)
VALUE_REPEATED = Rule(
    code="value_repeated",
    title=_("Term stated twice"),
    message=_("%(term)s stands more than once; the first one is kept (%(kept)s)."),
    advice=_("Compare with the readable invoice and correct the bill if needed."),
    source="EN 16931-1, cardinality of the term",
    severity=Severity.REVIEW,
    addon=ADDON,
)


def _missing(code: str, title: str, message: str, term: str, source: str) -> Rule:
    return Rule(
        code=code,
        title=title,
        message=message,
        advice=_ASK,
        source=f"EN 16931-1 {source}",
        terms=(term,),
        addon=ADDON,
    )


MISSING = (
    (
        "number",
        _missing(
            "number_missing",
            _("Number missing"),
            _("The invoice has no number (BT-1)."),
            "BT-1",
            "BR-02",
        ),
    ),
    (
        "issue_date",
        _missing(
            "issue_date_missing",
            _("Date missing"),
            _("The invoice has no issue date (BT-2)."),
            "BT-2",
            "BR-03",
        ),
    ),
    (
        "type_code",
        _missing(
            "type_code_missing",
            _("Type missing"),
            _("The invoice does not say its type (BT-3)."),
            "BT-3",
            "BR-04",
        ),
    ),
    (
        "currency",
        _missing(
            "currency_missing",
            _("Currency missing"),
            _("The invoice does not say its currency (BT-5)."),
            "BT-5",
            "BR-05",
        ),
    ),
)
MISSING_TOTALS = (
    (
        "net",
        _missing(
            "net_missing",
            _("Total without VAT missing"),
            _("The invoice does not state its total without VAT (BT-109)."),
            "BT-109",
            "BR-13",
        ),
    ),
    (
        "gross",
        _missing(
            "gross_missing",
            _("Total with VAT missing"),
            _("The invoice does not state its total with VAT (BT-112)."),
            "BT-112",
            "BR-14",
        ),
    ),
    (
        "payable",
        _missing(
            "payable_missing",
            _("Amount due missing"),
            _("The invoice does not state the amount due (BT-115)."),
            "BT-115",
            "BR-15",
        ),
    ),
)


def missing_findings(invoice: Invoice) -> tuple[Finding, ...]:
    """Return a finding for each term that no invoice may lack and this one does.

    >>> [each.code for each in missing_findings(Invoice(number="F-1"))][:2]
    ['issue_date_missing', 'type_code_missing']
    """
    parts = ((invoice, MISSING), (invoice.totals, MISSING_TOTALS))
    return tuple(
        rule.finding()
        for part, terms in parts
        for name, rule in terms
        if getattr(part, name) is None
    )


INDICATOR_MISSING = Rule(
    code="charge_indicator_missing",
    title=_("Neither allowance nor charge"),
    message=_("%(value)s does not say whether it is an allowance or a charge."),
    advice=_ASK,
    source="EN 16931-3-2 and 3-3, ChargeIndicator",
    terms=("BG-20", "BG-21"),
    addon=ADDON,
)
TYPE_CODE_UNKNOWN = Rule(
    code="type_code_unknown",
    title=_("Unknown type of invoice"),
    message=_("The type code %(value)s (BT-3) is not one of an invoice."),
    advice=_("Ask the supplier what this document is, or reject it."),
    source="EN 16931-1 BR-CL-01, UNTDID 1001",
    terms=("BT-3",),
    addon=ADDON,
)
TYPE_CODE_CONTRADICTS = Rule(
    code="type_code_contradicts_form",
    title=_("Type and form contradict each other"),
    message=_("The file is a UBL %(form)s, its type code %(value)s (BT-3) says else."),
    advice=_("Ask the supplier whether he invoices or credits."),
    source="EN 16931-3-2: UBL CreditNote carries the codes of credit notes",
    terms=("BT-3",),
    addon=ADDON,
)
VAT_TOTAL_UNPLACED = Rule(
    code="vat_total_in_unknown_currency",
    title=_("Total VAT in an unknown currency"),
    message=_(
        "A total VAT of %(value)s %(currency)s is neither in the currency of the "
        "invoice (BT-5) nor in that of its VAT (BT-6)."
    ),
    advice=_ASK,
    source="EN 16931-1 BT-110, BT-111",
    terms=("BT-110",),
    addon=ADDON,
)
ATTACHMENT_NOT_READABLE = Rule(
    code="attachment_not_readable",
    title=_("Attachment that cannot be opened"),
    message=_("An attachment of the invoice (%(term)s) is damaged."),
    advice=_("Ask the supplier for the attachment if you need it."),
    source="EN 16931-1 BT-125, base64",
    severity=Severity.INFORM,
    terms=("BT-125",),
    addon=ADDON,
)
LINE_KIND_UNKNOWN = Rule(
    code="line_kind_unknown",
    title=_("Unknown role of a line"),
    message=_("Line %(line)s has the unknown role “%(value)s”; it is counted."),
    advice=_("Compare the lines with the readable invoice."),
    source="Factur-X BT-X-8, EXT-FR-FE-163",
    severity=Severity.REVIEW,
    terms=("BT-X-8",),
    addon=ADDON,
)
EXTENSION_WRONG = Rule(
    code="extension_wrong",
    title=_("Name and content differ"),
    message=_("The file is named %(name)s but holds %(kind)s; it was read as such."),
    advice=_("Nothing to do."),
    severity=Severity.INFORM,
    addon=ADDON,
)
FACTURX_WITHOUT_XML = Rule(
    code="facturx_without_xml",
    title=_("Factur-X without its XML"),
    message=_("The PDF says that it is a Factur-X, but no invoice XML is inside."),
    advice=_("Ask the supplier to send it again; the page can be typed meanwhile."),
    source="Factur-X 1.0 §6.2, XMP extension schema",
    severity=Severity.REVIEW,
    addon=ADDON,
)
NOT_STRUCTURED = Rule(
    code="not_structured",
    title=_("No structured invoice"),
    message=_("The file holds no structured invoice."),
    advice=_("Have its pages read (Retry), or type the bill with the page beside it."),
    severity=Severity.INFORM,
    addon=ADDON,
)

RULES = (
    NUMBER_NOT_READABLE,
    DATE_NOT_READABLE,
    OTHER_CURRENCY,
    VALUE_REPEATED,
    *(rule for _name, rule in MISSING + MISSING_TOTALS),
    INDICATOR_MISSING,
    TYPE_CODE_UNKNOWN,
    TYPE_CODE_CONTRADICTS,
    VAT_TOTAL_UNPLACED,
    ATTACHMENT_NOT_READABLE,
    LINE_KIND_UNKNOWN,
    EXTENSION_WRONG,
    FACTURX_WITHOUT_XML,
    NOT_STRUCTURED,
)
