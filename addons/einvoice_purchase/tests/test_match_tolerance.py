import psycopg2.errors

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OrderCase
from .order_invoices import Item


@tagged("post_install", "-at_install")
class TestMatchTolerance(OrderCase):
    """A gap passes inside the amount and inside the percentage; nearest wins."""

    def setUp(self):
        super().setUp()
        self.ordered = self.order((self.toner, 10, 60.0))
        # Five percent more: 30.00.
        self.bill = self.bill_of(
            Item("Toner HP 305A noir", "10", "63"), order=self.ordered.name
        )

    def tolerate(self, amount, percent, **subject):
        return self.env["einvoice.tolerance"].create(
            {"price_amount": amount, "price_percent": percent, **subject}
        )

    def stands(self):
        self.bill.einvoice_document_id._check_again()
        return "order_price" in self.rules_of(self.bill)

    def rule(self, **vals):
        rows = self.env["einvoice.rule"].search([("company_id", "=", self.company.id)])
        rows.filtered(lambda row: row.code == "order_price").write(vals)

    def test_the_sentence_names_currency_and_tolerance(self):
        self.rule(limit_amount=7.5, limit_percent=0.5)
        self.stands()
        message = self.finding(self.bill, "order_price").message
        for said in (
            "63.00 € billed per",
            "60.00 € ordered",
            "at most 0.5 % and at most 7.50 €",
        ):
            self.assertIn(said, message)

    def test_both_limits_of_the_company_bind(self):
        self.assertTrue(self.stands())
        self.rule(limit_amount=30, limit_percent=4)
        self.assertTrue(self.stands())
        self.rule(limit_amount=29, limit_percent=5)
        self.assertTrue(self.stands())
        self.rule(limit_amount=30, limit_percent=5)
        self.assertFalse(self.stands())
        self.assertEqual(self.bill.einvoice_match_ids.state, "ok")

    def test_the_most_specific_wins(self):
        supplier, category = self.supplier.id, self.goods.id
        self.tolerate(100, 10, categ_id=category)
        self.assertFalse(self.stands())
        self.tolerate(0, 0, partner_id=supplier)
        self.assertTrue(self.stands())
        both = self.tolerate(30, 5, partner_id=supplier, categ_id=category)
        self.assertFalse(self.stands())
        both.price_percent = 4.9
        self.assertTrue(self.stands())

    def test_that_of_a_category_above_counts(self):
        parent = self.env["product.category"].create({"name": "All of it"})
        self.goods.parent_id = parent
        self.tolerate(30, 5, categ_id=parent.id)
        self.assertFalse(self.stands())

    def test_billed_beyond_within_the_tolerance(self):
        order = self.order((self.toner, 100, 60.0))
        self.env["einvoice.tolerance"].create(
            {
                "partner_id": self.supplier.id,
                "quantity_amount": 120,
                "quantity_percent": 2,
            }
        )
        for place, (quantity, expected) in enumerate(
            (("102", []), ("103", ["billed_over_received"]))
        ):
            order = self.order((self.toner, 100, 60.0))
            bill = self.bill_of(
                Item("Toner HP 305A noir", quantity, "60"),
                order=order.name,
                number=f"Q-{place}",
            )
            self.assertEqual(self.rules_of(bill), expected)

    def test_received_beyond_the_order_is_only_to_review(self):
        order = self.order((self.toner, 10, 60.0))
        order.order_line.qty_received = 12
        bill = self.bill_of(
            Item("Toner HP 305A noir", "12", "60"), order=order.name, number="O-1"
        )
        finding = self.finding(bill, "billed_over_ordered")
        self.assertEqual(finding.severity, "review")

    def test_a_tolerance_is_for_somebody_and_once(self):
        with mute_logger("odoo.sql_db"):
            with (
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.tolerate(1, 1)
            self.tolerate(1, 1, partner_id=self.supplier.id)
            with (
                self.assertRaises(psycopg2.errors.UniqueViolation),
                self.env.cr.savepoint(),
            ):
                self.tolerate(2, 2, partner_id=self.supplier.id)
        vals = {"partner_id": self.supplier.id}
        with self.assertRaises(AccessError):
            self.rpc("processor", "einvoice.tolerance", "create", [vals])
