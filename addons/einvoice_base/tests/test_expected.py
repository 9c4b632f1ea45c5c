"""Bills that come in every period are known as such, without a contract typed in."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-20")
class TestExpected(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rent = cls.series(range(1, 9), 1000.0)

    @classmethod
    def dated(cls, day, price, **values):
        values.setdefault("ref", f"R-{day}")
        bill = cls.bill(price=price, **values)
        bill.invoice_date = day
        return bill

    @classmethod
    def series(cls, months, price, **values):
        bills = cls.env["account.move"]
        for month in months:
            bills |= cls.dated(date(2026, month, 3), price, **values)
        bills.action_post()
        return bills

    def noticed_on(self, bill):
        bill._einvoice_check()
        return bill.einvoice_finding_ids.filtered(
            lambda finding: finding.rule.startswith("expected")
        )

    def test_the_next_bill_is_expected_and_says_why(self):
        bill = self.dated(date(2026, 9, 3), 1000.0)
        finding = self.noticed_on(bill)
        self.assertEqual((finding.rule, finding.severity), ("expected", "inform"))
        self.assertRegex(finding.message, "8 bills since 01/03/2026, every month")
        self.assertTrue(bill._einvoice_facts()["is_expected"])
        self.assertEqual(bill._einvoice_facts()["open_findings"], ())

    def test_switched_off_nothing_is_expected(self):
        row = (
            self.env["einvoice.rule"]
            .sudo()
            .search(
                [("company_id", "=", self.env.company.id), ("code", "=", "expected")]
            )
        )
        row.mode = "off"
        bill = self.dated(date(2026, 9, 3), 1000.0)
        self.assertFalse(self.noticed_on(bill))
        self.assertNotIn("is_expected", bill._einvoice_facts())

    def test_another_amount_is_said(self):
        finding = self.noticed_on(self.dated(date(2026, 9, 3), 2000.0))
        self.assertEqual(
            (finding.rule, finding.severity), ("expected_amount_off", "inform")
        )

    def test_a_second_bill_of_the_period_is_to_review_also_against_a_draft(self):
        first = self.dated(date(2026, 9, 3), 1000.0)
        second = self.dated(date(2026, 9, 8), 1000.0)
        self.assertEqual(self.noticed_on(first).rule, "expected")
        finding = self.noticed_on(second)
        self.assertEqual((finding.rule, finding.severity), ("expected_twice", "review"))
        self.assertIn("R-2026-09-03", finding.message)
        self.assertIn("expected_twice", second._einvoice_facts()["open_findings"])

    def test_a_credit_note_is_never_expected(self):
        bill = self.dated(date(2026, 9, 3), 1000.0, move_type="in_refund")
        self.assertFalse(self.noticed_on(bill))

    def test_the_bills_of_one_company_say_nothing_to_another(self):
        other = self.setup_other_company(name="Other")["company"]
        bill = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-09-03",
                    "invoice_line_ids": [(0, 0, {"price_unit": 1000.0})],
                }
            )
        )
        self.assertFalse(self.noticed_on(bill))

    def test_queries_do_not_grow_with_the_bills(self):
        bills = self.env["account.move"]
        for day in range(3, 13):
            bills |= self.dated(date(2026, 9, day), 500.0)

        def counted(some):
            self.env.invalidate_all()
            rules = self.env["einvoice.rule"].sudo()
            cases = some._einvoice_cases()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            rules._bills_of_suppliers(cases)
            return self.env.cr.sql_log_count - before

        counted(bills[:1])
        self.assertEqual(counted(bills[:1]), counted(bills))

    def rows(self, person="processor"):
        model = self.env["einvoice.expected"].with_user(self.people[person])
        action = model.action_open()
        return model.search(action["domain"])

    def test_the_list_names_what_did_not_come(self):
        row = self.rows()
        self.assertEqual(len(row), 1)
        self.assertEqual(row.partner_id, self.partner_a)
        self.assertEqual(row.due_date, date(2026, 9, 3))
        self.assertEqual((row.state, row.period, row.days_late), ("missing", "1", 17))
        self.assertAlmostEqual(row.amount, self.rent[0].amount_total)
        bills = self.env["account.move"].search(row.action_bills()["domain"])
        self.assertEqual(bills, self.rent)

    def test_the_list_tells_what_is_here_but_not_posted(self):
        bill = self.dated(date(2026, 9, 3), 1000.0)
        self.assertEqual(self.rows().state, "draft")
        bill.action_post()
        self.assertEqual(self.rows("auditor").state, "soon")

    def test_a_contract_that_ended_is_not_listed(self):
        with freeze_time("2027-01-20"):
            self.assertFalse(self.rows())

    def test_the_list_is_for_people_who_work_on_bills(self):
        for person in ("employee", "invoicing", "approver"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.expected", "action_open")
