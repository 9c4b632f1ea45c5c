"""Bills and originals stay when the addon goes."""

from odoo.tests import tagged

from ..hooks import uninstall_hook
from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestUninstall(IntakeCase):
    def test_originals_hang_on_their_bill_or_company(self):
        booked, waiting = self.receive(invoices.cii(), b"<cut", channel="api")
        bill, content = booked.move_id, booked.attachment_id.raw
        uninstall_hook(self.env)
        for document, model, key in (
            (booked, "account.move", bill.id),
            (waiting, "res.company", self.company.id),
        ):
            file = document.attachment_id
            self.assertEqual((file.res_model, file.res_id), (model, key))
        self.assertEqual(booked.attachment_id.raw, content)
        alias = self.journal.alias_id
        self.assertEqual(alias.alias_model_id.model, "account.move")
