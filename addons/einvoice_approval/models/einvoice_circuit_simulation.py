from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.einvoice_base.models._mapping import amount
from odoo.addons.einvoice_base.models._translation import in_language

from ..domain.conditions import LABELS, Basis, Fact
from ..domain.people import Directory
from ..domain.planning import NO_STEP
from ..domain.simulation import Tally, Window

# Played in one go, so that each lookup is one query for all of them.
BATCH = 200
# The newest ones; more tell nothing new and make a person wait.
LARGEST = 5000
_ADDON = "einvoice_approval"


class EinvoiceCircuit(models.Model):
    """The simulator: who would approve a bill and why, and the bills of the past."""

    _inherit = "einvoice.circuit"

    def _past_domain(self):
        """Return the posted bills of the last twelve months."""
        today = fields.Date.context_today(self)
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("move_type", "in", ("in_invoice", "in_refund"))
            & Domain("state", "=", "posted")
            & Domain("invoice_date", ">=", fields.Date.subtract(today, years=1))
        )

    def _simulated_past(self):
        """Play the bills of the last year; return the sums as plain values."""
        self.ensure_one()
        moves = self.env["account.move"].sudo()
        domain = self._past_domain()
        newest = moves.search(domain, order="invoice_date desc, id desc", limit=LARGEST)
        bills = newest.sorted(lambda each: (each.invoice_date, each.id))
        directory = self.env["einvoice.delegation"]._directory(
            fields.Date.context_today(self)
        )
        # Who is away today says nothing about last year.
        people = Directory(directory.people)
        tally, window = Tally(), Window()
        for start in range(0, len(bills), BATCH):
            batch = moves.browse(bills[start : start + BATCH].ids)
            self._simulate_batch(batch, people, tally, window)
            batch.invalidate_recordset()
        return {**tally.plain(), "total": moves.search_count(domain)}

    def _simulate_batch(self, bills, directory, tally, window):
        known = (bills._einvoice_account_requesters(), bills._einvoice_originals())
        bills._einvoice_preload_analytic()
        for bill in bills:
            day, supplier = bill.invoice_date, bill.commercial_partner_id.id
            made, steps = bill._einvoice_plan(
                self,
                directory,
                day,
                recent=window.recent(supplier, day),
                known=known,
            )
            tally.add(made, steps)
            currency = bill.company_currency_id
            amounts = {
                Basis.GROSS: amount(
                    bill._einvoice_routed_amount("amount_total"), currency
                ),
                Basis.NET: amount(
                    bill._einvoice_routed_amount("amount_untaxed"), currency
                ),
            }
            window.add(supplier, day, amounts, steps)

    def _tally_html(self, tally):
        """Return the sums as a table for the reader."""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        steps = self.sudo().step_ids.with_context(active_test=False)
        names = {each.id: each.name for each in steps}
        known = users.browse(key for key, _count in tally["people"]).exists()
        people = {each.id: each.name for each in known}
        return self.env["ir.qweb"]._render(
            "einvoice_approval.simulation_tally",
            {
                **tally,
                "people": [
                    (people.get(key, "–"), count) for key, count in tally["people"]
                ],
                "steps": [
                    (names.get(key, "–"), count) for key, count in tally["steps"]
                ],
                "share": lambda count: f"{100 * count / (tally['bills'] or 1):.0f} %",
            },
        )

    def _explained_html(self, move):
        """Return who would approve a bill and why, step by step."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        directory = self.env["einvoice.delegation"]._directory(today)
        bill = move.sudo()
        made, _steps = bill._einvoice_plan(self, directory, today)
        facts = bill._einvoice_approval_facts()
        compiled = self._compiled()
        counted = compiled.counted(facts, bill._einvoice_recent(today))
        decisions = self.env["einvoice.decision"].sudo()
        drafts = [
            (ticket, decisions.new(decisions._ticket_vals(ticket, self._step_names())))
            for ticket in made.round.tickets
        ]
        explained = compiled.explain(facts, counted)
        quorum = self.env["einvoice.round"]._quorum_words(made.round)
        stages = sorted({each.step.stage for each in explained if each.applies})
        return self.env["ir.qweb"]._render(
            "einvoice_approval.simulation_bill",
            {
                "steps": [
                    {
                        **self._explained_step(each, drafts, stages),
                        "quorum": quorum.get(each.step.key),
                    }
                    for each in explained
                ],
                "unfit": [
                    self._explained_ticket(draft)
                    for ticket, draft in drafts
                    if ticket.step == NO_STEP.key
                ],
                "notes": self._explained_notes(made.notes),
                "is_straight": not drafts,
            },
        )

    def _step_names(self):
        return {each.id: each.name for each in self.sudo().step_ids}

    def _explained_step(self, explained, drafts, stages):
        step = explained.step
        return {
            "name": step.name,
            "turn": explained.applies
            and self._turn_words(stages.index(step.stage) + 1),
            "applies": explained.applies,
            "conditions": [self._condition_words(each) for each in explained.checked],
            "people": [
                self._explained_ticket(draft)
                for ticket, draft in drafts
                if ticket.step == step.key
            ],
        }

    def _turn_words(self, turn):
        if turn == 1:
            return self.env._("applies, first")
        return self.env._("applies, turn %(number)s", number=turn)

    def _explained_ticket(self, draft):
        person = draft.user_id.name
        if draft.in_place_of_id:
            person = self.env._(
                "%(person)s for %(other)s",
                person=person,
                other=draft.in_place_of_id.name,
            )
        return {"person": person, "why": self._why_words().get(draft.why, "")}

    def _why_words(self):
        """Return what made somebody the one, said of him; addons add theirs."""
        return {
            "person": self.env._("named in the step"),
            "group": self.env._("belongs to the group of the step"),
            "analytic_owner": self.env._("looks after the analytic account"),
            "buyer": self.env._("bought what is billed"),
            "fallback": self.env._("decides where the circuit finds nobody"),
            "single": self.env._("is the only approver of the company"),
        }

    def _explained_notes(self, notes):
        rounds = self.env["einvoice.round"]
        return [rounds._note_sentence(note.plain(), self.currency_id) for note in notes]

    def _fact_models(self):
        """Return the model whose records a fact names; addons add theirs."""
        return {
            Fact.SUPPLIER: "res.partner",
            Fact.SUPPLIER_TAG: "res.partner.category",
            Fact.JOURNAL: "account.journal",
            Fact.ANALYTIC: "account.analytic.account",
            Fact.ANALYTIC_PLAN: "account.analytic.plan",
            Fact.PRODUCT_CATEGORY: "product.category",
            Fact.BUYER: "res.users",
        }

    def _condition_words(self, checked):
        """Return one condition: what it asks, what the bill has, what became of it."""
        return {
            "verdict": checked.verdict.value,
            "asked": self._asked_words(checked),
            "found": self._found_words(checked),
        }

    def _asked_words(self, checked):
        steps = self.env["einvoice.circuit.step"]
        if checked.name in {each.value for each in Basis}:
            least, most = checked.asked
            return steps._band_words(
                self.currency_id, least, most, checked.name == Basis.NET.value
            )
        if checked.name == "has_order":
            return self.env._("with order") if checked.asked else self.env._("no order")
        if checked.name == "has_findings":
            if checked.asked:
                return self.env._("with open findings")
            return self.env._("no open finding")
        if checked.name == "confidence":
            return self.env._("confidence below %(limit)s", limit=checked.asked)
        fact = Fact(checked.name)
        label = in_language(self.env, _ADDON, LABELS[fact])
        return f"{label}: {self._fact_words(fact, checked.asked)}"

    def _found_words(self, checked):
        if checked.found is None:
            return self.env._("not known")
        if checked.name in {each.value for each in Basis}:
            return self.currency_id.format(float(checked.found))
        if isinstance(checked.found, bool):
            return self.env._("yes") if checked.found else self.env._("no")
        if checked.name in {each.value for each in Fact}:
            return self._fact_words(Fact(checked.name), checked.found)
        return str(checked.found)

    def _fact_words(self, fact, found):
        values = [found] if isinstance(found, (int, str)) else sorted(found)
        model = self._fact_models().get(fact)
        if model:
            records = self.env[model].sudo().browse(values).exists()
            values = records.mapped("display_name")
        return ", ".join(map(str, values)) or "–"
