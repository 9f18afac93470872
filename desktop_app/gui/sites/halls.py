"""大厅: the buildings with counters; address and hours stand on guides."""

from typing_extensions import override

from desktop_app.gui.page import Page
from desktop_app.gui.sites.dialogs import HallDialog
from desktop_app.gui.sites.part import Part
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.services.organisation import HallRow, list_halls, save_hall


class HallsPart(Part):
    """Every hall; Enter changes one."""

    title = "大厅"
    new_text = "新建大厅"

    def __init__(self, page: Page) -> None:
        super().__init__("sites.halls", page)
        self.table = ListTable("sites.halls", "大厅列表")
        self.model: RowsModel[HallRow] = RowsModel(_COLUMNS, lambda row: row.id, self)
        self.table.show_rows(self.model)
        self.table.opened.connect(self._ask)
        self.addWidget(self.table)
        self.setFocusProxy(self.table)

    @override
    def refresh(self) -> None:
        self.jobs.read(self, list_halls, then=self._show)

    @override
    def make_new(self) -> None:
        self._ask(None)

    @override
    def change(self) -> None:
        row: HallRow | None = self.table.current_row()
        if row is not None:
            self._ask(row)

    def _show(self, rows: list[HallRow]) -> None:
        self.model.replace(rows)
        if rows:
            self.show_body(self.table)
            if not self.table.currentIndex().isValid():
                self.table.select_key(rows[0].id)
        else:
            self.show_nothing(
                "还没有大厅",
                "新建大厅后，办事指南会印上它的地址和办公时间。",
                "counter",
                self.new_text,
                self.make_new,
            )

    def _ask(self, row: HallRow | None) -> None:
        dialog = HallDialog(row, self.page)

        def done(_hall_id: int) -> None:
            dialog.accept()
            self.page.toast(f"已保存 {given.name}")

        def send() -> None:
            nonlocal given
            given = dialog.given()
            number = row.id if row else None
            self.jobs.change(dialog, save_hall, number, given, then=done, button=dialog.way_on)

        given = dialog.given()
        dialog.ask(send)


_COLUMNS: tuple[Column[HallRow], ...] = (
    Column("名称", lambda row: row.name, 0, least=20),
    Column("地址", lambda row: row.address, 0, least=14),
    Column("办公时间", lambda row: row.hours.replace("\n", " "), 0, least=14),
    Column("电话", lambda row: row.phone, 16, least=13),
    Column("行政区划", lambda row: row.division_path, 20, least=0),
    Column("窗口", lambda row: str(row.counters), 6, align_right=True),
)
