from dataclasses import replace
from decimal import Decimal

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.moments import Moment
from odoo.addons.einvoice_base.models._mapping import amount, number

from ..domain.circuit import Who
from ..domain.conditions import Basis
from ..domain.deciding import carried_over
from ..domain.fingerprint import Approved, ApprovedLine, changed, fingerprint, touches
from ..domain.people import Candidate
from ..domain.planning import NO_STEP, SLICED, Note, plan
from ..domain.segregation import Act, Acts
from ..domain.slicing import DAYS, Recent


class AccountMove(models.Model):
    """Routing: who decides on a bill, and what follows from their answers."""

    _inherit = "account.move"

    def _einvoice_ready(self):
        res = super()._einvoice_ready()
        drafts = self.sudo().filtered(
            lambda move: move.state == "draft" and move._einvoice_needs_approval()
        )
        drafts._einvoice_mark(einvoice_is_submitted=True)
        drafts._einvoice_route()
        return res

    def _einvoice_mark(self, **values):
        """Note something about these bills that touches no amount of them."""
        if self:
            self.sudo().with_context(skip_invoice_sync=True).write(values)

    def _einvoice_last_round(self):
        """Return the round that counts; a list that is kept may have another order."""
        return self.sudo().einvoice_round_ids.sorted("id")[-1:]

    def _einvoice_route(self):
        """Open a round for each of these drafts that has none which still counts."""
        directory, today = None, fields.Date.context_today(self)
        moves = self.with_user(SUPERUSER_ID)
        opened = moves.env["einvoice.round"]
        for move in moves:
            last = move._einvoice_last_round()
            if last.state == "open" or not move.einvoice_is_submitted:
                continue
            if last.state in ("approved", "partly") and not last._is_stale():
                continue
            if directory is None:
                directory = self.env["einvoice.delegation"]._directory(today)
            opened |= move._einvoice_open_round(directory, today)
        opened._begin()

    def _einvoice_open_round(self, directory, today, old=None):
        """Freeze who decides on this bill; the round is begun by the caller."""
        circuit = self.company_id._einvoice_circuit()
        made, steps = self._einvoice_plan(circuit, directory, today)
        parts = self._einvoice_approved_parts()
        value = made.round
        if old is not None:
            value = self._einvoice_kept(value, old, parts)
        names = {each.key: each.name for each in (*steps, NO_STEP)}
        return self.env["einvoice.round"].create(
            {
                "move_id": self.id,
                "company_id": self.company_id.id,
                "circuit_id": circuit.id,
                "state": "open",
                "slots": [
                    {"step": s.step, "stage": s.stage, "needed": s.needed}
                    for s in value.slots
                ],
                "parts": parts,
                "fingerprint": fingerprint(parts),
                "snapshot": self._einvoice_snapshot(),
                "notes": [each.plain() for each in made.notes],
                "stuck": sorted(made.stuck),
                "opened_at": fields.Datetime.now(),
                "currency_id": self.currency_id.id,
                "gross": self._einvoice_routed_amount("amount_total"),
                "net": self._einvoice_routed_amount("amount_untaxed"),
                **self._einvoice_seen(steps),
                "partner_id": self.commercial_partner_id.id,
                "previous_id": (old or self._einvoice_round_before()).id,
                "decision_ids": [
                    Command.create(
                        {
                            **self.env["einvoice.decision"]._ticket_vals(each, names),
                            "is_single": each.key in made.single,
                        }
                    )
                    for each in value.tickets
                ],
            }
        )

    def _einvoice_plan(self, circuit, directory, today, recent=None, known=()):
        """Return the plan of a bill, and the steps that it passes.

        Args:
            circuit: The circuit.
            directory: People, stand-ins and absences.
            today: The day.
            recent: Other bills of the supplier, where the caller knows them.
            known: See :meth:`_einvoice_acts`.
        """
        compiled, facts = circuit._compiled(), self._einvoice_approval_facts()
        if recent is None:
            recent = self._einvoice_recent(today)
        counted = compiled.counted(facts, recent)
        steps = compiled.steps_for(facts, counted)
        made = plan(
            steps,
            lambda step: self._einvoice_candidates(step, facts),
            directory,
            self._einvoice_acts(*known),
            circuit._setting(),
            company=self.company_id.id,
            day=today,
            amount=facts.get("amount"),
        )
        sliced = [
            Note(SLICED, step.name, amount=total)
            for step, total in compiled.brought_in(facts, counted)
        ]
        return replace(made, notes=(*made.notes, *sliced)), steps

    def _einvoice_seen(self, steps):
        limits = {basis: Decimal(0) for basis in Basis}
        for step in steps:
            if step.who is not Who.NOBODY:
                basis = step.conditions.basis
                limits[basis] = max(limits[basis], step.conditions.least)
        return {
            "seen_gross": float(limits[Basis.GROSS]),
            "seen_net": float(limits[Basis.NET]),
        }

    def _einvoice_recent(self, today):
        """Return the supplier's other bills of the last days, as they were routed."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS)
        rounds = (
            self.env["einvoice.round"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("partner_id", "=", self.commercial_partner_id.id),
                    ("opened_at", ">=", since),
                    ("state", "in", ("open", "approved", "partly")),
                    ("move_id", "!=", self.id),
                ],
                order="opened_at, id",
            )
        )
        currency = self.company_currency_id
        return {
            basis: [
                Recent(amount(each[name], currency), amount(each[seen], currency))
                for each in rounds
            ]
            for basis, name, seen in (
                (Basis.GROSS, "gross", "seen_gross"),
                (Basis.NET, "net", "seen_net"),
            )
        }

    def _einvoice_approval_facts(self):
        """Return what conditions may ask, beside the facts of all addons."""
        facts = dict(self._einvoice_facts())
        move = self.sudo()
        if move.currency_id != move.company_currency_id:
            for name in ("amount", "amount_untaxed"):
                total = "amount_total" if name == "amount" else name
                facts[name] = amount(
                    self._einvoice_routed_amount(total), move.company_currency_id
                )
        products = move._einvoice_products()
        plans = self.env["account.analytic.account"].sudo()
        keys = facts.get("analytic_accounts", ())
        facts["analytic_plans"] = tuple(
            sorted(plans._einvoice_living(keys).root_plan_id.ids)
        )
        facts["supplier_tags"] = tuple(move.commercial_partner_id.category_id.ids)
        facts["product_categories"] = tuple(products.product_id.categ_id.ids)
        facts["open_findings"] = facts.get("findings", ())
        if "order" in facts:
            facts["has_order"] = facts["order"] in ("matched", "differs")
        return facts

    def _einvoice_routed_amount(self, name):
        """Return an amount in the company's currency as the bands count it.

        A rate can be typed: the one that makes more of the bill counts.
        """
        move = self.sudo()
        booked = abs(move[f"{name}_signed"])
        if move.currency_id == move.company_currency_id:
            return booked
        day = move.invoice_date or fields.Date.context_today(move)
        official = move.currency_id._convert(
            abs(move[name]), move.company_currency_id, move.company_id, day
        )
        return max(booked, official)

    def _einvoice_candidates(self, step, facts):
        """Return whom a step asks; addons extend it for their kinds."""
        if step.who in (Who.PERSON, Who.GROUP):
            return [Candidate(each, step.who.value) for each in step.people]
        if step.who is Who.BUYER and facts.get("buyer"):
            return [Candidate(facts["buyer"], "buyer")]
        if step.who is Who.ANALYTIC_OWNER:
            return self._einvoice_line_owners()
        return []

    def _einvoice_line_owners(self):
        """Return the owners of the lines' analytic accounts, each with his lines.

        Lines without owner belong to nobody, and go to the fallback approver.
        """
        accounts = self.env["account.analytic.account"].sudo()
        found, names = {}, {}
        for line in self.sudo()._einvoice_products():
            keys = {
                int(key)
                for joined in line.analytic_distribution or {}
                for key in joined.split(",")
            }
            owned = accounts._einvoice_living(keys).filtered("einvoice_owner_id")
            for owner in owned.einvoice_owner_id or self.env["res.users"]:
                found.setdefault(owner.id, set()).add(line.id)
                names[owner.id] = ", ".join(owned.mapped("name"))
            if not owned:
                found.setdefault(0, set()).add(line.id)
        return [
            Candidate(key, "analytic_owner", frozenset(lines), names.get(key, ""))
            for key, lines in sorted(found.items())
        ]

    def _einvoice_acts(self, requesters=None, originals=None):
        """Return what people did about this bill.

        Args:
            requesters: What :meth:`_einvoice_account_requesters` says of many bills.
            originals: What :meth:`_einvoice_originals` says of many bills.
        """
        # Also who has left since: who stands in for him may not decide either.
        move = self.sudo().with_context(active_test=False)
        done = {}

        def note(users, act):
            for user in users:
                if user.id != SUPERUSER_ID:
                    done.setdefault(user.id, set()).add(act)

        note(move.einvoice_author_ids, Act.TYPED)
        note(move._einvoice_enclosed_by(originals), Act.TYPED)
        note(move._einvoice_brought_by(), Act.BROUGHT)
        note(move.commercial_partner_id.create_uid, Act.MADE_SUPPLIER)
        bank = move.partner_bank_id
        note(bank.einvoice_author_id, Act.WROTE_ACCOUNT)
        if requesters is None:
            requesters = self._einvoice_account_requesters()
        account = (move.commercial_partner_id.id, bank.sanitized_acc_number or "")
        note(requesters.get(account, ()), Act.WROTE_ACCOUNT)
        return Acts({key: frozenset(acts) for key, acts in done.items()})

    def _einvoice_approved_parts(self):
        """Return the digests of what is approved, by part."""
        self.ensure_one()
        move = self.sudo()
        currency = move.currency_id
        return Approved(
            supplier=move.commercial_partner_id.id,
            kind=move.move_type,
            currency=currency.name,
            net=amount(move.amount_untaxed, currency),
            gross=amount(move.amount_total, currency),
            booked=amount(abs(move.amount_total_signed), move.company_currency_id),
            account=move.partner_bank_id.sanitized_acc_number or "",
            due_date=move.invoice_date_due or None,
            originals=tuple(move._einvoice_original_digests()),
            lines=tuple(
                ApprovedLine(
                    line.id,
                    line.name or "",
                    number(line.quantity),
                    number(line.price_unit),
                    amount(line.price_subtotal, currency),
                    amount(line.price_total, currency),
                )
                for line in move._einvoice_products()
            ),
        ).parts()

    def _einvoice_kept(self, value, old, parts):
        """Return a new round with the answers that the change does not touch."""
        names = changed(old.parts or {}, parts)
        before = old._value()
        touched = {
            each.lines: touches(names, each.lines)
            for each in before.tickets
            if each.lines is not None
        }
        return carried_over(value, before, touched)

    def _einvoice_restart(self):
        """Begin again with a bill that is no longer what is being, or was, approved."""
        self.ensure_one()
        last = self._einvoice_last_round()
        if last.state not in ("open", "approved", "partly") or not last._is_stale():
            return
        if self.state != "draft":
            return
        names = changed(last.parts or {}, self._einvoice_approved_parts())
        last._cancel()
        self.message_post(
            body=self.env._("The approval begins again: the bill has changed.")
        )
        self._einvoice_emit(EventKind.RESET, cause=", ".join(sorted(names)))
        if self._einvoice_needs_approval():
            today = fields.Date.context_today(self)
            directory = self.env["einvoice.delegation"]._directory(today)
            self._einvoice_open_round(directory, today, old=last)._begin()
        else:
            self._einvoice_mark(einvoice_approval_state="none")

    def _einvoice_round_ended(self, ended, actor):
        """Do what follows from the end of a round.

        Args:
            ended: The round.
            actor: The user whose answer ended it.
        """
        self.ensure_one()
        self._einvoice_mark(einvoice_approval_state=ended.state)
        moments = {
            "approved": Moment.APPROVED,
            "partly": Moment.PARTLY_APPROVED,
            "refused": Moment.REFUSED,
        }
        moment = moments.get(ended.state)
        last = ended.decision_ids.filtered("decided_at").sorted("decided_at")[-1:]
        if moment:
            self.with_user(actor).sudo()._einvoice_moment(
                moment,
                reason=last.reason_code or None,
                comment=last.comment or None,
                step=last.step_name or None,
                in_place_of=last.in_place_of_id.name or None,
                amounts=ended._amounts(),
                fingerprint=ended.fingerprint,
            )
        if ended.state in ("refused", "returned"):
            self._einvoice_mark(einvoice_is_submitted=False)
        if ended.state == "partly":
            self._einvoice_hold_rest(ended)
        if ended.state in ("approved", "partly") and ended.circuit_id.posts_by_itself:
            self._einvoice_post_approved()

    def _einvoice_hold_rest(self, ended):
        """Stop the money of a bill of which only a part was approved."""
        part = float(ended._amounts()["approved"])
        self._einvoice_hold(
            self.env._(
                "Approved in part: %(part)s of %(total)s",
                part=self.currency_id.format(part),
                total=self.currency_id.format(self.amount_total),
            )
        )

    def _einvoice_post_approved(self):
        """Post what was approved; what stands against it is told."""
        move = self.with_user(SUPERUSER_ID)
        try:
            with self.env.cr.savepoint():
                move._post(soft=False)
        except UserError as error:
            move.message_post(
                body=self.env._(
                    "Approved on %(day)s, but not posted: %(reason)s",
                    day=format_date(self.env, fields.Date.context_today(self)),
                    reason=str(error),
                )
            )
            self._einvoice_not_posted(str(error))
