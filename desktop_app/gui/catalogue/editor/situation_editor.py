"""办理情形: one question with its options and their limits; the keys behind them are made and kept by themselves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.catalogue.editor.issues import Issue
from desktop_app.gui.catalogue.editor.part_form import PartForm, lock_inputs
from desktop_app.gui.catalogue.editor.parts import free_key, option_choices, referred_keys, used_keys
from desktop_app.gui.page import button, label
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MatterContent, Situation, SituationOption

NARROW_CARD = 420
"""Pixels at 100 %: below this width the two limits stand under each other."""
HINT = "选项的时限只在选了它会改变事项时限时才填；只能有一个问题改变时限。"


class OptionCard(QFrame):
    """One option: its words, the limits it sets, its place."""

    changed = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, area: str, number: int) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.form = PartForm(SituationOption, area)
        self.form.narrow = NARROW_CARD
        self.form.changed.connect(self._tell)
        self.stops: list[QWidget] = [self.form]
        """What Tab reaches, in its order."""
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        head = QHBoxLayout()
        head.addWidget(label(f"选项 {number}", "strong"), 1)
        for name, text, words, act in (
            ("up", "↑", "上移", lambda: self.moved.emit(-1)),
            ("down", "↓", "下移", lambda: self.moved.emit(1)),
            ("remove", "删除", "删除", self.removed.emit),
        ):
            made = button(f"{area}.{name}", f"{words}选项{number}")
            made.setText(text)
            made.setProperty("kind", "compact")
            made.clicked.connect(_plain(act))
            head.addWidget(made)
            self.stops.append(made)
        column.addLayout(head)
        column.addWidget(self.form)

    def _tell(self, _key: str) -> None:
        self.changed.emit()


class QuestionForm(QWidget):
    """The form of one question, for a `LinesEditor`."""

    changed = Signal(str)

    def __init__(self, area: str) -> None:
        super().__init__()
        self.part: Any = None
        self._area = area
        self._content: MatterContent | None = None
        self._earlier: tuple[Situation, ...] = ()
        self._issues: Mapping[str, list[Issue]] = {}
        self._is_locked = False
        self.head = PartForm(Situation, area)
        self.head.changed.connect(self._take_head)
        self.cards: list[OptionCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID)
        self._fault = label("", wrap=True)
        self._fault.setObjectName(f"{area}.fault")
        self._fault.setProperty("tone", "bad")
        self.add: QPushButton = button(f"{area}.add_option", "添加选项", tooltip="添加选项（Ctrl+Insert）")
        self.add.clicked.connect(_plain(self.add_option))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._fault)
        column.addWidget(self.head)
        column.addLayout(self._cards)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(HINT, "note", wrap=True))
        column.addStretch(1)
        self._fault.hide()

    def know(self, content: MatterContent) -> None:
        """The matter the question belongs to: new keys must be none of its."""
        self._content = content

    def ask_after(self, earlier: tuple[Situation, ...]) -> None:
        """The questions before this one: only their options may be what it is asked for."""
        self._earlier = earlier
        self.head.offer("asked_when", option_choices(earlier))

    def show_part(self, part: Any) -> None:
        """Fill in another question."""
        self.part = part
        self.head.show_part(part)
        self._renew_cards()

    def show_issues(self, issues: Mapping[str, list[Issue]]) -> None:
        """What concerns the whole question on top, the rest at its field."""
        self._issues = issues
        self.head.show_issues(issues)
        whole = issues.get("", [])
        self._fault.setText("\n".join(f"{issue.sign}：{issue.text}" for issue in whole))
        self._fault.setVisible(bool(whole))
        for at, card in enumerate(self.cards, 1):
            start = f"options[{at}]."
            card.form.show_issues(
                {key.removeprefix(start): found for key, found in issues.items() if key.startswith(start)}
            )

    def find_nonsense(self) -> list[str]:
        """The places of options in which something stands that is no limit."""
        return [
            f"options[{at}].{key}"
            for at, card in enumerate(self.cards, 1)
            for key in card.form.find_nonsense()
        ]

    def focus_field(self, key: str) -> None:
        """Put the cursor into a field; an option's first field where the path leads there."""
        if key == "options" and self.cards:
            self.cards[0].form.focus_field("")
        else:
            self.head.focus_field(key)

    def lock(self, *, is_locked: bool) -> None:
        """Only to be read, or to be changed again."""
        self._is_locked = is_locked
        lock_inputs(self, is_locked=is_locked)

    def add_option(self) -> None:
        """One more option, with a key of its own."""
        if self.part is None or self._is_locked:
            return
        used = used_keys((self.part,))
        if self._content is not None:
            used |= used_keys(self._content.situations) | referred_keys(self._content)
        self._set_options((*self.part.options, SituationOption(free_key("o", used), "")))
        self.cards[-1].form.focus_field("text")

    def _set_options(self, options: tuple[SituationOption, ...]) -> None:
        self.part = replace(self.part, options=options)
        self.head.part = self.part
        self._renew_cards()
        self.changed.emit("options")

    def _renew_cards(self) -> None:
        while len(self.cards) > len(self.part.options):
            card = self.cards.pop()
            card.hide()
            self._cards.removeWidget(card)
            card.deleteLater()
        while len(self.cards) < len(self.part.options):
            self._add_card()
        for card, option in zip(self.cards, self.part.options, strict=True):
            card.form.show_part(option)
        self._order_tabs()
        lock_inputs(self, is_locked=self._is_locked)

    def _order_tabs(self) -> None:
        """Tab goes through the question, then option by option, its words before its place, then to one more option."""
        stops = [self.head, *(part for card in self.cards for part in card.stops)]
        chain = [part for stop in stops for part in _tab_stops(stop)]
        for before, behind in pairwise([*chain, self.add]):
            QWidget.setTabOrder(before, behind)

    def _add_card(self) -> None:
        at = len(self.cards)
        card = OptionCard(f"{self._area}.option_{at + 1}", at + 1)
        card.changed.connect(lambda: self._take_option(at))
        card.removed.connect(lambda: self._remove(at))
        card.moved.connect(self._mover(at))
        self.cards.append(card)
        self._cards.addWidget(card)

    def _mover(self, at: int) -> Callable[[int], None]:
        def move(by: int) -> None:
            self._move(at, by)

        return move

    def _take_head(self, key: str) -> None:
        self.part = replace(self.head.part, options=self.part.options)
        self.changed.emit(key)

    def _take_option(self, at: int) -> None:
        options = list(self.part.options)
        options[at] = self.cards[at].form.part
        self.part = replace(self.part, options=tuple(options))
        self.head.part = self.part
        self.changed.emit("options")

    def _remove(self, at: int) -> None:
        self._set_options((*self.part.options[:at], *self.part.options[at + 1 :]))

    def _move(self, at: int, by: int) -> None:
        options = list(self.part.options)
        if 0 <= at + by < len(options):
            options[at], options[at + by] = options[at + by], options[at]
            self._set_options(tuple(options))


def _tab_stops(part: QWidget) -> list[QWidget]:
    """The controls of a part that Tab stops at; what a choice folds out is a window of its own and none of them."""
    return [
        each
        for each in (part, *part.findChildren(QWidget))
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and each.window() is part.window()
    ]


def _plain(act: Any) -> Any:
    """Without the boolean that `clicked` carries."""

    def press() -> None:
        act()

    return press
