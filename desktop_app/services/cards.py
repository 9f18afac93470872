"""督办提示（黄牌、红牌）: every light that turned is kept with its reason; an appeal leaves a trace, nothing is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services.case_rows import is_near, light_rule
from desktop_app.services.work import SYSTEM, Office, Work
from models.accounts import Account
from models.base import table_of
from models.cases import Case, CaseClock
from models.enums import Area, ClockKind, Light, Permission
from models.procedure import RequestState
from models.supervision import CaseCard

PAGE = 100
CHUNK = 500
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card of a case and what came of the appeal against it; `appeal` is `None` where nobody appealed."""

    id: int
    case_id: int
    number: str
    matter_name: str
    clock: ClockKind
    due_on: date
    light: Light
    raised_on: date
    reason: str
    appeal: RequestState | None
    appeal_reason: str
    appealed_by: str
    appealed_at: datetime | None
    decision_note: str
    decided_by: str

    @property
    def counts(self) -> bool:
        """Whether it stands: an approved appeal takes its effect away, not the card."""
        return self.appeal is not RequestState.APPROVED


def raise_cards(office: Office) -> int:
    """Keep a card for every running clock that has turned yellow or red; how many are new. Safe from many machines."""
    with office.read(SYSTEM) as work:
        found = [*_cards(work, Light.RED), *_cards(work, Light.YELLOW)]
    if not found:
        return 0
    with office.work(SYSTEM) as work:
        raised = sum(_keep(work, found[start : start + CHUNK]) for start in range(0, len(found), CHUNK))
        if raised:
            work.record("cards.raise", "office", Area.CASES, count=raised)
    return raised


def list_cards(work: Work, case_id: int) -> list[CardRow]:
    """The cards of a case, the oldest first."""
    work.require(Permission.CASES_VIEW)
    return _rows(work, _select().where(CaseCard.case_id == case_id).order_by(CaseCard.id))


def list_appeals(work: Work, after: int = 0, limit: int = PAGE) -> list[CardRow]:
    """The appeals that wait for a decision, in the order of their cards."""
    work.require(Permission.CARDS_DECIDE)
    query = _select().where(CaseCard.appeal_state == RequestState.OPEN, CaseCard.id > after)
    return _rows(work, query.order_by(CaseCard.id).limit(limit))


def appeal_card(work: Work, card_id: int, reason: str) -> CardRow:
    """申诉: say why a card should not count; once a card. Raises `card_unknown`, `card_appealed`."""
    work.require(Permission.CARDS_APPEAL)
    reason = clean_text(reason, "申诉理由", needed=True)
    card = _locked(work, card_id)
    if card.appeal_state is not None:
        raise ServiceError("card_appealed")
    card.appeal_state, card.appeal_reason = RequestState.OPEN, reason
    card.appealed_by, card.appealed_at = work.account_id, work.now
    row = _changed(work, card)
    work.record("cards.appeal", f"case:{row.number}", Area.CASES, clock=row.clock, light=row.light)
    return row


def decide_appeal(work: Work, card_id: int, note: str, *, is_justified: bool) -> CardRow:
    """Approve or decline an appeal, with words; never by who appealed.

    Raises `card_unknown`, `card_not_appealed`, `card_own_appeal`.
    """
    work.require(Permission.CARDS_DECIDE)
    note = clean_text(note, "处理意见", needed=True)
    card = _locked(work, card_id)
    if card.appeal_state is not RequestState.OPEN:
        raise ServiceError("card_not_appealed")
    if card.appealed_by == work.account_id:
        raise ServiceError("card_own_appeal")
    card.appeal_state = RequestState.APPROVED if is_justified else RequestState.DECLINED
    card.decision_note, card.decided_by, card.decided_at = note, work.account_id, work.now
    row = _changed(work, card)
    work.record("cards.decide", f"case:{row.number}", Area.CASES, clock=row.clock, appeal=row.appeal)
    return row


def _cards(work: Work, light: Light) -> Iterator[dict[str, Any]]:
    """The running clocks of open cases under this light that have no such card yet."""
    is_known = sa.exists().where(
        CaseCard.case_id == CaseClock.case_id,
        CaseCard.clock == CaseClock.kind,
        CaseCard.due_on == CaseClock.due_on,
        CaseCard.light == light,
    )
    is_lit = (
        CaseClock.due_on < work.today
        if light is Light.RED
        else is_near(work, CaseClock.started_on, CaseClock.due_on)
    )
    rows = work.session.execute(
        sa.select(CaseClock.case_id, CaseClock.kind, CaseClock.due_on)
        .join(Case, Case.id == CaseClock.case_id)
        .where(Case.closed_at.is_(None), CaseClock.stopped_on.is_(None), is_lit, ~is_known)
        .order_by(CaseClock.case_id)
    )
    for case_id, clock, due_on in rows:
        yield {
            "case_id": case_id,
            "clock": clock,
            "due_on": due_on,
            "light": light,
            "raised_on": work.today,
            "reason": _reason(work, clock, due_on, light),
        }


def _reason(work: Work, clock: ClockKind, due_on: date, light: Light) -> str:
    if light is Light.RED:
        return f"{clock.label}已于{due_on.isoformat()}届满"
    rule = light_rule(work)
    return (
        f"{clock.label}将于{due_on.isoformat()}届满，"
        f"剩余不多于{rule.yellow_days}个工作日或者已用{rule.yellow_share:.0%}"
    )


def _keep(work: Work, cards: list[dict[str, Any]]) -> int:
    """Add what nobody has added meanwhile."""
    connection, table = work.session.connection(), table_of(CaseCard)
    statement = _INSERT[connection.dialect.name](table).values(cards).on_conflict_do_nothing()
    return len(connection.execute(statement.returning(table.c.id)).all())


def _locked(work: Work, card_id: int) -> CaseCard:
    card = work.session.get(CaseCard, card_id, with_for_update=True, populate_existing=True)
    if card is None:
        raise ServiceError("card_unknown")
    return card


def _changed(work: Work, card: CaseCard) -> CardRow:
    work.session.flush()
    return _rows(work, _select().where(CaseCard.id == card.id))[0]


def _select() -> sa.Select[*tuple[Any, ...]]:
    appealer, decider = aliased(Account), aliased(Account)
    return (
        sa.select(
            CaseCard.id,
            CaseCard.case_id,
            Case.number,
            Case.matter_name,
            CaseCard.clock,
            CaseCard.due_on,
            CaseCard.light,
            CaseCard.raised_on,
            CaseCard.reason,
            CaseCard.appeal_state,
            CaseCard.appeal_reason,
            sa.func.coalesce(appealer.name, ""),
            CaseCard.appealed_at,
            CaseCard.decision_note,
            sa.func.coalesce(decider.name, ""),
        )
        .join(Case, Case.id == CaseCard.case_id)
        .outerjoin(appealer, appealer.id == CaseCard.appealed_by)
        .outerjoin(decider, decider.id == CaseCard.decided_by)
    )


def _rows(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[CardRow]:
    return [CardRow(*row) for row in work.session.execute(query)]
