"""A matter on screen: every element that says something, the notes of the library, and what nobody stated."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.guide_html import LEFT_OUT
from desktop_app.gui.catalogue.guide_view import GuideView
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import ELEMENTS
from desktop_app.services.catalogue import MatterDetail
from desktop_app.services.matter_view import MatterView
from models.enums import MatterState, MatterType
from tests.unit.documents import guide_samples as samples


@pytest.fixture
def guide(qtbot: QtBot) -> GuideView:
    made = GuideView()
    qtbot.addWidget(made)
    made.resize(700, 480)
    made.show()
    return made


def detail(content: MatterContent, state: MatterState = MatterState.PUBLISHED) -> MatterDetail:
    published = datetime(2026, 11, 1, tzinfo=UTC)
    return MatterDetail(1, 1, 3, samples.CODE, samples.ITEM_CODE, state, 1, "示例市某局", content, published)


def shown(guide: GuideView, view: MatterView) -> str:
    guide.show_matter(view)
    return guide.toPlainText()


def test_every_element_that_says_something_is_named(guide: GuideView) -> None:
    content = replace(
        samples.CONTENT, aliases=("别名甲",), area_name="示例市", remark="备注甲", traffic="乘车"
    )
    text = shown(guide, MatterView(detail(content), date(2026, 12, 1), ()))

    empty = MatterContent("", MatterType.LICENCE, "", "")
    said = [
        element
        for element in ELEMENTS
        if element.key not in LEFT_OUT and getattr(content, element.key) != getattr(empty, element.key)
    ]
    assert len(said) > 20
    assert [element.label for element in said if element.label not in text] == []
    assert "第3版，2026-11-01 发布，2026-12-01 生效" in text
    assert all(each.question in text for each in samples.CONTENT.questions)
    assert all(step.name in text for step in samples.CONTENT.steps)


def test_forty_materials_stand_with_the_notes_of_the_library(guide: GuideView) -> None:
    content = samples.many_materials(40).content
    notes = tuple((f"审查要点：第{number}条",) for number in range(1, 41))
    text = shown(guide, MatterView(detail(content), date(2026, 12, 1), notes))
    for number in range(1, 41):
        assert f"第{number}项申请材料" in text
        assert f"〔材料库〕审查要点：第{number}条" in text
    assert guide.horizontalScrollBar().maximum() <= 2


def test_answers_say_what_they_bring(guide: GuideView) -> None:
    text = shown(guide, MatterView(detail(samples.situations().content), date(2026, 12, 1), ()))
    assert "需要材料：3. 授权委托书" in text
    assert "承诺时限：9个工作日" in text
    assert "“由谁来办理？”答“委托他人”的" in text


@pytest.mark.parametrize(
    ("state", "words"), [(MatterState.PUBLISHED, "● 在用"), (MatterState.SUSPENDED, "■ 暂停")]
)
def test_the_state_has_a_shape_and_a_word(guide: GuideView, state: MatterState, words: str) -> None:
    assert words in shown(guide, MatterView(detail(samples.CONTENT, state), date(2026, 12, 1), ()))


def test_what_people_ask_for_and_nobody_stated_is_said(guide: GuideView) -> None:
    text = shown(guide, MatterView(detail(samples.bare().content), date(2026, 12, 1), ()))
    for part in ("法定办结时限未载明", "本版本没有列出申请材料。", "不收费。"):
        assert part in text.replace("\n", "")
