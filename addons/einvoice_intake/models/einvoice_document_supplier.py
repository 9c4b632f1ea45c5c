from odoo import api, fields, models

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.identifiers import compact

from ..domain.supplier import Evidence


class EinvoiceDocument(models.Model):
    """A person says who the supplier is, or that he is another one.

    What was made for the wrong supplier, and what a wrong choice taught, follows.
    """

    _inherit = "einvoice.document"

    # What naming the supplier wrote on him: his key as ``partner``, field to text as
    # ``vals``, and the key of an account as ``bank``.
    supplier_given = fields.Json(readonly=True, copy=False)
    can_change_supplier = fields.Boolean(compute="_compute_can_change_supplier")

    @api.depends("state", "partner_id", "move_id.state", "move_id.einvoice_document_id")
    @api.depends_context("uid")
    def _compute_can_change_supplier(self):
        for document in self:
            document.can_change_supplier = (
                document.can_process
                and document.partner_id
                and document._may_name_supplier()
            )

    def _may_name_supplier(self):
        """Tell whether it waits without a bill, or its own bill is still a draft."""
        self.ensure_one()
        bill = self.sudo().move_id
        if not bill:
            return self.state == "to_fix"
        is_own = bill.einvoice_document_id == self
        return is_own and bill.state == "draft" and self.state in ("to_check", "booked")

    def _name_supplier(
        self, partner, kind=EventKind.SUPPLIER_FOUND, cause=Evidence.PERSON.value
    ):
        """Record the supplier that a person chose or created."""
        document = self.sudo()
        if self.partner_id and partner != self.partner_id:
            document._unteach()
            document._take_back_given()
        document.write({"partner_id": partner.id, "evidence": Evidence.PERSON.value})
        self._note(kind, "supplier", by_system=False, cause=cause)

    def _take_back_given(self):
        """Take back what a wrong choice wrote on a supplier.

        Else the next invoice would be taken for his again. As superuser: whoever may
        name the supplier may undo the naming; only what still stands as it was written
        goes, and the contact says so.
        """
        given = self.supplier_given or {}
        self.supplier_given = False
        partner = self.env["res.partner"].browse(given.get("partner") or []).exists()
        kept = {
            name: False
            for name, text in (given.get("vals") or {}).items()
            if compact(partner[name]) == compact(text)
        }
        bank = self.env["res.partner.bank"].browse(given.get("bank") or []).exists()
        if bank and not bank.allow_out_payment:
            bank.active = False
        if kept:
            partner.write(kept)
            partner.message_post(
                body=self.env._(
                    "%(user)s gave %(document)s to another supplier. What was taken "
                    "over from it is taken back: %(values)s.",
                    user=self.env.user.name,
                    document=self.display_name,
                    values=", ".join(given["vals"][name] for name in kept),
                )
            )

    def _follow_supplier(self):
        """Bring the way and the bill in line with the supplier that was named."""
        self.ensure_one()
        document = self.sudo()
        if self.move_id and self._is_bill_worked_on():
            self._hand_bill_over()
            return
        if self.move_id:
            self._drop_bill()
        steps = self._all_steps()
        reached = self.step if self.step in steps else steps[0]
        if steps.index(reached) > steps.index("identify"):
            document.step = "identify"

    def _is_bill_worked_on(self):
        """Tell whether its bill holds what a person did: it is not made again."""
        bill = self.sudo().move_id
        events = self.env["einvoice.event"].sudo()
        is_edited = events.search_count(
            [
                ("move_id", "=", bill.id),
                ("kind", "=", EventKind.FIELD_CORRECTED.value),
            ],
            limit=1,
        )
        made = events.search(
            [
                ("document_id", "=", self.id),
                ("kind", "=", EventKind.BOOKED.value),
            ],
            order="id desc",
            limit=1,
        )
        is_by_software = made and not made.is_person
        return bool(is_edited or bill.posted_before or not is_by_software)

    def _hand_bill_over(self):
        """Put the supplier on a bill that a person worked on; the rest stays."""
        document, bill = self.sudo(), self.move_id
        invoice = document._reading().invoice if document.attachment_id else None
        bank = document._stated_account() if invoice else bill.partner_bank_id
        bill.write(
            {
                "partner_id": self.partner_id.id,
                "partner_bank_id": bank.id,
                # What the supplier asks for; else those of the new contact come.
                "invoice_payment_term_id": bill.invoice_payment_term_id.id,
                "invoice_date_due": bill.invoice_date_due,
            }
        )
        if invoice:
            document._set_keys(invoice)
            document._check_again()
        bill.sudo()._einvoice_compare()

    def _drop_bill(self):
        """Delete the bill that the software made, so that it is made again."""
        bill = self.move_id
        self.sudo().write({"move_id": False, "is_binding": False, "state": "to_fix"})
        # With the rights of the person: it is a bill of the books.
        bill.unlink()
