"""An invoice that comes twice is found in the books, whatever way it was typed."""

from dataclasses import replace
from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..domain.duplicate_rules import TwinFacts
from .common import EinvoiceCase

CODES = {"duplicate_number", "duplicate_near", "duplicate_elsewhere"}


@tagged("post_install", "-at_install")
class TestDuplicate(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.bill(price=989.53, ref="FA-2026-00118")
        cls.first.action_post()

    def again(self, ref="FA-2026-00118", price=989.53, **values):
        return self.bill(price=price, ref=ref, **values)

    def twins(self, *bills):
        for bill in bills:
            bill._einvoice_check()
        return [
            [
                (each.rule, each.severity)
                for each in bill.einvoice_finding_ids
                if each.rule in CODES
            ]
            for bill in bills
        ]

    def test_the_same_bill_typed_again_is_not_posted(self):
        for ref in ("FA-2026-00118", "fa 118", "2026/FA118", "Facture n° FA-00118"):
            bill = self.again(ref)
            with self.subTest(ref), self.assertRaises(UserError) as caught:
                bill.action_post()
            self.assertIn(self.first.name, str(caught.exception))

    def found_once(self, ref, **values):
        """Return what a bill that is deleted again is found to be."""
        bill = self.again(ref, **values)
        [found] = self.twins(bill)
        bill.unlink()
        return found

    def test_the_finding_names_the_twin(self):
        bill = self.again("FA118", invoice_date="2026-09-10")
        bill._einvoice_check()
        finding = bill.einvoice_finding_ids.filtered(lambda each: each.rule in CODES)
        self.assertEqual(finding.twin_key, f"account.move,{self.first.id}")
        for said in (self.first.name, "FA-2026-00118", "posted", "09/01/2026"):
            self.assertIn(said, finding.message)
        self.assertEqual(finding.reason_code, "DOUBLON")

    def test_what_only_resembles_is_for_a_person(self):
        cases = {
            "118": {},
            "FA-2026-O0118": {},
            False: {},
            "BL 44719": {},
            "FA-2026-00118 BIS": {"invoice_date": "2026-09-20"},
        }
        for ref, more in cases.items():
            with self.subTest(ref):
                self.assertEqual(
                    self.found_once(ref, **more), [("duplicate_near", "review")]
                )

    def test_another_bill_is_left_alone(self):
        others = [
            self.again("FA-2026-00119"),
            self.again("FA-2026-00140", invoice_date="2026-10-01"),
            self.again("FA-2027-00118", invoice_date="2027-09-01"),
            self.again(partner_id=self.partner_b),
            self.again("FA-2026-00201", price=500),
        ]
        self.assertEqual(self.twins(*others), [[]] * len(others))

    def test_of_two_drafts_the_later_one_is_the_duplicate(self):
        one, two = self.again("X-1", price=70), self.again("X1", price=70)
        self.assertEqual(self.twins(one, two), [[], [("duplicate_number", "block")]])
        one.action_post()

    def test_a_draft_that_was_there_before_is_stopped_by_the_posted_later_one(self):
        one, two = self.again("X-1", price=70), self.again("X-2", price=100)
        two.ref, two.invoice_line_ids.price_unit = "X1", 70
        two.einvoice_finding_ids.unlink()
        one.ref = "Y-1"
        two.action_post()
        one.ref = "X-1"
        self.assertEqual(self.twins(one), [[("duplicate_number", "block")]])

    def test_a_cancelled_or_reversed_bill_blocks_nothing(self):
        draft = self.again("C-1", price=50)
        draft.button_cancel()
        posted = self.again("R-1", price=60)
        posted.action_post()
        posted._reverse_moves([{"invoice_date": "2026-09-02"}], cancel=True)
        self.assertEqual(posted.payment_state, "reversed")
        found = self.twins(self.again("C1", price=50), self.again("R1", price=60))
        self.assertEqual(found, [[("duplicate_number", "review")]] * 2)

    def test_a_credit_note_twice(self):
        credit = self.again("AV-7", move_type="in_refund")
        credit.action_post()
        again = self.again("AV7", move_type="in_refund")
        self.assertEqual(self.twins(again), [[("duplicate_number", "block")]])

    def test_a_credit_note_that_names_the_bill_is_none(self):
        credit = self.first._reverse_moves()
        credit.write({"ref": "FA-2026-00118", "invoice_date": "2026-09-03"})
        self.assertEqual(self.twins(credit), [[]])
        stray = self.again(move_type="in_refund")
        self.assertEqual(self.twins(stray), [[("duplicate_near", "review")]])

    def test_the_same_supplier_under_another_record(self):
        self.partner_a.write({"company_registry": "910000215", "vat": False})
        records = {
            "siret": {"company_registry": "910 000 215 00012"},
            "vat": {"vat": "FR65910000215"},
            "iban": {"bank_ids": [Command.create({"acc_number": self.iban})]},
        }
        for name, values in records.items():
            partner = self.env["res.partner"].create({"name": name, **values})
            with self.subTest(name):
                found = self.found_once("118", partner_id=partner)
                self.assertEqual(found, [("duplicate_near", "review")])
                found = self.found_once("FA118", partner_id=partner)
                self.assertEqual(found, [("duplicate_number", "block")])

    def test_a_namesake_and_a_stranger(self):
        namesake = self.env["res.partner"].create(
            {"name": f"STE {self.partner_a.name.upper()}"}
        )
        found = self.found_once("FA118", partner_id=namesake)
        self.assertEqual(found, [("duplicate_near", "review")])
        self.partner_a.company_registry = "910000215"
        namesake.company_registry = "910000348"
        self.assertEqual(self.found_once("FA118", partner_id=namesake), [])

    def test_another_company_is_named_without_its_amounts(self):
        other = self.setup_other_company(name="La Filiale")["company"]
        self.env.user.company_ids |= other
        elsewhere = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.partner_a.id,
                    "ref": "G-77",
                    "invoice_date": "2026-09-02",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "x", "price_unit": 333, "tax_ids": False}
                        )
                    ],
                }
            )
        )
        elsewhere.action_post()
        bill = self.bill(ref="G77", price=333)
        bill.invoice_line_ids.tax_ids = False
        [found] = self.twins(bill)
        self.assertEqual(found, [("duplicate_elsewhere", "block")])
        message = bill.einvoice_finding_ids.filtered(lambda f: f.rule in CODES).message
        self.assertIn("La Filiale", message)
        self.assertNotIn("333", message)
        self.assertNotIn("77", message)

    def test_an_expense_that_names_the_supplier(self):
        employee = self.env["res.partner"].create({"name": "Camille Petit"})
        self.env["account.move"].create(
            {
                "move_type": "in_receipt",
                "partner_id": employee.id,
                "ref": f"Repas {self.partner_a.name}",
                "invoice_date": "2026-09-02",
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 77, "tax_ids": False})
                ],
            }
        )
        bill = self.bill(ref="E-1", price=77)
        bill.invoice_line_ids.tax_ids = False
        self.assertEqual(self.twins(bill), [[("duplicate_near", "review")]])

    def test_a_rent_without_number_is_no_duplicate(self):
        for month in range(1, 7):
            self.again(
                False, price=650, invoice_date=f"2026-{month:02d}-05"
            ).action_post()
        self.assertEqual(
            self.twins(self.again(False, price=650, invoice_date="2026-07-05")), [[]]
        )
        twice = self.again(False, price=650, invoice_date="2026-06-05")
        self.assertEqual(self.twins(twice), [[("duplicate_near", "review")]])

    def test_a_copied_bill_is_found_once_it_is_numbered(self):
        stopped = self.again("Z-1", price=12)
        copy = stopped.copy({"invoice_date": "2026-09-01"})
        self.assertFalse(copy.einvoice_number_key)
        copy.ref = "Z-1"
        self.assertEqual(self.twins(copy), [[("duplicate_number", "block")]])

    def test_what_was_decided_is_not_asked_again(self):
        bill = self.again("FA118")
        bill._einvoice_check()
        finding = bill.einvoice_finding_ids.filtered(lambda each: each.rule in CODES)
        finding.with_user(self.people["manager"]).action_lift("the second delivery")
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self.assertEqual(finding.state, "lifted")
        # Said of one of the two, it counts for the other as well.
        self.first.button_draft()
        self.assertEqual(self.twins(self.first), [[]])
        third = self.again("FA 118")
        self.assertEqual(self.twins(third), [[("duplicate_number", "block")]])

    def test_the_year_boundary(self):
        late = self.again("2026/K9", price=31, invoice_date="2026-12-29")
        late.action_post()
        typed = self.again("K9", price=31, invoice_date="2027-01-06")
        self.assertEqual(self.twins(typed), [[("duplicate_number", "block")]])

    def test_undated_and_spaced(self):
        bill = self.again("  fa - 2026 - 00118 ")
        bill.invoice_date = False
        self.assertEqual(self.twins(bill), [[("duplicate_number", "block")]])

    def contexts(self, bills, **more):
        cases = [replace(each, **more) for each in bills._einvoice_cases()]
        return self.env["einvoice.rule"].sudo()._contexts(cases)

    def test_a_rehearsal_knows_only_what_was_there_before(self):
        later = self.again("FA118", invoice_date="2026-09-20")
        [then] = self.contexts(self.first, today=date(2026, 9, 1), is_rehearsal=True)
        self.assertEqual(then.part(TwinFacts).others, ())
        [then] = self.contexts(later, today=date(2026, 9, 20), is_rehearsal=True)
        self.assertEqual(
            [each.key for each in then.part(TwinFacts).others],
            [f"account.move,{self.first.id}"],
        )

    def test_queries_do_not_grow_with_the_number_of_bills(self):
        bills = self.env["account.move"]
        for place in range(8):
            partner = self.env["res.partner"].create({"name": f"S{place}"})
            bills += self.bill(ref=f"Q-{place}", partner_id=partner)
        counts = []
        for some in (bills[:2], bills):
            cases = some._einvoice_cases()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["einvoice.rule"].sudo()._twin_searches(cases)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_the_key_follows_the_bill(self):
        bill = self.again("2026/P-5")
        self.assertEqual(bill.einvoice_number_key, "P5")
        bill.invoice_date = "2024-05-05"
        self.assertEqual(bill.einvoice_number_key, "2026P5")
        bill.ref = False
        self.assertFalse(bill.einvoice_number_key)
        sale = self.init_invoice("out_invoice", amounts=[10])
        sale.ref = "P-5"
        self.assertFalse(sale.einvoice_number_key)
