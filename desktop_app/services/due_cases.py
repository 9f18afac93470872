"""到期办件: what the law does to a case by itself once a day is over, whether anybody clicks or not.

视为受理 (行政许可法 art. 32, paragraph 1, item 4), and 视为撤回 of what was not supplied in time.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.services.acceptance import deem_accepted
from desktop_app.services.case_records import CaseRecord, keep, read_record
from desktop_app.services.termination import end_case
from desktop_app.services.work import SYSTEM, Office, Work
from models.cases import Case, CaseClock
from models.enums import CaseAction, CaseState, ClockKind

CHUNK = 200

log = logging.getLogger(__name__)

S = CaseState


@dataclass(frozen=True, slots=True)
class DueCases:
    """How many cases the law moved, and how many it could not: their dates need a calendar that is not loaded."""

    accepted: int = 0
    lapsed: int = 0
    stuck: int = 0

    @property
    def total(self) -> int:
        """Cases that were moved."""
        return self.accepted + self.lapsed


@dataclass(frozen=True, slots=True)
class _Expiry:
    """A clock whose end changes the case: in which states, and how."""

    clock: ClockKind
    states: tuple[CaseState, ...]
    act: Callable[[Work, CaseRecord], object]
    is_local_rule: bool = False
    """视为撤回 for want of materials rests on local rules (安阳市政务服务条例 第24、36条): an office may switch it off."""


def _lapse(reason: str) -> Callable[[Work, CaseRecord], object]:
    def act(work: Work, record: CaseRecord) -> object:
        return end_case(work, record, CaseAction.LAPSE, reason)

    return act


EXPIRIES = (
    _Expiry(ClockKind.NOTICE, (S.SUBMITTED, S.PREEXAMINED, S.RECEIVED), deem_accepted),
    _Expiry(ClockKind.SUBMISSION, (S.DRAFT,), _lapse("草稿逾期未提交")),
    _Expiry(ClockKind.SUPPLEMENT, (S.RETURNED,), _lapse("预审退回后逾期未修改提交"), is_local_rule=True),
    _Expiry(ClockKind.SUPPLEMENT, (S.SUPPLEMENTING,), _lapse("逾期未补正申请材料"), is_local_rule=True),
    _Expiry(
        ClockKind.DEFERRAL,
        (S.ACCEPTED, S.SUSPENDED, S.EXAMINED),
        _lapse("容缺受理的材料逾期未补齐"),
        is_local_rule=True,
    ),
)


def settle_due_cases(office: Office) -> DueCases:
    """Do to every case what its clocks say for today; safe at any time, from many machines at once.

    Every case is an act of its own: one that cannot be moved keeps no other from it.
    """
    accepted = lapsed = stuck = 0
    for expiry in EXPIRIES:
        for case_id in _due(office, expiry):
            try:
                moved = _settle(office, case_id, expiry)
            except ServiceError as error:
                log.warning("a case that is due could not be moved: %s", error.code)
                stuck += 1
                continue
            accepted += moved and expiry.clock is ClockKind.NOTICE
            lapsed += moved and expiry.clock is not ClockKind.NOTICE
    return DueCases(accepted, lapsed, stuck)


def _due(office: Office, expiry: _Expiry) -> Iterator[int]:
    """The cases whose clock is over, part by part: reading goes on while acts are written."""
    last = 0
    while True:
        with office.read(SYSTEM) as work:
            if expiry.is_local_rule and not work.settings.closes_unsupplemented:
                return
            found = work.session.scalars(
                _overdue(work, expiry).where(Case.id > last).order_by(Case.id).limit(CHUNK)
            ).all()
        yield from found
        if len(found) < CHUNK:
            return
        last = found[-1]


def _overdue(work: Work, expiry: _Expiry) -> sa.Select[int]:
    """Open cases whose nearest date is over, of them those whose clock of this kind is."""
    return (
        sa.select(Case.id)
        .join(CaseClock, sa.and_(CaseClock.case_id == Case.id, CaseClock.kind == expiry.clock))
        .where(
            Case.closed_at.is_(None),
            Case.due_on < work.today,
            Case.state.in_(expiry.states),
            CaseClock.stopped_on.is_(None),
            CaseClock.due_on < work.today,
        )
    )


def _settle(office: Office, case_id: int, expiry: _Expiry) -> bool:
    """Move one case, if nobody was faster; raises `calendar_not_loaded`."""
    with office.work(SYSTEM) as work:
        case = work.session.get(Case, case_id, with_for_update=True)
        still_due = work.session.scalar(_overdue(work, expiry).where(Case.id == case_id))
        if case is None or still_due is None:
            return False
        record = read_record(work, case)
        expiry.act(work, record)
        keep(work, record)
        return True
