from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EinvoiceCase


@tagged("post_install", "-at_install")
class TestFindingSolution(EinvoiceCase):
    def test_finding_without_solution_offers_none(self):
        finding = self.record(self.bill(), self.noticed())
        self.assertFalse(finding.solve_label)
        with self.assertRaisesRegex(UserError, "no such solution"):
            finding.action_solve()

    def test_only_who_reads_the_finding_may_ask(self):
        finding = self.record(self.bill(), self.noticed())
        with self.assertRaises(AccessError):
            self.rpc("employee", "einvoice.finding", "action_solve", finding.ids)
