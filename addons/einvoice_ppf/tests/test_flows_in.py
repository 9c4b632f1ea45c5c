"""Flows that come in: the field lessons of the platforms, each under its name."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.einvoice_intake.tests import invoices

from .common import BUYER, SELLER, PlatformCase


@tagged("post_install", "-at_install")
class TestFlowsIn(PlatformCase):
    def test_an_invoice_of_the_platform_becomes_a_bill_by_the_one_door(self):
        document = self.received_document()
        self.assertEqual(document.channel, "platform")
        self.assertTrue(document.move_id, document.waiting_reason)
        flow = document.flow_ids
        self.assertEqual((flow.state, flow.kind), ("processed", "SupplierInvoice"))
        self.assertEqual(flow.attachment_id.raw, document.attachment_id.raw)
        self.assertEqual(flow.sha256, document.sha256)

    def test_lesson_1_flows_of_one_time_are_each_taken_once(self):
        self.sandbox.fault(
            BUYER, "same_updated_at", "delivery:SupplierInvoice", times=3
        )
        for number in ("F-1", "F-2", "F-3"):
            self.arrives(number)
        self.look()
        self.look()
        self.assertEqual(self.documents.search_count([("channel", "=", "platform")]), 3)

    def test_lesson_2_without_an_original_the_converted_file_is_taken(self):
        self.sandbox.set(BUYER, has_converted=True)
        self.sandbox.fault(BUYER, "missing", "getFlow:Original", times=5)
        document = self.received_document()
        self.assertTrue(document.attachment_id)
        self.assertEqual(document.flow_ids.state, "processed")

    def test_lesson_2_the_readable_page_of_the_platform_is_kept_beside(self):
        document = self.received_document()
        self.assertTrue(document.flow_ids.readable_id.raw.startswith(b"%PDF"))

    def test_lesson_3_one_bad_flow_does_not_stop_the_others(self):
        self.sandbox.fault(BUYER, "status", "getFlow:Original", status=500)
        self.sandbox.fault(BUYER, "status", "getFlow:Converted", status=500)
        self.arrives("F-1")
        self.arrives("F-2")
        self.look()
        arrived = self.flows.search([("direction", "=", "in")])
        states = arrived.mapped("state")
        self.assertEqual(sorted(states), ["new", "processed"])
        failed = arrived.filtered(lambda each: each.state == "new")
        self.assertIn("failed (500)", failed.problem)
        self.assertTrue(failed.next_at)
        self.later()
        self.look()
        self.assertEqual(failed.state, "processed")

    def test_lesson_19_each_company_takes_what_is_its_own(self):
        document = self.received_document()
        self.assertEqual(document.company_id, self.company)
        self.assertEqual(document.flow_ids.company_id, self.company)

    def test_an_invoice_that_came_by_mail_before_is_recognised(self):
        content = invoices.cii(number="F-MAIL")
        first = self.receive(content, channel="mail")
        self.sandbox.send_file(content, "CII", sender=SELLER, name="F-MAIL.xml")
        self.look()
        second = self.documents.search([("channel", "=", "platform")])
        self.assertEqual(second.state, "duplicate")
        self.assertEqual(second.copy_of_id, first)

    def test_a_flow_delivered_twice_makes_one_bill(self):
        self.sandbox.fault(BUYER, "duplicate", "delivery:SupplierInvoice")
        self.arrives()
        self.look()
        self.assertEqual(len(self.flows.search([("kind", "=", "SupplierInvoice")])), 2)
        bills = self.documents.search([("channel", "=", "platform")]).move_id
        self.assertEqual(len(bills), 1)

    def test_a_flow_handed_over_before_a_crash_is_not_handed_over_again(self):
        document = self.received_document()
        flow = document.flow_ids.sudo()
        flow.write({"state": "downloaded", "document_id": False})
        self.flows._take_in()
        self.assertEqual(flow.document_id, document)
        self.assertEqual(self.documents.search_count([("channel", "=", "platform")]), 1)

    def test_an_idle_look_asks_once(self):
        self.look()
        before = len(self.sandbox.calls(BUYER))
        self.look()
        self.assertLessEqual(len(self.sandbox.calls(BUYER)) - before, 1)

    def test_what_is_no_invoice_is_a_document_that_says_so(self):
        self.sandbox.set(SELLER, checks_schema=False)
        self.sandbox.send_file(b"<nothing/>", "CII", sender=SELLER, name="x.xml")
        self.look()
        self.assertFalse(self.flows.search([("state", "=", "new")]))

    def test_set_aside_and_taken_up_again(self):
        self.sandbox.fault(BUYER, "status", "getFlow", status=403, times=20)
        self.arrives()
        self.look()
        flow = self.flows.search([]).with_user(self.people["processor"])
        self.assertEqual(flow.state, "error")
        self.assertIn("does not allow it", flow.problem)
        flow.action_park()
        self.assertEqual(flow.state, "parked")
        self.sandbox.clear_faults(BUYER)
        flow.action_unpark()
        self.assertEqual(flow.state, "processed")

    def test_nobody_writes_the_ledger_or_statuses(self):
        document = self.received_document()
        rows = document.flow_ids | self.flows
        for name in ("processor", "manager", "auditor"):
            for record in (rows, document.status_ids):
                mine = record.with_user(self.people[name])
                with self.assertRaises(AccessError):
                    mine.write({"problem": "x"} if mine == rows else {"code": "205"})
                with self.assertRaises(AccessError):
                    mine.unlink()
