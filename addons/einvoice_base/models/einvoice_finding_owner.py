from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..domain.events import EventKind

MANAGER = "einvoice_base.group_manager"
# Who may mend a bill, or decide on what is put before him.
ABLE = ("account.group_account_invoice", "einvoice_base.group_approver")


class EinvoiceFinding(models.Model):
    """Who has to act on a finding."""

    _inherit = "einvoice.finding"

    can_hand_over = fields.Boolean(compute="_compute_can_hand_over")

    @api.depends("state", "severity", "owner_user_id")
    @api.depends_context("uid")
    def _compute_can_hand_over(self):
        for finding in self:
            finding.can_hand_over = finding._waits() and finding._may_hand_over()

    def _waits(self):
        """Tell whether somebody has to act on the finding; addons extend it."""
        self.ensure_one()
        is_open = self.state != "lifted" and self.severity != "inform"
        return is_open and self.sudo().move_id.state != "cancel"

    def _assign_owners(self):
        """Give each finding that waits for a person its owner."""
        managers, owners = {}, {}
        for finding in self:
            if not finding._waits():
                continue
            owner = finding._owner()
            if not finding._may_own(owner):
                owner = finding._default_owner(managers)
            if owner != finding.owner_user_id:
                owners.setdefault(owner, []).append(finding.id)
        for owner, keys in owners.items():
            self.browse(keys).owner_user_id = owner

    def _owner(self):
        """Return the user who has to act, as far as the finding itself tells.

        Addons answer for the roles that they know and call ``super`` for the others.
        Whoever may not act on it is passed over.
        """
        return self.env["res.users"]

    def _default_owner(self, managers):
        """Return who looks after such findings, the likeliest who may.

        Args:
            managers: First manager of each company, filled as they are asked for.
        """
        for user in self._likely_owners():
            if self._may_own(user):
                return user
        company = self.company_id
        if company not in managers:
            managers[company] = self._first_manager(company)
        return managers[company]

    def _likely_owners(self):
        """Return who might look after the finding, the likeliest first."""
        company, bill = self.company_id, self.move_id
        if self.owner_role == "manager":
            return [company.einvoice_manager_id]
        return [company.einvoice_processor_id, bill.invoice_user_id, bill.create_uid]

    @api.model
    def _first_manager(self, company):
        users = self.env["res.users"].sudo()
        domain = [
            ("all_group_ids", "in", self.env.ref(MANAGER).id),
            ("company_ids", "in", company.id),
            ("share", "=", False),
            ("id", "!=", SUPERUSER_ID),
        ]
        return users.search(domain, order="id", limit=1)

    def _may_own(self, user):
        """Tell whether a user can act on the finding; addons widen it for a role."""
        self.ensure_one()
        return bool(
            user
            and user.active
            and user.id != SUPERUSER_ID
            and self.company_id in user.company_ids
            and any(user.has_group(group) for group in self._able())
        )

    def _able(self) -> tuple[str, ...]:
        """Return the groups whose members can act on this finding."""
        return (MANAGER,) if self.owner_role == "manager" else ABLE

    def _able_users(self):
        """Return the users who can act on every one of these findings."""
        users = self.env["res.users"].sudo()
        domain = Domain("share", "=", False) & Domain("id", "!=", SUPERUSER_ID)
        for groups, company in {(each._able(), each.company_id) for each in self}:
            domain &= Domain("company_ids", "in", company.id) & Domain(
                "all_group_ids", "in", [self.env.ref(group).id for group in groups]
            )
        return users.search(domain) if self else users

    def _may_hand_over(self):
        user = self.env.user
        return self.owner_user_id == user or user.has_group(
            "einvoice_base.group_processor"
        )

    def action_ask_hand_over(self):
        """Ask to whom, and why."""
        self.check_access("read")
        mine = self.filtered("can_hand_over")
        if not mine:
            raise UserError(self.env._("Nothing here waits that you could hand over."))
        return self.env["einvoice.reason"]._open_for(
            findings=mine, decision="hand_over", left_out=len(self) - len(mine)
        )

    def action_hand_over(self, user_id, reason=None):
        """Let a colleague act on the findings: a processor, or whoever has them now.

        The colleague finds an activity on the bill; the reason stands in the journal.
        """
        self.check_access("read")
        user = self.env["res.users"].sudo().browse(user_id).exists()
        reason = (reason or "").strip()
        if not user or not reason:
            raise UserError(
                self.env._("Say to whom, and why: it is kept in the journal.")
            )
        for finding in self.sudo():
            finding._check_hand_over(self.env.user, user)
        waiting = self.sudo().filtered(
            lambda each: each._waits() and each.owner_user_id != user
        )
        before = {each: each.owner_user_id.name for each in waiting}
        waiting.owner_user_id = user
        for name, findings in waiting.grouped(before.get).items():
            findings.with_user(self.env.user)._emit(
                EventKind.REASSIGNED,
                cause=reason,
                before=name or None,
                after=user.name,
            )
        return True

    def _check_hand_over(self, giver, taker):
        if not self.with_user(giver)._may_hand_over():
            raise AccessError(
                self.env._(
                    "“%(finding)s” is not yours to hand over.", finding=self.title
                )
            )
        if not self._may_own(taker):
            raise UserError(
                self.env._(
                    "%(user)s cannot act on “%(finding)s”: he lacks the right, or "
                    "access to %(company)s.",
                    user=taker.name,
                    finding=self.title,
                    company=self.company_id.name,
                )
            )
