"""Approved leave is absence, and proposes a stand-in."""

from datetime import date

from odoo.tests import Form, freeze_time, tagged

from odoo.addons.einvoice_approval.tests.common import ApprovalCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 09:00:00")
class TestLeave(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = (
            cls.env["hr.employee"]
            .sudo()
            .create(
                {
                    "name": "Lead",
                    "user_id": cls.lead.id,
                    "company_id": cls.company.id,
                }
            )
        )
        cls.kind = (
            cls.env["hr.leave.type"]
            .sudo()
            .create(
                {
                    "name": "Days off",
                    "requires_allocation": False,
                    "leave_validation_type": "hr",
                    "company_id": cls.company.id,
                }
            )
        )

    def leave(self, first, last):
        leave = (
            self.env["hr.leave"]
            .sudo()
            .with_context(leave_fast_create=True)
            .create(
                {
                    "employee_id": self.employee.id,
                    "holiday_status_id": self.kind.id,
                    "request_date_from": first,
                    "request_date_to": last,
                }
            )
        )
        leave.state = "validate"
        return leave

    def test_who_is_on_leave_is_not_asked(self):
        self.leave("2026-11-09", "2026-11-13")
        bill = self.submitted(price=100)
        self.assertEqual(self.open_of(bill).user_id, self.fallback)
        self.assertIn("Lead is away", bill.sudo().einvoice_round_ids.note_words)

    def test_who_was_asked_before_his_leave_is_not_alone_with_it(self):
        bill = self.submitted(price=100)
        self.leave("2026-11-12", "2026-11-13")
        with freeze_time("2026-11-12 10:00:00"):
            self.env["einvoice.decision"]._cron_keep_time()
        decision = self.open_of(bill)
        self.assertEqual(
            (decision.user_id, decision.in_place_of_id), (self.fallback, self.lead)
        )

    def test_the_leave_proposes_the_days_of_the_stand_in(self):
        self.submitted(price=100)
        leave = self.leave("2026-12-21", "2026-12-31")
        self.assertEqual(leave.activity_ids.user_id, self.lead)
        with Form(
            self.env["einvoice.delegation"].with_user(self.lead),
            "einvoice_approval.einvoice_delegation_view_form",
        ) as form:
            self.assertEqual(form.first_day, date(2026, 12, 21))
            self.assertEqual(form.last_day, date(2026, 12, 31))
            form.stand_in_id = self.head

    def test_his_leave_does_not_count_for_the_reminder(self):
        self.leave("2026-11-12", "2026-11-13")
        closed = self.lead._einvoice_working_time(self.company).closed
        self.assertIn(date(2026, 11, 12), closed)
        self.assertNotIn(date(2026, 11, 14), closed)
