"""A message against the official schema (CDAR D22B), in this process.

The schema comes with the library ``pyfrctc``; it is found, not imported, because the
library imports an HTTP client and much else. Its own check reads the schema anew for
each message and raises a bare ``Exception``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from lxml import etree

from odoo.addons.einvoice_base.domain.messages import mark as _
from odoo.addons.einvoice_intake.domain.guard import Limits, parse_xml
from odoo.addons.einvoice_intake.domain.refusals import Refused

from .errors import MessageUnreadableError, SchemaMissingError
from .notices import Problem

_LIBRARY = "pyfrctc"
_SCHEMA = Path("cdar-xsd", "CrossDomainAcknowledgementAndResponse_100pD22B.xsd")
_MOST = 10
_LONGEST = 300


def schema_problems(content: bytes) -> tuple[Problem, ...]:
    """Return what the schema finds wrong, the first ten.

    Raises:
        SchemaMissingError: The library is not installed.
        MessageUnreadableError: It is no XML that may be read.
    """
    schema = _schema(_path())
    try:
        root = parse_xml(content, Limits())
    except Refused as refused:
        raise MessageUnreadableError(detail=refused.finding.message) from refused
    if schema.validate(root):
        return ()
    entries: list[Any] = [*cast(Any, schema.error_log)][:_MOST]
    return tuple(
        Problem(
            "cdar_schema",
            _("The message does not fit the schema, in line %(line)s: %(said)s"),
            _("Tell your administrator: the program made a wrong message."),
            {"line": each.line, "said": each.message[:_LONGEST]},
        )
        for each in entries
    )


def _path() -> Path:
    """Return where the schema lies.

    Raises:
        SchemaMissingError: The library is not installed, or without it.
    """
    spec = find_spec(_LIBRARY)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / _SCHEMA
        if path.is_file():
            return path
    raise SchemaMissingError


@lru_cache(maxsize=1)
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))
