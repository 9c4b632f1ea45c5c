"""Reminders, escalation, and the people who are away, in working hours."""

from datetime import datetime

from odoo import Command, fields
from odoo.tests import Form, freeze_time, tagged

from .test_mail import MailCase

# Tuesday; 11 November is a public holiday in France, a Wednesday.
ASKED = "2026-11-10 09:00:00"


@tagged("post_install", "-at_install")
class TestTime(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.env["resource.calendar"].create(
            {
                "name": "35 hours",
                "company_id": cls.company.id,
                "tz": "Europe/Paris",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for begin, end, period in (
                        (9, 12, "morning"),
                        (12, 14, "lunch"),
                        (14, 18, "afternoon"),
                    )
                ],
            }
        )
        cls.company.resource_calendar_id = calendar
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Armistice",
                "company_id": cls.company.id,
                "calendar_id": calendar.id,
                "date_from": "2026-11-10 23:00:00",
                "date_to": "2026-11-11 22:59:59",
            }
        )
        cls.lead.tz = "Europe/Paris"
        cls.head.tz = "America/Martinique"
        cls.circuit.step_ids.write({"remind_hours": 7, "escalate_hours": 35})

    def asked(self, price=100, **values):
        """Return a bill that is asked on Tuesday at ten, Paris time; due in March."""
        with freeze_time(ASKED):
            return self.submitted(
                price=price,
                **{
                    "invoice_payment_term_id": False,
                    "invoice_date_due": "2027-03-31",
                    **values,
                },
            )

    def at(self, moment):
        with freeze_time(moment):
            self.env["einvoice.decision"]._cron_keep_time()
        return len(self.mails(self.lead))

    def test_working_hours_and_the_holiday_count(self):
        decision = self.open_of(self.asked())
        # Six hours on Tuesday, none on Wednesday, one on Thursday until ten.
        self.assertEqual(decision.remind_at, datetime(2026, 11, 12, 9, 0))
        # 35 hours: until ten on Wednesday of the week after.
        self.assertEqual(decision.escalate_at, datetime(2026, 11, 18, 9, 0))

    def test_each_in_his_time_zone(self):
        bill = self.asked(price=1000)
        with freeze_time(ASKED):
            self.decide(self.lead, bill)
        # Ten in Paris is five in Fort-de-France, where the day begins at nine.
        decision = self.open_of(bill)
        self.assertEqual(decision.user_id, self.head)
        self.assertEqual(decision.remind_at, datetime(2026, 11, 10, 22, 0))

    def test_one_reminder_a_day_when_his_day_begins(self):
        self.asked()
        self.asked(ref="F-2026-119")
        self.assertEqual(self.at("2026-11-11 12:00:00"), 2, "holiday")
        self.assertEqual(self.at("2026-11-12 12:00:00"), 2, "due later that day")
        self.assertEqual(self.at("2026-11-13 07:45:00"), 2, "before he works")
        self.assertEqual(self.at("2026-11-13 08:00:00"), 3)
        self.assertEqual(self.at("2026-11-13 08:15:00"), 3, "once a day")
        self.assertEqual(self.at("2026-11-13 16:00:00"), 3, "once a day")
        self.assertEqual(self.at("2026-11-14 10:00:00"), 3, "Saturday")
        self.assertEqual(self.at("2026-11-16 08:00:00"), 4)
        body = self.mails(self.lead)[-1].body_html
        self.assertIn("F-2026-118", body)
        self.assertIn("F-2026-119", body)
        self.assertIn("2 bills wait for you", self.mails(self.lead)[-1].subject)

    def test_the_links_of_a_digest_count_and_those_before_end(self):
        self.asked()
        decisions = self.env["einvoice.decision"]
        old = self.links(self.lead)[0].rsplit("/", 1)[1]
        self.at("2026-11-13 08:00:00")
        new = self.links(self.lead)[0].rsplit("/", 1)[1]
        with freeze_time("2026-11-13 09:00:00"):
            self.assertTrue(decisions._of_token(new)[0])
            self.assertFalse(decisions._of_token(old)[0])

    def test_who_wants_one_mail_a_day_gets_no_other(self):
        self.call_as(
            self.lead, "res.users", "write", self.lead.ids, {"einvoice_mails": "daily"}
        )
        bills = self.asked() | self.asked(ref="F-2026-119")
        self.assertFalse(self.mails(self.lead))
        self.assertEqual(self.at("2026-11-10 15:00:00"), 0)
        # The eleventh is a holiday.
        self.assertEqual(self.at("2026-11-12 08:00:00"), 1)
        self.assertIn("2 bills wait", self.mails(self.lead).subject)
        self.assertEqual(self.at("2026-11-12 10:00:00"), 1)
        self.assertEqual(set(bills.mapped("einvoice_approval_state")), {"open"})

    def test_a_discount_at_risk_goes_up_before_the_time(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % within 12 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 12,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 60}
                    )
                ],
            }
        )
        bill = self.asked(
            invoice_date="2026-11-09",
            invoice_date_due=False,
            invoice_payment_term_id=term.id,
        )
        # Twelve days end on Saturday the 21st; three days before is the 18th.
        self.assertEqual(self.open_of(bill).escalate_at, datetime(2026, 11, 18, 8, 0))

    def test_nothing_waits_nothing_is_sent(self):
        bill = self.asked()
        with freeze_time(ASKED):
            self.decide(self.lead, bill)
        self.assertEqual(self.at("2026-11-16 08:00:00"), 1)

    def test_a_question_stops_the_clock(self):
        bill = self.asked()
        decision = self.open_of(bill)
        with freeze_time("2026-11-10 13:00:00"):
            self.call_as(
                self.lead,
                "einvoice.decision",
                "action_ask",
                decision.ids,
                self.head.id,
                "Did you order this?",
            )
        self.assertFalse(decision.remind_at)
        self.assertIn("Did you order this?", self.mails(self.head)[-1].body_html)
        self.assertEqual(self.at("2026-11-13 08:00:00"), 1)
        with freeze_time("2026-11-13 13:00:00"):
            self.call_as(
                self.head, "einvoice.decision", "action_answer", decision.ids, "Yes"
            )
        self.assertEqual(decision.state, "open")
        # He had five hours left: four on Friday, one on Monday.
        self.assertEqual(decision.paused_hours, 14)
        self.assertEqual(decision.remind_at, datetime(2026, 11, 16, 9, 0))
        self.assertIn("Yes", self.mails(self.lead)[-1].body_html)

    def test_when_time_is_up_the_fallback_is_asked_as_well(self):
        bill = self.asked()
        self.at("2026-11-18 08:45:00")
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        self.at("2026-11-18 09:00:00")
        decision = self.open_of(bill)
        self.assertEqual(
            (decision.user_id, decision.in_place_of_id, decision.why),
            (self.fallback, self.lead, "escalated"),
        )
        self.assertEqual(len(self.mails(self.fallback)), 1)
        self.assertIn("reassigned", self.kinds(bill))
        self.call_as(self.lead, "einvoice.decision", "action_approve", decision.ids)
        self.assertEqual(bill.state, "posted")
        self.assertFalse(
            bill.message_partner_ids & (self.lead | self.fallback).partner_id
        )

    def test_a_due_date_at_risk_goes_up_before_the_time(self):
        bill = self.asked(invoice_date_due="2026-11-16")
        # Three days before is Friday.
        self.assertEqual(self.open_of(bill).escalate_at, datetime(2026, 11, 13, 8, 0))
        self.at("2026-11-13 08:00:00")
        self.assertEqual(self.open_of(bill).user_id, self.fallback)

    def test_what_arrives_late_is_given_some_hours(self):
        bill = self.asked(invoice_date_due="2026-10-01")
        # Ten to twelve and two to four.
        self.assertEqual(self.open_of(bill).escalate_at, datetime(2026, 11, 10, 15, 0))

    def test_an_archived_approver_is_replaced_and_it_is_said(self):
        bill = self.asked()
        with freeze_time("2026-11-12 09:00:00"):
            self.lead.active = False
        self.at("2026-11-12 09:15:00")
        decision = self.open_of(bill)
        self.assertEqual((decision.user_id, decision.why), (self.fallback, "fallback"))
        self.assertFalse(decision.in_place_of_id)
        self.assertIn("not there any more", bill.sudo().einvoice_round_ids.note_words)
        self.assertIn("reassigned", self.kinds(bill))
        self.assertEqual(self.open_of(bill), decision)
        self.at("2026-11-12 09:30:00")
        self.assertEqual(self.open_of(bill), decision)

    def test_nobody_left_is_said_once_and_does_not_stop_the_others(self):
        bill = self.asked()
        managers = self.env.ref("einvoice_base.group_manager").sudo().all_user_ids
        (managers | self.fallback | self.lead).filtered(
            lambda user: user.id > 2
        ).active = False
        for minute in ("15", "30"):
            self.at(f"2026-11-12 09:{minute}:00")
        words = bill.sudo().einvoice_round_ids.note_words
        self.assertEqual(words.count("cannot be decided"), 1)


@tagged("post_install", "-at_install")
class TestDelegation(MailCase):
    def stand_in(self, giver, stand_in, **values):
        today = fields.Date.to_string(fields.Date.today())
        return self.call_as(
            giver,
            "einvoice.delegation",
            "create",
            [
                {
                    "stand_in_id": stand_in.id,
                    "first_day": today,
                    "last_day": today,
                    **values,
                }
            ],
        )

    def test_what_he_is_asked_goes_to_the_stand_in_at_once(self):
        bill = self.submitted(price=100)
        self.stand_in(self.lead, self.head)
        decision = self.open_of(bill)
        self.assertEqual(
            (decision.user_id, decision.in_place_of_id), (self.head, self.lead)
        )
        self.assertIn("in place of Lead", decision.why_words)
        self.assertTrue(self.mails(self.head))
        self.assertIn("reassigned", self.kinds(bill))
        self.decide(self.head, bill)
        self.assertEqual(bill.state, "posted")

    def test_only_up_to_an_amount(self):
        small, large = self.submitted(price=100), self.submitted(price=300, ref="F-2")
        self.stand_in(self.lead, self.head, most=200)
        self.assertEqual(self.open_of(small).user_id, self.head)
        self.assertEqual(self.open_of(large).user_id, self.lead)

    def test_from_tomorrow_on_nothing_moves_today(self):
        bill = self.submitted(price=100)
        day = fields.Date.add(fields.Date.today(), days=1)
        self.stand_in(self.lead, self.head, first_day=day, last_day=day)
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        with freeze_time(day):
            self.env["einvoice.decision"]._cron_keep_time()
        self.assertEqual(self.open_of(bill).user_id, self.head)

    def test_a_stand_in_who_typed_the_bill_does_not_get_it(self):
        bill = self.bill(price=100)
        self.env.cr.execute(
            "INSERT INTO einvoice_move_author_rel VALUES (%s, %s)",
            [bill.id, self.head.id],
        )
        bill.invalidate_recordset()
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.stand_in(self.lead, self.head)
        self.assertEqual(self.open_of(bill).user_id, self.fallback)

    def test_the_one_of_the_last_time_is_proposed(self):
        self.stand_in(self.lead, self.head)
        with Form(
            self.env["einvoice.delegation"].with_user(self.lead),
            "einvoice_approval.einvoice_delegation_view_form",
        ) as form:
            self.assertEqual(form.stand_in_id, self.head)
        self.assertEqual(form.record.giver_id, self.lead)
