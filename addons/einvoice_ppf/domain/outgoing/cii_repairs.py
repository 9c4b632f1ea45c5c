"""What the library cannot say in CII, put into its tree.

Each function names what is lost without it. Where the library says all, its element
stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from odoo.addons.einvoice_base.domain.invoice import Invoice, Line
from odoo.addons.einvoice_base.domain.party import Identifier, Party

from . import cii_parts
from .cii_parts import make
from .data import account_number
from .data_lines import places
from .plain import said
from .tree import Made, reordered, without_unsaid

_TRANSACTION = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRANSACTION}/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRANSACTION}/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRANSACTION}/ram:ApplicableHeaderTradeSettlement"
_MEANS = "ram:SpecifiedTradeSettlementPaymentMeans"
_REFERENCE = "ram:AdditionalReferencedDocument"
_CHARGE = "ram:SpecifiedTradeAllowanceCharge"

# EN 16931-3-3: it stands there even where nothing is said of the delivery.
_ALWAYS = frozenset({make.tag("ram:ApplicableHeaderTradeDelivery")})

# What stands behind an element in its parent (D22B, and alike in Factur-X).
_AFTER_REFERENCE = ("ram:BuyerAgentTradeParty", "ram:SpecifiedProcuringProject")
_AFTER_OBJECT = ("ram:ReceivableSpecifiedTradeAccountingAccount",)
_AFTER_CLASS = ("ram:OriginTradeCountry",)
_AFTER_GLOBAL_ID = (
    "ram:SellerAssignedID",
    "ram:BuyerAssignedID",
    "ram:Name",
)


def repaired(root: Made, invoice: Invoice) -> None:
    """Put in what the library left out."""
    _parties(root, invoice)
    _objects(root, invoice)
    _delivery_note(root, invoice)
    _accounts(root, invoice)
    charges = make.all(root, f"{_SETTLEMENT}/{_CHARGE}")
    reordered(charges, places(invoice.allowances_charges))
    lines = make.all(root, f"{_TRANSACTION}/ram:IncludedSupplyChainTradeLineItem")
    for element, line in zip(lines, invoice.lines, strict=True):
        _line(element, line)
    without_unsaid(root, _ALWAYS)
    for element in lines:
        _untaxed(element)


def _parties(root: Made, invoice: Invoice) -> None:
    """Complete parties: two identifiers of one scheme, parts by role and profile.

    The library keeps identifiers in a dictionary by scheme, leaves contact, tax number
    and legal form out of EXTENDED-CTC-FR, knows name and identifiers of a payee only,
    no address without a country, and no place of delivery without a name.
    """
    for path, party in _roles(invoice):
        element = make.find(root, path)
        if element is not None:
            _completed(element, cii_parts.party(party))
    where = make.find(root, f"{_DELIVERY}/ram:ShipToTradeParty")
    if where is not None:
        _completed(where, cii_parts.place(invoice.deliveries[0]))


def _roles(invoice: Invoice) -> Iterator[tuple[str, Party]]:
    yield f"{_AGREEMENT}/ram:SellerTradeParty", invoice.seller
    yield f"{_AGREEMENT}/ram:BuyerTradeParty", invoice.buyer
    if invoice.tax_representative:
        path = f"{_AGREEMENT}/ram:SellerTaxRepresentativeTradeParty"
        yield path, invoice.tax_representative
    if invoice.payee:
        yield f"{_SETTLEMENT}/ram:PayeeTradeParty", invoice.payee


def _completed(element: Made, wanted: list[Made]) -> None:
    if [child.tag for child in element] != [each.tag for each in wanted]:
        element[:] = wanted


def _objects(root: Made, invoice: Invoice) -> None:
    """Put in invoiced objects BT-18 of which several have one scheme."""
    parent = make.find(root, _AGREEMENT)
    if parent is not None:
        _put_objects(parent, invoice.object_identifiers, _AFTER_REFERENCE)


def _put_objects(
    parent: Made, objects: tuple[Identifier, ...], after: tuple[str, ...]
) -> None:
    wanted = [each for each in objects if said(each.value)]
    references = make.all(parent, _REFERENCE)
    if len({said(each.scheme) for each in wanted}) == len(wanted):
        return
    others = [each for each in references if _type_code(each) != "130"]
    made = [
        make(
            _REFERENCE,
            make.some("ram:IssuerAssignedID", said(each.value)),
            make("ram:TypeCode", "130"),
            make.some("ram:ReferenceTypeCode", said(each.scheme)),
        )
        for each in wanted
    ]
    make.put(parent, [*others, *made], after)


def _type_code(reference: Made) -> str | None:
    return reference.findtext("ram:TypeCode", namespaces=make.namespaces)


def _delivery_note(root: Made, invoice: Invoice) -> None:
    """Put a second despatch reference where EXTENDED has one: the delivery note."""
    parent = make.find(root, _DELIVERY)
    if parent is not None and len(invoice.despatch_references) > 1:
        number = said(invoice.despatch_references[1])
        parent.append(
            make(
                "ram:DeliveryNoteReferencedDocument",
                make.some("ram:IssuerAssignedID", number),
            )
        )


def _accounts(root: Made, invoice: Invoice) -> None:
    """Put in the accounts after the first: the library knows one means of payment."""
    parent = make.find(root, _SETTLEMENT)
    first = make.find(root, f"{_SETTLEMENT}/{_MEANS}")
    if parent is None or first is None:
        return
    code = first.findtext("ram:TypeCode", namespaces=make.namespaces)
    place = parent.index(first) + 1
    for account in reversed(invoice.payment.accounts[1:]):
        number = account_number(account)
        name = "ram:IBANID" if account.iban else "ram:ProprietaryID"
        holder = make.some("ram:AccountName", said(account.name))
        held = [make.some(name, number), holder]
        means = make(
            _MEANS,
            make("ram:TypeCode", code),
            make.some(
                "ram:PayeePartyCreditorFinancialAccount",
                *(held if account.iban else reversed(held)),
            ),
            make.some(
                "ram:PayeeSpecifiedCreditorFinancialInstitution",
                make.some("ram:BICID", said(account.bic)),
            ),
        )
        parent.insert(place, means)


def _line(element: Made, line: Line) -> None:
    product = make.find(element, "ram:SpecifiedTradeProduct")
    settlement = make.find(element, "ram:SpecifiedLineTradeSettlement")
    if product is None or settlement is None:
        return
    _codes(product, line)
    _put_objects(settlement, line.object_identifiers, _AFTER_OBJECT)
    reordered(make.all(settlement, _CHARGE), places(line.allowances_charges))
    where = make.find(element, "ram:SpecifiedLineTradeDelivery/ram:ShipToTradeParty")
    if where is not None and line.delivery:
        _completed(where, cii_parts.place(line.delivery))
    if said(line.base_unit):
        path = "ram:SpecifiedLineTradeAgreement/*/ram:BasisQuantity"
        for quantity in make.all(element, path):
            quantity.set("unitCode", said(line.base_unit) or "")


def _codes(product: Made, line: Line) -> None:
    """Put in item numbers without a scheme and two classes of one list.

    The library keeps classes in a dictionary by list.
    """
    standard = line.standard_item
    if standard and said(standard.value) and not said(standard.scheme):
        number = make("ram:GlobalID", said(standard.value))
        make.put(product, [number], _AFTER_GLOBAL_ID)
    wanted = [each for each in line.classifications if said(each.value)]
    if len({said(each.scheme) for each in wanted} - {None}) != len(wanted):
        classes = [
            make(
                "ram:DesignatedProductClassification",
                make.some("ram:ClassCode", said(each.value), listID=said(each.scheme)),
            )
            for each in wanted
        ]
        make.put(product, classes, _AFTER_CLASS)


def _untaxed(element: Made) -> None:
    """Take the VAT of a group of lines out again: it has none, only its kind."""
    path = "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"
    for tax in make.all(element, path):
        parent = tax.getparent()
        if make.find(tax, "ram:CategoryCode") is None and parent is not None:
            parent.remove(tax)
