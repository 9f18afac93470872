"""The material checklist: one line for each line of the version, filled in without the mouse."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.attachments.sources import Picked, picked_from_clipboard
from desktop_app.gui.cases.checklist_line import MaterialLine, WayChoice
from desktop_app.gui.cases.material_words import demand, is_needed, usual_way
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import dress, show_in
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.services.case_files import AttachedFile
from desktop_app.services.material_reuse import ReusableMaterial
from models.enums import ReceivedAs

__all__ = ["EMPTY", "Checklist", "is_needed", "usual_way"]

EMPTY = "本事项无需提交材料，可以直接受理。"
STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
NARROW = 520
"""Below this many pixels at 100 % the editors of a line go under its words."""
CTRL = Qt.KeyboardModifier.ControlModifier


class Checklist(QScrollArea):
    """All lines of a version under each other."""

    edited = Signal()
    entered = Signal(object)
    """The `MaterialSpec` of the line that has the cursor now."""
    brought = Signal(object, object)
    """`MaterialLine` and `list[Picked]`: files dropped or pasted."""
    files_wanted = Signal(object)
    """The `MaterialLine` whose files are to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "cases.checklist", "材料清单")
        dress(self)
        self.lines: list[MaterialLine] = []
        self._offers: Mapping[str, ReusableMaterial] = {}

    def show_materials(self, materials: Sequence[MaterialSpec]) -> None:
        """An empty checklist of a version."""
        self.show_lines([(position, spec, demand(spec)) for position, spec in enumerate(materials)])

    def show_lines(self, lines: Sequence[tuple[int, MaterialSpec, str]]) -> None:
        """An empty checklist of some lines of a version: position, what it says, and the words under the name."""
        self.lines = [MaterialLine(*line) for line in lines]
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID + GRID // 2)
        for line in self.lines:
            self._connect(line)
            for editor in line.editors:
                editor.installEventFilter(self)
            column.addWidget(line)
        if not self.lines:
            column.addWidget(label(EMPTY, "subtitle", wrap=True))
        column.addStretch(1)
        show_in(self, content)
        self._arrange()
        self.offer_reuse(self._offers)

    def offer_reuse(self, offers: Mapping[str, ReusableMaterial]) -> None:
        """Show what earlier cases of the applicant hold, by the name of the material."""
        self._offers = offers
        for line in self.lines:
            line.offer_reuse(offers.get(line.spec.name))

    def attached(self) -> tuple[AttachedFile, ...]:
        """The files of all lines."""
        return tuple(file for line in self.lines for file in line.attached())

    @property
    def fault(self) -> str:
        """What is wrong with the first line that is not filled in rightly; empty where all are."""
        return next((line.fault for line in self.lines if line.fault), "")

    def go_to_fault(self) -> None:
        """Put the cursor on what is wrong."""
        line = next((line for line in self.lines if line.fault), None)
        if line is not None:
            line.go_to_fault()
            self.ensureWidgetVisible(line)

    def values(self) -> tuple[ReceivedMaterial, ...]:
        """What is filled in."""
        return tuple(line.value() for line in self.lines)

    def kept(self) -> list[list[Any]]:
        """What is filled in, line by line, as plain JSON data for the draft."""
        return [line.kept() for line in self.lines]

    def restore(self, kept: Sequence[Sequence[Any]]) -> None:
        """Fill in what was kept, line by line of the same name: a newer version may have others."""
        waiting = [list(entry) for entry in kept]
        for line in self.lines:
            entry = next((entry for entry in waiting if entry[0] == line.spec.name), None)
            if entry is not None:
                waiting.remove(entry)
                _name, way, count, note, *more = entry
                line.restore(ReceivedAs(way), int(count), str(note), *more)

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
            if self._is_key_for_files(watched, event):
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _is_modified(event):
                self.focusNextChild()
                return True
            step = STEPS.get(event.key(), 0)
            if step and isinstance(watched, WayChoice) and not _is_modified(event):
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

    def _connect(self, line: MaterialLine) -> None:
        line.edited.connect(self.edited)

        def bring(picked: list[Picked]) -> None:
            self.brought.emit(line, picked)

        line.brought.connect(bring)
        line.files_wanted.connect(lambda: self.files_wanted.emit(line))

    def _is_key_for_files(self, watched: QObject, event: QKeyEvent) -> bool:
        """Ctrl+O: the line's files; Ctrl+V: what was copied, where it is no text; Ctrl+R: take over."""
        line = next((line for line in self.lines if watched in line.editors), None)
        if line is None or event.modifiers() != CTRL:
            return False
        match event.key():
            case Qt.Key.Key_O:
                self.files_wanted.emit(line)
            case Qt.Key.Key_R if line.reuse.isVisible():
                line.take_over()
            case Qt.Key.Key_V if event.matches(QKeySequence.StandardKey.Paste):
                picked = picked_from_clipboard()
                if not picked and isinstance(watched, QLineEdit):
                    return False
                self.brought.emit(line, picked)
            case _:
                return False
        return True

    def _arrange(self) -> None:
        is_narrow = self.viewport().width() < theme.px(NARROW)
        for line in self.lines:
            line.put_under(is_narrow)

    def _go(self, way: WayChoice, step: int) -> None:
        at = next(at for at, line in enumerate(self.lines) if line.way is way)
        self._go_to(self.lines[max(0, min(len(self.lines) - 1, at + step))])

    def _go_to(self, line: MaterialLine) -> None:
        line.way.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(line)


def _is_modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
