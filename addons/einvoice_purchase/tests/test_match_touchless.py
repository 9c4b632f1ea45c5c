from odoo.tests import freeze_time, tagged

from .common import OrderCase
from .order_invoices import Item

CHAIRS = Item("Chaise de bureau pivotante", "2", "120")


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestMatchTouchless(OrderCase):
    """What agrees with its order needs nobody; what differs waits for the buyer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for day in ("2026-05-14", "2026-06-15"):
            cls.env["account.move"].create(
                {
                    "move_type": "in_invoice",
                    "partner_id": cls.supplier.id,
                    "invoice_date": day,
                    "ref": f"F-{day}",
                    "invoice_line_ids": [(0, 0, {"name": "Paper", "price_unit": 288})],
                }
            ).action_post()
        cls.company.write(
            {
                "einvoice_touchless_mode": "on",
                "einvoice_touchless_basis": "matched",
                "einvoice_touchless_limit": 1000,
            }
        )

    def test_a_bill_that_agrees_posts_itself(self):
        order = self.order((self.chair, 2, 120.0))
        bill = self.bill_of(CHAIRS, order=order.name)
        self.assertEqual(bill.state, "posted", bill.einvoice_touchless_verdict)
        kinds = self.kinds(bill.einvoice_document_id)
        self.assertLess(kinds.index("matched"), kinds.index("touchless"))

    def test_a_bill_without_order_or_dearer_waits(self):
        alone = self.bill_of(CHAIRS)
        self.assertEqual(alone.state, "draft")
        order = self.order((self.chair, 2, 100.0))
        dear = self.bill_of(CHAIRS, order=order.name, number="F-2026-002")
        self.assertEqual((dear.state, dear.einvoice_touchless), ("draft", "left"))

    def test_a_down_payment_waits_for_a_person_whatever_believes_it(self):
        order = self.order((self.chair, 2, 120.0), received=False)
        self.company.write(
            {
                "einvoice_touchless_basis": "listed",
                "einvoice_touchless_listed_ids": [(6, 0, self.supplier.ids)],
            }
        )
        bill = self.bill_of(
            Item("Acompte", "1", "240"), order=order.name, type_code="386"
        )
        self.assertEqual((bill.state, bill.einvoice_touchless), ("draft", "left"))
        self.assertIn("down payment", bill.einvoice_touchless_verdict)

    def test_a_bill_that_waited_for_its_receipt_posts_itself_then(self):
        order = self.order((self.chair, 2, 120.0), received=False)
        bill = self.bill_of(CHAIRS, order=order.name)
        self.assertEqual(bill.state, "draft")
        order.order_line.qty_received = 2
        self.commit()
        self.assertEqual(bill.einvoice_document_id.state, "booked")
        with self.enter_registry_test_mode():
            self.env.ref("einvoice_intake.ir_cron_touchless").method_direct_trigger()
        self.assertEqual(bill.state, "posted", bill.einvoice_touchless_verdict)
