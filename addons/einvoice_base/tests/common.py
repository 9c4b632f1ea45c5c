from decimal import Decimal

from odoo import SUPERUSER_ID, Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..domain.totals import TOTALS_GATE

PAYABLE = next(rule for rule in TOTALS_GATE if rule.code == "payable_wrong")


class EinvoiceCase(AccountTestInvoicingCommon):
    """One company, one supplier, and one user of each kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The database of the tests speaks French.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.user.lang = "en_US"
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        groups = {
            "employee": "base.group_user",
            "invoicing": "account.group_account_invoice",
            "accountant": "account.group_account_manager",
            "processor": "einvoice_base.group_processor",
            "approver": "einvoice_base.group_approver",
            "manager": "einvoice_base.group_manager",
            "auditor": "einvoice_base.group_auditor",
            "admin": "base.group_system",
        }
        cls.people = {
            name: new_test_user(
                cls.env,
                login=f"einvoice_{name}",
                lang="en_US",
                groups=f"base.group_user,{group}",
                company_id=cls.env.company.id,
                company_ids=[Command.set(cls.env.company.ids)],
            )
            for name, group in groups.items()
        }
        # An administrator with every right of the suite and of accounting.
        cls.people["admin"].group_ids |= (
            cls.env.ref("einvoice_base.group_manager")
            | cls.env.ref("einvoice_base.group_auditor")
            | cls.env.ref("account.group_account_manager")
        )
        cls.events = cls.env["einvoice.event"].sudo()
        cls.findings = cls.env["einvoice.finding"].sudo()
        # Suppliers and accounts that were taken over with the data: nothing is new.
        cls.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"einvoice_test.{name}", "record": partner}
                for name, partner in (("a", cls.partner_a), ("b", cls.partner_b))
            ]
        )
        cls.iban = "FR7630006000011234567890189"
        cls.bank = cls.known_account(cls.partner_a, cls.iban)

    @classmethod
    def known_account(cls, partner, number):
        """Return an account that may be paid: no person wrote it, data brought it."""
        banks = cls.env["res.partner.bank"].with_user(SUPERUSER_ID)
        bank = banks.create(
            {"acc_number": number, "partner_id": partner.id, "allow_out_payment": True}
        )
        return bank.with_env(cls.env)

    @classmethod
    def bill(cls, price=1000.0, move_type="in_invoice", **values):
        return cls._create_invoice_one_line(
            price_unit=price,
            name="Paper",
            tax_ids=cls.tax_purchase_a,
            move_type=move_type,
            invoice_date=values.pop("invoice_date", "2026-09-01"),
            ref=values.pop("ref", "F-2026-118"),
            **values,
        )

    @classmethod
    def wrong_bill(cls, **values):
        """Return a draft whose VAT was typed and is not its rate."""
        bill = cls.bill(**values)
        cls.type_vat(bill, 400.0)
        return bill

    @classmethod
    def type_vat(cls, bill, amount):
        """Write the VAT and the amount due of a draft of 1000.00 as a person types."""
        tax = bill.line_ids.filtered("tax_line_id")
        payable = bill.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        bill.write(
            {
                "line_ids": [
                    Command.update(tax.id, {"amount_currency": amount}),
                    Command.update(payable.id, {"amount_currency": -1000.0 - amount}),
                ]
            }
        )

    @classmethod
    def noticed(cls, found="90.00"):
        found = Decimal(found)
        expected = Decimal("100.00")
        return PAYABLE.finding(expected=expected, found=found, gap=found - expected)

    def record(self, bill, *findings):
        return self.findings._record(bill._einvoice_subject(), findings)

    def kinds(self, move):
        return self.events.search([("move_id", "=", move.id)], order="id").mapped(
            "kind"
        )

    def rpc(self, person, model, method, *args, **kwargs):
        """Call a method as the web client or a script of that person does."""
        env = self.env(user=self.people[person], su=False)
        return call_kw(env[model], method, list(args), kwargs)
