"""The one place for style: colours, spacing, type sizes, icons and the style sheet of every window."""

import functools
from dataclasses import dataclass
from enum import Enum
from string import Template
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.paths import FONTS, ICONS, RESOURCES
from models.enums import Light

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QAbstractButton, QLabel

IconTone = Literal["text", "side", "accent", "on_accent"]

GRID = 8
"""Pixels: every distance is a multiple (or a half) of it."""
FAMILY = "Noto Sans SC"
RARE_FAMILY = "HanaMinB"
SMALL, BODY, TITLE = 12, 14, 20
"""The three type sizes in pixels at 100 %."""
MIN_PERCENT, MAX_PERCENT = 100, 200


class Tone(Enum):
    """What a colour says; it never says it alone."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    MUTED = "muted"


LIGHT_TONES = {Light.GREEN: Tone.GOOD, Light.YELLOW: Tone.WARNING, Light.RED: Tone.BAD}
LIGHT_SHAPES = {Light.GREEN: "●", Light.YELLOW: "▲", Light.RED: "■"}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Theme:
    """One set of colours, `#rrggbb`; every pair of `text_pairs` keeps a contrast of at least 4.5:1."""

    name: str
    label: str
    window: str
    surface: str
    raised: str
    stripe: str
    border: str
    edge: str
    """The border of what can be filled in: at least 3:1."""
    text: str
    muted: str
    disabled: str
    """Words of what cannot be used now; its border is dashed too, so that no colour says it alone."""
    accent: str
    accent_strong: str
    on_accent: str
    selected: str
    on_selected: str
    side: str
    on_side: str
    side_selected: str
    on_side_selected: str
    good: str
    good_soft: str
    warning: str
    warning_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str

    def tone(self, tone: Tone) -> str:
        """The colour of text that says this."""
        return {
            Tone.NEUTRAL: self.text,
            Tone.INFO: self.info,
            Tone.GOOD: self.good,
            Tone.WARNING: self.warning,
            Tone.BAD: self.bad,
            Tone.MUTED: self.muted,
        }[tone]

    def text_pairs(self) -> list[tuple[str, str]]:
        """Every text colour with every ground it is written on."""
        grounds = (self.window, self.surface, self.raised, self.stripe)
        words = (
            self.text,
            self.muted,
            self.disabled,
            self.accent,
            self.good,
            self.warning,
            self.bad,
            self.info,
        )
        return [
            *((word, ground) for word in words for ground in grounds),
            (self.on_accent, self.accent),
            (self.on_accent, self.accent_strong),
            (self.on_selected, self.selected),
            (self.on_side, self.side),
            (self.on_side_selected, self.side_selected),
            (self.good, self.good_soft),
            (self.warning, self.warning_soft),
            (self.bad, self.bad_soft),
            (self.info, self.info_soft),
            *(
                (self.text, soft)
                for soft in (self.good_soft, self.warning_soft, self.bad_soft, self.info_soft)
            ),
        ]


THEMES: dict[str, Theme] = {
    theme.name: theme
    for theme in (
        Theme(
            name="light", label="浅色",
            window="#f3f5f8", surface="#ffffff", raised="#f9fafc", stripe="#f6f8fb",
            border="#d9dfe8", edge="#7e8a9c", text="#1b2430", muted="#556274", disabled="#64707f",
            accent="#1d5ba6", accent_strong="#164a8a", on_accent="#ffffff",
            selected="#dbe8f8", on_selected="#12304f",
            side="#12304f", on_side="#d5e1ef", side_selected="#1f4e80", on_side_selected="#ffffff",
            good="#19703a", good_soft="#e3f4e9", warning="#855200", warning_soft="#fdf1d8",
            bad="#b3261e", bad_soft="#fce8e6", info="#1d5ba6", info_soft="#e6effa",
        ),
        Theme(
            name="dark", label="深色",
            window="#151a21", surface="#1d242d", raised="#252d38", stripe="#212933",
            border="#374353", edge="#7c8a9d", text="#e8edf3", muted="#a9b5c4", disabled="#8d99a9",
            accent="#7db4f0", accent_strong="#a3cbf6", on_accent="#0d1a29",
            selected="#234468", on_selected="#f2f7fc",
            side="#10151b", on_side="#c3cedb", side_selected="#234468", on_side_selected="#ffffff",
            good="#79d297", good_soft="#1b3626", warning="#f0c05a", warning_soft="#3b2f14",
            bad="#ff9d94", bad_soft="#46211f", info="#8fc0f4", info_soft="#1b3149",
        ),
        Theme(
            name="contrast", label="高对比",
            window="#000000", surface="#000000", raised="#000000", stripe="#101010",
            border="#ffffff", edge="#ffffff", text="#ffffff", muted="#f0f0f0", disabled="#a3a3a3",
            accent="#ffe14d", accent_strong="#fff0a0", on_accent="#000000",
            selected="#ffe14d", on_selected="#000000",
            side="#000000", on_side="#ffffff", side_selected="#ffe14d", on_side_selected="#000000",
            good="#66ff99", good_soft="#000000", warning="#ffd23f", warning_soft="#000000",
            bad="#ff9b93", bad_soft="#000000", info="#8fd0ff", info_soft="#000000",
        ),
    )
}  # fmt: skip


@dataclass(slots=True)
class _InForce:
    """What `apply` chose last: one program has one dress."""

    theme: Theme
    percent: int


_in_force = _InForce(THEMES["light"], 100)


def current() -> Theme:
    """The theme in force."""
    return _in_force.theme


def text_percent() -> int:
    """The text size in force, in per cent."""
    return _in_force.percent


def px(size: int) -> int:
    """A length in pixels at the text size in force: for what must grow with its words."""
    return round(size * text_percent() / 100)


def light_words(light: Light) -> str:
    """A traffic light as shape and word, so that no colour speaks alone."""
    return f"{LIGHT_SHAPES[light]} {light.label}"


def apply(app: QApplication, theme_name: str = "light", percent: int = 100) -> Theme:
    """Dress the whole program; an unknown theme counts as light, the text size is kept within 100 to 200 %."""
    theme = THEMES.get(theme_name, THEMES["light"])
    _in_force.theme = theme
    _in_force.percent = max(MIN_PERCENT, min(MAX_PERCENT, percent))
    _load_text_fonts()
    _speak_chinese(app)
    app.setStyle("Fusion")
    app.setFont(_font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    for widget in app.allWidgets():
        _redraw_icon(widget)
    return theme


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme at the text size in force."""
    template = Template((RESOURCES / "style.qss").read_text("utf-8"))
    colours = {name: getattr(theme, name) for name in theme.__slots__}
    lengths = {
        f"px{size}": f"{px(size)}px" for size in (2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 64, 96)
    }
    return template.substitute(colours, **lengths, family=FAMILY, icons=ICONS.as_posix())


def icon(name: str, tone: IconTone = "text") -> "QIcon":
    """One of our own line icons (`resources/icons/NAME.svg`) in the theme's colours."""
    from desktop_app.gui.icons import line_icon  # the login window is painted without any

    theme = current()
    usual, other = {
        "text": (theme.text, theme.disabled),
        "side": (theme.on_side, theme.on_side_selected),
        "accent": (theme.accent, theme.disabled),
        "on_accent": (theme.on_accent, theme.disabled),
    }[tone]
    return line_icon(name, usual, other, "checked" if tone == "side" else "disabled")


def set_icon(widget: "QAbstractButton | QLabel", name: str, tone: IconTone = "text", size: int = 20) -> None:
    """Give a button or label an icon that follows the theme; `size` in pixels at 100 %."""
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_tone", tone)
    widget.setProperty("icon_size", size)
    _redraw_icon(widget)


def set_style(widget: QWidget, **properties: str) -> None:
    """Set what the style sheet looks at (`kind`, `tone`, …) and have the widget drawn anew."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def load_rare_characters() -> None:
    """Load the face for characters beyond Noto Sans SC: 30 MB, so after the first window is up."""
    _load_font("HanaMinB.ttf")


def _redraw_icon(widget: QWidget) -> None:
    name = widget.property("icon_name")
    if name:
        from desktop_app.gui.icons import put_icon

        put_icon(widget, icon(name, widget.property("icon_tone")), px(widget.property("icon_size")))


def _font() -> QFont:
    font = QFont([FAMILY, RARE_FAMILY])
    font.setPixelSize(px(BODY))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for part, colour in (
        (role.Window, theme.window), (role.WindowText, theme.text), (role.Base, theme.surface),
        (role.AlternateBase, theme.stripe), (role.Text, theme.text), (role.Button, theme.raised),
        (role.ButtonText, theme.text), (role.BrightText, theme.bad), (role.Highlight, theme.selected),
        (role.HighlightedText, theme.on_selected), (role.Link, theme.accent),
        (role.LinkVisited, theme.accent), (role.ToolTipBase, theme.raised), (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted), (role.Light, theme.surface), (role.Midlight, theme.raised),
        (role.Mid, theme.border), (role.Dark, theme.edge), (role.Shadow, theme.edge),
        (role.Accent, theme.accent),
    ):  # fmt: skip
        palette.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.disabled))
    return palette


def _speak_chinese(app: QApplication) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if app.property("speaks_chinese"):
        return
    app.setProperty("speaks_chinese", True)
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def _load_text_fonts() -> None:
    _load_font("NotoSansSC-Regular.ttf")
    _load_font("NotoSansSC-Bold.ttf")


@functools.cache
def _load_font(name: str) -> None:
    if QFontDatabase.addApplicationFont(str(FONTS / name)) < 0:
        raise FileNotFoundError(FONTS / name)
