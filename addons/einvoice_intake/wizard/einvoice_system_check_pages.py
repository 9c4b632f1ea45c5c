from odoo import api, models

from odoo.addons.einvoice_base.wizard.einvoice_system_check import Check

from ..domain.paper.ask import reader_status
from ..domain.worker_link import NotRun


class EinvoiceSystemCheck(models.TransientModel):
    _inherit = "einvoice.system.check"

    @api.model
    def _package_checks(self):
        limits = self.env["einvoice.document"]._page_limits()
        return [*super()._package_checks(), self._recognition_check(limits)]

    @api.model
    def _recognition_check(self, limits):
        """Say whether the process that reads pages runs; asking starts it."""
        status = reader_status(limits)
        state, found, advice = "ok", "", ""
        if isinstance(status, NotRun):
            state, found = "problem", self.env._("does not run")
            advice = self._reader_advice(status)
        elif not status["engines"]:
            state, found = "problem", self.env._("no engine is installed")
            advice = self.env._(
                "On the server: %(command)s",
                command="pip install rapidocr onnxruntime",
            )
        else:
            found = self.env._(
                "runs (process %(process)s) with %(engines)s",
                process=status["pid"],
                engines=", ".join(status["engines"]),
            )
        return Check(
            "page_reader",
            state,
            self.env._("Reading of pages"),
            found,
            self.env._(
                "Reads PDF, scans and photos in a process of its own. The first engine "
                "named reads; the other one where it fails."
            ),
            advice,
        )

    @api.model
    def _reader_advice(self, reason):
        if reason is NotRun.NO_LIBRARY:
            return self.env._(
                "On the server: %(command)s", command="pip install pypdfium2"
            )
        return self.env._(
            "Look at the log of the server, and whether it may write to its folder of "
            "temporary files."
        )
