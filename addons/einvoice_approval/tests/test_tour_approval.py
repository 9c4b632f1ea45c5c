"""Deciding and configuring in the browser, on a screen and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import ApprovalCase


class ApprovalTour(ApprovalCase, HttpCase):
    suffix = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.people["manager"]
        for user in (cls.lead, cls.manager):
            user.password = user.login
        cls.lead.lang = "en_US"

    def decided(self):
        bills = {
            name: self.submitted(price=price, ref=name)
            for name, price in (
                ("F-APPROVE", 100),
                ("F-REFUSE", 110),
                ("F-ASK", 120),
            )
        }
        self.start_tour(
            "/odoo/my-approvals",
            f"einvoice_approval_decide{self.suffix}",
            login=self.lead.login,
        )
        states = {name: bill.einvoice_approval_state for name, bill in bills.items()}
        self.assertEqual(
            states, {"F-APPROVE": "approved", "F-REFUSE": "refused", "F-ASK": "open"}
        )
        refused = bills["F-REFUSE"].sudo().einvoice_decision_ids
        self.assertIn("TX_TVA_ERR", refused.mapped("reason_code"))
        self.assertEqual(self.open_of(bills["F-ASK"]).user_id, self.head)

    def past_bills(self):
        self.circuit.action_stop()
        for place in range(2):
            bill = self.bill(
                price=100 + place, ref=f"P-{place}", invoice_date="2026-08-01"
            )
            bill.action_post()

    def configured(self):
        self.past_bills()
        self.start_tour(
            "/odoo/action-einvoice_approval.einvoice_approval_assistant_action",
            f"einvoice_approval_assistant{self.suffix}",
            login=self.manager.login,
        )
        running = self.env["einvoice.circuit"]._running(self.company)
        self.assertNotEqual(running, self.circuit)
        self.assertEqual(running.fallback_user_id, self.fallback)
        self.bill(ref="F-DRAFT", price=70)
        self.start_tour(
            f"/odoo/approval-circuits/{running.id}",
            f"einvoice_approval_simulate{self.suffix}",
            login=self.manager.login,
        )


@tagged("post_install", "-at_install")
class TestTourApproval(ApprovalTour):
    browser_size = "1366x768"

    def test_decide(self):
        self.decided()

    def test_configure_and_simulate(self):
        self.configured()


@tagged("post_install", "-at_install")
class TestTourApprovalPhone(ApprovalTour):
    browser_size = "375x812"
    touch_enabled = True
    suffix = "_phone"

    def test_decide(self):
        self.decided()

    def test_configure_and_simulate(self):
        self.configured()
