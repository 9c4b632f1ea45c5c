from odoo import api, fields, models

from ..domain.rehearsal import Outcome


class EinvoiceRehearsal(models.Model):
    """What came out, added up."""

    _inherit = "einvoice.rehearsal"

    stops_before = fields.Integer(compute="_compute_results")
    stops_after = fields.Integer(compute="_compute_results")
    review_before = fields.Integer(compute="_compute_results")
    review_after = fields.Integer(compute="_compute_results")
    passes_before = fields.Integer(compute="_compute_results")
    passes_after = fields.Integer(compute="_compute_results")
    posted_before = fields.Integer(compute="_compute_results")
    posted_after = fields.Integer(compute="_compute_results")
    stops_amount_before = fields.Monetary(compute="_compute_results")
    stops_amount_after = fields.Monetary(compute="_compute_results")
    review_amount_before = fields.Monetary(compute="_compute_results")
    review_amount_after = fields.Monetary(compute="_compute_results")
    passes_amount_before = fields.Monetary(compute="_compute_results")
    passes_amount_after = fields.Monetary(compute="_compute_results")
    posted_amount_before = fields.Monetary(compute="_compute_results")
    posted_amount_after = fields.Monetary(compute="_compute_results")
    changed_count = fields.Integer(compute="_compute_results")
    edited_count = fields.Integer(compute="_compute_results")
    not_rehearsed = fields.Char(compute="_compute_not_rehearsed")

    @api.depends("judged_count", "state")
    def _compute_results(self):
        names = [
            name
            for name, field in self._fields.items()
            if field.compute == "_compute_results"
        ]
        rows = self.env["einvoice.rehearsal.line"]._read_group(
            [("rehearsal_id", "in", self.ids)],
            [
                "rehearsal_id",
                "before",
                "after",
                "is_posted_before",
                "is_posted_after",
                "change",
                "was_edited",
            ],
            ["__count", "amount:sum"],
        )
        sums = {each.id: dict.fromkeys(names, 0) for each in self}
        for rehearsal, *key, count, amount in rows:
            self._add_up(sums[rehearsal.id], key, count, amount)
        for each in self:
            each.update(sums.get(each.id) or dict.fromkeys(names, 0))

    @api.model
    def _add_up(self, sums, key, count, amount):
        before, after, was_posted, is_posted, change, was_edited = key
        for outcome in Outcome:
            for side, value in (("before", before), ("after", after)):
                if value == outcome.value:
                    sums[f"{outcome.value}_{side}"] += count
                    sums[f"{outcome.value}_amount_{side}"] += amount
        for side, value in (("before", was_posted), ("after", is_posted)):
            if value:
                sums[f"posted_{side}"] += count
                sums[f"posted_amount_{side}"] += amount
        if change != "same":
            sums["changed_count"] += count
        if is_posted and was_edited:
            sums["edited_count"] += count

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_not_rehearsed(self):
        rules = self.env["einvoice.rule"]
        codes = rules._not_rehearsed()
        for each in self:
            seen = each.sudo().result_ids.rule_id.filtered(
                lambda rule: rule.code in codes
            )
            each.not_rehearsed = ", ".join(seen.mapped("title"))

    def action_refresh(self):
        """Show how far it has come."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _action_lines(self, name, domain, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_base.einvoice_rehearsal_line_action"
        )
        return {
            **action,
            "name": name,
            "domain": [("rehearsal_id", "=", self.id), *domain],
            "context": context,
        }

    def action_changed(self):
        """Show the bills that would have gone another way."""
        return self._action_lines(
            self.env._("What would change"), [("change", "!=", "same")]
        )

    def action_lines(self):
        """Show all bills judged."""
        return self._action_lines(self.env._("Bills judged"), [])

    def action_suppliers(self):
        """Show the bills by supplier."""
        return self._action_lines(
            self.env._("By supplier"), [], search_default_group_partner=1
        )

    def action_stopped(self):
        """Show the bills that would be stopped."""
        return self._action_lines(
            self.env._("Would be stopped"), [("after", "=", "stops")]
        )

    def action_reviewed(self):
        """Show the bills that would have to be reviewed."""
        return self._action_lines(
            self.env._("Would have to be reviewed"), [("after", "=", "review")]
        )

    def action_posted(self):
        """Show the bills that would be posted by themselves."""
        return self._action_lines(
            self.env._("Would be posted by themselves"),
            [("is_posted_after", "=", True)],
        )

    def action_edited(self):
        """Show the bills that would be posted although a person changed them."""
        return self._action_lines(
            self.env._("Would be posted although a person changed them then"),
            [("is_posted_after", "=", True), ("was_edited", "=", True)],
        )
