"""What can be done from the catalogue, one entry each: the usual as buttons, the rest in the menu 更多.

A new action is one more line of `ACTIONS`; its key works wherever it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.gui.catalogue.export_dialog import ExportDialog
from desktop_app.gui.catalogue.guide_batch import GuideBatchDialog
from desktop_app.gui.catalogue.guide_dialog import GuideDialog
from desktop_app.gui.catalogue.import_wizard import ImportWizard
from desktop_app.gui.catalogue.life_dialogs import ask_life_action
from desktop_app.gui.catalogue.versions_dialog import VersionsDialog
from desktop_app.gui.page import Page
from desktop_app.gui.theme import Tone
from desktop_app.rules.matter_life import MatterAction
from desktop_app.services.catalogue import MatterRow
from models.enums import Permission

MORE, MORE_KEY = "更多", "Ctrl+M"
NO_MATTER = "请先在左边选中一个事项，再{action}。"


@dataclass(frozen=True, slots=True)
class CatalogueAction:
    """One thing to do; `act` is given the page and the matter chosen, `None` where it needs none."""

    name: str
    text: str
    key: str
    permission: Permission
    act: Callable[[Page, MatterRow], object] | None = None
    act_without: Callable[[Page], object] | None = None
    """Instead of `act`, for what needs no matter."""
    icon: str = ""
    is_button: bool = False
    """Whether it stands in the header; everything else is in the menu."""
    is_primary: bool = False


def _life(action: MatterAction) -> Callable[[Page, MatterRow], object]:
    return lambda page, row: ask_life_action(page, row.id, action)


ACTIONS: tuple[CatalogueAction, ...] = (
    CatalogueAction(
        "catalogue.receive", "用此事项受理", "F8", Permission.CASES_RECEIVE,
        lambda page, row: page.wanted.emit("cases.intake", row),
        icon="accept", is_button=True, is_primary=True,
    ),
    CatalogueAction(
        "catalogue.print_guide", "办事指南", "Ctrl+P", Permission.CATALOGUE_VIEW,
        lambda page, row: GuideDialog(page, row.id).open(), icon="print", is_button=True,
    ),
    CatalogueAction(
        "catalogue.edit", "编辑", "F4", Permission.CATALOGUE_EDIT,
        lambda page, row: page.wanted.emit("catalogue.editor", row.id), icon="edit", is_button=True,
    ),
    CatalogueAction(
        "catalogue.import", "导入事项", "Ctrl+I", Permission.CATALOGUE_IMPORT,
        act_without=lambda page: ImportWizard(page).open(), icon="import", is_button=True,
    ),
    CatalogueAction(
        "catalogue.versions", "版本历史", "Ctrl+H", Permission.CATALOGUE_VIEW,
        lambda page, row: VersionsDialog(page, row.id).open(),
    ),
    CatalogueAction(
        "catalogue.suspend", "暂停", "Ctrl+U", Permission.CATALOGUE_REVIEW, _life(MatterAction.SUSPEND)
    ),
    CatalogueAction(
        "catalogue.resume", "恢复", "Ctrl+R", Permission.CATALOGUE_REVIEW, _life(MatterAction.RESUME)
    ),
    CatalogueAction(
        "catalogue.abolish", "取消事项", "Ctrl+D", Permission.CATALOGUE_REVIEW, _life(MatterAction.ABOLISH)
    ),
    CatalogueAction(
        "catalogue.keep", "撤回取消计划", "Ctrl+Shift+D", Permission.CATALOGUE_REVIEW, _life(MatterAction.KEEP)
    ),
    CatalogueAction(
        "catalogue.recall", "撤回待生效版本", "Ctrl+Shift+R", Permission.CATALOGUE_REVIEW,
        _life(MatterAction.RECALL),
    ),
    CatalogueAction(
        "catalogue.print_guides", "批量打印指南", "Ctrl+Shift+P", Permission.CATALOGUE_VIEW,
        act_without=lambda page: GuideBatchDialog(page).open(), icon="print",
    ),
    CatalogueAction(
        "catalogue.export", "导出事项", "Ctrl+E", Permission.CATALOGUE_VIEW,
        act_without=lambda page: ExportDialog(page).open(), icon="export",
    ),
)  # fmt: skip


def add_actions(page: Page, chosen: Callable[[], MatterRow | None]) -> None:
    """Put what the person at the screen may do on a page, for the matter that is chosen there."""
    allowed = [action for action in ACTIONS if action.permission in page.jobs.actor.permissions]
    for action in allowed:
        if action.is_button:
            page.add_action(
                action.name,
                action.text,
                _doing(page, action, chosen),
                key=action.key,
                icon=action.icon,
                kind="primary" if action.is_primary else "",
            )
    rest = [action for action in allowed if not action.is_button]
    if rest:
        _add_menu(page, rest, chosen)


def _add_menu(page: Page, actions: list[CatalogueAction], chosen: Callable[[], MatterRow | None]) -> None:
    menu = QMenu(page)
    menu.setObjectName("catalogue.more_menu")
    menu.setAccessibleName("更多操作")
    for action in actions:
        do = _doing(page, action, chosen)
        entry = QAction(f"{action.text}\t{action.key}", menu)
        entry.setObjectName(action.name)
        entry.triggered.connect(do)
        menu.addAction(entry)
        page.add_key(action.key, do, action.text)
    more: list[QPushButton] = []

    def open_menu() -> None:
        menu.popup(more[0].mapToGlobal(QPoint(0, more[0].height())))

    more.append(
        page.add_action(
            "catalogue.more", MORE, open_menu, key=MORE_KEY, tooltip="更多操作，用方向键选择（Ctrl+M）"
        )
    )


def _doing(page: Page, action: CatalogueAction, chosen: Callable[[], MatterRow | None]) -> Callable[[], None]:
    def do() -> None:
        row = chosen()
        if action.act_without is not None:
            action.act_without(page)
        elif row is None:
            page.show_sentence(NO_MATTER.format(action=action.text), Tone.WARNING)
        elif action.act is not None:
            page.clear_sentence()
            action.act(page, row)

    return do
