from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.einvoice_base.models._translation import told

from ..domain.platform.directory_service import DirectoryService
from ..domain.platform.flow_service import FlowService
from ..domain.platform.session import Session
from ..domain.platform.settings import Authentication, Platform, Version, is_safe
from .einvoice_pa_platform import AUTHENTICATIONS, VERSIONS
from .einvoice_pa_token import TokenStore

ADDON = "einvoice_ppf"
SYSTEM = "base.group_system"


class EinvoicePaConnection(models.Model):
    """How a company reaches its platform."""

    _name = "einvoice.pa.connection"
    _description = "Connection to an approved platform"
    _inherit = ["mail.thread"]
    _order = "company_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    platform_id = fields.Many2one(
        "einvoice.pa.platform",
        string="Platform",
        required=True,
        ondelete="restrict",
        tracking=True,
    )
    flow_url = fields.Char(
        string="Flow service",
        compute="_compute_from_platform",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    directory_url = fields.Char(
        string="Directory service",
        compute="_compute_from_platform",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    token_url = fields.Char(
        string="Token service",
        compute="_compute_from_platform",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    authentication = fields.Selection(
        AUTHENTICATIONS,
        compute="_compute_from_platform",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    version = fields.Selection(
        VERSIONS,
        string="Edition of XP Z12-013",
        compute="_compute_from_platform",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    takes_processing_rule = fields.Boolean(
        compute="_compute_from_platform", store=True, readonly=False, precompute=True
    )
    is_test = fields.Boolean(
        string="For tests",
        compute="_compute_from_platform",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    client_id = fields.Char(string="Identifier", groups=SYSTEM, copy=False)
    secret = fields.Char(groups=SYSTEM, copy=False)
    organization_id = fields.Char(
        string="Organisation",
        groups=SYSTEM,
        help="Only where one application of the platform serves several companies.",
    )
    is_receiving = fields.Boolean(
        string="Receive invoices", default=True, tracking=True
    )
    says_in_process = fields.Boolean(
        string="Say “Prise en charge” (204) when the draft is made", default=True
    )
    says_approved = fields.Boolean(
        string="Say “Approuvée” (205) when the bill is posted",
        default=True,
        help="Where an approval is required, it is said after the last approver.",
    )
    says_paid = fields.Boolean(
        string="Say “Paiement transmis” (211) when the bill is paid"
    )
    problem = fields.Text(string="What does not work", readonly=True, copy=False)
    failing_since = fields.Datetime(readonly=True, copy=False)

    _one_a_company = models.UniqueIndex(
        "(company_id) WHERE active",
        "A company has one connection: archive the one that it has first.",
    )

    @api.depends("platform_id", "company_id")
    def _compute_name(self):
        for connection in self:
            parts = (connection.platform_id.name, connection.company_id.name)
            connection.name = " – ".join(filter(None, parts))

    @api.depends("platform_id")
    def _compute_from_platform(self):
        names = (
            "flow_url",
            "directory_url",
            "token_url",
            "authentication",
            "version",
            "takes_processing_rule",
            "is_test",
        )
        for connection in self:
            if connection.platform_id:
                for name in names:
                    connection[name] = connection.platform_id[name]

    @api.constrains("flow_url", "directory_url", "token_url", "is_test")
    def _check_addresses(self):
        for connection in self:
            urls = (connection.flow_url, connection.directory_url, connection.token_url)
            for url in filter(None, urls):
                if not is_safe(url, is_test=connection.is_test):
                    raise ValidationError(
                        self.env._(
                            "“%(url)s” is refused: the address of a platform begins "
                            "with https:// and is a public one.",
                            url=url,
                        )
                    )
            is_asked = connection.authentication != "bearer"
            if is_asked and not connection.token_url:
                raise ValidationError(
                    self.env._(
                        "%(connection)s: enter the address of the token service.",
                        connection=connection.name,
                    )
                )

    @api.constrains("company_id")
    def _check_company_stays(self):
        for connection in self:
            flows = self.env["einvoice.flow"].sudo()
            others = Domain("connection_id", "=", connection.id) & Domain(
                "company_id", "!=", connection.company_id.id
            )
            if flows.search_count(others, limit=1):
                raise ValidationError(
                    self.env._(
                        "%(connection)s has exchanged invoices already: make another "
                        "connection for the other company.",
                        connection=connection.name,
                    )
                )

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"client_id", "secret", "token_url", "authentication"}:
            self._forget_token()
        return res

    def _forget_token(self):
        tokens = self.env["einvoice.pa.token"].sudo()
        tokens.search([("connection_id", "in", self.ids)]).unlink()

    def _platform(self):
        """Return how the platform is reached, as a value of the domain."""
        self.ensure_one()
        mine = self.sudo()
        return Platform(
            name=mine.platform_id.name,
            flow_url=mine.flow_url,
            directory_url=mine.directory_url or "",
            token_url=mine.token_url or "",
            authentication=Authentication(mine.authentication),
            client_id=mine.client_id or "",
            secret=mine.secret or "",
            organization_id=mine.organization_id or "",
            version=Version(mine.version),
            takes_processing_rule=mine.takes_processing_rule,
            is_test=mine.is_test,
        )

    def _session(self):
        return Session(self._platform(), TokenStore(self))

    def _flow_service(self):
        return FlowService(self._session())

    def _directory_service(self):
        return DirectoryService(self._session())

    def _fails(self, error):
        """Keep what does not work on the connection."""
        now = fields.Datetime.now()
        self.write(
            {
                "problem": told(self.env, error),
                "failing_since": self.failing_since or now,
            }
        )

    def _works(self):
        if self.problem or self.failing_since:
            self.write({"problem": False, "failing_since": False})

    def _check_manager(self):
        is_allowed = self.env.su or any(
            self.env.user.has_group(group)
            for group in ("einvoice_base.group_manager", SYSTEM)
        )
        if not is_allowed:
            raise AccessError(
                self.env._("Only managers of supplier invoices may use the connection.")
            )
        self.check_access("read")
