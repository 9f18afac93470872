"""材料沿用: only the applicant's own, only what was checked, only until it expires (国令716 art. 7)."""

import dataclasses
from datetime import date

import pytest
import sqlalchemy as sa

from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases
from desktop_app.services.case_attachments import remove_file
from desktop_app.services.case_files import AttachedFile, keep_file, list_files
from desktop_app.services.cases import ActResult
from desktop_app.services.material_reuse import ReusableMaterial, find_reusable
from desktop_app.services.work import SYSTEM, Office
from models.cases import CaseMaterial
from models.enums import ReceivedAs
from models.procedure import TrustLevel
from tests import paperwork
from tests.conftest import SettableClock
from tests.factories import LICENCE, Hall, licence_case, received
from tests.people import LI, WANG

UNTIL = date(2027, 3, 1)
SCANNED = ReceivedMaterial(1, ReceivedAs.SCAN, 1, is_checked=True, valid_until=UNTIL)
NAMES = tuple(spec.name for spec in LICENCE.materials)


def earlier(office: Office, hall: Hall, line: ReceivedMaterial = SCANNED) -> ActResult:
    """A case with a checked scan of the second line."""
    kept = keep_file(office, paperwork.scan(), "营业执照.tif", hall.clerk)
    given = dataclasses.replace(
        licence_case(hall), materials=(*received(1), line), files=(AttachedFile(1, kept),)
    )
    with office.work(hall.clerk) as work:
        return cases.receive_case(work, given)


def found(office: Office, hall: Hall, number: str = WANG.identity_number) -> dict[str, ReusableMaterial]:
    with office.read(hall.other_clerk) as work:
        return find_reusable(work, WANG.identity_kind, number, NAMES)


def take_over(office: Office, hall: Hall, from_case: int, who: cases.PartyInput = WANG) -> ActResult:
    line = ReceivedMaterial(1, ReceivedAs.SCAN, 1, reused_from=from_case)
    given = dataclasses.replace(licence_case(hall, who), materials=(*received(1), line))
    with office.work(hall.other_clerk) as work:
        return cases.receive_case(work, given)


def test_what_was_checked_is_taken_over_with_its_files(office: Office, hall: Hall) -> None:
    before = earlier(office, hall)
    (name, material), *others = found(office, hall).items()
    assert (name, material.case_number, material.valid_until) == ("营业执照", before.number, UNTIL)
    assert (material.trust, material.files, material.checked_by) == (TrustLevel.B, 1, hall.clerk.name)
    assert others == []

    case = take_over(office, hall, material.case_id)

    with office.read(SYSTEM) as work:
        line = work.session.get_one(CaseMaterial, (case.case_id, 1))
        assert (line.trust, line.valid_until, line.reused_from) == (TrustLevel.B, UNTIL, before.case_id)
        assert line.checked_by == hall.clerk.account_id, "who saw the original, not who took it over"
        assert [row.name for row in list_files(work, case.case_id)] == ["营业执照.tif"]


def test_other_people_and_expired_ones_are_not_found_and_not_taken(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    before = earlier(office, hall)
    assert found(office, hall, LI.identity_number) == {}
    with pytest.raises(ServiceError, match="material_not_reusable"):
        take_over(office, hall, before.case_id, LI)
    with pytest.raises(ServiceError, match="material_not_reusable"):
        take_over(office, hall, before.case_id + 1)

    clock.advance(days=101)
    assert found(office, hall)
    clock.advance(days=1)
    assert found(office, hall) == {}
    with pytest.raises(ServiceError, match="material_not_reusable"):
        take_over(office, hall, before.case_id)


@pytest.mark.parametrize(
    "line",
    [dataclasses.replace(SCANNED, is_checked=False), dataclasses.replace(SCANNED, valid_until=None)],
    ids=["unchecked", "without validity"],
)
def test_what_nobody_answers_for_is_asked_for_again(
    office: Office, hall: Hall, line: ReceivedMaterial
) -> None:
    before = earlier(office, hall, line)
    assert found(office, hall) == {}
    with pytest.raises(ServiceError, match="material_not_reusable"):
        take_over(office, hall, before.case_id)


def test_without_its_files_nothing_is_taken_over(office: Office, hall: Hall) -> None:
    before = earlier(office, hall)
    with office.work(hall.clerk) as work:
        (row,) = list_files(work, before.case_id)
        remove_file(work, before.case_id, before.revision, row.id, "传错了")
    assert found(office, hall) == {}
    with pytest.raises(ServiceError, match="material_not_reusable"):
        take_over(office, hall, before.case_id)


def test_the_latest_of_several_is_offered(office: Office, hall: Hall) -> None:
    earlier(office, hall)
    later = earlier(office, hall, dataclasses.replace(SCANNED, valid_until=date(2028, 1, 1)))
    assert found(office, hall)["营业执照"].case_number == later.number


def test_a_refused_take_over_leaves_no_case(office: Office, hall: Hall) -> None:
    before = earlier(office, hall)
    with pytest.raises(ServiceError):
        take_over(office, hall, before.case_id, LI)
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count(sa.distinct(CaseMaterial.case_id)))) == 1
