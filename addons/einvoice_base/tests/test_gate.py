import base64
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..domain.gate import Blocker
from ..domain.moments import Moment
from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestGate(EinvoiceCase):
    def assert_refused(self, bill, call):
        with self.assertRaisesRegex(UserError, "VAT at 15"):
            call()
        self.assertEqual(bill.state, "draft")

    def test_right_bill_passes_and_the_journal_says_so(self):
        bill = self.bill()
        bill.with_user(self.people["processor"]).action_post()
        self.assertEqual(bill.state, "posted")
        self.assertEqual(self.kinds(bill), ["posted"])
        event = self.events.search([("move_id", "=", bill.id)])
        self.assertIn("einvoice_processor", event.actor)
        self.assertIn('"amount":"1150.00"', event.payload)

    def test_button_form_rpc_and_soft_posting_are_refused(self):
        bill = self.wrong_bill()
        with self.subTest(door="form"):
            form = Form(bill.with_user(self.people["processor"]))
            self.assert_refused(bill, form.save().action_post)
        with self.subTest(door="rpc"):
            self.assert_refused(
                bill,
                lambda: self.rpc("invoicing", "account.move", "action_post", bill.ids),
            )
        for soft in (True, False):
            with self.subTest(door="_post", soft=soft):
                self.assert_refused(bill, lambda soft=soft: bill._post(soft=soft))
        with self.subTest(door="sudo"):
            self.assert_refused(bill, bill.sudo().action_post)

    def test_list_action_names_each_bill(self):
        bills = self.wrong_bill(ref="W-1") + self.wrong_bill(ref="W-2")
        wizard = self.env["validate.account.move"].with_context(
            active_model="account.move", active_ids=bills.ids
        )
        with self.assertRaises(UserError) as caught:
            wizard.create({}).validate_move()
        for name in ("W-1", "W-2"):
            self.assertIn(name, str(caught.exception))
        self.assertIn("→", str(caught.exception))

    def test_job_that_posts_scheduled_entries_is_refused_and_says_why(self):
        bill = self.wrong_bill(ref="W-3")
        bill.write({"auto_post": "at_date", "date": fields.Date.today()})
        right = self.bill(ref="R-3")
        right.write({"auto_post": "at_date", "date": fields.Date.today()})
        self.env.cr.flush()
        with self.enter_registry_test_mode():
            self.env.ref(
                "account.ir_cron_auto_post_draft_entry"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((bill.state, right.state), ("draft", "posted"))
        self.assertIn("VAT at 15", bill.message_ids[0].body)

    def test_upload_of_a_trusted_supplier_waits_instead_of_failing(self):
        bill = self.wrong_bill(ref="W-4")
        self.partner_a.autopost_bills = "always"
        bill._autopost_bill()
        self.assertEqual(bill.state, "draft")
        self.assertTrue(bill.einvoice_finding_ids)
        right = self.bill(ref="R-4")
        right._autopost_bill()
        self.assertEqual(right.state, "posted")

    def test_import_creates_drafts_only(self):
        bill = self.bill()
        with self.assertRaises(UserError):
            self.rpc("invoicing", "account.move", "create", [{"state": "posted"}])
        load = self.rpc(
            "invoicing",
            "account.move",
            "load",
            [".id", "state"],
            [[str(bill.id), "posted"]],
        )
        self.assertFalse(load["ids"])
        self.assertEqual(bill.state, "draft")

    def test_state_cannot_be_written_past_the_gate(self):
        bill = self.bill()
        for name in ("invoicing", "processor", "manager", "admin"):
            with self.subTest(user=name), self.assertRaises(UserError):
                self.rpc(name, "account.move", "write", bill.ids, {"state": "posted"})
        with self.assertRaises(UserError):
            bill.sudo().state = "posted"

    def test_refusal_keeps_the_findings_so_that_they_can_be_lifted(self):
        bill = self.wrong_bill()
        with self.enter_registry_test_mode():
            hooks = len(self.env.cr.postrollback._funcs)
            with self.assertRaises(UserError):
                bill.action_post()
            self.assertFalse(bill.einvoice_finding_ids)
            self.assertEqual(len(self.env.cr.postrollback._funcs), hooks + 1)
            self.env.cr.postrollback.run()
        self.env.invalidate_all()
        self.assertEqual(bill.einvoice_finding_ids.mapped("rule"), ["vat_amount_wrong"])
        bill.einvoice_finding_ids.with_user(self.people["manager"]).action_lift("ok")
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_check_button_shows_what_must_be_done(self):
        bill = self.wrong_bill()
        self.rpc("processor", "account.move", "action_einvoice_check", bill.ids)
        self.assertTrue(bill.einvoice_is_stopped)
        self.assertIn("VAT at 15", bill.einvoice_todo)
        self.assertIn(
            bill, self.env["account.move"].search([("einvoice_is_stopped", "=", True)])
        )
        with self.assertRaises(AccessError):
            self.rpc("auditor", "account.move", "action_einvoice_check", bill.ids)

    def test_addon_adds_a_blocker_without_overriding_the_gate(self):
        bill, other = self.bill(ref="A-1"), self.bill(ref="A-2")
        cls = type(self.env["account.move"])
        original = cls._einvoice_blockers

        def blockers(move, action):
            mine = [Blocker("round", "Approval runs.", "Wait.")] * (move == bill)
            return original(move, action) + mine

        with patch.object(cls, "_einvoice_blockers", blockers):
            with self.assertRaisesRegex(UserError, "Approval runs"):
                bill.action_post()
            other.action_post()
        self.assertEqual((bill.state, other.state), ("draft", "posted"))

    def test_nothing_but_bills_is_gated(self):
        def refuse(*_args):
            raise AssertionError("checked")

        sale = self._create_invoice_one_line(
            price_unit=10.0, move_type="out_invoice", product_id=self.product_a
        )
        account = self.company_data["default_account_expense"]
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": 5.0}),
                    Command.create({"account_id": account.id, "credit": 5.0}),
                ]
            }
        )
        receipt = self.bill(move_type="in_receipt")
        moves = sale + entry + receipt
        with patch.object(type(self.env["account.move"]), "_einvoice_invoice", refuse):
            moves.action_post()
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertFalse(self.events.search([("move_id", "in", moves.ids)]))

    def test_receipts_are_gated_where_the_company_ticks_it(self):
        self.env.company.einvoice_has_receipts = True
        receipt = self.wrong_bill(move_type="in_receipt")
        self.assert_refused(receipt, receipt.action_post)

    def test_credit_notes_are_gated(self):
        refund = self.bill(move_type="in_refund")
        refund.action_post()
        event = self.events.search([("move_id", "=", refund.id)])
        self.assertIn('"amount":"-1150.00"', event.payload)

    def test_exempt_drafts_pass_until_they_are_routed(self):
        bill = self.wrong_bill()
        self.env.cr.execute(
            "UPDATE account_move SET einvoice_is_exempt = true WHERE id = %s",
            [bill.id],
        )
        self.env.invalidate_all()
        self.assertFalse(bill.copy().einvoice_is_exempt)
        with self.env.cr.savepoint() as savepoint:
            bill.action_post()
            self.assertEqual(bill.state, "posted")
            savepoint.rollback()
        self.env.company.with_user(self.people["manager"])._einvoice_route_drafts()
        self.assert_refused(bill, bill.action_post)

    def test_nobody_exempts_a_bill(self):
        bill = self.wrong_bill()
        for name in ("invoicing", "processor", "manager", "admin"):
            vals = {"einvoice_is_exempt": True}
            with self.subTest(user=name), self.assertRaises(UserError):
                self.rpc(name, "account.move", "write", bill.ids, vals)
            with self.subTest(user=name), self.assertRaises(UserError):
                self.rpc(name, "account.move", "create", [vals])
        with self.assertRaises(UserError):
            bill.sudo().einvoice_is_exempt = True

    def test_no_context_key_opens_the_gate(self):
        bill = self.wrong_bill()
        keys = (
            "einvoice_posting skip_einvoice force_post bypass skip_readonly_check "
            "disable_abnormal_invoice_detection skip_invoice_sync import_file"
        )
        context = dict.fromkeys(keys.split(), True)
        self.assert_refused(bill, bill.with_context(**context).action_post)

    def test_tolerance_of_the_company_decides(self):
        bill = self.bill()
        tax = bill.line_ids.filtered("tax_line_id")
        payable = bill.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        bill.write(
            {
                "line_ids": [
                    Command.update(tax.id, {"amount_currency": 150.02}),
                    Command.update(payable.id, {"amount_currency": -1150.02}),
                ]
            }
        )
        bill._einvoice_check()
        self.assertEqual(bill.einvoice_finding_ids.severity, "inform")
        self.env.company.einvoice_tolerance_total = 0.01
        bill._einvoice_check()
        self.assertNotEqual(bill.einvoice_finding_ids.severity, "inform")

    def test_moment_records_and_lets_addons_answer(self):
        bill = self.bill()
        answers = []

        def answer(moves, moment, reason, comment, amounts):
            answers.append((moves, moment, reason, comment, amounts))

        cls = type(self.env["account.move"])
        with patch.object(cls, "_einvoice_answer", answer):
            bill._einvoice_moment(Moment.DISPUTED, reason="price", comment="Too dear")
        self.assertEqual(answers, [(bill, Moment.DISPUTED, "price", "Too dear", None)])
        event = self.events.search([("move_id", "=", bill.id)])
        self.assertEqual(event.kind, "disputed")
        self.assertIn('"comment":"Too dear"', event.payload)

    def test_file_dropped_on_the_journal_makes_a_draft(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "order.csv", "datas": base64.b64encode(b"a;b")}
        )
        move = (
            self.company_data["default_journal_purchase"]
            .with_context(default_move_type="in_invoice")
            ._create_document_from_attachment(attachment.ids)
        )
        self.assertEqual(move.state, "draft")
