"""A bureau where several people examine: a matter of two steps with a partner, a certificate to make, and a colleague."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from desktop_app.rules.accounts import PERMISSIONS
from desktop_app.rules.catalogue import Step
from desktop_app.services import case_queries, cases, examination
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.cases import ActResult, CaseInput
from desktop_app.services.office import change_settings
from desktop_app.services.work import SYSTEM, Actor, Office
from models.accounts import Account
from models.enums import ClockKind, Opinion, Role, StepKind
from tests.factories import BUREAU_CODE, FOUNDED, LICENCE, Hall, add_matter, licence_case, received
from tests.people import WANG

PARTNER = "示例市公安局"
STEPS = (
    Step("受理", StepKind.ACCEPTANCE, 1),
    Step("初审", StepKind.EXAMINATION, 2),
    Step("复审", StepKind.EXAMINATION, 1),
    Step("决定", StepKind.DECISION, 1),
    Step("制证", StepKind.CERTIFICATION, 3),
)
STEPPED = replace(LICENCE, name="示例联合许可", steps=STEPS, partners=(PARTNER, "没有登记的机构"))


def accepted(office: Office, hall: Hall) -> ActResult:
    """A plain licence, received and accepted."""
    with office.work(hall.clerk) as work:
        return cases.receive_and_accept_case(work, licence_case(hall))


def accepted_stepped(office: Office, hall: Hall, **changes: Any) -> ActResult:
    """A case of the matter with steps, a partner and a certificate."""
    with Session(office.database.writer) as session:
        department_id = hall.approver.department_id
        assert department_id is not None
        content = replace(STEPPED, **changes)
        matter_id = add_matter(session, department_id, f"{BUREAU_CODE}3410125019000", content)
        session.commit()
    with office.work(hall.clerk) as work:
        given = CaseInput(matter_id, 1, WANG, None, received(len(LICENCE.materials)))
        return cases.receive_and_accept_case(work, given)


def examined(office: Office, hall: Hall) -> ActResult:
    """A plain licence on which the approver has given the opinion."""
    case = accepted(office, hall)
    return opined(office, hall.approver, case)


def opined(office: Office, actor: Actor, case: ActResult) -> ActResult:
    """One opinion for granting."""
    with office.work(actor) as work:
        return examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")


def colleague(office: Office, hall: Hall) -> Actor:
    """Another approver of the bureau."""
    with Session(office.database.writer, expire_on_commit=False) as session:
        account = Account(
            login="shenpi3",
            name="卫审批",
            role=Role.APPROVER,
            department_id=hall.approver.department_id,
            password_hash="",
            created_at=FOUNDED,
        )
        session.add(account)
        session.commit()
    return replace(
        hall.approver, account_id=account.id, login=account.login, name=account.name,
        permissions=PERMISSIONS[Role.APPROVER],
    )  # fmt: skip


def configure(office: Office, **values: Any) -> None:
    """Change the office's settings."""
    with office.work(SYSTEM) as work:
        change_settings(work, **values)


def read_case(office: Office, hall: Hall, case: ActResult) -> CaseDetail:
    """The case as the approver sees it."""
    with office.read(hall.approver) as work:
        return case_queries.get_case(work, case.case_id)


def due_dates(detail: CaseDetail) -> dict[ClockKind, str]:
    """The dates of the running clocks."""
    return {clock.kind: clock.due_on.isoformat() for clock in detail.clocks if clock.stopped_on is None}
