"""The words of mandatory mentions, and what the document they stand in can hold.

A mention may stand in a note with its subject code (BR-FR-05), in free text, in the
payment terms, or on the readable page alone. It is missing only where none of them
has it, and never where the profile has no place for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .codes import VatCategory
from .invoice import Invoice
from .party import Address


class Mention(Enum):
    """A mention that the law wants in words."""

    RECOVERY_FEE = "PMT"
    LATE_PENALTY = "PMD"
    DISCOUNT = "AAB"
    REVERSE_CHARGE = "reverse charge"
    EXEMPTION = "exemption"
    ON_DEBITS = "debits"
    ON_PAYMENT = "payments"
    SELF_BILLING = "self-billing"


_WORDS = {
    Mention.RECOVERY_FEE: (
        r"indemnit[ée]s?\s+forfaitaires?|frais\s+de\s+recouvrement|"
        r"\b40(?:[.,]00)?\s*(?:€|eur)|D\.?\s*441-5|recovery\s+(?:cost|fee)"
    ),
    Mention.LATE_PENALTY: (
        r"p[ée]nalit[ée]s?|int[ée]r[êe]ts?\s+(?:de\s+retard|moratoires)|"
        r"late\s+(?:payment|fee)|verzugszins"
    ),
    Mention.DISCOUNT: (
        r"escompte|skonto|cash\s+discount|early\s+payment|prompt\s+payment"
    ),
    Mention.REVERSE_CHARGE: (
        r"auto-?\s?liquidation|reverse[\s-]+charge|steuerschuldnerschaft|"
        r"283[\s-]*2|art(?:icle|\.)?\s*19[46]\b|inversi[oó]n\s+del\s+sujeto|"
        r"inversione\s+contabile|btw\s+verlegd"
    ),
    Mention.EXEMPTION: (
        r"exon[ée]r|non\s+applicable|non\s+soumis|hors\s+champ|franchise|exempt|"
        r"steuerfrei|umsatzsteuerbefreit|kleinunternehmer|\bart(?:icle|\.)?\s*\d|"
        r"2006/112|intra-?\s?comm|innergemeinschaft|export"
    ),
    Mention.ON_DEBITS: (
        r"(?:d['’]apr[èe]s|sur)\s+les\s+d[ée]bits|option.{0,40}\bd[ée]bits"
    ),
    Mention.ON_PAYMENT: (
        r"tva.{0,30}(?:sur|d['’]apr[èe]s)\s+les\s+encaissements|"
        r"exigib.{0,30}encaissement"
    ),
    Mention.SELF_BILLING: r"auto-?\s?facturation|self-?\s?bill|gutschriftverfahren",
}
_PATTERNS = {
    mention: re.compile(words, re.IGNORECASE | re.DOTALL)
    for mention, words in _WORDS.items()
}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the supplier's own document is; nobody types its mentions by hand.

    Attributes:
        is_structured: Its terms come from data, not from the reading of a page.
        profile: Short name of the profile (``minimum``, ``basicwl``, ``en16931``…).
        printed: Mentions in words on its readable page.
        has_words: It is nothing but that page, whose words are known: a mention that is
            not among them is not made.
    """

    is_structured: bool = True
    profile: str | None = None
    printed: frozenset[Mention] = frozenset()
    has_words: bool = False


def mentions_in(text: str) -> frozenset[Mention]:
    """Return the mentions that a text makes.

    >>> sorted(each.name for each in mentions_in("Pas d'escompte. Autoliquidation."))
    ['DISCOUNT', 'REVERSE_CHARGE']
    """
    return frozenset(
        mention for mention, pattern in _PATTERNS.items() if pattern.search(text)
    )


def is_made(mention: Mention, invoice: Invoice, facts: DocumentFacts) -> bool:
    """Tell whether an invoice makes a mention, in data, in words or on its page."""
    if mention in facts.printed:
        return True
    return any(
        subject == mention.value or _PATTERNS[mention].search(text)
        for subject, text in _texts(invoice)
    )


def _texts(invoice: Invoice) -> Iterable[tuple[str | None, str]]:
    for note in invoice.notes:
        yield note.subject, note.text
    for line in invoice.lines:
        if line.note:
            yield None, line.note
    reasons = [tax.exemption_reason for tax in invoice.tax_breakdown]
    for text in (invoice.payment_terms, invoice.seller.legal_form, *reasons):
        if text:
            yield None, text


# EN 16931 groups that a profile leaves out (Factur-X 1.09 §5).
_ABSENT = {
    "minimum": frozenset(
        "BG-1 BG-3 BG-5 BG-8 BG-13 BG-14 BG-16 BG-23 BG-25 BT-6 BT-8 BT-9 BT-20 BT-48 "
        "BT-111".split()
    ),
    "basicwl": frozenset({"BG-25"}),
}


def has_place(facts: DocumentFacts, term: str) -> bool:
    """Tell whether a profile has a place for a business term or group.

    >>> has_place(DocumentFacts(profile="minimum"), "BG-1")
    False
    """
    return term not in _ABSENT.get(facts.profile or "", frozenset())


def is_postal(address: Address) -> bool:
    """Tell whether mail would find an address: a town, and a street or a code.

    >>> is_postal(Address(city="Lyon", postcode="69005")), is_postal(Address())
    (True, False)
    """
    return bool(address.city and (address.line1 or address.postcode))


def categories(invoice: Invoice) -> frozenset[VatCategory]:
    """Return the VAT categories that an invoice names, in its breakdown or lines."""
    named = {tax.category for tax in invoice.tax_breakdown}
    named |= {line.vat_category for line in invoice.lines}
    return frozenset(each for each in VatCategory if each.value in named)
