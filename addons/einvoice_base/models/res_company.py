from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..domain.events import EventKind
from ..domain.money import Tolerance

# Settings of the checks that a manager only changes, with a line in the journal.
_SETTINGS = (
    "einvoice_tolerance_total",
    "einvoice_tolerance_line",
    "einvoice_has_receipts",
    "einvoice_processor_id",
    "einvoice_manager_id",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    einvoice_tolerance_total = fields.Float(
        string="Tolerance on totals",
        digits=(16, 3),
        default=0.02,
        help="Largest gap accepted on a total of a supplier invoice, in its currency.",
    )
    einvoice_tolerance_line = fields.Float(
        string="Tolerance on lines",
        digits=(16, 3),
        default=0.01,
        help="Largest gap accepted between a line and its quantity times its price.",
    )
    einvoice_has_receipts = fields.Boolean(
        string="Check purchase receipts too",
        help="Expenses post receipts; leave this off to let them pass.",
    )

    einvoice_processor_id = fields.Many2one(
        "res.users",
        string="Who works on supplier invoices",
        help="Gets what waits for a processor, until somebody takes the document.",
    )
    einvoice_manager_id = fields.Many2one(
        "res.users",
        string="Who decides on supplier invoices",
        help="Gets what only a manager can decide.",
    )

    _einvoice_tolerances_positive = models.Constraint(
        "CHECK (einvoice_tolerance_total >= 0 AND einvoice_tolerance_line >= 0)",
        "A tolerance is zero or more.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["einvoice.rule"]._sync(companies.sudo())
        return companies

    def write(self, vals):
        changed = [name for name in _SETTINGS if name in vals]
        before = {company: company._einvoice_shown(changed) for company in self}
        res = super().write(vals)
        for company, old in before.items():
            company._einvoice_note_settings(changed, old)
        return res

    def _einvoice_shown(self, names):
        return [
            (self[name].display_name or "–")
            if self._fields[name].type == "many2one"
            else str(self[name])
            for name in names
        ]

    def _einvoice_note_settings(self, names, before):
        """Keep in the journal who changed what the checks accept: a manager, or the
        administrator who sets Odoo up.
        """
        for name, old, new in zip(
            names, before, self._einvoice_shown(names), strict=True
        ):
            if old == new:
                continue
            user = self.env.user
            if not (
                self.env.su
                or user.has_group("einvoice_base.group_manager")
                or user.has_group("base.group_system")
            ):
                raise AccessError(
                    self.env._(
                        "Only a manager of supplier invoices changes what the checks "
                        "accept."
                    )
                )
            self.env["einvoice.event"]._emit(
                EventKind.RULE_CHANGED.value,
                {"rule": name, "before": old, "after": new},
                company=self,
            )

    def _einvoice_tolerance(self):
        """Return the gaps that this company accepts."""
        return Tolerance(
            total=Decimal(str(round(self.einvoice_tolerance_total, 3))),
            line=Decimal(str(round(self.einvoice_tolerance_line, 3))),
        )

    def _einvoice_exempt_domain(self):
        """Return which drafts pass as before; addons add those of their own gates."""
        return Domain("einvoice_is_exempt", "=", True)

    def _einvoice_exempt_drafts(self):
        """Return the drafts of the company that a gate lets pass as before."""
        self.ensure_one()
        drafts = Domain("company_id", "=", self.id) & Domain("state", "=", "draft")
        moves = self.env["account.move"].sudo()
        return moves.search(drafts & self._einvoice_exempt_domain())

    def _einvoice_exempt_count(self):
        return len(self._einvoice_exempt_drafts())

    def _einvoice_route_drafts(self):
        """Put the drafts that existed at installation under the gate.

        Returns:
            The drafts; addons have them go on from here.
        """
        self.ensure_one()
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._("Only a manager of supplier invoices routes the drafts.")
            )
        drafts = self._einvoice_exempt_drafts()
        drafts.flush_model(["einvoice_is_exempt"])
        # The field refuses `write` from everybody.
        self.env.cr.execute(
            SQL(
                "UPDATE account_move SET einvoice_is_exempt = false "
                "WHERE einvoice_is_exempt AND id = ANY(%s)",
                drafts.ids,
            )
        )
        drafts.invalidate_model()
        self.env["einvoice.event"]._emit(
            EventKind.DRAFTS_GATED.value,
            {"cause": "settings", "count": len(drafts)},
            company=self,
        )
        return drafts

    def _einvoice_routed_words(self, drafts):
        """Say what became of the drafts that were routed."""
        return self.env._(
            "%(count)s drafts are now checked like new bills.", count=len(drafts)
        )

    def _einvoice_route_drafts_shown(self):
        """Route the drafts, and return the action that tells what became of them."""
        drafts = self._einvoice_route_drafts()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self._einvoice_routed_words(drafts),
                "next": {"type": "ir.actions.client", "tag": "reload"},
            },
        }
