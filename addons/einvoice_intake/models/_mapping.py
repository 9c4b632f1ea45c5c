"""Records of the books as values of the domain; nothing else."""

import re
from decimal import Decimal

from odoo.addons.einvoice_base.domain.identifiers import compact

from ..domain.buyer import OwnCompany
from ..domain.supplier import Candidate
from ..domain.taxes import Region, Scope, TaxOption

# The French chart marks the twin of a tax that is included in the price by its name.
_INCLUDED = re.compile(r"\b(INC|TTC)\b")
# Accounts of VAT on fixed assets in the French chart of accounts.
_FIXED_ASSETS = "44562"

_SCOPES = {"consu": Scope.GOODS, "service": Scope.SERVICES}


def own_company(company):
    """Return a company of the database with what identifies it."""
    partner = company.partner_id
    return OwnCompany(
        key=company.id,
        name=company.name,
        registry=partner.einvoice_registry_key or "",
        vat=partner.einvoice_vat_key or "",
        endpoints=frozenset(filter(None, [partner.peppol_endpoint])),
    )


def candidate(partner):
    """Return a supplier with what identifies it."""
    entity = partner.commercial_partner_id
    return Candidate(
        key=partner.id,
        entity=entity.id,
        registry=partner.einvoice_registry_key or entity.einvoice_registry_key or "",
        vat=partner.einvoice_vat_key or entity.einvoice_vat_key or "",
        endpoint=partner.peppol_endpoint or None,
        ibans=frozenset(compact(bank.acc_number) for bank in partner.bank_ids),
    )


def tax_option(tax, europe):
    """Return a purchase tax as an option of the domain.

    Args:
        tax: The tax.
        europe: The country group of European VAT.
    """
    parts = tax.invoice_repartition_line_ids.filtered(
        lambda each: each.repartition_type == "tax"
    )
    factors = [Decimal(str(each.factor_percent)) for each in parts]
    is_self_assessed = any(factor < 0 for factor in factors) and not sum(factors)
    codes = [each.account_id.code or "" for each in parts]
    return TaxOption(
        key=tax.id,
        name=tax.name,
        rate=Decimal(str(tax.amount)).normalize() + 0,
        category=tax.ubl_cii_tax_category_code or None,
        is_self_assessed=is_self_assessed,
        regions=frozenset(_region(each, europe) for each in tax.fiscal_position_ids),
        scope=_SCOPES.get(tax.tax_scope),
        is_on_payment=tax.tax_exigibility == "on_payment",
        is_special=(
            tax.price_include
            or bool(_INCLUDED.search(tax.name or ""))
            or any(code.startswith(_FIXED_ASSETS) for code in codes)
            or (not is_self_assessed and factors != [Decimal(100)])
        ),
        sequence=tax.sequence,
    )


def _region(position, europe):
    """Tell what a fiscal position stands for by its country, group and VAT number."""
    if position.country_id:
        return Region.DOMESTIC
    if position.country_group_id == europe:
        return Region.EUROPE if position.vat_required else Region.DOMESTIC
    return Region.IMPORT
