"""The official files that lie beside the project, and how messages are compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

STANDARDS = Path(__file__).parents[3] / "shared/standards"
STYLESHEET = "fnfe_1.4.0.03/20260804_BR-FR-CDV-Schematron-CDAR_V1.4.0.03.xslt"

needs_standards = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="../shared is absent"
)

EXAMPLES = sorted(STANDARDS.glob("cdar_examples/*.xml"))
USE_CASES = sorted(STANDARDS.glob("use_cases/**/*CDV*.xml"))
OURS = sorted(STANDARDS.glob("examples/cdar_*.xml"))
OFFICIAL = [*EXAMPLES, *USE_CASES]


def name_of(path: Path) -> str:
    """Return the name of a test: the files of both sets have the same names."""
    return f"{path.relative_to(STANDARDS).parts[0]}/{path.stem}"


def fields_of(content: bytes) -> dict[str, str]:
    """Return each text and attribute of a message by its path, without namespaces.

    Elements that come several times are numbered from the second on.
    """
    parser = etree.XMLParser(remove_comments=True)
    found: dict[str, str] = {}

    def walk(node: etree._Element, where: str) -> None:
        for key, value in node.attrib.items():
            found[f"{where}@{key}"] = str(value)
        if not len(node):
            found[where] = (node.text or "").strip()
        seen: dict[str, int] = {}
        for child in node:
            name = etree.QName(child).localname
            seen[name] = seen.get(name, 0) + 1
            number = f"[{seen[name]}]" if seen[name] > 1 else ""
            walk(child, f"{where}/{name}{number}")

    walk(etree.fromstring(content, parser), "")
    return found
