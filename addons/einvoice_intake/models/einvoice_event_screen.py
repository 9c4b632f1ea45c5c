import json

from odoo import api, fields, models

from odoo.addons.einvoice_base.models._translation import translated


class EinvoiceEvent(models.Model):
    _inherit = "einvoice.event"

    sentence = fields.Char(string="What happened", compute="_compute_sentence")

    @api.depends("kind", "payload")
    @api.depends_context("lang")
    def _compute_sentence(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        titles = self._rule_titles()
        for event in self:
            facts = json.loads(event.payload or "{}")
            said = event._sentence(facts, titles)
            event.sentence = said or " – ".join(
                filter(None, (kinds.get(event.kind), facts.get("cause")))
            )

    @api.model
    def _rule_titles(self):
        return {
            code: translated(self.env, rule.addon, rule.title)
            for code, rule in self.env["einvoice.rule"]._by_code().items()
        }

    def _sentence(self, facts, titles):
        """Say one event about a document in plain words, empty for other kinds."""
        _ = self.env._
        cause = facts.get("cause") or ""
        cause = titles.get(cause, cause)
        title = titles.get(facts.get("rule"), facts.get("rule") or "")
        supplier = facts.get("supplier") or "–"
        kind = self.kind
        if kind == "received":
            return _("Arrived by %(channel)s.", channel=self._channel(facts))
        if kind == "read":
            return _(
                "Read: %(amount)s %(currency)s from %(supplier)s.",
                **{
                    "amount": facts.get("amount") or "–",
                    "currency": facts.get("currency") or "",
                    "supplier": supplier,
                },
            )
        if kind == "duplicate":
            return _("A copy of %(first)s.", first=facts.get("original") or "–")
        if kind == "supplier_found":
            evidence = self.env["einvoice.document"]._fields["evidence"]
            words = dict(evidence._description_selection(self.env))
            if facts.get("cause") == "person":
                return _("Supplier chosen: %(supplier)s.", supplier=supplier)
            return _(
                "Supplier recognised by %(evidence)s: %(supplier)s.",
                supplier=supplier,
                evidence=words.get(facts.get("cause"), cause),
            )
        sentences = {
            "unreadable": lambda: _("Could not be read: %(cause)s.", cause=cause),
            "failed": lambda: _("Stopped: %(cause)s", cause=cause),
            "retried": lambda: _("Run again."),
            "booked": lambda: _("The bill was made."),
            "rejected": lambda: _("Rejected: %(cause)s", cause=cause),
            "supplier_created": lambda: _(
                "Supplier %(supplier)s created.", supplier=supplier
            ),
            "finding_opened": lambda: _("Noticed: %(title)s.", title=title),
            "finding_closed": lambda: _("No longer there: %(title)s.", title=title),
            "finding_lifted": lambda: _(
                "Lifted “%(title)s”: %(cause)s", title=title, cause=cause
            ),
            "finding_confirmed": lambda: _(
                "Confirmed “%(title)s”: %(cause)s", title=title, cause=cause
            ),
            "original_replaced": lambda: _(
                "It is now the original of the bill (%(cause)s).", cause=cause
            ),
        }
        return sentences[kind]() if kind in sentences else ""

    def _channel(self, facts):
        channels = self.env["einvoice.document"]._fields["channel"]
        words = dict(channels._description_selection(self.env))
        return words.get(facts.get("channel"), facts.get("channel") or "–")
