from collections import defaultdict

from odoo import api, models
from odoo.tools import email_normalize

from ..domain.authentication import AuthState, domain_of
from ..domain.sender_rules import SENDER_RULES, SenderFacts

# Mails of the supplier that ended in a bill, the latest ones.
_REMEMBERED = 50


class EinvoiceRule(models.Model):
    """Who sent the mails, and from where their suppliers write."""

    _inherit = "einvoice.rule"

    @api.model
    def _rules(self):
        return (*super()._rules(), *SENDER_RULES)

    @api.model
    def _contexts(self, cases):
        contexts = super()._contexts(cases)
        mailed = {
            place: document
            for place, case in enumerate(cases)
            if (document := self._document_of(case)).channel == "mail"
            and document.sender
        }
        if not mailed:
            return contexts
        documents = self.env["einvoice.document"].union(*mailed.values()).sudo()
        suppliers = documents.partner_id.commercial_partner_id
        written = self._addresses_of_contacts(suppliers)
        billed = self._addresses_of_bills(suppliers)
        for place, document in mailed.items():
            supplier = document.sudo().partner_id.commercial_partner_id.id
            day = cases[place].today if cases[place].is_rehearsal else None
            known = written.get(supplier, set()) | {
                address
                for key, address, at in billed.get(supplier, ())
                if key != document.id and (day is None or at.date() < day)
            }
            facts = SenderFacts(
                address=document.sender,
                state=AuthState(document.authentication or "unknown"),
                detail=document.authentication_detail or "–",
                known=frozenset(known),
                own=self._own_domains(cases[place].company),
            )
            contexts[place] = contexts[place].with_part(facts)
        return contexts

    @api.model
    def _document_of(self, case):
        if case.record._name == "einvoice.document":
            return case.record.sudo()
        return case.move.sudo().einvoice_document_id

    @api.model
    def _addresses_of_contacts(self, suppliers):
        contacts = (
            self.env["res.partner"]
            .sudo()
            .search_fetch(
                [
                    ("commercial_partner_id", "in", suppliers.ids),
                    ("email", "!=", False),
                ],
                ["email_normalized", "commercial_partner_id"],
            )
        )
        found = defaultdict(set)
        for contact in contacts:
            if contact.email_normalized:
                supplier = contact.commercial_partner_id.id
                found[supplier].add(contact.email_normalized)
        return found

    @api.model
    def _addresses_of_bills(self, suppliers):
        """Return supplier to document, sender and time of mails that were posted."""
        found = defaultdict(list)
        rows = (
            self.env["einvoice.document"]
            .sudo()
            ._read_group(
                [
                    ("partner_id.commercial_partner_id", "in", suppliers.ids),
                    ("channel", "=", "mail"),
                    ("sender", "!=", False),
                    ("move_id.state", "=", "posted"),
                    ("authentication", "!=", "failed"),
                ],
                ["partner_id", "sender"],
                ["id:max", "received_at:min"],
            )
        )
        for partner, sender, key, at in rows:
            supplier = partner.commercial_partner_id.id
            if len(found[supplier]) < _REMEMBERED:
                found[supplier].append((key, sender.lower(), at))
        return found

    @api.model
    def _own_domains(self, company):
        """Return the domains of the company: its address, its aliases, its people's."""
        company = company.sudo()
        addresses = [company.email, company.catchall_email, company.bounce_email]
        domains = {domain_of(email_normalize(each or "")) for each in addresses}
        domains.add((company.alias_domain_id.name or "").lower())
        return frozenset(filter(None, domains))
