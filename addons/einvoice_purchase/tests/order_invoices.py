"""Invoices of several lines that name orders, as CII; needs no Odoo."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.einvoice_intake.tests import invoices

CENT = Decimal("0.01")

_LINE = """
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID>
   </ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct>{seller_item}<ram:Name>{name}</ram:Name>
   </ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement>{order}<ram:NetPriceProductTradePrice>
     <ram:ChargeAmount>{price}</ram:ChargeAmount>{base}
     </ram:NetPriceProductTradePrice>
   </ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery>
    <ram:BilledQuantity unitCode="{unit}">{quantity}</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement>
    <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
     <ram:CategoryCode>S</ram:CategoryCode>
     <ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
    <ram:SpecifiedTradeSettlementLineMonetarySummation>
     <ram:LineTotalAmount>{net}</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>"""


@dataclass(frozen=True)
class Item:
    """One line of an invoice."""

    name: str
    quantity: str = "1"
    price: str = "100"
    unit: str = "C62"
    seller_item: str = ""
    order: str = ""
    order_line: str = ""
    base: str = ""

    @property
    def net(self):
        amount = Decimal(self.quantity) * Decimal(self.price)
        amount /= Decimal(self.base or "1")
        return amount.quantize(CENT, rounding=ROUND_HALF_UP)

    def xml(self, number):
        said = self.order_line and f"<ram:LineID>{self.order_line}</ram:LineID>"
        said += (
            self.order and f"<ram:IssuerAssignedID>{self.order}</ram:IssuerAssignedID>"
        )
        return _LINE.format(
            number=number,
            name=self.name,
            seller_item=self.seller_item
            and f"<ram:SellerAssignedID>{self.seller_item}</ram:SellerAssignedID>",
            order=said
            and f"<ram:BuyerOrderReferencedDocument>{said}"
            "</ram:BuyerOrderReferencedDocument>",
            price=self.price,
            base=self.base
            and f'<ram:BasisQuantity unitCode="{self.unit}">{self.base}'
            "</ram:BasisQuantity>",
            unit=self.unit,
            quantity=self.quantity,
            net=self.net,
        )


def cii(*items, order="", contract="", despatch="", preceding="", **said):
    """Return an invoice with these lines, at 20 % VAT."""
    net = sum((item.net for item in items), Decimal(0))
    vat = (net / 5).quantize(CENT, rounding=ROUND_HALF_UP)
    amounts = {"net": str(net), "vat": str(vat), "gross": str(net + vat)}
    xml = invoices.cii(**{**amounts, **said}).decode()
    lines = "".join(item.xml(number) for number, item in enumerate(items, start=1))
    xml = re.sub(
        r"\s*<ram:IncludedSupplyChainTradeLineItem>.*"
        r"</ram:IncludedSupplyChainTradeLineItem>",
        lambda _match: lines,
        xml,
        flags=re.DOTALL,
    )
    xml = _before(
        xml,
        "</ram:ApplicableHeaderTradeAgreement>",
        _reference("BuyerOrderReferencedDocument", order)
        + _reference("ContractReferencedDocument", contract),
    )
    xml = xml.replace(
        "<ram:ApplicableHeaderTradeDelivery/>",
        "<ram:ApplicableHeaderTradeDelivery>"
        + _reference("DespatchAdviceReferencedDocument", despatch)
        + "</ram:ApplicableHeaderTradeDelivery>",
    )
    return _before(
        xml,
        "</ram:ApplicableHeaderTradeSettlement>",
        _reference("InvoiceReferencedDocument", preceding),
    ).encode()


def _reference(name, text):
    if not text:
        return ""
    return (
        f"<ram:{name}><ram:IssuerAssignedID>{text}</ram:IssuerAssignedID></ram:{name}>"
    )


def _before(xml, tag, text):
    return xml.replace(tag, text + tag)
