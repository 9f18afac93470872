"""办理情形 in the acts of a case: what applies, for how long, and on which papers it stands."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from desktop_app.documents.content import AcceptanceNotice, Receipt
from desktop_app.rules.catalogue import Limit, MaterialSpec, Situation, SituationOption
from desktop_app.rules.errors import ServiceError
from desktop_app.services import case_queries, cases, printing
from desktop_app.services.cases import CaseInput
from desktop_app.services.work import Office
from models.catalogue import Matter
from models.enums import ClockKind
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter, received
from tests.people import WANG

CODE = f"{BUREAU_CODE}3410125099000"
ASKING = replace(
    LICENCE,
    name="卫生许可（新办和延续）",
    situations=(
        Situation(
            "kind",
            "办理哪一种？",
            (
                SituationOption("new", "新办"),
                SituationOption("renew", "延续", statutory=Limit(10), promised=Limit(2)),
            ),
        ),
    ),
    materials=(
        MaterialSpec("申请表"),
        MaterialSpec("平面图", when=("new",)),
        MaterialSpec("原许可证", when=("renew",)),
        MaterialSpec("自查报告", when=("renew",)),
    ),
)


@pytest.fixture
def asking_id(office: Office, hall: Hall) -> int:
    with Session(office.database.writer) as session:
        department_id = session.get_one(Matter, hall.licence_id).department_id
        found = add_matter(session, department_id, CODE, ASKING)
        session.commit()
    return found


def form(matter_id: int, lines: int, **answers: str) -> CaseInput:
    return CaseInput(matter_id, 1, WANG, materials=received(lines), answers=answers)


def test_the_answer_selects_checklist_limits_and_words(office: Office, hall: Hall, asking_id: int) -> None:
    with office.work(hall.clerk) as work:
        result = cases.receive_and_accept_case(work, form(asking_id, 3, kind="renew"))
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, result.case_id)
        receipt, notice = (printing.get_document(work, each) for each in result.document_ids)
    assert [row.name for row in detail.materials] == ["申请表", "原许可证", "自查报告"]
    due = {clock.kind: clock.due_on for clock in detail.clocks}
    assert due[ClockKind.PROMISED] == date(2026, 11, 24)
    assert due[ClockKind.STATUTORY] == date(2026, 12, 4)
    assert isinstance(receipt, Receipt)
    assert isinstance(notice, AcceptanceNotice)
    assert [line.name for line in receipt.materials] == ["申请表", "原许可证", "自查报告"]
    assert receipt.case.situation == notice.case.situation == (("办理哪一种？", "延续"),)


def test_the_answers_hold_for_every_later_act(office: Office, hall: Hall, asking_id: int) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, form(asking_id, 2, kind="new"))
    with office.work(hall.clerk) as work:
        accepted = cases.accept_case(work, case.case_id, case.revision)
    with office.read(hall.clerk) as work:
        detail = case_queries.get_case(work, accepted.case_id)
    assert [spec.name for spec in detail.content.materials] == ["申请表", "平面图"]
    assert detail.content.promised == LICENCE.promised


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "situation_unanswered"),
        ({"kind": "gone"}, "situation_unknown"),
        ({"other": "new"}, "situation_unanswered"),
    ],
)
def test_a_case_without_its_answers_is_not_taken(
    office: Office, hall: Hall, asking_id: int, answers: dict[str, str], code: str
) -> None:
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        cases.receive_case(work, form(asking_id, 2, **answers))
    assert refusal.value.code == code
    with office.read(hall.clerk) as work:
        assert case_queries.count_open_cases(work) == {}


def test_lines_that_do_not_apply_cannot_be_handed_in(office: Office, hall: Hall, asking_id: int) -> None:
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        cases.receive_case(work, form(asking_id, 3, kind="new"))
    assert refusal.value.code == "material_unknown"
