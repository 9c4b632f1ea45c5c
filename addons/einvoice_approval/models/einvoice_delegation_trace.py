from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.einvoice_base.domain.events import EventKind

from ..domain.deadlines import days_before
from .einvoice_decision_mail import HEADERS

# What says who decided for whom, and since when.
_KEPT = ("giver_id", "stand_in_id", "first_day", "company_id")


class EinvoiceDelegation(models.Model):
    """Who named, changed or ended a stand-in: in the journal, and told by mail."""

    _inherit = "einvoice.delegation"

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        for delegation in delegations:
            delegation._note_stand_in("named", None)
        return delegations

    def write(self, vals):
        before = {each: each._in_words() for each in self}
        kept = {each: each._kept() for each in self._used()}
        res = super().write(vals)
        if any(each._kept() != old for each, old in kept.items()):
            raise UserError(
                self.env._(
                    "Decisions were taken under it: who stands in for whom, and since "
                    "when, stays. End or archive it, and name another stand-in."
                )
            )
        for delegation, old in before.items():
            if delegation._in_words() != old:
                cause = "changed" if delegation._is_in_force() else "ended"
                delegation._note_stand_in(cause, old)
        return res

    def unlink(self):
        self._check_own()
        for delegation in self:
            delegation._note_stand_in("deleted", delegation._in_words())
        return super().unlink()

    # At uninstall too: a client can pass the context key that tells an uninstallation.
    @api.ondelete(at_uninstall=True)
    def _unlink_unused(self):
        if used := self._used():
            raise UserError(
                self.env._(
                    "Decisions were taken under “%(stand_in)s”: it is kept. End or "
                    "archive it instead.",
                    stand_in=used[0].display_name,
                )
            )

    def _kept(self):
        return [self[name] for name in _KEPT]

    def _used(self):
        """Return those under which somebody decided in the place of another."""
        decisions = self.env["einvoice.decision"].sudo()
        taken = Domain("decided_at", "!=", False) & Domain(
            "in_place_of_id", "!=", False
        )

        def is_used(each):
            # A day more on both sides: people live in other time zones than the clock.
            since = days_before(each.first_day, 1)
            until = days_before(each.last_day, -2)
            people = Domain("in_place_of_id", "=", each.giver_id.id) | Domain(
                "user_id", "=", each.stand_in_id.id
            )
            asked = Domain("create_date", ">=", since) & (
                Domain("create_date", "<", until)
            )
            return decisions.search_count(taken & people & asked, limit=1)

        return self.filtered(is_used)

    def _is_in_force(self):
        """Tell whether somebody stands in today, or will."""
        return self.active and self.last_day >= fields.Date.context_today(self)

    def _in_words(self):
        """Return all of it as one sentence, for the journal."""
        days = (format_date(self.env, day) for day in (self.first_day, self.last_day))
        parts = [self.display_name, " – ".join(days)]
        if self.most:
            limit = self.currency_id.format(self.most)
            parts.append(self.env._("up to %(limit)s", limit=limit))
        if self.company_id:
            parts.append(self.company_id.sudo().name)
        if not self.active:
            parts.append(self.env._("archived"))
        return ", ".join(parts)

    def _note_stand_in(self, cause, before):
        """Write into the journal who stands in, and tell both who did not do it.

        Args:
            cause: ``named``, ``changed``, ``ended`` or ``deleted``.
            before: What it said before, ``None`` when it is new.
        """
        self.env["einvoice.event"]._emit(
            EventKind.STAND_IN.value,
            {
                "giver": self.giver_id.name,
                "stand_in": self.stand_in_id.name,
                "cause": cause,
                "before": before,
                "after": None if cause == "deleted" else self._in_words(),
            },
            company=self.company_id or self.giver_id.sudo().company_id,
        )
        if self.env.uid not in (SUPERUSER_ID, self.giver_id.id):
            self._mail_stand_in(is_over=cause in ("ended", "deleted"))

    def _mail_stand_in(self, is_over):
        """Queue a mail for each of both people, unless he did it himself."""
        people = (self.giver_id | self.stand_in_id) - self.env.user
        mails = []
        for user in people.sudo().filtered(lambda each: each.active and each.email):
            mine = self.with_context(lang=user.lang or "en_US")
            mails.append(mine._mail_to(user, is_over))
        self.env["einvoice.decision"]._queue_mails(mails)

    def _mail_to(self, user, is_over):
        company = (self.company_id or self.giver_id.company_id).sudo()
        subject = self.env._("Stand-in for approvals: %(who)s", who=self.display_name)
        values = {
            "company": company.name,
            "subject": subject,
            "sentence": self._told(user, is_over),
            "limit": self.most and not is_over and self.currency_id.format(self.most),
            "author": self.env.user.name,
        }
        sender = company.email_formatted or self.env.user.email_formatted
        return {
            "subject": subject,
            "body_html": self.env["ir.qweb"]._render(
                "einvoice_approval.mail_stand_in", values, minimal_qcontext=True
            ),
            "email_to": user.email_formatted,
            "email_from": sender,
            "reply_to": self.env.user.email_formatted or sender,
            "auto_delete": True,
            "headers": str(HEADERS),
        }

    def _told(self, user, is_over):
        """Say it to one of both: who stands in for whom, and when."""
        values = {
            "giver": self.giver_id.name,
            "stand_in": self.stand_in_id.name,
            "first": format_date(self.env, self.first_day),
            "last": format_date(self.env, self.last_day),
        }
        if user == self.giver_id:
            if is_over:
                return self.env._(
                    "%(stand_in)s does not stand in for you any more.", **values
                )
            return self.env._(
                "%(stand_in)s stands in for you from %(first)s to %(last)s: bills that "
                "wait for you go to both of you.",
                **values,
            )
        if is_over:
            return self.env._("You do not stand in for %(giver)s any more.", **values)
        return self.env._(
            "You stand in for %(giver)s from %(first)s to %(last)s: bills that wait "
            "for %(giver)s come to you.",
            **values,
        )
