"""What the API says of a document."""

from odoo import fields


def document_facts(document):
    """Return a document as JSON can hold it.

    Args:
        document: One that the user may read; the bill is named only if he may read
            it too.
    """
    base = document.get_base_url()
    return {
        "id": document.id,
        "url": f"{base}/odoo/supplier-invoices/{document.id}",
        "self": f"{base}/einvoice/v1/documents/{document.id}",
        "name": document.name,
        "container": document.container or None,
        "channel": document.channel,
        "company": {"id": document.company_id.id, "name": document.company_id.name},
        "state": document.state,
        "received_at": f"{fields.Datetime.to_string(document.received_at)}Z".replace(
            " ", "T"
        ),
        "sha256": document.sha256,
        "size": document.size,
        "format": document.format or None,
        "supplier": document.partner_id.name or document.seller_name or None,
        "number": document.number or None,
        "copy_of": document.copy_of_id.id or None,
        "reason": document.waiting_reason or None,
        "findings": [_finding_facts(each) for each in document.finding_ids],
        "bill": _bill_facts(document, base),
    }


def _finding_facts(finding):
    return {
        "code": finding.rule,
        "severity": finding.severity,
        "state": finding.state,
        "message": finding.message,
        "advice": finding.advice or None,
        "term": finding.term or None,
        "expected": finding.expected or None,
        "found": finding.found or None,
    }


def _bill_facts(document, base):
    bill = document.move_id
    if not bill or not bill.has_access("read"):
        return None
    currency = bill.currency_id
    return {
        "id": bill.id,
        "url": f"{base}/odoo/account.move/{bill.id}",
        "name": bill.display_name,
        "state": bill.state,
        "total": f"{bill.amount_total:.{currency.decimal_places}f}",
        "currency": currency.name,
    }
