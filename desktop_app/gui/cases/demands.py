"""逐项要求: for every line of a checklist whether something is asked for, and what it must fulfil."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.cases.checklist import is_needed
from desktop_app.gui.forms import LinesEdit, one_line, set_names
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MaterialSpec

USUAL_DEMAND = "请按办事指南要求提交"
LONGEST_DEMAND = 300


class DemandList(QWidget):
    """Ticked lines show the words that will be told; `is_ticked` says which begin that way."""

    def __init__(
        self,
        lines: Sequence[tuple[int, MaterialSpec]],
        is_ticked: Callable[[MaterialSpec], bool] = is_needed,
    ) -> None:
        super().__init__()
        self._demands: dict[int, tuple[QCheckBox, LinesEdit]] = {}
        self._is_ticked = is_ticked
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        for position, spec in lines:
            self._add_line(column, position, spec)
        column.addStretch(1)

    def demands(self) -> dict[int, str]:
        """What is asked for, by position of the line."""
        return {
            position: one_line(words.toPlainText())
            for position, (box, words) in self._demands.items()
            if box.isChecked()
        }

    def find_fault(self) -> str:
        """Every ticked line needs words; the cursor goes into the first that has none."""
        for position, text in self.demands().items():
            if not text:
                self._demands[position][1].setFocus()
                return f"请写明第 {position + 1} 项材料的补正要求。"
        return ""

    def _add_line(self, column: QVBoxLayout, position: int, spec: MaterialSpec) -> None:
        box = QCheckBox(f"{position + 1}. {spec.name}（{spec.necessity.label}）")
        set_names(box, f"cases.demand_{position + 1}", f"补正：{spec.name}")
        words = LinesEdit(LONGEST_DEMAND)
        set_names(words, f"cases.demand_text_{position + 1}", f"{spec.name} 的补正要求")
        words.setPlainText((spec.standard or spec.instructions or USUAL_DEMAND)[:LONGEST_DEMAND])
        words.setFixedHeight(words.fontMetrics().lineSpacing() * 2 + GRID * 3)
        box.toggled.connect(words.setVisible)
        box.setChecked(self._is_ticked(spec))
        words.setVisible(box.isChecked())
        indented = QHBoxLayout()
        indented.setContentsMargins(GRID * 4, 0, 0, GRID)
        indented.addWidget(words)
        column.addWidget(box)
        column.addLayout(indented)
        self._demands[position] = (box, words)
