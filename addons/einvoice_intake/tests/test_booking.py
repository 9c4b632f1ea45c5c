"""The draft bill is the supplier's invoice, to the cent."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.einvoice_base.domain.codes import FRENCH_TYPE_CODES, Effect

from ..domain.official_rules import OFFICIAL_CODES
from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestBooking(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the official checks notice has its own tests.
        cls.without_rules(*OFFICIAL_CODES)

    def booked(self, content, state="booked"):
        document = self.receive(content)
        self.assertEqual(document.state, state, document.waiting_reason)
        return document.move_id

    def test_a_plain_invoice(self):
        bill = self.booked(invoices.cii())
        self.assertRecordValues(
            bill,
            [
                {
                    "move_type": "in_invoice",
                    "state": "draft",
                    "partner_id": self.supplier.id,
                    "ref": "F-2026-001",
                    "invoice_date": fields.Date.to_date("2026-09-15"),
                    "invoice_date_due": fields.Date.to_date("2026-10-15"),
                    "amount_untaxed": 100,
                    "amount_tax": 20,
                    "amount_total": 120,
                    "journal_id": self.journal.id,
                }
            ],
        )

    def test_every_french_type_becomes_the_right_bill(self):
        advances = self.env["account.account"].search([("code", "=", "409100")])
        for place, code in enumerate(sorted(FRENCH_TYPE_CODES, key=lambda c: c.value)):
            with self.subTest(code=code.value):
                bill = self.booked(
                    invoices.cii(type_code=code.value, number=f"T-{place}")
                )
                refund = code.effect is Effect.REFUND
                self.assertEqual(
                    bill.move_type, "in_refund" if refund else "in_invoice"
                )
                self.assertEqual((bill.amount_untaxed, bill.amount_total), (100, 120))
                account = bill.invoice_line_ids.account_id
                self.assertEqual(account == advances, code.is_prepayment)

    def test_the_vat_of_the_supplier_stands_also_after_posting(self):
        # 20 % of 33.34 is 6.67; the supplier rounded line by line.
        bill = self.booked(invoices.cii(net="33.34", vat="6.66", gross="40.00"))
        lines = bill.line_ids.mapped(lambda line: (line.account_id, line.balance))
        bill.action_post()
        self.assertEqual((bill.amount_tax, bill.amount_total), (6.66, 40))
        self.assertEqual(
            bill.line_ids.mapped(lambda line: (line.account_id, line.balance)), lines
        )

    def test_a_wrong_total_is_named_and_never_posted(self):
        document = self.receive(invoices.cii(gross="9120.00"))
        self.assertEqual(document.state, "to_check")
        finding = document.finding_ids.filtered(lambda f: f.severity == "block")
        self.assertEqual(
            (finding.rule, finding.expected, finding.found),
            ("gross_total_wrong", "120.00", "9120.00"),
        )
        with self.assertRaisesRegex(UserError, "9.?120.00"):
            document.move_id.action_post()

    def test_a_cent_inside_the_tolerance_is_booked_and_said(self):
        for place, gross in enumerate(("120.01", "120.02", "119.98")):
            with self.subTest(gross=gross):
                bill = self.booked(invoices.cii(gross=gross, number=f"C-{place}"))
                self.assertEqual(bill.amount_total, float(gross))
                rules = bill.einvoice_finding_ids.mapped("rule")
                self.assertIn("gross_total_wrong", rules)
                self.assertIn("difference_booked", rules)
                bill.action_post()
                self.assertEqual(bill.amount_total, float(gross))

    def test_a_cent_outside_the_tolerance_stops(self):
        self.booked(invoices.cii(gross="120.03"), "to_check")

    def test_an_edited_draft_that_owes_something_else_is_stopped(self):
        bill = self.booked(invoices.cii())
        with Form(bill) as form, form.invoice_line_ids.edit(0) as line:
            line.price_unit = 90
        self.assertEqual(bill.amount_untaxed, 90)
        self.assertIn("bill_differs", bill.einvoice_finding_ids.mapped("rule"))
        self.assertEqual(bill.einvoice_document_id.state, "to_check")
        with self.assertRaisesRegex(UserError, "120.00"):
            bill.action_post()
        with Form(bill) as form, form.invoice_line_ids.edit(0) as line:
            line.price_unit = 100
        self.assertEqual(bill.einvoice_document_id.state, "booked")
        bill.action_post()

    def test_lines_written_past_the_form_do_not_pass_either(self):
        bill = self.booked(invoices.cii())
        bill.invoice_line_ids.price_unit = 90
        with self.assertRaisesRegex(UserError, "120.00"):
            bill.action_post()

    def test_the_account_of_the_last_bills_is_used_again(self):
        account = self.env["account.account"].search([("code", "=", "606400")])
        first = self.booked(invoices.cii())
        first.invoice_line_ids.account_id = account
        first.action_post()
        second = self.booked(invoices.cii(number="F-2"))
        self.assertEqual(second.invoice_line_ids.account_id, account)

    def test_terms_of_the_supplier_apply_only_without_a_due_date(self):
        term = self.env.ref("account.account_payment_term_advance_60days")
        self.supplier.property_supplier_payment_term_id = term
        stated = self.booked(invoices.cii())
        self.assertEqual(str(stated.invoice_date_due), "2026-10-15")
        content = invoices.cii(number="F-3").replace(
            b"SpecifiedTradePaymentTerms", b"X"
        )
        silent = self.booked(content)
        due = silent.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(len(due), 2)
        self.assertEqual(sum(due.mapped("balance")), -120)
        before = due.mapped(lambda line: (line.date_maturity, line.balance))
        silent.action_post()
        self.assertEqual(
            due.exists().mapped(lambda line: (line.date_maturity, line.balance)), before
        )

    def test_foreign_currency_with_vat_in_euros(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        content = invoices.cii(currency="USD").decode()
        content = content.replace(
            "<ram:InvoiceCurrencyCode>",
            "<ram:TaxCurrencyCode>EUR</ram:TaxCurrencyCode><ram:InvoiceCurrencyCode>",
        ).replace(
            '<ram:TaxTotalAmount currencyID="USD">20.00</ram:TaxTotalAmount>',
            '<ram:TaxTotalAmount currencyID="USD">20.00</ram:TaxTotalAmount>'
            '<ram:TaxTotalAmount currencyID="EUR">18.37</ram:TaxTotalAmount>',
        )
        bill = self.booked(content.encode())
        tax = bill.line_ids.filtered("tax_line_id")
        self.assertEqual((tax.amount_currency, tax.balance), (20, 18.37))
        self.assertEqual((bill.amount_total, bill.currency_id), (120, usd))
        self.assertEqual(sum(bill.line_ids.mapped("balance")), 0)
        bill.action_post()
        self.assertEqual((tax.amount_currency, tax.balance), (20, 18.37))

    def test_a_currency_without_a_rate_waits(self):
        self.without_rules("vat_not_in_euro")
        usd = self.env.ref("base.USD")
        usd.active = True
        self.env["res.currency.rate"].search([]).unlink()
        document = self.receive(invoices.cii(currency="USD"))
        self.assertEqual(document.state, "to_fix")
        self.assertIn("currency_rate_missing", document._open_findings().mapped("rule"))
        self.env["res.currency.rate"].create(
            {"currency_id": usd.id, "name": "2026-01-01", "rate": 1.1}
        )
        document.action_retry()
        self.assertEqual(document.state, "booked")

    def test_a_reverse_charge_at_home_waits_with_a_proposal(self):
        content = (
            invoices.cii(vat="0.00", gross="100.00")
            .replace(
                b"<ram:CategoryCode>S</ram:CategoryCode>",
                b"<ram:CategoryCode>AE</ram:CategoryCode>",
            )
            .replace(
                b"<ram:RateApplicablePercent>20<", b"<ram:RateApplicablePercent>0<"
            )
        )
        document = self.receive(content)
        self.assertEqual(document.state, "to_fix")
        self.assertIn("tax_missing", document._open_findings().mapped("rule"))
        self.assertIn("100", document.advice)

    def test_another_company_of_the_group_gets_its_invoice(self):
        other = self.setup_other_company(name="AUTRE SOCIETE")["company"]
        other.partner_id.write({"company_registry": "910000348", "vat": False})
        other.currency_id = self.env.ref("base.EUR")
        document = self.receive(
            invoices.cii(buyer="AUTRE SOCIETE", buyer_siren="910000348", buyer_vat="")
        )
        self.assertEqual(document.company_id, other)
        self.assertIn("buyer_rerouted", document.sudo().finding_ids.mapped("rule"))

    def test_a_stranger_stops_it(self):
        document = self.receive(
            invoices.cii(buyer="BRASSERIE", buyer_siren="910000751", buyer_vat="")
        )
        self.assertEqual(document.state, "to_fix")
        self.assertIn("buyer_is_stranger", document._open_findings().mapped("rule"))
        self.assertFalse(document.move_id)

    def test_our_own_self_billed_sale_is_no_bill(self):
        document = self.receive(
            invoices.cii(
                type_code="389",
                seller="LE CLIENT",
                seller_siren=invoices.BUYER["buyer_siren"],
                seller_vat=invoices.BUYER["buyer_vat"],
                buyer="LE VENDEUR",
                buyer_siren=invoices.SELLER["seller_siren"],
                buyer_vat=invoices.SELLER["seller_vat"],
            )
        )
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document._open_findings().rule, "self_billed_sale")

    def test_an_unknown_supplier_waits_and_a_name_is_not_enough(self):
        self.supplier.write({"company_registry": False, "vat": False})
        document = self.receive(invoices.cii())
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document._open_findings().rule, "supplier_unknown")
        self.supplier.company_registry = invoices.SELLER["seller_siren"]
        document.action_retry()
        self.assertEqual(document.state, "booked")
        self.assertEqual(document.evidence, "siren")

    def test_a_fiscal_position_or_analytic_model_is_not_lost(self):
        plan = self.env["account.analytic.plan"].create({"name": "Projects"})
        account = self.env["account.analytic.account"].create(
            {"name": "P1", "plan_id": plan.id}
        )
        self.env["account.analytic.distribution.model"].create(
            {
                "partner_id": self.supplier.id,
                "analytic_distribution": {str(account.id): 100},
            }
        )
        bill = self.booked(invoices.cii())
        self.assertEqual(
            bill.invoice_line_ids.analytic_distribution, {str(account.id): 100}
        )

    def test_a_bill_of_a_document_keeps_its_type_supplier_and_account(self):
        bill = self.booked(invoices.cii())
        with self.assertRaisesRegex(UserError, "supplier's document"):
            bill.move_type = "in_receipt"
        other = self.env["res.partner"].create({"name": "Other"})
        bill.partner_id = other
        self.assertIn("bill_supplier_differs", bill.einvoice_finding_ids.mapped("rule"))
        with self.assertRaisesRegex(UserError, "Other"):
            bill.action_post()
        bill.partner_id = self.supplier
        self.assertEqual(bill.einvoice_document_id.state, "booked")

    def test_a_lifted_difference_covers_no_further_one(self):
        bill = self.booked(invoices.cii())
        bill.write(
            {"invoice_line_ids": [(1, bill.invoice_line_ids.id, {"price_unit": 90})]}
        )
        bill.einvoice_finding_ids.filtered(
            lambda each: each.rule == "bill_differs"
        ).action_lift("agreed with the supplier")
        bill.invoice_line_ids.price_unit = 9000
        with self.assertRaises(UserError):
            bill.action_post()
        bill.invoice_line_ids.price_unit = 90
        bill.action_post()

    def test_what_the_books_cannot_hold_is_never_silent(self):
        exempt_with_vat = invoices.cii().replace(
            b"<ram:CategoryCode>S</ram:CategoryCode>",
            b"<ram:CategoryCode>E</ram:CategoryCode>",
        )
        for place, content in enumerate(
            (
                exempt_with_vat,
                invoices.cii(
                    number="HUGE",
                    net="99999999999999.99",
                    vat="20000000000000.00",
                    gross="119999999999999.99",
                ),
            )
        ):
            with self.subTest(place=place):
                document = self.receive(content)
                self.assertIn(document.state, ("to_check", "to_fix"))
                self.assertIn("block", document._open_findings().mapped("severity"))

    def test_no_default_of_a_client_posts_a_bill(self):
        with_default = self.env["account.move"].with_context(default_state="posted")
        bill = with_default.create(
            {"move_type": "in_invoice", "partner_id": self.supplier.id}
        )
        self.assertEqual(bill.state, "draft")

    def test_a_deleted_draft_leaves_its_document_waiting(self):
        bill = self.booked(invoices.cii())
        document = bill.einvoice_document_id
        bill.unlink()
        self.assertEqual((document.state, document.move_id.id), ("to_fix", False))
        self.assertEqual(document._open_findings().rule, "bill_deleted")
        document.action_retry()
        self.assertEqual(document.state, "booked")
        self.assertEqual(document.move_id.amount_total, 120)

    def test_no_purchase_journal_says_so(self):
        self.env["account.journal"].search([("type", "=", "purchase")]).active = False
        document = self.receive(invoices.cii())
        self.assertEqual(document.state, "to_fix")
        self.assertIn("purchase journal", document.waiting_reason)
