from dataclasses import replace

from odoo import fields, models

from odoo.addons.einvoice_approval.domain.conditions import Fact


def _switched_off(steps):
    """Ask nobody at steps whose kind goes away; an empty step would ask anybody."""
    steps.write({"who": "nobody", "active": False})


class EinvoiceCircuitStep(models.Model):
    _inherit = "einvoice.circuit.step"

    department_ids = fields.Many2many("hr.department", string="Departments")
    who = fields.Selection(
        selection_add=[
            ("manager", "Manager of who bought or typed it"),
            ("department_head", "Head of the department"),
        ],
        ondelete={"manager": _switched_off, "department_head": _switched_off},
    )

    def _conditions(self):
        conditions = super()._conditions()
        if not self.department_ids:
            return conditions
        everywhere = self.env["hr.department"].sudo()
        wanted = everywhere.search([("id", "child_of", self.department_ids.ids)])
        listed = (*conditions.listed, (Fact.DEPARTMENT, frozenset(wanted.ids)))
        return replace(conditions, listed=listed)
