"""Random histories of cases: whatever people do in whatever order, nothing is lost, late unseen or numbered twice."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.database import open_database
from desktop_app.rules.cases import CLOSED
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import audit, cases, delivery, examination
from desktop_app.services.case_queries import list_open_cases
from desktop_app.services.cases import ActResult
from desktop_app.services.statistics import list_backlog
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from models.cases import Case, CaseClock, CaseEvent
from models.enums import CaseState, Opinion, PartyRole, ReceivedAs
from models.printing import IssuedDocument
from tests.conftest import TEST_KEY, SettableClock
from tests.factories import Hall, furnish, licence_case

LISTS = (
    (CaseState.RECEIVED,),
    (CaseState.SUPPLEMENTING,),
    (CaseState.ACCEPTED,),
    (CaseState.EXAMINED,),
    (CaseState.GRANTED, CaseState.DENIED),
)
"""待受理, 待补正, 待审查, 待决定, 待出件: the lists people work from."""
REFUSALS = {
    "case_state_wrong",
    "case_moved",
    "material_missing",
    "supplement_given",
    "supplement_unasked",
    "deferred_outstanding",
    "case_of_other_department",
    "not_permitted",
}
"""What an act out of turn may be answered with; anything else is a bug."""
Act = Callable[[Work, int, int], ActResult]
CERTIFICATE = examination.Certificate("公共场所卫生许可证", "001")
APPLICANT = delivery.Collector("王小萌", "本人", PartyRole.APPLICANT)
LATE_LINE = (ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),)
ACTS: dict[str, Act] = {
    "accept": cases.accept_case,
    "supplement": lambda work, case, revision: cases.request_supplement(work, case, revision, {0: "请签字"}),
    "supply": lambda work, case, revision: cases.receive_supplement(work, case, revision, LATE_LINE),
    "examine": lambda work, case, revision: examination.examine_case(
        work, case, revision, Opinion.GRANT, "可以"
    ),
    "send_back": lambda work, case, revision: examination.send_back_case(work, case, revision, "再看"),
    "grant": lambda work, case, revision: examination.grant_case(work, case, revision, CERTIFICATE),
    "deny": lambda work, case, revision: examination.deny_case(work, case, revision, "事实", "理由"),
    "deliver": lambda work, case, revision: delivery.deliver_case(work, case, revision, APPLICANT),
}
steps = st.lists(
    st.tuples(
        st.sampled_from(["receive", *ACTS]),
        st.integers(0, 3),
        st.sampled_from(["clerk", "other_clerk", "approver", "stranger"]),
        st.booleans(),
    ),
    min_size=5,
    max_size=30,
)


@pytest.fixture(scope="module")
def furnished(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Hall]:
    """A furnished database file that every history copies."""
    path = tmp_path_factory.mktemp("histories") / "hall.db"
    shutil.copy(sqlite_template, path)
    office = Office(open_database(f"sqlite:///{path}"), TEST_KEY, SettableClock())
    hall = furnish(office)
    with office.database.writer.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    office.close()
    return path, hall


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_history_leaves_everything_in_order(
    furnished: tuple[Path, Hall], tmp_path: Path, steps: list[tuple[str, int, str, bool]]
) -> None:
    template, hall = furnished
    path = tmp_path / "history.db"
    for old in tmp_path.glob("history.db*"):
        old.unlink()
    shutil.copy(template, path)
    clock = SettableClock()
    office = Office(open_database(f"sqlite:///{path}"), TEST_KEY, clock)
    people: dict[str, Actor] = {
        "clerk": hall.clerk,
        "other_clerk": hall.other_clerk,
        "approver": hall.approver,
        "stranger": hall.stranger,
    }
    done = 0
    for name, choice, who, knows_latest in steps:
        done += _try(office, hall, people[who], name, choice, knows_latest=knows_latest)
        clock.advance(hours=5)
    _check(office, hall, done)
    office.close()


def _try(office: Office, hall: Hall, actor: Actor, name: str, choice: int, *, knows_latest: bool) -> int:
    """One act by one person on one of the cases; how many acts were done: 1, or 0 when it was refused."""
    with office.read(SYSTEM) as work:
        known = work.session.execute(sa.select(Case.id, Case.revision).order_by(Case.id)).all()
    try:
        with office.work(actor) as work:
            if name == "receive":
                cases.receive_case(work, licence_case(hall, missing=(0,) if choice == 0 else ()))
            elif known:
                case_id, revision = known[choice % len(known)]
                ACTS[name](work, case_id, revision if knows_latest else revision - 1)
            else:
                return 0
    except ServiceError as refusal:
        if refusal.code not in REFUSALS:
            raise
        return 0
    return 1


def _check(office: Office, hall: Hall, done: int) -> None:
    with office.read(SYSTEM) as work:
        session = work.session
        everything = {case.id: case for case in session.scalars(sa.select(Case))}
        running = session.execute(
            sa.select(CaseClock.case_id, CaseClock.due_on).where(CaseClock.stopped_on.is_(None))
        ).all()
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == done
        report = audit.find_broken_entry(work)
        assert report.is_whole
        assert report.entries == done
        _check_document_numbers(session.scalars(sa.select(IssuedDocument.number)).all())
    for case in everything.values():
        dates = [due_on for case_id, due_on in running if case_id == case.id]
        assert (case.closed_at is not None) == (case.state in CLOSED) == (not dates)
        assert not dates or case.due_on == min(dates)
    _check_lists(office, hall, {case.id for case in everything.values() if case.closed_at is None})


def _check_lists(office: Office, hall: Hall, still_open: set[int]) -> None:
    """Every open case is in exactly one list of the people who must act, and in the supervisor's."""
    listed: Counter[int] = Counter()
    for states in LISTS:
        actor = hall.approver if states[0] in {CaseState.ACCEPTED, CaseState.EXAMINED} else hall.clerk
        with office.read(actor) as work:
            listed.update(row.id for row in list_open_cases(work, states, limit=1000))
    assert listed == Counter(dict.fromkeys(still_open, 1))
    with office.read(hall.supervisor) as work:
        assert {row.id for row in list_backlog(work, limit=1000)} == still_open


def _check_document_numbers(numbers: Sequence[str]) -> None:
    """Within each series the numbers run from 1 without a gap."""
    series: dict[str, list[int]] = {}
    for number in numbers:
        head, _, tail = number.partition("第")
        series.setdefault(head, []).append(int(tail.removesuffix("号")))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in series.values())
