"""The approval sheet: what it proves, and who may have it."""

import io
import json

import pdfplumber

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .test_trace import TraceCase


def words(content):
    """Return the text of a PDF, with one space between words."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return " ".join(" ".join(p.extract_text() for p in document.pages).split())


class SheetCase(TraceCase):
    def sheet(self, user, record):
        """Return the text of the sheet that this user gets."""
        env = self.env(user=user, su=False)
        _name, content = env[record._name].browse(record.id)._einvoice_sheet_file()
        return words(content)

    def decided(self, user, bill):
        return bill.sudo().einvoice_decision_ids.filtered(
            lambda each: each.actor_id == user
        )


@tagged("post_install", "-at_install")
class TestSheet(SheetCase):
    def test_it_says_who_decided_what_why_and_from_where(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill, "action_approve", "Delivered on Monday")
        self.decide(self.head, bill)
        said = self.sheet(self.people["auditor"], bill)
        last = bill.sudo().einvoice_round_ids
        for text in (
            "F-2026-118",
            "partner_a",
            bill.name,
            "1,150.00",
            "Round 1: Approved",
            "Lead",
            "Head",
            "named in the circuit",
            "Delivered on Monday",
            "Screen",
            "UTC+",
            "Page 1 of 1",
            last.fingerprint,
        ):
            self.assertIn(text, said)

    def test_a_refused_bill_that_comes_again_has_both_rounds(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill, "action_refuse", "TX_TVA_ERR", "10 % is right")
        bill.invoice_line_ids.price_unit = 90
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.decide(self.lead, bill)
        said = self.sheet(self.people["processor"], bill)
        for text in (
            "Round 1: Refused",
            "Wrong VAT rate (TX_TVA_ERR)",
            "10 % is right",
            "115.00",
            "Round 2: Approved",
            "103.50",
        ):
            self.assertIn(text, said)
        # Who decided has the round of that decision, and it says so.
        again = self.decided(self.lead, bill).sorted("id")[-1]
        said = self.sheet(self.lead, again)
        self.assertIn("Extract: only the round in which Lead decided", said)
        self.assertIn("Round 2: Approved", said)
        self.assertNotIn("TX_TVA_ERR", said)

    def test_the_stand_in_and_the_person_he_stands_in_for(self):
        self.env["einvoice.delegation"].sudo().create(
            {
                "giver_id": self.lead.id,
                "stand_in_id": self.head.id,
                "first_day": "2020-01-01",
                "last_day": "2099-01-01",
            }
        )
        bill = self.submitted(price=100)
        self.decide(self.head, bill)
        said = self.sheet(self.people["auditor"], bill)
        self.assertIn("in place of Lead", said)

    def test_a_question_its_answer_and_a_part(self):
        bill = self.submitted(price=100)
        decision = self.ask(
            bill, self.head.id, "Was it delivered?", method="action_ask"
        )
        self.call_as(
            self.head,
            "einvoice.decision",
            "action_answer",
            decision.ids,
            "One box is missing",
        )
        self.decide(self.lead, bill, "action_approve_partly", 60.0)
        said = self.sheet(self.people["auditor"], bill)
        for text in (
            "Was it delivered?",
            "One box is missing",
            "Question to Head",
            "60.00",
            "Not approved",
            "55.00",
        ):
            self.assertIn(text, said)

    def test_who_lifted_a_finding_is_named(self):
        bill = self.submitted(price=100)
        finding = self.record(bill, self.noticed())
        finding.write(
            {
                "state": "lifted",
                "decided_by_id": self.people["manager"].id,
                "decided_at": "2026-09-02 08:00:00",
                "reason": "Credit note agreed by phone",
            }
        )
        said = self.sheet(self.people["auditor"], bill)
        self.assertIn("Credit note agreed by phone", said)
        self.assertIn(self.people["manager"].name, said)

    def test_the_account_is_not_shown_in_full(self):
        bill = self.submitted(price=100, partner_bank_id=self.bank.id)
        said = self.sheet(self.people["auditor"], bill)
        self.assertIn("FR76 … 0189", said)
        self.assertNotIn("3000600001", said)

    def test_what_changed_since_is_said(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill)
        self.assertNotIn("has changed", self.sheet(self.people["auditor"], bill))
        bill.sudo().einvoice_round_ids.parts = {"supplier": "another"}
        self.assertIn("has changed", self.sheet(self.people["auditor"], bill))

    def test_a_bill_that_nobody_was_asked_about_has_none(self):
        bill = self.bill()
        with self.assertRaises(UserError):
            self.rpc(
                "auditor", "account.move", "action_einvoice_approval_sheet", bill.ids
            )
        kinds = [part.kind for part in bill._einvoice_evidence()]
        self.assertNotIn("approval", kinds)


@tagged("post_install", "-at_install")
class TestSheetEvidence(SheetCase):
    def parts(self, bill, user):
        env = self.env(user=user, context={"lang": user.lang, "tz": user.tz})
        evidence = bill.with_env(env)._einvoice_evidence()
        return {part.name: part.content for part in evidence}

    def test_it_is_the_same_whoever_seals_it(self):
        self.company.partner_id.tz = "Europe/Paris"
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        self.people["auditor"].tz = "Asia/Tokyo"
        one = self.parts(bill, self.people["auditor"])["approval-sheet.pdf"]
        other = self.parts(bill, self.people["manager"])["approval-sheet.pdf"]
        self.assertEqual(one, other)
        self.assertIn("Europe/Paris", words(one))

    def test_the_data_hold_each_decision(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill, "action_approve", "Œuvre à 5 €")
        self.decide(self.head, bill, "action_approve_partly", 400.0)
        (run,) = json.loads(
            self.parts(bill, self.people["auditor"])["approval.json"].decode()
        )
        lead, head = run["decisions"]
        self.assertEqual(run["fingerprint"], bill.sudo().einvoice_round_ids.fingerprint)
        self.assertEqual((run["state"], run["approved"]), ("partly", "400.00"))
        self.assertEqual(
            (lead["person"]["login"], lead["comment"]), ("approval_lead", "Œuvre à 5 €")
        )
        self.assertEqual(head["amount_approved"], "400.00")
        self.assertTrue(head["decided_at"].endswith("+00:00"))
        self.assertEqual(run["bill"]["gross"], "1150.00")


@tagged("post_install", "-at_install")
class TestSheetRights(SheetCase, HttpCase):
    def refused(self, user, record):
        with self.assertRaises(AccessError):
            self.sheet(user, record)

    def test_who_reads_no_bills_has_none(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        for user in (self.people["employee"], self.lead, self.people["approver"]):
            with self.subTest(user=user.login):
                self.refused(user, bill)
        with self.assertRaises(AccessError):
            self.rpc(
                "employee", "account.move", "action_einvoice_approval_sheet", bill.ids
            )

    def test_a_supplier_in_the_portal_does_not_read_what_is_said_of_him(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill)
        supplier = new_test_user(
            self.env, login="einvoice_supplier", groups="base.group_portal"
        )
        supplier.partner_id.parent_id = self.partner_a
        bill.message_subscribe(supplier.partner_id.ids)
        # He may read the bill itself.
        self.assertTrue(bill.with_user(supplier).read(["ref"]))
        self.refused(supplier, bill)

    def test_another_company_has_none(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill)
        other = self.setup_other_company(name="Elsewhere")["company"]
        stranger = new_test_user(
            self.env,
            login="einvoice_elsewhere",
            groups="einvoice_base.group_manager,einvoice_base.group_auditor",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.refused(stranger, bill)
        self.refused(stranger, self.decided(self.lead, bill))

    def test_who_decided_has_the_sheet_of_his_round_when_it_is_ended(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill, "action_approve", "Delivered on Monday")
        mine = self.decided(self.lead, bill)
        self.refused(self.lead, mine)
        self.decide(self.head, bill)
        self.assertIn("Head", self.sheet(self.lead, mine))
        other = self.submitted(price=100, ref="F-2026-119")
        self.decide(self.lead, other)
        # The other approver had nothing to do with this one.
        self.refused(self.head, self.decided(self.lead, other))
        self.refused(self.people["employee"], mine)

    def test_who_decides_on_some_lines_sees_nothing_of_the_rest(self):
        bill = self.bill(price=700, partner_bank_id=self.bank.id)
        secret = {"name": "Secret project", "price_unit": 300}
        bill.write({"invoice_line_ids": [Command.create(secret)]})
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        paper = bill.invoice_line_ids.filtered(lambda line: line.name == "Paper")
        lead = self.open_of(bill, self.lead)
        lead.sudo().line_keys = paper.ids
        self.decide(self.lead, bill)
        self.decide(self.head, bill, "action_approve", "Between us")
        said = self.sheet(self.lead, lead)
        self.assertIn("Paper", said)
        self.assertIn("Extract", said)
        self.assertIn("700.00", said)
        for text in ("Secret project", "Between us", "Head", "1,000.00", "0189"):
            self.assertNotIn(text, said)

    def test_who_was_asked_a_question_sees_no_answer_of_others(self):
        bill = self.submitted(price=1000)
        decision = self.ask(
            bill, self.fallback.id, "Was it delivered?", method="action_ask"
        )
        self.call_as(
            self.fallback,
            "einvoice.decision",
            "action_answer",
            decision.ids,
            "Yes",
        )
        self.decide(self.lead, bill)
        self.decide(self.head, bill, "action_approve", "Between us")
        said = self.sheet(self.fallback, decision)
        self.assertIn("Was it delivered?", said)
        self.assertNotIn("Between us", said)

    def test_the_page_gives_it_to_those_and_to_nobody_else(self):
        bill = self.submitted(price=100)
        self.decide(self.lead, bill)
        own = f"/einvoice/decision/{self.decided(self.lead, bill).id}/approval-sheet"
        full = f"/einvoice/bill/{bill.id}/approval-sheet"
        people = (self.lead, self.head, self.people["auditor"])
        got = {}
        for user in people:
            user.password = user.login
            self.authenticate(user.login, user.login)
            got[user] = [self.url_open(url).status_code for url in (own, full)]
        self.assertEqual(list(got.values()), [[200, 404], [404, 404], [200, 200]])
        page = self.url_open(full)
        self.assertEqual(page.headers["Content-Type"], "application/pdf")
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertTrue(page.content.startswith(b"%PDF"))
        self.assertEqual(
            self.url_open("/einvoice/bill/0/approval-sheet").status_code, 404
        )
