"""What the Inbox and the document form show, and the upload of the Inbox."""

import json

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from . import invoices
from .common import IntakeCase

STRANGER = {
    "seller": "Tardy",
    "seller_siren": "910000629",
    "seller_vat": "FR46910000629",
}


@tagged("post_install", "-at_install")
class TestScreenInbox(IntakeCase):
    def inbox(self):
        """Return the documents that the default filter of the Inbox shows."""
        processor = self.people["processor"]
        return self.documents.search(
            [
                ("state", "in", ("received", "reading", "to_fix", "to_check")),
                ("user_id", "in", (processor.id, False)),
            ]
        )

    def test_columns_stand_in_the_order_of_the_work_and_the_done_are_folded(self):
        self.receive(invoices.cii())
        # The client asks with the context that also shows the empty columns.
        result = self.documents.with_context(read_group_expand=True).web_read_group(
            [], ["state"], auto_unfold=True, unfold_read_specification={"name": {}}
        )
        states = [group["state"] for group in result["groups"]]
        self.assertEqual(
            states,
            ["to_fix", "to_check", "received", "booked", "duplicate", "rejected"],
        )
        opened = [g["state"] for g in result["groups"] if "__records" in g]
        self.assertEqual(opened, ["to_fix", "to_check", "received"])

    def test_the_reason_is_kept_while_it_waits_and_has_words(self):
        document = self.receive(invoices.cii(**STRANGER))
        self.assertEqual(document.waiting_code, "supplier_unknown")
        words = dict(document._fields["waiting_code"]._description_selection(self.env))
        self.assertEqual(words["supplier_unknown"], "Unknown supplier")
        self.assertEqual(document.supplier_label, "Tardy")
        self.env["res.partner"].create(
            {"name": "Tardy", "is_company": True, "company_registry": "910000629"}
        )
        document.action_retry()
        self.assertEqual(document.waiting_code, "supplier_first_bill")
        self.assertEqual((document.todo, document.todo_severity), ("bill", "review"))

    def test_a_credit_note_is_marked(self):
        bill, note = self.receive(
            invoices.cii(number="F-2026-061"),
            invoices.cii(number="A-2026-061", type_code="381"),
        )
        self.assertEqual((bill.type_label, note.type_label), (False, "Credit note"))

    def test_the_button_says_what_the_user_may_do_about_the_supplier(self):
        document = self.receive(invoices.cii(**STRANGER))
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "supplier_unknown"
        )
        processor = self.people["processor"]
        as_him = finding.with_user(processor)
        self.assertEqual(as_him.solve_label, "Choose the supplier")
        self.assertFalse(document.with_user(processor).may_create_supplier)
        processor.group_ids |= self.env.ref("base.group_partner_manager")
        finding.invalidate_recordset()
        document.invalidate_recordset()
        self.assertEqual(as_him.solve_label, "Create or choose the supplier")
        self.assertTrue(document.with_user(processor).may_create_supplier)

    def test_a_page_says_why_it_waits_though_nothing_is_wrong_with_it(self):
        document = self.receive(("page.pdf", invoices.page()))
        self.assertEqual(document.todo, "wait")
        self.run_lane()
        self.assertEqual(document.todo, "review")
        self.assertEqual(document.todo_severity, "review")
        self.assertTrue(document.waiting_reason)
        self.assertEqual(document.supplier_label, "page.pdf")

    def test_whether_it_is_a_copy_comes_before_its_amounts(self):
        self.receive(invoices.cii())
        wrong = self.receive(invoices.cii(gross="999.00"))
        self.assertEqual(wrong.waiting_code, "duplicate_suspected")
        self.assertEqual(wrong.todo, "compare")
        self.assertIn("more", wrong.todo_more)

    def test_taking_and_giving_back(self):
        document = self.receive(invoices.cii(**STRANGER))
        self.assertIn(document, self.inbox())
        document.with_user(self.people["manager"]).action_take()
        self.assertNotIn(document, self.inbox())
        document.with_user(self.people["manager"]).action_untake()
        self.assertIn(document, self.inbox())
        for person in ("invoicing", "auditor", "employee"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.document", "action_untake", document.ids)

    def test_the_empty_inbox_tells_the_ways_in(self):
        self.journal.alias_name = "bills"
        help_message = self.documents.get_empty_list_help("")
        self.assertIn("Upload", help_message)
        self.assertIn(self.journal.alias_email or "e-mail address", help_message)

    def test_events_are_told_in_plain_words(self):
        document = self.receive(invoices.cii())
        document.invalidate_recordset()
        said = document.sudo().event_ids.mapped("sentence")
        self.assertIn("Arrived by File upload.", said)
        self.assertIn("Supplier recognised by SIREN: LE VENDEUR.", said)
        self.assertFalse([each for each in said if not each])

    def test_findings_are_decided_where_a_decision_helps(self):
        waits = self.receive(invoices.cii(**STRANGER))
        self.assertFalse(waits.finding_ids.filtered("is_decidable"))
        strange = self.receive(
            invoices.cii(number="S", buyer_siren="910000751", buyer_vat="")
        )
        finding = strange.finding_ids.filtered(
            lambda each: each.rule == "buyer_is_stranger"
        )
        self.assertTrue(finding.is_decidable)
        self.assertFalse(finding.with_user(self.people["processor"]).is_decidable)

    def test_the_form_opens_for_all_who_may_read(self):
        document = self.receive(invoices.cii(**STRANGER))
        for person in ("invoicing", "processor", "manager", "auditor"):
            views = self.rpc(
                person, "einvoice.document", "get_views", [[False, "form"]]
            )
            fields = views["models"]["einvoice.document"]["fields"]
            arch = views["views"]["form"]["arch"]
            shown = {name: {} for name in fields if f'name="{name}"' in arch}
            with self.subTest(person):
                (read,) = self.rpc(
                    person, "einvoice.document", "web_read", document.ids, shown
                )
                self.assertEqual(
                    read["can_process"], person in ("processor", "manager")
                )
                sheet = self.rpc(
                    person, "einvoice.document", "get_invoice_sheet", document.ids
                )
                self.assertIn("Tardy", sheet)
        for person in ("employee", "portal"):
            with self.subTest(person), self.assertRaises(AccessError):
                self.rpc(person, "einvoice.document", "get_invoice_sheet", document.ids)

    def test_the_bill_says_where_it_comes_from(self):
        document = self.receive(invoices.cii(), channel="mail")
        bill = document.move_id.with_user(self.people["invoicing"])
        self.assertRegex(
            bill.einvoice_origin, r"^From CII EN 16931, received on .* by E-mail"
        )
        self.assertEqual(bill.action_einvoice_original()["res_id"], document.id)


@tagged("post_install", "-at_install")
class TestScreenUpload(IntakeCase, HttpCase):
    def upload(self, *files, person="processor", **data):
        login = f"intake_{person}"
        self.authenticate(login, login)
        token = http.Request.csrf_token(self)
        return self.url_open(
            "/einvoice/inbox/upload",
            data={"csrf_token": token, **data},
            files=[("ufile", each) for each in files],
        )

    def test_files_go_through_the_one_door(self):
        response = self.upload(("a.xml", invoices.cii()), ("page.pdf", invoices.page()))
        booked, waiting = response.json()["documents"]
        # Nothing of a page is read in the request that brings it.
        self.assertEqual((booked["state"], waiting["state"]), ("booked", "reading"))
        self.assertTrue(booked["bill_id"])
        self.assertFalse(waiting["waits"])
        document = self.documents.browse(booked["id"])
        self.assertEqual(
            (document.channel, document.sender), ("upload", "intake_processor")
        )
        event = self.events.search(
            [("document_id", "=", document.id)], order="id", limit=1
        )
        self.assertTrue(event.is_person)

    def test_who_does_not_process_is_told_so(self):
        for person in ("invoicing", "employee"):
            response = self.upload(("a.xml", invoices.cii()), person=person)
            self.assertEqual(response.status_code, 403)
            self.assertTrue(response.json()["error"])
        self.assertFalse(self.documents.search_count([("name", "=", "a.xml")]))

    def test_a_company_that_is_not_ours_is_refused(self):
        other = self.env["res.company"].create({"name": "Autre"})
        response = self.upload(("a.xml", invoices.cii()), company_id=str(other.id))
        self.assertEqual(response.status_code, 403)

    def test_without_the_token_of_the_page_nothing_is_taken(self):
        login = "intake_processor"
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            response = self.url_open(
                "/einvoice/inbox/upload", files=[("ufile", ("a.xml", invoices.cii()))]
            )
        self.assertEqual(response.status_code, 400)

    def test_enclosed_files_are_given_to_readers_only(self):
        content = invoices.ubl().replace(
            b"<cac:AccountingSupplierParty>",
            b"<cac:AdditionalDocumentReference><cbc:ID>J1</cbc:ID><cac:Attachment>"
            b'<cbc:EmbeddedDocumentBinaryObject mimeCode="text/html"'
            b' filename="x.html">PGI+aGk8L2I+</cbc:EmbeddedDocumentBinaryObject>'
            b"</cac:Attachment></cac:AdditionalDocumentReference>"
            b"<cac:AccountingSupplierParty>",
            1,
        )
        document = self.receive(content)
        self.assertIn("/enclosed/0", document.get_invoice_sheet())
        url = f"/einvoice/document/{document.id}/enclosed/0"
        self.authenticate("intake_processor", "intake_processor")
        response = self.url_open(url)
        self.assertEqual(response.content, b"<b>hi</b>")
        # It was made by a stranger: saved, never opened as a page of ours.
        self.assertTrue(
            response.headers["Content-Disposition"].startswith("attachment")
        )
        self.assertEqual(response.headers["Content-Type"], "application/octet-stream")
        self.assertEqual(self.url_open(url.replace("/0", "/7")).status_code, 404)
        self.authenticate("intake_employee", "intake_employee")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)

    def test_answers_are_json(self):
        response = self.upload()
        self.assertEqual(json.loads(response.content), {"documents": []})
