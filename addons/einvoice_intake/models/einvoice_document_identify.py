from odoo import models
from odoo.fields import Domain

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.identifiers import compact

from ..domain import rules
from ..domain.buyer import Addressee, addressee
from ..domain.supplier import Evidence, Wanted, find
from . import _mapping

CODES = frozenset(
    each.code
    for each in (
        rules.SUPPLIER_UNKNOWN,
        rules.SUPPLIER_AMBIGUOUS,
        rules.BUYER_STRANGER,
        rules.BUYER_UNSAID,
        rules.BUYER_REROUTED,
        rules.SELF_BILLED_SALE,
    )
)


class EinvoiceDocument(models.Model):
    _inherit = "einvoice.document"

    def _step_identify(self):
        """Say whose invoice it is and who sent it; wait where that is not certain."""
        companies = [
            _mapping.own_company(each)
            for each in self.env["res.company"].sudo().search([])
        ]
        for document in self:
            invoice = document._reading().invoice
            found = document._identify_buyer(invoice, companies)
            if not any(each.rule is rules.SELF_BILLED_SALE for each in found):
                found += document._identify_supplier(invoice)
            document._record_findings(found, CODES)
            document._set_keys(invoice)
            if document._is_unidentified():
                document.write({"state": "to_fix", "step": "identify"})
            else:
                document.step = "check"

    def _is_unidentified(self):
        """Tell whether a person must still say from whom or for whom it is.

        What a person lifted does not stop it again, but no bill is without supplier.
        """
        return not self.partner_id or any(
            each.rule in CODES and each.severity == "block" and each.state != "lifted"
            for each in self.finding_ids
        )

    def _identify_buyer(self, invoice, companies):
        """Check for whom the invoice is; pass it on to another company of ours.

        Returns:
            The findings.
        """
        ours = next(each for each in companies if each.key == self.company_id.id)
        if (
            invoice.type
            and invoice.type.is_self_billed
            and ours.is_named_by(invoice.seller)
        ):
            return [rules.SELF_BILLED_SALE.finding(type_code=invoice.type_code)]
        kind, key = self._addressee(invoice, companies)
        if kind is Addressee.OTHER_COMPANY:
            return self._pass_on(self.env["res.company"].browse(key))
        if kind is Addressee.STRANGER:
            return [self._stranger(invoice)]
        if kind is Addressee.UNSAID:
            return [rules.BUYER_UNSAID.finding()]
        return []

    def _addressee(self, invoice, companies):
        """Return to whom it is made out, and the key of our company where it is one."""
        kind, key = addressee(invoice.buyer, companies, self.company_id.id)
        is_elsewhere = kind in (Addressee.OTHER_COMPANY, Addressee.STRANGER)
        if is_elsewhere and self._is_buyer_unsure(invoice):
            return Addressee.UNSAID, None
        return kind, key

    def _stranger(self, invoice):
        return rules.BUYER_STRANGER.finding(
            name=invoice.buyer.name or "–",
            stated=_stated(invoice.buyer),
            company=self.company_id.name,
        )

    def _is_buyer_unsure(self, invoice):
        """Tell whether the name of the buyer proves nothing; data are certain."""
        return False

    def _pass_on(self, company):
        """Give the document to the company that it is made out to."""
        before = self.company_id
        first = self._first_copies(company, [self.sha256]).get(self.sha256)
        self.write(
            {
                "company_id": company.id,
                "journal_id": False,
                "copy_of_id": first.id
                if first and first != self
                else self.copy_of_id.id,
            }
        )
        self.attachment_id.company_id = company
        self.finding_ids.company_id = company
        return [rules.BUYER_REROUTED.finding(before=before.name, company=company.name)]

    def _identify_supplier(self, invoice):
        """Find the supplier by what proves him; a person's choice stands.

        Returns:
            The findings; none when one supplier is certain.
        """
        if self.partner_id and self.evidence == Evidence.PERSON.value:
            return []
        wanted = Wanted.of(invoice)
        match = find(wanted, map(_mapping.candidate, self._candidates(wanted)))
        if match.key:
            if self.partner_id.id != match.key:
                self.write({"partner_id": match.key, "evidence": match.evidence.value})
                self._note(
                    EventKind.SUPPLIER_FOUND, "supplier", cause=match.evidence.value
                )
            return []
        if self.partner_id:
            self.write({"partner_id": False, "evidence": False})
        name = invoice.seller.name or invoice.seller.trading_name or "–"
        if match.rivals:
            rivals = self.env["res.partner"].browse(match.rivals)
            return [
                rules.SUPPLIER_AMBIGUOUS.finding(
                    evidence=match.evidence.value.upper(),
                    name=name,
                    rivals=rivals.mapped("display_name"),
                )
            ]
        return [
            rules.SUPPLIER_UNKNOWN.finding(name=name, stated=_stated(invoice.seller))
        ]

    def _candidates(self, wanted):
        """Fetch every supplier that any stated identifier could mean, in one search."""
        if wanted.is_empty:
            return self.env["res.partner"]
        proofs = Domain.FALSE
        if wanted.siren:
            proofs |= Domain("einvoice_registry_key", "=like", f"{wanted.siren}%")
        if wanted.vats:
            proofs |= Domain("einvoice_vat_key", "in", wanted.vats)
        if wanted.endpoint:
            proofs |= Domain("peppol_endpoint", "=", wanted.endpoint)
        if wanted.ibans:
            proofs |= Domain("bank_ids.sanitized_acc_number", "in", wanted.ibans)
        wanted = (
            proofs
            & Domain("company_id", "in", [False, self.company_id.id])
            # Another company of the group may be a supplier, we ourselves may not.
            & Domain("id", "!=", self.company_id.partner_id.id)
        )
        partners = self.env["res.partner"]
        # An archived supplier is known all the same; a rule says that he is archived.
        return partners.search(wanted) or partners.with_context(
            active_test=False
        ).search(wanted)


def _stated(party):
    """Name the identifiers that a party states, for a sentence."""
    parts = [
        party.legal_id and party.legal_id.value,
        compact(party.vat_number),
        party.endpoint and party.endpoint.value,
    ]
    return ", ".join(dict.fromkeys(filter(None, parts))) or "–"
