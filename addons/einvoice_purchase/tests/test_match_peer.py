from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import OrderCase
from .order_invoices import Item, cii

OTHER = (
    Item("Papier peint", "1", "50"),
    Item("Colle", "2", "20"),
    Item("Pinceau", "1", "10"),
)


@tagged("post_install", "-at_install")
class TestMatchPeer(OrderCase):
    """Odoo puts the lines of an order in the place of what the supplier sent.

    Its test: an order of the same supplier and total, with another content. PEERS:
    “PO same vendor+total, other content”.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.same_total = cls.order((cls.chair, 1, 120.0))

    def assert_as_sent(self, bill):
        self.assertEqual(
            bill.invoice_line_ids.mapped("name"), ["Papier peint", "Colle", "Pinceau"]
        )
        self.assertEqual(bill.amount_untaxed, 100.0)
        self.assertEqual(bill.amount_tax, 20.0)

    def test_what_arrives_is_not_replaced(self):
        bill = self.bill_of(*OTHER)
        self.assertEqual(bill.amount_total, self.same_total.amount_total)
        self.assert_as_sent(bill)
        self.assertFalse(bill.invoice_line_ids.purchase_line_id)
        bill._link_bill_origin_to_purchase_orders()
        self.assert_as_sent(bill)

    def test_what_names_the_order_is_not_replaced(self):
        bill = self.bill_of(*OTHER, order=self.same_total.name)
        self.assert_as_sent(bill)
        bill._link_bill_origin_to_purchase_orders()
        self.assert_as_sent(bill)
        self.assertIn("line_not_ordered", self.rules_of(bill))

    def test_upload_by_odoo_s_own_path_is_not_replaced(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "sent.xml", "raw": cii(*OTHER), "mimetype": "application/xml"}
        )
        moves = self.env["account.move"].with_context(
            default_journal_id=self.journal.id, default_move_type="in_invoice"
        )
        bills = moves._create_records_from_attachments(attachment)
        self.assert_as_sent(bills)

    def test_lines_typed_by_hand_are_linked_and_stay(self):
        order = self.order((self.chair, 2, 120.0), (self.paper, 10, 4.2))
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "invoice_date": "2026-09-15",
                "ref": "MAIN-1",
                "invoice_origin": order.name,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Chaise pivotante de bureau",
                            "quantity": 2,
                            "price_unit": 120,
                            "tax_ids": self.company_data["default_tax_purchase"].ids,
                        }
                    ),
                    Command.create(
                        {
                            "product_id": self.paper.id,
                            "quantity": 10,
                            "price_unit": 4.5,
                            "tax_ids": [Command.clear()],
                        }
                    ),
                ],
            }
        )
        total = bill.amount_total
        bill._link_bill_origin_to_purchase_orders()
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)
        self.assertEqual(bill.amount_total, total)
        self.assertEqual(bill.invoice_line_ids.mapped("price_unit"), [120, 4.5])
        self.assertEqual(self.rules_of(bill), ["order_price"])
        with self.assertRaisesRegex(UserError, "4.50 € billed"):
            bill.action_post()

    def test_a_bill_made_from_its_order_passes(self):
        order = self.order((self.chair, 2, 120.0))
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.write({"ref": "PO-1", "invoice_date": "2026-09-15"})
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self.assertEqual(bill.einvoice_match_state, "matched")
        self.assertEqual(bill.einvoice_match_ids.kind, "linked")

    def test_a_document_is_not_filled_from_an_order(self):
        bill = self.bill_of(*OTHER)
        with self.assertRaisesRegex(UserError, "keeps"):
            bill._add_purchase_order_lines(self.same_total.order_line)
        matching = self.env["purchase.bill.line.match"]
        rows = matching.search(
            [
                "|",
                ("account_move_id", "=", bill.id),
                ("purchase_order_id", "=", self.same_total.id),
            ]
        )
        with self.assertRaisesRegex(UserError, "keeps"):
            rows.action_match_lines()
        with Form(bill) as form:
            form.purchase_vendor_bill_id = self.env["purchase.bill.union"].browse(
                -self.same_total.id
            )
        self.assert_as_sent(bill)
