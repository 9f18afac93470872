"""One panel a section: its plain elements in a form, its lists beside the form of the chosen line."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.editor.issues import Issue, Place
from desktop_app.gui.catalogue.editor.kinds import TABLES
from desktop_app.gui.catalogue.editor.lines_editor import LineForm, LinesEditor
from desktop_app.gui.catalogue.editor.part_form import MakeFile, PartForm, lock_inputs
from desktop_app.gui.catalogue.editor.parts import (
    BLANKS,
    PARTS,
    SUMMARIES,
    copied_situation,
    new_situation,
    option_choices,
    referred_keys,
)
from desktop_app.gui.catalogue.editor.situation_editor import QuestionForm
from desktop_app.gui.catalogue.editor.trial import TrialPanel
from desktop_app.gui.forms import set_names
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MatterContent, Situation
from desktop_app.rules.elements import ELEMENTS, LABELS, Section

AREA = "editor"


def section_keys(section: Section) -> list[str]:
    """The elements of a section in their order."""
    return [element.key for element in ELEMENTS if element.section is section]


class SectionPanel(QWidget):
    """Shows and changes the elements of one section; never fills in a field again that stands as it should."""

    edited = Signal(str, object)
    """The key of an element and its new value."""

    def __init__(self, section: Section, make_file: MakeFile) -> None:
        super().__init__()
        self.section = section
        self._make_file = make_file
        self._content: MatterContent | None = None
        self._offered: dict[str, list[tuple[str, str]]] = {}
        keys = section_keys(section)
        plain = [key for key in keys if key not in TABLES]
        self.form = PartForm(MatterContent, AREA, plain, make_file) if plain else None
        self.tables = {key: self._table(key) for key in keys if key in TABLES}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID * 2)
        self._lay_out()
        if self.form is not None:
            self.form.changed.connect(self._take)

    def show_content(self, content: MatterContent) -> None:
        """Show what differs from what is in sight."""
        before, self._content = self._content, content
        if self.form is not None and _differs(self.form.part, content, self.form.fields):
            self.form.show_part(content)
        for key, table in self.tables.items():
            if before is None or table.lines != getattr(content, key):
                table.show_lines(getattr(content, key))
            self._offer_options(table, key, content, is_new=before is None)

    def forget(self) -> None:
        """Another draft comes: whatever is in sight is to be filled in again."""
        self._content = None
        if self.form is not None:
            self.form.part = None

    def show_issues(self, issues: Iterable[Issue]) -> None:
        """Mark fields and lines."""
        here = [issue for issue in issues if issue.place.section is self.section]
        if self.form is not None:
            by_key: dict[str, list[Issue]] = {}
            for issue in here:
                by_key.setdefault(issue.place.key, []).append(issue)
            self.form.show_issues(by_key)
        for key, table in self.tables.items():
            table.show_issues(here, key)

    def find_nonsense(self) -> list[str]:
        """The paths of fields in which something stands that could not be taken."""
        found = self.form.find_nonsense() if self.form is not None else []
        for key, table in self.tables.items():
            if table.current >= 0:
                found += [f"{key}[{table.current + 1}].{rest}" for rest in table.form.find_nonsense()]
        return found

    def focus_place(self, place: Place) -> None:
        """Put the cursor where a path leads."""
        if place.key in self.tables:
            self.tables[place.key].focus_line(-1 if place.line is None else place.line, place.field)
        elif self.form is not None:
            self.form.focus_field(place.key)

    def focus_first(self) -> None:
        """Put the cursor on the first thing that can be done here."""
        if self.tables:
            next(iter(self.tables.values())).table.setFocus()
        elif self.form is not None:
            self.form.focus_field("")

    def lock(self, *, is_locked: bool) -> None:
        """Only to be read, or to be changed again."""
        if self.form is not None:
            lock_inputs(self.form, is_locked=is_locked)
        for table in self.tables.values():
            table.lock(is_locked=is_locked)

    def _lay_out(self) -> None:
        """The form stands where its first element does; a single field takes no more room than it needs."""
        is_first = self.form is not None and section_keys(self.section)[0] in self.form.fields
        for table in self.tables.values():
            self._column.addWidget(table, 3)
        if self.form is not None:
            share = 2 if len(self.form.fields) > 1 or not self.tables else 0
            self._column.insertWidget(0 if is_first else -1, scrolled(self.form), share)

    def _table(self, key: str) -> LinesEditor:
        form = self._line_form(key)
        copied = copied_situation if key == "situations" else _as_it_is
        blank = self._blank_situation if key == "situations" else BLANKS[key]
        made = LinesEditor(f"{AREA}.{key}", LABELS[key], form, SUMMARIES[key], blank, copied)
        made.edited.connect(lambda: self.edited.emit(key, made.lines))
        return made

    def _line_form(self, key: str) -> LineForm:
        return PartForm(PARTS[key], f"{AREA}.{key}", make_file=self._make_file)

    def _blank_situation(self, situations: Any) -> Situation:
        return new_situation(situations, referred_keys(self._content) if self._content else ())

    def _take(self, key: str) -> None:
        if self.form is not None:
            self.edited.emit(key, getattr(self.form.part, key))

    def _offer_options(self, table: LinesEditor, key: str, content: MatterContent, *, is_new: bool) -> None:
        if key not in {"materials", "fees"} or not isinstance(table.form, PartForm):
            return
        choices = option_choices(content.situations)
        if is_new or choices != self._offered.get(key):
            self._offered[key] = choices
            table.form.offer("when", choices)


class SituationsPanel(SectionPanel):
    """Questions with their options, and beside them the trial."""

    @property
    def editor(self) -> LinesEditor:
        """The list of questions."""
        return self.tables["situations"]

    @override
    def show_content(self, content: MatterContent) -> None:
        self._question.know(content)
        super().show_content(content)
        self._offer_earlier(self.editor.current)
        if self._tabs.currentIndex():
            self.trial.show_content(content)

    @override
    def focus_place(self, place: Place) -> None:
        self._tabs.setCurrentIndex(0)
        super().focus_place(place)

    def turn(self) -> None:
        """To the other tab."""
        self._tabs.setCurrentIndex(1 - self._tabs.currentIndex())

    @override
    def _line_form(self, key: str) -> LineForm:
        self._question = QuestionForm(f"{AREA}.{key}")
        return self._question

    @override
    def _lay_out(self) -> None:
        self._tabs = QTabBar()
        set_names(self._tabs, f"{AREA}.situations.tabs", "问题或试答")
        for title in ("问题与选项", "试答  F7"):
            self._tabs.addTab(title)
        self._tabs.setExpanding(False)
        self.trial = TrialPanel(f"{AREA}.situations")
        stack = QStackedWidget()
        stack.addWidget(self.editor)
        stack.addWidget(self.trial)
        self._column.addWidget(self._tabs)
        self._column.addWidget(stack, 1)
        self._tabs.currentChanged.connect(stack.setCurrentIndex)
        self._tabs.currentChanged.connect(self._turned)
        self.editor.opened.connect(self._offer_earlier)

    def _turned(self, tab: int) -> None:
        if tab and self._content is not None:
            self.trial.show_content(self._content)

    def _offer_earlier(self, position: int) -> None:
        if position >= 0:
            self._question.ask_after(self.editor.lines[:position])


def _differs(part: Any, content: MatterContent, keys: Iterable[str]) -> bool:
    return part is None or any(getattr(part, key) != getattr(content, key) for key in keys)


def _as_it_is(line: Any, _others: Any) -> Any:
    return line
