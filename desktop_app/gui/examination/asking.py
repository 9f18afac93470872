"""审查中的其他办理: asks what must be asked for it, from the case page and from the approver's page alike."""

from typing import Any

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.examination.dialogs import (
    AnswerDialog,
    ConsultDialog,
    ExtensionDialog,
    InspectionDialog,
    ProlongDialog,
    SuspendDialog,
    TakeBackDialog,
)
from desktop_app.gui.examination.hearing_dialog import HearingDialog
from desktop_app.rules.examination import LONGEST_EXTENSION, extension_authority, pause_grounds
from desktop_app.services import consultations, extension, inspections, suspension
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.cases import ActResult
from desktop_app.services.office import get_settings
from desktop_app.services.procedures import Procedure, get_procedure
from desktop_app.services.sites import DepartmentRow, list_departments
from desktop_app.services.work import Work
from desktop_app.settings import OfficeSettings
from models.enums import CaseAction, Opinion, PartyRole

NOBODY_WAITS = "没有等待答复的协办意见。"


def ask_consultation(acts: CaseActs) -> None:
    """征求协办意见: of departments other than the own."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.CONSULT):
        return

    def ask(found: tuple[list[DepartmentRow], OfficeSettings]) -> None:
        departments, settings = found
        others = [(row.id, row.name) for row in departments if row.name != detail.row.department_name]

        def make() -> ConsultDialog:
            return ConsultDialog(others, settings.consultation_days, acts.page)

        dialog = acts.ask(ConsultDialog, detail, tuple(others), make)
        acts.ask_then(dialog, CaseAction.CONSULT, consultations.consult_departments, dialog.answers)

    acts.page.jobs.read(acts, _departments, then=ask)


def ask_answer(acts: CaseActs) -> None:
    """协办意见: the asked department answers; the one that asked may do without."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.ANSWER):
        return

    def ask(procedure: Procedure) -> None:
        asked = procedure.waiting_for(acts.page.jobs.actor.department_id)
        waiting = tuple(row for row in procedure.consultations if row.ended_at is None)
        if asked is not None:
            answering = acts.ask(AnswerDialog, detail, asked.id, lambda: AnswerDialog(asked, acts.page))
            acts.ask_then(
                answering,
                CaseAction.ANSWER,
                _answer,
                lambda: (asked.id, Opinion(answering.opinion.value), answering.text.value),
            )
        elif waiting:
            taking = acts.ask(TakeBackDialog, detail, waiting, lambda: TakeBackDialog(waiting, acts.page))
            acts.ask_then(
                taking, CaseAction.ANSWER, _take_back, lambda: (int(taking.row.value), taking.reason.value)
            )
        else:
            acts.page.show_sentence(NOBODY_WAITS)

    acts.page.jobs.read(acts, get_procedure, detail.row.id, then=ask)


def ask_suspension(acts: CaseActs) -> None:
    """启动特别程序: the ground the version names is proposed."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.SUSPEND):
        return

    def ask(settings: OfficeSettings) -> None:
        grounds = pause_grounds(allows_local=settings.allows_local_pauses)
        proposed = next(iter(detail.content.special_procedures), "")
        dialog = acts.ask(SuspendDialog, detail, grounds, lambda: SuspendDialog(grounds, proposed, acts.page))
        acts.ask_then(dialog, CaseAction.SUSPEND, suspension.suspend_case, lambda: (dialog.suspension(),))

    acts.page.jobs.read(acts, get_settings, then=ask)


def ask_prolonging(acts: CaseActs) -> None:
    """特别程序延长."""
    detail = acts.detail
    if detail is not None and acts.may(CaseAction.PROLONG):
        dialog = acts.ask(ProlongDialog, detail, None, lambda: ProlongDialog(acts.page))
        acts.ask_then(dialog, CaseAction.PROLONG, suspension.prolong_suspension, dialog.answers)


def ask_extension(acts: CaseActs) -> None:
    """申请延期: the law says who approves and how much."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.REQUEST_EXTENSION):
        return
    authority = extension_authority(detail.content)
    most = LONGEST_EXTENSION[authority]
    dialog = acts.ask(
        ExtensionDialog, detail, authority, lambda: ExtensionDialog(authority.label, most, acts.page)
    )
    acts.ask_then(dialog, CaseAction.REQUEST_EXTENSION, extension.request_extension, dialog.answers)


def ask_inspection(acts: CaseActs) -> None:
    """记录实质核查: who is signed in is one of the two."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.INSPECT):
        return
    page = acts.page
    now = moment(page.jobs.office.clock())
    dialog = acts.ask(
        InspectionDialog, detail, None, lambda: InspectionDialog([page.jobs.actor.name], now, page)
    )
    acts.ask_then(dialog, CaseAction.INSPECT, inspections.record_inspection, lambda: (dialog.inspection(),))


def ask_hearing(acts: CaseActs) -> None:
    """听证与陈述申辩: what may come next depends on how far the hearing has come."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.HEAR):
        return

    def ask(procedure: Procedure) -> None:
        hearing = procedure.hearings[-1] if procedure.hearings else None
        now = moment(acts.page.jobs.office.clock())
        applicant = _applicant(detail)
        dialog = acts.ask(
            HearingDialog, detail, hearing, lambda: HearingDialog(hearing, now, applicant, acts.page)
        )
        acts.ask_then(dialog, CaseAction.HEAR, _hear, dialog.answers)

    acts.page.jobs.read(acts, get_procedure, detail.row.id, then=ask)


def _applicant(detail: CaseDetail) -> str:
    return next((party.name for party in detail.parties if party.role is PartyRole.APPLICANT), "")


def _departments(work: Work) -> tuple[list[DepartmentRow], OfficeSettings]:
    return list_departments(work), get_settings(work)


def _answer(work: Work, _case_id: int, _revision: int, *answer: Any) -> ActResult:
    """The question knows its case, whatever revision that has by now."""
    return consultations.answer_consultation(work, *answer)


def _take_back(work: Work, _case_id: int, _revision: int, *answer: Any) -> ActResult:
    return consultations.take_back_consultation(work, *answer)


def _hear(work: Work, case_id: int, revision: int, use_case: Any, *told: Any) -> ActResult:
    """The step of the hearing that was chosen."""
    result: ActResult = use_case(work, case_id, revision, *told)
    return result
