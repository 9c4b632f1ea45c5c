"""What a failed official rule means, in a sentence that an accountant can act on.

No XPath and no element path: a rule that the catalogue does not know is named by its id
and quoted as its author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from odoo.addons.einvoice_base.domain.messages import fill
from odoo.addons.einvoice_base.domain.messages import mark as _

from . import official_france, official_norm
from .official import Failure

_FRENCH = re.compile(r"BR-FR-(?:(?P<group>[A-Z]{2,3})-)?(?P<number>\d\d|BD)(?![\d])")
_MENTION = re.compile(r"\b(?:PMT|PMD|AAB)\b")
# Number of a term, then that of the test: BR-FR-01_BT-1-2, BR-FR-01_EXT-FR-FE-136-2.
_FORMAT = re.compile(r"_(?:BT|EXT-FR-FE)-\d+-2$")
# The extensions have three forms of some rules: old, new, and either of both.
_CATEGORY = re.compile(
    r"BR-(?:F[RX]EXT-)?(?P<letters>[A-Za-z]{1,2})-?(?P<number>\d\d)(?:b|ini|rev)?"
)
_CODES = re.compile(r"BR-(?:FREXT-|EXT-)?CL-(?P<number>\d\d)")
_EXTENDED = re.compile(r"(?:BR|UBL|CII)-F[RX]EXT-(?P<rest>.+?)(?:a|b|ini|rev)?")
_QUOTED = re.compile(r"['‘’\"“”@](?P<name>[A-Za-z:@]+)['‘’\"“”]")
_FACTURX_TEXTS = (
    ("is required in this context", _("The attribute %(name)s is missing.")),
    ("must occur", _("The element %(name)s is missing, or stands too often.")),
    ("may occur at maximum", _("The element %(name)s stands too often.")),
    ("is not allowed", _("The value of %(name)s is not one of the official list.")),
    (
        "marked as not used",
        _("%(name)s does not belong to the profile of the invoice."),
    ),
)
_UNUSED = _("The XML uses %(name)s, which EN 16931 does not.")
_SYNTAX = _("The XML is not built as EN 16931 asks: “%(text)s”.")
_SCHEMA = _("The element %(name)s is not as the XML schema asks: “%(text)s”.")
_SCHEMA_TEXTS = (
    (
        "not expected",
        _("The element %(name)s does not stand where the XML schema wants it."),
    ),
    ("Missing child", _("Something is missing in the element %(name)s.")),
    ("not a valid value", _("The value of %(name)s is not what the XML schema wants.")),
)
_UNKNOWN = _("The official rule says: “%(text)s”.")
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence marked for translation.

    Attributes:
        text: English, with ``%(name)s`` places.
        words: What fills places and is itself translated.
        values: What fills places as it is.
    """

    text: str
    words: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def english(self) -> str:
        """The sentence, filled."""
        return fill(self.text, {**self.words, **self.values})


def sentence_of(failure: Failure) -> Sentence:
    """Return what a failure means.

    >>> sentence_of(Failure("en16931-ubl", "BR-AE-06", "fatal", "")).english
    'VAT “reverse charge” is applied on an allowance, and its rate is not 0.'
    >>> sentence_of(Failure("en16931-ubl", "BR-XX-9", "fatal", "[BR-XX-9]-So")).english
    'The official rule says: “So”.'
    """
    rule = failure.rule
    if rule == "XSD":
        return Sentence(
            _said(_SCHEMA_TEXTS, failure) or _SCHEMA, values=_quoting(failure)
        )
    found = _french(failure) if rule.startswith("BR-FR-") else _of_norm(rule, failure)
    return found or _syntactic(failure)


def kept_text(failure: Failure) -> str:
    """Return what of the author's text a finding must keep for its sentence.

    Nothing where a sentence of ours stands for the rule: a new edition may word it
    otherwise, and what a person lifted must stay lifted.

    >>> kept_text(Failure("", "BR-CO-15", "fatal", "[BR-CO-15]-Invoice total…"))
    ''
    >>> kept_text(Failure("", "BR-FR-05_BT-22-1", "fatal", "[BR-FR-05/BT-22] : (PMT)"))
    'BR-FR-05-PMT'
    """
    if failure.rule.startswith("BR-FR-"):
        return _french_key(failure) or failure.text
    known = Failure("", failure.rule, failure.flag, "", element=failure.element)
    is_known = sentence_of(known).text not in (_UNKNOWN, _SYNTAX, _SCHEMA)
    return "" if is_known else failure.text


def _of_norm(rule: str, failure: Failure) -> Sentence | None:
    if text := official_norm.RULES.get(rule):
        return Sentence(text)
    if term := official_norm.REPEATED.get(rule):
        return Sentence(official_norm.STANDS_TWICE, values={"term": term})
    if rule.startswith("BR-DEC-"):
        term = failure.terms[0] if failure.terms else "–"
        return Sentence(official_norm.TOO_MANY_DECIMALS, values={"term": term})
    if codes := _CODES.match(rule):
        return _coded(codes["number"])
    return _of_category(rule) or _of_extension(rule)


def _coded(number: str) -> Sentence | None:
    if number not in official_norm.CODE_LISTS:
        return None
    what, codes = official_norm.CODE_LISTS[number]
    return Sentence(official_norm.NOT_ON_LIST, {"what": what}, {"list": codes})


def _of_category(rule: str) -> Sentence | None:
    if not (found := _CATEGORY.fullmatch(rule)):
        return None
    letters, number = found["letters"].upper(), int(found["number"])
    text = official_norm.BY_CATEGORY.get(letters, {}).get(number)
    if text is None:
        return None
    words = {"kind": official_norm.CATEGORIES[letters]}
    if number in official_norm.PLACES:
        words["place"] = official_norm.PLACES[number]
    return Sentence(text, words)


def _of_extension(rule: str) -> Sentence | None:
    """Find the rule of the norm that an extension repeats, or its own."""
    if not (found := _EXTENDED.fullmatch(rule)):
        return None
    family, rest = rule.partition("-")[0], found["rest"]
    for known in (f"BR-EXT-{rest}", f"{family}-{rest}", rest):
        if text := official_norm.RULES.get(known):
            return Sentence(text)
    return None


def _french(failure: Failure) -> Sentence | None:
    text = official_france.RULES.get(_french_meaning(failure))
    term = failure.terms[0] if failure.terms else "–"
    return Sentence(text, values={"term": term}) if text else None


def _french_key(failure: Failure) -> str:
    """Return the number of a French rule, empty when it is not in the catalogue.

    The text is right where the id was mistyped. Three mentions share one number.
    """
    for told in (failure.text[:40], failure.rule):
        if not (found := _FRENCH.search(told)):
            continue
        group = f"{found['group']}-" if found["group"] else ""
        key = f"BR-FR-{group}{found['number']}"
        mention = _MENTION.search(f"{failure.rule.replace('_', ' ')} {failure.text}")
        if key == "BR-FR-05" and mention:
            key = f"{key}-{mention[0]}"
        if key in official_france.RULES:
            return key
    return ""


def _french_meaning(failure: Failure) -> str:
    """Return the number whose sentence says what a French rule found.

    The second test of BR-FR-01 looks at the characters, as BR-FR-02 does.

    >>> _french_meaning(Failure("", "BR-FR-01_BT-1-2", "fatal", ""))
    'BR-FR-02'
    >>> _french_meaning(Failure("", "BR-FR-01_BT-1-1", "fatal", ""))
    'BR-FR-01'
    """
    key = _french_key(failure)
    is_format = key == "BR-FR-01" and _FORMAT.search(failure.rule)
    return "BR-FR-02" if is_format else key


def _syntactic(failure: Failure) -> Sentence:
    """Say what is wrong with the XML where no business rule does."""
    values = _quoting(failure)
    is_facturx = failure.rule.startswith("FX-SCH") or not failure.rule
    if is_facturx and (said := _said(_FACTURX_TEXTS, failure)):
        return Sentence(said, values=values)
    if failure.rule.startswith(("CII-", "UBL-CR", "UBL-FREXT-CR")):
        is_unused = re.search(r"should not|shall not be (?:used|present)", failure.text)
        if is_unused and failure.element:
            return Sentence(_UNUSED, values=values)
    is_syntax = failure.rule.startswith(("CII-", "UBL-"))
    return Sentence(_SYNTAX if is_syntax else _UNKNOWN, values=values)


def _said(texts: tuple[tuple[str, str], ...], failure: Failure) -> str | None:
    """Return our sentence for what the author's text says, ``None`` for another."""
    return next((said for mark, said in texts if mark in failure.text), None)


def _quoting(failure: Failure) -> dict[str, str]:
    """Return the name and the text that a sentence quotes, without the rule's id."""
    text = re.sub(r"^\s*\[[^\]]*\]\s*[-–:]?\s*", "", failure.text)
    named = _QUOTED.search(failure.text)
    name = named["name"] if named else failure.element.rpartition("/")[2] or "–"
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[:_LONGEST_QUOTE]}…"
    return {"text": text, "name": name}
