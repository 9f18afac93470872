"""The one search box: where a scanner types, and its list of findings underneath."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.tables import AnyIndex, plain_tooltip
from desktop_app.gui.theme import GRID

PLACEHOLDER = "扫码或输入：办件编号、二维码、证件号、姓名、事项名称或拼音首字母"
TYPING_PAUSE_MS = 200
MOST_SHOWN = 12
ICON_ROLE = Qt.ItemDataRole.UserRole + 1
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 2
SUBJECT_ROLE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One line under the search box; `subject` is handed back when it is picked."""

    title: str
    detail: str
    icon: str
    subject: object


class _FindingPainter(QStyledItemDelegate):
    """Icon, title, and the detail in a quieter colour behind it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() + GRID * 2)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        size = theme.px(18)
        room = option.rect.adjusted(GRID * 2, 0, -GRID * 2, 0)
        spot = QRect(room.left(), room.center().y() - size // 2, size, size)
        tone = "text" if theme.current().name != "contrast" or not is_selected else "on_accent"
        theme.icon(index.data(ICON_ROLE), tone).paint(painter, spot)
        room.setLeft(room.left() + size + GRID * 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        title = option.fontMetrics.elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setPen(option.palette.color(role))
        painter.drawText(room, middle, title)
        room.setLeft(room.left() + option.fontMetrics.horizontalAdvance(title) + GRID * 3)
        if not is_selected:
            painter.setPen(QColor(theme.current().muted))
        detail = option.fontMetrics.elidedText(
            index.data(DETAIL_ROLE), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, detail)


class SearchBox(LineEdit):
    """Typed text asks for findings after a pause; Enter asks at once, or picks the marked finding."""

    typed = Signal(str)
    """Some text stands still for a moment: show findings for it."""
    searched = Signal(str)
    """Enter: a scanner has finished, or a person wants the answer now."""
    picked = Signal(object)
    """The subject of the finding that was chosen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(500, window)
        set_names(self, "search.box", "搜索")
        self.setPlaceholderText(PLACEHOLDER)
        self.setToolTip(f"{PLACEHOLDER}（Ctrl+K）")
        self.setClearButtonEnabled(True)
        self._magnifier = QAction(theme.icon("search"), "", self)
        self.addAction(self._magnifier, LineEdit.ActionPosition.LeadingPosition)
        self._list = QListWidget(window)
        self._list.setProperty("kind", "popup")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_FindingPainter(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_names(self._list, "search.findings", "搜索结果")
        self._list.itemClicked.connect(self._pick)
        self._list.hide()
        self._window = window
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textEdited.connect(self._wait)
        self.textChanged.connect(self._forget_old)
        window.installEventFilter(self)

    @property
    def findings(self) -> QListWidget:
        """The list underneath."""
        return self._list

    def show_findings(
        self, findings: Sequence[Finding], nothing: str = "没有找到。请核对后重新输入。"
    ) -> None:
        """Show what was found for the text in the box, or the sentence that says there is nothing."""
        self._list.clear()
        for finding in findings[:MOST_SHOWN] or (Finding(nothing, "", "info", None),):
            item = QListWidgetItem(finding.title)
            item.setData(ICON_ROLE, finding.icon)
            item.setData(DETAIL_ROLE, finding.detail)
            item.setData(SUBJECT_ROLE, finding.subject)
            item.setToolTip(plain_tooltip(f"{finding.title}　{finding.detail}".strip()))
            self._list.addItem(item)
        self._place()
        self._list.show()
        self._list.raise_()

    def hide_findings(self) -> None:
        """Put the list away; the text stays."""
        self._pause.stop()
        self._list.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._list.isVisible():
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
            case Qt.Key.Key_Escape:
                self.hide_findings()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case _:
                super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._magnifier.setIcon(theme.icon("search"))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide_findings()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._list.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        item = self._list.currentItem() if self._list.isVisible() else None
        if item is not None:
            self._pick(item)
        elif self.text().strip():
            self._pause.stop()
            self.searched.emit(self.text().strip())

    def _pick(self, item: QListWidgetItem) -> None:
        subject = item.data(SUBJECT_ROLE)
        if subject is not None:
            self.hide_findings()
            self.picked.emit(subject)

    def _wait(self) -> None:
        self._pause.start()

    def _forget_old(self) -> None:
        self._list.setCurrentRow(-1)
        if not self.text().strip():
            self.hide_findings()

    def _tell(self) -> None:
        if self.text().strip() and self.hasFocus():
            self.typed.emit(self.text().strip())

    def _place(self) -> None:
        corner = self.mapTo(self._window, QPoint(0, self.height() + GRID // 2))
        height = sum(self._list.sizeHintForRow(at) for at in range(self._list.count())) + GRID
        self._list.setGeometry(QRect(corner, QSize(self.width(), height)))
