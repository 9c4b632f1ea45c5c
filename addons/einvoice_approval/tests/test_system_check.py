"""A manager is led to what the approval still needs."""

from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestSystemCheck(ApprovalCase):
    def check(self):
        """Look as the manager does; return the lines by code."""
        action = self.rpc("manager", "einvoice.system.check", "action_check", [])
        page = self.env["einvoice.system.check"].sudo().browse(action["res_id"])
        return {line.code: line for line in page.line_ids}

    def go(self, line):
        return line.with_user(self.people["manager"]).sudo(False).action_go()

    def test_the_assistant_is_offered_until_there_is_a_circuit(self):
        self.circuit.unlink()
        line = self.check()["step_circuit"]
        self.assertEqual(line.state, "todo")
        self.assertEqual(self.go(line)["res_model"], "einvoice.approval.assistant")

    def test_a_prepared_circuit_is_to_be_run(self):
        self.circuit.action_stop()
        line = self.check()["step_circuit"]
        self.assertEqual((line.state, line.found), ("todo", "Bills"))
        self.assertEqual(self.go(line)["res_id"], self.circuit.id)
        self.circuit.action_run()
        line = self.check()["step_circuit"]
        self.assertEqual((line.state, line.advice), ("ok", ""))

    def test_older_drafts_are_a_step_until_they_are_routed(self):
        self.assertNotIn("step_older_drafts", self.check())
        self.circuit.action_stop()
        self.company.einvoice_approval_since = False
        self.bill(price=100)
        self.assertNotIn("step_older_drafts", self.check())
        self.circuit.action_run()
        line = self.check()["step_older_drafts"]
        self.assertIn("1 drafts", line.found)
        self.assertEqual(self.go(line)["res_id"], self.circuit.id)
        self.rpc("manager", "einvoice.circuit", "action_route_drafts", self.circuit.ids)
        self.assertNotIn("step_older_drafts", self.check())

    def test_an_approver_without_address_is_named(self):
        self.assertEqual(self.check()["approvers"].state, "ok")
        self.lead.email = False
        line = self.check()["approvers"]
        self.assertEqual(line.state, "todo")
        self.assertIn("Lead", line.advice)

    def test_mails_need_a_server(self):
        servers = self.env["ir.mail_server"]
        servers.search([]).active = False
        self.assertEqual(self.check()["outgoing_mail"].state, "todo")
        servers.create({"name": "Sortant", "smtp_host": "smtp.client.example"})
        line = self.check()["outgoing_mail"]
        self.assertEqual((line.state, line.found), ("ok", "Sortant"))

    def test_links_must_open_elsewhere(self):
        for address, state in (
            ("http://localhost:8069", "todo"),
            ("http://127.0.0.1:8069", "todo"),
            ("https://odoo.client.example", "ok"),
        ):
            with self.subTest(address=address):
                parameters = self.env["ir.config_parameter"].sudo()
                parameters.set_param("web.base.url", address)
                line = self.check()["address"]
                self.assertEqual((line.state, line.found), (state, address))

    def test_working_hours_are_needed(self):
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Semaine", "company_id": self.company.id}
        )
        self.assertEqual(self.check()["calendar"].state, "ok")
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.assertEqual(self.check()["calendar"].state, "problem")

    def test_every_button_leads_somewhere(self):
        manager = self.people["manager"]
        lines = self.check()
        self.assertTrue(lines["outgoing_mail"].with_user(manager).sudo(False).way_help)
        manager.group_ids |= self.env.ref("base.group_system")
        for line in lines.values():
            with self.subTest(line=line.code):
                self.assertTrue(line.with_user(manager).sudo(False).way_label)
                self.assertTrue(self.go(line)["res_model"])
