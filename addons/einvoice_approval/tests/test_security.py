"""Every model, group and operation; and what a forged call gets."""

from contextlib import suppress

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ApprovalCase

OPERATIONS = ("read", "write", "create", "unlink")
NONE, READ, ALL = (), ("read",), OPERATIONS
OWN = ("read", "write", "create")
_CIRCUIT = {
    "employee": NONE,
    "invoicing": NONE,
    "accountant": NONE,
    "processor": READ,
    "approver": NONE,
    "manager": ALL,
    "auditor": READ,
    "admin": ALL,
}
# Decisions and rounds are read by whom their rules admit, and written by nobody.
MATRIX = {
    "einvoice.circuit": _CIRCUIT,
    "einvoice.circuit.step": _CIRCUIT,
    "einvoice.round": dict.fromkeys(_CIRCUIT, READ),
    "einvoice.decision": dict.fromkeys(_CIRCUIT, READ),
    "einvoice.delegation": dict.fromkeys(_CIRCUIT, ALL),
    # Windows: each person has his own, see the rules of their rows.
    "einvoice.decision.reason": dict.fromkeys(_CIRCUIT, OWN),
    "einvoice.approval.simulation": {
        name: OWN if rights else NONE for name, rights in _CIRCUIT.items()
    },
    "einvoice.approval.assistant": {
        name: OWN if rights == ALL else NONE for name, rights in _CIRCUIT.items()
    },
}
# What a person might write to have it his way.
FORGED_DECISION = (
    {"state": "approved"},
    {"user_id": 2},
    {"in_place_of_id": 2},
    {"line_keys": []},
    {"mark": "known"},
    {"is_single": True},
    {"remind_at": "2099-01-01 00:00:00"},
)
FORGED_ROUND = (
    {"state": "approved"},
    {"slots": []},
    {"parts": {}},
    {"fingerprint": ""},
    {"snapshot": {}},
)


@tagged("post_install", "-at_install")
class TestSecurity(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill(price=100)
        cls.draft.sudo().einvoice_is_submitted = True
        cls.draft._einvoice_route()
        cls.round = cls.draft.sudo().einvoice_round_ids
        cls.decision = cls.round.decision_ids
        cls.delegation = (
            cls.env["einvoice.delegation"]
            .sudo()
            .create(
                {
                    "giver_id": cls.head.id,
                    "stand_in_id": cls.fallback.id,
                    "first_day": fields.Date.today(),
                    "last_day": fields.Date.today(),
                }
            )
        )

    def test_every_model_is_in_the_matrix(self):
        models = self.env["ir.model"].search([("model", "=like", "einvoice.%")])
        mine = models.filtered(
            lambda model: (
                model.modules == "einvoice_approval"
                and not self.env[model.model]._abstract
            )
        )
        self.assertEqual(set(mine.mapped("model")), set(MATRIX))

    def test_matrix(self):
        for model, rights in MATRIX.items():
            self.assertEqual(set(rights), set(self.people))
            for name, allowed in rights.items():
                records = self.env[model].with_user(self.people[name])
                for operation in OPERATIONS:
                    with self.subTest(model=model, user=name, operation=operation):
                        self.assertEqual(
                            records.has_access(operation), operation in allowed
                        )

    def test_strangers_see_nothing(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "approval_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        for user in (portal, self.env.ref("base.public_user").sudo()):
            for model in MATRIX:
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(self.env[model].with_user(user).has_access("read"))

    def test_each_reads_what_he_is_asked_and_no_more(self):
        seen = {
            self.lead: True,
            self.head: False,
            self.people["employee"]: False,
            self.people["invoicing"]: False,
            self.people["processor"]: True,
            self.people["auditor"]: True,
        }
        for user, sees in seen.items():
            with self.subTest(user=user.login):
                for records in (self.decision, self.round):
                    found = records.with_user(user).search([("id", "in", records.ids)])
                    self.assertEqual(bool(found), sees)

    def test_an_approver_reads_no_bill(self):
        bills = self.env["account.move"].with_user(self.lead)
        self.assertFalse(bills.has_access("read"))
        self.assertTrue(self.decision.with_user(self.lead).supplier)

    def test_nobody_writes_a_decision_or_a_round(self):
        for user in (self.lead, *self.people.values()):
            for record, forged in (
                (self.decision, FORGED_DECISION),
                (self.round, FORGED_ROUND),
            ):
                for vals in forged:
                    for method, args in (
                        ("write", (record.ids, vals)),
                        ("create", ([{**vals, "state": "approved"}],)),
                    ):
                        with (
                            self.subTest(user=user.login, vals=vals, method=method),
                            self.assertRaises(AccessError),
                        ):
                            self.call_as(user, record._name, method, *args)
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self.call_as(user, record._name, "unlink", record.ids)
        self.assertEqual((self.decision.state, self.round.state), ("open", "open"))

    def test_nobody_forges_through_the_bill_or_the_round(self):
        for field, record in (
            ("einvoice_decision_ids", self.decision),
            ("einvoice_round_ids", self.round),
        ):
            for command in (
                Command.update(record.id, {"state": "approved"}),
                Command.delete(record.id),
                Command.unlink(record.id),
                Command.clear(),
                Command.create({"state": "approved"}),
            ):
                for name in ("invoicing", "processor", "manager", "admin"):
                    # Who may not read a round clears nothing; others are told.
                    with (
                        self.subTest(field=field, command=command, user=name),
                        suppress(UserError),
                    ):
                        self.rpc(
                            name,
                            "account.move",
                            "write",
                            self.draft.ids,
                            {field: [command]},
                        )
                        self.assertEqual(name, "invoicing")
                    self.env.invalidate_all()
                    self.assertEqual(self.round.move_id, self.draft)
                    self.assertEqual(self.round.decision_ids, self.decision)
        self.assertEqual((self.decision.state, self.round.state), ("open", "open"))

    def test_what_the_bill_says_of_its_approval_is_not_written(self):
        for vals in (
            {"einvoice_approval_state": "approved"},
            {"einvoice_is_submitted": False},
            {"einvoice_author_ids": [Command.clear()]},
        ):
            for name in ("invoicing", "processor", "manager", "admin"):
                with self.subTest(vals=vals, user=name), self.assertRaises(UserError):
                    self.rpc(name, "account.move", "write", self.draft.ids, vals)

    def test_nobody_answers_for_another(self):
        calls = (
            ("action_approve",),
            ("action_approve_partly", 10.0),
            ("action_refuse", "TX_TVA_ERR", "no"),
            ("action_return", "no"),
            ("action_ask", self.head.id, "why?"),
            ("action_answer", "because"),
            ("action_hand_over", self.head.id),
        )
        for user in (self.head, *self.people.values()):
            for method, *args in calls:
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(UserError),
                ):
                    self.call_as(
                        user, "einvoice.decision", method, self.decision.ids, *args
                    )
        self.assertEqual(self.decision.state, "open")

    def test_a_done_activity_is_no_approval(self):
        activity = self.draft.activity_ids.filtered(
            lambda each: each.user_id == self.lead
        )
        self.assertEqual(len(activity), 1)
        self.call_as(self.lead, "mail.activity", "action_feedback", activity.ids)
        self.assertEqual(self.decision.state, "open")
        self.assertEqual(self.draft.state, "draft")

    def test_what_only_code_calls_is_closed_to_rpc(self):
        for model, method in (
            ("einvoice.decision", "_answer"),
            ("einvoice.decision", "_renew_links"),
            ("einvoice.decision", "_of_token"),
            ("einvoice.decision", "_link_secret"),
            ("einvoice.decision", "_mail_asked"),
            ("einvoice.decision", "_check_refusal"),
            ("einvoice.round", "_store"),
            ("einvoice.round", "_cancel"),
            ("account.move", "_einvoice_route"),
            ("account.move", "_einvoice_open_round"),
            ("account.move", "_einvoice_round_ended"),
            ("account.move", "_einvoice_post_approved"),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("admin", model, method)

    def test_the_mark_of_the_links_is_read_by_nobody_who_decides(self):
        for user in (self.lead, self.people["processor"], self.people["manager"]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.call_as(
                    user, "einvoice.decision", "read", self.decision.ids, ["mark"]
                )
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.call_as(
                    user, "einvoice.decision", "search", [("mark", "=like", "a%")]
                )

    def test_the_mail_with_the_links_is_read_by_the_addressee_alone(self):
        mails = self.env["mail.mail"].sudo()
        with_links = [("body_html", "like", "/einvoice/approval/")]
        mail = mails.search(with_links, order="id desc", limit=1)
        self.assertTrue(mail)
        self.assertNotIn("/einvoice/approval/", mail.mail_message_id.body or "")
        for name in ("employee", "processor", "manager", "auditor"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.rpc(name, "mail.mail", "read", mail.ids, ["body_html"])

    def test_nobody_names_a_stand_in_for_another(self):
        day = fields.Date.to_string(fields.Date.today())
        forged = {
            "giver_id": self.lead.id,
            "stand_in_id": self.people["processor"].id,
            "first_day": day,
            "last_day": day,
        }
        for name in ("employee", "processor", "approver", "auditor", "invoicing"):
            user = self.people[name]
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.call_as(user, "einvoice.delegation", "create", [forged])
            own = self.call_as(
                user,
                "einvoice.delegation",
                "create",
                [{**forged, "giver_id": user.id, "stand_in_id": self.head.id}],
            )
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.call_as(
                    user,
                    "einvoice.delegation",
                    "write",
                    own,
                    {"giver_id": self.lead.id},
                )
        for method, args in (
            ("write", ({"stand_in_id": self.people["processor"].id},)),
            ("unlink", ()),
            ("action_archive", ()),
        ):
            for user in (self.people["processor"], self.fallback):
                with (
                    self.subTest(user=user.login, method=method),
                    self.assertRaises(AccessError),
                ):
                    self.call_as(
                        user,
                        "einvoice.delegation",
                        method,
                        self.delegation.ids,
                        *args,
                    )

    def test_a_stand_in_is_a_colleague(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "approval_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        day = fields.Date.to_string(fields.Date.today())
        for stranger in (portal, self.env.ref("base.public_user")):
            with self.assertRaises(ValidationError):
                self.call_as(
                    self.lead,
                    "einvoice.delegation",
                    "create",
                    [
                        {
                            "stand_in_id": stranger.id,
                            "first_day": day,
                            "last_day": day,
                        }
                    ],
                )

    def test_companies_do_not_see_each_other(self):
        other = self.setup_other_company(name="Other")["company"]
        circuit = (
            self.env["einvoice.circuit"]
            .sudo()
            .create({"name": "Theirs", "company_id": other.id})
        )
        manager = self.people["manager"]
        mine = self.env["einvoice.circuit"].with_user(manager)
        self.assertNotIn(circuit, mine.search([]))
        for model, method, args in (
            ("einvoice.circuit", "action_run", (circuit.ids,)),
            ("einvoice.circuit", "action_stop", (circuit.ids,)),
            ("einvoice.circuit", "write", (circuit.ids, {"name": "Mine"})),
            (
                "einvoice.circuit.step",
                "create",
                ([{"circuit_id": circuit.id, "name": "x", "who": "nobody"}],),
            ),
        ):
            with (
                self.subTest(model=model, method=method),
                self.assertRaises(AccessError),
            ):
                self.rpc("manager", model, method, *args)
        with self.assertRaises(UserError):
            self.rpc(
                "manager",
                "einvoice.circuit",
                "write",
                self.circuit.ids,
                {"company_id": other.id},
            )
        self.lead.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self.call_as(
                self.lead, "einvoice.decision", "action_approve", self.decision.ids
            )
