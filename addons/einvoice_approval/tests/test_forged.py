"""What a forged call of the web client or of a script gets: nothing."""

from contextlib import suppress

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ApprovalCase

FORGERS = ("employee", "invoicing", "processor", "approver", "manager", "auditor")
_DECISION = "einvoice.decision"


class ForgedCase(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill(price=1000, ref="F-SECRET")
        cls.draft.sudo().einvoice_is_submitted = True
        cls.draft._einvoice_route()
        cls.round = cls.draft.sudo().einvoice_round_ids
        cls.decision = cls.round.decision_ids.filtered(
            lambda each: each.user_id == cls.lead
        )

    def nothing_was_forged(self):
        self.env.invalidate_all()
        self.assertEqual((self.decision.state, self.round.state), ("open", "open"))
        self.assertEqual(self.decision.user_id, self.lead)
        self.assertEqual(self.round.move_id, self.draft)
        self.assertEqual(self.draft.state, "draft")

    def refused(self, user, model, method, *args, **kwargs):
        with (
            self.subTest(user=user.login, model=model, method=method, args=args),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            self.call_as(user, model, method, *args, **kwargs)

    def tried(self, user, model, method, *args, **kwargs):
        """Call what need not raise, as long as it changes nothing of the approval."""
        with suppress(UserError), self.env.cr.savepoint():
            self.call_as(user, model, method, *args, **kwargs)


@tagged("post_install", "-at_install")
class TestForged(ForgedCase):
    def test_no_door_of_the_orm_writes_what_only_methods_write(self):
        delegation = (
            self.env["einvoice.delegation"]
            .sudo()
            .create({"giver_id": self.head.id, "stand_in_id": self.fallback.id})
        )
        event = self.events.search([("move_id", "=", self.draft.id)], limit=1)
        forged = {
            self.decision: {"state": "approved"},
            self.round: {"state": "approved"},
            event: {"actor": "Somebody"},
        }
        for user in (self.lead, *map(self.people.get, FORGERS)):
            for record, vals in forged.items():
                name = record._name
                self.refused(user, name, "create", [vals])
                self.refused(user, name, "web_save", [], vals, {})
                self.refused(user, name, "web_save", record.ids, vals, {})
                self.refused(user, name, "copy", record.ids)
                self.refused(user, name, "unlink", record.ids)
                count = record.search_count([])
                field, value = next(iter(vals.items()))
                with mute_logger("odoo.models"):
                    self.tried(user, name, "name_create", "Forged")
                self.tried(user, name, "load", [field], [[value]])
                self.tried(
                    user, name, "load", [".id", field], [[str(record.id), value]]
                )
                self.assertEqual(record.search_count([]), count)
            if user != self.people["manager"]:
                vals = {"stand_in_id": user.id}
                for method, args in (
                    ("web_save", (vals, {})),
                    ("copy", ()),
                    ("unlink", ()),
                ):
                    name = delegation._name
                    self.refused(user, name, method, delegation.ids, *args)
        self.assertEqual(delegation.stand_in_id, self.fallback)
        self.assertNotEqual(event.actor, "Somebody")
        self.nothing_was_forged()

    def test_the_mark_leaves_by_no_door(self):
        ids = self.decision.ids
        rows = [
            (_DECISION, "export_data", ids, ["mark"]),
            (_DECISION, "web_read", ids, {"mark": {}}),
            (_DECISION, "search_read", [("id", "in", ids)], ["mark"]),
            (_DECISION, "web_search_read", [], {"mark": {}}),
            (_DECISION, "formatted_read_group", [], ["mark"], ["__count"]),
            (_DECISION, "formatted_read_group", [], [], ["mark:array_agg"]),
            (_DECISION, "search", [], 0, 1, "mark"),
            (_DECISION, "search_count", [("mark", "=like", "a%")]),
            ("einvoice.round", "search", [("decision_ids.mark", "=like", "a%")]),
            ("account.move", "search", [("einvoice_decision_ids.mark", "!=", False)]),
        ]
        for user in (self.lead, self.people["processor"], self.people["manager"]):
            for model, method, *args in rows:
                self.refused(user, model, method, *args)

    def test_commands_of_the_bill_reach_no_other_row(self):
        for name, record in (
            ("einvoice_round_ids", self.round),
            ("einvoice_decision_ids", self.decision),
        ):
            for command in (
                Command.set([]),
                Command.link(record.id),
                Command.update(record.id, {"move_id": False}),
                Command.create({"state": "approved", "user_id": self.lead.id}),
            ):
                for user in map(self.people.get, FORGERS):
                    self.tried(
                        user, "account.move", "write", self.draft.ids, {name: [command]}
                    )
                    self.assertEqual(self.draft.sudo().einvoice_round_ids, self.round)
        self.nothing_was_forged()

    def test_a_bill_is_not_made_approved(self):
        vals = {
            "move_type": "in_invoice",
            "partner_id": self.partner_a.id,
            "invoice_date": "2026-09-01",
            "invoice_line_ids": [Command.create({"name": "Ink", "price_unit": 10})],
        }
        person = self.people["processor"]
        own = {
            "einvoice_approval_state": "approved",
            "einvoice_is_submitted": True,
            "einvoice_author_ids": [Command.set(self.head.ids)],
        }
        for name, value in own.items():
            self.refused(person, "account.move", "create", [{**vals, name: value}])
        context = {
            **{f"default_{name}": value for name, value in own.items()},
            "einvoice_asked": True,
            "skip_invoice_sync": True,
        }
        (key,) = self.call_as(person, "account.move", "create", [vals], context=context)
        made = self.env["account.move"].sudo().browse(key)
        self.assertFalse(made.einvoice_approval_state)
        self.assertFalse(made.einvoice_is_submitted)
        self.assertEqual(made.einvoice_author_ids, person)
        self.refused(person, "account.move", "action_post", [key], context=context)

    def test_no_key_of_the_context_opens_the_gate(self):
        context = {
            "einvoice_asked": True,
            "skip_invoice_sync": True,
            "default_state": "approved",
            "einvoice_answer": "single",
            "force_delete": True,
            "tracking_disable": True,
        }
        person = self.people["processor"]
        self.refused(
            person, "account.move", "action_post", self.draft.ids, context=context
        )
        self.refused(
            self.head,
            _DECISION,
            "action_approve_own",
            self.decision.ids,
            context=context,
        )
        # Whoever hides from the sums of a bill still types it.
        self.tried(
            person,
            "account.move",
            "write",
            self.draft.ids,
            {
                "invoice_line_ids": [
                    Command.update(self.draft.invoice_line_ids.id, {"price_unit": 1})
                ]
            },
            context=context,
        )
        self.env.cr.precommit.run()
        self.assertIn(person, self.draft.sudo().einvoice_author_ids)
        last = self.draft._einvoice_last_round()
        self.assertEqual((self.draft.state, last.state), ("draft", "open"))
        self.assertFalse(last._is_stale())

    def test_an_activity_gives_nobody_a_decision(self):
        kind = self.env.ref("einvoice_approval.mail_activity_type_approve")
        person = self.people["processor"]
        self.tried(
            person,
            "mail.activity",
            "create",
            [
                {
                    "activity_type_id": kind.id,
                    "user_id": person.id,
                    "res_model_id": self.env["ir.model"]._get_id("account.move"),
                    "res_id": self.draft.id,
                }
            ],
        )
        asked = self.draft.activity_ids.filtered(
            lambda each: each.activity_type_id == kind and each.user_id == self.lead
        )
        for user in (person, self.lead):
            self.tried(
                user, "mail.activity", "write", asked.ids, {"user_id": person.id}
            )
        self.refused(person, _DECISION, "action_approve", self.decision.ids)
        for activity in self.draft.activity_ids.filtered(
            lambda each: each.activity_type_id == kind
        ):
            self.tried(person, "mail.activity", "action_feedback", activity.ids)
        self.nothing_was_forged()
        # What somebody did with the activities ends with the next step of the round.
        self.decide(self.lead, self.draft)
        standing = self.draft.activity_ids.filtered(
            lambda each: each.activity_type_id == kind
        )
        self.assertEqual(standing.user_id, self.head)

    def test_the_thread_of_the_bill_is_closed_to_who_may_not_read_it(self):
        message = self.draft.message_post(body="Between us")
        file = self.env["ir.attachment"].create(
            {
                "name": "bill.pdf",
                "raw": b"%PDF",
                "res_model": "account.move",
                "res_id": self.draft.id,
            }
        )
        place = {"model": "account.move", "res_id": self.draft.id}
        for user in (self.lead, self.head, self.people["employee"]):
            self.refused(user, "mail.message", "read", message.ids, ["body"])
            self.refused(user, "mail.message", "write", message.ids, {"body": "x"})
            self.refused(user, "mail.message", "create", [{**place, "body": "x"}])
            self.refused(user, "account.move", "message_post", self.draft.ids, body="x")
            self.refused(user, "ir.attachment", "read", file.ids, ["raw"])
            self.refused(user, "ir.attachment", "write", file.ids, {"raw": b"x"})
            self.refused(user, "ir.attachment", "unlink", file.ids)
            self.refused(
                user,
                "ir.attachment",
                "create",
                [{"name": "x", "res_model": "account.move", "res_id": self.draft.id}],
            )


@tagged("post_install", "-at_install")
class TestForgedWindow(ForgedCase):
    def window(self, user, model, **vals):
        return self.env[model].with_user(user).create(vals).sudo(False)

    def test_the_window_of_another_is_closed(self):
        manager, other = self.people["manager"], self.people["admin"]
        windows = [
            (
                self.window(
                    self.lead,
                    "einvoice.decision.reason",
                    kind="refuse",
                    decision_id=self.decision.id,
                    refuse_code="TX_TVA_ERR",
                    comment="no",
                ),
                (self.head, manager, other),
                "action_confirm",
                {"comment": "x"},
            ),
            (
                self.window(
                    manager, "einvoice.approval.simulation", circuit_id=self.circuit.id
                ),
                (other, self.people["processor"], self.people["auditor"]),
                "action_past",
                {"move_id": self.draft.id},
            ),
            (
                self.window(
                    manager,
                    "einvoice.approval.assistant",
                    fallback_user_id=self.fallback.id,
                ),
                (other,),
                "action_propose",
                {"small": 1},
            ),
        ]
        for window, strangers, method, vals in windows:
            ids, name = window.ids, window._name
            for user in strangers:
                self.refused(user, name, "read", ids, ["display_name"])
                self.refused(user, name, "web_read", ids, {"display_name": {}})
                self.refused(user, name, "write", ids, vals)
                self.refused(user, name, "web_save", ids, vals, {})
                self.refused(user, name, method, ids)
                self.assertFalse(
                    self.call_as(user, name, "search", [("id", "in", ids)])
                )
        self.nothing_was_forged()

    def test_a_window_tells_nothing_of_another_s_decision(self):
        name = "einvoice.decision.reason"
        names = ("supplier", "label", "gross", "question", "reply_words")
        specification = {each: {} for each in ("kind", *names)} | {
            "decision_id": {"fields": {"display_name": {}}}
        }
        forged = {"kind": "refuse", "decision_id": self.decision.id}
        for user in (self.head, self.fallback, self.people["employee"]):
            self.refused(user, name, "create", [forged])
            self.refused(user, name, "web_save", [], forged, specification)
            with suppress(UserError):
                said = self.call_as(
                    user, name, "onchange", [], forged, ["decision_id"], specification
                )
                self.assertNotIn("partner_a", str(said))
                self.assertNotIn("F-SECRET", str(said))
                self.assertNotIn("1150", str(said))
        self.nothing_was_forged()

    def test_who_gets_the_decision_of_another_in_his_window_confirms_nothing(self):
        mine = self.window(
            self.lead,
            "einvoice.decision.reason",
            kind="hand_over",
            decision_id=self.decision.id,
            user_id=self.fallback.id,
        )
        other = self.bill(price=100, ref="F-OTHER")
        other.sudo().einvoice_is_submitted = True
        self.circuit.step_ids[0].user_ids = self.head
        other._einvoice_route()
        theirs = other.sudo().einvoice_decision_ids
        self.refused(
            self.lead, mine._name, "write", mine.ids, {"decision_id": theirs.id}
        )
        self.refused(self.head, mine._name, "action_confirm", mine.ids)
        self.assertEqual(theirs.user_id, self.head)

    def test_only_managers_propose_and_switch_on(self):
        self.assertEqual(self.circuit.state, "running")
        for name in ("employee", "processor", "approver", "auditor"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "einvoice.approval.assistant", "create", [{}])

    def test_the_days_of_a_stand_in_are_his_own(self):
        form = Form(self.env["einvoice.delegation"].with_user(self.lead))
        form.stand_in_id = self.head
        delegation = form.save()
        self.assertEqual(delegation.giver_id, self.lead)
        self.assertEqual(delegation.first_day, fields.Date.context_today(self.lead))
        self.refused(
            self.head,
            "einvoice.delegation",
            "write",
            delegation.ids,
            {"last_day": "2099-01-01"},
        )
