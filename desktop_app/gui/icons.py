"""Drawing our own line icons: `resources/icons/NAME.svg`, 24 × 24, one stroke, in a colour of the theme."""

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop_app.paths import ICONS

SIDE = 96
"""Pixels of the drawn picture: enough for 48 at a scale of two."""


@functools.cache
def line_icon(name: str, usual: str, other: str, other_is_for: str) -> QIcon:
    """An icon in its usual colour; in the other one where it is `disabled` or `checked`."""
    drawing = (ICONS / f"{name}.svg").read_text("utf-8")
    icon = QIcon()
    icon.addPixmap(_drawn(drawing, usual))
    if other_is_for == "checked":
        icon.addPixmap(_drawn(drawing, other), QIcon.Mode.Normal, QIcon.State.On)
    else:
        icon.addPixmap(_drawn(drawing, other), QIcon.Mode.Disabled)
    return icon


def put_icon(widget: QWidget, icon: QIcon, size: int) -> None:
    """Show an icon on a button or a label, `size` pixels high."""
    if isinstance(widget, QAbstractButton):
        widget.setIcon(icon)
        widget.setIconSize(QSize(size, size))
    elif isinstance(widget, QLabel):
        widget.setPixmap(icon.pixmap(QSize(size, size), widget.devicePixelRatioF()))


def _drawn(drawing: str, colour: str) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(SIDE, SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, SIDE, SIDE))
    painter.end()
    return pixmap
