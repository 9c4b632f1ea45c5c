"""Forms of invoices, filled in by ``make_invoice``; composed for this project."""

_CII = "urn:un:unece:uncefact:data:standard"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"

_PARTY = """\
      <ram:{role}TradeParty>
        <ram:GlobalID schemeID="0009">{{{side}_siret}}</ram:GlobalID>
        <ram:Name>{{{side}}}</ram:Name>
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="0002">{{{side}_siren}}</ram:ID>
        </ram:SpecifiedLegalOrganization>
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>99000</ram:PostcodeCode>
          <ram:LineOne>1 rue de l'Exemple</ram:LineOne>
          <ram:CityName>EXEMPLEVILLE</ram:CityName>
          <ram:CountryID>FR</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:URIUniversalCommunication>
          <ram:URIID schemeID="0225">{{{side}_address}}</ram:URIID>
        </ram:URIUniversalCommunication>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">{{{side}_vat}}</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:{role}TradeParty>
"""

_NOTES = (
    ("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40 EUR."),
    ("PMD", "Pénalités de retard : trois fois le taux d'intérêt légal."),
    ("AAB", "Pas d'escompte pour paiement anticipé."),
    ("BAR", "B2B"),
)

CII_LINE = """\
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument>
        <ram:LineID>{line}</ram:LineID>
      </ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct>
        <ram:Name>{item}</ram:Name>
      </ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement>
        <ram:NetPriceProductTradePrice>
          <ram:ChargeAmount>{price}</ram:ChargeAmount>
        </ram:NetPriceProductTradePrice>
      </ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery>
        <ram:BilledQuantity unitCode="C62">{quantity}</ram:BilledQuantity>
      </ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>
        <ram:ApplicableTradeTax>
          <ram:TypeCode>VAT</ram:TypeCode>
          <ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent>
        </ram:ApplicableTradeTax>
        <ram:SpecifiedTradeSettlementLineMonetarySummation>
          <ram:LineTotalAmount>{net}</ram:LineTotalAmount>
        </ram:SpecifiedTradeSettlementLineMonetarySummation>
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>
"""

CII_TAX = """\
      <ram:ApplicableTradeTax>
        <ram:CalculatedAmount>{amount}</ram:CalculatedAmount>
        <ram:TypeCode>VAT</ram:TypeCode>
        <ram:BasisAmount>{base}</ram:BasisAmount>
        <ram:CategoryCode>S</ram:CategoryCode>
        <ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>
"""

CII_ORDER = """\
      <ram:BuyerOrderReferencedDocument>
        <ram:IssuerAssignedID>{order}</ram:IssuerAssignedID>
      </ram:BuyerOrderReferencedDocument>
"""

UBL_ORDER = """\
  <cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
"""

CII_PREVIOUS = """\
      <ram:InvoiceReferencedDocument>
        <ram:IssuerAssignedID>{previous}</ram:IssuerAssignedID>
        <ram:FormattedIssueDateTime>
          <qdt:DateTimeString format="102">{previous_day}</qdt:DateTimeString>
        </ram:FormattedIssueDateTime>
      </ram:InvoiceReferencedDocument>
"""

_CII_NOTES = "".join(
    "    <ram:IncludedNote>"
    f"<ram:Content>{text}</ram:Content><ram:SubjectCode>{code}</ram:SubjectCode>"
    "</ram:IncludedNote>\n"
    for code, text in _NOTES
)

CII = (
    f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{_CII}:CrossIndustryInvoice:100"
 xmlns:ram="{_CII}:ReusableAggregateBusinessInformationEntity:100"
 xmlns:qdt="{_CII}:QualifiedDataType:100" xmlns:udt="{_CII}:UnqualifiedDataType:100">
"""
    """\
  <rsm:ExchangedDocumentContext>
    <ram:BusinessProcessSpecifiedDocumentContextParameter>
      <ram:ID>B1</ram:ID>
    </ram:BusinessProcessSpecifiedDocumentContextParameter>
    <ram:GuidelineSpecifiedDocumentContextParameter>
      <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
    </ram:GuidelineSpecifiedDocumentContextParameter>
  </rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>{number}</ram:ID>
    <ram:TypeCode>{type_code}</ram:TypeCode>
    <ram:IssueDateTime>
      <udt:DateTimeString format="102">{issue_day}</udt:DateTimeString>
    </ram:IssueDateTime>
"""
    + _CII_NOTES
    + """\
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>
{lines}\
    <ram:ApplicableHeaderTradeAgreement>
"""
    + _PARTY.format(role="Seller", side="seller")
    + _PARTY.format(role="Buyer", side="buyer")
    + """\
{order_reference}\
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery/>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>30</ram:TypeCode>
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>{iban}</ram:IBANID>
        </ram:PayeePartyCreditorFinancialAccount>
      </ram:SpecifiedTradeSettlementPaymentMeans>
{taxes}\
      <ram:SpecifiedTradePaymentTerms>
        <ram:DueDateDateTime>
          <udt:DateTimeString format="102">{due_day}</udt:DateTimeString>
        </ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:LineTotalAmount>{net}</ram:LineTotalAmount>
        <ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">{vat}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>{total}</ram:GrandTotalAmount>
        <ram:DuePayableAmount>{total}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
{previous_invoice}\
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""
)

_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"

_UBL_PARTY = (
    """\
  <cac:Accounting{role}Party><cac:Party>
    <cbc:EndpointID schemeID="0225">{{{side}_address}}</cbc:EndpointID>
    <cac:PostalAddress>
      <cbc:StreetName>1 rue de l'Exemple</cbc:StreetName>
      <cbc:CityName>EXEMPLEVILLE</cbc:CityName>
      <cbc:PostalZone>99000</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country>
    </cac:PostalAddress>
    <cac:PartyTaxScheme>
      <cbc:CompanyID>{{{side}_vat}}</cbc:CompanyID>"""
    + _SCHEME
    + """
    </cac:PartyTaxScheme>
    <cac:PartyLegalEntity>
      <cbc:RegistrationName>{{{side}}}</cbc:RegistrationName>
      <cbc:CompanyID schemeID="0002">{{{side}_siren}}</cbc:CompanyID>
    </cac:PartyLegalEntity>
  </cac:Party></cac:Accounting{role}Party>
"""
)

UBL_LINE = (
    """\
  <cac:InvoiceLine>
    <cbc:ID>{line}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="C62">{quantity}</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>{item}</cbc:Name>
      <cac:ClassifiedTaxCategory>
        <cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent>"""
    + _SCHEME
    + """
      </cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>
"""
)

UBL_TAX = (
    """\
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="EUR">{base}</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">{amount}</cbc:TaxAmount>
      <cac:TaxCategory>
        <cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent>"""
    + _SCHEME
    + """
      </cac:TaxCategory>
    </cac:TaxSubtotal>
"""
)

UBL = (
    f"""\
<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="{_UBL}:Invoice-2"
 xmlns:cac="{_UBL}:CommonAggregateComponents-2"
 xmlns:cbc="{_UBL}:CommonBasicComponents-2">
"""
    """\
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
  <cbc:ProfileID>B1</cbc:ProfileID>
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>{issue_date}</cbc:IssueDate>
  <cbc:DueDate>{due_date}</cbc:DueDate>
  <cbc:InvoiceTypeCode>{type_code}</cbc:InvoiceTypeCode>
"""
    + "".join(f"  <cbc:Note>#{code}#{text}</cbc:Note>\n" for code, text in _NOTES)
    + """\
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
{order_reference}\
"""
    + _UBL_PARTY.format(role="Supplier", side="seller")
    + _UBL_PARTY.format(role="Customer", side="buyer")
    + """\
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cac:PayeeFinancialAccount><cbc:ID>{iban}</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount>
{taxes}\
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">{total}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">{total}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
{lines}\
</Invoice>
"""
)
