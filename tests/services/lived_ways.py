"""The rarer ways of a case in a lived-in hall: asked, paused, extended, heard, promised, barred, carded, sent in online."""

from datetime import date

from desktop_app.services import (
    bars,
    cases,
    consultations,
    extension,
    hearings,
    suspension,
)
from desktop_app.services.work import SYSTEM, Office
from models.applicants import CasePledge
from models.enums import ClockKind, Light
from models.online import OnlinePackage
from models.procedure import BarGround, PackageKind, PauseGround
from models.supervision import CaseCard
from tests.factories import Hall, licence_case
from tests.people import LI

PAUSE = suspension.Suspension(
    PauseGround.EXPERT_REVIEW, "《中华人民共和国行政许可法》第四十五条", "需要专家评审", 3, "孙审批"
)


def go_other_ways(office: Office, hall: Hall) -> None:
    """One case through the acts that are not done every day."""
    assert hall.stranger.department_id is not None
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, licence_case(hall, LI))
    with office.work(hall.approver) as work:
        asked = (hall.stranger.department_id,)
        case = consultations.consult_departments(work, case.case_id, case.revision, asked, "请核对场所")
    with office.work(hall.approver) as work:
        case = extension.request_extension(work, case.case_id, case.revision, 5, "等待检测结果")
    with office.work(hall.approver) as work:
        case = suspension.suspend_case(work, case.case_id, case.revision, PAUSE)
    with office.work(hall.approver) as work:
        case = suspension.resume_case(work, case.case_id, case.revision, "评审通过")
    with office.work(hall.approver) as work:
        hearings.tell_hearing_rights(work, case.case_id, case.revision, "经营场所", ("示例居民",))
        bars.record_bar(work, case.case_id, BarGround.FALSE_MATERIALS, "提交的检测报告不实")
    _keep_traces(office, case.case_id)


def _keep_traces(office: Office, case_id: int) -> None:
    """What days and other programs bring: a card, a promise, a package."""
    with office.work(SYSTEM) as work:
        work.session.add_all(
            [
                CaseCard(
                    case_id=case_id,
                    clock=ClockKind.PROMISED,
                    due_on=date(2026, 11, 27),
                    light=Light.YELLOW,
                    raised_on=date(2026, 11, 26),
                    reason="将于2026-11-27届满",
                ),
                CasePledge(
                    case_id=case_id, subject="平面图", text="布局与图纸一致", pledged_at=work.now, position=2
                ),
                OnlinePackage(
                    package_id="web/p-1",
                    kind=PackageKind.APPLICATION,
                    digest="d" * 64,
                    case_id=case_id,
                    submitted_at=work.now,
                    taken_at=work.now,
                ),
            ]
        )
