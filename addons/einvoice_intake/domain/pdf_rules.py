"""Defects of a hybrid PDF that no Schematron sees, as rules without check.

The data may be perfect and the PDF around them still no Factur-X. What only costs the
archive its proof informs; what makes the data doubtful wants a look.
"""

from __future__ import annotations

from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.findings import Finding, Rule, Severity, Topic
from odoo.addons.einvoice_base.domain.messages import mark as _

from .pdf_claims import Claims
from .pdf_files import Attached
from .problems import ADDON

# Names of the XML in Factur-X, ZUGFeRD 2.0 and XRechnung hybrids.
INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
# Factur-X 1.0 §6.2: data that are no full invoice are "Data" of the page.
_RELATIONSHIPS = ("Data", "Source", "Alternative")
_PARTIAL = ("minimum", "basicwl")
_SAME_LEVEL = {"extended-ctc-fr": "extended", "peppol": "en16931"}

_TELL = _("Book it all the same, keep the original, and tell the supplier.")

NOT_PDFA3 = Rule(
    code="pdf_not_archival",
    topic=Topic.STANDARD,
    title=_("PDF not made to be kept"),
    message=_(
        "The PDF does not say that it is a PDF/A-3 (it says: %(part)s), the only form "
        "in which data may be kept inside a page for ten years."
    ),
    advice=_TELL,
    source="Factur-X 1.0 §6.1; ISO 19005-3 §6.6.4",
    severity=Severity.REVIEW,
    addon=ADDON,
    reason="NON_CONFORME",
)
RELATIONSHIP_WRONG = Rule(
    code="pdf_relationship_wrong",
    topic=Topic.STANDARD,
    title=_("Tie between page and data"),
    message=_(
        "The PDF attaches the data as “%(found_as)s” (AFRelationship); for the profile "
        "%(profile)s it must be %(allowed)s."
    ),
    advice=_(
        "Compare the page with the data: the tie says which of them is the invoice. "
        "Then tell the supplier."
    ),
    source="Factur-X 1.0 §6.2.2; ISO 19005-3 §6.8",
    severity=Severity.REVIEW,
    addon=ADDON,
    reason="NON_CONFORME",
)
FILE_NAME_OTHER = Rule(
    code="pdf_file_name_other",
    topic=Topic.STANDARD,
    title=_("Name of the data in the PDF"),
    message=_("The data in the PDF are named “%(name)s” instead of factur-x.xml."),
    advice=_TELL,
    source="Factur-X 1.0 §6.2.1",
    severity=Severity.INFORM,
    addon=ADDON,
    reason="NON_CONFORME",
)
FILE_NAMES_DIFFER = Rule(
    code="pdf_file_names_differ",
    topic=Topic.STANDARD,
    title=_("Data in the PDF with two names"),
    message=_(
        "The data in the PDF bear two different names, “%(name)s” and “%(other)s”: "
        "which one is shown depends on the program."
    ),
    advice=_TELL,
    source="ISO 32000-2 §7.11.3 (/UF, /F)",
    severity=Severity.INFORM,
    addon=ADDON,
    reason="NON_CONFORME",
)
LEVEL_CONTRADICTS = Rule(
    code="pdf_level_contradicts",
    topic=Topic.STANDARD,
    title=_("PDF and data name different profiles"),
    message=_(
        "The PDF says that it holds the profile %(level)s, the data say %(profile)s "
        "(BT-24)."
    ),
    advice=_("Compare the page with the bill: the data may say less than the page."),
    source="Factur-X 1.0 §6.3 (fx:ConformanceLevel)",
    severity=Severity.REVIEW,
    terms=("BT-24",),
    addon=ADDON,
    reason="NON_CONFORME",
)
TYPE_CONTRADICTS = Rule(
    code="pdf_type_contradicts",
    topic=Topic.STANDARD,
    title=_("PDF that says it is no invoice"),
    message=_("The PDF says that it is “%(document_type)s”; its data are an invoice."),
    advice=_("Read the page: is it an invoice or another document?"),
    source="Factur-X 1.0 §6.3 (fx:DocumentType)",
    severity=Severity.REVIEW,
    addon=ADDON,
    reason="NON_CONFORME",
)
SEVERAL_COPIES = Rule(
    code="pdf_several_copies",
    topic=Topic.STANDARD,
    title=_("Invoice several times in one PDF"),
    message=_("The PDF holds the same invoice several times: %(names)s."),
    advice=_TELL,
    source="Factur-X 1.0 §6.1: one invoice XML",
    severity=Severity.INFORM,
    addon=ADDON,
    reason="NON_CONFORME",
)

RULES = (
    NOT_PDFA3,
    RELATIONSHIP_WRONG,
    FILE_NAME_OTHER,
    FILE_NAMES_DIFFER,
    LEVEL_CONTRADICTS,
    TYPE_CONTRADICTS,
    SEVERAL_COPIES,
)


def pdf_findings(
    claims: Claims, chosen: Attached, copies: list[str], profile: str | None
) -> Iterator[Finding]:
    """Say what is wrong with the PDF around an invoice.

    A PDF that does not claim to be Factur-X is a page with a file beside it: it breaks
    no promise, so that only informs.

    Args:
        claims: What its metadata say.
        chosen: The XML that was read.
        copies: Names of all XML that say the same invoice.
        profile: Short name of the profile in BT-24.
    """
    softer = None if claims.is_hybrid else Severity.INFORM
    if claims.pdfa_part != "3":
        part = f"PDF/A-{claims.pdfa_part}" if claims.pdfa_part else "–"
        yield NOT_PDFA3.finding(severity=softer, part=part)
    yield from _relationship(chosen, profile, softer)
    if chosen.name.lower() not in INVOICE_NAMES:
        yield FILE_NAME_OTHER.finding(name=chosen.name[:80])
    if chosen.other_name is not None:
        yield FILE_NAMES_DIFFER.finding(
            name=chosen.name[:80], other=chosen.other_name[:80]
        )
    if len(copies) > 1:
        yield SEVERAL_COPIES.finding(names=tuple(copies))
    kind = claims.document_type
    if kind and kind.upper() != "INVOICE":
        yield TYPE_CONTRADICTS.finding(document_type=kind[:40])
    told = _SAME_LEVEL.get(profile or "", profile)
    if claims.profile and told and claims.profile != told:
        yield LEVEL_CONTRADICTS.finding(level=(claims.level or "")[:40], profile=told)


def _relationship(
    chosen: Attached, profile: str | None, softer: Severity | None
) -> Iterator[Finding]:
    allowed = ("Data",) if profile in _PARTIAL else _RELATIONSHIPS
    if chosen.relationship in allowed:
        return
    # Unsaid, it ties nothing; said wrongly, it says what the data are not.
    severity = softer if chosen.relationship else Severity.INFORM
    yield RELATIONSHIP_WRONG.finding(
        severity=severity,
        found_as=(chosen.relationship or "–")[:40],
        profile=profile or "–",
        allowed=allowed,
    )
