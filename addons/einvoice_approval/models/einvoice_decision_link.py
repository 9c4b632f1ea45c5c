import hashlib
import hmac
import secrets
import time

from odoo import api, models

from odoo.addons.einvoice_base.domain.findings import Severity

from ..domain.links import Bound, Wish, claimed, is_valid, token

_DAY = 24 * 3600
_LABEL = b"einvoice_approval.link"


class EinvoiceDecision(models.Model):
    """Signed links to decide from a mail: for one person, one content, one time."""

    _inherit = "einvoice.decision"

    @api.model
    def _link_secret(self):
        """Return the key of the signatures, which serves for nothing else."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.new(database.encode(), _LABEL, hashlib.sha256).digest()

    def _bound(self):
        """Return what a link of this decision is bound to."""
        decision = self.sudo()
        return Bound(
            ticket=decision.id,
            person=decision.user_id.id,
            round=decision.round_id.id,
            fingerprint=decision.round_id.fingerprint or "",
            mark=decision.mark or "",
        )

    def _renew_links(self):
        """Return the two links of a mail; those of earlier mails end with it.

        Returns:
            Wish to address.
        """
        self.ensure_one()
        decision = self.sudo()
        decision.mark = secrets.token_hex(16)
        days = decision.round_id.circuit_id.mail_link_days or 7
        expires = int(time.time()) + days * _DAY
        secret, bound = self._link_secret(), decision._bound()
        base = decision.get_base_url()
        return {
            wish: f"{base}/einvoice/approval/{token(secret, bound, wish, expires)}"
            for wish in Wish
        }

    @api.model
    def _of_token(self, text):
        """Return the decision of a link that still counts, and what the link proposes.

        The decision is empty for everything else, and nothing says why.
        """
        said = claimed(text)
        nothing = self.sudo().browse(), None
        if said is None:
            return nothing
        decision = self.sudo().browse(said.ticket).exists()
        if not decision:
            return nothing
        bound = decision._bound()
        if not is_valid(self._link_secret(), said, bound, int(time.time())):
            return nothing
        return (decision, said.wish) if decision._is_decidable() else nothing

    def _is_decidable(self):
        """Tell whether the person who is asked may still answer."""
        self.ensure_one()
        asked = self.round_id
        return bool(
            self.state in ("open", "asked")
            and self.user_id.active
            and self.company_id in self.user_id.company_ids
            and asked.state == "open"
            and not asked._is_stale()
        )

    def _needs_login(self):
        """Tell whether the mailbox alone is not enough to decide this."""
        self.ensure_one()
        decision = self.sudo()
        limit = decision.round_id.circuit_id.mail_limit
        is_large = decision.round_id.gross > limit
        return bool(is_large or decision.is_single or decision._has_blocking_finding())

    def _has_blocking_finding(self):
        return any(
            each.state != "lifted" and each.severity == Severity.BLOCK.value
            for each in self.sudo().move_id.einvoice_finding_ids
        )

    def _answer(self, *args, **kwargs):
        res = super()._answer(*args, **kwargs)
        # A link serves once.
        self.sudo().mark = False
        return res
