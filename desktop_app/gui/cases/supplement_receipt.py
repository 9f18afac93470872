"""补正收件 and 容缺补交: only what is still to come, line by line."""

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.attachments.line_files import LineFiles
from desktop_app.gui.cases.checklist import Checklist, usual_way
from desktop_app.gui.page import Page, button, label
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.services.case_files import AttachedFile
from desktop_app.services.case_queries import MaterialRow
from models.enums import ReceivedAs

USUAL_WIDTH = 860
LARGEST_SHARE = 0.9
"""Of the window's width, at large type."""


class SupplementReceiptDialog(ActDialog):
    """What came of what was asked for: way and count, in the keys of the checklist."""

    name, title = "cases.supplement_receipt_dialog", "补正收件"
    introduction = "只列出补正告知书要求的材料"

    def __init__(self, lines: Sequence[MaterialRow], page: Page) -> None:
        super().__init__(self.name, self.title, "收取并打印凭证", page)
        self.setMinimumWidth(min(theme.px(USUAL_WIDTH), int(page.window().width() * LARGEST_SHARE)))
        words = f"{self.introduction}；数字键 0 未收 · 1 原件 · 2 复印件 · 3 电子件；Ctrl+O 附件。"
        self.checklist = Checklist()
        self.checklist.setMinimumHeight(theme.px(240))
        self.checklist.show_lines([(line.position, line.spec, self.words_of(line)) for line in lines])
        LineFiles(self.checklist, page, self)
        self.receive_all = button("cases.supplement_receive_all", "全部收到", key="F9")
        self.receive_all.setShortcut("F9")
        self.receive_all.clicked.connect(self._receive_all)
        head = QHBoxLayout()
        head.addWidget(label(words, "subtitle", wrap=True), 1)
        head.addWidget(self.receive_all)
        self.body.addLayout(head)
        self.body.addWidget(self.checklist, 1)

    def words_of(self, line: MaterialRow) -> str:
        """What stands under the name of a line."""
        return f"补正要求：{line.demand}"

    def attached(self) -> tuple[AttachedFile, ...]:
        """The files that came with it."""
        return self.checklist.attached()

    def received(self) -> tuple[ReceivedMaterial, ...]:
        """What was handed in."""
        return self.checklist.values()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.checklist.focus()

    @override
    def find_fault(self) -> str:
        """Something must have come."""
        if all(line.received_as is ReceivedAs.NOT_RECEIVED for line in self.received()):
            return "请至少登记一项收到的材料。"
        return ""

    def _receive_all(self) -> None:
        """Optional lines were asked for too, so they count as much as the others."""
        for line in self.checklist.lines:
            if line.way.way is ReceivedAs.NOT_RECEIVED:
                line.receive(usual_way(line.spec))


class DeferredReceiptDialog(SupplementReceiptDialog):
    """容缺补交: what the applicant promised to bring, and what stands for a promise that was taken back."""

    name, title = "cases.deferred_receipt_dialog", "容缺材料补交"
    introduction = "只列出还没有补齐的材料"

    @override
    def words_of(self, line: MaterialRow) -> str:
        return line.spec.deferral or line.spec.standard or "请按受理标准核对"
