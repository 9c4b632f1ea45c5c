from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from odoo.addons.einvoice_base.models._translation import translated

from ..domain.coding.reasons import sentence, values
from ..domain.coding.values import Kind, Reason


class AccountMove(models.Model):
    """How sure the coding of a bill is, for the policies."""

    _inherit = "account.move"

    def _einvoice_facts(self):
        facts = super()._einvoice_facts()
        confidence = self.sudo()._einvoice_coding_confidence()
        if confidence is not None:
            facts["coding_confidence"] = confidence
        return facts

    def _einvoice_coding_confidence(self):
        """Return how sure its least sure line is, ratio 0 to 1.

        A line that a person gave another account is sure; one on the account of the
        journal, because nothing like it was booked before, is not at all. ``None`` for
        a bill that the software did not code.
        """
        proposed = [
            line._einvoice_coding_confidence()
            for line in self._einvoice_products()
            if line.einvoice_coding
        ]
        return min(proposed, default=None)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # What the software proposed: account, taxes (keys), analytic (shares), item (the
    # seller's number), confidence, reason (kind, count, of, day); "aside" alone where
    # the line teaches nothing. What differs from it was changed by a person.
    einvoice_coding = fields.Json(copy=False, readonly=True, groups=NO_ACCESS)
    einvoice_coding_reason = fields.Char(
        string="Why this account",
        compute="_compute_einvoice_coding_reason",
        compute_sudo=True,
    )

    @api.depends("account_id", "einvoice_coding")
    @api.depends_context("lang")
    def _compute_einvoice_coding_reason(self):
        for line in self:
            line.einvoice_coding_reason = line._einvoice_coding_words()

    def _einvoice_coding_words(self):
        """Say why the line has its account, while it has the one that was proposed."""
        coding = self.einvoice_coding or {}
        if not coding or "aside" in coding:
            return False
        if self.account_id.id != coding.get("account"):
            return self.env._("Chosen by a person")
        said = coding.get("reason")
        if not said:
            return self.env._("Account of the journal: nothing like it was booked")
        return self._einvoice_reason_words(
            Reason(
                said["count"],
                said["of"],
                Kind(said["kind"]),
                date.fromisoformat(said["day"]),
            )
        )

    @api.model
    def _einvoice_reason_words(self, reason):
        return translated(self.env, "einvoice_intake", sentence(reason), values(reason))

    def _einvoice_coding_confidence(self):
        coding = self.einvoice_coding
        is_kept = self.account_id.id == coding.get("account")
        if "aside" in coding or not is_kept:
            return Decimal(1)
        return Decimal(str(coding.get("confidence") or 0))
