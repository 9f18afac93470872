"""The material checklist: one line for each line of the version, filled in without the mouse."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import dress, show_in
from desktop_app.gui.tables import plain_tooltip
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.checklists import MAX_COUNT, ReceivedMaterial
from models.enums import MaterialCarrier, MaterialNecessity, ReceivedAs

EMPTY = "本事项无需提交材料，可以直接受理。"
WAYS = tuple(ReceivedAs)
KEYS: dict[int, ReceivedAs] = {Qt.Key.Key_0 + position: way for position, way in enumerate(WAYS)}
"""0 未收取, 1 原件, 2 复印件, 3 电子件: one key while the line has the focus."""
STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
NARROW = 520
"""Below this many pixels at 100 % the editors of a line go under its words."""
NUMBER_WIDTH, WAY_WIDTH, COUNT_WIDTH = 24, 112, 48
LEAST_NOTE, MOST_NOTE = 40, 144


class _Way(QComboBox):
    """How a line was received; a digit chooses, the wheel does nothing by accident."""

    def __init__(self) -> None:
        super().__init__()
        for position, way in enumerate(WAYS):
            self.addItem(f"{position} {way.label}", way.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def way(self) -> ReceivedAs:
        return ReceivedAs(self.currentData())

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() in KEYS and not e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.setCurrentIndex(WAYS.index(KEYS[e.key()]))
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(e)


class _Line(QWidget):
    """One line: what is asked for, and how, how often and with what remark it was received."""

    edited = Signal()

    def __init__(self, position: int, spec: MaterialSpec, words: str) -> None:
        super().__init__()
        self.position = position
        self.spec = spec
        self.way = _Way()
        self.count = QSpinBox()
        self.count.setRange(0, MAX_COUNT)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setToolTip("份数；按 ↑ ↓ 增减")
        self.note = LineEdit(200)
        self.note.setPlaceholderText("备注")
        place = f"第{position + 1}项 {spec.name}"
        set_names(self.way, f"cases.material_{position + 1}_way", f"{place} 收取形式")
        set_names(self.count, f"cases.material_{position + 1}_count", f"{place} 份数")
        set_names(self.note, f"cases.material_{position + 1}_note", f"{place} 备注")
        self.editors: tuple[QWidget, ...] = (self.way, self.count, self.note)
        self._number = label(f"{position + 1}", "subtitle")
        self._build(words)
        self.fit_text()
        self.way.activated.connect(self._follow_way)
        self.count.valueChanged.connect(self._tell)
        self.note.textEdited.connect(self._tell)

    @property
    def is_missing(self) -> bool:
        """Whether acceptance usually waits for this line, and it is not there."""
        return is_needed(self.spec) and self.way.way is ReceivedAs.NOT_RECEIVED

    def receive(self, way: ReceivedAs) -> None:
        """Fill the line in as a click on the way would."""
        self.way.setCurrentIndex(WAYS.index(way))
        self._follow_way()

    def restore(self, way: ReceivedAs, count: int, note: str) -> None:
        """Fill in what was kept of it."""
        self.way.setCurrentIndex(WAYS.index(way))
        self.count.setValue(count)
        self.note.setText(note)

    def value(self) -> ReceivedMaterial:
        """The line as the service takes it."""
        return ReceivedMaterial(self.position, self.way.way, self.count.value(), self.note.text())

    def fit_text(self) -> None:
        """Widths by the type size in force."""
        for part, width in (
            (self._number, NUMBER_WIDTH),
            (self.way, WAY_WIDTH),
            (self.count, COUNT_WIDTH),
        ):
            part.setFixedWidth(theme.px(width))
        self.note.setMinimumWidth(theme.px(LEAST_NOTE))
        self.note.setMaximumWidth(theme.px(MOST_NOTE))

    def put_under(self, is_narrow: bool) -> None:
        """Editors under the words where both do not fit side by side."""
        self._halves.setDirection(
            QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        )

    def _build(self, words: str) -> None:
        title = label(self.spec.name, "strong" if is_needed(self.spec) else "", wrap=True)
        title.setToolTip(plain_tooltip(hint(self.spec)))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(label(words, "note", wrap=True))
        editors = QHBoxLayout()
        editors.setSpacing(GRID)
        for editor in self.editors:
            editors.addWidget(editor, 0, Qt.AlignmentFlag.AlignTop)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(GRID)
        self._halves.addLayout(texts, 1)
        self._halves.addLayout(editors)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._halves, 1)

    def _tell(self) -> None:
        self.edited.emit()

    def _follow_way(self) -> None:
        """The count the version asks for; nothing received counts nothing."""
        match self.way.way:
            case ReceivedAs.NOT_RECEIVED:
                self.count.setValue(0)
            case ReceivedAs.COPY:
                self.count.setValue(max(1, self.spec.copies))
            case ReceivedAs.ORIGINAL:
                self.count.setValue(max(1, self.spec.originals))
            case ReceivedAs.PLEDGED | ReceivedAs.EXEMPT | ReceivedAs.DEFERRED:
                self.count.setValue(0)
            case ReceivedAs.ELECTRONIC | ReceivedAs.SCAN | ReceivedAs.LICENCE | ReceivedAs.DATA:
                self.count.setValue(1)
        self.edited.emit()


class Checklist(QScrollArea):
    """All lines of a version under each other."""

    edited = Signal()
    entered = Signal(object)
    """The `MaterialSpec` of the line that has the cursor now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "cases.checklist", "材料清单")
        dress(self)
        self.lines: list[_Line] = []

    def show_materials(self, materials: Sequence[MaterialSpec]) -> None:
        """An empty checklist of a version."""
        self.show_lines([(position, spec, demand(spec)) for position, spec in enumerate(materials)])

    def show_lines(self, lines: Sequence[tuple[int, MaterialSpec, str]]) -> None:
        """An empty checklist of some lines of a version: position, what it says, and the words under the name."""
        self.lines = [_Line(*line) for line in lines]
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID + GRID // 2)
        for line in self.lines:
            line.edited.connect(self.edited)
            for editor in line.editors:
                editor.installEventFilter(self)
            column.addWidget(line)
        if not self.lines:
            column.addWidget(label(EMPTY, "subtitle", wrap=True))
        column.addStretch(1)
        show_in(self, content)
        self._arrange()

    def values(self) -> tuple[ReceivedMaterial, ...]:
        """What is filled in."""
        return tuple(line.value() for line in self.lines)

    def kept(self) -> list[list[Any]]:
        """What is filled in, as plain JSON data for the draft: name of the line, way, count, note."""
        return [
            [line.spec.name, line.way.way.value, line.count.value(), line.note.text()] for line in self.lines
        ]

    def restore(self, kept: Sequence[Sequence[Any]]) -> None:
        """Fill in what was kept, line by line of the same name: a newer version may have others."""
        waiting = [list(entry) for entry in kept]
        for line in self.lines:
            entry = next((entry for entry in waiting if entry[0] == line.spec.name), None)
            if entry is not None:
                waiting.remove(entry)
                _name, way, count, note = entry
                line.restore(ReceivedAs(way), int(count), str(note))

    def receive_all(self) -> None:
        """Everything that is needed was handed in the way the version asks for it."""
        for line in self.lines:
            if line.is_missing:
                line.receive(usual_way(line.spec))

    def focus(self) -> None:
        """Put the cursor on the first line that is needed and missing, else on the first."""
        line = next((line for line in self.lines if line.is_missing), None) or next(iter(self.lines), None)
        if line is not None:
            self._go_to(line)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Up and Down go from line to line while the way has the focus."""
        if event.type() == QEvent.Type.FocusIn:
            line = next((line for line in self.lines if watched in line.editors), None)
            if line is not None:
                self.entered.emit(line.spec)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _is_modified(event):
                self.focusNextChild()
                return True
            step = STEPS.get(event.key(), 0)
            if step and isinstance(watched, _Way) and not _is_modified(event):
                self._go(watched, step)
                return True
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for line in self.lines:
                line.fit_text()
            self._arrange()

    def _arrange(self) -> None:
        is_narrow = self.viewport().width() < theme.px(NARROW)
        for line in self.lines:
            line.put_under(is_narrow)

    def _go(self, way: _Way, step: int) -> None:
        at = next(at for at, line in enumerate(self.lines) if line.way is way)
        self._go_to(self.lines[max(0, min(len(self.lines) - 1, at + step))])

    def _go_to(self, line: _Line) -> None:
        line.way.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(line)


def is_needed(spec: MaterialSpec) -> bool:
    """Whether acceptance usually waits for this line."""
    return spec.necessity not in {MaterialNecessity.OPTIONAL, MaterialNecessity.EXEMPT}


def usual_way(spec: MaterialSpec) -> ReceivedAs:
    """How a line is usually handed in at a counter."""
    if spec.carrier is MaterialCarrier.ELECTRONIC:
        return ReceivedAs.ELECTRONIC
    return ReceivedAs.COPY if spec.copies and not spec.originals else ReceivedAs.ORIGINAL


def demand(spec: MaterialSpec) -> str:
    """What the version asks for, in one line: necessity, counts, carrier."""
    counts = [f"原件{spec.originals}份"] if spec.originals else []
    counts += [f"复印件{spec.copies}份"] if spec.copies else []
    return " · ".join([spec.necessity.label, "、".join(counts) or "不需纸质", spec.carrier.label])


def hint(spec: MaterialSpec) -> str:
    """What the counter checks, where the material comes from, how it is filled in."""
    source = spec.source.label + (f"（{spec.issuer}）" if spec.issuer else "")
    parts = [f"来源：{source}"]
    parts += [f"受理标准：{spec.standard}"] if spec.standard else []
    parts += [f"填报须知：{spec.instructions}"] if spec.instructions else []
    return "\n".join(parts)


def _is_modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
