import json

from odoo import api, fields, models

from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.paper.layout import Layout
from ..domain.paper.review_fields import BY_PATH

ADDON = "einvoice_intake"
# Never more layouts for one page: a page bears the marks of few suppliers.
MOST = 20


class EinvoiceLayout(models.Model):
    """Where the invoices of one supplier say what: learned when a person confirms."""

    _name = "einvoice.layout"
    _inherit = ["einvoice.learned", "einvoice.made.here"]
    _description = "Layout of a supplier's invoices"
    _rec_name = "partner_id"
    _order = "learned_at desc, id desc"

    lessons = fields.Json(readonly=True)
    key_ids = fields.One2many("einvoice.layout.key", "layout_id", readonly=True)
    count = fields.Integer(string="Invoices confirmed", readonly=True)
    learned_at = fields.Datetime(string="Last learned on", readonly=True)
    learned_by_id = fields.Many2one("res.users", string="From", readonly=True)
    document_id = fields.Many2one(
        "einvoice.document", string="Last invoice", readonly=True, ondelete="set null"
    )
    summary = fields.Text(string="What is remembered", compute="_compute_summary")

    _supplier_unique = models.Constraint(
        "UNIQUE(company_id, partner_id)", "A supplier has one layout in a company."
    )

    @api.depends("lessons")
    @api.depends_context("lang")
    def _compute_summary(self):
        for record in self:
            record.summary = "\n".join(record._told(record._layout()))

    def _told(self, layout):
        """Say in words where each field stands."""
        for path, anchor in layout.anchors.items():
            label = anchor.left or anchor.above
            field = self._label_of(path)
            if anchor.left:
                yield self.env._(
                    "%(field)s: beside “%(label)s”", field=field, label=label
                )
            elif label:
                yield self.env._(
                    "%(field)s: below “%(label)s”", field=field, label=label
                )
            else:
                yield self.env._("%(field)s: at its place on the page", field=field)
        for path, value in layout.constants.items():
            yield f"{self._label_of(path)}: {value}"
        for path in sorted(layout.absent):
            yield self.env._("%(field)s: not printed", field=self._label_of(path))

    def _label_of(self, path):
        known = BY_PATH.get(path)
        return in_language(self.env, ADDON, known.label) if known else path

    def _layout(self):
        return Layout.from_json(self.lessons)

    def _made_here_words(self):
        return self.env._("Layouts are learned when a person confirms an invoice.")

    @api.model
    def _of_keys(self, company, keys):
        """Return the layouts of a company that any of these marks may mean."""
        if not keys:
            return self
        found = self.env["einvoice.layout.key"].search(
            [("company_id", "=", company.id), ("name", "in", sorted(keys))]
        )
        return found.layout_id[:MOST]

    @api.model
    def _of_supplier(self, company, partner):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", partner.commercial_partner_id.id),
            ],
            limit=1,
        )

    @api.model
    def _keep(self, company, partner, layout, document):
        """Store what an invoice taught; what was known of the supplier is replaced.

        Args:
            company: Whose books.
            partner: The supplier.
            layout: What is known now, a value of the domain.
            document: The invoice that taught it; empty for an import.
        """
        record = self._of_supplier(company, partner)
        vals = {
            "lessons": layout.as_json(),
            "count": layout.count,
            "learned_at": fields.Datetime.now(),
            "learned_by_id": self.env.uid,
            "document_id": document.id,
        }
        if record:
            record.write(vals)
        else:
            record = self.create(
                {
                    **vals,
                    "company_id": company.id,
                    "partner_id": partner.commercial_partner_id.id,
                }
            )
        known = {each.name: each for each in record.key_ids}
        self.env["einvoice.layout.key"].create(
            [
                {"layout_id": record.id, "name": key}
                for key in sorted(layout.keys - known.keys())
            ]
        )
        gone = [each for key, each in known.items() if key not in layout.keys]
        self.env["einvoice.layout.key"].concat(*gone).unlink()
        return record

    def action_forget(self):
        """Forget these suppliers: their next invoice is read as that of a stranger."""
        self.check_access("read")
        self._check_manager()
        for record in self:
            record.partner_id.sudo().message_post(
                body=self.env._(
                    "%(user)s let be forgotten how the invoices of %(supplier)s look "
                    "(%(company)s).",
                    user=self.env.user.name,
                    supplier=record.partner_id.display_name,
                    company=record.company_id.name,
                )
            )
        self.sudo().unlink()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "einvoice_intake.einvoice_layout_action"
        )
        return {**action, "target": "main"}

    def action_export(self):
        """Give these layouts as a file."""
        self.check_access("read")
        self._check_manager()
        told = [
            {
                "supplier": record.partner_id.name,
                "vat": record.partner_id.einvoice_vat_key or "",
                "registry": record.partner_id.einvoice_registry_key or "",
                "layout": record._layout().as_json(),
            }
            for record in self
        ]
        content = json.dumps({"einvoice_layouts": 1, "suppliers": told}, indent=1)
        return self.env["einvoice.layout.file"]._given(content, len(told))

    def action_open_document(self):
        """Open the invoice that taught it last."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "einvoice.document",
            "res_id": self.document_id.id,
            "views": [(False, "form")],
        }


class EinvoiceLayoutKey(models.Model):
    """A mark on a page by which the invoices of a supplier are known."""

    _name = "einvoice.layout.key"
    _inherit = "einvoice.made.here"
    _description = "Mark of a supplier's invoices"

    layout_id = fields.Many2one(
        "einvoice.layout", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="layout_id.company_id", store=True, index=True)
    name = fields.Char(required=True, readonly=True, index=True)

    def _made_here_words(self):
        return self.env._("Layouts are learned when a person confirms an invoice.")
