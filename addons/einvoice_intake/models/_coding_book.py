"""What the books know of how bills were coded, by SQL, for a whole batch at once."""

from collections import defaultdict
from decimal import Decimal
from types import MappingProxyType

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools import SQL

from ..domain.coding.bill import BookedBill
from ..domain.coding.history import History
from ..domain.coding.values import Authority, Coded

# How far back a supplier is remembered, whichever comes first.
MONTHS = 24
LINES = 200
_BILLS = 200
# Lines of a company that are asked for a text that a supplier never had.
_OTHER_BILLS = 500
_OTHER_LINES = 2000
# On these no line of a bill is booked.
_NOT_ON_BILLS = ("asset_receivable", "liability_payable", "off_balance")

_NOTHING = MappingProxyType({})

_COLUMNS = SQL(
    """
    bill.company_id, bill.commercial_partner_id, bill.id, bill.invoice_date,
    bill.journal_id, bill.invoice_payment_term_id,
    bill.einvoice_document_id IS NOT NULL, bill.einvoice_touchless,
    line.name, line.account_id, line.product_id, line.price_subtotal,
    line.analytic_distribution, line.einvoice_coding,
    ARRAY(
        SELECT account_tax_id FROM account_move_line_account_tax_rel
         WHERE account_move_line_id = line.id
    )
    """
)
_READ = {
    "account.move": (
        "company_id",
        "commercial_partner_id",
        "invoice_date",
        "journal_id",
        "invoice_payment_term_id",
        "einvoice_document_id",
        "einvoice_touchless",
        "move_type",
        "state",
    ),
    "account.move.line": (
        "name",
        "account_id",
        "product_id",
        "price_subtotal",
        "analytic_distribution",
        "einvoice_coding",
        "display_type",
        "tax_ids",
    ),
    "einvoice.coding.memory": ("company_id", "partner_id", "forgotten_at"),
}


class CodingBook:
    """Lines of posted bills of the suppliers of one batch, as values of the domain.

    Two queries for all suppliers, and one more for each company where a text must be
    looked for among other suppliers.
    """

    def __init__(self, env, pairs):
        """Read the lines of some suppliers.

        Args:
            env: Of the batch.
            pairs: Company and commercial partner, as keys.
        """
        self.env = env(su=True)
        self._pairs = sorted(set(pairs))
        self._rates = {}
        self._others = {}
        self._bills = defaultdict(dict)
        rows = self._rows() if self._pairs else []
        lessons = self._lessons() if self._pairs else []
        self._allowed = self._allowed_accounts(
            [(row[0], row[9]) for row in rows]
            + [(each.company_id.id, each.account_id.id) for each in lessons]
        )
        lines = defaultdict(list)
        for row in rows:
            pair = row[0], row[1]
            self._bills[pair][row[2]] = BookedBill(row[2], row[3], row[4], row[5])
            if coded := self._coded(row):
                lines[pair].append(coded)
        for lesson in lessons:
            if lesson.account_id.id in self._allowed[lesson.company_id.id]:
                pair = lesson.company_id.id, lesson.partner_id.id
                lines[pair].append(lesson._coded(self._rate))
        self._histories = {pair: History(found) for pair, found in lines.items()}

    def history(self, company, partner):
        """Return the lines of a supplier."""
        key = company.id, partner.commercial_partner_id.id
        return self._histories.get(key) or History(())

    def bills(self, company, partner):
        """Return the bills that those lines are of."""
        return self._bills[company.id, partner.commercial_partner_id.id].values()

    def others(self, company):
        """Return the last lines of all suppliers of a company."""
        if company.id not in self._others:
            rows = self._other_rows(company)
            self._allowed |= self._allowed_accounts([(company.id, r[9]) for r in rows])
            found = filter(None, map(self._coded, rows))
            self._others[company.id] = History(found)
        return self._others[company.id]

    def _coded(self, row):
        """Return a line as a value of the domain; nothing where it teaches nothing."""
        company, bill, day = row[0], row[2], row[3]
        name, account, product, net, analytic, coding, taxes = row[8:]
        coding = coding or _NOTHING
        if coding.get("aside") or account not in self._allowed[company]:
            return None
        return Coded(
            bill=bill,
            day=day,
            account=account,
            text=name or "",
            item=coding.get("item") or "",
            net=Decimal(repr(net or 0)),
            rate=self._rate(taxes),
            taxes=tuple(taxes),
            analytic=analytic or _NOTHING,
            product=product,
            authority=_authority(row, coding),
        )

    def _rate(self, taxes):
        """Return the VAT rate of a line that has one tax."""
        if len(taxes) != 1:
            return None
        key = taxes[0]
        if key not in self._rates:
            taxes = self.env["account.tax"].with_context(active_test=False)
            for tax in taxes.search_fetch(
                [("type_tax_use", "=", "purchase"), ("amount_type", "=", "percent")],
                ["amount"],
            ):
                self._rates[tax.id] = Decimal(str(tax.amount)).normalize() + 0
            self._rates.setdefault(key, None)
        return self._rates[key]

    def _allowed_accounts(self, found):
        """Return by company which of these accounts a bill may be booked on today."""
        by_company = defaultdict(set)
        for company, account in found:
            by_company[company].add(account)
        accounts = self.env["account.account"]
        allowed = defaultdict(frozenset)
        for company in self.env["res.company"].browse(by_company):
            usable = accounts.with_company(company).search(
                [
                    *accounts._check_company_domain(company),
                    ("id", "in", list(by_company[company.id])),
                    ("account_type", "not in", _NOT_ON_BILLS),
                    ("currency_id", "in", [False, company.currency_id.id]),
                ]
            )
            allowed[company.id] = frozenset(usable.ids)
        return allowed

    def _flush(self):
        for model, names in _READ.items():
            self.env[model].flush_model(names)

    def _since(self):
        return fields.Date.today() - relativedelta(months=MONTHS)

    def _rows(self):
        self._flush()
        return self.env.execute_query(
            SQL(
                """
                SELECT found.*
                  FROM unnest(%(companies)s, %(partners)s) AS wanted(company, partner)
             LEFT JOIN einvoice_coding_memory memory
                    ON memory.company_id = wanted.company
                   AND memory.partner_id = wanted.partner
                 CROSS JOIN LATERAL (
                    SELECT %(columns)s
                      FROM (
                        SELECT * FROM account_move
                         WHERE commercial_partner_id = wanted.partner
                           AND company_id = wanted.company
                           AND move_type IN ('in_invoice', 'in_refund')
                           AND state = 'posted'
                           AND invoice_date >= %(since)s
                           AND (memory.forgotten_at IS NULL
                                OR create_date > memory.forgotten_at)
                         -- What people looked at is never crowded out by what posted
                         -- itself after their example.
                         ORDER BY einvoice_touchless IS NOT DISTINCT FROM 'posted',
                                  invoice_date DESC, id DESC
                         LIMIT %(bills)s
                      ) bill
                      JOIN account_move_line line
                        ON line.move_id = bill.id AND line.display_type = 'product'
                     ORDER BY bill.invoice_date DESC, bill.id DESC, line.id
                     LIMIT %(lines)s
                 ) found
                """,
                companies=[company for company, _partner in self._pairs],
                partners=[partner for _company, partner in self._pairs],
                columns=_COLUMNS,
                since=self._since(),
                bills=_BILLS,
                lines=LINES,
            )
        )

    def _other_rows(self, company):
        self._flush()
        return self.env.execute_query(
            SQL(
                """
                SELECT %(columns)s
                  FROM account_journal journal
                 CROSS JOIN LATERAL (
                    SELECT move.* FROM account_move move
                 LEFT JOIN einvoice_coding_memory memory
                        ON memory.company_id = move.company_id
                       AND memory.partner_id = move.commercial_partner_id
                     WHERE move.journal_id = journal.id
                       AND move.company_id = %(company)s
                       AND move.date >= %(since)s
                       AND move.move_type IN ('in_invoice', 'in_refund')
                       AND move.state = 'posted'
                       AND (memory.forgotten_at IS NULL
                            OR move.create_date > memory.forgotten_at)
                     ORDER BY move.date DESC
                     LIMIT %(bills)s
                 ) bill
                  JOIN account_move_line line
                    ON line.move_id = bill.id AND line.display_type = 'product'
                 WHERE journal.type = 'purchase'
                 ORDER BY bill.date DESC, line.id
                 LIMIT %(lines)s
                """,
                columns=_COLUMNS,
                company=company.id,
                since=self._since(),
                bills=_OTHER_BILLS,
                lines=_OTHER_LINES,
            )
        )

    def _lessons(self):
        """Return what was imported for these suppliers."""
        companies, partners = zip(*self._pairs, strict=True)
        return (
            self.env["einvoice.coding.lesson"]
            .search(
                [("company_id", "in", companies), ("partner_id", "in", partners)],
            )
            .filtered(
                lambda each: (each.company_id.id, each.partner_id.id) in self._pairs
            )
        )


def _authority(row, coding):
    """Tell who stands for the coding of a line.

    What was made before the software kept its proposals was its own where the bill
    was made from a document.
    """
    if row[7] == "posted":
        return Authority.UNSEEN
    if "account" not in coding:
        return Authority.SEEN if row[6] else Authority.PERSON
    account, analytic, taxes = row[9], row[12] or {}, row[14]
    is_kept = (
        coding["account"] == account
        and sorted(coding.get("taxes", taxes)) == sorted(taxes)
        and coding.get("analytic", analytic) == analytic
    )
    return Authority.SEEN if is_kept else Authority.CORRECTED
