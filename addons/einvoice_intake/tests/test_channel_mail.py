import io
from email.message import EmailMessage
from email.policy import SMTP

from PIL import Image

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from . import invoices
from .common import IntakeCase

FROM = "Vendor <compta@vendeur.example>"


def png(side, noise=False):
    buffer = io.BytesIO()
    image = (
        Image.effect_noise((side, side), 90) if noise else Image.new("L", (side,) * 2)
    )
    image.save(buffer, "PNG")
    return buffer.getvalue()


def attach(mail, name, content, kind="application/octet-stream", **more):
    main, sub = kind.split("/")
    mail.add_attachment(content, main, sub, filename=name, **more)
    return mail


class MailCase(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "client.example"})
        cls.company.alias_domain_id = domain
        cls.journal.alias_name = "achats"
        cls.journal.alias_id.alias_domain_id = domain
        cls.count = 0

    def mail(self, *files, sender=FROM, subject="Our invoice", body="Hello", **headers):
        type(self).count += 1
        mail = EmailMessage(policy=SMTP)
        mail["From"] = sender
        mail["To"] = "achats@client.example"
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{self.count}@vendeur.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        for name, content in files:
            attach(mail, name, content)
        return mail

    def send(self, mail):
        """Deliver a mail as the mail server does; return the new documents."""
        before = self.documents.search([])
        self.env["mail.thread"].message_process("account.move", mail.as_bytes())
        return self.documents.search([], order="id") - before

    def answers(self):
        """Record the answers to senders from now on, as pairs of address and text."""
        sent = []

        def record(_self, email_from, body_html, message, **_values):
            sent.append((email_from, body_html))

        self.patch(type(self.documents), "_routing_create_bounce_email", record)
        return sent


@tagged("post_install", "-at_install")
class TestChannelMail(MailCase):
    def test_each_invoice_of_a_mail_is_a_document(self):
        documents = self.send(
            self.mail(
                ("a.xml", invoices.cii(number="F-101")),
                ("b.pdf", invoices.facturx(number="F-102")),
            )
        )
        self.assertEqual(documents.mapped("name"), ["a.xml", "b.pdf"])
        self.assertEqual(documents.mapped("state"), ["booked", "booked"])
        self.assertEqual(set(documents.mapped("channel")), {"mail"})
        self.assertEqual(set(documents.mapped("sender")), {"compta@vendeur.example"})
        self.assertEqual(set(documents.mapped("container")), {"Our invoice"})
        self.assertEqual(documents.move_id.journal_id, self.journal)
        self.assertEqual(documents.move_id.partner_id, self.supplier)

    def test_the_mail_is_read_on_one_document_and_named_on_the_others(self):
        documents = self.send(
            self.mail(
                ("order.xml", invoices.ORDER),
                ("a.xml", invoices.cii(number="A")),
                body="Please pay soon.",
            )
        )
        rejected, booked = documents
        self.assertEqual(rejected.state, "rejected")
        self.assertIn("Please pay soon", booked.message_ids.mapped("body")[0])
        self.assertIn("a.xml", rejected.message_ids[0].body)

    def test_the_bytes_are_those_of_the_mail(self):
        latin = (
            invoices.cii(item="Chêne").decode().replace("UTF-8", "ISO-8859-1")
        ).encode("latin-1")
        mail = attach(self.mail(), "f.xml", latin, "text/xml")
        document = self.send(mail)
        self.assertEqual(document.attachment_id.raw, latin)
        self.assertEqual(document.state, "booked")

    def test_a_large_image_keeps_its_bytes(self):
        scan = png(2000, noise=True)
        document = self.send(attach(self.mail(), "scan.png", scan, "image/png"))
        self.assertEqual(document.attachment_id.raw, scan)

    def test_logos_and_signatures_are_no_invoices(self):
        mail = self.mail(("f.xml", invoices.cii()))
        attach(mail, "logo.png", png(40), "image/png")
        attach(mail, "banner.png", png(500, noise=True), "image/png", cid="<banner@x>")
        attach(mail, "dot.png", png(10), "image/png", disposition="inline")
        mail.get_payload()[0].replace_header("Content-Type", "text/html")
        mail.get_payload()[0].set_payload('<p>Hi <img src="cid:banner@x"></p>')
        attach(mail, "smime.p7s", b"\x30\x82", "application/pkcs7-signature")
        attach(mail, "meeting.ics", b"BEGIN:VCALENDAR", "text/calendar")
        attach(mail, "me.vcf", b"BEGIN:VCARD", "text/vcard")
        attach(mail, "terms.html", b"<html>Terms</html>", "text/html")
        attach(mail, "ATT00001.txt", b"Disclaimer", "text/plain")
        documents = self.send(mail)
        self.assertEqual(documents.mapped("name"), ["f.xml"])
        # They stay with the message, the invoice is not stored there again.
        kept = documents.message_ids.attachment_ids.mapped("name")
        self.assertIn("logo.png", kept)
        self.assertNotIn("f.xml", kept)
        told = " ".join(documents.message_ids.mapped("body"))
        for name in ("logo.png", "smime.p7s", "meeting.ics", "terms.html"):
            self.assertIn(name, told)
        # A small picture of the text is part of the text.
        self.assertNotIn("dot.png", told)

    def test_an_invoice_is_one_whatever_the_mail_calls_it(self):
        mail = self.mail()
        attach(mail, "a.xml", invoices.cii(number="A"), "text/html")
        attach(mail, "b.ics", invoices.cii(number="B"), "text/calendar")
        attach(mail, "c.p7s", invoices.facturx(number="C"))
        documents = self.send(mail)
        self.assertEqual(documents.mapped("name"), ["a.xml", "b.ics", "c.p7s"])
        self.assertEqual(documents.mapped("number"), ["A", "B", "C"])

    def test_what_outlook_packed_waits_and_no_logo_hides_it(self):
        packed = b"\x78\x9f\x3e\x22" + b"x" * 500
        mail = attach(self.mail(), "winmail.dat", packed, "application/ms-tnef")
        attach(mail, "logo.png", png(300, noise=True), "image/png")
        documents = self.send(mail)
        self.assertEqual(documents.mapped("name"), ["winmail.dat", "logo.png"])
        self.assertEqual(documents[0].state, "to_fix")
        self.assertEqual(documents[0].finding_ids.rule, "outlook_packed")

    def test_a_photograph_inside_the_text_is_an_invoice_when_alone(self):
        photo = png(600, noise=True)
        mail = attach(
            self.mail(), "IMG_1.png", photo, "image/png", disposition="inline"
        )
        self.assertEqual(self.send(mail).name, "IMG_1.png")
        mail = attach(
            self.mail(("f.xml", invoices.cii())),
            "IMG_2.png",
            png(610, noise=True),
            "image/png",
            disposition="inline",
        )
        self.assertEqual(self.send(mail).mapped("name"), ["f.xml"])

    def test_a_forwarded_mail_is_opened(self):
        inner = self.mail(("f.xml", invoices.cii()), sender="Else <else@else.example>")
        outer = self.mail(subject="FW: Our invoice")
        outer.add_attachment(inner)
        document = self.send(outer)
        self.assertEqual((document.name, document.state), ("f.xml", "booked"))
        self.assertEqual(document.sender, "compta@vendeur.example")
        inner = self.mail(("g.xml", invoices.cii(number="G")))
        document = self.send(self.mail(("forwarded.eml", inner.as_bytes())))
        self.assertEqual(document.name, "g.xml")

    def test_xml_and_pdf_of_one_invoice_make_one_bill(self):
        documents = self.send(
            self.mail(("f.xml", invoices.cii()), ("f.pdf", invoices.facturx()))
        )
        self.assertEqual(documents.mapped("state"), ["booked", "duplicate"])
        self.assertEqual(len(documents.move_id), 1)

    def test_a_zip_is_its_files(self):
        content = invoices.zipped(a__xml=invoices.cii(), o__xml=invoices.ORDER)
        documents = self.send(self.mail(("all.zip", content)))
        self.assertEqual(documents.mapped("state"), ["booked", "rejected"])

    def test_a_damaged_file_stops_nothing(self):
        documents = self.send(
            self.mail(
                ("empty.xml", b""),
                ("cut.xml", invoices.cii(number="X")[:800]),
                ("f.xml", invoices.cii()),
            )
        )
        states = ["to_fix", "to_fix", "booked"]
        self.assertEqual(documents.mapped("state"), states)

    def test_a_mail_without_invoice_is_kept_and_answered(self):
        answers = self.answers()
        mail = self.mail(body="Find our invoice on https://vendeur.example")
        document = self.send(mail)
        self.assertEqual(document.state, "rejected")
        self.assertEqual(document.finding_ids.rule, "mail_without_invoice")
        self.assertIn(b"https://vendeur.example", document.attachment_id.raw)
        [(address, text)] = answers
        self.assertIn("compta@vendeur.example", address)
        self.assertIn("no invoice attached", text)

    def test_a_machine_is_not_answered(self):
        answers = self.answers()
        document = self.send(self.mail(Auto_Submitted="auto-replied"))
        self.assertEqual(document.state, "rejected")
        self.assertFalse(answers)

    def test_a_stranger_without_invoice_is_not_answered(self):
        answers = self.answers()
        self.company.einvoice_mail_senders = "@client.example"
        self.assertEqual(self.send(self.mail()).state, "rejected")
        self.assertFalse(answers)

    def test_the_same_mail_twice_is_one(self):
        mail = self.mail(("f.xml", invoices.cii()))
        self.assertEqual(len(self.send(mail)), 1)
        self.assertFalse(self.send(mail))

    def test_a_name_that_no_database_can_hold(self):
        mail = b"\r\n".join(
            [
                b"From: compta@vendeur.example",
                b"To: achats@client.example",
                b"Message-ID: <bytes@vendeur.example>",
                b'Content-Type: application/xml; name="a\xe9\x01.xml"',
                b"",
                invoices.cii(),
            ]
        )
        before = self.documents.search([])
        self.env["mail.thread"].message_process("account.move", mail)
        document = self.documents.search([]) - before
        self.assertEqual(document.state, "booked")

    def test_a_user_delivers_no_mail_in_the_place_of_the_server(self):
        document = self.receive(invoices.cii())
        before = self.documents.search([])
        for person in ("employee", "portal", "processor", "manager", "auditor"):
            for model, thread in (
                ("account.move", None),
                ("einvoice.document", None),
                ("einvoice.document", document.id),
            ):
                mail = self.mail(("f.xml", invoices.cii(number="FORGED")))
                with self.subTest(person=person, model=model, thread=thread):
                    self.assertRaises(
                        AccessError,
                        self.rpc,
                        person,
                        "mail.thread",
                        "message_process",
                        model,
                        mail.as_string(),
                        thread_id=thread,
                    )
        self.assertEqual(self.documents.search([]), before)

    def test_an_administrator_may_deliver_for_the_server(self):
        self.people["admin"] = new_test_user(
            self.env,
            login="intake_admin",
            groups="base.group_system",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        before = self.documents.search([])
        mail = self.mail(("f.xml", invoices.cii()))
        self.rpc("admin", "mail.thread", "message_process", "", mail.as_string())
        document = self.documents.search([]) - before
        self.assertEqual((document.channel, document.state), ("mail", "booked"))

    def test_an_auditor_reads_the_conversation_and_writes_nothing(self):
        document = self.receive(invoices.cii())
        note = {"body": "Was it paid?"}
        for person in ("employee", "approver", "auditor"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person, "einvoice.document", "message_post", document.ids, **note
                )
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "mail.activity",
                    "create",
                    {
                        "res_model_id": self.env["ir.model"]._get_id(document._name),
                        "res_id": document.id,
                        "summary": "Ask",
                    },
                )
        self.rpc("processor", "einvoice.document", "message_post", document.ids, **note)
        messages = self.rpc(
            "auditor", "mail.message", "search", [("res_id", "=", document.id)]
        )
        self.assertTrue(messages)

    def test_a_sender_who_is_not_listed_waits_until_accepted(self):
        self.company.einvoice_mail_senders = "other@vendeur.example, @client.example"
        document = self.send(self.mail(("f.xml", invoices.cii())))
        self.assertEqual(document.state, "to_fix")
        self.assertIn("compta@vendeur.example", document.waiting_reason)
        self.assertFalse(document.number, "nothing was read")
        self.assertEqual(document.todo, "sender")
        document.action_retry()
        self.assertEqual((document.state, document.number), ("to_fix", False))
        self.rpc("processor", "einvoice.document", "action_accept_sender", document.ids)
        self.assertEqual(document.state, "booked")
        self.assertIn("finding_lifted", self.kinds(document))

    def test_who_does_not_process_accepts_nobody(self):
        self.company.einvoice_mail_senders = "@client.example"
        document = self.send(self.mail(("f.xml", invoices.cii())))
        for person in ("employee", "portal", "approver", "invoicing", "auditor"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(
                    person, "einvoice.document", "action_accept_sender", document.ids
                )
        self.assertEqual(document.state, "to_fix")

    def test_a_listed_sender_passes(self):
        self.company.einvoice_mail_senders = "@VENDEUR.example"
        self.assertEqual(
            self.send(self.mail(("f.xml", invoices.cii()))).state, "booked"
        )

    def test_a_copy_from_a_stranger_bothers_nobody(self):
        self.receive(("f.xml", invoices.cii()))
        self.company.einvoice_mail_senders = "@client.example"
        document = self.send(self.mail(("f.xml", invoices.cii())))
        self.assertEqual(document.state, "duplicate")

    def test_an_answer_with_a_file_is_a_new_document(self):
        first = self.send(self.mail(("cut.xml", invoices.cii()[:700])))
        sent = first.message_ids.filtered("message_id")[-1:]
        answer = self.mail(("f.xml", invoices.cii()), In_Reply_To=sent.message_id)
        answer["References"] = sent.message_id
        document = self.send(answer)
        self.assertEqual((document.name, document.state), ("f.xml", "booked"))


@tagged("post_install", "-at_install")
class TestMailAlias(MailCase):
    def target(self, journal):
        return journal.alias_id.alias_model_id.model

    def test_a_new_purchase_journal_receives_documents(self):
        journal = self.env["account.journal"].create(
            {"name": "Energy", "code": "ENE", "type": "purchase"}
        )
        self.assertEqual(self.target(journal), "einvoice.document")
        self.assertEqual(
            journal.alias_id.alias_defaults,
            repr({"company_id": self.company.id, "journal_id": journal.id}),
        )

    def test_the_alias_follows_the_type_of_the_journal(self):
        journal = self.env["account.journal"].create(
            {"name": "Various", "code": "VAR", "type": "sale"}
        )
        self.assertEqual(self.target(journal), "account.move")
        journal.type = "purchase"
        self.assertEqual(self.target(journal), "einvoice.document")
        journal.type = "sale"
        self.assertEqual(self.target(journal), "account.move")
        self.assertIn("out_invoice", journal.alias_id.alias_defaults)

    def test_the_hooks_switch_and_give_back(self):
        from ..hooks import post_init_hook, uninstall_hook

        uninstall_hook(self.env)
        self.assertEqual(self.target(self.journal), "account.move")
        self.assertIn("'move_type': 'in_invoice'", self.journal.alias_defaults)
        post_init_hook(self.env)
        self.assertEqual(self.target(self.journal), "einvoice.document")

    def test_every_purchase_journal_of_the_database_was_switched(self):
        journals = self.env["account.journal"].search(
            [("type", "=", "purchase"), ("alias_id", "!=", False)]
        )
        self.assertEqual(
            journals.alias_id.alias_model_id.mapped("model"), ["einvoice.document"]
        )
