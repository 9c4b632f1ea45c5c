"""What is remembered of suppliers: looked at, taken elsewhere, forgotten."""

import base64
import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..domain.coding.lessons import Lesson, written
from .common import GROUPS
from .test_coding import CodingCase

_MODELS = (
    "einvoice.coding.memory",
    "einvoice.coding.lesson",
    "einvoice.coding.remembered",
)


@tagged("post_install", "-at_install")
class TestCodingMemory(CodingCase):
    def remembered(self, person="manager"):
        self.env.flush_all()
        rows = self.env["einvoice.coding.remembered"]
        return rows.with_user(self.people[person]).search(
            [("partner_id", "=", self.supplier.id)]
        )

    def lesson(self, **said):
        return Lesson(
            **{
                "supplier": "LE VENDEUR",
                "vat": "FR88100000009",
                "registry": "100000009",
                "text": "Paper",
                "item": "",
                "account": self.paper.code,
                "taxes": (),
                "count": 12,
                "last_day": "2026-08-01",
                "author": "Marie",
                **said,
            }
        )

    def imported(self, content, person="manager"):
        wizard = (
            self.env["einvoice.coding.file"]
            .with_user(self.people[person])
            .create({"content": base64.b64encode(content)})
        )
        wizard.action_import()
        return wizard

    def test_the_list_says_text_account_count_and_who(self):
        self.typed(self.paper, day="2026-05-01")
        self.typed(self.paper, "PAPER", day="2026-06-01")
        self.typed(self.rent, "Rent")
        paper = self.remembered().filtered(lambda row: row.account_id == self.paper)
        self.assertEqual((paper.text, paper.count), ("PAPER", 2))
        self.assertEqual(paper.last_day, fields.Date.to_date("2026-06-01"))
        self.assertTrue(paper.author)
        self.assertEqual(len(self.remembered()), 2)

    def test_the_list_counts_what_a_person_changed(self):
        self.post(self.bill(), self.paper)
        self.assertEqual(self.remembered().changed, 1)

    def test_what_is_forgotten_counts_no_more_and_new_bills_do(self):
        old = self.typed(self.paper)
        row = self.remembered()
        row.action_forget()
        self.assertFalse(self.remembered())
        self.assertEqual(self.line(self.bill()).account_id, self.usual)
        said = self.supplier.message_ids[:1].body
        self.assertIn("forgotten", said)
        self.assertEqual(old.state, "posted")
        new = self.typed(self.rent)
        # Entered after that; in a test the clock of the database stands still.
        self.env.cr.execute(
            SQL(
                "UPDATE account_move SET create_date = create_date + interval '1 day'"
                " WHERE id = %s",
                new.id,
            )
        )
        self.assertEqual(self.line(self.bill()).account_id, self.rent)

    def test_forgetting_one_supplier_keeps_the_others(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.typed(self.rent, partner=other, item="Rent")
        self.typed(self.paper)
        self.remembered().action_forget()
        self.assertEqual(self.line(self.bill("Rent")).account_id, self.rent)
        self.assertEqual(self.line(self.bill("Paper")).account_id, self.usual)

    def test_an_exported_memory_teaches_after_it_was_forgotten(self):
        self.typed(self.paper)
        action = self.remembered().action_export()
        wizard = self.env["einvoice.coding.file"].browse(action["res_id"])
        content = base64.b64decode(wizard.content)
        self.assertEqual(json.loads(content)["lessons"][0]["account"], self.paper.code)
        self.remembered().action_forget()
        self.imported(content)
        line = self.line(self.bill())
        self.assertEqual(line.account_id, self.paper)
        row = self.remembered()
        self.assertEqual((row.text, row.account_id), ("Paper", self.paper))
        row.action_forget()
        self.assertEqual(self.line(self.bill()).account_id, self.usual)

    def test_a_memory_that_is_imported_twice_counts_once(self):
        for _time in range(2):
            self.imported(written([self.lesson()]))
        self.assertEqual(self.remembered().mapped("count"), [12])

    def test_a_code_means_the_account_of_the_own_company(self):
        other = self.setup_other_company()["company"]
        self.account("606400", other).sudo()
        wizard = self.imported(
            written(
                [
                    self.lesson(),
                    self.lesson(account="999999999"),
                    self.lesson(vat="FR37200000099", registry=""),
                ]
            )
        )
        self.assertIn("remembered: 1", wizard.result)
        self.assertIn("not known here: 2", wizard.result)
        self.assertEqual(self.remembered().account_id, self.paper)

    def test_nobody_imports_into_a_company_that_is_not_his(self):
        other = self.setup_other_company()["company"]
        wizard = (
            self.env["einvoice.coding.file"]
            .with_user(self.people["manager"])
            .create({"content": base64.b64encode(written([self.lesson()]))})
        )
        wizard.sudo().company_id = other
        with self.assertRaises(UserError):
            wizard.action_import()

    def test_a_file_that_was_changed_by_hand_is_not_imported(self):
        good = json.loads(written([self.lesson()]))
        broken = [
            b"no json",
            b"[]",
            json.dumps({**good, "version": 2}).encode(),
            json.dumps({**good, "lessons": [{"text": "Paper"}]}).encode(),
        ]
        for name, value in (
            ("count", -1),
            ("count", True),
            ("last_day", "yesterday"),
            ("text", "a\x00b"),
            ("account", ""),
            ("taxes", [1]),
        ):
            changed = {**good["lessons"][0], name: value}
            broken.append(json.dumps({**good, "lessons": [changed]}).encode())
        for content in broken:
            with self.subTest(content=content), self.assertRaises(UserError):
                self.imported(content)
        self.assertFalse(self.env["einvoice.coding.lesson"].search([]))


@tagged("post_install", "-at_install")
class TestCodingRights(CodingCase):
    def test_only_managers_read_and_nobody_writes(self):
        for model in _MODELS:
            for name in GROUPS:
                records = self.env[model].with_user(self.people[name])
                with self.subTest(model=model, group=name):
                    self.assertEqual(records.has_access("read"), name == "manager")
                    for operation in ("write", "create", "unlink"):
                        self.assertFalse(records.has_access(operation))

    def test_a_forged_call_forgets_exports_and_imports_nothing(self):
        self.typed(self.paper)
        self.env.flush_all()
        row = self.env["einvoice.coding.remembered"].search(
            [("partner_id", "=", self.supplier.id)]
        )
        for person in ("employee", "invoicing", "processor", "approver", "auditor"):
            for method in ("action_forget", "action_export"):
                with (
                    self.subTest(person=person, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(person, row._name, method, row.ids)
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.coding.file", "create", {"content": "e30="})
        self.assertEqual(self.line(self.bill()).account_id, self.paper)

    def test_not_even_a_manager_writes_what_is_remembered(self):
        vals = {
            "company_id": self.company.id,
            "partner_id": self.supplier.id,
            "account_id": self.paper.id,
            "last_day": "2026-06-01",
        }
        with self.assertRaises(AccessError):
            self.rpc("manager", "einvoice.coding.lesson", "create", [vals])
        with self.assertRaises(AccessError):
            self.rpc(
                "manager",
                "einvoice.coding.memory",
                "create",
                [{"company_id": self.company.id, "partner_id": self.supplier.id}],
            )

    def test_a_manager_of_another_company_sees_and_forgets_nothing(self):
        self.typed(self.paper)
        self.env.flush_all()
        company = self.setup_other_company()["company"]
        self.people["elsewhere"] = self.person("manager", "elsewhere", company)
        rows = self.env["einvoice.coding.remembered"]
        mine = rows.search([("partner_id", "=", self.supplier.id)])
        self.assertFalse(rows.with_user(self.people["elsewhere"]).search([]))
        with self.assertRaises(AccessError):
            self.rpc("elsewhere", rows._name, "action_forget", mine.ids)
        self.assertEqual(self.line(self.bill()).account_id, self.paper)
