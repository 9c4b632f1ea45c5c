from odoo import models

from odoo.addons.einvoice_base.models._translation import told

from ..domain.platform.errors import PlatformError
from ..domain.platform.flow_service import Search
from ..domain.platform.flows import Direction


class EinvoicePaConnection(models.Model):
    """The button that says what works, what does not, and why."""

    _inherit = "einvoice.pa.connection"

    def action_check(self):
        """Try each service of the platform once; nothing is sent."""
        self.ensure_one()
        self._check_manager()
        told = list(self.sudo()._tried())
        is_well = all(works for works, _sentence in told)
        if is_well:
            self.sudo()._works()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("It works")
                if is_well
                else self.env._("Something does not work"),
                "message": "\n".join(sentence for _works, sentence in told),
                "type": "success" if is_well else "warning",
                "sticky": not is_well,
            },
        }

    def _tried(self):
        """Yield for each service whether it works, and a sentence."""
        session = self._session()
        flows, directory = self._flow_service(), self._directory_service()
        yield self._try(self.env._("The platform answers"), lambda: flows.is_healthy())
        yield self._try(
            self.env._("The account is accepted and flows can be listed"),
            lambda: flows.search(
                Search(kinds=("SupplierInvoice",), direction=Direction.IN), limit=1
            ),
        )
        if session.platform.directory_url:
            siren = self._own_siren()
            yield self._try(
                self.env._("The directory can be asked"),
                lambda: directory.lines_of(siren) if siren else directory.is_healthy(),
            )

    def _own_siren(self):
        registry = (self.company_id.company_registry or "").replace(" ", "")
        return registry[:9] if registry[:9].isdigit() else ""

    def _try(self, what, call):
        try:
            call()
        except PlatformError as error:
            return False, f"✗ {what}: {told(self.env, error)}"
        return True, f"✓ {what}"
