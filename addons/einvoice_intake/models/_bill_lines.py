"""The lines of a bill from its plan: product, tax and payable lines, all final."""

from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from odoo.addons.einvoice_base.domain.money import decimals

from ..domain.booking import BookedAs, PlannedKind
from ..domain.tax_shares import tax_shares
from ._coder import LineCoding

# Payable lines come last and tax lines before them, as the bill form shows them.
_TAX_SEQUENCE = 9000
_TERM_SEQUENCE = 10000


class BillLines:
    """Builds the lines of bills; keeps what bills of one batch share."""

    def __init__(self, env):
        self.env = env
        self._analytic = {}

    def rate(self, booking):
        """Return the exchange rate: invoice currency for one of the company.

        The rate that the invoice states by its two VAT totals wins, so that the VAT
        declared is the VAT invoiced; else that of the books at the invoice date.
        """
        document = booking.document
        company = document.company_id
        if document.currency_id == company.currency_id:
            return 1
        if booking.rate:
            return float(booking.rate)
        return document._books_rate(booking.invoice)

    def narration(self, invoice, company):
        """Write terms, references, period and notes of the invoice on the bill."""
        env = self._in_language_of(company)
        period = invoice.period
        said = (
            ("", invoice.payment_terms),
            (env._("Contract"), invoice.contract_reference),
            (env._("Delivery note"), ", ".join(invoice.despatch_references)),
            (env._("Buyer reference"), invoice.buyer_reference),
            (
                env._("Period"),
                period
                and " – ".join(
                    format_date(env, day) for day in (period.start, period.end) if day
                ),
            ),
            *(("", note.text) for note in invoice.notes),
        )
        texts = [f"{label} : {text}" if label else text for label, text in said if text]
        if not texts:
            return False
        return Markup("").join(
            Markup("<p>%s</p>") % text for text in dict.fromkeys(texts)
        )

    def _in_language_of(self, company):
        lang = company.partner_id.lang
        return self.env(context={**self.env.context, "lang": lang})

    def commands(self, booking, journal, rate, term):
        """Return the commands that create every line of one bill."""
        bases = self._base_lines(booking, journal, rate)
        taxes, tags = self._tax_lines(booking, bases, rate)
        for line in bases:
            if tax_id := line.pop("tax_id"):
                line["tax_ids"] = [Command.set([tax_id])]
                line["tax_tag_ids"] = tags.get(tax_id, [Command.clear()])
        terms = self._term_lines(booking, term, bases, taxes)
        return [Command.create(vals) for vals in (*bases, *taxes, *terms)]

    def _base_lines(self, booking, journal, rate):
        sign = 1 if booking.plan.booked_as is BookedAs.BILL else -1
        account = self._account(booking, journal)
        places = decimals(booking.document.currency_id.name)
        lines = []
        for sequence, (planned, coding) in enumerate(
            zip(booking.plan.lines, booking.codings, strict=True), start=1
        ):
            tax = self._tax(booking, planned, coding)
            amount = sign * planned.net
            lines.append(
                {
                    **self._common(booking, amount, rate, places),
                    **self._coded(booking, coding, account, tax),
                    "display_type": "product",
                    "sequence": sequence,
                    "name": self._name(planned, booking),
                    "quantity": float(planned.priced.quantity),
                    "price_unit": float(planned.priced.price),
                    "discount": float(planned.priced.discount),
                    "product_uom_id": False,
                    "deductible_amount": 100.0,
                    "is_imported": True,
                    "tax_id": tax.id if tax else False,
                    "tax_ids": [Command.clear()],
                    "tax_tag_ids": [Command.clear()],
                }
            )
        return lines

    def _common(self, booking, amount, rate, places):
        """Return what every line has: partner, currency, both amounts."""
        document = booking.document
        vals = {
            "partner_id": document.partner_id.commercial_partner_id.id,
            "currency_id": document.currency_id.id,
            "amount_currency": float(round(amount, places)),
            "balance": self._balance(document.company_id, amount, rate),
        }
        if not self._has_analytic_models(document.company_id):
            vals["analytic_distribution"] = False
        return vals

    def _balance(self, company, amount, rate):
        exact = amount / Decimal(repr(rate)) if rate != 1 else amount
        unit = Decimal(1).scaleb(-company.currency_id.decimal_places)
        return float(exact.quantize(unit, rounding=ROUND_HALF_UP))

    def _has_analytic_models(self, company):
        """Tell whether a distribution could apply; if not, none is searched."""
        if company.id not in self._analytic:
            models = self.env["account.analytic.distribution.model"].sudo()
            self._analytic[company.id] = bool(
                models.search_count(
                    [("company_id", "in", [False, company.id])], limit=1
                )
            )
        return self._analytic[company.id]

    def _account(self, booking, journal):
        """Return the account of lines of which nothing was learned: the journal's.

        All lines of a down payment go to the account of down payments.
        """
        company = booking.document.company_id
        if advances := self._advances(booking):
            return advances
        account = journal.default_account_id or company.expense_account_id
        if not account and not all(each.account_id for each in booking.codings):
            raise UserError(
                self.env._(
                    "The journal %(journal)s has no default account: set one, then "
                    "retry.",
                    journal=journal.display_name,
                )
            )
        return account.id

    def _advances(self, booking):
        """Return the account of down payments, where the invoice asks for one."""
        if not booking.invoice.type.is_prepayment:
            return False
        company = booking.document.company_id
        return company._einvoice_prepayment_account().id

    def _coded(self, booking, coding, account, tax):
        """Return what was learned of a line, and what is kept of it."""
        kept = {key: value for key, value in coding.kept.items() if value is not None}
        if self._advances(booking):
            # What is paid in advance says nothing of what the supplier sells.
            learned, kept = LineCoding(), {"aside": True}
        else:
            learned = coding
        account = learned.account_id or account
        vals = {
            "account_id": account,
            "product_id": learned.product_id or False,
        }
        if learned.analytic:
            vals["analytic_distribution"] = learned.analytic
        if "aside" not in kept:
            kept |= {"account": account, "taxes": tax.ids if tax else []}
            kept["analytic"] = vals.get("analytic_distribution") or {}
        return {**vals, "einvoice_coding": kept}

    def _tax(self, booking, planned, coding):
        """Return the tax of a line: that of its VAT, else another of the same rate."""
        if coding.tax_id:
            return self.env["account.tax"].browse(coding.tax_id)
        return booking.taxes.get(planned.vat) if planned.vat else None

    def _name(self, planned, booking):
        if planned.name and planned.kind is not PlannedKind.ROUNDING:
            return planned.name
        env = self._in_language_of(booking.document.company_id)
        if planned.kind is PlannedKind.ROUNDING:
            return env._("Rounding")
        if planned.kind is PlannedKind.DIFFERENCE:
            return env._("Rounding difference")
        if planned.kind is PlannedKind.ALLOWANCE_CHARGE:
            charge = planned.allowance.is_charge
            return env._("Charge") if charge else env._("Allowance")
        return env._("Invoice %(number)s", number=booking.invoice.number or "")

    def _tax_lines(self, booking, bases, rate):
        """Return the tax lines with the supplier's amounts, and the tags of bases.

        Accounts, tags and shares come from the taxes of the books, on one base per
        tax; then the supplier's VAT replaces what they computed.
        """
        stated = self._stated_by_tax(booking)
        made = self._computed(booking, bases, rate, stated)
        tags = {
            each["tax_ids"].id: vals.get("tax_tag_ids", [Command.clear()])
            for each, vals in made["base_lines_to_update"]
        }
        lines = []
        for tax, (_base, amount) in stated.items():
            rows = [
                row for row in made["tax_lines_to_add"] if self._tax_of(row) == tax.id
            ]
            lines += self._with_stated(booking, rows, tax, amount, rate)
        return lines, tags

    def _stated_by_tax(self, booking):
        """Sum base and VAT by tax of the books, signed as they are booked."""
        sign = 1 if booking.plan.booked_as is BookedAs.BILL else -1
        places = decimals(booking.document.currency_id.name)
        stated = {}
        for planned in booking.plan.taxes:
            main = booking.taxes.get(planned.vat)
            lines = [
                (line.net, self._tax(booking, line, coding))
                for line, coding in zip(
                    booking.plan.lines, booking.codings, strict=True
                )
                if line.vat == planned.vat
            ]
            if not main:
                continue
            if not lines:
                lines = [(planned.base, main)]
            for tax, shares in tax_shares(planned, lines, places).items():
                base, amount = stated.get(tax, (Decimal(0), Decimal(0)))
                stated[tax] = (base + sign * shares[0], amount + sign * shares[1])
        return stated

    def _computed(self, booking, bases, rate, stated):
        taxes = self.env["account.tax"]
        company = booking.document.company_id
        is_refund = booking.plan.booked_as is BookedAs.REFUND
        sign = -1 if is_refund else 1
        lines = [
            taxes._prepare_base_line_for_taxes_computation(
                None,
                id=number,
                price_unit=float(sign * base),
                quantity=1.0,
                tax_ids=tax,
                currency_id=booking.document.currency_id,
                rate=rate,
                sign=sign,
                is_refund=is_refund,
                special_mode="total_excluded",
                account_id=account,
                partner_id=booking.document.partner_id.commercial_partner_id,
            )
            for number, (tax, account, base) in enumerate(
                self._bases_by_account(bases, stated)
            )
        ]
        taxes._add_tax_details_in_base_lines(lines, company)
        taxes._round_base_lines_tax_details(lines, company)
        taxes._add_accounting_data_in_base_lines_tax_details(
            lines, company, include_caba_tags=False
        )
        return taxes._prepare_tax_lines(lines, company)

    def _bases_by_account(self, bases, stated):
        """Return the base of each tax and account.

        What of a tax is not deducted stands on the accounts of its lines.
        """
        accounts = self.env["account.account"]
        found = []
        for tax, (stated_base, _amount) in stated.items():
            sums = {}
            for line in bases:
                if line["tax_id"] == tax.id:
                    amount = Decimal(str(line["amount_currency"]))
                    sums[line["account_id"]] = (
                        sums.get(line["account_id"], Decimal(0)) + amount
                    )
            if not sums:
                sums = {bases[0]["account_id"]: stated_base}
            found += [
                (tax, accounts.browse(account), base) for account, base in sums.items()
            ]
        return found

    def _tax_of(self, row):
        repartition = self.env["account.tax.repartition.line"]
        return repartition.browse(row["tax_repartition_line_id"]).tax_id.id

    def _with_stated(self, booking, rows, tax, amount, rate):
        """Put the supplier's VAT on the tax lines of one tax.

        What the buyer assesses himself is not on the invoice and stays as computed.
        """
        document = booking.document
        places = decimals(document.currency_id.name)
        lines = []
        for number, row in enumerate(rows):
            vals = {**row, "display_type": "tax", "sequence": _TAX_SEQUENCE + number}
            if not self._has_analytic_models(document.company_id):
                vals["analytic_distribution"] = False
            lines.append(vals)
        computed = sum(
            (Decimal(str(row["amount_currency"])) for row in rows), Decimal(0)
        )
        gap = round(amount, places) - round(computed, places)
        if lines and (gap or booking.rate):
            main = max(lines, key=lambda each: abs(each["amount_currency"]))
            exact = Decimal(str(main["amount_currency"])) + gap
            main["amount_currency"] = float(round(exact, places))
            main["balance"] = self._balance(document.company_id, exact, rate)
        return lines

    def _term_lines(self, booking, term, bases, taxes):
        """Return the payable lines: one at the supplier's due date, else by terms."""
        document = booking.document
        company, currency = document.company_id, document.currency_id
        partner = document.partner_id.with_company(company)
        totals = [
            tuple(
                sum(Decimal(str(line[name])) for line in lines)
                for name in ("amount_currency", "balance")
            )
            for lines in (bases, taxes)
        ]
        (base, base_balance), (tax, tax_balance) = totals
        common = {
            "display_type": "payment_term",
            "account_id": partner.property_account_payable_id.id,
            "partner_id": partner.commercial_partner_id.id,
            "currency_id": currency.id,
            "name": booking.invoice.payment.remittance or booking.invoice.number or "",
            "tax_ids": [Command.clear()],
            "tax_tag_ids": [Command.clear()],
            "analytic_distribution": False,
        }
        due = booking.invoice.due_date or booking.invoice.issue_date
        if booking.invoice.due_date or not term:
            parts = [(due, -(base + tax), -(base_balance + tax_balance))]
        else:
            parts = self._split_by_term(
                booking, term, (base, base_balance), (tax, tax_balance)
            )
        return [
            {
                **common,
                "date_maturity": maturity,
                "amount_currency": float(amount),
                "balance": float(balance),
                "sequence": _TERM_SEQUENCE + number,
            }
            for number, (maturity, amount, balance) in enumerate(parts)
        ]

    def _split_by_term(self, booking, term, base, tax):
        document = booking.document
        computed = term._compute_terms(
            date_ref=booking.invoice.issue_date,
            currency=document.currency_id,
            company=document.company_id,
            tax_amount=-float(tax[1]),
            tax_amount_currency=-float(tax[0]),
            sign=-1 if booking.plan.booked_as is BookedAs.BILL else 1,
            untaxed_amount=-float(base[1]),
            untaxed_amount_currency=-float(base[0]),
        )
        return [
            (each["date"], each["foreign_amount"], each["company_amount"])
            for each in computed["line_ids"]
        ]
