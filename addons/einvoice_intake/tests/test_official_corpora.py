"""Negative samples of the corpora give their rule ids as findings."""

import json
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

from ..domain.arrival import ReceivedFile
from .official_common import OfficialCase

SHARED = Path(__file__).parents[3].parent / "shared"


@tagged("post_install", "-at_install")
class TestOfficialCorpora(OfficialCase):
    def setUp(self):
        super().setUp()
        if not SHARED.is_dir():
            self.skipTest("the corpora are not beside the repository")
        self.corpora = SHARED / "corpora" / "structured"
        self.cen = self.corpora / "cen-en16931-1.3.16"
        self.use_editions(
            *self.cen.glob("*/xslt/*.xslt"),
            *(SHARED / "standards" / "fnfe_1.4.0.03").glob("*.xslt"),
        )

    def test_the_negative_cases_of_the_cen(self):
        cases = list(self.negative_cases())
        self.assertGreaterEqual(len(cases), 60)
        documents = self.documents._receive(
            [ReceivedFile(f"{rule}.xml", xml) for rule, xml in cases], "upload"
        )
        for (rule, _xml), document in zip(cases, documents, strict=True):
            with self.subTest(rule=rule):
                self.assertIn(rule, self.official(document))
                shown = document.finding_ids.filtered(
                    lambda each, r=rule: (each.values or {}).get("rule_id") == r
                )
                self.assertIn(rule, shown.message)

    def negative_cases(self):
        """Yield one failing case of every third file of the CEN's own tests."""
        unit, seen = "{http://difi.no/xsd/vefa/validator/1.0}", set()
        for path in sorted((self.cen / "test").glob("*/BR*.xml"))[::3]:
            root = etree.parse(path).getroot()
            for case in root.iter(f"{unit}test"):
                failing = case.find(f"{unit}assert/{unit}error")
                if failing is None:
                    continue
                xml = next(node for node in case if node.tag != f"{unit}assert")
                content = etree.tostring(xml, with_tail=False)
                # Two rules share some documents, and a copy is set aside.
                if content not in seen:
                    seen.add(content)
                    yield failing.text.strip(), content
                break

    def test_the_negative_samples_of_the_french_rules(self):
        verdicts = json.loads((self.corpora / "verdicts.json").read_text())
        cases = {
            name: facts["brfr_fatal"]
            for name, facts in verdicts.items()
            if facts["brfr_fatal"]
        }
        cases = dict(list(cases.items())[::8])
        self.assertGreaterEqual(len(cases), 20)
        documents = self.documents._receive(
            [
                ReceivedFile(Path(name).name, (self.corpora / name).read_bytes())
                for name in cases
            ],
            "upload",
        )
        for (name, rules), document in zip(cases.items(), documents, strict=True):
            with self.subTest(file=name):
                self.assertLessEqual(set(rules), set(self.official(document)))
