"""Readable pages for the invoices of the tests: rows of text, drawn by reportlab."""

import base64
import io

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from . import invoices

IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "FR1420041010050500013M02606"


def drawn(*rows):
    """Return a PDF page with these rows of text, one below the other."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for place, row in enumerate(rows):
        canvas.drawString(50, 800 - 14 * place, row)
    canvas.save()
    return buffer.getvalue()


def facturx(xml, *rows):
    """Return a page with the invoice inside, as a file beside it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn(*rows))))
    writer.add_attachment("factur-x.xml", xml)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def cii_paid_to(iban, **said):
    """Return a CII invoice that asks for payment to an account."""
    means = f"""<ram:SpecifiedTradeSettlementPaymentMeans>
    <ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
     <ram:IBANID>{iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
   </ram:SpecifiedTradeSettlementPaymentMeans>
   <ram:ApplicableTradeTax><ram:CalculatedAmount>"""
    before = "<ram:ApplicableTradeTax><ram:CalculatedAmount>"
    return invoices.cii(**said).decode().replace(before, means, 1).encode()


def ubl_readable(page, **said):
    """Return a UBL invoice with its readable page (BT-125, code LISIBLE)."""
    enclosed = f"""<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID>
  <cbc:DocumentDescription>LISIBLE</cbc:DocumentDescription><cac:Attachment>
  <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="f.pdf">\
{base64.b64encode(page).decode()}</cbc:EmbeddedDocumentBinaryObject>
  </cac:Attachment></cac:AdditionalDocumentReference>
 <cac:AccountingSupplierParty>"""
    before = "<cac:AccountingSupplierParty>"
    return invoices.ubl(**said).decode().replace(before, enclosed, 1).encode()
