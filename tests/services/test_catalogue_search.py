"""Filters, what a counter uses, popularity, and the index that follows every change; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_filter import ApplicantGroup, MatterFilter
from desktop_app.services.catalogue import count_matters, find_matters, list_matters, list_usual_matters
from desktop_app.services.catalogue_index import fill_empty_index, reindex_matters
from desktop_app.services.catalogue_search import CANDIDATES, RECENT_CASES
from desktop_app.services.catalogue_tree import (
    MatterGroup,
    list_department_groups,
    list_group_matters,
    list_groups,
    list_members,
)
from desktop_app.services.lookup import find_anything
from desktop_app.services.popularity import COUNTED_DAYS, ENOUGH_CASES, refresh_popularity
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.cases import Case
from models.catalogue import Matter, MatterVersion
from models.elements import OrganisationTheme, PersonTheme
from models.enums import (
    ApplicantKind,
    CaseState,
    Channel,
    ClockKind,
    HandlingKind,
    MatterState,
    UseLevel,
)
from tests.conftest import SettableClock
from tests.factories import LICENCE, Hall
from tests.services.importing import import_into

CODE = "11411000MB9900013M34101250{:05d}"


def record(number: int, name: str, popularity: int = 0, **elements: Any) -> ParsedRecord:
    office = {"department_code": "11411000MB9900039D", "department_name": "示例市民政局"}
    content = replace(LICENCE, name=name, aliases=(), **office, **elements)
    code = CODE.format(number)
    return ParsedRecord(
        number, code, "", content.department_code, content.department_name, content, popularity=popularity
    )


PERSON, ENTERPRISE = (ApplicantKind.PERSON,), (ApplicantKind.ENTERPRISE,)
RECORDS = (
    record(1, "居住证办理", 5, applicant_kinds=PERSON, person_themes=(PersonTheme.CERTIFICATES,)),
    record(
        2,
        "居住登记",
        applicant_kinds=PERSON,
        use_level=UseLevel.TOWNSHIP,
        main_name="居住管理",
        sub_name="登记",
    ),
    record(3, "居住变更", applicant_kinds=PERSON, main_name="居住管理", sub_name="登记"),
    record(4, "居住注销", applicant_kinds=PERSON, main_name="居住管理", sub_name="注销"),
    record(5, "居住查询", main_name="居住管理", handling_kind=HandlingKind.IMMEDIATE),
    record(6, "企业迁移登记", applicant_kinds=ENTERPRISE, is_fully_online=True),
    record(
        7, "企业年度报告", applicant_kinds=ENTERPRISE, organisation_themes=(OrganisationTheme.ANNUAL_CHECK,)
    ),
)


@pytest.fixture
def filled(office: Office) -> Office:
    """An office with seven matters, one of each sort."""
    import_into(office, *RECORDS)
    return office


def found(office: Office, text: str, only: MatterFilter | None = None, limit: int = 20) -> set[str]:
    with office.read(SYSTEM) as work:
        return {row.name for row in find_matters(work, text, limit, only)}


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (MatterFilter(applicant=ApplicantGroup.PERSON), {1, 2, 3, 4, 5}),
        (MatterFilter(applicant=ApplicantGroup.ORGANISATION), {5, 6, 7}),
        (MatterFilter(person_theme=PersonTheme.CERTIFICATES), {1}),
        (MatterFilter(organisation_theme=OrganisationTheme.ANNUAL_CHECK), {7}),
        (MatterFilter(use_level=UseLevel.TOWNSHIP), {2}),
        (MatterFilter(is_immediate=True), {5}),
        (MatterFilter(is_fully_online=True), {6}),
        (MatterFilter(states=(MatterState.SUSPENDED, MatterState.PUBLISHED)), {1, 2, 3, 4, 5, 6, 7}),
        (MatterFilter(applicant=ApplicantGroup.PERSON, is_immediate=True), {5}),
    ],
)
def test_a_filter_means_the_same_to_list_tree_count_and_search(
    filled: Office, only: MatterFilter, expected: set[int]
) -> None:
    contents = [RECORDS[number - 1].content for number in expected]
    names = {content.name for content in contents if content}
    with filled.read(SYSTEM) as work:
        assert {row.name for row in list_matters(work, only=only)} == names
        assert count_matters(work, only) == len(names)
        assert sum(group.count for group in list_groups(work, only=only)) == len(names)
        assert sum(group.count for group in list_department_groups(work, only=only)) == len(names)
    assert found(filled, "居住", only) | found(filled, "企业", only) == names


def test_the_tree_has_three_levels_and_no_group_of_one(filled: Office) -> None:
    with filled.read(SYSTEM) as work:
        groups = list_groups(work)
        assert {(group.name, group.count, group.matter is not None) for group in groups} == {
            ("居住管理", 4, False),
            ("居住证办理", 1, True),
            ("企业迁移登记", 1, True),
            ("企业年度报告", 1, True),
        }
        members = list_members(work, "居住管理")
        lines = [(each.name, each.count, each.matter is not None) for each in members]
        assert lines[0] == ("居住查询", 1, True), "what has no 子项 stands first"
        assert set(lines[1:]) == {("登记", 2, False), ("居住注销", 1, True)}
        assert {row.name for row in list_group_matters(work, "居住管理", "登记")} == {"居住登记", "居住变更"}


def test_every_level_is_walked_page_by_page(filled: Office) -> None:
    with filled.read(SYSTEM) as work:
        walks: tuple[Callable[[MatterGroup | None, int], list[MatterGroup]], ...] = (
            lambda after, limit: list_groups(work, after, limit),
            lambda after, limit: list_members(work, "居住管理", after, limit),
            lambda after, limit: list_department_groups(work, after, limit),
        )
        for walk in walks:
            whole = walk(None, 100)
            walked = walk(None, 1)
            while page := walk(walked[-1], 1):
                walked += page
            assert walked == whole


def test_the_index_follows_the_state_of_a_matter(filled: Office) -> None:
    suspended = MatterFilter(states=(MatterState.SUSPENDED,))
    with filled.work(SYSTEM) as work:
        matter = work.session.scalars(sa.select(Matter).where(Matter.name == "居住登记")).one()
        matter.state = MatterState.SUSPENDED
        reindex_matters(work, [matter.id])

    assert found(filled, "居住登记", suspended) == {"居住登记"}
    assert "居住登记" not in found(filled, "居住", MatterFilter(states=(MatterState.PUBLISHED,)))


def test_an_empty_index_is_filled_once_whoever_comes_first(
    filled: Office, address: str, open_office: Callable[[str], Office]
) -> None:
    with filled.work(SYSTEM) as work:
        work.session.execute(sa.text("DELETE FROM matter_search"))
    assert found(filled, "居住") == set()
    offices = [open_office(address) for _ in range(4)]
    with ThreadPoolExecutor(len(offices)) as programs:
        done = list(programs.map(fill_empty_index, offices))

    assert sorted(done) == [False, False, False, True]
    assert len(found(filled, "居住")) == 5
    assert not fill_empty_index(filled)


def test_new_words_stand_in_their_place_at_once(
    postgresql_address: str, open_office: Callable[[str], Office]
) -> None:
    """What PostgreSQL lays aside is read through by every search until it is sorted in."""
    office = open_office(postgresql_address)
    import_into(office, *RECORDS)
    with office.work(SYSTEM) as work:
        aside = sa.text("SELECT gin_clean_pending_list('ix_matter_search_name')")
        assert work.session.execute(aside).scalar_one() == 0
        reindex_matters(work, work.session.scalars(sa.select(Matter.id)))
        assert work.session.execute(aside).scalar_one() == 0
        work.session.execute(sa.text("UPDATE matter_search SET words = words || ' '"))
        assert work.session.execute(aside).scalar_one() > 0, "otherwise this test sees nothing"


def test_an_office_without_matters_has_nothing_to_fill(office: Office) -> None:
    assert not fill_empty_index(office)


# what is used


def add_cases(office: Office, hall: Hall, name: str, count: int, counter_id: int | None) -> None:
    with office.work(SYSTEM) as work:
        matter = work.session.scalars(sa.select(Matter).where(Matter.name == name)).one()
        version_id = work.session.scalars(
            sa.select(MatterVersion.id).where(MatterVersion.matter_id == matter.id)
        ).one()
        for number in range(count):
            work.session.add(
                Case(
                    number=f"{matter.code}{counter_id or 0:02d}{number:06d}",
                    query_code="000000",
                    matter_id=matter.id,
                    matter_version_id=version_id,
                    department_id=matter.department_id,
                    matter_name=name,
                    applicant_name="王小萌",
                    state=CaseState.COMPLETED,
                    channel=Channel.COUNTER,
                    counter_id=counter_id,
                    receiver_id=hall.clerk.account_id,
                    received_at=work.now,
                    due_from=work.today,
                    due_on=work.today,
                    due_clock=ClockKind.PROMISED,
                )
            )


def test_what_the_counter_uses_comes_first_and_the_very_name_before_it(filled: Office, hall: Hall) -> None:
    counter = hall.clerk.counter_id
    add_cases(filled, hall, "居住注销", 3, counter)
    add_cases(filled, hall, "居住登记", 1, counter)
    with filled.read(hall.clerk) as work:
        usual = list_usual_matters(work, 3, counter)
        assert [row.name for row in usual][:2] == ["居住注销", "居住登记"]
        assert usual[0].hint == "本窗口常办"
        assert usual[2].hint == ""
        names = [row.name for row in find_matters(work, "居住", counter_id=counter)]
        assert names[:2] == ["居住注销", "居住登记"]
        assert find_matters(work, "居住变更", counter_id=counter)[0].name == "居住变更"
        assert find_matters(work, "居住", counter_id=hall.other_clerk.counter_id)[0].name == "居住证办理"


def test_only_the_last_cases_of_a_counter_count(filled: Office, hall: Hall) -> None:
    counter = hall.clerk.counter_id
    add_cases(filled, hall, "居住注销", 3, counter)
    add_cases(filled, hall, "居住变更", RECENT_CASES, counter)
    with filled.read(hall.clerk) as work:
        assert [row.name for row in list_usual_matters(work, 20, counter) if row.hint] == ["居住变更"]


def test_popularity_is_what_the_hall_did_lately(filled: Office, hall: Hall, clock: SettableClock) -> None:
    add_cases(filled, hall, "居住登记", ENOUGH_CASES - 1, None)
    with filled.work(SYSTEM) as work:
        assert refresh_popularity(work) == 0, "too few cases say nothing"
    add_cases(filled, hall, "居住变更", 1, None)
    with filled.work(SYSTEM) as work:
        assert refresh_popularity(work) == 3
    with filled.work(SYSTEM) as work:
        assert refresh_popularity(work) == 0
        rows = work.session.execute(sa.select(Matter.name, Matter.popularity).where(Matter.popularity > 0))
        assert {(row.name, row.popularity) for row in rows} == {
            ("居住登记", ENOUGH_CASES - 1),
            ("居住变更", 1),
        }
    clock.advance(days=COUNTED_DAYS + 1)
    with filled.work(SYSTEM) as work:
        assert refresh_popularity(work) == 0


def test_the_usual_is_found_among_more_hits_than_are_looked_at(office: Office) -> None:
    import_into(
        office,
        *(record(number, f"甲类经营许可第{number}号") for number in range(1, CANDIDATES + 50)),
        record(90001, "乙类许可", 7),
        record(90002, "许可证补办"),
    )
    with office.read(SYSTEM) as work:
        names = [row.name for row in find_matters(work, "许可", 3)]
    assert names[:2] == ["许可证补办", "乙类许可"]


# the one box


def test_the_code_of_a_guide_names_its_matter(filled: Office) -> None:
    with filled.read(SYSTEM) as work:
        for text in (
            f"https://hall.example/m/{CODE.format(1)}?v=3",
            f"http://hall.example/yc/m/{CODE.format(1)}",
            CODE.format(1).lower(),
        ):
            named = find_anything(work, text).matter
            assert named is not None, text
            assert named.name == "居住证办理"
        for text in ("https://hall.example/m/unknown?v=1", "https://hall.example/m/", "居住证办理"):
            assert find_anything(work, text).matter is None


def test_nobody_is_told_anything(filled: Office) -> None:
    with filled.read(NOBODY) as work:
        for ask in (list_groups, list_department_groups, list_usual_matters, refresh_popularity):
            with pytest.raises(ServiceError) as refusal:
                ask(work)
            assert refusal.value.code == "not_permitted"
