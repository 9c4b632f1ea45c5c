from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, models
from odoo.tools import float_repr

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models.account_move import POSTING

# Bills that are being written, in the cursor that no client reaches.
_WRITING = "einvoice_writing"

# What people may write on a bill without working on what it says.
_BESIDES = (
    "access_token",
    "activity_",
    "auto_post",
    "checked",
    "einvoice_",
    "is_manually_modified",
    "is_move_sent",
    "message_",
    "sending_data",
    "state",
    "website_message_ids",
)
_LINES = ("invoice_line_ids", "line_ids", "tax_totals")
# Of all lines of a bill, so many differences are told.
_TOLD = 5


class AccountMove(models.Model):
    """The journal says when a person changes what the software made."""

    _inherit = "account.move"

    def write(self, vals):
        written = [name for name in vals if self._einvoice_is_content(name)]
        edited = self._einvoice_made_by_software() if written else self.browse()
        if not edited:
            return super().write(vals)
        names = ["lines" if name in _LINES else name for name in written]
        before = {bill: bill._einvoice_said(names) for bill in edited}
        with edited._einvoice_as_one_edit():
            res = super().write(vals)
        for bill, said in before.items():
            bill._einvoice_note_edit(said)
        return res

    @api.model
    def _einvoice_is_content(self, name):
        """Tell whether a field is part of what a bill says, no mark of Odoo's."""
        field = self._fields.get(name)
        is_kept = name in _LINES or (field is not None and field.store)
        return is_kept and not name.startswith(_BESIDES)

    def button_cancel(self):
        # What Odoo does on the way to cancel a bill corrects nothing.
        with self._einvoice_as_one_edit():
            return super().button_cancel()

    def unlink(self):
        # A bill that is deleted is not corrected line by line before.
        with self._einvoice_as_one_edit():
            return super().unlink()

    def _einvoice_made_by_software(self):
        """Return those of these drafts that a person is about to change."""
        if self.env.su or self.env.uid == SUPERUSER_ID:
            return self.browse()
        posting = self.env.cr.cache.get(POSTING, frozenset())
        writing = self.env.cr.cache.get(_WRITING, frozenset())
        return self.filtered(
            lambda move: (
                move.state == "draft"
                and move.id not in posting | writing
                and move.sudo().einvoice_document_id
            )
        )

    @contextmanager
    def _einvoice_as_one_edit(self):
        """Take what is written on the lines as part of what is written on the bills."""
        cache = self.env.cr.cache
        outer = cache.get(_WRITING, frozenset())
        cache[_WRITING] = outer | set(self.ids)
        try:
            yield
        finally:
            cache[_WRITING] = outer

    @contextmanager
    def _einvoice_edit_of_lines(self):
        """Note what a person writes on lines past the form of the bill."""
        edited = self._einvoice_made_by_software()
        before = {bill: bill._einvoice_said(["lines"]) for bill in edited}
        with edited._einvoice_as_one_edit():
            yield
        for bill, said in before.items():
            bill._einvoice_note_edit(said)

    def _einvoice_said(self, names):
        """Return what a bill says in some fields, as text for the journal."""
        move = self.sudo()
        return {
            name: move._einvoice_line_texts()
            if name == "lines"
            else move._einvoice_text_of(name)
            for name in dict.fromkeys(names)
        }

    def _einvoice_text_of(self, name):
        value = self[name]
        if isinstance(value, models.BaseModel):
            return ", ".join(value.mapped("display_name")) or None
        return str(value) if value or value == 0 else None

    def _einvoice_line_texts(self):
        return tuple(
            " · ".join(
                filter(
                    None,
                    (
                        line.name,
                        line.product_id.display_name,
                        line.account_id.code,
                        ", ".join(line.tax_ids.mapped("name")),
                        self._einvoice_shares_text(line),
                        self._einvoice_price_text(line),
                        float_repr(line.price_subtotal, 2),
                    ),
                )
            )
            for line in self.invoice_line_ids
        )

    @api.model
    def _einvoice_price_text(self, line):
        text = f"{line.quantity:g} × {line.price_unit:g}"
        return f"{text} − {line.discount:g} %" if line.discount else text

    @api.model
    def _einvoice_shares_text(self, line):
        """Return on which analytic accounts a line is shared out, and how."""
        shares = []
        for keys, percent in (line.analytic_distribution or {}).items():
            accounts = self.env["account.analytic.account"].browse(
                int(key) for key in keys.split(",") if key.isdigit()
            )
            names = ", ".join(accounts.exists().mapped("name"))
            shares.append(f"{names or keys} {percent:g} %")
        return ", ".join(shares)

    def _einvoice_note_edit(self, before):
        """Write one event for each field that differs; what stayed is no edit.

        Args:
            before: What :meth:`_einvoice_said` returned before the edit.
        """
        self.ensure_one()
        after = self._einvoice_said(before)
        changed = [name for name in before if before[name] != after[name]]
        facts = []
        for name in changed:
            old, new = before[name], after[name]
            if name == "lines":
                old, new = _differing(old, new), _differing(new, old)
            parts = {"field": name, "before": old, "after": new}
            facts.append(
                (
                    EventKind.FIELD_CORRECTED.value,
                    {**self._einvoice_payload(), **parts},
                    self._einvoice_event_subjects(),
                )
            )
        self.env["einvoice.event"]._emit_all(facts)


def _differing(mine, others):
    told = [text for text in mine if text not in others][:_TOLD]
    return "; ".join(told) or None


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        keys = {vals.get("move_id") for vals in vals_list} - {None, False}
        bills = self.env["account.move"].browse(keys)
        with bills._einvoice_edit_of_lines():
            return super().create(vals_list)

    def write(self, vals):
        with self.move_id._einvoice_edit_of_lines():
            return super().write(vals)

    def unlink(self):
        with self.move_id._einvoice_edit_of_lines():
            return super().unlink()
