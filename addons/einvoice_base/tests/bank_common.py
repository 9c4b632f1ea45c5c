from odoo import Command, fields
from odoo.tests import new_test_user

from .common import EinvoiceCase

MODEL = "einvoice.bank.confirmation"
NEW = "FR7630004000010000012345617"
PHONE = "+33472001122"


class BankCase(EinvoiceCase):
    """A supplier with a known account, and one that the processor wrote on him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.partner_a
        cls.supplier.write(
            {"phone": "04 72 00 11 22", "country_id": cls.env.ref("base.fr").id}
        )
        # As it would be if somebody had written the number long ago.
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE res_partner SET einvoice_phone_at = NULL")
        cls.env.invalidate_all()
        cls.people["second"] = new_test_user(
            cls.env,
            login="einvoice_second",
            lang="en_US",
            groups="base.group_user,einvoice_base.group_manager",
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )
        for name in ("processor", "manager", "second", "admin"):
            cls.people[name].group_ids |= cls.env.ref("base.group_partner_manager")
        cls.confirmations = cls.env[MODEL]

    def write_account(self, number=NEW, person="processor", partner=None, **vals):
        banks = self.env["res.partner.bank"].with_user(self.people[person]).sudo()
        partner = partner or self.supplier
        vals = {"acc_number": number, "partner_id": partner.id, **vals}
        return banks.create(vals).with_env(self.env)

    def asking_bill(self, bank=None, person="processor", **values):
        """Return a checked draft that a person typed, to be paid to a new account."""
        bank = bank or self.write_account()
        values = {"ref": "F-2026-200", "partner_bank_id": bank, **values}
        bill = self.bill(**values)
        # The class's own user made it; the person is whom the tests are about.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET create_uid = %s WHERE id = %s",
            [self.people[person].id, bill.id],
        )
        bill.invalidate_recordset(["create_uid"])
        bill._einvoice_check()
        return bill

    def confirmation(self, bill):
        return bill.einvoice_finding_ids.confirmation_ids

    def codes(self, bill):
        return bill.einvoice_finding_ids.filtered(
            lambda each: each.state != "lifted"
        ).mapped("rule")

    def call(self, confirmation, by="processor", **said):
        """Note a call as a person does in the browser."""
        action = self.rpc(by, MODEL, "action_note_call", confirmation.ids)
        said = {"person": "Jeanne, accounts", **said}
        self.rpc(by, action["res_model"], "write", [action["res_id"]], said)
        self.rpc(by, action["res_model"], "action_note", [action["res_id"]])

    def confirm(self, confirmation, person="manager"):
        return self.rpc(person, MODEL, "action_confirm", confirmation.ids)

    def payment(self, **values):
        return self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.supplier.id,
                "amount": 10.0,
                **values,
            }
        )

    def register(self, bills, **values):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bills.ids
        )
        return wizard.create(values)

    def as_of(self, table, record, column, days_ago):
        """Move a time of a record into the past."""
        moment = fields.Datetime.subtract(self.env.cr.now(), days=days_ago)
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {table} SET {column} = %s WHERE id = ANY(%s)",
            [moment, record.ids],
        )
        self.env.invalidate_all()
