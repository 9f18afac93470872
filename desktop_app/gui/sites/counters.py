"""窗口: of which kind they are, where they stand, what they take, who sits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typing_extensions import override

from desktop_app.gui.page import Page
from desktop_app.gui.sites.dialogs import CounterDialog
from desktop_app.gui.sites.part import Part
from desktop_app.gui.sites.scope import ScopeDialog
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import Tone
from desktop_app.services.counter_scopes import ScopeLine, list_counter_scope, list_scope_words
from desktop_app.services.organisation import HallRow, list_halls
from desktop_app.services.sites import CounterRow, list_counters, save_counter
from models.elements import CounterKind

if TYPE_CHECKING:
    from desktop_app.services.work import Work

EVERYTHING = "全部事项"
NO_SCOPE = "▲ 未设受理范围，不受理任何事项"


@dataclass(frozen=True, slots=True)
class CounterLine:
    """One line of the list: the counter and what it takes."""

    row: CounterRow
    scope: str


class CountersPart(Part):
    """Every counter; Enter changes one, F6 says what a 专窗 takes."""

    title = "窗口"
    new_text = "新建窗口"

    def __init__(self, page: Page) -> None:
        super().__init__("sites.counters", page)
        self._halls: list[HallRow] = []
        self.table = ListTable("sites.counters", "窗口列表")
        self.model: RowsModel[CounterLine] = RowsModel(_COLUMNS, lambda line: line.row.id, self)
        self.table.show_rows(self.model)
        self.table.opened.connect(self._open)
        self.addWidget(self.table)
        self.setFocusProxy(self.table)

    @override
    def refresh(self) -> None:
        self.jobs.read(self, list_halls, then=self._keep_halls)
        self.jobs.read(self, _list_lines, then=self._show)

    @override
    def make_new(self) -> None:
        self._ask(None)

    @override
    def change(self) -> None:
        line: CounterLine | None = self.table.current_row()
        if line is not None:
            self._ask(line.row)

    def change_scope(self) -> None:
        """Ask what the counter with the cursor takes."""
        line: CounterLine | None = self.table.current_row()
        if line is None:
            return
        if line.row.kind is CounterKind.COMPREHENSIVE:
            self.page.show_sentence(
                f"“{line.row.name}”是无差别综合窗口，受理全部事项。要限定范围，请先改为专窗。", Tone.INFO
            )
        else:
            self._ask_scope(line.row)

    def _open(self, line: CounterLine) -> None:
        self._ask(line.row)

    def _keep_halls(self, halls: list[HallRow]) -> None:
        self._halls = halls

    def _show(self, lines: list[CounterLine]) -> None:
        self.model.replace(lines)
        if lines:
            self.show_body(self.table)
            if not self.table.currentIndex().isValid():
                self.table.select_key(lines[0].row.id)
        else:
            self.show_nothing(
                "还没有窗口", "请先新建窗口，窗口人员才能坐席。", "counter", self.new_text, self.make_new
            )

    def _ask(self, row: CounterRow | None) -> None:
        dialog = CounterDialog(row, self._halls, self.page)

        def done(saved: CounterRow) -> None:
            dialog.accept()
            self.page.toast(f"已保存 {saved.name}")
            if saved.kind is CounterKind.SPECIAL and (row is None or row.kind is not saved.kind):
                self._ask_scope(saved)

        def send() -> None:
            number = row.id if row else None
            self.jobs.change(dialog, save_counter, number, dialog.given(), then=done, button=dialog.way_on)

        dialog.ask(send)

    def _ask_scope(self, row: CounterRow) -> None:
        def ask(lines: list[ScopeLine]) -> None:
            ScopeDialog(row, lines, self.page).start()

        self.jobs.read(self, list_counter_scope, row.id, then=ask)


def _list_lines(work: "Work") -> list[CounterLine]:
    words = list_scope_words(work)
    return [CounterLine(row, _scope(row, words)) for row in list_counters(work)]


def _scope(row: CounterRow, words: Mapping[int, str]) -> str:
    return EVERYTHING if row.kind is CounterKind.COMPREHENSIVE else words.get(row.id, NO_SCOPE)


def _scope_tone(line: CounterLine) -> Tone:
    return Tone.WARNING if line.scope == NO_SCOPE else Tone.NEUTRAL


def _holder(line: CounterLine) -> str:
    if not line.row.is_open:
        return "■ 停用"
    return f"▲ {line.row.holder_name} 占用" if line.row.holder_name else "● 空闲"


def _tone(line: CounterLine) -> Tone:
    if not line.row.is_open:
        return Tone.MUTED
    return Tone.INFO if line.row.holder_name else Tone.GOOD


_COLUMNS: tuple[Column[CounterLine], ...] = (
    Column("窗口号", lambda line: line.row.number, 7),
    Column("名称", lambda line: line.row.name, 0, least=14),
    Column("类型", lambda line: line.row.kind.label, 15, least=13),
    Column("受理范围", lambda line: line.scope, 0, tone=_scope_tone, least=12),
    Column("占用", _holder, 15, tone=_tone, least=13),
    Column("区域", lambda line: line.row.zone, 14, least=0),
    Column("大厅", lambda line: line.row.hall_name, 24, least=0),
)
