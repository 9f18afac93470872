"""重算时限: the dates that a changed calendar moves, old and new, before one approval gives them to the cases."""

from collections.abc import Callable

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.rows import TAIL
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.services.recalculation import PlannedDate, Recalculation, apply_recalculation

WIDTH, LIST_HEIGHT = 980, 320
INTRODUCTION = (
    "工作日历有调整，以下在办办件的时限需要重算。批准后一次生效，每件办件的办理过程里都会写明原来和新的日期。"
)
MORE = "清单较长，只列出前 {shown} 项；批准对全部 {total} 项生效。"

COLUMNS: tuple[Column[PlannedDate], ...] = (
    Column("办件编号", lambda row: f"…{row.number[-TAIL:]}", 14, tooltip=lambda row: row.number),
    Column("事项", lambda row: row.matter_name, 0, least=12),
    Column("时限", lambda row: row.clock.label, 15, least=10),
    Column("原日期", lambda row: row.old_on.isoformat(), 11, tooltip=lambda row: row.old_explanation),
    Column("新日期", lambda row: row.new_on.isoformat(), 11, tooltip=lambda row: row.new_explanation),
)


class RecalculationDialog(ActDialog):
    """What one approval does; the words of the chosen line say how its new date was found."""

    def __init__(self, plan: Recalculation, page: Page) -> None:
        super().__init__("statistics.recalculation", "重算时限", f"批准重算 {plan.cases} 件办件的时限", page)
        self.widen(WIDTH)
        self._plan = plan
        self._page = page
        self.table = ListTable("statistics.recalculation_list", "时限变化清单")
        self.model: RowsModel[PlannedDate] = RowsModel(COLUMNS, lambda row: (row.case_id, row.clock), self)
        self.table.show_rows(self.model)
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.words = label("", "note", wrap=True)
        self.body.addWidget(label(INTRODUCTION, "subtitle", wrap=True))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.words)
        if plan.total > len(plan.dates):
            self.body.addWidget(
                label(MORE.format(shown=len(plan.dates), total=plan.total), "note", wrap=True)
            )
        self.table.chosen.connect(self._explain)
        self.model.replace(plan.dates)

    def approve(self, then: Callable[[Recalculation], object]) -> None:
        """Ask; the approval is of exactly what is shown."""

        def send() -> None:
            def done(applied: Recalculation) -> None:
                self.give_up()
                then(applied)

            self._page.jobs.change(
                self, apply_recalculation, self._plan.digest, then=done, refused=self.show_refusal
            )

        self.ask(send)

    def _explain(self, row: PlannedDate | None) -> None:
        if row is None:
            self.words.clear()
            return
        self.words.setText(f"原：{row.old_explanation}\n新：{row.new_explanation}")
