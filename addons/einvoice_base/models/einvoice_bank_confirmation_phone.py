from odoo import api, fields, models

from ..domain.phones import e164, spoken


class EinvoiceBankConfirmationPhone(models.Model):
    """A phone number as it stood when the confirmation was asked for."""

    _name = "einvoice.bank.confirmation.phone"
    _description = "Phone number to confirm a bank account"
    _order = "kind, id"
    _rec_name = "shown"

    confirmation_id = fields.Many2one(
        "einvoice.bank.confirmation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="confirmation_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("known", "Known before the invoice"),
            ("later", "Written after the invoice arrived: do not call"),
            ("printed", "Printed on the invoice: never call this one"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Char(required=True, readonly=True, help="E.164")
    shown = fields.Char(string="Phone", required=True, readonly=True)
    holder = fields.Char(string="Of", readonly=True)


class EinvoiceBankConfirmation(models.Model):
    _inherit = "einvoice.bank.confirmation"

    known_phone_ids = fields.One2many(
        "einvoice.bank.confirmation.phone",
        "confirmation_id",
        string="Numbers to call",
        domain=[("kind", "=", "known")],
        readonly=True,
    )
    doubtful_phone_ids = fields.One2many(
        "einvoice.bank.confirmation.phone",
        "confirmation_id",
        string="Numbers not to call",
        domain=[("kind", "!=", "known")],
        readonly=True,
    )

    called_shown = fields.Char(string="Number called", compute="_compute_called_shown")

    @api.depends("called_number")
    def _compute_called_shown(self):
        for each in self:
            each.called_shown = each.called_number and spoken(each.called_number)

    def _snapshot_phones(self):
        """Keep the numbers of the supplier that were known before the invoice."""
        for each in self.sudo():
            each.phone_ids.unlink()
            self.env["einvoice.bank.confirmation.phone"].sudo().create(
                [
                    {
                        "confirmation_id": each.id,
                        "kind": kind,
                        "number": number,
                        "shown": spoken(number),
                        "holder": holder,
                    }
                    for number, (kind, holder) in each._phones().items()
                ]
            )

    def _phones(self):
        """Return number to kind and holder; each number once, at its best."""
        country = self.partner_id.country_id.code
        found = {}
        for partner in self._phone_holders():
            number = e164(partner.phone, partner.country_id.code or country)
            if number:
                written = partner.einvoice_phone_at
                is_known = not written or written < self.arrived_at
                kind = "known" if is_known else "later"
                if found.get(number, ("later",))[0] != "known":
                    found[number] = kind, partner.display_name
        for text in self._printed_phones():
            if number := e164(text, country):
                found.setdefault(number, ("printed", False))
        return found

    def _phone_holders(self):
        supplier = self.partner_id
        contacts = self.env["res.partner"].search(
            [("commercial_partner_id", "=", supplier.id), ("phone", "!=", False)],
            order="is_company desc, id",
        )
        return contacts.sudo()

    def _printed_phones(self):
        """Return the numbers that the invoice itself gives; addons that read it do."""
        return ()
