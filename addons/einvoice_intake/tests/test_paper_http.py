from odoo.tests import HttpCase, tagged

from .paper_common import PaperCase


@tagged("post_install", "-at_install")
class TestPaperHttp(PaperCase, HttpCase):
    """The pictures of pages go to those who may read the document, and to no other."""

    def run_lane(self, number=1):
        # A test of the web is in test mode already.
        lane = self.env.ref(f"einvoice_intake.ir_cron_lane_{number}")
        lane.method_direct_trigger()
        self.env.invalidate_all()

    def fetch(self, document, number, person=None):
        self.authenticate(person, person) if person else self.authenticate(None, None)
        return self.url_open(
            f"/einvoice/document/{document.id}/page/{number}", allow_redirects=False
        )

    def test_a_page_is_shown_to_who_may_read_the_document(self):
        document = self.read(number=None)
        for person in ("intake_processor", "intake_auditor"):
            response = self.fetch(document, 1, person)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["Content-Type"], "image/jpeg")
            self.assertTrue(response.content.startswith(b"\xff\xd8"))
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_others_get_nothing(self):
        document = self.read(number=None)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.person("manager", login="elsewhere", company=other)
        for person in ("intake_employee", "intake_portal", "elsewhere"):
            self.assertEqual(self.fetch(document, 1, person).status_code, 404)
        self.assertEqual(self.fetch(document, 1).status_code, 303)
        self.assertEqual(self.fetch(document, 2, "intake_processor").status_code, 404)
        # Nor by the road of attachments and records.
        page = document.page_ids
        for person in ("intake_employee", "elsewhere"):
            self.authenticate(person, person)
            response = self.url_open(f"/web/image/einvoice.page/{page.id}/image")
            self.assertFalse(response.content.startswith(b"\xff\xd8"))
