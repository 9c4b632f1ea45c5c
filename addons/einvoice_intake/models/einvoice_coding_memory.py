from odoo import api, fields, models
from odoo.tools import SQL

from ..domain.coding.values import Authority, Coded
from .einvoice_learned import MANAGER

# Lines of posted bills by text and account, then what was imported.
_REMEMBERED = SQL(
    """
    SELECT 2 * max(line.id)::bigint AS id,
           bill.company_id, bill.commercial_partner_id AS partner_id,
           (array_agg(split_part(line.name, E'\\n', 1)
                      ORDER BY bill.invoice_date DESC, line.id DESC))[1]
               AS text,
           line.einvoice_coding->>'item' AS item,
           line.account_id, count(*)::int AS count,
           count(*) FILTER (
               WHERE line.einvoice_coding->>'account' != line.account_id::text
           )::int AS changed,
           max(bill.invoice_date) AS last_day,
           (array_agg(author.name
                      ORDER BY bill.invoice_date DESC, line.id DESC))[1]
               AS author,
           max(line.id) AS line_id
      FROM account_move bill
      JOIN account_move_line line
        ON line.move_id = bill.id AND line.display_type = 'product'
 LEFT JOIN einvoice_coding_memory memory
        ON memory.company_id = bill.company_id
       AND memory.partner_id = bill.commercial_partner_id
 LEFT JOIN res_users users
        ON users.id = COALESCE(line.write_uid, bill.write_uid)
 LEFT JOIN res_partner author ON author.id = users.partner_id
     WHERE bill.move_type IN ('in_invoice', 'in_refund')
       AND bill.state = 'posted'
       AND bill.invoice_date >= CURRENT_DATE - interval '24 months'
       AND (memory.forgotten_at IS NULL
            OR bill.create_date > memory.forgotten_at)
       AND line.account_id IS NOT NULL
       AND line.einvoice_coding->'aside' IS NULL
  GROUP BY bill.company_id, bill.commercial_partner_id, line.account_id,
           line.einvoice_coding->>'item',
           regexp_replace(lower(split_part(line.name, E'\\n', 1)),
                          '[^[:alpha:]]+', ' ', 'g')
     UNION ALL
    SELECT 2 * id::bigint + 1, company_id, partner_id, text, item, account_id,
           count, 0, last_day, author, NULL
      FROM einvoice_coding_lesson
    """
)


class EinvoiceCodingMemory(models.Model):
    """From when on the bills of a supplier teach how his lines are coded."""

    _name = "einvoice.coding.memory"
    _inherit = ["einvoice.learned", "einvoice.made.here"]
    _description = "Coding memory of a supplier"
    _rec_name = "partner_id"

    forgotten_at = fields.Datetime(
        string="Forgotten on",
        readonly=True,
        help="Bills that were entered before do not count.",
    )
    forgotten_by_id = fields.Many2one("res.users", readonly=True)

    _supplier_unique = models.Constraint(
        "UNIQUE(company_id, partner_id)", "A supplier has one memory in a company."
    )

    def _made_here_words(self):
        return self.env._("What is remembered of suppliers is learned from bills.")

    @api.model
    def _forget(self, pairs):
        """Let the bills so far of some suppliers teach nothing any more.

        Args:
            pairs: Company and commercial partner.
        """
        self._check_manager()
        for company, partner in pairs:
            memory = self.sudo().search(
                [("company_id", "=", company.id), ("partner_id", "=", partner.id)]
            )
            vals = {
                "forgotten_at": fields.Datetime.now(),
                "forgotten_by_id": self.env.uid,
            }
            if memory:
                memory.write(vals)
            else:
                memory.create(
                    {**vals, "company_id": company.id, "partner_id": partner.id}
                )
            self.env["einvoice.coding.lesson"].sudo().search(
                [("company_id", "=", company.id), ("partner_id", "=", partner.id)]
            ).unlink()
            partner.sudo().message_post(
                body=self.env._(
                    "%(user)s let be forgotten how the bills of %(supplier)s are coded "
                    "(%(company)s).",
                    user=self.env.user.name,
                    supplier=partner.display_name,
                    company=company.name,
                )
            )


class EinvoiceCodingLesson(models.Model):
    """Lines that another database remembers; they count like lines of bills."""

    _name = "einvoice.coding.lesson"
    _inherit = ["einvoice.learned", "einvoice.made.here"]
    _description = "Imported coding of a supplier"
    _rec_name = "text"

    text = fields.Char(readonly=True)
    item = fields.Char(string="Item number", readonly=True)
    account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="cascade"
    )
    tax_ids = fields.Many2many("account.tax", readonly=True)
    count = fields.Integer(string="Lines", readonly=True)
    last_day = fields.Date(required=True, readonly=True)
    author = fields.Char(readonly=True)

    def _made_here_words(self):
        return self.env._("What is remembered of suppliers is learned from bills.")

    def _coded(self, rate_of):
        """Return the lines as a value of the domain.

        Args:
            rate_of: Gives the VAT rate for keys of taxes.
        """
        self.ensure_one()
        return Coded(
            bill=-self.id,
            day=self.last_day,
            account=self.account_id.id,
            text=self.text or "",
            item=self.item or "",
            rate=rate_of(self.tax_ids.ids),
            taxes=tuple(self.tax_ids.ids),
            authority=Authority.PERSON,
            times=max(self.count, 1),
        )


class EinvoiceCodingRemembered(models.Model):
    """What is remembered, to be looked at: text, account, how often, by whom."""

    _name = "einvoice.coding.remembered"
    _description = "What is remembered of a supplier's lines"
    _auto = False
    _order = "partner_id, last_day desc, id"
    _rec_name = "text"

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    text = fields.Char(string="On the bill", readonly=True)
    item = fields.Char(string="Item number", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    count = fields.Integer(string="Lines", readonly=True)
    changed = fields.Integer(
        string="Chosen by a person",
        readonly=True,
        help="Lines where a person chose another account than was proposed.",
    )
    last_day = fields.Date(string="Last bill", readonly=True)
    author = fields.Char(string="By", readonly=True)
    line_id = fields.Many2one(
        "account.move.line", string="Last line", readonly=True, groups=MANAGER
    )

    @property
    def _table_query(self):
        return _REMEMBERED

    def _pairs(self):
        """Return company and supplier of these rows, once each."""
        return list({(each.company_id, each.partner_id): None for each in self})

    def action_forget(self):
        """Forget all of these suppliers, not only these lines."""
        self.check_access("read")
        self.env["einvoice.coding.memory"]._forget(self._pairs())
        return True

    def action_export(self):
        """Give these lines as a file."""
        return self.env["einvoice.coding.file"]._exported(self)

    def action_open_bill(self):
        """Open the last bill with such a line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.line_id.move_id.id,
            "views": [(False, "form")],
        }
