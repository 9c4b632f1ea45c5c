"""The page behind the links of a mail: it asks to confirm and decides nothing alone."""

from urllib.parse import quote

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.einvoice_base.domain.status_reasons import STATUS_REASONS, Status
from odoo.addons.einvoice_base.models._translation import translated

from ..domain.links import Wish
from ..domain.rounds import Answer
from .einvoice_original import shown

_PATH = "/einvoice/approval/"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class ApprovalController(http.Controller):
    """Decide from a mail.

    Opening a link changes nothing: scanners of mailboxes open every link. What never
    counted gets one and the same page; what ended tells its person what became of it.
    """

    @http.route(
        f"{_PATH}<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
    )
    def approval(self, token, **form):
        """Show what is asked; on POST, take the answer of the person it is bound to."""
        decision, wish = request.env["einvoice.decision"]._of_token(token)
        if not decision:
            return self._ended(token)
        person = decision.user_id
        self._speak(person)
        decision = decision.with_env(request.env(su=True))
        if request.session.uid and request.session.uid != person.id:
            return self._page("page_other", {"user": request.env.user.name}, 403)
        values = self._values(decision, wish, token)
        if values["needs_login"] and not request.session.uid:
            return self._page("page_login", values)
        if request.httprequest.method != "POST":
            return self._page("page_confirm", values)
        return self._take(decision, wish, values, form)

    @http.route(
        f"{_PATH}<string:token>/original",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def original(self, token):
        """Show the original to whom the link is bound; it decides nothing."""
        decision, _wish = request.env["einvoice.decision"]._of_token(token)
        if not decision:
            return self._page("page_ended", {"said": None}, 404)
        person, reader = decision.user_id, request.session.uid
        may_read = reader == person.id if reader else not decision._needs_login()
        original = decision._original() if may_read else None
        if not original:
            raise request.not_found()
        return shown(original)

    def _ended(self, token):
        """Say what became of it to who was asked; of a wrong link, nothing."""
        decision = request.env["einvoice.decision"]._ended_of_token(token)
        reader = request.session.uid
        if not decision or (reader and reader != decision.user_id.id):
            return self._page("page_ended", {"said": None}, 404)
        self._speak(decision.user_id)
        decision = decision.with_env(request.env(su=True))
        said = decision._ended_words()
        return self._page("page_ended", {"said": said}, 410)

    def _take(self, decision, wish, values, form):
        """Take the answer; what is wrong with it is said on the same page."""
        mine = decision.with_user(decision.user_id).with_company(decision.company_id)
        comment = (form.get("comment") or "").strip()
        code = form.get("reason_code") or None
        answer = Answer.APPROVE if wish is Wish.APPROVE else Answer.REFUSE
        try:
            with request.env.cr.savepoint():
                if answer is Answer.REFUSE:
                    mine._check_refusal(code, comment)
                is_confirmed = form.get("own") == "yes"
                mine._answer(
                    answer, code, comment, origin="mail", is_confirmed=is_confirmed
                )
        except UserError as error:
            values |= {"error": str(error), "comment": comment, "code": code}
            return self._page("page_confirm", values, 422)
        return self._page("page_done", values)

    def _values(self, decision, wish, token):
        reasons = {
            code: translated(request.env, "einvoice_base", each.label)
            for code, each in STATUS_REASONS.items()
            if Status.REFUSED in each.statuses
        }
        return {
            **decision._page_values(),
            "is_approval": wish is Wish.APPROVE,
            "reasons": reasons,
            "person": decision.user_id.name,
            "original_url": decision._original() and f"{_PATH}{token}/original",
            "csrf": request.csrf_token(),
            "login_url": f"/web/login?redirect={quote(_PATH + token, safe='')}",
            "comment": "",
            "code": None,
            "error": None,
        }

    def _speak(self, person):
        request.update_context(lang=person.lang or "en_US", tz=person.tz or "UTC")

    def _page(self, name, values, status=200):
        body = request.env["ir.qweb"]._render(
            f"einvoice_approval.{name}",
            {**values, "lang": (request.env.lang or "en").split("_")[0]},
            minimal_qcontext=True,
        )
        return request.make_response(
            f"<!DOCTYPE html>\n{body}",
            headers={**_HEADERS, "Content-Type": "text/html; charset=utf-8"},
            status=status,
        )
