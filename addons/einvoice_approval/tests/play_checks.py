"""What must hold after every turn, computed anew and naively from what is stored."""

from ..domain.fingerprint import changed, fingerprint
from .play_world import STATES_GIVEN

STANDING = ("open", "asked")
STUCK = "cannot be decided"
TYPE = "einvoice_approval.mail_activity_type_approve"


class Referee:
    """Looks at all bills of a world; :meth:`look` returns what is wrong.

    It knows the frozen round, who did what as the world noted it, and nothing of the
    rules that made them.
    """

    def __init__(self, world):
        self.world, self.env = world, world.env
        self.kind = self.env.ref(TYPE)
        self.posted, self.agreed, self.rounds = set(), set(), set()

    def look(self):
        """Return sentences about the bills that are not as they must be."""
        return [
            f"bill {bill.id}: {wrong}"
            for bill in self.world.bills
            for check in (
                self._posting,
                self._answers,
                self._levels,
                self._asked,
                self._activities,
                self._frozen,
            )
            for wrong in check(bill)
        ]

    def _posting(self, bill):
        if bill.state != "posted":
            self.posted.discard(bill.id)
            return
        if bill.id in self.posted:
            return
        self.posted.add(bill.id)
        last = bill.einvoice_round_ids[:1]
        if last.state not in STATES_GIVEN:
            yield f"posted while its round is {last.state}"
        if (last.parts or {}) != bill._einvoice_approved_parts():
            yield "posted is not what was approved"
        if last.fingerprint != fingerprint(bill._einvoice_approved_parts()):
            yield "the fingerprint is of another bill"
        for slot in last.slots or []:
            yield from self._slot(last, slot)

    def _slot(self, asked, slot):
        tickets = asked.decision_ids.filtered(
            lambda each: each.step_key == slot["step"] and each.state != "handed"
        )
        agreed = tickets.filtered(lambda each: each.state in STATES_GIVEN)
        if any(tickets.mapped("line_keys")):
            lines = {line["key"] for line in asked.snapshot["lines"]}
            done = {key for each in agreed for key in each.line_keys or ()}
            if lines - done or len(agreed) < slot["needed"]:
                yield f"posted without owners of lines in {slot}"
        elif len(agreed.actor_id) < slot["needed"]:
            yield f"posted with too few people in {slot}"

    def _answers(self, bill):
        """Look at each answer when it is new, also those of the round before."""
        agreed = bill.einvoice_decision_ids.filtered(
            lambda each: each.state in STATES_GIVEN and each.id not in self.agreed
        )
        self.agreed.update(agreed.ids)
        for each in agreed:
            people = each.user_id | each.in_place_of_id
            if each.actor_id not in people:
                yield f"{each.actor_id.login} answered for {people.mapped('login')}"
            if not self.world.able(each.actor_id):
                yield f"{each.actor_id.login} answered and is not there"
            if each.is_single:
                yield from self._single(each)
                continue
            barred = self.barred(bill)
            if each.actor_id.id in barred:
                yield f"{each.actor_id.login} approved his own"
            if each.actor_id == each.user_id and each.in_place_of_id.id in barred:
                yield f"{each.actor_id.login} approved for one who may not"

    def _levels(self, bill):
        """Nobody is two levels, unless the circuit names him himself at both."""
        for asked in bill.einvoice_round_ids:
            agreed = asked.decision_ids.filtered(
                lambda each: each.state in STATES_GIVEN and not each.is_single
            )
            for user, mine in agreed.grouped("actor_id").items():
                lent = mine.filtered(
                    lambda each, user=user: (
                        each.user_id == user
                        and (
                            each.in_place_of_id
                            or each.why in ("handed_over", "escalated")
                        )
                    )
                )
                if lent and len(set(mine.mapped("step_key"))) > 1:
                    yield f"{user.login} agreed at several steps, not in his own name"

    def _single(self, decision):
        circuit = decision.round_id.circuit_id
        step = self.env["einvoice.circuit.step"].browse(decision.step_key).exists()
        named = self.world.able(step._people() | self.fallback())
        if not circuit.has_single_approver or len(named - decision.user_id):
            yield f"{decision.user_id.login} is no single approver"

    def fallback(self):
        """Return who decides where a step finds nobody."""
        return self.world.circuit.fallback_user_id | self.world.case.managers

    def barred(self, bill):
        """Return the users (keys) who did something that excludes them."""
        wrote = self.world.wrote.get(bill.partner_bank_id.id, set())
        supplier = bill.commercial_partner_id.create_uid.id
        return (self.world.typed[bill.id] | wrote | {supplier}) - {1}

    def _asked(self, bill):
        last = bill.einvoice_round_ids[:1]
        if last.state != "open":
            return
        if bill.state != "draft":
            yield "a round is open on what is no draft"
        if last.parts != bill._einvoice_approved_parts():
            names = changed(last.parts, bill._einvoice_approved_parts())
            yield f"the open round is about another content: {sorted(names)}"
        standing = last.decision_ids.filtered(lambda each: each.state in STANDING)
        notes = [note["text"] for note in last.notes or []]
        is_stuck = any(STUCK in text for text in notes)
        if not standing and not is_stuck:
            yield "nobody is asked"
        lost = standing.user_id - self.world.able(standing.user_id)
        if lost and not is_stuck:
            yield f"{lost.mapped('login')} is asked and is not there"

    def _activities(self, bill):
        found = bill.activity_ids.filtered(
            lambda each: each.activity_type_id == self.kind
        )
        told = sorted(each.user_id.login for each in found)
        opened = bill.einvoice_decision_ids.filtered(lambda each: each.state == "open")
        if told != sorted(opened.user_id.mapped("login")):
            yield f"activities of {told}, asked {opened.user_id.mapped('login')}"

    def _frozen(self, bill):
        """Look whether a new round has the steps that its circuit asks for."""
        last = bill.einvoice_round_ids[:1]
        if not last or last.id in self.rounds:
            return
        self.rounds.add(last.id)
        others = self.env["einvoice.round"].search_count(
            [("partner_id", "=", last.partner_id.id), ("move_id", "!=", bill.id)]
        )
        steps = self.world.circuit.step_ids.filtered(
            lambda step: self._applies(step, bill)
        )
        wanted = steps.filtered(lambda step: step.who != "nobody").ids
        if not steps:
            wanted = [0]
        frozen = {slot["step"]: slot for slot in last.slots or []}
        # The other bills of a supplier may add steps, which slicing tests look at.
        if not others and set(frozen) != set(wanted):
            yield f"frozen {sorted(frozen)}, the circuit asks {wanted}"
        for step in steps.filtered(lambda each: each.id in frozen):
            yield from self._needed(step, frozen[step.id], last)
        yield from self._stuck(bill, last)

    def _applies(self, step, bill):
        total = bill.amount_total_signed
        if step.basis == "amount_untaxed":
            total = bill.amount_untaxed_signed
        size = round(abs(total), 2)
        codes = tuple(filter(None, (step.account_codes or "").split(",")))
        accounts = bill.invoice_line_ids.account_id.mapped("code")
        return (
            size >= step.least
            and (not step.most or size <= step.most)
            and (not step.supplier_ids or bill.partner_id in step.supplier_ids)
            and (not codes or any(each.startswith(codes) for each in accounts))
        )

    def _needed(self, step, slot, asked):
        single = asked.decision_ids.filtered(
            lambda each: each.is_single and each.step_key == step.id
        )
        if step.who == "analytic_owner" or single:
            return
        wanted = {"one": 1, "all": len(step._people()), "some": step.number}
        if slot["needed"] != max(1, wanted[step.quorum]):
            yield f"{step.name} asks {slot['needed']}, not {wanted[step.quorum]}"

    def _stuck(self, bill, asked):
        """Nothing is stuck while somebody of the fallback is free to decide."""
        today = self.env["einvoice.delegation"].search([]).filtered("active")
        away = today.filtered(
            lambda each: each.first_day <= each.env.cr.now().date() <= each.last_day
        ).giver_id
        free = self.world.able(self.fallback()) - away
        free = free.filtered(lambda user: user.id not in self.barred(bill))
        circuit_steps = self.world.circuit.step_ids
        owners = bill._einvoice_line_owners()
        for step in asked.stuck or []:
            if circuit_steps.browse(step).exists().who == "analytic_owner":
                # One who takes part already does not take a second part of a line.
                parties = {each.person for each in owners}
                apart = free.filtered(lambda user, some=parties: user.id not in some)
                apart -= self._standing_in(asked)
                if len(apart - today.stand_in_id) >= len(owners):
                    yield f"step {step} is stuck though {apart.mapped('login')} may"
                continue
            tickets = asked.decision_ids.filtered(
                lambda each, step=step: each.step_key == step
            )
            left = free - tickets.user_id - tickets.in_place_of_id
            left -= self._standing_in(asked)
            if left:
                yield f"step {step} is stuck though {left.mapped('login')} may"

    def _standing_in(self, asked):
        """Return who decides in somebody's place, and so at one step only."""
        return asked.decision_ids.filtered("in_place_of_id").user_id
