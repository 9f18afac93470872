"""督办申诉: what people say against yellow and red cards, and the supervisor's answer."""

from enum import StrEnum

from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.rows import TAIL, moment
from desktop_app.gui.forms import ChoiceField, Form, LinesField
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.rules.texts import MAX_TEXT
from desktop_app.services.cards import CardRow, decide_appeal, list_appeals

WIDTH, LIST_HEIGHT = 900, 200
CHOOSE = "请先在清单里选中一条申诉。"
NO_NOTE = "请写明处理意见。"

COLUMNS: tuple[Column[CardRow], ...] = (
    Column("提示", lambda row: row.light.label, 7),
    Column("办件编号", lambda row: f"…{row.number[-TAIL:]}", 14, tooltip=lambda row: row.number),
    Column("事项", lambda row: row.matter_name, 0, least=12),
    Column("申诉人", lambda row: row.appealed_by, 9),
    Column("申诉时间", lambda row: moment(row.appealed_at) if row.appealed_at else "", 16),
)


class Answer(StrEnum):
    """What becomes of a card after an appeal."""

    JUSTIFIED = "申诉成立，撤销提示"
    UNJUSTIFIED = "申诉不成立，提示保留"


class AppealsDialog(ActDialog):
    """One after the other; who is done with the last closes it."""

    def __init__(self, page: Page) -> None:
        super().__init__("statistics.appeals", "督办申诉", "提交处理意见", page)
        self.widen(WIDTH)
        self._page = page
        self.current: CardRow | None = None
        self.table = ListTable("statistics.appeal_list", "待处理的申诉")
        self.model: RowsModel[CardRow] = RowsModel(COLUMNS, lambda row: row.id, self)
        self.table.show_rows(self.model)
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.words = label("", "", wrap=True)
        self.answer = ChoiceField(
            "statistics.appeal_answer", "处理", [(each.name, each.value) for each in Answer]
        )
        self.note = LinesField(
            "statistics.appeal_note", "处理意见", lines=3, max_length=MAX_TEXT, required=True
        )
        form = Form()
        form.add(self.answer)
        form.add(self.note)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.words)
        self.body.addWidget(form)
        self.table.chosen.connect(self._choose)

    def begin(self) -> None:
        """Read what waits and open."""
        self.refresh()
        self.ask(self._decide)

    def refresh(self) -> None:
        """Read again what waits for a decision."""
        self._page.jobs.read(self, list_appeals, then=self._show)

    @override
    def find_fault(self) -> str:
        """A card must be chosen and the answer must have words."""
        if self.current is None:
            return CHOOSE
        return "" if self.note.value.strip() else NO_NOTE

    def _show(self, rows: list[CardRow]) -> None:
        self.model.replace(rows)
        if not rows:
            self.give_up()
            return
        if self.current is None or all(row.id != self.current.id for row in rows):
            self.table.selectRow(0)
            self._choose(rows[0])

    def _choose(self, row: CardRow | None) -> None:
        self.current = row
        if row is None:
            self.words.clear()
            return
        self.words.setText(f"{row.reason}。\n申诉理由：{row.appeal_reason}")

    def _decide(self) -> None:
        card = self.current
        if card is None:
            return

        def done(_row: CardRow) -> None:
            self.current = None
            self.note.set_value("")
            self._page.toast(f"已处理申诉：{card.number}")
            self.refresh()

        self._page.jobs.change(
            self,
            decide_appeal,
            card.id,
            self.note.value,
            is_justified=self.answer.value == Answer.JUSTIFIED.name,
            then=done,
            refused=self.show_refusal,
        )
