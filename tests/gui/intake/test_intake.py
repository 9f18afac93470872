"""窗口受理 by keyboard: the matter, the whole story, the numbers, forty materials or none, how it looks."""

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
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

from desktop_app.gui import theme
from desktop_app.gui.cases.checklist import EMPTY
from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.cases.matter_chooser import MOST_RESULTS
from desktop_app.gui.toast import Toast
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.matter_filter import ApplicantGroup
from desktop_app.services.catalogue import list_usual_matters
from desktop_app.services.work import SYSTEM, Office
from models.cases import CaseMaterial
from models.catalogue import Matter
from models.enums import (
    ApplicantKind,
    CaseState,
    DocumentKind,
    IdentityKind,
    MatterState,
    PartyRole,
    ReceivedAs,
)
from tests.gui.counter import close_preview, settle
from tests.gui.hands import find, press
from tests.gui.intake.desk import (
    MATTER,
    OTHER,
    act,
    cases_of,
    draft_of,
    enter,
    fill,
    leave_preview,
    party_of,
    publish,
    take,
)
from tests.gui.sample_hall import focused, matter, typed
from tests.people import COMPANY, LI, MISTYPED, WANG

# choosing the matter


def test_the_matters_asked_for_most_are_offered_before_anything_is_typed(
    page: IntakePage, office: Office
) -> None:
    with office.read(page.jobs.actor) as work:
        popular = list_usual_matters(work, MOST_RESULTS, page.jobs.actor.counter_id)

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
        rows = list_usual_matters(work, 50)

    assert rows[0].name == OTHER
    assert MATTER not in {row.name for row in rows}
    assert [row.name for row in rows[1:]] == sorted(row.name for row in rows[1:])


def test_one_key_looks_among_matters_of_bodies_only(page: IntakePage) -> None:
    everything = page.chooser.results.rows_model().rows
    press(page.chooser.box, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    settle(page.jobs)
    of_bodies = page.chooser.results.rows_model().rows
    assert page.chooser.only.applicant is ApplicantGroup.ORGANISATION
    assert len(of_bodies) > 0
    assert set(of_bodies) != set(everything)
    press(page.chooser.box, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    settle(page.jobs)
    assert page.chooser.results.rows_model().rows == everything


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

    type_applicant(page)
    tick_materials(page)
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


def type_applicant(page: IntakePage) -> None:
    """Number, name, kinds, phone, address, by Enter from field to field."""
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


def tick_materials(page: IntakePage) -> None:
    """Digits, Down and Up, and the rest by F9."""
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
