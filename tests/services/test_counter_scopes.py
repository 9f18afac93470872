"""Which counter takes which matters: said before, checked in the act."""

import pytest
import sqlalchemy as sa

from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases, counter_scopes, organisation, sites
from desktop_app.services.organisation import HallGiven
from desktop_app.services.sites import CounterGiven
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case
from models.elements import CounterKind
from models.sites import CounterScope, Department
from tests.factories import BUREAU_CODE, Hall, licence_case


def department(office: Office, code: str) -> int:
    with office.read(SYSTEM) as work:
        return work.session.scalars(sa.select(Department.id).where(Department.code == code)).one()


def make_special(
    office: Office, hall: Hall, departments: tuple[int, ...] = (), matters: tuple[int, ...] = ()
) -> int:
    """The clerk's counter becomes a 专窗."""
    counter_id = hall.clerk.counter_id
    assert counter_id is not None
    with office.work(hall.administrator) as work:
        given = CounterGiven("01", "公安专窗", kind=CounterKind.SPECIAL)
        sites.save_counter(work, counter_id, given)
        counter_scopes.save_counter_scope(work, counter_id, departments, matters)
    return counter_id


def test_a_special_counter_takes_its_departments_and_matters_only(office: Office, hall: Hall) -> None:
    counter_id = make_special(office, hall, matters=(hall.licence_id,))
    other = hall.other_clerk.counter_id
    assert other is not None

    with office.read(hall.clerk) as work:
        assert counter_scopes.counter_takes(work, counter_id, hall.licence_id)
        assert not counter_scopes.counter_takes(work, counter_id, hall.immediate_id)
        assert counter_scopes.counter_takes(work, other, hall.immediate_id)
        assert counter_scopes.find_untaken(work, [hall.licence_id, hall.immediate_id]) == {hall.immediate_id}
        assert counter_scopes.find_counter_refusal(work, hall.licence_id) is None
    with office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall))
    make_special(office, hall, departments=(department(office, BUREAU_CODE),))
    with office.work(hall.clerk) as work:
        cases.receive_and_accept_case(work, licence_case(hall))
        assert counter_scopes.find_untaken(work, [hall.licence_id, hall.immediate_id]) == frozenset()


def test_what_a_counter_does_not_take_is_refused_with_the_way_to_go(office: Office, hall: Hall) -> None:
    make_special(office, hall, matters=(hall.immediate_id,))

    for act in (cases.receive_case, cases.receive_and_accept_case):
        with pytest.raises(ServiceError) as refused, office.work(hall.clerk) as work:
            act(work, licence_case(hall))
        assert refused.value.code == "counter_not_for_matter"
        assert sentence(refused.value) == (
            "“公安专窗”是专窗，不受理“公共场所卫生许可”。请引导群众到02号“综合受理2号窗口”办理。"
        )
    with office.read(SYSTEM) as work:
        assert work.session.scalars(sa.select(Case)).all() == []
    with office.work(hall.other_clerk) as work:
        cases.receive_case(work, licence_case(hall))


def test_a_matter_no_open_counter_takes_is_said(office: Office, hall: Hall) -> None:
    make_special(office, hall)
    with office.work(hall.administrator) as work:
        other = hall.other_clerk.counter_id
        sites.save_counter(work, other, CounterGiven("02", "综合受理2号窗口", is_open=False))

    with pytest.raises(ServiceError, match="matter_without_counter"), office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall))


def test_who_sits_at_no_counter_takes_everything(office: Office, hall: Hall) -> None:
    make_special(office, hall)
    unseated = sites.seated(hall.clerk, None)

    with office.work(unseated) as work:
        assert counter_scopes.find_untaken(work, [hall.licence_id]) == frozenset()
        cases.receive_case(work, licence_case(hall))


def test_the_database_decides_and_not_what_the_seat_remembers(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall))
    make_special(office, hall)
    with pytest.raises(ServiceError, match="counter_not_for_matter"), office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall))


def test_open_counters_for_a_matter_say_where_and_when(office: Office, hall: Hall) -> None:
    make_special(office, hall, departments=(department(office, BUREAU_CODE),))
    with office.work(hall.administrator) as work:
        given = HallGiven("示例市政务服务中心", address="示例路1号", hours="9:00—17:00", phone="0374-0000000")
        place = organisation.save_hall(work, None, given)
        sites.save_counter(
            work,
            hall.clerk.counter_id,
            CounterGiven("01", "卫健专窗", kind=CounterKind.SPECIAL, hall_id=place, hours="9:00—12:00"),
        )
        sites.save_counter(work, hall.other_clerk.counter_id, CounterGiven("02", "综合窗口", hall_id=place))
        counters = counter_scopes.list_counters_for(work, hall.licence_id)

    assert [(each.name, each.hours, each.hall_address) for each in counters] == [
        ("卫健专窗", "9:00—12:00", "示例路1号"),
        ("综合窗口", "9:00—17:00", "示例路1号"),
    ]


def test_the_scope_is_told_in_words_and_goes_with_the_kind(office: Office, hall: Hall) -> None:
    counter_id = make_special(
        office, hall, (department(office, BUREAU_CODE),), (hall.licence_id, hall.immediate_id)
    )
    with office.read(hall.clerk) as work, pytest.raises(ServiceError, match="not_permitted"):
        counter_scopes.list_scope_words(work)
    with office.read(SYSTEM) as work:
        assert counter_scopes.list_scope_words(work) == {counter_id: "示例市卫生健康委员会；2个事项"}
        assert [line.name for line in counter_scopes.list_counter_scope(work, counter_id)] == [
            *("示例市卫生健康委员会", "公共场所卫生许可", "老年人优待证办理")
        ]
    with office.work(hall.administrator) as work:
        sites.save_counter(work, counter_id, CounterGiven("01", "综合窗口"))
        assert work.session.scalars(sa.select(CounterScope)).all() == []
        with pytest.raises(ServiceError, match="counter_scope_comprehensive"):
            counter_scopes.save_counter_scope(work, counter_id, (), (hall.licence_id,))


@pytest.mark.parametrize(
    ("departments", "matters", "code"),
    [
        ((999,), (), "department_unknown"),
        ((), (999,), "matter_unknown"),
        ((), tuple(range(1000)), "counter_scope_too_large"),
    ],
)
def test_a_scope_of_nothing_known_is_refused(
    office: Office, hall: Hall, departments: tuple[int, ...], matters: tuple[int, ...], code: str
) -> None:
    counter_id = make_special(office, hall)
    with pytest.raises(ServiceError, match=code), office.work(hall.administrator) as work:
        counter_scopes.save_counter_scope(work, counter_id, departments, matters)
    with pytest.raises(ServiceError, match="counter_unknown"), office.work(hall.administrator) as work:
        counter_scopes.save_counter_scope(work, 999, (), ())
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        counter_scopes.save_counter_scope(work, counter_id, (), ())
