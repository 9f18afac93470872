"""The filters above the catalogue: one compact choice each, one key to clear them all."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget
from typing_extensions import override

from desktop_app.gui.catalogue.tree_model import Grouping
from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import button
from desktop_app.rules.matter_filter import ApplicantGroup, MatterFilter
from desktop_app.services.catalogue_tree import MatterGroup
from models.elements import OrganisationTheme, PersonTheme
from models.enums import LabelledEnum, MatterState, UseLevel

PERSON, ORGANISATION = "person:", "organisation:"
FEW_LETTERS, LETTERS = 5, 6
"""Characters of a choice that are always seen."""
LONG = frozenset({"catalogue.filter_theme", "catalogue.filter_department"})


class FilterBar(QWidget):
    """What of the catalogue is shown, and what its tree begins with."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grouping = _choice("catalogue.grouping", "排列", _labels(Grouping))
        self.applicant = _choice(
            "catalogue.filter_applicant", "服务对象", _labels(ApplicantGroup), "服务对象"
        )
        self.theme = _choice("catalogue.filter_theme", "主题", _themes(), "主题")
        self.department = _choice("catalogue.filter_department", "部门", (), "部门")
        self.level = _choice("catalogue.filter_level", "行使层级", _labels(UseLevel), "层级")
        self.immediate = _check("catalogue.filter_immediate", "即办")
        self.online = _check("catalogue.filter_online", "全程网办")
        self.state = _choice("catalogue.filter_state", "事项状态", _labels(MatterState), "状态")
        self.choices = (self.applicant, self.theme, self.department, self.level, self.state)
        self.checks = (self.immediate, self.online)
        self.clear_button = button("catalogue.filter_clear", "清除", key="Ctrl+0", kind="quiet")
        row = Flow(from_left=True)
        for part in (self.grouping, *self.choices, *self.checks, self.clear_button):
            row.addWidget(part)
        self.setLayout(row)
        for combo in (self.grouping, *self.choices):
            combo.activated.connect(self._tell)
        for box in self.checks:
            box.clicked.connect(self._tell)
        self.clear_button.clicked.connect(self.clear)
        self._show_state()

    @property
    def chosen(self) -> MatterFilter:
        """What is asked for."""
        kind, _, code = str(self.theme.currentData() or "").partition(":")
        state = self.state.currentData()
        department = self.department.currentData()
        return MatterFilter(
            applicant=ApplicantGroup(self.applicant.currentData()) if self.applicant.currentData() else None,
            person_theme=PersonTheme(code) if f"{kind}:" == PERSON else None,
            organisation_theme=OrganisationTheme(code) if f"{kind}:" == ORGANISATION else None,
            department_id=int(department) if department else None,
            use_level=UseLevel(self.level.currentData()) if self.level.currentData() else None,
            is_immediate=self.immediate.isChecked(),
            is_fully_online=self.online.isChecked(),
            states=(MatterState(state),) if state else (),
        )

    @property
    def order(self) -> Grouping:
        """What the tree begins with."""
        return Grouping(self.grouping.currentData())

    def show_departments(self, departments: Sequence[MatterGroup]) -> None:
        """Offer these departments; the one chosen stays chosen."""
        chosen = self.department.currentData()
        with QSignalBlocker(self.department):
            while self.department.count() > 1:
                self.department.removeItem(1)
            for group in departments:
                self.department.addItem(group.name, str(group.department_id))
            self.department.setCurrentIndex(max(0, self.department.findData(chosen)))

    def clear(self) -> None:
        """Ask for nothing in particular again."""
        if self.chosen.is_set:
            for combo in self.choices:
                combo.setCurrentIndex(0)
            for box in self.checks:
                box.setChecked(False)
            self._tell()

    def _tell(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        """A choice that asks for something is written bold, and the way to clear it appears."""
        for combo in self.choices:
            font = combo.font()
            font.setBold(combo.currentIndex() > 0)
            combo.setFont(font)
        self.clear_button.setVisible(self.chosen.is_set)


class _Choice(QComboBox):
    """A choice no wider than it must be."""

    @override
    def showPopup(self) -> None:
        """The whole text of a choice is seen where it is chosen."""
        digit = self.fontMetrics().horizontalAdvance("字")
        longest = max((len(self.itemText(at)) for at in range(self.count())), default=0)
        self.view().setMinimumWidth(min(longest + 3, 30) * digit)
        super().showPopup()


def _choice(name: str, title: str, choices: Iterable[tuple[str, str]], empty: str = "") -> QComboBox:
    combo = _Choice()
    set_names(combo, name, title)
    combo.setToolTip(title)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(LETTERS if name in LONG else FEW_LETTERS)
    if empty:
        combo.addItem(empty, "")
    for text, value in choices:
        combo.addItem(text, value)
    return combo


def _check(name: str, title: str) -> QCheckBox:
    box = QCheckBox(title)
    set_names(box, name, f"只看{title}")
    return box


def _labels(kind: type[LabelledEnum]) -> list[tuple[str, str]]:
    return [(member.label, member.value) for member in kind]


def _themes() -> list[tuple[str, str]]:
    """Themes for persons, then those for bodies: the same number means another theme there."""
    return [
        *((f"个人 · {theme.label}", f"{PERSON}{theme}") for theme in PersonTheme),
        *((f"法人 · {theme.label}", f"{ORGANISATION}{theme}") for theme in OrganisationTheme),
    ]
