from datetime import timezone

from odoo import models

from odoo.addons.einvoice_base.domain.events import plain
from odoo.addons.einvoice_base.models._mapping import amount


class EinvoiceRound(models.Model):
    """Rounds as a machine reads them in ten years: all columns, moments in UTC."""

    _inherit = "einvoice.round"

    def _archive(self, number):
        """Return a round and its decisions as JSON holds them."""
        self.ensure_one()
        amounts = self._amounts() or {}
        said = {
            "number": number,
            "state": self.state,
            "circuit": self.circuit_id.name or None,
            "opened_at": _utc(self.opened_at),
            "closed_at": _utc(self.closed_at),
            "fingerprint": self.fingerprint or None,
            "steps": self.slots or [],
            "remarks": (self.note_words or "").splitlines(),
            "approved": amounts.get("approved"),
            "not_approved": amounts.get("not_approved"),
            "decisions": [each._archive() for each in self.decision_ids.sorted("id")],
        }
        # What is JSON already is kept as it was frozen.
        frozen = {"bill": self.snapshot or {}, "parts": self.parts or {}}
        return {**plain(said), **frozen}


class EinvoiceDecision(models.Model):
    _inherit = "einvoice.decision"

    def _archive(self):
        """Return a decision as JSON holds it; amounts are Decimals."""
        self.ensure_one()
        part = amount(self.amount_approved, self.currency_id)
        return {
            "step": self.step_name or None,
            "person": _person(self.user_id),
            "in_place_of": _person(self.in_place_of_id),
            "why": self.why or None,
            "why_of": self.why_of or None,
            "lines": self.line_keys or None,
            "state": self.state,
            "actor": _person(self.actor_id),
            "amount_approved": part if self.state == "partly" else None,
            "reason_code": self.reason_code or None,
            "comment": self.comment or None,
            "opened_at": _utc(self.opened_at),
            "decided_at": _utc(self.decided_at),
            "decided_from": self.decided_from or None,
            "is_single_approver": self.is_single,
            "asked": self.asked_name or None,
            "asked_at": _utc(self.asked_at),
            "question": self.question or None,
            "answer": self.answer or None,
        }


def _person(user):
    return {"name": user.name, "login": user.login} if user else None


def _utc(moment):
    return moment.replace(tzinfo=timezone.utc) if moment else None
