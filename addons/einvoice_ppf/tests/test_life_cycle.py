"""What people decide is told to the supplier, and what he says is heard."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BUYER, SELLER, PlatformCase


@tagged("post_install", "-at_install")
class TestLifeCycle(PlatformCase):
    def bill(self, number="F-2026-001"):
        bill = self.received_document(number).move_id
        self.assertTrue(bill)
        return bill

    def answer(self, bill, code, person="processor", **said):
        wizard = self.env["einvoice.status.answer"].with_user(self.people[person])
        wizard.create({"move_id": bill.id, "code": code, **said}).action_say()
        self.sent()

    def codes(self, bill):
        return bill.einvoice_document_id.status_ids.mapped("code")

    def test_a_draft_says_that_it_is_in_process(self):
        bill = self.bill()
        self.sent()
        self.assertIn("204", self.codes(bill))
        said = bill.einvoice_status_ids.filtered(lambda each: each.code == "204")
        self.assertEqual(said.flow_state, "acknowledged", said.problem)
        self.assertIn("204", self.at_seller())

    def test_posting_says_approved_once(self):
        bill = self.bill()
        bill.action_post()
        self.sent()
        self.assertEqual(self.at_seller()[-1], "205")
        bill.button_draft()
        bill.action_post()
        self.assertEqual(self.codes(bill).count("205"), 1)

    def test_a_company_that_says_nothing_says_nothing(self):
        self.connection.write({"says_in_process": False, "says_approved": False})
        bill = self.bill()
        bill.action_post()
        sent = bill.einvoice_status_ids.filtered(lambda each: each.direction == "out")
        self.assertFalse(sent)

    def test_a_dispute_reaches_the_supplier_with_reason_and_comment(self):
        bill = self.bill()
        self.answer(bill, "207", reason="PU_ERR", comment="95.00 on the order")
        said = bill.einvoice_status_ids.filtered(lambda each: each.code == "207")
        self.assertEqual(said.flow_state, "acknowledged", said.problem)
        self.assertEqual(said.reasons, ["PU_ERR"])
        self.assertEqual(self.at_seller()[-1], "207")

    def test_part_of_a_bill_is_approved_with_its_amounts(self):
        bill = self.bill()
        self.answer(bill, "206", reason="QTE_ERR", comment="One missing", approved=60)
        said = bill.einvoice_status_ids.filtered(lambda each: each.code == "206")
        self.assertEqual(said.flow_state, "acknowledged", said.problem)
        self.assertIn(b"60.00", said.flow_id.attachment_id.raw)
        self.assertIn(b"40.00", said.flow_id.attachment_id.raw)

    def test_lesson_14_a_refused_bill_is_cancelled_kept_and_never_posted(self):
        bill = self.bill()
        with self.assertRaisesRegex(UserError, "final"):
            self.answer(bill, "210", reason="DOUBLE_FACT", comment="Twice")
        self.answer(bill, "210", reason="DOUBLE_FACT", comment="Twice", is_sure=True)
        self.assertEqual(bill.state, "cancel")
        self.assertEqual(self.at_seller()[-1], "210")
        bill.button_draft()
        with self.assertRaisesRegex(UserError, "refused"):
            bill.action_post()
        self.assertEqual(bill.einvoice_document_id._offered_statuses(), ())

    def test_reasons_are_words_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        addons = ("einvoice_base", "einvoice_ppf")
        modules = self.env["ir.module.module"].search([("name", "in", addons)])
        modules._update_translations(["fr_FR"])
        bill = self.bill()
        self.answer(bill, "207", reason="PU_ERR", comment="95,00")
        french = bill.with_context(lang="fr_FR").einvoice_status_ids[-1]
        self.assertEqual(french.name, "207 En litige")
        self.assertEqual(french.reason_words, "Prix unitaires incorrects")
        wizard = self.env["einvoice.status.answer"].with_context(lang="fr_FR")
        choices = dict(wizard._fields["reason"]._description_selection(wizard.env))
        self.assertEqual(choices["PU_ERR"], "Prix unitaires incorrects")

    def test_a_reason_that_is_not_for_a_status_is_refused(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.answer(self.bill(), "210", reason="PU_ERR", comment="x", is_sure=True)

    def test_a_suspended_bill_goes_on_when_the_supplier_completes_it(self):
        bill = self.bill()
        self.answer(bill, "208", reason="JUSTIF_ABS", comment="Delivery note?")
        self.assertEqual(bill.einvoice_document_id._offered_statuses(), ("210",))
        self.sandbox.send_status("F-2026-001", SELLER, "209", by="seller", to=["buyer"])
        self.look()
        self.assertIn("209", self.codes(bill))
        self.assertIn("205", bill.einvoice_document_id._offered_statuses())

    def test_lesson_3_a_status_before_its_invoice_waits_for_it(self):
        self.arrives()
        self.sandbox.send_status("F-2026-001", SELLER, "220", by="seller", to=["buyer"])
        # The invoice, first in the ledger, cannot be fetched yet.
        self.sandbox.fault(BUYER, "status", "getFlow:Original", status=500)
        self.look()
        waiting = self.flows.search(
            [("kind", "=", "SupplierInvoiceLC"), ("state", "=", "downloaded")]
        )
        self.assertIn("which is not here", waiting.problem)
        self.later()
        self.look()
        self.later()
        self.look()
        bill = self.documents.search([("number", "=", "F-2026-001")]).move_id
        self.assertIn("220", self.codes(bill))

    def test_lesson_13_a_second_delivery_does_not_spoil_the_good_bill(self):
        bill = self.bill()
        self.sandbox.send_status(
            "F-2026-001",
            SELLER,
            "213",
            by="platform",
            to=["buyer"],
            reasons=[{"code": "DOUBLON", "comment": "twice"}],
        )
        self.look()
        self.assertIn("213", self.codes(bill))
        rules = bill.einvoice_finding_ids.mapped("rule")
        self.assertNotIn("platform_rejected", rules)
        bill.action_post()

    def test_a_rejection_of_the_platform_stops_the_bill(self):
        bill = self.bill()
        self.sandbox.send_status(
            "F-2026-001",
            SELLER,
            "213",
            by="platform",
            to=["buyer"],
            reasons=[{"code": "CALCUL_ERR", "comment": "sum"}],
        )
        self.look()
        with self.assertRaisesRegex(UserError, "rejected"):
            bill.action_post()

    def test_a_change_of_account_holds_the_payment(self):
        bill = self.bill()
        self.sandbox.send_status("F-2026-001", SELLER, "227", by="seller", to=["buyer"])
        self.look()
        holds = self.env["einvoice.hold"].search([("move_id", "=", bill.id)])
        self.assertTrue(holds)

    def test_a_file_that_is_no_status_stops_nothing_and_says_so(self):
        bill = self.bill()
        flow = self.flows.create(
            {
                "company_id": self.company.id,
                "connection_id": self.connection.id,
                "direction": "in",
                "kind": "SupplierInvoiceLC",
                "syntax": "CDAR",
                "flow_id": "bad",
                "state": "downloaded",
            }
        )
        flow.attachment_id = flow._kept("bad.xml", b"<nothing/>")
        self.sandbox.send_status("F-2026-001", SELLER, "220", by="seller", to=["buyer"])
        self.look()
        self.assertEqual(flow.state, "error")
        self.assertIn("no life-cycle status", flow.problem)
        self.assertIn("220", self.codes(bill))

    def test_a_paid_bill_is_told_where_the_company_says_so(self):
        self.connection.says_paid = True
        bill = self.bill()
        bill.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard.create({})._create_payments()
        self.env["account.move"]._einvoice_settle_paid()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))
        self.assertIn("211", self.codes(bill))

    def test_a_message_delivered_twice_is_heard_once(self):
        bill = self.bill()
        self.sandbox.fault(BUYER, "duplicate", "delivery:SupplierInvoiceLC")
        self.sandbox.send_status("F-2026-001", SELLER, "220", by="seller", to=["buyer"])
        self.look()
        self.assertEqual(self.codes(bill).count("220"), 1)

    def test_a_status_that_cannot_be_said_does_not_stop_the_bill(self):
        self.company.write({"company_registry": False, "vat": False})
        self.company.partner_id.write({"company_registry": False, "vat": False})
        bill = self.bill_of_anybody()
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self.assertFalse(bill.einvoice_status_ids)
        self.assertIn("status_unsaid", bill.einvoice_finding_ids.mapped("rule"))

    def bill_of_anybody(self):
        document = self.received_document()
        if not document.move_id:
            document.finding_ids.sudo().write({"state": "lifted"})
            document.action_retry()
        return document.move_id

    def test_lesson_8_a_status_is_transmitted_when_the_platform_says_so(self):
        self.sandbox.fault(
            BUYER, "ack_error", "acknowledge", reason="InvoiceLCRuleError"
        )
        bill = self.bill()
        self.flows._send_ready()
        said = bill.einvoice_status_ids.filtered(lambda each: each.code == "204")
        self.assertEqual(said.flow_state, "sent")
        self.sent()
        self.assertEqual(said.flow_state, "error")
        self.assertIn("InvoiceLCRuleError", said.problem)

    def test_a_time_out_after_acceptance_sends_nothing_twice(self):
        self.sandbox.fault(BUYER, "accept_then_cut", "createFlow")
        bill = self.bill()
        self.flows._send_ready()
        said = bill.einvoice_status_ids.filtered(lambda each: each.code == "204")
        self.assertEqual(said.flow_state, "ready")
        self.later()
        self.sent()
        self.assertEqual(said.flow_state, "acknowledged", said.problem)
        self.assertEqual(self.at_seller().count("204"), 1)

    def test_only_people_who_process_answer(self):
        bill = self.bill()
        for person in ("auditor", "invoicing", "approver"):
            with self.assertRaises(AccessError):
                self.answer(bill, "205", person=person)

    def test_a_bill_of_a_mail_has_no_statuses(self):
        from odoo.addons.einvoice_intake.tests import invoices

        bill = self.receive(invoices.cii(number="F-9")).move_id
        bill.action_post()
        self.assertFalse(bill.einvoice_status_ids)
        self.assertFalse(bill.einvoice_is_answerable)
