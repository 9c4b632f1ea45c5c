from odoo import api, fields, models

from ..domain.touchless import SENTENCES, Reason
from ..domain.values import restored
from ._translation import translated

OUTCOMES = [("stops", "Stopped"), ("review", "To review"), ("passes", "Passes")]


class EinvoiceRehearsalLine(models.Model):
    _name = "einvoice.rehearsal.line"
    _description = "Bill in a rehearsal"
    _order = "rehearsal_id, change_rank, invoice_date desc, move_id desc"
    _rec_name = "move_id"

    rehearsal_id = fields.Many2one(
        "einvoice.rehearsal",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_id = fields.Many2one(
        "account.move",
        string="Bill",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reference = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    invoice_date = fields.Date(readonly=True)
    amount = fields.Monetary(
        string="Amount with VAT", readonly=True, help="Negative on a credit note."
    )
    before = fields.Selection(OUTCOMES, string="Now", readonly=True, required=True)
    after = fields.Selection(OUTCOMES, string="Tried", readonly=True, required=True)
    is_posted_before = fields.Boolean(string="Posted by itself now", readonly=True)
    is_posted_after = fields.Boolean(string="Would post itself", readonly=True)
    change = fields.Selection(
        [
            ("stopped", "Would be stopped"),
            ("released", "Would no longer be stopped"),
            ("reviewed", "Would have to be reviewed"),
            ("cleared", "Would no longer be reviewed"),
            ("unposted", "Would be left to a person"),
            ("posted", "Would be posted by itself"),
            ("same", "No difference"),
        ],
        readonly=True,
        required=True,
    )
    change_rank = fields.Integer(readonly=True)
    was_edited = fields.Boolean(
        string="Changed by a person then",
        readonly=True,
        help="A person changed the bill before posting it.",
    )
    noticed = fields.Json(readonly=True)
    reasons = fields.Json(readonly=True)
    what = fields.Text(string="Findings", compute="_compute_words")
    why = fields.Text(string="Why a person", compute="_compute_words")

    @api.depends("noticed", "reasons")
    @api.depends_context("lang")
    def _compute_words(self):
        rules = self.env["einvoice.rule"]._by_code()
        severities = dict(
            self.env["einvoice.finding"]
            ._fields["severity"]
            ._description_selection(self.env)
        )
        for line in self:
            line.what = "\n".join(
                self._noticed_words(code, sides, rules, severities)
                for code, sides in (line.noticed or {}).items()
                # What only informs, now as before, is not why anything happens.
                if set(sides) != {"inform"}
            )
            line.why = "\n".join(
                self.env["account.move"]._einvoice_reason_words(
                    Reason(each["code"], each["values"]), rules
                )
                for each in restored(line.reasons or [])
                if each["code"] in SENTENCES
            )

    @api.model
    def _noticed_words(self, code, sides, rules, severities):
        rule = rules.get(code)
        title = translated(self.env, rule.addon, rule.title) if rule else code
        before, after = (severities.get(side, "–") for side in sides)
        said = after if before == after else f"{before} → {after}"
        return f"{title} ({said})"

    def action_open_bill(self):
        """Open the bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [[False, "form"]],
        }
