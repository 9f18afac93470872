"""A list of lines, one of them open in a form beside it: add, remove, copy, move, bring back, all by keys."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.catalogue.editor.issues import SIGNS, Issue, worst_by_line
from desktop_app.gui.catalogue.editor.part_form import PartForm
from desktop_app.gui.catalogue.editor.situation_editor import QuestionForm
from desktop_app.gui.flow import Flow
from desktop_app.gui.page import StateView, button
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from models.elements import QualityLevel

LIST_WIDTH, FORM_WIDTH = 210, 430
"""Pixels at 100 %: how list and form share the room."""
NO_LINES = "还没有{name}"
ADD_FIRST = "按 Insert 添加第一项。"
NOTHING_THERE = "这个事项没有{name}。"


LineForm = PartForm | QuestionForm
"""What edits one line."""


class Line(NamedTuple):
    """One line as the list shows it."""

    position: int
    text: str
    mark: str
    tone: Tone


def _number(line: Line) -> str:
    return f"{line.mark}{line.position + 1}"


def _text(line: Line) -> str:
    return line.text


def _tone(line: Line) -> Tone:
    return line.tone


_COLUMNS: tuple[Column[Line], ...] = (
    Column("序", _number, 2, tone=_tone),
    Column("内容", _text, 0, tooltip=_text, least=8),
)
_TONES = {QualityLevel.ERROR: Tone.BAD, QualityLevel.WARNING: Tone.WARNING}


class LinesEditor(QWidget):
    """Edits a tuple of frozen lines; `summary` is what the list says of a line, `blank` makes a new one of the others."""

    edited = Signal()
    opened = Signal(int)
    """The position of the line that is now in the form."""

    def __init__(
        self,
        area: str,
        title: str,
        form: LineForm,
        summary: Callable[[Any], str],
        blank: Callable[[Sequence[Any]], Any],
        copied: Callable[[Any, Sequence[Any]], Any] = lambda line, _others: line,
    ) -> None:
        super().__init__()
        self.form = form
        self._area = area
        self._title = title
        self._summary = summary
        self._blank = blank
        self._copied = copied
        self._lines: list[Any] = []
        self._removed: list[tuple[int, Any]] = []
        self._worst: dict[int, QualityLevel] = {}
        self._issues: tuple[Issue, ...] = ()
        self._current = -1
        self._is_locked = False
        self.table = ListTable(f"{area}.lines", title)
        self.model: RowsModel[Line] = RowsModel(_COLUMNS, lambda line: line.position, self)
        self.table.show_rows(self.model)
        self.table.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.table.horizontalHeader().hide()
        self.nothing = StateView(f"{area}.nothing")
        self._scroll = scrolled(form)
        self._lay_out()
        self.table.chosen.connect(self._open)
        self.table.opened.connect(self._enter)
        self.form.changed.connect(self._take)

    # what it holds

    @property
    def lines(self) -> tuple[Any, ...]:
        """The lines as they stand."""
        return tuple(self._lines)

    @property
    def current(self) -> int:
        """The position of the line in the form; -1 without one."""
        return self._current

    def show_lines(self, lines: Iterable[Any]) -> None:
        """Show other lines; the place in the list stays as far as it can."""
        self._lines = list(lines)
        self._removed.clear()
        self._worst = {}
        at = max(0, min(self._current, len(self._lines) - 1))
        self._current = -1
        self._renew(at)

    def show_issues(self, issues: Iterable[Issue], key: str) -> None:
        """Mark the lines, and the fields of the one in the form."""
        self._issues = tuple(issue for issue in issues if issue.place.key == key)
        self._worst = worst_by_line(self._issues, key)
        self.model.replace(self._rows())
        self._mark_fields()

    def focus_line(self, position: int, field: str) -> None:
        """Open a line and put the cursor into one of its fields."""
        if 0 <= position < len(self._lines):
            self.table.select_key(position)
            self.form.focus_field(field)
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def lock(self, *, is_locked: bool) -> None:
        """Only to be read, or to be changed again."""
        self._is_locked = is_locked
        self.form.lock(is_locked=is_locked)
        self._allow()

    # what is done with the lines

    def add(self, line: Any = None) -> None:
        """A new line behind the one in the form; the cursor goes into it."""
        if self._is_locked:
            return
        at = self._current + 1
        self._lines.insert(at, self._blank(self._lines) if line is None else line)
        self._renew(at)
        self.form.focus_field("")
        self.edited.emit()

    def put(self, line: Any) -> None:
        """Another line in place of the one in the form."""
        if 0 <= self._current < len(self._lines) and not self._is_locked:
            self._lines[self._current] = line
            at, self._current = self._current, -1
            self._renew(at)
            self.edited.emit()

    def copy(self) -> None:
        """The line in the form once more, behind it."""
        if self._current >= 0:
            self.add(self._copied(self._lines[self._current], self._lines))

    def remove(self) -> None:
        """Take the line out; it can be brought back until other lines are shown."""
        if self._current < 0 or self._is_locked:
            return
        at, self._current = self._current, -1
        self._removed.append((at, self._lines.pop(at)))
        self._renew(min(at, len(self._lines) - 1))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def bring_back(self) -> None:
        """The line taken out last, where it stood."""
        if self._removed and not self._is_locked:
            at, line = self._removed.pop()
            self._lines.insert(at, line)
            self._current = -1
            self._renew(at)
            self.edited.emit()

    def shift(self, by: int) -> None:
        """The line in the form one up (-1) or down (1)."""
        at, to = self._current, self._current + by
        if self._is_locked or at < 0 or not 0 <= to < len(self._lines):
            return
        self._lines[at], self._lines[to] = self._lines[to], self._lines[at]
        self._current = -1
        self._renew(to)
        self.edited.emit()

    # how it is made

    def _lay_out(self) -> None:
        self._buttons = {
            name: self._button(name, text, key, act, tip)
            for name, text, key, act, tip in (
                ("add", "添加", "Insert", self.add, "在当前项后面添加一项（Insert）"),
                ("copy", "复制", "Ctrl+D", self.copy, "把当前项复制一份（Ctrl+D）"),
                ("up", "↑", "Alt+Up", lambda: self.shift(-1), "当前项上移（Alt+↑）"),
                ("down", "↓", "Alt+Down", lambda: self.shift(1), "当前项下移（Alt+↓）"),
                ("remove", "删除", "Ctrl+Shift+Delete", self.remove, "删除当前项（Ctrl+Shift+Delete）"),
                ("back", "恢复", "Ctrl+Shift+Z", self.bring_back, "恢复刚删除的一项（Ctrl+Shift+Z）"),
            )
        }
        self._more = Flow(from_left=True)
        for press in self._buttons.values():
            self._more.addWidget(press)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.table, 1)
        column.addLayout(self._more)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(GRID, 0, 0, 0)
        beside.addWidget(self._scroll, 1)
        beside.addWidget(self.nothing, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([theme.px(LIST_WIDTH), theme.px(FORM_WIDTH)])
        halves.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves)

    def add_button(self, name: str, text: str, key: str, act: Callable[[], object], tip: str) -> None:
        """One more act beside the usual ones."""
        self._buttons[name] = made = self._button(name, text, key, act, tip)
        self._more.addWidget(made)
        self._allow()

    def _button(self, name: str, text: str, key: str, act: Callable[[], object], tip: str) -> QPushButton:
        made = button(f"{self._area}.{name}", f"{self._title}：{tip}", tooltip=tip)
        made.setText(text)
        made.setProperty("kind", "compact")

        def press() -> None:
            act()

        made.clicked.connect(press)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(made.click)
        return made

    # how it is shown

    def _rows(self) -> list[Line]:
        return [
            Line(
                at,
                self._summary(line) or "（未填写）",
                SIGNS[self._worst[at]] if at in self._worst else "",
                _TONES[self._worst[at]] if at in self._worst else Tone.NEUTRAL,
            )
            for at, line in enumerate(self._lines)
        ]

    def _renew(self, at: int) -> None:
        """List the lines and open the one at a position."""
        self.model.replace(self._rows())
        if self._lines:
            self._current = -1
            self.table.select_key(at)
            self._open(self.model.rows[at])
        else:
            self._current = -1
            hint = NOTHING_THERE.format(name=self._title) if self._is_locked else ADD_FIRST
            self.nothing.show_empty(NO_LINES.format(name=self._title), hint, icon="list")
        self._allow()

    def _open(self, row: Line | None) -> None:
        if row is None or row.position == self._current or row.position >= len(self._lines):
            return
        self._current = row.position
        self.form.show_part(self._lines[row.position])
        self._scroll.verticalScrollBar().setValue(0)
        self.opened.emit(row.position)
        self._mark_fields()
        self._allow()

    def _enter(self, _line: Line) -> None:
        self.form.focus_field("")

    def _take(self) -> None:
        """A field of the line in the form was changed."""
        if self._current < 0:
            return
        self._lines[self._current] = self.form.part
        self.model.replace(self._rows())
        self.edited.emit()

    def _mark_fields(self) -> None:
        by_field: dict[str, list[Issue]] = {}
        for issue in self._issues:
            if issue.place.line == self._current:
                by_field.setdefault(issue.place.rest, []).append(issue)
        self.form.show_issues(by_field)

    def _allow(self) -> None:
        has_line = self._current >= 0
        self._scroll.setVisible(has_line)
        self.nothing.setVisible(not has_line)
        allowed = {
            "up": self._current > 0,
            "down": has_line and self._current < len(self._lines) - 1,
            "copy": has_line,
            "remove": has_line,
            "back": bool(self._removed),
        }
        for name, press in self._buttons.items():
            press.setEnabled(not self._is_locked and allowed.get(name, True))
