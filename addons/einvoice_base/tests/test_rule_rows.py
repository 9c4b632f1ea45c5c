"""Rows of rules follow the code, and keep what a company wants."""

from odoo.tests import tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestRuleRows(EinvoiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["einvoice.rule"].sudo()

    def row(self, code, addon):
        return self.rules.create(
            {
                "company_id": self.env.company.id,
                "code": code,
                "addon": addon,
                "severity": "block",
            }
        )

    def test_rules_of_addons_not_loaded_yet_keep_their_settings(self):
        # An update loads base first: the rules above it come a moment later.
        above = self.row("of_another_addon", "einvoice_another")
        above.mode = "observe"
        self.rules._sync()
        self.assertEqual(above.exists().mode, "observe")

    def test_a_rule_that_left_the_code_loses_its_row(self):
        gone = self.row("no_such_rule", "einvoice_base")
        self.rules._sync()
        self.assertFalse(gone.exists())

    def test_the_rules_of_an_uninstalled_addon_go(self):
        above = self.row("of_another_addon", "einvoice_another")
        known = self.rules.search_count([("addon", "=", "einvoice_base")])
        self.env["ir.model.data"]._module_data_uninstall(["einvoice_another"])
        self.assertFalse(above.exists())
        left = self.rules.search_count([("addon", "=", "einvoice_base")])
        self.assertEqual(left, known)
