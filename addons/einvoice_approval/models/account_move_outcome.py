from odoo import SUPERUSER_ID, fields, models
from odoo.tools import plaintext2html

_BACK = ("refused", "returned")
_KIND = "einvoice_approval.mail_activity_type_correct"

from .account_move import CHANGED


class AccountMove(models.Model):
    """Who sent a bill is told what became of it, and the next are told too."""

    _inherit = "account.move"

    einvoice_sender_id = fields.Many2one(
        "res.users", string="Sent for approval by", readonly=True, copy=False
    )

    def action_einvoice_submit(self):
        if not self.env.su:
            self._einvoice_bills()._einvoice_mark(einvoice_sender_id=self.env.uid)
        return super().action_einvoice_submit()

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") in ("posted", "cancel"):
            self.sudo()._einvoice_forget_outcome()
        return res

    def web_save(self, vals, specification, next_id=None):
        """Show the round that a change begins, without waiting for a reload."""
        seen = super().web_save(vals, specification, next_id)
        pending = self.env.cr.precommit.data.get(CHANGED, ())
        if next_id or not any(key in pending for key in self.ids):
            return seen
        self.with_user(SUPERUSER_ID).sudo()._einvoice_settle_changed()
        self.invalidate_recordset()
        return self.with_context(bin_size=True).web_read(specification)

    def _einvoice_forget_outcome(self):
        """Take the to-do away: the bill was sent again, posted or cancelled."""
        kind = self.env.ref(_KIND, raise_if_not_found=False)
        if kind:
            self.activity_ids.filtered(
                lambda each: each.activity_type_id == kind
            ).unlink()

    def _einvoice_round_ended(self, ended, actor):
        res = super()._einvoice_round_ended(ended, actor)
        if ended.state in _BACK:
            last = ended._last_answer()
            self._einvoice_tell_senders(lambda user: last._told(user), last.comment)
        return res

    def _einvoice_not_posted(self, reason):
        """Tell who sent it what stands against posting what was approved."""

        def said(user):
            env = self.with_context(lang=user.lang).env
            return env._("Approved, but not posted")

        self._einvoice_tell_senders(said, reason)

    def _einvoice_senders(self):
        """Return who sent the bill; else who typed it, else who created it."""
        move = self.sudo()
        for users in (
            move.einvoice_sender_id,
            move.einvoice_author_ids,
            move.create_uid,
        ):
            people = users.filtered(
                lambda user: (
                    user.active
                    and not user.share
                    and user.id != SUPERUSER_ID
                    and self.with_user(user).has_access("read")
                )
            )
            if people:
                return people
        return self.env["res.users"]

    def _einvoice_tell_senders(self, said, note):
        """Give those who sent the bill a to-do about it.

        Args:
            said: Returns the headline for a user, in his language.
            note: What was said, as a person wrote it.
        """
        self.ensure_one()
        move = self.with_user(SUPERUSER_ID)
        move._einvoice_forget_outcome()
        activities = self.env["mail.activity"].with_user(SUPERUSER_ID)
        activities.with_context(
            mail_activity_quick_update=True, einvoice_asked=True
        ).create(
            [
                {
                    "activity_type_id": self.env.ref(_KIND).id,
                    "user_id": user.id,
                    "summary": said(user),
                    "note": plaintext2html(note) if note else False,
                    "date_deadline": fields.Date.context_today(user),
                    "res_model_id": self.env["ir.model"]._get_id("account.move"),
                    "res_id": self.id,
                    "automated": True,
                }
                for user in self._einvoice_senders()
            ]
        )

    def _einvoice_snapshot(self):
        """Freeze what was said last, so that nobody approves it unawares."""
        said = super()._einvoice_snapshot()
        before = self._einvoice_round_before()
        if before:
            last = before._last_answer()
            said["before"] = {
                "state": before.state,
                "person": last.actor_id.name or last.user_id.name,
                "at": last.decided_at and last.decided_at.isoformat(),
                "reason": last.reason_code or None,
                "comment": last.comment or None,
            }
        return said

    def _einvoice_round_before(self):
        """Return the last round that ended badly, unless it was approved since."""
        ended = self.sudo().einvoice_round_ids.filtered(
            lambda each: each.state in (*_BACK, "approved", "partly")
        )
        return ended.sorted("id")[-1:].filtered(lambda each: each.state in _BACK)


class EinvoiceRound(models.Model):
    _inherit = "einvoice.round"

    def _begin(self):
        self.move_id.sudo()._einvoice_forget_outcome()
        return super()._begin()

    def _last_answer(self):
        return self.decision_ids.filtered(
            lambda each: each.decided_at and each.state == self.state
        ).sorted("decided_at")[-1:]
