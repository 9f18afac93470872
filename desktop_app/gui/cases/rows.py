"""How every list and page words a case: its time left, its light, its instants; and the columns lists are made of."""

from datetime import datetime

from desktop_app.gui.tables import Column
from desktop_app.gui.theme import LIGHT_TONES, Tone, light_words
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.work import HALL_ZONE
from models.enums import Light


def moment(at: datetime) -> str:
    """An instant as the hall's clock shows it, `2026-11-20 09:30`."""
    return f"{at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"


def days_left(row: CaseRow) -> str:
    """What is left of the time limit, in words."""
    if row.closed_at is not None:
        return "已结束"
    match row.remaining_days:
        case None:
            return "工作日历未载入"
        case 0 if row.light is Light.RED:  # over since a working day, and today is none
            return "期限已过"
        case 0:
            return "今天到期"
        case days if days < 0:
            return f"超期 {-days} 个工作日"
        case days:
            return f"剩余 {days} 个工作日"


def time_left(row: CaseRow) -> str:
    """Light as shape and word, days left and date: `● 正常　剩余 5 个工作日　2026-11-27`."""
    if row.closed_at is not None:
        return f"{moment(row.closed_at)} 结束"
    lamp = f"{light_words(row.light)}　" if row.light else ""
    return f"{lamp}{days_left(row)}　{row.due_on.isoformat()}"


def time_tone(row: CaseRow) -> Tone:
    """The colour that goes with the words."""
    return LIGHT_TONES[row.light] if row.light else Tone.MUTED


def explanation(row: CaseRow) -> str:
    """How the date was found, for hovering and F1; empty for a closed case."""
    if row.closed_at is not None or not row.due_explanation:
        return ""
    return f"{row.due_clock.label}：{row.due_explanation}"


TAIL = 12
"""The date and the serial number at the end of a case's number: what tells cases of one matter apart."""

NUMBER: Column[CaseRow] = Column(
    "办件编号", lambda row: f"…{row.number[-TAIL:]}", 14, tooltip=lambda row: row.number
)
APPLICANT: Column[CaseRow] = Column("申请人", lambda row: row.applicant_name, 16, least=8)
MATTER: Column[CaseRow] = Column("事项", lambda row: row.matter_name, 0, least=18)
STATE: Column[CaseRow] = Column("状态", lambda row: row.state.label, 13, least=11)
TIME_LEFT: Column[CaseRow] = Column(
    "剩余工作日",
    time_left,
    33,
    tooltip=lambda row: explanation(row) or time_left(row),
    tone=time_tone,
    least=20,
)
HOLDER: Column[CaseRow] = Column("承办", lambda row: row.holder_name, 10, least=0)
CHANNEL: Column[CaseRow] = Column("渠道", lambda row: row.channel.label.removesuffix("办理"), 6, least=0)
RECEIVED: Column[CaseRow] = Column("收件时间", lambda row: moment(row.received_at), 16)
