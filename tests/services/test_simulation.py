"""A simulated past keeps what a real one keeps, on both databases, and goes on where it stopped."""

from typing import Any

import pytest
import sqlalchemy as sa

from desktop_app.database import upgrade
from desktop_app.rules.errors import ServiceError
from desktop_app.services import audit, case_queries, cases, examination, printing, simulation, statistics
from desktop_app.services.accounts import sign_in
from desktop_app.services.cases import CaseInput
from desktop_app.services.matter_versions import get_version
from desktop_app.services.simulation import simulate
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from models.base import Base, table_of
from models.cases import Case, CaseClock, CaseEvent, NumberSeries
from models.catalogue import Matter, MatterVersion
from models.enums import CaseState, DocumentKind, Opinion
from models.printing import IssuedDocument
from models.reviews import Review
from tests.factories import received
from tests.people import WANG

CASES, SEED = 400, 7
LOGIN, PASSWORD = "chuangkou", "yichuang-2026"


@pytest.fixture
def full(office: Office) -> Office:
    """An office with a simulated past."""
    simulate(office, CASES, SEED, _say_nothing)
    return office


def test_states_dates_and_clocks_agree(full: Office) -> None:
    with full.read(SYSTEM) as work:
        found = work.session.scalars(sa.select(Case)).all()
        running = dict(
            work.session.execute(
                sa.select(CaseClock.case_id, sa.func.min(CaseClock.due_on))
                .where(CaseClock.stopped_on.is_(None))
                .group_by(CaseClock.case_id)
            ).all()
        )
    assert len(found) == CASES
    assert sum(case.closed_at is None for case in found) == CASES // 20
    for case in found:
        assert (case.closed_at is None) == (case.state is not CaseState.COMPLETED)
        assert case.due_from <= case.due_on
        if case.closed_at is None:
            assert running[case.id] == case.due_on
            assert abs((case.due_on - work.today).days) < 30
        else:
            assert case.received_at < case.closed_at <= work.now
            assert case.id not in running


def test_the_history_of_a_case_is_complete(full: Office) -> None:
    with full.read(SYSTEM) as work:
        case_id = work.session.scalars(sa.select(Case.id).where(Case.state == CaseState.COMPLETED)).first()
        assert case_id is not None
        detail = case_queries.get_case(work, case_id)
        kinds = [row.kind for row in printing.list_documents(work, case_id)]
    assert [event.state for event in detail.events][-1] is CaseState.COMPLETED
    assert len(detail.events) == 6  # the last put its file into the archive
    assert detail.materials
    assert detail.decision is not None
    assert kinds == [DocumentKind.RECEIPT, DocumentKind.GRANT]


@pytest.mark.parametrize("kind", [DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE, DocumentKind.GRANT])
def test_simulated_papers_print(full: Office, kind: DocumentKind) -> None:
    with full.read(SYSTEM) as work:
        issued = work.session.scalars(sa.select(IssuedDocument).where(IssuedDocument.kind == kind)).first()
        assert issued is not None
        case = work.session.get_one(Case, issued.case_id)
        paper = printing.get_document(work, issued.id)
        pdf = printing.get_document_pdf(work, issued.id)
    assert paper.document_number == issued.number
    assert paper.case.number == case.number
    assert paper.case.applicant_name == case.applicant_name
    assert pdf.startswith(b"%PDF")


def test_no_number_given_out_later_was_used(full: Office) -> None:
    with full.read(SYSTEM) as work:
        used = [
            (f"case:{number[:-12]}", number[-12:-4], int(number[-4:]))
            for number in work.session.scalars(sa.select(Case.number))
        ]
        series = {(row.series, row.period): row.last for row in work.session.scalars(sa.select(NumberSeries))}
        papers = work.session.scalar(sa.select(sa.func.count()).select_from(IssuedDocument))
    assert all(sequence <= series[name, period] for name, period, sequence in used)
    assert sum(last for (name, _), last in series.items() if name.startswith("case:")) == CASES
    assert sum(last for (name, _), last in series.items() if name.startswith("document:")) == papers


def test_the_database_is_sound_and_the_chain_whole(full: Office) -> None:
    with full.read(SYSTEM) as work:
        report = audit.find_broken_entry(work)
        newest = audit.list_entries(work)[0]
        if full.database.is_sqlite:
            assert work.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
            assert work.session.execute(sa.text("PRAGMA quick_check")).scalar_one() == "ok"
            assert work.session.execute(sa.text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert work.session.execute(sa.text("PRAGMA synchronous")).scalar_one() == 2
    assert report.is_whole
    assert newest.action == "simulation.simulate"


def test_every_list_and_figure_works(full: Office) -> None:
    with full.read(SYSTEM) as work:
        backlog = statistics.list_backlog(work, limit=CASES)
        count = statistics.count_backlog(work)
        recent = case_queries.list_recent_cases(work, limit=10)
        found = case_queries.find_cases(work, recent[0].applicant_name)
        graded = work.session.scalar(sa.select(sa.func.count()).select_from(Review))
    assert len(backlog) == count.open == CASES // 20
    assert [row.due_on for row in backlog] == sorted(row.due_on for row in backlog)
    assert recent[0].id in {row.id for row in found}
    assert graded


def test_work_goes_on_in_a_simulated_hall(full: Office) -> None:
    clerk = _signed_in(full, LOGIN)
    with full.work(clerk) as work:
        matter = work.session.scalars(sa.select(Matter)).first()
        assert matter is not None
        given = CaseInput(matter.id, matter.version, WANG, None, received(_lines(work, matter.id)))
        case = cases.receive_and_accept_case(work, given)
    assert case.state is CaseState.ACCEPTED


def test_a_simulated_case_can_be_carried_on(full: Office) -> None:
    with full.read(SYSTEM) as work:
        row = next(row for row in statistics.list_backlog(work) if row.state is CaseState.ACCEPTED)
        department_id = work.session.get_one(Case, row.id).department_id
        events = len(case_queries.get_case(work, row.id).events)
    approver = Actor(1, "", "", None, SYSTEM.permissions, department_id)
    with full.work(approver) as work:
        examination.examine_case(work, row.id, row.revision, Opinion.GRANT, "符合条件")
    with full.read(SYSTEM) as work:
        assert len(case_queries.get_case(work, row.id).events) == events + 1


def test_a_second_run_adds_to_the_first(full: Office) -> None:
    report = simulate(full, CASES, SEED + 1, _say_nothing)
    with full.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 2 * CASES
        assert audit.find_broken_entry(work).is_whole
    assert report.open == CASES // 20


def test_the_same_seed_makes_the_same_cases(full: Office, open_office: Any, sqlite_address: str) -> None:
    if full.database.is_sqlite:
        sqlite_address = sqlite_address.replace("yichuang.db", "other.db")
    other: Office = open_office(sqlite_address)
    upgrade(other.database)
    simulate(other, CASES, SEED, _say_nothing)
    assert _rows(full, Case) == _rows(other, Case)
    assert _rows(full, CaseEvent) == _rows(other, CaseEvent)


def test_large_loads_make_the_indexes_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _indexes(office)
    monkeypatch.setattr(simulation, "BULK", CASES)
    monkeypatch.setattr(simulation, "CHUNK", CASES // 3)
    told: list[int] = []
    simulate(office, CASES, SEED, lambda done, _cases: told.append(done))
    assert _indexes(office) == before
    assert told == [CASES // 3, CASES // 3 * 2, CASES // 3 * 3, CASES]


def test_a_failed_load_leaves_nothing(office: Office) -> None:
    def stop(_done: int, _cases: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(office, CASES, SEED, stop)
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
        assert audit.find_broken_entry(work).is_whole


@pytest.mark.usefixtures("hall")
def test_a_real_hall_is_refused(office: Office) -> None:
    with pytest.raises(ServiceError, match="sample_refused"):
        simulate(office, CASES, SEED, _say_nothing)


@pytest.mark.parametrize("size", [0, -1, 10**9])
def test_impossible_sizes_are_refused(office: Office, size: int) -> None:
    with pytest.raises(ServiceError, match="simulation_size_invalid"):
        simulate(office, size, SEED, _say_nothing)


def _say_nothing(_done: int, _cases: int) -> None:
    pass


def _signed_in(office: Office, login: str) -> Actor:
    with office.work(SYSTEM) as work:
        return sign_in(work, login, PASSWORD).admitted()


def _lines(work: Work, matter_id: int) -> int:
    version_id = work.session.scalars(
        sa.select(MatterVersion.id).where(MatterVersion.matter_id == matter_id)
    ).one()
    return len(get_version(work, version_id).materials)


def _rows(office: Office, model: type[Base]) -> list[Any]:
    table = table_of(model)
    with office.read(SYSTEM) as work:
        return [tuple(row) for row in work.session.execute(sa.select(table).order_by(table.c.id))]


def _indexes(office: Office) -> set[str]:
    with office.database.reader.connect() as connection:
        inspector = sa.inspect(connection)
        names = [
            index["name"]
            for model in simulation.TABLES
            for index in inspector.get_indexes(model.__tablename__)
        ]
    return {name for name in names if name is not None}
