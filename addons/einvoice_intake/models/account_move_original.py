from decimal import Decimal

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.bank_accounts import normalised
from odoo.addons.einvoice_base.domain.gate import Blocker
from odoo.addons.einvoice_base.domain.iban import hidden
from odoo.addons.einvoice_base.models._mapping import amount
from odoo.addons.einvoice_base.models._translation import translated

from ..domain.departures import BILL_IN_BOOKS, BILL_NUMBER, BookedLine, departures
from ..domain.duplicates import plain_number
from ..domain.rules import BILL_ACCOUNT, BILL_DIFFERS, BILL_SUPPLIER

DEPARTURES = frozenset(
    each.code
    for each in (
        BILL_ACCOUNT,
        BILL_DIFFERS,
        BILL_IN_BOOKS,
        BILL_NUMBER,
        BILL_SUPPLIER,
    )
)
# What may make a bill say something else than the supplier's document.
_COMPARED = frozenset(
    {
        "currency_id",
        "invoice_currency_rate",
        "invoice_date",
        "invoice_line_ids",
        "line_ids",
        "partner_bank_id",
        "partner_id",
        "ref",
        "tax_totals",
    }
)


class AccountMove(models.Model):
    """A bill stays what its document says, or a finding says where it departs."""

    _inherit = "account.move"

    def _einvoice_guard(self, vals):
        if "einvoice_document_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("Only what was received decides on the original of a bill.")
            )
        return super()._einvoice_guard(vals)

    def write(self, vals):
        if "move_type" in vals:
            self._einvoice_keep_type(vals["move_type"])
        res = super().write(vals)
        if vals.keys() & _COMPARED:
            self._einvoice_compare()
        return res

    def _einvoice_original_digests(self):
        document = self.sudo().einvoice_document_id
        if not document:
            return super()._einvoice_original_digests()
        return list(filter(None, [document.sha256, document.page_id.checksum]))

    def _einvoice_enclosed_by(self, originals=None):
        # Who uploaded a document brought it; who sent a mail did neither.
        if self.sudo().einvoice_document_id:
            return self.env["res.users"]
        return super()._einvoice_enclosed_by(originals)

    def _einvoice_originals(self):
        documents = {move.id: move.sudo().einvoice_document_id for move in self}
        typed = self.filtered(lambda move: not documents[move.id])
        return {
            **(super(AccountMove, typed)._einvoice_originals() if typed else {}),
            **{
                key: each.page_id or each.attachment_id
                for key, each in documents.items()
                if each
            },
        }

    def _einvoice_brought_by(self):
        """Return who uploaded what these bills were made from.

        Mails, folders, platforms and programs of others bring them without a person; a
        second copy of what is there already brings nothing.
        """
        moves = self.sudo()
        people = {
            document.create_uid
            for document in moves.einvoice_document_id
            if document.channel == "upload"
        } | {
            document.create_uid
            for document in moves.einvoice_document_ids
            if document.channel == "upload" and document.is_binding
        }
        found = [user.id for user in people if user.id != SUPERUSER_ID]
        return super()._einvoice_brought_by() | self.env["res.users"].browse(found)

    def _einvoice_keep_type(self, move_type):
        """Refuse to turn a bill that has a document into something else."""
        for move in self.filtered("einvoice_document_id"):
            if move.move_type != move_type:
                raise UserError(
                    self.env._(
                        "%(bill)s was made from the supplier's document and stays what "
                        "it says. Delete the draft to record it by hand.",
                        bill=move.display_name,
                    )
                )

    def _einvoice_compare(self):
        """Record where bills depart from their documents, also after posting."""
        for move in self:
            document = move.sudo().einvoice_document_id
            if document and move.state in ("draft", "posted"):
                document._record_findings(move._einvoice_departures(), DEPARTURES)
                document._align_lesson()
                # On its way, it is settled at the end of it.
                if not document._is_running():
                    document._settle()

    def _einvoice_departures(self):
        """Return the findings on what the bill says otherwise than its document."""
        self.ensure_one()
        document = self.sudo().einvoice_document_id
        if not document:
            return []
        findings = []
        if document.is_binding and (amounts := self._einvoice_difference()):
            findings.append(BILL_DIFFERS.finding(**amounts))
        elif document.is_binding and self.currency_id != self.company_currency_id:
            findings += self._einvoice_off_rate(document)
        supplier = document.partner_id.commercial_partner_id
        if supplier and self.commercial_partner_id != supplier:
            findings.append(
                BILL_SUPPLIER.finding(
                    supplier=supplier.display_name,
                    other=self.commercial_partner_id.display_name or "–",
                )
            )
        findings += self._einvoice_other_number(document)
        return findings + self._einvoice_other_account(document)

    def _einvoice_other_number(self, document):
        """Notice a bill that the books would not find under the supplier's number."""
        invoice = document._reading().invoice if document.attachment_id else None
        if invoice is None or not (invoice.number and document.is_binding):
            return []
        same_number = plain_number(self.ref) == plain_number(invoice.number)
        same_day = self.invoice_date in (False, invoice.issue_date)
        if same_number and (same_day or invoice.issue_date is None):
            return []
        return [
            BILL_NUMBER.finding(
                kept=self.ref or "–",
                kept_day=self.invoice_date or "–",
                number=invoice.number,
                day=invoice.issue_date or "–",
            )
        ]

    def _einvoice_difference(self):
        """Return expected and found amount when they differ, else an empty mapping."""
        document = self.sudo().einvoice_document_id
        currency = self.currency_id
        pairs = (
            (document.amount_booked, self.amount_total),
            (document.tax_booked, self.amount_tax),
        )
        other_currency = currency != document.currency_id
        for expected, found in pairs:
            if other_currency or currency.compare_amounts(expected, found):
                return {
                    "expected": Decimal(f"{expected:.{currency.decimal_places}f}"),
                    "found": Decimal(f"{found:.{currency.decimal_places}f}"),
                }
        return {}

    def _einvoice_off_rate(self, document):
        """Notice amounts of the books that the exchange rate does not explain."""
        ours, theirs = self.company_currency_id, self.currency_id
        lines = self.line_ids.filtered(
            lambda line: line.display_type in ("product", "tax")
        )
        return departures(
            [
                BookedLine(
                    label=line.name or line.account_id.display_name or "–",
                    amount=amount(line.amount_currency, theirs),
                    balance=amount(line.balance, ours),
                    is_tax=line.display_type == "tax",
                )
                for line in lines
            ],
            document._rates(),
            ours.name,
            ours.decimal_places,
        )

    def _einvoice_other_account(self, document):
        """Notice a bill that is to be paid elsewhere than its document asks."""
        bank = self.sudo().partner_bank_id
        invoice = document._reading().invoice if document.attachment_id else None
        if not bank or invoice is None:
            return []
        stated = [normalised(each) for each in invoice.payment.accounts]
        if not stated or bank.sanitized_acc_number in stated:
            return []
        return [
            BILL_ACCOUNT.finding(
                account=hidden(bank.sanitized_acc_number or ""),
                stated=", ".join(hidden(each) for each in stated),
            )
        ]

    def _einvoice_blockers(self, action):
        blockers = super()._einvoice_blockers(action)
        if action != "post" or not self._einvoice_is_bill():
            return blockers
        # Lines written past the form: their finding is made when the bill is saved.
        records = self.env["einvoice.finding"].sudo()
        known = {each._key() for each in self.sudo().einvoice_finding_ids}
        for finding in self._einvoice_departures():
            if records._key_of(records._vals(finding)) in known:
                continue
            sentence, advice = (
                translated(self.env, finding.rule.addon, text, finding.values)
                for text in (finding.rule.message, finding.rule.advice)
            )
            blockers.append(Blocker(finding.code, sentence, advice))
        return blockers
