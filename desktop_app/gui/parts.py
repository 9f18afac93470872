"""Small parts of every window: labels, buttons that show their key, the message bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_app.gui import theme
from desktop_app.gui.fields import set_names
from desktop_app.gui.theme import GRID, Tone

TONE_ICONS = {
    Tone.BAD: "warning",
    Tone.WARNING: "warning",
    Tone.GOOD: "done",
    Tone.INFO: "info",
    Tone.NEUTRAL: "info",
    Tone.MUTED: "info",
}


def label(text: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label styled by the theme: `title`, `heading`, `subtitle`, `note`, `strong`, or plain."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # what a person typed is never markup
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


def button(
    name: str, text: str, *, key: str = "", icon: str = "", kind: str = "", tooltip: str = ""
) -> QPushButton:
    """A button whose key (`F9`, `Ctrl+P`) is shown on it; `kind` is `primary`, `danger`, `quiet` or plain."""
    words = f"{text}  {key}" if key else text
    made = QPushButton(f" {words}" if icon else words)
    set_names(made, name, text)
    made.setToolTip(tooltip or (f"{text}（{key}）" if key else text))
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        theme.set_icon(made, icon, "on_accent" if kind == "primary" else "text")
    return made


class MessageBar(QFrame):
    """One sentence in place, with icon and colour, that can be put away; hidden while there is nothing to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self._icon = QLabel()
        self._text = label("", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        set_names(self._text, f"{name}.message", "提示")
        self._close = button(f"{name}.message_close", "知道了", kind="quiet")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where one was writing
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID * 2, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown; empty while hidden."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Show a sentence."""
        self._text.setText(text)
        self._text.setAccessibleDescription(text)
        theme.set_icon(self._icon, TONE_ICONS[tone])
        theme.set_style(self, tone=tone.value)
        self.show()

    def clear(self) -> None:
        """Put the sentence away."""
        self._text.clear()
        self.hide()
