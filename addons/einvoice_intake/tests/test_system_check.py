from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..domain import equipment
from . import invoices
from .common import IntakeCase

_EQUIPMENT = "odoo.addons.einvoice_intake.wizard.einvoice_system_check_technical"


@tagged("post_install", "-at_install")
class TestSystemCheck(IntakeCase):
    def check(self):
        """Look as the manager does; return the lines by code."""
        action = self.rpc("manager", "einvoice.system.check", "action_check", [])
        self.page = self.env["einvoice.system.check"].browse(action["res_id"])
        return {line.code: line for line in self.page.line_ids}

    def test_only_a_manager_looks(self):
        for person in ("employee", "invoicing", "processor", "approver", "auditor"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.system.check", "action_check", [])

    def test_lines_are_read_by_managers_and_made_by_nobody(self):
        line = self.check()["alias"]
        said = self.rpc("manager", line._name, "read", line.ids, ["title", "state"])
        self.assertEqual(said[0]["state"], line.state)
        with self.assertRaises(AccessError):
            self.rpc("processor", line._name, "read", line.ids, ["title"])
        with self.assertRaises(AccessError):
            self.rpc("manager", line._name, "write", line.ids, {"way": "jobs"})
        with self.assertRaises(AccessError):
            self.rpc("manager", "einvoice.system.check", "create", {"company_id": 1})

    def test_company_without_identifiers_is_to_do(self):
        self.company.partner_id.write({"company_registry": False, "vat": False})
        line = self.check()["company_identifiers"]
        self.assertEqual((line.state, line.found), ("todo", "none"))
        self.company.partner_id.write(
            {
                "company_registry": invoices.BUYER["buyer_siren"],
                "vat": invoices.BUYER["buyer_vat"],
            }
        )
        line = self.check()["company_identifiers"]
        self.assertEqual(line.state, "ok")
        self.assertIn(invoices.BUYER["buyer_siren"], line.found)

    def test_number_that_is_no_siren_is_named(self):
        self.company.partner_id.company_registry = "123456789"
        line = self.check()["company_identifiers"]
        self.assertEqual(line.state, "todo")
        self.assertIn("123456789", line.advice)

    def test_suppliers_without_identifiers_are_counted_and_shown(self):
        partners = self.env["res.partner"]
        partners.search([("supplier_rank", ">", 0)]).supplier_rank = 0
        self.assertEqual(self.check()["supplier_identifiers"].state, "todo")
        unknown = partners.create({"name": "Sans numéro", "supplier_rank": 1})
        self.supplier.supplier_rank = 1
        line = self.check()["supplier_identifiers"]
        self.assertEqual(line.state, "todo")
        self.assertIn("1 of 2", line.found)
        shown = line.with_user(self.people["manager"]).action_go()
        self.assertEqual(partners.search(shown["domain"]), unknown)
        unknown.vat = "FR40303265045"
        self.assertEqual(self.check()["supplier_identifiers"].state, "ok")

    def test_journal_address_needs_name_and_domain(self):
        self.journal.alias_name = False
        self.assertEqual(self.check()["alias"].state, "off")
        domains = self.env["mail.alias.domain"]
        self.journal.alias_name = "factures"
        self.journal.alias_id.alias_domain_id = False
        self.assertEqual(self.check()["alias"].state, "todo")
        domain = domains.create({"name": "client.example"})
        self.company.alias_domain_id = domain
        self.journal.alias_id.alias_domain_id = domain
        line = self.check()["alias"]
        self.assertEqual(line.state, "ok")
        self.assertEqual(line.found, "factures@client.example")

    def test_incoming_mail_server_counts_when_confirmed(self):
        servers = self.env["fetchmail.server"]
        servers.search([]).unlink()
        self.assertEqual(self.check()["mail_server"].state, "off")
        server = servers.create({"name": "Boîte", "server_type": "imap"})
        self.assertEqual(self.check()["mail_server"].state, "todo")
        server.state = "done"
        self.assertEqual(self.check()["mail_server"].state, "ok")

    def test_folder_that_cannot_be_used_is_a_problem(self):
        roots = patch.object(
            self.registry["einvoice.document"], "_folder_roots", lambda self: ()
        )
        with roots:
            line = self.check()["folder"]
        self.assertEqual(line.state, "off")
        self.assertFalse(line.way)
        self.env.cr.execute(
            "UPDATE res_company SET einvoice_folder = '/nowhere/at/all' WHERE id = %s",
            [self.company.id],
        )
        self.company.invalidate_recordset()
        with patch.object(
            self.registry["einvoice.document"], "_folder_roots", lambda self: ("/srv",)
        ):
            line = self.check()["folder"]
        self.assertEqual(line.state, "problem")
        self.assertTrue(line.advice)

    def test_key_of_a_processor_switches_the_interface_on(self):
        self.assertEqual(self.check()["api"].state, "off")
        person = self.people["processor"]
        keys = self.env["res.users.apikeys"].with_user(person).sudo()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        keys._generate("rpc", "scanner", tomorrow)
        self.assertEqual(self.check()["api"].state, "ok")

    def test_administrators_alone_are_no_processors(self):
        people = self.env["res.users"].search(
            [("all_group_ids", "in", self.env.ref("einvoice_base.group_processor").id)]
        )
        people.group_ids |= self.env.ref("base.group_system")
        self.assertEqual(self.check()["processors"].state, "todo")
        self.person("processor", login="a_new_accountant")
        line = self.check()["processors"]
        self.assertEqual(line.state, "ok")

    def test_job_that_sleeps_or_is_late_is_a_problem(self):
        job = self.env.ref("einvoice_intake.ir_cron_process")
        jobs = job + self.env.ref("einvoice_intake.ir_cron_folders")
        jobs += self.env.ref("einvoice_base.ir_cron_einvoice_seal")
        jobs.write({"active": True, "nextcall": fields.Datetime.now()})
        self.assertEqual(self.check()["jobs"].state, "ok")
        job.nextcall = fields.Datetime.now() - timedelta(hours=3)
        self.assertEqual(self.check()["jobs"].state, "problem")
        job.write({"active": False, "nextcall": fields.Datetime.now()})
        line = self.check()["jobs"]
        self.assertEqual(line.state, "problem")
        self.assertIn(job.cron_name, line.advice)

    def test_drafts_from_before_are_to_do(self):
        self.assertEqual(self.check()["drafts"].state, "ok")
        count = "odoo.addons.einvoice_base.models.res_company.ResCompany"
        with patch(f"{count}._einvoice_exempt_count", lambda self: 12):
            line = self.check()["drafts"]
        self.assertEqual(line.state, "todo")
        self.assertIn("12", line.found)

    def test_packages_say_what_they_enable(self):
        with patch(f"{_EQUIPMENT}.equipment.version_of", lambda package: None):
            lines = self.check()
        self.assertEqual(lines["package_pdfplumber"].state, "off")
        self.assertEqual(lines["package_rapidfuzz"].state, "problem")
        with patch(f"{_EQUIPMENT}.equipment.version_of", lambda package: "1.2.3"):
            lines = self.check()
        for package in equipment.PACKAGES:
            line = lines[f"package_{package.module}"]
            self.assertEqual(line.state, "ok")
            self.assertIn("1.2.3", line.found)
            self.assertTrue(line.enables)

    def test_tesseract_needs_french(self):
        for languages, state in ((None, "off"), (("eng",), "off"), (("fra",), "ok")):
            tesseract = f"{_EQUIPMENT}.equipment.tesseract_languages"
            with (
                self.subTest(languages=languages),
                patch(tesseract, return_value=languages),
            ):
                self.assertEqual(self.check()["program_tesseract"].state, state)

    def test_reading_of_pages_says_with_what_it_reads(self):
        line = self.check()["page_reader"]
        self.assertEqual(line.state, "ok")
        self.assertIn("rapidocr, tesseract", line.found)
        limits = "odoo.addons.einvoice_intake.models.einvoice_document_pages"
        bare = self.env["einvoice.document"]._page_limits()
        bare = replace(bare, engines=(), idle=5)
        with patch(f"{limits}.EinvoiceDocument._page_limits", lambda self: bare):
            line = self.check()["page_reader"]
        self.assertEqual(line.state, "problem")
        self.assertIn("pip install rapidocr onnxruntime", line.advice)

    def test_first_steps_follow_the_work(self):
        self.supplier.supplier_rank = 1
        self.env["res.partner"].search(
            [("vat", "=", False), ("company_registry", "=", False)]
        ).supplier_rank = 0
        lines = self.check()
        done = {"step_company", "step_suppliers", "step_processor"}
        steps = {code for code in lines if code.startswith("step_")}
        self.assertEqual({each for each in steps if lines[each].state == "ok"}, done)
        self.assertEqual((self.page.steps_done, self.page.steps_total), (3, 6))

        document = self.receive(invoices.cii(), company=self.company)
        self.assertEqual(self.check()["step_document"].state, "ok")
        document.move_id.action_post()
        self.assertEqual(self.check()["step_posted"].state, "ok")
        self.assertEqual(self.check()["step_decision"].state, "todo")
        self.supplier.write({"company_registry": False, "vat": False})
        waiting = self.receive(invoices.cii(number="F-2"), company=self.company)
        self.assertEqual(waiting.state, "to_fix")
        waiting.finding_ids[:1].with_user(self.people["manager"]).action_lift("Seen.")
        self.assertEqual(self.check()["step_decision"].state, "ok")

    def test_empty_inbox_leads_a_manager_to_the_first_steps(self):
        link = "/odoo/supplier-invoices-check"
        self.assertIn(link, self.rpc("manager", *self._help()))
        self.assertNotIn(link, self.rpc("processor", *self._help()))

    def _help(self):
        return "einvoice.document", "get_empty_list_help", ""

    def test_managers_find_it_without_being_accounting_managers(self):
        menu = self.env.ref("einvoice_base.einvoice_system_check_menu")
        self.assertFalse(
            self.people["manager"].has_group("account.group_account_manager")
        )
        for person, sees in (("manager", True), ("processor", False)):
            visible = menu.with_user(self.people[person])._visible_menu_ids()
            with self.subTest(person):
                way = menu | menu.parent_id | menu.parent_id.parent_id
                self.assertEqual(set(way.ids) <= set(visible), sees)

    def test_every_button_leads_somewhere_and_asks_for_rights(self):
        lines = self.check()
        admin = self.people["manager"]
        for line in lines.values():
            if line.way in ("settings", "jobs", "people"):
                self.assertFalse(line.with_user(admin).way_label)
                self.assertTrue(line.with_user(admin).way_help)
        admin.group_ids |= self.env.ref("base.group_system")
        for line in lines.values():
            with self.subTest(line=line.code):
                action = line.with_user(admin).action_go()
                self.assertEqual(bool(action), bool(line.way))
        with self.assertRaises(AccessError):
            lines["jobs"].with_user(self.people["processor"]).action_go()
