"""事项编辑: the drafts of the hall's matters, and the desk of the one that is open."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.catalogue.editor.desk import DraftDesk
from desktop_app.gui.catalogue.editor.dialogs import ChooserDialog, NewMatterDialog
from desktop_app.gui.catalogue.editor.drafts_list import DraftsList
from desktop_app.gui.catalogue.editor.saver import Opened, open_draft
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import MatterRow
from desktop_app.services.matter_draft_records import DraftRow
from desktop_app.services.matter_drafts import DraftDetail, create_draft, start_draft
from desktop_app.services.work import Work
from models.enums import Area

HELP = (
    "左边是修订稿，中间是实施清单的各部分，右边填写。写的内容两秒后自动保存；■ 是必须改正的错误，▲ 是提醒。"
    "填完按 Ctrl+回车提交，由另一位审核人员发布。"
)
LIST_WIDTH, DESK_WIDTH = 190, 920
ROOM_FOR_LIST = 1000
"""Pixels at 100 %: below this width an open draft takes the room of the list."""
NOTHING = "还没有打开修订稿"
NOTHING_WAY_OUT = "在左边选一份，或按 Ctrl+N 新建事项、按 Ctrl+E 修改现有事项。"


def begin(work: Work, matter_id: int) -> Opened:
    """The draft of a matter, begun or gone on with, and what was left unsaved of it."""
    return open_draft(work, start_draft(work, matter_id).row.id)


class EditorPage(Page):
    """The editor's page; nothing typed on it is ever lost."""

    areas = frozenset({Area.CATALOGUE})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("catalogue.editor", "事项编辑", jobs, parent=parent)
        self.drafts = DraftsList(self)
        self.desk = DraftDesk(self)
        self.nothing = StateView("editor.desk")
        self.nothing.show_empty(NOTHING, NOTHING_WAY_OUT, icon="catalogue")
        self._right = QStackedWidget()
        self._right.addWidget(self.nothing)
        self._right.addWidget(self.desk)
        self._jump_to = ""
        self._is_list_wanted: bool | None = None
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setChildrenCollapsible(False)
        whole.addWidget(self.drafts)
        whole.addWidget(self._right)
        whole.setSizes([theme.px(LIST_WIDTH), theme.px(DESK_WIDTH)])
        whole.setStretchFactor(1, 1)
        self.body.addWidget(whole)
        self.setFocusProxy(self.drafts)
        self.drafts.chosen.connect(self.open_draft)
        self.desk.left.connect(self._leave)
        self._add_actions()

    def _add_actions(self) -> None:
        self.add_action("editor.show_list", "修订稿列表", self._turn_list, key="F9")
        self.add_action("editor.edit", "编辑现有事项", self.choose_matter, key="Ctrl+E", icon="search")
        self.add_action("editor.create", "新建事项", self.begin_new, key="Ctrl+N", icon="add", kind="primary")
        editor = self.desk.editor
        for key, act, what in (
            ("F8", editor.next_issue, "下一个问题"),
            ("F7", editor.try_answers, "情形试答"),
            ("Ctrl+PgUp", lambda: editor.turn(-1), "上一部分"),
            ("Ctrl+PgDown", lambda: editor.turn(1), "下一部分"),
            ("Ctrl+S", self.desk.saver.flush, "立即保存"),
        ):
            self.add_key(key, _if_open(self.desk, act), what)
        self.keys += [
            ("Insert", "在列表中添加一项"),
            ("Ctrl+D", "复制当前项"),
            ("Alt+↑ / Alt+↓", "当前项上移、下移"),
            ("Ctrl+Shift+Delete", "删除当前项"),
            ("Ctrl+Shift+Z", "恢复刚删除的一项"),
            ("Ctrl+L", "从材料库选取"),
        ]

    # what others lead to

    @override
    def refresh(self) -> None:
        self.drafts.refresh()
        self.desk.renew()

    @override
    def open_subject(self, subject: object) -> None:
        """The draft of a matter, or a place in it: a matter's id, or `(id, path)`; or a draft's row."""
        self._jump_to = ""
        match subject:
            case int():
                self.edit_matter(subject)
            case MatterRow():
                self.edit_matter(subject.id)
            case DraftRow():
                self.open_draft(subject.id)
            case (int() as matter_id, str() as path):
                self._jump_to = path
                self.edit_matter(matter_id)
            case _:
                pass

    # beginning and opening

    def edit_matter(self, matter_id: int) -> None:
        """Begin to change a matter, or go on with its draft."""
        self.jobs.change(self, begin, matter_id, then=self._show)

    def open_draft(self, draft_id: int) -> None:
        """Open a draft of the list; the one that is open already only gets the cursor."""
        if self.desk.detail is not None and self.desk.detail.row.id == draft_id:
            self.desk.editor.sections.setFocus()
            return
        self.desk.saver.flush()
        self.jobs.read(self, open_draft, draft_id, then=self._show, refused=self._refused)

    def choose_matter(self) -> None:
        """Find a matter to change."""
        dialog = ChooserDialog(self, "编辑哪个事项", "编辑")
        dialog.taken.connect(self.open_subject)

    def begin_new(self) -> None:
        """Ask for the codes and the name of a new matter."""
        dialog = NewMatterDialog(self)

        def done(detail: DraftDetail) -> None:
            dialog.give_up()
            self._show(Opened(detail, None))

        def send() -> None:
            self.jobs.change(
                self,
                create_draft,
                dialog.code.value,
                dialog.item_code.value,
                dialog.content,
                then=done,
                refused=dialog.show_refusal,
                button=dialog.way_on,
            )

        dialog.ask(send)

    def _show(self, opened: Opened) -> None:
        self.clear_sentence()
        self.desk.show_draft(opened)
        self._right.setCurrentWidget(self.desk)
        self._is_list_wanted = None
        self._share_room()
        self.drafts.mark(opened.detail.row.id)
        if self._jump_to:
            self.desk.editor.jump(self._jump_to)
            self._jump_to = ""
        else:
            self.desk.editor.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: ServiceError) -> None:
        self.drafts.refresh()
        self.show_refusal(error)

    def _leave(self) -> None:
        self._right.setCurrentWidget(self.nothing)
        self._is_list_wanted = None
        self._share_room()
        self.drafts.refresh()
        self.drafts.setFocus(Qt.FocusReason.OtherFocusReason)

    # the room

    def _turn_list(self) -> None:
        self._is_list_wanted = self.drafts.isHidden()
        self._share_room()
        if self._is_list_wanted:
            self.drafts.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share_room(self) -> None:
        """On a narrow screen, or in large type, an open draft takes the room of the list."""
        is_open = self._right.currentWidget() is self.desk
        has_room = self.width() >= theme.px(ROOM_FOR_LIST) or not is_open
        self.drafts.setVisible(has_room if self._is_list_wanted is None else self._is_list_wanted)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()


def _if_open(desk: DraftDesk, act: Callable[[], object]) -> Callable[[], None]:
    """Only where a draft is open."""

    def go() -> None:
        if desk.detail is not None:
            act()

    return go
