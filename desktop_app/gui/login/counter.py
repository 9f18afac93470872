"""The choice of a counter after signing in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.gui.fields import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.parts import MessageBar, button
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.sites import CounterRow, CounterSeat, list_counters, seated, take_counter
from models.elements import CounterKind

COUNTER_ROLE = Qt.ItemDataRole.UserRole


class CounterStep(QWidget):
    """Every counter with who sits there; Enter takes the marked one."""

    entered = Signal(object)
    """CounterSeat, or None for a person who goes without."""

    def __init__(self, jobs: Jobs, message: MessageBar, token: str) -> None:
        super().__init__()
        self._jobs = jobs
        self._message = message
        self._token = token
        self.counters = QListWidget()
        set_names(self.counters, "login.counter", "选择窗口")
        self.take_button = button("login.take_counter", "坐到这个窗口", key="Enter", kind="primary")
        self.skip_button = button("login.skip_counter", "暂不坐窗口", kind="quiet")
        buttons = QHBoxLayout()
        buttons.addWidget(self.take_button)
        buttons.addStretch(1)
        buttons.addWidget(self.skip_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(self.counters, 1)
        column.addLayout(buttons)
        self.counters.itemActivated.connect(self._take)
        self.take_button.clicked.connect(self._take)
        self.skip_button.clicked.connect(self._skip)

    def read(self) -> None:
        """Show the counters as they are now."""
        self._jobs.read(self, list_counters, then=self._show, refused=self._say)

    def _show(self, rows: Sequence[CounterRow]) -> None:
        kept = self._chosen()
        self.counters.clear()
        names_halls = len({row.hall_id for row in rows}) > 1
        for row in rows:
            item = QListWidgetItem(_words(row, names_halls=names_halls))
            item.setData(COUNTER_ROLE, row.id)
            if not row.is_open:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.counters.addItem(item)
            is_first_free = self.counters.currentRow() < 0 and row.is_open and row.holder_name is None
            if row.id == kept or is_first_free:
                self.counters.setCurrentItem(item)
        if not rows:
            self._message.say("还没有设置窗口。请点“暂不坐窗口”，并联系管理员设置。", Tone.WARNING)
        self.counters.setFocus()

    def _chosen(self) -> int | None:
        chosen = self.counters.selectedItems()
        return chosen[0].data(COUNTER_ROLE) if chosen else None

    def _take(self) -> None:
        counter_id = self._chosen()
        if counter_id is None:
            self._message.say("请先在列表中选一个窗口。", Tone.WARNING)
            return
        self._message.clear()
        self._jobs.change(
            self,
            take_counter,
            counter_id,
            self._token,
            then=self._sit,
            refused=self._refused,
            button=self.take_button,
        )

    def _sit(self, seat: CounterSeat) -> None:
        self._jobs.act_as(seated(self._jobs.actor, seat))
        self.entered.emit(seat)

    def _skip(self) -> None:
        self.entered.emit(None)

    def _refused(self, error: ServiceError) -> None:
        self._say(error)
        self.read()

    def _say(self, error: ServiceError) -> None:
        self._message.say(sentence(error), Tone.BAD)


def _words(row: CounterRow, *, names_halls: bool) -> str:
    if not row.is_open:
        state = "未开放"
    elif row.holder_name is None:
        state = "空闲"
    else:
        state = f"{row.holder_name} 正在使用"
    kind = row.kind.label if row.kind is CounterKind.SPECIAL else ""
    place = "　".join(part for part in (row.hall_name if names_halls else "", row.zone, kind) if part)
    return f"{row.number}　{row.name}{'　' if place else ''}{place}　—　{state}"
