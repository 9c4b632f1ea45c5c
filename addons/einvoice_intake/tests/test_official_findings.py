"""What the official checks say stands on the document, and stops what it should."""

import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..domain.official_rules import OFFICIAL_CODES
from ..domain.official_worker import Worker
from ..models.einvoice_document_official import FOLDER
from . import invoices
from .official_common import OfficialCase

# A stylesheet that fails every invoice with one rule.
_STRICT = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:svrl="http://purl.oclc.org/dsdl/svrl"><!--Schematron version 9.9.9-->
 <xsl:template match="/"><svrl:schematron-output>
  <svrl:failed-assert id="BR-16" flag="fatal" location="/*">
   <svrl:text>[BR-16]-No.</svrl:text></svrl:failed-assert></svrl:schematron-output></xsl:template></xsl:stylesheet>"""
# Computes for some seconds, and finds nothing.
_SLOW = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
 <xsl:template match="/"><out>
  <xsl:for-each select="1 to 600"><xsl:for-each select="1 to 100000">
   <xsl:if test="string-length(string(.)) = 99"><a/></xsl:if>
  </xsl:for-each></xsl:for-each>
 </out></xsl:template></xsl:stylesheet>"""


def without_engine():
    """Return a context in which the library of Saxon is not installed."""
    return patch.dict(sys.modules, {"saxonche": None})


@tagged("post_install", "-at_install")
class TestOfficialFindings(OfficialCase):
    def test_a_good_invoice_is_valid_in_each_syntax_and_nothing_is_said(self):
        documents = self.receive(
            invoices.cii(number="A"),
            invoices.ubl(number="B"),
            ("c.pdf", invoices.facturx(number="C")),
        )
        self.assertEqual(set(documents.mapped("official_state")), {"valid"})
        for document in documents:
            self.assertEqual(self.official(document), {})
            self.assertIn("BR-FR", document.official_editions)
            self.assertEqual(self.kinds(document).count("verified"), 1)

    def test_a_wrong_total_stops_once_and_the_official_rule_is_its_proof(self):
        document = self.receive(invoices.cii(gross="130.00"))
        self.assertEqual(document.official_state, "invalid")
        self.assertEqual(self.official(document), {"BR-CO-15": "inform"})
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "official_en16931"
        )
        self.assertEqual(finding.term, "BT-112")
        self.assertTrue(finding.message.startswith("BR-CO-15 – The total with VAT"))
        self.assertIn("gross_total_wrong", document.finding_ids.mapped("rule"))

    def with_nameless_attachment(self, **said):
        """Return an invoice that breaks a rule which only the official checks know."""
        return invoices.ubl(**said).replace(
            b" <cac:AccountingSupplierParty>",
            b" <cac:AdditionalDocumentReference><cbc:ID/>"
            b"</cac:AdditionalDocumentReference> <cac:AccountingSupplierParty>",
        )

    def test_what_only_the_official_rules_see_stops_the_posting(self):
        document = self.receive(self.with_nameless_attachment(number="AT"))
        self.assertEqual(self.official(document), {"BR-52": "block"})
        bill = document.move_id
        self.assertTrue(bill)
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "official_en16931"
        )
        self.assertEqual(finding.term, "BT-122")
        with self.assertRaisesRegex(UserError, "BR-52"):
            bill.action_post()
        self.rpc("manager", "einvoice.finding", "action_lift", finding.ids, "Agreed")
        bill._einvoice_check()
        self.assertEqual(finding.state, "lifted")

    def enveloped(self, *documents):
        """Put invoices into the envelope of Peppol."""
        name = b"StandardBusinessDocument"
        bare = b"".join(each.split(b"?>", 1)[1] for each in documents)
        return b"<%b><%bHeader/>%b</%b>" % (name, name, bare, name)

    def test_an_envelope_hides_nothing_from_the_official_rules(self):
        bad = self.with_nameless_attachment(number="EV")
        document = self.receive(self.enveloped(bad))
        self.assertEqual(self.official(document), {"BR-52": "block"})

    def test_two_invoices_in_an_envelope_wait_and_none_is_lost(self):
        document = self.receive(
            self.enveloped(invoices.cii(number="E1"), invoices.cii(number="E2"))
        )
        self.assertEqual((document.state, len(document.move_id)), ("to_fix", 0))
        self.assertEqual(document.finding_ids.rule, "several_invoices")
        self.assertIn(b"E2", document.attachment_id.raw)

    def test_a_code_off_its_list_is_to_review_on_its_line(self):
        text = invoices.ubl(number="CL").replace(b'"C62"', b'"ZZ9Q"')
        document = self.receive(text)
        self.assertEqual(self.official(document), {"BR-CL-23": "review"})
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "official_en16931"
        )
        self.assertEqual((finding.term, finding.line), ("BT-130", "1"))
        self.assertIn("Line 1.", finding.message)

    def test_a_french_mention_is_to_review_from_the_reform_on(self):
        missing = invoices.cii(number="M").replace(b"AAB", b"AAI")
        self.assertEqual(
            self.official(self.receive(missing)), {"BR-FR-05_BT-22_AAB": "review"}
        )
        early = invoices.cii(number="E", date="2026-06-01", due="2026-07-01")
        self.assertEqual(
            self.official(self.receive(early.replace(b"AAB", b"AAI"))),
            {"BR-FR-05_BT-22_AAB": "inform"},
        )

    def test_a_foreign_seller_is_not_held_to_the_french_rules(self):
        text = invoices.cii(number="DE").replace(
            b"<ram:CountryID>FR", b"<ram:CountryID>DE", 1
        )
        document = self.receive(text.replace(b"AAB", b"AAI"))
        self.assertNotIn("BR-FR", document.official_editions)
        self.assertEqual(self.official(document), {})

    def test_an_unknown_supplier_is_asked_for_first(self):
        stranger = {"seller": "Tardy", "seller_siren": "910000629"}
        text = invoices.cii(**stranger, seller_vat="FR46910000629", number="U")
        document = self.receive(text.replace(b"AAB", b"AAI"))
        self.assertEqual((document.state, document.todo), ("to_fix", "supplier"))
        self.assertEqual(self.official(document), {"BR-FR-05_BT-22_AAB": "review"})

    def test_an_official_rule_does_not_stop_the_way_to_a_bill(self):
        document = self.receive(
            self.with_nameless_attachment(
                number="W", buyer_siren="910000751", buyer_vat="FR24910000751"
            )
        )
        self.assertEqual(document.state, "to_fix")
        self.assertEqual(self.official(document), {"BR-52": "block"})
        stranger = document.finding_ids.filtered(
            lambda each: each.rule == "buyer_is_stranger"
        )
        stranger.with_user(self.people["manager"]).action_lift("Our old name")
        self.assertTrue(document.move_id)

    def test_a_page_and_a_typed_bill_have_nothing_official(self):
        document = self.receive(("page.pdf", invoices.page()))
        document._verify()
        self.assertEqual(document.official_state, "not_applicable")
        bill = self.init_invoice(
            "in_invoice",
            partner=self.supplier,
            amounts=[100],
            invoice_date="2026-10-01",
        )
        bill._einvoice_check()
        rules = (document.finding_ids | bill.einvoice_finding_ids).mapped("rule")
        self.assertFalse(OFFICIAL_CODES & set(rules))

    def test_the_verdict_is_kept_and_not_asked_for_again(self):
        document = self.receive(invoices.cii(number="K"))
        checked_at = document.official_checked_at
        with without_engine():
            document.move_id._einvoice_check()
            document._check_again()
        self.assertEqual(document.official_state, "valid")
        self.assertEqual(document.official_checked_at, checked_at)
        self.assertEqual(self.kinds(document).count("verified"), 1)

    def test_what_was_not_checked_is_said_and_made_up_for(self):
        with without_engine():
            first, second = self.receive(
                invoices.cii(number="N1"), invoices.cii(number="N2")
            )
            self.assertEqual(first.official_state, "not_checked")
            self.assertEqual(self.official(first), {"official_not_checked": "review"})
            finding = first.finding_ids.filtered(
                lambda each: each.rule == "official_not_checked"
            )
            self.assertIn("saxonche is not installed", finding.message)
            first.move_id._einvoice_check()
            self.assertEqual(self.kinds(first).count("verified"), 1)
        first.move_id._einvoice_check()
        self.assertEqual(first.official_state, "valid")
        self.assertEqual(self.official(first), {})
        self.documents._verify_again()
        self.assertEqual(second.official_state, "valid")
        self.assertEqual(self.official(second), {})

    def use_worker(self, **limits):
        """Let the worker have other limits."""
        folder = self.env["ir.config_parameter"].get_param(FOLDER)
        worker = Worker(folder=Path(folder) if folder else None, **limits)
        self.patch(type(self.documents), "_official_worker", lambda _self: worker)

    def test_what_takes_too_long_blocks_and_is_not_tried_for_ever(self):
        self.use_editions(EN16931__UBL__validation=_SLOW)
        self.use_worker(seconds=1)
        document = self.receive(invoices.ubl(number="SL"))
        bill = document.move_id
        self.assertEqual(document.official_state, "not_checked")
        self.assertEqual(self.official(document), {"official_too_long": "block"})
        with self.assertRaisesRegex(UserError, "more time than a check may"):
            bill.action_post()
        self.use_worker(seconds=60)
        self.documents._verify_again()
        bill._einvoice_check()
        self.assertEqual(document.official_state, "not_checked")
        # A person asks again.
        bill.action_einvoice_check()
        self.assertEqual(document.official_state, "valid")
        self.assertEqual(self.official(document), {})

    def test_a_newer_edition_tries_again_what_took_too_long(self):
        self.use_editions(EN16931__UBL__validation=_SLOW)
        self.use_worker(seconds=1)
        document = self.receive(invoices.ubl(number="SN"))
        self.assertEqual(self.official(document), {"official_too_long": "block"})
        self.use_editions()
        self.use_worker()
        self.documents._verify_again()
        self.assertEqual(document.official_state, "valid")
        self.assertEqual(self.official(document), {})

    def test_a_manager_lifts_what_took_too_long(self):
        self.use_editions(EN16931__UBL__validation=_SLOW)
        self.use_worker(seconds=1)
        document = self.receive(invoices.ubl(number="SM"))
        finding = document.finding_ids.filtered(
            lambda each: each.rule == "official_too_long"
        )
        self.rpc("manager", "einvoice.finding", "action_lift", finding.ids, "Read it")
        document.move_id.action_post()
        self.assertEqual(document.move_id.state, "posted")

    def test_a_newer_edition_checks_again_and_names_itself(self):
        document = self.receive(invoices.ubl(number="ED"))
        self.use_editions(EN16931__UBL__validation=_STRICT)
        document.move_id._einvoice_check()
        self.assertEqual(document.official_state, "invalid")
        self.assertEqual(self.official(document), {"BR-16": "block"})
        self.assertIn("EN 16931 9.9.9 (CEN)", document.official_editions)
        self.assertEqual(self.kinds(document).count("verified"), 2)

    def test_a_broken_edition_is_named_and_the_library_s_is_used(self):
        self.use_editions(EN16931__UBL__validation="<broken")
        document = self.receive(invoices.ubl(number="BR"))
        self.assertEqual(document.official_state, "valid")
        self.assertEqual(self.official(document), {"official_edition": "inform"})
        self.assertIn("EN 16931 1.3.16 (CEN)", document.official_editions)

    def test_what_cannot_be_computed_is_no_pass(self):
        document = self.receive(invoices.ubl(number="C", gross="2400,00"))
        self.assertEqual(document.official_state, "invalid")
        self.assertEqual(self.official(document)["official_engine"], "block")

    def test_the_form_says_state_editions_and_rules_in_words(self):
        document = self.receive(invoices.cii(number="F", gross="130.00"))
        self.assertIn("BR-CO-15", document.official_failures)
        self.assertIn("The total with VAT (BT-112)", document.official_failures)
        self.assertNotIn("/*", document.official_failures)
        event = self.events.search(
            [("document_id", "=", document.id), ("kind", "=", "verified")]
        )
        self.assertIn("BR-CO-15", event.sentence)

    def test_a_rule_of_the_family_can_be_softened_and_switched_off(self):
        rule = self.env["einvoice.rule"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("code", "=", "official_brfr"),
            ]
        )
        rule.mode = "off"
        document = self.receive(invoices.cii(number="O").replace(b"AAB", b"AAI"))
        self.assertEqual(self.official(document), {})
        self.assertEqual(document.official_state, "invalid")

    def test_nobody_writes_a_verdict(self):
        document = self.receive(invoices.cii(number="R", gross="130.00"))
        for person in ("processor", "manager"):
            with self.assertRaises(AccessError):
                self.rpc(
                    person,
                    "einvoice.document",
                    "write",
                    document.ids,
                    {"official_state": "valid"},
                )

    def test_only_an_administrator_names_the_folder_and_it_must_be_there(self):
        settings = self.env["res.config.settings"]
        with self.assertRaises(ValidationError):
            settings.create({"einvoice_editions_folder": "/no/such/folder"})
        with self.assertRaises(AccessError):
            self.rpc(
                "manager",
                "res.config.settings",
                "create",
                {"einvoice_editions_folder": tempfile.gettempdir()},
            )

    def test_the_system_check_says_whether_it_runs_and_with_what(self):
        folder = self.use_editions(EN16931__UBL__validation="<broken")
        lines = self.check_lines()
        self.assertEqual(lines["official_worker"].state, "ok")
        self.assertIn("EN 16931", lines["official_worker"].found)
        self.assertEqual(lines["official_editions"].state, "problem")
        self.assertIn("EN16931-UBL-validation", lines["official_editions"].advice)
        (folder / "EN16931-UBL-validation.xslt").unlink()
        self.assertEqual(self.check_lines()["official_editions"].state, "ok")
        with without_engine():
            missing = self.check_lines()["official_worker"]
        self.assertEqual(missing.state, "problem")
        self.assertIn("pip install saxonche", missing.advice)

    def check_lines(self):
        manager = self.people["manager"]
        action = self.env["einvoice.system.check"].with_user(manager).action_check()
        check = self.env["einvoice.system.check"].browse(action["res_id"])
        return {line.code: line for line in check.line_ids}
