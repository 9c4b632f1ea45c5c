import json

from odoo import api, fields, models

from odoo.addons.einvoice_base.models._translation import in_language, translated

from ..domain.paper.review_fields import BY_PATH


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
                filter(None, (kinds.get(event.kind), event.summary))
            )

    @api.model
    def _rule_titles(self):
        return {
            code: translated(self.env, rule.addon, rule.title)
            for code, rule in self.env["einvoice.rule"]._by_code().items()
        }

    def _sentence(self, facts, titles):
        """Say one event about a document in plain words, empty for other kinds."""
        cause = facts.get("cause") or ""
        cause = titles.get(cause) or self._cause_words(cause)
        title = titles.get(facts.get("rule"), facts.get("rule") or "")
        sentences = {
            **self._document_sentences(facts, cause),
            **self._supplier_sentences(facts, cause),
            **self._finding_sentences(title, cause),
            **self._bill_sentences(facts, cause),
        }
        return sentences[self.kind]() if self.kind in sentences else ""

    def _document_sentences(self, facts, cause):
        """Return, by kind of event, what says how a document went its way."""
        return {
            "received": lambda: self.env._(
                "Arrived by %(channel)s.", channel=self._channel(facts)
            ),
            "read": lambda: self.env._(
                "Read: %(amount)s from %(supplier)s.",
                amount=self._amount_words(facts) or "–",
                supplier=facts.get("supplier") or "–",
            ),
            "duplicate": lambda: self.env._(
                "A copy of %(first)s.", first=facts.get("original") or "–"
            ),
            "unreadable": lambda: self.env._(
                "Could not be read: %(cause)s.", cause=cause
            ),
            "failed": lambda: self.env._("Stopped: %(cause)s", cause=cause),
            "retried": lambda: self.env._("Run again."),
            "rejected": lambda: self.env._("Rejected: %(cause)s", cause=cause),
        }

    def _supplier_sentences(self, facts, cause):
        """Return, by kind of event, what says who the supplier is."""
        supplier = facts.get("supplier") or "–"

        def found():
            if facts.get("cause") == "person":
                return self.env._("Supplier chosen: %(supplier)s.", supplier=supplier)
            return self.env._(
                "Supplier recognised by %(evidence)s: %(supplier)s.",
                supplier=supplier,
                evidence=cause,
            )

        return {
            "supplier_found": found,
            "supplier_created": lambda: self.env._(
                "Supplier %(supplier)s created.", supplier=supplier
            ),
        }

    def _finding_sentences(self, title, cause):
        """Return, by kind of event, what says how a finding came and went."""
        return {
            "finding_opened": lambda: self.env._("Noticed: %(title)s.", title=title),
            "finding_closed": lambda: self.env._(
                "No longer there: %(title)s.", title=title
            ),
            "finding_lifted": lambda: self.env._(
                "Lifted “%(title)s”: %(cause)s", title=title, cause=cause
            ),
            "finding_confirmed": lambda: self.env._(
                "Confirmed “%(title)s”: %(cause)s", title=title, cause=cause
            ),
        }

    def _bill_sentences(self, facts, cause):
        """Return, by kind of event, what says how the bill went its way."""
        return {
            "booked": lambda: self.env._("The bill was made."),
            "field_corrected": lambda: self.env._(
                "%(field)s corrected: %(before)s → %(after)s",
                field=self._corrected_field(facts),
                before=facts.get("before") or "–",
                after=facts.get("after") or "–",
            ),
            "reviewed": lambda: self._review_sentence(facts),
            "cancelled": lambda: self.env._("The bill was cancelled."),
            "reset": lambda: self.env._("The bill was set back to draft."),
            "posted": lambda: self.env._("The bill was posted."),
            "paid": lambda: self.env._("The bill was paid."),
            "original_replaced": lambda: self.env._(
                "It is now the original of the bill (%(cause)s).", cause=cause
            ),
        }

    def _review_sentence(self, facts):
        outcomes = facts.get("fields") or []
        return self.env._(
            "Reviewed beside the page: %(changed)s of %(count)s fields changed.",
            changed=sum(row[3] == "changed" for row in outcomes),
            count=len(outcomes),
        )

    def _cause_words(self, cause):
        if self.kind == "supplier_found":
            evidence = self.env["einvoice.document"]._fields["evidence"]
            words = dict(evidence._description_selection(self.env))
            return words.get(cause) or super()._cause_words(cause)
        words = {
            "same file": self.env._("the same file"),
            "same invoice": self.env._("the same invoice"),
            "better copy": self.env._("a better copy"),
            "by hand": self.env._("a bill made by hand"),
            "split": self.env._("split into one document for each invoice"),
            "document of a bill typed by hand": self.env._(
                "the document of a bill typed by hand"
            ),
            "rejection taken back": self.env._("rejection taken back"),
            "document": self.env._("from the document"),
        }
        return words.get(cause) or super()._cause_words(cause)

    def _channel(self, facts):
        channels = self.env["einvoice.document"]._fields["channel"]
        words = dict(channels._description_selection(self.env))
        return words.get(facts.get("channel"), facts.get("channel") or "–")

    def _corrected_field(self, facts):
        name = facts.get("field") or "–"
        if name == "lines":
            return self.env._("Lines")
        if name in BY_PATH:
            return in_language(self.env, "einvoice_intake", BY_PATH[name].label)
        field = self.env["account.move"]._fields.get(name)
        return field._description_string(self.env) if field else name
