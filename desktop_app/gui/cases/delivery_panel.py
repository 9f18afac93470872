"""送达: how the result goes to the applicant, and which papers are proved to have reached him."""

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.page import Page
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.delivery_queries import CaseService, DeliveryRow, ServedPaper, get_service
from models.enums import DocumentKind


class DeliveryPanel(CasePanel):
    """The result first, then every paper that is served."""

    title = "送达"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.entries = Entries("cases.service", "送达情况", "还没有需要送达的文书。")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(self.entries, 1)

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self.page.jobs.read(self, get_service, detail.row.id, then=self._show)

    def _show(self, found: CaseService) -> None:
        entries = [] if found.delivery is None else [_result_entry(found.delivery)]
        self.entries.show_entries([*entries, *(_paper_entry(paper) for paper in found.papers)])


def _result_entry(row: DeliveryRow) -> Entry:
    lines = [f"{row.courier} {row.tracking_number}".strip()] if row.tracking_number else []
    lines += [f"地址：{row.address}"] if row.address else []
    if row.dispatched_at is not None:
        lines.append(f"寄出：{moment(row.dispatched_at)}")
    if row.delivered_at is None:
        return Entry("○ 办理结果：已寄出，等待签收", row.delivered_by, "\n".join(lines), Tone.WARNING)
    lines.insert(0, f"取件人：{row.collector_name}（{row.collector_relation}）")
    facts = f"{moment(row.delivered_at)}　{row.delivered_by}"
    return Entry(f"✓ 办理结果：{row.way.label}", facts, "\n".join(lines), Tone.GOOD)


def _paper_entry(paper: ServedPaper) -> Entry:
    heading = f"{paper.kind.label}　{paper.number}"
    if paper.receipt_number:
        return Entry(f"✓ {heading}", paper.way, f"送达回证 {paper.receipt_number}", Tone.GOOD)
    is_result = paper.kind in {DocumentKind.GRANT, DocumentKind.DENIAL}
    words = (
        "出件或签收时一并出具送达回证。" if is_result else "在“更多办理”里选“登记文书送达”，出具送达回证。"
    )
    return Entry(f"○ {heading}", "还没有送达回证", words, Tone.WARNING)
