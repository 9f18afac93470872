"""The editor of one draft: sections at the left, the form of one of them, what is to be noticed below."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.catalogue.editor.dialogs import suggest_departments
from desktop_app.gui.catalogue.editor.issues import Issue, find_issues, place_of
from desktop_app.gui.catalogue.editor.library import MaterialsPanel
from desktop_app.gui.catalogue.editor.panels import SectionPanel, SituationsPanel
from desktop_app.gui.catalogue.editor.section_list import SectionList, SectionRow, section_rows
from desktop_app.gui.catalogue.file_field import FileField
from desktop_app.gui.fields import TextField
from desktop_app.gui.page import Page, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import Section
from desktop_app.services.matter_drafts import DraftDetail
from models.elements import DraftState, QualityLevel

CHECK_PAUSE_MS = 350
"""After the last key: the rules look at the draft again."""
SECTIONS_WIDTH, FORM_WIDTH = 222, 690
FORM_HEIGHT, ISSUES_HEIGHT = 420, 110
"""Pixels at 100 %; the room there is gets shared out in these proportions."""
ROOM_FOR_FINDINGS = 400
"""Pixels at 100 %: below this height the findings are only counted, F8 still leads to each."""
QWIDGETSIZE_MAX = (1 << 24) - 1
CLEAN = "✓ 没有发现问题"
NONSENSE = "填的不是数字，没有保存；请改正"
FOUND = "■ {errors}个错误（不改正不能发布）　▲ {warnings}个提醒　F8 逐个查看"


class IssueRow(NamedTuple):
    """One finding as the list shows it."""

    number: int
    issue: Issue


class DraftEditor(QWidget):
    """Holds the content that is being written; everything a person changes is in `content` at once."""

    edited = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.content: MatterContent | None = None
        self.issues: tuple[Issue, ...] = ()
        self._base: MatterContent | None = None
        self._codes = ("", "")
        self._is_locked = False
        self._at = -1
        self._panels: dict[Section, SectionPanel] = {}
        self.sections = SectionList()
        self._stack = QStackedWidget()
        self.summary = label("", "subtitle")
        self.findings = ListTable("editor.findings", "检查发现的问题")
        self.findings.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.findings.show_rows(RowsModel[IssueRow](_COLUMNS, lambda row: row.number, self))
        self.findings.horizontalHeader().hide()
        self.findings.setMinimumHeight(self.findings.verticalHeader().defaultSectionSize() + GRID)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        self.sections.chosen.connect(self._turn)
        self.sections.opened.connect(self._enter)
        self.findings.opened.connect(self._jump_to)
        self.findings.clicked.connect(self._jump_clicked)

    @property
    def section(self) -> Section:
        """The section in sight."""
        row: SectionRow | None = self.sections.current_row()
        return row.section if row is not None else Section.BASICS

    @property
    def errors(self) -> tuple[Issue, ...]:
        """What forbids publication, as last checked."""
        return tuple(issue for issue in self.issues if issue.is_error)

    def show_draft(self, detail: DraftDetail, content: MatterContent | None = None) -> None:
        """Show a draft from its stored content, or from one that could not be stored."""
        self.content = detail.content if content is None else content
        self._base = detail.base
        self._codes = (detail.row.code, detail.row.item_code)
        self._at = -1
        for panel in self._panels.values():
            panel.forget()
        self.lock(is_locked=detail.row.state is DraftState.IN_REVIEW)
        self.check()
        self.sections.choose(self.section)
        self._show_panel()

    def lock(self, *, is_locked: bool) -> None:
        """Only to be read, or to be changed again."""
        self._is_locked = is_locked
        for panel in self._panels.values():
            panel.lock(is_locked=is_locked)

    def check(self) -> None:
        """Ask the rules and mark what they say."""
        self._pause.stop()
        if self.content is None:
            return
        nonsense = [path for panel in self._panels.values() for path in panel.find_nonsense()]
        refused = tuple(Issue(QualityLevel.ERROR, path, NONSENSE) for path in nonsense)
        self.issues = refused + find_issues(self.content, *self._codes)
        self.findings.rows_model().replace([IssueRow(*each) for each in enumerate(self.issues)])
        self._share_height()
        errors = len(self.errors)
        words = FOUND.format(errors=errors, warnings=len(self.issues) - errors) if self.issues else CLEAN
        self.summary.setText(words)
        self.sections.show_state(section_rows(self.content, self._base, self.issues))
        panel = self._panels.get(self.section)
        if panel is not None:
            panel.show_issues(self.issues)

    def jump(self, path: str) -> None:
        """To the field a path leads to, for example `materials[3].name`."""
        place = place_of(path)
        self.sections.choose(place.section)
        self.panel_of(place.section).focus_place(place)

    def next_issue(self) -> None:
        """To the next finding, from the last one to the first again."""
        if self.issues:
            self._at = (self._at + 1) % len(self.issues)
            self.findings.select_key(self._at)
            self.jump(self.issues[self._at].path)

    def turn(self, by: int) -> None:
        """To the section before (-1) or behind (1) this one."""
        order = list(Section)
        self.sections.choose(order[(order.index(self.section) + by) % len(order)])
        self.panel_of(self.section).focus_first()

    def try_answers(self) -> None:
        """To the trial of the situations and back."""
        self.sections.choose(Section.SITUATIONS)
        panel = self.panel_of(Section.SITUATIONS)
        if isinstance(panel, SituationsPanel):
            panel.turn()

    def _lay_out(self) -> None:
        self._below = QWidget()
        notes = QVBoxLayout(self._below)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(GRID // 2)
        notes.addWidget(self.summary)
        notes.addWidget(self.findings, 1)
        form = QFrame()
        form.setProperty("kind", "card")
        inside = QVBoxLayout(form)
        inside.setContentsMargins(GRID * 2, GRID, GRID, GRID)
        inside.addWidget(self._stack)
        right = self._halves = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.addWidget(form)
        right.addWidget(self._below)
        right.setSizes([theme.px(FORM_HEIGHT), theme.px(ISSUES_HEIGHT)])
        right.setStretchFactor(0, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.sections)
        halves.addWidget(right)
        halves.setSizes([theme.px(SECTIONS_WIDTH), theme.px(FORM_WIDTH)])
        halves.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(halves)

    def panel_of(self, section: Section) -> SectionPanel:
        """The panel of a section, made when it is first looked at."""
        if section not in self._panels:
            kind: Callable[[Section, Any], SectionPanel] = SectionPanel
            if section is Section.SITUATIONS:
                kind = SituationsPanel
            elif section is Section.MATERIALS:
                kind = MaterialsPanel
            made = self._panels[section] = kind(section, self._make_file)
            if isinstance(made, MaterialsPanel):
                made.use_library(self._page)
            made.edited.connect(self._take)
            if section is Section.ORGAN:
                self._suggest_departments(made)
            made.lock(is_locked=self._is_locked)
            self._stack.addWidget(made)
        return self._panels[section]

    def _make_file(self, name: str, title: str) -> FileField:
        return FileField(name, title, self._page)

    def _suggest_departments(self, panel: SectionPanel) -> None:
        fields = panel.form.fields if panel.form is not None else {}
        name, code = fields.get("department_name"), fields.get("department_code")
        if isinstance(name, TextField) and isinstance(code, TextField):
            suggest_departments(self._page, name, code)

    def _turn(self, row: SectionRow | None) -> None:
        if row is not None:
            self._show_panel()

    def _show_panel(self) -> None:
        if self.content is None:
            return
        panel = self.panel_of(self.section)
        panel.show_content(self.content)
        panel.lock(is_locked=self._is_locked)
        panel.show_issues(self.issues)
        self._stack.setCurrentWidget(panel)

    def _enter(self, _row: SectionRow) -> None:
        self.panel_of(self.section).focus_first()

    def _take(self, key: str, value: Any) -> None:
        if self.content is None or self._is_locked:
            return
        self.content = replace(self.content, **{key: value})
        self.panel_of(self.section).show_content(self.content)
        self._pause.start()
        self.edited.emit()

    def _share_height(self) -> None:
        """Large type on a small screen: the line that counts the findings stands for their list."""
        has_room = self.height() >= theme.px(ROOM_FOR_FINDINGS) and bool(self.issues)
        if has_room is not self.findings.isHidden():
            return
        self.findings.setVisible(has_room)
        self._below.setMaximumHeight(QWIDGETSIZE_MAX if has_room else self.summary.sizeHint().height())
        below = theme.px(ISSUES_HEIGHT) if has_room else 1
        self._halves.setSizes([max(1, self.height() - below), below])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _jump_clicked(self) -> None:
        self._jump_to(self.findings.current_row())

    def _jump_to(self, row: IssueRow | None) -> None:
        if row is not None:
            self._at = row.number
            self.jump(row.issue.path)


def _sign(row: IssueRow) -> str:
    return row.issue.sign


def _place(row: IssueRow) -> str:
    return row.issue.where


def _text(row: IssueRow) -> str:
    return row.issue.text


def _tooltip(row: IssueRow) -> str:
    return f"{row.issue.text}（{row.issue.source}）" if row.issue.source else row.issue.text


def _tone(row: IssueRow) -> Tone:
    return Tone.BAD if row.issue.is_error else Tone.WARNING


_COLUMNS: tuple[Column[IssueRow], ...] = (
    Column("级别", _sign, 8, tone=_tone),
    Column("位置", _place, 22),
    Column("问题", _text, 0, tooltip=_tooltip),
)
