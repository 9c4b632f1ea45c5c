"""Small invoices of our own, with places for what a test wants to say."""

from __future__ import annotations

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
  xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
  xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100">
 <rsm:ExchangedDocumentContext>
  <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>{profile}</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter>
 </rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument>
  <ram:ID>{number}</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>
  <ram:IssueDateTime>{date}</ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  {lines}
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>Atelier Dubois</ram:Name>{seller}
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">100000009</ram:ID>
    </ram:SpecifiedLegalOrganization></ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>Client</ram:Name></ram:BuyerTradeParty>
   {agreement}
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery>{delivery}</ram:ApplicableHeaderTradeDelivery>
  <ram:ApplicableHeaderTradeSettlement>
   {settlement}
   <ram:InvoiceCurrencyCode>{currency}</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax><ram:CalculatedAmount>20.00</ram:CalculatedAmount>
    <ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>100.00</ram:BasisAmount>
    <ram:CategoryCode>S</ram:CategoryCode>{tax}
    <ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>100.00</ram:LineTotalAmount>
    <ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="{currency}">20.00</ram:TaxTotalAmount>{totals}
    <ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount>
    <ram:DuePayableAmount>120.00</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""

CII_LINE = """<ram:IncludedSupplyChainTradeLineItem>
 <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID>{place}
 </ram:AssociatedDocumentLineDocument>
 <ram:SpecifiedTradeProduct><ram:Name>Chêne</ram:Name></ram:SpecifiedTradeProduct>
 <ram:SpecifiedLineTradeAgreement>{agreement}<ram:NetPriceProductTradePrice>
  <ram:ChargeAmount>10.00</ram:ChargeAmount></ram:NetPriceProductTradePrice>
 </ram:SpecifiedLineTradeAgreement>
 <ram:SpecifiedLineTradeDelivery>
  <ram:BilledQuantity unitCode="C62">10</ram:BilledQuantity>
  {delivery}</ram:SpecifiedLineTradeDelivery>
 <ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>
  <ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
  <ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
  {settlement}
  <ram:SpecifiedTradeSettlementLineMonetarySummation>
   <ram:LineTotalAmount>{net}</ram:LineTotalAmount>
  </ram:SpecifiedTradeSettlementLineMonetarySummation>
 </ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<{form} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{form}-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>{profile}</cbc:CustomizationID>
 <cbc:ID>{number}</cbc:ID><cbc:IssueDate>{date}</cbc:IssueDate>
 <cbc:{form}TypeCode>{type_code}</cbc:{form}TypeCode>{note}
 <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
 {header}
 <cac:AccountingSupplierParty><cac:Party>{seller}<cac:PartyLegalEntity>
  <cbc:RegistrationName>Atelier Dubois</cbc:RegistrationName>
  <cbc:CompanyID schemeID="0002">100000009</cbc:CompanyID></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
  <cbc:RegistrationName>Client</cbc:RegistrationName></cac:PartyLegalEntity>
 </cac:Party></cac:AccountingCustomerParty>
 {settlement}
 <cac:TaxTotal><cbc:TaxAmount currencyID="{currency}">20.00</cbc:TaxAmount>
  <cac:TaxSubtotal><cbc:TaxableAmount currencyID="{currency}">100.00</cbc:TaxableAmount>
   <cbc:TaxAmount currencyID="{currency}">20.00</cbc:TaxAmount>
   <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
  </cac:TaxSubtotal></cac:TaxTotal>
 <cac:LegalMonetaryTotal>
  <cbc:LineExtensionAmount currencyID="{currency}">100.00</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="{currency}">100.00</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="{currency}">{gross}</cbc:TaxInclusiveAmount>
  {totals}
  <cbc:PayableAmount currencyID="{currency}">120.00</cbc:PayableAmount>
 </cac:LegalMonetaryTotal>
 {lines}
</{form}>
"""

UBL_LINE = """<cac:{tag}><cbc:ID>{number}</cbc:ID>
 <cbc:InvoicedQuantity unitCode="C62">10</cbc:InvoicedQuantity>
 <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
 {place}
 <cac:Item><cbc:Name>Chêne</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
  <cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
 </cac:ClassifiedTaxCategory></cac:Item>
 <cac:Price><cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount></cac:Price>
 {inside}
</cac:{tag}>"""

_BLANK = dict.fromkeys(
    "lines seller agreement delivery settlement tax totals note header".split(), ""
)
_COMMON = {
    **_BLANK,
    "profile": "urn:cen.eu:en16931:2017",
    "number": "F-1",
    "type_code": "380",
    "currency": "EUR",
    "gross": "120.00",
}


def cii_line(number: str = "1", net: str = "100.00", **said: str) -> str:
    blank = dict.fromkeys("place agreement delivery settlement".split(), "")
    return CII_LINE.format(**{**blank, "number": number, "net": net, **said})


def cii(**said: str) -> bytes:
    day = '<udt:DateTimeString format="102">20260131</udt:DateTimeString>'
    values = {**_COMMON, "date": day, "lines": cii_line(), **said}
    return CII.format(**values).encode()


def ubl_line(number: str = "1", net: str = "100.00", **said: str) -> str:
    blank = {"tag": "InvoiceLine", "place": "", "inside": ""}
    return UBL_LINE.format(**{**blank, "number": number, "net": net, **said})


def ubl(**said: str) -> bytes:
    form = said.get("form", "Invoice")
    line = ubl_line(tag=f"{form}Line")
    values = {**_COMMON, "form": form, "date": "2026-01-31", "lines": line, **said}
    return UBL.format(**values).encode()
