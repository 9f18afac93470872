"""操作留痕: the newest acts first, and the check of the whole chain."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page
from desktop_app.gui.tables import Column, KeysetModel, ListTable
from desktop_app.gui.theme import Tone
from desktop_app.services.audit import AuditRow, ChainReport, find_broken_entry, list_entries
from desktop_app.services.work import HALL_ZONE
from models.enums import Area

if TYPE_CHECKING:
    from desktop_app.services.work import Work


class AuditPage(Page):
    """Read-only: entries are added by acts and never changed."""

    areas = frozenset({Area.AUDIT})
    help_text = "每一次变更都在这里留下一条记录，前后相连；按 F8 核验整条链是否完整。"

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("audit.page", "操作留痕", jobs, "每次变更一条，前后以国密 SM3 相连", parent)
        self.table = ListTable("audit.entries", "操作留痕")
        self.model: KeysetModel[AuditRow] = KeysetModel(_COLUMNS, lambda row: row.number, jobs, _page, self)
        self.table.show_rows(self.model)
        self.body.addWidget(self.table, 1)
        self.model.arrived.connect(self._arrived)
        self.verify = self.add_action(
            "audit.verify", "核验完整性", self._verify, key="F8", icon="audit", kind="primary"
        )

    @override
    def refresh(self) -> None:
        self.model.refresh()

    def _arrived(self, count: int) -> None:
        if count:
            self.show_content()
        else:
            self.show_empty("还没有操作记录", "有人办理业务以后，这里会出现记录。", icon="audit")

    def _verify(self) -> None:
        self.show_sentence("正在核验…")
        self.jobs.read(self, find_broken_entry, then=self._say)

    def _say(self, report: ChainReport) -> None:
        if report.is_whole:
            self.show_sentence(f"核验通过：{report.entries} 条记录完整，没有改动、缺失。", Tone.GOOD)
        else:
            self.show_sentence(
                f"第 {report.broken_at} 条记录与前一条不相连，可能被改动或缺失，请立即报告。", Tone.BAD
            )


def _page(work: "Work", after: AuditRow | None, limit: int) -> list[AuditRow]:
    return list_entries(work, after.number if after else None, limit=limit)


_COLUMNS: tuple[Column[AuditRow], ...] = (
    Column("序号", lambda row: str(row.number), 8, align_right=True),
    Column("时间", lambda row: f"{row.at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M:%S}", 19),
    Column("账号", lambda row: row.actor_login, 12),
    Column("操作", lambda row: row.action, 22),
    Column("对象", lambda row: row.subject, 48),
    Column("内容", lambda row: row.details, 0),
)
