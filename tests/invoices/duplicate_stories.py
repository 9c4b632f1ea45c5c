"""Genuine purchase books, as accountants meet them: nothing in them is a duplicate.

They were written down before the rule that they measure, from what makes a duplicate
search cry wolf: rents, lines of a telephone contract, deliveries of the same pallet,
down payments and instalments, corrected invoices after a credit note, numbers that
begin again each year, suppliers without numbers, expenses of the staff.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from tests.invoices.duplicate_books import (
    COMPANIES,
    FIRST_DAY,
    LAST_DAY,
    PLACES,
    Books,
    Entry,
    Numbers,
    Supplier,
    cents,
    vat_number,
)


def ordinary(books: Books) -> list[Entry]:
    """Bills of a supplier as they come, now and then with credit notes."""
    draw, who, numbers = books.random, books.supplier(), books.numbers()
    company = draw.choice((1, 1, 1, 2))
    made: list[Entry] = []
    start = FIRST_DAY + timedelta(days=draw.randint(0, 300))
    for day in books.days(start, 3, draw.choice((12, 30, 80))):
        order = f"P{draw.randint(100, 9999):05d}" if draw.random() < 0.5 else None
        bill = books.entry(
            who,
            numbers.next(day),
            day,
            books.amount(),
            "ordinary",
            company=company,
            order=order,
        )
        made.append(bill)
        if draw.random() < 0.04:
            made += _corrected(books, numbers, bill)
    return made


def _corrected(books: Books, numbers: Numbers, bill: Entry) -> list[Entry]:
    """A credit note that names the bill, and often the corrected bill again.

    One supplier in five gives the credit note the number of the bill with a mark.
    """
    draw = books.random
    day = bill.day + timedelta(days=draw.randint(1, 20))
    amounts = (bill.amount, bill.net)
    number = numbers.next(day)
    if draw.random() < 0.4:
        number = draw.choice((f"AV-{number}", f"A{number}", f"AVOIR {number}"))
    elif draw.random() < 0.3:
        number = f"{bill.number}-AV"
    credit = books.entry(
        bill.supplier,
        number,
        day,
        amounts,
        "credit note of the bill",
        kind="credit",
        company=bill.company,
        credits=bill.number if draw.random() < 0.85 else None,
    )
    if draw.random() < 0.4:
        return [credit]
    again = books.entry(
        bill.supplier,
        numbers.next(day),
        day,
        amounts,
        "corrected after a credit note",
        company=bill.company,
        order=bill.order,
    )
    return [credit, again]


def rent(books: Books) -> list[Entry]:
    """The same amount each month: rent, lease, insurance, cleaning, software."""
    draw, who, numbers = books.random, books.supplier(), books.numbers()
    amounts = books.amount()
    company, dom = draw.choice(COMPANIES), draw.randint(1, 28)
    kind = draw.choice(("number", "number", "number", "none", "words", "contract"))
    contract = f"CT-{draw.randint(1000, 99999)}"
    months = (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre "
        "decembre"
    ).split()
    made = []
    for month in range(26):
        day = date(2025 + month // 12, month % 12 + 1, dom)
        if draw.random() < 0.04:
            amounts = books.amount()
        words = f"Loyer {months[day.month - 1]} {day.year}"
        number = {
            "number": numbers.next(day),
            "none": None,
            "words": words,
            "contract": contract,
        }[kind]
        made.append(
            books.entry(
                who,
                number,
                day,
                amounts,
                f"rent ({kind})",
                company=company,
                label=words,
            )
        )
    return made


def lines_of_a_contract(books: Books) -> list[Entry]:
    """Several bills of the same amount on the same day each month: one a site."""
    draw, who, numbers = books.random, books.supplier(), books.numbers()
    prices = [books.amount() for _each in range(draw.randint(1, 2))]
    sites = [draw.choice(prices) for _each in range(draw.randint(2, 6))]
    spread = draw.random() < 0.3
    # All customers are invoiced on one day: ours may be anywhere in the run.
    run = draw.randint(1, max(1, int(30 * numbers.pace)))
    made = []
    for month in range(draw.randint(6, 20)):
        day = date(2025 + month // 12, month % 12 + 1, draw.choice((1, 1, 5)))
        for site, amounts in enumerate(sites):
            made.append(
                books.entry(
                    who,
                    numbers.next(day, draw.choice((1, 1, 2, run))),
                    day,
                    amounts,
                    "lines of a contract",
                    company=COMPANIES[site % 3] if spread else 1,
                )
            )
    return made


def deliveries(books: Books) -> list[Entry]:
    """Deliveries from a short price list, sometimes two the same day."""
    draw, who, numbers = books.random, books.supplier(), books.numbers()
    prices = [books.amount() for _each in range(draw.randint(2, 12))]
    made = []
    start = FIRST_DAY + timedelta(days=draw.randint(0, 500))
    for day in list(books.days(start, 1, draw.choice((3, 9))))[:90]:
        for _each in range(draw.choice((1, 1, 1, 2, 3))):
            amounts = draw.choice(prices)
            order = f"CDE{draw.randint(10**4, 10**5)}" if draw.random() < 0.3 else None
            made.append(
                books.entry(
                    who, numbers.next(day), day, amounts, "deliveries", order=order
                )
            )
    return made


def two_at_once(books: Books) -> list[Entry]:
    """A supplier who once splits an order: two bills alike on one day, in series."""
    draw, who, numbers = books.random, books.supplier(), books.numbers()
    made = []
    start = FIRST_DAY + timedelta(days=draw.randint(0, 300))
    for day in list(books.days(start, 10, 60))[: draw.randint(2, 12)]:
        amounts = books.amount()
        made.append(
            books.entry(who, numbers.next(day), day, amounts, "ordinary", company=1)
        )
        if draw.random() < 0.12:
            made.append(
                books.entry(
                    who,
                    numbers.next(day, draw.choice((1, 1, 1, 2, 3))),
                    day,
                    amounts,
                    "two alike in series",
                    company=1,
                )
            )
    return made


def project(books: Books) -> list[Entry]:
    """Down payment and balance of the same amount, or instalments."""
    draw, who, numbers = books.random, books.supplier(), books.numbers()
    made = []
    starts = sorted(draw.randint(0, 600) for _each in range(draw.randint(1, 4)))
    for start in starts:
        day = FIRST_DAY + timedelta(days=start)
        amounts, parts = books.amount(), draw.choice((2, 2, 3, 4))
        base = numbers.next(day)
        style = draw.choice(("series", "letters", "slash", "letter"))
        for part in range(parts):
            number = {
                "series": base if not part else numbers.next(day),
                "letters": f"{'AC' if part < parts - 1 else 'S'}{part + 1}-{base}",
                "slash": f"{base}/{part + 1}",
                "letter": f"{base}-{'ABCD'[part]}",
            }[style]
            made.append(
                books.entry(
                    who,
                    number,
                    day,
                    amounts,
                    f"instalments ({style})",
                    company=1,
                    order=f"M{draw.randint(100, 999)}",
                )
            )
            day += timedelta(days=draw.choice((10, 30, 31, 60, 90)))
    return made


def yearly(books: Books) -> list[Entry]:
    """One fee a year, whose number begins again each January."""
    draw, who, amounts = books.random, books.supplier(), books.amount()
    number = draw.choice(("1", "F-001", "COT-12", "0001", "A1"))
    month, dom = draw.choice((1, 1, 2, 12)), draw.randint(2, 28)
    return [
        books.entry(who, number, date(year, month, dom), amounts, "next year")
        for year in (2025, 2026, 2027)
        if date(year, month, dom) <= LAST_DAY
    ]


def without_number(books: Books) -> list[Entry]:
    """A market stall or a craftsman who writes no numbers."""
    draw, who = books.random, books.supplier()
    same = books.amount() if draw.random() < 0.4 else None
    start = FIRST_DAY + timedelta(days=draw.randint(0, 500))
    days = list(books.days(start, 6, draw.choice((8, 25))))[:40]
    return [
        books.entry(who, None, day, same or books.amount(), "without number", company=1)
        for day in days
    ]


def same_number_elsewhere(books: Books) -> list[Entry]:
    """Two suppliers with the same number, day and amount: stamps, fees, fairs."""
    draw, amounts = books.random, books.amount()
    day = FIRST_DAY + timedelta(days=draw.randint(0, 700))
    number = books.numbers().next(day)
    return [
        books.entry(
            books.supplier(),
            number,
            day + timedelta(days=draw.randint(0, 9)),
            amounts,
            "number of another supplier",
        )
        for _each in range(2)
    ]


def one_factor(books: Books) -> list[Entry]:
    """Two suppliers paid on the account of the same factor, same amount and number."""
    draw, amounts = books.random, books.amount()
    day = FIRST_DAY + timedelta(days=draw.randint(0, 700))
    number, iban = books.numbers().next(day), f"FR76{draw.randint(10**22, 10**23 - 1)}"
    made = []
    for _each in range(2):
        siren = str(draw.randint(300_000_000, 999_999_999))
        who = replace(books.supplier(), iban=iban, siren=siren, vat=vat_number(siren))
        made.append(books.entry(who, number, day, amounts, "account of a factor"))
    return made


def expenses(books: Books) -> list[Entry]:
    """Receipts of one employee: meals, tickets, hotels, with prices that repeat."""
    draw = books.random
    who = Supplier(books.supplier().key, f"{draw.choice(PLACES)} Claude")
    prices = [books.amount() for _each in range(4)]
    prices += [(cents(p), cents(p)) for p in ("2.15", "15.50", "19.90")]
    texts = ("Taxi", "Repas client", "Train Paris-Lyon", "Hotel", "Parking", "Plein")
    start = FIRST_DAY + timedelta(days=draw.randint(0, 400))
    made = []
    for day in list(books.days(start, 1, 12))[:40]:
        text = draw.choice(texts)
        made.append(
            books.entry(
                who,
                text,
                day,
                draw.choice(prices),
                "expenses",
                kind="receipt",
                company=1,
                label=f"{who.name}: {text}",
            )
        )
    return made


STORIES: tuple[tuple[Callable[[Books], list[Entry]], int], ...] = (
    (ordinary, 30),
    (rent, 14),
    (lines_of_a_contract, 7),
    (deliveries, 9),
    (two_at_once, 12),
    (project, 10),
    (yearly, 6),
    (without_number, 5),
    (same_number_elsewhere, 5),
    (one_factor, 2),
    (expenses, 3),
)


def genuine(books: Books, suppliers: int) -> list[Entry]:
    """Draw the books of a group with about that many suppliers."""
    stories = [story for story, weight in STORIES for _each in range(weight)]
    made: list[Entry] = []
    for _each in range(suppliers):
        made += books.random.choice(stories)(books)
    return made
