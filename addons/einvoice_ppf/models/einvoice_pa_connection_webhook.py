import secrets

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from odoo.addons.einvoice_base.models._translation import told

from ..domain.platform.errors import PlatformError
from ..domain.platform.flows import INVOICES, STATUSES

# In the spelling of the address, so that it is no secret of the platform.
_PATH = "/einvoice/platform/"


class EinvoicePaConnection(models.Model):
    """The call back of the platform, which only wakes the look."""

    _inherit = "einvoice.pa.connection"

    webhook_id = fields.Char(readonly=True, copy=False)
    webhook_token = fields.Char(copy=False, index="btree_not_null", groups=NO_ACCESS)
    webhook_key = fields.Char(copy=False, groups=NO_ACCESS)

    def action_call_back(self):
        """Ask the platform to call when something arrived."""
        self.ensure_one()
        self._check_manager()
        connection = self.sudo()
        base = connection.get_base_url()
        if not base.startswith("https://") and not connection.is_test:
            raise UserError(
                self.env._(
                    "The platform can only call an address that begins with https://; "
                    "yours is %(url)s. Odoo looks every few minutes all the same.",
                    url=base,
                )
            )
        token = secrets.token_urlsafe(32)
        service = connection._flow_service()
        try:
            if connection.webhook_id:
                service.remove_webhook(connection.webhook_id)
            webhook = service.add_webhook(
                f"{base}{_PATH}{token}", [*INVOICES, *STATUSES]
            )
        except PlatformError as error:
            raise UserError(told(self.env, error)) from error
        connection.write(
            {
                "webhook_id": webhook.webhook_id,
                "webhook_token": token,
                "webhook_key": webhook.signing_key,
            }
        )
        return True

    def action_stop_calls(self):
        """Ask the platform to call no more."""
        self.ensure_one()
        self._check_manager()
        connection = self.sudo()
        try:
            connection._flow_service().remove_webhook(connection.webhook_id or "")
        except PlatformError as error:
            raise UserError(told(self.env, error)) from error
        connection.write(
            {"webhook_id": False, "webhook_token": False, "webhook_key": False}
        )
        return True

    def _wake_look(self):
        """Let the scheduled action run at once."""
        self.write({"look_again_at": False})
        self.env.ref("einvoice_ppf.ir_cron_look").sudo()._trigger()
