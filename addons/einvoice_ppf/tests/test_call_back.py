"""The call back of a platform: it wakes the look, and only when it is signed."""

import base64
import hashlib
import hmac
import time

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.einvoice_intake.tests.common import IntakeCase

KEY = base64.b64encode(b"k" * 32).decode()
BODY = b'{"flowId": "7"}'


@tagged("post_install", "-at_install")
class TestCallBack(IntakeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        platform = cls.env.ref("einvoice_ppf.einvoice_pa_platform_superpdp")
        cls.connection = cls.env["einvoice.pa.connection"].create(
            {"platform_id": platform.id, "company_id": cls.company.id}
        )
        cls.connection.sudo().write({"webhook_token": "path", "webhook_key": KEY})

    def called(self, body=BODY, key=b"k" * 32, age=0, token="path"):
        stamp = str(int(time.time()) - age)
        digest = hashlib.sha256(body + b"@" + stamp.encode()).digest()
        signature = base64.b64encode(hmac.new(key, digest, "sha256").digest())
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/einvoice/platform/{token}",
                data=body,
                headers={
                    "Content-Type": "application/json",
                    "Afnor-Signature": signature.decode(),
                    "Afnor-Signature-Timestamp": stamp,
                },
            )
        return answer.status_code

    def woken(self):
        cron = self.env.ref("einvoice_ppf.ir_cron_look")
        return (
            self.env["ir.cron.trigger"].sudo().search_count([("cron_id", "=", cron.id)])
        )

    def test_a_signed_call_wakes_the_look(self):
        before = self.woken()
        self.assertEqual(self.called(), 204)
        self.assertEqual(self.woken(), before + 1)

    def test_a_call_that_is_not_signed_right_wakes_nothing(self):
        before = self.woken()
        self.assertEqual(self.called(key=b"x" * 32), 403)
        self.assertEqual(self.called(age=3600), 403)
        self.assertEqual(self.called(token="other"), 404)
        with mute_logger("odoo.http"):
            bare = self.url_open("/einvoice/platform/path", data=BODY)
        self.assertEqual(bare.status_code, 403)
        self.assertEqual(self.called(body=b"x" * (300 * 1024)), 413)
        self.assertEqual(self.woken(), before)
