"""Before sending: mandatory notes, frame, kind of sale, place of delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.codes import (
    FRENCH_PROCESSES,
    Frame,
    Operation,
    frame_of,
    operation_of,
)
from odoo.addons.einvoice_base.domain.findings import (
    CheckContext,
    Finding,
    Rule,
    Topic,
    rule,
)
from odoo.addons.einvoice_base.domain.invoice import Delivery, Invoice
from odoo.addons.einvoice_base.domain.mentions import is_postal
from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_base.domain.money import ZERO

from .plain import said
from .sending_facts import ON_INVOICE, found
from .treatment import SUBJECT, Treatment

_NOTES = {
    "PMT": _("the EUR 40 for recovery costs (PMT)"),
    "PMD": _("the penalties for late payment (PMD)"),
    "AAB": _("the discount for early payment, or that there is none (AAB)"),
}
_ONCE = (*_NOTES, "TXD")


@rule(
    code="send_note_missing",
    topic=Topic.MENTIONS,
    title=_("Mandatory mention missing"),
    message=_("The invoice %(number)s does not mention %(detail)s (BT-22)."),
    advice=_(
        "Ask your administrator to enter the text of this mention in the settings of "
        "customer invoices."
    ),
    source="BR-FR-05; C. com. L441-9, L441-10, D441-5",
    terms=("BT-22",),
)
def note_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the three mentions on payment."""
    made = {note.subject for note in invoice.notes if said(note.text)}
    for subject, detail in _NOTES.items():
        if subject not in made:
            yield found(each, invoice, detail=detail)


@rule(
    code="send_note_twice",
    topic=Topic.MENTIONS,
    title=_("Mention that stands twice"),
    message=_(
        "The invoice %(number)s has several notes with the code %(code)s (BT-21); one "
        "is allowed."
    ),
    advice=_("Keep one of the notes on the invoice."),
    source="BR-FR-06, BR-FR-31",
    terms=("BT-21",),
)
def note_twice(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Count the notes that may stand once."""
    counts = Counter(note.subject for note in invoice.notes)
    for subject in (*_ONCE, SUBJECT):
        if counts[subject] > 1:
            yield found(each, invoice, code=subject)


@rule(
    code="send_treatment_wrong",
    topic=Topic.STANDARD,
    title=_("Kind of sale"),
    message=_(
        "The invoice %(number)s says that it is treated as “%(value)s” (note BAR), "
        "which no platform knows."
    ),
    advice=_("Choose the kind of sale on the invoice, or leave it to the platform."),
    source="BR-FR-20",
    terms=("BT-22",),
)
def treatment_wrong(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Look the note BAR up."""
    known = {kind.note for kind in Treatment}
    for note in invoice.notes:
        if note.subject == SUBJECT and note.text not in known:
            yield found(each, invoice, value=note.text)


@rule(
    code="send_frame_missing",
    topic=Topic.MENTIONS,
    title=_("Goods or services, and how it is paid"),
    message=_(
        "The invoice %(number)s does not say whether it is for goods, services or "
        "both, and how it is paid (BT-23: “%(process)s”)."
    ),
    advice=_(
        "Say of the products on the invoice whether they are goods or services "
        "(Product type), or choose the frame on the invoice."
    ),
    source="BR-FR-08; CGI ann. II 242 nonies A I 18° (decree 2022-1299)",
    terms=("BT-23",),
)
def frame_missing(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the category of operation, a mention of the reform."""
    if invoice.process not in FRENCH_PROCESSES:
        yield found(each, invoice, process=invoice.process)


@rule(
    code="send_frame_of_several_vendors",
    topic=Topic.STANDARD,
    title=_("Invoice of several vendors"),
    message=_(
        "The invoice %(number)s has the frame %(process)s (BT-23), for invoices of "
        "several vendors or in both directions: they cannot be written here."
    ),
    advice=_("Choose another frame, or write it on the platform itself."),
    source="BR-FR-MV-01 to BR-FR-MV-14, BR-FR-BD-02 to BR-FR-BD-14",
    terms=("BT-23",),
)
def frame_of_several(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Refuse frames whose lines name their vendor, which an invoice here cannot."""
    if frame_of(invoice.process) in (Frame.MULTI_VENDOR, Frame.BIDIRECTIONAL):
        yield found(each, invoice, process=invoice.process)


@rule(
    code="send_frame_of_deposit",
    topic=Topic.STANDARD,
    title=_("Deposit that says it is the final invoice"),
    message=_(
        "The invoice %(number)s is of a deposit (type %(type_code)s) and has the frame "
        "%(process)s (BT-23) of a final invoice after deposits."
    ),
    advice=ON_INVOICE,
    source="BR-FR-CO-08",
    terms=("BT-23", "BT-3"),
)
def frame_of_deposit(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Compare frame and type."""
    meaning = invoice.type
    is_final = frame_of(invoice.process) is Frame.FINAL_AFTER_PREPAYMENT
    if is_final and meaning and meaning.is_prepayment:
        yield found(each, invoice, process=invoice.process, type_code=invoice.type_code)


@rule(
    code="send_frame_of_paid",
    topic=Topic.PAYMENT,
    title=_("Invoice already paid"),
    message=_(
        "The invoice %(number)s has the frame %(process)s (BT-23) of an invoice "
        "already paid, and %(because)s."
    ),
    advice=_(
        "Register the payment with its day before you send the invoice, or choose "
        "another frame."
    ),
    source="BR-FR-CO-09",
    terms=("BT-23", "BT-113", "BT-115", "BT-9"),
)
def frame_of_paid(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Compare the frame with what was paid, what is due, and when."""
    if frame_of(invoice.process) is not Frame.ALREADY_PAID:
        return
    totals = invoice.totals
    for is_wrong, term, because in (
        (
            totals.prepaid is None or totals.prepaid != totals.gross,
            "BT-113",
            _("what was paid is not its total"),
        ),
        (
            totals.payable != ZERO,
            "BT-115",
            _("something is still to be paid"),
        ),
        (
            invoice.due_date is None,
            "BT-9",
            _("the day of payment is missing, which stands as due date"),
        ),
    ):
        if is_wrong:
            yield found(
                each, invoice, term=term, process=invoice.process, because=because
            )


@rule(
    code="send_delivery_address",
    topic=Topic.MENTIONS,
    title=_("Address of delivery"),
    message=_(
        "The invoice %(number)s delivers goods to “%(place)s” without the address of "
        "this place (BG-15)."
    ),
    advice=_(
        "Enter street, town and country on the delivery address of the invoice. It is "
        "mandatory where it is not the customer's own."
    ),
    source="CGI ann. II 242 nonies A I 17° (decree 2022-1299); DGFiP G6.16; BR-57",
    terms=("BG-15",),
)
def delivery_address(
    each: Rule, invoice: Invoice, _context: CheckContext
) -> Iterator[Finding]:
    """Miss the address where goods are delivered elsewhere."""
    if operation_of(invoice.process) is Operation.SERVICES:
        return
    for delivery in _deliveries(invoice):
        where = delivery.location.value if delivery.location else None
        place = said(delivery.name) or where or delivery.address.city
        country = delivery.address.country
        if (place or country) and not (is_postal(delivery.address) and country):
            yield found(each, invoice, place=place or country)


def _deliveries(invoice: Invoice) -> Iterator[Delivery]:
    yield from invoice.deliveries
    for line in invoice.lines:
        if line.delivery:
            yield line.delivery


MENTION_RULES = (
    note_missing,
    note_twice,
    treatment_wrong,
    frame_missing,
    frame_of_several,
    frame_of_deposit,
    frame_of_paid,
    delivery_address,
)
