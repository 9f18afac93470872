"""质量检查 of words: telephone numbers and catch-alls as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.catalogue import (
    MaterialSpec,
)
from desktop_app.rules.quality import check_content
from desktop_app.rules.quality.contacts import find_phones
from models.elements import QualityLevel
from tests.unit.rules.sound_matter import changed, found, material, paths


@pytest.mark.parametrize(
    ("text", "numbers", "bare"),
    [
        ("电话：0374-0000021", {"03740000021"}, ()),
        ("（0374）0000021", {"03740000021"}, ()),
        ("０３７４－００００021", {"03740000021"}, ()),
        ("0374 000 0021转8001", {"03740000021"}, ()),
        ("010-00000021、02000000022", {"01000000021", "02000000022"}, ()),
        ("12345", {"12345"}, ()),
        ("12345、12388；95598", {"12345", "12388", "95598"}, ()),
        ("400-000-0001", {"4000000001"}, ()),
        ("13800000000", {"13800000000"}, ()),
        ("0374-2000021、2000022", {"03742000021", "03742000022"}, ()),
        ("2000022", {"2000022"}, ("2000022",)),
        ("每日9:00—17:00，市民大道1号", set[str](), ()),
        ("https://example.cn/a", set[str](), ()),
        ("", set[str](), ()),
    ],
)
def test_telephone_numbers_are_read_as_people_write_them(
    text: str, numbers: set[str], bare: tuple[str, ...]
) -> None:
    phones = find_phones(text)

    assert (phones.numbers, phones.bare) == (numbers, bare)


def test_one_more_number_to_complain_at_is_enough() -> None:
    assert paths(changed(complain="0374-0000021，12345"), "Q07") == []


@pytest.mark.parametrize(
    "text",
    [
        "其他材料",
        "其它相关证明材料",
        "法律、法规规定的其他材料",
        "其他佐证材料",
        "有关材料",
        "相关证明文件",
        "有关证件",
        "身份证、户口簿等相关手续",
        "其他情形",
        "法律、行政法规规定的其他条件",
        "视情提供",
        "视情况补充",
        "视具体情况而定",
        "根据实际情况补充",
        "必要时提供原件",
        "需要时出具",
        "审批机关认为需要的资料",
    ],
)
def test_catch_alls_are_errors(text: str) -> None:
    assert found(material(text), "Q15") == [("materials[3].name", QualityLevel.ERROR)]
    assert found(changed(conditions=f"一、有场所。\n二、{text}。"), "Q15") == [
        ("conditions", QualityLevel.ERROR)
    ]


@pytest.mark.parametrize(
    "text",
    ["有关部门批准文件", "符合国家有关规定", "发票、合同等材料", "其他有关部门", "相关单位出具的意见书"],
)
def test_vague_words_are_warned_of(text: str) -> None:
    assert found(material(text), "Q15") == [("materials[3].name", QualityLevel.WARNING)]


@pytest.mark.parametrize(
    "text",
    [
        "法人或者其他组织的登记证书",
        "其他组织负责人身份证",
        "护照或者其他国际旅行证件",
        "利益相关者处理协议",
        "与经营业务有关的合同",
        "《公共场所卫生管理条例》的有关规定",
        "《养老保险继续缴费有关规定的通知》",
        "矫正视力不低于5.0",
        "视频资料",
        "有情节严重情形的除外",
        "重视情况说明的人员",
        "等级证书",
        "平等条件的声明",
        "优先股相关权利人同意书",
    ],
)
def test_words_that_only_look_like_catch_alls_are_left_alone(text: str) -> None:
    assert found(material(text), "Q15") == []


def test_the_words_found_are_quoted_in_their_place() -> None:
    (finding,) = check_content(changed(conditions="有固定的经营场所，并提交其他相关材料。"))

    assert finding.source == "《河南省优化营商环境条例》第二十八条"
    assert finding.text == "“经营场所，并提交其他相关材料。”中的“其他相关材料”是兜底性表述，请逐项写明"
    assert finding.label == "受理条件"


def test_every_catch_all_of_a_text_is_told_once() -> None:
    content = changed(conditions="提交其他材料。\n提交有关证件。\n再交其他材料。")

    assert paths(content, "Q15") == ["conditions", "conditions"]


TEXTS = st.text("其他有关相视情况等材料证明文件条件与《》、。的需要时提供0123456789（）()-— \n", max_size=60)


@given(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
def test_no_text_breaks_a_rule(texts: tuple[str, str, str, str]) -> None:
    conditions, name, consult, places = texts
    content = changed(
        conditions=conditions,
        consult=consult,
        places=places,
        materials=(MaterialSpec(name), MaterialSpec(name)),
        result_name=name,
    )

    assert all(finding.text and finding.label for finding in check_content(content, name))
