"""The sixteen sections with a mark each: complete, with findings, changed since the version in force."""

from collections.abc import Iterable
from dataclasses import fields
from typing import NamedTuple

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop_app.gui.catalogue.editor.issues import SIGNS, Issue, count_by_section
from desktop_app.gui.catalogue.editor.panels import section_keys
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import Section
from models.elements import QualityLevel

CHANGED, FILLED, EMPTY = "改", "✓", "—"
DEFAULTS = {field.name: field.default for field in fields(MatterContent)}


class SectionRow(NamedTuple):
    """One section as the list shows it."""

    section: Section
    mark: str
    words: str
    tone: Tone


def section_rows(
    content: MatterContent, base: MatterContent | None, issues: Iterable[Issue]
) -> list[SectionRow]:
    """The state of every section."""
    counts = count_by_section(issues)
    rows: list[SectionRow] = []
    for section in Section:
        keys = section_keys(section)
        errors, warnings = (counts[section, level] for level in (QualityLevel.ERROR, QualityLevel.WARNING))
        is_changed = base is not None and any(getattr(content, key) != getattr(base, key) for key in keys)
        is_filled = any(getattr(content, key) != DEFAULTS[key] for key in keys)
        shape = _shape(errors, warnings, is_filled=is_filled)
        words = [f"{errors}个错误"] * bool(errors) + [f"{warnings}个提醒"] * bool(warnings)
        words = words or ["已填，没有发现问题" if is_filled else "未填"]
        if is_changed:
            words.append("与现行版本不同")
        tone = Tone.BAD if errors else Tone.WARNING if warnings else Tone.GOOD if is_filled else Tone.MUTED
        mark = f"{shape} {CHANGED}" if is_changed else shape
        rows.append(SectionRow(section, mark, f"{section.label}：{'，'.join(words)}", tone))
    return rows


def _shape(errors: int, warnings: int, *, is_filled: bool) -> str:
    found = [f"{SIGNS[QualityLevel.ERROR]}{errors}"] * bool(errors)
    found += [f"{SIGNS[QualityLevel.WARNING]}{warnings}"] * bool(warnings)
    return " ".join(found) or (FILLED if is_filled else EMPTY)


def _label(row: SectionRow) -> str:
    return row.section.label


def _mark(row: SectionRow) -> str:
    return row.mark


def _words(row: SectionRow) -> str:
    return row.words


def _tone(row: SectionRow) -> Tone:
    return row.tone


_COLUMNS: tuple[Column[SectionRow], ...] = (
    Column("部分", _label, 13, tooltip=_words),
    Column("情况", _mark, 8, tooltip=_words, tone=_tone),
)


class SectionList(ListTable):
    """Up and Down go through the sections; Enter goes into the one chosen."""

    def __init__(self) -> None:
        super().__init__("editor.sections", "实施清单各部分")
        self.setSelectionMode(ListTable.SelectionMode.SingleSelection)
        self.show_rows(RowsModel[SectionRow](_COLUMNS, lambda row: row.section, self))
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def fit_text(self) -> None:
        """All sixteen in sight on the usual screen."""
        super().fit_text()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID)

    def show_state(self, rows: list[SectionRow]) -> None:
        """Renew the marks."""
        self.rows_model().replace(rows)

    def choose(self, section: Section) -> None:
        """Put the cursor on a section."""
        self.select_key(section)
