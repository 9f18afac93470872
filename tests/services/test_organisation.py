"""The tree of departments and the halls, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
import sqlalchemy as sa

from desktop_app.exchange.divisions import DivisionList
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.organisation import is_within
from desktop_app.services import case_queries, cases, divisions, organisation, sites
from desktop_app.services.organisation import DepartmentGiven, DepartmentNode, HallGiven
from desktop_app.services.work import SYSTEM, Office
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState, UseLevel
from models.printing import IssuedDocument
from models.sites import Department
from tests.factories import BUREAU_CODE, Hall, licence_case

COUNTY = "11411000MB9910158N"
TOWN = "11411000MB9910166H"
ROUNDS = 10


def save(office: Office, given: DepartmentGiven, department_id: int | None = None) -> int:
    with office.work(SYSTEM) as work:
        return organisation.save_department(work, department_id, given)


def tree(office: Office) -> list[DepartmentNode]:
    with office.read(SYSTEM) as work:
        return organisation.list_department_tree(work)


def given_of(node: DepartmentNode) -> DepartmentGiven:
    return DepartmentGiven(node.code, node.name, node.short_name, node.parent_id, node.level)


def node_of(office: Office, code: str) -> DepartmentNode:
    return next(node for node in tree(office) if node.code == code)


@pytest.mark.usefixtures("hall")
def test_departments_stand_in_a_tree(office: Office) -> None:
    with office.work(SYSTEM) as work:
        divisions.import_divisions(work, DivisionList({"41": "示例省", "411099": "示例县"}))
    county = save(
        office,
        DepartmentGiven(
            f" {COUNTY} ".lower(), "示例县人民政府", "示政", None, UseLevel.COUNTY, "411099", hours="9:00"
        ),
    )
    town = save(office, DepartmentGiven(TOWN, "示例镇人民政府", parent_id=county, level=UseLevel.TOWNSHIP))
    bureau = node_of(office, BUREAU_CODE)
    save(office, replace(given_of(bureau), parent_id=county, level=UseLevel.COUNTY), bureau.id)

    shown = [(node.name, node.depth, node.matters) for node in tree(office)]
    assert shown == [
        ("示例县人民政府", 0, 0),
        ("示例市卫生健康委员会", 1, 2),
        ("示例镇人民政府", 1, 0),
        ("示例市公安局", 0, 0),
    ]
    top = tree(office)[0]
    assert (top.code, top.division_path, top.hours) == (COUNTY, "示例省示例县", "9:00")
    with office.read(SYSTEM) as work:
        assert [node.id for node in organisation.find_departments(work, "镇")] == [town]


@pytest.mark.usefixtures("hall")
def test_a_code_that_fails_its_check_is_confirmed_once(office: Office) -> None:
    historic = DepartmentGiven("11411000MB9910150N", "历史机构")
    with pytest.raises(ServiceError) as refused:
        save(office, historic)
    assert refused.value.code == "department_code_unconfirmed"

    number = save(office, replace(historic, is_code_confirmed=True))
    save(office, replace(historic, name="历史机构改名"), number)


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        (DepartmentGiven("", "无码"), "text_needed"),
        (DepartmentGiven(COUNTY, " "), "text_needed"),
        (DepartmentGiven(COUNTY, "控\x00制"), "text_invalid"),
        (DepartmentGiven(COUNTY, "长" * 101), "text_too_long"),
        (DepartmentGiven(COUNTY, "无此上级", parent_id=999), "department_unknown"),
        (DepartmentGiven(COUNTY, "无此区划", division_code="99"), "division_unknown"),
        (DepartmentGiven(BUREAU_CODE, "重码"), "department_code_taken"),
    ],
)
def test_nonsense_gets_its_sentence_and_changes_nothing(
    office: Office, given: DepartmentGiven, code: str
) -> None:
    before = tree(office)
    with pytest.raises(ServiceError) as refused:
        save(office, given)
    assert refused.value.code == code
    assert tree(office) == before


@pytest.mark.usefixtures("hall")
def test_nothing_is_moved_below_itself(office: Office) -> None:
    top = save(office, DepartmentGiven(COUNTY, "示例县人民政府"))
    low = save(office, DepartmentGiven(TOWN, "示例镇人民政府", parent_id=top))
    for parent in (top, low):
        with pytest.raises(ServiceError, match="department_cycle"):
            save(office, DepartmentGiven(COUNTY, "示例县人民政府", parent_id=parent), top)


@pytest.mark.usefixtures("hall")
def test_two_moves_at_once_close_no_circle(office: Office) -> None:
    one, other = save(office, DepartmentGiven(COUNTY, "甲")), save(office, DepartmentGiven(TOWN, "乙"))
    barrier = Barrier(2)

    def move(department_id: int, code: str, parent_id: int) -> str:
        barrier.wait()
        try:
            save(office, DepartmentGiven(code, "部门", parent_id=parent_id), department_id)
        except ServiceError as error:
            return error.code
        return ""

    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            save(office, DepartmentGiven(COUNTY, "甲"), one)
            save(office, DepartmentGiven(TOWN, "乙"), other)
            moves = [pool.submit(move, one, COUNTY, other), pool.submit(move, other, TOWN, one)]
            assert sorted(each.result() for each in moves) == ["", "department_cycle"]
            parents = {node.id: node.parent_id for node in tree(office)}
            assert not is_within(parents, parents[one] or 0, one)


def test_a_department_in_use_is_not_put_out_of_use(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        cases.receive_case(work, licence_case(hall))
    bureau = node_of(office, BUREAU_CODE)
    save(office, DepartmentGiven(COUNTY, "下级", parent_id=bureau.id))

    with pytest.raises(ServiceError) as refused:
        save(office, replace(given_of(bureau), is_active=False), bureau.id)
    assert refused.value.code == "department_in_use"
    assert refused.value.values == {"department": bureau.name, "matters": 2, "cases": 1, "children": 1}


@pytest.mark.usefixtures("hall")
def test_a_department_without_anything_goes_out_of_use_and_back(office: Office) -> None:
    number = save(office, DepartmentGiven(COUNTY, "示例县旧局"))
    save(office, DepartmentGiven(COUNTY, "示例县旧局", is_active=False), number)

    with office.read(SYSTEM) as work:
        assert organisation.find_departments(work, "旧局") == []
    with pytest.raises(ServiceError, match="department_parent_inactive"):
        save(office, DepartmentGiven(TOWN, "新所", parent_id=number))
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(Matter).values(state=MatterState.ABOLISHED))
    bureau = node_of(office, BUREAU_CODE)
    save(office, replace(given_of(bureau), is_active=False), bureau.id)
    save(office, given_of(bureau), bureau.id)
    assert node_of(office, BUREAU_CODE).is_active


def test_a_new_name_leaves_published_versions_and_issued_papers_alone(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall))
    with office.read(SYSTEM) as work:
        before = work.session.execute(sa.select(MatterVersion.content, MatterVersion.digest)).all()
        printed = work.session.get_one(IssuedDocument, case.document_ids[0]).content
    bureau = node_of(office, BUREAU_CODE)

    save(office, replace(given_of(bureau), name="示例市卫生健康局"), bureau.id)

    with office.read(SYSTEM) as work:
        assert work.session.execute(sa.select(MatterVersion.content, MatterVersion.digest)).all() == before
        assert work.session.get_one(IssuedDocument, case.document_ids[0]).content == printed
        assert case_queries.get_case(work, case.case_id).row.id == case.case_id
        assert (
            work.session.scalar(sa.select(Department.name).where(Department.code == BUREAU_CODE))
            == "示例市卫生健康局"
        )


def test_halls_have_an_address_and_their_counters(office: Office, hall: Hall) -> None:
    with office.work(hall.administrator) as work:
        number = organisation.save_hall(
            work, None, HallGiven(" 示例市政务服务中心 ", address="示例路1号", hours="9:00\n17:00")
        )
        first = sites.list_counters(work)[0]
        sites.save_counter(work, first.id, sites.CounterGiven(first.number, first.name, hall_id=number))
        row = organisation.list_halls(work)[0]
        assert (row.name, row.hours, row.counters) == ("示例市政务服务中心", "9:00\n17:00", 1)
        assert sites.list_counters(work)[0].hall_name == row.name
    for hall_id, given, code in (
        (None, HallGiven("示例市政务服务中心"), "hall_name_taken"),
        (999, HallGiven("别处"), "hall_unknown"),
        (None, HallGiven(""), "text_needed"),
        (None, HallGiven("别处", division_code="99"), "division_unknown"),
    ):
        with pytest.raises(ServiceError, match=code), office.work(hall.administrator) as work:
            organisation.save_hall(work, hall_id, given)
    with pytest.raises(ServiceError, match="hall_unknown"), office.work(hall.administrator) as work:
        sites.save_counter(work, None, sites.CounterGiven("9", "窗口", hall_id=999))


def test_only_who_may_changes_the_organisation(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        organisation.save_department(work, None, DepartmentGiven(COUNTY, "示例县人民政府"))
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        organisation.save_hall(work, None, HallGiven("别处"))
