"""An invoice that holds more than the profile that it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.einvoice_base.domain.findings import CheckContext
from odoo.addons.einvoice_base.domain.invoice import Delivery, Invoice, Line, LineKind
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_intake.domain.profile_rules import PROFILE_RULES

MINIMUM = "urn:factur-x.eu:1p0:minimum"
BASICWL = "urn:factur-x.eu:1p0:basicwl"
EN16931 = "urn:cen.eu:en16931:2017"
EXTENDED = f"{EN16931}#conformant#urn:factur-x.eu:1p0:extended"
CTC = f"{EN16931}#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr"
LINE = Line(number="1")
GROUP = (replace(LINE, kind=LineKind.GROUP), Line(number="2", parent="1"))


@pytest.mark.parametrize(
    ("specification", "content", "kind"),
    [
        (MINIMUM, {}, None),
        (MINIMUM, {"lines": (LINE,)}, "invoice lines"),
        (BASICWL, {"lines": (LINE,)}, "invoice lines"),
        (EN16931, {"lines": (LINE,)}, None),
        (EN16931, {"lines": GROUP}, "sub-lines"),
        (EN16931, {"order_references": ("A", "B")}, "several orders"),
        (EN16931, {"deliveries": (Delivery("A"), Delivery("B"))}, "several deliveries"),
        (EXTENDED, {"lines": GROUP, "order_references": ("A", "B")}, None),
        (CTC, {"lines": GROUP, "deliveries": (Delivery("A"), Delivery("B"))}, None),
        (None, {"lines": GROUP}, None),
    ],
)
def test_content_beyond_the_profile(
    specification: str | None, content: dict[str, object], kind: str | None
) -> None:
    invoice = Invoice(specification=specification, **content)  # type: ignore[arg-type]
    found = run(PROFILE_RULES, invoice, CheckContext())
    assert [each.values["kind"] for each in found] == ([kind] if kind else [])
    assert all(each.severity.value == "review" for each in found)
