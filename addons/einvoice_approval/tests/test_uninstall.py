"""Bills, holds and the journal stay when the addon goes, and nobody is asked."""

from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestUninstall(ApprovalCase):
    def test_nobody_is_asked_any_more_and_the_rest_stays(self):
        waiting = self.submitted(price=100)
        todo = waiting.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.lead.id
        )
        partly = self.submitted(price=200, ref="F-2026-119")
        self.decide(self.lead, partly, "action_approve_partly", 100.0, "AUTRE", "Half")
        self.assertTrue(self.open_of(waiting))
        before = self.kinds(waiting), self.kinds(partly)
        uninstall_hook(self.env)
        kind = self.env.ref("einvoice_approval.mail_activity_type_approve")
        activities = self.env["mail.activity"].with_context(active_test=False)
        self.assertFalse(activities.search([("activity_type_id", "=", kind.id)]))
        self.assertIn(todo, waiting.activity_ids)
        kind.unlink()
        self.assertEqual((self.kinds(waiting), self.kinds(partly)), before)
        self.assertTrue(partly.einvoice_is_held)
