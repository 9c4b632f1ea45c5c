from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.models._mapping import amount
from odoo.addons.einvoice_base.models._translation import translated

from ..domain.assistant import LARGE, SMALL, Level, LevelsError, proposed


class EinvoiceApprovalAssistant(models.TransientModel):
    """Three questions that make the first circuit; last year's bills try it."""

    _name = "einvoice.approval.assistant"
    _description = "Approval assistant"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id", related_sudo=False)
    small = fields.Monetary(string="Small bills end at", default=float(SMALL))
    large = fields.Monetary(string="Large bills begin above", default=float(LARGE))
    small_user_ids = fields.Many2many(
        "res.users", "einvoice_assistant_small_rel", string="Small bills"
    )
    middle_user_ids = fields.Many2many(
        "res.users", "einvoice_assistant_middle_rel", string="Bills in between"
    )
    large_user_ids = fields.Many2many(
        "res.users", "einvoice_assistant_large_rel", string="Large bills"
    )
    fallback_user_id = fields.Many2one("res.users", string="Who stands in")
    circuit_id = fields.Many2one("einvoice.circuit", readonly=True)
    step_ids = fields.One2many(
        related="circuit_id.step_ids", related_sudo=False, readonly=True
    )
    tally = fields.Json(readonly=True)
    tally_html = fields.Html(compute="_compute_tally_html", sanitize=False)

    @api.depends("tally", "circuit_id")
    @api.depends_context("lang")
    def _compute_tally_html(self):
        for wizard in self:
            circuit = wizard.circuit_id._origin
            circuit.check_access("read")
            wizard.tally_html = wizard.tally and circuit._tally_html(wizard.tally)

    def _check_manager(self):
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._("A manager of supplier invoices makes circuits.")
            )

    def action_propose(self):
        """Make the circuit, not yet running, and try it on last year's bills."""
        self.ensure_one()
        self._check_manager()
        vals = {
            "fallback_user_id": self.fallback_user_id.id,
            "step_ids": [Command.clear(), *map(Command.create, self._step_vals())],
        }
        if self.circuit_id and self.circuit_id.state == "draft":
            self.circuit_id.write(vals)
        else:
            self.circuit_id = self.env["einvoice.circuit"].create(
                {
                    **vals,
                    "name": self.env._("Bills by amount"),
                    "company_id": self.company_id.id,
                }
            )
        self.tally = self.circuit_id._simulated_past()
        return self._reopened()

    def _step_vals(self):
        if not self.fallback_user_id:
            raise UserError(
                self.env._("Say who stands in: he decides when no one can.")
            )
        levels = (
            Level(tuple(self.small_user_ids.ids), self._limit(self.small)),
            Level(tuple(self.middle_user_ids.ids), self._limit(self.large)),
            Level(tuple(self.large_user_ids.ids), None),
        )
        try:
            steps = proposed(levels)
        except LevelsError as error:
            raise UserError(
                self.env._(
                    "Name somebody for each size, and let the limits rise above zero."
                )
            ) from error
        return [
            {
                "name": self._step_name(step),
                "sequence": 10 * step.key,
                "least": float(step.conditions.least),
                "most": float(step.conditions.most or 0),
                "user_ids": [Command.set(step.people)],
            }
            for step in steps
        ]

    def _limit(self, value):
        return amount(value, self.currency_id)

    def _step_name(self, step):
        top = step.conditions.most or step.conditions.least - Decimal("0.01")
        words = self.currency_id.format(float(top))
        return translated(self.env, "einvoice_approval", step.name, {"amount": words})

    def action_switch_on(self):
        """Let the bills of the company go through the proposed circuit."""
        self.ensure_one()
        self._check_manager()
        if not self.circuit_id:
            raise UserError(self.env._("Try it first."))
        self.circuit_id.action_run()
        return {
            "type": "ir.actions.act_window",
            "res_model": "einvoice.circuit",
            "res_id": self.circuit_id.id,
            "views": [(False, "form")],
        }

    def _reopened(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Approval assistant"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
