from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.einvoice_base.models._mapping import amount

from ..domain.people import Delegation, Directory, Person


class EinvoiceDelegation(models.Model):
    """A person stands in for another from one day to another.

    Everybody makes his own; a manager may make one for somebody who cannot.
    """

    _name = "einvoice.delegation"
    _description = "Stand-in for approvals"
    _order = "first_day desc, id desc"

    giver_id = fields.Many2one(
        "res.users",
        string="Who is away",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
    )
    stand_in_id = fields.Many2one(
        "res.users",
        string="Stand-in",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._last_stand_in(),
        domain="[('share', '=', False), ('id', '!=', giver_id)]",
    )
    first_day = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    last_day = fields.Date(
        string="To",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=6),
        help="This day included.",
    )
    company_id = fields.Many2one("res.company", help="Empty: in all companies.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    most = fields.Monetary(
        string="Only up to", help="Bills with a larger amount wait for you. 0: all."
    )
    active = fields.Boolean(default=True)
    waiting = fields.Integer(
        string="Waits for him now",
        compute="_compute_waiting",
        help="Bills that are put before the stand-in at once.",
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for delegation in self:
            company = delegation.company_id or self.env.company
            delegation.currency_id = company.currency_id

    @api.depends("giver_id", "stand_in_id")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(stand_in)s for %(giver)s",
                stand_in=delegation.stand_in_id.name or "–",
                giver=delegation.giver_id.name or "–",
            )

    @api.depends("giver_id", "first_day")
    def _compute_waiting(self):
        today = fields.Date.context_today(self)
        decisions = self.env["einvoice.decision"].sudo()
        for delegation in self:
            begins_now = delegation.first_day and delegation.first_day <= today
            # A person learns only how much waits for himself.
            is_mine = delegation.giver_id == self.env.user
            delegation.waiting = (
                decisions.search_count(
                    [("user_id", "=", self.env.uid), ("state", "=", "open")]
                )
                if begins_now and is_mine
                else 0
            )

    @api.model
    def _last_stand_in(self):
        """Propose the one who stood in the last time."""
        last = self.with_context(active_test=False).search(
            [("giver_id", "=", self.env.uid)], limit=1
        )
        return last.stand_in_id.filtered("active")

    @api.constrains("giver_id", "stand_in_id", "first_day", "last_day", "active")
    def _check_days_and_circle(self):
        for delegation in self.filtered("active"):
            if delegation.last_day < delegation.first_day:
                raise ValidationError(
                    self.env._("The stand-in ends before it begins: check the dates.")
                )
            if delegation.giver_id == delegation.stand_in_id:
                raise ValidationError(
                    self.env._(
                        "Choose somebody else: you cannot stand in for yourself."
                    )
                )
            if delegation.stand_in_id.share:
                raise ValidationError(
                    self.env._("Choose a colleague who uses the software.")
                )
            others = self.sudo().search([("id", "!=", delegation.id)])
            known = Directory({}, tuple(each._value() for each in others))
            if known.makes_circle(delegation._value()):
                raise ValidationError(
                    self.env._(
                        "%(stand_in)s is away too and leads back to %(giver)s. "
                        "Choose another stand-in or other dates.",
                        stand_in=delegation.stand_in_id.name,
                        giver=delegation.giver_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_own()
        delegations._take_effect()
        return delegations

    def write(self, vals):
        self._check_own()
        res = super().write(vals)
        self._check_own()
        self._take_effect()
        return res

    def unlink(self):
        self._check_own()
        return super().unlink()

    def _check_own(self):
        if self.env.su or self.env.user.has_group("einvoice_base.group_manager"):
            return
        if any(each.giver_id != self.env.user for each in self):
            raise AccessError(
                self.env._("Only a manager names a stand-in for somebody else.")
            )

    def _take_effect(self):
        """Give the stand-ins what those who are away are asked today."""
        today = fields.Date.context_today(self)
        away = self.filtered(
            lambda each: each.active and each.first_day <= today <= each.last_day
        ).giver_id
        if away:
            self.env["einvoice.decision"].sudo()._hand_on(away)

    def _value(self):
        self.ensure_one()
        currency = self.currency_id or self.env.company.currency_id
        return Delegation(
            giver=self.giver_id.id,
            stand_in=self.stand_in_id.id,
            first=self.first_day,
            last=self.last_day,
            company=self.company_id.id or None,
            most=amount(self.most, currency) if self.most else None,
        )

    @api.model
    def _directory(self, day):
        """Return people, stand-ins and absences of a day, for the domain.

        One query for each, whatever the number of bills.
        """
        users = self.env["res.users"].sudo().with_context(active_test=False)
        people = {
            user.id: Person(user.id, user.active, frozenset(user.company_ids.ids))
            for user in users.search([("share", "=", False)])
        }
        valid = Domain("first_day", "<=", day) & Domain("last_day", ">=", day)
        delegations = self.sudo().search(valid, order="create_date desc, id desc")
        values = tuple(each._value() for each in delegations)
        return Directory(people, values, self._absences(day))

    @api.model
    def _absences(self, day):
        """Return who is away that day; addons extend it."""
        return ()
