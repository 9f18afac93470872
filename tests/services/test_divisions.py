"""Divisions in the database: taken over in one act, found by what people type."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.exchange.divisions import DivisionList
from desktop_app.rules.errors import ServiceError
from desktop_app.services import divisions
from desktop_app.services.divisions import PARENT_UNKNOWN, DivisionReport
from desktop_app.services.work import SYSTEM, Office
from models.audit import AuditEntry
from models.sites import Division
from tests.factories import Hall

SOME = {
    "41": "河南省",
    "4110": "许昌市",
    "411002": "魏都区",
    "411002001": "西大街道",
    "411002001001": "金地社区居委会",
    "4101": "郑州市",
    "410102": "中原区",
    "410102001": "西大街道",
}


def taken_over(office: Office, names: dict[str, str]) -> DivisionReport:
    with office.work(SYSTEM) as work:
        return divisions.import_divisions(work, DivisionList(dict(names)))


def stored(office: Office) -> dict[str, tuple[str, str, str]]:
    with office.read(SYSTEM) as work:
        rows = work.session.scalars(sa.select(Division))
        return {row.code: (row.name, row.parent_code, row.initials) for row in rows}


def found(office: Office, text: str) -> list[str]:
    with office.read(SYSTEM) as work:
        return [row.path for row in divisions.find_divisions(work, text)]


def test_the_public_files_come_in_as_one_act(office: Office, shared_data: Path) -> None:
    read = divisions.read_division_files(sorted((shared_data / "divisions").glob("*.csv")))
    with office.work(SYSTEM) as work:
        report = divisions.import_divisions(work, read)

    assert (report.added, report.renamed, report.unchanged, report.found) == (5961, 0, 0, 0)
    with office.read(SYSTEM) as work:
        assert divisions.count_divisions(work) == 5961
        assert len(divisions.list_divisions(work)) == 31
        assert divisions.list_divisions(work, "4110")[0].path == "河南省许昌市魏都区"
        assert divisions.get_division_path(work, "411002001001") == "河南省许昌市魏都区西大街道金地社区居委会"
        assert work.session.scalars(sa.select(AuditEntry.action)).all() == ["sites.import_divisions"]
    assert found(office, "许昌 西大街")[0] == "河南省许昌市魏都区西大街道"


def test_the_same_again_changes_nothing_and_a_new_name_follows(office: Office) -> None:
    taken_over(office, SOME)
    assert taken_over(office, SOME) == DivisionReport(0, 0, len(SOME), 0, (), 0)

    report = taken_over(office, {"411002": "魏都新区", "4110": "许昌市"})

    assert (report.added, report.renamed, report.unchanged) == (0, 1, 1)
    assert stored(office)["411002"] == ("魏都新区", "4110", "wdxq")
    assert stored(office).keys() == SOME.keys()


def test_divisions_that_come_before_those_above_them_find_their_place(office: Office) -> None:
    village, county = {"411002001001": "金地社区居委会"}, {"411002": "魏都区"}
    report = taken_over(office, village)
    assert [(each.code, each.reason) for each in report.findings] == [("411002001001", PARENT_UNKNOWN)]
    assert stored(office)["411002001001"][1] == ""

    taken_over(office, county)
    assert stored(office)["411002001001"][1] == "411002"
    taken_over(office, {"41": "河南省"})
    assert stored(office)["411002"][1] == "41"

    assert taken_over(office, SOME).found == 0
    assert {code: row[1] for code, row in stored(office).items()} == {
        "41": "",
        "4110": "41",
        "411002": "4110",
        "411002001": "411002",
        "411002001001": "411002001",
        "4101": "41",
        "410102": "4101",
        "410102001": "410102",
    }


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("许昌", ["河南省许昌市"]),
        ("wdq", ["河南省许昌市魏都区"]),
        ("WDQ", ["河南省许昌市魏都区"]),
        ("411002001", ["河南省许昌市魏都区西大街道", "河南省许昌市魏都区西大街道金地社区居委会"]),
        ("西大街", ["河南省郑州市中原区西大街道", "河南省许昌市魏都区西大街道"]),
        ("许昌 西大街", ["河南省许昌市魏都区西大街道"]),
        ("xcs 金地", ["河南省许昌市魏都区西大街道金地社区居委会"]),
        ("火星 西大街", []),
        ("%", []),
        ("_", []),
        (" ", []),
    ],
)
def test_divisions_are_found_by_name_code_and_initials(office: Office, text: str, paths: list[str]) -> None:
    taken_over(office, SOME)
    assert found(office, text) == paths


def test_only_who_may_takes_divisions_over(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.clerk) as work:
        divisions.import_divisions(work, DivisionList(dict(SOME)))
    assert stored(office) == {}


def test_an_unknown_division_is_none(office: Office) -> None:
    with office.read(SYSTEM) as work:
        assert divisions.get_division_path(work, "411002") == ""
        with pytest.raises(ServiceError, match="division_unknown"):
            divisions.get_division(work, "411002")
