"""What every form of the approver's page is: it begins with a case, keeps what is typed, and asks for an act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.forms import Form, LinesEdit, TextField
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.procedures import Procedure
from models.enums import CaseAction

DATE_FAULT = "日期请写成 2030-11-20 这样"
TIME_FAULT = "时间请写成 2026-11-20 09:30 这样"
DATE_DIGITS, MOMENT_DIGITS = 8, 12
TEXT_SHARE = 3
"""The words of an opinion have three times the width of its choice."""
MARKS = "-./:：年月日时分 "


@dataclass(frozen=True, slots=True)
class Examined:
    """A case with everything its examination rests on, as of one moment."""

    detail: CaseDetail
    procedure: Procedure


class DeskForm(QWidget):
    """A form for one thing an approver does; each key it answers to stands on one of its buttons."""

    edited = Signal()
    act_wanted = Signal(str, object, object)
    """What is said when it is done, the use case, and the answers after what `subject` gives."""

    named: ClassVar[str]
    """What its drafts are kept under."""

    def begin(self, case: Examined) -> None:
        """An empty form, with what the case itself proposes."""
        raise NotImplementedError

    def kept(self) -> dict[str, Any]:
        """What is filled in, for the draft."""
        raise NotImplementedError

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Fill in what was kept."""
        raise NotImplementedError

    def lock(self, actions: tuple[CaseAction, ...]) -> None:
        """Allow what the case allows now."""
        raise NotImplementedError

    def focus(self) -> None:
        """Put the cursor where work begins."""
        raise NotImplementedError

    def subject(self, case: Examined) -> tuple[Any, ...]:
        """What the act is done to: the case as it was read."""
        return (case.detail.row.id, case.detail.row.revision)

    def act(self) -> None:
        """What Ctrl+Enter does."""
        self.forward()

    def forward(self) -> None:
        """What F8 does."""
        raise NotImplementedError

    def refuse(self) -> None:
        """What F10 does, where there is anything to refuse."""

    def back(self) -> None:
        """What F7 does, where there is a way back."""


def read_day(text: str) -> date | None:
    """A typed date, with or without its strokes; `None` for nothing. Raises ValueError for anything else."""
    if not text.strip():
        return None
    digits = _digits(text, DATE_DIGITS)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def read_moment(text: str) -> datetime:
    """A typed date and time as the hall's clocks show it, with or without strokes; raises ValueError for anything else."""
    digits = _digits(text, MOMENT_DIGITS)
    day = read_day(digits[:DATE_DIGITS])
    if day is None:
        raise ValueError(text)
    return datetime(day.year, day.month, day.day, int(digits[8:10]), int(digits[10:]))  # noqa: DTZ001  local


def has_day(field: TextField) -> bool:
    """Whether a date or nothing is typed; what is neither is told at the field."""
    try:
        read_day(field.value)
    except ValueError:
        field.show_error(DATE_FAULT)
        field.focus()
        return False
    return True


def has_moment(field: TextField) -> bool:
    """Whether a date with its time is typed; what is none is told at the field."""
    try:
        read_moment(field.value)
    except ValueError:
        field.show_error(TIME_FAULT)
        field.focus()
        return False
    return True


def is_complete(form: Form) -> bool:
    """Whether every required field is filled in; the first gap gets the cursor and says so."""
    form.clear_notes()
    return form.find_gap() is None


def _digits(text: str, count: int) -> str:
    digits = "".join(mark for mark in text if mark not in MARKS)
    if len(digits) != count or not (digits.isascii() and digits.isdigit()):
        raise ValueError(text)
    return digits


def give_words_room(form: Form) -> None:
    """The second field of each row has the greater part of the width."""
    for row in form.rows.children():
        if isinstance(row, QBoxLayout):
            row.setStretch(1, TEXT_SHARE)


def stand(whole: QWidget, fields: QWidget, *buttons: QWidget, head: QWidget | None = None) -> None:
    """The fields scroll where there is little room; what acts on them is always in sight."""
    for lines in fields.findChildren(LinesEdit):
        lines.setMaximumHeight(lines.minimumHeight())
    foot = QHBoxLayout()
    foot.setSpacing(GRID)
    foot.addStretch(1)
    for part in buttons:
        foot.addWidget(part)
    column = QVBoxLayout(whole)
    column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
    column.setSpacing(GRID)
    if head is not None:
        column.addWidget(head)
    column.addWidget(scrolled(fields), 1)
    column.addLayout(foot)
