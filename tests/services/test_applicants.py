"""The form of an application and what the hall knows of who applies: kept, gone on with, looked up with a trace."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from desktop_app.rules.application_forms import Values
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.prefill import Earlier
from desktop_app.services import applicants, bars, cases, examination, online_cases, pending_cases
from desktop_app.services.applicants import ApplicantHistory
from desktop_app.services.cases import CaseInput, PartyInput
from desktop_app.services.filled_forms import get_filled_form
from desktop_app.services.printing import list_documents
from desktop_app.services.work import SYSTEM, Actor, Office
from models.applicants import CasePledge
from models.audit import AuditEntry
from models.enums import DocumentKind, Opinion, ReceivedAs
from models.procedure import BarGround
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter
from tests.people import COMPANY, LI, WANG
from tests.services.packages import package

CONDITION, OTHER_CONDITION = "经营场所符合消防要求", "从业人员健康"
SCHEMA = json.dumps(
    {
        "title": "开业申请表",
        "type": "object",
        "required": ["place"],
        "properties": {
            "place": {"type": "string", "title": "经营地址", "x-prefill": "earlier", "x-group": "场所"},
            "number": {"type": "string", "title": "证件号码", "x-prefill": "identity_number"},
            "phone": {"type": "string", "title": "电话", "x-prefill": "phone"},
            "licence": {"type": "string", "title": "原证号", "x-prefill": "certificate_number"},
            "staff": {
                "type": "array",
                "title": "从业人员",
                "items": {"type": "object", "properties": {"name": {"type": "string", "title": "姓名"}}},
            },
        },
    }
)
FILLED: Values = {
    "place": "示例路1号",
    "number": WANG.identity_number,
    "phone": "13900000000",
    "staff": [{"name": "张示例"}],
}
MATTER = replace(
    LICENCE,
    name="要填申请表的许可",
    application_form=SCHEMA,
    materials=LICENCE.materials[:1],
    pledged_conditions=(CONDITION, OTHER_CONDITION),
)


@pytest.fixture
def matter_id(office: Office, hall: Hall) -> int:
    assert hall.approver.department_id is not None
    with office.work(hall.clerk) as work:
        return add_matter(work.session, hall.approver.department_id, f"{BUREAU_CODE}3410125078000", MATTER)


def application(
    matter_id: int, applicant: PartyInput = WANG, form: Values = FILLED, conditions: Sequence[str] = ()
) -> CaseInput:
    return CaseInput(
        matter_id,
        1,
        applicant,
        materials=(ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),),
        form=form,
        pledged_conditions=tuple(conditions),
    )


def granted(office: Office, hall: Hall, given: CaseInput) -> int:
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, given)
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
    with office.work(hall.approver) as work:
        certificate = examination.Certificate("许可证", "示卫〔2026〕第001号", "准予经营", date(2027, 1, 1))
        examination.grant_case(work, case.case_id, case.revision, certificate)
    return case.case_id


def history(office: Office, actor: Actor, case_id: int) -> ApplicantHistory:
    with office.work(actor) as work:
        return applicants.open_history_of_case(work, case_id)


def traces(office: Office, action: str) -> list[str]:
    with office.read(SYSTEM) as work:
        rows = work.session.scalars(sa.select(AuditEntry.subject).where(AuditEntry.action == action))
        return list(rows)


def test_a_draft_keeps_its_form_and_conditions_until_the_last_choice(
    office: Office, hall: Hall, matter_id: int
) -> None:
    half = application(matter_id, form={"phone": "1"}, conditions=[CONDITION])
    with office.work(hall.clerk) as work:
        draft = pending_cases.keep_draft(work, half)
    with office.work(hall.other_clerk) as work:
        found = pending_cases.take_up_case(work, draft.case_id)
    assert found.form == {"phone": "1"}
    assert found.pledged_conditions == (CONDITION,)
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="form_value_invalid"):
        cases.receive_case(work, replace(half, pending=found.pending))
    whole = application(matter_id, conditions=[OTHER_CONDITION])
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, replace(whole, pending=found.pending))
    with office.read(hall.clerk) as work:
        pledges = work.session.scalars(sa.select(CasePledge.subject))
        assert list(pledges) == [OTHER_CONDITION]
        kinds = [row.kind for row in list_documents(work, case.case_id)]
    assert kinds.count(DocumentKind.APPLICATION) == kinds.count(DocumentKind.PLEDGE) == 1


def test_an_unchanged_choice_survives_receipt_and_acceptance(
    office: Office, hall: Hall, matter_id: int
) -> None:
    given = application(matter_id, conditions=[CONDITION, OTHER_CONDITION])
    with office.work(hall.clerk) as work:
        draft = pending_cases.keep_draft(work, given)
    with office.work(hall.clerk) as work:
        found = pending_cases.take_up_case(work, draft.case_id)
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, replace(given, pending=found.pending))
    with office.read(hall.clerk) as work:
        pledges = work.session.scalars(sa.select(CasePledge.subject).order_by(CasePledge.id))
        assert list(pledges) == [CONDITION, OTHER_CONDITION]
        assert DocumentKind.PLEDGE in {row.kind for row in list_documents(work, case.case_id)}


def test_a_new_form_begins_with_the_last_one_and_its_certificate(
    office: Office, hall: Hall, matter_id: int
) -> None:
    granted(office, hall, application(matter_id))
    with office.work(hall.clerk) as work:
        found = applicants.take_earlier(work, WANG.identity_kind, WANG.identity_number, matter_id)
        none = applicants.take_earlier(work, LI.identity_kind, LI.identity_number, matter_id)
    assert found.values == FILLED
    assert found.certificate_number == "示卫〔2026〕第001号"
    assert none == Earlier()
    assert traces(office, "applicants.prefill") == [f"case:{found.case_number}"]


def test_history_tells_cases_certificates_promises_and_bars(
    office: Office, hall: Hall, matter_id: int
) -> None:
    case_id = granted(office, hall, application(matter_id, conditions=[CONDITION]))
    with office.work(hall.clerk) as work:
        cases.receive_case(work, application(matter_id))
        cases.receive_case(work, replace(application(matter_id, LI), agent=WANG))
    with office.work(hall.approver) as work:
        bar = bars.record_bar(work, case_id, BarGround.FALSE_MATERIALS, "提供虚假证明")
    found = history(office, hall.supervisor, case_id)
    assert (found.name, len(found.cases), found.as_agent) == (WANG.name, 2, 1)
    assert found.masked_number != WANG.identity_number
    assert [row.number for row in found.certificates] == ["示卫〔2026〕第001号"]
    assert [row.subject for row in found.pledges] == [CONDITION]
    assert [(row.id, row.name) for row in found.bars] == [(bar.id, WANG.name)]
    assert len(traces(office, "applicants.open")) == 1
    with office.read(hall.clerk) as work:
        notice = applicants.find_notice(work, WANG.identity_kind, WANG.identity_number, matter_id)
        stranger = applicants.find_notice(work, COMPANY.identity_kind, COMPANY.identity_number, matter_id)
        besides = applicants.find_notice(work, WANG.identity_kind, WANG.identity_number, matter_id, case_id)
    assert (notice.cases, notice.open_of_matter, len(notice.bars)) == (2, 2, 1)
    assert (besides.cases, besides.open_of_matter, len(besides.bars)) == (1, 1, 1), "not the case at hand"
    assert (stranger.cases, stranger.last, stranger.bars) == (0, None, ())
    with office.work(hall.supervisor) as work:
        bars.lift_bar(work, bar.id, "已核实")
    assert not history(office, hall.supervisor, case_id).bars[0].holds_on(found.today)


def test_history_is_for_those_who_may_and_for_known_numbers(
    office: Office, hall: Hall, matter_id: int
) -> None:
    case_id = granted(office, hall, application(matter_id))
    for actor in (hall.editor, hall.administrator):
        with pytest.raises(ServiceError, match="not_permitted"):
            history(office, actor, case_id)
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="applicant_unknown"):
        applicants.open_history(work, COMPANY.identity_kind, COMPANY.identity_number)
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="case_unknown"):
        applicants.open_history_of_case(work, case_id + 1000)
    assert traces(office, "applicants.open") == []


def test_a_filled_in_form_is_shown_in_words_and_masked(office: Office, hall: Hall, matter_id: int) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, application(matter_id))
    with office.read(hall.clerk) as work:
        form = get_filled_form(work, case.case_id)
    shown = {line.title: line.words for line in form.lines}
    assert shown["经营地址"] == "示例路1号"
    assert WANG.identity_number not in shown.values()
    assert "13900000000" not in shown.values()
    assert shown["原证号"] == ""
    assert form.tables[0].rows == (("张示例",),)


def test_what_was_filled_in_online_is_there_at_the_counter(
    office: Office, hall: Hall, matter_id: int
) -> None:
    sent = package(
        "P-form",
        matter_code=f"{BUREAU_CODE}3410125078000",
        materials=[],
        form={"place": "示例路9号", "staff": "一个人", "stranger": "x"},
    )
    with office.work(hall.clerk) as work:
        taken = online_cases.take_package(work, sent)
    with office.work(hall.clerk) as work:
        form = pending_cases.take_up_case(work, taken.case_id)
    assert form.matter_id == matter_id
    assert form.form == {"place": "示例路9号"}
