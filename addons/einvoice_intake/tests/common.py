from odoo import SUPERUSER_ID, Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..domain.arrival import ReceivedFile
from . import invoices

GROUPS = {
    "employee": "base.group_user",
    "invoicing": "account.group_account_invoice",
    "processor": "einvoice_base.group_processor",
    "approver": "einvoice_base.group_approver",
    "manager": "einvoice_base.group_manager",
    "auditor": "einvoice_base.group_auditor",
}


class IntakeCase(AccountTestInvoicingCommon):
    """LE CLIENT with the French chart, his supplier LE VENDEUR, one user of a kind."""

    @classmethod
    @AccountTestInvoicingCommon.setup_chart_template("fr")
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.user.lang = "en_US"
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.env.company
        cls.company.write(
            {"name": "LE CLIENT", "country_id": cls.env.ref("base.fr").id}
        )
        cls.company.partner_id.write(
            {
                "lang": "en_US",
                "company_registry": invoices.BUYER["buyer_siren"],
                "vat": invoices.BUYER["buyer_vat"],
            }
        )
        cls.supplier = cls.env["res.partner"].create(
            {
                "name": invoices.SELLER["seller"],
                "is_company": True,
                "country_id": cls.env.ref("base.fr").id,
                "company_registry": invoices.SELLER["seller_siren"],
                "vat": invoices.SELLER["seller_vat"],
            }
        )
        # Taken over with the data of the company, so not a new supplier.
        cls.env["ir.model.data"]._update_xmlids(
            [{"xml_id": "einvoice_test.supplier", "record": cls.supplier}]
        )
        cls.journal = cls.company_data["default_journal_purchase"]
        # The invoices of the tests grow older with the calendar.
        cls.without_rules("date_old", "vat_deduction_late")
        cls.documents = cls.env["einvoice.document"]
        cls.events = cls.env["einvoice.event"].sudo()
        cls.people = {name: cls.person(name) for name in GROUPS}
        cls.people["portal"] = new_test_user(
            cls.env, login="intake_portal", groups="base.group_portal", lang="en_US"
        )

    @classmethod
    def without_rules(cls, *codes):
        """Switch rules off that a test is not about."""
        rules = cls.env["einvoice.rule"].sudo()
        mine = rules.search([("company_id", "=", cls.company.id)])
        mine.filtered(
            lambda each: each.code in codes and not each.is_fixed
        ).mode = "off"

    @classmethod
    def get_default_groups(cls):
        manager = cls.env.ref("einvoice_base.group_manager")
        return super().get_default_groups() | manager

    @classmethod
    def person(cls, name, login=None, company=None):
        """Return a user who has the rights of a kind and works for one company."""
        company = company or cls.env.company
        return new_test_user(
            cls.env,
            login=login or f"intake_{name}",
            groups=f"base.group_user,{GROUPS[name]}",
            lang="en_US",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def accountant_in_browser(cls, login):
        """Return a manager who may create suppliers, as the tours need."""
        return new_test_user(
            cls.env,
            login=login,
            groups="einvoice_base.group_manager,base.group_partner_manager",
            lang="en_US",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def known_account(cls, number, partner=None):
        """Return an account that may be paid: no person wrote it, data brought it."""
        banks = cls.env["res.partner.bank"].with_user(SUPERUSER_ID)
        bank = banks.create(
            {
                "acc_number": number,
                "partner_id": (partner or cls.supplier).id,
                "allow_out_payment": True,
            }
        )
        return bank.with_env(cls.env)

    def receive(self, *contents, channel="upload", **more):
        """Take in files given as bytes, or as pairs of name and bytes."""
        files = [
            ReceivedFile(*each)
            if isinstance(each, tuple)
            else ReceivedFile(f"file{place}.xml", each)
            for place, each in enumerate(contents)
        ]
        return self.documents._receive(files, channel, **more)

    def run_lane(self, number=1):
        """Let a lane read the pages of what waits for it."""
        with self.enter_registry_test_mode():
            lane = self.env.ref(f"einvoice_intake.ir_cron_lane_{number}")
            lane.method_direct_trigger()
        self.env.invalidate_all()

    def rpc(self, person, model, method, *args, **kwargs):
        """Call a method as the web client or a script of that person does."""
        env = self.env(user=self.people[person], su=False)
        return call_kw(env[model], method, list(args), kwargs)

    def kinds(self, document):
        """Return the kinds of the events about a document, oldest first."""
        domain = [("document_id", "=", document.id)]
        return self.events.search(domain, order="id").mapped("kind")
