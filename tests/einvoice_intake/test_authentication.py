"""Whether a mail comes from whom it says, by the headers that real hosts write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.einvoice_base.domain.bank_accounts import AccountFacts, RecordedAccount
from odoo.addons.einvoice_base.domain.findings import CheckContext, Severity
from odoo.addons.einvoice_base.domain.invoice import Account, Invoice, Payment
from odoo.addons.einvoice_base.domain.rule_settings import run
from odoo.addons.einvoice_intake.domain.authentication import (
    Authentication,
    AuthState,
    authentication,
    parsed,
)
from odoo.addons.einvoice_intake.domain.sender_rules import SENDER_RULES, SenderFacts

HOST = "mx.client.example"
SENDER = "compta@vendeur.fr"
RESULTS = "Authentication-Results"
OURS = ("Received", f"from mail.vendeur.fr (1.2.3.4) by {HOST} with ESMTPS; today")
THEIRS = ("Received", "from pc by mail.vendeur.fr with ESMTP; today")
PASS = f"{HOST}; dmarc=pass header.from=vendeur.fr"
FAIL = f"{HOST}; dmarc=fail header.from=vendeur.fr"
QUOTED = (
    f'{HOST}; spf=pass (domain of "x); dmarc=pass header.from=vendeur.fr; '
    '(y"@evil.com designates) smtp.mailfrom="x"@evil.com'
)


def said(*headers: tuple[str, str], host: str | None = HOST) -> Authentication:
    return authentication(headers, host, SENDER)


def state(*values: str) -> AuthState:
    return said(*((RESULTS, value) for value in values), OURS, THEIRS).state


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (PASS, AuthState.PASSED),
        (FAIL, AuthState.FAILED),
        # DMARC judged the domain of somebody else.
        (f"{HOST}; dmarc=pass header.from=thief.example", AuthState.NONE),
        # No policy published: SPF or DKIM of the sender's own domain prove him.
        (
            f"{HOST}; dmarc=none header.from=vendeur.fr; dkim=pass header.d=vendeur.fr",
            AuthState.PASSED,
        ),
        # A domain below may be anybody's.
        (f"{HOST}; spf=pass smtp.mailfrom=bounce@mail.vendeur.fr", AuthState.NONE),
        (f"{HOST}; dkim=pass header.d=evil.vendeur.fr; dmarc=none", AuthState.NONE),
        (f"{HOST}; dmarc=pass header.from=evil.vendeur.fr", AuthState.NONE),
        (f"{HOST}; dkim=pass header.d=fr", AuthState.NONE),
        # Brackets and quotes of a sender's own address end the host's comment.
        (QUOTED, AuthState.UNKNOWN),
        (QUOTED.replace("; (", "; iprev=pass ("), AuthState.UNKNOWN),
        (QUOTED.replace('"', ""), AuthState.UNKNOWN),
        (QUOTED.replace('"', "").replace("; (", "; spf=pass ("), AuthState.UNKNOWN),
        (f"{HOST}; spf=none (x)); dmarc=pass header.from=b.fr", AuthState.UNKNOWN),
        (f"{HOST}; dmarc=pass (x header.from=vendeur.fr", AuthState.UNKNOWN),
        (f'{HOST}; dmarc=pass header.from=vendeur.fr x="', AuthState.UNKNOWN),
        # An escaped bracket ends nothing.
        (
            f"{HOST}; spf=none (x\\); dmarc=pass header.from=vendeur.fr)",
            AuthState.NONE,
        ),
        (f"{HOST}; dkim=pass header.i=@vendeur.fr", AuthState.PASSED),
        # Proved for the domain of a mailing service only.
        (f"{HOST}; spf=pass smtp.mailfrom=x@mailer.example", AuthState.NONE),
        (f"{HOST}; spf=pass smtp.mailfrom=x@vendeur.fr.thief.example", AuthState.NONE),
        # Forwarded: SPF fails, the signature holds.
        (f"{HOST}; spf=fail; dkim=pass header.d=vendeur.fr", AuthState.PASSED),
        (
            f"{HOST}; spf=softfail smtp.mailfrom=x@vendeur.fr; dkim=none",
            AuthState.FAILED,
        ),
        (f"{HOST}; dkim=fail (bad body hash) header.d=vendeur.fr", AuthState.FAILED),
        (f"{HOST}; spf=none smtp.helo=a.b; dkim=none", AuthState.NONE),
        (f"{HOST}; spf=temperror smtp.mailfrom=x@vendeur.fr", AuthState.NONE),
        # The host says that it checked nothing.
        (f"{HOST}; none", AuthState.UNKNOWN),
        (f"{HOST} 1; dmarc=pass header.from=vendeur.fr", AuthState.PASSED),
        ("MX.Client.Example; DMARC=Pass header.from=Vendeur.FR", AuthState.PASSED),
        (
            f'"{HOST}"; dmarc=pass (p=reject; dis=none) header.from="vendeur.fr"',
            AuthState.PASSED,
        ),
        # A result inside a comment or quotes is none.
        (f"{HOST}; spf=none (dmarc=pass header.from=vendeur.fr)", AuthState.NONE),
        (
            f'{HOST}; spf=none reason="x; dmarc=pass header.from=vendeur.fr"',
            AuthState.NONE,
        ),
        # Methods that say nothing of the sender.
        (f"{HOST}; auth=pass smtp.auth=x; iprev=pass", AuthState.UNKNOWN),
    ],
)
def test_what_the_host_found(value: str, expected: AuthState) -> None:
    assert state(value) is expected


def test_without_a_named_host_nothing_is_known() -> None:
    assert said((RESULTS, PASS), host=None).state is AuthState.UNKNOWN
    assert said((RESULTS, PASS), host=" ").state is AuthState.UNKNOWN
    assert said(OURS, THEIRS).state is AuthState.UNKNOWN


def test_another_host_says_nothing() -> None:
    assert state(PASS.replace(HOST, "mail.vendeur.fr")) is AuthState.UNKNOWN
    assert state(PASS.replace(HOST, f"x.{HOST}")) is AuthState.UNKNOWN
    assert state(PASS.replace(HOST, f"{HOST}.thief.example")) is AuthState.UNKNOWN
    assert state(PASS.replace(f"{HOST}; ", "")) is AuthState.UNKNOWN


FORGED = (RESULTS, PASS)


@pytest.mark.parametrize(
    "headers",
    [
        # Our host writes above its own hop; the sender's forgery stands below.
        [(RESULTS, FAIL), OURS, FORGED, THEIRS],
        [(RESULTS, FAIL), OURS, THEIRS, FORGED],
        # Several headers of our host for several methods.
        [(RESULTS, FAIL), (RESULTS, f"{HOST}; spf=none"), OURS, FORGED],
        # Our host writes below its own hop, as some do.
        [OURS, (RESULTS, FAIL), THEIRS, FORGED],
        [OURS, (RESULTS, FAIL), FORGED, THEIRS],
        # The mail passed a host inside.
        [
            ("Received", f"from {HOST} by store.client.example; now"),
            (RESULTS, FAIL),
            OURS,
            FORGED,
        ],
    ],
)
def test_a_forged_header_changes_nothing(headers: list[tuple[str, str]]) -> None:
    assert said(*headers).state is AuthState.FAILED


def test_a_forged_header_below_the_sender_s_hop_does_not_count() -> None:
    assert said(OURS, THEIRS, FORGED).state is AuthState.UNKNOWN


@pytest.mark.parametrize("real", ["spf=none", "none", "spf=none (", "dkim=none"])
def test_what_the_host_left_out_is_not_taken_from_beneath(real: str) -> None:
    found = said(OURS, (RESULTS, f"{HOST}; {real}"), FORGED, THEIRS)
    assert found.state in (AuthState.NONE, AuthState.UNKNOWN)


@pytest.mark.parametrize(
    ("proved", "domain", "expected"),
    [
        ("vendeur.co.uk", "vendeur.co.uk", AuthState.PASSED),
        ("vendeur.co.uk", "mail.vendeur.co.uk", AuthState.PASSED),
        ("co.uk", "vendeur.co.uk", AuthState.NONE),
        ("com.au", "vendeur.com.au", AuthState.NONE),
        ("asso.fr", "vendeur.asso.fr", AuthState.NONE),
        ("vendeur.fr", "a.b.vendeur.fr", AuthState.NONE),
        ("vendeur.fr", "mail.vendeur.fr", AuthState.PASSED),
    ],
)
def test_which_signature_proves_a_sender(
    proved: str, domain: str, expected: AuthState
) -> None:
    value = f"{HOST}; dkim=pass header.d={proved}; dmarc=none"
    found = authentication([(RESULTS, value), OURS], HOST, f"compta@{domain}")
    assert found.state is expected


GOOGLE = (
    "mx.google.com;\r\n       dkim=pass header.i=@vendeur.fr header.s=s1 "
    "header.b=AbC/1;\r\n       spf=pass (google.com: domain of x@vendeur.fr designates "
    "192.0.2.1 as permitted sender) smtp.mailfrom=x@vendeur.fr;\r\n       dmarc=pass "
    "(p=QUARANTINE sp=NONE dis=NONE) header.from=vendeur.fr"
)
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=vendeur.fr; dkim=pass (signature "
    "was verified) header.d=vendeur.fr;dmarc=pass action=none "
    "header.from=vendeur.fr;compauth=pass reason=100"
)


def test_google_workspace() -> None:
    headers = [
        ("Received", "by 2002:a05:6402:1:b0:50b:5 with SMTP id x; now"),
        ("Received", "from mail.vendeur.fr by mx.google.com with ESMTPS; now"),
        (RESULTS, GOOGLE),
        THEIRS,
    ]
    found = authentication(headers, "mx.google.com", SENDER)
    assert found.state is AuthState.PASSED
    assert found.detail == (
        "DKIM pass (vendeur.fr), SPF pass (vendeur.fr), DMARC pass (vendeur.fr)"
    )


def test_microsoft_365_writes_no_name() -> None:
    hop = ("Received", "from mail.vendeur.fr by x.mail.protection.outlook.com; now")
    headers = [hop, (RESULTS, MICROSOFT), THEIRS]
    assert authentication(headers, "outlook.com", SENDER).state is AuthState.PASSED
    assert authentication(headers, HOST, SENDER).state is AuthState.UNKNOWN
    forged = [hop, THEIRS, (RESULTS, MICROSOFT)]
    assert authentication(forged, "outlook.com", SENDER).state is AuthState.UNKNOWN


@given(st.text(max_size=120))
def test_any_header_is_read(value: str) -> None:
    parsed(value)
    said((RESULTS, value), ("Received", value), (RESULTS, f"{HOST};{value}"))


IBAN = "FR7630006000011234567890189"
INVOICE = Invoice(payment=Payment(accounts=(Account(IBAN),)))
FACTS = SenderFacts(SENDER, AuthState.FAILED, "DMARC fail (vendeur.fr)")


def severities(facts: SenderFacts, accounts: AccountFacts | None) -> list[Severity]:
    context = CheckContext().with_part(facts)
    context = context.with_part(accounts) if accounts else context
    return [each.severity for each in run(SENDER_RULES, INVOICE, context)]


def test_a_forged_sender_is_looked_at_and_with_a_new_account_stopped() -> None:
    known = AccountFacts((RecordedAccount(IBAN, is_paid=True),))
    assert severities(FACTS, known) == [Severity.REVIEW]
    assert severities(FACTS, AccountFacts()) == [Severity.BLOCK]
    for ok in (AuthState.PASSED, AuthState.NONE, AuthState.UNKNOWN):
        assert severities(replace(FACTS, state=ok), AccountFacts()) == []


@pytest.mark.parametrize(
    ("address", "known", "is_foreign"),
    [
        ("compta@vendeur.fr", {"info@vendeur.fr"}, False),
        ("noreply@factures.vendeur.fr", {"info@vendeur.fr"}, False),
        ("compta@vendeur-fr.com", {"info@vendeur.fr"}, True),
        ("compta@vendeur.fr.thief.example", {"info@vendeur.fr"}, True),
        ("jean@gmail.com", {"info@vendeur.fr"}, True),
        ("jean@gmail.com", {"Jean@gmail.com"}, False),
        ("jeanne@gmail.com", {"jean@gmail.com"}, True),
        # Nobody knows from where he writes.
        ("compta@vendeur.fr", set(), False),
        # One of ours passed it on.
        ("alice@client.example", {"info@vendeur.fr"}, False),
        ("nobody", {"info@vendeur.fr"}, False),
    ],
)
def test_from_where_the_supplier_writes(
    address: str, known: set[str], is_foreign: bool
) -> None:
    facts = SenderFacts(
        address, known=frozenset(known), own=frozenset({"client.example", "gmail.com"})
    )
    found = run(SENDER_RULES, Invoice(), CheckContext().with_part(facts))
    assert [each.code for each in found] == ["mail_foreign_domain"] * is_foreign
