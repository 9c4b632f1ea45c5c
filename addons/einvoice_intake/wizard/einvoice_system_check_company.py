from odoo import api, models
from odoo.tools import format_amount

from odoo.addons.einvoice_base.domain import identifiers
from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.wizard.einvoice_system_check import Check

# A person who has done one of these has dealt with a document that waited.
_DECIDED = (EventKind.FINDING_LIFTED.value, EventKind.SUPPLIER_CREATED.value)


class EinvoiceSystemCheck(models.TransientModel):
    _inherit = "einvoice.system.check"

    @api.model
    def _steps(self, company):
        """Return what is done once, in this order, from installation to first bill."""
        documents = self.env["einvoice.document"]
        is_ours = [("company_id", "=", company.id)]
        received = documents.search_count(is_ours, limit=1)
        decided = self.env["einvoice.event"].search_count(
            [("company_key", "=", company.id), ("kind", "in", _DECIDED)], limit=1
        )
        posted = documents.search_count(
            [*is_ours, ("move_id.state", "=", "posted")], limit=1
        )
        return [
            self._identifiers_check(company)._replace(
                code="step_company", title=self.env._("Identify your company")
            ),
            self._suppliers_check(company)._replace(
                code="step_suppliers",
                title=self.env._("Give your suppliers their identifiers"),
            ),
            self._processor_check(company)._replace(
                code="step_processor",
                title=self.env._("Say who processes supplier invoices"),
            ),
            Check(
                "step_document",
                "ok" if received else "todo",
                self.env._("Receive the first document"),
                advice=self.env._("Drop an invoice on the inbox, or send it by e-mail.")
                if not received
                else "",
                way="inbox",
            ),
            Check(
                "step_decision",
                "ok" if decided else "todo",
                self.env._("Settle what waits: create a supplier, or lift a finding"),
                advice=self.env._(
                    "Open a document that waits; its banner says what to do."
                )
                if not decided
                else "",
                way="inbox",
            ),
            Check(
                "step_posted",
                "ok" if posted else "todo",
                self.env._("Post the first bill"),
                advice=self.env._(
                    "Check the draft beside its original, then confirm it."
                )
                if not posted
                else "",
                way="bills",
            ),
            *self._paper_steps(company),
            *super()._steps(company),
        ]

    @api.model
    def _paper_steps(self, company):
        """Ask for a first review where paper waits; who receives none is not asked."""
        documents = self.env["einvoice.document"]
        paper = [("company_id", "=", company.id), ("is_paged", "=", True)]
        reviewed = documents.search_count(
            [*paper, ("reviewed_at", "!=", False)], limit=1
        )
        waiting = [*paper, ("is_reviewable", "=", True)]
        if not (reviewed or documents.search_count(waiting, limit=1)):
            return []
        return [
            Check(
                "step_paper",
                "ok" if reviewed else "todo",
                self.env._("Review the first document read from paper"),
                advice=self.env._(
                    "Compare what was read with the page; the next invoice of that "
                    "supplier is read with it."
                )
                if not reviewed
                else "",
                way="inbox",
            )
        ]

    @api.model
    def _company_checks(self, company):
        return [
            self._identifiers_check(company),
            self._suppliers_check(company),
            self._prepayment_check(company),
            self._drafts_check(company),
            *super()._company_checks(company),
        ]

    @api.model
    def _identifiers_check(self, company):
        registry, vat = company.company_registry, company.vat
        is_french = company.country_id.code == "FR"
        advice = ""
        if not (registry or vat):
            advice = self.env._("Enter the SIRET and the VAT number of the company.")
        elif is_french and not registry:
            advice = self.env._(
                "Enter the SIRET of the company: French invoices state it."
            )
        elif is_french and not (
            identifiers.siren_of(registry) or identifiers.siret_of(registry)
        ):
            advice = self.env._(
                "“%(number)s” is neither a SIREN nor a SIRET.", number=registry
            )
        elif not vat:
            advice = self.env._(
                "Enter the VAT number of the company, unless it has none: foreign "
                "suppliers name you by it."
            )
        known = [
            registry and self.env._("SIREN or SIRET %(number)s", number=registry),
            vat and self.env._("VAT number %(number)s", number=vat),
        ]
        return Check(
            "company_identifiers",
            "todo" if advice else "ok",
            self.env._("Identifiers of the company"),
            ", ".join(filter(None, known)) or self.env._("none"),
            self.env._(
                "Tell which invoices are yours. Without them every buyer is a stranger "
                "and every document waits."
            ),
            advice,
            "company",
        )

    @api.model
    def _suppliers(self, company):
        """Return the domain of the suppliers of a company, without their contacts."""
        return [
            ("supplier_rank", ">", 0),
            ("parent_id", "=", False),
            ("company_id", "in", (False, company.id)),
        ]

    @api.model
    def _unidentified_suppliers(self, company):
        """Return the domain of the suppliers that no invoice can name."""
        return [
            *self._suppliers(company),
            ("company_registry", "=", False),
            ("vat", "=", False),
        ]

    @api.model
    def _suppliers_check(self, company):
        partners = self.env["res.partner"]
        total = partners.search_count(self._suppliers(company))
        missing = partners.search_count(self._unidentified_suppliers(company))
        advice = ""
        if not total:
            advice = self.env._(
                "Import your suppliers, or create each from its first invoice."
            )
        elif missing:
            advice = self.env._(
                "Enter SIREN, SIRET or VAT number of the %(count)s others, or do it "
                "when their first invoice waits.",
                count=missing,
            )
        return Check(
            "supplier_identifiers",
            # A private person has none: a few without do not keep it open for ever.
            "ok" if total and missing * 4 <= total else "todo",
            self.env._("Identifiers of the suppliers"),
            self.env._(
                "%(known)s of %(total)s suppliers have one",
                known=total - missing,
                total=total,
            ),
            self.env._(
                "Recognise the supplier of an invoice. A name is never enough: an "
                "unknown supplier waits for a person."
            ),
            advice,
            "suppliers" if missing else "",
        )

    @api.model
    def _prepayment_check(self, company):
        account = company._einvoice_prepayment_account()
        return Check(
            "prepayment_account",
            "ok" if account else "todo",
            self.env._("Account of down payments"),
            account.with_company(company).display_name
            if account
            else self.env._("none"),
            self.env._(
                "Takes invoices of a down payment instead of an expense account."
            ),
            ""
            if account
            else self.env._(
                "Choose it in the settings: the chart has no account 4091."
            ),
            "settings",
        )

    @api.model
    def _drafts_check(self, company):
        count = company._einvoice_exempt_count()
        gaps = [
            format_amount(self.env, gap, company.currency_id)
            for gap in (
                company.einvoice_tolerance_total,
                company.einvoice_tolerance_line,
            )
        ]
        return Check(
            "drafts",
            "todo" if count else "ok",
            self.env._("Checks before posting"),
            self.env._(
                "Tolerance %(total)s on a total, %(line)s on a line; drafts from "
                "before that are not checked: %(count)s",
                total=gaps[0],
                line=gaps[1],
                count=count,
            ),
            self.env._("No bill is posted or paid past a blocking finding."),
            self.env._(
                "Post these drafts, or route them through the checks in the settings."
            )
            if count
            else "",
            "settings",
        )
