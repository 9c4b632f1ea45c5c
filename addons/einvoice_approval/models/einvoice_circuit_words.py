from odoo import api, fields, models
from odoo.tools.i18n import format_list

# What a step may list, in the order in which the sentence names it.
_LISTED = (
    "supplier_ids",
    "supplier_tag_ids",
    "journal_ids",
    "analytic_account_ids",
    "analytic_plan_ids",
    "product_category_ids",
    "buyer_ids",
)


class EinvoiceCircuitStep(models.Model):
    """A step as a sentence: when, and who."""

    _inherit = "einvoice.circuit.step"

    sentence = fields.Char(string="What it says", compute="_compute_sentence")

    def _listed_fields(self):
        """Return the fields of records that a step may list; addons add theirs."""
        return _LISTED

    @api.depends(
        "least",
        "most",
        "basis",
        "account_codes",
        "order_state",
        "finding_state",
        "confidence_below",
        "who",
        "user_ids",
        "group_id",
        "quorum",
        "number",
        *_LISTED,
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        # Also for those who may not read analytic accounts: a name is no secret here.
        for step in self.sudo():
            step.sentence = self.env._(
                "%(when)s: %(who)s", when=step._when_words(), who=step._who_words()
            )

    def _when_words(self):
        parts = [
            self._band_words(
                self.currency_id,
                self.least,
                self.most or None,
                self.basis == "amount_untaxed",
            )
        ]
        for name in self._listed_fields():
            if names := self[name].mapped("display_name"):
                parts.append(f"{self._label(name)} {', '.join(names)}")
        if self.account_codes:
            parts.append(f"{self._label('account_codes')} {self.account_codes}")
        for name in ("order_state", "finding_state"):
            if self[name]:
                selection = dict(self._fields[name]._description_selection(self.env))
                parts.append(f"{self._label(name)} {selection[self[name]].lower()}")
        if self.confidence_below:
            parts.append(f"{self._label('confidence_below')} {self.confidence_below:g}")
        return ", ".join(parts)

    def _label(self, name):
        return self._fields[name]._description_string(self.env).lower()

    @api.model
    def _band_words(self, currency, least, most, is_net):
        """Say from which amount to which; ``most`` is ``None`` without limit."""
        low = currency.format(float(least))
        high = currency.format(float(most)) if most is not None else None
        if least and high:
            words = self.env._("From %(low)s to %(high)s", low=low, high=high)
        elif high:
            words = self.env._("Up to %(high)s", high=high)
        elif least:
            words = self.env._("From %(low)s on", low=low)
        else:
            return self.env._("Any amount")
        return self.env._("%(words)s without VAT", words=words) if is_net else words

    def _who_words(self):
        if self.who not in ("person", "group"):
            return dict(self._fields["who"]._description_selection(self.env))[self.who]
        if self.who == "group":
            names = self.env._("the group %(group)s", group=self.group_id.sudo().name)
        else:
            people = self.user_ids.mapped("name")
            if self.quorum == "one":
                return format_list(self.env, people, "or")
            names = format_list(self.env, people)
            if len(people) == 1:
                return names
        if self.quorum == "all":
            return self.env._("all of %(names)s", names=names)
        if self.quorum == "some":
            return self.env._("%(count)s of %(names)s", count=self.number, names=names)
        return self.env._("one of %(names)s", names=names)
