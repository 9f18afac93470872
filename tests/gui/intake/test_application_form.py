"""The application form at the counter: filled in by key, checked as it is typed, prefilled, kept and gone on with."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.gui.applicants.history_dialog import HistoryDialog
from desktop_app.gui.application.application_form import PREFILLED
from desktop_app.gui.application.form_fields import FigureField
from desktop_app.gui.application.rows_field import RowsField
from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.services.bars import record_bar
from desktop_app.services.cases import Pending
from desktop_app.services.work import SYSTEM, Office
from models.applicants import CasePledge
from models.enums import CaseState, DocumentKind, Role
from models.procedure import BarGround
from tests.gui.counter import settle
from tests.gui.hands import Ear, press
from tests.gui.intake.desk import (
    CTRL,
    act,
    cases_of,
    documents_of,
    draft_of,
    enter,
    leave_preview,
    opened,
    publish,
    take,
)
from tests.gui.sample_hall import focused, person, typed
from tests.people import LI, WANG

NAME = "有申请表的事项"
CONDITION = "经营场所固定，面积与经营规模相适应"
SCHEMA = json.dumps(
    {
        "title": "开业申请表",
        "type": "object",
        "required": ["place", "area"],
        "properties": {
            "place": {"type": "string", "title": "经营地址", "x-prefill": "earlier", "maxLength": 50},
            "area": {"type": "number", "title": "面积", "exclusiveMinimum": 0},
            "born": {"type": "string", "format": "date", "title": "出生日期", "x-prefill": "birth_date"},
            "sex": {"enum": ["男", "女"], "title": "性别", "x-prefill": "sex", "x-group": "负责人"},
            "chain": {"type": "boolean", "title": "连锁"},
            "goods": {"type": "array", "title": "商品", "items": {"enum": ["食品", "百货"]}},
            "words": {"type": "string", "title": "说明", "x-lines": 3, "description": "写给审查人员看"},
            "staff": {
                "type": "array",
                "title": "从业人员",
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string", "title": "姓名"},
                        "age": {"type": "integer", "title": "年龄", "minimum": 16},
                    },
                },
            },
        },
    }
)


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    publish(
        jobs.office,
        NAME,
        (MaterialSpec("申请书"),),
        application_form=SCHEMA,
        pledged_conditions=(CONDITION,),
    )
    return take(opened(jobs, qtbot), NAME)


def name_person(page: IntakePage) -> None:
    """Number and name, by key, up to the first field of the form."""
    typed(WANG.identity_number, page.form.applicant.number.line)
    page.form.applicant.number.line.setFocus()
    enter()
    typed(WANG.name)
    settle(page.jobs)


def filled(page: IntakePage) -> dict[str, Any]:
    return page.form.application.values()


def fill(page: IntakePage) -> None:
    name_person(page)
    fields = page.form.application.fields
    typed("示例路1号", fields["place"].editor)
    typed("80.5", fields["area"].editor)


def test_the_number_fills_in_birth_and_sex_and_enter_leads_on_to_the_receipt(page: IntakePage) -> None:
    name_person(page)
    form = page.form.application
    assert filled(page) == {"born": "1990-03-07", "sex": "女"}
    assert form.fields["born"].note.text() == PREFILLED
    page.form.has_agent.setFocus()
    enter()
    assert focused() is form.fields["place"].editor
    typed("示例路1号")
    enter()
    assert focused() is form.fields["area"].editor
    typed("80.5")
    act(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    case = cases_of(page.jobs.office)[0]
    assert case.state is CaseState.ACCEPTED
    assert case.form == {"place": "示例路1号", "area": 80.5, "born": "1990-03-07", "sex": "女"}
    assert DocumentKind.APPLICATION in documents_of(page.jobs.office)


def test_enter_goes_through_every_field_to_the_checklist(page: IntakePage) -> None:
    page.form.application.fields["words"].focus()
    press(focused(), Qt.Key.Key_Return, CTRL)
    rows = page.form.application.fields["staff"]
    assert isinstance(rows, RowsField)
    assert focused() is rows.add_row
    press(focused(), Qt.Key.Key_Space)
    typed("张示例")
    enter()
    typed("15")
    assert "第 1 行：不能小于 16" in rows.note.text()
    enter()
    assert focused() is rows.rows[0].remove
    enter()
    assert focused() is rows.add_row
    enter()
    assert focused() is page.form.application.fields["sex"].editor
    enter()
    assert focused() is page.form.conditions.boxes[CONDITION]
    enter()
    assert focused() is page.form.receive_all
    enter()
    assert focused() in page.form.checklist.lines[0].editors


def test_what_is_wrong_is_said_at_the_field(page: IntakePage) -> None:
    fill(page)
    area = page.form.application.fields["area"]
    assert isinstance(area, FigureField)
    area.set_value("")
    typed("八十", area.line)
    assert "请填写数字" in area.note.text()
    area.set_value("")
    typed("80", area.line)
    assert not area.note.text()
    born = page.form.application.fields["born"]
    born.set_value("")
    born.focus()
    typed("20261332")
    area.focus()
    assert "日期请写成" in born.note.text()
    act(page, Qt.Key.Key_F6)
    assert not cases_of(page.jobs.office)
    assert focused() is born.editor


def test_a_required_field_stops_the_receipt_but_not_the_keeping(page: IntakePage) -> None:
    name_person(page)
    act(page, Qt.Key.Key_F6)
    assert focused() is page.form.application.fields["place"].editor
    assert "请填写" in page.form.application.fields["area"].note.text()
    typed("示例路")
    page.form.conditions.boxes[CONDITION].click()
    press(page, Qt.Key.Key_S, CTRL)
    settle(page.jobs)
    case = cases_of(page.jobs.office)[0]
    assert case.state is CaseState.DRAFT
    page.open_subject(Pending(case.id, case.revision))
    settle(page.jobs)
    assert filled(page)["place"] == "示例路"
    assert page.form.conditions.chosen == (CONDITION,)
    typed("12", page.form.application.fields["area"].editor)
    act(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    with page.jobs.office.read(SYSTEM) as work:
        assert list(work.session.scalars(sa.select(CasePledge.subject))) == [CONDITION]
    assert DocumentKind.PLEDGE in documents_of(page.jobs.office)


def test_the_draft_of_the_page_keeps_form_and_conditions(page: IntakePage, jobs: Jobs, qtbot: QtBot) -> None:
    fill(page)
    page.form.application.fields["goods"].set_value(["百货"])
    rows = page.form.application.fields["staff"]
    rows.set_value([{"name": "张示例", "age": 30}])
    page.form.conditions.boxes[CONDITION].click()
    page.draft.flush()
    settle(jobs)
    kept = draft_of(page)
    assert kept is not None
    before = filled(page)
    again = opened(jobs, qtbot)
    settle(jobs)
    assert filled(again) == before
    assert before["staff"] == [{"name": "张示例", "age": 30}]
    assert again.form.conditions.chosen == (CONDITION,)


def test_the_next_form_begins_with_the_last_one_and_earlier_cases_are_told(page: IntakePage) -> None:
    fill(page)
    act(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F6)
    leave_preview(page)
    take(page, NAME)
    name_person(page)
    assert filled(page)["place"] == "示例路1号"
    assert "以前办过 1 件" in page.form.notice.known.text()
    assert "本事项还有 1 件没有办结" in page.form.notice.known.text()
    page.form.applicant.number.line.clear()
    typed(LI.identity_number, page.form.applicant.number.line)
    page.form.applicant.number.line.editingFinished.emit()
    settle(page.jobs)
    assert "place" not in filled(page)
    assert page.form.notice.isHidden()


def test_a_bar_is_told_in_red_and_the_history_opens_by_key(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F6)
    leave_preview(page)
    with office.work(person(office, Role.APPROVER)) as work:
        record_bar(work, cases_of(office)[0].id, BarGround.FALSE_MATERIALS, "提供虚假证明")
    take(page, NAME)
    name_person(page)
    assert page.form.notice.bars.text().startswith("■ 申请限制")
    assert NAME in page.form.notice.bars.text()
    press(page, Qt.Key.Key_H, CTRL)
    settle(page.jobs)
    dialog = page.findChild(HistoryDialog)
    assert dialog is not None
    assert WANG.name in dialog.view.summary.text()
    assert dialog.view.warnings.text().startswith("■")
    asked = Ear(page.wanted)
    dialog.view.cases.select_key(cases_of(office)[0].id)
    press(dialog.view.cases, Qt.Key.Key_Return)
    assert asked.heard == [("cases.detail", cases_of(office)[0].id)]
