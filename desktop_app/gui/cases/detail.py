"""办件详情: everything about one case, and the acts its state allows, each with a key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.case_parts import (
    Parties,
    Summary,
    clock_entries,
    decision_entries,
    documents_table,
    event_entries,
    materials_table,
)
from desktop_app.gui.cases.delivery_asking import ask_collector
from desktop_app.gui.cases.detail_tabs import DetailTabs, Part
from desktop_app.gui.cases.entries import Entries
from desktop_app.gui.cases.more_acts import MoreMenu
from desktop_app.gui.cases.panels import PANELS, Place, arranged
from desktop_app.gui.cases.preexamination import ask_preexamination, continue_case
from desktop_app.gui.cases.rows import explanation
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.printing import show_documents
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.services.case_queries import CaseDetail, FullParty, get_case, reveal_party
from desktop_app.services.printing import DocumentRow, list_documents
from desktop_app.services.work import Work
from models.enums import Area, CaseAction, PartyRole

HELP = (
    "一件办件的全部情况：申请人、材料、时限、审查决定、文书和办理过程。"
    "右上角只出现现在可以办理的动作；在文书上按回车可预览、打印和补打。"
)
NARROW, LEAST_HEIGHT, STACKED_HEIGHT = 640, 250, 600
"""Pixels at 100 %: below this width the halves are stacked; the least height of both, side by side and stacked."""
NOTHING = "还没有打开办件"
NOTHING_HINT = "在“我的待办”里选中一件按回车，或按 Ctrl+K 扫描文书二维码、输入办件编号。"


def read_case(work: Work, case_id: int) -> tuple[CaseDetail, list[DocumentRow]]:
    """The case and its papers as of one moment."""
    return get_case(work, case_id), list_documents(work, case_id)


def reveal_parties(
    work: Work, case_id: int, roles: list[PartyRole]
) -> tuple[int, dict[PartyRole, FullParty]]:
    """The case and the full values of its parties; each look is remembered."""
    return case_id, {role: reveal_party(work, case_id, role) for role in roles}


class CasePage(Page):
    """One case; what others do to it meanwhile is shown at once."""

    areas = frozenset({Area.CASES, Area.PRINTING, Area.REVIEWS})

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("cases.detail", "办件详情", jobs, parent=parent)
        self.case_id: int | None = None
        self.help_text = HELP
        self._full: dict[PartyRole, FullParty] = {}
        self.acts = CaseActs(self)
        self.summary = Summary()
        self.parties = Parties()
        self.materials = materials_table()
        self.clocks = Entries("cases.clocks", "时限", "还没有时限。")
        self.decision = Entries("cases.decision", "审查与决定", "还没有审查意见和决定。")
        self.process = Entries("cases.process", "办理过程", "还没有办理过程。")
        self.documents = documents_table()
        self.print_all = button("cases.print", "打印文书", key="Ctrl+P", icon="print")
        self.body.addWidget(self.summary)
        self.halves = self._halves()
        self.body.addWidget(scrolled(self.halves), 1)
        self.setFocusProxy(self.documents)
        self._add_actions()
        self._connect()

    # building

    def _halves(self) -> QSplitter:
        application = QWidget()
        column = QVBoxLayout(application)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.parties)
        column.addWidget(self.materials, 1)
        self.panels = [made(self) for made in PANELS if made.permission in self.jobs.actor.permissions]
        places = {
            Place.APPLICATION: Part("申请人与材料", application),
            Place.CLOCKS: Part("时限", self.clocks),
            Place.DECISION: Part("审查与决定", self.decision),
        }
        self.tabs = DetailTabs(arranged(places, self.panels))
        self.tabs.shown.connect(self._show_panel)
        for at in range(self.tabs.count()):
            self.add_key(f"Ctrl+{at + 1}", lambda at=at: self.tabs.press(at), f"看{self.tabs.tabText(at)}")
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.tabs)
        halves.addWidget(self._right())
        halves.setSizes([theme.px(680), theme.px(440)])
        return halves

    def _right(self) -> QWidget:
        heading = QHBoxLayout()
        heading.addWidget(label("文书", "strong"), 1)
        heading.addWidget(self.print_all)
        process = QFrame()
        process.setProperty("kind", "card")
        framed = QVBoxLayout(process)
        framed.setContentsMargins(1, 1, 1, 1)
        framed.addWidget(self.process)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(heading)
        column.addWidget(self.documents, 1)
        column.addWidget(label("办理过程", "strong"))
        column.addWidget(process, 1)
        return right

    def _add_actions(self) -> None:
        acts = self.acts
        self._buttons = {
            CaseAction.REFUSE: self.add_action(
                "cases.refuse", "不予受理", acts.ask_refusal, key="F10", kind="danger"
            ),
            CaseAction.SUPPLEMENT: self.add_action(
                "cases.supplement", "补正告知", acts.ask_supplement, key="F7"
            ),
            CaseAction.RECEIVE_SUPPLEMENT: self.add_action(
                "cases.receive_supplement",
                "补正收件",
                acts.ask_supplement_receipt,
                key="F9",
                icon="add",
                kind="primary",
            ),
            CaseAction.PREEXAMINE: self.add_action(
                "cases.preexamine", "预审", self._preexamine, key="F11", icon="examine"
            ),
            CaseAction.RECEIVE: self.add_action(
                "cases.receive", "收件", self._continue, key="F2", icon="add", kind="primary"
            ),
            CaseAction.ACCEPT: self.add_action(
                "cases.accept", "受理", acts.accept, key="F8", icon="accept", kind="primary"
            ),
            CaseAction.DELIVER: self.add_action(
                "cases.deliver", "出件", self._deliver, key="F6", icon="delivery", kind="primary"
            ),
        }
        self.more = self.add_action("cases.more", "更多办理", self._offer_more, key="Alt+M", icon="list")
        self.more_menu = MoreMenu(self.acts, self)
        self.add_key("F12", self.summary.invite.click, "邀请评价")
        self.add_key("F3", self.parties.reveal.click, "显示完整号码（留下记录）")
        self.add_key("Ctrl+Shift+C", self.summary.copy_number.click, "复制办件编号")
        self.add_key("Ctrl+P", self.print_all.click, "打印文书")
        self._hide_acts()

    def _connect(self) -> None:
        self.acts.busy_changed.connect(self._show_acts)
        self.acts.done.connect(self.refresh)
        self.parties.reveal_wanted.connect(self._reveal)
        self.summary.invite.clicked.connect(self._invite)
        self.summary.copied.connect(lambda: self.toast("已复制办件编号"))
        self.documents.opened.connect(self._print_one)
        self.print_all.clicked.connect(self._print_all)

    # what is shown

    def open_case(self, case_id: int) -> None:
        """Show another case, or the same one afresh."""
        if case_id != self.case_id:
            self.acts.detail = None
            self._full = {}
            self.case_id = case_id
            self.tabs.begin_anew()
            self.clear_sentence()
            self.show_loading()
            self._hide_acts()
        self.refresh()

    @override
    def open_subject(self, subject: object) -> None:
        """A case, or a case with the name of one of its tabs."""
        match subject:
            case int():
                self.open_case(subject)
            case (int() as case_id, str() as title):
                self.open_case(case_id)
                self.tabs.turn_to(title)
            case _:
                pass

    @override
    def refresh(self) -> None:
        if self.case_id is None:
            self.show_empty(NOTHING, NOTHING_HINT)
        else:
            self.jobs.read(self, read_case, self.case_id, then=self._show)

    def _show(self, found: tuple[CaseDetail, list[DocumentRow]]) -> None:
        detail, documents = found
        self.acts.detail = detail
        self.help_text = f"{HELP}\n\n{explanation(detail.row)}"
        self.summary.show_case(detail)
        self.parties.show_parties(detail.parties, self._full)
        self.materials.rows_model().replace(detail.materials)
        self.documents.rows_model().replace(documents)
        self.clocks.show_entries(clock_entries(detail))
        self.decision.show_entries(decision_entries(detail))
        self.process.show_entries(event_entries(detail))
        self.print_all.setEnabled(bool(documents))
        self._show_panel()
        self._show_acts()
        self.show_content()
        self._keep_focus()

    def _show_panel(self) -> None:
        """A tab reads when it is looked at: nobody waits for what nobody sees."""
        shown = self.tabs.part
        if isinstance(shown, CasePanel) and self.acts.detail is not None:
            shown.show_case(self.acts.detail)

    def _offer_more(self) -> None:
        if self.more_menu.offer():
            self.more_menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show_acts(self, is_busy: bool = False) -> None:
        """While an act is under way its button stays where it is, and none can be pressed."""
        for action, made in self._buttons.items():
            made.setEnabled(not is_busy)
            if self.acts.detail is not None:
                made.setVisible(self.acts.may(action))
        self.more.setEnabled(not is_busy)
        if self.acts.detail is not None:
            self.more.setVisible(self.more_menu.offer())
        self.summary.invite.setEnabled(not is_busy)
        self.summary.invite.setVisible(self.acts.may_invite)

    def _hide_acts(self) -> None:
        """Without a case nothing can be done."""
        for made in (*self._buttons.values(), self.more):
            made.hide()

    def _keep_focus(self) -> None:
        """The focus is always somewhere: an act's button goes when the act is done."""
        if self.isVisible() and QApplication.focusWidget() is None:
            self.documents.setFocus(Qt.FocusReason.OtherFocusReason)

    # what a person does

    def _deliver(self) -> None:
        ask_collector(self.acts)

    def _preexamine(self) -> None:
        ask_preexamination(self.acts)

    def _continue(self) -> None:
        continue_case(self.acts)

    def _reveal(self) -> None:
        detail = self.acts.detail
        if detail is not None:
            roles = [party.role for party in detail.parties if party.role not in self._full]
            self.jobs.change(self, reveal_parties, detail.row.id, roles, then=self._show_full)

    def _show_full(self, found: tuple[int, dict[PartyRole, FullParty]]) -> None:
        case_id, full = found
        if self.isVisible() and self.acts.detail is not None and case_id == self.case_id:
            self._full |= full
            self.parties.show_parties(self.acts.detail.parties, self._full)

    def _invite(self) -> None:
        self.acts.invite()

    def _print_one(self, row: DocumentRow) -> None:
        show_documents(self, [row.id])

    def _print_all(self) -> None:
        """Everything that still holds; a void paper is opened by itself."""
        rows = self.documents.rows_model().rows
        show_documents(self, [row.id for row in rows if not row.void_reason])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large type on a small screen the halves stand under each other, and scroll."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.px(NARROW)
        self.halves.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)
        self.halves.setMinimumHeight(theme.px(STACKED_HEIGHT if is_narrow else LEAST_HEIGHT))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing stays unmasked on a page that was left."""
        super().hideEvent(event)
        self._full = {}
        if self.acts.detail is not None:
            self.parties.show_parties(self.acts.detail.parties, self._full)
