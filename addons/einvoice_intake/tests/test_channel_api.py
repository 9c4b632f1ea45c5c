import json

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from . import invoices
from .common import IntakeCase

PATH = "/einvoice/v1/documents"


@tagged("post_install", "-at_install")
class TestChannelApi(IntakeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {name: cls.key(user) for name, user in cls.people.items()}

    @classmethod
    def key(cls, user):
        keys = cls.env["res.users.apikeys"].with_user(user).sudo()
        soon = fields.Datetime.add(fields.Datetime.now(), hours=1)
        return keys._generate(None, "test", soon)

    def call(self, method, path=PATH, key="processor", headers=None, **kwargs):
        headers = dict(headers or {})
        if key:
            headers["Authorization"] = f"Bearer {self.keys.get(key, key)}"
        self.opener.cookies.clear()
        return self.opener.request(
            method, self.base_url() + path, headers=headers, timeout=60, **kwargs
        )

    def post(
        self, content=None, name="f.xml", query="", kind="application/xml", **more
    ):
        headers = {"Content-Type": kind, **more.pop("headers", {})}
        if name:
            headers["X-Filename"] = name
        content = invoices.cii() if content is None else content
        return self.call("POST", PATH + query, headers=headers, data=content, **more)

    def documents_of(self, answer):
        ids = [each["id"] for each in answer.json()["documents"]]
        return self.documents.browse(ids)

    def check_refusal(self, answer, status, code):
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(
            answer.headers["Content-Type"].split(";")[0], "application/json"
        )
        error = answer.json()["error"]
        self.assertEqual(error["code"], code)
        self.assertTrue(error["message"].strip())
        self.assertNotIn("Traceback", answer.text)

    def received(self):
        return self.documents.search([("company_id", "=", self.company.id)])

    def test_bytes_of_a_file_become_a_document(self):
        answer = self.post()
        self.assertEqual(answer.status_code, 202)
        document = self.documents_of(answer)
        self.assertEqual((document.state, document.channel), ("booked", "api"))
        self.assertEqual(
            (document.name, document.sender), ("f.xml", "intake_processor")
        )
        self.assertEqual(document.attachment_id.raw, invoices.cii())
        self.assertNotIn("Set-Cookie", answer.headers)
        [said] = answer.json()["documents"]
        self.assertEqual(said["bill"]["total"], "120.00")
        self.assertTrue(said["url"].endswith(f"/supplier-invoices/{document.id}"))

    def test_the_state_can_be_asked(self):
        document = self.documents_of(
            self.post(invoices.cii(seller_siren="", seller_vat=""))
        )
        answer = self.call("GET", f"{PATH}/{document.id}")
        self.assertEqual(answer.status_code, 200)
        said = answer.json()
        self.assertEqual((said["state"], said["bill"]), ("to_fix", None))
        self.assertEqual(said["findings"][0]["code"], "supplier_unknown")
        self.assertTrue(said["findings"][0]["advice"])

    def test_a_form_takes_several_files(self):
        answer = self.call(
            "POST",
            files=[
                ("file", ("a.xml", invoices.cii(number="F-101"))),
                ("file", ("b.pdf", invoices.facturx(number="F-102"))),
                ("other", ("order.xml", invoices.ORDER)),
                ("other", ("empty.xml", b"")),
            ],
        )
        self.assertEqual(answer.status_code, 202)
        documents = self.documents_of(answer)
        self.assertEqual(
            documents.mapped("name"), ["a.xml", "b.pdf", "order.xml", "empty.xml"]
        )
        self.assertEqual(
            documents.mapped("state"), ["booked", "booked", "rejected", "to_fix"]
        )

    def test_a_zip_is_its_files(self):
        content = invoices.zipped(
            a__xml=invoices.cii(number="F-101"), b__xml=invoices.ubl(number="F-102")
        )
        answer = self.post(content, name="all.zip", kind="application/zip")
        documents = self.documents_of(answer)
        self.assertEqual(documents.mapped("state"), ["booked", "booked"])
        self.assertEqual(set(documents.mapped("container")), {"all.zip"})

    def test_beyond_a_batch_the_queue_takes_up(self):
        files = {f"f{each}__xml": invoices.cii(number=f"N{each}") for each in range(42)}
        answer = self.post(
            invoices.zipped(**files), name="all.zip", kind="application/zip"
        )
        documents = self.documents_of(answer)
        self.assertEqual(documents.mapped("state").count("booked"), 40)
        self.assertEqual(documents.mapped("state").count("received"), 2)
        self.env.ref("einvoice_intake.ir_cron_process").method_direct_trigger()
        self.assertEqual(set(documents.mapped("state")), {"booked"})

    def test_the_same_file_again_is_a_copy(self):
        first = self.documents_of(self.post())
        answer = self.post(name="again.xml")
        self.assertEqual(answer.status_code, 202)
        [said] = answer.json()["documents"]
        self.assertEqual((said["state"], said["copy_of"]), ("duplicate", first.id))

    def test_a_repeated_call_with_a_key_is_one_call(self):
        headers = {"Idempotency-Key": "run 1"}
        first = self.documents_of(self.post(headers=headers))
        again = self.post(headers=headers)
        self.assertEqual(again.status_code, 200)
        self.assertEqual(self.documents_of(again), first)
        self.assertEqual(len(self.received()), 1)
        other = self.post(invoices.cii(number="B"), headers=headers)
        self.check_refusal(other, 422, "key_used")
        mine = self.post(headers=headers, key="manager")
        self.assertEqual(mine.json()["documents"][0]["state"], "duplicate")

    def test_a_request_over_the_limit_is_not_read(self):
        self.company.einvoice_size_limit = 1
        large = invoices.cii() + b" " * 3 * 1024 * 1024
        answer = self.post(large)
        self.check_refusal(answer, 413, "too_large")
        self.assertIn("1 MB", answer.json()["error"]["message"])
        # Within what a form may add, but the file itself is too large.
        answer = self.call("POST", files={"file": ("f.xml", large[: 3 * 2**19])})
        self.check_refusal(answer, 413, "too_large")
        self.assertFalse(self.received())

    def test_a_request_without_length_is_refused(self):
        answer = self.post(iter([invoices.cii()]))
        self.check_refusal(answer, 411, "length_required")

    @mute_logger("odoo.http")
    def test_a_key_is_needed(self):
        self.check_refusal(self.post(key=None), 401, "key_missing")
        self.check_refusal(self.post(key="nonsense"), 401, "key_missing")
        answer = self.call("GET", f"{PATH}/1", key=None)
        self.check_refusal(answer, 401, "key_missing")
        self.assertFalse(self.received())

    @mute_logger("odoo.http")
    def test_a_session_is_no_key(self):
        self.authenticate("intake_processor", "intake_processor")
        browser = {
            "Sec-Fetch-Dest": "document",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Site": "same-origin",
            "Sec-Fetch-User": "?1",
            "Content-Type": "application/xml",
            "X-Filename": "f.xml",
        }
        answer = self.opener.post(
            self.base_url() + PATH, headers=browser, data=invoices.cii(), timeout=60
        )
        self.check_refusal(answer, 401, "key_missing")
        self.assertFalse(self.received())

    @mute_logger("odoo.http")
    def test_only_processors_may_call(self):
        document = self.receive(invoices.cii(number="X"))
        for person in ("employee", "portal", "approver", "auditor", "invoicing"):
            with self.subTest(person):
                answer = self.post(key=person)
                self.check_refusal(answer, 403, "not_a_processor")
                answer = self.call("GET", f"{PATH}/{document.id}", key=person)
                self.check_refusal(answer, 403, "not_a_processor")
        self.assertEqual(self.received(), document)

    @mute_logger("odoo.http")
    def test_the_company_must_be_one_of_the_users(self):
        other = self.setup_other_company()["company"]
        self.check_refusal(
            self.post(query=f"?company={other.id}"), 403, "company_refused"
        )
        answer = self.post(query="?company=200000008")
        self.assertEqual(self.documents_of(answer).company_id, self.company)
        hidden = self.receive(("order.xml", invoices.ORDER), company=other)
        self.check_refusal(self.call("GET", f"{PATH}/{hidden.id}"), 404, "not_found")
        self.check_refusal(self.call("GET", f"{PATH}/987654321"), 404, "not_found")

    @mute_logger("odoo.http")
    def test_a_call_that_makes_no_sense_says_so(self):
        self.check_refusal(self.post(name=None), 400, "name_missing")
        self.check_refusal(
            self.post(kind="application/json"), 415, "type_not_supported"
        )
        form = "application/x-www-form-urlencoded"
        self.check_refusal(self.post(kind=form), 415, "type_not_supported")
        boundary = "multipart/form-data; boundary=x"
        self.check_refusal(self.post(b"junk", kind=boundary), 400, "no_file")
        answer = self.call("PUT", data=b"")
        self.assertEqual(answer.status_code, 405)
        self.assertFalse(self.received())

    def test_a_name_is_a_name_and_no_path(self):
        answer = self.post(name="../../etc/..\\passwd.xml")
        self.assertEqual(self.documents_of(answer).name, "passwd.xml")
        disposition = {"Content-Disposition": 'attachment; filename="c.xml"'}
        answer = self.post(invoices.cii(number="C"), name=None, headers=disposition)
        self.assertEqual(self.documents_of(answer).name, "c.xml")

    def test_damaged_files_are_documents(self):
        other = {"net": "90.00", "vat": "18.00", "gross": "108.00"}
        for name, content, state in (
            ("empty.xml", b"", "to_fix"),
            ("cut.xml", invoices.cii()[:700], "to_fix"),
            ("order.xml", invoices.ORDER, "rejected"),
            ("named.pdf", invoices.cii(number="N"), "booked"),
            ("bom.xml", b"\xef\xbb\xbf" + invoices.cii(number="M", **other), "booked"),
        ):
            with self.subTest(name):
                answer = self.post(content, name=name, kind="application/octet-stream")
                [said] = answer.json()["documents"]
                self.assertEqual(said["state"], state)
                if state != "booked":
                    self.assertTrue(said["reason"])

    def test_the_answer_is_json_and_nothing_else(self):
        answer = self.post()
        self.assertEqual(json.loads(answer.text), answer.json())
        self.assertEqual(answer.json()["documents"][0]["size"], len(invoices.cii()))
