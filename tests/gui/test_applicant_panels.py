"""Beside a case: its application form as filled in, and what is known of its applicant, with the bars."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from desktop_app.gui.applicants.bar_dialogs import LiftBarDialog, RecordBarDialog
from desktop_app.gui.applicants.history_panel import HistoryPanel
from desktop_app.gui.application.form_panel import EMPTY, FormPanel
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.jobs import Jobs
from desktop_app.services import cases
from desktop_app.services.cases import CaseInput
from desktop_app.services.work import SYSTEM, Actor, Office
from models.applicants import ApplicantBar
from models.audit import AuditEntry
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter
from tests.gui.counter import activate, do, go_on, settle, show
from tests.people import WANG

SCHEMA = json.dumps(
    {
        "title": "开业申请表",
        "properties": {
            "place": {"type": "string", "title": "经营地址", "x-group": "场所"},
            "area": {"type": "number", "title": "面积", "x-group": "场所"},
            "phone": {"type": "string", "title": "电话", "x-prefill": "phone"},
            "staff": {
                "type": "array",
                "title": "从业人员",
                "items": {"type": "object", "properties": {"name": {"type": "string", "title": "姓名"}}},
            },
        },
    }
)


@pytest.fixture
def signed_in(hall: Hall) -> Actor:
    return hall.approver


@pytest.fixture
def case_id(office: Office, hall: Hall) -> int:
    """A case with a form filled in but for its area."""
    assert hall.approver.department_id is not None
    content = replace(LICENCE, name="有申请表的许可", materials=(), application_form=SCHEMA)
    with office.work(hall.clerk) as work:
        matter_id = add_matter(
            work.session, hall.approver.department_id, f"{BUREAU_CODE}3410125079000", content
        )
    form = {"place": "示例路1号", "phone": "13900000000", "staff": [{"name": "张示例"}]}
    given = CaseInput(matter_id, 1, WANG, form=form)
    return do(office, hall.clerk, cases.receive_and_accept_case, given).case_id


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot, case_id: int) -> CasePage:
    made = CasePage(jobs)
    show(made, qtbot)
    made.open_case(case_id)
    settle(jobs)
    activate(made)
    return made


def turn_to(page: CasePage, kind: type[CasePanel]) -> None:
    page.tabs.show_part(next(panel for panel in page.panels if isinstance(panel, kind)))
    settle(page.jobs)


def looks(office: Office) -> int:
    with office.read(SYSTEM) as work:
        query = sa.select(sa.func.count()).where(AuditEntry.action == "applicants.open")
        return work.session.scalar(query) or 0


def test_the_form_is_read_beside_the_case(page: CasePage) -> None:
    turn_to(page, FormPanel)
    panel = page.tabs.part
    assert isinstance(panel, FormPanel)
    place, rest, staff = panel.form.shown
    assert (place.heading, place.text) == ("场所", f"经营地址：示例路1号\n面积：{EMPTY}")
    assert "13900000000" not in rest.text
    assert (staff.heading, staff.text) == ("从业人员", "1. 姓名 张示例")


def test_history_is_read_once_a_look_and_bars_are_recorded_and_lifted(
    page: CasePage, office: Office, case_id: int
) -> None:
    turn_to(page, HistoryPanel)
    panel = page.tabs.part
    assert isinstance(panel, HistoryPanel)
    assert WANG.name in panel.view.summary.text()
    assert [row.id for row in panel.view.cases.rows_model().rows] == [case_id]
    page.refresh()
    settle(page.jobs)
    assert looks(office) == 1
    assert not panel.lift.isVisible()
    panel.record.click()
    dialog = page.findChild(RecordBarDialog)
    assert dialog is not None
    activate(dialog)
    go_on(dialog)
    assert "事实" in dialog.message.text
    dialog.facts.set_value("提供虚假证明")
    go_on(dialog)
    settle(page.jobs)
    assert panel.view.warnings.text().startswith("■ 申请限制")
    activate(page)
    panel.lift.click()
    lifting = page.findChild(LiftBarDialog)
    assert lifting is not None
    activate(lifting)
    lifting.reason.set_value("复核属实")
    go_on(lifting)
    settle(page.jobs)
    assert not panel.view.warnings.text()
    with office.read(SYSTEM) as work:
        assert work.session.scalars(sa.select(ApplicantBar.lift_reason)).all() == ["复核属实"]
