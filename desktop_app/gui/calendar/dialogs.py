"""Setting one day otherwise, and loading a year from the text of its notice."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import ChoiceField, Form, LinesField, TextField
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.notices import HolidayNotice, parse_notice
from desktop_app.services.calendar import DayChange, DayRow, NoticePreview, import_notice, preview_notice

USUAL_SIZE = QSize(760, 600)
WORKING, OFF = "working", "off"
LISTED = "粘贴以后，这里逐日列出通知改变的日子，核对无误再载入。"
NO_YEAR = "通知里没有写明年份，按正在查看的 {year} 年识别；年份不对的，请返回并换到那一年再粘贴。"
PASTED = "粘贴的放假通知"


class DayDialog(ActDialog):
    """One day: worked or off, and why."""

    def __init__(self, row: DayRow, parent: QWidget) -> None:
        super().__init__("calendar.day_dialog", f"调整 {row.day.isoformat()}", "保存", parent)
        self.form = Form()
        self.kind = ChoiceField("calendar.day_kind", "这一天", [(WORKING, "上班"), (OFF, "放假")])
        self.kind.set_value(WORKING if row.is_working else OFF)
        self.day_name = TextField("calendar.day_name", "原因", max_length=50, required=True)
        self.day_name.set_value(row.name)
        self.form.add(self.kind, self.day_name)
        self.body.addWidget(
            label("调整后，今后计算的期限按新的日历；已打印的期限不变。", "subtitle", wrap=True)
        )
        self.body.addWidget(self.form)
        self.restore = button("calendar.day_clear", "恢复为公布的日历", icon="back")
        self.body.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.restore.setVisible(row.is_override)

    @property
    def is_working(self) -> bool:
        """Whether the day is to be worked."""
        return self.kind.value == WORKING

    @override
    def find_fault(self) -> str:
        """A reason must be given."""
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请填写原因，例如：全市统一调休。"


class NoticeDialog(ActDialog):
    """Paste the notice, see every day it changes, approve."""

    def __init__(self, page: Page, year: int) -> None:
        """`year` is the one in sight: single sentences of a notice name none."""
        super().__init__("calendar.notice_dialog", "导入放假通知", "核对无误，载入日历", page)
        self._page = page
        self._year = year
        self._has_year = True
        self._notice: HolidayNotice | None = None
        self.resize((page.window().size() * 0.9).boundedTo(USUAL_SIZE * theme.text_percent() / 100))
        self.text = LinesField("calendar.notice_text", "通知全文", max_length=20_000, lines=5)
        self.text.lines.setPlaceholderText("粘贴《国务院办公厅关于某年部分节假日安排的通知》全文")
        self.summary = label(LISTED, "strong", wrap=True)
        self.table = ListTable("calendar.notice_days", "通知改变的日子")
        self.model: RowsModel[DayChange] = RowsModel(_COLUMNS, lambda row: row.day, self)
        self.table.show_rows(self.model)
        self.body.addWidget(self.text)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.table, 1)
        self.text.edited.connect(self._read)

    @override
    def find_fault(self) -> str:
        """A readable notice must stand there."""
        return "" if self._notice is not None else "请先粘贴可以识别的放假通知。"

    @override
    def accept(self) -> None:
        """Load it; the dialog goes only when it is in."""
        if self._notice is not None:
            self._page.jobs.change(
                self,
                import_notice,
                self._notice,
                PASTED,
                then=self._loaded,
                refused=self._refuse,
                button=self.way_on,
            )

    def _read(self) -> None:
        self._notice = None
        self.message.clear()
        self.summary.setText(LISTED)
        self.model.replace([])
        if not self.text.value:
            return
        try:
            notice = self._parse()
        except ServiceError as error:
            self._refuse(error)
            return
        self._notice = notice
        self._page.jobs.read(self, preview_notice, notice, then=self._preview, refused=self._refuse)

    def _parse(self) -> HolidayNotice:
        """The notice; one that names no year is read as of the year in sight."""
        self._has_year = True
        try:
            return parse_notice(self.text.value)
        except ServiceError as error:
            if error.code != "notice_year_missing":
                raise
        self._has_year = False
        return parse_notice(self.text.value, self._year)

    def _preview(self, preview: NoticePreview) -> None:
        what = "新载入" if preview.is_new_year else "更新"
        kept = f"；本厅自己调整的 {len(preview.kept)} 天保留不变" if preview.kept else ""
        assumed = "" if self._has_year else NO_YEAR.format(year=preview.year)
        self.summary.setText(f"{assumed}将{what} {preview.year} 年，改变 {len(preview.changes)} 天{kept}。")
        self.model.replace(preview.changes)

    def _loaded(self, preview: NoticePreview) -> None:
        self._page.toast(f"{preview.year} 年工作日历已载入")
        super().accept()

    def _refuse(self, error: ServiceError) -> None:
        self.message.say(sentence(error), Tone.BAD)


def _was(row: DayChange) -> str:
    if row.was_working is None:
        return "未载入"
    return f"{'上班' if row.was_working else '休息'} {row.was_name}".strip()


_COLUMNS: tuple[Column[DayChange], ...] = (
    Column("日期", lambda row: row.day.isoformat(), 12),
    Column("改为", lambda row: f"{'上班' if row.is_working else '放假'} {row.name}", 20),
    Column("原来", _was, 0),
)
