"""更多办理: the acts of a case that are not done every day, in one menu, each with its own dialog."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.deferral import ask_deferred, has_outstanding
from desktop_app.gui.cases.delivery_asking import ask_dispatch, ask_service, has_served_papers
from desktop_app.gui.cases.file_panel import archive, may_archive
from desktop_app.gui.cases.side_asking import (
    ask_correction,
    ask_handing_over,
    ask_merging,
    ask_reopening,
    ask_transfer,
    ask_voiding,
    ask_withdrawal,
)
from desktop_app.gui.examination.asking import (
    ask_answer,
    ask_consultation,
    ask_extension,
    ask_hearing,
    ask_inspection,
    ask_prolonging,
    ask_suspension,
)
from desktop_app.gui.fields import set_names
from desktop_app.services.case_queries import CaseDetail
from models.enums import CaseAction


@dataclass(frozen=True, slots=True)
class MoreAct:
    """One entry: the act it leads to, its words, and what asks for the rest."""

    action: CaseAction
    title: str
    ask: Callable[[CaseActs], object]
    applies: Callable[[CaseDetail], bool] | None = None
    """Whether there is anything to do it to, beyond what the state allows."""


MORE: tuple[MoreAct, ...] = (
    MoreAct(CaseAction.RECEIVE_DEFERRED, "容缺材料补交…", ask_deferred, has_outstanding),
    MoreAct(CaseAction.CONSULT, "征求协办意见…", ask_consultation),
    MoreAct(CaseAction.ANSWER, "答复或撤回协办意见…", ask_answer),
    MoreAct(CaseAction.INSPECT, "记录实质核查…", ask_inspection),
    MoreAct(CaseAction.HEAR, "听证与陈述申辩…", ask_hearing),
    MoreAct(CaseAction.SUSPEND, "启动特别程序…", ask_suspension),
    MoreAct(CaseAction.PROLONG, "延长特别程序…", ask_prolonging),
    MoreAct(CaseAction.REQUEST_EXTENSION, "申请延期…", ask_extension),
    MoreAct(CaseAction.CORRECT, "当场更正…", ask_correction),
    MoreAct(CaseAction.HAND_OVER, "窗口转办…", ask_handing_over),
    MoreAct(CaseAction.MERGE, "并案…", ask_merging),
    MoreAct(CaseAction.DISPATCH, "寄出…", ask_dispatch),
    MoreAct(CaseAction.SERVE, "登记文书送达…", ask_service, has_served_papers),
    MoreAct(CaseAction.WITHDRAW, "撤回申请…", ask_withdrawal),
    MoreAct(CaseAction.TRANSFER, "转报…", ask_transfer),
    MoreAct(CaseAction.VOID, "作废…", ask_voiding),
    MoreAct(CaseAction.REOPEN, "重新办理…", ask_reopening),
    MoreAct(CaseAction.ARCHIVE, "归档", archive, may_archive),
)
"""In the order of the menu."""


class MoreMenu(QMenu):
    """The entries that this person may choose for the case as it stands."""

    def __init__(self, acts: CaseActs, parent: QWidget) -> None:
        super().__init__(parent)
        set_names(self, "cases.more_menu", "更多办理")
        self._acts = acts
        self._entries = [(entry, self._add(entry)) for entry in MORE]

    def offer(self) -> bool:
        """Show what may be done now; whether there is anything."""
        for entry, shown in self._entries:
            shown.setVisible(self._may(entry))
        return any(shown.isVisible() for _, shown in self._entries)

    def _may(self, entry: MoreAct) -> bool:
        detail = self._acts.detail
        return (
            detail is not None
            and self._acts.may(entry.action)
            and (entry.applies is None or entry.applies(detail))
        )

    def _add(self, entry: MoreAct) -> QAction:
        made = self.addAction(entry.title)
        made.setObjectName(f"cases.more_{entry.action.value}")

        def ask() -> None:  # `triggered` carries a boolean that is nobody's business
            entry.ask(self._acts)

        made.triggered.connect(ask)
        return made
