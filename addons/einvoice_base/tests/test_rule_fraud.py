"""What the books know of a supplier, looked up for the rules."""

from datetime import date, timedelta

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from ..domain.bank_accounts import AccountFacts
from ..domain.habit_rules import History
from ..domain.supplier_rules import SupplierFacts
from ..models._case import Case
from .bank_common import NEW, BankCase


@tagged("post_install", "-at_install")
class TestRuleFraud(BankCase):
    def supplier_named(self, name="Nouveau", **vals):
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, **vals}
        )

    def noticed_on(self, **values):
        bill = self.bill(**values)
        bill._einvoice_check()
        return self.codes(bill)

    def posted(self, ref, **values):
        bill = self.bill(ref=ref, **values)
        bill.action_post()
        return bill

    def test_the_first_bill_of_a_new_supplier_and_not_the_second(self):
        partner = self.supplier_named()
        first = self.bill(partner_id=partner, ref="N-1")
        first._einvoice_check()
        self.assertEqual(self.codes(first), ["supplier_first_bill"])
        self.assertIn("Nouveau", first.einvoice_finding_ids.message)
        first.action_post()
        self.assertEqual(self.noticed_on(partner_id=partner, ref="N-2"), [])

    def test_suppliers_that_were_taken_over_are_not_new(self):
        imported, exported = self.supplier_named("A"), self.supplier_named("B")
        names = self.env["ir.model.data"].sudo()
        names._update_xmlids([{"xml_id": "__import__.a", "record": imported}])
        names._update_xmlids([{"xml_id": "__export__.b", "record": exported}])
        self.assertEqual(self.noticed_on(partner_id=imported, ref="I-1"), [])
        self.assertEqual(
            self.noticed_on(partner_id=exported, ref="E-1"), ["supplier_first_bill"]
        )

    def test_an_archived_supplier(self):
        bill = self.bill()
        self.supplier.active = False
        bill._einvoice_check()
        self.assertEqual(self.codes(bill), ["supplier_archived"])

    def test_wrong_numbers_of_a_typed_bill(self):
        self.supplier.write({"company_registry": "732829321"})
        self.assertEqual(self.noticed_on(), ["supplier_number_wrong"])

    def test_the_series_of_the_supplier(self):
        for month in range(1, 5):
            self.posted(f"S-2026-{month:03d}", invoice_date=f"2026-{month:02d}-01")
        for number, expected in (
            ("S-2026-005", []),
            ("S-2026-002", ["number_out_of_order"]),
            ("INV005", ["number_of_other_series"]),
        ):
            with self.subTest(number=number):
                bill = self.bill(ref=number, invoice_date="2026-06-01")
                bill._einvoice_check()
                codes = [
                    each for each in self.codes(bill) if each.startswith("number_")
                ]
                self.assertEqual(codes, expected)
                bill.unlink()

    def test_the_third_bill_far_above_the_others(self):
        for ref in ("first rent", "second rent"):
            self.posted(ref, price=1000.0)
        self.assertEqual(self.noticed_on(price=1030.0, ref="rent"), [])
        bill = self.bill(price=10000.0, ref="rents")
        bill._einvoice_check()
        self.assertEqual(self.codes(bill), ["amount_unusual"])
        message = bill.einvoice_finding_ids.message
        self.assertIn("11,500.00", message)
        self.assertIn("1,150.00", message)

    def test_the_account_of_an_employee_is_named(self):
        jeanne = self.env["res.partner"].create({"name": "Jeanne"})
        self.known_account(jeanne, NEW)
        bill = self.asking_bill()
        self.assertEqual(
            sorted(self.codes(bill)), ["bank_account_changed", "bank_account_of_other"]
        )
        messages = bill.einvoice_finding_ids.mapped("message")
        self.assertTrue(any("Jeanne" in each for each in messages))
        self.assertEqual(len(bill.einvoice_finding_ids.confirmation_ids), 1)

    def test_an_account_abroad(self):
        bank = self.write_account("DE89370400440532013000")
        self.assertIn("bank_account_abroad", self.codes(self.asking_bill(bank)))

    def test_a_credit_note_is_not_paid_to_the_supplier(self):
        refund = self.bill(move_type="in_refund", ref="R-1")
        refund._einvoice_check()
        self.assertEqual(self.codes(refund), [])

    def cases(self, bills, today=None, is_rehearsal=False):
        return [
            Case(
                record=bill,
                subject=bill._einvoice_subject(),
                invoice=bill._einvoice_invoice(),
                company=bill.company_id,
                partner=bill.partner_id,
                move=bill,
                today=today or date.today(),
                is_rehearsal=is_rehearsal,
            )
            for bill in bills
        ]

    def contexts(self, *args, **kwargs):
        rules = self.env["einvoice.rule"].sudo()
        return rules._contexts(self.cases(*args, **kwargs))

    def test_a_rehearsal_knows_only_what_was_known_that_day(self):
        partner = self.supplier_named()
        bank = self.known_account(partner, NEW)
        early = self.posted(
            "E-1", partner_id=partner, invoice_date="2026-01-10", partner_bank_id=bank
        )
        self.posted("E-2", partner_id=partner, invoice_date="2026-03-10")
        payment = self.payment(
            partner_id=partner.id, partner_bank_id=bank.id, date="2026-02-01"
        )
        payment.action_post()
        self.env["res.partner.bank"].with_user(SUPERUSER_ID).browse(
            bank.id
        ).allow_out_payment = False
        self.as_of("res_partner_bank", bank, "einvoice_number_at", 400)
        day = early.invoice_date
        [then] = self.contexts(early, today=day, is_rehearsal=True)
        self.assertFalse(then.part(SupplierFacts).has_bills)
        self.assertEqual(then.part(History).bills, ())
        self.assertFalse(then.part(AccountFacts).is_known(NEW))
        [later] = self.contexts(
            early, today=day + timedelta(days=60), is_rehearsal=True
        )
        self.assertTrue(later.part(SupplierFacts).has_bills)
        self.assertEqual([each.number for each in later.part(History).bills], ["E-2"])
        self.assertTrue(later.part(AccountFacts).is_known(NEW))

    def test_queries_do_not_grow_with_the_number_of_bills(self):
        bills = self.env["account.move"]
        for place in range(8):
            partner = self.supplier_named(f"S{place}")
            bank = self.known_account(partner, f"4711{place:04d}")
            self.posted(f"Q-{place}", partner_id=partner, partner_bank_id=bank)
            bills += self.bill(
                ref=f"R-{place}", partner_id=partner, partner_bank_id=bank
            )
        counts = []
        rules = self.env["einvoice.rule"].sudo()
        for is_rehearsal in (False, True):
            for some in (bills[:2], bills):
                self.env.flush_all()
                self.env.invalidate_all()
                cases = self.cases(some, is_rehearsal=is_rehearsal)
                some.mapped("partner_id.commercial_partner_id.display_name")
                some.mapped("company_id.einvoice_tolerance_total")
                before = self.env.cr.sql_log_count
                rules._contexts(cases)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[3], counts[2])
