from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize, format_date, html2plaintext

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.domain.moments import Moment
from odoo.addons.einvoice_base.domain.status_reasons import Status

from ..domain.deciding import answered, ask


class EinvoiceDecision(models.Model):
    """Questions before a decision: to a colleague, or to the supplier."""

    _inherit = "einvoice.decision"

    asks_supplier = fields.Boolean(string="Question to the supplier", readonly=True)
    asked_name = fields.Char(string="Who is asked", compute="_compute_asked_name")

    @api.depends("asks_supplier", "asked_id", "round_id.snapshot")
    def _compute_asked_name(self):
        for decision in self:
            decision.asked_name = (
                decision.supplier
                if decision.asks_supplier
                else decision.asked_id.sudo().name
            )

    def action_ask(self, user_id, question):
        """Ask a colleague; the time of the decision stands still meanwhile."""
        self.ensure_one()
        self.check_access("read")
        self._check_question(question)
        colleague = self._colleague(user_id)
        after = self._tried(ask, self._begin(), self.id, self.env.uid)
        self._asked(after, question, asked_id=colleague.id)
        return True

    def action_ask_supplier(self, question, reason_code=None):
        """Ask the supplier by mail, and the platform where there is one.

        Args:
            question: What he is asked.
            reason_code: What is missing, of the standard; for the platform.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_question(question)
        if reason_code:
            self._check_reason(reason_code, Status.SUSPENDED)
        address = self._supplier_address()
        after = self._tried(ask, self._begin(), self.id, self.env.uid)
        self._asked(after, question, asks_supplier=True)
        self.sudo()._mail_supplier(address, question.strip())
        self.sudo().move_id._einvoice_moment(
            Moment.QUESTION,
            reason=reason_code or None,
            comment=question.strip(),
            step=self.step_name or None,
        )
        return True

    def action_answer(self, text):
        """Answer a question: as who was asked it, or as who heard the answer."""
        self.ensure_one()
        self.check_access("read")
        decision = self.sudo()
        if self.env.user not in decision._answerers():
            raise AccessError(self.env._("The question was asked of somebody else."))
        if not (text or "").strip():
            raise UserError(self.env._("Write your answer."))
        decision._answered(text.strip())
        return True

    def _answerers(self):
        """Return who may write the answer down; a supplier's, who asked him."""
        return self.asked_id | self.user_id | self.in_place_of_id

    def _check_question(self, question):
        if not (question or "").strip():
            raise UserError(self.env._("Write your question."))

    def _asked(self, after, question, **to):
        self.sudo().write(
            {
                "asked_id": False,
                "asks_supplier": False,
                **to,
                "question": question.strip(),
                "answer": False,
                "asked_at": fields.Datetime.now(),
            }
        )
        self._note_question(EventKind.ASKED, question.strip())
        self.round_id.sudo()._store(after, self.env.user)

    def _answered(self, text):
        current = self._begin(checks_content=False)
        after = self._tried(answered, current, self.id)
        self.answer = text
        self._note_question(EventKind.ANSWERED, text)
        self.round_id._store(after, self.env.user)

    def _supplier_address(self):
        """Return the address of the supplier; who has none is not asked by mail."""
        move = self.sudo().move_id
        partners = move.partner_id | move.commercial_partner_id
        address = next(filter(None, map(_address, partners)), None)
        if address is None:
            raise UserError(
                self.env._(
                    "%(supplier)s has no e-mail address. Have it entered on the "
                    "supplier, or ask a colleague who can call.",
                    supplier=self.supplier,
                )
            )
        return address

    def _reply_address(self):
        """Return where the supplier's reply arrives, and whether Odoo reads it."""
        company = self.sudo().company_id
        catchall = company.alias_domain_id.catchall_email
        return catchall or company.email or self.env.user.email, bool(catchall)

    def _mail_supplier(self, address, question):
        """Send the question from the thread of the bill, where the reply arrives."""
        move, asker = self.move_id, self.env.user
        lang = move.partner_id.lang or self.company_id.partner_id.lang or "en_US"
        mine = self.with_context(lang=lang)
        subject = mine.env._(
            "Question about your invoice %(number)s", number=mine.label or "–"
        )
        values = {
            **mine._page_values(),
            "asker": asker.name,
            "sentence": mine.env._(
                "We have a question about your invoice %(number)s of %(date)s, "
                "%(amount)s:",
                number=mine.label or "–",
                date=mine.invoice_date and format_date(mine.env, mine.invoice_date),
                amount=mine._money(mine.gross),
            ),
            "question": question,
        }
        template = "einvoice_approval.mail_supplier"
        mail = mine._mail_vals(address, subject, template, values)
        mine._queue_mails(
            {
                **mail,
                "reply_to": move._notify_get_reply_to(default=mail["email_from"])[
                    move.id
                ],
                # A person asks; the absence of who is asked is no answer.
                "headers": str({"X-Auto-Response-Suppress": "OOF"}),
                "author_id": asker.partner_id.id,
                "model": move._name,
                "res_id": move.id,
                "message_type": "email_outgoing",
                "is_notification": True,
            }
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _message_post_after_hook(self, message, msg_vals):
        move = self
        if message.message_type == "email" and self.einvoice_approval_state == "open":
            # What somebody sends is not the original on which people decide.
            move = self.with_context(einvoice_keeps_original=True)
        res = super(AccountMove, move)._message_post_after_hook(message, msg_vals)
        if message.message_type == "email":
            self.sudo()._einvoice_take_answer(message.sudo())
        return res

    def _message_set_main_attachment_id(self, attachments, **options):
        if self.env.context.get("einvoice_keeps_original"):
            return None
        return super()._message_set_main_attachment_id(attachments, **options)

    def _einvoice_take_answer(self, message):
        """Give the reply of the supplier to who asked him."""
        sender = message.author_id.commercial_partner_id
        if not sender or sender != self.commercial_partner_id:
            return
        text = html2plaintext(message.body or "").strip()
        waiting = self.einvoice_decision_ids.filtered(
            lambda each: (
                each.state == "asked"
                and each.asks_supplier
                and each.round_id.state == "open"
            )
        )
        for decision in waiting if text else ():
            lang = decision.user_id.lang or "en_US"
            source = decision.with_context(lang=lang).env._(
                "(This answer came by e-mail from %(address)s; the sender is not "
                "verified.)",
                address=message.email_from or "–",
            )
            decision._answered(f"{text}\n\n{source}")


def _address(partner):
    return partner.email_formatted if email_normalize(partner.email) else None
