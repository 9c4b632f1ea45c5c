"""Fetches what invoices may repeat, for many with a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from odoo.tools import SQL

from ..domain.codes import Effect
from ..domain.duplicate_rules import TwinFacts
from ..domain.duplicates import ROUNDING, Copy, State, Who
from ..domain.identifiers import compact, vat_of
from ..domain.money import CENT, decimals, rounded
from ..domain.near_duplicates import FEW_DAYS
from ..domain.number_forms import number_key
from ._twin_queries import FOUND, RECORDS_OF, SUPPLIERS, TEXTS
from .res_partner_identity import identity_key, name_key

# Habits are looked for in the last thirteen months; a date may also be mistyped ahead.
_BEFORE = timedelta(days=400)
_AFTER = timedelta(days=60)
# Of each kind, and what tells the pace of a supplier's numbers.
_MOST = 40
_RECENT = 8
# A supplier has a few records; a shared account may lead to hundreds.
_RECORDS = 20

_USED = {
    "account.move": "ref invoice_date date amount_total amount_untaxed move_type state "
    "payment_state currency_id commercial_partner_id company_id reversed_entry_id name "
    "einvoice_number_key".split(),
    "res.partner": "name vat company_registry commercial_partner_id "
    "einvoice_identity_key einvoice_name_key".split(),
    "res.partner.bank": ["sanitized_acc_number", "partner_id"],
    "account.move.line": ["name", "move_id", "display_type"],
}


@dataclass
class Search:
    """What is looked for, for one case."""

    mine: Copy
    move_id: int
    case: object
    partners: list[int] = field(default_factory=list)
    others: dict[str, Copy] = field(default_factory=dict)
    recent: dict[str, Copy] = field(default_factory=dict)

    def facts(self, settled=frozenset()):
        """Return what the rules get."""
        return TwinFacts(
            self.mine,
            tuple(self.others.values()),
            tuple(self.recent.values()),
            frozenset(settled),
        )


class TwinSearch:
    """Looks in the books for all cases together.

    Records are read whatever the user may see, in all companies: what a finding tells
    of another company is for the rule to say.
    """

    def __init__(self, env, cases):
        self.env = env
        self.suppliers = {}
        self.companies = {}
        for model, names in _USED.items():
            env[model].flush_model(names)
        self.searches = [self._search(case) for case in cases]
        self._find_records()
        self._find_bills()

    def _ask(self, query, **values):
        return self.env.execute_query(SQL(query, **values))

    def _search(self, case):
        invoice, move = case.invoice, case.move
        partner = case.partner.sudo().commercial_partner_id
        is_receipt = bool(move) and move.move_type == "in_receipt"
        gross = invoice.totals.gross
        if gross is None:
            gross = invoice.totals.payable
        mine = Copy(
            key=f"account.move,{move.id}" if move else "",
            number=invoice.number,
            day=invoice.issue_date,
            amount=_signed(invoice, gross),
            net=_signed(invoice, invoice.totals.net),
            currency=invoice.currency,
            supplier=_stated(invoice, partner),
            company=case.company.id,
            is_receipt=is_receipt,
            text=_text_of(move) if is_receipt else "",
            corrects=tuple(each.number for each in invoice.preceding_invoices),
        )
        return Search(
            mine,
            move_id=move.id or 0,
            case=case,
            partners=partner.ids,
        )

    def _find_records(self):
        """Find the other records of each supplier, and what is known of them."""
        keys = [_keys(search.mine.supplier) for search in self.searches]
        kinds = ("identity", "name", "iban")
        wanted = {
            kind: sorted({key for each in keys for key in each[kind]}) for kind in kinds
        }
        found = defaultdict(set)
        if any(wanted.values()):
            for kind, key, partner_id in self._ask(
                RECORDS_OF,
                identities=wanted["identity"],
                names=wanted["name"],
                ibans=wanted["iban"],
            ):
                found[kind, key].add(partner_id)
        candidates = set()
        for search, each in zip(self.searches, keys, strict=True):
            records = set(search.partners)
            for kind in kinds:
                for key in each[kind]:
                    records |= found[kind, key]
            search.partners = sorted(records)
            candidates |= records
        self._load_suppliers(candidates)
        for search in self.searches:
            search.mine = self._with_books(search)
            search.partners = [
                key
                for key in search.partners
                if search.mine.supplier.is_same(self.suppliers[key])
            ][:_RECORDS]

    def _with_books(self, search):
        """Add what the books know of the supplier to what the invoice states."""
        stated = search.mine.supplier
        known = self.suppliers.get(stated.entity)
        if known is None:
            return search.mine
        supplier = Who(
            stated.entity,
            known.siren or stated.siren,
            known.vat or stated.vat,
            known.ibans | stated.ibans,
            known.name or stated.name,
        )
        return replace(search.mine, supplier=supplier)

    def _load_suppliers(self, keys):
        fresh = sorted(set(keys) - self.suppliers.keys())
        if not fresh:
            return
        for key, name, identity, vat, ibans in self._ask(SUPPLIERS, keys=fresh):
            kind, _sep, number = (identity or "").partition(":")
            self.suppliers[key] = Who(
                key,
                siren=number if kind == "siren" else None,
                vat=vat_of(vat),
                ibans=frozenset(map(compact, ibans or ())),
                name=name or "",
            )

    def _find_bills(self):
        asked = [
            self._asked(place, search)
            for place, search in enumerate(self.searches)
            if search.mine.amount is not None
        ]
        if not asked:
            return
        rows = self._ask(
            FOUND,
            asked=SQL(", ").join(asked),
            most=_MOST,
            recent=_RECENT,
            before=_BEFORE.days,
            after=_AFTER.days,
            few=FEW_DAYS,
        )
        self._load_suppliers({row[12] for row in rows if row[12]})
        receipts = sorted({row[2] for row in rows if row[8] == "in_receipt"})
        texts = dict(self._ask(TEXTS, keys=receipts)) if receipts else {}
        for row in rows:
            search = self.searches[row[0]]
            if not _counts(search, row):
                continue
            copy = self._copy(row, texts)
            kept = search.recent if row[1] else search.others
            kept[copy.key] = copy

    def _asked(self, place, search):
        mine = search.mine
        day = mine.day or search.case.today
        return SQL(
            "(%s, %s, %s::integer[], %s, %s::varchar, %s::numeric[], %s::date, %s)",
            place,
            search.move_id,
            search.partners,
            search.case.company.id,
            number_key(mine.number, day),
            _near(mine.amount),
            day,
            mine.is_receipt,
        )

    def _copy(self, row, texts):
        _place, _recent, key, name, ref, day, gross, net, move_type, *rest = row
        state, paid, currency, partner_id, company_id, origin = rest
        sign = -1 if move_type == "in_refund" else 1
        places = decimals(currency)
        is_receipt = move_type == "in_receipt"
        text = " ".join(filter(None, (ref, texts.get(key)))) if is_receipt else ""
        return Copy(
            key=f"account.move,{key}",
            number=ref or None,
            day=day,
            amount=sign * rounded(Decimal(gross or 0), places),
            net=sign * rounded(Decimal(net or 0), places),
            currency=currency,
            supplier=self.suppliers.get(partner_id) or Who(),
            company=company_id,
            company_name=self._company_name(company_id),
            label=self._label(key, name, partner_id),
            state=_state(state, paid),
            is_receipt=is_receipt,
            text=text,
            corrects=(origin,) if origin else (),
        )

    def _company_name(self, key):
        if key not in self.companies:
            self.companies[key] = self.env["res.company"].sudo().browse(key).name
        return self.companies[key]

    def _label(self, key, name, partner_id):
        supplier = self.suppliers.get(partner_id)
        # The sentence says reference and date of what has no number yet.
        number = name if name != "/" else ""
        known = ", ".join(filter(None, (number, supplier and supplier.name)))
        return known or f"#{key}"


def _signed(invoice, amount):
    if amount is None:
        return None
    kind = invoice.type
    is_refund = kind is not None and kind.effect is Effect.REFUND
    return -amount if is_refund else amount


def _stated(invoice, partner):
    """Return the supplier as the invoice states him."""
    seller = invoice.seller
    accounts = (each.iban or compact(each.number) for each in invoice.payment.accounts)
    return Who(
        partner.id or None,
        seller.siren,
        vat_of(seller.vat_number),
        frozenset(filter(None, accounts)),
        seller.name or seller.trading_name or "",
    )


def _keys(who):
    identity = f"siren:{who.siren}" if who.siren else identity_key(None, who.vat)
    name = name_key(who.name)
    return {
        "identity": [identity] if identity else [],
        "name": [name] if name else [],
        "iban": sorted(who.ibans),
    }


def _text_of(move):
    lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
    return " ".join(filter(None, [move.ref, *lines.mapped("name")]))


def _near(amount):
    """Return the amounts that are the same but for the rounding of the VAT."""
    steps = int(ROUNDING / CENT)
    around = [abs(amount) + CENT * step for step in range(-steps, steps + 1)]
    return [*around, *(-each for each in around)]


def _state(state, paid):
    if state == "cancel":
        return State.CANCELLED
    if state == "posted" and paid == "reversed":
        return State.REVERSED
    return State.POSTED if state == "posted" else State.DRAFT


def _counts(search, row):
    """Tell whether a bill was there before the one in question.

    Of two drafts the later one is the duplicate. A rehearsal sees what was entered
    before the bill, and dated no later than the day from which it looks.
    """
    key, day, state = row[2], row[5], row[9]
    if search.case.is_rehearsal:
        is_known = day is None or day <= search.case.today
        return is_known and (not search.move_id or key < search.move_id)
    if state == "posted" or not search.move_id:
        return True
    return key < search.move_id
