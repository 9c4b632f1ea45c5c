from odoo import models
from odoo.fields import Domain


class HrLeave(models.Model):
    _inherit = "hr.leave"

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") == "validate":
            self._einvoice_propose_stand_in()
        return res

    def _einvoice_propose_stand_in(self):
        """Ask approvers who go on leave to name a stand-in, unless they have one."""
        for leave in self.sudo().filtered("user_id"):
            user = leave.user_id
            if not leave._einvoice_is_asked() or leave._einvoice_stand_in():
                continue
            leave.with_context(lang=user.lang).activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                date_deadline=leave.request_date_from,
                summary=self.with_context(lang=user.lang).env._(
                    "Name a stand-in for your approvals of supplier bills"
                ),
            )

    def _einvoice_is_asked(self):
        """Tell whether the person is, or was, asked to approve bills."""
        asked = [("user_id", "=", self.user_id.id)]
        return bool(self.env["einvoice.decision"].search(asked, limit=1))

    def _einvoice_stand_in(self):
        return self.env["einvoice.delegation"].search(
            Domain("giver_id", "=", self.user_id.id)
            & Domain("first_day", "<=", self.request_date_from)
            & Domain("last_day", ">=", self.request_date_to),
            limit=1,
        )
