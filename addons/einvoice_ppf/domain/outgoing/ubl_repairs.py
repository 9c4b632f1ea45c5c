"""What the library cannot say in UBL, put into its tree.

Each function names what is lost without it. Where the library says all, its element
stays as it is.
"""

from __future__ import annotations

from copy import deepcopy

from odoo.addons.einvoice_base.domain.invoice import Delivery, Invoice, Line
from odoo.addons.einvoice_base.domain.party import Identifier

from . import ubl_parts
from .data import account_number
from .data_lines import places
from .plain import said
from .tree import Made, reordered, without_unsaid
from .ubl_parts import make

_OBJECT = "130"
_CHARGE = "cac:AllowanceCharge"

# What stands behind an element in its parent; a credit note has another order in
# places, and these names are behind in both.
_AFTER_DESPATCH = (
    "cac:ReceiptDocumentReference",
    "cac:OriginatorDocumentReference",
    "cac:ContractDocumentReference",
    "cac:AdditionalDocumentReference",
    "cac:ProjectReference",
    "cac:AccountingSupplierParty",
)
_AFTER_DELIVERY = (
    "cac:PaymentMeans",
    "cac:PaymentTerms",
    "cac:AllowanceCharge",
    "cac:TaxTotal",
)
_AFTER_OBJECT = (
    "cac:ProjectReference",
    "cac:OriginatorDocumentReference",
    "cac:AccountingSupplierParty",
)
_AFTER_LINE_DELIVERY = (
    "cac:AllowanceCharge",
    "cac:TaxTotal",
    "cac:Item",
)
_AFTER_LINE_OBJECT = ("cac:Delivery", *_AFTER_LINE_DELIVERY)
_AFTER_CLASS = ("cac:ClassifiedTaxCategory", "cac:AdditionalItemProperty")
_AFTER_STANDARD = ("cac:OriginCountry", "cac:CommodityClassification", *_AFTER_CLASS)


def repaired(root: Made, invoice: Invoice) -> None:
    """Put in what the library left out."""
    _tax_point_date(root)
    _parties(root, invoice)
    _references(root, invoice)
    _deliveries(root, invoice.deliveries, _AFTER_DELIVERY)
    _payment(root, invoice)
    _rounding(root, invoice)
    reordered(make.all(root, _CHARGE), places(invoice.allowances_charges))
    lines = [
        *make.all(root, "cac:InvoiceLine"),
        *make.all(root, "cac:CreditNoteLine"),
    ]
    for element, line in zip(lines, invoice.lines, strict=True):
        _line(element, line)
    without_unsaid(root)
    _untaxed(lines)


def _tax_point_date(root: Made) -> None:
    """Move BT-7 before the type of a credit note, where its schema has it."""
    day, kind = (
        make.find(root, name) for name in ("cbc:TaxPointDate", "cbc:CreditNoteTypeCode")
    )
    if day is not None and kind is not None:
        kind.addprevious(day)


def _parties(root: Made, invoice: Invoice) -> None:
    """Complete parties: two identifiers of one scheme, parts by role and profile.

    The library keeps identifiers in a dictionary by scheme, leaves contact, tax number
    and legal form out of EXTENDED-CTC-FR, knows name and identifiers of a payee only,
    and no address without a country.
    """
    creditor = invoice.payment.creditor_id
    sellers = None if invoice.payee else creditor
    seller = ubl_parts.party(invoice.seller, creditor=sellers)
    _completed(root, "cac:AccountingSupplierParty/cac:Party", seller)
    buyer = ubl_parts.party(invoice.buyer)
    _completed(root, "cac:AccountingCustomerParty/cac:Party", buyer)
    if invoice.payee:
        payee = ubl_parts.party(invoice.payee, creditor=creditor, named=True)
        _completed(root, "cac:PayeeParty", payee)
    if invoice.tax_representative:
        _completed(
            root,
            "cac:TaxRepresentativeParty",
            ubl_parts.party(invoice.tax_representative, named=True),
        )


def _completed(root: Made, path: str, wanted: list[Made]) -> None:
    element = make.find(root, path)
    if element is not None and _shape(element) != [_tags(each) for each in wanted]:
        element[:] = wanted


def _shape(element: Made) -> list[list[str]]:
    return [_tags(child) for child in element]


def _tags(element: Made) -> list[str]:
    return [str(each.tag) for each in element.iter()]


def _references(root: Made, invoice: Invoice) -> None:
    """Put in despatch and receiving advices after the first, objects of one scheme."""
    for name, numbers, after in (
        (
            "cac:DespatchDocumentReference",
            invoice.despatch_references,
            _AFTER_DESPATCH,
        ),
        (
            "cac:ReceiptDocumentReference",
            invoice.receipt_references,
            _AFTER_DESPATCH[1:],
        ),
    ):
        if len(numbers) > 1:
            wanted = [make(name, make.some("cbc:ID", said(each))) for each in numbers]
            make.put(root, wanted, after)
    _put_objects(
        root,
        "cac:AdditionalDocumentReference",
        invoice.object_identifiers,
        _AFTER_OBJECT,
    )


def _put_objects(
    parent: Made, name: str, objects: tuple[Identifier, ...], after: tuple[str, ...]
) -> None:
    wanted = [each for each in objects if said(each.value)]
    if len({said(each.scheme) for each in wanted}) == len(wanted):
        return
    path = "cbc:DocumentTypeCode"
    others = [
        each
        for each in make.all(parent, name)
        if each.findtext(path, namespaces=make.namespaces) != _OBJECT
    ]
    made = [
        make(
            name,
            make.some("cbc:ID", said(each.value), schemeID=said(each.scheme)),
            make(path, _OBJECT),
        )
        for each in wanted
    ]
    make.put(parent, [*others, *made], after)


def _deliveries(
    parent: Made, deliveries: tuple[Delivery, ...], after: tuple[str, ...]
) -> None:
    """Put in deliveries after the first, and places without name or country."""
    wanted = [each for each in map(ubl_parts.delivery, deliveries) if each is not None]
    found = make.all(parent, "cac:Delivery")
    if wanted and [_tags(each) for each in found] != [_tags(each) for each in wanted]:
        make.put(parent, wanted, after)


def _payment(root: Made, invoice: Invoice) -> None:
    """Put in accounts after the first, and a mandate without the account it debits."""
    means = make.find(root, "cac:PaymentMeans")
    if means is None:
        return
    mandate = make.some("cbc:ID", said(invoice.payment.mandate))
    if mandate is not None and make.find(means, "cac:PaymentMandate") is None:
        means.append(make("cac:PaymentMandate", mandate))
    place = root.index(means) + 1
    for account in reversed(invoice.payment.accounts[1:]):
        copy = deepcopy(means)
        # The text BT-82 may stand once (UBL-SR-46).
        for name in copy[0].attrib:
            del copy[0].attrib[name]
        branch = make.some("cbc:ID", said(account.bic))
        held = make(
            "cac:PayeeFinancialAccount",
            make.some("cbc:ID", account_number(account)),
            make.some("cbc:Name", said(account.name)),
            make.some("cac:FinancialInstitutionBranch", branch),
        )
        make.put(copy, [held], ("cac:PaymentMandate",))
        # Mandate and due date too (UBL-SR-55, UBL-SR-45).
        for name in ("cac:PaymentMandate", "cbc:PaymentDueDate"):
            for second in make.all(copy, name):
                copy.remove(second)
        root.insert(place, copy)


def _rounding(root: Made, invoice: Invoice) -> None:
    """Give BT-114 the currency of the invoice: the library writes EUR."""
    rounding = make.find(root, "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount")
    if rounding is not None:
        rounding.set("currencyID", said(invoice.currency) or "")


def _line(element: Made, line: Line) -> None:
    if line.delivery:
        _deliveries(element, (line.delivery,), _AFTER_LINE_DELIVERY)
    _put_objects(
        element, "cac:DocumentReference", line.object_identifiers, _AFTER_LINE_OBJECT
    )
    reordered(make.all(element, _CHARGE), places(line.allowances_charges))
    item = make.find(element, "cac:Item")
    if item is not None:
        _codes(item, line)
    quantity = make.find(element, "cac:Price/cbc:BaseQuantity")
    if quantity is not None and said(line.base_unit):
        quantity.set("unitCode", said(line.base_unit) or "")


def _codes(item: Made, line: Line) -> None:
    """Put in item numbers without a scheme and two classes of one list.

    The library keeps classes in a dictionary by list.
    """
    standard = line.standard_item
    if standard and said(standard.value) and not said(standard.scheme):
        number = make("cbc:ID", said(standard.value))
        make.put(
            item, [make("cac:StandardItemIdentification", number)], _AFTER_STANDARD
        )
    wanted = [each for each in line.classifications if said(each.value)]
    if len({said(each.scheme) for each in wanted} - {None}) != len(wanted):
        classes = [
            make(
                "cac:CommodityClassification",
                make.some(
                    "cbc:ItemClassificationCode",
                    said(each.value),
                    listID=said(each.scheme),
                ),
            )
            for each in wanted
        ]
        make.put(item, classes, _AFTER_CLASS)


def _untaxed(lines: list[Made]) -> None:
    """Take out what keeps only the word VAT: a group of lines has no VAT of its own."""
    for element in lines:
        for tax in make.all(element, "cac:Item/cac:ClassifiedTaxCategory"):
            parent = tax.getparent()
            if make.find(tax, "cbc:ID") is None and parent is not None:
                parent.remove(tax)
