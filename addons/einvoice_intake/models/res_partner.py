from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.einvoice_base.domain.identifiers import compact


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Identifiers without spaces, so that a supplier is found by an index whatever
    # way the number was typed.
    einvoice_registry_key = fields.Char(
        compute="_compute_einvoice_registry_key", store=True, index="btree_not_null"
    )
    einvoice_vat_key = fields.Char(
        compute="_compute_einvoice_vat_key", store=True, index="btree_not_null"
    )

    @api.depends("company_registry")
    def _compute_einvoice_registry_key(self):
        for partner in self:
            partner.einvoice_registry_key = compact(partner.company_registry) or False

    @api.depends("vat")
    def _compute_einvoice_vat_key(self):
        for partner in self:
            partner.einvoice_vat_key = compact(partner.vat) or False

    def _auto_init(self):
        # Filled by SQL on installation: computing them through the ORM would load
        # every contact of the database.
        for column, source in (
            ("einvoice_registry_key", "company_registry"),
            ("einvoice_vat_key", "vat"),
        ):
            self.env.cr.execute(
                "SELECT 1 FROM information_schema.columns"
                " WHERE table_name = 'res_partner' AND column_name = %s",
                [column],
            )
            if self.env.cr.fetchone():
                continue
            key, text = SQL.identifier(column), SQL.identifier(source)
            self.env.cr.execute(
                SQL("ALTER TABLE res_partner ADD COLUMN %s varchar", key)
            )
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET %(key)s ="
                    " NULLIF(regexp_replace(upper(%(text)s), %(other)s, '', 'g'), '')"
                    " WHERE %(text)s IS NOT NULL",
                    key=key,
                    text=text,
                    other="[^0-9A-Z]",
                )
            )
        return super()._auto_init()
