"""The parts of a case's page: who applies, which materials, which clocks, what was done and decided."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.cases.entries import Entry
from desktop_app.gui.cases.rows import explanation, moment, time_left, time_tone
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import button, label
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.checklists import OUTSTANDING
from desktop_app.services.case_queries import CaseDetail, FullParty, MaterialRow, PartyRow
from desktop_app.services.printing import DocumentRow
from models.enums import (
    ApplicantKind,
    CaseState,
    InvitationState,
    MaterialNecessity,
    Opinion,
    PartyRole,
    ReceivedAs,
)

BEGINNINGS = {
    CaseState.DRAFT: "暂存",
    CaseState.SUBMITTED: "网上提交",
    CaseState.RETURNED: "网上提交",
    CaseState.PREEXAMINED: "网上提交",
}
"""How a case began that is not received yet."""
REVIEWS = {
    None: "尚未邀请评价",
    InvitationState.OPEN: "等待办事人评价",
    InvitationState.RATED: "✓ 已评价",
    InvitationState.UNRATED: "未评价（办事人没有作答）",
}


class Summary(QFrame):
    """Number, matter, state and time: what is asked first."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.number = label("", "strong")
        set_names(self.number, "cases.detail_number", "办件编号")
        self.number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy_number = button(
            "cases.copy_number", "复制编号", kind="quiet", tooltip="复制办件编号（Ctrl+Shift+C）"
        )
        self.copy_number.clicked.connect(self.copy)
        self.matter = label("", wrap=True)
        set_names(self.matter, "cases.detail_matter", "事项")
        self.standing = label("", "strong", wrap=True)
        set_names(self.standing, "cases.detail_state", "状态与时限")
        self.facts = label("", "subtitle", wrap=True)
        set_names(self.facts, "cases.detail_facts", "收件与评价")
        self.invite = button("cases.invite", "邀请评价", key="F12", icon="star")
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.number)
        head.addWidget(self.copy_number)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID // 2, GRID * 2, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self.matter)
        column.addWidget(self.standing)
        foot = QHBoxLayout()
        foot.addWidget(self.facts, 1)
        foot.addWidget(self.invite)
        column.addLayout(foot)

    def show_case(self, detail: CaseDetail) -> None:
        """Fill it in."""
        row = detail.row
        self.number.setText(row.number)
        situation = "；".join(f"{question}{answer}" for question, answer in detail.situation)
        words = f"{row.matter_name}　·　{row.applicant_name}"
        self.matter.setText(f"{words}\n办理情形：{situation}" if situation else words)
        words = f"{row.state.label}　{time_left(row)}"
        self.standing.setText(words)
        self.standing.setToolTip(explanation(row))
        self.standing.setAccessibleDescription(f"{words}。{explanation(row)}")
        theme.set_style(self.standing, tone=time_tone(row).value if row.light else "")
        parts = (
            f"{BEGINNINGS.get(row.state, '收件')} {moment(row.received_at)}",
            row.channel.label,
            f"承办 {row.holder_name}",
            f"查询码 {detail.query_code}",
            REVIEWS[detail.review],
        )
        self.facts.setText("　·　".join(parts))

    def copy(self) -> None:
        """Put the number on the clipboard."""
        QGuiApplication.clipboard().setText(self.number.text())
        self.copied.emit()


class Parties(QWidget):
    """Applicant and agent, masked until somebody asks for more and leaves a trace."""

    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: dict[PartyRole, QLabel] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID // 2)
        self.reveal = button("cases.reveal", "显示完整号码", key="F3", kind="quiet")
        self.reveal.setToolTip("显示完整证件号码、电话和地址；谁查看过会留下记录（F3）")
        self.reveal.clicked.connect(self.reveal_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID * 2, GRID, GRID, 0)
        row.addLayout(self._column, 1)
        row.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """What it says, one party a line."""
        return "\n".join(words.text() for words in self._labels.values())

    def show_parties(self, parties: tuple[PartyRow, ...], full: Mapping[PartyRole, FullParty]) -> None:
        """Fill it in; the parties in `full` are shown whole."""
        for role in set(self._labels) - {party.role for party in parties}:
            self._labels.pop(role).deleteLater()
        for party in parties:
            if party.role not in self._labels:
                made = self._labels[party.role] = label("", wrap=True)
                set_names(made, f"cases.detail_{party.role}", party.role.label)
                made.setTextFormat(Qt.TextFormat.PlainText)
                made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._column.addWidget(made)
            self._labels[party.role].setText(_party_words(party, full.get(party.role)))
        self.reveal.setVisible(any(party.role not in full for party in parties))


def _party_words(party: PartyRow, full: FullParty | None) -> str:
    number = full.identity_number if full else party.masked_number
    phone = full.phone if full else party.masked_phone
    kind = "" if party.kind is ApplicantKind.PERSON else f"（{party.kind.label}）"
    parts = [f"{party.role.label}：{party.name}{kind}", f"{party.identity_kind.label} {number}"]
    parts += [f"电话 {phone}"] if phone else []
    parts += [f"地址 {full.address}"] if full and full.address else []
    parts += [f"号码核对说明：{party.confirmation}"] if party.confirmation else []
    return "　".join(parts)


def materials_table() -> ListTable:
    """The checklist as it stands."""
    table = ListTable("cases.detail_materials", "申请材料")
    table.show_rows(RowsModel[MaterialRow](_MATERIALS, lambda row: row.position, table))
    return table


def documents_table() -> ListTable:
    """What was issued, and how often it came out; Enter opens the preview."""
    table = ListTable("cases.documents", "文书")
    table.show_rows(RowsModel[DocumentRow](_DOCUMENTS, lambda row: row.id, table))
    return table


def clock_entries(detail: CaseDetail) -> list[Entry]:
    """Every clock with its date and how it was found."""
    return [
        Entry(
            f"{clock.kind.label}　{clock.due_on.isoformat()}"
            + (f"　（{clock.stopped_on.isoformat()} 停止）" if clock.stopped_on else "　（计算中）"),
            f"{clock.started_on.isoformat()} 起",
            clock.explanation,
            Tone.MUTED if clock.stopped_on else Tone.NEUTRAL,
        )
        for clock in detail.clocks
    ]


def event_entries(detail: CaseDetail) -> list[Entry]:
    """The process, the latest act first."""
    return [
        Entry(
            f"{event.action.label} → {event.state.label}",
            f"{moment(event.at)}　{event.actor_name}",
            event.text,
        )
        for event in reversed(detail.events)
    ]


def decision_entries(detail: CaseDetail) -> list[Entry]:
    """The decision before the opinions it rests on."""
    entries = [
        Entry(
            f"{opinion.step_name or '审查'}意见：{opinion.opinion.label}",
            f"{moment(opinion.at)}　{opinion.name}",
            opinion.text,
            Tone.GOOD if opinion.opinion is Opinion.GRANT else Tone.WARNING,
        )
        for opinion in reversed(detail.opinions)
    ]
    decision = detail.decision
    if decision is None:
        return entries
    lines = [decision.reason] if decision.reason else []
    if decision.is_granted:
        lines += [f"{decision.certificate_name}　{decision.certificate_number}".strip()]
        lines += [decision.certificate_text] if decision.certificate_text else []
        lines += [f"有效期至 {decision.valid_until.isoformat()}"] if decision.valid_until else []
    heading = "✓ 决定：准予" if decision.is_granted else "✕ 决定：不予"
    tone = Tone.GOOD if decision.is_granted else Tone.BAD
    facts = f"{moment(decision.decided_at)}　{decision.decided_by}"
    return [Entry(heading, facts, "\n".join(lines), tone), *entries]


def _material_words(row: MaterialRow) -> str:
    """What a line is about; what was asked for or noted stands behind its name."""
    notes = [f"补正：{row.demand}"] if row.demand else []
    notes += [row.note] if row.note else []
    return f"{row.position + 1}. {row.name}" + (f"（{'；'.join(notes)}）" if notes else "")


def _received_words(row: MaterialRow) -> str:
    if row.received_as in OUTSTANDING:
        return row.received_as.label
    counted = f" {row.count}份" if row.count else ""  # a promise has no copies
    return f"✓ {row.received_as.label}{counted}"


def _received_tone(row: MaterialRow) -> Tone:
    if row.received_as is not ReceivedAs.NOT_RECEIVED:
        return Tone.GOOD
    is_waited_for = row.demand or row.necessity is MaterialNecessity.REQUIRED
    return Tone.WARNING if is_waited_for else Tone.MUTED


def _document_name(row: DocumentRow) -> str:
    return f"✕ {row.kind.label}（作废）" if row.void_reason else row.kind.label


def _document_words(row: DocumentRow) -> str:
    void = f"　作废：{row.void_reason}" if row.void_reason else ""
    return f"{row.kind.label}　{row.number}　{moment(row.issued_at)}　{row.issued_by}{void}"


def _print_words(row: DocumentRow) -> str:
    return f"{row.prints} 份" if row.prints else "未打印"


_MATERIALS: tuple[Column[MaterialRow], ...] = (
    Column("材料", _material_words, 0),
    Column("必要性", lambda row: row.necessity.label, 11),
    Column("收取", _received_words, 12, tone=_received_tone),
)
_DOCUMENTS: tuple[Column[DocumentRow], ...] = (
    Column("文书", _document_name, 0, tooltip=_document_words),
    Column(
        "打印",
        _print_words,
        6,
        align_right=True,
        tone=lambda row: Tone.NEUTRAL if row.prints or row.void_reason else Tone.WARNING,
    ),
)
