import ast

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCase
from .order_invoices import Item


@tagged("post_install", "-at_install")
class TestMatchRepair(OrderCase):
    """What a person pairs is checked, told, and remembered."""

    def setUp(self):
        super().setUp()
        self.ordered = self.order((self.toner, 2, 60.0), (self.chair, 2, 60.0))
        self.bill = self.bill_of(
            Item("Cartouche imprimante", "2", "60"), order=self.ordered.name
        )
        self.match = self.bill.einvoice_match_ids

    def pair(self, person, line, match=None):
        keys = (match or self.match).ids
        return self.rpc(person, "einvoice.match", "action_pair", keys, line)

    def test_a_processor_pairs_and_it_is_remembered(self):
        self.assertEqual(self.match.state, "unmatched")
        toner = self.ordered.order_line[0]
        self.pair("processor", toner.id)
        self.assertEqual(self.bill.invoice_line_ids.purchase_line_id, toner)
        self.assertEqual((self.match.kind, self.match.state), ("person", "ok"))
        self.assertEqual(self.rules_of(self.bill), [])
        event = self.events.search(
            [("kind", "=", "paired"), ("move_id", "=", self.bill.id)]
        )
        self.assertTrue(event.is_person)
        self.assertIn(self.people["processor"].name, event.actor)
        self.assertIn("Toner HP", event.text)
        later = self.order((self.chair, 5, 60.0), (self.toner, 5, 60.0))
        bill = self.bill_of(
            Item("CARTOUCHE IMPRIMANTE", "5", "60"),
            order=later.name,
            number="F-2026-002",
        )
        self.assertEqual(bill.einvoice_match_ids.kind, "learned")
        self.assertEqual(bill.invoice_line_ids.purchase_line_id.product_id, self.toner)

    def test_a_line_that_is_never_ordered_is_remembered_too(self):
        self.pair("processor", False)
        self.assertEqual(self.match.kind, "person")
        self.assertEqual(self.match.state, "never")
        self.bill.einvoice_document_id._check_again()
        self.assertEqual(self.match.state, "never")
        self.assertNotIn("line_not_ordered", self.rules_of(self.bill))
        event = self.events.search(
            [("kind", "=", "paired"), ("move_id", "=", self.bill.id)]
        )
        self.assertIn("Cartouche imprimante · never ordered", event.summary)
        again = self.bill_of(
            Item("Cartouche imprimante", "2", "60"),
            order=self.ordered.name,
            number="F-2026-002",
        )
        self.assertFalse(again.invoice_line_ids.purchase_line_id)

    def test_the_orders_of_the_bill_are_proposed_first_and_billed_lines_last(self):
        named, other = self.ordered.order_line, self.order((self.toner, 3, 60.0))
        billed = self.order((self.toner, 1, 60.0))
        self.bill_of(
            Item("Toner HP 305A noir", "1", "60"),
            order=billed.name,
            number="F-2026-009",
        )
        wizard = self.env["einvoice.match.pair"].with_user(self.people["processor"])
        choices = wizard.create({"match_id": self.match.id}).choice_ids
        lines = choices.purchase_line_id
        self.assertEqual(set(lines[:2]), set(named))
        self.assertEqual(lines[2:3], other.order_line)
        self.assertEqual(lines[-1:], billed.order_line)

    def test_the_list_of_bills_and_orders_leaves_cancelled_bills_out(self):
        action = self.env.ref("einvoice_purchase.einvoice_match_action")
        domain = ast.literal_eval(action.domain)
        found = self.match.search([*domain, ("partner_id", "=", self.supplier.id)])
        self.assertIn(self.match, found)
        self.bill.button_cancel()
        self.assertNotIn(self.match, self.match.search(domain))

    def test_only_processors_pair(self):
        line = self.ordered.order_line[0]
        for person in ("employee", "invoicing", "auditor", "approver", "buyer"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.pair(person, line.id)
        self.assertFalse(self.bill.invoice_line_ids.purchase_line_id)

    def test_only_lines_of_this_supplier_and_of_this_bill(self):
        other = self.env["res.partner"].create({"name": "Imprimerie Rapide"})
        foreign = self.order((self.toner, 2, 60.0), partner_id=other.id)
        with self.assertRaises(UserError):
            self.pair("processor", foreign.order_line.id)
        with self.assertRaises(UserError):
            self.pair("processor", 10**8)
        with self.assertRaises(UserError):
            self.bill._einvoice_repair(
                self.env["account.move.line"], self.ordered.order_line[0]
            )

    def test_a_posted_comparison_stays(self):
        self.pair("processor", self.ordered.order_line[0].id)
        self.bill.action_post()
        with self.assertRaisesRegex(UserError, "no draft"):
            self.pair("processor", self.ordered.order_line[1].id)

    def test_compare_anew_keeps_what_a_person_said(self):
        self.pair("processor", self.ordered.order_line[1].id)
        self.rpc("processor", "account.move", "action_einvoice_match", self.bill.ids)
        self.assertEqual(
            self.bill.invoice_line_ids.purchase_line_id, self.ordered.order_line[1]
        )
        with self.assertRaises(AccessError):
            self.rpc("auditor", "account.move", "action_einvoice_match", self.bill.ids)

    def test_nobody_writes_the_comparison(self):
        forged = (
            ("einvoice.match", self.match, {"state": "ok"}),
            ("account.move", self.bill, {"einvoice_match_state": "matched"}),
            ("account.move", self.bill, {"einvoice_order_ids": [(5,)]}),
            ("einvoice.match.memory", None, {"key": "item X"}),
        )
        for person in ("processor", "manager", "buyer"):
            for model, record, vals in forged:
                with (
                    self.subTest(person=person, vals=vals),
                    self.assertRaises(AccessError),
                ):
                    if record is None:
                        self.rpc(person, model, "create", [vals])
                    else:
                        self.rpc(person, model, "write", record.ids, vals)

    def test_the_buyer_sees_his_findings_and_no_others(self):
        order = self.order((self.toner, 20, 60.0))
        bill = self.bill_of(
            Item("Toner HP 305A noir", "20", "70"),
            order=order.name,
            number="F-2026-009",
        )
        finding = self.finding(bill, "order_price")
        self.assertEqual(finding.owner_user_id, self.buyer)
        seen = self.rpc("buyer", "einvoice.finding", "search", [])
        self.assertIn(finding.id, seen)
        first = bill.einvoice_finding_ids.filtered(
            lambda f: f.owner_user_id != self.buyer
        )
        self.assertFalse(set(first.ids) & set(seen))
        with self.assertRaises(AccessError):
            self.rpc("buyer", "einvoice.finding", "action_lift", finding.ids, "fine")
