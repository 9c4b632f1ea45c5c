from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.einvoice_base.domain.errors import DomainError
from odoo.addons.einvoice_base.models._translation import translated, user_error
from odoo.addons.einvoice_base.wizard.einvoice_system_check import Check

from ..domain import equipment, watched_folder

_JOBS = ("einvoice_intake.ir_cron_process", "einvoice_intake.ir_cron_folders")
# A job that is this late is not late by chance: nothing runs the jobs.
_LATE = timedelta(hours=1)


class EinvoiceSystemCheck(models.TransientModel):
    _inherit = "einvoice.system.check"

    @api.model
    def _channel_checks(self, company):
        return [
            self._journal_check(company),
            self._alias_check(company),
            self._mail_server_check(),
            self._senders_check(company),
            self._folder_check(company),
            self._api_check(company),
            self._size_check(company),
            *super()._channel_checks(company),
        ]

    @api.model
    def _journal_check(self, company):
        journal = company._einvoice_purchase_journal()
        advice = ""
        if not journal:
            advice = self.env._("Create a journal of type Purchase.")
        elif not (journal.default_account_id or company.expense_account_id):
            advice = self.env._("Give the journal a default account.")
        return Check(
            "journal",
            "todo" if advice else "ok",
            self.env._("Purchase journal"),
            journal.display_name or self.env._("none"),
            self.env._("Draft bills are made in it."),
            advice,
            "journal",
        )

    @api.model
    def _alias_check(self, company):
        journal = company._einvoice_purchase_journal()
        state, advice, way = "ok", "", "journal"
        if not journal.alias_name:
            state = "off"
            advice = self.env._("Give the purchase journal an e-mail address.")
        elif not journal.alias_domain_id:
            state, way = "todo", "mail_domain"
            advice = self.env._(
                "The address “%(name)s” has no domain yet: create one, and choose it "
                "in the company.",
                name=journal.alias_name,
            )
        return Check(
            "alias",
            state,
            self.env._("E-mail address of the journal"),
            journal.alias_email or journal.alias_name or self.env._("none"),
            self.env._(
                "Invoices sent to it arrive in the inbox, one document per attachment."
            ),
            advice,
            way,
        )

    @api.model
    def _mail_server_check(self):
        servers = self.env["fetchmail.server"].search(
            [("state", "in", ("draft", "done"))]
        )
        ready = servers.filtered(lambda each: each.state == "done")
        if ready:
            state, advice = "ok", ""
        elif servers:
            state = "todo"
            advice = self.env._("Test and confirm the incoming mail server.")
        else:
            state = "off"
            advice = self.env._(
                "Fetch the mailbox with an incoming mail server, unless your mail "
                "provider delivers to Odoo by itself."
            )
        return Check(
            "mail_server",
            state,
            self.env._("Incoming mail"),
            ", ".join(ready.mapped("name")) or self.env._("no server confirmed"),
            self.env._("Brings the mails sent to the journal's address into Odoo."),
            advice,
            "mail_server",
        )

    @api.model
    def _senders_check(self, company):
        listed = (company.einvoice_mail_senders or "").split()
        return Check(
            "senders",
            "ok" if listed else "off",
            self.env._("Senders accepted by mail"),
            self.env._("%(count)s on the list", count=len(listed))
            if listed
            else self.env._("everybody is accepted"),
            self.env._("Mails of anybody else wait until a person accepts the sender."),
            "",
            "settings",
        )

    @api.model
    def _folder_check(self, company):
        roots = self.env["einvoice.document"]._folder_roots()
        state, advice = "ok", ""
        if not roots:
            state = "off"
            advice = self.env._(
                "The person who runs the server lists the allowed folders as "
                "einvoice_folder_roots in Odoo's configuration and restarts it."
            )
        elif not company.einvoice_folder:
            state, advice = "off", self.env._("Name a folder in the settings.")
        else:
            advice = self._folder_fault(company, roots)
            state = "problem" if advice else "ok"
        return Check(
            "folder",
            state,
            self.env._("Watched folder"),
            company.einvoice_folder or self.env._("none"),
            self.env._(
                "Files dropped there, by a scanner or a program, arrive by themselves."
            ),
            advice,
            "settings" if roots else "",
        )

    @api.model
    def _folder_fault(self, company, roots):
        """Return why the folder cannot be watched, empty when it can."""
        try:
            with watched_folder.opened(roots, company.einvoice_folder):
                return ""
        except DomainError as error:
            return str(user_error(self.env, error))
        except OSError as error:
            return self.env._(
                "The folder cannot be used: %(reason)s.",
                reason=error.strerror or error,
            )

    @api.model
    def _api_check(self, company):
        keys = self.env["res.users.apikeys"].search_count(
            [
                ("user_id", "in", self._people("processor", company).ids),
                "|",
                ("expiration_date", "=", False),
                ("expiration_date", ">", fields.Datetime.now()),
            ]
        )
        return Check(
            "api",
            "ok" if keys else "off",
            self.env._("HTTP interface"),
            self.env._("%(count)s keys of people who process invoices", count=keys),
            self.env._("Other programs send documents and ask what became of them."),
            self.env._(
                "Log in as the user of the program, who must be a processor; in his "
                "preferences, tab Security, add an API key."
            )
            if not keys
            else "",
            "keys",
        )

    @api.model
    def _size_check(self, company):
        return Check(
            "size",
            "ok" if company.einvoice_size_limit >= 1 else "todo",
            self.env._("Largest file"),
            self.env._("%(size)s MB", size=company.einvoice_size_limit),
            self.env._(
                "Larger files are refused, and this is said to whoever sends them."
            ),
            ""
            if company.einvoice_size_limit >= 1
            else self.env._("Set it in the settings: the platforms accept 100 MB."),
            "settings",
        )

    @api.model
    def _people_checks(self, company):
        return [
            self._processor_check(company),
            self._roles_check(company),
            self._jobs_check(),
            *super()._people_checks(company),
        ]

    @api.model
    def _processor_check(self, company):
        people = self._people("processor", company)
        workers = people.filtered(lambda user: not user.has_group("base.group_system"))
        return Check(
            "processors",
            "ok" if workers else "todo",
            self.env._("Who processes supplier invoices"),
            self._names(people) or self.env._("nobody"),
            self.env._(
                "Processors see the inbox, settle what waits and correct the drafts."
            ),
            ""
            if workers
            else self.env._(
                "So far only administrators do: give accountants the role Processor, "
                "in the form of the user, section Supplier invoices."
            ),
            "people",
        )

    @api.model
    def _roles_check(self, company):
        managers = self._people("manager", company)
        auditors = self._people("auditor", company)
        return Check(
            "managers",
            "ok" if managers else "todo",
            self.env._("Who decides and who audits"),
            self.env._(
                "Managers: %(managers)s. Auditors: %(auditors)s.",
                managers=self._names(managers) or self.env._("nobody"),
                auditors=self._names(auditors) or self.env._("nobody"),
            ),
            self.env._(
                "Managers lift blocking findings and release payments. Auditors read "
                "everything and change nothing."
            ),
            "" if managers else self.env._("Give somebody the role Manager."),
            "people",
        )

    @api.model
    def _job_names(self):
        return [*super()._job_names(), *_JOBS]

    @api.model
    def _jobs_check(self):
        names = self._job_names()
        jobs = self.env["ir.cron"].browse(
            [
                job.id
                for job in (self.env.ref(each, False) for each in names)
                if job is not None
            ]
        )
        asleep = jobs.filtered(lambda each: not each.active)
        late = (jobs - asleep).filtered(
            lambda each: each.nextcall < fields.Datetime.now() - _LATE
        )
        if len(jobs) < len(names):
            advice = self.env._("A scheduled action was deleted: update the addon.")
        elif asleep:
            advice = self.env._(
                "Activate: %(jobs)s.", jobs=", ".join(asleep.mapped("cron_name"))
            )
        elif late:
            advice = self.env._(
                "More than an hour late: %(jobs)s. Does the server run scheduled "
                "actions (max_cron_threads)?",
                jobs=", ".join(late.mapped("cron_name")),
            )
        else:
            advice = ""
        ran = [each.lastcall for each in jobs if each.lastcall]
        return Check(
            "jobs",
            "problem" if advice else "ok",
            self.env._("Background jobs"),
            self.env._(
                "Last run on %(when)s",
                when=format_datetime(self.env, max(ran)),
            )
            if ran
            else self.env._("not run yet"),
            self.env._(
                "Take up what was interrupted, look into the watched folder and chain "
                "the journal."
            ),
            advice,
            "jobs",
        )

    @api.model
    def _package_checks(self):
        checks = []
        for package in equipment.PACKAGES:
            version = equipment.version_of(package)
            missing = "problem" if package.is_needed else "off"
            checks.append(
                Check(
                    f"package_{package.module}",
                    "ok" if version else missing,
                    package.name,
                    self.env._("version %(version)s", version=version)
                    if version
                    else self.env._("not installed"),
                    translated(self.env, "einvoice_intake", package.enables),
                    ""
                    if version
                    else self.env._(
                        "On the server: %(command)s",
                        command=f"pip install {package.name}",
                    ),
                )
            )
        return [*super()._package_checks(), *checks, self._tesseract_check()]

    @api.model
    def _tesseract_check(self):
        languages = equipment.tesseract_languages()
        advice = ""
        if languages is None:
            advice = self.env._("Install Tesseract and its French data on the server.")
        elif "fra" not in languages:
            advice = self.env._(
                "Install the French data of Tesseract (fra) on the server."
            )
        return Check(
            "program_tesseract",
            "off" if advice else "ok",
            "Tesseract",
            self.env._("languages: %(languages)s", languages=", ".join(languages))
            if languages
            else self.env._("not installed"),
            self.env._(
                "Recognises the text of scans where rapidocr is missing or fails, and "
                "gives a second opinion on doubtful fields."
            ),
            advice,
        )
