"""Who stands for a bank account, and how that cannot be forged."""

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .bank_common import NEW, BankCase

OTHER = "DE89370400440532013000"


@tagged("post_install", "-at_install")
class TestBankAccount(BankCase):
    def trust(self, bank, person):
        self.people[person].group_ids |= self.env.ref(
            "account.group_validate_bank_account"
        )
        self.rpc(
            person, "res.partner.bank", "write", bank.ids, {"allow_out_payment": True}
        )

    def pay(self, bank, days_ago=0):
        """Let money have gone to an account, by a payment that nothing stopped then."""
        payment = self.payment(partner_bank_id=bank.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_payment SET state = 'paid' WHERE id = %s", payment.ids
        )
        self.env.invalidate_all()
        self.as_of("account_payment", payment, "create_date", days_ago)
        return payment

    def test_writing_an_account_proves_nothing(self):
        for person in ("processor", "manager", "admin"):
            bank = self.write_account(f"FR76{person}", person)
            with self.subTest(person=person):
                self.assertEqual(bank.einvoice_author_id, self.people[person])
                self.assertFalse(bank.einvoice_is_known)

    def test_trusting_what_one_wrote_proves_nothing(self):
        bank = self.write_account(person="manager")
        self.trust(bank, "manager")
        self.assertTrue(bank.allow_out_payment)
        self.assertFalse(bank.einvoice_is_known)
        self.rpc(
            "manager",
            "res.partner.bank",
            "write",
            bank.ids,
            {"allow_out_payment": False},
        )
        self.assertFalse(bank.einvoice_trusted_by_id)
        self.trust(bank, "second")
        self.assertTrue(bank.einvoice_is_known)

    def test_the_journal_tells_who_is_named_on_transfers(self):
        bank = self.write_account(person="manager")
        bank.acc_holder_name = "Imprimerie Martin"
        self.trust(bank, "second")
        self.rpc(
            "manager",
            "res.partner.bank",
            "write",
            bank.ids,
            {"acc_holder_name": "Martin Holding"},
        )
        journal = self.env["einvoice.event"].sudo()
        event = journal.search([("kind", "=", "holder_renamed")])
        self.assertIn(self.people["manager"].login, event.actor)
        self.assertIn("Imprimerie Martin → Martin Holding", event.summary)

    def test_trust_of_a_second_person_ends_the_doubt(self):
        bill = self.asking_bill()
        confirmation = self.confirmation(bill)
        self.trust(bill.partner_bank_id, "second")
        self.assertEqual(self.codes(bill), [])
        self.assertEqual(confirmation.state, "dropped")
        self.assertEqual(confirmation.hold_id.state, "released")

    def test_a_processor_trusts_nothing(self):
        bank = self.write_account(person="manager")
        with self.assertRaises(UserError):
            self.rpc(
                "processor",
                "res.partner.bank",
                "write",
                bank.ids,
                {"allow_out_payment": True},
            )

    def test_nobody_writes_who_stands_for_it(self):
        bank = self.write_account()
        for vals in (
            {"einvoice_author_id": SUPERUSER_ID},
            {"einvoice_number_at": False},
            {"einvoice_trusted_by_id": SUPERUSER_ID},
        ):
            for person in ("processor", "manager", "admin"):
                with self.subTest(vals=vals, person=person):
                    with self.assertRaises(AccessError):
                        self.rpc(person, "res.partner.bank", "write", bank.ids, vals)
                    with self.assertRaises(AccessError):
                        self.rpc(
                            person,
                            "res.partner.bank",
                            "create",
                            [
                                {
                                    "acc_number": "X",
                                    "partner_id": self.supplier.id,
                                    **vals,
                                }
                            ],
                        )
        context = {
            "default_einvoice_author_id": SUPERUSER_ID,
            "default_einvoice_trusted_by_id": SUPERUSER_ID,
            "default_einvoice_number_at": False,
            "default_allow_out_payment": True,
        }
        made = self.write_account(OTHER)
        forged = (
            self.env["res.partner.bank"]
            .with_user(self.people["admin"])
            .with_context(**context)
            .create({"acc_number": "FR76X", "partner_id": self.supplier.id})
        )
        self.assertEqual(forged.einvoice_author_id, self.people["admin"])
        self.assertFalse(forged.einvoice_is_known or made.einvoice_is_known)

    def test_an_account_that_was_paid_is_known(self):
        bank = self.write_account()
        self.pay(bank)
        self.assertTrue(bank.einvoice_is_known)

    def test_cash_and_cheques_are_not_paid_to_an_account(self):
        bank = self.write_account()
        cash = self.company_data["default_journal_cash"]
        payment = self.payment(journal_id=cash.id, partner_bank_id=bank.id)
        payment.action_post()
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertFalse(bank.einvoice_is_known)

    def test_accounts_from_before_are_accepted_as_they_were(self):
        trusted, written, billed = (
            self.write_account(f"FR7{each}", person="admin") for each in range(3)
        )
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE res_partner_bank SET einvoice_author_id = NULL,
                   einvoice_number_at = NULL, einvoice_trusted_by_id = NULL,
                   allow_out_payment = id = %s
             WHERE id = ANY(%s)
            """,
            [trusted.id, (trusted + written + billed).ids],
        )
        self.env.invalidate_all()
        bill = self.bill(partner_bank_id=billed)
        self.env.cr.execute(
            "UPDATE account_move SET state = 'posted', payment_state = 'paid'"
            " WHERE id = %s",
            bill.ids,
        )
        self.env.invalidate_all()
        self.assertTrue(trusted.einvoice_is_known)
        self.assertTrue(billed.einvoice_is_known)
        self.assertFalse(written.einvoice_is_known)

    def test_a_paid_bill_proves_nothing_for_a_later_account(self):
        bank = self.write_account()
        bill = self.bill(ref="OLD", partner_bank_id=self.bank)
        bill.action_post()
        self.register(bill)._create_payments()
        # Anybody may write the account of a paid bill.
        bill.partner_bank_id = bank
        self.assertFalse(bank.einvoice_is_known)

    def test_another_number_is_another_account(self):
        bank = self.write_account(person="second")
        self.trust(bank, "manager")
        self.assertTrue(bank.einvoice_is_known)
        with self.assertRaises(UserError):
            self.rpc(
                "manager", "res.partner.bank", "write", bank.ids, {"acc_number": OTHER}
            )
        self.rpc(
            "manager",
            "res.partner.bank",
            "write",
            bank.ids,
            {"acc_number": OTHER, "allow_out_payment": False},
        )
        self.assertEqual(bank.einvoice_author_id, self.people["manager"])
        self.trust(bank, "manager")
        self.assertFalse(bank.einvoice_is_known)

    def test_software_that_rewrites_a_trusted_number_takes_the_trust(self):
        bank = self.write_account(person="second")
        self.trust(bank, "manager")
        bank.with_user(self.people["processor"]).sudo().acc_number = OTHER
        self.assertFalse(bank.allow_out_payment)
        self.assertFalse(bank.einvoice_is_known)

    def test_a_number_in_another_writing_is_the_same(self):
        bank = self.write_account(person="second")
        self.trust(bank, "manager")
        bank.sudo().acc_number = "FR76 3000 4000 0100 0001 2345 617"
        self.assertTrue(bank.einvoice_is_known)

    def test_the_number_of_a_paid_account_stays(self):
        bank = self.write_account()
        self.pay(bank)
        for person in ("processor", "admin"):
            with (
                self.subTest(person=person),
                self.assertRaisesRegex(UserError, "its number stays"),
            ):
                bank.with_user(self.people[person]).sudo().acc_number = OTHER

    def test_an_archived_account_is_not_known(self):
        self.bank.active = False
        bill = self.asking_bill(ref="ARCHIVED")
        self.assertEqual(self.codes(bill), ["bank_account_first"])

    def test_an_account_that_moves_to_another_supplier_is_new_there(self):
        bank = self.write_account(person="second", partner=self.partner_b)
        self.pay(bank, days_ago=30)
        self.as_of("res_partner_bank", bank, "einvoice_number_at", 60)
        self.assertTrue(bank.einvoice_is_known)
        bank.with_user(self.people["admin"]).partner_id = self.supplier
        self.assertFalse(bank.einvoice_is_known)
        self.assertFalse(bank.allow_out_payment)

    def test_a_confirmation_does_not_move_with_the_account(self):
        confirmation = self.confirmation(self.asking_bill())
        self.call(confirmation)
        self.confirm(confirmation)
        bank = self.supplier.bank_ids.filtered(
            lambda each: each.sanitized_acc_number == NEW
        )
        bank.sudo().partner_id = self.partner_b
        self.assertFalse(bank.einvoice_is_known)

    def merge(self, kept, gone):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard.with_user(self.people["admin"]).sudo()._merge(
            (kept + gone).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()

    def posted(self, partner, ref):
        bill = self.bill(partner_id=partner, ref=ref)
        bill.action_post()
        return bill

    def test_merged_suppliers_do_not_lend_each_other_accounts(self):
        thief = self.env["res.partner"].create({"name": "Thief", "is_company": True})
        bank = self.write_account(partner=thief)
        self.pay(bank, days_ago=30)
        self.as_of("res_partner_bank", bank, "einvoice_number_at", 60)
        self.posted(thief, "T-1")
        self.posted(self.supplier, "S-1")
        self.assertTrue(bank.einvoice_is_known)
        for kept, gone in ((self.supplier, thief), (thief, self.supplier)):
            with self.subTest(kept=kept.name):
                with self.env.cr.savepoint() as point:
                    self.merge(kept, gone)
                    self.assertFalse(bank.einvoice_is_known)
                    self.assertFalse(self.bank.einvoice_is_known)
                    point.rollback()
                self.env.invalidate_all()

    def test_merging_an_empty_contact_keeps_the_accounts(self):
        double = self.env["res.partner"].create({"name": "Double", "is_company": True})
        self.posted(self.supplier, "S-1")
        self.merge(self.supplier, double)
        self.assertTrue(self.bank.einvoice_is_known)

    def test_suppliers_with_phones_and_confirmations_of_one_account_are_merged(self):
        double = self.env["res.partner"].create(
            {"name": "Double", "is_company": True, "phone": "+33 4 72 00 11 22"}
        )
        self.write_account(NEW, "processor", double)
        first = self.confirmation(self.asking_bill())
        second = self.env["einvoice.bank.confirmation"]._ask(
            self.supplier.company_id or self.env.company, double, NEW
        )
        second.sudo().write({"state": "refused", "decided_at": fields.Datetime.now()})
        self.merge(self.supplier, double)
        left = (first | second).filtered("active")
        self.assertEqual(left.state, "refused")
        self.assertEqual((first | second).partner_id, self.supplier)
        self.assertFalse(double.exists())

    def test_an_account_that_both_were_paid_on_stays_known(self):
        double = self.env["res.partner"].create({"name": "Double", "is_company": True})
        self.known_account(double, self.iban)
        self.posted(self.supplier, "S-1")
        self.posted(double, "D-1")
        self.merge(self.supplier, double)
        self.assertTrue(self.bank.einvoice_is_known)

    def test_a_contact_put_under_a_company_brings_no_known_account(self):
        thief = self.env["res.partner"].create({"name": "Thief"})
        bank = self.known_account(thief, NEW)
        self.assertTrue(bank.einvoice_is_known)
        thief.with_user(self.people["admin"]).parent_id = self.supplier
        self.assertEqual(thief.commercial_partner_id, self.supplier)
        self.assertFalse(bank.einvoice_is_known)
        self.assertTrue(self.bank.einvoice_is_known)

    def test_a_supplier_put_under_a_stranger_does_not_trust_him(self):
        head = self.env["res.partner"].create({"name": "Head", "is_company": True})
        theirs = self.known_account(head, NEW)
        branch = self.env["res.partner"].create({"name": "Branch", "is_company": True})
        self.posted(branch, "B-1")
        branch.with_user(self.people["admin"]).write(
            {"parent_id": head.id, "is_company": False}
        )
        self.assertEqual(branch.commercial_partner_id, head)
        self.assertFalse(theirs.einvoice_is_known)
