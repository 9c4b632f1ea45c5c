"""Why a whole file is not read, as rules without check.

Every way an input can be bad has its own code, sentence and advice. ``Refused`` carries
one of them from the depth of a reader to :func:`read.read`, and no further.
"""

from __future__ import annotations

from typing import Any

from odoo.addons.einvoice_base.domain.findings import Finding, Rule
from odoo.addons.einvoice_base.domain.messages import mark as _

from .problems import ADDON


class Refused(Exception):  # noqa: N818
    """A file that is not read further, with the finding that says why."""

    def __init__(self, rule: Rule, **values: Any) -> None:
        self.finding: Finding = rule.finding(**values)
        super().__init__(rule.code)


_SEND_AGAIN = _("Ask the supplier to send the invoice again.")
_ATTACK = _("Do not open the file. If you expected an invoice, ask the supplier.")

FILE_EMPTY = Rule(
    code="file_empty",
    title=_("Empty file"),
    message=_("The file is empty."),
    advice=_SEND_AGAIN,
    addon=ADDON,
    is_fixed=True,
)
FILE_TOO_BIG = Rule(
    code="file_too_big",
    title=_("File too big"),
    message=_("The file has %(size)s MB, the limit is %(limit)s MB."),
    advice=_(
        "Ask the supplier for a smaller file, or raise the limit in the settings."
    ),
    source="XP Z12-013: 100 MB on the platforms",
    addon=ADDON,
    is_fixed=True,
)
FORMAT_UNKNOWN = Rule(
    code="format_unknown",
    title=_("Unknown kind of file"),
    message=_("The file is neither XML, PDF nor an image: %(kind)s."),
    advice=_("Ask the supplier for a Factur-X, UBL or CII invoice, or a PDF."),
    addon=ADDON,
    is_fixed=True,
)
EXECUTABLE = Rule(
    code="executable",
    title=_("Program"),
    message=_("The file is a program, not an invoice; it was not opened."),
    advice=_ATTACK,
    addon=ADDON,
    is_fixed=True,
)
OUTLOOK_PACKED = Rule(
    code="outlook_packed",
    title=_("Mail packed by Outlook"),
    message=_(
        "The file is a mail that Outlook has packed (winmail.dat); an invoice may be "
        "inside, it was not opened."
    ),
    advice=_(
        "Ask the sender to write in HTML instead of Outlook's rich text, or unpack the "
        "file and upload the invoice."
    ),
    source="MS-OXTNEF",
    addon=ADDON,
    is_fixed=True,
)
IS_HTML = Rule(
    code="is_html",
    title=_("Web page"),
    message=_("The file is a web page, not an invoice."),
    advice=_("Download the invoice itself from the supplier's site, or ask for it."),
    addon=ADDON,
    is_fixed=True,
)
IS_ARCHIVE = Rule(
    code="is_archive",
    title=_("Archive"),
    message=_("The file is an archive; its files are read one by one, not inside it."),
    advice=_("Unpack it and send the files."),
    addon=ADDON,
    is_fixed=True,
)
NOT_AN_INVOICE = Rule(
    code="not_an_invoice",
    title=_("Not an invoice"),
    message=_("The file is not an invoice but: %(kind)s."),
    advice=_("Nothing to book: reject the document, or file it elsewhere."),
    addon=ADDON,
    is_fixed=True,
)
SEVERAL_INVOICES = Rule(
    code="several_invoices",
    title=_("Several documents in one envelope"),
    message=_(
        "The file holds %(count)s documents in one envelope; none of them was read, so "
        "that none is lost."
    ),
    advice=_(
        "Ask the supplier, or the platform, for a file for each invoice; or take the "
        "invoices out of the envelope and upload them one by one."
    ),
    source="UN/CEFACT SBDH",
    addon=ADDON,
    is_fixed=True,
)
ZUGFERD_1 = Rule(
    code="zugferd_1",
    title=_("ZUGFeRD 1"),
    message=_("The invoice is a ZUGFeRD 1, a format of 2014 that is not read."),
    advice=_("Type the bill, or ask the supplier for ZUGFeRD 2 or Factur-X."),
    addon=ADDON,
    is_fixed=True,
)
XML_BROKEN = Rule(
    code="xml_broken",
    title=_("Damaged XML"),
    message=_("The XML stops making sense at line %(row)s; it is cut or damaged."),
    advice=_SEND_AGAIN,
    source="XML 1.0 well-formedness",
    addon=ADDON,
    is_fixed=True,
)
ENCODING_WRONG = Rule(
    code="encoding_wrong",
    title=_("Wrong character encoding"),
    message=_("The XML says that it is %(encoding)s, but its bytes are not."),
    advice=_SEND_AGAIN,
    source="XML 1.0 §4.3.3",
    addon=ADDON,
    is_fixed=True,
)
ENCODING_UNKNOWN = Rule(
    code="encoding_unknown",
    title=_("Unknown character encoding"),
    message=_("The XML uses the character encoding %(encoding)s, which is not read."),
    advice=_("Ask the supplier for an invoice in UTF-8."),
    source="XML 1.0 §4.3.3",
    addon=ADDON,
    is_fixed=True,
)
XML_DOCTYPE = Rule(
    code="xml_doctype",
    title=_("XML with a document type"),
    message=_(
        "The XML declares a document type or entities, which can read files of the "
        "server or fill its memory. Protection: no DOCTYPE, no external entities."
    ),
    advice=_ATTACK,
    source="OWASP XXE, CWE-611, CWE-776",
    addon=ADDON,
    is_fixed=True,
)
XML_TOO_DEEP = Rule(
    code="xml_too_deep",
    title=_("XML nested too deep"),
    message=_("The XML nests deeper than any invoice. Protection: limit of depth."),
    advice=_ATTACK,
    source="CWE-674",
    addon=ADDON,
    is_fixed=True,
)
XML_TOO_LARGE = Rule(
    code="xml_too_large",
    title=_("XML with too many elements"),
    message=_(
        "The XML has %(marks)s marks, more than the %(limit)s read. Protection: limit "
        "of elements."
    ),
    advice=_ATTACK,
    source="CWE-400",
    addon=ADDON,
    is_fixed=True,
)
PDF_BROKEN = Rule(
    code="pdf_broken",
    title=_("Damaged PDF"),
    message=_("The PDF cannot be opened; it is cut or damaged."),
    advice=_SEND_AGAIN,
    addon=ADDON,
    is_fixed=True,
)
PDF_ENCRYPTED = Rule(
    code="pdf_encrypted",
    title=_("PDF with a password"),
    message=_("The PDF asks for a password and was not opened."),
    advice=_("Ask the supplier for the invoice without password."),
    addon=ADDON,
    is_fixed=True,
)
PDF_BOMB = Rule(
    code="pdf_bomb",
    title=_("PDF that unpacks without end"),
    message=_(
        "The PDF needs more memory or time than any invoice. Protection: limits of "
        "unpacked size and time."
    ),
    advice=_ATTACK,
    source="CWE-409",
    addon=ADDON,
    is_fixed=True,
)
PDF_TWO_INVOICES = Rule(
    code="pdf_two_invoices",
    title=_("Two invoices in one PDF"),
    message=_("The PDF holds several different invoice XML: %(names)s."),
    advice=_("Ask the supplier which one counts."),
    source="Factur-X 1.0 §6.1: one invoice XML",
    addon=ADDON,
    is_fixed=True,
)
PDF_INVOICE_BROKEN = Rule(
    code="pdf_invoice_broken",
    title=_("Damaged invoice in a PDF"),
    message=_(
        "The invoice in the PDF (%(names)s) is damaged; another one beside it "
        "(%(others)s) was not taken in its place."
    ),
    advice=_("Ask the supplier to send it again; the page can be typed meanwhile."),
    source="Factur-X 1.0 §6.1: one invoice XML",
    addon=ADDON,
    is_fixed=True,
)
ARCHIVE_BROKEN = Rule(
    code="archive_broken",
    title=_("Damaged archive"),
    message=_("The archive cannot be opened; it is cut or damaged."),
    advice=_SEND_AGAIN,
    addon=ADDON,
    is_fixed=True,
)
MEMBER_BROKEN = Rule(
    code="archive_member_broken",
    title=_("Damaged file in an archive"),
    message=_("“%(name)s” cannot be unpacked from its archive; it is damaged."),
    advice=_SEND_AGAIN,
    addon=ADDON,
    is_fixed=True,
)
MEMBER_ENCRYPTED = Rule(
    code="archive_encrypted",
    title=_("Archive with a password"),
    message=_("The archive asks for a password for “%(name)s”; it was not opened."),
    advice=_("Ask for the file without password."),
    addon=ADDON,
    is_fixed=True,
)
ARCHIVE_BOMB = Rule(
    code="archive_bomb",
    title=_("Archive that unpacks without end"),
    message=_(
        "The archive unpacks to more than %(limit)s MB. Protection: limit of unpacked "
        "size."
    ),
    advice=_("Send the files in several smaller archives."),
    source="CWE-409",
    addon=ADDON,
    is_fixed=True,
)
ARCHIVE_TOO_MANY = Rule(
    code="archive_too_many",
    title=_("Archive with too many files"),
    message=_(
        "The archive holds more than %(limit)s files. Protection: limit of files."
    ),
    advice=_("Send the files in several smaller archives."),
    source="CWE-409",
    addon=ADDON,
    is_fixed=True,
)
ARCHIVE_UNSAFE_NAME = Rule(
    code="archive_unsafe_name",
    title=_("Archive with dangerous names"),
    message=_(
        "The archive holds “%(name)s”, a name that points outside of it. Protection: "
        "no absolute paths, no “..”, no links."
    ),
    advice=_ATTACK,
    source="CWE-22, Zip Slip",
    addon=ADDON,
    is_fixed=True,
)
ARCHIVE_NESTED = Rule(
    code="archive_nested",
    title=_("Archive in an archive"),
    message=_(
        "The archive holds another archive, “%(name)s”. Protection: one level of "
        "archives."
    ),
    advice=_("Unpack it and send the files."),
    source="CWE-409",
    addon=ADDON,
    is_fixed=True,
)

RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
