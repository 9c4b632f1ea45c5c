import logging

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_intake.models.einvoice_document_receive import RETRIABLE

from ..domain.order_facts import is_prepayment
from ..domain.orders import PairKind
from ._match_vals import match_vals
from ._matcher import Matcher
from ._order_files import OrderFiles
from .einvoice_rule import FACTS, FAILED, ORDER_CODES

_logger = logging.getLogger(__name__)

# Key in the cursor: how the lines were paired in this transaction, by their key.
PAIRS = "einvoice_pairs"
# What a form would compute anew from a unit; a link must not touch it.
_KEPT = ("account_id", "analytic_distribution", "name", "price_unit", "tax_ids")


class AccountMove(models.Model):
    """Bills are compared with orders; their lines and amounts stay the supplier's."""

    _inherit = "account.move"

    def _einvoice_check(self):
        self._einvoice_drafts()._einvoice_match()
        res = super()._einvoice_check()
        self._einvoice_note_matches()
        return res

    def _einvoice_note_state(self, before, state):
        res = super()._einvoice_note_state(before, state)
        if state in ("cancel", "draft"):
            moved = self.browse(move.id for move, old in before.items() if old != state)
            moved._einvoice_billed_orders()._einvoice_note_changed()
        elif state == "posted":
            moved = self.browse(move.id for move, old in before.items() if old != state)
            moved._einvoice_note_rivals(moved.sudo().invoice_line_ids.purchase_line_id)
        return res

    def unlink(self):
        orders = self._einvoice_billed_orders()
        res = super().unlink()
        orders._einvoice_note_changed()
        return res

    def _einvoice_billed_orders(self):
        """Return the orders of which other bills may ask for more without these."""
        return self.sudo().invoice_line_ids.purchase_line_id.order_id

    def _einvoice_drafts(self):
        return self.filtered(
            lambda move: move.state == "draft" and move._einvoice_is_bill()
        )

    def _einvoice_match(self):
        """Find the order lines of these drafts and link them; nothing else changes.

        It never stands in the way: a bill whose matching fails says so by a finding.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self.sudo()._einvoice_find_pairs()
        except RETRIABLE:
            raise
        except Exception as error:
            if len(self) > 1:
                for move in self:
                    move._einvoice_match()
                return
            _logger.exception("Orders of bill %s", self.id)
            failed = self.env.cr.cache.setdefault(FAILED, {})
            failed[self.id] = f"{type(error).__name__}: {error}"
        else:
            failed = self.env.cr.cache.get(FAILED, {})
            for move in self:
                failed.pop(move.id, None)

    def _einvoice_find_pairs(self):
        free = {
            move: keys
            for move in self
            if move.commercial_partner_id and (keys := move._einvoice_free_lines())
        }
        if not free:
            return
        moves = self.browse(move.id for move in free)
        files = OrderFiles(self.env)
        matcher = Matcher(self.env, files)
        found = {}
        for file in files.open(moves._einvoice_cases()):
            move = file.case.move
            if pairs := matcher.pairs(file, free[move]):
                by_key = {line.key: line for line in file.lines}
                units = {
                    pair.line: matcher.unit(by_key[pair.line], pair) for pair in pairs
                }
                move._einvoice_link(pairs, units)
                found[move] = pairs
        self._einvoice_note_pairs(found)

    def _einvoice_free_lines(self):
        """Return the keys of lines without order line that no person left so."""
        said = self.einvoice_match_ids.filtered(
            lambda match: match.kind == PairKind.PERSON.value
        )
        lines = self._einvoice_products() - said.move_line_id
        return {line.id for line in lines if not line.purchase_line_id}

    def _einvoice_link(self, pairs, units):
        """Set the order line of bill lines, and the unit that Odoo counts them in."""
        lines = self.env["account.move.line"].browse(pair.line for pair in pairs)
        known = self.env.cr.cache.setdefault(PAIRS, {})
        before = self._einvoice_amounts()
        links = {}
        for pair, line in zip(pairs, lines, strict=True):
            links[line] = {"purchase_line_id": pair.order_line}
            if line.is_imported and not line.product_id:
                links[line]["product_uom_id"] = units[pair.line]
            known[line.id] = pair
        self._einvoice_write_links(links)
        if self._einvoice_amounts() != before:
            raise UserError(
                self.env._(
                    "%(bill)s would not have stayed what the supplier asks: its lines "
                    "were not linked to orders.",
                    bill=self.display_name,
                )
            )

    def _einvoice_write_links(self, links):
        """Write links past the overrides of bills and lines, all of them at once.

        Those would compute the bill anew, and it must stay what the supplier asks.

        Args:
            links: Line to its values.
        """
        lines = self.env["account.move.line"].concat(*links)
        kept = [lines._fields[name] for name in _KEPT]
        names = ["purchase_line_id", "product_uom_id"]
        with self.env.protecting(kept, lines):
            # The order lines that bill lines leave count too.
            lines.modified(names[:1], before=True)
            for line, vals in links.items():
                for name, value in vals.items():
                    lines._fields[name].write(line, value)
            lines.modified(names)

    def _einvoice_amounts(self):
        """Return what a link must not change."""
        return [
            (
                line.id,
                line.quantity,
                line.price_unit,
                line.discount,
                line.price_subtotal,
                line.amount_currency,
                line.balance,
            )
            for line in self.line_ids
        ]

    def _einvoice_note_pairs(self, found):
        """Write in the journal what the matching linked."""
        lines = self.env["purchase.order.line"]
        self.env["einvoice.event"].with_user(SUPERUSER_ID)._emit_all(
            [
                (
                    EventKind.MATCHED.value,
                    {
                        **move._einvoice_payload(),
                        "orders": sorted(
                            lines.browse(pair.order_line for pair in pairs).mapped(
                                "order_id.name"
                            )
                        ),
                        "count": len(pairs),
                    },
                    move._einvoice_event_subjects(),
                )
                for move, pairs in found.items()
            ]
        )

    def _einvoice_note_matches(self):
        """Keep on the drafts how they compare with their orders, after a check."""
        kept = self.env.cr.cache.get(FACTS, {})
        known = self.env.cr.cache.get(PAIRS, {})
        for move in self.sudo():
            case, facts = kept.pop(move.id, (None, None))
            if facts is None or move.state != "draft" or facts.error:
                continue
            limits = self.env["einvoice.rule"]._order_limits(move.company_id.id)
            rows = match_vals(case, facts, limits, known)
            move._einvoice_store_matches(rows)
            move._einvoice_store_state(case, facts)

    def _einvoice_store_matches(self, rows):
        stored = {match.move_line_id.id: match for match in self.einvoice_match_ids}
        fresh = []
        for vals in rows:
            match = stored.pop(vals["move_line_id"], None)
            if match is None:
                fresh.append(vals)
            elif changed := match._changed(vals):
                match.write(changed)
        self.einvoice_match_ids.create(fresh)
        self.einvoice_match_ids.browse(match.id for match in stored.values()).unlink()

    def _einvoice_store_state(self, case, facts):
        orders = sorted(facts.orders)
        vals = {}
        if orders != sorted(self.einvoice_order_ids.ids):
            vals["einvoice_order_ids"] = [(6, 0, orders)]
        state = self._einvoice_state_of(case, facts)
        if state != self.einvoice_match_state:
            vals["einvoice_match_state"] = state
        if vals:
            # Past the overrides: nothing of what the bill says changes.
            models.Model.write(self, vals)

    def _einvoice_state_of(self, case, facts):
        """Return how the bill compares, by the findings that stand or were lifted."""
        rules = {
            finding.rule
            for finding in self.einvoice_finding_ids
            if finding.severity != "inform" or finding.rule == "expected"
        }
        if not facts.orders:
            return "expected" if "expected" in rules else "no_order"
        if rules & ORDER_CODES:
            return "differs"
        if is_prepayment(case.invoice):
            # It bills nothing that could agree: a person says that it was agreed.
            return "prepayment"
        return "matched" if facts.paired else "differs"
