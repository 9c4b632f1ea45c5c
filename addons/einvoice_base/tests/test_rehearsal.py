"""Other settings tried on the bills of the past: what comes out, and what is left."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.einvoice_base.models import einvoice_rehearsal_run

from .common import EinvoiceCase

# What a rehearsal must leave as it was.
KEPT = (
    "einvoice.finding",
    "einvoice.hold",
    "mail.activity",
    "mail.message",
    "account.move",
    "account.move.line",
)


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestRehearsal(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = (
            cls.env["einvoice.rule"]
            .sudo()
            .search(
                [
                    ("company_id", "=", cls.env.company.id),
                    ("code", "=", "vat_amount_wrong"),
                ]
            )
        )
        # Posted while the rule was off: now it would stop one of them.
        cls.rule.mode = "off"
        cls.wrong = cls.wrong_bill(ref="W-1")
        cls.good = cls.bill(ref="G-1")
        cls.refund = cls.bill(ref="R-1", move_type="in_refund", price=50.0)
        (cls.wrong | cls.good | cls.refund).action_post()
        cls.rule.mode = "on"
        cls.manager = cls.people["manager"]

    def rehearsal(self, **values):
        return self.env["einvoice.rehearsal"].with_user(self.manager).create(values)

    def trying(self, **settings):
        row = {"rule_id": self.rule.id, **settings}
        return self.rehearsal(tried_ids=[Command.create(row)])

    def counts(self):
        counts = {
            model: self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search_count([])
            for model in KEPT
        }
        counts["einvoice.event"] = self.events.search_count(
            [("kind", "!=", "rehearsed")]
        )
        return counts

    def lines(self, rehearsal):
        return {line.move_id: line for line in rehearsal.line_ids}

    def test_what_would_change_is_told_by_bill_by_rule_and_in_sums(self):
        rehearsal = self.trying(mode="observe")
        rehearsal.action_run()
        self.assertEqual(rehearsal.state, "done")
        self.assertEqual((rehearsal.total_count, rehearsal.judged_count), (3, 3))
        line = self.lines(rehearsal)[self.wrong]
        self.assertEqual((line.before, line.change), ("stops", "released"))
        self.assertNotEqual(line.after, "stops")
        self.assertIn("Blocking → Information", line.what)
        self.assertEqual(self.lines(rehearsal)[self.good].change, "same")
        row = rehearsal.tried_ids
        self.assertEqual((row.stops_before, row.stops_after), (1, 0))
        self.assertEqual((row.informs_before, row.informs_after), (0, 1))
        self.assertEqual((rehearsal.stops_before, rehearsal.stops_after), (1, 0))
        self.assertAlmostEqual(rehearsal.stops_amount_before, self.wrong.amount_total)
        self.assertEqual(rehearsal.changed_count, 1)
        self.assertEqual(
            rehearsal.passes_after + rehearsal.review_after + rehearsal.stops_after, 3
        )
        refund = self.lines(rehearsal)[self.refund]
        self.assertAlmostEqual(refund.amount, -self.refund.amount_total)

    def test_nothing_is_stored_but_the_results_and_one_event(self):
        before = self.counts()
        events = self.events.search([("kind", "=", "rehearsed")])
        rehearsal = self.trying(mode="on", severity="review")
        rehearsal.action_run()
        self.assertEqual(self.counts(), before)
        event = self.events.search([("kind", "=", "rehearsed")]) - events
        self.assertEqual((len(event), event.is_person), (1, True))
        self.assertIn(self.rule.title, event.payload)
        self.assertIn('"count":3', event.payload)
        self.assertEqual(self.rule.severity, "block")
        self.assertFalse(self.wrong.einvoice_finding_ids)

    def test_a_rule_in_force_is_compared_with_itself_switched_off(self):
        rehearsal = self.trying(mode="off")
        rehearsal.action_run()
        self.assertEqual(self.lines(rehearsal)[self.wrong].change, "released")

    def test_a_softer_rule_asks_for_a_review(self):
        rehearsal = self.trying(mode="on", severity="review")
        rehearsal.action_run()
        line = self.lines(rehearsal)[self.wrong]
        self.assertEqual((line.after, line.change), ("review", "released"))

    def test_it_starts_from_the_rules_that_were_chosen_and_from_what_is_in_force(self):
        model = self.env["einvoice.rehearsal"].with_user(self.manager)
        chosen = model.with_context(
            active_model="einvoice.rule", active_ids=self.rule.ids
        )
        for started in (chosen, model.with_context(default_rule_ids=self.rule.ids)):
            with Form(started) as form, form.tried_ids.edit(0) as row:
                self.assertEqual(row.mode, "on")
                row.mode = "observe"
            self.assertEqual(form.record.tried_ids.rule_id, self.rule)
            self.assertEqual(form.record.einvoice_touchless_limit, 1000)

    def test_apply_changes_the_rules_and_the_journal_says_who(self):
        rehearsal = self.trying(mode="on", severity="review")
        with self.assertRaises(UserError):
            rehearsal.action_apply()
        rehearsal.action_run()
        known = self.events.search([("kind", "=", "rule_changed")])
        rehearsal.action_apply()
        self.assertEqual((self.rule.mode, self.rule.severity), ("on", "review"))
        event = self.events.search([("kind", "=", "rule_changed")]) - known
        self.assertEqual((len(event), event.is_person), (1, True))
        self.assertEqual(rehearsal.applied_by_id, self.manager)
        with self.assertRaises(UserError):
            rehearsal.action_apply()

    def test_observe_only_first(self):
        rehearsal = self.trying(mode="on", severity="review")
        rehearsal.action_run()
        rehearsal.action_observe()
        self.assertEqual((self.rule.mode, self.rule.severity), ("observe", "review"))
        self.assertEqual(rehearsal.applied_as, "observe")

    def test_a_policy_that_is_off_is_tried_as_on(self):
        with Form(self.env["einvoice.rehearsal"].with_user(self.manager)) as form:
            self.assertEqual(form.einvoice_touchless_mode, "on")

    def test_it_says_one_bill_and_writes_numbers_as_the_reader_does(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        rehearsal = self.trying(mode="on", severity="review")
        rehearsal.date_from = rehearsal.date_to = date(2026, 9, 19)
        self.bill(ref="O-1", invoice_date=date(2026, 9, 19)).action_post()
        rehearsal.action_run()
        self.assertEqual(rehearsal.scope, "1 of 1 bill")
        rules = self.env["einvoice.rule"].sudo()
        limited = rules.search(
            [("company_id", "=", self.env.company.id), ("has_percent", "=", True)],
            limit=1,
        )
        limited.limit_percent = 3.5
        row = self.rehearsal(
            tried_ids=[Command.create({"rule_id": limited.id, "limit_percent": 10})]
        ).tried_ids
        self.assertIn("3.5 %", row.in_force)
        self.assertIn("10 %", row.tried)
        self.assertIn("3,5", row.with_context(lang="fr_FR").in_force)

    def test_the_policy_is_tried_and_applied(self):
        self.good.copy({"ref": "G-2", "invoice_date": date(2026, 9, 10)}).action_post()
        rehearsal = self.rehearsal(
            tries_policy=True,
            einvoice_touchless_mode="on",
            einvoice_touchless_limit=5000,
            einvoice_touchless_basis="listed",
            einvoice_touchless_listed_ids=[Command.set(self.partner_a.ids)],
            einvoice_touchless_least_bills=1,
            einvoice_touchless_confidence=0,
        )
        rehearsal.action_run()
        line = self.lines(rehearsal)[self.good]
        # A typed bill has no reading: how surely it was read is not known.
        self.assertFalse(line.is_posted_after)
        self.assertIn("not known", line.why)
        self.assertEqual(rehearsal.posted_after, 0)
        rehearsal.action_apply()
        company = self.env.company
        self.assertEqual(company.einvoice_touchless_mode, "on")
        self.assertEqual(company.einvoice_touchless_limit, 5000)
        self.assertEqual(company.einvoice_touchless_listed_ids, self.partner_a)

    def test_many_bills_go_on_in_the_background_in_chunks(self):
        self.patch(einvoice_rehearsal_run, "CHUNK", 2)
        rehearsal = self.trying(mode="off")
        rehearsal.action_run()
        self.assertEqual((rehearsal.state, rehearsal.judged_count), ("running", 2))
        self.assertIn("2 of 3", rehearsal.scope)
        with self.enter_registry_test_mode():
            cron = self.env.ref("einvoice_base.ir_cron_einvoice_rehearse")
            cron.method_direct_trigger()
        self.assertEqual((rehearsal.state, rehearsal.judged_count), ("done", 3))
        self.assertEqual(len(rehearsal.line_ids.move_id), 3)
        self.assertEqual(rehearsal.stops_before, 1)

    def test_it_is_stopped_by_its_manager(self):
        self.patch(einvoice_rehearsal_run, "CHUNK", 1)
        rehearsal = self.trying(mode="off")
        rehearsal.action_run()
        rehearsal.action_stop()
        with self.enter_registry_test_mode():
            cron = self.env.ref("einvoice_base.ir_cron_einvoice_rehearse")
            cron.method_direct_trigger()
        self.assertEqual((rehearsal.state, rehearsal.judged_count), ("stopped", 1))
        rehearsal.action_observe()

    def test_try_again_starts_from_what_was_tried(self):
        rehearsal = self.trying(mode="on", severity="review")
        rehearsal.action_run()
        key = rehearsal.action_again()["res_id"]
        again = rehearsal.browse(key)
        self.assertEqual((again.state, again.judged_count), ("draft", 0))
        self.assertEqual(again.tried_ids.severity, "review")
        self.assertFalse(again.line_ids)

    def test_it_says_which_bills_it_shows(self):
        rehearsal = self.trying(mode="off")
        rehearsal.action_run()
        for method, count in (
            ("action_changed", 1),
            ("action_lines", 3),
            ("action_suppliers", 3),
            ("action_stopped", 0),
            ("action_posted", 0),
            ("action_edited", 0),
        ):
            with self.subTest(method=method):
                action = getattr(rehearsal, method)()
                lines = rehearsal.line_ids.search(action["domain"])
                self.assertEqual(len(lines), count)
        line = self.lines(rehearsal)[self.wrong]
        self.assertEqual(line.action_open_bill()["res_id"], self.wrong.id)

    def test_results_are_not_written_and_what_was_tried_stays(self):
        rehearsal = self.trying(mode="off")
        rows = rehearsal.tried_ids
        forged = (
            ("einvoice.rehearsal", rehearsal, {"state": "done"}),
            ("einvoice.rehearsal", rehearsal, {"compared": {}}),
            ("einvoice.rehearsal", rehearsal, {"judged_count": 9}),
            ("einvoice.rehearsal.rule", rows, {"stops_after": 0}),
            ("einvoice.rehearsal.rule", rows, {"is_tried": False}),
        )
        for model, record, vals in forged:
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("manager", model, "write", record.ids, vals)
        with self.assertRaises(UserError):
            self.rpc("manager", "einvoice.rehearsal", "create", [{"state": "done"}])
        rehearsal.action_run()
        for model, record, vals in (
            ("einvoice.rehearsal", rehearsal, {"tries_policy": True}),
            ("einvoice.rehearsal.rule", rows, {"mode": "on"}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("manager", model, "write", record.ids, vals)
        with self.assertRaises(UserError):
            self.rpc("manager", "einvoice.rehearsal.rule", "unlink", rows.ids)
        with self.assertRaises(AccessError):
            self.rpc(
                "manager",
                "einvoice.rehearsal.line",
                "write",
                rehearsal.line_ids.ids,
                {"change": "same"},
            )

    def test_only_a_manager_tries_and_applies(self):
        rehearsal = self.trying(mode="off")
        for person in ("employee", "processor", "approver", "auditor", "accountant"):
            for method in (
                "action_run",
                "action_apply",
                "action_observe",
                "action_stop",
            ):
                with (
                    self.subTest(person=person, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.rpc(person, "einvoice.rehearsal", method, rehearsal.ids)
        self.assertEqual(rehearsal.state, "draft")
        for method in ("_judge_next", "_keep", "_cron_rehearse"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("manager", "einvoice.rehearsal", method, rehearsal.ids)

    def test_a_rule_of_another_company_is_not_tried_here(self):
        other = self.setup_other_company(name="Other")["company"]
        theirs = (
            self.env["einvoice.rule"]
            .sudo()
            .search([("company_id", "=", other.id), ("code", "=", self.rule.code)])
        )
        fixed = (
            self.env["einvoice.rule"]
            .sudo()
            .search(
                [("company_id", "=", self.env.company.id), ("is_fixed", "=", True)],
                limit=1,
            )
        )
        for rule in (theirs, fixed):
            with self.subTest(rule=rule), self.assertRaises(UserError):
                self.rehearsal(
                    tried_ids=[Command.create({"rule_id": rule.id, "mode": "off"})]
                )

    def test_something_must_be_tried(self):
        with self.assertRaises(UserError):
            self.rehearsal().action_run()
