from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

_NAMES_SHOWN = 5


class Check(NamedTuple):
    """One line of the page.

    ``way`` names the button that leads to where it is put right, see ``_ways``.
    """

    code: str
    state: str
    title: str
    found: str = ""
    enables: str = ""
    advice: str = ""
    way: str = ""


class EinvoiceSystemCheck(models.TransientModel):
    _name = "einvoice.system.check"
    _description = "System check of supplier invoices"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    line_ids = fields.One2many("einvoice.system.check.line", "check_id", readonly=True)
    step_ids = fields.Many2many(
        "einvoice.system.check.line",
        string="Getting started",
        compute="_compute_by_area",
    )
    company_line_ids = fields.Many2many(
        "einvoice.system.check.line",
        string="Company and books",
        compute="_compute_by_area",
    )
    channel_line_ids = fields.Many2many(
        "einvoice.system.check.line",
        string="How documents arrive",
        compute="_compute_by_area",
    )
    people_line_ids = fields.Many2many(
        "einvoice.system.check.line",
        string="People and background jobs",
        compute="_compute_by_area",
    )
    package_line_ids = fields.Many2many(
        "einvoice.system.check.line",
        string="Libraries and programs",
        compute="_compute_by_area",
    )
    steps_done = fields.Integer(compute="_compute_counts")
    steps_total = fields.Integer(compute="_compute_counts")
    todo_count = fields.Integer(compute="_compute_counts")
    problem_count = fields.Integer(compute="_compute_counts")

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("System check")

    @api.depends("line_ids.area")
    def _compute_by_area(self):
        for check in self:
            by = check.line_ids.grouped("area")
            nothing = check.line_ids.browse()
            check.step_ids = by.get("step", nothing)
            check.company_line_ids = by.get("company", nothing)
            check.channel_line_ids = by.get("channel", nothing)
            check.people_line_ids = by.get("people", nothing)
            check.package_line_ids = by.get("package", nothing)

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for check in self:
            steps = check.line_ids.filtered(lambda line: line.area == "step")
            states = (check.line_ids - steps).mapped("state")
            check.steps_total = len(steps)
            check.steps_done = len(steps.filtered(lambda line: line.state == "ok"))
            check.todo_count = states.count("todo")
            check.problem_count = states.count("problem")

    @api.model
    def _check_manager(self):
        if not self.env.user.has_group("einvoice_base.group_manager"):
            raise AccessError(
                self.env._("Only a manager of supplier invoices checks the system.")
            )

    @api.model
    def _steps(self, company):
        """Return what is done once, from the installation on; addons add theirs."""
        return []

    @api.model
    def _company_checks(self, company):
        return []

    @api.model
    def _channel_checks(self, company):
        return []

    @api.model
    def _people_checks(self, company):
        return []

    @api.model
    def _package_checks(self):
        return []

    @api.model
    def _job_names(self):
        """Return the scheduled actions that must run; addons add theirs."""
        return ["einvoice_base.ir_cron_einvoice_seal"]

    @api.model
    def _people(self, role, company):
        """Return the users of a company who have a role, the system's own left out."""
        return self.env["res.users"].search(
            [
                ("all_group_ids", "in", self.env.ref(f"einvoice_base.group_{role}").id),
                ("company_ids", "in", company.id),
                ("share", "=", False),
            ]
        )

    @api.model
    def _names(self, people):
        shown = ", ".join(people[:_NAMES_SHOWN].mapped("name"))
        return f"{shown}…" if len(people) > _NAMES_SHOWN else shown

    def action_check(self):
        """Look at everything now and show what was found."""
        self._check_manager()
        company = self.env.company
        # What is asked (jobs, mail servers, keys of others) belongs to administrators;
        # only whether it is there is shown.
        asking = self.sudo()
        areas = {
            "step": asking._steps(company),
            "company": asking._company_checks(company),
            "channel": asking._channel_checks(company),
            "people": asking._people_checks(company),
            "package": asking._package_checks(),
        }
        check = asking.create(
            {
                "company_id": company.id,
                "line_ids": [
                    fields.Command.create(
                        {"area": area, "sequence": place, **each._asdict()}
                    )
                    for area, checks in areas.items()
                    for place, each in enumerate(checks)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("System check"),
            "res_model": self._name,
            "res_id": check.id,
            "views": [[False, "form"]],
        }


class EinvoiceSystemCheckLine(models.TransientModel):
    _name = "einvoice.system.check.line"
    _description = "Line of the system check"
    _order = "sequence, id"

    check_id = fields.Many2one(
        "einvoice.system.check", required=True, readonly=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    area = fields.Selection(
        [
            ("step", "Getting started"),
            ("company", "Company and books"),
            ("channel", "How documents arrive"),
            ("people", "People and background jobs"),
            ("package", "Libraries and programs"),
        ],
        required=True,
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("ok", "In order"),
            ("todo", "To do"),
            ("problem", "Does not work"),
            ("off", "Not used"),
        ],
        required=True,
        readonly=True,
    )
    title = fields.Char(required=True, readonly=True)
    found = fields.Char(string="Found", readonly=True)
    enables = fields.Char(string="What it is for", readonly=True)
    advice = fields.Char(string="What to do", readonly=True)
    way = fields.Char(readonly=True)
    way_label = fields.Char(compute="_compute_way_label")
    way_help = fields.Char(compute="_compute_way_label")

    @api.depends("way")
    @api.depends_context("uid", "lang")
    def _compute_way_label(self):
        ways = self._ways()
        user = self.env.user
        for line in self:
            label, group = ways.get(line.way, (False, False))
            is_open = label and (not group or user.has_group(group))
            line.way_label = is_open and label
            line.way_help = (
                label
                and not is_open
                and self.env._("An administrator does this: %(action)s.", action=label)
            )

    @api.model
    def _ways(self):
        """Return per way its label, and the group that Odoo asks for there.

        The method ``_open_<way>`` returns the action. Addons add theirs.
        """
        return {
            "company": (self.env._("Open the company"), "base.group_erp_manager"),
            "settings": (self.env._("Open the settings"), "base.group_system"),
            "people": (self.env._("Open the users"), "base.group_erp_manager"),
            "jobs": (self.env._("Open the scheduled actions"), "base.group_system"),
        }

    def action_go(self):
        """Lead to where the line is put right."""
        self.ensure_one()
        self.check_id._check_manager()
        return (
            getattr(self, f"_open_{self.way}")() if self.way in self._ways() else None
        )

    def _window(self, xmlid, **more):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, **more}

    def _record_window(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    def _open_company(self):
        return self._record_window(self.check_id.company_id)

    def _open_settings(self):
        return self._window("account.action_account_config")

    def _open_people(self):
        return self._window("base.action_res_users")

    def _open_jobs(self):
        return self._window("base.ir_cron_act")
