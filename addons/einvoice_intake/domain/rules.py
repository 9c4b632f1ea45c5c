"""What intake notices on a document besides the amounts: who, for whom, twice, booked.

They have no check of their own: the step of the pipeline that finds the fact makes the
finding. Their sentences stand here so that each is written once.
"""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.findings import Rule, Severity, Topic
from odoo.addons.einvoice_base.domain.messages import mark as _

from . import channels, pdf_rules, problems, refusals
from .booking_refusals import (
    BookingRefusedError,
    NegativeCreditNoteError,
    NoTotalError,
    ProFormaError,
    RateUnclearError,
    TypeUnknownError,
)
from .departures import BILL_IN_BOOKS, BILL_NUMBER
from .page_problems import PAGE_PROBLEMS
from .paper.paper_rules import PAPER_RULES
from .payment_rules import PAYMENT_RULES

_ADDON = "einvoice_intake"

SUPPLIER_UNKNOWN = Rule(
    code="supplier_unknown",
    is_fixed=True,
    topic=Topic.SUPPLIER,
    title=_("Unknown supplier"),
    message=_("No supplier of yours has the identifiers of “%(name)s” (%(stated)s)."),
    advice=_("Create the supplier from the document, or choose the one that it is."),
    addon=_ADDON,
    source="CGI ann. II 242 nonies A (identity of the supplier)",
    terms=("BG-4",),
    reason="EMMET_INC",
)
SUPPLIER_AMBIGUOUS = Rule(
    code="supplier_ambiguous",
    is_fixed=True,
    topic=Topic.SUPPLIER,
    title=_("Several suppliers"),
    message=_(
        "The %(evidence)s of “%(name)s” belongs to several suppliers: %(rivals)s."
    ),
    advice=_("Choose the right one, and merge the suppliers if they are the same."),
    addon=_ADDON,
    terms=("BG-4",),
)
BUYER_STRANGER = Rule(
    code="buyer_is_stranger",
    is_fixed=True,
    topic=Topic.BUYER,
    title=_("Not for us"),
    message=_(
        "The invoice is made out to “%(name)s” (%(stated)s), not to %(company)s."
    ),
    advice=_(
        "Reject the document, or correct the identifiers of your company if they are "
        "wrong."
    ),
    addon=_ADDON,
    source="CGI 289, ann. II 242 nonies A (identity of the customer)",
    terms=("BG-7",),
    reason="DEST_ERR",
)
BUYER_UNSAID = Rule(
    code="buyer_unsaid",
    topic=Topic.BUYER,
    title=_("Buyer not stated"),
    message=_("The invoice does not say to whom it is made out."),
    advice=_("Check on the readable page that it is for you."),
    addon=_ADDON,
    severity=Severity.REVIEW,
    terms=("BG-7",),
)
BUYER_REROUTED = Rule(
    code="buyer_rerouted",
    topic=Topic.BUYER,
    title=_("Passed to another company"),
    message=_("The document arrived at %(before)s and is made out to %(company)s."),
    advice=_("Nothing to do: it was passed on."),
    addon=_ADDON,
    severity=Severity.INFORM,
    terms=("BG-7",),
)
DUPLICATE_CLASH = Rule(
    code="duplicate_suspected",
    is_fixed=True,
    topic=Topic.DUPLICATE,
    title=_("Perhaps a duplicate"),
    message=_(
        "The supplier already sent number %(number)s in %(year)s: %(first)s. It "
        "differs by %(differences)s."
    ),
    advice=_(
        "Compare the two: reject this one, or record it if it is another invoice."
    ),
    addon=_ADDON,
    source="DGFiP external specifications, rule G1.45",
    terms=("BT-1",),
    reason="DOUBLON",
)
DUPLICATE_OF_ENDED = Rule(
    code="duplicate_of_ended",
    is_fixed=True,
    topic=Topic.DUPLICATE,
    title=_("Sent again"),
    message=_("The same invoice was already received and ended as: %(first)s."),
    advice=_("Record it if the supplier was asked to send it again, else reject it."),
    addon=_ADDON,
    terms=("BT-1",),
    reason="DOUBLON",
)
SELF_BILLED_SALE = Rule(
    code="self_billed_sale",
    is_fixed=True,
    topic=Topic.BUYER,
    title=_("Our own sale"),
    message=_(
        "This self-billed document (type %(type_code)s) names us as the seller: it is "
        "a sale, not a purchase."
    ),
    advice=_("Record it as a customer invoice, then reject it here."),
    addon=_ADDON,
    source="CGI 289 I-2",
    terms=("BT-3", "BG-4"),
)
TAX_MISSING = Rule(
    code="tax_missing",
    is_fixed=True,
    topic=Topic.TAX,
    title=_("No tax fits"),
    message=_(
        "No purchase tax of %(company)s fits category %(category)s at %(rate)s %% "
        "(%(region)s seller)."
    ),
    advice=_(
        "Proposal: create a purchase tax for category %(category)s (for a reverse "
        "charge: +100 %% and −100 %% of the legal rate), or choose one for this "
        "supplier, then retry."
    ),
    addon=_ADDON,
    terms=("BT-118", "BT-119"),
)
TAX_UNSAID = Rule(
    code="tax_unsaid",
    is_fixed=True,
    topic=Topic.TAX,
    title=_("VAT of a line not stated"),
    message=_("Line %(line)s states no VAT category (BT-151)."),
    advice=_("Record the bill by hand, with the VAT of the readable page."),
    addon=_ADDON,
    terms=("BT-151",),
)
VAT_UNSAID = Rule(
    code="vat_unsaid",
    topic=Topic.TAX,
    title=_("No VAT and no reason"),
    message=_(
        "The invoice carries no VAT and does not say why (profile MINIMUM); it was "
        "booked as exempt."
    ),
    advice=_(
        "Read the reason on the readable page; correct the tax if you must declare "
        "the VAT yourself."
    ),
    addon=_ADDON,
    severity=Severity.REVIEW,
    terms=("BT-118",),
)
TAX_CHOSEN = Rule(
    code="tax_chosen",
    topic=Topic.BOOKING,
    title=_("Tax chosen among several"),
    message=_(
        "For the VAT at %(rate)s %% (category %(category)s), the tax “%(tax)s” was "
        "chosen, and not: %(others)s. Why: %(because)s."
    ),
    advice=_("Correct it on the bill if it is wrong: it is remembered."),
    addon=_ADDON,
    severity=Severity.INFORM,
    terms=("BT-118",),
)
RATE_ASSUMED = Rule(
    code="rate_assumed",
    topic=Topic.BOOKING,
    title=_("Self-assessed rate assumed"),
    message=_(
        "The invoice carries no VAT (category %(category)s): “%(tax)s” was assumed for "
        "what you declare yourself."
    ),
    advice=_("Check the rate; correct the tax on the bill if a reduced rate applies."),
    addon=_ADDON,
    source="CGI 283-2, 262 ter I; EN 16931 BR-AE-05, BR-IC-05",
    severity=Severity.REVIEW,
    terms=("BT-118",),
)
CURRENCY_UNKNOWN = Rule(
    code="currency_unknown",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Unknown currency"),
    message=_("“%(currency)s” is not the code of a currency."),
    advice=_(
        "Ask the supplier for a corrected invoice, or record the bill by hand in the "
        "currency of the readable page."
    ),
    addon=_ADDON,
    source="EN 16931 BR-CL-04; ISO 4217",
    terms=("BT-5",),
)
CURRENCY_OFF = Rule(
    code="currency_off",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Currency not in use"),
    message=_("The invoice is in %(currency)s, which is not active here."),
    advice=_("Activate the currency with its rates, then retry."),
    addon=_ADDON,
    terms=("BT-5",),
)
RATE_MISSING = Rule(
    code="currency_rate_missing",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Exchange rate missing"),
    message=_("There is no rate of %(currency)s for %(date)s."),
    advice=_("Enter the exchange rate, then retry."),
    addon=_ADDON,
    terms=("BT-5",),
)
DIFFERENCE_BOOKED = Rule(
    code="difference_booked",
    topic=Topic.BOOKING,
    title=_("Rounding difference booked"),
    message=_("The bill has a line of %(gap)s so that it owes what the invoice asks."),
    advice=_("Nothing to do: it is within the tolerance of your company."),
    addon=_ADDON,
    severity=Severity.INFORM,
    terms=("BT-112",),
)
QUANTITY_ROUNDED = Rule(
    code="quantity_rounded",
    topic=Topic.BOOKING,
    title=_("Quantity shown rounded"),
    message=_(
        "The quantity of line %(line)s is %(stated)s and shown as %(shown)s; its "
        "amount is exact."
    ),
    advice=_("Nothing to do: the exact quantity stands in the document."),
    addon=_ADDON,
    severity=Severity.INFORM,
    terms=("BT-129",),
)
BILL_DIFFERS = Rule(
    code="bill_differs",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Bill differs from the document"),
    message=_(
        "The bill owes %(found)s, the supplier's document asks for %(expected)s."
    ),
    advice=_("Put the supplier's amounts back, or have a manager lift the finding."),
    addon=_ADDON,
    terms=("BT-112",),
    reason="MONTANTTOTAL_ERR",
)
BILL_SUPPLIER = Rule(
    code="bill_supplier_differs",
    topic=Topic.SUPPLIER,
    title=_("Another supplier than the document's"),
    message=_("The bill names %(other)s, the document comes from %(supplier)s."),
    advice=_(
        "Put the supplier back, or change the supplier of the document if that is the "
        "wrong one. Else a manager lifts the finding."
    ),
    addon=_ADDON,
    terms=("BG-4",),
)
BILL_ACCOUNT = Rule(
    code="bill_account_differs",
    topic=Topic.PAYMENT,
    title=_("Paid elsewhere than the document asks"),
    message=_(
        "The bill is to be paid to %(account)s, the document asks for %(stated)s."
    ),
    advice=_(
        "Call the supplier on a number that you already have, then put the account "
        "right or have a manager lift the finding."
    ),
    addon=_ADDON,
    terms=("BT-84",),
    reason="COORD_BANC_ERR",
)
BILL_DELETED = Rule(
    code="bill_deleted",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Bill deleted"),
    message=_("The draft bill %(bill)s that was made from this document was deleted."),
    advice=_("Retry to make it again, or reject the document."),
    addon=_ADDON,
    severity=Severity.REVIEW,
)
STEP_FAILED = Rule(
    code="step_failed",
    is_fixed=True,
    topic=Topic.BOOKING,
    title=_("Stopped by an error"),
    message=_("The step “%(step)s” stopped: %(error)s"),
    advice=_("Mend the cause and retry; the original file is safe."),
    addon=_ADDON,
)


def refusal_rule(error: type[DomainError], title: str) -> Rule:
    """Make the rule that holds the sentences of a refusal of the booking."""
    return Rule(
        code=error.code,
        topic=Topic.BOOKING,
        is_fixed=True,
        title=title,
        message=error.message,
        advice=error.advice,
        addon=_ADDON,
    )


BOOKING_REFUSALS = {
    TypeUnknownError.code: problems.TYPE_CODE_UNKNOWN,
    **{
        each.code: each
        for each in (
            refusal_rule(ProFormaError, _("Pro forma")),
            refusal_rule(NegativeCreditNoteError, _("Negative credit note")),
            refusal_rule(NoTotalError, _("Total missing")),
            refusal_rule(RateUnclearError, _("VAT rate unclear")),
        )
    },
}


def refusal(error: BookingRefusedError) -> Rule:
    """Return the rule of a refusal."""
    return BOOKING_REFUSALS[error.code]


INTAKE_RULES = (
    *channels.RULES,
    *PAYMENT_RULES,
    *PAPER_RULES,
    SUPPLIER_UNKNOWN,
    SUPPLIER_AMBIGUOUS,
    BUYER_STRANGER,
    BUYER_UNSAID,
    BUYER_REROUTED,
    DUPLICATE_CLASH,
    DUPLICATE_OF_ENDED,
    SELF_BILLED_SALE,
    TAX_MISSING,
    TAX_UNSAID,
    VAT_UNSAID,
    TAX_CHOSEN,
    RATE_ASSUMED,
    CURRENCY_UNKNOWN,
    CURRENCY_OFF,
    RATE_MISSING,
    DIFFERENCE_BOOKED,
    QUANTITY_ROUNDED,
    BILL_DIFFERS,
    BILL_IN_BOOKS,
    BILL_SUPPLIER,
    BILL_NUMBER,
    BILL_ACCOUNT,
    BILL_DELETED,
    STEP_FAILED,
    *(
        BOOKING_REFUSALS[code]
        for code in BOOKING_REFUSALS
        if code != TypeUnknownError.code
    ),
)


READER_RULES = (*problems.RULES, *refusals.RULES, *pdf_rules.RULES, *PAGE_PROBLEMS)

# What is no invoice at all: rejected at once instead of waiting for a correction.
NO_BILL_RULES = (
    refusals.NOT_AN_INVOICE,
    refusals.EXECUTABLE,
    refusals.IS_HTML,
)
