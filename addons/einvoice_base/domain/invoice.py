"""The content of an invoice in the business terms of EN 16931-1.

One value whatever the source: CII, UBL, Factur-X, text PDF, scan, or a bill typed by
hand. Every attribute names its business term (BT, BG; ``BT-X`` of Factur-X EXTENDED,
``EXT-FR-FE`` of EXTENDED-CTC-FR). ``None`` means that the invoice does not say;
it never means zero. Amounts are in the invoice currency (BT-5) unless said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from . import identifiers
from .codes import TypeCode, type_code_of
from .party import Address, Identifier, Party


@dataclass(frozen=True, slots=True)
class Note:
    """Note BG-1: BT-22 text and BT-21 subject (``PMT``, ``PMD``, ``AAB``…)."""

    text: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Invoicing period: BG-14 (BT-73, BT-74), BG-26 (BT-134, BT-135)."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """Preceding invoice BG-3: BT-25 number and BT-26 date."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivery BG-13: BT-70 name, BT-71 place, BT-72 date, BG-15 address."""

    name: str | None = None
    location: Identifier | None = None
    date: date | None = None
    address: Address = field(default_factory=Address)


@dataclass(frozen=True, slots=True)
class Account:
    """Account to be credited, BG-17: BT-84 as written, BT-85 holder, BT-86 BIC."""

    number: str
    name: str | None = None
    bic: str | None = None

    @property
    def iban(self) -> str | None:
        """The account as IBAN when its check digits are right."""
        return identifiers.iban_of(self.number)


@dataclass(frozen=True, slots=True)
class Payment:
    """Payment instructions BG-16 with BG-17 to BG-19.

    Attributes:
        means_code: BT-81 (UNTDID 4461: 30 and 58 transfer, 49 and 59 direct debit,
            48 card, 10 cash, 20 cheque).
        means_text: BT-82.
        remittance: BT-83, what the payer must quote.
        accounts: BT-84 to BT-86.
        card_number: BT-87, last digits only.
        mandate: BT-89, direct debit mandate.
        creditor_id: BT-90.
        debited_account: BT-91.
    """

    means_code: str | None = None
    means_text: str | None = None
    remittance: str | None = None
    accounts: tuple[Account, ...] = ()
    card_number: str | None = None
    mandate: str | None = None
    creditor_id: str | None = None
    debited_account: str | None = None


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """Allowance (BG-20, BG-27) or charge (BG-21, BG-28), amount always as written.

    Attributes:
        amount: BT-92, BT-99, BT-136, BT-141; excluding VAT.
        base_amount: BT-93, BT-100, BT-137, BT-142.
        percent: BT-94, BT-101, BT-138, BT-143 in percent (20 for twenty percent).
        vat_category: BT-95, BT-102; document level only.
        vat_rate: BT-96, BT-103 in percent.
        tax_code: EXTENDED, code of a tax other than VAT (UNTDID 5153).
    """

    is_charge: bool
    amount: Decimal | None = None
    base_amount: Decimal | None = None
    percent: Decimal | None = None
    reason: str | None = None
    reason_code: str | None = None
    vat_category: str | None = None
    vat_rate: Decimal | None = None
    tax_code: str | None = None

    @property
    def signed_amount(self) -> Decimal:
        """Amount as it moves the total: charges add, allowances take away."""
        amount = self.amount or Decimal(0)
        return amount if self.is_charge else -amount


@dataclass(frozen=True, slots=True)
class Totals:
    """Document totals BG-22.

    Attributes:
        lines: BT-106, sum of line net amounts.
        allowances: BT-107.
        charges: BT-108.
        net: BT-109, total without VAT.
        vat: BT-110, total VAT.
        vat_accounting: BT-111, total VAT in the accounting currency (BT-6).
        gross: BT-112, total with VAT.
        prepaid: BT-113.
        rounding: BT-114.
        payable: BT-115, amount due.
    """

    lines: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    vat: Decimal | None = None
    vat_accounting: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """One line of the VAT breakdown BG-23.

    Attributes:
        base: BT-116.
        amount: BT-117.
        category: BT-118 (UNTDID 5305).
        rate: BT-119 in percent.
        exemption_reason: BT-120.
        exemption_code: BT-121 (VATEX).
    """

    base: Decimal | None = None
    amount: Decimal | None = None
    category: str | None = None
    rate: Decimal | None = None
    exemption_reason: str | None = None
    exemption_code: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Supporting document BG-24.

    Attributes:
        reference: BT-122.
        description: BT-123; in France a code such as ``LISIBLE`` (BR-FR-17).
        uri: BT-124.
        content: BT-125, the bytes.
        filename: BT-125-2.
        mimetype: BT-125-1.
    """

    reference: str | None = None
    description: str | None = None
    uri: str | None = None
    content: bytes | None = field(default=None, repr=False)
    filename: str | None = None
    mimetype: str | None = None


class LineKind(Enum):
    """Role of a line in a hierarchy: BT-X-8, EXT-FR-FE (line status reason).

    Only ``DETAIL`` lines count in BT-106; a ``GROUP`` repeats the sum of its
    sub-lines and ``INFORMATION`` has no weight.
    """

    DETAIL = "DETAIL"
    GROUP = "GROUP"
    INFORMATION = "INFORMATION"


@dataclass(frozen=True, slots=True)
class Line:
    """Invoice line BG-25.

    Attributes:
        number: BT-126.
        note: BT-127.
        object_identifiers: BT-128; EXTENDED allows several (``AFL``, ``AVV``).
        quantity: BT-129.
        unit: BT-130 (UN/ECE Rec. 20 and 21).
        net: BT-131, after line allowances and charges, without VAT.
        order_line: BT-132.
        accounting_reference: BT-133.
        period: BG-26.
        allowances_charges: BG-27 and BG-28, in the order of the document.
        price: BT-146, net price of ``base_quantity`` units.
        price_discount: BT-147.
        gross_price: BT-148.
        base_quantity: BT-149, units that the price is for; ``None`` is one.
        base_unit: BT-150.
        vat_category: BT-151.
        vat_rate: BT-152 in percent.
        exemption_reason: BT-X-96 / EXT-FR-FE-178, exemption text of the line.
        exemption_code: BT-X-97 / EXT-FR-FE-179, exemption code of the line.
        name: BT-153.
        description: BT-154.
        seller_item: BT-155.
        buyer_item: BT-156.
        standard_item: BT-157.
        classifications: BT-158.
        origin_country: BT-159.
        attributes: BG-32 as pairs of name BT-160 and value BT-161.
        order_reference: BT-X-21 / EXT-FR-FE-135, order of this line.
        despatch_reference: BT-X-92 / EXT-FR-FE-140, delivery note of this line.
        delivery: BG-X-7 / EXT-FR-FE-BG-10, delivery of this line.
        parent: BT-X-304 / EXT-FR-FE-162, number of the line it belongs to.
        kind: BT-X-8 / EXT-FR-FE-163.
    """

    number: str | None = None
    note: str | None = None
    object_identifiers: tuple[Identifier, ...] = ()
    quantity: Decimal | None = None
    unit: str | None = None
    net: Decimal | None = None
    order_line: str | None = None
    accounting_reference: str | None = None
    period: Period | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    price: Decimal | None = None
    price_discount: Decimal | None = None
    gross_price: Decimal | None = None
    base_quantity: Decimal | None = None
    base_unit: str | None = None
    vat_category: str | None = None
    vat_rate: Decimal | None = None
    exemption_reason: str | None = None
    exemption_code: str | None = None
    name: str | None = None
    description: str | None = None
    seller_item: str | None = None
    buyer_item: str | None = None
    standard_item: Identifier | None = None
    classifications: tuple[Identifier, ...] = ()
    origin_country: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    order_reference: str | None = None
    despatch_reference: str | None = None
    delivery: Delivery | None = None
    parent: str | None = None
    kind: LineKind = LineKind.DETAIL


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or credit note.

    Attributes:
        number: BT-1.
        issue_date: BT-2.
        type_code: BT-3 as written (UNTDID 1001).
        currency: BT-5.
        vat_currency: BT-6, accounting currency of the VAT.
        tax_point_date: BT-7.
        tax_point_code: BT-8 in UNTDID 2005 (3 issue, 35 delivery, 432 payment);
            CII writes UNTDID 2475 (5, 29, 72), readers translate.
        due_date: BT-9.
        buyer_reference: BT-10.
        project_reference: BT-11.
        contract_reference: BT-12.
        order_references: BT-13; EXTENDED allows several.
        sales_order_reference: BT-14.
        receipt_references: BT-15.
        despatch_references: BT-16.
        tender_reference: BT-17.
        object_identifiers: BT-18.
        accounting_reference: BT-19.
        payment_terms: BT-20.
        notes: BG-1.
        process: BT-23; in France the invoicing frame (``B1``, ``S1``…).
        specification: BT-24, the profile's URN.
        preceding_invoices: BG-3.
        deliveries: BG-13; EXTENDED allows several.
        allowances_charges: BG-20 and BG-21, in the order of the document.
        seller, buyer, payee, tax_representative: BG-4, BG-7, BG-10, BG-11.
    """

    number: str | None = None
    issue_date: date | None = None
    type_code: str | None = None
    currency: str | None = None
    vat_currency: str | None = None
    tax_point_date: date | None = None
    tax_point_code: str | None = None
    due_date: date | None = None
    buyer_reference: str | None = None
    project_reference: str | None = None
    contract_reference: str | None = None
    order_references: tuple[str, ...] = ()
    sales_order_reference: str | None = None
    receipt_references: tuple[str, ...] = ()
    despatch_references: tuple[str, ...] = ()
    tender_reference: str | None = None
    object_identifiers: tuple[Identifier, ...] = ()
    accounting_reference: str | None = None
    payment_terms: str | None = None
    notes: tuple[Note, ...] = ()
    process: str | None = None
    specification: str | None = None
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    payee: Party | None = None
    tax_representative: Party | None = None
    deliveries: tuple[Delivery, ...] = ()
    period: Period | None = None
    payment: Payment = field(default_factory=Payment)
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    totals: Totals = field(default_factory=Totals)
    tax_breakdown: tuple[TaxBreakdown, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def type(self) -> TypeCode | None:
        """Meaning of BT-3, ``None`` for a code that no invoice has."""
        return type_code_of(self.type_code)

    @property
    def counted_lines(self) -> tuple[Line, ...]:
        """Lines whose net amount counts in BT-106, without groups and information."""
        return tuple(line for line in self.lines if line.kind is LineKind.DETAIL)
