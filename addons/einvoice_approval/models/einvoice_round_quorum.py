from collections import Counter

from odoo import api, models


class EinvoiceRound(models.Model):
    """How many of those who are asked must agree, in words."""

    _inherit = "einvoice.round"

    @api.model
    def _quorum_words(self, value):
        """Return how many must agree, of each step that asks several people.

        Args:
            value: The round as the domain knows it.

        Returns:
            Step (key) to words; a step that asks one person has none.
        """
        words = {}
        for slot in value.slots:
            tickets = list(value.of_slot(slot))
            per_lines = Counter(each.lines for each in tickets)
            if len(tickets) < 2:
                continue
            if set(per_lines) != {None}:
                words[slot.step] = self.env._("each decides on his lines")
            elif slot.needed == 1:
                words[slot.step] = self.env._("one of these is enough")
            elif slot.needed >= len(tickets):
                words[slot.step] = self.env._("all of these must agree")
            else:
                words[slot.step] = self.env._(
                    "%(needed)s of these %(count)s must agree",
                    needed=slot.needed,
                    count=len(tickets),
                )
        return words

    def _quorum_sentences(self):
        """Return how many must agree at the steps whose turn it is."""
        self.ensure_one()
        asked = self.decision_ids.filtered(lambda each: each.state in ("open", "asked"))
        names = {each.step_key: each.step_name for each in asked}
        words = self._quorum_words(self._value())
        return [
            self.env._(
                "Step “%(step)s”: %(quorum)s.", step=names[key], quorum=words[key]
            )
            for key in names
            if key in words
        ]
