"""A person decides from the mail that asks him, and nobody else does with it."""

import random
import re
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..domain.links import Wish
from .common import ApprovalCase

_LINK = re.compile(r'href="(https?://[^"]*?(/einvoice/approval/([ar]\.[^"]+)))"')


class MailCase(ApprovalCase):
    def mails(self, user):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("email_to", "=like", f"%<{user.email}>")], order="id")
        )

    def links(self, user):
        """Return the paths of the last mail to a user: to approve, to refuse."""
        found = _LINK.findall(str(self.mails(user)[-1].body_html))
        return [path for _url, path, _token in found]


@tagged("post_install", "-at_install")
class TestMail(MailCase):
    def test_the_one_whose_turn_it_is_gets_one_mail(self):
        bill = self.submitted(price=1000)
        self.assertEqual(len(self.mails(self.lead)), 1)
        self.assertFalse(self.mails(self.head))
        self.decide(self.lead, bill)
        self.assertEqual(len(self.mails(self.lead)), 1)
        self.assertEqual(len(self.mails(self.head)), 1)

    def test_the_mail_has_what_is_needed_to_decide(self):
        bill = self.submitted(price=100)
        mail = self.mails(self.lead)
        for text in (
            bill.commercial_partner_id.name,
            "F-2026-118",
            "Paper",
            "You are named in step",
        ):
            self.assertIn(text, mail.body_html)
        self.assertFalse(mail.model)
        self.assertEqual(len(self.links(self.lead)), 2)

    def test_the_mail_speaks_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.lead.lang = "fr_FR"
        self.submitted(price=1234.5)
        self.assertIn(
            "1\u202f", self.mails(self.lead).body_html.replace("\xa0", "\u202f")
        )

    def test_who_is_asked_does_not_follow_the_bill(self):
        bill = self.submitted(price=1000)
        self.decide(self.lead, bill)
        people = (self.lead | self.head).partner_id
        self.assertFalse(bill.message_partner_ids & people)

    def test_who_followed_it_before_goes_on_following_it(self):
        bill = self.bill(price=100)
        bill.message_subscribe(self.lead.partner_id.ids)
        self.rpc("processor", "account.move", "action_einvoice_submit", bill.ids)
        self.assertIn(self.lead.partner_id, bill.message_partner_ids)

    def test_no_altered_token_counts(self):
        self.submitted(price=100)
        good = self.links(self.lead)[0].rsplit("/", 1)[1]
        decisions = self.env["einvoice.decision"]
        self.assertTrue(decisions._of_token(good)[0])
        pick = random.Random(2026)
        for _turn in range(1_000):
            altered = _altered(pick, good)
            self.assertFalse(decisions._of_token(altered)[0], altered)

    def test_a_link_ends_with_the_next_mail_and_with_its_days(self):
        bill = self.submitted(price=100)
        decision, decisions = self.open_of(bill), self.env["einvoice.decision"]
        old = self.links(self.lead)[0].rsplit("/", 1)[1]
        new = decision._renew_links()[Wish.APPROVE].rsplit("/", 1)[1]
        self.assertFalse(decisions._of_token(old)[0])
        self.assertTrue(decisions._of_token(new)[0])
        later = int(new.split(".")[2])
        with patch("time.time", return_value=later):
            self.assertFalse(decisions._of_token(new)[0])

    def test_a_link_of_a_changed_bill_is_worth_nothing(self):
        bill = self.submitted(price=100)
        token = self.links(self.lead)[0].rsplit("/", 1)[1]
        bill.invoice_line_ids.price_unit = 110
        self.assertFalse(self.env["einvoice.decision"]._of_token(token)[0])

    def test_a_link_of_a_person_who_left_is_worth_nothing(self):
        self.submitted(price=100)
        token = self.links(self.lead)[0].rsplit("/", 1)[1]
        self.lead.active = False
        self.assertFalse(self.env["einvoice.decision"]._of_token(token)[0])


def _altered(pick, text):
    """Return a token with a bit, a character, a part or a place changed."""
    while True:
        place = pick.randrange(len(text))
        kind = pick.randrange(4)
        if kind == 0:
            other = chr(ord(text[place]) ^ (1 << pick.randrange(7)))
        elif kind == 1:
            other = pick.choice("0123456789abcdef.")
        elif kind == 2:
            other = ""
        else:
            other = text[place] + pick.choice("0123456789abcdefr. \n\x00é")
        made = text[:place] + other + text[place + 1 :]
        if made != text:
            return made


@tagged("post_install", "-at_install")
class TestMailPage(MailCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.small = self.submitted(price=100)
        self.approve, self.refuse = self.links(self.lead)

    def post(self, path, **form):
        page = self.url_open(path)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        self.assertTrue(found, page.text)
        return self.url_open(path, data={"csrf_token": found.group(1), **form})

    def test_approve_from_the_mail(self):
        page = self.url_open(self.approve)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self.open_of(self.small).user_id, self.lead)
        self.assertEqual(self.post(self.approve).status_code, 200)
        self.assertEqual(self.small.state, "posted")
        decision = self.small.sudo().einvoice_decision_ids
        self.assertEqual(
            (decision.actor_id, decision.decided_from), (self.lead, "mail")
        )

    def test_the_original_is_one_tap_away_from_the_mail(self):
        original = self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4",
                "mimetype": "application/pdf",
                "res_model": "account.move",
                "res_id": self.small.id,
            }
        )
        self.small.message_main_attachment_id = original
        self.env.cr.precommit.run()
        path, _refuse, original_path = self.links(self.lead)
        self.assertEqual(original_path, f"{path}/original")
        page = self.url_open(path)
        self.assertIn(f"{path}/original", page.text)
        answer = self.url_open(f"{path}/original")
        self.assertEqual(answer.content, b"%PDF-1.4")
        self.circuit.mail_limit = 50
        self.assertEqual(self.url_open(f"{path}/original").status_code, 404)
        self.authenticate(self.head.login, self.head.login)
        self.assertEqual(self.url_open(f"{path}/original").status_code, 404)

    def test_opening_decides_nothing_however_often(self):
        for _turn in range(3):
            self.url_open(self.approve)
            self.opener.head(self.base_url() + self.refuse)
        self.assertEqual(self.open_of(self.small).user_id, self.lead)

    @mute_logger("odoo.http")
    def test_posting_without_the_page_decides_nothing(self):
        answer = self.url_open(self.approve, data={"comment": "x"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.open_of(self.small).user_id, self.lead)

    def test_a_used_link_says_what_became_of_it(self):
        self.post(self.approve)
        for path in (self.approve, self.refuse):
            used = self.url_open(path)
            self.assertEqual(used.status_code, 410)
            self.assertIn("approved by Lead", used.text)
            self.assertNotIn("csrf_token", used.text)

    def test_a_wrong_link_says_nothing_whatever_it_names(self):
        self.post(self.approve)
        nonsense = self.url_open("/einvoice/approval/nonsense")
        key = self.small.sudo().einvoice_decision_ids.id
        for name in (1, key, key + 1_000):
            wrong = self.url_open(f"/einvoice/approval/a.{name}.2." + "0" * 64)
            self.assertEqual(wrong.status_code, 404)
            self.assertEqual(wrong.text, nonsense.text)
        self.lead.active = False
        left = self.url_open(self.approve)
        self.assertEqual((left.status_code, left.text), (404, nonsense.text))

    def test_an_ended_link_says_who_has_it_now(self):
        decision = self.open_of(self.small)
        self.decide(self.lead, self.small, "action_hand_over", self.head.id)
        page = self.url_open(self.approve)
        self.assertIn("handed over to Head", page.text)
        other = self.submitted(price=90, ref="F-2026-119")
        path = self.links(self.lead)[0]
        other.invoice_line_ids.price_unit = 80
        self.env.cr.precommit.run()
        self.assertIn("has changed since", self.url_open(path).text)
        self.assertEqual(decision.state, "handed")

    def test_altered_links_open_nothing(self):
        pick = random.Random(7)
        path, token = self.approve.rsplit("/", 1)
        for _turn in range(20):
            altered = _altered(pick, token).replace("\n", "").replace("\x00", "")
            if altered in (token, ""):
                continue
            page = self.opener.get(self.base_url() + f"{path}/{altered}")
            self.assertEqual(page.status_code, 404, altered)

    def test_refuse_from_the_mail_needs_a_reason_and_words(self):
        answer = self.post(self.refuse, reason_code="TX_TVA_ERR", comment=" ")
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.open_of(self.small).user_id, self.lead)
        answer = self.post(self.refuse, reason_code="nonsense", comment="x")
        self.assertEqual(answer.status_code, 422)
        self.post(self.refuse, reason_code="TX_TVA_ERR", comment="Wrong rate")
        self.assertEqual(self.small.einvoice_approval_state, "refused")

    def test_the_link_of_an_approval_does_not_refuse(self):
        self.post(self.approve, reason_code="TX_TVA_ERR", comment="Wrong rate")
        self.assertEqual(self.small.einvoice_approval_state, "approved")

    def test_another_person_who_is_logged_in_is_refused_in_words(self):
        self.authenticate(self.head.login, self.head.login)
        page = self.url_open(self.approve)
        self.assertEqual(page.status_code, 403)
        self.assertIn("somebody else", page.text)
        self.assertNotIn("F-2026-118", page.text)

    @mute_logger("odoo.http")
    def test_above_the_limit_he_logs_in_first(self):
        bill = self.submitted(price=900, ref="F-2026-900")
        approve, refuse = self.links(self.lead)
        for path in (approve, refuse):
            page = self.url_open(path)
            self.assertIn("/web/login?redirect=", page.text)
            self.assertNotIn("csrf_token", page.text)
            self.url_open(path, data={"csrf_token": "x"})
        self.assertEqual(self.open_of(bill).user_id, self.lead)
        self.authenticate(self.lead.login, self.lead.login)
        self.post(approve)
        self.assertEqual(self.open_of(bill).user_id, self.head)

    def test_a_blocking_finding_asks_to_log_in(self):
        self.record(self.small, self.noticed())
        page = self.url_open(self.approve)
        self.assertIn("/web/login?redirect=", page.text)
