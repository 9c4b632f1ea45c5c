from odoo import models

from odoo.addons.einvoice_approval.domain.circuit import Who
from odoo.addons.einvoice_approval.domain.people import Candidate


class AccountMove(models.Model):
    _inherit = "account.move"

    def _einvoice_approval_facts(self):
        facts = super()._einvoice_approval_facts()
        departments = self._einvoice_requesters(facts).department_id
        if departments:
            facts["departments"] = tuple(departments.ids)
        return facts

    def _einvoice_candidates(self, step, facts):
        if step.who is Who.MANAGER:
            return self._einvoice_managers(facts)
        if step.who is Who.DEPARTMENT_HEAD:
            return self._einvoice_heads(facts)
        return super()._einvoice_candidates(step, facts)

    def _einvoice_requesters(self, facts):
        """Return the employees behind a bill: its buyer, else those who typed it."""
        people = self.env["res.users"].sudo().browse(facts.get("buyer") or [])
        people = people or self.sudo().einvoice_author_ids
        return (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("user_id", "in", people.ids),
                    ("company_id", "=", self.company_id.id),
                ]
            )
        )

    def _einvoice_managers(self, facts):
        found = {}
        for employee in self._einvoice_requesters(facts):
            if manager := employee.parent_id.user_id:
                found.setdefault(manager.id, []).append(employee.name)
        return [
            Candidate(key, "manager", of=", ".join(names))
            for key, names in found.items()
        ]

    def _einvoice_heads(self, facts):
        departments = self.env["hr.department"].sudo()
        found = {}
        for department in departments.browse(facts.get("departments", ())):
            if head := department.manager_id.user_id:
                found.setdefault(head.id, []).append(department.name)
        return [
            Candidate(key, "department_head", of=", ".join(names))
            for key, names in found.items()
        ]
