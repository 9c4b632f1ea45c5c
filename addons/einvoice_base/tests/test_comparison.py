from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestComparison(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.bill(price=989.53, ref="FA-2026-00118")
        cls.first.action_post()
        cls.again = cls.bill(price=989.53, ref="FA118", invoice_date_due="2026-12-24")
        cls.again._einvoice_check()
        cls.finding = cls.again.einvoice_finding_ids.filtered("twin_key")

    def comparison(self, person):
        env = self.env(user=self.people[person], su=False)
        action = env["einvoice.finding"].browse(self.finding.id).action_solve()
        return env["einvoice.comparison"].browse(action["res_id"])

    def test_what_differs_comes_first(self):
        page = html.fromstring(self.comparison("processor").comparison)
        rows = [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in page.findall(".//tbody/tr")
        ]
        differing = page.findall(".//tr[@class='o_einvoice_differs']")
        told = [row[0].removeprefix("Differs: ") for row in rows[: len(differing)]]
        self.assertEqual(told, ["Number", "Due date"])
        self.assertEqual(rows[0][1:], ["FA-2026-00118", "FA118"])
        self.assertFalse([row for row in rows[2:] if row[0].startswith("Differs")])
        [first, second] = page.findall(".//thead//a")
        self.assertEqual(first.text, self.first.name)
        # A draft has no number: it is named by supplier, reference and date.
        for said in (self.again.partner_id.name, "FA118", "09/01/2026"):
            self.assertIn(said, second.text)

    def test_the_same_is_cancelled(self):
        self.comparison("processor").action_same()
        self.assertEqual(self.again.state, "cancel")
        self.assertEqual(self.first.state, "posted")

    def test_another_invoice_is_for_a_manager_with_a_reason(self):
        mine = self.comparison("processor")
        mine.reason = "Second delivery"
        with self.assertRaises(AccessError):
            mine.action_other()
        manager = self.comparison("manager")
        with self.assertRaises(UserError):
            manager.action_other()
        manager.reason = "Second delivery"
        manager.action_other()
        self.assertEqual(self.finding.state, "lifted")
        self.again._einvoice_check()
        self.assertFalse(
            self.again.einvoice_finding_ids.filtered(
                lambda each: each.twin_key and each.state == "open"
            )
        )

    def test_a_posted_bill_is_not_cancelled(self):
        self.finding.with_user(self.people["manager"]).action_lift("Another")
        self.again.action_post()
        with self.assertRaises(UserError):
            self.env["einvoice.comparison"].with_user(self.people["manager"]).create(
                {"finding_id": self.finding.id}
            ).action_same()
