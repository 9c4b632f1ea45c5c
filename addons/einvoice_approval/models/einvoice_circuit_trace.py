from contextlib import contextmanager

from markupsafe import Markup

from odoo import api, models

from odoo.addons.einvoice_base.domain.events import EventKind

# Key in the cursor's cache, which no client reaches.
_NOTING = "einvoice_circuit_noting"
_SETTINGS = (
    "name",
    "fallback_user_id",
    "has_single_approver",
    "bulk_limit",
    "posts_by_itself",
    "mail_limit",
    "mail_link_days",
)
_CLOCK = ("remind_hours", "escalate_hours", "days_before_due")


class EinvoiceCircuit(models.Model):
    """Who changed the rules of approval, and how: in the journal and on the circuit."""

    _inherit = "einvoice.circuit"

    @api.model_create_multi
    def create(self, vals_list):
        with self.browse()._noted() as fresh:
            circuits = super().create(vals_list)
            fresh.append(circuits)
        return circuits

    def write(self, vals):
        with self._noted():
            return super().write(vals)

    def unlink(self):
        with self._noted():
            return super().unlink()

    @contextmanager
    def _noted(self):
        """Note what changes of these circuits meanwhile, all of it once.

        Yields:
            A list, for circuits that come about meanwhile.
        """
        cache, fresh = self.env.cr.cache, []
        if cache.get(_NOTING):
            yield fresh
            return
        before = {
            each: (each.name, each.company_id, each._in_force()) for each in self.sudo()
        }
        cache[_NOTING] = True
        try:
            yield fresh
        finally:
            cache[_NOTING] = False
        for circuit, (name, company, lines) in before.items():
            circuit._note_change(name, company, lines)
        for circuit in self.union(*fresh).sudo() - self:
            circuit._note_change(circuit.name, circuit.company_id, [])

    def _note_change(self, name, company, before):
        """Write into the journal, and on the circuit, what differs now.

        Args:
            name: Its name, also of one that was deleted.
            company: Its company.
            before: What it said, see :meth:`_in_force`.
        """
        circuit = self.exists()
        after = circuit._in_force() if circuit else []
        if before == after:
            return
        gone = [each for each in before if each not in after]
        come = [each for each in after if each not in before]
        self.env["einvoice.event"]._emit(
            EventKind.RULE_CHANGED.value,
            {
                "rule": circuit.name or name,
                "circuit": self.id,
                "before": gone,
                "after": come,
            },
            company=company,
        )
        if circuit:
            lines = [f"− {each}" for each in gone] + [f"+ {each}" for each in come]
            circuit.message_post(body=Markup("<br/>").join(lines))

    def _in_force(self):
        """Return what bills go through, as sentences; nothing unless it runs."""
        if self.state != "running":
            return []
        steps = self.step_ids.sorted("sequence")
        # People as they will be listed, not as they were added a moment ago.
        steps.invalidate_recordset()
        return [
            *(self._said_of(name) for name in _SETTINGS),
            *(step._numbered(place) for place, step in enumerate(steps, 1)),
        ]

    def _said_of(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "monetary":
            value = self.currency_id.format(value)
        elif field.type == "boolean":
            value = self.env._("yes") if value else self.env._("no")
        elif field.type == "many2one":
            value = value.name or "–"
        return f"{field._description_string(self.env)}: {value}"


class EinvoiceCircuitStep(models.Model):
    _inherit = "einvoice.circuit.step"

    @api.model_create_multi
    def create(self, vals_list):
        keys = {vals["circuit_id"] for vals in vals_list if vals.get("circuit_id")}
        with self.env["einvoice.circuit"].browse(sorted(keys)).exists()._noted():
            return super().create(vals_list)

    def write(self, vals):
        circuits = self.sudo().circuit_id
        if vals.get("circuit_id"):
            circuits |= circuits.browse(vals["circuit_id"]).exists()
        with circuits._noted():
            return super().write(vals)

    def unlink(self):
        with self.sudo().circuit_id._noted():
            return super().unlink()

    def _numbered(self, place):
        """Return the step with its place, what it says, and its time."""
        clock = [
            f"{self._fields[name]._description_string(self.env)}: {self[name]:g}"
            for name in _CLOCK
        ]
        if self.is_parallel:
            clock.insert(0, self._fields["is_parallel"]._description_string(self.env))
        return f"{place}. {self.name}: {self.sentence} ({', '.join(clock)})"
