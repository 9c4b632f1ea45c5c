"""What is written is read again as it was, and fits the official schema."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.party import Identifier
from odoo.addons.einvoice_ppf.domain.life_cycle import xsd
from odoo.addons.einvoice_ppf.domain.life_cycle.cdar_read import read
from odoo.addons.einvoice_ppf.domain.life_cycle.cdar_write import write
from odoo.addons.einvoice_ppf.domain.life_cycle.details import (
    correction,
    payment_received,
    payment_sent,
    reason,
    split,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.errors import (
    MessageUnreadableError,
    SchemaMissingError,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.message import (
    AttachedFile,
    Characteristic,
    Comment,
    Detail,
    InvoiceReference,
    MessageParty,
    StatusMessage,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.message_rules import problems
from odoo.addons.einvoice_ppf.domain.life_cycle.reasons import reasons_for
from odoo.addons.einvoice_ppf.domain.life_cycle.statuses import STATUSES

from .messages import made
from .properties import given
from .schematron import broken_rules
from .standards import STANDARDS, STYLESHEET, needs_standards

# What XML can hold and a reader may strip at the ends.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), min_size=1
).filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
some = st.none() | texts
codes = st.none() | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", min_size=1)
moments = st.none() | st.datetimes(
    datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(timezone.utc)
).map(lambda moment: moment.replace(microsecond=0))
days = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
numbers = st.none() | st.decimals(
    -(10**12), 10**12, allow_nan=False, allow_infinity=False, places=2
)
identifiers = st.builds(Identifier, texts, codes)
parties = st.builds(
    MessageParty,
    st.lists(identifiers, max_size=2).map(tuple),
    some,
    codes,
    st.none() | identifiers,
    some,
)
characteristics = st.builds(
    Characteristic,
    term=codes,
    kind=codes,
    is_changed=st.none() | st.booleans(),
    name=some,
    description=some,
    location=some,
    value=some,
    amount=numbers,
    on=days,
    percent=numbers,
)
details = st.builds(
    Detail,
    reason=codes,
    reason_label=some,
    status=codes,
    action=codes,
    action_label=some,
    sequence=st.none() | st.integers(0, 99),
    comments=st.lists(st.builds(Comment, some, codes, codes), max_size=2).map(tuple),
    characteristics=st.lists(characteristics, max_size=2).map(tuple),
)
messages = st.builds(
    StatusMessage,
    message_id=some,
    name=some,
    made_at=moments,
    set_at=moments,
    status=codes.map(lambda code: code or ""),
    status_label=some,
    phase=codes,
    document_status=codes,
    is_test=st.booleans(),
    process=codes,
    profile=codes,
    sender=parties,
    issuer=parties,
    recipients=st.lists(parties, min_size=1, max_size=3).map(tuple),
    is_multiple=st.booleans(),
    invoice=st.builds(
        InvoiceReference,
        number=some,
        type_code=codes,
        issue_date=days,
        seller=st.lists(identifiers, max_size=2).map(tuple),
        seller_role=codes,
        received_at=moments,
        kind=codes,
    ),
    payees=st.lists(parties, max_size=1).map(tuple),
    details=st.lists(details, max_size=3).map(tuple),
    attachments=st.lists(
        st.builds(AttachedFile, st.binary(max_size=50), some, codes), max_size=2
    ).map(tuple),
)


@given(messages)
def test_what_is_written_is_read_again(message):
    assert read(write(message)) == message


def _each_kind() -> dict[str, StatusMessage]:
    """Return one message of each status, with all that it may say."""
    attached = AttachedFile(b"%PDF-", "note.pdf", "application/pdf")
    told = {
        "206": (reason("QTE_ERR", "10 of 12", action="CNP"),),
        "207": (
            reason(
                "PU_ERR",
                "95.00 on the order",
                action="NIN",
                characteristics=correction("BT-146", "Prix net", "100.00", "95.00"),
            ),
            reason("AUTRE", "Call us."),
        ),
        "208": (reason("JUSTIF_ABS", "The delivery note, please.", action="PIN"),),
        "210": (reason("TX_TVA_ERR", "20 % and not 10 %"),),
        "211": (payment_sent(Decimal("1200.00"), "EUR", date(2026, 12, 1)),),
        "212": (
            payment_received(
                {Decimal(20): Decimal("-240.00"), Decimal("5.5"): Decimal("10.55")},
                "EUR",
                date(2026, 12, 1),
                "Goods came back.",
            ),
        ),
    }
    for code in ("200", "213", "221", "501"):
        told[code] = (reason(reasons_for(code)[0].code),)
    made_here = {code: made(code, *told.get(code, ())) for code in STATUSES}
    amounts = split(Decimal("1000.00"), Decimal("200.00"), "EUR")
    made_here["206"] = made(
        "206", reason("QTE_ERR", "10 of 12", characteristics=amounts)
    )
    made_here["209"] = made("209", attachments=[attached], is_test=True)
    made_here["212 alone"] = made("212", *told["212"], recipients=())
    return made_here


KINDS = _each_kind()


@pytest.mark.parametrize("name", KINDS)
def test_each_status_fits_the_schema_and_our_rules(name):
    message = KINDS[name]
    content = write(message)
    assert read(content) == message
    assert not xsd.schema_problems(content)
    assert not [each for each in problems(message) if each.is_blocking]


@needs_standards
@pytest.mark.slow
def test_each_status_passes_the_schematron(tmp_path: Path):
    for name, message in KINDS.items():
        (tmp_path / f"{name}.xml").write_bytes(write(message))
    broken = broken_rules(STANDARDS / STYLESHEET, tmp_path)
    assert len(broken) == len(KINDS) == len(STATUSES) + 1
    assert not {name: rules for name, rules in broken.items() if rules}


def test_what_no_xml_can_hold_is_left_out():
    pasted = "a\x00b\x0b\ud800c\ufffed\n<&>"
    message = made("207", reason("AUTRE", pasted))
    content = write(message)
    assert read(content).comment == "abcd\n<&>"
    assert not xsd.schema_problems(content)


def test_times_are_written_as_utc():
    paris = datetime.fromisoformat("2026-11-05T00:30:00+01:00")
    content = write(made("204", made_at=paris, set_at=paris))
    assert content.count(b">20261104233000<") == 2
    with pytest.raises(ValueError, match="zone"):
        write(StatusMessage(made_at=datetime(2026, 11, 5)))


def test_the_schema_says_where_it_does_not_fit():
    broken = write(made("204")).replace(b"ram:TypeCode>", b"ram:Typo>")
    first, *_more = xsd.schema_problems(broken)
    assert first.is_blocking
    assert "Typo" in str(first)


def test_what_is_no_xml_is_no_matter_of_the_schema():
    with pytest.raises(MessageUnreadableError):
        xsd.schema_problems(b"%PDF-1.7")


def test_without_the_library_the_schema_is_missed_in_words(monkeypatch):
    monkeypatch.setattr(xsd, "find_spec", lambda _name: None)
    with pytest.raises(SchemaMissingError, match="pyfrctc"):
        xsd.schema_problems(write(made("204")))
