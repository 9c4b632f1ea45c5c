"""Every addon speaks French: whole, sure, and with the values in their places."""

import ast
import re
from pathlib import Path

import polib
import pytest

ADDONS = Path(__file__).resolve().parents[1] / "addons"
NAMES = sorted(each.parent.name for each in ADDONS.glob("*/__manifest__.py"))

# Python's placeholders, as the sentences use them.
_PLACEHOLDER = re.compile(r"%\(\w+\)[-+#0-9.]*[a-z]|%[sd]|%%")


def french(addon):
    return polib.pofile(str(ADDONS / addon / "i18n" / "fr.po"))


def template(addon):
    return polib.pofile(str(ADDONS / addon / "i18n" / f"{addon}.pot"))


def placeholders(text):
    return sorted(_PLACEHOLDER.findall(text))


def marked(addon):
    """Yield the sentences that the Python code of an addon asks to translate."""
    for path in sorted((ADDONS / addon).rglob("*.py")):
        if "tests" in path.relative_to(ADDONS / addon).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            first = node.args[0]
            # Odoo leaves single letters alone.
            if name == "_" and isinstance(first, ast.Constant) and len(first.value) > 1:
                yield first.value


@pytest.mark.parametrize("addon", NAMES)
def test_nothing_is_left_in_english(addon):
    entries = french(addon)
    unsure = [each.msgid for each in entries if each.fuzzy or not each.msgstr.strip()]
    assert not unsure


@pytest.mark.parametrize("addon", NAMES)
def test_values_keep_their_places(addon):
    wrong = [
        (each.msgid, each.msgstr)
        for each in french(addon)
        if placeholders(each.msgid) != placeholders(each.msgstr)
    ]
    assert not wrong


@pytest.mark.parametrize("addon", NAMES)
def test_french_has_every_entry_of_the_template(addon):
    known = {each.msgid for each in french(addon) if not each.obsolete}
    wanted = {each.msgid for each in template(addon)}
    assert wanted == known, "export the template again, then translate what is new"


@pytest.mark.parametrize("addon", NAMES)
def test_template_has_every_sentence_of_the_code(addon):
    known = {each.msgid for each in template(addon)}
    missing = sorted(set(marked(addon)) - known)
    assert not missing, "export the template again, then translate what is new"
