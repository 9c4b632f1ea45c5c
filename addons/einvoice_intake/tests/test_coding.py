"""Bills are coded as the supplier's bills before, and say why."""

from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..domain.taxes import Scope
from ..models import _coding_book
from ..models._coder import Coder
from . import invoices
from .common import IntakeCase
from .touchless_common import TouchlessCase


class CodingCase(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls.account("606400")
        cls.rent = cls.account("613200")
        cls.usual = cls.journal.default_account_id
        cls.numbers = iter(range(1, 1000))

    @classmethod
    def account(cls, code, company=None):
        """Return the account of a code, in a company."""
        company = company or cls.company
        accounts = cls.env["account.account"].with_company(company)
        return accounts.search(
            [*accounts._check_company_domain(company), ("code", "=like", f"{code}%")],
            limit=1,
        )

    def bill(self, item="Paper", **said):
        """Receive an invoice of one line; return its bill."""
        number = f"F-2026-{next(self.numbers):04d}"
        document = self.receive(invoices.cii(item=item, number=number, **said))
        self.assertTrue(document.move_id, document.waiting_reason)
        return document.move_id

    def line(self, bill):
        return bill.invoice_line_ids[:1]

    def post(self, bill, account=None, person="manager"):
        """Post a bill as a person does, on another account where one is given."""
        mine = bill.with_user(self.people[person])
        if account:
            mine.invoice_line_ids.write({"account_id": account.id})
        mine.action_post()
        return bill

    def typed(self, account, item="Paper", partner=None, day="2026-06-01", **vals):
        """Return a posted bill that a person typed."""
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": (partner or self.supplier).id,
                "invoice_date": day,
                "ref": f"T-{next(self.numbers)}",
                **vals,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": item,
                            "price_unit": 100,
                            "account_id": account.id,
                            "tax_ids": [
                                Command.set(self.company.account_purchase_tax_id.ids)
                            ],
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def services(self):
        """Return the plain tax of 20 % on services."""
        found = next(
            option
            for option in self.company._einvoice_tax_options()
            if option.scope is Scope.SERVICES
            and option.rate == 20
            and not (option.is_self_assessed or option.is_special)
        )
        return self.env["account.tax"].browse(found.key)


@tagged("post_install", "-at_install")
class TestCoding(CodingCase):
    def test_the_second_bill_has_the_account_that_a_person_gave_the_first(self):
        first = self.bill()
        self.assertEqual(self.line(first).account_id, self.usual)
        self.assertIn("nothing like it", self.line(first).einvoice_coding_reason)
        self.post(first, self.paper)
        self.assertEqual(self.line(first).einvoice_coding_reason, "Chosen by a person")
        line = self.line(self.bill("Paper september 2026"))
        self.assertEqual(line.account_id, self.paper)
        self.assertIn("As the one line like this", line.einvoice_coding_reason)

    def test_the_reason_counts_the_last_lines(self):
        for day in range(1, 8):
            self.typed(self.paper, day=f"2026-05-{day:02d}")
        self.typed(self.rent, day="2026-04-01")
        self.assertEqual(
            self.line(self.bill()).einvoice_coding_reason,
            "7 of the last 8 lines like this",
        )

    def test_each_line_follows_lines_like_itself(self):
        self.typed(self.paper, "Paper A4")
        self.typed(self.rent, "Rent of the office")
        paper, rent = self.bill("Paper A4"), self.bill("Rent of the office")
        self.assertEqual(self.line(paper).account_id, self.paper)
        self.assertEqual(self.line(rent).account_id, self.rent)

    def test_a_correction_is_followed_at_once(self):
        for day in range(1, 15):
            self.typed(self.rent, day=f"2026-05-{day:02d}")
        wrong = self.bill()
        self.assertEqual(self.line(wrong).account_id, self.rent)
        self.post(wrong, self.paper)
        line = self.line(self.bill())
        self.assertEqual(line.account_id, self.paper)
        self.assertIn("As it was corrected", line.einvoice_coding_reason)

    def test_a_draft_teaches_nothing(self):
        self.bill().invoice_line_ids.account_id = self.paper
        self.assertEqual(self.line(self.bill()).account_id, self.usual)

    def test_an_archived_account_is_not_used(self):
        self.typed(self.paper)
        self.paper.active = False
        line = self.line(self.bill())
        self.assertEqual(line.account_id, self.usual)

    def test_an_unknown_supplier_is_coded_as_the_same_text_of_others(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.typed(self.paper, partner=other)
        self.assertEqual(self.line(self.bill()).account_id, self.paper)
        self.assertIn(
            "of another supplier", self.line(self.bill()).einvoice_coding_reason
        )
        self.assertEqual(self.line(self.bill("Concrete")).account_id, self.usual)

    def test_another_company_teaches_nothing(self):
        other = self.setup_other_company()
        company = other["company"]
        account = other["default_account_expense"].copy()
        bill = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.supplier.id,
                    "invoice_date": "2026-06-01",
                    "company_id": company.id,
                    "journal_id": other["default_journal_purchase"].id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Paper",
                                "price_unit": 100,
                                "account_id": account.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        bill.action_post()
        self.assertEqual(self.line(self.bill()).account_id, self.usual)

    def test_a_tax_of_the_same_rate_is_learned_line_by_line(self):
        services = self.services()
        bill = self.bill()
        self.assertNotEqual(self.line(bill).tax_ids, services)
        bill.invoice_line_ids.with_user(self.people["manager"]).tax_ids = services
        self.post(bill)
        second = self.bill()
        self.assertEqual(self.line(second).tax_ids, services)
        self.assertEqual((second.amount_tax, second.amount_total), (20, 120))
        self.post(second)
        self.assertEqual(second.amount_total, 120)

    def test_two_lines_of_one_rate_have_two_taxes_and_the_vat_stays_the_suppliers(self):
        services = self.services()
        first = self.bill("Training")
        first.invoice_line_ids.with_user(self.people["manager"]).tax_ids = services
        self.post(first)
        self.typed(self.paper, "Paper")
        document = self.receive(self.two_lines("Paper", "66.67", "Training", "33.34"))
        bill = document.move_id
        paper, training = bill.invoice_line_ids
        self.assertEqual(training.tax_ids, services)
        self.assertNotEqual(paper.tax_ids, services)
        self.assertEqual((bill.amount_untaxed, bill.amount_tax), (100.01, 20.01))
        vat = bill.line_ids.filtered("tax_line_id")
        self.assertEqual(sorted(vat.mapped("balance")), [6.67, 13.34])
        self.post(bill)
        self.assertEqual((bill.amount_tax, bill.amount_total), (20.01, 120.02))

    def two_lines(self, first, first_net, second, second_net):
        """Return an invoice of two lines of 20 %, 100.01 in all."""
        text = invoices.cii(
            item=first, net="100.01", vat="20.01", gross="120.02", number="F-TWO"
        ).decode()
        start = text.index("<ram:IncludedSupplyChainTradeLineItem>")
        end = text.index("<ram:ApplicableHeaderTradeAgreement>")
        line = text[start:end]
        lines = line.replace("100.01", first_net) + line.replace(
            "100.01", second_net
        ).replace(first, second).replace("LineID>1<", "LineID>2<")
        return (text[:start] + lines + text[end:]).encode()

    def test_a_tax_of_another_rate_is_never_learned(self):
        reduced = self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("type_tax_use", "=", "purchase"),
                ("amount", "=", 10),
            ],
            limit=1,
        )
        bill = self.typed(self.paper)
        bill.button_draft()
        bill.invoice_line_ids.tax_ids = reduced
        bill.action_post()
        second = self.bill()
        self.assertEqual(self.line(second).account_id, self.paper)
        self.assertEqual(self.line(second).tax_ids.amount, 20)

    def test_analytic_shares_are_learned_unless_a_model_says_them(self):
        plan = self.env["account.analytic.plan"].create({"name": "Projects"})
        project, other = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id} for name in ("North", "South")]
        )
        bill = self.typed(self.paper)
        bill.invoice_line_ids.analytic_distribution = {str(project.id): 100.0}
        shares = {str(project.id): 100.0}
        self.assertEqual(self.line(self.bill()).analytic_distribution, shares)
        self.env["account.analytic.distribution.model"].create(
            {
                "partner_id": self.supplier.id,
                "analytic_distribution": {str(other.id): 100.0},
                "company_id": self.company.id,
            }
        )
        self.assertEqual(
            self.line(self.bill()).analytic_distribution, {str(other.id): 100.0}
        )

    def test_the_journal_of_the_supplier_is_learned(self):
        journal = self.journal.copy({"name": "Overheads", "code": "OVH"})
        for day in ("2026-05-01", "2026-06-01"):
            self.typed(self.paper, day=day, journal_id=journal.id)
        bill = self.bill()
        self.assertEqual(bill.journal_id, journal)
        self.post(bill)
        journal.active = False
        self.assertEqual(self.bill().journal_id, self.journal)

    def test_learned_terms_never_change_the_due_date_that_is_stated(self):
        term = self.env.ref("account.account_payment_term_30days")
        for day in ("2026-05-01", "2026-06-01"):
            self.typed(self.paper, day=day, invoice_payment_term_id=term.id)
        bill = self.bill()
        self.assertEqual(bill.invoice_date_due, date(2026, 10, 15))
        self.assertFalse(bill.invoice_payment_term_id)

    def test_the_review_is_told_account_and_reason(self):
        self.typed(self.paper)
        document = self.bill().einvoice_document_id
        (coding,) = document._review_coding()
        self.assertEqual(coding["account"]["id"], self.paper.id)
        self.assertIn("606400", coding["account"]["name"])
        self.assertIn("line like this", coding["reason"])
        self.paper.active = False
        self.assertEqual(document._review_coding(), [{"account": None, "reason": None}])

    def test_what_is_paid_in_advance_is_no_lesson(self):
        self.post(self.bill(type_code="386"))
        self.assertEqual(self.line(self.bill()).account_id, self.usual)

    def test_a_batch_asks_the_books_as_often_as_one_bill(self):
        for day in range(1, 8):
            self.typed(self.paper, day=f"2026-05-{day:02d}")
        few = self.receive(invoices.cii(number="Q-1"))
        many = self.receive(*(invoices.cii(number=f"Q-{n}") for n in range(2, 22)))
        spent = []
        for documents in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            documents.mapped("partner_id.commercial_partner_id")
            before = self.env.cr.sql_log_count
            Coder(self.env, documents)
            spent.append(self.env.cr.sql_log_count - before)
        self.assertEqual(spent[0], spent[1])

    def test_nobody_forges_why_an_account_was_proposed(self):
        line = self.line(self.bill())
        for person in ("processor", "manager"):
            with self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "account.move.line",
                    "write",
                    line.ids,
                    {"einvoice_coding": {"account": self.paper.id}},
                )


@tagged("post_install", "-at_install")
class TestCodingConfidence(TouchlessCase):
    def test_the_facts_say_how_sure_the_coding_is(self):
        known = self.receive(invoices.cii()).move_id
        said = known._einvoice_facts()["coding_confidence"]
        self.assertGreater(said, Decimal("0.8"))
        unknown = self.receive(invoices.cii(number="F-2", item="Concrete")).move_id
        doubtful = unknown._einvoice_facts()["coding_confidence"]
        self.assertLess(doubtful, said)

    def test_a_line_like_none_before_is_left_to_a_person(self):
        document = self.receive(invoices.cii(item="Concrete"))
        self.left(document, "account of a line was chosen with")

    def test_what_people_showed_is_not_crowded_out_by_what_posts_itself(self):
        with patch.object(_coding_book, "_BILLS", 3):
            for place in range(5):
                bill = self.receive(invoices.cii(number=f"F-{place}")).move_id
                said = bill.einvoice_touchless_verdict
                self.assertEqual(bill.einvoice_touchless, "posted", said)

    def test_what_nobody_looked_at_is_never_sure(self):
        self.company.einvoice_touchless_coding = 0
        for place in range(3):
            bill = self.receive(
                invoices.cii(number=f"F-{place}", item="Concrete")
            ).move_id
            self.assertEqual(bill.einvoice_touchless, "posted")
        facts = bill._einvoice_facts()
        self.assertLessEqual(facts["coding_confidence"], Decimal("0.5"))
