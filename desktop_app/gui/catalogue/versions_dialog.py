"""版本历史: every version of a matter, and any two of them side by side."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout

from desktop_app.gui import theme
from desktop_app.gui.catalogue.comparison import ComparisonView, comparison_table, heading
from desktop_app.gui.catalogue.life_dialogs import standing_words
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import MessageBar, Page, button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.matter_life import MatterStanding, VersionRow, get_standing, list_versions
from desktop_app.services.matter_review import Comparison, get_comparison
from desktop_app.services.work import HALL_ZONE

USUAL_SIZE = QSize(1080, 720)
SHARE = 0.92
BEGINNING = "（无）"
SAME = "这两个版本的内容完全相同。"
LIST_HEIGHT, COMPARISON_HEIGHT = 220, 420


class VersionsDialog(QDialog):
    """The history on top, the comparison below: choosing a version compares it with the one before."""

    def __init__(self, page: Page, matter_id: int) -> None:
        super().__init__(page)
        self._page = page
        self._matter_id = matter_id
        self.setWindowTitle("版本历史")
        set_names(self, "catalogue.versions", "版本历史")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        usual = USUAL_SIZE * theme.text_percent() / 100
        self.resize((page.window().size() * SHARE).boundedTo(usual))
        self.message = MessageBar("catalogue.versions")
        self.title = label("版本历史", "title", wrap=True)
        self.standing = label("", "subtitle", wrap=True)
        self.table = ListTable("catalogue.version_list", "版本列表")
        self.model: RowsModel[VersionRow] = RowsModel(_COLUMNS, lambda row: row.version, self)
        self.table.show_rows(self.model)
        self.old = ChoiceField("catalogue.old_version", "与哪一版比较", [])
        self.new = ChoiceField("catalogue.new_version", "看哪一版", [])
        self.view = ComparisonView("catalogue.version_comparison", "版本比较")
        self._lay_out()
        self.table.chosen.connect(self._choose)
        self.old.edited.connect(self._compare)
        self.new.edited.connect(self._compare)
        self.refresh()

    def refresh(self) -> None:
        """Read the history."""
        self._page.jobs.read(self, get_standing, self._matter_id, then=self._show_standing)
        self._page.jobs.read(self, list_versions, self._matter_id, then=self._show)

    def show_refusal(self, error: ServiceError) -> None:
        """Say why something cannot be shown."""
        self.message.say(sentence(error), Tone.BAD)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(GRID * 2)
        choices.addWidget(self.new, 1)
        choices.addWidget(self.old, 1)
        choices.addStretch(1)
        close = button("catalogue.versions_close", "关闭", key="Esc")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.view)
        halves.setSizes([LIST_HEIGHT, COMPARISON_HEIGHT])
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        for part in (self.title, self.standing, self.message):
            column.addWidget(part)
        column.addLayout(choices)
        column.addWidget(halves, 1)
        column.addLayout(foot)

    def _show_standing(self, standing: MatterStanding) -> None:
        self.title.setText(f"版本历史：{standing.name}")
        self.standing.setText(standing_words(standing))

    def _show(self, rows: list[VersionRow]) -> None:
        self.model.replace(rows)
        names = [(str(row.version), f"第{row.version}版") for row in rows]
        for field, choices in ((self.new, names), (self.old, [*names, ("0", BEGINNING)])):
            field.combo.clear()
            for value, text in choices:
                field.combo.addItem(text, value)
        self.table.setFocus()
        if rows:
            self.table.select_key(rows[0].version)

    def _choose(self, row: VersionRow | None) -> None:
        """A version against the one before it."""
        if row is not None:
            self.new.set_value(row.version)
            self.old.combo.setCurrentIndex(self.old.combo.findData(str(row.version - 1)))
            self._compare()

    def _compare(self) -> None:
        if self.new.value and self.old.value:
            old, new = int(self.old.value), int(self.new.value)
            self._page.jobs.read(self, get_comparison, self._matter_id, old, new, then=self._show_comparison)

    def _show_comparison(self, found: Comparison) -> None:
        old_title = f"第{found.old_version}版" if found.old_version else BEGINNING
        new_title = f"第{found.new_version}版"

        def page() -> str:
            if not found.differences:
                return heading(SAME)
            count = heading(f"{new_title}与{old_title}相比，有 {len(found.differences)} 处不同")
            return count + comparison_table(found.differences, old_title, new_title)

        self.view.show_page(page)


def _state(row: VersionRow) -> str:
    if row.is_in_force:
        return "● 现行"
    return "▲ 待生效" if row.is_waiting else "历史"


def _tone(row: VersionRow) -> Tone:
    if row.is_in_force:
        return Tone.GOOD
    return Tone.WARNING if row.is_waiting else Tone.MUTED


def _effective(row: VersionRow) -> str:
    return row.effective_on.isoformat() if row.effective_on else "发布即生效"


_COLUMNS: tuple[Column[VersionRow], ...] = (
    Column("版本", lambda row: f"第{row.version}版", 8),
    Column("状态", _state, 10, tone=_tone),
    Column("发布时间", lambda row: f"{row.published_at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}", 17),
    Column("修订人", lambda row: row.editor_name or "—", 10, least=7),
    Column("审核或导入", lambda row: row.approver_name or "系统", 12, least=10),
    Column("生效", _effective, 13),
    Column("修改说明", lambda row: row.note or "—", 0, least=20),
)
