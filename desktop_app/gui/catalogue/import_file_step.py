"""Step one of the import: choose a file, or write the template people fill in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.page import button, label
from desktop_app.gui.theme import GRID

WORDS = (
    "可以导入 XLSX、CSV、JSON 行和 JSON 数组。",
    "按本系统模板填写的表、本系统导出的文件和广东省政务服务网的事项文件会自动识别。",
    "其他来源的表格和 JSON 在下一步把每一列对应到事项要素，对应关系可以存下来反复使用。",
    "导入前先列出会新增、更新哪些事项和全部问题，确认后一次写入；同样的内容再次导入不会产生变化。",
)


class FileStep(QWidget):
    """What can be imported, and the two ways on."""

    wanted = Signal()
    """A file is to be chosen."""
    template_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose = button(
            "catalogue.import_choose", "选择文件", key="Ctrl+O", icon="import", kind="primary"
        )
        self.template = button("catalogue.import_template", "另存空白模板", key="Ctrl+T", icon="export")
        self.choose.clicked.connect(self.wanted)
        self.template.clicked.connect(self.template_wanted)
        row = QHBoxLayout()
        row.setSpacing(GRID * 2)
        row.addWidget(self.choose)
        row.addWidget(self.template)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        for words in WORDS:
            column.addWidget(label(words, wrap=True))
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(self.choose)
