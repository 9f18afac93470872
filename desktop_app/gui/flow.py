"""A row of buttons or boxes that goes on in the next line where large type leaves no room for it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem
from typing_extensions import override

from desktop_app.gui.theme import GRID


class Flow(QLayout):
    """Lays its parts out from left to right, each line ending at the right or beginning at the left; or in equal columns."""

    def __init__(self, *, from_left: bool = False, in_columns: bool = False) -> None:
        super().__init__()
        self._in_columns = in_columns
        self._from_left = from_left or in_columns
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(GRID)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._height(self._lines(width))

    @override
    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = self._sizes(self._shown())
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    @override
    def minimumSize(self) -> QSize:
        """The widest part alone."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        lines = self._lines(rect.width())
        top = rect.top() + max(0, (rect.height() - self._height(lines)) // 2)
        for line in lines:
            sizes = self._sizes(line)
            taken = sum(size.width() for size in sizes) + self.spacing() * (len(line) - 1)
            left = rect.left() if self._from_left else rect.right() + 1 - taken
            for item, size in zip(line, sizes, strict=True):
                item.setGeometry(QRect(left, top, size.width(), size.height()))
                left += size.width() + self.spacing()
            top += max(size.height() for size in sizes) + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _sizes(self, items: list[QLayoutItem]) -> list[QSize]:
        """How large each is made: in columns as wide as the widest of all."""
        sizes = [item.sizeHint() for item in items]
        if not self._in_columns:
            return sizes
        widest = max((item.sizeHint().width() for item in self._shown()), default=0)
        return [QSize(widest, size.height()) for size in sizes]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        shown = self._shown()
        for item, size in zip(shown, self._sizes(shown), strict=True):
            needed = size.width()
            if not lines or needed > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= needed + self.spacing()
        return lines

    def _height(self, lines: list[list[QLayoutItem]]) -> int:
        heights = [max(item.sizeHint().height() for item in line) for line in lines]
        return sum(heights) + self.spacing() * max(0, len(heights) - 1)
