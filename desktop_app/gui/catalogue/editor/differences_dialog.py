"""What the draft on the screen changes of the version it started from."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.catalogue.comparison import ComparisonView, comparison_table
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import button, label
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.differences import Difference, differences

USUAL_SIZE = QSize(960, 620)
SAME = "与{base}没有差别。"
CHANGED = "与{base}相比有 {count} 处不同。"


class DifferencesDialog(QDialog):
    """The comparison of the review, over what is still being written."""

    def __init__(
        self, parent: QWidget, base: MatterContent | None, base_name: str, content: MatterContent
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("修改前后对照")
        set_names(self, "editor.differences", "修改前后对照")
        self.found: Sequence[Difference] = differences(base, content)
        words = CHANGED if self.found else SAME
        self.summary = label(words.format(base=base_name, count=len(self.found)), "heading", wrap=True)
        self.view = ComparisonView("editor.differences_view", "修改前后对照")
        self.view.show_page(lambda: comparison_table(self.found, base_name, "修订稿"))
        close = button("editor.differences_close", "关闭", key="Esc")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(self.view, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        size = QSize(theme.px(USUAL_SIZE.width()), theme.px(USUAL_SIZE.height()))
        self.resize(size.boundedTo(parent.window().size()))
        self.view.setFocus()
