"""Who sent a mail, as the mail host of the company found out."""

from odoo.tests import tagged

from . import invoices
from .test_bank_account import asking
from .test_channel_mail import MailCase

HOST = "mx.client.example"
PASS = f"{HOST}; dmarc=pass header.from=vendeur.example"
FAIL = f"{HOST}; spf=fail smtp.mailfrom=x@vendeur.example; dmarc=fail"


@tagged("post_install", "-at_install")
class TestMailAuthentication(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.einvoice_authserv = HOST

    def mailed(self, results=None, content=None, **said):
        """Deliver an invoice by mail, with a result of a host on top."""
        content = content or invoices.cii(number=f"M-{self.count}")
        mail = self.mail(("f.xml", content), **said)
        raw = mail.as_bytes()
        if results:
            raw = f"Authentication-Results: {results}\r\n".encode() + raw
        before = self.documents.search([])
        self.env["mail.thread"].message_process("account.move", raw)
        return self.documents.search([], order="id") - before

    def codes(self, document):
        return document.finding_ids.filtered(
            lambda each: each.rule.startswith("mail_")
        ).mapped(lambda each: (each.rule, each.severity))

    def test_the_document_says_what_the_host_found(self):
        for results, state, detail in (
            (PASS, "passed", "DMARC pass (vendeur.example)"),
            (FAIL, "failed", "SPF fail (vendeur.example), DMARC fail"),
            (f"{HOST}; spf=none", "none", "SPF none"),
            (None, "unknown", False),
            (PASS.replace(HOST, "mail.vendeur.example"), "unknown", False),
        ):
            document = self.mailed(results)
            with self.subTest(results=results):
                self.assertEqual(document.authentication, state)
                self.assertEqual(document.authentication_detail, detail)

    def test_without_the_setting_nothing_is_known(self):
        self.company.einvoice_authserv = False
        self.assertEqual(self.mailed(PASS).authentication, "unknown")

    def test_what_did_not_come_by_mail_has_no_sender_to_check(self):
        self.assertFalse(self.receive(invoices.cii()).authentication)

    def test_a_forged_sender_waits_for_a_look(self):
        document = self.mailed(FAIL)
        self.assertEqual(self.codes(document), [("mail_not_authenticated", "review")])
        self.assertEqual(document.state, "to_check")

    def test_a_forged_sender_with_a_new_account_is_stopped(self):
        document = self.mailed(FAIL, asking(number="M-X"))
        self.assertEqual(self.codes(document), [("mail_not_authenticated", "block")])

    def test_a_domain_that_looks_alike(self):
        self.supplier.email = "compta@vendeur.example"
        self.assertEqual(self.codes(self.mailed(PASS)), [])
        thief = "Vendor <compta@vendeur-example.com>"
        document = self.mailed(sender=thief)
        self.assertEqual(self.codes(document), [("mail_foreign_domain", "review")])
        self.assertIn("vendeur-example.com", document.waiting_reason)

    def test_a_domain_whose_bill_was_posted_is_known(self):
        self.supplier.email = "compta@vendeur.example"
        platform = "Platform <noreply@factures.example>"
        first = self.mailed(sender=platform)
        self.assertEqual(self.codes(first), [("mail_foreign_domain", "review")])
        first.move_id.action_post()
        self.assertEqual(self.codes(self.mailed(sender=platform)), [])

    def test_a_forged_mail_teaches_nothing(self):
        self.supplier.email = "compta@vendeur.example"
        thief = "Vendor <compta@thief.example>"
        first = self.mailed(f"{HOST}; dmarc=fail", sender=thief)
        first.move_id.action_post()
        self.assertIn(
            ("mail_foreign_domain", "review"),
            self.codes(self.mailed(sender=thief)),
        )

    def test_a_colleague_passes_an_invoice_on(self):
        self.supplier.email = "compta@vendeur.example"
        document = self.mailed(sender="Alice <alice@client.example>")
        self.assertEqual(self.codes(document), [])

    def test_an_answer_with_the_corrected_invoice_is_checked_too(self):
        first = self.mailed(PASS)
        reply = self.mail(("g.xml", invoices.cii(number="M-2")))
        reply["In-Reply-To"] = first.message_ids[-1].message_id
        raw = f"Authentication-Results: {FAIL}\r\n".encode() + reply.as_bytes()
        before = self.documents.search([])
        self.env["mail.thread"].message_process("account.move", raw)
        second = self.documents.search([]) - before
        self.assertEqual(second.authentication, "failed")
