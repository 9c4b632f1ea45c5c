"""Whatever arrives, the reader answers: a message, or a sentence."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import strategies as st

from odoo.addons.einvoice_intake.domain.guard import Limits
from odoo.addons.einvoice_ppf.domain.life_cycle.cdar_names import NAMESPACES
from odoo.addons.einvoice_ppf.domain.life_cycle.cdar_read import read, read_all
from odoo.addons.einvoice_ppf.domain.life_cycle.cdar_write import write
from odoo.addons.einvoice_ppf.domain.life_cycle.details import (
    payment_received,
    payment_sent,
    reason,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.errors import (
    MessageTooLargeError,
    MessageUnreadableError,
    NoDocumentError,
    NotAStatusError,
)
from odoo.addons.einvoice_ppf.domain.life_cycle.message import (
    AttachedFile,
    MessageParty,
)

from .messages import made
from .properties import given

REFUSED = made("210", reason("TX_TVA_ERR", "20 % and not 10 %"))
CONTENT = write(REFUSED)
MEGABYTE = 1024 * 1024


def _changed(*changes: tuple[str, str], content: bytes = CONTENT) -> bytes:
    text = content.decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text.encode()


@given(st.binary(max_size=200))
def test_bytes_are_a_message_or_a_sentence(content):
    with pytest.raises(MessageUnreadableError) as caught:
        read(content)
    assert str(caught.value)
    assert caught.value.advice


@given(st.integers(0, len(CONTENT)), st.binary(min_size=1, max_size=3))
def test_a_damaged_message_is_a_message_or_a_sentence(place, noise):
    # Any other error fails the test.
    with suppress(MessageUnreadableError):
        assert read_all(CONTENT[:place] + noise + CONTENT[place + len(noise) :])


BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<b>&c;</b>"""
EXTERNAL = b"""<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><b>&a;</b>"""


@pytest.mark.parametrize("content", [BOMB, EXTERNAL], ids=["bomb", "external"])
def test_an_entity_is_never_opened(content):
    with pytest.raises(MessageUnreadableError) as caught:
        read(content)
    assert "root:" not in str(caught.value)


def test_an_entity_in_front_of_a_good_message_is_refused():
    with_entity = CONTENT.replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY n "FA-2026-0042">]>', 1
    ).replace(b"FA-2026-0042</ram:Issuer", b"&n;</ram:Issuer")
    with pytest.raises(MessageUnreadableError):
        read(with_entity)


def test_another_root_is_named():
    with pytest.raises(NotAStatusError, match="Invoice") as caught:
        read(b'<Invoice xmlns="urn:oasis:names:specification:ubl"/>')
    assert caught.value.code == "cdar_other_kind"


def test_the_root_of_another_edition_is_no_message():
    with pytest.raises(NotAStatusError):
        read(CONTENT.replace(b"AndResponse:100", b"AndResponse:200"))


def test_a_message_about_nothing_is_refused():
    start = CONTENT.index(b"<rsm:AcknowledgementDocument>")
    with pytest.raises(NoDocumentError):
        read(CONTENT[:start] + b"</rsm:CrossDomainAcknowledgementAndResponse>")


def test_prefixes_are_the_senders():
    """Some platforms declare the namespace on each element, without prefix."""
    text = re.sub(r' xmlns:\w+="[^"]+"', "", CONTENT.decode())
    for prefix, uri in NAMESPACES.items():
        text = re.sub(
            rf"<{prefix}:(\w+)", rf'<\1 xmlns="{uri}"', text.replace("\r", "")
        )
        text = text.replace(f"</{prefix}:", "</")
    assert "ram:" not in text
    assert read(text.encode()) == REFUSED
    other = CONTENT.replace(b"ram:", b"a:").replace(b"xmlns:ram", b"xmlns:a")
    assert read(other) == REFUSED


def test_what_is_not_known_is_left_out():
    extended = _changed(
        ("<ram:RoleCode>BY", "<ram:Future><x/></ram:Future><ram:RoleCode>BY"),
        ("</rsm:ExchangedDocument>", "</rsm:ExchangedDocument><y xmlns='z'>1</y>"),
    )
    assert read(extended) == REFUSED


@pytest.mark.parametrize("code", ["299", "REFUSEE", "\u00e9", "2" * 300])
def test_an_unknown_status_is_kept_as_it_is(code):
    found = read(_changed((">210<", f">{code}<")))
    assert found.status == code
    assert found.reasons == ("TX_TVA_ERR",)


@pytest.mark.parametrize("stated", ["", "soon", "20261305101500", "0", "9" * 40])
def test_a_time_that_is_none_is_kept_as_text(stated):
    found = read(_changed((">20261105101400<", f">{stated}<")))
    assert found.set_at is None
    assert found.made_at is not None
    assert found.unread == ((("MDT-78", stated),) if stated else ())


def test_a_missing_time_is_none():
    pattern = re.compile(rb"<ram:IssueDateTime>.*?</ram:IssueDateTime>", re.DOTALL)
    without = pattern.sub(b"", CONTENT)
    found = read(without)
    assert (found.set_at, found.made_at) == (None, None)
    assert found.invoice == REFUSED.invoice


@pytest.mark.parametrize(
    ("stated", "seen"),
    [
        ("20261102", date(2026, 11, 2)),
        ("20261102000000", date(2026, 11, 2)),
        ("2026-11-02", date(2026, 11, 2)),
        ("20260230", None),
        ("２０２６１１０２", None),
    ],
)
def test_the_day_of_the_invoice_in_its_forms(stated, seen):
    found = read(_changed((">20261102<", f">{stated}<")))
    assert found.invoice.issue_date == seen
    assert bool(found.unread) == (seen is None)


def test_a_time_in_iso_form_is_read():
    iso = "<udt:DateTime>2026-11-05T11:14:00+01:00</udt:DateTime>"
    pattern = r"<udt:DateTimeString format=\"204\">20261105101400</udt:DateTimeString>"
    found = read(re.sub(pattern, iso, CONTENT.decode()).encode())
    assert found.set_at == datetime(2026, 11, 5, 10, 14, tzinfo=timezone.utc)


def test_amounts_are_exact_and_bad_ones_are_kept_as_text():
    paid = write(made("212", payment_received({Decimal(20): Decimal("0.30")}, "EUR")))
    assert read(paid).characteristics[0].amount == Decimal("0.30")
    bad = _changed((">0.30<", ">1 200,00<"), (">20<", ">NaN<"), content=paid)
    found = read(bad)
    assert found.characteristics[0].amount is None
    assert found.unread == (("MDT-215", "1 200,00"), ("MDT-224", "NaN"))


def test_a_damaged_attachment_does_not_hide_the_others():
    files = [AttachedFile(b"one", "a.pdf"), AttachedFile(b"two", "b.pdf")]
    content = write(made("209", attachments=files))
    broken = content.replace(base64.b64encode(b"one"), b"%%%")
    found = read(broken)
    assert [each.content for each in found.attachments] == [b"two"]
    assert found.unread == (("MDT-96", "a.pdf"),)


def test_one_message_about_several_invoices_is_several():
    start = CONTENT.index(b"<ram:ReferenceReferencedDocument>")
    end = CONTENT.index(b"</rsm:AcknowledgementDocument>")
    second = CONTENT[start:end].replace(b"FA-2026-0042", b"FA-2026-0043")
    found = read_all(CONTENT[:end] + second + CONTENT[end:])
    assert [each.invoice.number for each in found] == ["FA-2026-0042", "FA-2026-0043"]
    assert {each.message_id for each in found} == {REFUSED.message_id}
    assert read(CONTENT[:end] + second + CONTENT[end:]) == REFUSED


def test_five_megabytes_are_read():
    big = AttachedFile(bytes(range(256)) * (5 * MEGABYTE // 256), "big.bin")
    assert read(write(made("209", attachments=[big]))).attachments == (big,)


def test_five_megabytes_of_text_are_read():
    long = read(_changed(("20 % and not 10 %", "x" * 5 * MEGABYTE)))
    assert len(long.comment) == 5 * MEGABYTE


def test_more_than_the_limit_is_not_parsed():
    with pytest.raises(MessageTooLargeError, match="limit is 1 MB"):
        read(CONTENT + b" " * 2 * MEGABYTE, Limits(size=MEGABYTE))


def test_both_forms_of_an_indicator_are_read():
    assert not read(CONTENT).is_multiple
    for form in ("Indicator", "IndicatorString"):
        stated = f"<udt:{form}>true</udt:{form}>"
        changed = _changed(("<udt:Indicator>false</udt:Indicator>", stated))
        assert read(changed).is_multiple


def test_a_byte_order_mark_and_blanks_do_not_matter():
    assert read(b"\xef\xbb\xbf" + CONTENT) == REFUSED
    assert read(_changed(("TX_TVA_ERR", "\n\u00a0 TX_TVA_ERR \t"))) == REFUSED


def test_parties_that_are_missing_are_empty():
    pattern = re.compile(rb"<ram:(Issuer|Sender)TradeParty>.*?TradeParty>", re.DOTALL)
    found = read(pattern.sub(b"", CONTENT))
    assert (found.issuer, found.sender) == (MessageParty(), MessageParty())
    assert found.invoice.seller == ()


def test_numbers_and_days_that_are_none_are_kept_as_text():
    paid = write(made("211", payment_sent(Decimal(1), "EUR", date(2026, 12, 1))))
    bad = _changed((">20261201<", ">then<"), ("Numeric>1<", "Numeric>I<"), content=paid)
    found = read(bad)
    assert found.details[0].sequence is None
    assert found.characteristics[0].on is None
    assert found.unread == (("MDT-124-2", "I"), ("MDT-219", "then"))
