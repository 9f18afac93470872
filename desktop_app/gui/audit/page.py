"""操作留痕: the newest acts first, and the check of the whole chain."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.audit.words import action_words, detail_words, subject_words
from desktop_app.gui.forms import set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.audit import AuditRow, ChainReport, find_broken_entry, list_entries
from desktop_app.services.work import HALL_ZONE, SYSTEM
from models.enums import Area

if TYPE_CHECKING:
    from desktop_app.services.work import Work

CHOOSE = "选中一条记录，这里显示它的全部内容。"


class AuditPage(Page):
    """Read-only: entries are added by acts and never changed."""

    areas = frozenset({Area.AUDIT})
    help_text = (
        "每一次变更都在这里留下一条记录，前后相连；按 F8 核验整条链是否完整。选中一条，下方显示全部内容。"
    )

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("audit.page", "操作留痕", jobs, "每次变更一条，前后以国密 SM3 相连", parent)
        self.table = ListTable("audit.entries", "操作留痕")
        self.model: KeysetModel[AuditRow] = KeysetModel(_COLUMNS, lambda row: row.number, jobs, _page, self)
        self.table.show_rows(self.model)
        self.heading = label(CHOOSE, "strong", wrap=True)
        self.details = label("", wrap=True)
        self.raw = label("", "note", wrap=True)
        set_names(self.heading, "audit.entry", "选中的记录")
        set_names(self.details, "audit.details", "记录内容")
        set_names(self.raw, "audit.raw", "原始数据")
        self.raw.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._entry())
        self.setFocusProxy(self.table)
        self.table.chosen.connect(self._show_entry)
        self.model.arrived.connect(self._arrived)
        self.verify = self.add_action(
            "audit.verify", "核验完整性", self._verify, key="F8", icon="audit", kind="primary"
        )

    @override
    def refresh(self) -> None:
        self.model.refresh()

    def _entry(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column.setSpacing(GRID // 2)
        for words in (self.heading, self.details, self.raw):
            column.addWidget(words)
        return card

    def _arrived(self, count: int) -> None:
        if count:
            self.show_content()
        else:
            self.show_empty("还没有操作记录", "有人办理业务以后，这里会出现记录。", icon="audit")

    def _show_entry(self, row: AuditRow | None) -> None:
        if row is None:
            self.heading.setText(CHOOSE)
            self.details.setText("")
            self.raw.setText("")
            return
        self.heading.setText(
            f"第 {row.number} 条　{_time(row)}　{_actor(row)}　{action_words(row.action)}　{subject_words(row.subject)}"
        )
        self.details.setText(detail_words(row.details))
        self.raw.setText(f"原始数据：{row.action} {row.subject} {row.details}")

    def _verify(self) -> None:
        self.show_sentence("正在核验…")
        self.jobs.read(self, find_broken_entry, then=self._say)

    def _say(self, report: ChainReport) -> None:
        if report.is_whole:
            self.show_sentence(f"核验通过：{report.entries} 条记录完整，没有改动、缺失。", Tone.GOOD)
        else:
            self.show_sentence(
                f"第 {report.broken_at} 条记录与前一条不相连，可能被改动或缺失，请保留现场并立即报告。",
                Tone.BAD,
            )


def _page(work: "Work", after: AuditRow | None, limit: int) -> list[AuditRow]:
    return list_entries(work, after.number if after else None, limit=limit)


def _time(row: AuditRow) -> str:
    return f"{row.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M:%S}"


def _actor(row: AuditRow) -> str:
    return SYSTEM.name if row.actor_login == SYSTEM.login else row.actor_login


_COLUMNS: tuple[Column[AuditRow], ...] = (
    Column("序号", lambda row: str(row.number), 8, align_right=True, least=6),
    Column("时间", _time, 20, least=19),
    Column("账号", _actor, 12, least=10),
    Column("操作", lambda row: action_words(row.action), 16, least=11),
    Column(
        "对象和内容", lambda row: f"{subject_words(row.subject)}　{detail_words(row.details)}", 0, least=24
    ),
)
