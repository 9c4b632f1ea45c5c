from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from odoo.addons.einvoice_base.domain.findings import Severity

from ..domain.links import Wish

# A mail is read on a phone; the page has the rest.
_LONGEST_LINES = 12
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}


class EinvoiceDecision(models.Model):
    """The mail that asks a person: what he needs to decide, and two links."""

    _inherit = "einvoice.decision"

    def _mail_asked(self):
        """Queue one mail for each of these decisions that is open."""
        asked = self.sudo().filtered(
            lambda each: (
                each.state == "open"
                and each.user_id.email
                and not each._waits_for_the_digest()
            )
        )
        self._queue_mails([each._in_his_language()._mail_of_one() for each in asked])

    @api.model
    def _queue_mails(self, mails):
        """Queue mails that belong to no bill: who is asked follows none."""
        return self.env["mail.mail"].sudo().create(mails)

    def _in_his_language(self):
        return self.with_context(
            lang=self.user_id.lang or "en_US", tz=self.user_id.tz or "UTC"
        )

    def _mail_of_one(self):
        links = self._renew_links()
        values = {
            **self._page_values(),
            "approve_url": links[Wish.APPROVE],
            "refuse_url": links[Wish.REFUSE],
            "original_url": self._original() and f"{links[Wish.APPROVE]}/original",
            "screen_url": self._screen_url(),
        }
        subject = self.env._(
            "To approve: %(supplier)s, %(amount)s",
            supplier=values["supplier"],
            amount=values["gross"],
        )
        return self._mail_vals(
            self.user_id.email_formatted,
            subject,
            "einvoice_approval.mail_asked",
            values,
        )

    def _mail_question(self):
        """Queue a mail for the colleague who was asked a question."""
        for decision in self.sudo().filtered("asked_id.email"):
            asked = decision.asked_id
            mine = decision.with_context(lang=asked.lang or "en_US", tz=asked.tz)
            values = {
                **mine._page_values(),
                "person": mine.user_id.name,
                "screen_url": mine._screen_url(),
            }
            subject = mine.env._(
                "%(person)s asks you about a bill of %(supplier)s",
                person=values["person"],
                supplier=values["supplier"],
            )
            template = "einvoice_approval.mail_question"
            mine._queue_mails(
                [mine._mail_vals(asked.email_formatted, subject, template, values)]
            )

    def _mail_vals(self, address, subject, template, values):
        """Return a mail to an address, in the language of this environment."""
        company = self.company_id[:1]
        body = self.env["ir.qweb"]._render(
            template,
            {**values, "company": company.name, "subject": subject},
            minimal_qcontext=True,
        )
        sender = company.email_formatted or self.env.user.email_formatted
        return {
            "subject": subject,
            "body_html": body,
            "email_to": address,
            "email_from": sender,
            "reply_to": sender,
            "auto_delete": True,
            "headers": str(HEADERS),
        }

    def _screen_url(self):
        return f"{self.get_base_url()}/odoo/einvoice.decision/{self.id}"

    def _page_values(self):
        """Return what a person must see to decide, in words of his language."""
        self.ensure_one()
        decision = self.sudo()
        said = decision.round_id.snapshot or {}
        lines = [decision._line_words(each) for each in decision._my_lines()]
        return {
            "supplier": decision.supplier or "–",
            "number": decision.label or "–",
            "date": decision._day(said.get("date")),
            "due_date": decision._day(said.get("due_date")),
            "is_late": bool(said.get("due_date"))
            and said["due_date"] < fields.Date.context_today(self).isoformat(),
            "gross": decision._money(decision.gross),
            "net": decision._money(decision.net),
            "why": decision.why_words,
            "step": decision.step_name,
            "is_part": bool(decision.line_keys),
            "lines": lines[:_LONGEST_LINES],
            "more_lines": max(0, len(lines) - _LONGEST_LINES),
            "findings": decision._finding_words(),
            "question": decision.question,
            "answer": decision.answer,
            "asked": decision.asked_name,
            "days": decision.round_id.circuit_id.mail_link_days or 7,
            "needs_login": decision._needs_login(),
            "is_single": decision.is_single,
        }

    def _line_words(self, line):
        return {
            "text": line["text"] or "–",
            "quantity": self._quantity(line["quantity"]),
            "net": self._money(float(line["net"])),
            "analytic": line.get("analytic") or "",
        }

    def _quantity(self, text):
        digits = max(0, -Decimal(text).as_tuple().exponent)
        return formatLang(self.env, float(text), digits=min(digits, 4))

    def _finding_words(self):
        """Return the open findings of the bill, those that block first."""
        findings = self.sudo().move_id.einvoice_finding_ids.filtered(
            lambda each: each.state != "lifted" and each.severity != "inform"
        )
        return [
            {
                "title": each.title,
                "message": each.message,
                "blocks": each.severity == Severity.BLOCK.value,
            }
            for each in findings.sorted("rank")
        ]

    def _day(self, text):
        return format_date(self.env, date.fromisoformat(text)) if text else "–"
