from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..domain.circuit import Circuit
from ..domain.planning import Setting


class EinvoiceCircuit(models.Model):
    """The approval route of a company: a table of steps, one circuit running at a time.

    A circuit may be tried on the bills of the last year before it runs.
    """

    _name = "einvoice.circuit"
    _description = "Approval circuit"
    _inherit = ["mail.thread"]
    _order = "company_id, state desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    step_ids = fields.One2many(
        "einvoice.circuit.step", "circuit_id", string="Steps", copy=True
    )
    fallback_user_id = fields.Many2one(
        "res.users",
        string="Fallback approver",
        tracking=True,
        help="Decides when no step fits, or when a step finds nobody who may decide.",
    )
    has_single_approver = fields.Boolean(
        string="Single approver",
        tracking=True,
        help="Where one person alone may approve, he also decides on bills that he "
        "typed, with a second confirmation. Each is marked as such.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    bulk_limit = fields.Monetary(
        string="Several at once up to",
        default=500,
        tracking=True,
        help="Bills without findings up to this amount with VAT may be approved "
        "several at once. 0: none.",
    )
    posts_by_itself = fields.Boolean(
        string="Post after the last approval",
        default=True,
        tracking=True,
    )

    mail_limit = fields.Monetary(
        string="Decide from the mail up to",
        default=1000,
        tracking=True,
        currency_field="currency_id",
        help="With VAT. Above it, or with a blocking finding, the link of the mail "
        "asks to log in first.",
    )
    mail_link_days = fields.Integer(
        string="Days that a link counts", default=7, tracking=True
    )

    older_draft_count = fields.Integer(compute="_compute_older_draft_count")

    _link_days_positive = models.Constraint(
        "CHECK(mail_link_days BETWEEN 1 AND 31)",
        "A link counts from 1 to 31 days.",
    )
    _running_unique = models.UniqueIndex(
        "(company_id) WHERE state = 'running'",
        "A company has one running circuit.",
    )

    @api.depends("state", "company_id")
    def _compute_older_draft_count(self):
        for circuit in self:
            circuit.older_draft_count = (
                circuit.company_id._einvoice_exempt_count()
                if circuit.state == "running"
                else 0
            )

    @api.constrains("state", "fallback_user_id", "step_ids")
    def _check_running(self):
        for circuit in self.filtered(lambda each: each.state == "running"):
            if not circuit.fallback_user_id:
                raise ValidationError(
                    self.env._(
                        "%(circuit)s needs a fallback approver: he decides when no "
                        "step fits.",
                        circuit=circuit.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        circuits = super().create(vals_list)
        circuits._begin_approval()
        return circuits

    def write(self, vals):
        if any(
            each.company_id.id != vals.get("company_id", each.company_id.id)
            for each in self
        ):
            raise UserError(self.env._("A circuit stays in its company: copy it."))
        self.env.registry.clear_cache()
        res = super().write(vals)
        if "state" in vals:
            self._begin_approval()
        return res

    def _begin_approval(self):
        """Gate no draft of a company that runs its first circuit."""
        running = self.filtered(lambda each: each.state == "running")
        running.company_id._einvoice_begin_approval()

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def action_run(self):
        """Let bills of the company go through this circuit from now on."""
        self.ensure_one()
        self.check_access("write")
        running = self.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "running")]
        )
        (running - self).write({"state": "stopped"})
        self.env.flush_all()
        self.write({"state": "running"})
        return True

    def action_stop(self):
        """Ask nobody any more; open rounds go on to their end."""
        self.check_access("write")
        self.write({"state": "stopped"})
        return True

    def action_route_drafts(self):
        """Send the drafts for approval that are older than it."""
        self.ensure_one()
        return self.company_id._einvoice_route_drafts_shown()

    @api.model
    def _running(self, company):
        """Return the running circuit of a company, empty without one."""
        return self.sudo().browse(self._running_id(company.id))

    @api.model
    @tools.ormcache("company_id")
    def _running_id(self, company_id):
        found = self.sudo().search(
            [("company_id", "=", company_id), ("state", "=", "running")], limit=1
        )
        return found.ids

    def _compiled(self):
        """Return the circuit as the domain knows it, kept until something changes."""
        self.ensure_one()
        return self._compiled_steps(self.id)

    @api.model
    @tools.ormcache("circuit_id")
    def _compiled_steps(self, circuit_id):
        values, stage = [], 0
        for step in self.sudo().browse(circuit_id).step_ids.sorted("sequence"):
            if not values or not step.is_parallel:
                stage += 1
            values.append(step._value(stage))
        return Circuit(tuple(values))

    def _setting(self):
        """Return what the circuit says of bills that find nobody."""
        self.ensure_one()
        # By its number, which is cached: a reference would be looked up for each bill.
        key = self.env["ir.model.data"]._xmlid_to_res_id("einvoice_base.group_manager")
        managers = self.env["res.groups"].sudo().browse(key).all_user_ids
        company = self.company_id
        able = managers.filtered(
            lambda user: user.active and user.id != 1 and company in user.company_ids
        )
        fallback = (self.fallback_user_id | able.sorted("id")).ids
        return Setting(tuple(fallback), self.has_single_approver)
