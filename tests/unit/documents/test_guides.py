"""Guides on paper: what each style says, in what order, and that difficult contents make clean pages."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.rendering import render_guide
from desktop_app.rules.catalogue import Fee, MaterialSpec, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import GuideSection
from models.elements import GuideStyle
from models.enums import MaterialKind, MatterState, MatterType
from tests.unit.documents import guide_samples as samples
from tests.unit.documents.reading import (
    fonts_of,
    pages_of,
    pictures_of,
    qr_by_opencv,
    qr_by_zxing,
    squeezed,
    text_of,
)
from tests.unit.exchange.contents import contents

LOOKS = tuple(product(GuideStyle, (False, True)))
EVERY_LOOK = pytest.mark.parametrize(
    ("style", "is_large"), LOOKS, ids=[f"{style}{'-large' * large}" for style, large in LOOKS]
)
DIFFICULT: dict[str, Callable[[], Guide]] = {
    "bare": samples.bare,
    "long": samples.long,
    "forty": samples.many_materials,
    "hostile": samples.hostile,
    "situations": samples.situations,
}
A4, A5 = (595, 842), (420, 595)
SIZES = {(GuideStyle.BRIEF, False): A5}

SAID = {
    GuideStyle.STANDARD: (
        "1.事项名称与编码",
        f"业务办理项编码{samples.ITEM_CODE}",
        "2.适用范围服务对象自然人、企业法人",
        "《公共场所卫生管理条例》第四条",
        "国家对公共场所实行卫生许可证制度。",
        "7.数量限制没有数量限制",
        "1.有固定的经营场所。",
        "容缺受理卫生检测报告：受理后5个工作日内补交",
        "告知承诺从业人员健康证明：承诺全部人员已取得健康证明",
        "法定办结时限20个工作日",
        "承诺办结时限5个工作日（材料齐全的）",
        "特别程序检验、检测，所需时间不计入办结时限",
        "15.收费依据及标准不收费。",
        "60日内向示例市人民政府申请行政复议",
        "6个月内依法向示例市人民法院提起行政诉讼",
        "22.办理进程和结果查询凭查询码在网上查询",
        "附录：常见问题1.没有检测报告能先办吗？",
    ),
    GuideStyle.PLAIN: (
        "谁可以办：自然人、企业法人",
        "承诺多久办好5个工作日",
        "大家常问问：没有检测报告能先办吗？答：可以容缺受理",
        "您要带什么1.公共场所卫生许可证申请表（原件1份，必须带）",
        "2.营业执照（电子件1份，不用带；有“营业执照”电子证照的不用带）",
        "到哪里办地点示例市政务服务中心一楼综合窗口",
        "怎么办第1步：受理",
        "什么条件可以办1.有固定的经营场所。",
        "容缺受理卫生检测报告：受理后5个工作日内补交",
        "法律依据《公共场所卫生管理条例》第四条",
    ),
    GuideStyle.BRIEF: (
        "多久办好5个工作日",
        "收费不收费",
        "到现场1次",
        "要带什么1.公共场所卫生许可证申请表（原件1份，必须带）",
        "到哪里办示例市政务服务中心一楼综合窗口",
        "咨询电话0374-0000010",
        "容缺受理：卫生检测报告",
        "告知承诺：从业人员健康证明",
    ),
    GuideStyle.ILLUSTRATED: (
        "一步一步怎么办1受理",
        "2现场核查2个工作日，卫生监督所，两人以上核查",
        "要带的材料1公共场所卫生许可证申请表",
        "3经营场所平面图原件2份、复印件1份",
        "受理条件1.有固定的经营场所。",
        "容缺受理卫生检测报告：受理后5个工作日内补交",
    ),
}

ORDER = {
    GuideStyle.STANDARD: tuple(squeezed(f"{n}.{each.label}") for n, each in enumerate(GuideSection, start=1)),
    GuideStyle.PLAIN: ("您要带什么", "到哪里办", "怎么办", "什么条件可以办", "还要知道"),
    GuideStyle.BRIEF: ("多久办好", "要带什么", "到哪里办", "容缺受理", "事项版本"),
    GuideStyle.ILLUSTRATED: ("一步一步怎么办", "要带的材料", "到哪里办", "还要知道"),
}


def text(guide: Guide, style: GuideStyle, *, is_large: bool = False) -> str:
    """The whole text of a guide in the order it was drawn, without blanks."""
    return squeezed("".join(pages_of(render_guide(guide, style, is_large=is_large))))


def without_furniture(guide: Guide, said: str) -> str:
    """The text without what stands at head and foot, which may come between two lines."""
    name = squeezed(guide.content.name)
    said = re.sub(rf"{re.escape(name)}·第3版第\d+页共\d+页", "", said)
    return said.replace(f"{name}·办事指南·第3版", "")


@EVERY_LOOK
def test_a_guide_says_what_people_and_the_law_ask(style: GuideStyle, is_large: bool) -> None:
    guide = samples.light() if style is GuideStyle.PLAIN else samples.guide()
    said = without_furniture(guide, text(guide, style, is_large=is_large))
    expected = SAID[style]
    assert [part for part in expected if part not in said] == []


@EVERY_LOOK
def test_every_guide_names_its_version_its_dates_and_where_the_current_one_lives(
    style: GuideStyle, is_large: bool
) -> None:
    said = text(samples.guide(), style, is_large=is_large)
    for part in ("事项版本：第3版", "生效日期：2026-11-01", "打印日期：2026-11-20"):
        assert part in said
    assert f"以现行版本为准：{samples.BASE_URL}/m/{samples.ITEM_CODE}" in said


@EVERY_LOOK
@pytest.mark.parametrize("name", DIFFICULT)
def test_difficult_contents_make_clean_pages(style: GuideStyle, is_large: bool, name: str) -> None:
    guide = DIFFICULT[name]()
    pdf = render_guide(guide, style, is_large=is_large)
    pages = pages_of(pdf)
    drawn = PdfReader(io.BytesIO(pdf)).pages
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in squeezed(page)
        body = squeezed(page).replace(f"第{number}页共{len(pages)}页", "")
        assert len(body) > 2 * len(squeezed(guide.content.name)[:20]), "a page of nothing but head and foot"
    size = SIZES.get((style, is_large), A4)
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in drawn} == {size}
    assert all(fonts_of(pdf).values())
    if style is GuideStyle.BRIEF:
        assert len(pages) == 1


@EVERY_LOOK
@pytest.mark.parametrize("name", DIFFICULT)
def test_nothing_is_drawn_beyond_the_margins(style: GuideStyle, is_large: bool, name: str) -> None:
    margin = 24 if style is GuideStyle.BRIEF else 44
    for picture in pictures_of(render_guide(DIFFICULT[name](), style, is_large=is_large), 72, "-l", "8"):
        dark = np.flatnonzero((picture < 200).any(axis=0))
        assert dark[0] >= margin
        assert dark[-1] <= picture.shape[1] - margin
        assert np.flatnonzero((picture < 200).any(axis=1))[-1] <= picture.shape[0] - 10


@EVERY_LOOK
@pytest.mark.parametrize("resolution", [150, 300])
def test_two_decoders_read_the_code_from_the_page(style: GuideStyle, is_large: bool, resolution: int) -> None:
    guide = samples.guide()
    [picture] = pictures_of(render_guide(guide, style, is_large=is_large), resolution, "-l", "1")
    assert qr_by_zxing(picture) == qr_by_opencv(picture) == guide.qr_text
    assert guide.qr_text == f"{samples.BASE_URL}/m/{samples.ITEM_CODE}?v=3"


@EVERY_LOOK
def test_the_reading_order_is_the_order_of_the_sheet(style: GuideStyle, is_large: bool) -> None:
    pdf = render_guide(samples.guide(), style, is_large=is_large)
    read = squeezed(text_of(pdf))
    assert sorted(squeezed(text_of(pdf, "-raw"))) == sorted(read)
    titles = ORDER[style]
    places = [read.index(title) for title in titles]
    assert places == sorted(places)


@EVERY_LOOK
def test_the_properties_name_matter_style_and_version(style: GuideStyle, is_large: bool) -> None:
    reader = PdfReader(io.BytesIO(render_guide(samples.guide(), style, is_large=is_large)))
    properties = reader.metadata
    assert properties is not None
    assert properties.title == "公共场所卫生许可办事指南"
    assert properties.subject == f"办事指南（{style.label}{'，大字版' * is_large}），第3版"
    assert properties.author == "示例市卫生健康委员会"
    assert reader.root_object["/Lang"] == "zh-CN"


@EVERY_LOOK
def test_the_same_guide_gives_the_same_bytes(style: GuideStyle, is_large: bool) -> None:
    guide = samples.situations()
    assert render_guide(guide, style, is_large=is_large) == render_guide(guide, style, is_large=is_large)


@pytest.mark.parametrize("style", [GuideStyle.STANDARD, GuideStyle.PLAIN, GuideStyle.ILLUSTRATED])
def test_large_print_is_large(style: GuideStyle) -> None:
    sizes: set[float] = set()

    def note(found: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if len(found.strip()) > 4 and "页" not in found and "第3版" not in found:
            sizes.add(size)

    pdf = render_guide(samples.guide(), style, is_large=True)
    PdfReader(io.BytesIO(pdf)).pages[1].extract_text(visitor_text=note)
    assert min(sizes) >= 18


def test_the_plain_guide_has_no_codes_and_fits_one_page() -> None:
    pages = pages_of(render_guide(samples.guide(), GuideStyle.PLAIN))
    assert len(pages) == 1
    assert samples.CODE not in squeezed(pages[0]).replace(samples.ITEM_CODE, "")
    assert "实施编码" not in pages[0]


def test_a_fuller_plain_guide_says_less_and_names_the_full_one() -> None:
    notes = tuple(replace(spec, standard="符合国家标准的要求" * 9) for spec in samples.CONTENT.materials)
    light = samples.light()
    fuller = replace(light, content=replace(light.content, materials=notes))
    pages = pages_of(render_guide(fuller, GuideStyle.PLAIN))
    assert len(pages) == 1
    assert "符合国家标准" not in pages[0]
    assert "更多说明见完整版办事指南" in squeezed(pages[0])


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("count", [0, 1, 5, 12, 40])
def test_a_card_names_how_many_materials_it_leaves_out(count: int, is_large: bool) -> None:
    said = text(samples.many_materials(count), GuideStyle.BRIEF, is_large=is_large)
    shown = sum(f"{number}.第{number}项申请材料" in said for number in range(1, count + 1))
    if count == 0:
        assert "本版本没有列出申请材料。" in said
    elif shown < count:
        assert f"还有{count - shown}项，扫码或向窗口索取完整版。" in said
    assert shown >= min(count, 5)


def test_what_a_card_cuts_it_points_at() -> None:
    said = text(samples.long(), GuideStyle.BRIEF)
    assert said.count("（见完整版）") >= 3


@pytest.mark.parametrize("style", [GuideStyle.STANDARD, GuideStyle.ILLUSTRATED, GuideStyle.PLAIN])
def test_every_material_is_listed_once_and_in_order(style: GuideStyle) -> None:
    said = text(samples.many_materials(40), style)
    places = [said.index(f"第{number}项申请材料") for number in range(1, 41)]
    assert places == sorted(places)


def test_the_head_of_the_materials_is_repeated_on_every_page() -> None:
    pages = pages_of(render_guide(samples.many_materials(40), GuideStyle.STANDARD))
    holding = [page for page in pages if page.count("项申请材料") > 1]
    assert len(holding) > 2
    assert all("份数与来源" in page for page in holding)


@pytest.mark.parametrize("extra", range(16))
def test_no_heading_stands_alone_at_the_foot(extra: int) -> None:
    content = replace(samples.CONTENT, conditions="\n".join(["一个条件。"] * (extra + 1)))
    pages = pages_of(render_guide(samples.guide(content), GuideStyle.STANDARD))
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        last = next(line for line in reversed(lines) if "页" not in line and "第3版" not in line)
        assert squeezed(last) not in ORDER[GuideStyle.STANDARD]


def test_sections_stand_in_the_order_of_the_setting() -> None:
    chosen = (GuideSection.LIMITS, GuideSection.NAMES, GuideSection.FEES)
    said = text(replace(samples.guide(), sections=chosen), GuideStyle.STANDARD)
    places = [said.index(f"{number}.{section.label}") for number, section in enumerate(chosen, start=1)]
    assert places == sorted(places)
    assert "申请材料目录" not in said


def test_a_matter_that_says_nothing_is_not_embellished() -> None:
    said = text(samples.bare(), GuideStyle.STANDARD)
    for part in (
        "数量限制未载明",
        "本版本没有列出申请材料。",
        "本事项没有可以容缺受理的材料。",
        "本事项不适用告知承诺。",
        "本版本没有列出办理环节。",
        "法定办结时限未载明",
        "60日内向行政复议机关申请行政复议",
    ):
        assert part in said


@pytest.mark.parametrize("style", [GuideStyle.STANDARD, GuideStyle.PLAIN, GuideStyle.ILLUSTRATED])
def test_the_questions_are_printed_with_what_each_answer_brings(style: GuideStyle) -> None:
    said = text(samples.situations(), style)
    for part in ("1.由谁来办理？", "□本人", "（“由谁来办理？”答“委托他人”的）受托人是什么身份？"):
        assert part in said
    assert "“受托人是什么身份？”答“机构”的" in said
    assert said.index("“由谁来办理？”答“委托他人”的，") < said.index("授权委托书")
    assert "承诺9个工作日" in said


def test_a_public_service_knows_no_remedies() -> None:
    service = samples.guide(replace(samples.CONTENT, matter_type=MatterType.PUBLIC_SERVICE))
    assert "行政复议" not in text(service, GuideStyle.STANDARD)


@EVERY_LOOK
def test_a_matter_out_of_use_says_so_first(style: GuideStyle, is_large: bool) -> None:
    suspended = replace(samples.guide(), state=MatterState.SUSPENDED)
    assert "本事项现在的状态是“暂停”，不能申请。" in text(suspended, style, is_large=is_large)


def test_fees_are_printed_with_standard_and_basis() -> None:
    fees = (
        Fee("证照工本费", "每证10元", "《收费办法》第三条", reducible=True, reduction_basis="困难家庭免收"),
    )
    said = text(samples.guide(replace(samples.CONTENT, fees=fees)), GuideStyle.STANDARD)
    assert "1证照工本费每证10元《收费办法》第三条可以减免：困难家庭免收" in said
    assert "收费每证10元" in text(samples.guide(replace(samples.CONTENT, fees=fees)), GuideStyle.BRIEF)


def test_samples_are_shown_as_pictures_and_what_is_no_picture_as_a_drawing() -> None:
    guide = samples.many_materials(5)
    pictures = (samples.picture(), samples.picture(900, 2000, "JPEG"), b"no picture", None, samples.picture())
    pdf = render_guide(replace(guide, pictures=pictures), GuideStyle.ILLUSTRATED)
    images: list[Any] = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert len(images) == 3
    assert max(max(image.image.size) for image in images) <= 640


@pytest.mark.parametrize("kind", MaterialKind)
def test_every_kind_of_material_has_its_drawing(kind: MaterialKind) -> None:
    content = replace(samples.CONTENT, materials=(MaterialSpec("材料", kind),))
    assert "要带的材料1材料" in text(samples.guide(content), GuideStyle.ILLUSTRATED)


@EVERY_LOOK
def test_a_character_no_font_draws_is_refused(style: GuideStyle, is_large: bool) -> None:
    content = replace(samples.CONTENT, name="事项\U0001f600")
    with pytest.raises(ServiceError, match="glyph_missing"):
        render_guide(samples.guide(content), style, is_large=is_large)


@settings(max_examples=20, deadline=None)
@given(
    st.text(st.sampled_from("<b>&;'\"\\(){}%中　 \t\n，。王A1"), max_size=300),
    st.sampled_from(tuple(GuideStyle)),
    st.booleans(),
)
def test_any_text_is_data_and_none_is_lost(words: str, style: GuideStyle, is_large: bool) -> None:
    content = replace(samples.CONTENT, legal_basis=(), conditions=f"始{words}终")
    said = text(samples.guide(content), style, is_large=is_large)
    if style is not GuideStyle.BRIEF:
        assert squeezed(f"始{words}终") in without_furniture(samples.guide(content), said)


@settings(max_examples=40, deadline=None)
@given(contents(), st.sampled_from(tuple(GuideStyle)), st.booleans())
def test_any_matter_makes_clean_pages(content: MatterContent, style: GuideStyle, is_large: bool) -> None:
    try:
        pdf = render_guide(samples.guide(content), style, is_large=is_large)
    except ServiceError:
        reject()  # a character that no font draws
    pages = pages_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == len(pages)
    assert style is not GuideStyle.BRIEF or len(pages) == 1
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in squeezed(page)
