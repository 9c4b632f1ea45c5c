"""Whatever a page went through, its words are read; what cannot be read is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from odoo.addons.einvoice_base.domain.reading import Box
from odoo.addons.einvoice_intake.domain.paper.ask import (
    PagesRead,
    read_pages,
    second_opinion,
)
from odoo.addons.einvoice_intake.domain.paper.page import Page
from odoo.addons.einvoice_intake.domain.paper.reader import PageLimits

from . import papers
from .workers import kill, processes, until

pytestmark = pytest.mark.slow

LIMITS = PageLimits()


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    for pid in processes(LIMITS):
        kill(pid)


@pytest.fixture
def apart() -> Iterator[list[PageLimits]]:
    """Limits whose process ends with the test."""
    used: list[PageLimits] = []
    yield used
    for each in used:
        for pid in processes(each):
            kill(pid)


def words(page: Page) -> set[str]:
    return {word.text for word in page.words}


def only(read: PagesRead) -> Page:
    assert not read.problems, [each.message for each in read.problems]
    (page,) = read.pages
    return page


def codes(read: PagesRead) -> list[str]:
    return [each.code for each in read.problems]


def word(page: Page, text: str) -> tuple[float, float]:
    found = next(each for each in page.words if each.text == text)
    return found.left, found.top


def test_a_text_pdf_has_its_words_where_they_are_printed() -> None:
    page = only(read_pages(papers.text_pdf(), LIMITS))
    assert (page.source, page.engine) == ("text", None)
    assert (page.width, page.height) == papers.SIZE
    assert words(page) >= papers.EXPECTED
    assert word(page, "Menuiserie") == pytest.approx((40, 40), abs=3)
    assert all(each.confidence == 1 for each in page.words)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_shown_lying_is_made_upright(rotate: int) -> None:
    page = only(read_pages(papers.rotated(rotate), LIMITS, images=True))
    upright = only(read_pages(papers.text_pdf(), LIMITS))
    assert [each.text for each in page.words] == [each.text for each in upright.words]
    assert (page.width, page.height) == papers.SIZE
    assert word(page, "Menuiserie") == pytest.approx((40, 40), abs=3)
    assert page.image is not None
    width, height = Image.open(BytesIO(page.image)).size
    assert width > height


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_scan_is_turned_upright(turned: int) -> None:
    lying = papers.picture().rotate(turned, expand=True)
    page = only(read_pages(papers.saved(lying), LIMITS))
    assert (page.source, page.engine, page.turned) == ("ocr", "rapidocr", turned)
    assert words(page) >= papers.EXPECTED
    assert word(page, "Menuiserie") == pytest.approx((40, 40), abs=5)


@pytest.mark.parametrize("degrees", [3, -3])
def test_a_skewed_scan_is_straightened(degrees: int) -> None:
    askew = papers.picture().rotate(-degrees, expand=True, fillcolor="white")
    page = only(read_pages(papers.saved(askew), LIMITS, images=True))
    assert page.skew == pytest.approx(degrees, abs=0.5)
    assert words(page) >= papers.EXPECTED
    lefts = [word(page, each)[0] for each in ("Menuiserie", "Facture", "Net")]
    assert lefts == pytest.approx([lefts[0]] * 3, abs=4)
    assert page.image is not None
    image = Image.open(BytesIO(page.image))
    assert image.width / image.height == pytest.approx(
        page.width / page.height, abs=0.02
    )


def test_72_dpi_white_on_dark_and_the_camera_s_turn_are_read() -> None:
    small = only(read_pages(papers.saved(papers.picture(72), dpi=(72, 72)), LIMITS))
    assert words(small) >= {"69003", "FA-2026-0417", "14/09/2026"}
    dark = papers.saved(papers.with_dark_header(papers.picture()), "WEBP")
    assert words(only(read_pages(dark, LIMITS))) >= papers.EXPECTED
    exif = Image.Exif()
    exif[0x0112] = 3
    photo = papers.saved(papers.picture().rotate(180), "JPEG", exif=exif)
    page = only(read_pages(photo, LIMITS))
    assert page.turned == 0
    assert words(page) >= papers.EXPECTED


def test_each_page_of_a_tiff_is_a_page() -> None:
    first = papers.picture().convert("1")
    fax = papers.saved(
        first,
        "TIFF",
        save_all=True,
        append_images=[first.rotate(180)],
        compression="group4",
    )
    told: list[tuple[int, int]] = []
    read = read_pages(
        fax, LIMITS, on_page=lambda page, count: told.append((page.number, count))
    )
    assert not read.problems
    assert [page.turned for page in read.pages] == [0, 180]
    assert told == [(1, 2), (2, 2)]
    assert all(words(page) >= papers.EXPECTED for page in read.pages)


def test_a_photo_of_a_phone_is_read() -> None:
    photo = Path(__file__).with_name("photo.heic").read_bytes()
    assert words(only(read_pages(photo, LIMITS))) >= papers.EXPECTED


@pytest.mark.parametrize("hidden", ["xQ~ zJ# kLwP (cid:7)", "Net 9 999,00 Facture"])
def test_what_lies_over_a_picture_of_the_page_is_not_believed(hidden: str) -> None:
    page = only(read_pages(papers.scanned((hidden,) * 6), LIMITS))
    assert page.source == "ocr"
    assert words(page) >= papers.EXPECTED
    assert not words(page) & {"xQ~", "999,00"}


@pytest.mark.parametrize("in_drawing", [False, True])
def test_text_under_a_picture_of_another_page_is_not_believed(in_drawing: bool) -> None:
    page = only(read_pages(papers.pictured(in_drawing=in_drawing), LIMITS))
    assert page.source == "ocr"
    assert words(page) >= papers.EXPECTED
    assert "999,00" not in words(page)


@pytest.mark.parametrize("way", papers.HIDING)
def test_text_that_nobody_sees_is_left_aside_and_told(way: str) -> None:
    read = read_pages(papers.with_hidden(way), LIMITS)
    assert codes(read) == ["page_hidden_text"]
    (page,) = read.pages
    assert page.source == "text"
    assert words(page) >= papers.EXPECTED
    assert not words(page) & {"FR14", "2004", "1010", "0505"}


def test_white_on_dark_and_small_grey_print_are_seen() -> None:
    page = only(read_pages(papers.with_dark_band(), LIMITS))
    assert page.source == "text"
    assert words(page) >= papers.EXPECTED | {"FR14", "2004", "grey"}


def test_a_page_of_hidden_text_alone_is_read_as_it_is_seen() -> None:
    read = read_pages(papers.with_hidden("white", written=False), LIMITS)
    assert codes(read) == ["page_hidden_text"]
    assert [page.words for page in read.pages] == [()]


def test_words_beside_the_page_are_not_on_it() -> None:
    beside = b"BT /F1 12 Tf 40 900 Td (Secret) Tj ET "
    page = only(
        read_pages(papers.raw_pdf([beside + papers.lines_of_text("Total")]), LIMITS)
    )
    assert words(page) == {"Total"}


def test_a_blank_page_is_a_page_without_words() -> None:
    blank = only(
        read_pages(papers.saved(Image.new("RGB", (800, 600), "white")), LIMITS)
    )
    assert blank.words == ()
    read = read_pages(papers.raw_pdf([b"", papers.lines_of_text("Total")]), LIMITS)
    assert [len(page.words) for page in read.pages] == [0, 1]
    assert not read.problems


def test_what_cannot_be_opened_says_why() -> None:
    writer = pypdf.PdfWriter(BytesIO(papers.text_pdf()))
    writer.encrypt("secret")
    buffer = BytesIO()
    writer.write(buffer)
    assert codes(read_pages(buffer.getvalue(), LIMITS)) == ["pdf_encrypted"]
    assert codes(read_pages(papers.text_pdf()[:300], LIMITS)) == ["pdf_broken"]
    assert codes(read_pages(b"\xff\xd8\xff\xe0 no picture", LIMITS)) == [
        "image_damaged"
    ]


def test_a_cut_photo_is_read_as_far_as_it_goes() -> None:
    whole = papers.saved(papers.picture(), "JPEG")
    read = read_pages(whole[: len(whole) * 3 // 4], LIMITS)
    assert codes(read) == ["page_cut"]
    assert words(read.pages[0]) >= {"Delorme", "69003"}


def test_too_many_pages_are_named_and_the_first_are_read() -> None:
    read = read_pages(papers.text_pdf(300), replace(LIMITS, pages=3))
    assert (len(read.pages), read.count) == (3, 300)
    assert codes(read) == ["pages_too_many"]
    assert "300" in read.problems[0].message


def test_a_picture_of_too_many_pixels_is_not_unpacked() -> None:
    huge = papers.saved(Image.new("1", (20_000, 20_000)))
    read = read_pages(huge, LIMITS)
    assert (codes(read), read.pages) == (["page_too_large"], ())


def test_a_page_that_takes_too_long_costs_only_itself(apart: list[PageLimits]) -> None:
    limits = replace(LIMITS, seconds=8)
    apart.append(limits)
    endless = b"BT /F1 12 Tf 40 250 Td " + b"(Total) Tj " * 3_000_000 + b"ET"
    contents = [papers.lines_of_text("One"), endless, papers.lines_of_text("Three")]
    read = read_pages(papers.raw_pdf(contents), limits)
    assert [words(page) for page in read.pages] == [{"One"}, {"Three"}]
    assert codes(read) == ["page_too_heavy"]
    assert read.problems[0].values["page"] == 2


def test_a_bomb_costs_only_its_page(apart: list[PageLimits]) -> None:
    limits = replace(LIMITS, addresses=1000, seconds=30)
    apart.append(limits)
    bomb = papers.raw_pdf([papers.lines_of_text("One"), b" " * 900_000_000])
    read = read_pages(bomb, limits)
    assert [words(page) for page in read.pages][:1] == [{"One"}]
    assert codes(read) == ["page_too_heavy"]


def test_a_process_that_is_killed_is_started_again(apart: list[PageLimits]) -> None:
    limits = replace(LIMITS, threads=1)
    apart.append(limits)
    killed: list[int] = []

    def end(page: Page, _count: int) -> None:
        if not killed:
            killed.extend(processes(limits))
            kill(killed[0])

    image = papers.picture(100).convert("1")
    tiff = papers.saved(
        image,
        "TIFF",
        save_all=True,
        append_images=[image, image],
        dpi=(100, 100),
    )
    read = read_pages(tiff, limits, on_page=end)
    assert killed
    assert [page.number for page in read.pages] == [1, 2, 3]
    assert not read.problems
    assert until(lambda: processes(limits)) != killed


def test_tesseract_reads_where_the_other_engine_is_not_there(
    apart: list[PageLimits],
) -> None:
    limits = replace(LIMITS, engines=("tesseract",))
    apart.append(limits)
    page = only(read_pages(papers.saved(papers.picture().rotate(180)), limits))
    assert (page.engine, page.turned) == ("tesseract", 180)
    assert words(page) >= {"Delorme", "FA-2026-0417", "14/09/2026"}


def test_without_any_engine_a_scan_says_so_and_a_text_pdf_is_read(
    apart: list[PageLimits],
) -> None:
    limits = replace(LIMITS, engines=())
    apart.append(limits)
    read = read_pages(papers.saved(papers.picture()), limits, images=True)
    assert codes(read) == ["recognition_missing"]
    assert read.pages[0].image
    assert words(only(read_pages(papers.text_pdf(), limits))) >= papers.EXPECTED


def test_a_second_opinion_reads_the_same_places() -> None:
    askew = papers.saved(papers.picture().rotate(177, expand=True, fillcolor="white"))
    page = only(read_pages(askew, LIMITS))
    wanted = ["FA-2026-0417", "69003"]
    boxes = [
        Box(1, each.left, each.top, each.right, each.bottom)
        for text in wanted
        for each in page.words
        if each.text == text
    ]
    assert list(second_opinion(askew, page, boxes, LIMITS)) == wanted
    nowhere = Box(1, 1.0, 1.0, 5.0, 5.0)
    assert second_opinion(askew, page, [nowhere], LIMITS) == ("",)
