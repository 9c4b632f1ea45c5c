from odoo import models

from odoo.addons.einvoice_base.models._translation import translated


class EinvoiceEvent(models.Model):
    _inherit = "einvoice.event"

    def _sentence(self, facts, titles):
        if self.kind != "verified":
            return super()._sentence(facts, titles)
        states = self.env["einvoice.document"]._fields["official_state"]
        words = dict(states._description_selection(self.env))
        state = words.get(facts.get("verdict"), "–")
        if reason := facts.get("reason"):
            because = translated(self.env, "einvoice_intake", reason)
            return self.env._(
                "Official checks: %(state)s – %(reason)s.", state=state, reason=because
            )
        rules = ", ".join(facts.get("rules") or ())
        return self.env._(
            "Official checks: %(state)s (%(editions)s). %(rules)s",
            state=state,
            editions=facts.get("edition") or "–",
            rules=rules,
        ).strip()
