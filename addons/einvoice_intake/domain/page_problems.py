"""Why pages are not read, or not all of them, as rules without check."""

from __future__ import annotations

from odoo.addons.einvoice_base.domain.findings import Rule, Severity
from odoo.addons.einvoice_base.domain.messages import mark as _

from .problems import ADDON

_TYPE_IT = _("Look at the page and type what is missing.")

PAGES_TOO_MANY = Rule(
    code="pages_too_many",
    title=_("Pages that were not read"),
    message=_(
        "The file has %(count)s pages; only the first %(limit)s were read, the invoice "
        "may go on behind them."
    ),
    advice=_(
        "Check the pages behind, and send only the pages of the invoice the next time."
    ),
    severity=Severity.REVIEW,
    addon=ADDON,
)
PAGE_DAMAGED = Rule(
    code="page_damaged",
    title=_("Damaged page"),
    message=_("Page %(page)s cannot be opened; it is damaged."),
    advice=_("Ask the supplier to send it again, or type what is missing."),
    severity=Severity.REVIEW,
    addon=ADDON,
)
PAGE_TOO_HEAVY = Rule(
    code="page_too_heavy",
    title=_("Page that takes too much"),
    message=_(
        "Page %(page)s needs more time or memory than any page of an invoice; reading "
        "it was stopped. Protection: limits of time and memory."
    ),
    advice=_TYPE_IT,
    source="CWE-400, CWE-409",
    severity=Severity.REVIEW,
    addon=ADDON,
)
PAGE_TOO_LARGE = Rule(
    code="page_too_large",
    title=_("Picture that is too large"),
    message=_(
        "The picture of page %(page)s has more than %(limit)s million pixels and was "
        "not opened. Protection: limit of pixels."
    ),
    advice=_("Scan it again with 200 to 300 dots per inch, or type the bill."),
    source="CWE-409",
    severity=Severity.REVIEW,
    addon=ADDON,
)
PAGE_CUT = Rule(
    code="page_cut",
    title=_("Picture that is cut"),
    message=_("Only a part of the picture of page %(page)s arrived; that was read."),
    advice=_("Ask for it again, or type what is missing."),
    severity=Severity.REVIEW,
    addon=ADDON,
)
PAGE_HIDDEN_TEXT = Rule(
    code="page_hidden_text",
    title=_("Text that nobody sees"),
    message=_("Page %(page)s holds text that nobody sees; it was left aside."),
    advice=_("Compare the page with what was read."),
    severity=Severity.REVIEW,
    addon=ADDON,
)
IMAGE_DAMAGED = Rule(
    code="image_damaged",
    title=_("Damaged picture"),
    message=_("The picture cannot be opened; it is cut or damaged."),
    advice=_("Ask for it again, or take the photo once more."),
    addon=ADDON,
    is_fixed=True,
)
HEIC_NOT_READ = Rule(
    code="heic_not_read",
    title=_("Photo of a phone that cannot be opened"),
    message=_("The file is a photo in the format HEIC, which this server cannot open."),
    advice=_("Ask the administrator to install pi-heif, or send the photo as JPEG."),
    addon=ADDON,
    is_fixed=True,
)
NO_RECOGNITION = Rule(
    code="recognition_missing",
    title=_("Text recognition is not installed"),
    message=_(
        "Page %(page)s is a picture, and no text recognition is installed on this "
        "server."
    ),
    advice=_(
        "Ask the administrator to install rapidocr or Tesseract (see the system "
        "check), then read the document again. The bill can be typed meanwhile."
    ),
    severity=Severity.REVIEW,
    addon=ADDON,
)
RECOGNITION_FAILED = Rule(
    code="recognition_failed",
    title=_("Text recognition failed"),
    message=_("Text recognition failed on page %(page)s."),
    advice=_("Read the document again, or type what is missing."),
    severity=Severity.REVIEW,
    addon=ADDON,
)
READER_NOT_STARTED = Rule(
    code="reader_not_started",
    title=_("Pages not read: the reader does not start"),
    message=_("The process that reads pages could not be started on this server."),
    advice=_(
        "Ask the administrator to look at the system check, then read the document "
        "again."
    ),
    severity=Severity.REVIEW,
    addon=ADDON,
)
READER_BUSY = Rule(
    code="reader_busy",
    title=_("Pages not read in time"),
    message=_(
        "The process that reads pages did not come to page %(page)s in time; it had "
        "other documents to read."
    ),
    advice=_("Read the document again."),
    severity=Severity.REVIEW,
    addon=ADDON,
)

PAGE_PROBLEMS = (
    PAGES_TOO_MANY,
    PAGE_DAMAGED,
    PAGE_TOO_HEAVY,
    PAGE_TOO_LARGE,
    PAGE_CUT,
    PAGE_HIDDEN_TEXT,
    IMAGE_DAMAGED,
    HEIC_NOT_READ,
    NO_RECOGNITION,
    RECOGNITION_FAILED,
    READER_NOT_STARTED,
    READER_BUSY,
)
