from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EinvoiceApprovalSimulation(models.TransientModel):
    """The simulator: one draft bill, or all bills of the last year."""

    _name = "einvoice.approval.simulation"
    _description = "Who would approve a bill"

    circuit_id = fields.Many2one(
        "einvoice.circuit",
        string="Circuit",
        required=True,
        default=lambda self: self._default_circuit(),
    )
    company_id = fields.Many2one(related="circuit_id.company_id", related_sudo=False)
    move_id = fields.Many2one(
        "account.move",
        string="Draft bill",
        domain="[('state', '=', 'draft'), ('company_id', '=', company_id),"
        " ('move_type', 'in', ('in_invoice', 'in_refund', 'in_receipt'))]",
    )
    explained_html = fields.Html(
        string="Who and why", compute="_compute_explained_html", sanitize=False
    )
    tally = fields.Json(readonly=True)
    tally_html = fields.Html(
        string="Bills of the last year", compute="_compute_tally_html", sanitize=False
    )

    @api.model
    def _default_circuit(self):
        circuits = self.env["einvoice.circuit"]
        known = Domain("company_id", "=", self.env.company.id)
        running = circuits.search(known & Domain("state", "=", "running"), limit=1)
        return running or circuits.search(known, order="id desc", limit=1)

    @api.depends("circuit_id", "move_id")
    @api.depends_context("lang")
    def _compute_explained_html(self):
        for wizard in self:
            move = wizard.move_id._origin
            wizard.explained_html = (
                wizard._checked()._explained_html(move)
                if move and wizard.circuit_id
                else False
            )

    @api.depends("circuit_id", "tally")
    @api.depends_context("lang")
    def _compute_tally_html(self):
        for wizard in self:
            wizard.tally_html = wizard.tally and wizard._checked()._tally_html(
                wizard.tally
            )

    def _checked(self):
        """Return the circuit, once the user may read it and the bill."""
        circuit, move = self.circuit_id._origin, self.move_id._origin
        circuit.check_access("read")
        move.check_access("read")
        if move and (
            move.company_id != circuit.company_id or not move._einvoice_is_bill()
        ):
            raise UserError(
                self.env._("Choose a supplier bill of the circuit’s company.")
            )
        return circuit

    def action_past(self):
        """Play the bills of the last year."""
        self.ensure_one()
        circuit = self._checked()
        self.env["account.move"].check_access("read")
        self.tally = circuit._simulated_past()
        return self._reopened()

    def _reopened(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who would approve"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }


class EinvoiceCircuit(models.Model):
    _inherit = "einvoice.circuit"

    def action_simulate(self):
        """Open the simulator with this circuit."""
        self.ensure_one()
        self.check_access("read")
        return (
            self.env["einvoice.approval.simulation"]
            .create({"circuit_id": self.id})
            ._reopened()
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_einvoice_who_approves(self):
        """Say who would approve this bill, and why."""
        self.ensure_one()
        self.check_access("read")
        simulations = self.env["einvoice.approval.simulation"]
        circuit = self.env["einvoice.circuit"]._running(self.company_id)
        if not circuit:
            raise UserError(self.env._("No circuit runs in this company."))
        return simulations.create(
            {"circuit_id": circuit.id, "move_id": self.id}
        )._reopened()
