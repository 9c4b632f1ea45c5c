"""Before sending: the invoice before, the contract, orders, attached files, profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from odoo.addons.einvoice_base.domain.codes import Effect, TypeCode
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Invoice
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.party import Identifier

from .code_lists import ATTACHMENT_CODES, FILE_KINDS, READABLE
from .profile import Profile, Syntax, beyond_core, stated_often, without_place
from .sending_facts import ON_INVOICE, ON_LINES, REPORT, facts_of, found

# Schemes of invoiced objects that stand once (BR-FR-29, BR-FR-30).
_ONCE = ("AFL", "AVV")


@rule(
    code="send_credit_of_nothing",
    topic=Topic.STANDARD,
    title=_("Credit note without the invoice that it corrects"),
    message=_(
        "The credit note %(number)s does not name the invoice that it corrects, with "
        "its date (BT-25, BT-26)."
    ),
    advice=_(
        "Make the credit note from the invoice (button “Credit Note”), or enter the "
        "invoice that it corrects."
    ),
    source="BR-FR-CO-05; CGI ann. II 242 nonies A, BOI-TVA-DECLA-30-20-20-30",
    terms=("BG-3",),
)
def credit_of_nothing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss what a credit note corrects; one for an overall discount has a contract."""
    meaning = invoice.type
    if (
        meaning is None
        or meaning.effect is not Effect.REFUND
        or meaning is TypeCode.GLOBAL_DISCOUNT_CREDIT_NOTE
    ):
        return
    if not any(each.number and each.issue_date for each in invoice.preceding_invoices):
        yield found(each, invoice)


@rule(
    code="send_correction_of_one",
    topic=Topic.STANDARD,
    title=_("Corrective invoice of one invoice"),
    message=_(
        "The corrective invoice %(number)s must name one invoice that it replaces, "
        "with its date (BT-25, BT-26); it names %(count)s."
    ),
    advice=_("Enter the one invoice that it replaces."),
    source="BR-FR-CO-04",
    terms=("BG-3",),
)
def correction_of_one(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Count what a corrective invoice replaces."""
    meaning, before = invoice.type, invoice.preceding_invoices
    if meaning is None or not meaning.is_corrective:
        return
    dated = [each for each in before if each.number and each.issue_date]
    if len(before) != 1 or len(dated) != 1:
        yield found(each, invoice, count=len(dated))


@rule(
    code="send_overall_discount",
    topic=Topic.STANDARD,
    title=_("Credit note for an overall discount"),
    message=_(
        "The credit note %(number)s for an overall discount (type 262) needs the "
        "contract (BT-12) and the period (BG-14) that it is for."
    ),
    advice=_("Enter contract, start and end of the period on the credit note."),
    source="BR-FR-CO-03",
    terms=("BT-12", "BG-14"),
)
def overall_discount(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss contract or period of an overall discount."""
    if invoice.type is not TypeCode.GLOBAL_DISCOUNT_CREDIT_NOTE:
        return
    period = invoice.period
    if not (invoice.contract_reference and period and period.start and period.end):
        yield found(each, invoice)


@rule(
    code="send_attachment_wrong",
    topic=Topic.STANDARD,
    title=_("Attached file"),
    message=_(
        "The file “%(name)s” attached to the invoice %(number)s cannot be sent: "
        "%(because)s (%(term)s)."
    ),
    advice=_(
        "Attach PDF, PNG, JPEG, CSV, XLSX or ODS files, and choose what each of them "
        "is."
    ),
    source="BR-FR-17, BR-FR-18; EN 16931 BR-52, BR-CL-24",
    terms=("BT-123", "BT-125"),
)
def attachment_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look at the code and the kind of each attached file."""
    readable = 0
    for file in invoice.attachments:
        name = file.filename or file.reference or file.description or "–"
        readable += file.description == READABLE
        if file.description and file.description not in ATTACHMENT_CODES:
            because = _("what it is must be one of the French list (LISIBLE, RIB…)")
            yield found(each, invoice, term="BT-123", name=name, because=because)
        if file.content and file.mimetype and file.mimetype not in FILE_KINDS:
            because = _("files of this kind are not allowed")
            yield found(each, invoice, term="BT-125", name=name, because=because)
        if readable > 1 and file.description == READABLE:
            because = _("one file only may be the readable page (LISIBLE)")
            yield found(each, invoice, term="BT-123", name=name, because=because)


@rule(
    code="send_object_twice",
    topic=Topic.STANDARD,
    title=_("Invoiced object that stands twice"),
    message=_(
        "The invoice %(number)s has an invoiced object with the scheme %(code)s that "
        "is empty or stands twice (%(term)s)."
    ),
    advice=ON_INVOICE,
    source="BR-FR-29, BR-FR-30",
    terms=("BT-18", "BT-128"),
)
def object_twice(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Count the invoiced objects that may stand once."""
    for code in _repeated(invoice.object_identifiers):
        yield found(each, invoice, code=code)
    for line in invoice.lines:
        for code in _repeated(line.object_identifiers):
            yield found(each, invoice, term="BT-128", line=line.number, code=code)


def _repeated(objects: Iterable[Identifier]) -> list[str]:
    stated = list(objects)
    counts = Counter(each.scheme for each in stated)
    empty = {each.scheme for each in stated if not each.value.strip()}
    return [code for code in _ONCE if counts[code] > 1 or code in empty]


@rule(
    code="send_several_orders",
    topic=Topic.STANDARD,
    title=_("More than the form has places for"),
    message=_(
        "The invoice %(number)s names several orders, deliveries or receipts as a "
        "whole, or a payee with two names (%(term)s): the form has a place for one."
    ),
    advice=_(
        "Name the order, the delivery note and the place of delivery on each line, or "
        "make one invoice for each order."
    ),
    source="EN 16931 BT-13; XP Z12-012 EXT-FR-FE-135",
    terms=("BT-13", "BT-15", "BT-16", "BG-13", "BG-10", "BG-11"),
)
def several_orders(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Ask for the lines where the header has one place."""
    syntax = facts_of(context).syntax
    terms = [*stated_often(invoice)]
    for form in (syntax,) if syntax else Syntax:
        terms += without_place(invoice, form)
    for term in dict.fromkeys(terms):
        yield found(each, invoice, term=term)


@rule(
    code="send_profile_exceeded",
    topic=Topic.STANDARD,
    title=_("Content that the profile does not have"),
    message=_(
        "The invoice %(number)s names the profile EN 16931 (BT-24), which has no place "
        "for what it says: %(names)s."
    ),
    advice=REPORT,
    source="EN 16931-1 §7; XP Z12-012 §3",
    terms=("BT-24",),
)
def profile_exceeded(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare what an invoice says with the profile that it names."""
    if invoice.specification == Profile.EN16931.value and (
        beyond := beyond_core(invoice, facts_of(context).syntax)
    ):
        yield found(each, invoice, names=beyond)


@rule(
    code="send_code_without_list",
    topic=Topic.STANDARD,
    title=_("Item number without its list"),
    message=_(
        "Line %(line)s of the invoice %(number)s gives “%(value)s” without the list "
        "that it comes from (%(term)s)."
    ),
    advice=ON_LINES,
    source="EN 16931 BR-64, BR-65",
    terms=("BT-157", "BT-158"),
)
def code_without_list(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the scheme of item numbers and classes."""
    for line in invoice.lines:
        standard = (line.standard_item,) if line.standard_item else ()
        for term, codes in (("BT-157", standard), ("BT-158", line.classifications)):
            for code in codes:
                if not code.scheme:
                    yield found(
                        each, invoice, term=term, line=line.number, value=code.value
                    )


REFERENCE_RULES = (
    credit_of_nothing,
    correction_of_one,
    overall_discount,
    attachment_wrong,
    object_twice,
    several_orders,
    profile_exceeded,
    code_without_list,
)
