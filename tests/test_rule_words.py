"""What the screens say of a rule has no hole, and can be said in French."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from odoo.addons.einvoice_base.domain.findings import Rule
from odoo.addons.einvoice_base.domain.samples import SAMPLES

ADDONS = Path(__file__).resolve().parents[1] / "addons"

_PLACE = re.compile(r"%\((\w+)\)")
_ENGLISH = re.compile(
    r"\b(and|of|to|the|by|or|rules?|decree|directive|one|annex|identity)\b"
)


def rules():
    found = {}
    for path in sorted(ADDONS.glob("*/domain/*.py")):
        addon = path.parts[-3]
        module = importlib.import_module(f"odoo.addons.{addon}.domain.{path.stem}")
        for value in vars(module).values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, Rule):
                    found[each.code] = each
    return list(found.values())


RULES = rules()


def marked(addon):
    """Return the sentences of an addon's domain that are to be translated."""
    return {
        node.args[0].value
        for path in (ADDONS / addon / "domain").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", None) == "_"
        and isinstance(node.args[0], ast.Constant)
    }


def test_there_are_rules():
    assert len(RULES) > 100


def test_every_place_of_a_sentence_has_an_example():
    places = {
        name
        for rule in RULES
        for name in _PLACE.findall(f"{rule.message}{rule.advice}")
    }
    assert not places - set(SAMPLES)


def test_every_sentence_takes_its_examples():
    for rule in RULES:
        assert "%(" not in rule.message % dict(SAMPLES)


@pytest.mark.parametrize("addon", sorted({rule.addon for rule in RULES}))
def test_english_in_a_source_is_marked(addon):
    parts = {
        part
        for rule in RULES
        if rule.addon == addon
        for part in (rule.source or "").split("; ")
        if _ENGLISH.search(part)
    }
    assert not parts - marked(addon)
