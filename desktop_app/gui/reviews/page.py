"""好差评: what citizens said, with its figures; services nobody rated stand apart and never count as satisfied."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView
from desktop_app.gui.reviews.shares import SharesCard
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.statistics.figures import FigureButton, FigureRow
from desktop_app.gui.tables import Column, Fetch, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.reviews import BAD_GRADES, rates
from desktop_app.services.reviews import ReviewRow, count_reviews, list_reviews
from desktop_app.services.work import Work
from models.enums import Area, Grade, InvitationState

HELP = (
    "上面是各等级的件数，点一个只看这一等级；“未评价”单独计数，从不算作满意。"
    "下面是收到的评价，不显示办事人的任何信息，也不显示办件编号。"
)
ROWS_AT_ONCE = 50
LEAST_HEIGHT = 300
"""Pixels at 100 % of list and words together; with less room the page scrolls."""
GRADE_SHAPES = {
    Grade.VERY_SATISFIED: "●●",
    Grade.SATISFIED: "●",
    Grade.BASICALLY_SATISFIED: "▲",
    Grade.DISSATISFIED: "■",
    Grade.VERY_DISSATISFIED: "■■",
}


def grade_tone(grade: Grade) -> Tone:
    """The colour that goes with a grade's shape and word."""
    if grade in BAD_GRADES:
        return Tone.BAD
    return Tone.WARNING if grade is Grade.BASICALLY_SATISFIED else Tone.GOOD


def _said(row: ReviewRow) -> str:
    """Own words before ticked sentences; on one line."""
    ticked = [f"✓ {text}" for text in row.options]
    return "　".join(part for part in (" ".join(row.text.split()), *ticked) if part) or "（没有写意见）"


COLUMNS: tuple[Column[ReviewRow], ...] = (
    Column("日期", lambda row: row.given_on.isoformat(), 11),
    Column(
        "等级",
        lambda row: f"{GRADE_SHAPES[row.grade]} {row.grade.label}",
        14,
        tone=lambda row: grade_tone(row.grade),
    ),
    Column("意见", _said, 0),
    Column("事项", lambda row: row.matter_name, 20, least=14),
    Column("工作人员", lambda row: row.clerk_name, 9, least=8),
    Column("窗口", lambda row: row.counter_name, 15, least=0),
)


class ReviewsPage(Page):
    """Counts, shares with their formulas, and the ratings one by one."""

    areas = frozenset({Area.REVIEWS})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("reviews.page", "好差评", jobs, "未评价单独计数，从不算作满意", parent)
        self.grade: Grade | None = None
        self.figures = {grade: _figure(grade) for grade in Grade}
        self.rated = FigureButton("reviews.figure_all", "全部评价", note="点击看全部")
        self.shares = SharesCard()
        self.table = ListTable("reviews.list", "收到的评价")
        self.model = KeysetModel[ReviewRow](
            COLUMNS, lambda row: row.id, jobs, _fetch(None), self, ROWS_AT_ONCE
        )
        self.table.show_rows(self.model)
        self.words = Entries("reviews.words", "评价全文", "在上面选一条评价，这里显示全文。")
        self.nothing = StateView("reviews.list_empty")
        self._list = QStackedWidget()
        self._lay_out()

    @override
    def refresh(self) -> None:
        self.jobs.read(self, count_reviews, then=self._show_counts)
        self.model.refresh()

    # building

    def _lay_out(self) -> None:
        for grade, figure in ((None, self.rated), *self.figures.items()):
            figure.clicked.connect(lambda _checked=False, grade=grade: self._choose(grade))
        for at, figure in enumerate((self.rated, *self.figures.values())):
            self.add_key(
                f"Ctrl+{at}", figure.click, f"只看“{figure.accessibleName()}”" if at else "看全部评价"
            )
        for part in (self.table, self.nothing):
            self._list.addWidget(part)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._list)
        halves.addWidget(self.words)
        halves.setSizes([300, 100])
        self.table.chosen.connect(self._show_words)
        self.model.arrived.connect(self._arrived)
        self.setFocusProxy(self.table)
        halves.setMinimumHeight(theme.px(LEAST_HEIGHT))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(FigureRow(self.rated, *self.figures.values()))
        column.addWidget(self.shares)
        column.addWidget(halves, 1)
        self.body.addWidget(scrolled(content))
        self.rated.setChecked(True)

    # what is shown

    def _choose(self, grade: Grade | None) -> None:
        self.grade = grade
        self.rated.setChecked(grade is None)
        for each, figure in self.figures.items():
            figure.setChecked(each is grade)
        self.model.search(_fetch(grade))

    def _show_counts(self, counts: dict[Grade | InvitationState, int]) -> None:
        grades = {grade: counts.get(grade, 0) for grade in Grade}
        unrated = counts.get(InvitationState.UNRATED, 0)
        for grade, figure in self.figures.items():
            figure.show_count(grades[grade])
        self.rated.show_count(sum(grades.values()))
        self.shares.show_shares(rates(grades, unrated), unrated, counts.get(InvitationState.OPEN, 0))

    def _arrived(self, rows: int) -> None:
        self.words.setVisible(rows > 0)
        if rows:
            self._list.setCurrentWidget(self.table)
            if self.table.current_row() is None:
                self.table.select_key(self.model.rows[0].id)
        else:
            which = f"“{self.grade.label}”的" if self.grade else ""
            self.nothing.show_empty(
                f"还没有{which}评价", "窗口办结后按 F12 邀请评价，办事人的评价会出现在这里。", icon="star"
            )
            self._list.setCurrentWidget(self.nothing)

    def _show_words(self, row: ReviewRow | None) -> None:
        if row is None:
            self.words.show_entries(())
            return
        facts = "　".join(
            part
            for part in (
                row.given_on.isoformat(),
                row.matter_name,
                row.counter_name,
                f"工作人员 {row.clerk_name}",
                "匿名" if row.is_anonymous else "实名",
            )
            if part
        )
        ticked = "\n".join(f"✓ {text}" for text in row.options)
        text = "\n".join(part for part in (row.text, ticked) if part) or "没有写意见，也没有勾选内容。"
        heading = f"{GRADE_SHAPES[row.grade]} {row.grade.label}"
        self.words.show_entries([Entry(heading, facts, text, grade_tone(row.grade))])


def _fetch(grade: Grade | None) -> Fetch[ReviewRow]:
    def fetch(work: Work, after: ReviewRow | None, limit: int) -> list[ReviewRow]:
        return list_reviews(work, after, limit, grade)

    return fetch


def _figure(grade: Grade) -> FigureButton:
    return FigureButton(f"reviews.figure_{grade}", grade.label, GRADE_SHAPES[grade], "", grade_tone(grade))
