from urllib.parse import urlsplit

from odoo import api, models
from odoo.tools import config

from odoo.addons.einvoice_base.wizard.einvoice_system_check import Check

# Names under which a server knows only itself.
_HERE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1", None})
# Kinds of steps that name people; the others depend on the bill.
_NAMING = ("person", "group")


class EinvoiceSystemCheck(models.TransientModel):
    """What the approval asks for: a circuit, mails that go out, links that open."""

    _inherit = "einvoice.system.check"

    @api.model
    def _job_names(self):
        job = "einvoice_approval.ir_cron_einvoice_approval_time"
        return [*super()._job_names(), job]

    @api.model
    def _steps(self, company):
        steps = [*super()._steps(company), self._circuit_step(company)]
        count = company._einvoice_exempt_count()
        if count and company._einvoice_circuit():
            steps.append(self._drafts_step(count))
        return steps

    @api.model
    def _people_checks(self, company):
        return [
            *super()._people_checks(company),
            self._approvers_check(company),
            self._outgoing_check(),
            self._address_check(),
            self._calendar_check(company),
        ]

    @api.model
    def _circuit_step(self, company):
        """Say which circuit runs, else how to come to one."""
        running = company._einvoice_circuit()
        prepared = self._circuits(company)[:1]
        if running:
            found, advice, way = running.name, "", "circuit"
        elif prepared:
            found, way = prepared.name, "circuit"
            advice = self.env._(
                "This circuit is prepared: simulate it on last year's bills, then run "
                "it."
            )
        else:
            found, way = "", "assistant"
            advice = self.env._(
                "Answer three questions: who approves up to how much, and who stands "
                "in. Until then bills are posted without approval."
            )
        return Check(
            "step_circuit",
            "ok" if running else "todo",
            self.env._("Say who approves"),
            found,
            advice=advice,
            way=way,
        )

    @api.model
    def _circuits(self, company):
        """Return the circuits of a company, the running one first."""
        circuits = self.env["einvoice.circuit"].search(
            [("company_id", "=", company.id)]
        )
        return circuits.sorted(lambda each: (each.state != "running", each.id))

    @api.model
    def _drafts_step(self, count):
        return Check(
            "step_older_drafts",
            "todo",
            self.env._("Route existing drafts"),
            self.env._(
                "%(count)s drafts from before are posted without approval", count=count
            ),
            advice=self.env._(
                "Post them, or press “Route existing drafts” on the running circuit: "
                "it sends them for approval."
            ),
            way="circuit",
        )

    @api.model
    def _approvers_check(self, company):
        circuit = company._einvoice_circuit()
        people = circuit.fallback_user_id
        for step in circuit.step_ids.filtered(lambda one: one.who in _NAMING):
            people |= step._people()
        silent = people.filtered(lambda user: not user.email)
        return Check(
            "approvers",
            "todo" if silent else "ok" if people else "off",
            self.env._("Who approves"),
            self._names(people) or self.env._("nobody"),
            self.env._("Each gets a mail with what is to decide, and reminders."),
            self.env._(
                "Without an e-mail address, and so without mails: %(names)s.",
                names=", ".join(silent.mapped("name")),
            )
            if silent
            else "",
            "people",
        )

    @api.model
    def _outgoing_check(self):
        servers = self.env["ir.mail_server"].search([("active", "=", True)])
        configured = config.get("smtp_server")
        found = ", ".join(servers.mapped("name"))
        if not found and configured not in _HERE:
            found = configured
        return Check(
            "outgoing_mail",
            "ok" if found else "todo",
            self.env._("Outgoing mail"),
            found or self.env._("no server"),
            self.env._("Sends the mails that ask approvers, and their reminders."),
            ""
            if found
            else self.env._(
                "Add an outgoing mail server: without it nobody is asked by mail, and "
                "approvers must look at “My Approvals” by themselves."
            ),
            "outgoing",
        )

    @api.model
    def _address_check(self):
        address = self.get_base_url()
        is_here = urlsplit(address).hostname in _HERE
        return Check(
            "address",
            "todo" if is_here else "ok",
            self.env._("Address in the mails"),
            address,
            self.env._("The links of the mails lead to it."),
            self.env._(
                "These links open on the server alone. Log in once as administrator at "
                "the address that people use, or write it into the parameter "
                "web.base.url."
            )
            if is_here
            else "",
            "parameters",
        )

    @api.model
    def _calendar_check(self, company):
        calendar = company.resource_calendar_id
        has_hours = bool(calendar.attendance_ids)
        if not calendar:
            advice = self.env._("Choose the working hours of the company.")
        elif not has_hours:
            advice = self.env._("Enter at least one period of work in this calendar.")
        else:
            advice = ""
        return Check(
            "calendar",
            "ok" if has_hours else "problem",
            self.env._("Working hours"),
            calendar.name or self.env._("none"),
            self.env._("Reminders and escalation count working hours only."),
            advice,
            "calendar",
        )


class EinvoiceSystemCheckLine(models.TransientModel):
    _inherit = "einvoice.system.check.line"

    @api.model
    def _ways(self):
        return {
            **super()._ways(),
            "assistant": (self.env._("Open the assistant"), None),
            "circuit": (self.env._("Open the circuit"), None),
            "outgoing": (
                self.env._("Open the outgoing mail servers"),
                "base.group_system",
            ),
            "parameters": (
                self.env._("Open the system parameters"),
                "base.group_system",
            ),
            "calendar": (self.env._("Open the working hours"), "base.group_system"),
        }

    def _open_assistant(self):
        return self._window("einvoice_approval.einvoice_approval_assistant_action")

    def _open_circuit(self):
        return self._record_window(
            self.check_id._circuits(self.check_id.company_id)[:1]
        )

    def _open_outgoing(self):
        return self._window("base.action_ir_mail_server_list")

    def _open_parameters(self):
        return self._window("base.ir_config_list_action")

    def _open_calendar(self):
        return self._window("resource.action_resource_calendar_form")
