"""The official Schematron, in a process of its own: Saxon and pytest do not mix.

As a program: ``python schematron.py STYLESHEET FOLDER`` prints which rules each XML
file of a folder breaks, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def broken_rules(stylesheet: Path, folder: Path) -> dict[str, list[str]]:
    """Return the rules that each file of a folder breaks: ``fatal BR-FR-CDV-…``."""
    done = subprocess.run(
        [sys.executable, "-I", __file__, str(stylesheet), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


def _main(stylesheet: str, folder: str) -> dict[str, list[str]]:
    import resource

    import saxonche
    from lxml import etree

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    engine: Any = saxonche.PySaxonProcessor(license=False)
    sheet = engine.new_xslt30_processor().compile_stylesheet(stylesheet_file=stylesheet)
    answer = {}
    for path in sorted(Path(folder).glob("*.xml")):
        root = etree.fromstring(
            path.read_bytes(), etree.XMLParser(resolve_entities=False)
        )
        text = etree.tostring(root, encoding="unicode")
        said = sheet.transform_to_string(xdm_node=engine.parse_xml(xml_text=text))
        report = etree.fromstring(said.encode())
        failed = report.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
        answer[path.name] = sorted(
            f"{each.get('flag') or 'fatal'} {each.get('id')}" for each in failed
        )
        assert report.tag == f"{_SVRL}schematron-output"
        assert report.find(f"{_SVRL}fired-rule") is not None, "no rule looked at it"
    return answer


if __name__ == "__main__":
    print(json.dumps(_main(sys.argv[1], sys.argv[2])))
