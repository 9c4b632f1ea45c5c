from odoo import fields, models
from odoo.tools import format_date, format_datetime

from odoo.addons.einvoice_base.domain.iban import hidden
from odoo.addons.einvoice_base.domain.identifiers import compact

from ..domain.sheet.content import Fact, Sheet, SheetLabels, SheetRound, Tone

TONES = {
    "approved": Tone.GOOD,
    "partly": Tone.GOOD,
    "refused": Tone.BAD,
    "returned": Tone.BAD,
}


class EinvoiceRound(models.Model):
    """Rounds as the approval sheet says them.

    These methods check nothing: who may see a sheet is checked where it is asked for.
    """

    _inherit = "einvoice.round"

    def _sheet(self, findings, warnings=(), number=0):
        """Return the sheet of these rounds of one bill.

        Args:
            findings: List of :class:`~.domain.sheet.content.SheetFinding`.
            warnings: Sentences at its beginning.
            number: Of the only round, when it is not the first.
        """
        rounds = self.sorted("id")
        last = rounds[-1]
        return Sheet(
            language=(self.env.lang or "en_US").replace("_", "-"),
            labels=self._sheet_labels(),
            company=last.company_id.name,
            bill=last._bill_label() or "",
            result=last._state_words(),
            tone=TONES.get(last.state, Tone.NEUTRAL),
            facts=tuple(last._sheet_facts()),
            rounds=tuple(
                each._sheet_round(number or at) for at, each in enumerate(rounds, 1)
            ),
            findings=tuple(findings),
            notes=(self._sheet_note(),),
            warnings=(*warnings, *last._sheet_warnings()),
        )

    def _sheet_labels(self):
        return SheetLabels(
            title=self.env._("Approval sheet"),
            columns=(
                self.env._("Step"),
                self.env._("Who, and why"),
                self.env._("Decision"),
                self.env._("When, and from where"),
            ),
            remarks=self.env._("Remarks"),
            findings=self.env._("Findings on the bill"),
            # Filled when the pages are counted.
            page=self.env._(
                "Page %(page)s of %(count)s", page="%(page)s", count="%(count)s"
            ),
            unreadable=self.env._(
                "[U+…] stands for a character that the fonts of this sheet do not"
                " have, by its Unicode number."
            ),
        )

    def _sheet_note(self):
        return self.env._(
            "Times are those of the time zone %(zone)s. The fingerprint is the SHA-256"
            " of what was put forward: supplier, amounts, lines, bank account, due date"
            " and originals. The bank account is shown in part.",
            zone=str(self.env.tz),
        )

    def _sheet_name(self):
        label = self.sorted("id")[-1]._bill_label() or ""
        return f"{self.env._('Approval sheet')} {label}.pdf".replace("/", "-")

    def _sheet_warnings(self):
        if self.state == "open":
            yield self.env._("The approval is not ended: this sheet is provisional.")
        elif self.state in ("approved", "partly") and self.move_id and self._is_stale():
            yield self.env._(
                "The bill has changed since it was approved. This sheet says what was"
                " approved."
            )

    def _state_words(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _moment(self, value):
        """Return a moment in the time of the reader, with its distance to UTC."""
        if not value:
            return ""
        offset = fields.Datetime.context_timestamp(self, value).strftime("%z")
        local = format_datetime(self.env, value, tz=str(self.env.tz))
        # It stays in one line.
        return f"{local} UTC{offset[:3]}:{offset[3:]}".replace(" ", "\xa0")

    def _sheet_facts(self):
        """Yield what the newest round says of the bill."""
        said = self.snapshot or {}
        yield Fact(self.env._("Supplier"), said.get("supplier") or "–")
        number = self.env._("Supplier’s number")
        yield Fact(number, said.get("number") or "–")
        if self.move_id.name and self.move_id.name != "/":
            yield Fact(self.env._("Entry"), self.move_id.name)
        yield Fact(self.env._("Journal"), said.get("journal") or "–")
        yield Fact(self.env._("Invoice date"), self._day(said.get("date")))
        yield Fact(self.env._("Due date"), self._day(said.get("due_date")))
        yield Fact(self.env._("Without VAT"), self._sheet_money(said.get("net")))
        yield Fact(self.env._("With VAT"), self._sheet_money(said.get("gross")))
        if said.get("account"):
            account = hidden(compact(said["account"]))
            yield Fact(self.env._("Bank account"), account)

    def _day(self, text):
        return format_date(self.env, text) if text else "–"

    def _sheet_money(self, value):
        """Return an amount with its sign and its code: "$" is many currencies."""
        if value is None or value is False:
            return "–"
        currency = self.currency_id
        return f"{currency.format(float(value))} ({currency.name})"

    def _sheet_round(self, number):
        tone = TONES.get(self.state, Tone.NEUTRAL)
        return SheetRound(
            title=self.env._(
                "Round %(number)s: %(result)s",
                number=number,
                result=self._state_words(),
            ),
            period=self._sheet_period(),
            tone=tone,
            decisions=tuple(
                each._on_sheet() for each in self.decision_ids.sorted("id")
            ),
            remarks=tuple((self.note_words or "").splitlines()),
            facts=tuple(self._sheet_round_facts()),
            proof=self._sheet_proof(),
        )

    def _sheet_period(self):
        opened = self._moment(self.opened_at)
        if not self.closed_at:
            return self.env._("opened %(moment)s", moment=opened)
        closed = self._moment(self.closed_at)
        words = self.env._("closed %(moment)s", moment=closed)
        return "\n".join([self.env._("opened %(moment)s", moment=opened), words])

    def _sheet_round_facts(self):
        """Yield what was put forward in this round."""
        said = self.snapshot or {}
        yield Fact(self.env._("Circuit"), self.circuit_id.name or "–")
        yield Fact(self.env._("Without VAT"), self._sheet_money(said.get("net")))
        yield Fact(self.env._("With VAT"), self._sheet_money(said.get("gross")))
        amounts = self._amounts()
        if amounts:
            approved, left = amounts["approved"], amounts["not_approved"]
            yield Fact(self.env._("Approved"), self._sheet_money(approved))
            yield Fact(self.env._("Not approved"), self._sheet_money(left))
        yield Fact(self.env._("Due date"), self._day(said.get("due_date")))
        if said.get("account"):
            account = hidden(compact(said["account"]))
            yield Fact(self.env._("Bank account"), account)

    def _sheet_proof(self):
        return Fact(self.env._("Fingerprint"), self.fingerprint or "–")
