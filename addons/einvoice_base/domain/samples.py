"""What stands in the sentence of a rule where nothing was noticed yet.

A sentence with dots in all its places tells little; with values as they might be, it is
read at once. They belong to no language, and to no supplier that exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

# What a finding says of itself in words; here it is left open.
UNSAID = "…"

_AMOUNTS = {
    "amount": "120.00",
    "base": "500.00",
    "books": "120.00",
    "expected": "100.00",
    "found": "120.00",
    "gap": "20.00",
    "gross": "120.00",
    "high": "130.00",
    "highest": "130.00",
    "left": "60.00",
    "limit": "10",
    "low": "110.00",
    "lowest": "110.00",
    "net": "100.00",
    "payable": "120.00",
    "prepaid": "20.00",
    "printed": "120.00",
    "shown": "120.00",
    "stated": "100.00",
    "total": "240.00",
    "value": "120.00",
    "vat": "20.00",
    # A price and its tolerance.
    "allowed": "5.00",
    "allowed_percent": "0.5",
    "billed_price": "22.34",
    "order_price": "21.90",
    "percent": "2",
    # Rates.
    "books_rate": "1.08",
    "rate": "20",
    "stated_rate": "1.20",
    # Quantities.
    "before": "18",
    "billed": "3",
    "ordered": "20",
    "received": "18",
    "size": "120",
}
_COUNTS = {
    "times": 3,
    "bills": 12,
    "count": 3,
    "days": 400,
    "digits": 26,
    "length": 27,
    "lines": "2, 3",
    "marks": 100000,
    "page": 2,
    "row": 12,
    "with_order": 11,
    "year": 2026,
}
_DAYS = {
    "date": date(2026, 9, 14),
    "day": date(2026, 9, 14),
    "due": date(2026, 10, 14),
    "end": date(2026, 8, 31),
    "issued": date(2026, 9, 14),
    "kept_day": date(2026, 9, 14),
    "latest": date(2026, 10, 31),
    "locked_until": date(2026, 8, 31),
    "other_day": date(2026, 9, 10),
    "since": date(2026, 6, 14),
    "start": date(2026, 9, 1),
    "until": date(2028, 12, 31),
}
_SUPPLIER = "Papeterie du Rhône"
_ACCOUNT = "FR76 3000 4000 0100 0001 2345 617"
_NAMES = {
    "account": _ACCOUNT,
    "bank_country": "DE",
    "bill": "BILL/2026/09/0012",
    "buyer": "Menuiserie Fabre",
    "category": "S",
    "code": "S1",
    "company": "Atelier Beaumanoir",
    "country": "FR",
    "currency": "EUR",
    "document_type": "ORDER",
    "edition": "1.3",
    "encoding": "UTF-7",
    "expected_currency": "EUR",
    "files": "schematron.xslt",
    "first": "F-2026-118",
    "form": "CreditNote",
    "found_as": "Source",
    "holders": _SUPPLIER,
    "kept": "F-2026-118",
    "known": _ACCOUNT,
    "label": "BT-112",
    "last": "F-2026-117",
    "level": "EN 16931",
    "line": "2",
    "name": "Papier A4 80 g",
    "names": "factur-x.xml",
    "fields": "Number, Date",
    "number": "F-2026-118",
    "order": "P00042",
    "order_currency": "USD",
    "other": "F-2026-119",
    "other_bills": "BILL/2026/08/0031",
    "others": "20% S",
    "part": "PDF/A-3",
    "payee": "Factor SA",
    "place": "Lyon",
    "process": "B2",
    "profile": "BASIC",
    "record": "BILL/2026/09/0012",
    "rivals": f"{_SUPPLIER}, Papeterie du Nord",
    "rule_id": "BR-CO-15",
    "rule_ids": "BR-CO-15",
    "seller": _SUPPLIER,
    "sender": "facture@papeterie.example",
    "sign": "€",
    "siren": "910000215",
    "reasons": ("CALCUL_ERR",),
    "status": "227",
    "supplier": _SUPPLIER,
    "tax": "20% G",
    "term": "BT-112",
    "type_code": "380",
    "unit": "kg",
}
_WORDS = (
    "because",
    "detail",
    "differences",
    "error",
    "evidence",
    "failed_rule",
    "kind",
    "region",
    "step",
)

SAMPLES: Mapping[str, object] = {
    **{name: Decimal(text) for name, text in _AMOUNTS.items()},
    **_COUNTS,
    **_DAYS,
    **_NAMES,
    **dict.fromkeys(_WORDS, UNSAID),
}
