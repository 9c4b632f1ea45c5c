"""Which pages of one file are which invoice: none is missed, none is cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from odoo.addons.einvoice_intake.domain.buyer import OwnCompany
from odoo.addons.einvoice_intake.domain.paper.ask import read_pages
from odoo.addons.einvoice_intake.domain.paper.heads import Place, head_of, place_of
from odoo.addons.einvoice_intake.domain.paper.page import Page
from odoo.addons.einvoice_intake.domain.paper.parts import proposed_parts
from odoo.addons.einvoice_intake.domain.paper.reader import PageLimits

from .bindings import BLANK, OTHER, TERMS, Bill, bound, scanned
from .sheets import HEIGHT, page_of, printed, row_of
from .workers import kill, processes

ONE = Bill()
# The next invoice of the same supplier, on the same day.
NEXT = replace(
    ONE, number="FA-2026-0418", net="340,00", vat="68,00", gross="408,00"
)  # fmt: skip
MARKS = (
    "", "Page {}/{}", "page {} sur {}", "{}/{}", "Page {}", "- {} / {} -",
)  # fmt: skip
COUNTED = MARKS[1]


def parts(*papers: Sequence[Page]) -> tuple[tuple[int, ...], ...]:
    pages = bound(*papers)
    return proposed_parts(pages, head_of, len(pages))


def expected(*papers: Sequence[Page]) -> tuple[tuple[int, ...], ...]:
    ends = [sum(map(len, papers[: place + 1])) for place in range(len(papers))]
    starts = [1, *(end + 1 for end in ends[:-1])]
    return tuple(
        tuple(range(start, end + 1)) for start, end in zip(starts, ends, strict=True)
    )


def read_by_ocr(pages: Sequence[Page]) -> list[Page]:
    return [replace(page, source="ocr") for page in pages]


@pytest.mark.parametrize("second", [OTHER, NEXT], ids=["another", "the same"])
@pytest.mark.parametrize("repeats", [True, False], ids=["whole heads", "first head"])
@pytest.mark.parametrize(
    "marks",
    [
        *zip(MARKS, MARKS[1:] + MARKS[:1], strict=True),
        ("", ""),
        (COUNTED, COUNTED),
        (COUNTED, ""),
    ],
)
def test_two_invoices_are_two(
    marks: tuple[str, str], repeats: bool, second: Bill
) -> None:
    for counts in ((1, 1), (2, 1), (1, 2)):
        papers = [
            replace(bill, mark=mark, pages=count, repeats=repeats).sheets()
            for bill, mark, count in zip((ONE, second), marks, counts, strict=True)
        ]
        assert parts(*papers) == expected(*papers)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("repeats", [True, False], ids=["whole heads", "first head"])
def test_an_invoice_of_several_pages_is_one(repeats: bool, mark: str) -> None:
    for count in (2, 4):
        pages = replace(ONE, mark=mark, pages=count, repeats=repeats).sheets()
        assert parts(pages) == ()
        assert parts([*pages, TERMS]) == ()
        assert parts([each for page in pages for each in (page, BLANK)]) == ()


LOST = [{"number": ""}, {"number": "", "day": ""}, {"siren": ""}, {"day": ""}]


@pytest.mark.parametrize("lost", LOST, ids=str)
@pytest.mark.parametrize("mark", ["", COUNTED])
def test_what_ocr_lost_on_one_page_is_made_up_for(
    lost: dict[str, str], mark: str
) -> None:
    """Another supplier is another invoice, whatever else is not read."""
    one, two = replace(ONE, mark=mark), replace(OTHER, mark=mark)
    for papers in (
        (replace(one, **lost).sheets(), two.sheets()),
        (one.sheets(), replace(two, **lost).sheets()),
    ):
        assert parts(*papers) == expected(*papers)


@pytest.mark.parametrize("more", [{"mark": COUNTED}, {"day": "30/09/2026"}], ids=str)
def test_a_lost_number_of_the_same_supplier(more: dict[str, str]) -> None:
    """Page 1 of 1 with a total of its own, or another day, is another invoice."""
    papers = ONE.sheets(), replace(NEXT, number="", **more).sheets()
    assert parts(*papers) == expected(*papers)
    # Without either it could be a page of the first one.
    assert parts(ONE.sheets(), replace(NEXT, number="").sheets()) == ()


@pytest.mark.parametrize(
    "number", ["FA-2026-O4l7", "FA-2026-0411", "FA-2026-041", "2026-0417", ""]
)
def test_a_number_misread_on_one_page_cuts_nothing(number: str) -> None:
    pages = replace(ONE, pages=3).sheets()
    other = replace(ONE, pages=3, number=number).sheets()
    assert parts(read_by_ocr([pages[0], *other[1:]])) == ()
    assert parts(read_by_ocr([other[0], *pages[1:]])) == ()


@pytest.mark.parametrize("counts", [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_numbers_that_follow_each_other_are_not_taken_for_misread(
    counts: tuple[int, int],
) -> None:
    papers = [
        read_by_ocr(replace(bill, pages=count).sheets())
        for bill, count in zip((ONE, NEXT), counts, strict=True)
    ]
    assert parts(*papers) == expected(*papers)


def test_two_suppliers_may_count_alike() -> None:
    papers = ONE.sheets(), replace(OTHER, number=ONE.number).sheets()
    assert parts(*papers) == expected(*papers)
    # An account of a factor on the last page is no other supplier.
    pages = replace(ONE, pages=2).sheets()
    assert parts([pages[0], replace(ONE, pages=2, siren=OTHER.siren).sheets()[1]]) == ()


def test_a_credit_note_mentions_its_invoice() -> None:
    credit = replace(
        NEXT, label="Avoir n°", number="AV-26-9",
        extra=[f"Avoir sur facture n° {ONE.number}"],
    ).sheets()  # fmt: skip
    assert parts(ONE.sheets(), credit) == ((1,), (2,))
    assert parts(credit, ONE.sheets()) == ((1,), (2,))


@pytest.mark.parametrize(
    "more",
    [{"day": "30/09/2026"}, {"mark": COUNTED}, {"day": "30/09/2026", "siren": ""}],
)
def test_an_invoice_mentions_the_one_before(more: dict[str, str]) -> None:
    reminding = replace(NEXT, extra=[f"Facture {ONE.number} impayée"], **more)
    assert parts(ONE.sheets(), reminding.sheets()) == ((1,), (2,))


PAPERS = [
    "Bon de livraison", "Détail de votre facture", "Annexe à la facture", "Devis",
    "Rapport d'intervention", "Relevé d'heures", "Procès-verbal", "Commande",
]  # fmt: skip


@pytest.mark.parametrize("label", PAPERS)
@pytest.mark.parametrize("other", [ONE, NEXT, replace(NEXT, day="01/09/2026")])
def test_another_paper_with_a_number_stays_with_its_invoice(
    other: Bill, label: str
) -> None:
    paper = replace(other, label=f"{label} n°", number="X-991").sheets()
    assert parts([*ONE.sheets(), *paper]) == ()
    head = replace(paper[0], words=tuple(w for w in paper[0].words if w.top < 250))
    assert parts([*ONE.sheets(), head]) == ()


def test_conditions_blank_sides_and_covers_stay() -> None:
    assert parts([TERMS, *ONE.sheets()]) == ()
    one, two = [*ONE.sheets(), BLANK], [*OTHER.sheets(), TERMS]
    assert parts(one, two) == ((1, 2), (3, 4))
    assert parts() == parts([BLANK]) == parts([BLANK, BLANK]) == ()


def test_a_page_that_sums_up_so_far_is_no_invoice() -> None:
    """Totals on each page, the number on the first only."""
    first = replace(ONE, net="400,00", vat="80,00", gross="480,00")
    last = replace(ONE, pages=2, repeats=False).sheets()[1]
    assert parts([*first.sheets(), last]) == ()


def test_receipts_without_any_title_are_told_apart() -> None:
    def receipt(name: str, number: str, total: str) -> list[Page]:
        return [page_of(
            name, f"Ticket n° {number}", "Date : 14/09/2026",
            printed((40, "Menu"), (-200, total)), printed((40, "TOTAL"), (-200, total)),
        )]  # fmt: skip

    assert parts(receipt("Le Bistrot", "50112", "20,80"),
                 receipt("Le Bistrot", "50117", "31,50")) == ((1,), (2,))  # fmt: skip


def test_our_own_register_names_no_supplier() -> None:
    own = [OwnCompany(1, "Ville de Bourg", registry="55210055400013")]
    (page,) = replace(ONE, buyer="SIREN 552 100 554").sheets()
    assert head_of(page).sellers == {"732829320", "552100554"}
    assert head_of(page, own).sellers == {"732829320"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Page 1/1", Place(1, 1)),
        ("page 2 sur 3", Place(2, 3)),
        ("Page : 1", Place(1)),
        ("Page l/2", Place(1, 2)),
        ("Pagel/1", Place(1, 1)),
        ("Seite 2 von 2", Place(2, 2)),
        ("p. 3 / 4", Place(3, 4)),
        ("Folio 2", Place(2)),
        ("Page 1 of 12", Place(1, 12)),
        ("Page 3/2", None),
        ("Lot 1/2", None),
        ("voir page 2 des conditions", None),
        ("Page 1/12/2026", None),
        ("Homepage 1", None),
        ("Pages 1/2 page 2/2", None),
    ],
)
def test_where_a_page_says_to_stand(text: str, place: Place | None) -> None:
    assert place_of([row_of(text)], HEIGHT) == place


def test_a_bare_fraction_counts_pages_at_the_edge_only() -> None:
    def said(at: float) -> Place | None:
        return head_of(page_of(printed((500, "1/2"), at=at))).place

    assert said(810.0) == said(20.0) == Place(1, 2)
    assert said(400.0) is None


@pytest.fixture(scope="module")
def _ended() -> Iterator[None]:
    yield
    for pid in processes(PageLimits()):
        kill(pid)


@pytest.mark.slow
@pytest.mark.usefixtures("_ended")
def test_scans_are_told_apart() -> None:
    """Pictures, each a little askew, read by the OCR."""
    counted = replace(ONE, mark="Page {}/{}", pages=2).sheets()
    papers = [counted, replace(OTHER, mark="page {} sur {}").sheets(), NEXT.sheets()]
    unnumbered = [ONE.sheets(), [*replace(OTHER, number="").sheets(), TERMS]]
    for each in (papers, unnumbered, [[*counted, TERMS]]):
        pages = read_pages(scanned(bound(*each))).pages
        assert {page.source for page in pages} == {"ocr"}
        wanted = expected(*each) if len(each) > 1 else ()
        assert proposed_parts(pages, head_of, len(pages)) == wanted
