"""An invoice in words for the screen: labels, and values in the reader's format."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import format_date, formatLang

from odoo.addons.einvoice_base.models._translation import translated

from ..domain import words

_ADDON = "einvoice_intake"


class Row(NamedTuple):
    """One business term: its number, its name and what the invoice says."""

    term: str
    label: str
    value: str


class Sheet:
    """What the template of the readable invoice asks, so that it only prints."""

    def __init__(self, env, invoice):
        self.env = env
        self.invoice = invoice
        self.currency = invoice.currency or ""

    def word(self, table, code):
        """Return the word of a code, and the code itself where there is none."""
        text = table.get(code)
        return translated(self.env, _ADDON, text) if text else code

    def subject(self, note):
        """Return what a note is about, in words."""
        return self.word(words.NOTE_SUBJECTS, note.subject)

    def number(self, value, least=0):
        """Write a number with the digits that the invoice gives it."""
        if value is None:
            return ""
        digits = max(least, -value.normalize().as_tuple().exponent, 0)
        return formatLang(self.env, float(value), digits=digits)

    def amount(self, value):
        """Write an amount with at least two decimals, without its currency."""
        return self.number(value, least=2)

    def money(self, value):
        """Write an amount with the currency of the invoice."""
        return (
            f"{self.amount(value)} {self.currency}".strip() if value is not None else ""
        )

    def percent(self, value):
        """Write a rate given in percent."""
        return f"{self.number(value)} %" if value is not None else ""

    def shown(self, value):
        """Write any value of a business term for a person."""
        if isinstance(value, Decimal):
            return self.amount(value)
        if isinstance(value, date):
            return format_date(self.env, value, date_format="medium")
        if isinstance(value, tuple):
            return ", ".join(self.shown(each) for each in value)
        return "" if value is None else str(value)

    def identifier(self, value):
        """Write an identifier with the name of its scheme."""
        scheme = self.word(words.SCHEMES, value.scheme) if value.scheme else ""
        return f"{value.value} ({scheme})" if scheme else value.value

    def period(self, value):
        """Write a period, also where one end is not stated."""
        if value is None or not (value.start or value.end):
            return ""
        ends = (self.shown(each) if each else "…" for each in (value.start, value.end))
        return " → ".join(ends)

    def country(self, code):
        """Return the name of a country."""
        if not code:
            return ""
        found = self.env["res.country"].search([("code", "=", code.upper())], limit=1)
        return found.name or code

    def address(self, value):
        """Return the lines of an address that say something."""
        town = " ".join(filter(None, (value.postcode, value.city)))
        lines = (value.line1, value.line2, value.line3, town, value.subdivision)
        return [*filter(None, lines), *filter(None, [self.country(value.country)])]

    @property
    def type_name(self):
        """Name of the kind of invoice, BT-3."""
        return self.word(words.TYPES, self.invoice.type_code) or self.env._("Invoice")

    @property
    def head(self):
        """Dates and frame of the invoice."""
        invoice = self.invoice
        return self._rows(
            ("BT-2", self.env._("Date"), invoice.issue_date),
            ("BT-9", self.env._("Due date"), invoice.due_date),
            ("BG-14", self.env._("Period"), self.period(invoice.period)),
            ("BT-6", self.env._("VAT currency"), invoice.vat_currency),
            ("BT-7", self.env._("VAT due on"), invoice.tax_point_date),
            (
                "BT-8",
                self.env._("VAT"),
                self.word(words.TAX_POINTS, invoice.tax_point_code),
            ),
        )

    @property
    def frame(self):
        """The invoicing frame, BT-23, with what it is about."""
        frame = self.invoice.process
        kinds = {
            "B": self.env._("goods"),
            "S": self.env._("services"),
            "M": self.env._("goods and services"),
        }
        is_french = bool(frame) and len(frame) == 2 and frame[1].isdigit()
        kind = kinds.get(frame[0]) if is_french else None
        return f"{frame} ({kind})" if kind else frame

    @property
    def references(self):
        """What the invoice refers to: orders, contracts, earlier invoices."""
        invoice = self.invoice
        return self._rows(
            ("BT-10", self.env._("Your reference"), invoice.buyer_reference),
            ("BT-13", self.env._("Your order"), invoice.order_references),
            ("BT-14", self.env._("Their order"), invoice.sales_order_reference),
            ("BT-12", self.env._("Contract"), invoice.contract_reference),
            ("BT-11", self.env._("Project"), invoice.project_reference),
            ("BT-15", self.env._("Receipt"), invoice.receipt_references),
            ("BT-16", self.env._("Delivery note"), invoice.despatch_references),
            ("BT-17", self.env._("Tender"), invoice.tender_reference),
            (
                "BT-18",
                self.env._("Object"),
                self._identifiers(invoice.object_identifiers),
            ),
            ("BT-19", self.env._("Your account"), invoice.accounting_reference),
            ("BT-23", self.env._("Frame"), self.frame),
            ("BT-24", self.env._("Profile"), invoice.specification),
            (
                "BG-3",
                self.env._("Earlier invoice"),
                tuple(
                    f"{each.number} ({self.shown(each.issue_date)})"
                    if each.issue_date
                    else each.number
                    for each in invoice.preceding_invoices
                ),
            ),
        )

    @property
    def payment(self):
        """How and to whom it is to be paid."""
        payment = self.invoice.payment
        means = self.word(words.PAYMENT_MEANS, payment.means_code)
        accounts = tuple(
            " · ".join(filter(None, (each.iban or each.number, each.bic, each.name)))
            for each in payment.accounts
        )
        return self._rows(
            (
                "BT-81",
                self.env._("Means"),
                ", ".join(filter(None, (means, payment.means_text))),
            ),
            ("BT-84", self.env._("To account"), accounts),
            ("BT-83", self.env._("Quote"), payment.remittance),
            ("BT-20", self.env._("Terms"), self.invoice.payment_terms),
            ("BT-87", self.env._("Card"), payment.card_number),
            ("BT-89", self.env._("Mandate"), payment.mandate),
            ("BT-90", self.env._("Creditor"), payment.creditor_id),
            ("BT-91", self.env._("Debited account"), payment.debited_account),
        )

    @property
    def totals(self):
        """The totals that the invoice states; what it leaves out is left out."""
        totals = self.invoice.totals
        stated = (
            ("BT-106", self.env._("Sum of the lines"), totals.lines),
            ("BT-107", self.env._("Allowances"), totals.allowances),
            ("BT-108", self.env._("Charges"), totals.charges),
            ("BT-109", self.env._("Total without VAT"), totals.net),
            ("BT-110", self.env._("VAT"), totals.vat),
            ("BT-112", self.env._("Total with VAT"), totals.gross),
            ("BT-113", self.env._("Paid already"), totals.prepaid),
            ("BT-114", self.env._("Rounding"), totals.rounding),
            ("BT-115", self.env._("Amount due"), totals.payable),
        )
        return self._rows(*stated)

    @property
    def parties(self):
        """Role and party, those that the invoice names."""
        invoice = self.invoice
        roles = (
            ("BG-4", self.env._("Seller"), invoice.seller),
            ("BG-7", self.env._("Buyer"), invoice.buyer),
            ("BG-10", self.env._("Payee"), invoice.payee),
            ("BG-11", self.env._("Tax representative"), invoice.tax_representative),
        )
        return [role for role in roles if role[2] is not None]

    def party_rows(self, party):
        """Return how a party is identified and reached."""
        contact = party.contact
        return self._rows(
            ("BT-30", self.env._("Registered as"), self._identifiers([party.legal_id])),
            ("BT-29", self.env._("Identifier"), self._identifiers(party.identifiers)),
            ("BT-31", self.env._("VAT number"), party.vat_number),
            ("BT-32", self.env._("Tax number"), party.tax_number),
            (
                "BT-34",
                self.env._("Electronic address"),
                self._identifiers([party.endpoint]),
            ),
            ("BT-41", self.env._("Contact"), contact.name),
            ("BT-42", self.env._("Phone"), contact.phone),
            ("BT-43", self.env._("E-mail"), contact.email),
        )

    @property
    def deliveries(self):
        """Return what each delivery says, as one line."""
        return [
            ", ".join(
                filter(
                    None,
                    (
                        self.shown(each.date),
                        each.name,
                        each.location and self.identifier(each.location),
                        *self.address(each.address),
                    ),
                )
            )
            for each in self.invoice.deliveries
        ]

    def charge(self, value):
        """Return reason, base and signed amount of an allowance or charge."""
        name = value.reason or (
            self.env._("Charge") if value.is_charge else self.env._("Allowance")
        )
        base = ""
        if value.percent is not None and value.base_amount is not None:
            base = f"{self.percent(value.percent)} × {self.amount(value.base_amount)}"
        return name, base, self.amount(value.signed_amount)

    def quantity(self, line):
        """Write quantity and unit of a line."""
        unit = self.word(words.UNITS, line.unit) or ""
        return f"{self.number(line.quantity)} {unit}".strip()

    def price(self, line):
        """Write the price of a line, and for how many units it is."""
        if line.price is None:
            return ""
        text = self.amount(line.price)
        if line.base_quantity not in (None, Decimal(1)):
            text = f"{text} / {self.number(line.base_quantity)}"
        return text

    def vat(self, category, rate):
        """Write a VAT category with its rate; the rate alone for the usual one."""
        if rate and category in ("S", None):
            return self.percent(rate)
        name = self.word(words.VAT_CATEGORIES, category) or ""
        return f"{name} {self.percent(rate)}".strip() if rate else name

    def line_details(self, line):
        """Return the references of a line, in words."""
        return self._rows(
            ("BT-155", self.env._("Their item"), line.seller_item),
            ("BT-156", self.env._("Your item"), line.buyer_item),
            (
                "BT-157",
                self.env._("Item number"),
                self._identifiers([line.standard_item]),
            ),
            ("BT-132", self.env._("Order line"), line.order_line),
            ("BT-X-21", self.env._("Order"), line.order_reference),
            ("BT-X-92", self.env._("Delivery note"), line.despatch_reference),
            ("BG-26", self.env._("Period"), self.period(line.period)),
            ("BT-133", self.env._("Your account"), line.accounting_reference),
            *(("BG-32", name, value) for name, value in line.attributes),
        )

    def _identifiers(self, values):
        return tuple(self.identifier(each) for each in values if each)

    def _rows(self, *rows):
        return [
            Row(term, label, text)
            for term, label, value in rows
            if (text := self.shown(value))
        ]
