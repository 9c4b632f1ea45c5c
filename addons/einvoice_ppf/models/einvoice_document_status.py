from dataclasses import dataclass, field
from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.domain.party import Identifier
from odoo.addons.einvoice_base.models._translation import told, user_error

from ..domain.life_cycle import message_rules
from ..domain.life_cycle.cdar_write import write
from ..domain.life_cycle.compose import (
    Correspondent,
    compose,
    correspondent_of,
    reference_of,
)
from ..domain.life_cycle.standing import standing_of
from ..domain.life_cycle.statuses import IN_PROCESS, Role
from ..domain.life_cycle.transitions import Side, offered, refusal
from ..domain.life_cycle.xsd import schema_problems
from ..domain.life_cycle_rules import STATUS_UNSAID
from ..domain.platform.flows import Syntax

_KIND = "SupplierInvoiceLC"


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said with a status.

    Attributes:
        code: The status.
        details: :class:`~.domain.life_cycle.message.Detail`, one a reason.
        mark: Of a payment, what tells it from the others.
        attachments: Files that come with it.
        amount: For people, such as what was approved.
        by_system: Nobody asked for it.
    """

    code: str
    details: tuple = ()
    mark: str = ""
    attachments: tuple = ()
    amount: str = ""
    by_system: bool = field(default=False)


class EinvoiceDocument(models.Model):
    """What we tell the supplier of an invoice that the platform brought."""

    _inherit = "einvoice.document"

    status_ids = fields.One2many("einvoice.status", "document_id", readonly=True)
    flow_ids = fields.One2many("einvoice.flow", "document_id", readonly=True)

    def write(self, vals):
        res = super().write(vals)
        if "move_id" in vals:
            for document in self:
                document.sudo().status_ids.write({"move_id": document.move_id.id})
        return res

    def _step_book(self):
        res = super()._step_book()
        self._say_in_process()
        return res

    def _say_in_process(self):
        """Tell the suppliers of booked invoices that somebody has them in hand."""
        for document in self.filtered("move_id"):
            if document._status_connection().says_in_process:
                document._say_if_possible(Saying(IN_PROCESS, by_system=True))

    def _status_connection(self):
        """Return the connection over which its statuses go; empty where none does."""
        flow = self._first_flow()
        return flow.connection_id.filtered(lambda each: each.active)

    def _first_flow(self):
        """Return the flow that brought it, or the copy that came by the platform."""
        flows = self.sudo().flow_ids or self.sudo().copy_ids.flow_ids
        return flows.filtered(lambda each: each.direction == "in")[:1]

    def _standing(self):
        return standing_of(self.sudo().status_ids._passed())

    def _offered_statuses(self):
        """Return the statuses that a person may say now."""
        self.ensure_one()
        if not self._status_connection():
            return ()
        return offered(Side.BUYER, self.sudo().status_ids._passed())

    def _say_if_possible(self, saying):
        """Say a status where it may follow.

        What the system says by itself stops nobody: where it cannot be said, a finding
        tells, and the bill goes on.
        """
        said = self.env["einvoice.status"]
        history = self.sudo().status_ids._passed()
        if not self._status_connection():
            return said
        if refusal(Side.BUYER, history, saying.code, mark=saying.mark):
            return said
        try:
            with self.env.cr.savepoint():
                said = self._say(saying)
        except DomainError as error:
            reason = told(self.env, error, " ")
        except UserError as error:
            reason = str(error)
        else:
            reason = None
        unsaid = [STATUS_UNSAID.finding(status=saying.code, error=reason)]
        self.sudo()._record_findings(unsaid if reason else [], {STATUS_UNSAID.code})
        return said

    def _say(self, saying):
        """Put a status on its way to the supplier.

        Args:
            saying: A :class:`Saying`.

        Raises:
            UserError: It may not be said now, or what it needs is missing.
        """
        self.ensure_one()
        connection = self._status_connection()
        if not connection:
            raise UserError(
                self.env._(
                    "%(document)s did not come by a platform: tell the supplier by "
                    "mail.",
                    document=self.display_name,
                )
            )
        # Two people answer at once: the second sees what the first said.
        self.sudo().lock_for_update()
        history = self.sudo().status_ids._passed()
        notice = refusal(Side.BUYER, history, saying.code, mark=saying.mark)
        if notice:
            raise UserError(told(self.env, notice, " "))
        return self.sudo()._say_now(connection, saying)

    def _say_now(self, connection, saying):
        now = datetime.now(timezone.utc)
        message = self._composed(connection, saying, now)
        content = write(message)
        wrong = [
            each
            for each in (*message_rules.problems(message), *schema_problems(content))
            if each.is_blocking
        ]
        if wrong:
            raise UserError("\n".join(told(self.env, each, " ") for each in wrong))
        number = self.number or str(self.id)
        flow = self.env["einvoice.flow"]._prepare_out(
            connection,
            f"cdar_{saying.code}_{number.replace('/', '-')}.xml",
            content,
            Syntax.CDAR,
            kind=_KIND,
            processing_rule="B2B",
        )
        return self.env["einvoice.status"].create(
            {
                "company_id": self.company_id.id,
                "document_id": self.id,
                "move_id": self.move_id.id,
                "side": Side.BUYER.value,
                "direction": "out",
                "code": saying.code,
                "set_at": now.replace(tzinfo=None, microsecond=0),
                "reasons": list(message.reasons),
                "comment": message.comment or False,
                "mark": saying.mark,
                "amount": saying.amount or False,
                "issuer": self.company_id.name,
                "person_id": False if saying.by_system else self.env.uid,
                "flow_id": flow.id,
            }
        )

    def _composed(self, connection, saying, now):
        """Return the message; what is missing is told in words."""
        invoice = self._reading().invoice
        try:
            return compose(
                saying.code,
                reference_of(invoice, received_at=self._received_there()),
                issuer=self._ourselves(),
                recipients=[
                    correspondent_of(
                        invoice.seller, Role.SELLER, override=self._status_address()
                    )
                ],
                made_at=now,
                details=saying.details,
                attachments=saying.attachments,
                is_test=connection.is_test,
            )
        except DomainError as error:
            raise user_error(self.env, error) from error

    def _received_there(self):
        flow = self._first_flow()
        received = flow.updated_at or self.received_at
        return received and received.replace(tzinfo=timezone.utc)

    def _ourselves(self):
        company = self.company_id
        user = self.env.user
        return Correspondent(
            role=Role.BUYER,
            name=company.name,
            siren=company._einvoice_siren(),
            email=user.email if user.email and len(user.email) <= 50 else None,
        )

    def _status_address(self):
        """Return the address that a person wrote on the supplier for statuses."""
        address = self.partner_id.commercial_partner_id.einvoice_status_address
        return Identifier(address, "0225") if address else None

    @api.model
    def _check_may_answer(self):
        if not self.env.user.has_group("einvoice_base.group_processor"):
            raise AccessError(
                self.env._(
                    "Only people who process supplier invoices may answer the supplier."
                )
            )
