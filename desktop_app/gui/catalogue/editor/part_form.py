"""The form of a content or of one line of its lists: every element with the field its kind asks for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop_app.gui.catalogue.editor.issues import SIGNS, Issue
from desktop_app.gui.catalogue.editor.kinds import FILES, KINDS, WHOLE, Kind
from desktop_app.gui.choices import LinesField
from desktop_app.gui.fields import Field, TextField
from desktop_app.gui.forms import Form
from desktop_app.gui.value_fields import CheckListField
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import LABELS, PART_LABELS
from desktop_app.rules.matter_checks import LONGEST_TEXT

FULL = "最多{longest}字，再多的不会保留"
MakeFile = Callable[[str, str], Field]


class PartForm(Form):
    """Fields over one frozen value; what a person changes is at once in `part`, everything else stays as it was."""

    changed = Signal(str)
    """The key of the element a person changed."""

    def __init__(
        self,
        part_type: type,
        area: str,
        keys: Iterable[str] | None = None,
        make_file: MakeFile | None = None,
    ) -> None:
        super().__init__()
        self._kinds = KINDS[part_type]
        self._labels = LABELS if part_type is MatterContent else PART_LABELS[part_type]
        self._files = FILES.get(part_type, ()) if make_file is not None else ()
        self._make_file = make_file
        self._area = area
        self._is_filling = False
        self._noted: set[str] = set()
        self.part: Any = None
        wanted = {*self._kinds, *self._files} if keys is None else set(keys)
        self._lay_out([key for key in (*self._kinds, *self._files) if key in wanted])
        self.rows.addStretch(1)

    def show_part(self, part: Any) -> None:
        """Fill in another value."""
        self.part = part
        self._is_filling = True
        for key, field in self.fields.items():
            field.set_value(self._shown(key))
        self._is_filling = False

    def show_issues(self, issues: Mapping[str, list[Issue]]) -> None:
        """Say under the fields what is to be noticed, by their keys."""
        for key, field in self.fields.items():
            found = issues.get(key, ())
            if found:
                worst = min(found, key=lambda each: not each.is_error)
                rest = "".join(f"\n{SIGNS[each.level]} {each.text}" for each in found if each is not worst)
                (field.show_error if worst.is_error else field.show_warning)(worst.text + rest)
                self._noted.add(key)
            elif key in self._noted:
                field.clear_note()
                self._noted.discard(key)

    def offer(self, key: str, choices: list[tuple[str, str]]) -> None:
        """List these choices in a field of keys; without any it is out of sight unless something is ticked."""
        field = self.fields[key]
        if isinstance(field, CheckListField):
            self._is_filling = True
            field.offer(choices)
            field.setVisible(bool(choices) or bool(field.value))
            self._is_filling = False

    def find_nonsense(self) -> list[str]:
        """The keys of fields in which something stands that is no value of the element."""
        return [
            key
            for key, field in self.fields.items()
            if self.part is not None and not self._is_sense(key, field)
        ]

    def focus_field(self, key: str) -> None:
        """Put the cursor into a field; into the first one where there is none of this key."""
        field = self.fields.get(key) or next(iter(self.fields.values()))
        field.focus()

    def lock(self, *, is_locked: bool) -> None:
        """Only to be read, or to be changed again."""
        lock_inputs(self, is_locked=is_locked)

    def _shown(self, key: str) -> Any:
        value = getattr(self.part, key)
        return self._kinds[key].show(value) if key in self._kinds else value

    def _lay_out(self, keys: list[str]) -> None:
        row: list[tuple[Field, int]] = []
        for key in keys:
            share = self._kinds[key].share if key in self._kinds else WHOLE // 2
            if sum(taken for _, taken in row) + share > WHOLE:
                self._add_row(row)
                row = []
            row.append((self._make(key), share))
        self._add_row(row)

    def _add_row(self, row: list[tuple[Field, int]]) -> None:
        if not row:
            return
        self.add(*(field for field, _ in row))
        line = self.rows.itemAt(self.rows.count() - 1)
        if isinstance(line, QBoxLayout):
            for at, (_, share) in enumerate(row):
                line.setStretch(at, share)
            rest = WHOLE - sum(share for _, share in row)
            if rest:
                line.addStretch(rest)

    def _make(self, key: str) -> Field:
        name, title = f"{self._area}.{key}", self._labels[key]
        if key in self._files and self._make_file is not None:
            field = self._make_file(name, title)
        else:
            field = self._kinds[key].make(name, title)

        def take() -> None:
            self._take(key, field)

        field.edited.connect(take)
        return field

    def _take(self, key: str, field: Field) -> None:
        if self._is_filling or self.part is None:
            return
        try:
            value = self._taken(key, field)
        except ValueError:
            return
        if value != getattr(self.part, key):
            self.part = replace(self.part, **{key: value})
            self.changed.emit(key)
        _say_if_full(field)

    def _is_sense(self, key: str, field: Field) -> bool:
        try:
            self._taken(key, field)
        except ValueError:
            return False
        return True

    def _taken(self, key: str, field: Field) -> Any:
        kind: Kind | None = self._kinds.get(key)
        return field.value if kind is None else kind.take(field.value)


def _say_if_full(field: Field) -> None:
    """Qt takes no more than fits, and says nothing."""
    if isinstance(field, TextField) and len(field.line.text()) >= field.line.maxLength():
        field.show_warning(FULL.format(longest=field.line.maxLength()))
    elif isinstance(field, LinesField) and len(field.lines.toPlainText()) >= LONGEST_TEXT:
        field.show_warning(FULL.format(longest=LONGEST_TEXT))


def lock_inputs(whole: QWidget, *, is_locked: bool) -> None:
    """What can be typed becomes read-only, what can be chosen or pressed is switched off; or back again."""
    for line in whole.findChildren(QLineEdit):
        line.setReadOnly(is_locked)
    for lines in whole.findChildren(QPlainTextEdit):
        lines.setReadOnly(is_locked)
    for kind in (QComboBox, QCheckBox, QListWidget):
        for control in whole.findChildren(kind):
            control.setEnabled(not is_locked)
    for press in whole.findChildren(QPushButton):
        if not press.property("reads"):
            press.setEnabled(not is_locked)
