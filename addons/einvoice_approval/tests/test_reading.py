"""Whoever may not read a decision learns nothing of it, whatever he calls."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ApprovalCase

SHOWN = (
    "supplier",
    "label",
    "gross",
    "question",
    "asks_supplier",
    "able_user_ids",
    "reply_words",
    "currency_id",
)


@tagged("post_install", "-at_install")
class TestReading(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.approver("stranger")

    def setUp(self):
        super().setUp()
        self.draft = self.submitted(price=100)
        self.decision = self.open_of(self.draft)

    def changed(self, user, model, values, *names):
        """Ask for fields of a window as its form does."""
        self.env.invalidate_all()
        spec = {name: {} for name in names}
        return self.call_as(user, model, "onchange", [], {**values}, [], spec)["value"]

    def test_the_window_of_an_answer_shows_only_what_one_may_read(self):
        values = {"decision_id": self.decision.id, "kind": "hand_over"}
        for user in (self.stranger, self.people["employee"]):
            for name in SHOWN:
                # What the transaction holds already is no way around it.
                for is_known in (False, True):
                    with (
                        self.subTest(user=user.login, name=name, is_known=is_known),
                        self.assertRaises(AccessError),
                    ):
                        self.env.invalidate_all()
                        if is_known:
                            self.decision.sudo().read()
                        self.call_as(
                            user,
                            "einvoice.decision.reason",
                            "onchange",
                            [],
                            {**values},
                            [],
                            {name: {}},
                        )
        mine = self.changed(self.lead, "einvoice.decision.reason", values, *SHOWN)
        self.assertEqual(mine["supplier"], "partner_a")
        self.assertTrue(mine["gross"])

    def test_the_buttons_tell_a_stranger_nothing(self):
        self.partner_a.email = False
        for method, *args in (
            ("action_ask_supplier", "Why?"),
            ("action_ask", self.lead.id, "Why?"),
            ("action_hand_over", self.lead.id),
            ("action_approve_partly", 1.0),
            ("action_approve",),
            ("action_approve_clean",),
            ("action_say",),
            ("action_original",),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.decision.sudo().read()
                self.call_as(
                    self.stranger,
                    "einvoice.decision",
                    method,
                    self.decision.ids,
                    *args,
                )

    def test_the_other_windows_show_no_circuit_to_a_stranger(self):
        tally = {"people": [[self.lead.id, 1]], "steps": [], "bills": 1}
        for model, values, names in (
            (
                "einvoice.approval.simulation",
                {"circuit_id": self.circuit.id, "move_id": self.draft.id},
                ("explained_html", "company_id"),
            ),
            (
                "einvoice.approval.assistant",
                {"circuit_id": self.circuit.id, "tally": tally},
                ("tally_html", "step_ids"),
            ),
        ):
            for name in names:
                with (
                    self.subTest(model=model, name=name),
                    self.assertRaises(AccessError),
                ):
                    self.changed(self.stranger, model, values, name)

    def test_a_manager_of_another_company_sees_no_circuit_of_this_one(self):
        other = self.setup_other_company(name="Other")["company"]
        manager = self.people["manager"]
        manager.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        tally = {"people": [[self.lead.id, 1]], "steps": [], "bills": 1, "total": 1}
        values = {"circuit_id": self.circuit.id, "tally": tally}
        for name in ("tally_html", "step_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.changed(manager, "einvoice.approval.assistant", values, name)

    def test_who_decides_on_his_lines_reads_no_other_line(self):
        plan = self.env["account.analytic.plan"].create({"name": "Works"})
        mine, theirs = (
            self.env["account.analytic.account"]
            .sudo()
            .create(
                [
                    {
                        "name": user.name,
                        "plan_id": plan.id,
                        "einvoice_owner_id": user.id,
                    }
                    for user in (self.lead, self.head)
                ]
            )
        )
        self.circuit.step_ids = [
            (5, 0, 0),
            (0, 0, {"name": "Owners", "who": "analytic_owner"}),
        ]
        bill = self.bill(price=100, partner_bank_id=self.bank.id)
        bill.invoice_line_ids.write(
            {"name": "My line", "analytic_distribution": {mine.id: 100}}
        )
        bill.invoice_line_ids.copy(
            {
                "move_id": bill.id,
                "name": "Their secret",
                "price_unit": 900,
                "analytic_distribution": {theirs.id: 100},
            }
        )
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        decision = self.open_of(bill, self.lead)
        for name in (
            "snapshot",
            "parts",
            "notes",
            "note_words",
            "slots",
            "fingerprint",
            "gross",
            "net",
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.env.invalidate_all()
                self.call_as(
                    self.lead, "einvoice.round", "read", decision.round_id.ids, [name]
                )
        said = self.call_as(self.lead, "einvoice.round", "read", decision.round_id.ids)
        seen = self.call_as(self.lead, "einvoice.decision", "read", decision.ids)
        self.assertIn("My line", seen[0]["lines_html"])
        for text in ("Their secret", self.iban):
            self.assertNotIn(text, f"{said} {seen}")
        known = self.rpc(
            "processor", "einvoice.round", "read", decision.round_id.ids, ["snapshot"]
        )
        self.assertIn("Their secret", str(known))
