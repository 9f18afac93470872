"""Style: contrast by computation, sizes by the text percentage, every icon drawn in the theme's colours."""

import re
from collections import Counter

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFontDatabase, QFontMetrics, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui import theme
from desktop_app.gui.parts import button
from desktop_app.gui.theme import THEMES, Theme
from desktop_app.paths import ICONS, RESOURCES
from models.enums import Light

LEAST_CONTRAST = 4.5
LEAST_EDGE_CONTRAST = 3.0


def luminance(colour: str) -> float:
    """Relative luminance; source: WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dress", THEMES.values(), ids=THEMES.keys())
def test_every_text_can_be_read(dress: Theme) -> None:
    weak = [pair for pair in dress.text_pairs() if contrast(*pair) < LEAST_CONTRAST]

    assert weak == []


@pytest.mark.parametrize("dress", THEMES.values(), ids=THEMES.keys())
def test_every_field_and_its_focus_can_be_seen(dress: Theme) -> None:
    for line in (dress.edge, dress.accent):
        for ground in (dress.window, dress.surface):
            assert contrast(line, ground) >= LEAST_EDGE_CONTRAST


@pytest.mark.parametrize("dress", THEMES.values(), ids=THEMES.keys())
def test_the_style_sheet_is_filled_in_completely(dress: Theme) -> None:
    sheet = theme.style_sheet(dress)

    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert dress.window in sheet


@pytest.mark.parametrize("name", THEMES)
def test_hints_inside_fields_can_be_read(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    dress = theme.apply(qapp, name)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setPlaceholderText("扫码或输入")
    line.ensurePolished()
    hint = line.palette().color(QPalette.ColorRole.PlaceholderText)

    assert hint.alpha() == 255
    assert contrast(hint.name(), dress.surface) >= LEAST_CONTRAST


def test_the_style_sheet_holds_no_colour_of_its_own() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", (RESOURCES / "style.qss").read_text("utf-8")) == []


@pytest.mark.parametrize(("percent", "body"), [(100, 14), (150, 21), (200, 28), (50, 14), (900, 28)])
def test_text_grows_within_its_limits(qapp: QApplication, percent: int, body: int) -> None:
    theme.apply(qapp, "light", percent)

    assert qapp.font().pixelSize() == body


def test_an_unknown_theme_counts_as_light(qapp: QApplication) -> None:
    assert theme.apply(qapp, "rosa").name == "light"


def test_the_shipped_face_is_used_and_its_figures_are_of_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())

    assert theme.FAMILY in QFontDatabase.families()
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_rare_characters_find_their_face() -> None:
    theme.load_rare_characters()

    assert theme.RARE_FAMILY in QFontDatabase.families()


def test_qt_itself_speaks_chinese(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)

    assert cancel.text() == "取消"
    assert QLocale().territory() is QLocale.Country.China


@pytest.mark.parametrize("name", sorted(path.stem for path in ICONS.glob("*.svg")))
def test_every_icon_draws_something(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, "contrast")
    image = theme.icon(name).pixmap(48, 48).toImage()

    assert _inked(image) > 50
    assert _inked(image) < 48 * 48 / 2


def test_icons_follow_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "print")
    before = button.icon().pixmap(48, 48).toImage()
    theme.apply(qapp, "dark", 150)

    assert button.icon().pixmap(48, 48).toImage() != before
    assert button.iconSize().width() == 30


def test_a_light_is_never_a_colour_alone() -> None:
    words = {theme.light_words(light) for light in Light}

    assert words == {"● 正常", "▲ 临期", "■ 超期"}


def _inked(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 128 for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("kind", ["", "primary", "danger", "compact", "figure", "pad", "pad_primary"])
def test_a_disabled_button_looks_unlike_an_enabled_one(
    qapp: QApplication, qtbot: QtBot, name: str, kind: str
) -> None:
    dress = theme.apply(qapp, name)
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(400, 120)
    made = button("catalogue.press", "通过并发布", kind=kind)
    made.setParent(ground)
    made.resize(300, 80)
    enabled = _colours(made)
    made.setEnabled(False)
    disabled = _colours(made)

    assert QColor(dress.disabled).rgb() in disabled
    assert not disabled & {QColor(colour).rgb() for colour in (dress.accent, dress.edge, dress.bad)}
    assert QColor(dress.disabled).rgb() not in enabled


def _colours(widget: QWidget) -> set[int]:
    """Every colour that fills or frames it, without the blends at the edges of letters."""
    image = widget.grab().toImage()
    counts = Counter(image.pixel(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour for colour, count in counts.items() if count >= 20}
