"""申请人历史 on the screen: the cases as a list, under it certificates, promises, ratings and bars."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.applicants.notice import bar_words
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.cases.rows import MATTER, NUMBER, RECEIVED, STATE, moment
from desktop_app.gui.fields import set_names
from desktop_app.gui.parts import label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.applicants import ApplicantHistory, CertificateRow, RatingRow
from desktop_app.services.bars import BarRow
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.pledges import PledgeRow
from models.procedure import PledgeOutcome

COLUMNS: tuple[Column[CaseRow], ...] = (
    replace(MATTER, least=8),
    replace(STATE, least=7),
    RECEIVED,
    replace(NUMBER, least=0),
)
"""They give way in large type: the number is left out first, for Enter opens the case."""
NOTHING = "没有证照、承诺、评价和限制登记。"
SHARE = 200
"""Pixels at 100 %: list and records begin with the same height."""
SOON = timedelta(days=90)
"""A certificate that ends within this time deserves a word."""


class HistoryView(QWidget):
    """Who it is and what to look out for in one line, then everything; Enter on a case opens it."""

    opened = Signal(object)
    """The `CaseRow` to be opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = label("", "strong", wrap=True)
        set_names(self.summary, "applicants.summary", "申请人")
        self.warnings = label("", wrap=True)
        set_names(self.warnings, "applicants.warnings", "需要注意")
        self.cases = ListTable("applicants.cases", "以前的办件")
        self.cases.show_rows(RowsModel[CaseRow](COLUMNS, lambda row: row.id, self.cases))
        self.cases.opened.connect(self.opened)
        self.records = Entries("applicants.records", "证照、承诺、评价和限制", NOTHING)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.cases)
        halves.addWidget(self.records)
        halves.setSizes([theme.px(SHARE), theme.px(SHARE)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(self.warnings)
        column.addWidget(halves, 1)

    def show_history(self, history: ApplicantHistory) -> None:
        """Show everything about one applicant."""
        words = f"{history.name}　{history.masked_number}　办件 {len(history.cases)} 件"
        if history.as_agent:
            words += f"，替人代办 {history.as_agent} 件"
        self.summary.setText(words)
        warnings = warning_words(history)
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))
        theme.set_style(self.warnings, tone=Tone.BAD.value)
        self.cases.rows_model().replace(history.cases)
        self.records.show_entries(record_entries(history))


def warning_words(history: ApplicantHistory) -> list[str]:
    """What to look out for: bars in force, broken promises, certificates that end."""
    words = [bar_words(bar) for bar in history.bars if bar.holds_on(history.today)]
    broken = sum(row.outcome is PledgeOutcome.BROKEN for row in history.pledges)
    if broken:
        words.append(f"▲ 有 {broken} 项承诺经核查不实")
    return words + [
        f"▲ {row.name} {row.number} 将于 {row.valid_until.isoformat()} 到期"
        for row in history.certificates
        if row.valid_until is not None and history.today <= row.valid_until <= history.today + SOON
    ]


def record_entries(history: ApplicantHistory) -> list[Entry]:
    """Bars, certificates, promises and ratings, under each other."""
    return [
        *(_bar(row, history.today) for row in history.bars),
        *(_certificate(row, history.today) for row in history.certificates),
        *(_pledge(row) for row in history.pledges),
        *_ratings(history.ratings),
    ]


def _bar(row: BarRow, today: date) -> Entry:
    holds = row.holds_on(today)
    until = row.until_on.isoformat() if row.until_on else "解除为止"
    state = "生效中" if holds else "已解除" if row.lifted_at else "已到期"
    text = row.facts
    if row.lifted_at is not None:
        text += f"\n解除：{row.lift_reason}（{row.lifted_by}，{moment(row.lifted_at)}）"
    facts = f"{row.from_on.isoformat()} 至 {until} · {row.matter_name or '全部事项'}"
    if row.recorded_by:
        facts += f" · 登记人 {row.recorded_by}"
    return Entry(f"限制　{row.ground.label} · {state}", facts, text, Tone.BAD if holds else Tone.NEUTRAL)


def _certificate(row: CertificateRow, today: date) -> Entry:
    if row.valid_until is None:
        until, tone = "长期或未注明有效期", Tone.NEUTRAL
    elif row.valid_until < today:
        until, tone = f"{row.valid_until.isoformat()} 已到期", Tone.WARNING
    else:
        until, tone = f"有效期至 {row.valid_until.isoformat()}", Tone.NEUTRAL
    number = f"　{row.number}" if row.number else ""
    return Entry(f"证照　{row.name}{number}", f"{row.matter_name} · {until}", tone=tone)


def _pledge(row: PledgeRow) -> Entry:
    if row.outcome is not None:
        state = row.outcome.label
    elif row.ended_at is not None:
        state = "已撤回或终止"
    else:
        state = f"最迟于 {row.check_due_on.isoformat()} 核查" if row.check_due_on else "决定后核查"
    tone = Tone.BAD if row.outcome is PledgeOutcome.BROKEN else Tone.NEUTRAL
    return Entry(f"承诺　{row.subject} · {state}", f"{row.matter_name} · {moment(row.pledged_at)}", tone=tone)


def _ratings(rows: Iterable[RatingRow]) -> Iterable[Entry]:
    for row in rows:
        yield Entry(f"评价　{row.grade.label}", f"{row.matter_name} · {moment(row.given_at)}", row.text)
