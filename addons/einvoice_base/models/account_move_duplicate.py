from zlib import crc32

from odoo import api, fields, models
from odoo.tools import SQL

from ..domain.duplicate_rules import DUPLICATE_RULES
from ..domain.duplicates import ROUNDING
from ..domain.moments import Moment
from ..domain.money import CENT
from ..domain.number_forms import number_key
from ._key_columns import add_key_columns
from .account_move import READERS

_TYPES = "('in_invoice', 'in_refund', 'in_receipt')"
_CODES = tuple(each.code for each in DUPLICATE_RULES)
# Two bills that are posted at the same moment and share a slot wait for each other.
_SLOTS = 2**24


class AccountMove(models.Model):
    """What finds a bill again, whatever way its number was typed."""

    _inherit = "account.move"

    einvoice_number_key = fields.Char(
        compute="_compute_einvoice_number_key", store=True, copy=False
    )
    einvoice_has_twin = fields.Boolean(
        compute="_compute_einvoice_has_twin", groups=READERS
    )

    _einvoice_number_idx = models.Index(
        "(einvoice_number_key, commercial_partner_id, amount_total)"
        " WHERE einvoice_number_key IS NOT NULL"
    )
    _einvoice_amount_idx = models.Index(
        "(commercial_partner_id, amount_total, invoice_date)"
        f" WHERE move_type IN {_TYPES}"
    )
    _einvoice_expense_idx = models.Index(
        "(amount_total, invoice_date) WHERE move_type = 'in_receipt'"
    )

    @api.depends("ref", "invoice_date", "date", "move_type")
    def _compute_einvoice_number_key(self):
        for move in self:
            is_purchase = move.is_purchase_document(include_receipts=True)
            day = move.invoice_date or move.date or None
            key = number_key(move.ref, day) if is_purchase and move.ref else None
            move.einvoice_number_key = key or False

    @api.depends("einvoice_finding_ids.state", "einvoice_finding_ids.rule")
    def _compute_einvoice_has_twin(self):
        for move in self:
            move.einvoice_has_twin = any(
                each.rule in _CODES and each.state != "lifted"
                for each in move.einvoice_finding_ids
            )

    def _auto_init(self):
        add_key_columns(
            self.env.cr,
            "account_move",
            ("einvoice_number_key",),
            ("ref", "coalesce(invoice_date, date)"),
            lambda ref, day: (number_key(ref, day),),
            f"ref IS NOT NULL AND move_type IN {_TYPES}",
        )
        return super()._auto_init()

    def init(self):
        res = super().init()
        # A row is written for what is posted: of two transactions that write the same
        # one, the database lets the second begin again, and it sees the first.
        self.env.cr.execute(
            "CREATE TABLE IF NOT EXISTS einvoice_posting_slot"
            " (slot integer PRIMARY KEY, written integer NOT NULL DEFAULT 1)"
        )
        return res

    def _einvoice_answer(self, moment, reason, comment, amounts):
        if moment is Moment.POSTED:
            self._einvoice_take_slots()
        return super()._einvoice_answer(moment, reason, comment, amounts)

    def _einvoice_take_slots(self):
        """Let one who posts the same invoice at the same moment see this one.

        Neither sees the other before both are through: what they write in common makes
        the second one begin again.
        """
        slots = sorted(
            {slot for move in self.sudo() for slot in move._einvoice_slots()}
        )
        if not slots:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO einvoice_posting_slot AS taken (slot) VALUES %s"
                " ON CONFLICT (slot) DO UPDATE SET written = taken.written + 1",
                SQL(", ").join(SQL("(%s)", slot) for slot in slots),
            ),
            # Another worker was first: no error, the transaction begins again.
            log_exceptions=False,
        )

    def _einvoice_slots(self):
        """Return the slots of the number, and of the supplier with the amount.

        Amounts that are the same but for a rounding share a slot.
        """
        supplier, cents = (
            self.commercial_partner_id.id,
            round(abs(self.amount_total) * 100),
        )
        reach = int(ROUNDING / CENT)
        names = [
            f"supplier|{supplier}|{near}"
            for near in range(cents - reach, cents + reach + 1)
        ]
        if self.einvoice_number_key:
            names.append(f"number|{self.einvoice_number_key}")
        return [crc32(name.encode()) % _SLOTS for name in names]
