"""质量检查 on the screen: scores, findings, narrowing, the way to the editor, the report."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.quality_lists import WHOLE_HALL
from desktop_app.gui.catalogue.quality_page import UNCHECKED, QualityPage
from desktop_app.gui.jobs import Jobs
from desktop_app.services.quality import refresh_all
from desktop_app.services.work import Actor, Office
from models.elements import QualityLevel
from tests.factories import LICENCE, Hall
from tests.gui.counter import activate, settle, show
from tests.gui.hands import Ear, press
from tests.services.publishing import publishable, published
from tests.services.test_quality import add_matters


@pytest.fixture
def signed_in(hall: Hall) -> Actor:
    return hall.editor


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> QualityPage:
    made = QualityPage(jobs)
    show(made, qtbot)
    activate(made)
    settle(jobs)
    return made


def rules(page: QualityPage) -> set[str]:
    return {row.finding.rule for row in page.model.rows}


def subtitle(page: QualityPage) -> str:
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.property("kind") == "subtitle")


def test_before_the_first_check_the_page_offers_it(page: QualityPage) -> None:
    assert page.state.heading == UNCHECKED

    press(page, Qt.Key.Key_F7)
    settle(page.jobs)

    assert page.model.rows
    assert page.running.isHidden()
    assert page.check.isEnabled()
    assert [row.matters for row in page.score_model.rows] == [2, 2]
    assert page.scores.current_row().department_id == WHOLE_HALL


def test_a_finding_is_explained_and_leads_to_its_field(page: QualityPage) -> None:
    page.begin_check()
    settle(page.jobs)
    ear = Ear(page.wanted)
    page.findings.setFocus()
    press(page.findings, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    row = page.findings.current_row()

    press(page.findings, Qt.Key.Key_Return)

    assert ear.heard == [("catalogue.editor", (row.matter_id, row.finding.path))]
    assert row.finding.text in page.explained.text()
    assert row.finding.source in page.source.text()


def test_department_rule_and_level_narrow_the_list(office: Office, hall: Hall, page: QualityPage) -> None:
    add_matters(office, [replace(publishable(LICENCE), name="另一部门的事项", hours="上午")])
    refresh_all(office, hall.editor)
    page.reload()
    settle(page.jobs)
    everything = len(page.model.rows)

    page.scores.select_key(
        next(row.department_id for row in page.score_model.rows if row.name == "示例市公安局")
    )
    settle(page.jobs)
    assert {row.matter_name for row in page.model.rows} == {"另一部门的事项"}
    assert 0 < len(page.model.rows) < everything

    page.rule.set_value("Q08")
    page.rule.edited.emit()
    settle(page.jobs)
    assert rules(page) == {"Q08"}

    page.level.set_value(QualityLevel.ERROR.value)
    page.level.edited.emit()
    settle(page.jobs)
    assert not page.model.rows
    assert page.nothing.isVisible()
    assert not page.mend.isEnabled()


def test_figures_that_matters_have_changed_under_are_marked_until_the_next_check(
    office: Office, hall: Hall, page: QualityPage
) -> None:
    page.begin_check()
    settle(page.jobs)
    assert "检查于 " in subtitle(page)
    assert "▲" not in subtitle(page)
    assert not any("旧" in str(page.score_model.index(at, 0).data()) for at in (0, 1))

    published(office, hall, hall.licence_id, conditions="有固定的经营场所和符合要求的设备。")
    page.reload()
    settle(page.jobs)
    assert "▲ 1 个事项之后有变化或未检查" in subtitle(page)
    assert all("旧" in str(page.score_model.index(at, 0).data()) for at in (0, 1))

    page.begin_check()
    settle(page.jobs)
    assert "▲" not in subtitle(page)


def test_a_report_that_is_stopped_leaves_no_half_file(
    page: QualityPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.begin_check()
    settle(page.jobs)
    folder = tmp_path / "报告"
    folder.mkdir()
    path = folder / "报告.xlsx"
    path.write_bytes(b"an older report")
    page.export_to(path)
    assert not page.check.isEnabled()
    page.stop.click()
    qtbot.waitUntil(page.running.isHidden, timeout=10_000)
    settle(page.jobs)

    assert page.check.isEnabled()
    assert [each.name for each in folder.iterdir()] == ["报告.xlsx"]
    assert path.read_bytes() == b"an older report"


def test_a_check_that_is_stopped_leaves_the_page_usable(page: QualityPage, qtbot: QtBot) -> None:
    page.begin_check()
    page.begin_check()
    page.stop.click()

    qtbot.waitUntil(page.running.isHidden, timeout=10_000)
    settle(page.jobs)
    assert page.check.isEnabled()


def test_the_report_is_written_in_the_background(page: QualityPage, tmp_path: Path) -> None:
    page.begin_check()
    settle(page.jobs)
    path = tmp_path / "报告.xlsx"

    page.export_to(path)
    settle(page.jobs)

    assert "报告.xlsx" in page.message.text
    assert page.export.isEnabled()
    book = load_workbook(path)
    assert book["发现"].max_row == len(page.model.rows) + 1

    page.export_to(tmp_path / "nowhere" / "a.xlsx")
    settle(page.jobs)
    assert "写不进去" in page.message.text
