"""更多办理: the acts of a case that are not done every day, in one menu, each with its own dialog."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.deferral import ask_deferred, has_outstanding
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
