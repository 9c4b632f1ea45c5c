from odoo import Command
from odoo.service.model import call_kw

from odoo.addons.einvoice_base.tests.common import EinvoiceCase


class ApprovalCase(EinvoiceCase):
    """A circuit of two levels, its people, and bills that go through it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.lead = cls.approver("lead")
        cls.head = cls.approver("head")
        cls.fallback = cls.approver("fallback")
        cls.circuit = (
            cls.env["einvoice.circuit"]
            .sudo()
            .create(
                {
                    "name": "Bills",
                    "company_id": cls.company.id,
                    "fallback_user_id": cls.fallback.id,
                    "step_ids": [
                        Command.create(
                            {"name": "Lead", "most": 5000, "user_ids": cls.lead.ids}
                        ),
                        Command.create(
                            {
                                "name": "Head",
                                "least": 500.01,
                                "sequence": 20,
                                "user_ids": cls.head.ids,
                            }
                        ),
                    ],
                }
            )
        )
        cls.circuit.action_run()

    @classmethod
    def approver(cls, login, *groups, **values):
        """Make a user without any right in accounting."""
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": login.title(),
                    "login": f"approval_{login}",
                    "email": f"{login}@example.com",
                    "lang": "en_US",
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                    "group_ids": [
                        Command.set(
                            [
                                cls.env.ref(each).id
                                for each in ("einvoice_base.group_approver", *groups)
                            ]
                        )
                    ],
                    **values,
                }
            )
        )

    def submitted(self, person="processor", **values):
        """Return a bill that was typed and sent for approval."""
        bill = self.bill(**values)
        self.rpc(person, "account.move", "action_einvoice_submit", bill.ids)
        return bill

    def open_of(self, bill, user=None):
        decisions = bill.sudo().einvoice_decision_ids.filtered(
            lambda each: each.state == "open"
        )
        return decisions.filtered(lambda each: not user or each.user_id == user)

    def decide(self, user, bill, method="action_approve", *args):
        decision = self.open_of(bill, user)
        return self.call_as(user, "einvoice.decision", method, decision.ids, *args)

    def call_as(self, user, model, method, *args, **kwargs):
        """Call a method as the web client of that user does."""
        env = self.env(user=user, su=False)
        return call_kw(env[model], method, list(args), kwargs)
