from pathlib import Path

import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BUYER, PlatformCase


@tagged("post_install", "-at_install")
class TestConnection(PlatformCase):
    def told(self):
        return self.connection.action_check()["params"]

    def test_the_check_says_what_works(self):
        told = self.told()
        self.assertEqual(told["type"], "success", told["message"])
        self.assertEqual(told["message"].count("✓"), 3)

    def test_the_check_says_what_does_not_and_why(self):
        self.connection.secret = "wrong"
        told = self.told()
        self.assertEqual(told["type"], "warning")
        self.assertIn("does not accept the credentials", told["message"])
        self.assertIn("Enter the identifier and the secret anew", told["message"])

    def test_credentials_that_were_revoked_are_told_on_the_connection(self):
        self.look()
        self.connection.secret = "revoked"
        self.look()
        self.assertIn("credentials", self.connection.problem)
        self.assertTrue(self.connection.failing_since)
        self.assertTrue(self.connection.look_again_at)

    def test_a_token_that_ended_is_renewed_without_a_word(self):
        self.look()
        self.sandbox.revoke(BUYER)
        self.arrives()
        self.look()
        self.assertFalse(self.connection.problem)
        arrived = self.flows.search([("direction", "=", "in")])
        self.assertEqual(arrived.state, "processed")

    def test_a_platform_that_asks_to_wait_is_left_alone(self):
        self.sandbox.fault(BUYER, "status", "searchFlows", status=429, retry_after=600)
        self.look()
        self.assertIn("asks to wait", self.connection.problem)
        wait = self.connection.look_again_at - self.env.cr.now()
        self.assertGreater(wait.total_seconds(), 500)
        self.connection.look_again_at = False
        self.look()
        self.assertFalse(self.connection.problem)

    def test_a_redirect_is_not_followed(self):
        self.sandbox.fault(
            BUYER, "redirect", "searchFlows", location="https://elsewhere.example/"
        )
        self.look()
        self.assertIn("points to another address", self.connection.problem)

    def test_an_answer_that_is_no_json_is_told(self):
        self.sandbox.fault(BUYER, "html", "searchFlows")
        self.look()
        self.assertIn("cannot be understood", self.connection.problem)

    def test_an_address_inside_the_house_or_without_tls_is_refused(self):
        for url in (
            "http://pa.example/flow",
            "https://10.0.0.7/flow",
            "https://localhost/flow",
            "https://user:word@pa.example/",
        ):
            with self.assertRaises(ValidationError):
                self.connection.write({"flow_url": url, "is_test": False})

    def test_a_neutralised_copy_speaks_to_nobody(self):
        self.look()
        path = Path(__file__).parents[1] / "data" / "neutralize.sql"
        self.env.flush_all()
        self.env.cr.execute(path.read_text(encoding="utf-8"))
        self.env.invalidate_all()
        connection = self.connection.sudo()
        self.assertFalse(connection.active or connection.secret or connection.client_id)
        tokens = self.env["einvoice.pa.token"].sudo()
        self.assertFalse(tokens.search([("connection_id", "=", connection.id)]))

    def test_the_secret_is_shown_to_administrators_only(self):
        for name in ("processor", "manager", "auditor"):
            mine = self.connection.with_user(self.people[name])
            with self.assertRaises(AccessError):
                mine.read(["secret"])
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                mine.write({"secret": "x"})

    def test_people_of_another_company_see_nothing_of_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.person("manager", login="ppf_stranger", company=other)
        self.arrives()
        self.look()
        for model in ("einvoice.pa.connection", "einvoice.flow", "einvoice.status"):
            self.assertFalse(self.env[model].with_user(stranger).search([]))

    def test_only_managers_look_and_check(self):
        mine = self.connection.with_user(self.people["processor"])
        for method in ("action_check", "action_look", "action_call_back"):
            with self.assertRaises(AccessError):
                getattr(mine, method)()

    def test_a_company_has_one_connection(self):
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.connection.copy()
            self.env.flush_all()
