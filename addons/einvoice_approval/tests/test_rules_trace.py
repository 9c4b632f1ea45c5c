"""Who changes the rules of approval is found in the journal and on the circuit."""

import json

from odoo import Command
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestRulesTrace(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.first, self.second = self.circuit.step_ids.sorted("sequence")
        self.known = self.events.search([("kind", "=", "rule_changed")])

    def noted(self):
        """Return what the journal says since the beginning of the test."""
        found = self.events.search([("kind", "=", "rule_changed")], order="id")
        return [(event, json.loads(event.payload)) for event in found - self.known]

    def circuit_rpc(self, method, *args, model="einvoice.circuit", ids=None):
        ids = self.circuit.ids if ids is None else ids
        context = {"lang": "en_US"}
        return self.rpc("manager", model, method, ids, *args, context=context)

    def test_a_changed_step_is_one_event_that_says_what_was_and_is(self):
        self.circuit_rpc(
            "write",
            {"most": 9000, "user_ids": [Command.link(self.head.id)]},
            model="einvoice.circuit.step",
            ids=self.first.ids,
        )
        ((event, payload),) = self.noted()
        self.assertEqual(payload["rule"], "Bills")
        self.assertEqual(event.company_key, self.company.id)
        self.assertIn("einvoice_manager", event.actor)
        (before,), (after,) = payload["before"], payload["after"]
        self.assertIn("5,000.00", before)
        self.assertIn("9,000.00", after)
        self.assertIn("Head or Lead", after)
        self.assertIn("Bills", event.summary)
        self.assertIn("9,000.00", event.summary)
        self.assertIn("9,000.00", self.circuit.message_ids[0].body)

    def test_the_form_saves_many_steps_in_one_event(self):
        self.circuit_rpc(
            "web_save",
            {
                "has_single_approver": True,
                "step_ids": [
                    Command.update(self.first.id, {"escalate_hours": 8}),
                    Command.delete(self.second.id),
                    Command.create({"name": "Third", "user_ids": self.head.ids}),
                ],
            },
            {},
        )
        ((_event, payload),) = self.noted()
        after = "\n".join(payload["after"])
        for text in ("Single approver: yes", "Escalate after: 8", "Third"):
            self.assertIn(text, after)
        self.assertIn("Head", "\n".join(payload["before"]))

    def test_what_changes_nothing_is_no_event(self):
        self.circuit_rpc("write", {"has_single_approver": False})
        self.circuit_rpc(
            "write",
            {"name": self.first.name},
            model="einvoice.circuit.step",
            ids=self.first.ids,
        )
        self.assertFalse(self.noted())

    def test_a_circuit_that_does_not_run_is_nobody_s_rule_yet(self):
        values = {
            "name": "Next",
            "fallback_user_id": self.fallback.id,
            "step_ids": [Command.create({"name": "All", "user_ids": self.head.ids})],
        }
        keys = self.rpc("manager", "einvoice.circuit", "create", [values])
        self.circuit_rpc("write", {"has_single_approver": True}, ids=keys)
        self.assertFalse(self.noted())
        self.circuit_rpc("action_run", ids=keys)
        (_stopped, old), (_runs, new) = self.noted()
        self.assertTrue(old["before"] and not old["after"])
        self.assertTrue(new["after"] and not new["before"])
        self.assertIn("Single approver: yes", new["after"])

    def test_stopped_and_deleted(self):
        self.circuit_rpc("action_stop")
        self.assertEqual(len(self.noted()), 1)
        self.circuit_rpc("action_run")
        self.circuit_rpc("unlink", model="einvoice.circuit.step", ids=self.first.ids)
        ((_event, payload),) = self.noted()[2:]
        self.assertIn("Lead", "\n".join(payload["before"]))
        self.circuit_rpc("unlink")
        ((_event, payload),) = self.noted()[3:]
        self.assertEqual((payload["rule"], payload["after"]), ("Bills", []))
        self.assertIn("Head", "\n".join(payload["before"]))
