"""A company and its supplier at two platforms of the sandbox, in a real server."""

import sys
import unittest
from pathlib import Path

from odoo import fields

from odoo.addons.einvoice_intake.tests import invoices
from odoo.addons.einvoice_intake.tests.common import IntakeCase

ROOT = Path(__file__).parents[3]
SELLER = invoices.SELLER["seller_siren"]
BUYER = invoices.BUYER["buyer_siren"]


class PlatformCase(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not (ROOT / "tests" / "pa_sandbox").is_dir():
            raise unittest.SkipTest("the sandbox platform is not beside the addons")
        if str(ROOT) not in sys.path:
            sys.path.append(str(ROOT))
            cls.addClassCleanup(sys.path.remove, str(ROOT))
        # The sandbox is a program of the project, not of the addon.
        from tests.pa_sandbox.client import running

        sandbox = running()
        cls.sandbox = sandbox.__enter__()
        cls.addClassCleanup(sandbox.__exit__, None, None, None)
        cls.platform = cls.env["einvoice.pa.platform"].create(
            {
                "name": "Sandbox",
                "is_test": True,
                "flow_url": f"{cls.sandbox.url}/flow-service",
                "directory_url": f"{cls.sandbox.url}/directory-service",
                "token_url": f"{cls.sandbox.url}/oauth2/token",
            }
        )

    def setUp(self):
        super().setUp()
        # The token of a connection is kept in a transaction of its own.
        self.startPatcher_registry()
        self.sandbox.reset(keep_organisations=False)
        self.sandbox.admit(SELLER, "LE VENDEUR", platform="PA-E")
        account = self.sandbox.admit(BUYER, "LE CLIENT", platform="PA-R")
        self.connection = self.env["einvoice.pa.connection"].create(
            {
                "platform_id": self.platform.id,
                "company_id": self.company.id,
                "client_id": account["client_id"],
                "secret": account["client_secret"],
            }
        )
        self.flows = self.env["einvoice.flow"].sudo()

    def startPatcher_registry(self):  # noqa: N802
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)

    def arrives(self, number="F-2026-001", **said):
        """Let the supplier deposit an invoice at his platform."""
        content = invoices.cii(number=number, **said)
        return self.sandbox.send_file(
            content, "CII", sender=SELLER, name=f"{number}.xml"
        )

    def look(self):
        """Look for what arrived and take it in."""
        self.connection.sudo()._look()
        self.flows._take_in()

    def sent(self):
        """Send what is ready and ask until nothing is pending."""
        self.flows._send_ready()
        for _turn in range(3):
            waiting = self.flows.search([("state", "=", "sent")])
            waiting.write({"next_at": False})
            self.flows._ask_sent()

    def later(self):
        """Let the next attempt of everything be due."""
        self.flows.search([("next_at", "!=", False)]).write(
            {"next_at": fields.Datetime.now()}
        )

    def received_document(self, number="F-2026-001", **said):
        """Return the document of an invoice that came by the platform."""
        self.arrives(number, **said)
        self.look()
        return self.documents.search([("number", "=", number)], limit=1)

    def at_seller(self, kind="CustomerInvoiceLC"):
        """Return the statuses that the supplier's platform has for him."""
        return [
            each["status"]
            for each in self.sandbox.flows(SELLER, flowType=kind)
            if each.get("status")
        ]
