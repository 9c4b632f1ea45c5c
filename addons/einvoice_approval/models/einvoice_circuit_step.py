from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.einvoice_base.models._mapping import amount

from ..domain.circuit import Quorum, Step, Who
from ..domain.conditions import Basis, Conditions, Fact


class EinvoiceCircuitStep(models.Model):
    """One level of a circuit: when it applies, who decides, how many, how long."""

    _name = "einvoice.circuit.step"
    _description = "Step of an approval circuit"
    _order = "circuit_id, sequence, id"
    _check_company_auto = True

    circuit_id = fields.Many2one(
        "einvoice.circuit", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="circuit_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_parallel = fields.Boolean(
        string="At the same time",
        help="Is asked together with the step before, not after it.",
    )
    least = fields.Monetary(string="From")
    most = fields.Monetary(string="Up to", help="Empty: no limit.")
    basis = fields.Selection(
        [("amount", "With VAT"), ("amount_untaxed", "Without VAT")],
        default="amount",
        required=True,
    )
    supplier_ids = fields.Many2many("res.partner", string="Suppliers")
    supplier_tag_ids = fields.Many2many("res.partner.category", string="Supplier tags")
    journal_ids = fields.Many2many(
        "account.journal", string="Journals", domain="[('type', '=', 'purchase')]"
    )
    account_codes = fields.Char(
        string="Accounts",
        help="Beginnings of account codes with commas: 613, 6226.",
    )
    analytic_account_ids = fields.Many2many(
        "account.analytic.account", string="Analytic accounts and projects"
    )
    analytic_plan_ids = fields.Many2many(
        "account.analytic.plan", string="Analytic plans"
    )
    product_category_ids = fields.Many2many(
        "product.category", string="Categories of articles"
    )
    buyer_ids = fields.Many2many(
        "res.users", "einvoice_step_buyer_rel", string="Buyers"
    )
    order_state = fields.Selection(
        [("with", "With order"), ("without", "Without order")], string="Order"
    )
    finding_state = fields.Selection(
        [("with", "With open findings"), ("without", "Without")], string="Findings"
    )
    confidence_below = fields.Float(
        string="Confidence below", digits=(3, 2), help="0 to 1; 0 is not asked."
    )
    who = fields.Selection(
        [
            ("person", "People"),
            ("group", "A group"),
            ("analytic_owner", "Owner of the analytic account, for his lines"),
            ("buyer", "Buyer of the order"),
            ("nobody", "Nobody: no decision needed"),
        ],
        default="person",
        required=True,
    )
    user_ids = fields.Many2many("res.users", string="Approvers")
    group_id = fields.Many2one("res.groups", string="Group of approvers")
    quorum = fields.Selection(
        [("one", "One of them"), ("all", "All of them"), ("some", "At least")],
        default="one",
        required=True,
    )
    number = fields.Integer(default=1)
    remind_hours = fields.Float(string="Remind after", default=16)
    escalate_hours = fields.Float(string="Escalate after", default=40)
    days_before_due = fields.Integer(string="Days before due", default=3)

    @api.constrains("least", "most", "who", "user_ids", "group_id", "number", "quorum")
    def _check_step(self):
        for step in self:
            if step.most and step.most < step.least:
                step._refuse(self.env._("its amounts end before they begin"))
            if step.who == "person" and not step.user_ids:
                step._refuse(self.env._("it names nobody"))
            if step.who == "group" and not step.group_id:
                step._refuse(self.env._("it names no group"))
            if step.quorum == "some" and step.number < 1:
                step._refuse(self.env._("it asks for nobody"))

    def _refuse(self, reason):
        raise ValidationError(
            self.env._(
                "Step “%(step)s” cannot be used: %(reason)s.",
                step=self.name,
                reason=reason,
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _value(self, stage=1):
        """Return the step as the domain knows it; stages are numbered from 1."""
        self.ensure_one()
        return Step(
            key=self.id,
            name=self.name,
            stage=stage,
            conditions=self._conditions(),
            who=Who(self.who),
            people=tuple(self._people().ids),
            quorum=Quorum(self.quorum),
            number=self.number,
        )

    def _people(self):
        """Return whom it names, also archived users: their answer must be replaced."""
        step = self.with_context(active_test=False)
        return step.group_id.all_user_ids if self.who == "group" else step.user_ids

    def _conditions(self):
        codes = [each.strip() for each in (self.account_codes or "").split(",")]
        listed = {
            Fact.SUPPLIER: self.supplier_ids.commercial_partner_id.ids,
            Fact.SUPPLIER_TAG: self.supplier_tag_ids.ids,
            Fact.JOURNAL: self.journal_ids.ids,
            Fact.ACCOUNT: [each for each in codes if each],
            Fact.ANALYTIC: self.analytic_account_ids.ids,
            Fact.ANALYTIC_PLAN: self.analytic_plan_ids.ids,
            Fact.PRODUCT_CATEGORY: self._with_children(self.product_category_ids),
            Fact.BUYER: self.buyer_ids.ids,
        }
        currency = self.currency_id
        return Conditions(
            least=amount(self.least, currency),
            most=amount(self.most, currency) if self.most else None,
            basis=Basis(self.basis),
            listed=tuple(
                (fact, frozenset(values)) for fact, values in listed.items() if values
            ),
            has_order=_asked(self.order_state),
            has_findings=_asked(self.finding_state),
            confidence_below=Decimal(str(round(self.confidence_below, 2))) or None,
        )

    def _with_children(self, categories):
        if not categories:
            return []
        return categories.search([("id", "child_of", categories.ids)]).ids


def _asked(state):
    return None if not state else state == "with"
