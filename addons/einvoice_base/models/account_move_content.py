import json

from odoo import models
from odoo.fields import Domain

from ..domain import breakdown
from ..domain.events import plain
from ..domain.gate import Evidence
from ..domain.invoice import (
    Account,
    Invoice,
    Line,
    Payment,
    PrecedingInvoice,
    Totals,
)
from ..domain.money import ZERO
from ._mapping import amount, number, party

# Mimetypes that show a page.
_SHOWN = ("application/pdf%", "image/%")


class AccountMove(models.Model):
    _inherit = "account.move"

    def _einvoice_invoice(self) -> Invoice:
        """Return the content of the bill, here as it stands in the books.

        Addons that hold the supplier's document return that instead.
        """
        self.ensure_one()
        move = self.sudo()
        taxed = move._einvoice_taxed_lines()
        charges = breakdown.charges(taxed)
        return Invoice(
            number=move.ref or None,
            issue_date=move.invoice_date or None,
            type_code="381" if move.move_type == "in_refund" else "380",
            currency=move.currency_id.name,
            due_date=move.invoice_date_due or None,
            preceding_invoices=tuple(
                PrecedingInvoice(origin.ref or origin.name, origin.invoice_date or None)
                for origin in move.reversed_entry_id
            ),
            seller=party(move.commercial_partner_id),
            buyer=party(move.company_id.partner_id),
            payment=move._einvoice_payment(),
            allowances_charges=charges,
            totals=move._einvoice_totals(charges),
            tax_breakdown=breakdown.breakdown(taxed),
            lines=tuple(line._einvoice_line() for line in move._einvoice_products()),
        )

    def _einvoice_payment(self):
        bank = self.partner_bank_id
        return Payment(
            remittance=self.payment_reference or None,
            accounts=(Account(bank.acc_number, name=bank.acc_holder_name or None),)
            if bank
            else (),
        )

    def _einvoice_products(self):
        return self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )

    def _einvoice_totals(self, charges):
        currency = self.currency_id
        lines = sum((line._einvoice_net() for line in self._einvoice_products()), ZERO)
        gross = amount(self.amount_total, currency)
        # Cash rounding is a line of the books and BT-114 of an invoice; a fixed tax is
        # a charge.
        rounding = self._einvoice_rounding()
        charged = sum((charge.amount for charge in charges), ZERO)
        return Totals(
            lines=lines,
            charges=charged or None,
            net=amount(self.amount_untaxed, currency) - rounding + charged,
            vat=amount(self.amount_tax, currency) - charged,
            gross=gross - rounding,
            rounding=rounding or None,
            payable=gross,
        )

    def _einvoice_rounding(self):
        lines = self.line_ids.filtered(
            lambda line: (
                line.display_type == "rounding" and not line.tax_repartition_line_id
            )
        )
        total = sum(lines.mapped("amount_currency")) * self.direction_sign
        return amount(total, self.currency_id)

    def _einvoice_taxed_lines(self):
        """Return the lines with their taxes, amounts of taxes typed by hand included.

        With an early payment discount the tax stands on a base that no line shows, so
        nothing is given rather than something wrong.
        """
        if self.line_ids.filtered(lambda line: line.display_type == "epd"):
            return ()
        base_lines, _tax_lines = self._get_rounded_base_and_tax_lines()
        return tuple(
            breakdown.TaxedLine(
                net=each["record"]._einvoice_net(),
                taxes=tuple(
                    self._einvoice_line_tax(tax)
                    for tax in each["tax_details"]["taxes_data"]
                ),
            )
            for each in base_lines
            if not each["special_type"]
        )

    def _einvoice_line_tax(self, tax_data):
        tax, currency = tax_data["tax"], self.currency_id
        category, rate = tax._einvoice_category()
        return breakdown.LineTax(
            key=tax.id,
            name=tax.name,
            base=amount(tax_data["base_amount_currency"], currency),
            amount=amount(tax_data["tax_amount_currency"], currency),
            category=category,
            rate=rate,
            is_fixed=tax.amount_type == "fixed",
        )

    def _einvoice_payload(self):
        """Return what every event of the bill says.

        ``amount`` is in the company's currency: positive on a bill, negative on a
        credit note.
        """
        self.ensure_one()
        move = self.sudo()
        partner = move.commercial_partner_id
        return {
            "amount": amount(-move.amount_total_signed, move.company_currency_id),
            "supplier": partner.name or None,
            "supplier_key": str(partner.id) if partner else None,
            "due_date": move.invoice_date_due or None,
        }

    def _einvoice_facts(self):
        """Return what routing and policies may ask about the bill.

        Amounts are Decimals in the company's currency, without sign. A fact that is
        not known is absent: a condition on it does not match. Addons extend it:
        ``{**super()._einvoice_facts(), "confidence": …}``.
        """
        self.ensure_one()
        # The code of an account is another one, or none, for another company.
        move = self.sudo().with_company(self.company_id)
        products = move._einvoice_products()
        analytic = {
            int(key)
            for line in products
            for keys in (line.analytic_distribution or {})
            for key in keys.split(",")
        }
        standing = move.einvoice_finding_ids.filtered(lambda f: f.state != "lifted")
        currency = move.company_currency_id
        facts = {
            "company": move.company_id.id,
            "type": move.move_type,
            "amount": amount(abs(move.amount_total_signed), currency),
            "amount_untaxed": amount(abs(move.amount_untaxed_signed), currency),
            "currency": move.currency_id.name,
            "supplier": move.commercial_partner_id.id,
            "journal": move.journal_id.id,
            "accounts": tuple(sorted(products.account_id.mapped("code"))),
            "products": tuple(sorted(products.product_id.ids)),
            "analytic_accounts": tuple(sorted(analytic)),
            "due_date": move.invoice_date_due,
            "findings": tuple(sorted(set(standing.mapped("rule")))),
        }
        always = ("findings", "accounts", "products", "analytic_accounts")
        return {
            name: value
            for name, value in facts.items()
            if value or name in always or name.startswith("amount")
        }

    def _einvoice_original_digests(self) -> list[str]:
        """Return the digest of each original; addons that keep originals extend it."""
        checksum = self._einvoice_original().checksum
        return [checksum] if checksum else []

    def _einvoice_original(self):
        """Return the file that shows what the supplier asks."""
        self.ensure_one()
        return self._einvoice_originals()[self.id]

    def _einvoice_originals(self):
        """Return the file of each bill, by its key; addons know it better.

        Of a typed bill it is the oldest file that can be shown: what is enclosed later,
        or looked at, takes its place for nobody.
        """
        files = self.env["ir.attachment"].sudo()
        shown = files._read_group(
            Domain("res_model", "=", "account.move")
            & Domain("res_id", "in", self.ids)
            & Domain("res_field", "=", False)
            & Domain.OR(Domain("mimetype", "=like", each) for each in _SHOWN),
            ["res_id"],
            ["id:min"],
        )
        oldest = dict(
            zip(
                [key for key, _first in shown],
                files.browse([first for _key, first in shown]),
                strict=True,
            )
        )
        return {
            move.id: oldest.get(move.id) or move.sudo().message_main_attachment_id
            for move in self
        }

    def _einvoice_enclosed_by(self, originals=None):
        """Return who put the original on a typed bill.

        Args:
            originals: What :meth:`_einvoice_originals` says of many bills.
        """
        found = self._einvoice_originals() if originals is None else originals
        return found[self.id].create_uid

    def _einvoice_brought_by(self):
        """Return the people who brought these bills in by hand; addons say who."""
        return self.env["res.users"]

    def _einvoice_evidence(self) -> list[Evidence]:
        """Return the parts of the bill's sealed record; addons add theirs."""
        self.ensure_one()
        events = self.env["einvoice.event"].sudo()
        lines = events.search([("move_id", "=", self.id)], order="id").mapped("text")
        findings = [
            plain(
                {
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "state": finding.state,
                    "term": finding.term or None,
                    "expected": finding.expected or None,
                    "found": finding.found or None,
                    "decided_by": finding.decided_by_id.name or None,
                    "decided_at": finding.decided_at or None,
                    "reason": finding.reason or None,
                }
            )
            for finding in self.sudo().einvoice_finding_ids.sorted("id")
        ]
        return [
            Evidence("journal.jsonl", "journal", "\n".join(lines).encode()),
            Evidence(
                "findings.json",
                "findings",
                json.dumps(findings, ensure_ascii=False, indent=1).encode(),
            ),
        ]


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _einvoice_net(self):
        """Return the amount booked: where VAT is rounded on the whole bill, it is not
        the subtotal that the line shows."""
        return amount(
            self.amount_currency * self.move_id.direction_sign, self.currency_id
        )

    def _einvoice_line(self):
        self.ensure_one()
        # Of several taxes, the VAT is the one with a rate.
        taxes = self.tax_ids.flatten_taxes_hierarchy()
        vat = taxes.filtered(lambda tax: tax.amount_type == "percent")[:1] or taxes[:1]
        category, rate = vat._einvoice_category() if vat else (None, None)
        return Line(
            number=str(self.id),
            quantity=number(self.quantity),
            unit=self.product_uom_id.name or None,
            net=self._einvoice_net(),
            gross_price=number(self.price_unit),
            vat_category=category,
            vat_rate=rate,
            name=self.name or None,
            seller_item=self.product_id.default_code or None,
        )


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _einvoice_category(self):
        """Return the VAT category and the rate that the supplier charges.

        A tax that the buyer declares himself is charged at zero (EN 16931 BR-AE-05).
        A tax without a rate, such as an eco tax, has neither.
        """
        self.ensure_one()
        code = self.ubl_cii_tax_category_code or None
        if self.amount_type != "percent":
            return code, None
        if self.has_negative_factor:
            return code or "AE", number(0)
        return code or ("S" if self.amount > 0 else None), number(self.amount)
