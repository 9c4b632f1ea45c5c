"""An invoice as XML, or as a Factur-X.

The library ``factur-x`` writes; what it cannot say is put into its tree by
:mod:`~.cii_repairs` and :mod:`~.ubl_repairs`, and the whole is checked by the schema.
"""

from __future__ import annotations

import logging

from odoo.addons.einvoice_base.domain.invoice import Invoice

from . import cii_repairs, library, tree, ubl_repairs
from .data import data_of
from .errors import InvalidXmlError, NoPlaceError, PageUnusableError
from .profile import Profile, Syntax, beyond_core, profile_for, without_place

_logger = logging.getLogger(__name__)

_REPAIRS = {Syntax.CII: cii_repairs.repaired, Syntax.UBL: ubl_repairs.repaired}


def written(invoice: Invoice, syntax: Syntax, profile: Profile) -> bytes:
    """Write an invoice.

    Nothing that the invoice says is left out or rounded: what has no place is an
    error. A syntax may ask for a term that follows from others (a discount beside a
    gross price, the VAT beside its breakdown): only such a term is added.

    Args:
        invoice: The invoice, complete (:mod:`~.completion`).
        syntax: CII or UBL.
        profile: What it may hold; :func:`~.profile.profile_for` finds the smallest.

    Raises:
        IncompleteInvoiceError: Number, date, type or currency is missing.
        NoPlaceError: Syntax or profile has no place for something that it says.
        InvalidXmlError: The result does not follow its schema.
        WritingError: The library refuses it.
    """
    _check_place(invoice, syntax, profile)
    data = data_of(invoice, syntax, profile)
    root = tree.parsed(library.generated(data, invoice.number, syntax, profile))
    _REPAIRS[syntax](root, invoice)
    if complaint := library.complaint(root, profile):
        raise InvalidXmlError(number=invoice.number, detail=complaint)
    return tree.written(root)


def _check_place(invoice: Invoice, syntax: Syntax, profile: Profile) -> None:
    lacking = list(without_place(invoice, syntax))
    if not profile.is_extended:
        lacking += beyond_core(invoice, syntax)
    if syntax is Syntax.UBL and profile is Profile.FACTURX_EXTENDED:
        lacking.append("BT-24")
    if lacking:
        raise NoPlaceError(
            number=invoice.number,
            form=f"{syntax.name} {profile.name.replace('_', ' ')}",
            terms=list(dict.fromkeys(lacking)),
        )


def as_facturx(page: bytes, invoice: Invoice) -> bytes:
    """Put the data of an invoice into its readable page.

    The page keeps what makes it fit to be kept for ten years, embedded fonts and
    colours; the data, their tie to the page and the metadata of PDF/A-3 are added.

    Args:
        page: The PDF.
        invoice: What the page shows.

    Raises:
        PageUnusableError: The PDF cannot take anything in.
        WritingError: The data cannot be written; see :func:`written`.
    """
    profile = profile_for(invoice, in_pdf=True)
    xml = written(invoice, Syntax.CII, profile)
    try:
        made: bytes = library.facturx().generate_from_binary(
            page,
            xml,
            flavor="factur-x",
            level=profile.level,
            check_xsd=False,
            check_schematron=False,
            lang="fr-FR",
            afrelationship="alternative",
        )
    except Exception as error:
        _logger.info("no data put into a page", exc_info=True)
        detail = f"{type(error).__name__}: {error}"
        raise PageUnusableError(number=invoice.number, detail=detail) from error
    return made
