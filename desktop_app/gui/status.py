"""What is always in sight: who is signed in, which counter, whether the database is there, the calendar's years."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_app.gui import theme
from desktop_app.gui.fields import set_names
from desktop_app.gui.parts import label
from desktop_app.gui.theme import GRID


class StatusItem(QWidget):
    """An icon and some words."""

    def __init__(self, name: str, title: str, icon: str) -> None:
        super().__init__()
        self._icon = QLabel()
        self._words = label("")
        self._title = title
        set_names(self._words, name, title)
        theme.set_icon(self._icon, icon, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._icon)
        row.addWidget(self._words)

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, text: str, tone: str = "", tooltip: str = "") -> None:
        """Show words; `tone` colours them, the words alone must do."""
        self._words.setText(text)
        self._words.setToolTip(tooltip or f"{self._title}：{text}")
        self._words.setAccessibleDescription(text)
        theme.set_style(self._words, kind="status", tone=tone)
        self.setVisible(bool(text))


class StatusStrip(QFrame):
    """The strip along the lower edge of the main window."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self.person = StatusItem("status.person", "当前人员", "person")
        self.counter = StatusItem("status.counter", "当前窗口", "counter")
        self.work = StatusItem("status.work", "正在办理", "clock")
        self.database = StatusItem("status.database", "数据库", "database")
        self.calendar = StatusItem("status.calendar", "工作日历", "calendar")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID * 2, GRID // 2, GRID * 2, GRID // 2)
        row.setSpacing(GRID * 3)
        row.addWidget(self.person)
        row.addWidget(self.counter)
        row.addStretch(1)
        for item in (self.work, self.calendar, self.database):
            row.addWidget(item)
        self.work.say("")

    def show_database(self, *, is_there: bool) -> None:
        """Whether the database answers."""
        if is_there:
            self.database.say("数据库正常")
        else:
            self.database.say("■ 数据库中断", "bad", "连接恢复后自动继续；已填内容不会丢失")

    def show_busy(self, *, is_busy: bool) -> None:
        """Whether work is under way."""
        self.work.say("正在处理…" if is_busy else "")

    def show_calendar(self, years: tuple[int, ...], *, is_missing: bool) -> None:
        """Up to which year deadlines can be computed."""
        if not years:
            self.calendar.say("■ 日历未载入", "bad")
        elif is_missing:
            self.calendar.say(f"▲ 日历至 {years[-1]} 年", "warning", "下一年的放假安排尚未导入")
        else:
            self.calendar.say(f"日历至 {years[-1]} 年")
