import io

from PIL import Image

from odoo.tests import HttpCase, tagged

from . import invoices
from .common import IntakeCase


@tagged("post_install", "-at_install")
class TestChannelUploadTour(IntakeCase, HttpCase):
    def test_the_uploader_of_the_bills_leads_to_the_door(self):
        self.env["ir.attachment"].create(
            {
                "name": "upload.xml",
                "raw": invoices.cii(),
                "url": "/einvoice_intake/tour/upload.xml",
                "public": True,
            }
        )
        self.start_tour(
            "/odoo/action-account.action_move_in_invoice",
            "einvoice_upload_on_bills",
            login="intake_processor",
        )
        scan = self.documents.search([("name", "=", "scan.png")])
        image = Image.open(io.BytesIO(scan.attachment_id.raw))
        self.assertEqual(image.size, (2400, 2000))
        invoice = self.documents.search([("name", "=", "f.xml")])
        self.assertEqual((invoice.state, invoice.channel), ("booked", "upload"))
        left = self.env["ir.attachment"].search(
            [("name", "in", ("scan.png", "f.xml")), ("res_model", "=", False)]
        )
        self.assertFalse(left)
