import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import invoices
from .paper_common import PaperCase

# What makes it surely somebody else's: his own identifier.
OTHER_BUYER = ((340, 724, "Facturé à :"), (340, 668, "SIREN : 732 829 320"))


@tagged("post_install", "-at_install")
class TestPaperReview(PaperCase):
    """A person looks at what was read of a page, and it becomes a bill."""

    def confirm(self, document, values, person="processor"):
        return self.rpc(
            person, "einvoice.document", "review_confirm", document.ids, values
        )

    def load(self, document, person="processor"):
        return self.rpc(person, "einvoice.document", "review_load", document.ids)

    def test_a_number_that_was_not_found_is_typed_and_the_bill_is_made(self):
        document = self.read(number=None)
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(document.todo, "review")
        self.assertIn("Number", document.waiting_reason)
        shown = self.load(document)
        fields = {each["path"]: each for each in shown["fields"]}
        self.assertTrue(fields["number"]["is_doubtful"])
        self.assertTrue(fields["number"]["why"])
        self.assertEqual(fields["totals.gross"]["value"], "120.00")
        self.assertEqual(shown["supplier"]["id"], self.supplier.id)
        answer = self.confirm(document, self.typed(number=" F-77 "))
        self.assertEqual(answer["state"], document.state)
        bill = document.move_id
        self.assertEqual(bill.ref, "F-77")
        self.assertEqual(bill.amount_total, 120)
        self.assertEqual(bill.partner_id, self.supplier)
        self.assertNotIn("review_needed", document.finding_ids.mapped("rule"))

    def test_shipping_of_the_whole_is_shown_and_booked_beside_the_lines(self):
        shipping = ((380, 456, "Frais de port HT"), (520, 456, "10,00 €"))
        document = self.read(number=None, line="90,00", extra=shipping)
        shown = {each["path"]: each for each in self.load(document)["fields"]}
        self.assertEqual(shown["totals.charges"]["value"], "10.00")
        checked = self.rpc(
            "processor", "einvoice.document", "review_check", document.ids, {}
        )
        self.assertTrue(checked["totals"]["ok"])
        self.confirm(document, self.typed(number="F-78"))
        bill = document.move_id
        self.assertEqual(bill.invoice_line_ids.mapped("price_subtotal"), [90, 10])
        self.assertEqual(bill.amount_total, 120)

    def test_prices_with_vat_are_booked_without_it(self):
        document = self.read(prices="TTC", line="120,00")
        bill = document.move_id
        self.assertEqual(bill.invoice_line_ids.mapped("price_subtotal"), [100])
        self.assertIn("Papier A4 blanc", bill.invoice_line_ids.name)
        self.assertEqual((bill.amount_tax, bill.amount_total), (20, 120))

    def test_the_first_steps_ask_for_a_review_where_paper_waits(self):
        check = self.env["einvoice.system.check"].sudo()

        def state():
            steps = check._steps(self.company)
            return [each.state for each in steps if each.code == "step_paper"]

        self.assertEqual(state(), [])
        document = self.read(number=None)
        self.assertEqual(state(), ["todo"])
        self.confirm(document, self.typed(number="F-77"))
        self.assertEqual(state(), ["ok"])

    def test_the_journal_keeps_what_was_read_and_what_became_of_it(self):
        document = self.read(number=None)
        self.confirm(document, self.typed(number="F-77", totals__gross="120"))
        domain = [("document_id", "=", document.id), ("kind", "=", "reviewed")]
        [event] = self.events.search(domain)
        self.assertTrue(event.is_person)
        outcomes = {row[0]: row for row in json.loads(event.payload)["fields"]}
        self.assertEqual(outcomes["number"][1:], ["", None, "changed", "F-77"])
        self.assertEqual(outcomes["issue_date"][3], "kept")
        kinds = self.kinds(document)
        self.assertEqual(kinds.count("field_corrected"), 1)

    def test_what_is_not_understood_is_said_for_its_field(self):
        document = self.read(number=None)
        values = self.typed(issue_date="yesterday", number="F-1")
        checked = self.rpc(
            "processor", "einvoice.document", "review_check", document.ids, values
        )
        [refused] = [
            each for each in checked["problems"] if each["code"] == "field_refused"
        ]
        self.assertEqual(refused["term"], "issue_date")
        self.assertIn("yesterday", refused["message"])
        with self.assertRaisesRegex(UserError, "Date"):
            self.confirm(document, values)
        self.assertFalse(document.move_id)
        self.assertFalse(document.reviewed_at)

    def test_totals_are_checked_live_and_nothing_is_stored(self):
        document = self.read(number=None)
        checked = self.rpc(
            "processor",
            "einvoice.document",
            "review_check",
            document.ids,
            self.typed(totals__gross="121"),
        )
        self.assertEqual(checked["totals"]["gross"], "121")
        self.assertEqual(checked["totals"]["difference"], "1.00")
        self.assertFalse(checked["totals"]["ok"])
        self.assertFalse(document.sudo().corrections)

    def test_what_is_saved_is_there_again(self):
        document = self.read(number=None)
        self.rpc(
            "processor",
            "einvoice.document",
            "review_save",
            document.ids,
            self.typed(number="F-5", due_date="tomorrow"),
        )
        fields = {each["path"]: each for each in self.load(document)["fields"]}
        self.assertEqual(fields["number"]["value"], "F-5")
        self.assertEqual(fields["number"]["confidence"], 1)
        self.assertEqual(fields["due_date"]["value"], "tomorrow")
        self.assertIn("tomorrow", fields["due_date"]["why"])
        self.assertEqual(document.state, "to_fix")

    def test_what_was_refused_is_told_where_the_document_goes_on_without_it(self):
        document = self.read(number=None)
        kept = self.typed(number="F-5", due_date="tomorrow")
        self.rpc("processor", "einvoice.document", "review_save", document.ids, kept)
        document.with_user(self.people["processor"]).action_retry()
        self.assertEqual(document.move_id.ref, "F-5")
        [finding] = document._open_findings()
        self.assertEqual(finding.rule, "typed_refused")
        self.assertIn("left out: Due date.", finding.message)
        self.assertEqual(document.state, "to_check")

    def test_what_is_missing_is_said_as_soon_as_the_review_is_confirmed(self):
        document = self.read(number=None)
        self.confirm(document, self.typed(number=""))
        self.assertIn("number_missing", document.finding_ids.mapped("rule"))

    def test_what_is_not_for_us_is_rejected_rather_than_reviewed(self):
        document = self.read(buyer="AUTRE SA", number=None, extra=OTHER_BUYER)
        self.assertEqual(document.waiting_code, "buyer_is_stranger")
        self.assertEqual(document.todo, "reject")
        self.assertTrue(document.is_reviewable)
        problems = self.load(document)["problems"]
        self.assertEqual(problems[0]["code"], "buyer_is_stranger")
        checked = self.rpc(
            "processor",
            "einvoice.document",
            "review_check",
            document.ids,
            self.typed(
                buyer__name="LE CLIENT", buyer__legal_id=invoices.BUYER["buyer_siren"]
            ),
        )
        codes = [each["code"] for each in checked["problems"]]
        self.assertNotIn("buyer_is_stranger", codes)

    def test_lines_are_replaced_whole(self):
        document = self.read(number=None)
        lines = [
            {"name": {"value": "Pens"}, "net": {"value": "60"}},
            {"name": {"value": "Ink"}, "net": {"value": "40,00"}},
        ]
        for line in lines:
            line["vat_rate"] = {"value": "20"}
        self.confirm(document, self.typed(lines=lines, number="F-9"))
        self.assertEqual(
            document.move_id.invoice_line_ids.mapped("name"), ["Pens", "Ink"]
        )
        self.assertEqual(document.move_id.amount_total, 120)

    def test_an_unknown_supplier_is_asked_for_after_the_review(self):
        document = self.read(siren="732 829 320", seller="AUTRE SARL")
        self.assertEqual(document.todo, "review")
        answer = self.confirm(document, self.typed(number="F-8"))
        self.assertEqual(answer["action"]["res_model"], "einvoice.document.supplier")
        wizard = self.env["einvoice.document.supplier"].browse(
            answer["action"]["res_id"]
        )
        self.assertEqual(wizard.company_registry, "732829320")
        wizard.action_create()
        self.assertEqual(document.move_id.ref, "F-8")

    def test_a_chosen_supplier_is_taken(self):
        document = self.read(siren="732 829 320", seller="AUTRE SARL")
        self.confirm(document, self.typed(partner=self.supplier))
        self.assertEqual(document.move_id.partner_id, self.supplier)
        self.assertEqual(document.evidence, "person")

    def test_our_own_company_is_no_supplier(self):
        document = self.read(siren="732 829 320", seller="AUTRE SARL")
        with self.assertRaises(UserError):
            self.confirm(document, self.typed(partner=self.company.partner_id))

    def test_a_supplier_that_is_no_record_is_refused_with_a_sentence(self):
        document = self.read(siren="732 829 320", seller="AUTRE SARL")
        for key in ("abc", [1], {"a": 1}, 1.5, True, -1, 10**30):
            with self.subTest(key=key), self.assertRaises(UserError):
                self.confirm(document, {**self.typed(), "partner_id": key})
        self.assertEqual(document.state, "to_fix")

    def test_absurd_numbers_that_were_kept_do_not_lock_a_document(self):
        document = self.read(number=None)
        huge = {name: {"value": "9" * 20} for name in ("quantity", "price")}
        # As an earlier version kept them.
        document.sudo().corrections = {"fields": {}, "lines": [huge], "taxes": None}
        shown = self.load(document)
        refused = [each["term"] for each in shown["problems"] if each["term"]]
        self.assertIn("line.0.price", refused)
        self.rpc(
            "processor",
            "einvoice.document",
            "review_save",
            document.ids,
            self.typed(number="F\x001", lines=[]),
        )
        self.assertEqual(document._reading().invoice.number, "F1")

    def test_only_people_who_process_may_review(self):
        document = self.read(number=None)
        for method, arguments in (
            ("review_load", ()),
            ("review_check", (self.typed(),)),
            ("review_save", (self.typed(number="X"),)),
            ("review_confirm", (self.typed(number="X"),)),
            ("review_split", ([[1]],)),
        ):
            for person in ("employee", "portal", "approver", "auditor", "invoicing"):
                with self.assertRaises(AccessError):
                    self.rpc(
                        person, "einvoice.document", method, document.ids, *arguments
                    )
        self.assertFalse(document.sudo().corrections)

    def test_a_forged_write_is_refused(self):
        document = self.read(number=None)
        for vals in ({"corrections": {}}, {"reviewed_at": "2026-01-01"}):
            with self.assertRaises(AccessError):
                self.rpc("processor", "einvoice.document", "write", document.ids, vals)
        page = document.page_ids
        for vals in ({"words": []}, {"image": False}):
            with self.assertRaises(AccessError):
                self.rpc("manager", "einvoice.page", "write", page.ids, vals)

    def test_what_has_a_bill_is_not_reviewed_again(self):
        document = self.read(number=None)
        self.confirm(document, self.typed(number="F-3"))
        with self.assertRaises(UserError):
            self.confirm(document, self.typed(number="F-4"))
        self.assertEqual(document.move_id.ref, "F-3")

    def test_a_structured_invoice_is_not_reviewed(self):
        [document] = self.receive(invoices.cii())
        with self.assertRaises(UserError):
            self.confirm(document, self.typed(number="F-4"))

    def test_a_review_by_a_person_is_no_touchless_bill(self):
        document = self.read(number=None)
        self.confirm(document, self.typed(number="F-3"))
        people = document.move_id._einvoice_people()[document.move_id]
        self.assertTrue(people["is_touched"])
