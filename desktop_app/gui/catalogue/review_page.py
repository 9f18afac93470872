"""审核发布: the drafts that wait, what each of them changes, and its publication by somebody else than its editors."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.comparison import ComparisonView
from desktop_app.gui.catalogue.review_dialogs import PublishDialog, ReturnDialog
from desktop_app.gui.catalogue.review_words import obstacle, review_page
from desktop_app.gui.catalogue.versions_dialog import VersionsDialog
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView, label
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.catalogue import MatterDetail
from desktop_app.services.matter_drafts import (
    DraftDetail,
    DraftRow,
    Rebased,
    list_drafts,
    publish_draft,
    rebase_draft,
    return_draft,
)
from desktop_app.services.matter_review import Review, get_review
from desktop_app.services.work import HALL_ZONE
from models.elements import DraftState
from models.enums import Area, Permission

if TYPE_CHECKING:
    from desktop_app.gui.tables import Fetch
    from desktop_app.services.work import Work

OWN, EVERYTHING = "own", "all"
FILTERS = (
    (DraftState.IN_REVIEW.value, "待审核"),
    (DraftState.RETURNED.value, "已退回"),
    (DraftState.DRAFT.value, "修订中"),
    (OWN, "我参与修订的"),
    (EVERYTHING, "全部修订稿"),
)
HELP = (
    "左边是送来审核的修订稿，右边逐项对照改了什么，并列出质量检查的结果。"
    "没有参与修订的人才能审核：按 F8 发布，按 F7 写明意见退回。"
)
NOBODY_WAITS = "没有待审核的修订稿"
NOBODY_WAITS_TEXT = "编辑提交审核后，修订稿会出现在这里。"
LIST_WIDTH, REVIEW_WIDTH = 420, 700


class ReviewPage(Page):
    """The reviewer's desk: who may not approve sees why before pressing anything."""

    areas = frozenset({Area.CATALOGUE})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            "catalogue.review", "审核发布", jobs, "编审分离：修订的人不能审核自己的修订稿", parent
        )
        self.review: Review | None = None
        self.filter = ChoiceField("catalogue.review_filter", "查看", list(FILTERS))
        self.table = ListTable("catalogue.drafts", "修订稿列表")
        self.model: KeysetModel[DraftRow] = KeysetModel(_COLUMNS, lambda row: row.id, jobs, _waiting, self)
        self.table.show_rows(self.model)
        self.reason = label("", "strong", wrap=True)
        self.reason.setObjectName("catalogue.review_reason")
        self.view = ComparisonView("catalogue.review_view", "修订内容对照")
        self.nothing = StateView("catalogue.drafts")
        self._right = QStackedWidget()
        self._lay_out()
        self._add_actions()
        self.filter.edited.connect(self._turn)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._focus_view)
        self.model.arrived.connect(self._arrived)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(GRID, GRID, GRID, GRID)
        inside.addWidget(self.reason)
        inside.addWidget(self.view, 1)
        self._right.addWidget(self.nothing)
        self._right.addWidget(card)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setChildrenCollapsible(False)
        whole.addWidget(left)
        whole.addWidget(self._right)
        whole.setSizes([LIST_WIDTH, REVIEW_WIDTH])
        self.body.addWidget(whole, 1)
        self.setFocusProxy(self.table)

    def _add_actions(self) -> None:
        self.versions = self.add_action(
            "catalogue.review_versions", "版本历史", self._show_versions, key="F9"
        )
        self.rebase = self.add_action("catalogue.review_rebase", "合并到新版本", self._rebase, key="F6")
        self.send_back = self.add_action(
            "catalogue.review_return", "退回", self._ask_return, key="F7", icon="back"
        )
        self.publish = self.add_action(
            "catalogue.review_publish",
            "通过并发布",
            self._ask_publish,
            key="F8",
            icon="tick",
            kind="primary",
        )
        self._show_actions()

    # the list

    @override
    def refresh(self) -> None:
        """Read the list again, and the draft in sight with it."""
        self.model.refresh()
        if self.review is not None:
            self._read(self.review.detail.row.id)

    @override
    def open_subject(self, subject: object) -> None:
        """Show the draft of that number, whatever its state."""
        if isinstance(subject, int):
            self.filter.set_value(EVERYTHING)
            self._turn()
            self._read(subject)

    def _turn(self) -> None:
        self._leave()
        self.model.search(_fetch(self.filter.value))

    def _arrived(self, count: int) -> None:
        if count and self.table.current_row() is None:
            self.table.select_key(self.model.rows[0].id)
        if not count:
            self._leave()

    def _choose(self, row: DraftRow | None) -> None:
        if row is not None:
            self._read(row.id)

    def _focus_view(self, _row: DraftRow) -> None:
        self.view.setFocus()

    # the draft in sight

    def _read(self, draft_id: int) -> None:
        self.jobs.read(self, get_review, draft_id, then=self._show, refused=lambda _error: self._leave())

    def _show(self, review: Review) -> None:
        self.review = review
        self.reason.setText(obstacle(review))
        self.reason.setVisible(bool(self.reason.text()))
        self.view.show_page(lambda: review_page(review))
        self._right.setCurrentIndex(1)
        self._show_actions()

    def _leave(self) -> None:
        self.review = None
        self.view.clear_page()
        self.nothing.show_empty(NOBODY_WAITS, NOBODY_WAITS_TEXT, icon="done")
        self._right.setCurrentIndex(0)
        self._show_actions()

    def _show_actions(self) -> None:
        review = self.review
        state = review.detail.row.state if review else None
        is_waiting = state is DraftState.IN_REVIEW
        self.publish.setEnabled(is_waiting and review is not None and not obstacle(review))
        self.send_back.setEnabled(is_waiting)
        self.versions.setEnabled(review is not None and review.detail.row.matter_id is not None)
        may_edit = Permission.CATALOGUE_EDIT in self.jobs.actor.permissions
        self.rebase.setVisible(may_edit and review is not None and review.detail.is_outdated)

    # acts

    def _ask_publish(self) -> None:
        if self.review is None:
            return
        review, row = self.review, self.review.detail.row
        dialog = PublishDialog(review, self)

        def done(matter: MatterDetail) -> None:
            dialog.accept()
            self.toast(f"已发布：{matter.content.name} 第{matter.version}版")

        def send() -> None:
            self.jobs.change(
                dialog,
                publish_draft,
                row.id,
                row.revision,
                accept_warnings=bool(review.warnings),
                accept_outdated=review.detail.is_outdated,
                then=done,
                button=dialog.way_on,
            )

        dialog.ask(send)

    def _ask_return(self) -> None:
        if self.review is None:
            return
        row = self.review.detail.row
        dialog = ReturnDialog(row, self)

        def done(_detail: DraftDetail) -> None:
            dialog.accept()
            self.toast(f"已退回：{row.name}")

        def send() -> None:
            comment = dialog.comment.value
            self.jobs.change(
                dialog, return_draft, row.id, row.revision, comment, then=done, button=dialog.way_on
            )

        dialog.ask(send)

    def _rebase(self) -> None:
        if self.review is not None:
            row = self.review.detail.row
            self.jobs.change(self, rebase_draft, row.id, row.revision, then=self._rebased, button=self.rebase)

    def _rebased(self, rebased: Rebased) -> None:
        both = "、".join(rebased.conflicts)
        words = f"两边都改过的要素保留了修订稿的内容，请核对：{both}。" if both else "没有冲突。"
        self.show_sentence(
            f"已合并到第{rebased.detail.base_version}版，请由编辑核对后重新提交。{words}", Tone.INFO
        )
        self.filter.set_value(EVERYTHING)
        self._turn()
        self._read(rebased.detail.row.id)

    def _show_versions(self) -> None:
        if self.review is not None and self.review.detail.row.matter_id is not None:
            VersionsDialog(self, self.review.detail.row.matter_id).open()


def _fetch(chosen: str) -> "Fetch[DraftRow]":
    """The drafts of a filter, page by page."""
    state = DraftState(chosen) if chosen in {member.value for member in DraftState} else None

    def fetch(work: "Work", after: DraftRow | None, limit: int) -> list[DraftRow]:
        return list_drafts(work, state, after.id if after else None, limit, own=chosen == OWN)

    return fetch


_waiting = _fetch(DraftState.IN_REVIEW.value)
_STATE_TONES = {
    DraftState.DRAFT: Tone.MUTED,
    DraftState.IN_REVIEW: Tone.WARNING,
    DraftState.RETURNED: Tone.BAD,
}
_STATE_SHAPES = {DraftState.DRAFT: "○", DraftState.IN_REVIEW: "▲", DraftState.RETURNED: "■"}


def _name(row: DraftRow) -> str:
    kind = "（新事项）" if row.matter_id is None else ""
    return f"{kind}{row.name or '（未命名）'}"


_COLUMNS: tuple[Column[DraftRow], ...] = (
    Column("事项", _name, 0, tooltip=lambda row: f"{row.name}　{row.department_name}", least=14),
    Column(
        "状态",
        lambda row: f"{_STATE_SHAPES[row.state]} {row.state.label}",
        9,
        tone=lambda row: _STATE_TONES[row.state],
        least=8,
    ),
    Column(
        "更新",
        lambda row: f"{row.updated_at.astimezone(HALL_ZONE):%m-%d}",
        7,
        tooltip=lambda row: f"{row.editor_name}　{row.updated_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}",
        least=0,
    ),
)
