from odoo import api, fields, models

from odoo.addons.einvoice_base.domain.events import EventKind


class EinvoiceTolerance(models.Model):
    """Gaps accepted between bill and order, of a supplier or a product category.

    The most specific wins: supplier and category, supplier, category, and else the
    limits of the rules of the company. A gap passes when it is inside the amount and
    inside the percentage.
    """

    _name = "einvoice.tolerance"
    _description = "Tolerance between bill and order"
    _order = "company_id, partner_id, categ_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Product category",
        index="btree_not_null",
        ondelete="cascade",
    )
    price_amount = fields.Float(
        string="Price gap of a line",
        digits=(16, 2),
        help="In the currency of the bill, without VAT.",
    )
    price_percent = fields.Float(string="Price gap in %", digits=(16, 3))
    quantity_amount = fields.Float(
        string="Billed beyond, amount",
        digits=(16, 2),
        help="What may be billed beyond the quantity ordered or received, in the "
        "currency of the bill, without VAT.",
    )
    quantity_percent = fields.Float(string="Billed beyond in %", digits=(16, 3))

    _has_subject = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR categ_id IS NOT NULL)",
        "A tolerance is for a supplier, a product category, or both. That of the "
        "whole company stands on the rules.",
    )
    _positive = models.Constraint(
        "CHECK (price_amount >= 0 AND price_percent >= 0 AND quantity_amount >= 0 "
        "AND quantity_percent >= 0)",
        "A tolerance is zero or more.",
    )
    _subject_unique = models.UniqueIndex(
        "(company_id, COALESCE(partner_id, 0), COALESCE(categ_id, 0))",
        "This supplier and category have a tolerance already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        for each in made:
            each._note_change(None, each._shown())
        return made

    def write(self, vals):
        before = {each: each._shown() for each in self}
        res = super().write(vals)
        for each, old in before.items():
            if old != each._shown():
                each._note_change(old, each._shown())
        return res

    def unlink(self):
        for each in self:
            each._note_change(each._shown(), None)
        return super().unlink()

    def _shown(self):
        """Return the tolerance in words, for the journal."""
        gaps = (
            f"{self.price_amount:g}",
            f"{self.price_percent:g} %",
            f"{self.quantity_amount:g}",
            f"{self.quantity_percent:g} %",
        )
        return f"{self.display_name}: {', '.join(gaps)}"

    def _note_change(self, before, after):
        self.env["einvoice.event"]._emit(
            EventKind.RULE_CHANGED.value,
            {"rule": "order_tolerance", "before": before, "after": after},
            company=self.company_id,
        )

    @api.depends("partner_id", "categ_id")
    def _compute_display_name(self):
        for each in self:
            parts = (each.partner_id.display_name, each.categ_id.display_name)
            each.display_name = " · ".join(filter(None, parts))
