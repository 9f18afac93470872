"""Two states of a matter side by side, element by element, with the changed words marked."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.theme import GRID
from desktop_app.rules.differences import ChangeKind, Difference, Span, changed_spans

NOTHING = "（无）"
MARKS = {
    ChangeKind.ADDED: "＋",
    ChangeKind.REMOVED: "－",
    ChangeKind.CHANGED: "△",
    ChangeKind.MOVED: "⇅",
}
"""A sign for each kind of change, so that no colour is needed."""


class ComparisonView(QTextBrowser):
    """Read-only and scrollable; what was taken away is struck through, what came is bold and underlined."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, name, title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(GRID)
        self.setOpenLinks(False)
        self._page: Callable[[], str] | None = None

    def show_page(self, page: Callable[[], str]) -> None:
        """Show what `page` makes; it is asked again when another theme brings other colours."""
        self._page = page
        self.setHtml(f"<div style='color:{theme.current().text}'>{page()}</div>")

    def clear_page(self) -> None:
        """Show nothing."""
        self._page = None
        self.clear()

    @override
    def changeEvent(self, e: QEvent) -> None:
        super().changeEvent(e)
        if e.type() == QEvent.Type.StyleChange and self._page is not None:
            self.show_page(self._page)


def heading(text: str) -> str:
    """A heading within a page."""
    return f"<p style='margin-top:{GRID * 2}px; color:{theme.current().accent}'><b>{escape(text)}</b></p>"


def sentences(lines: Sequence[str], colour: str) -> str:
    """Lines of text under one another, in a colour of the theme."""
    return "".join(f"<p style='margin:2px 0; color:{colour}'>{escape(line)}</p>" for line in lines)


def comparison_table(differences: Sequence[Difference], old_title: str, new_title: str) -> str:
    """The differences as a table of three columns, under the sections they belong to."""
    colours = theme.current()
    cell = f"padding:4px 8px; border:1px solid {colours.border}"
    rows = [
        "<tr>"
        + "".join(
            f"<th align='left' width='{width}%' style='{cell}; color:{colours.muted}'>{escape(title)}</th>"
            for title, width in (("要素", 24), (old_title, 38), (new_title, 38))
        )
        + "</tr>"
    ]
    section = None
    for each in differences:
        if each.section is not section:
            section = each.section
            rows.append(
                f"<tr><td colspan='3' style='{cell}; background-color:{colours.raised}'>"
                f"<b>{section.label}</b></td></tr>"
            )
        rows.append(_row(each, cell))
    return (
        "<table cellspacing='0' width='100%' style='border-collapse:collapse'>" + "".join(rows) + "</table>"
    )


def _row(each: Difference, cell: str) -> str:
    colours = theme.current()
    old_spans, new_spans = ((), ())
    if each.kind is ChangeKind.CHANGED:
        old_spans, new_spans = changed_spans(each.old_text, each.new_text)
    gone = f"background-color:{colours.bad_soft}; color:{colours.text}; text-decoration:line-through"
    come = f"background-color:{colours.good_soft}; color:{colours.text}; text-decoration:underline; font-weight:bold"
    kind = f"<span style='color:{colours.muted}'>{MARKS[each.kind]} {each.kind.label}</span>"
    return (
        f"<tr><td style='{cell}'>{escape(each.label)}<br>{kind}</td>"
        f"<td style='{cell}'>{_marked(each.old_text, old_spans, gone)}</td>"
        f"<td style='{cell}'>{_marked(each.new_text, new_spans, come)}</td></tr>"
    )


def _marked(text: str, spans: Sequence[Span], style: str) -> str:
    if not text:
        return f"<span style='color:{theme.current().muted}'>{NOTHING}</span>"
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [_plain(text[at:start]), f"<span style='{style}'>{_plain(text[start:end])}</span>"]
        at = end
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")
