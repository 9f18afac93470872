"""F1: what the page is for, and its keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.theme import GRID

WINDOW_KEYS = (
    ("Ctrl+K", "光标到搜索框（扫码处）"),
    ("Alt+1 … Alt+9", "切换页面"),
    ("F5", "重新读取本页"),
    ("Enter", "到下一项；在列表中打开所选行"),
    ("Esc", "关闭提示，已填内容不会丢失"),
    ("Ctrl+Shift+Q", "退出登录"),
    ("F1", "本帮助"),
)


class HelpDialog(QDialog):
    """The page's purpose and keys; it leaves the page usable."""

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(parent)
        set_names(self, "window.help", "帮助")
        self.setWindowTitle(f"帮助：{page.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(GRID * 2)
        column.addWidget(label(page.title, "title"))
        if page.help_text:
            column.addWidget(label(page.help_text, wrap=True))
        if page.keys:
            column.addWidget(label("本页按键", "strong"))
            column.addLayout(_key_list(page.keys))
        column.addWidget(label("通用按键", "strong"))
        column.addLayout(_key_list(WINDOW_KEYS))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        close = button("window.help_close", "关闭", key="Esc")
        close.clicked.connect(self.close)
        rows = QVBoxLayout(self)
        rows.addWidget(scroll)
        rows.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme.px(480), theme.px(480))


def _key_list(keys: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GRID * 3)
    grid.setColumnStretch(1, 1)
    for row, (key, what) in enumerate(keys):
        grid.addWidget(label(key, "key"), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(what, wrap=True), row, 1)
    return grid
