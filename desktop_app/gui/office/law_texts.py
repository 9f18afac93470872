"""文书法律用语: the sentences of law on papers, chosen at the left, worded at the right."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import Form, LinesField, TextField, set_names
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.law_texts import MAX_SENTENCE, LawKey
from desktop_app.rules.texts import MAX_NAME
from desktop_app.services.law_texts import LawTextRow, list_law_texts, restore_wording, reword

LIST_WIDTH, LEAST_HEIGHT = 240, 330
WIDTH = 880
LINES = 5
PLACES = {
    "days": "天数",
    "due": "到期日",
    "basis": "依据",
    "accepted": "受理日期",
    "review_body": "复议机关",
    "court": "法院",
    "authority": "批准权限",
    "until": "截止日期",
}
"""What each place of a sentence is filled with."""


class LawTextsDialog(ActDialog):
    """Ctrl+Enter keeps the sentence in sight; what was typed into others waits until one comes back to them."""

    def __init__(self, page: Page) -> None:
        super().__init__("office.law_texts", "文书法律用语", "保存这一条", page)
        self.widen(WIDTH)
        self._page = page
        self._rows: dict[LawKey, LawTextRow] = {}
        self._typed: dict[LawKey, tuple[str, str]] = {}
        self._shown: LawKey | None = None
        self.titles = QListWidget()
        set_names(self.titles, "office.law_list", "法律用语")
        self.titles.setFixedWidth(theme.px(LIST_WIDTH))
        self.titles.setMinimumHeight(theme.px(LEAST_HEIGHT))
        self.statute = TextField("office.law_statute", "法律名称及条款", max_length=MAX_NAME, required=True)
        self.words = LinesField(
            "office.law_words", "用语", lines=LINES, max_length=MAX_SENTENCE, required=True
        )
        self.facts = label("", "note", wrap=True)
        self.restore = button("office.law_restore", "恢复程序自带的用语", key="Alt+R")
        self.body.addLayout(self._halves(), 1)
        self.titles.currentItemChanged.connect(self._turn)
        self.restore.clicked.connect(self._restore)
        QShortcut(QKeySequence("Alt+R"), self).activated.connect(self.restore.click)

    def begin(self) -> None:
        """Open with the sentences as they are in force."""
        self.ask(self._save)
        self._page.jobs.read(self, list_law_texts, then=self._fill)

    @override
    def find_fault(self) -> str:
        """Both fields have words."""
        if not self.statute.value.strip():
            return "请填写法律名称及条款。"
        return "" if self.words.value.strip() else "请填写用语。"

    def _halves(self) -> QHBoxLayout:
        form = Form()
        form.add(self.statute)
        form.add(self.words)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(form)
        column.addWidget(self.facts)
        column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label("修改后新制作的文书使用新的用语；已经制作的文书不变。", "note", wrap=True))
        column.addStretch(1)
        halves = QHBoxLayout()
        halves.setSpacing(GRID * 2)
        halves.addWidget(self.titles)
        halves.addWidget(scrolled(right), 1)
        return halves

    def _fill(self, rows: list[LawTextRow]) -> None:
        self._rows = {row.key: row for row in rows}
        for row in rows:
            item = QListWidgetItem(row.title)
            item.setData(Qt.ItemDataRole.UserRole, row.key.value)
            self.titles.addItem(item)
        self._mark()
        self.titles.setCurrentRow(0)
        self._words_at_first = self._words()

    def _turn(self, item: QListWidgetItem | None) -> None:
        self._note_typed()
        if item is not None:
            self._show(LawKey(item.data(Qt.ItemDataRole.UserRole)))

    def _note_typed(self) -> None:
        if self._shown is not None:
            row, typed = self._rows[self._shown], (self.statute.value, self.words.value)
            self._typed.pop(self._shown, None)
            if typed != (row.statute, row.text):
                self._typed[self._shown] = typed

    def _show(self, key: LawKey) -> None:
        row = self._rows[key]
        self._shown = key
        statute, text = self._typed.get(key, (row.statute, row.text))
        self.statute.set_value(statute)
        self.statute.line.setCursorPosition(0)
        self.words.set_value(text)
        places = "、".join(f"{{{name}}} {PLACES[name]}" for name in row.places)
        kinds = "、".join(kind.label for kind in row.kinds)
        filled = f"须保留的填写位置：{places}。" if places else "没有填写位置。"
        self.facts.setText(f"用于：{kinds}。第 {row.version} 版。{filled}")
        self.restore.setEnabled(row.is_own)
        if not self._typed:
            self._words_at_first = self._words()
        self.message.clear()

    def _mark(self) -> None:
        for at, row in enumerate(self._rows.values()):
            item = self.titles.item(at)
            item.setText(f"{row.title}　（本厅用语）" if row.is_own else row.title)

    def _save(self) -> None:
        if self._shown is not None:
            row = self._rows[self._shown]
            self._change(reword, row.key, self.statute.value, self.words.value, row.version)

    def _restore(self) -> None:
        if self._shown is not None:
            row = self._rows[self._shown]
            self._change(restore_wording, row.key, row.version)

    def _change(self, use_case: Any, *args: Any) -> None:
        self._page.jobs.change(
            self, use_case, *args, then=self._saved, refused=self.show_refusal, button=self.way_on
        )

    def _saved(self, row: LawTextRow) -> None:
        self._rows[row.key] = row
        self._typed.pop(row.key, None)
        self._mark()
        if self._shown == row.key:
            self._show(row.key)
        self.message.say(f"“{row.title}”已保存，现在是第 {row.version} 版。", Tone.GOOD)
