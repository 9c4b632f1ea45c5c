from decimal import Decimal

from odoo import api, fields, models

from ..domain.touchless import Basis, Policy, PolicyMode, in_words
from ._translation import translated

MODES = [("off", "Off"), ("observe", "Observe only"), ("on", "On")]


class EinvoiceTouchlessPolicy(models.AbstractModel):
    """Which bills are posted without a person: of a company, or one to be tried."""

    _name = "einvoice.touchless.policy"
    _description = "Policy of posting without a person"

    einvoice_touchless_mode = fields.Selection(
        MODES,
        string="Straight through",
        default="off",
        required=True,
        help="On: bills that meet all conditions are posted without a person. Observe "
        "only: each bill says what would have been done.",
    )
    einvoice_touchless_limit = fields.Float(
        string="Largest amount with VAT",
        digits=(16, 2),
        default=1000.0,
        help="In the currency of the company. Bills above it are left to a person.",
    )
    einvoice_touchless_confidence = fields.Float(
        string="Least confidence (%)",
        digits=(5, 1),
        default=95.0,
        help="For what is read from a page. Factur-X, UBL and CII are certain.",
    )
    einvoice_touchless_coding = fields.Float(
        string="Least confidence of accounts (%)",
        digits=(5, 1),
        default=80.0,
        help="For accounts that the software chose, by the bills before. A line like "
        "none before has the account of the journal, with no confidence at all.",
    )
    einvoice_touchless_basis = fields.Selection(
        [
            ("matched", "It agrees with an order"),
            ("expected", "It agrees with an order, or is expected"),
            (
                "listed",
                "It agrees with an order, is expected, or its supplier is listed",
            ),
        ],
        string="Why it may be believed",
        default="expected",
        required=True,
        help="Expected: the supplier sends a bill of about this amount in each period.",
    )
    einvoice_touchless_least_bills = fields.Integer(
        string="Posted bills of the supplier",
        default=2,
        help="So many bills of the supplier must be posted already, one at least.",
    )
    einvoice_touchless_refunds = fields.Boolean(string="Credit notes too")

    _einvoice_touchless_limits = models.Constraint(
        "CHECK (einvoice_touchless_limit >= 0"
        " AND einvoice_touchless_confidence BETWEEN 0 AND 100"
        " AND einvoice_touchless_coding BETWEEN 0 AND 100"
        " AND einvoice_touchless_least_bills >= 1)",
        "The amount is zero or more, the confidence between 0 and 100 %, and at least "
        "one bill of the supplier must be posted.",
    )

    @api.model
    def _einvoice_policy_fields(self):
        """Return the names of the fields that make a policy."""
        return (
            "einvoice_touchless_mode",
            "einvoice_touchless_limit",
            "einvoice_touchless_confidence",
            "einvoice_touchless_coding",
            "einvoice_touchless_basis",
            "einvoice_touchless_least_bills",
            "einvoice_touchless_refunds",
            "einvoice_touchless_listed_ids",
            "einvoice_touchless_excluded_ids",
        )

    def _einvoice_policy_vals(self):
        """Return the policy as values to write on another record."""
        self.ensure_one()
        vals = {}
        for name in self._einvoice_policy_fields():
            value = self[name]
            vals[name] = (
                [fields.Command.set(value.ids)]
                if isinstance(value, models.BaseModel)
                else value
            )
        return vals

    def _einvoice_policy(self):
        """Return the policy as a value of the domain."""
        self.ensure_one()
        policy = self.sudo()
        return Policy(
            mode=PolicyMode(policy.einvoice_touchless_mode or "off"),
            limit=_exact(policy.einvoice_touchless_limit),
            confidence=_exact(policy.einvoice_touchless_confidence) / 100,
            coding=_exact(policy.einvoice_touchless_coding) / 100,
            basis=Basis(policy.einvoice_touchless_basis or "expected"),
            listed=_keys(policy.einvoice_touchless_listed_ids),
            excluded=_keys(policy.einvoice_touchless_excluded_ids),
            least_bills=policy.einvoice_touchless_least_bills,
            allows_refunds=policy.einvoice_touchless_refunds,
        )

    def _einvoice_policy_words(self, policy=None):
        """Say in the user's language whether the policy counts, and what it asks."""
        policy = policy or self._einvoice_policy()
        conditions = self._einvoice_policy_conditions(policy)
        if policy.mode is PolicyMode.OFF:
            return conditions
        field = self._fields["einvoice_touchless_mode"]
        modes = dict(field._description_selection(self.env))
        return self.env._(
            "%(mode)s: %(conditions)s",
            mode=modes[policy.mode.value],
            conditions=conditions,
        )

    def _einvoice_policy_conditions(self, policy):
        return " · ".join(
            translated(self.env, "einvoice_base", each.sentence, each.values)
            for each in in_words(policy)
        )


def _keys(partners):
    return frozenset(partners.commercial_partner_id.ids)


def _exact(number):
    return Decimal(f"{number:.2f}")
