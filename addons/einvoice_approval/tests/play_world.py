"""A random company: people, stand-ins, suppliers, a circuit and bills."""

import random

from odoo import Command, fields
from odoo.exceptions import UserError

PEOPLE = 8
STATES_GIVEN = ("approved", "partly")


def new_iban(pick):
    """Return a French account number whose check digits are right."""
    base = f"{pick.randrange(10**23):023d}"
    return f"FR{98 - int(base + '152700') % 97:02d}{base}"


class World:
    """What one seed makes; every choice comes from its generator.

    Attributes:
        typed: Bill (key) to the users who typed what is approved.
        wrote: Bank account (key) to the users who wrote its number.
        log: What was made and done, for the message of a failure.
    """

    def __init__(self, case, seed):
        self.case, self.env, self.pick = case, case.env, random.Random(seed)
        self.log = [f"seed {seed}"]
        self.typed, self.wrote = {}, {}
        self.people = case.crowd
        self._people()
        self.analytic = [self._analytic(place) for place in range(3)]
        self.suppliers = [self._supplier(place) for place in range(4)]
        self.circuit = self._circuit()
        for _each in range(self.pick.randint(0, 3)):
            self.delegate(self.pick.choice(self.people))
        self._circle()
        self.bills = [self._bill(place) for place in range(5)]

    def note(self, *words):
        self.log.append(" ".join(map(str, words)))

    def chance(self, share):
        return self.pick.random() < share

    def able(self, users):
        return users.filtered(
            lambda user: user.active and self.case.company in user.company_ids
        )

    def typist(self):
        """Return somebody who may write bills."""
        typists = self.case.typists & self.able(self.people)
        return self.pick.choice(typists or self.case.people["processor"])

    def _people(self):
        for user in self.people:
            if self.chance(0.1):
                self.note("archived", user.login)
                user.active = False
            elif self.chance(0.1):
                self.note("elsewhere", user.login)
                self._moved_away(user)
        if self.chance(0.5):
            self.note("no managers")
            for user in self.case.managers:
                self._moved_away(user)

    def _moved_away(self, user):
        other = self.case.other_company
        user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})

    def _analytic(self, place):
        owner = self.pick.choice([*self.people, self.env["res.users"]])
        self.note("analytic", place, "owner", owner.login)
        return self.env["account.analytic.account"].create(
            {
                "name": f"Project {place}",
                "plan_id": self.case.plan.id,
                "einvoice_owner_id": owner.id,
            }
        )

    def _supplier(self, place):
        maker = self.typist() if self.chance(0.3) else self.env.ref("base.user_root")
        supplier = (
            self.env["res.partner"].with_user(maker).create({"name": f"S{place}"})
        )
        self.note("supplier", place, "by", maker.login)
        supplier = supplier.with_env(self.env)
        # As if taken over with the data: what is new to the books is another subject.
        name = {"xml_id": f"einvoice_test.play_{supplier.id}", "record": supplier}
        self.env["ir.model.data"]._update_xmlids([name])
        self.case.known_account(supplier, new_iban(self.pick))
        return supplier

    def _circuit(self):
        pick = self.pick
        circuit = self.env["einvoice.circuit"].create(
            {
                "name": "Played",
                "company_id": self.case.company.id,
                "fallback_user_id": pick.choice(self.people).id,
                "has_single_approver": self.chance(0.3),
                "posts_by_itself": self.chance(0.8),
                "step_ids": [
                    Command.create(self._step(place))
                    for place in range(pick.randint(0, 4))
                ],
            }
        )
        circuit.action_run()
        self.note(
            "fallback",
            circuit.fallback_user_id.login,
            "single" if circuit.has_single_approver else "",
        )
        return circuit

    def _step(self, place):
        pick = self.pick
        least = pick.choice([0, 0, 0, 500.01, 2000])
        step = {
            "name": f"Step {place}",
            "sequence": place,
            "is_parallel": self.chance(0.4),
            "least": least,
            "most": pick.choice([0, 0, max(least, 2000), 5000]),
            "basis": pick.choice(["amount", "amount_untaxed"]),
            "who": pick.choice(
                ["person"] * 5 + ["group"] * 2 + ["analytic_owner"] * 2 + ["nobody"]
            ),
            "quorum": pick.choice(["one", "all", "some"]),
            "number": pick.randint(1, 3),
            "escalate_hours": 8,
        }
        if step["who"] == "person":
            # A step names somebody who is there; others may have left since.
            users = {pick.choice(self.people.filtered("active"))}
            users |= set(pick.sample(list(self.people), pick.randint(0, 2)))
            step["user_ids"] = sorted(user.id for user in users)
        if step["who"] == "group":
            step["group_id"] = pick.choice(self.case.groups).id
        if self.chance(0.25):
            chosen = pick.sample(self.suppliers, 2)
            step["supplier_ids"] = [each.id for each in chosen]
        if self.chance(0.1):
            step["account_codes"] = pick.choice(["6", "7", "60,61"])
        self.note("step", step)
        return step

    def delegate(self, giver):
        """Let a person name a stand-in, as he does; a circle is refused."""
        stand_in = self.pick.choice(self.people - giver)
        today = fields.Date.today()
        vals = {
            "giver_id": giver.id,
            "stand_in_id": stand_in.id,
            "first_day": fields.Date.add(today, days=self.pick.randint(-2, 1)),
            "last_day": fields.Date.add(today, days=3),
            "most": self.pick.choice([0, 0, 1000]),
        }
        self.note("stand-in", giver.login, "→", stand_in.login, vals["most"])
        try:
            with self.env.cr.savepoint():
                self.env["einvoice.delegation"].with_user(giver).create(vals)
        except UserError as error:
            self.note("  refused:", str(error).partition("\n")[0])

    def _circle(self):
        """Bring in a circle that no check saw: it came with other data."""
        if not self.chance(0.2):
            return
        known = self.env["einvoice.delegation"].search([], limit=1)
        if not known:
            return
        self.note("circle", known.giver_id.login, known.stand_in_id.login)
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO einvoice_delegation
                (giver_id, stand_in_id, first_day, last_day, active, create_date)
            VALUES (%s, %s, %s, %s, true, now())
            """,
            (
                known.stand_in_id.id,
                known.giver_id.id,
                known.first_day,
                known.last_day,
            ),
        )
        self.env.invalidate_all()

    def _bill(self, place):
        pick, typist = self.pick, self.typist()
        supplier = pick.choice(self.suppliers)
        currency = self.case.foreign if self.chance(0.2) else self.case.currency
        bill = (
            self.env["account.move"]
            .with_user(typist)
            .create(
                {
                    "move_type": "in_refund" if self.chance(0.2) else "in_invoice",
                    "partner_id": supplier.id,
                    "currency_id": currency.id,
                    "partner_bank_id": supplier.bank_ids.id,
                    "invoice_date": "2026-11-01",
                    "invoice_date_due": "2026-12-20",
                    "ref": f"P-{place}-{pick.randrange(10**9)}",
                    "invoice_line_ids": [
                        Command.create(self.line(each))
                        for each in range(pick.randint(1, 3))
                    ],
                }
            )
            .with_env(self.env)
        )
        self.typed[bill.id] = {typist.id}
        bill._einvoice_check()
        self.note(
            "bill",
            bill.id,
            bill.move_type,
            currency.name,
            bill.amount_total,
            "of",
            supplier.name,
            "by",
            typist.login,
            [line.analytic_distribution for line in bill.invoice_line_ids],
        )
        return bill

    def line(self, place):
        """Return the columns of a line; some have an owner, or two."""
        some = self.pick.sample(self.analytic, 2)
        keys = [
            False,
            {str(some[0].id): 100},
            {str(some[0].id): 50, str(some[1].id): 50},
        ]
        return {
            "name": f"Line {place}",
            "quantity": 1,
            "price_unit": self.pick.choice([40, 300.5, 700, 2500, 9000]),
            "tax_ids": [Command.set(self.case.tax_purchase_a.ids)],
            "analytic_distribution": self.pick.choice(keys),
        }
