import hashlib
import time
from pathlib import PurePath

from werkzeug.exceptions import NotFound
from werkzeug.http import parse_options_header

from odoo.http import Controller, request, route

from ..domain.arrival import Channel, ReceivedFile
from ..domain.guard import MEGABYTE
from ..models._session_lock import session_lock
from ..models.einvoice_document_receive import BATCH
from ._answer import document_facts
from ._dispatcher import ApiError

_FORM = "multipart/form-data"
_RAW = (
    "application/octet-stream",
    "application/pdf",
    "application/xml",
    "application/zip",
    "image/",
    "text/xml",
)
# Bytes of a form around its files, generously.
_AROUND = MEGABYTE
_LONGEST_KEY = 200
_LOCK = "einvoice_call"
# Seconds that a repeated call waits for the first one to store its files.
_PATIENCE = 10
_PAUSE = 0.1


class EinvoiceApi(Controller):
    @route(
        "/einvoice/v1/documents",
        type="einvoice_api",
        auth="bearer",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def receive(self):
        """Take in the files of the body; answer when they are stored.

        What they say is read at once for a batch, in the background for the rest: the
        state of each document tells.
        """
        self._check_processor()
        company = self._company()
        self._check_length(company)
        files = self._files()
        self._check_sizes(files, company)
        mark = self._mark(company)
        digest = hashlib.sha256("".join(each.sha256 for each in files).encode())
        if not mark:
            return self._answer(self._receive(files, company), status=202)
        mark_of_files = f"{mark}:{digest.hexdigest()}"
        with session_lock(request.env.cr, _LOCK, mark) as is_first:
            known = self._known(mark, mark_of_files, wait=not is_first)
            if known:
                return self._answer(known, status=200)
            received = self._receive(files, company, request_mark=mark_of_files)
            return self._answer(received, status=202)

    def _receive(self, files, company, request_mark=None):
        received = [
            ReceivedFile(
                each.name,
                each.content,
                sender=request.env.user.login,
                request=request_mark,
            )
            for each in files
        ]
        return request.env["einvoice.document"]._receive(
            received, Channel.API, company=company, at_once=BATCH
        )

    @route(
        "/einvoice/v1/documents/<int:document_id>",
        type="einvoice_api",
        auth="bearer",
        methods=["GET"],
        save_session=False,
    )
    def show(self, document_id):
        """Say what became of a document."""
        self._check_processor()
        document = request.env["einvoice.document"].search([("id", "=", document_id)])
        if not document:
            raise NotFound(request.env._("There is no such document."))
        return request.make_json_response(document_facts(document))

    def _answer(self, documents, status):
        # Passed on to a company that is not the caller's: only its number is his.
        visible = documents.filtered(
            lambda each: each.sudo().company_id in request.env.companies
        )
        facts = [
            document_facts(each) if each in visible else {"id": each.id}
            for each in documents
        ]
        return request.make_json_response({"documents": facts}, status=status)

    def _check_processor(self):
        if not request.env.user.has_group("einvoice_base.group_processor"):
            raise ApiError(
                403,
                "not_a_processor",
                request.env._("The user of this key does not process invoices."),
            )

    def _company(self):
        """Return the company named by ``?company=`` (id or registry number)."""
        wanted = request.httprequest.args.get("company")
        if not wanted:
            return request.env.company
        for company in request.env.user.company_ids:
            if wanted in (str(company.id), company.company_registry):
                return company
        raise ApiError(
            403,
            "company_refused",
            request.env._("The user of this key does not work for that company."),
        )

    def _check_length(self, company):
        """Refuse by what the request declares, before anything of it is read."""
        length = request.httprequest.content_length
        if length is None:
            raise ApiError(
                411,
                "length_required",
                request.env._("Say the size of the request (Content-Length)."),
            )
        largest = company.sudo()._einvoice_limits().size + _AROUND
        if length > largest:
            self._discard(min(length, 2 * largest))
            self._refuse_size(company)
        request.httprequest.max_content_length = largest

    def _discard(self, left):
        # A caller who is still sending would not see the answer. Odoo hides the stream
        # from controllers; its own websocket reaches it in the same way.
        stream = request.httprequest._HTTPRequest__environ["wsgi.input"]
        while left > 0 and (chunk := stream.read(min(left, MEGABYTE))):
            left -= len(chunk)

    def _refuse_size(self, company):
        raise ApiError(
            413,
            "too_large",
            request.env._(
                "The request is larger than %(limit)s MB, the limit of %(company)s.",
                limit=company.sudo().einvoice_size_limit,
                company=company.name,
            ),
        )

    def _check_sizes(self, files, company):
        limit = company.sudo()._einvoice_limits().size
        if any(each.size > limit for each in files):
            self._refuse_size(company)

    def _files(self):
        kind = request.httprequest.mimetype
        if kind == _FORM:
            files = self._form_files()
        elif kind.startswith(_RAW):
            files = [self._raw_file()]
        else:
            raise ApiError(
                415,
                "type_not_supported",
                request.env._(
                    "Send a form with files (multipart/form-data), or the bytes of one "
                    "file as XML, PDF, image, ZIP or application/octet-stream."
                ),
            )
        if not files:
            raise ApiError(
                400, "no_file", request.env._("The form holds no file with a name.")
            )
        return files

    def _form_files(self):
        parts = request.httprequest.files.items(multi=True)
        return [
            ReceivedFile(_base_name(part.filename), part.stream.read())
            for _field, part in parts
            if part.filename
        ]

    def _raw_file(self):
        headers = request.httprequest.headers
        _kind, options = parse_options_header(headers.get("Content-Disposition"))
        name = (
            request.httprequest.args.get("filename")
            or headers.get("X-Filename")
            or options.get("filename")
        )
        if not name:
            raise ApiError(
                400,
                "name_missing",
                request.env._(
                    "Name the file: ?filename=…, X-Filename or Content-Disposition."
                ),
            )
        content = request.httprequest.get_data(cache=False)
        return ReceivedFile(_base_name(name), content)

    def _mark(self, company):
        """Return what names this call, when its caller gives it a key."""
        key = request.httprequest.headers.get("Idempotency-Key")
        if not key:
            return None
        if len(key) > _LONGEST_KEY:
            raise ApiError(
                400,
                "key_too_long",
                request.env._(
                    "An Idempotency-Key has at most %(longest)s characters.",
                    longest=_LONGEST_KEY,
                ),
            )
        scope = f"{request.env.uid}/{company.id}/{key}"
        return f"api:{hashlib.sha256(scope.encode()).hexdigest()}"

    def _known(self, mark, mark_of_files, wait):
        """Return the documents of the same call made before.

        While another worker is at that call, wait for what it stores: the caller gets
        the same answer from both.
        """
        deadline = time.monotonic() + _PATIENCE
        while True:
            # What another worker stored since is not visible to this transaction.
            request.env["einvoice.document"]._commit_arrival()
            before = self._sent_before(mark)
            if before or not wait:
                break
            if time.monotonic() > deadline:
                raise ApiError(
                    409,
                    "call_running",
                    request.env._(
                        "A call with this Idempotency-Key is being served; repeat it "
                        "in a moment."
                    ),
                )
            time.sleep(_PAUSE)
        if before and before[0].request != mark_of_files:
            raise ApiError(
                422,
                "key_used",
                request.env._("This Idempotency-Key was used for other files."),
            )
        return before.sudo(False)

    def _sent_before(self, mark):
        # The mark holds the user: these are what he sent himself, also where they
        # were passed on since.
        documents = request.env["einvoice.document"].sudo()
        return documents.search([("request", "=like", f"{mark}:%")], order="id")


def _base_name(name):
    return PurePath(name.replace("\\", "/")).name or name
