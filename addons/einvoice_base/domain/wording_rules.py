"""Mandatory mentions in words: late payment, exemption, reverse charge, option.

Like the other mentions they are asked of the supplier's own document only.

Source: CGI ann. II 242 nonies A; C. com. L441-9, L441-10 and D441-5; BR-FR-05.
"""

from __future__ import annotations

from collections.abc import Iterator

from .codes import (
    FRENCH_PROCESSES,
    Effect,
    Frame,
    Operation,
    VatCategory,
    frame_of,
    operation_of,
)
from .findings import CheckContext, Finding, Rule, Severity, Topic, rule
from .invoice import Invoice
from .mention_rules import (
    ASK_CORRECTED,
    COMPLETE,
    facts_of,
    french_facts,
    french_words,
    is_after_reform,
    is_small,
)
from .mentions import Mention, categories, has_place, is_made
from .messages import mark as _
from .territory import is_french

_LATE_PAYMENT = "C. com. L441-9 I and L441-10 II"
# UNTDID 2005: VAT is due at the date of the invoice, or when it is paid.
_ON_DEBITS = "3"
_ON_PAYMENT = "432"
# VATEX codes that say by themselves that the buyer owes the tax.
_REVERSE_CODES = ("VATEX-EU-AE", "VATEX-FR-AE")


def _late_payment(
    each: Rule, invoice: Invoice, context: CheckContext, mention: Mention
) -> Iterator[Finding]:
    """Miss a mention on late payment; a credit note asks for no payment."""
    facts = french_words(invoice, context)
    meaning = invoice.type
    is_claim = meaning is not None and meaning.effect is Effect.INVOICE
    if not (facts and is_claim and has_place(facts, "BG-1")):
        return
    if not is_made(mention, invoice, facts):
        yield each.finding()


@rule(
    code="mention_recovery_fee",
    topic=Topic.MENTIONS,
    title=_("Fixed fee for recovery"),
    message=_(
        "The invoice does not mention the fixed recovery fee of 40 € (note PMT)."
    ),
    advice=COMPLETE,
    source=f"{_LATE_PAYMENT}, D441-5; BR-FR-05",
    severity=Severity.INFORM,
    terms=("BT-22", "BT-21"),
    reason="NON_CONFORME",
)
def recovery_fee(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the fixed fee for recovery."""
    yield from _late_payment(each, invoice, context, Mention.RECOVERY_FEE)


@rule(
    code="mention_late_penalty",
    topic=Topic.MENTIONS,
    title=_("Penalties for late payment"),
    message=_(
        "The invoice does not mention the rate of the late-payment penalties (note "
        "PMD)."
    ),
    advice=COMPLETE,
    source=f"{_LATE_PAYMENT}; BR-FR-05",
    severity=Severity.INFORM,
    terms=("BT-22", "BT-21"),
    reason="NON_CONFORME",
)
def late_penalty(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the penalties for late payment."""
    yield from _late_payment(each, invoice, context, Mention.LATE_PENALTY)


@rule(
    code="mention_discount",
    topic=Topic.MENTIONS,
    title=_("Discount for early payment"),
    message=_(
        "The invoice does not mention the discount for early payment, or that there is "
        "none (note AAB)."
    ),
    advice=COMPLETE,
    source="C. com. L441-9 I; BR-FR-05",
    severity=Severity.INFORM,
    terms=("BT-22", "BT-21"),
    reason="NON_CONFORME",
)
def discount(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Miss the conditions of a discount."""
    yield from _late_payment(each, invoice, context, Mention.DISCOUNT)


@rule(
    code="mention_due_date",
    topic=Topic.MENTIONS,
    title=_("Date of payment"),
    message=_(
        "The invoice says neither when it is to be paid (BT-9) nor on which terms "
        "(BT-20)."
    ),
    advice=_("Check the due date of the bill: it comes from the supplier's terms."),
    source="C. com. L441-9 I; EN 16931 BR-CO-25",
    severity=Severity.INFORM,
    terms=("BT-9", "BT-20"),
    reason="MODPAI_ERR",
)
def due_date(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Miss the day of payment of an invoice that asks for one."""
    facts = french_facts(invoice, context)
    due = invoice.totals.payable
    if not (facts and has_place(facts, "BT-9")) or due is None or due <= 0:
        return
    if invoice.due_date is None and not invoice.payment_terms:
        yield each.finding()


@rule(
    code="mention_operation_category",
    topic=Topic.MENTIONS,
    title=_("Goods or services"),
    message=_(
        "The invoice does not say whether it charges goods, services or both (BT-23)."
    ),
    advice=COMPLETE,
    source="CGI ann. II 242 nonies A I (decree 2022-1299); BR-FR-08",
    severity=Severity.INFORM,
    terms=("BT-23",),
    reason="NON_CONFORME",
)
def operation_category(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the category of the operation, a mention of the reform."""
    facts = french_facts(invoice, context)
    if facts and is_after_reform(invoice) and invoice.process not in FRENCH_PROCESSES:
        yield each.finding()


@rule(
    code="mention_vat_on_debits",
    topic=Topic.MENTIONS,
    title=_("Option for VAT on debits"),
    message=_(
        "The text of the invoice and its code for when the VAT is due (BT-8: %(code)s) "
        "do not say the same: %(kind)s."
    ),
    advice=_(
        "Find out which is right: on services it decides whether you deduct the VAT "
        "now or when you pay."
    ),
    source=(
        "CGI art. 269 2 c, ann. II 242 nonies A I (decree 2022-1299); DGFiP rule S1.13"
    ),
    severity=Severity.REVIEW,
    terms=("BT-8",),
    reason="NON_CONFORME",
)
def vat_on_debits(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Compare the words on the option for debits with the code BT-8.

    On goods the VAT is due at delivery whatever the option, so a missing code only
    informs there.
    """
    facts = french_facts(invoice, context)
    if not facts or not has_place(facts, "BT-8"):
        return
    code = invoice.tax_point_code
    on_debits = is_made(Mention.ON_DEBITS, invoice, facts)
    on_payment = is_made(Mention.ON_PAYMENT, invoice, facts)
    if on_debits == on_payment:
        return
    if on_debits and code != _ON_DEBITS:
        kind = _("“option for the debits”")
    elif on_payment and code == _ON_DEBITS:
        kind = _("“VAT on payments received”")
    else:
        return
    is_silent = code is None or operation_of(invoice.process) is Operation.GOODS
    severity = Severity.INFORM if is_silent else None
    yield each.finding(severity=severity, code=code or "–", kind=kind)


@rule(
    code="mention_exemption",
    topic=Topic.MENTIONS,
    title=_("Reason of an exemption"),
    message=_(
        "The invoice charges no VAT (category %(category)s) and does not say by which "
        "provision (BT-120, BT-121)."
    ),
    advice=ASK_CORRECTED,
    source=(
        "CGI ann. II 242 nonies A I 12°; directive 2006/112/EC art. 226 (11); EN 16931 "
        "BR-E-10, BR-O-10, BR-G-10, BR-IC-10"
    ),
    severity=Severity.REVIEW,
    terms=("BT-120", "BT-121"),
    reason="NON_CONFORME",
)
def exemption(each: Rule, invoice: Invoice, context: CheckContext) -> Iterator[Finding]:
    """Miss the reason of an exemption; small domestic invoices need none."""
    facts = facts_of(invoice, context)
    if not facts or is_made(Mention.EXEMPTION, invoice, facts):
        return
    named = categories(invoice)
    excused = {VatCategory.EXEMPT, VatCategory.NOT_SUBJECT} if is_small(invoice) else ()
    wanted = [
        VatCategory.EXEMPT,
        VatCategory.NOT_SUBJECT,
        VatCategory.EXPORT,
        VatCategory.INTRA_COMMUNITY,
    ]
    for category in wanted:
        if category not in named or category in excused:
            continue
        if not _is_explained(invoice, category):
            yield each.finding(category=category.value)


@rule(
    code="mention_reverse_charge",
    topic=Topic.MENTIONS,
    title=_("Reverse charge"),
    message=_(
        "The invoice leaves the VAT to you (category AE) without the mention "
        "“Autoliquidation” (BT-120, BT-121)."
    ),
    advice=_(
        "Check that the tax is really yours to declare, then ask the supplier for the "
        "mention."
    ),
    source=(
        "CGI art. 283, ann. II 242 nonies A I 13°; directive 2006/112/EC art. 226 "
        "(11a); EN 16931 BR-AE-10"
    ),
    severity=Severity.REVIEW,
    terms=("BT-120", "BT-121"),
    reason="NON_CONFORME",
)
def reverse_charge(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the mention of a reverse charge."""
    facts = facts_of(invoice, context)
    if not facts or VatCategory.REVERSE_CHARGE not in categories(invoice):
        return
    if is_made(Mention.REVERSE_CHARGE, invoice, facts):
        return
    if not _is_explained(invoice, VatCategory.REVERSE_CHARGE):
        yield each.finding()


def _is_explained(invoice: Invoice, category: VatCategory) -> bool:
    """Tell whether a VATEX code or a text gives the reason of a category.

    French law wants the very word for a reverse charge, or the code that means it.
    """
    reasons = [
        each.exemption_code or each.exemption_reason
        for each in invoice.tax_breakdown
        if each.category == category.value
    ]
    lines = [
        each.exemption_code or each.exemption_reason
        for each in invoice.lines
        if each.vat_category == category.value
    ]
    if category is VatCategory.REVERSE_CHARGE and is_french(invoice.seller):
        codes = [(reason or "").upper() for reason in (*reasons, *lines)]
        return any(code in _REVERSE_CODES for code in codes)
    return bool(reasons and all(reasons)) or bool(lines and all(lines))


@rule(
    code="mention_preceding_invoice",
    topic=Topic.MENTIONS,
    title=_("Invoice that is corrected"),
    message=_(
        "This %(kind)s (type %(type_code)s) does not name the invoice it refers to "
        "(BT-25)."
    ),
    advice=_("Ask the supplier which invoice it corrects, and reconcile the two."),
    source="CGI art. 289 I 5; BR-FR-CO-04, BR-FR-CO-05",
    severity=Severity.REVIEW,
    terms=("BG-3", "BT-25"),
    reason="NON_CONFORME",
)
def preceding_invoice(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Miss the invoice that a corrective one replaces or a credit note gives back.

    A credit note for a yearly discount (262) refers to a contract instead.
    """
    facts, meaning = french_facts(invoice, context), invoice.type
    if not (facts and meaning) or not has_place(facts, "BG-3"):
        return
    if invoice.preceding_invoices:
        return
    if meaning.is_corrective:
        kind, severity = _("corrective invoice"), None
    elif meaning.effect is Effect.REFUND and meaning.value != "262":
        kind, severity = _("credit note"), Severity.INFORM
    else:
        return
    yield each.finding(severity=severity, kind=kind, type_code=invoice.type_code)


@rule(
    code="self_billing_mandate",
    topic=Topic.MENTIONS,
    title=_("Self-billing"),
    message=_(
        "The invoice says that you issued it yourself in the supplier's name (type "
        "%(type_code)s)."
    ),
    advice=_("Check that you hold the supplier's written mandate."),
    source="CGI art. 289 I 2, ann. II 242 nonies A I 14°",
    severity=Severity.INFORM,
    terms=("BT-3",),
)
def self_billing(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Recall the mandate that self-billing needs."""
    meaning = invoice.type
    if facts_of(invoice, context) and meaning and meaning.is_self_billed:
        yield each.finding(type_code=invoice.type_code)


@rule(
    code="frame_says_paid",
    topic=Topic.MENTIONS,
    title=_("Said to be paid, yet due"),
    message=_(
        "The frame %(process)s (BT-23) says that the invoice is paid already; it asks "
        "for %(found)s (BT-115)."
    ),
    advice=_("Find out whether it was paid before you pay it."),
    source="BR-FR-CO-09",
    severity=Severity.REVIEW,
    terms=("BT-23", "BT-115"),
    reason="MONTANTTOTAL_ERR",
)
def frame_says_paid(
    each: Rule, invoice: Invoice, context: CheckContext
) -> Iterator[Finding]:
    """Stop before an invoice is paid twice (frames B2, S2, M2)."""
    due = invoice.totals.payable
    if frame_of(invoice.process) is Frame.ALREADY_PAID and due:
        yield each.finding(process=invoice.process, found=due)


WORDING_RULES = (
    recovery_fee,
    late_penalty,
    discount,
    due_date,
    operation_category,
    vat_on_debits,
    exemption,
    reverse_charge,
    preceding_invoice,
    self_billing,
    frame_says_paid,
)
