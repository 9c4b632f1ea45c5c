from odoo import api, fields, models

from ..domain.resemblance import Known, rank

# Names compared with that of the seller; those of suppliers who sent bills come first.
_MOST_COMPARED = 5000


class EinvoiceDocumentSupplier(models.TransientModel):
    _inherit = "einvoice.document.supplier"

    suggestion_ids = fields.One2many(
        "einvoice.document.supplier.suggestion", "wizard_id", readonly=True
    )

    def _suggest(self, seller):
        """Propose suppliers with a like name; the person decides, never the name."""
        partners = self.env["res.partner"].search_fetch(
            [
                ("is_company", "=", True),
                ("company_id", "in", [False, self.document_id.company_id.id]),
                ("ref_company_ids", "=", False),
                ("id", "!=", self.before_id.id),
            ],
            ["name", "zip", "city", "email"],
            order="supplier_rank desc, id desc",
            limit=_MOST_COMPARED,
        )
        wanted = Known(
            key=0,
            name=seller.name or seller.trading_name or "",
            postcode=seller.address.postcode or "",
            city=seller.address.city or "",
            mail=seller.contact.email or "",
        )
        known = [
            Known(
                each.id,
                each.name or "",
                each.zip or "",
                each.city or "",
                each.email or "",
            )
            for each in partners
        ]
        self.env["einvoice.document.supplier.suggestion"].create(
            [
                {
                    "wizard_id": self.id,
                    "partner_id": each.key,
                    "reason": self._why(each),
                }
                for each in rank(wanted, known)
            ]
        )

    @api.model
    def _why(self, resemblance):
        percent = round(resemblance.ratio * 100)
        parts = [self.env._("names %(percent)s %% alike", percent=percent)]
        if resemblance.has_same_town:
            parts.append(self.env._("same town"))
        if resemblance.has_same_mail:
            parts.append(self.env._("same mail domain"))
        return ", ".join(parts)


class EinvoiceDocumentSupplierSuggestion(models.TransientModel):
    _name = "einvoice.document.supplier.suggestion"
    _description = "Supplier that the seller may be"

    wizard_id = fields.Many2one(
        "einvoice.document.supplier", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    vat = fields.Char(related="partner_id.vat", related_sudo=False)
    company_registry = fields.Char(
        related="partner_id.company_registry", related_sudo=False
    )
    city = fields.Char(related="partner_id.city", related_sudo=False)
    reason = fields.Char(string="Why", readonly=True)

    def action_choose(self):
        """It is this one: the person says so."""
        self.ensure_one()
        self.wizard_id.partner_id = self.partner_id
        return self.wizard_id.action_choose()
