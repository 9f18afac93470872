"""Many guides as one book: cover, contents, page numbers, outline, and what is left out."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from desktop_app.documents.guides.book import Book, Cover, Entry
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.rendering import render_guide
from desktop_app.rules.errors import ServiceError
from models.elements import GuideStyle
from tests.unit.documents import guide_samples as samples
from tests.unit.documents.reading import fonts_of, pages_of, pictures_of, qr_by_zxing, squeezed

COVER = Cover("示例市卫生健康委员会", "示例市政务服务中心", date(2026, 11, 20), samples.BASE_URL)


def named(name: str) -> Guide:
    return samples.guide(replace(samples.CONTENT, name=name))


def finished(
    guides: Sequence[Guide], style: GuideStyle = GuideStyle.STANDARD, *, is_large: bool = False
) -> bytes:
    """A book of these guides."""
    target = io.BytesIO()
    book = Book(target, COVER, [Entry(guide.content.name, "") for guide in guides], style, is_large=is_large)
    for guide in guides:
        book.add(guide)
    pages = book.close()
    assert len(PdfReader(io.BytesIO(target.getvalue())).pages) == pages
    return target.getvalue()


@pytest.mark.parametrize("style", GuideStyle)
@pytest.mark.parametrize("is_large", [False, True])
def test_a_book_has_cover_contents_and_every_guide(style: GuideStyle, is_large: bool) -> None:
    guides = [named(f"第{number}个事项") for number in range(1, 4)]
    pages = [squeezed(page) for page in pages_of(finished(guides, style, is_large=is_large))]
    for part in (
        "示例市政务服务中心",
        "示例市卫生健康委员会办事指南",
        style.label,
        "共3个事项",
        "打印日期：2026-11-20",
    ):
        assert part in pages[0]
    assert pages[1].startswith("目录1.第1个事项")
    single = [pages_of(render_guide(guide, style, is_large=is_large)) for guide in guides]
    assert len(pages) == 2 + sum(map(len, single))


def test_page_numbers_run_on_and_every_page_knows_their_number() -> None:
    pages = pages_of(finished([named("甲"), named("乙")]))
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in squeezed(page)


def test_the_contents_name_the_first_page_of_each_guide() -> None:
    guides = [named(f"事项{letter}") for letter in "甲乙丙"]
    pages = [squeezed(page) for page in pages_of(finished(guides))]
    for number, guide in enumerate(guides, start=1):
        start = next(at for at, page in enumerate(pages) if f"·办事指南{guide.content.name}事项版本" in page)
        assert f"{number}.{guide.content.name}{start + 1}" in pages[1]


def test_contents_over_several_pages_keep_the_numbers_right() -> None:
    guides = [named(f"第{number}个事项") for number in range(1, 61)]
    pages = [squeezed(page) for page in pages_of(finished(guides, GuideStyle.BRIEF))]
    contents = [page for page in pages if "个事项" in page and page.count("个事项") > 5]
    assert len(contents) > 2
    first = 2 + len(contents)
    for number in (1, 30, 60):
        assert f"{number}.第{number}个事项{first + number - 1}" in "".join(contents)
        assert pages[first + number - 2].startswith(f"示例市卫生健康委员会第{number}个事项")


def test_the_outline_and_the_lines_of_the_contents_lead_to_the_guides() -> None:
    guides = [named("甲事项"), named("乙事项")]
    reader = PdfReader(io.BytesIO(finished(guides)))
    places = {
        str(entry.title): reader.get_destination_page_number(entry)
        for entry in reader.outline
        if not isinstance(entry, list)
    }
    assert places["1. 甲事项"] == 2
    assert places["目录"] == 1
    contents: Any = reader.pages[1]
    assert len(contents["/Annots"]) == 2


def test_long_names_stand_whole_in_the_contents() -> None:
    pages = pages_of(finished([named(samples.LONG_NAME)]))
    assert samples.LONG_NAME in squeezed(pages[1])


def test_a_guide_that_cannot_be_made_is_named_and_the_others_are_there() -> None:
    target = io.BytesIO()
    guides = [named("甲"), named("乙"), named("丙")]
    entries = [Entry(guide.content.name, "") for guide in guides]
    book = Book(target, COVER, entries, GuideStyle.BRIEF, is_large=False)
    book.add(guides[0])
    with pytest.raises(ServiceError, match="glyph_missing"):
        book.add(samples.guide(replace(samples.CONTENT, conditions="", places="\U0001f600")))
    book.add(guides[2])
    assert book.close() == 4
    contents = squeezed(pages_of(target.getvalue())[1])
    assert "1.甲3" in contents
    assert "2.乙未印出" in contents
    assert "3.丙4" in contents


def test_pictures_used_again_on_a_later_page_are_stored_once() -> None:
    pictures = (samples.picture(), None, None, None, None)
    guides = [replace(named(f"事项{letter}"), pictures=pictures) for letter in "甲乙丙"]
    pdf = finished(guides, GuideStyle.ILLUSTRATED)
    assert pdf.count(b"/Subtype /Image") == 1
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages) == 3


def test_fonts_are_embedded_and_codes_read_in_a_book() -> None:
    guides = [named("甲"), samples.hostile()]
    pdf = finished(guides, GuideStyle.BRIEF)
    assert all(fonts_of(pdf).values())
    assert [qr_by_zxing(picture) for picture in pictures_of(pdf, 150)[2:]] == [guides[0].qr_text] * 2


def test_the_same_book_has_the_same_bytes() -> None:
    guides = [named("甲"), named("乙")]
    assert finished(guides) == finished(guides)
