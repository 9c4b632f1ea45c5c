"""What a manager does with findings and rules, on a screen and on a phone."""

from odoo.tests import HttpCase, tagged

from .common import EinvoiceCase


class FindingTour(EinvoiceCase, HttpCase):
    def lift(self):
        bill = self.bill()
        finding = self.record(bill, self.noticed())
        url = f"/odoo/account.move/{bill.id}"
        self.start_tour(url, "einvoice_finding_lift", login="einvoice_manager")
        self.assertEqual(finding.state, "lifted")
        self.assertEqual(finding.reason, "Agreed by phone")


@tagged("post_install", "-at_install")
class TestTourFinding(FindingTour):
    def test_lift_with_a_reason(self):
        self.lift()

    def test_observe_a_rule(self):
        self.start_tour(
            "/odoo/einvoice-rules", "einvoice_rule_observe", login="einvoice_manager"
        )
        rule = (
            self.env["einvoice.rule"]
            .sudo()
            .search(
                [
                    ("code", "=", "payable_wrong"),
                    ("company_id", "=", self.env.company.id),
                ]
            )
        )
        self.assertEqual(rule.mode, "observe")


@tagged("post_install", "-at_install")
class TestTourFindingPhone(FindingTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_lift_with_a_reason(self):
        self.lift()
