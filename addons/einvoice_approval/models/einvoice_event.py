from odoo import models

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS
from odoo.addons.einvoice_base.models._translation import in_language, translated

from ..domain.reasons import PARTS, REASSIGNED

_ADDON = "einvoice_approval"
_ABOUT_A_PERSON = (EventKind.ASKED.value, EventKind.ANSWERED.value)


class EinvoiceEvent(models.Model):
    """What the journal says of decisions, in words."""

    _inherit = "einvoice.event"

    def _summary_parts(self, payload, rules):
        if self.kind == EventKind.DECIDED.value:
            yield from self._summary_decision(payload)
        elif self.kind in _ABOUT_A_PERSON and payload.get("person"):
            yield str(payload["person"])
        yield from super()._summary_parts(payload, rules)

    def _summary_decision(self, payload):
        """Say which answer, at which step, for whom and from where."""
        fields_ = self.env["einvoice.decision"]._fields
        answers = dict(fields_["state"]._description_selection(self.env))
        origins = dict(fields_["decided_from"]._description_selection(self.env))
        yield answers.get(payload["answer"], payload["answer"])
        if payload.get("step"):
            yield payload["step"]
        if payload.get("in_place_of"):
            yield self.env._("in place of %(person)s", person=payload["in_place_of"])
        if payload.get("is_single"):
            yield self.env._("single approver")
        if payload.get("origin"):
            yield origins.get(payload["origin"], payload["origin"])

    def _summary_change(self, payload):
        if not payload.get("circuit"):
            yield from super()._summary_change(payload)
            return
        yield payload["rule"]
        before, after = ("; ".join(payload[name]) for name in ("before", "after"))
        yield f"{before or '–'} → {after or '–'}"

    def _stand_in_words(self, cause):
        words = {
            "named": self.env._("stand-in named"),
            "changed": self.env._("stand-in changed"),
            "ended": self.env._("stand-in ended"),
        }
        return words.get(cause)

    def _cause_words(self, cause):
        if self.kind == EventKind.STAND_IN.value and self._stand_in_words(cause):
            return self._stand_in_words(cause)
        if self.kind == EventKind.REASSIGNED.value and cause in REASSIGNED:
            return translated(self.env, _ADDON, REASSIGNED[cause])
        if self.kind == EventKind.RESET.value and (parts := _parts_of(str(cause))):
            return ", ".join(translated(self.env, _ADDON, each) for each in parts)
        reason = STATUS_REASONS.get(str(cause))
        if reason is None:
            return super()._cause_words(cause)
        return in_language(self.env, "einvoice_base", reason.label)


def _parts_of(cause):
    """Return the names of changed parts in words; empty for another cause."""
    names = [each.partition(":")[0] for each in cause.split(", ")]
    known = all(each in PARTS for each in names)
    return list(dict.fromkeys(PARTS[each] for each in names)) if known else []
