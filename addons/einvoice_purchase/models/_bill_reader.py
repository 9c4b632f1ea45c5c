"""The lines of a bill as the matching sees them."""

from decimal import Decimal

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.money import CENT
from odoo.addons.einvoice_base.models._mapping import number
from odoo.addons.einvoice_intake.domain.booking import plan
from odoo.addons.einvoice_intake.domain.texts import reference_key

from ..domain.orders import BillLine
from ..domain.text import bracketed, is_charge


class BillReader:
    """Reads bills line by line, with what the supplier's document says of each."""

    def __init__(self, env, book):
        self.book = book
        self.places = env["decimal.precision"].precision_get("Product Unit")

    def lines(self, move, invoice):
        """Return the product lines of a bill, in their order.

        Args:
            move: The bill.
            invoice: What it says, see ``account.move._einvoice_invoice``.
        """
        products = move._einvoice_products()
        products = products.sorted(lambda line: (line.sequence, line.id))
        sources = self._sources(move, invoice)
        if len(sources) != len(products):
            sources = self._by_text(products, sources)
        return [
            self._line(line, source, rank)
            for rank, (line, source) in enumerate(
                zip(products, sources, strict=True), start=1
            )
        ]

    def _sources(self, move, invoice):
        """Return what was planned for each line of a bill with a document."""
        if not move.einvoice_document_id:
            return []
        try:
            return list(plan(invoice, self.places).lines)
        except DomainError:
            return []

    def _by_text(self, products, sources):
        """Find what was planned for lines that a person added to or took away."""
        waiting = {}
        for source in sources:
            waiting.setdefault((source.name, abs(source.net)), []).append(source)
        found = []
        for line in products:
            key = (line.name or "", abs(line._einvoice_net()))
            found.append(waiting[key].pop(0) if waiting.get(key) else None)
        return found

    def _line(self, line, planned, rank):
        net = line._einvoice_net()
        sign = -1 if line.move_id.move_type == "in_refund" else 1
        source = planned.source if planned else None
        stated = source.quantity if source is not None else None
        quantity = number(line.quantity)
        if stated is not None:
            quantity = abs(stated) if quantity >= 0 else -abs(stated)
        common = {
            "key": line.id,
            "number": str(rank),
            "name": line.name or "",
            "quantity": sign * quantity,
            "net": sign * net,
            "linked": line.purchase_line_id.id or None,
            "product": line.product_id.id or 0,
        }
        if planned is None:
            return self._typed(line, common)
        return self._stated(planned, common)

    def _typed(self, line, common):
        references = [reference_key(line.product_id.default_code)]
        references += [reference_key(line.product_id.barcode)]
        references += bracketed(common["name"])
        price = number(line.price_unit * (1 - (line.discount or 0.0) / 100))
        return BillLine(
            **common,
            references=frozenset(filter(None, references)),
            unit=self.book.unit(line.product_uom_id.id),
            price=_price(common["net"], common["quantity"], price),
            is_charge=is_charge(common["name"]),
        )

    def _stated(self, planned, common):
        source = planned.source
        if source is None:
            is_extra = planned.allowance is not None and planned.allowance.is_charge
            price = _price(common["net"], common["quantity"], None)
            return BillLine(**common, price=price, is_charge=is_extra)
        codes = [source.seller_item, source.buyer_item]
        codes += [source.standard_item.value] if source.standard_item else []
        references = [reference_key(code) for code in codes]
        references += bracketed(common["name"])
        price = source.price
        if price is not None:
            price = price / (source.base_quantity or Decimal(1))
        common["number"] = source.number or common["number"]
        return BillLine(
            **common,
            references=frozenset(filter(None, references)),
            unit=self.book.unit_of_code(source.unit),
            price=_price(common["net"], common["quantity"], price),
            order_line=source.order_line or "",
            is_charge=is_charge(common["name"]),
        )


def _price(net, quantity, stated):
    """Return the net price of one: as stated when it gives the net, else net by piece.

    What an allowance of the line takes off belongs to the price.
    """
    if not quantity:
        return stated or Decimal(0)
    if stated is not None and abs(stated * quantity - net) <= CENT:
        return stated
    return (net / quantity).quantize(Decimal("0.000001"))
