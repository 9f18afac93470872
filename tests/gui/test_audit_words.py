"""Every act that is ever recorded has its word, and no machine's word reaches the page."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from desktop_app.gui.audit.words import ACTIONS, action_words, detail_words, subject_words
from desktop_app.rules.matter_life import DraftAction, MatterAction
from models.enums import CaseAction
from tests.quality.sources import modules, tree


def recorded() -> Iterator[str]:
    """The first argument of every `work.record(…)` of the services."""
    for path in modules("desktop_app/services"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "work.record":
                yield from codes(node.args[0])


def codes(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(code)):
            yield code
        case ast.JoinedStr(values=[ast.Constant(value="cases."), ast.FormattedValue()]):
            yield from (f"cases.{action}" for action in CaseAction)
        case ast.JoinedStr(values=[ast.Constant(value="catalogue."), ast.FormattedValue()]):
            yield from (f"catalogue.{action}" for action in MatterAction)
        case ast.JoinedStr(
            values=[ast.Constant(value="catalogue."), ast.FormattedValue(), ast.Constant(value="_draft")]
        ):
            yield from (f"catalogue.{action}_draft" for action in DraftAction)
        case _:
            pytest.fail(f"an action nobody can list: {ast.unparse(argument)}")


def test_every_recorded_action_has_a_word() -> None:
    assert set(recorded()) - ACTIONS.keys() == set()


def test_every_word_is_used() -> None:
    assert ACTIONS.keys() - set(recorded()) == set()


def test_words_are_chinese() -> None:
    assert [word for word in ACTIONS.values() if re.search(r"[a-z_.]", word)] == []


def test_an_action_of_another_version_keeps_its_code() -> None:
    assert action_words("queue.call") == "queue.call"


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (
            "case:11411000MB9900013M3410125015000202611200001",
            "办件 11411000MB9900013M3410125015000202611200001",
        ),
        ("account:5", "账号（内部编号 5）"),
        ("account:unknown", "账号 unknown"),
        ("calendar:2027", "工作日历 2027"),
        ("office", "本厅"),
        ("case:a:b", "办件 a:b"),
        ("", ""),
    ],
)
def test_a_subject_is_named(subject: str, words: str) -> None:
    assert subject_words(subject) == words


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"state": "accepted", "revision": 3}, "状态：已受理待审查"),
        ({"is_working": [True, False], "name": "设备检修"}, "上班：是 → 否；名称：设备检修"),
        (
            {"days": ["2027-01-01 放假", "2027-01-02 放假", "2027-01-03 放假"]},
            "日期：2027-01-01 放假、2027-01-02 放假、2027-01-03 放假",
        ),
        ({"rating_seconds": [60, 45]}, "评价等待时间（秒）：60 → 45"),
        (
            {"before": {"role": "clerk", "department": None, "is_active": True}},
            "改前：角色：窗口人员、部门编号：无、在用：是",
        ),
        ({"clock": "promised", "light": "red", "appeal": "declined"}, "提示：超期；申诉：未批准"),
        ({"dates": 3, "cases": 2}, "时限：3；办件：2"),
        ({"fingerprint": "1bb8454849e3daa9"}, ""),
        ({}, ""),
    ],
)
def test_details_are_told_as_far_as_people_read_them(details: dict[str, object], words: str) -> None:
    assert detail_words(json.dumps(details, ensure_ascii=False)) == words
