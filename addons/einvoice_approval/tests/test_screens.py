"""What people see of a bill, and the answers that need words."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .common import ApprovalCase

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


class ScreenCase(ApprovalCase):
    def original(self, bill, mimetype="application/pdf", name="bill.pdf", raw=PDF):
        bill.message_main_attachment_id = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": raw,
                "mimetype": mimetype,
                "res_model": "account.move",
                "res_id": bill.id,
            }
        )

    def say(self, user, decision, kind, **values):
        """Answer in the window, as the button and the form do."""
        decisions = decision.with_user(user).with_context(einvoice_answer=kind)
        action = decisions.action_say()
        wizards = self.env[action["res_model"]].with_user(user)
        with Form(wizards.with_context(**action["context"])) as form:
            for name, value in values.items():
                form[name] = value
        return form.record.action_confirm()


@tagged("post_install", "-at_install")
class TestScreens(ScreenCase):
    def test_the_approver_sees_the_bill_without_any_right_on_it(self):
        bill = self.submitted(price=100)
        self.record(bill, self.noticed())
        bill.sudo().einvoice_round_ids._cancel()
        bill._einvoice_route()
        decision = self.open_of(bill).with_user(self.lead)
        with self.assertRaises(AccessError):
            bill.with_user(self.lead).read(["amount_total"])
        seen = decision.read()[0]
        self.assertEqual(seen["supplier"], "partner_a")
        self.assertIn("Paper", seen["lines_html"])
        self.assertIn("Lead", seen["why_words"])
        self.assertTrue(seen["can_decide"])
        self.assertGreaterEqual(seen["finding_count"], 1)
        self.assertIn("90.00", seen["findings_html"])

    def test_the_cards_take_the_same_queries_however_many(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.call_as(
                self.lead,
                "einvoice.decision",
                "web_search_read",
                [("user_id", "=", self.lead.id)],
                specification={
                    name: {}
                    for name in (
                        "supplier",
                        "gross",
                        "label",
                        "asked_since",
                        "why_words",
                        "due_words",
                        "is_late",
                        "finding_words",
                        "outcome",
                        "can_decide",
                        "can_answer",
                        "original_url",
                        "is_single",
                    )
                },
            )
            return self.env.cr.sql_log_count - before

        for place in range(2):
            self.original(self.submitted(price=100, ref=f"F-{place}"))
        queries()
        few = queries()
        for place in range(2, 8):
            self.original(self.submitted(price=100, ref=f"F-{place}"))
        # The first look after new bills fills caches again.
        queries()
        self.assertLessEqual(queries(), few)

    def test_what_a_supplier_wrote_is_text(self):
        bill = self.bill(price=100)
        bill.invoice_line_ids.name = "<script>alert(1)</script>"
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        html = self.open_of(bill).with_user(self.lead).lines_html
        self.assertNotIn("<script>", html)
        self.assertIn("&lt;script&gt;", html)

    def test_an_owner_sees_his_lines_only(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        decision.sudo().line_keys = [bill.invoice_line_ids.id + 1000]
        self.assertNotIn("Paper", decision.with_user(self.lead).lines_html)

    def test_each_answer_has_its_window(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        self.say(self.lead, decision, "ask", user_id=self.head, comment="Ordered?")
        self.assertEqual((decision.state, decision.asked_id), ("asked", self.head))
        self.assertTrue(decision.with_user(self.head).can_answer)
        self.say(self.head, decision, "answer", comment="Yes")
        self.assertEqual((decision.state, decision.answer), ("open", "Yes"))
        self.say(self.lead, decision, "hand_over", user_id=self.head)
        after = self.open_of(bill, self.head)
        self.assertTrue(after)
        self.say(
            self.head, after, "refuse", refuse_code="TX_TVA_ERR", comment="Wrong rate"
        )
        self.assertEqual(bill.einvoice_approval_state, "refused")

    def test_a_part_is_approved_and_a_bill_is_sent_back(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        code = next(iter(decision.env["einvoice.decision.reason"]._reasons_partly()))
        self.say(
            self.lead, decision, "partly", amount=50, part_code=code[0], comment="Half"
        )
        self.assertEqual(bill.einvoice_approval_state, "partly")
        other = self.submitted(price=100, ref="F-2026-119")
        self.say(self.lead, self.open_of(other), "return", comment="Wrong account")
        self.assertEqual(other.einvoice_approval_state, "returned")

    def test_forged_answers_are_refused(self):
        bill = self.submitted(price=100)
        decision = self.open_of(bill)
        wizards = "einvoice.decision.reason"
        values = {"kind": "refuse", "decision_id": decision.id}
        for person in ("employee", "approver"):
            user = self.people[person]
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.call_as(user, wizards, "create", [values])
        said = {
            **values,
            "refuse_code": "TX_TVA_ERR",
            "comment": "Forged",
        }
        for person in ("processor", "manager", "auditor"):
            user = self.people[person]
            with self.subTest(person=person), self.assertRaises(UserError):
                made = self.call_as(user, wizards, "create", [said])
                self.call_as(user, wizards, "action_confirm", made)
        mine = self.open_of(self.submitted(price=90, ref="F-2026-120"))
        own = self.call_as(
            self.lead, wizards, "create", [{"kind": "return", "decision_id": mine.id}]
        )
        foreign = self.open_of(self.submitted(price=9000, ref="F-2026-121"))
        self.assertEqual(foreign.user_id, self.head)
        with self.assertRaises(AccessError):
            self.call_as(self.lead, wizards, "write", own, {"decision_id": foreign.id})
        self.assertEqual(decision.state, "open")

    def test_the_banner_says_who_is_asked_and_confirm_is_away(self):
        bill = self.bill(price=100)
        self.assertTrue(bill.einvoice_can_submit)
        self.assertTrue(bill.hide_post_button)
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        as_processor = bill.with_user(self.people["processor"])
        self.assertIn("Lead is asked since", as_processor.einvoice_approval_words)
        self.assertFalse(as_processor.einvoice_can_submit)
        self.assertFalse(as_processor.einvoice_is_stopped)
        self.decide(self.lead, bill)
        bill.invalidate_recordset()
        self.assertIn("Approved", as_processor.einvoice_approval_html)
        self.assertIn("Lead", as_processor.einvoice_approval_html)


@tagged("post_install", "-at_install")
class TestBulk(ScreenCase):
    def test_clean_small_bills_are_approved_at_once_and_the_others_named(self):
        # Each of its own supplier: together they would count as one.
        partners = self.env["res.partner"].create(
            [{"name": f"Supplier {place}"} for place in range(3)]
        )
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"einvoice_test.bulk_{each.id}", "record": each}
                for each in partners
            ]
        )
        bills = [
            self.submitted(price=price, partner_id=partner.id, ref=f"F-{price}")
            for price, partner in zip((100, 410, 150), partners, strict=True)
        ]
        for bill in bills:
            bill.sudo().einvoice_finding_ids.state = "lifted"
            found = bill.sudo().einvoice_round_ids
            found.snapshot = {**found.snapshot, "findings": []}
        self.record(bills[2], self.noticed())
        self.circuit.bulk_limit = 450
        decisions = self.open_of(bills[0])
        for bill in bills[1:]:
            decisions |= self.open_of(bill)
        told = self.call_as(
            self.lead, "einvoice.decision", "action_approve_clean", decisions.ids
        )
        self.assertEqual(
            [each.einvoice_approval_state for each in bills],
            ["approved", "open", "open"],
        )
        message = told["params"]["message"]
        self.assertRegex(message, r"it is above [^(]*\(Supplier 1 F-410\)")
        self.assertIn("it has findings (Supplier 2 F-150)", message)
        self.assertEqual(bills[0].sudo().einvoice_decision_ids.decided_from, "bulk")

    def test_nobody_approves_those_of_others(self):
        bill = self.submitted(price=9000)
        decision = self.open_of(bill, self.head)
        for user in (self.people["manager"], self.people["processor"]):
            self.call_as(
                user, "einvoice.decision", "action_approve_clean", decision.ids
            )
        with self.assertRaises(AccessError):
            self.call_as(
                self.lead, "einvoice.decision", "action_approve_clean", decision.ids
            )
        self.assertEqual(bill.einvoice_approval_state, "open")


@tagged("post_install", "-at_install")
class TestOriginal(ScreenCase, HttpCase):
    def setUp(self):
        super().setUp()
        for user in (self.lead, self.head, self.people["processor"]):
            user.password = user.login

    def test_only_who_is_asked_gets_the_original(self):
        bill = self.submitted(price=100)
        self.original(bill)
        url = self.open_of(bill).with_user(self.lead).original_url
        self.authenticate(self.lead.login, self.lead.login)
        got = self.url_open(url)
        self.assertEqual((got.status_code, got.content), (200, PDF))
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        self.authenticate(self.head.login, self.head.login)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(
            self.url_open("/einvoice/decision/0/original").status_code, 404
        )

    def test_what_could_run_is_saved_not_shown(self):
        bill = self.submitted(price=100)
        self.original(bill, "text/html", "bill.html", b"<script>alert(1)</script>")
        url = self.open_of(bill).with_user(self.lead).original_url
        self.authenticate(self.lead.login, self.lead.login)
        got = self.url_open(url)
        self.assertEqual(got.headers["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", got.headers["Content-Disposition"])
