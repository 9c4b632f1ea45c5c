"""What the rules say of the supplier of a document."""

from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestSupplierCheck(IntakeCase):
    def codes(self, document):
        return document._open_findings().mapped("rule")

    def test_an_archived_supplier_is_recognised_and_looked_at(self):
        self.supplier.active = False
        document = self.receive(invoices.cii())
        self.assertEqual(document.partner_id, self.supplier)
        self.assertEqual(document.state, "to_check")
        self.assertEqual(self.codes(document), ["supplier_archived"])

    def test_an_active_supplier_comes_before_an_archived_one(self):
        double = self.supplier.copy({"name": "Old", "active": False})
        double.write({"company_registry": self.supplier.company_registry})
        document = self.receive(invoices.cii())
        self.assertEqual(document.partner_id, self.supplier)
        self.assertEqual(document.state, "booked")

    def test_the_first_bill_of_a_new_supplier_waits_and_the_second_does_not(self):
        self.env["ir.model.data"].search([("module", "=", "einvoice_test")]).unlink()
        first = self.receive(invoices.cii(number="A-1"))
        self.assertEqual(self.codes(first), ["supplier_first_bill"])
        first.move_id.action_post()
        second = self.receive(invoices.cii(number="A-2"))
        self.assertEqual(second.state, "booked")

    def test_a_number_with_a_wrong_digit(self):
        self.supplier.company_registry = "100000008"
        document = self.receive(invoices.cii(seller_siren="100000008"))
        self.assertIn("supplier_number_wrong", self.codes(document))

    def test_another_company_than_the_supplier_that_was_chosen(self):
        other = self.env["res.partner"].create(
            {"name": "Other", "is_company": True, "company_registry": "910000629"}
        )
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": "einvoice_test.other", "record": other}]
        )
        self.supplier.write({"company_registry": False, "vat": False})
        document = self.receive(invoices.cii())
        document._name_supplier(other)
        document.action_retry()
        self.assertEqual(self.codes(document), ["supplier_is_other"])
        self.assertEqual(document.state, "to_check")
