from pathlib import Path

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service import server

from odoo.addons.einvoice_base.domain.events import EventKind
from odoo.addons.einvoice_base.models._translation import translated

from ..domain import official, official_ask, official_worker
from ..domain.official_rules import (
    OFFICIAL_CODES,
    OfficialFacts,
    is_unchecked,
    term_of,
)
from ..domain.official_sentences import sentence_of

_ADDON = "einvoice_intake"
FOLDER = "einvoice_intake.editions_folder"
# Documents that the queue has checked again in one go.
_MOST_RETRIED = 40


class EinvoiceDocument(models.Model):
    """The official checks of what arrived, run once for each file and edition."""

    _inherit = "einvoice.document"

    official_state = fields.Selection(
        [
            ("valid", "Valid"),
            ("invalid", "Invalid"),
            ("not_checked", "Not checked"),
            ("not_applicable", "Not applicable"),
        ],
        string="Official checks",
        readonly=True,
    )
    official_verdict = fields.Json(readonly=True)
    # Of which bytes and which editions the verdict is.
    official_key = fields.Char(readonly=True)
    # Not checked, and not tried again with these bytes and these editions.
    official_is_final = fields.Boolean(
        string="Too heavy for the official checks", readonly=True, copy=False
    )
    official_checked_at = fields.Datetime(string="Checked on", readonly=True)
    official_editions = fields.Char(
        string="Editions", compute="_compute_official_words"
    )
    official_reason = fields.Char(
        string="Why not checked", compute="_compute_official_words"
    )
    official_failures = fields.Html(
        string="Rules not met", compute="_compute_official_words", sanitize=False
    )
    official_remarks = fields.Html(
        string="Remarks", compute="_compute_official_words", sanitize=False
    )

    _unchecked_idx = models.Index(
        "(official_checked_at) WHERE official_state = 'not_checked'"
    )

    @api.depends("official_verdict")
    @api.depends_context("lang")
    def _compute_official_words(self):
        for document in self:
            verdict = official.restored(document.official_verdict)
            fatal = verdict.fatal if verdict else ()
            remarks = verdict.remarks if verdict else ()
            document.official_editions = verdict and ", ".join(verdict.editions)
            document.official_reason = verdict and translated(
                self.env, _ADDON, verdict.because
            )
            document.official_failures = self._official_list(fatal)
            document.official_remarks = self._official_list(remarks)

    @api.model
    def _official_list(self, failures):
        """Write failures as a list: rule, business term, sentence."""
        if not failures:
            return False
        items = []
        for failure in failures:
            words = self._official_words(failure)
            term = next(iter(failure.terms), None) or term_of(failure) or ""
            items.append(
                Markup("<li><strong>%s</strong> %s %s</li>")
                % (failure.rule, "" if term in words else term, words)
            )
        return Markup('<ul class="o_einvoice_official">%s</ul>') % Markup().join(items)

    @api.model
    def _official_words(self, failure):
        """Say what a failed rule means, and on which lines, in the user's language."""
        sentence = sentence_of(failure)
        words = {
            name: translated(self.env, _ADDON, text)
            for name, text in sentence.words.items()
        }
        said = translated(self.env, _ADDON, sentence.text, {**sentence.values, **words})
        return " ".join(filter(None, (said, self._official_place(failure))))

    @api.model
    def _official_place(self, failure):
        if not failure.lines:
            return ""
        shown = ", ".join(failure.lines)
        more = failure.count - len(failure.lines)
        if more > 0:
            return self.env._(
                "Lines %(lines)s and %(count)s more.", lines=shown, count=more
            )
        if len(failure.lines) == 1:
            return self.env._("Line %(line)s.", line=shown)
        return self.env._("Lines %(lines)s.", lines=shown)

    @api.model
    def _official_worker(self):
        """Return how the worker of this host is reached.

        It ends with the Odoo server, not with the worker of Odoo that asks first.
        """
        folder = self.env["ir.config_parameter"].sudo().get_param(FOLDER)
        owner = getattr(server.server, "pid", None)
        parts = {"owner": owner} if owner else {}
        return official_worker.Worker(folder=Path(folder) if folder else None, **parts)

    def _official_facts(self):
        """Return the verdict as what the rules look at, ``None`` when there is none."""
        self.ensure_one()
        verdict = official.restored(self.sudo().official_verdict)
        return OfficialFacts(verdict) if verdict else None

    def _verify(self):
        """Run the official checks on documents whose verdict is missing or old.

        All of them in one call. What was not checked for a technical reason is tried
        again at every check, unless it took too long.
        """
        documents = self.sudo()
        worker = self._official_worker()
        state = official_worker.fingerprint(worker.folder)
        due = documents.filtered(lambda each: not each._is_verified(state))
        asked, questions = [], []
        for document in due:
            question = official.question_of(document._reading())
            if question is None:
                document._keep_verdict(official.NOT_APPLICABLE, state)
            else:
                asked.append(document)
                questions.append(question)
        answers = official_ask.ask(questions, worker) if questions else []
        for document, question, answer in zip(asked, questions, answers, strict=True):
            document._keep_verdict(official.verdict_of(question, answer), state)

    def _is_verified(self, state):
        """Tell whether the verdict is of these bytes and of the editions in use now."""
        if not self.attachment_id:
            return True
        if self.official_state == "not_applicable":
            return True
        verdict = self.official_verdict or {}
        is_current = self.official_key == self._official_key(state)
        is_done = not verdict.get("because") or self.official_is_final
        return is_current and is_done

    def _verify_anew(self):
        """Try once more, because a person asks, what took too long."""
        self.filtered("official_is_final").official_key = False

    def _official_key(self, state):
        return f"{self.sha256[:16]}.{state}"

    def _keep_verdict(self, verdict, state):
        """Store a verdict; the journal tells it once, and again when it changes."""
        before = official.restored(self.official_verdict)
        self.write(
            {
                "official_state": verdict.state.value,
                "official_verdict": verdict.as_json(),
                "official_key": self._official_key(state),
                "official_is_final": verdict.is_final,
                "official_checked_at": fields.Datetime.now(),
            }
        )
        if verdict.state is official.State.NOT_APPLICABLE:
            return
        if before != verdict:
            self._note(
                EventKind.VERIFIED,
                verdict=verdict.state.value,
                edition=", ".join(verdict.editions),
                rules=sorted({each.rule for each in verdict.fatal if each.rule}),
                reason=verdict.because or None,
            )

    def _step_identify(self):
        """Check also what waits for its supplier: he may be asked for a better one."""
        res = super()._step_identify()
        self.filtered(lambda each: each.state == "to_fix")._record_official()
        return res

    def _record_official(self):
        """Make the findings of the official checks what they say now."""
        if not self:
            return
        checked = self.env["einvoice.rule"].sudo()._check_cases(self._cases())
        self.env["einvoice.finding"]._record_all(
            [
                (subject, [each for each in found if each.code in OFFICIAL_CODES])
                for subject, found in checked
            ],
            OFFICIAL_CODES,
        )

    def _is_stopped(self):
        """Tell whether something must be settled before the document can go on.

        An official rule stops the bill at its posting, never on its way to be one.
        """
        return any(
            each.severity == "block" and each.rule not in OFFICIAL_CODES
            for each in self._open_findings()
        )

    @api.model
    def _cron_process(self):
        res = super()._cron_process()
        self._verify_again()
        return res

    @api.model
    def _verify_again(self):
        """Check what could not be checked when it arrived, the longest ago first."""
        state = official_worker.fingerprint(self._official_worker().folder)
        is_open = Domain("official_is_final", "=", False)
        is_older = Domain("official_key", "not =like", f"%.{state}")
        unchecked = self.sudo().search(
            Domain("official_state", "=", "not_checked") & (is_open | is_older),
            order="official_checked_at, id",
            limit=_MOST_RETRIED,
        )
        due = unchecked.try_lock_for_update()
        due._verify()
        done = due.filtered(
            lambda each: not is_unchecked(official.restored(each.official_verdict))
        )
        done._record_official()
        done._settle()
