"""How the lines of a bill are coded: what was learned, as far as the books allow it."""

from dataclasses import dataclass, field

from ..domain.booking import PlannedKind
from ..domain.coding.bill import usual_journal, usual_taxes, usual_terms
from ..domain.coding.predict import predict
from ..domain.coding.values import Subject
from ._coding_book import CodingBook

# Lines that close a sum are booked with the largest line, and teach nothing.
ASIDE = frozenset({PlannedKind.ROUNDING, PlannedKind.DIFFERENCE})


@dataclass(frozen=True, slots=True)
class LineCoding:
    """What one line of a bill is booked with.

    Attributes:
        account_id: ``None`` where nothing was learned: the journal's account.
        tax_id: Where the line has another tax than its VAT alone would choose.
        analytic: Analytic shares, empty where nothing was learned.
        product_id: Its product, ``None`` without.
        kept: What is stored with the line, see ``account.move.line.einvoice_coding``.
    """

    account_id: int | None = None
    tax_id: int | None = None
    analytic: dict = field(default_factory=dict)
    product_id: int | None = None
    kept: dict = field(default_factory=dict)


class Coder:
    """Codes the bills of one batch; the books are read once for all of them.

    The account of a line is, in this order:

    1. on the invoice of a down payment, the account of down payments;
    2. what was learned (:mod:`~.domain.coding.predict`), of accounts that are active,
       of the company, and for bills;
    3. the account of the journal, else the expense account of the company.

    What an integrator set goes first where it says the same thing: the payment terms
    and the fiscal position of the supplier, the distribution models of analytic
    accounts, the journal to which a document was sent. A product is proposed only
    where its own account, or that of its category, is the account of the line. The
    order lines that `einvoice_purchase` finds are linked to these lines.
    """

    def __init__(self, env, documents):
        self.env = env(su=True)
        self.book = CodingBook(
            env,
            [
                (each.company_id.id, each.partner_id.commercial_partner_id.id)
                for each in documents
                if each.partner_id
            ],
        )
        self._usable = {}
        self._distributions = {}
        self._taxes = {}

    def suggest(self, document, subjects):
        """Return a suggestion, or nothing, for each line of a document."""
        company = document.company_id
        history = self.book.history(company, document.partner_id)
        return [
            predict(subject, history, lambda: self.book.others(company))
            for subject in subjects
        ]

    def planned(self, document, planned):
        """Return the suggestions for those lines of a plan that close no sum."""
        lines = [line for line in planned.lines if line.kind not in ASIDE]
        return self.suggest(document, [subject_of(line) for line in lines])

    def usual_taxes(self, document):
        """Return the taxes of the supplier's lines, most used first."""
        key = document.company_id.id, document.partner_id.commercial_partner_id.id
        if key not in self._taxes:
            history = self.book.history(document.company_id, document.partner_id)
            self._taxes[key] = usual_taxes(history.lines)
        return self._taxes[key]

    def journal(self, document):
        """Return the journal of the supplier's bills, empty when not learned."""
        company = document.company_id
        key = usual_journal(self.book.bills(company, document.partner_id))
        journal = self._usable_of("account.journal", company, key)
        return journal.filtered(lambda each: each.type == "purchase")

    def terms(self, document):
        """Return the payment terms: of the supplier, else those of his bills."""
        company = document.company_id
        partner = document.partner_id.with_company(company)
        if partner.property_supplier_payment_term_id:
            return partner.property_supplier_payment_term_id
        key = usual_terms(self.book.bills(company, document.partner_id))
        return self._usable_of("account.payment.term", company, key)

    def codings(self, document, planned, suggestions, taxes):
        """Return how each line of a plan is booked, in its order.

        Args:
            document: Of the bill.
            planned: The plan.
            suggestions: One for each line that closes no sum.
            taxes: Keys of taxes for each of these lines, ``None`` for that of its VAT.
        """
        waiting = list(zip(suggestions, taxes, strict=True))
        codings, sizes = [], []
        for line in planned.lines:
            if line.kind in ASIDE:
                codings.append(None)
                continue
            found, tax = waiting.pop(0)
            codings.append(self._coding(document, line, found, tax))
            sizes.append((abs(line.net), codings[-1].account_id))
        main = max(sizes, key=lambda each: each[0])[1] if sizes else None
        aside = LineCoding(account_id=main, kept={"aside": True})
        return tuple(each or aside for each in codings)

    def _coding(self, document, line, found, tax):
        item = line.source.seller_item if line.source is not None else None
        if found is None:
            return LineCoding(kept={"item": item, "confidence": 0})
        product = self._product(document.company_id, found)
        return LineCoding(
            account_id=found.account,
            tax_id=tax,
            analytic=self._analytic(document, found, product),
            product_id=product,
            kept={
                "item": item,
                "confidence": round(found.confidence, 2),
                "reason": {
                    "kind": found.reason.kind.value,
                    "count": found.reason.count,
                    "of": found.reason.of,
                    "day": found.reason.day.isoformat(),
                },
            },
        )

    def _analytic(self, document, found, product):
        """Return the analytic shares, where all of their accounts can be used.

        None where a distribution model that was set up speaks for the line.
        """
        company = document.company_id
        keys = {int(key) for part in found.analytic for key in part.split(",") if key}
        usable = self._usable_of("account.analytic.account", company, *keys)
        if not keys or len(usable) < len(keys):
            return {}
        if self._has_distribution(document, found.account, product):
            return {}
        return dict(found.analytic)

    def _has_distribution(self, document, account, product):
        company = document.company_id
        partner = document.partner_id.commercial_partner_id
        key = company.id, partner.id, account, product
        if key not in self._distributions:
            products = self.env["product.product"].browse(product or ())
            accounts = self.env["account.account"].with_company(company)
            models = self.env["account.analytic.distribution.model"]
            self._distributions[key] = models._get_distribution(
                {
                    "product_id": products.id,
                    "product_categ_id": products.categ_id.id,
                    "partner_id": partner.id,
                    "partner_category_id": partner.category_id.ids,
                    "account_prefix": accounts.browse(account).code,
                    "company_id": company.id,
                    "related_root_plan_ids": self.env["account.analytic.plan"],
                }
            )
        return bool(self._distributions[key])

    def _product(self, company, found):
        """Return a product whose own account is the one of the line."""
        product = self._usable_of("product.product", company, found.product)
        if not product:
            return None
        accounts = product.with_company(company).product_tmpl_id._get_product_accounts()
        return product.id if accounts["expense"].id == found.account else None

    def _usable_of(self, model, company, *keys):
        """Return those records that are active and of the company."""
        records = self.env[model]
        wanted = frozenset(filter(None, keys))
        if not wanted:
            return records
        known = self._usable.setdefault((model, company.id), {})
        if missing := wanted - known.keys():
            found = records.with_company(company).search(
                [
                    *records._check_company_domain(company),
                    ("id", "in", list(missing)),
                ]
            )
            known |= {key: key in found.ids for key in missing}
        return records.browse(sorted(key for key in wanted if known[key]))


def subject_of(line):
    """Return a planned line as one that looks for its account."""
    return Subject(
        text=line.name if line.kind is not PlannedKind.BREAKDOWN else "",
        item=(line.source.seller_item or "") if line.source is not None else "",
        net=line.net,
        rate=line.vat.rate if line.vat is not None else None,
    )
