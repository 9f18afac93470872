"""The material checklist: one row a line of the version, filled in without the mouse."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.page import label
from desktop_app.gui.theme import GRID
from desktop_app.rules.cases import MAX_COUNT, ReceivedMaterial
from desktop_app.rules.catalogue import MaterialSpec
from models.enums import MaterialCarrier, MaterialNecessity, ReceivedAs

EMPTY = "本事项无需提交材料。"
WAYS = tuple(ReceivedAs)
KEYS = {Qt.Key.Key_0 + position: way for position, way in enumerate(WAYS)}
"""0 未收取, 1 原件, 2 复印件, 3 电子件: one key while the line has the focus."""


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
        if e.key() in KEYS:
            self.setCurrentIndex(WAYS.index(KEYS[e.key()]))
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(e)


class _Line(QObject):
    """The widgets of one line."""

    edited = Signal()

    def __init__(self, position: int, spec: MaterialSpec, parent: QObject) -> None:
        super().__init__(parent)
        self.position = position
        self.spec = spec
        place = f"第{position + 1}项 {spec.name}"
        self.title = label(spec.name, "strong" if is_needed(spec) else "", wrap=True)
        self.title.setToolTip(hint(spec))
        self.way = _Way()
        self.count = QSpinBox()
        self.count.setRange(0, MAX_COUNT)
        self.note = LineEdit(200)
        self.note.setPlaceholderText("备注")
        set_names(self.way, f"cases.material_{position + 1}_way", f"{place} 收取形式")
        set_names(self.count, f"cases.material_{position + 1}_count", f"{place} 份数")
        set_names(self.note, f"cases.material_{position + 1}_note", f"{place} 备注")
        self.way.activated.connect(self._follow_way)
        self.count.valueChanged.connect(self._tell)
        self.note.textEdited.connect(self._tell)

    def receive(self, way: ReceivedAs) -> None:
        """Fill the line in as a click on the way would."""
        self.way.setCurrentIndex(WAYS.index(way))
        self._follow_way()

    def value(self) -> ReceivedMaterial:
        """The line as the service takes it."""
        return ReceivedMaterial(self.position, self.way.way, self.count.value(), self.note.text())

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
            case ReceivedAs.ELECTRONIC:
                self.count.setValue(1)
        self.edited.emit()


class Checklist(QScrollArea):
    """All lines of a version under each other."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "cases.checklist", "材料清单")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines: list[_Line] = []

    def show_materials(self, materials: Sequence[MaterialSpec]) -> None:
        """An empty checklist of a version."""
        self.lines = []
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for position, spec in enumerate(materials):
            self._add_line(grid, position, spec, content)
        if not materials:
            grid.addWidget(label(EMPTY, "subtitle"), 0, 0, 1, 2)
        column = grid.rowCount()
        grid.setRowStretch(column, 1)
        self.setWidget(content)

    def values(self) -> tuple[ReceivedMaterial, ...]:
        """What is filled in."""
        return tuple(line.value() for line in self.lines)

    def kept(self) -> list[list[Any]]:
        """What is filled in, as plain JSON data for the draft."""
        return [[line.way.way.value, line.count.value(), line.note.text()] for line in self.lines]

    def restore(self, kept: Sequence[Sequence[Any]]) -> None:
        """Fill in what a draft kept of the same version."""
        for line, (way, count, note) in zip(self.lines, kept, strict=False):
            line.way.setCurrentIndex(WAYS.index(ReceivedAs(way)))
            line.count.setValue(int(count))
            line.note.setText(str(note))

    def receive_all(self) -> None:
        """Everything that is needed was handed in the way the version asks for it."""
        for line in self.lines:
            if line.way.way is ReceivedAs.NOT_RECEIVED and is_needed(line.spec):
                line.receive(usual_way(line.spec))

    def focus(self) -> None:
        """Put the cursor on the first line."""
        if self.lines:
            self.lines[0].way.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Up and Down go from line to line while the way has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.focusNextChild()
                return True
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and isinstance(watched, _Way):
                self._go(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _go(self, way: _Way, step: int) -> None:
        at = next(line.position for line in self.lines if line.way is way)
        target = self.lines[max(0, min(len(self.lines) - 1, at + step))].way
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(target)

    def _add_line(self, grid: QGridLayout, position: int, spec: MaterialSpec, content: QWidget) -> None:
        line = _Line(position, spec, content)
        line.edited.connect(self.edited)
        number = label(f"{position + 1}", "subtitle")
        number.setFixedWidth(theme.px(GRID * 3))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(line.title)
        words.addWidget(label(demand(spec), "note", wrap=True))
        line.count.setFixedWidth(theme.px(GRID * 9))
        line.way.setFixedWidth(theme.px(GRID * 14))
        line.note.setFixedWidth(theme.px(GRID * 18))
        grid.addWidget(number, position, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(words, position, 1)
        for column, editor in enumerate((line.way, line.count, line.note), start=2):
            grid.addWidget(editor, position, column, Qt.AlignmentFlag.AlignTop)
            editor.installEventFilter(self)
        self.lines.append(line)


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
