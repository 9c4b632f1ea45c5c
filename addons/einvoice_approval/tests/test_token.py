"""No token of a link that was altered, exchanged, cut or made up opens anything."""

import random
from urllib.parse import quote

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..domain.links import Wish
from .test_mail import MailCase

_HEX = "0123456789abcdef"
# A bit, a place, a digit of another alphabet, a separator.
_INSERTED = ("\x00", " ", "\n", "\r\n", ".", "é", "\u0661", "\u202e", "%00", "/", "..")


class TokenCase(MailCase):
    def setUp(self):
        super().setUp()
        self.small = self.submitted(price=100)
        self.small.message_main_attachment_id = self.env["ir.attachment"].create(
            {
                "name": "bill.pdf",
                "raw": b"%PDF-secret",
                "mimetype": "application/pdf",
                "res_model": "account.move",
                "res_id": self.small.id,
            }
        )
        self.env.cr.precommit.run()
        self.good, self.refusing = self.tokens()[:2]
        self.submitted(price=110, ref="F-OTHER")
        self.other, _refuse = self.tokens()

    def tokens(self):
        return [path.split("/")[3] for path in self.links(self.lead)]

    def exchanged(self):
        """Return tokens made of parts of real ones, and others that are none."""
        wish, ticket, expires, signature = self.good.split(".")
        _wish, other, _expires, others = self.other.split(".")
        later = str(int(expires) + 86400)
        parts = [
            (wish, other, expires, signature),
            (wish, ticket, expires, others),
            (wish, ticket, later, signature),
            (wish, ticket, "9" * 12, signature),
            (wish, ticket, expires.zfill(12), signature),
            (wish, ticket, f"+{expires}", signature),
            (wish, f"0{ticket}", expires, signature),
            (wish, f"-{ticket}", expires, signature),
            (wish, "9" * 30, expires, signature),
            (wish, ticket, expires, signature.upper()),
            (wish, ticket, expires, signature[::-1]),
            (wish, ticket, expires, ""),
            ("r", ticket, expires, signature),
            ("A", ticket, expires, signature),
            ("x", ticket, expires, signature),
        ]
        yield from map(".".join, parts)
        yield self.refusing.replace("r.", "a.", 1)
        for made in (self.good, self.other):
            yield from (made[:end] for end in range(1, len(made)))
        yield from ("a" * 1_000_000, self.good + "0" * 1_000_000, "\x00", "é", "🧾")
        yield from ("../" * 9, "None", "a.1.1.", "{}", "' OR 1=1 --", "<script>")

    def flipped(self, count):
        """Yield tokens with one bit, digit or place changed."""
        pick = random.Random(4)
        for _each in range(count):
            place = pick.randrange(len(self.good))
            before, here, after = (
                self.good[:place],
                self.good[place],
                self.good[place + 1 :],
            )
            kind = pick.randrange(4)
            if kind == 0:
                here = chr(ord(here) ^ (1 << pick.randrange(8)))
            elif kind == 1:
                here = pick.choice(_HEX.replace(here, ""))
            elif kind == 2:
                here = ""
            else:
                here += pick.choice(_INSERTED)
            yield before + here + after


@tagged("post_install", "-at_install")
class TestToken(TokenCase):
    def test_none_of_thousands_counts(self):
        decisions = self.env["einvoice.decision"]
        self.assertTrue(decisions._of_token(self.good)[0])
        tried = 0
        for altered in (*self.exchanged(), *self.flipped(2_000)):
            tried += altered not in (self.good, self.refusing, self.other)
            if altered == self.good:
                continue
            found, wish = decisions._of_token(altered)
            self.assertFalse(found, altered[:200])
            self.assertIsNone(wish)
        self.assertGreater(tried, 2_000)
        # They used nothing up.
        self.assertEqual(decisions._of_token(self.refusing)[1], Wish.REFUSE)


@tagged("post_install", "-at_install")
class TestTokenPage(TokenCase, HttpCase):
    @mute_logger("odoo.http", "werkzeug")
    def test_none_opens_the_page_or_the_original(self):
        pick = random.Random(5)
        # The server of Odoo itself hangs up on a line of more than 64 KiB.
        made = [
            each for each in self.exchanged() if len(each) < 60_000 and "/" not in each
        ]
        chosen = [
            "a" * 60_000,
            *made[:16],
            *pick.sample(made, 6),
            *made[-11:],
            *self.flipped(8),
        ]
        base = f"{self.base_url()}/einvoice/approval/"
        for altered in chosen:
            if altered in (self.good, self.refusing, self.other) or "/" in altered:
                continue
            for tail in ("", "/original"):
                page = self.opener.get(
                    base + quote(altered, safe="") + tail, allow_redirects=False
                )
                with self.subTest(token=altered[:200], tail=tail):
                    self.assertIn(page.status_code, (400, 404))
                    self.assertNotIn(b"%PDF-secret", page.content)
                    self.assertNotIn("F-2026-118", page.text)
                    self.assertNotIn("partner_a", page.text)
        self.assertEqual(self.open_of(self.small).user_id, self.lead)
        page = self.url_open(f"/einvoice/approval/{self.good}/original")
        self.assertEqual(page.content, b"%PDF-secret")
