"""Whatever happens in whatever order: every clock of every case shows the day that counting on one's fingers gives."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop_app.rules.cases import CLOSED, TRANSITIONS, actions_in
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import audit, cases, extension
from desktop_app.services.due_cases import settle_due_cases
from desktop_app.services.work import SYSTEM, Actor, Office, Work, hall_date
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial
from models.enums import CaseAction, CaseState, ClockKind, ReceivedAs
from models.printing import IssuedDocument
from tests.conftest import SettableClock
from tests.factories import LICENCE_CODE, Hall, add_matter, licence_case
from tests.services.clock_model import Life
from tests.services.examining import colleague
from tests.services.test_one_list import ACTS, ENDS, MADE, Act, begin

SPRING = datetime(2026, 2, 5, 1, 30, tzinfo=UTC)
"""A week and a half before the long holiday of the spring, between two worked Saturdays."""
AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)
"""No limit that starts before ends in a year without a calendar."""
DEFERRABLE = 3


def _supply_one(work: Work, case_id: int, revision: int) -> object:
    """The first line that is still asked for."""
    asked = sa.select(sa.func.min(CaseMaterial.position)).where(
        CaseMaterial.case_id == case_id, CaseMaterial.demand != ""
    )
    line = ReceivedMaterial(work.session.scalar(asked) or 0, ReceivedAs.ORIGINAL, 1)
    return cases.receive_supplement(work, case_id, revision, (line,))


MORE: dict[CaseAction, tuple[str, Act]] = {
    **ACTS,
    CaseAction.SUPPLEMENT: (
        "clerk",
        lambda w, c, r: cases.request_supplement(w, c, r, {0: "请签字", 2: "请标明比例"}),
    ),
    CaseAction.RECEIVE_SUPPLEMENT: ("clerk", _supply_one),
    CaseAction.EXTEND: ("colleague", lambda w, c, r: extension.extend_case(w, c, r, "李局长")),
}
steps = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 4), st.sampled_from([0, 0, 0, 0, 1, 1, 3, 8])),
    min_size=25,
    max_size=50,
)


@pytest.fixture
def made_id(office: Office, hall: Hall) -> int:
    """The matter with two examination steps and a certificate that is made."""
    del hall
    with Session(office.database.writer) as session:
        number = add_matter(session, 1, f"{LICENCE_CODE[:-3]}009", MADE)
        session.commit()
    return number


@pytest.fixture
def people(office: Office, hall: Hall) -> dict[str, Actor]:
    """Everybody who acts, by the names of the acts."""
    names = {who for who, _ in MORE.values()} - {"colleague"}
    return {name: getattr(hall, name) for name in names} | {"colleague": colleague(office, hall)}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, number=st.integers(0, 10**9))
def test_every_clock_shows_the_day_that_counting_day_by_day_gives(
    office: Office,
    hall: Hall,
    made_id: int,
    people: dict[str, Actor],
    clock: SettableClock,
    steps: list[tuple[int, int, int]],
    number: int,
) -> None:
    clock.now = SPRING
    lives = _begin(office, hall, made_id, number)
    for case_id in lives:
        _compare(office, case_id, lives[case_id])
    for choice, which, days in steps:
        if clock.now > AUTUMN:
            break
        case_id = list(lives)[which]
        action = _act(office, people, case_id, choice)
        if action is not None:
            _follow(office, case_id, lives[case_id], action)
        clock.advance(days=days)
        if days:
            _settle(office, lives)
    _check_papers(office)
    _check_events(office, set(lives))
    with office.read(SYSTEM) as work:
        assert audit.find_broken_entry(work).is_whole


def _begin(office: Office, hall: Hall, made_id: int, number: int) -> dict[int, Life]:
    """A received case, one in two steps, a draft, an online application, one whose report may follow."""
    plain = Life((None,), 3, None, CaseState.RECEIVED)
    stepped = Life((2, 2), None, 1, CaseState.RECEIVED)
    given = [plain, stepped, replace(plain, state=CaseState.DRAFT), replace(plain, state=CaseState.DRAFT)]
    known = dict(zip(begin(office, hall, made_id, number), given, strict=True))
    with office.work(hall.clerk) as work:
        deferred = cases.receive_case(work, licence_case(hall, missing=(DEFERRABLE,))).case_id
    known[deferred] = replace(plain, is_deferred=True)
    begun = (CaseAction.RECEIVE, CaseAction.ACCEPT, CaseAction.DRAFT, CaseAction.SUBMIT, CaseAction.RECEIVE)
    today = hall_date(SPRING)
    for (case_id, life), action in zip(known.items(), begun, strict=True):
        life.running, life.pauses = {}, []
        life.follow(action, _state(office, case_id), today)
    return known


def _act(office: Office, people: dict[str, Actor], case_id: int, choice: int) -> CaseAction | None:
    """One of the acts the table allows now, by who may do it; `None` where it was refused."""
    with office.read(SYSTEM) as work:
        case = work.session.get_one(Case, case_id)
        state, revision = case.state, case.revision
    offered = [action for action in actions_in(state) if action in MORE]
    usual = [action for action in offered if action not in ENDS]
    chosen = offered if choice % 10 == 0 else usual or offered
    if not chosen:
        return None
    action = chosen[choice // 10 % len(chosen)]
    who, act = MORE[action]
    try:
        with office.work(people[who]) as work:
            act(work, case_id, revision)
    except ServiceError:
        return None
    return action


def _follow(office: Office, case_id: int, life: Life, action: CaseAction) -> None:
    state = _state(office, case_id)
    is_late = action is CaseAction.ACCEPT and life.expired(hall_date(office.clock())) is not None
    life.follow(CaseAction.DEEM_ACCEPTED if is_late else action, state, hall_date(office.clock()))
    _compare(office, case_id, life)


def _settle(office: Office, lives: dict[int, Life]) -> None:
    """What the law does by itself to every case, and to no other."""
    assert settle_due_cases(office).stuck == 0
    today = hall_date(office.clock())
    for case_id, life in lives.items():
        expired = life.expired(today)
        if expired is not None:
            action = CaseAction.DEEM_ACCEPTED if expired is CaseState.ACCEPTED else CaseAction.LAPSE
            life.follow(action, expired, today)
        _compare(office, case_id, life)


def _compare(office: Office, case_id: int, life: Life) -> None:
    with office.read(SYSTEM) as work:
        case = work.session.get_one(Case, case_id)
        rows = work.session.scalars(
            sa.select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.stopped_on.is_(None))
        ).all()
        shown: dict[ClockKind, date] = {row.kind: row.due_on for row in rows}
        assert (case.state, shown) == (life.state, life.dues())
        assert (case.closed_at is not None) == (case.state in CLOSED) == (not shown)
        if shown:
            assert (case.due_on, shown[case.due_clock]) == (min(shown.values()),) * 2


def _state(office: Office, case_id: int) -> CaseState:
    with office.read(SYSTEM) as work:
        return work.session.get_one(Case, case_id).state


def _check_papers(office: Office) -> None:
    """Within each series of an organ, a kind and a year the numbers run from 1 without a gap."""
    series: dict[str, list[int]] = {}
    with office.read(SYSTEM) as work:
        for number in work.session.scalars(sa.select(IssuedDocument.number)):
            head, _, tail = number.partition("第")
            series.setdefault(head, []).append(int(tail.removesuffix("号")))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in series.values())


def _check_events(office: Office, case_ids: set[int]) -> None:
    """Each line of the process follows from the one before as the table says."""
    before = dict.fromkeys(case_ids, CaseState.DRAFT)
    with office.read(SYSTEM) as work:
        rows = work.session.scalars(
            sa.select(CaseEvent).where(CaseEvent.case_id.in_(case_ids)).order_by(CaseEvent.id)
        )
        for row in rows:
            found = TRANSITIONS[row.action]
            assert before[row.case_id] in found.sources
            assert row.state in (found.targets or (before[row.case_id],))
            before[row.case_id] = row.state
