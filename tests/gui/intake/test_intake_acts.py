"""窗口受理: what every key leads to, and that no dialog loses what was typed."""

from PySide6.QtCore import Qt

from desktop_app.gui.act_dialog import UNSENT
from desktop_app.gui.cases.dialogs import RefusalDialog, SupplementDialog
from desktop_app.gui.cases.intake import UNFINISHED, IntakePage
from desktop_app.services.work import Office
from models.enums import (
    CaseState,
    DocumentKind,
)
from tests.gui.counter import go_on, settle
from tests.gui.hands import find, press
from tests.gui.intake.desk import (
    CTRL,
    MATTER,
    OTHER,
    act,
    cases_of,
    documents_of,
    enter,
    fill,
    leave_preview,
    take,
)
from tests.gui.sample_hall import focused, typed
from tests.people import WANG

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
    assert documents_of(office) == [
        DocumentKind.RECEIPT,
        DocumentKind.REFUSAL,
        DocumentKind.NEGATIVE_REPORT,
    ]


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
    while len(order) < 7:
        press(focused(), Qt.Key.Key_Tab)
        order.append(focused())

    assert order == [
        dialog.ground.combo,
        dialog.reason.lines,
        dialog.basis.line,
        dialog.right_organ.line,
        dialog.advice.line,
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
