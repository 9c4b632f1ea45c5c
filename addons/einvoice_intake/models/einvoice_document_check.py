from datetime import date

import psycopg2.errors

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL, escape_psql

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models._case import Case

from ..domain import rules
from ..domain.arrival import original_rank
from ..domain.booking import plan
from ..domain.booking_refusals import BookingRefusedError
from ..domain.duplicates import content_key, differences, identity_key
from ..domain.paper.paper_rules import REVIEW_CODES
from . import _mapping
from .account_move_original import DEPARTURES
from .einvoice_document_book import CODES as BOOKING_CODES
from .einvoice_document_identify import CODES as IDENTITY_CODES

TWINS = (rules.DUPLICATE_CLASH.code, rules.DUPLICATE_OF_ENDED.code)


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _step_check(self):
        """Apply the rules, and see whether the invoice is here already."""
        self._apply_rules()
        for document in self:
            if document._is_first():
                document.step = self._step_after("check")

    def _apply_rules(self):
        """Record what the reader and the rules notice now."""
        engine = self.env["einvoice.rule"].sudo()
        codes = {each.code for each in engine._rules()}
        left = codes - set(TWINS) - BOOKING_CODES - IDENTITY_CODES - DEPARTURES
        left -= REVIEW_CODES
        checked = engine._check_cases(self._cases())
        noticed = [
            (subject, [*document._reading().problems, *found])
            for document, (subject, found) in zip(self, checked, strict=True)
        ]
        self.env["einvoice.finding"]._record_all(noticed, left)

    def _cases(self):
        """Return the documents as what the rules look at."""
        today = fields.Date.context_today(self)
        return [
            Case(
                record=document,
                subject=document._finding_subject(),
                invoice=document._reading().invoice,
                company=document.company_id.sudo(),
                partner=document.partner_id,
                move=document.move_id.sudo(),
                today=today,
            )
            for document in self
        ]

    def _check_again(self):
        """Apply the rules to documents that have a bill, after the books changed."""
        current = self.filtered(
            lambda each: (
                each.state in ("to_check", "booked") and each.move_id.state == "draft"
            )
        )
        current._apply_rules()
        for document in current:
            if not document.move_id.partner_bank_id:
                document.move_id.partner_bank_id = document._stated_account()
        current._settle()

    def _set_keys(self, invoice):
        """Keep what names the invoice, so that a second copy is found by an index."""
        supplier = _mapping.candidate(self.partner_id) if self.partner_id else None
        self.identity_key = identity_key(invoice, supplier)

    def _is_first(self):
        """Tell whether the invoice is new; else settle it or let it wait."""
        self.ensure_one()
        invoice = self._reading().invoice
        key = content_key(self.identity_key or None, invoice)
        if self._twins_lifted():
            return True
        for twin in self._twins():
            if twin._has_ended():
                self._meet_twin(rules.DUPLICATE_OF_ENDED, invoice, twin)
                return False
            if twin.content_key == key and not self._differences_from(twin):
                self._become_copy(twin, cause="same invoice")
                self._replace_original(twin)
                return False
            self._meet_twin(rules.DUPLICATE_CLASH, invoice, twin)
            return False
        if bill := self._bill_by_hand(invoice):
            return self._meet_bill(invoice, bill, key)
        self._record_findings([], TWINS)
        self._claim(key)
        return True

    def _differences_from(self, twin):
        """Name what two copies state differently and costs money or time."""
        first = twin._reading().invoice if twin.attachment_id else None
        return differences(first, self._reading().invoice)

    def _claim(self, key):
        """Be the first document of this invoice; later ones find it by the key."""
        self.flush_recordset()
        try:
            self.env.cr.execute(
                SQL(
                    "UPDATE einvoice_document SET content_key = %s WHERE id = %s",
                    key,
                    self.id,
                ),
                # Another worker was first: no error, the step begins again.
                log_exceptions=False,
            )
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(self.name) from error
        self.invalidate_recordset(["content_key"], flush=False)

    def _twins_lifted(self):
        twins = self.finding_ids.filtered(lambda each: each.rule in TWINS)
        return bool(twins) and all(each.state == "lifted" for each in twins)

    def _twins(self):
        """Return the documents of the same seller, year and number, first one first."""
        if not self.identity_key:
            return self.browse()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("identity_key", "=", self.identity_key),
                ("id", "!=", self.id),
                ("copy_of_id", "=", False),
                # Others on their way find this one when they get here.
                "|",
                ("content_key", "!=", False),
                ("state", "=", "rejected"),
            ],
            order="id",
        )

    def _bill_by_hand(self, invoice):
        """Return a bill of the supplier, number and year made without a document."""
        if not (self.partner_id and invoice.number and invoice.issue_date):
            return self.env["account.move"]
        year = invoice.issue_date.year
        return self.env["account.move"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", ("in_invoice", "in_refund"))
            & Domain(
                "commercial_partner_id", "=", self.partner_id.commercial_partner_id.id
            )
            & Domain("ref", "=ilike", escape_psql(invoice.number))
            & Domain("invoice_date", ">=", date(year, 1, 1))
            & Domain("invoice_date", "<=", date(year, 12, 31))
            & Domain(
                # A bill filled from a page that was not read counts as typed.
                "einvoice_document_ids",
                "not any",
                [("content_key", "!=", False)],
            ),
            limit=1,
        )

    def _meet_twin(self, rule, invoice, twin):
        self._record_findings(
            [
                rule.finding(
                    number=invoice.number,
                    year=invoice.issue_date.year,
                    first=twin._history_label(),
                    differences=self._differences_from(twin),
                )
            ],
            TWINS,
        )
        self.write({"state": "to_fix", "step": "check", "copy_of_id": twin.id})

    def _meet_bill(self, invoice, bill, key):
        """Become the original of a typed bill, or wait when it says otherwise."""
        try:
            planned = plan(invoice)
        except BookingRefusedError:
            planned = None
        if planned and self._is_told_by(bill, planned):
            self._claim(key)
            self.write(self._amounts_asked(planned))
            self._become_original_of(bill)
            return False
        self._record_findings(
            [
                rules.DUPLICATE_CLASH.finding(
                    number=invoice.number,
                    year=invoice.issue_date.year,
                    first=bill._einvoice_title(),
                    differences=differences(bill._einvoice_invoice(), invoice),
                )
            ],
            TWINS,
        )
        self.write({"state": "to_fix", "step": "check"})
        return False

    def _is_told_by(self, bill, planned):
        """Tell whether a typed bill says what the document asks, VAT included."""
        currency = bill.currency_id
        asked = self._amounts_asked(planned)
        return (
            bill.state != "cancel"
            and bill.move_type == planned.booked_as.value
            and currency == self.currency_id
            and not currency.compare_amounts(bill.amount_total, asked["amount_booked"])
            and not currency.compare_amounts(bill.amount_tax, asked["tax_booked"])
        )

    def _become_original_of(self, bill):
        self.write(
            {
                "move_id": bill.id,
                "state": "booked",
                "is_binding": True,
                "rate_booked": bill.invoice_currency_rate,
            }
        )
        # What stops the document stops its bill, typed or even posted before.
        self.finding_ids.filtered(lambda each: not each.move_id).move_id = bill
        self._settle()
        bill._einvoice_set_original(self)
        self._note(
            EventKind.ORIGINAL_REPLACED,
            cause="document of a bill typed by hand",
            before=None,
            after=self._einvoice_label(),
        )

    def _replace_original(self, first):
        """Become the reference original of a bill made from a lesser copy."""
        bill = first.move_id
        if not bill or original_rank(self.format, self.channel) <= original_rank(
            first.format, first.channel
        ):
            return
        self.write(
            {
                "is_binding": first.is_binding,
                "rate_booked": first.rate_booked,
                "amount_booked": first.amount_booked,
                "tax_booked": first.tax_booked,
            }
        )
        bill._einvoice_set_original(self)
        self._note(
            EventKind.ORIGINAL_REPLACED,
            cause="better copy",
            before=first._einvoice_label(),
            after=self._einvoice_label(),
        )
