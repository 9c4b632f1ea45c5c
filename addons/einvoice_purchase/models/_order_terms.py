"""What orders and bills are counted in and known by: units, rates, item numbers."""

from collections import defaultdict
from decimal import Decimal

from odoo.fields import Domain
from odoo.tools import SQL, float_repr

from odoo.addons.account_edi_ubl_cii.models.account_edi_common import (
    UOM_TO_UNECE_CODE,
)
from odoo.addons.einvoice_base.domain.findings import Limits
from odoo.addons.einvoice_intake.domain.texts import reference_key

from ..domain.orders import Unit

# UN/ECE codes that mean the same as one that Odoo knows.
_SAME_CODE = {"H87": "C62", "EA": "C62", "PCE": "C62", "NAR": "C62", "PK": "C62"}
_XMLID_OF_CODE = {code: xmlid for xmlid, code in UOM_TO_UNECE_CODE.items()}


def exact(value, digits=6):
    """Return a number of the database as a Decimal without needless zeros."""
    text = value if isinstance(value, str) else float_repr(value or 0.0, digits)
    short = Decimal(text).normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short


class OrderTerms:
    """Reads what the orders of a company have in common, once."""

    def __init__(self, env):
        # The comparison is the software's; what a user may see is asked elsewhere.
        self.env = env(su=True)
        self._units = None
        self._rates = {}

    def unit(self, key):
        """Return a unit of measure by its key, ``None`` without."""
        if self._units is None:
            units = self.env["uom.uom"].with_context(active_test=False)
            self._units = {
                unit.id: Unit(
                    unit.id,
                    int(unit.parent_path.split("/")[0]),
                    exact(unit.factor, 12),
                    unit.name,
                )
                for unit in units.search(Domain.TRUE)
            }
        return self._units.get(key)

    def unit_of_code(self, code):
        """Return the unit of a UN/ECE code, ``None`` for one that is not known."""
        code = _SAME_CODE.get(code or "", code or "")
        xmlid = _XMLID_OF_CODE.get(code)
        if not xmlid:
            return None
        data = self.env["ir.model.data"]
        return self.unit(data._xmlid_to_res_id(xmlid, raise_if_not_found=False))

    def _converted(self, quantity, unit, order_unit):
        """Return a quantity in the unit of the order, and whether that is known.

        What cannot be converted takes away as it stands, and gives nothing back.
        """
        one, other = self.unit(unit), self.unit(order_unit)
        if one is None or other is None:
            return quantity, True
        if one.root != other.root:
            return max(quantity, Decimal(0)), False
        return quantity * one.factor / other.factor, True

    def rate(self, source, target, company, day):
        """Return what one of a currency is in another, ``None`` without a rate.

        Args:
            source: ``res.currency`` or its code.
            target: The same.
            company: Whose rates.
            day: On which day.
        """
        if source == target:
            return Decimal(1)
        key = (source, target, company.id, day)
        if key not in self._rates:
            self._rates[key] = self._ask_rate(source, target, company, day)
        return self._rates[key]

    def _ask_rate(self, source, target, company, day):
        currencies = self.env["res.currency"].with_context(active_test=False)
        by_name = {
            each.name: each
            for each in currencies.search([("name", "in", [source, target])])
        }
        if len(by_name) != 2:
            return None
        foreign = currencies.union(*by_name.values()) - company.currency_id
        known = self.env["res.currency.rate"]._read_group(
            [
                ("currency_id", "in", foreign.ids),
                ("company_id", "in", [False, company.root_id.id]),
                ("name", "<=", day),
            ],
            ["currency_id"],
        )
        if len(known) < len(foreign):
            return None
        return exact(
            currencies._get_conversion_rate(
                by_name[source], by_name[target], company, day
            ),
            12,
        )

    def products(self, supplier, seller_codes, own_codes, barcodes):
        """Return the products that item numbers stand for.

        Args:
            supplier: Whose item numbers.
            seller_codes: Keys (``reference_key``) of the supplier's item numbers.
            own_codes: Our own, as written.
            barcodes: GTIN, as written.
        """
        found = defaultdict(set)
        if seller_codes:
            for code, product in self._of_seller(supplier, sorted(seller_codes)):
                found[code].add(product)
        if own_codes or barcodes:
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, default_code, barcode FROM product_product"
                    " WHERE default_code = ANY(%s) OR barcode = ANY(%s)",
                    sorted(own_codes),
                    sorted(barcodes),
                )
            )
            for product, own_code, barcode in rows:
                for code in (own_code, barcode):
                    found[reference_key(code)].add(product)
        return {code: frozenset(keys) for code, keys in found.items() if code}

    def _of_seller(self, supplier, codes):
        """Return pairs of item number and product from the supplier's price list."""
        return self.env.execute_query(
            SQL(
                "SELECT code, product.id FROM (SELECT product_tmpl_id, product_id,"
                " ltrim(regexp_replace(upper(product_code), '[^0-9A-Z]', '', 'g'),"
                " '0') AS code FROM product_supplierinfo"
                " WHERE product_code IS NOT NULL AND partner_id IN (SELECT id"
                " FROM res_partner WHERE commercial_partner_id = %s)) AS info"
                " JOIN product_product AS product"
                " ON product.product_tmpl_id = info.product_tmpl_id"
                " AND COALESCE(info.product_id, product.id) = product.id"
                " WHERE code = ANY(%s)",
                supplier.id,
                codes,
            )
        )

    def tolerances(self, companies):
        """Return the tolerances of companies, by company, supplier and category."""
        rows = self.env["einvoice.tolerance"].search_fetch(
            [("company_id", "in", companies.ids)]
        )
        return {
            (
                row.company_id.id,
                row.partner_id.commercial_partner_id.id or 0,
                row.categ_id.id or 0,
            ): (
                Limits(exact(row.price_amount), exact(row.price_percent)),
                Limits(exact(row.quantity_amount), exact(row.quantity_percent)),
            )
            for row in rows
        }
