from datetime import date

from odoo import models

from odoo.addons.einvoice_base.domain.bank_accounts import normalised
from odoo.addons.einvoice_base.domain.codes import operation_of
from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.totals import total_tolerance

from ..domain import rules
from ..domain.arrival import DocumentState
from ..domain.booking import plan, with_difference
from ..domain.booking_refusals import BookingRefusedError
from ..domain.taxes import BECAUSE, REGIONS, Reason, TaxNeed, choose, region_of
from ._booking import Booking

# UNTDID 2005: VAT is due at the date of the invoice (option for debits).
_ON_DEBITS = "3"

CODES = frozenset(
    {
        rules.STEP_FAILED.code,
        rules.BILL_DELETED.code,
        *rules.BOOKING_REFUSALS,
        *(
            each.code
            for each in (
                rules.TAX_MISSING,
                rules.TAX_UNSAID,
                rules.TAX_CHOSEN,
                rules.VAT_UNSAID,
                rules.RATE_ASSUMED,
                rules.CURRENCY_OFF,
                rules.CURRENCY_UNKNOWN,
                rules.RATE_MISSING,
                rules.DIFFERENCE_BOOKED,
                rules.QUANTITY_ROUNDED,
            )
        ),
    }
)


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _step_book(self):
        """Make the draft bills, all of one call together."""
        ready, noticed = [], []
        self._start_coding()
        for document in self:
            booking, findings = document._prepare_booking()
            noticed.append((document._finding_subject(), findings))
            if booking is None:
                document.write({"state": DocumentState.TO_FIX.value, "step": "book"})
            else:
                ready.append((document, booking))
        bills = self.env["account.move"]._einvoice_create_bills(
            [booking for _document, booking in ready]
        )
        for (document, booking), bill in zip(ready, bills, strict=True):
            document.write(
                {
                    "move_id": bill.id,
                    "is_binding": True,
                    "rate_booked": bill.invoice_currency_rate,
                    **document._amounts_asked(booking.plan),
                }
            )
            document.copy_ids.filtered(
                lambda each: each.state == DocumentState.DUPLICATE.value
            ).write({"move_id": bill.id})
        booked = self.browse([document.id for document, _booking in ready])
        self._record_booking(noticed, booked)
        booked.move_id._einvoice_compare()
        booked._note(
            EventKind.BOOKED, "amount", "supplier", "due_date", "channel", "format"
        )
        booked._attach_to_bills()

    def _amounts_asked(self, planned):
        """Return what the bill must owe from now on: what the supplier asks.

        Where the supplier's amounts do not add up, the gate stops the bill for that,
        and it must only stay what it was made as.
        """
        stopped = "block" in self._open_findings().mapped("severity")
        gap = planned.gap if stopped else 0
        return {
            "amount_booked": float(planned.total - gap),
            "tax_booked": float(sum(tax.amount for tax in planned.taxes)),
        }

    def _record_booking(self, noticed, booked):
        """Record the findings of the booking, and hand all of them to the bills."""
        moves = {document.id: document.move_id.id for document in booked}
        subjects = [
            ({**subject, "move_id": moves[subject["document_id"]]}, findings)
            if subject["document_id"] in moves
            else (subject, findings)
            for subject, findings in noticed
        ]
        self.env["einvoice.finding"]._record_all(subjects, CODES)
        for document in booked:
            document.finding_ids.sudo().filtered(lambda f: not f.move_id).write(
                {"move_id": document.move_id.id}
            )

    def _attach_to_bills(self):
        """Put the readable page and the enclosed files on the bills.

        The original stays with the document; these are copies for reading.
        """
        vals_list, pages = [], {}
        for document in self:
            reading = document._reading()
            page = reading.pdf
            name = document.name
            if page and not name.lower().endswith(".pdf"):
                name = f"{name}.pdf"
            if page:
                pages[len(vals_list)] = document
                vals_list.append(document._copy_vals(name, page))
            for enclosed in reading.invoice.attachments:
                if enclosed.content and enclosed.content != page:
                    title = enclosed.filename or enclosed.reference or document.name
                    vals_list.append(document._copy_vals(title, enclosed.content))
        attachments = self.env["ir.attachment"].create(vals_list)
        for place, document in pages.items():
            # A PDF is its own page.
            if document.sudo().attachment_id.mimetype != "application/pdf":
                document.sudo().page_id = attachments[place]
        for attachment in attachments:
            bill = self.env["account.move"].browse(attachment.res_id)
            if not bill.message_main_attachment_id:
                bill.message_main_attachment_id = attachment

    def _copy_vals(self, name, content):
        return {
            "name": name,
            "raw": content,
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "company_id": self.company_id.id,
        }

    def _prepare_booking(self):
        """Plan the bill of one document.

        Returns:
            What :meth:`account.move._einvoice_create_bills` takes, or ``None`` when
            no bill can be right, and the findings.
        """
        self.ensure_one()
        invoice = self._reading().invoice
        try:
            planned = self._plan()
        except BookingRefusedError as error:
            return None, [rules.refusal(error).finding(**error.values)]
        findings = self._currency_findings(invoice)
        coder = self._coder()
        suggestions = coder.planned(self, planned)
        taxes, tax_findings = self._choose_taxes(
            invoice, planned, coder.usual_taxes(self)
        )
        findings += tax_findings
        if any(each.severity.value == "block" for each in findings):
            return None, findings
        planned, gap_findings = self._close_gap(invoice, planned)
        findings += gap_findings
        findings += self._quantity_findings(planned, invoice)
        learned = self._learned_taxes(invoice, planned, suggestions, taxes)
        booking = Booking(
            document=self,
            invoice=invoice,
            plan=planned,
            taxes=taxes,
            bank=self._stated_account(),
            codings=coder.codings(self, planned, suggestions, learned),
            journal=coder.journal(self),
            terms=coder.terms(self),
            rate=self._stated_rate(invoice),
        )
        return booking, findings

    def _plan(self):
        """Return lines and taxes of the bill, as the supplier says them.

        Raises:
            BookingRefusedError: With the reason, when no bill can be right.
        """
        places = self.env["decimal.precision"].precision_get("Product Unit")
        return plan(self._reading().invoice, places)

    def _shared(self, key, ask):
        """Ask once a transaction what the documents of a batch have in common."""
        shared = self.env.cr.cache.setdefault("einvoice_shared", {})
        if key not in shared:
            shared[key] = ask()
        return shared[key]

    def _close_gap(self, invoice, planned):
        """Book a difference inside the tolerance; a larger one is left to the gate."""
        context = CheckContext(tolerance=self.company_id._einvoice_tolerance())
        tolerance = total_tolerance(invoice, context)
        if not planned.gap or abs(planned.gap) > tolerance:
            return planned, []
        gap = planned.gap
        return with_difference(planned), [rules.DIFFERENCE_BOOKED.finding(gap=gap)]

    def _currency_findings(self, invoice):
        currency = self.currency_id
        company_currency = self.company_id.currency_id
        if not currency:
            return [rules.CURRENCY_UNKNOWN.finding(currency=invoice.currency or "–")]
        if not currency.active:
            return [rules.CURRENCY_OFF.finding(currency=invoice.currency or "–")]
        if currency == company_currency or self._stated_rate(invoice):
            return []
        on = invoice.issue_date or date.today()
        # Rates are kept on the foreign currency, or the other way round on our own.
        known = self.env["res.currency.rate"].search_count(
            [
                ("currency_id", "in", (currency | company_currency).ids),
                ("company_id", "in", [False, self.company_id.root_id.id]),
                ("name", "<=", on),
            ],
            limit=1,
        )
        if known:
            return []
        return [rules.RATE_MISSING.finding(currency=currency.name, date=on)]

    def _tax_options(self):
        return self._shared(
            ("taxes", self.company_id.id), self.company_id._einvoice_tax_options
        )

    def _tax_need(self, invoice, vat):
        """Return what the invoice says about one category and rate."""
        address = invoice.seller.address.country or self.partner_id.country_id.code
        return TaxNeed(
            category=vat.category,
            rate=vat.rate,
            region=region_of(
                address,
                invoice.seller.vat_number,
                self.company_id.country_id.code or "FR",
            ),
            operation=operation_of(invoice.process),
            is_on_debits=invoice.tax_point_code == _ON_DEBITS,
        )

    def _choose_taxes(self, invoice, planned, habits):
        """Choose a tax of the books for each category and rate.

        Returns:
            Mapping of VAT key to tax, and the findings.
        """
        chosen, findings = {}, self._unsaid_vat(invoice, planned)
        for each in planned.taxes:
            need = self._tax_need(invoice, each.vat)
            choice = choose(need, self._tax_options(), habits)
            facts = {
                "category": each.vat.category.value,
                "rate": each.vat.rate,
                "tax": choice.name,
            }
            if choice.key is None:
                findings.append(
                    rules.TAX_MISSING.finding(
                        company=self.company_id.name,
                        region=REGIONS[need.region],
                        **facts,
                    )
                )
                continue
            chosen[each.vat] = self.env["account.tax"].browse(choice.key)
            if choice.reason is Reason.STANDARD_RATE:
                findings.append(rules.RATE_ASSUMED.finding(**facts))
            elif choice.others:
                findings.append(
                    rules.TAX_CHOSEN.finding(
                        because=BECAUSE[choice.reason], others=choice.others, **facts
                    )
                )
        return chosen, findings

    def _unsaid_vat(self, invoice, planned):
        """Return the findings about lines or an invoice without a word of VAT."""
        findings = [
            rules.TAX_UNSAID.finding(line=line.source.number)
            for line in planned.lines
            if line.vat is None and line.source is not None
        ]
        if not (invoice.lines or invoice.tax_breakdown or invoice.totals.vat):
            findings.append(rules.VAT_UNSAID.finding())
        return findings

    def _stated_account(self):
        """Return the account of the supplier that the invoice names.

        Of several, one that may be paid.
        """
        stated = {normalised(each) for each in self._reading().invoice.payment.accounts}
        known = (
            self.partner_id.commercial_partner_id.bank_ids | self.partner_id.bank_ids
        )
        named = known.filtered(lambda each: each.sanitized_acc_number in stated)
        if len(named) > 1:
            named = named.sorted(lambda each: not each.einvoice_is_known)
        return named[:1]

    def _quantity_findings(self, planned, invoice):
        return [
            rules.QUANTITY_ROUNDED.finding(
                line=line.source.number,
                stated=line.source.quantity,
                shown=line.priced.quantity,
            )
            for line in planned.lines
            if line.source is not None and not line.priced.is_exact
        ]
