from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EinvoiceCase

OPERATIONS = ("read", "write", "create", "unlink")
NONE, READ = (), ("read",)
ALL = OPERATIONS
# What each group may do; the methods of findings and holds decide, not writing.
_MANAGERS = {
    "employee": NONE,
    "invoicing": NONE,
    "accountant": NONE,
    "processor": NONE,
    "approver": NONE,
    "manager": READ,
    "auditor": NONE,
    "admin": READ,
}
MATRIX = {
    "einvoice.system.check": _MANAGERS,
    "einvoice.system.check.line": _MANAGERS,
    "einvoice.event": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": READ,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.event.head": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": NONE,
        "approver": NONE,
        "manager": NONE,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.finding": {
        "employee": NONE,
        "invoicing": READ,
        "accountant": READ,
        "processor": READ,
        "approver": READ,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.hold": {
        "employee": NONE,
        "invoicing": READ,
        "accountant": READ,
        "processor": READ,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.comparison": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": ("read", "write", "create"),
        "approver": NONE,
        "manager": ("read", "write", "create"),
        "auditor": NONE,
        "admin": ("read", "write", "create"),
    },
    "einvoice.rule": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": READ,
        "approver": NONE,
        "manager": ("read", "write"),
        "auditor": READ,
        "admin": ("read", "write"),
    },
    "einvoice.rehearsal": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": NONE,
        "approver": NONE,
        "manager": ALL,
        "auditor": READ,
        "admin": ALL,
    },
    "einvoice.rehearsal.rule": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": NONE,
        "approver": NONE,
        "manager": ALL,
        "auditor": READ,
        "admin": ALL,
    },
    "einvoice.rehearsal.line": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": NONE,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.expected": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": READ,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.bank.confirmation": {
        "employee": NONE,
        "invoicing": READ,
        "accountant": READ,
        "processor": READ,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.bank.confirmation.phone": {
        "employee": NONE,
        "invoicing": READ,
        "accountant": READ,
        "processor": READ,
        "approver": NONE,
        "manager": READ,
        "auditor": READ,
        "admin": READ,
    },
    "einvoice.bank.call": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": ("read", "write", "create"),
        "approver": NONE,
        "manager": ("read", "write", "create"),
        "auditor": NONE,
        "admin": ("read", "write", "create"),
    },
    "einvoice.bank.refusal": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": ("read", "write", "create"),
        "approver": NONE,
        "manager": ("read", "write", "create"),
        "auditor": NONE,
        "admin": ("read", "write", "create"),
    },
    "einvoice.touchless.change": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": NONE,
        "approver": NONE,
        "manager": ("read", "write", "create"),
        "auditor": NONE,
        "admin": ("read", "write", "create"),
    },
    "einvoice.event.check": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": NONE,
        "approver": NONE,
        "manager": ("read", "create"),
        "auditor": ("read", "create"),
        "admin": ("read", "create"),
    },
    "einvoice.reason": {
        "employee": NONE,
        "invoicing": NONE,
        "accountant": NONE,
        "processor": ("read", "write", "create"),
        "approver": ("read", "write", "create"),
        "manager": ("read", "write", "create"),
        "auditor": NONE,
        "admin": ("read", "write", "create"),
    },
}


@tagged("post_install", "-at_install")
class TestSecurity(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.bill()
        cls.finding = cls.findings._record(
            cls.draft._einvoice_subject(), [cls.noticed()]
        )
        cls.hold = cls.draft._einvoice_hold("New account")

    def test_every_model_is_in_the_matrix(self):
        models = self.env["ir.model"].search([("model", "=like", "einvoice.%")])
        mine = models.filtered(
            lambda model: (
                "einvoice_base" in model.modules and not self.env[model.model]._abstract
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

    def test_nobody_forges_a_finding_or_a_hold(self):
        forged = {
            "einvoice.finding": (self.finding, {"state": "lifted"}),
            "einvoice.hold": (self.hold, {"state": "released"}),
        }
        for model, (record, vals) in forged.items():
            for name in self.people:
                for method, args in (
                    ("write", (record.ids, vals)),
                    ("unlink", (record.ids,)),
                    ("create", ([vals],)),
                ):
                    with (
                        self.subTest(model=model, user=name, method=method),
                        self.assertRaises(AccessError),
                    ):
                        self.rpc(name, model, method, *args)
        self.assertEqual((self.finding.state, self.hold.state), ("open", "held"))

    def test_nobody_forges_through_the_bill(self):
        commands = {
            "einvoice_finding_ids": [
                Command.update(self.finding.id, {"state": "lifted"}),
                Command.delete(self.finding.id),
                Command.unlink(self.finding.id),
                Command.clear(),
            ],
            "einvoice_hold_ids": [
                Command.update(self.hold.id, {"state": "released"}),
                Command.delete(self.hold.id),
                Command.clear(),
            ],
        }
        for field, each in commands.items():
            for command in each:
                for name in ("invoicing", "processor", "manager", "admin"):
                    # AccessError is a UserError.
                    with (
                        self.subTest(field=field, command=command, user=name),
                        self.assertRaises(UserError),
                    ):
                        self.rpc(
                            name,
                            "account.move",
                            "write",
                            self.draft.ids,
                            {field: [command]},
                        )
        self.assertEqual((self.finding.state, self.hold.state), ("open", "held"))

    def test_what_only_code_calls_is_closed_to_rpc(self):
        for model, method in (
            ("einvoice.event", "_emit_all"),
            ("einvoice.event", "_seal"),
            ("einvoice.finding", "_record_all"),
            ("einvoice.hold", "_place"),
            ("account.move", "_einvoice_moment"),
            ("account.move", "_post"),
            ("res.company", "_einvoice_route_drafts"),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("admin", model, method)

    def test_approver_reads_the_findings_that_are_his(self):
        approver = self.people["approver"]
        mine = self.env["einvoice.finding"].with_user(approver)
        self.assertFalse(mine.search([]))
        self.finding.owner_user_id = approver
        self.assertEqual(mine.search([]), self.finding)
        self.assertTrue(mine.search([]).message)

    def test_auditor_opens_the_bill_and_its_journal_and_changes_nothing(self):
        bill = self.draft.with_user(self.people["auditor"])
        self.assertTrue(bill.einvoice_todo)
        self.assertTrue(bill.einvoice_finding_ids.message)
        self.assertTrue(self.env["einvoice.event"].with_user(bill.env.user).search([]))
        for method in ("action_post", "action_einvoice_check"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("auditor", "account.move", method, bill.ids)

    def test_companies_do_not_see_each_other(self):
        other = self.setup_other_company(name="Other")["company"]
        bill = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-09-01",
                    "invoice_line_ids": [Command.create({"price_unit": 10.0})],
                }
            )
        )
        finding = self.findings._record(bill._einvoice_subject(), [self.noticed()])
        hold = bill._einvoice_hold("Theirs")
        self.events._emit("retried", {"cause": "x"}, company=other)
        manager = self.people["manager"]
        self.assertNotIn(
            finding, self.findings.with_user(manager).sudo(False).search([])
        )
        self.assertNotIn(hold, self.env["einvoice.hold"].with_user(manager).search([]))
        keys = self.env["einvoice.event"].with_user(manager).search([])
        self.assertNotIn(other.id, keys.mapped("company_key"))
        with self.assertRaises(AccessError):
            self.rpc("manager", "einvoice.finding", "action_lift", finding.ids, "ok")
        with self.assertRaises(AccessError):
            self.rpc("manager", "einvoice.hold", "action_release", hold.ids, "ok")
        confirmation = self.env["einvoice.bank.confirmation"]._ask(
            other, self.partner_a, "FR7630006000011234567890189"
        )
        for model, name, theirs in (
            ("einvoice.comparison", "finding_id", finding),
            ("einvoice.bank.call", "confirmation_id", confirmation),
            ("einvoice.bank.refusal", "confirmation_id", confirmation),
            ("einvoice.reason", "finding_ids", finding),
            ("einvoice.reason", "hold_ids", hold),
        ):
            value = theirs.ids if name.endswith("ids") else theirs.id
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.rpc("manager", model, "create", [{name: value}])

    def test_hold_of_one_company_leaves_the_other_s_payments_alone(self):
        other = self.setup_other_company(name="Other")["company"]
        payment = (
            self.env["account.payment"]
            .with_company(other)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.partner_a.id,
                    "amount": 10.0,
                }
            )
        )
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))
