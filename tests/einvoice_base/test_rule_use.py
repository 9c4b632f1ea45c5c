from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.rule_use import OFTEN, RuleUse

counts = st.integers(0, 10_000)


@given(counts, counts)
def test_the_share_of_what_was_lifted_is_a_share(fired: int, lifted: int) -> None:
    ratio = RuleUse(fired=fired, lifted=lifted).lifted_ratio
    assert ratio is None if not fired else 0 <= ratio <= 1


def test_few_findings_tell_nothing() -> None:
    assert not RuleUse(fired=OFTEN - 1, lifted=OFTEN - 1).is_mostly_lifted
    assert RuleUse(fired=OFTEN, lifted=OFTEN).is_mostly_lifted


def test_a_rule_that_people_respect_is_not_softened() -> None:
    assert not RuleUse(fired=100, lifted=70, confirmed=30).is_mostly_lifted


def test_events_are_counted_by_their_kind() -> None:
    use = RuleUse.of({"finding_opened": 3, "finding_confirmed": 1, "posted": 9})
    assert use == RuleUse(fired=3, lifted=0, confirmed=1)
