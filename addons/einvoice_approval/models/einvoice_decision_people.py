from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.models._mapping import amount

from ..domain.deciding import hand_over
from ..domain.planning import FALLBACK, LEFT, STUCK
from ..domain.rounds import STANDING, DecisionError


class EinvoiceDecision(models.Model):
    """What people who are away, gone or late were asked, is asked others."""

    _inherit = "einvoice.decision"

    @api.model
    def _hand_on(self, people=None):
        """Ask others what people were asked who cannot decide today.

        Args:
            people: Only what these users were asked.
        """
        today = fields.Date.context_today(self)
        directory = self.env["einvoice.delegation"]._directory(today)
        standing = Domain("state", "in", [each.value for each in STANDING])
        if people is not None:
            standing &= Domain("user_id", "in", people.ids)
        for user, company, ids in self._read_group(
            standing, ["user_id", "company_id"], ["id:array_agg"]
        ):
            away = {each.giver for each in directory.delegations}
            if user.id in away or not directory.is_there(user.id, company.id, today):
                for decision in self.browse(sorted(ids)):
                    decision._kept_apart(decision._hand_one_on, directory, today)

    def _hand_one_on(self, directory, today):
        asked, person = self._locked(), self.user_id
        if asked is None:
            return
        gross = amount(asked.gross, asked.company_currency_id)
        company = self.company_id.id
        chain = directory.chain(person.id, company, today, gross)
        if chain == (person.id,):
            return
        if chain and self._given_to(chain[-1], self.why, True, chain[1:-1]):
            return
        is_away = (
            directory.people[person.id].is_active
            if person.id in directory.people
            else False
        )
        if not self._given_to_next(directory, today, FALLBACK, is_shared=is_away):
            asked._remark(STUCK, self)
        elif not is_away:
            asked._remark(LEFT, self)

    def _escalate(self):
        """Ask the fallback approver as well: the time is up, or a due date near."""
        asked = self._locked()
        today = fields.Date.context_today(self)
        directory = self.env["einvoice.delegation"]._directory(today)
        if asked is not None and not self._given_to_next(
            directory, today, "escalated", is_shared=True
        ):
            # Nobody is left; the reminders go on.
            self.escalate_at = False

    def _locked(self):
        """Return the round, locked, while this may still be decided; else ``None``."""
        asked = self.round_id
        asked._lock()
        is_open = asked.state == "open" and self.state in ("open", "asked")
        return asked if is_open and not asked._is_stale() else None

    def _given_to_next(self, directory, today, why, is_shared):
        """Give it to the first who may decide where the circuit finds nobody."""
        circuit = self.round_id.circuit_id or self.company_id._einvoice_circuit()
        # Who may not decide himself is nobody in whose place another could.
        is_barred = self.round_id._acts().bar(
            self.user_id.id, in_place_of=self.in_place_of_id.id or None
        )
        is_shared = is_shared and not is_barred
        for key in circuit._setting().fallback if circuit else ():
            chain = directory.chain(key, self.company_id.id, today)
            if chain and self._given_to(chain[-1], why, is_shared, chain[:-1]):
                return True
        return False

    def _between(self):
        """Return who stands between the one who is away and the one who decides."""
        if not self.in_place_of_id:
            return ()
        today = fields.Date.context_today(self)
        directory = self.env["einvoice.delegation"]._directory(today)
        gross = amount(self.round_id.gross, self.round_id.company_currency_id)
        chain = directory.chain(
            self.in_place_of_id.id, self.company_id.id, today, gross
        )
        return chain[1:-1] if chain[-1:] == (self.user_id.id,) else ()

    def _given_to(self, key, why, is_shared, through):
        """Give it to a person; return ``False`` when he may not have it."""
        asked = self.round_id
        try:
            after = hand_over(
                asked._value(),
                self.id,
                None,
                key,
                asked._acts(),
                -1,
                why,
                is_shared=is_shared,
                through=through,
            )
        except DecisionError:
            return False
        asked._store(after, self.env.user)
        return True
