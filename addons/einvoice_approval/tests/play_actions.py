"""What people do with the bills of a world, allowed or not, in any order."""

from odoo import Command, fields
from odoo.exceptions import UserError

from .play_world import STATES_GIVEN, new_iban

# How often each is tried, against the others.
WEIGHTS = {
    "approve": 44,
    "partly": 3,
    "refuse": 2,
    "send_back": 3,
    "ask": 4,
    "answer": 5,
    "hand_over": 5,
    "forge": 6,
    "stand_in": 3,
    "edit": 4,
    "correct": 3,
    "other_account": 2,
    "new_number": 2,
    "reset": 3,
    "leave": 2,
    "late": 3,
    "submit": 10,
    "post": 8,
}


IDLE = ("none", "refused", "returned")


class NobodyIsAskedError(UserError):
    """There is nothing to answer on this bill."""


class Player:
    """Tries things one after the other; what is refused changes nothing."""

    def __init__(self, world):
        self.world, self.env, self.pick = world, world.env, world.pick
        self.company = world.case.company

    def turn(self):
        """Do one thing to one bill, and end the transaction."""
        world = self.world
        kind = self.pick.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        bill = self.pick.choice(world.bills)
        is_idle = bill.state == "draft" and bill.einvoice_approval_state in (
            *IDLE,
            False,
        )
        if is_idle and world.chance(0.5):
            kind = "submit"
        world.note(kind, bill.id)
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_{kind}")(bill)
                self.env.cr.precommit.run()
        except UserError as error:
            self.env.cr.precommit.clear()
            world.note("  refused:", " / ".join(str(error).splitlines()[:3]))
        self.env.invalidate_all()

    def _call(self, user, records, method, *args):
        self.world.note("  ", user.login, method, records.ids, *args)
        return self.world.case.call_as(user, records._name, method, records.ids, *args)

    def _asked(self, bill):
        """Return one open decision and the person who answers it, mostly the right."""
        standing = bill.einvoice_decision_ids.filtered(
            lambda each: each.state in ("open", "asked")
        )
        if not standing:
            raise NobodyIsAskedError("nobody is asked")
        decision = self.pick.choice(standing.sorted("id"))
        right = decision.user_id | decision.in_place_of_id
        able = self.world.able(right) or self.world.able(self.world.people)
        return decision, self.pick.choice(able.sorted("id"))

    def _approve(self, bill):
        decision, user = self._asked(bill)
        method = "action_approve_own" if decision.is_single else "action_approve"
        self._call(user, decision, method)

    def _partly(self, bill):
        decision, user = self._asked(bill)
        part = round(decision.gross * self.pick.choice([0.5, 0.9, 1.5]), 2)
        self._call(user, decision, "action_approve_partly", part)

    def _refuse(self, bill):
        decision, user = self._asked(bill)
        self._call(user, decision, "action_refuse", "TX_TVA_ERR", "wrong")

    def _send_back(self, bill):
        decision, user = self._asked(bill)
        self._call(user, decision, "action_return", "correct it")

    def _ask(self, bill):
        decision, user = self._asked(bill)
        self._call(user, decision, "action_ask", self._anybody().id, "why?")

    def _answer(self, bill):
        asked = bill.einvoice_decision_ids.filtered(lambda each: each.state == "asked")
        for decision in asked[:1]:
            user = self.pick.choice([decision.asked_id, self._anybody()])
            self._call(user, decision, "action_answer", "because")

    def _hand_over(self, bill):
        decision, user = self._asked(bill)
        self._call(user, decision, "action_hand_over", self._anybody().id)

    def _anybody(self):
        return self.pick.choice(self.world.people)

    def _forge(self, bill):
        """Answer in the place of others, or write what only methods write."""
        decisions = bill.einvoice_decision_ids
        able = self.world.able(self.world.people)
        if not decisions or not able:
            return
        decision = self.pick.choice(decisions.sorted("id"))
        stranger = self.pick.choice(able.sorted("id"))
        tried = [
            (decision, "action_approve"),
            (decision, "action_approve_own"),
            (decision, "action_approve_clean"),
            (decision, "write", {"state": "approved", "actor_id": stranger.id}),
            (decision.round_id, "write", {"state": "approved", "slots": []}),
            (bill, "write", {"einvoice_approval_state": "approved"}),
            (bill, "write", {"einvoice_author_ids": [Command.clear()]}),
        ]
        self._call(stranger, *self.pick.choice(tried))

    def _stand_in(self, bill):
        givers = self.world.able(self.world.people)
        asked = bill.einvoice_decision_ids.user_id & givers
        if givers:
            self.world.delegate(self.pick.choice((asked or givers).sorted("id")))

    def _edit(self, bill):
        """Write what is approved."""
        typist, line = self.world.typist(), bill.invoice_line_ids[:1]
        changes = [
            {"invoice_line_ids": [Command.update(line.id, {"price_unit": 800})]},
            {"invoice_line_ids": [Command.create(self.world.line(9))]},
            {"invoice_date_due": "2026-12-28"},
            {"partner_id": self.pick.choice(self.world.suppliers).id},
        ]
        self._call(typist, bill, "write", self.pick.choice(changes))
        self.world.typed[bill.id].add(typist.id)

    def _correct(self, bill):
        """Write what is not approved: the account, the analytic distribution."""
        line = bill.invoice_line_ids[:1]
        other = {str(self.pick.choice(self.world.analytic).id): 100}
        account = self.world.case.other_expense.id
        change = self.pick.choice(
            [{"account_id": account}, {"analytic_distribution": other}]
        )
        command = [Command.update(line.id, change)]
        self._call(self.world.typist(), bill, "write", {"invoice_line_ids": command})

    def _other_account(self, bill):
        """Put another bank account of the supplier on the bill."""
        typist = self.world.typist()
        bank = (
            self.env["res.partner.bank"]
            .with_user(typist)
            .create(
                {
                    "acc_number": new_iban(self.pick),
                    "partner_id": bill.commercial_partner_id.id,
                }
            )
        )
        self.world.wrote.setdefault(bank.id, set()).add(typist.id)
        self._call(typist, bill, "write", {"partner_bank_id": bank.id})
        self.world.typed[bill.id].add(typist.id)

    def _new_number(self, bill):
        """Write another number on the account that the bill asks for."""
        typist, bank = self.world.typist(), bill.partner_bank_id
        bank.allow_out_payment = False
        self._call(typist, bank, "write", {"acc_number": new_iban(self.pick)})
        self.world.wrote.setdefault(bank.id, set()).add(typist.id)

    def _reset(self, bill):
        self._call(self.world.typist(), bill, "button_draft")

    def _leave(self, bill):
        """Archive one who is asked; the clock then finds others."""
        asked = bill.einvoice_decision_ids.filtered(
            lambda each: each.state in ("open", "asked", "waiting")
        ).user_id
        leaving = self.world.able(asked & self.world.people)[:1]
        self.world.note("  ", leaving.login)
        leaving.active = False
        self._clock()

    def _late(self, bill):
        standing = bill.einvoice_decision_ids.filtered(
            lambda each: each.state == "open"
        )
        standing[:1].escalate_at = fields.Datetime.now()
        self._clock()

    def _clock(self):
        root = self.env.ref("base.user_root")
        self.env["einvoice.decision"].with_user(root)._cron_keep_time()

    def _submit(self, bill):
        if bill.state == "draft" and bill.einvoice_approval_state not in STATES_GIVEN:
            self._call(self.world.typist(), bill, "action_einvoice_submit")

    def _post(self, bill):
        self._call(self.world.typist(), bill, "action_post")
