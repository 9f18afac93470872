"""窗口受理 by keyboard: matter, people, checklist, every act, refusals that keep everything, drafts that survive."""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shiboken6
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import UNSENT
from desktop_app.gui.cases.checklist import EMPTY
from desktop_app.gui.cases.dialogs import RefusalDialog, SupplementDialog
from desktop_app.gui.cases.intake import DRAFT, DRAFT_UNUSABLE, RESTORED, UNFINISHED, IntakePage
from desktop_app.gui.cases.matter_chooser import MOST_RESULTS
from desktop_app.gui.forms import DRAFT_PAUSE_MS
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import FAILURE
from desktop_app.gui.toast import Toast
from desktop_app.messages import sentence
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import get_matter_by_id, list_popular
from desktop_app.services.drafts import get_draft
from desktop_app.services.matter_versions import content_digest, dump_content
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseMaterial, CaseParty
from models.catalogue import Matter, MatterVersion
from models.enums import (
    ApplicantKind,
    CaseState,
    DocumentKind,
    IdentityKind,
    MatterState,
    MatterType,
    PartyRole,
    ReceivedAs,
    Role,
)
from models.printing import IssuedDocument
from models.sites import Department
from tests.conftest import SettableClock
from tests.factories import add_matter
from tests.gui.counter import activate, close_preview, go_on, settle, show
from tests.gui.hands import find, press
from tests.gui.sample_hall import focused, matter, person, typed
from tests.people import COMPANY, LI, MISTYPED, WANG

CTRL = Qt.KeyboardModifier.ControlModifier
MATTER = "个体工商户设立登记"
OTHER = "食品经营许可（餐饮服务）"
NAUGHTY = Path("hostile") / "naughty-strings" / "blns.json"
UNDRAWABLE = "\U0001f600"
END_OF_2026 = datetime(2026, 12, 30, 2, tzinfo=UTC)
"""The five working days of the notice end in a year whose calendar nobody has loaded."""


@pytest.fixture
def address(sample_template: Path, tmp_path: Path) -> str:
    """A hall with its catalogue in the search index, as a clerk meets it."""
    path = tmp_path / "yichuang.db"
    shutil.copy(sample_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def jobs(office: Office) -> Generator[Jobs]:
    made = Jobs(office, person(office, Role.CLERK))
    yield made
    made.shutdown()
    made.wait_idle()


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    return opened(jobs, qtbot)


def opened(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    made = IntakePage(jobs)
    show(made, qtbot)
    activate(made)
    made.setFocus()
    return made


def take(page: IntakePage, name: str = MATTER) -> IntakePage:
    """The form of a matter."""
    page.open_subject(matter(page.jobs.office, name))
    settle(page.jobs)
    return page


def fill(page: IntakePage, number: str = WANG.identity_number, name: str = WANG.name) -> IntakePage:
    """The form of a matter with an applicant, as a person types it."""
    take(page)
    typed(number, page.form.applicant.number.line)
    typed(name, page.form.applicant.party_name.line)
    return page


def act(page: IntakePage, key: Qt.Key) -> None:
    press(page, key)
    settle(page.jobs)


def leave_preview(page: IntakePage) -> None:
    """Back at the page, as the window manager leaves it."""
    close_preview(page)
    activate(page)


def enter() -> None:
    press(focused(), Qt.Key.Key_Return)


def cases_of(office: Office) -> list[Case]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(Case).order_by(Case.id)))


def party_of(office: Office, role: PartyRole = PartyRole.APPLICANT) -> CaseParty:
    with office.read(SYSTEM) as work:
        return work.session.scalars(sa.select(CaseParty).where(CaseParty.role == role)).one()


def documents_of(office: Office) -> list[DocumentKind]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(IssuedDocument.kind).order_by(IssuedDocument.id)))


def draft_of(page: IntakePage) -> dict[str, Any] | None:
    with page.jobs.office.read(page.jobs.actor) as work:
        return get_draft(work, DRAFT)


def publish(office: Office, name: str, materials: tuple[MaterialSpec, ...]) -> None:
    """A matter of our own, as far as lists need it."""
    with Session(office.database.writer) as session:
        department = session.scalars(sa.select(Department)).first()
        assert department is not None
        code = f"11411000MB9900013M34{session.scalar(sa.select(sa.func.count()).select_from(Matter)):011}"
        content = MatterContent(
            name=name,
            matter_type=MatterType.LICENCE,
            department_name=department.name,
            department_code=department.code,
            materials=materials,
        )
        add_matter(session, department.id, code, content)
        session.commit()


def publish_anew(office: Office, name: str, change: Callable[[MatterContent], MatterContent]) -> None:
    """A newer version of a matter, as an import at another desk brings it."""
    with office.work(SYSTEM) as work:
        row = matter(office, name)
        content = change(get_matter_by_id(work, row.id).content)
        stored = dump_content(content)
        known = work.session.get_one(Matter, row.id)
        known.version += 1
        work.session.add(
            MatterVersion(
                matter_id=row.id,
                version=known.version,
                content=stored,
                digest=content_digest(stored),
                published_at=work.now,
            )
        )


# choosing the matter


def test_the_matters_asked_for_most_are_offered_before_anything_is_typed(
    page: IntakePage, office: Office
) -> None:
    with office.read(page.jobs.actor) as work:
        popular = list_popular(work, MOST_RESULTS)

    assert page.chooser.results.rows_model().rows == tuple(popular)
    assert focused() is page.chooser.box
    assert page.chooser.results.current_row() is None, "an empty box and Enter take nothing"


def test_popular_matters_come_by_their_popularity_and_only_those_in_use(office: Office) -> None:
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(Matter).values(popularity=0))
        first = work.session.scalars(sa.select(Matter).where(Matter.name == OTHER)).one()
        first.popularity = 7
        work.session.scalars(
            sa.select(Matter).where(Matter.name == MATTER)
        ).one().state = MatterState.SUSPENDED
        rows = list_popular(work, 50)

    assert rows[0].name == OTHER
    assert MATTER not in {row.name for row in rows}
    assert [row.name for row in rows[1:]] == sorted(row.name for row in rows[1:])


def test_enter_takes_nothing_while_nothing_is_typed(page: IntakePage) -> None:
    enter()
    settle(page.jobs)

    assert not page.is_filling


def test_enter_at_once_takes_what_was_typed_and_not_what_was_shown_before(page: IntakePage) -> None:
    typed(OTHER)
    enter()
    settle(page.jobs)

    assert page.form.matter is not None
    assert page.form.matter.content.name == OTHER


def test_down_and_up_go_between_the_box_and_the_results(page: IntakePage) -> None:
    press(page.chooser.box, Qt.Key.Key_Down)
    assert focused() is page.chooser.results
    press(focused(), Qt.Key.Key_Down)
    second = page.chooser.results.rows_model().rows[1]
    assert page.chooser.results.current_row() == second
    press(focused(), Qt.Key.Key_Up)
    press(focused(), Qt.Key.Key_Up)
    assert focused() is page.chooser.box
    press(page.chooser.box, Qt.Key.Key_Down)
    press(focused(), Qt.Key.Key_Return)
    settle(page.jobs)
    assert page.form.matter is not None


def test_nothing_found_says_what_to_do(page: IntakePage) -> None:
    typed("zqxzqxzqx")
    QTest.qWait(100)
    settle(page.jobs)

    assert page.chooser.nothing.isVisible()
    assert "zqxzqxzqx" in page.chooser.nothing.heading


def test_a_matter_that_is_not_in_use_is_refused_at_once(page: IntakePage, office: Office) -> None:
    row = matter(office, MATTER)
    with office.work(SYSTEM) as work:
        work.session.get_one(Matter, row.id).state = MatterState.SUSPENDED
    page.open_subject(row)
    settle(page.jobs)

    assert not page.is_filling
    assert MatterState.SUSPENDED.label in page.message.text


# the whole story


def test_a_case_is_accepted_without_the_mouse(page: IntakePage, office: Office) -> None:
    typed("gtgshsldj")
    enter()
    settle(page.jobs)
    assert page.form.matter is not None
    assert page.form.matter.content.name == MATTER
    assert focused() is page.form.applicant.number.line

    typed("411002199003070006")
    assert page.form.applicant.identity_kind.value == IdentityKind.ID_CARD
    assert page.form.applicant.kind.value == ApplicantKind.PERSON
    assert "女" in page.form.applicant.number.note.text()
    assert "周岁" in page.form.applicant.number.note.text()
    enter()
    typed("王小萌")
    enter()
    assert focused() is page.form.applicant.identity_kind.combo
    enter()
    assert focused() is page.form.applicant.kind.combo
    enter()
    typed("0374-0000001")
    enter()
    typed("许昌市魏都区示例路1号")
    enter()
    assert focused() is page.form.has_agent
    enter()
    lines = page.form.checklist.lines
    assert focused() is lines[0].way
    press(focused(), Qt.Key.Key_2)
    assert (lines[0].way.way, lines[0].count.value()) == (ReceivedAs.COPY, 1)
    press(focused(), Qt.Key.Key_Down)
    press(focused(), Qt.Key.Key_3)
    press(focused(), Qt.Key.Key_Up)
    press(focused(), Qt.Key.Key_Up)
    assert focused() is lines[0].way
    press(page, Qt.Key.Key_F9)
    assert [line.way.way for line in lines[:3]] == [
        ReceivedAs.COPY,
        ReceivedAs.ELECTRONIC,
        ReceivedAs.ORIGINAL,
    ]
    act(page, Qt.Key.Key_F8)

    preview = close_preview(page)
    assert preview.current is not None
    assert preview.current.kind is DocumentKind.RECEIPT
    (case,) = cases_of(office)
    assert case.state is CaseState.ACCEPTED
    assert case.applicant_name == "王小萌"
    party = party_of(office)
    assert (party.identity_number, party.phone, party.address) == (
        "411002199003070006",
        "0374-0000001",
        "许昌市魏都区示例路1号",
    )
    assert case.number in find(page, Toast, "window.toast").text()
    assert not page.is_filling
    assert page.chooser.box.text() == ""
    assert draft_of(page) is None


def test_an_organisation_is_recognised_by_its_code(page: IntakePage, office: Office) -> None:
    fill(page, COMPANY.identity_number, COMPANY.name)

    assert page.form.applicant.identity_kind.value == IdentityKind.CREDIT_CODE
    assert page.form.applicant.kind.value == ApplicantKind.ENTERPRISE
    assert not page.form.applicant.confirmation.isVisible()
    act(page, Qt.Key.Key_F6)
    leave_preview(page)
    assert party_of(office).kind is ApplicantKind.ENTERPRISE


def test_an_agent_comes_by_f4_and_goes_by_it(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F4)
    assert focused() is page.form.agent.number.line
    typed(LI.identity_number)
    assert "周岁" in page.form.agent.number.note.text()
    enter()
    typed(LI.name)
    act(page, Qt.Key.Key_F6)
    leave_preview(page)
    assert party_of(office, PartyRole.AGENT).name == LI.name
    take(page)
    assert not page.form.has_agent.isChecked()
    assert page.form.agent.is_blank
    act(page, Qt.Key.Key_F4)
    act(page, Qt.Key.Key_F4)
    assert not page.form.agent.isVisible()


def test_f4_and_f9_do_nothing_before_a_matter_is_chosen(page: IntakePage) -> None:
    for key in (Qt.Key.Key_F4, Qt.Key.Key_F9, Qt.Key.Key_F8, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F10):
        act(page, key)

    assert not page.form.has_agent.isChecked()
    assert not page.form.is_edited
    assert page.message.text == ""


# a number that looks wrong


def test_a_wrong_check_digit_asks_for_a_confirmation_and_never_blocks(
    page: IntakePage, office: Office
) -> None:
    fill(page, MISTYPED.identity_number, MISTYPED.name)
    applicant = page.form.applicant
    assert "校验位不符" in applicant.number.note.text()
    assert applicant.confirmation.isVisible()
    press(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F8)
    assert cases_of(office) == []
    assert focused() is applicant.confirmation.line
    typed("已核对证件原件")
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    assert party_of(office).confirmation == "已核对证件原件"


def test_no_confirmation_is_asked_for_the_next_person(page: IntakePage, office: Office) -> None:
    fill(page, MISTYPED.identity_number, MISTYPED.name)
    typed("已核对证件原件", page.form.applicant.confirmation.line)
    act(page, Qt.Key.Key_F6)
    leave_preview(page)
    fill(page)
    assert not page.form.applicant.confirmation.isVisible()
    act(page, Qt.Key.Key_F6)
    leave_preview(page)
    assert len(cases_of(office)) == 2


def test_a_number_that_is_cleared_again_asks_for_nothing_else(page: IntakePage) -> None:
    fill(page, MISTYPED.identity_number, MISTYPED.name)
    page.form.applicant.number.line.selectAll()
    press(page.form.applicant.number.line, Qt.Key.Key_Delete)
    act(page, Qt.Key.Key_F8)

    assert focused() is page.form.applicant.number.line
    assert not page.form.applicant.confirmation.isVisible()


# every act


def test_f6_receives_only(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F6)
    leave_preview(page)

    assert [case.state for case in cases_of(office)] == [CaseState.RECEIVED]
    assert documents_of(office) == [DocumentKind.RECEIPT]


def test_f7_tells_once_what_is_missing(page: IntakePage, office: Office) -> None:
    fill(page)
    press(page.form.checklist.lines[0].way, Qt.Key.Key_1)
    act(page, Qt.Key.Key_F7)
    dialog = find(page, SupplementDialog, "cases.supplement_dialog")
    assert set(dialog.demands()) == {1, 2}, "what may be missing is not asked for by itself"
    go_on(dialog)
    settle(page.jobs)
    leave_preview(page)

    assert [case.state for case in cases_of(office)] == [CaseState.SUPPLEMENTING]
    assert documents_of(office) == [DocumentKind.RECEIPT, DocumentKind.SUPPLEMENT_NOTICE]


def test_f7_with_nothing_missing_leads_back(page: IntakePage, office: Office) -> None:
    fill(page)
    for line in page.form.checklist.lines:
        press(line.way, Qt.Key.Key_1)
    act(page, Qt.Key.Key_F7)
    dialog = find(page, SupplementDialog, "cases.supplement_dialog")

    assert not dialog.way_on.isEnabled()
    assert focused() is dialog.way_back
    enter()
    assert not dialog.isVisible()
    assert cases_of(office) == []


def test_f10_refuses_in_writing(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    assert focused() is dialog.ground.combo
    go_on(dialog)
    assert dialog.isVisible()
    assert focused() is dialog.reason.lines
    typed("申请事项依法不属于本机关职权范围")
    go_on(dialog)
    assert focused() is dialog.right_organ.line, "who is not competent names who is"
    typed("示例市自然资源局")
    go_on(dialog)
    settle(page.jobs)
    leave_preview(page)

    assert [case.state for case in cases_of(office)] == [CaseState.REFUSED]
    assert documents_of(office) == [DocumentKind.RECEIPT, DocumentKind.REFUSAL]


def test_the_ground_of_a_refusal_brings_its_basis_and_asks_for_the_right_organ(page: IntakePage) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    assert dialog.right_organ.isVisible()
    assert dialog.basis.value.endswith("第三十二条第一款第二项")
    press(focused(), Qt.Key.Key_Down)
    assert not dialog.right_organ.isVisible()
    assert dialog.basis.value.endswith("第三十二条第一款第一项")
    press(focused(), Qt.Key.Key_Down)
    assert dialog.basis.value == "", "the counter names the law of the matter"


def test_esc_in_a_dialog_does_not_throw_away_what_was_typed(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    typed("写到一半的理由", dialog.reason.lines)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.message.text == UNSENT
    assert dialog.reason.value == "写到一半的理由"
    assert focused() is dialog.way_back
    enter()
    assert not dialog.isVisible()
    assert cases_of(office) == []


def test_esc_leaves_a_dialog_nothing_was_typed_into(page: IntakePage) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    press(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_tab_in_a_dialog_ends_at_the_way_on(page: IntakePage) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    order = [focused()]
    while len(order) < 6:
        press(focused(), Qt.Key.Key_Tab)
        order.append(focused())

    assert order == [
        dialog.ground.combo,
        dialog.reason.lines,
        dialog.basis.line,
        dialog.right_organ.line,
        dialog.way_back,
        dialog.way_on,
    ]


def test_a_double_press_makes_one_case(page: IntakePage, office: Office) -> None:
    fill(page)
    press(page, Qt.Key.Key_F9)
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_F8)
    press(page, Qt.Key.Key_F6)
    settle(page.jobs)
    leave_preview(page)

    assert len(cases_of(office)) == 1


# refusals keep everything


def test_missing_materials_are_named_and_everything_stays(page: IntakePage, office: Office) -> None:
    fill(page)
    typed("0374-0000001", page.form.applicant.phone.line)
    lines = page.form.checklist.lines
    press(lines[1].way, Qt.Key.Key_1)
    typed("已退还", lines[1].note)
    before = page.form.kept()
    act(page, Qt.Key.Key_F8)

    assert cases_of(office) == []
    assert lines[0].spec.name in page.message.text
    assert page.form.kept() == before
    assert focused() is lines[0].way
    assert page.accept.isEnabled()
    press(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    assert page.message.text == ""
    assert len(cases_of(office)) == 1


def test_the_cursor_is_where_it_was_after_a_refusal(page: IntakePage, clock: SettableClock) -> None:
    clock.now = END_OF_2026
    fill(page)
    page.form.applicant.phone.focus()
    act(page, Qt.Key.Key_F6)

    assert focused() is page.form.applicant.phone.line


def test_a_calendar_that_is_missing_is_said_and_everything_stays(
    page: IntakePage, office: Office, clock: SettableClock
) -> None:
    clock.now = END_OF_2026
    fill(page)
    press(page, Qt.Key.Key_F9)
    before = page.form.kept()
    act(page, Qt.Key.Key_F8)

    assert page.message.text == sentence(ServiceError("calendar_not_loaded", year=2027))
    assert page.form.kept() == before
    assert cases_of(office) == []


def test_a_newer_version_brings_its_checklist_and_keeps_what_was_typed(
    page: IntakePage, office: Office
) -> None:
    fill(page)
    press(page, Qt.Key.Key_F9)
    added = MaterialSpec("新增的承诺书")
    publish_anew(office, MATTER, lambda content: replace(content, materials=(added, *content.materials[1:])))
    act(page, Qt.Key.Key_F8)
    assert page.message.text == sentence(ServiceError("matter_version_changed"))
    lines = page.form.checklist.lines
    assert lines[0].spec == added
    assert [line.way.way for line in lines[:3]] == [
        ReceivedAs.NOT_RECEIVED,
        ReceivedAs.ORIGINAL,
        ReceivedAs.ORIGINAL,
    ]
    assert page.form.applicant.party_name.value == WANG.name
    assert focused() is lines[0].way
    press(focused(), Qt.Key.Key_1)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)
    with office.read(SYSTEM) as work:
        assert added.name in set(work.session.scalars(sa.select(CaseMaterial.name)))


def test_what_the_service_refuses_is_still_in_the_dialog(page: IntakePage, office: Office) -> None:
    fill(page)
    act(page, Qt.Key.Key_F10)
    dialog = find(page, RefusalDialog, "cases.refusal_dialog")
    dialog.reason.set_value(f"字形缺失{UNDRAWABLE}")
    dialog.right_organ.set_value("示例市自然资源局")
    go_on(dialog)
    settle(page.jobs)

    assert dialog.isVisible()
    assert "没有对应的字形" in dialog.message.text
    assert dialog.reason.value == f"字形缺失{UNDRAWABLE}"
    assert cases_of(office) == []


def test_a_bug_leaves_the_form_usable(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    fill(page)
    with Session(office.database.writer) as session:
        session.execute(sa.text("ALTER TABLE number_series RENAME TO lost"))
        session.commit()
    with qtbot.waitSignal(page.jobs.failed_unexpectedly):
        press(page, Qt.Key.Key_F6)
    settle(page.jobs)

    assert page.message.text == FAILURE
    assert page.form.applicant.party_name.value == WANG.name
    assert page.receive.isEnabled()
    assert page.form.isEnabled()


# another matter


def test_esc_comes_back_from_the_search_for_another_matter(page: IntakePage) -> None:
    fill(page)
    before = page.form.kept()
    act(page, Qt.Key.Key_F2)
    assert not page.is_filling
    assert MATTER in page.chooser.hint.text()
    press(focused(), Qt.Key.Key_Escape)
    assert page.is_filling
    assert page.form.kept() == before


def test_enter_takes_another_matter_for_the_next_person(page: IntakePage) -> None:
    fill(page)
    act(page, Qt.Key.Key_F2)
    typed(OTHER)
    enter()
    settle(page.jobs)

    assert page.form.matter is not None
    assert page.form.matter.content.name == OTHER
    assert page.form.applicant.is_blank


def test_ctrl_enter_takes_another_matter_for_the_same_person(page: IntakePage) -> None:
    fill(page)
    act(page, Qt.Key.Key_F2)
    typed(OTHER)
    press(focused(), Qt.Key.Key_Return, CTRL)
    settle(page.jobs)

    assert page.form.matter is not None
    assert page.form.matter.content.name == OTHER
    assert page.form.applicant.party_name.value == WANG.name


def test_a_matter_found_elsewhere_does_not_push_a_half_filled_form_away(page: IntakePage) -> None:
    fill(page)
    take(page, OTHER)

    assert page.form.matter is not None
    assert page.form.matter.content.name == MATTER
    assert page.message.text == UNFINISHED


# checklists of every length


def test_a_matter_without_materials_is_accepted_at_once(page: IntakePage, office: Office) -> None:
    publish(office, "无需材料的事项", ())
    take(page, "无需材料的事项")
    assert EMPTY in {each.text() for each in page.form.checklist.findChildren(QLabel)}
    typed(WANG.identity_number)
    enter()
    typed(WANG.name)
    press(page, Qt.Key.Key_F9)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)

    assert [case.state for case in cases_of(office)] == [CaseState.ACCEPTED]


def test_forty_materials_are_ticked_by_down_and_digit_and_stay_in_sight(
    page: IntakePage, office: Office
) -> None:
    publish(office, "材料很多的事项", tuple(MaterialSpec(f"第{at}号材料") for at in range(1, 41)))
    take(page, "材料很多的事项")
    typed(WANG.identity_number)
    enter()
    typed(WANG.name)
    page.form.checklist.focus()
    for _ in range(40):
        press(focused(), Qt.Key.Key_1)
        assert in_sight(page.form.checklist, focused())
        press(focused(), Qt.Key.Key_Down)
    act(page, Qt.Key.Key_F8)
    leave_preview(page)

    with office.read(SYSTEM) as work:
        ways = list(work.session.scalars(sa.select(CaseMaterial.received_as)))
    assert ways == [ReceivedAs.ORIGINAL] * 40


# drafts


def test_a_killed_page_comes_back_as_it_was(jobs: Jobs, qtbot: QtBot) -> None:
    page = IntakePage(jobs)
    page.show()
    activate(page)
    fill(page)
    act(page, Qt.Key.Key_F4)
    typed(LI.identity_number)
    typed(LI.name, page.form.agent.party_name.line)
    press(page.form.checklist.lines[1].way, Qt.Key.Key_2)
    typed("只收了一页", page.form.checklist.lines[1].note)
    before = page.form.kept()
    QTest.qWait(DRAFT_PAUSE_MS + 100)
    settle(page.jobs)
    shiboken6.delete(page)

    again = opened(jobs, qtbot)
    settle(jobs)
    assert again.form.kept() == before
    assert again.form.agent.isVisible()
    assert "周岁" in again.form.agent.number.note.text()
    assert again.message.text == RESTORED
    act(again, Qt.Key.Key_F6)
    leave_preview(again)
    assert draft_of(again) is None


def test_leaving_the_page_keeps_the_last_keystroke(page: IntakePage) -> None:
    fill(page)
    before = page.form.kept()
    page.hide()
    settle(page.jobs)

    assert draft_of(page) == before


def test_quitting_the_program_keeps_the_last_keystroke(page: IntakePage, qapp: QApplication) -> None:
    fill(page)
    before = page.form.kept()
    qapp.aboutToQuit.emit()
    settle(page.jobs)

    assert draft_of(page) == before


def test_a_draft_of_a_matter_no_longer_in_use_is_said(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    fill(page)
    page.hide()
    settle(page.jobs)
    with office.work(SYSTEM) as work:
        work.session.get_one(Matter, matter(office, MATTER).id).state = MatterState.SUSPENDED

    again = opened(page.jobs, qtbot)
    settle(page.jobs)
    assert not again.is_filling
    assert again.message.text == DRAFT_UNUSABLE


def test_a_refused_act_leaves_the_draft(page: IntakePage) -> None:
    fill(page)
    before = page.form.kept()
    act(page, Qt.Key.Key_F8)
    page.hide()
    settle(page.jobs)

    assert draft_of(page) == before


# texts nobody expects


def test_hostile_text_is_kept_as_typed_or_refused_with_a_sentence(
    page: IntakePage, office: Office, shared_data: Path
) -> None:
    strings = [text for text in json.loads((shared_data / NAUGHTY).read_text("utf-8")) if text.strip()]
    outcomes = Counter(_try(page, office, text) for text in strings[::15])

    assert outcomes["kept"] > outcomes["refused"] > 0


def _try(page: IntakePage, office: Office, text: str) -> str:
    """One hostile text in every field: the case holds it as it stood in the form, or nothing was kept."""
    if not page.is_filling:
        take(page)
    applicant = page.form.applicant
    typed(WANG.identity_number, applicant.number.line)
    fields = (applicant.party_name, applicant.phone, applicant.address)
    for field in fields:
        QApplication.sendEvent(field.line, committed(text))
    note = page.form.checklist.lines[0].note
    QApplication.sendEvent(note, committed(text))
    words = [field.value for field in fields]
    known = len(cases_of(office))
    act(page, Qt.Key.Key_F6)
    if page.is_filling:
        assert len(cases_of(office)) == known
        assert [field.value for field in fields] == words
        assert page.message.text not in {"", FAILURE} or applicant.party_name.note.text()
        press(page, Qt.Key.Key_F2)
        typed(MATTER)
        enter()
        settle(page.jobs)
        return "refused"
    leave_preview(page)
    with office.read(SYSTEM) as work:
        party = work.session.scalars(sa.select(CaseParty).order_by(CaseParty.case_id.desc())).first()
        assert party is not None
        assert [party.name, party.phone, party.address] == words
    return "kept"


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "\u202e甲", "１１１", "9" * 500, "'; DROP TABLE person;--"]
)
def test_a_hostile_number_is_never_a_bug(page: IntakePage, office: Office, text: str) -> None:
    take(page)
    QApplication.sendEvent(page.form.applicant.number.line, committed(text))
    typed("甲", page.form.applicant.party_name.line)
    act(page, Qt.Key.Key_F6)

    assert page.is_filling
    assert cases_of(office) == []
    assert FAILURE not in page.message.text
    assert page.form.applicant.number.note.text() or page.message.text


# how it looks


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_is_wider_than_the_window(page: IntakePage, qapp: QApplication, percent: int) -> None:
    theme.apply(qapp, "light", percent)
    page.resize(1366 - theme.px(208), 680)
    fill(page)
    act(page, Qt.Key.Key_F4)
    QTest.qWait(50)

    assert page.minimumSizeHint().width() <= page.width()
    for area in (page.form.checklist, page.form.people):
        content = area.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= area.viewport().width()


@pytest.mark.parametrize("kind", [QLineEdit, QPushButton, QComboBox, QCheckBox, QSpinBox])
def test_every_control_has_a_name_for_tests_and_screen_readers(page: IntakePage, kind: type[QWidget]) -> None:
    fill(page)
    for control in page.findChildren(kind):
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert control.objectName()
            assert control.accessibleName() or isinstance(control.parent(), QSpinBox)


def in_sight(area: QScrollArea, part: QWidget) -> bool:
    """Whether the whole of a part is seen in its scroll area."""
    corner = part.mapTo(area.viewport(), part.rect().topLeft())
    return area.viewport().rect().contains(part.rect().translated(corner))


def committed(text: str) -> QInputMethodEvent:
    """A text as an input method or a scanner hands it over at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event
