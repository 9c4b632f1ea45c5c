from odoo import api, fields, models

from ..domain.identifiers import compact, siren_of_vat, stated_siren
from ..domain.names import words_of
from ._key_columns import add_key_columns


def identity_key(registry, vat):
    """Name a company by its SIREN, else by its VAT number; ``None`` when unknown."""
    siren = stated_siren(registry) or siren_of_vat(vat)
    if siren:
        return f"siren:{siren}"
    number = compact(vat)
    return f"vat:{number}" if len(number) > 3 else None


def name_key(name):
    """Name a company by the words of its name, in any order."""
    return " ".join(sorted(words_of(name or ""))) or None


class ResPartner(models.Model):
    """What leads from one record of a supplier to another of the same."""

    _inherit = "res.partner"

    einvoice_identity_key = fields.Char(
        compute="_compute_einvoice_identity_key", store=True, index="btree_not_null"
    )
    einvoice_name_key = fields.Char(
        compute="_compute_einvoice_name_key", store=True, index="btree_not_null"
    )

    @api.depends("company_registry", "vat")
    def _compute_einvoice_identity_key(self):
        for partner in self:
            key = identity_key(partner.company_registry, partner.vat)
            partner.einvoice_identity_key = key or False

    @api.depends("name")
    def _compute_einvoice_name_key(self):
        for partner in self:
            partner.einvoice_name_key = name_key(partner.name) or False

    def _auto_init(self):
        add_key_columns(
            self.env.cr,
            "res_partner",
            ("einvoice_identity_key", "einvoice_name_key"),
            ("company_registry", "vat", "name"),
            lambda registry, vat, name: (identity_key(registry, vat), name_key(name)),
        )
        return super()._auto_init()
