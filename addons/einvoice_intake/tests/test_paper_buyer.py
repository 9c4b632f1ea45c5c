"""A page made out to somebody else is asked about, never booked by silence."""

from odoo.tests import tagged

from .paper_common import PaperCase


@tagged("post_install", "-at_install")
class TestPaperBuyer(PaperCase):
    def confirmed(self, document, **fields):
        document.review_confirm(self.typed(**fields))
        return document

    def asked(self, document):
        fields = {each["path"]: each for each in document.review_load()["fields"]}
        return fields["buyer.name"]

    def test_a_page_made_out_to_us_by_name_is_booked_without_a_question(self):
        document = self.read()
        self.assertTrue(document.move_id, document.waiting_reason)
        self.assertNotIn("buyer_unsaid", document.finding_ids.mapped("rule"))

    def test_another_name_is_asked_about_before_a_bill_is_made(self):
        document = self.read(buyer="BRASSERIE DU PARC")
        self.assertEqual((document.state, document.step), ("to_fix", "review"))
        self.assertFalse(document.move_id)
        self.assertTrue(self.asked(document)["is_doubtful"])
        self.assertEqual(self.asked(document)["why"], "not the name of your company")
        self.assertIn("Made out to", document.waiting_reason)

    def test_another_name_that_a_person_confirms_is_not_for_us(self):
        document = self.confirmed(self.read(buyer="BRASSERIE DU PARC"))
        self.assertFalse(document.move_id)
        self.assertIn("buyer_is_stranger", document.finding_ids.mapped("rule"))

    def test_our_name_typed_over_another_makes_the_bill(self):
        document = self.read(buyer="BRASSERIE DU PARC")
        self.confirmed(document, buyer__name=self.company.name)
        self.assertTrue(document.move_id, document.waiting_reason)

    def test_a_page_without_a_buyer_is_a_receipt_and_only_to_be_checked(self):
        document = self.read(buyer="")
        self.assertIn("buyer_unsaid", document.finding_ids.mapped("rule"))
        self.assertFalse(self.asked(document)["is_doubtful"])

    def test_a_sister_company_by_name_is_asked_about_then_gets_it(self):
        sister = self.env["res.company"].create({"name": "Beaumanoir Services"})
        document = self.read(buyer="BEAUMANOIR SERVICES")
        self.assertEqual(document.company_id, self.company)
        self.assertFalse(document.move_id)
        self.confirmed(document)
        self.assertEqual(document.company_id, sister)
        self.assertIn("buyer_rerouted", document.finding_ids.mapped("rule"))

    def test_the_invoice_of_a_sister_company_to_us_stays_ours(self):
        self.env["res.company"].create({"name": "LE VENDEUR"})
        document = self.read()
        self.assertEqual(document.company_id, self.company)
        self.assertEqual(document._reading().invoice.buyer.name, "LE CLIENT")
