"""Whatever people, channels and the law do in whatever order: every open case stands on one list of one owner."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop_app.rules.cases import CLOSED, COUNTER_STATES, actions_in
from desktop_app.rules.catalogue import Step
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import (
    cases,
    delivery,
    examination,
    extension,
    pending_cases,
    preexamination,
    reopening,
    side_ways,
    suspension,
)
from desktop_app.services.case_inputs import CaseInput
from desktop_app.services.due_cases import settle_due_cases
from desktop_app.services.examination_desks import STATES, list_desk
from desktop_app.services.online_cases import take_package
from desktop_app.services.statistics import list_backlog
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from desktop_app.services.worklists import Whose, count_worklists, list_worklist
from models.cases import Case
from models.enums import CaseAction, CaseState, Opinion, PartyRole, ReceivedAs, StepKind
from models.procedure import PauseGround, Worklist
from tests.conftest import MORNING, SettableClock
from tests.factories import LICENCE, LICENCE_CODE, UNMET, Hall, add_matter, licence_case, received
from tests.services.packages import materials, package

MANY = 10_000
MADE = replace(
    LICENCE,
    name="公共场所卫生许可（制证）",
    steps=(
        Step("初审", StepKind.EXAMINATION, 2),
        Step("复审", StepKind.EXAMINATION, 2),
        Step("制证", StepKind.CERTIFICATION, 1),
    ),
)
"""A licence that is examined in two steps, and whose certificate is made after the decision."""
Act = Callable[[Work, int, int], object]
COLLECTOR = delivery.Collector("王小萌", "本人", PartyRole.APPLICANT)
PAUSE = suspension.Suspension(PauseGround.TESTING, "《示例条例》第一条", "需要检测", 3, "李局长")
LINE = (ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),)


def _receive_pending(work: Work, case_id: int, _revision: int) -> object:
    form = pending_cases.take_up_case(work, case_id)
    version = CaseInput(
        form.matter_id, 1, form.applicant, materials=received(len(LICENCE.materials)), pending=form.pending
    )
    return cases.receive_case(work, version)


ACTS: dict[CaseAction, tuple[str, Act]] = {
    CaseAction.PREEXAMINE: ("clerk", preexamination.preexamine_case),
    CaseAction.RETURN: ("clerk", lambda w, c, r: preexamination.return_case(w, c, r, "不清晰")),
    CaseAction.RECEIVE: ("other_clerk", _receive_pending),
    CaseAction.ACCEPT: ("clerk", cases.accept_case),
    CaseAction.SUPPLEMENT: ("clerk", lambda w, c, r: cases.request_supplement(w, c, r, {0: "请签字"})),
    CaseAction.RECEIVE_SUPPLEMENT: ("clerk", lambda w, c, r: cases.receive_supplement(w, c, r, LINE)),
    CaseAction.REFUSE: ("clerk", lambda w, c, r: cases.refuse_case(w, c, r, UNMET)),
    CaseAction.EXAMINE: ("approver", lambda w, c, r: examination.examine_case(w, c, r, Opinion.GRANT, "可")),
    CaseAction.SEND_BACK: ("approver", lambda w, c, r: examination.send_back_case(w, c, r, "再看")),
    CaseAction.SUSPEND: ("approver", lambda w, c, r: suspension.suspend_case(w, c, r, PAUSE)),
    CaseAction.RESUME: ("approver", lambda w, c, r: suspension.resume_case(w, c, r, "检测合格")),
    CaseAction.REQUEST_EXTENSION: (
        "approver",
        lambda w, c, r: extension.request_extension(w, c, r, 5, "情况复杂"),
    ),
    CaseAction.GRANT: (
        "approver",
        lambda w, c, r: examination.grant_case(w, c, r, examination.Certificate("公共场所卫生许可证", "")),
    ),
    CaseAction.DENY: ("approver", lambda w, c, r: examination.deny_case(w, c, r, "事实", "理由")),
    CaseAction.CERTIFY: ("approver", lambda w, c, r: examination.certify_case(w, c, r, "001")),
    CaseAction.DELIVER: ("clerk", lambda w, c, r: delivery.deliver_case(w, c, r, COLLECTOR)),
    CaseAction.DISPATCH: (
        "clerk",
        lambda w, c, r: delivery.dispatch_case(
            w, c, r, delivery.Parcel("邮政", "EX000000001CN", "示例路1号")
        ),
    ),
    CaseAction.WITHDRAW: ("clerk", lambda w, c, r: side_ways.withdraw_case(w, c, r, "不办了")),
    CaseAction.VOID: ("supervisor", lambda w, c, r: side_ways.void_case(w, c, r, "录错")),
    CaseAction.TRANSFER: ("approver", lambda w, c, r: side_ways.transfer_case(w, c, r, "示例省厅", "上报")),
    CaseAction.REOPEN: ("supervisor", lambda w, c, r: reopening.reopen_case(w, c, r, "办错")),
}
ENDS = {
    CaseAction.REFUSE,
    CaseAction.WITHDRAW,
    CaseAction.VOID,
    CaseAction.TRANSFER,
}
"""Tried less often: otherwise few histories get far."""
steps = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 3), st.sampled_from([0, 0, 0, 0, 0, 1, 1, 8])),
    min_size=25,
    max_size=45,
)


@pytest.fixture
def made_id(office: Office, hall: Hall) -> int:
    """The matter with two examination steps and a certificate that is made."""
    del hall
    with Session(office.database.writer) as session:
        number = add_matter(session, 1, f"{LICENCE_CODE[:-3]}009", MADE)
        session.commit()
    return number


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, number=st.integers(0, 10**9))
def test_every_open_case_stands_on_one_list_of_one_owner(
    office: Office,
    hall: Hall,
    made_id: int,
    clock: SettableClock,
    steps: list[tuple[int, int, int]],
    number: int,
) -> None:
    clock.now = MORNING
    known = begin(office, hall, made_id, number)
    for choice, which, days in steps:
        _step(office, hall, known[which % len(known)], choice)
        clock.advance(days=days)
        if days:
            settle_due_cases(office)
    _check(office, hall)


def begin(office: Office, hall: Hall, made_id: int, number: int) -> list[int]:
    """A counter's case, one of the matter with a certificate, a counter's draft, an online application."""
    given = licence_case(hall)
    with office.work(hall.clerk) as work:
        first = cases.receive_case(work, given).case_id
        second = cases.receive_and_accept_case(work, replace(given, matter_id=made_id)).case_id
        third = pending_cases.keep_draft(work, given).case_id
    with office.work(SYSTEM) as work:
        sent = take_package(
            work, package(f"A{number}-{first}", at=office.clock(), materials=materials(0, 1, 2))
        )
    return [first, second, third, sent.case_id]


def _step(office: Office, hall: Hall, case_id: int, choice: int) -> None:
    """One of the acts the table allows now, by who may do it; some are refused for other reasons."""
    with office.read(SYSTEM) as work:
        case = work.session.get_one(Case, case_id)
        state, revision = case.state, case.revision
    offered = [action for action in actions_in(state) if action in ACTS]
    usual = [action for action in offered if action not in ENDS]
    chosen: Sequence[CaseAction] = offered if choice % 10 == 0 else usual or offered
    if not chosen:
        return
    who, act = ACTS[chosen[choice // 10 % len(chosen)]]
    actor: Actor = getattr(hall, who)
    try:
        with office.work(actor) as work:
            act(work, case_id, revision)
    except ServiceError:
        return


def _check(office: Office, hall: Hall) -> None:
    with office.read(SYSTEM) as work:
        states: dict[int, CaseState] = dict(work.session.execute(sa.select(Case.id, Case.state)).all())
        listed = _listed(work, Whose.ALL)
        counts = count_worklists(work)
        assert set(_ids(list_worklist(work, None, limit=MANY))) == set(states)
        assert {row.id for row in list_backlog(work, limit=MANY)} == {
            case_id for case_id, state in states.items() if state not in CLOSED
        }
    assert listed == Counter(dict.fromkeys(states, 1)), "on exactly one list"
    assert sum(counts.values()) == sum(state not in CLOSED for state in states.values())
    owners = _counter_owners(office, (hall.clerk, hall.other_clerk))
    desks = _desk_owners(office, (hall.approver, hall.stranger))
    for case_id, state in states.items():
        if state in COUNTER_STATES:
            assert owners[case_id] == 1, state
        elif state not in CLOSED:
            assert desks[case_id] == 1, state


def _counter_owners(office: Office, clerks: Sequence[Actor]) -> Counter[int]:
    """How many people at the counter own each case, the common list of what nobody holds among them."""
    owners: Counter[int] = Counter()
    for clerk in clerks:
        with office.read(clerk) as work:
            owners.update(_listed(work, Whose.MINE))
    with office.read(clerks[0]) as work:
        owners.update(_listed(work, Whose.NOBODY))
    return owners


def _desk_owners(office: Office, approvers: Sequence[Actor]) -> Counter[int]:
    owners: Counter[int] = Counter()
    for approver in approvers:
        with office.read(approver) as work:
            for desk in STATES:
                owners.update(_ids(list_desk(work, desk, limit=MANY)))
    return owners


def _listed(work: Work, whose: Whose) -> Counter[int]:
    found: Counter[int] = Counter()
    for worklist in Worklist:
        found.update(_ids(list_worklist(work, worklist, whose, limit=MANY)))
    return found


def _ids(rows: Sequence[Any]) -> list[int]:
    return [row.id for row in rows]
