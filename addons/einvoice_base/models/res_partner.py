from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..domain.phones import e164

# Key in the cursor, which no client reaches: Odoo writes every column of a merged
# contact to the one that stays.
MERGING = "einvoice_merging"


class ResPartner(models.Model):
    _inherit = "res.partner"

    einvoice_phone_at = fields.Datetime(
        string="Phone written on",
        readonly=True,
        copy=False,
        help="Empty: it stands there from before the supplier invoice checks.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._einvoice_guard(vals)
        partners = super().create(vals_list)
        partners.filtered("phone")._einvoice_note_phone()
        return partners

    def write(self, vals):
        self._einvoice_guard(vals)
        phones = {}
        if "phone" in vals:
            phones = {each: each._einvoice_phone() for each in self}
        companies = {}
        if {"parent_id", "is_company", "commercial_partner_id"} & vals.keys():
            companies = self._einvoice_families()
        res = super().write(vals)
        self.filtered(
            lambda each: each in phones and phones[each] != each._einvoice_phone()
        )._einvoice_note_phone()
        self._einvoice_note_joined(companies)
        return res

    def _einvoice_guard(self, vals):
        """Refuse to write what is recorded, or what follows from other fields.

        A key or a company that a person writes would make one supplier another.
        """
        if "einvoice_phone_at" in vals and MERGING not in self.env.cr.cache:
            raise AccessError(
                self.env._("When a phone number was written is recorded, not written.")
            )
        if self.env.su:
            return
        for name in vals:
            field = self._fields.get(name)
            is_ours = name.startswith("einvoice_") or name == "commercial_partner_id"
            if is_ours and field is not None and field.store and field.compute:
                raise AccessError(
                    self.env._(
                        "“%(field)s” follows from the rest of the contact, and is not "
                        "written.",
                        field=field.string,
                    )
                )

    def _einvoice_phone(self):
        return e164(self.phone, self.country_id.code) or self.phone or ""

    def _einvoice_note_phone(self):
        if self:
            super(ResPartner, self.sudo()).write(
                {"einvoice_phone_at": self.env.cr.now()}
            )
        return True

    def _einvoice_families(self):
        return {each: each.commercial_partner_id for each in self.sudo()}

    def _einvoice_note_joined(self, before):
        """Make accounts new ones that came to another company with their contact.

        Where the contact had bills, the company's own accounts are new for them too.
        """
        joined = self.sudo().filtered(
            lambda each: each in before and before[each] != each.commercial_partner_id
        )
        if not joined:
            return
        joined.bank_ids._einvoice_begin_again()
        # Its number was not known as one of this company.
        joined.filtered("phone")._einvoice_note_phone()
        for partner in joined:
            if partner._einvoice_has_bills():
                partner.commercial_partner_id.bank_ids._einvoice_begin_again()

    def _einvoice_has_bills(self):
        """Tell whether a bill of one of these contacts was ever posted."""
        bills = self.env["account.move"].sudo()
        return bool(
            bills.search_count(
                [
                    ("partner_id", "child_of", self.ids),
                    ("move_type", "in", ("in_invoice", "in_receipt")),
                    ("state", "=", "posted"),
                ],
                limit=1,
            )
        )

    def _einvoice_known_numbers(self):
        """Return the accounts of this supplier that may be paid."""
        recorded = self.env["res.partner.bank"]._einvoice_recorded(self)
        accounts = recorded.get(self.commercial_partner_id.id, ())
        return {each.number for each in accounts if each.is_known}
