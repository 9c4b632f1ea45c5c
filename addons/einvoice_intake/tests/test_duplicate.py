"""Nothing is booked twice, and nobody is bothered by a mere copy."""

from odoo import Command
from odoo.tests import tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestDuplicate(IntakeCase):
    def bills(self):
        return self.env["account.move"].search_count(
            [
                ("move_type", "in", ("in_invoice", "in_refund")),
                ("partner_id", "=", self.supplier.id),
            ]
        )

    def test_the_same_file_again_is_linked_and_quiet(self):
        first, again = self.receive(invoices.cii(), invoices.cii())
        self.assertEqual((first.state, again.state), ("booked", "duplicate"))
        self.assertEqual(again.copy_of_id, first)
        self.assertEqual(again.move_id, first.move_id)
        self.assertFalse(again.finding_ids)
        self.assertFalse(again.activity_ids)
        later = self.receive(invoices.cii(), channel="mail")
        self.assertEqual((later.state, later.copy_of_id), ("duplicate", first))
        self.assertEqual(self.bills(), 1)

    def test_the_same_invoice_in_another_syntax_is_a_copy(self):
        first = self.receive(invoices.cii())
        for content in (invoices.ubl(), invoices.facturx()):
            copy = self.receive(content)
            self.assertEqual((copy.state, copy.copy_of_id), ("duplicate", first))
        self.assertEqual(self.bills(), 1)

    def test_both_in_one_batch(self):
        documents = self.receive(invoices.cii(), invoices.ubl())
        self.assertEqual(documents.mapped("state"), ["booked", "duplicate"])
        self.assertEqual(len(documents.move_id), 1)

    def test_a_number_typed_otherwise_in_one_batch_is_found(self):
        documents = self.receive(
            invoices.cii(number="F-001"),
            invoices.cii(number="F-777", net="50.00", vat="10.00", gross="60.00"),
            invoices.ubl(number="F001"),
        )
        found = [
            "duplicate_number" in document._open_findings().mapped("rule")
            for document in documents
        ]
        self.assertEqual(found, [False, False, True])

    def test_the_copy_of_the_platform_becomes_the_original(self):
        first = self.receive(invoices.cii())
        better = self.receive(invoices.ubl(), channel="platform")
        bill = first.move_id
        self.assertEqual(better.state, "duplicate")
        self.assertEqual(bill.einvoice_document_id, better)
        self.assertIn("original_replaced", self.kinds(better))
        self.assertEqual(self.bills(), 1)
        bill.action_post()

    def test_a_clash_waits_with_what_differs(self):
        first = self.receive(invoices.cii())
        second = self.receive(invoices.cii(net="200.00", vat="40.00", gross="240.00"))
        self.assertEqual(second.state, "to_fix")
        finding = second._open_findings()
        self.assertEqual(finding.rule, "duplicate_suspected")
        self.assertIn("Total with VAT: 240.00 instead of 120.00", finding.message)
        self.assertNotIn("BT-", finding.message)
        self.assertNotIn(first.name, finding.message)
        self.assertIn(first.display_name, finding.message)
        self.assertEqual(second.copy_of_id, first)
        self.assertEqual(self.bills(), 1)
        second.action_book_anyway()
        self.assertEqual(second.state, "booked")
        self.assertEqual(second.move_id.amount_total, 240)
        self.assertEqual(self.bills(), 2)

    def test_the_same_number_of_another_year_is_another_invoice(self):
        self.receive(invoices.cii())
        other = self.receive(invoices.cii(date="2025-12-29", due="2026-01-29"))
        self.assertEqual(other.state, "booked")

    def test_after_a_rejection_the_next_one_waits(self):
        first = self.receive(invoices.cii(buyer_siren="910000751", buyer_vat=""))
        first.action_reject("not ours")
        again = self.receive(invoices.cii(buyer_siren="910000751", buyer_vat=""))
        self.assertEqual((again.state, again.copy_of_id), ("to_fix", first))
        self.assertIn("duplicate_of_ended", again._open_findings().mapped("rule"))

    def test_a_copy_is_not_buried_with_the_first_that_is_rejected(self):
        stranger = invoices.cii(buyer_siren="910000751", buyer_vat="")
        first, again = self.receive(stranger, stranger)
        self.assertEqual(again.state, "duplicate")
        first.action_reject("sent by a stranger")
        self.assertEqual(again.state, "to_fix")
        self.assertIn("duplicate_of_ended", again._open_findings().mapped("rule"))

    def test_after_a_cancelled_bill_the_next_one_waits(self):
        first = self.receive(invoices.cii())
        first.move_id.button_cancel()
        again = self.receive(invoices.ubl())
        self.assertEqual(again.state, "to_fix")
        self.assertEqual(again._open_findings().rule, "duplicate_of_ended")
        again.action_book_anyway()
        self.assertEqual(again.state, "booked")

    def test_a_cancelled_bill_is_said_and_waits_for_nobody(self):
        document = self.receive(invoices.cii(net="100.00", vat="25.00", gross="125.00"))
        self.assertEqual(document.state, "to_check")
        document.move_id.button_cancel()
        self.assertEqual(document.state, "booked")
        self.assertIn("was cancelled", document.waiting_reason)
        self.assertIn("was cancelled: F-2026-001.", document.todo_text)
        document.move_id.button_draft()
        self.assertEqual(document.state, "to_check")
        self.assertNotIn("cancelled", document.waiting_reason)

    def test_a_copy_is_not_buried_with_a_cancelled_bill(self):
        first, same_file, same_invoice = self.receive(
            invoices.cii(), invoices.cii(), invoices.ubl()
        )
        bill = first.move_id
        copies = same_file | same_invoice
        self.assertEqual(set(copies.mapped("state")), {"duplicate"})
        bill.button_cancel()
        # One of them asks a person; the other is still a copy.
        waiting = copies.filtered(lambda each: each.state == "to_fix")
        self.assertEqual(len(waiting), 1)
        self.assertEqual(waiting._open_findings().rule, "duplicate_of_ended")
        bill.button_draft()
        self.assertEqual(set(copies.mapped("state")), {"duplicate"})
        self.assertEqual(copies.move_id, bill)
        self.assertFalse(copies._open_findings())

    def test_a_copy_replaces_a_cancelled_bill_when_a_person_says_so(self):
        first, again = self.receive(invoices.cii(), invoices.cii())
        first.move_id.button_cancel()
        again.action_book_anyway()
        self.assertEqual(again.state, "booked")
        self.assertEqual(again.move_id.state, "draft")
        self.assertNotEqual(again.move_id, first.move_id)
        # The person decided: taking the first bill up again changes nothing here.
        first.move_id.button_draft()
        self.assertEqual(again.state, "booked")

    def test_cancelled_as_the_same_is_a_duplicate_of_the_other(self):
        first = self.receive(invoices.cii(number="F-001"))
        second = self.receive(invoices.cii(number="F001"))
        copy = self.receive(invoices.cii(number="F001"))
        bill = second.move_id
        finding = bill.einvoice_finding_ids.filtered("twin_key")
        processor = self.people["processor"]
        action = finding.with_user(processor).action_solve()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        wizard.with_user(processor).action_same()
        self.assertEqual(bill.state, "cancel")
        self.assertEqual((second.state, second.copy_of_id), ("duplicate", first))
        self.assertEqual(second.move_id, first.move_id)
        self.assertIn(first.display_name, second.todo_text)
        kinds = self.kinds(second)
        self.assertIn("duplicate", kinds)
        self.assertIn("cancelled", kinds)
        # Its own copy wakes up for nobody.
        self.assertEqual((copy.state, copy.copy_of_id), ("duplicate", second))
        # Nobody is asked about it any more, and nothing is lost.
        self.assertTrue(finding.exists())
        self.assertFalse(finding.is_decidable or finding.solve_label)
        standing = self.env["einvoice.finding"]._standing_domain()
        self.assertFalse(bill.einvoice_finding_ids.filtered_domain(standing))
        bill.button_draft()
        self.assertEqual((second.state, second.move_id), ("to_check", bill))
        self.assertFalse(second.copy_of_id)
        self.assertEqual(copy.move_id, bill)
        self.assertIn(finding, bill.einvoice_finding_ids.filtered_domain(standing))

    def test_cancelled_as_a_bill_without_document(self):
        typed = self.typed(100)
        typed.ref = "F-001"
        second = self.receive(invoices.cii(number="F001"))
        finding = second.move_id.einvoice_finding_ids.filtered("twin_key")
        action = finding.with_user(self.people["processor"]).action_solve()
        self.env[action["res_model"]].browse(action["res_id"]).action_same()
        self.assertEqual((second.state, second.move_id), ("duplicate", typed))

    def typed(self, price):
        return self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "ref": "F-2026-001",
                "invoice_date": "2026-09-15",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "typed",
                            "price_unit": price,
                            "tax_ids": [Command.set(self.tax_purchase_a.ids)],
                        }
                    )
                ],
            }
        )

    def test_a_bill_typed_by_hand_gets_its_original(self):
        bill = self.typed(100)
        self.assertEqual(bill.amount_total, 120)
        document = self.receive(invoices.cii())
        self.assertEqual((document.state, document.move_id), ("booked", bill))
        self.assertEqual(bill.einvoice_document_id, document)
        self.assertEqual(self.bills(), 1)

    def test_a_typed_bill_of_another_amount_makes_it_wait(self):
        self.typed(90)
        document = self.receive(invoices.cii())
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document._open_findings().rule, "duplicate_suspected")
        self.assertEqual(self.bills(), 1)
