import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..domain.arrival import ReceivedFile
from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestChannelUpload(IntakeCase):
    """Upload button, drop zone and dashboard all call the same two methods."""

    def attach(self, name, content, person="processor", **values):
        """Return an attachment as the uploader makes it."""
        env = self.env(user=self.people[person], su=False)
        vals = {"name": name, "datas": base64.b64encode(content), **values}
        return env["ir.attachment"].with_context(image_no_postprocess=True).create(vals)

    def upload(self, *attachments, person="processor", **context):
        context = {"default_move_type": "in_invoice", **context}
        ids = [each.id for each in attachments]
        return self.rpc(
            person,
            "account.journal",
            "create_document_from_attachment",
            "",
            ids,
            context=context,
        )

    def received(self):
        return self.documents.search([("company_id", "=", self.company.id)], order="id")

    def test_one_invoice_opens_its_bill(self):
        action = self.upload(self.attach("f.xml", invoices.cii()))
        document = self.received()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(action["res_id"], document.move_id.id)
        self.assertEqual(document.move_id.amount_total, 120)
        self.assertEqual(document.move_id.move_type, "in_invoice")
        self.assertEqual(document.channel, "upload")
        self.assertEqual(document.sender, "intake_processor")

    def test_who_uploads_a_document_brought_its_bill_and_who_sends_a_copy_did_not(self):
        self.upload(self.attach("f.xml", invoices.cii()))
        bill = self.received().move_id
        self.assertEqual(bill._einvoice_brought_by(), self.people["processor"])
        again = self.attach("again.xml", invoices.cii(), person="manager")
        self.upload(again, person="manager")
        self.assertEqual(bill._einvoice_brought_by(), self.people["processor"])

    def test_no_person_brought_what_a_program_or_a_mail_did(self):
        for number, channel in enumerate(("api", "mail", "folder", "platform")):
            with self.subTest(channel=channel):
                file = ReceivedFile("f.xml", invoices.cii(number=f"N{number}"))
                documents = self.documents.with_user(self.people["processor"]).sudo()
                bill = documents._receive([file], channel, self.company).move_id
                self.assertTrue(bill)
                self.assertFalse(bill._einvoice_brought_by())

    def test_who_brought_many_bills_is_looked_up_at_once(self):
        names = [f"{number}.xml" for number in range(4)]
        self.upload(*[self.attach(n, invoices.cii(number=n)) for n in names])
        keys = self.received().move_id.ids

        def queries(count):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for bill in self.env["account.move"].browse(keys[:count]):
                self.assertTrue(bill._einvoice_brought_by())
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(4), queries(1))

    def test_several_invoices_open_the_list_of_bills(self):
        action = self.upload(
            self.attach("a.xml", invoices.cii(number="A")),
            self.attach("b.xml", invoices.ubl(number="B")),
            self.attach("c.pdf", invoices.facturx(number="C")),
        )
        self.assertEqual(action["res_model"], "account.move")
        self.assertNotIn("res_id", action)
        self.assertEqual(
            self.env["account.move"].search(action["domain"]).mapped("ref"),
            self.received().move_id.sorted(lambda m: m.ref, reverse=True).mapped("ref"),
        )

    def test_a_file_without_bill_opens_the_inbox_on_the_upload(self):
        action = self.upload(
            self.attach("a.xml", invoices.cii(number="A")),
            self.attach("order.xml", invoices.ORDER),
        )
        self.assertEqual(action["res_model"], "einvoice.document")
        shown = self.documents.search(action["domain"], order="id")
        self.assertEqual(shown.mapped("state"), ["booked", "rejected"])

    def test_a_copy_says_what_it_copies(self):
        self.upload(self.attach("a.xml", invoices.cii()))
        action = self.upload(self.attach("again.xml", invoices.cii()))
        self.assertEqual(action["res_model"], "einvoice.document")
        self.assertIn("F-2026-001", action["context"]["notifications"]["again.xml"])
        self.assertEqual(len(self.received().move_id), 1)

    def test_the_uploaders_attachment_goes_and_the_original_stays(self):
        attachment = self.attach("f.xml", invoices.cii())
        self.upload(attachment)
        self.assertFalse(attachment.exists())
        self.assertEqual(self.received().attachment_id.raw, invoices.cii())

    def test_an_attachment_of_another_record_is_not_taken_away(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "f.xml",
                "raw": invoices.cii(),
                "res_model": "res.partner",
                "res_id": self.supplier.id,
            }
        )
        self.upload(attachment)
        self.assertTrue(attachment.exists())
        self.assertEqual(self.received().state, "booked")

    def test_the_journal_of_the_dashboard_is_the_one_of_the_bill(self):
        other = self.journal.copy({"name": "Energy", "code": "ENE"})
        self.upload(
            self.attach("f.xml", invoices.cii()),
            default_journal_id=other.id,
        )
        self.assertEqual(self.received().move_id.journal_id, other)

    def test_a_journal_without_account_is_said_in_words(self):
        other = self.journal.copy({"name": "Energy", "code": "ENE"})
        other.name = "Energy"
        self.company.expense_account_id = False
        document = self.receive(invoices.cii(), journal=other)
        self.assertEqual(document.state, "to_fix")
        self.assertIn("Energy", document.waiting_reason)
        self.assertNotIn("null", document.waiting_reason)
        other.default_account_id = self.journal.default_account_id
        document.action_retry()
        self.assertEqual(document.move_id.journal_id, other)

    def test_a_script_that_names_a_purchase_journal_makes_no_entry(self):
        attachment = self.attach("f.xml", invoices.cii())
        journal = self.journal.with_user(self.people["processor"])
        bills = journal._create_document_from_attachment(attachment.ids)
        self.assertEqual(bills.move_type, "in_invoice")

    def test_a_sales_journal_is_left_to_odoo(self):
        sale = self.company_data["default_journal_sale"]
        attachment = self.attach("f.pdf", invoices.page(), person="invoicing")
        journal = sale.with_user(self.people["invoicing"])
        move = journal.with_context(
            default_move_type="out_invoice"
        )._create_document_from_attachment(attachment.ids)
        self.assertEqual(move.move_type, "out_invoice")
        self.assertFalse(self.received())

    def test_a_zip_is_its_files_and_one_bad_file_stops_nothing(self):
        content = invoices.zipped(
            a__xml=invoices.cii(number="F-101"),
            cut__xml=invoices.cii(number="CUT")[:900],
            empty__xml=b"",
            order__xml=invoices.ORDER,
            b__pdf=invoices.ubl(number="F-102"),
        )
        self.upload(self.attach("all.zip", content))
        documents = self.received()
        self.assertEqual(
            {each.name: each.state for each in documents},
            {
                "a.xml": "booked",
                "cut.xml": "to_fix",
                "empty.xml": "to_fix",
                "order.xml": "rejected",
                "b.pdf": "booked",
            },
        )
        self.assertEqual(set(documents.mapped("container")), {"all.zip"})
        bad = documents.filtered(lambda each: not each.move_id)
        self.assertTrue(all(bad.mapped("waiting_reason")))
        self.assertEqual(
            bad.filtered(lambda each: each.name == "cut.xml").attachment_id.raw,
            invoices.cii(number="CUT")[:900],
        )

    def test_a_dangerous_file_in_a_zip_does_not_hold_up_the_others(self):
        inner = invoices.zipped(x__xml=invoices.cii(number="X"))
        content = invoices.zipped(
            a__xml=invoices.cii(number="A"),
            **{"../../evil__xml": invoices.cii(number="EVIL")},
            inner__zip=inner,
        )
        self.upload(self.attach("all.zip", content))
        documents = {each.name: each for each in self.received()}
        self.assertEqual(
            {name: each.state for name, each in documents.items()},
            {"a.xml": "booked", "evil.xml": "rejected", "inner.zip": "to_fix"},
        )
        self.assertIn("../../evil.xml", documents["evil.xml"].waiting_reason)
        self.assertEqual(documents["inner.zip"].attachment_id.raw, inner)
        self.assertFalse(documents["evil.xml"].move_id)

    def test_a_zip_without_files_is_said(self):
        self.upload(self.attach("nothing.zip", invoices.zipped()))
        self.assertEqual(self.received().state, "rejected")
        self.assertTrue(self.received().waiting_reason)

    def test_a_file_over_the_limit_is_rejected_with_its_facts(self):
        self.company.einvoice_size_limit = 1
        content = invoices.cii() + b" " * 1024 * 1024
        self.upload(self.attach("large.xml", content))
        document = self.received()
        self.assertEqual((document.state, document.size), ("rejected", len(content)))
        self.assertEqual(document.finding_ids.rule, "file_too_big")
        self.assertIn("2 MB", document.waiting_reason)
        self.assertFalse(document.attachment_id)

    def test_a_large_image_keeps_its_bytes(self):
        buffer = io.BytesIO()
        Image.new("RGB", (2400, 2000), "white").save(buffer, "PNG")
        self.upload(self.attach("scan.png", buffer.getvalue()))
        self.assertEqual(self.received().attachment_id.raw, buffer.getvalue())

    def test_a_name_that_no_database_can_hold_is_made_readable(self):
        document = self.receive(("a\x00b\udce9\n.xml", invoices.cii()))
        self.assertEqual(document.name, "ab\ufffd.xml")

    def test_who_may_make_bills_may_upload(self):
        self.upload(
            self.attach("f.xml", invoices.cii(), "invoicing"), person="invoicing"
        )
        self.assertEqual(self.received().state, "booked")

    def test_others_may_not(self):
        for person in ("employee", "approver", "auditor", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                attachment = self.env["ir.attachment"].create(
                    {"name": "f.xml", "raw": invoices.cii()}
                )
                self.upload(attachment, person=person)
        self.assertFalse(self.received())

    def test_an_attachment_of_somebody_else_cannot_be_taken(self):
        attachment = self.attach("f.xml", invoices.cii(), person="manager")
        with self.assertRaises(AccessError):
            self.upload(attachment)
        self.assertTrue(attachment.exists())
        self.assertFalse(self.received())

    def test_a_journal_of_another_company_cannot_be_named(self):
        other = self.setup_other_company()["default_journal_purchase"]
        with self.assertRaises(AccessError):
            self.upload(
                self.attach("f.xml", invoices.cii()), default_journal_id=other.id
            )

    def test_an_upload_without_file_says_so(self):
        with self.assertRaises(UserError):
            self.upload()

    def test_documents_are_not_made_changed_or_deleted_by_hand(self):
        document = self.receive(invoices.cii())
        with self.assertRaises(AccessError):
            self.rpc("manager", "einvoice.document", "create", {"name": "forged"})
        for values in ({"sha256": "0" * 64}, {"state": "booked"}):
            # An AccessError is one, too.
            with self.assertRaises(UserError):
                self.rpc("manager", "einvoice.document", "write", document.ids, values)
        with self.assertRaises(UserError):
            self.rpc("manager", "einvoice.document", "unlink", document.ids)
        with self.assertRaises(UserError):
            document.sudo().unlink()
        for values in ({"raw": b"forged"}, {"res_id": 0}, {"res_model": False}):
            with self.assertRaises(UserError):
                document.sudo().attachment_id.write(values)
        with self.assertRaises(UserError):
            document.sudo().attachment_id.unlink()
        self.assertEqual(document.attachment_id.raw, invoices.cii())
