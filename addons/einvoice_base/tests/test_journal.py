import json
from decimal import Decimal

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.chain import GENESIS, link
from ..domain.events import EventKind
from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestJournal(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.draft = cls.bill()

    def emit(self, count=1):
        return self.env["einvoice.event"]._emit_all(
            [("retried", {"cause": str(each)}, {}) for each in range(count)]
        )

    def tamper(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def test_line_says_who_when_what_and_on_which_bill(self):
        event = (
            self.env["einvoice.event"]
            .with_user(self.people["processor"])
            ._emit(
                "retried", {"cause": "button", "n": Decimal("1.50")}, move=self.draft
            )
        )
        self.assertTrue(event.is_person)
        self.assertIn("(einvoice_processor)", event.actor)
        self.assertEqual(event.payload, '{"cause":"button","n":"1.50"}')
        self.assertEqual(event.move_name, "F-2026-118")
        text = json.loads(event.text)
        self.assertEqual(text["move_id"], str(self.draft.id))
        self.assertEqual(text["company_name"], self.company.name)
        self.assertTrue(text["time"].endswith("Z"))

    def test_reader_sees_a_summary_in_his_language(self):
        payload = {
            "rule": "payable_wrong",
            "severity": "block",
            "amount": Decimal("1234.50"),
            "supplier": "Vasseur",
            "cause": "Seen with Zoé",
        }
        event = self.events._emit("finding_lifted", payload)
        self.assertEqual(
            event.summary, "Amount due · Seen with Zoé · Vasseur · 1,234.50"
        )
        self.env["res.lang"]._activate_lang("fr_FR")
        self.assertIn("Net à payer", event.with_context(lang="fr_FR").summary)

    def test_system_is_named_as_system(self):
        journal = self.env["einvoice.event"].with_user(SUPERUSER_ID)
        event = journal._emit("retried", {"cause": "job"}, company=self.company)
        self.assertFalse(event.is_person)
        self.assertEqual(event.actor, "system")

    def test_unknown_kind_is_refused(self):
        with self.assertRaisesRegex(UserError, "does not know"):
            self.events._emit("invented", {})

    def test_incomplete_payload_is_refused(self):
        with self.assertRaisesRegex(UserError, "lacks cause"):
            self.events._emit("retried", {})

    def test_create_itself_refuses_what_the_catalogue_does_not_know(self):
        for vals in (
            {"kind": "invented", "payload": {}, "company_key": 1},
            {"kind": "retried", "payload": {}, "company_key": 1},
            {"kind": "retried", "payload": {"cause": ""}, "actor": "Somebody"},
            {"kind": "retried", "payload": {"cause": ""}, "position": 1},
            {"kind": "retried", "payload": {"cause": ""}, "time": "2020-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.events.create(vals)

    def test_every_kind_of_the_catalogue_has_a_name_on_screens(self):
        names = dict(self.events._fields["kind"].selection)
        self.assertEqual(set(names), {kind.value for kind in EventKind})

    def test_nobody_writes_or_deletes_a_line(self):
        event = self.emit()
        for name, user in self.people.items():
            with self.subTest(user=name):
                for line in (event.with_user(user), event.with_user(user).sudo()):
                    with self.assertRaises(UserError):
                        line.write({"payload": "{}"})
                    with self.assertRaises(UserError):
                        line.unlink()
        system = event.with_user(SUPERUSER_ID)
        with self.assertRaises(UserError):
            system.write({"move_id": 1})
        with self.assertRaises(UserError):
            system.with_context(_force_unlink=True).unlink()

    def test_nobody_creates_a_line_by_rpc(self):
        vals = {"kind": "approved", "payload": {}, "company_key": self.company.id}
        for name in self.people:
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.event", "create", [vals])
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.event", "_emit", "approved", {})

    def test_many_events_are_one_insert(self):
        self.emit()
        with self.assertQueryCount(1):
            self.emit(90)

    def test_sealing_chains_lines_in_order(self):
        self.emit(3)
        self.events._seal(self.company)
        lines = self.events.search(
            [("company_key", "=", self.company.id)], order="position"
        )
        head = GENESIS
        for place, line in enumerate(lines, 1):
            head = link(head, line.text)
            self.assertEqual((line.position, line.sha256), (place, head))
        self.assertEqual(self.events._seal(self.company), 0)

    def test_verify_counts_sound_and_waiting_lines(self):
        self.emit(2)
        sealed = self.events._seal(self.company)
        self.emit(3)
        verdict = self.events._verify(self.company)
        self.assertEqual(
            (verdict.checked, verdict.broken, verdict.unchained), (sealed, None, 3)
        )

    def test_verify_names_a_line_whose_text_was_changed(self):
        self.emit(5)
        self.events._seal(self.company)
        self.tamper(
            "UPDATE einvoice_event SET text = replace(text, '\"2', '\"9') "
            "WHERE company_key = %s AND position = 3",
            self.company.id,
        )
        self.assertEqual(self.events._verify(self.company).broken, 3)

    def test_verify_names_a_line_whose_shown_columns_were_changed(self):
        self.emit(5)
        self.events._seal(self.company)
        for column, value in (
            ("payload", '{"cause":"forged"}'),
            ("actor", "Somebody else"),
            ("move_id", 7),
            ("time", "2020-01-01"),
        ):
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self.tamper(
                    f"UPDATE einvoice_event SET {column} = %s "
                    "WHERE company_key = %s AND position = 4",
                    value,
                    self.company.id,
                )
                self.assertEqual(self.events._verify(self.company).broken, 4)
                savepoint.rollback()

    def test_verify_names_a_deleted_line(self):
        self.emit(5)
        last = self.events._seal(self.company)
        for place in (2, last):
            with self.subTest(place=place), self.env.cr.savepoint() as savepoint:
                self.tamper(
                    "DELETE FROM einvoice_event "
                    "WHERE company_key = %s AND position = %s",
                    self.company.id,
                    place,
                )
                self.assertEqual(self.events._verify(self.company).broken, place)
                savepoint.rollback()

    def test_companies_have_their_own_chains(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.emit(2)
        self.events._emit("retried", {"cause": "x"}, company=other)
        self.assertEqual(self.events._seal(other), 1)
        self.assertEqual(self.events._verify(other).checked, 1)
        mine = self.env["einvoice.event"].with_user(self.people["auditor"])
        self.assertNotIn(other.id, mine.search([]).mapped("company_key"))

    def test_job_chains_every_company(self):
        self.emit(2)
        with self.enter_registry_test_mode():
            self.env.ref("einvoice_base.ir_cron_einvoice_seal").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.events._verify(self.company).unchained, 0)

    def test_check_seals_and_shows_the_result(self):
        self.emit(2)
        for name in ("manager", "auditor"):
            action = self.rpc(name, "einvoice.event.check", "action_check")
            check = self.env["einvoice.event.check"].browse(action["res_id"])
            self.assertEqual((check.broken, check.unchained), (0, 0))
            self.assertGreaterEqual(check.checked, 2)
        for name in ("processor", "approver", "invoicing", "employee"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.event.check", "action_check")

    @mute_logger("odoo.sql_db")
    def test_end_of_a_chain_is_written_by_the_sealing_only(self):
        self.emit()
        self.events._seal(self.company)
        head = self.env["einvoice.event.head"].sudo().search([], limit=1)
        for change in (lambda: head.write({"position": 1}), head.unlink):
            with self.assertRaises(UserError):
                change()

    def test_uninstalling_leaves_the_journal_as_a_file(self):
        self.emit(2)
        self.events._seal(self.company)
        self.events._keep_as_attachment(self.company)
        kept = self.env["ir.attachment"].search(
            [("name", "=", f"einvoice-journal-{self.company.id}.jsonl")]
        )
        for name in ("employee", "accountant", "processor"):
            with self.subTest(user=name):
                self.assertFalse(kept.with_user(self.people[name]).has_access("read"))
        lines = [json.loads(line) for line in kept.raw.decode().splitlines()]
        head = GENESIS
        for line in lines:
            head = link(head, line["text"])
            self.assertEqual(line["sha256"], head)
