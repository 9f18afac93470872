"""The sheet: head, foot, mark of a reprint, properties of the file, tables over several pages, the QR code."""

import io

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.platypus import Flowable

from desktop_app.documents import fonts, page
from desktop_app.documents.layout import NORMAL
from desktop_app.documents.page import BODY_WIDTH, Sheet, build
from desktop_app.documents.qr import QrCode
from desktop_app.documents.tables import Cell, Grid
from desktop_app.rules.errors import ServiceError
from tests.unit.documents.reading import fonts_of, pages_of, pictures_of, qr_by_zxing, squeezed, text_of

HEAD = "示例市行政审批局　标题　第0001号"
COPIES = "一式两份：申请人一份，窗口存档一份"
LONG = "很长的正文，一页写不完。" * 400


def sheet(*, copies_text: str = COPIES, reprint: int = 0) -> Sheet:
    return Sheet("标题", "示例市行政审批局", "事项", "411", HEAD, copies_text, reprint)


def table(rows: int, text: str = "材料") -> Grid:
    """A table with a head and so many rows of one line each, numbered."""
    width = BODY_WIDTH / 2
    lines = [("序号", "名称"), *((f"第{number}行", text) for number in range(1, rows + 1))]
    return Grid([[Cell(NORMAL.text(word, page.CELL), width) for word in line] for line in lines], heads=1)


def test_every_page_says_which_of_how_many() -> None:
    pages = pages_of(build([NORMAL.text(LONG)], sheet()))
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in squeezed(text)
        assert COPIES in text


def test_the_running_head_stands_on_every_page_but_the_first() -> None:
    pages = pages_of(build([NORMAL.text(LONG)], sheet()))
    assert [squeezed(HEAD) in squeezed(text) for text in pages] == [False] + [True] * (len(pages) - 1)


@pytest.mark.parametrize(("reprint", "mark"), [(0, None), (1, "补打（第1次）"), (12, "补打（第12次）")])
def test_a_later_copy_is_marked_on_every_page(reprint: int, mark: str | None) -> None:
    pages = pages_of(build([NORMAL.text(LONG)], sheet(reprint=reprint)))
    assert all(mark in text if mark else "补打" not in text for text in pages)


def test_a_foot_that_is_too_long_is_cut() -> None:
    text = text_of(build([NORMAL.text("正")], sheet(copies_text="份" * 100)))
    assert "份份…" in text
    assert "第1页共1页" in squeezed(text)


def test_a_foot_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ServiceError, match="glyph_missing"):
        build([NORMAL.text("正")], sheet(copies_text="\U0001f600"))


def test_a_refusal_leaves_the_next_paper_unharmed() -> None:
    before = build([NORMAL.text("正文")], sheet())
    with pytest.raises(ServiceError):
        build([NORMAL.text("半份")], sheet(copies_text="\U0001f600"))
    assert build([NORMAL.text("正文")], sheet()) == before


def test_a_long_text_flows_without_losing_a_character() -> None:
    pages = pages_of(build([NORMAL.text(LONG)], sheet()))
    body = "".join(squeezed(text) for text in pages)
    for furniture in (
        squeezed(HEAD),
        COPIES,
        *(f"第{n}页共{len(pages)}页" for n in range(1, len(pages) + 1)),
    ):
        body = body.replace(furniture, "")
    assert body == LONG


def test_the_properties_name_the_case_and_its_language() -> None:
    reader = PdfReader(io.BytesIO(build([NORMAL.text("正文")], sheet())))
    properties = reader.metadata
    assert properties is not None
    assert (properties.title, properties.subject, properties["/Keywords"]) == ("标题", "事项", "411")
    assert properties.author == "示例市行政审批局"
    assert reader.root_object["/Lang"] == "zh-CN"


def test_no_font_but_ours_slips_in() -> None:
    pdf = build([NORMAL.text("正")], sheet())
    assert fonts_of(pdf) == {f"/AAAAAA+{fonts.REGULAR}": True}


def test_the_head_of_a_table_is_repeated() -> None:
    pages = pages_of(build([table(80)], sheet()))
    assert len(pages) > 2
    assert all("序号" in text for text in pages)


def test_a_table_keeps_every_row_in_order() -> None:
    text = squeezed(text_of(build([table(80)], sheet()), "-raw"))
    places = [text.index(f"第{number}行") for number in range(1, 81)]
    assert places == sorted(places)


@pytest.mark.parametrize("rows", range(28, 40))
def test_no_row_is_left_alone_on_a_page(rows: int) -> None:
    pages = pages_of(build([table(rows)], sheet()))
    assert min(text.count("行") for text in pages) >= 2


@pytest.mark.parametrize("lines", range(24, 36))
def test_a_heading_is_not_left_at_the_foot_of_a_page(lines: int) -> None:
    story: list[Flowable] = [NORMAL.text("\n".join(["字"] * lines)), *NORMAL.heading("材料清单"), table(6)]
    pages = pages_of(build(story, sheet()))
    owner = next(text for text in pages if "材料清单" in text)
    assert "第2行" in owner


def test_a_row_longer_than_a_page_is_cut_and_nothing_is_lost() -> None:
    note = "".join(f"〔{number}〕" for number in range(3000))
    text = squeezed("".join(pages_of(build([table(3, note)], sheet(copies_text="")))))
    for number in (0, 1, 1499, 2998, 2999):
        assert text.count(f"〔{number}〕") == 3


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=12), st.integers(0, 40)
)
@example(
    [(0, 0), (49, 0), (49, 0), (417, 0), (417, 0), (433, 0), (33, 0), (0, 257)], 0
)  # the two last rows do not fit a page with the head
def test_any_table_fits_its_pages_without_losing_text(lengths: list[tuple[int, int]], before: int) -> None:
    rows = [
        [
            Cell(NORMAL.text("甲" * first, page.CELL), 100),
            Cell(NORMAL.text("乙" * second, page.CELL), 346),
        ]
        for first, second in lengths
    ]
    head = [Cell(NORMAL.text("丙", page.CELL), 446)]
    story: list[Flowable] = [NORMAL.text("\n".join(["丁"] * before)), Grid([head, *rows], heads=1)]
    pages = pages_of(build(story, sheet(copies_text="")))
    text = "".join(pages)
    assert text.count("甲") == sum(first for first, _ in lengths)
    assert text.count("乙") == sum(second for _, second in lengths)
    assert text.count("丁") == before


class _Drawn(Flowable):
    """A QR code alone on a page."""

    def __init__(self, code: QrCode) -> None:
        super().__init__()
        self.code = code
        self.width = self.height = code.outer

    def draw(self) -> None:
        self.code.draw(self.canv, 0, self.height)


@pytest.mark.parametrize("length", [20, 115, 300])
def test_codes_of_every_length_read_at_screen_resolution(length: int) -> None:
    text = "https://zwfw.example.gov.cn/".ljust(length, "x")
    pdf = build([_Drawn(QrCode(text))], sheet())
    assert [qr_by_zxing(picture) for picture in pictures_of(pdf, 150)] == [text]


def test_the_modules_of_a_code_are_sharp_at_screen_resolution() -> None:
    """Every module is four whole dots, so that no decoder has to guess at grey edges."""
    story: list[Flowable] = [NORMAL.text("一行", page.NOTE), _Drawn(QrCode("x" * 115))]
    picture = pictures_of(build(story, sheet(copies_text="")), 150)[0]
    code = picture[170:400, 130:400]
    assert set(np.unique(code)) == {0, 255}
    dark = np.flatnonzero((code == 0).any(axis=0))
    assert (dark[-1] - dark[0] + 1) % 4 == 0
    assert (dark[-1] - dark[0] + 1) / 150 * 25.4 > 25
