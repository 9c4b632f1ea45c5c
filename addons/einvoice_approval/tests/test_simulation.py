"""Who would approve a bill and why; the assistant that proposes a circuit."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestSimulation(ApprovalCase):
    def posted(self, count, price=100):
        """Make posted bills of the past, as a company has before it uses approval."""
        self.circuit.action_stop()
        bills = self.env["account.move"]
        for place in range(count):
            bills |= self.bill(
                price=price + place,
                ref=f"P-{price}-{place}",
                invoice_date="2026-08-01",
            )
        bills.action_post()
        return bills

    def past(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.circuit._simulated_past()

    def test_a_step_reads_as_a_sentence(self):
        lead, head = self.circuit.step_ids
        self.assertRegex(lead.sentence, r"^Up to .*5,000.00.*: Lead$")
        head.user_ids |= self.lead
        head.account_codes = "613"
        self.assertRegex(
            head.sentence,
            r"^From .*500.01.* on, accounts 613: (Lead or Head|Head or Lead)$",
        )

    def test_it_says_who_and_why(self):
        bill = self.bill(price=1000)
        bill.sudo().einvoice_author_ids = self.head
        html = self.circuit.with_user(self.people["processor"])._explained_html(bill)
        self.assertIn("Lead", html)
        self.assertIn("may not decide on this bill", html)
        self.assertIn("Fallback", html)
        small = self.bill(price=10, ref="F-2026-119")
        self.assertIn("does not apply", self.circuit._explained_html(small))
        self.assertFalse(bill.sudo().einvoice_round_ids)

    def test_unknown_facts_are_named(self):
        self.circuit.step_ids[0].order_state = "with"
        self.assertIn("not known", self.circuit._explained_html(self.bill()))

    def test_the_last_year_is_summed(self):
        self.circuit.step_ids = [
            Command.create({"name": "Free", "most": 50, "who": "nobody"}),
            Command.update(self.circuit.step_ids[0].id, {"least": 50.01}),
        ]
        self.posted(2, price=10)
        self.posted(1, price=10000)
        tally = self.past()
        self.assertEqual((tally["bills"], tally["straight"]), (3, 2))
        self.assertEqual(dict(tally["people"]), {self.head.id: 1})
        html = self.circuit._tally_html(tally)
        self.assertIn("Head", html)
        self.assertIn("67 %", html)

    def test_the_queries_do_not_grow_with_the_bills(self):
        self.posted(2)
        self.past()
        before = self.env.cr.sql_log_count
        self.past()
        few = self.env.cr.sql_log_count - before
        self.posted(12, price=20)
        self.past()
        before = self.env.cr.sql_log_count
        self.past()
        self.assertLessEqual(self.env.cr.sql_log_count - before, few + 2)

    def test_the_window_shows_it_to_a_processor(self):
        bill = self.bill(price=100)
        action = self.rpc(
            "processor", "account.move", "action_einvoice_who_approves", bill.ids
        )
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        as_processor = wizard.with_user(self.people["processor"])
        self.assertIn("Lead", as_processor.explained_html)
        as_processor.action_past()
        self.assertTrue(as_processor.tally_html)

    def test_others_do_not_simulate(self):
        for person in ("employee", "approver"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.approval.simulation",
                    "create",
                    [{"circuit_id": self.circuit.id}],
                )


@tagged("post_install", "-at_install")
class TestAssistant(ApprovalCase):
    def assistant(self, person="manager"):
        wizards = self.env["einvoice.approval.assistant"]
        form = Form(wizards.with_user(self.people[person]))
        form.small_user_ids = self.lead
        form.middle_user_ids = self.head
        form.large_user_ids = self.head | self.fallback
        form.fallback_user_id = self.fallback
        return form.save()

    def test_three_answers_make_a_circuit_that_is_switched_on(self):
        wizard = self.assistant()
        wizard.action_propose()
        made = wizard.circuit_id
        self.assertEqual(made.state, "draft")
        self.assertEqual(
            [(each.least, each.most) for each in made.step_ids],
            [(0, 500), (500.01, 5000), (5000.01, 0)],
        )
        self.assertTrue(wizard.tally_html)
        wizard.small = 300
        wizard.action_propose()
        self.assertEqual(wizard.circuit_id, made)
        self.assertEqual(made.step_ids[0].most, 300)
        wizard.action_switch_on()
        self.assertEqual((made.state, self.circuit.state), ("running", "stopped"))
        bill = self.submitted(price=200)
        self.assertEqual(self.open_of(bill).user_id, self.lead)

    def test_limits_that_do_not_rise_are_refused_in_words(self):
        wizard = self.assistant()
        wizard.large = 100
        with self.assertRaisesRegex(UserError, "limits rise"):
            wizard.action_propose()

    def test_only_a_manager_makes_circuits(self):
        for person in ("processor", "approver", "employee", "auditor"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.approval.assistant",
                    "create",
                    [{"fallback_user_id": self.fallback.id}],
                )
        for person in ("processor", "auditor", "approver"):
            for method in ("action_run", "action_stop"):
                with (
                    self.subTest(person=person, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(person, "einvoice.circuit", method, self.circuit.ids)
