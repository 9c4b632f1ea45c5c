from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.phones import e164, spoken


class EinvoiceBankCall(models.TransientModel):
    """What the supplier said when he was called about his account."""

    _name = "einvoice.bank.call"
    _description = "Call about a bank account"

    confirmation_id = fields.Many2one(
        "einvoice.bank.confirmation", required=True, readonly=True, ondelete="cascade"
    )
    supplier = fields.Char(compute="_compute_said", compute_sudo=True)
    account_shown = fields.Char(related="confirmation_id.account_shown")
    has_known = fields.Boolean(compute="_compute_said", compute_sudo=True)
    phone_id = fields.Many2one(
        "einvoice.bank.confirmation.phone",
        string="Number called",
        domain="[('confirmation_id', '=', confirmation_id), ('kind', '=', 'known')]",
    )
    other_number = fields.Char(string="Another number")
    origin = fields.Char(
        string="Where this number comes from",
        help="A contract, the website, a letter of before: never this invoice.",
    )
    person = fields.Char(string="Person spoken to")
    note = fields.Text(string="What was said")

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls.confirmation_id.check_access("read")
        return calls

    @api.depends("confirmation_id")
    def _compute_said(self):
        for call in self:
            call.supplier = call.confirmation_id.partner_id.display_name
            call.has_known = bool(call.confirmation_id.known_phone_ids)

    @api.model
    def _open_for(self, confirmation):
        known = confirmation.sudo().known_phone_ids
        wizard = self.create(
            {
                "confirmation_id": confirmation.id,
                "phone_id": known.id if len(known) == 1 else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note the call"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_note(self):
        """Note the call; the confirmation checks the right and the step."""
        self.ensure_one()
        number, origin = self._called()
        self.confirmation_id._note_call(number, origin, self.person, self.note)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _called(self):
        """Return the number that was called and where it is known from."""
        confirmation = self.confirmation_id.sudo()
        phone = self.phone_id.sudo()
        if phone and not (self.other_number or "").strip():
            if phone not in confirmation.known_phone_ids:
                raise UserError(self._not_this_one())
            return phone.number, self.env._(
                "Contact: %(holder)s", holder=phone.holder or "–"
            )
        number = e164(self.other_number, confirmation.partner_id.country_id.code)
        if not number:
            raise UserError(
                self.env._("Say which number you called, with its country code.")
            )
        doubtful = confirmation.doubtful_phone_ids.mapped("number")
        if number in doubtful:
            raise UserError(self._not_this_one(spoken(number)))
        origin = (self.origin or "").strip()
        if number not in confirmation.known_phone_ids.mapped("number") and not origin:
            raise UserError(
                self.env._(
                    "Say where the number %(number)s comes from: a contract, the "
                    "website, a letter of before.",
                    number=spoken(number),
                )
            )
        return number, self.env._(
            "Found by %(person)s: %(origin)s",
            person=self.env.user.name,
            origin=origin or self.env._("contact"),
        )

    def _not_this_one(self, number=""):
        return self.env._(
            "%(number)s came with the invoice, or was written after it: whoever sent "
            "the invoice would answer. Call a number that you knew before.",
            number=number or self.env._("This number"),
        )


class EinvoiceBankRefusal(models.TransientModel):
    """Why an account is refused."""

    _name = "einvoice.bank.refusal"
    _description = "Refusal of a bank account"

    confirmation_id = fields.Many2one(
        "einvoice.bank.confirmation", required=True, readonly=True, ondelete="cascade"
    )
    account_shown = fields.Char(related="confirmation_id.account_shown")
    reason = fields.Text()

    @api.model_create_multi
    def create(self, vals_list):
        refusals = super().create(vals_list)
        refusals.confirmation_id.check_access("read")
        return refusals

    @api.model
    def _open_for(self, confirmation):
        wizard = self.create({"confirmation_id": confirmation.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the account"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_refuse(self):
        """Refuse it; the confirmation checks the right and the step."""
        self.ensure_one()
        self.confirmation_id.action_refuse(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
