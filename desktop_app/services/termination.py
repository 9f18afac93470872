"""办理终止: a case ends without a decision; what still waits for somebody ends with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.documents.content import TerminationNotice
from desktop_app.services.case_documents import common, local_time, received_lines, remedies
from desktop_app.services.case_records import CaseRecord, move
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work
from models.applicants import CasePledge
from models.cases import CaseMaterial
from models.enums import CaseAction, CaseState, DocumentKind, ReceivedAs
from models.examination import CaseConsultation, CaseExtension
from models.procedure import RequestState


@dataclass(frozen=True, slots=True)
class Ending:
    """What the notice of the end says beyond its reason."""

    basis: str
    next_steps: str
    right_organ: str = ""
    twin_number: str = ""
    is_contestable: bool = False
    """Whether it burdens the applicant, who is then told the remedies."""
    returns_materials: bool = True
    """Whether what was handed in goes back to the applicant, and not on with the case."""


SUPPLEMENT_ENDING = Ending(
    basis="告知书载明的期限和逾期后果",
    next_steps="需要继续办理的，可以备齐材料后重新提出申请。已提交的材料可以凭有效身份证件领回。",
    is_contestable=True,
)
"""视为撤回: the notice that asked for the materials had said what follows when they do not come."""


def end_case(
    work: Work, record: CaseRecord, action: CaseAction, reason: str, ending: Ending = SUPPLEMENT_ENDING
) -> None:
    """Close a case without a decision, and everything that waits with it; a draft goes without a paper.

    Raises `case_state_wrong`.
    """
    was_draft = record.case.state is CaseState.DRAFT
    end_waiting(work, record)
    move(work, record, action, reason)
    if was_draft:
        return
    number = reserve_number(work, record, DocumentKind.TERMINATION)
    issue(work, record, _notice(work, record, reason, ending, number))


def end_waiting(work: Work, record: CaseRecord) -> None:
    """Let nobody wait for a case that is over: consultations, a pause, an extension asked for, promises unchecked."""
    session, case_id = work.session, record.case.id
    session.execute(
        sa.update(CaseConsultation)
        .where(CaseConsultation.case_id == case_id, CaseConsultation.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    for pause in record.pauses:
        if pause.resumed_on is None:
            # one that was to begin on the next working day took no time at all
            pause.resumed_on = max(work.today, pause.started_on)
            pause.resumed_by = work.actor.account_id
    session.execute(
        sa.update(CaseExtension)
        .where(CaseExtension.case_id == case_id, CaseExtension.state == RequestState.OPEN)
        .values(state=RequestState.DECLINED, decided_at=work.now, note="办件已终止")
    )
    session.execute(
        sa.update(CasePledge)
        .where(CasePledge.case_id == case_id, CasePledge.ended_at.is_(None))
        .values(ended_at=work.now)
    )


def _notice(work: Work, record: CaseRecord, reason: str, ending: Ending, number: str) -> TerminationNotice:
    case = record.case
    return TerminationNotice(
        **common(work, record, DocumentKind.TERMINATION, number),
        applied_on=local_time(case.received_at).date(),
        ended_on=work.today,
        ending=case.state.label.removeprefix("已"),
        reason=reason,
        basis=ending.basis,
        next_steps=ending.next_steps,
        right_organ=ending.right_organ,
        twin_number=ending.twin_number,
        returned=received_lines(_on_paper(record.materials)) if ending.returns_materials else (),
        remedies=remedies(record) if ending.is_contestable else None,
    )


def _on_paper(materials: Sequence[CaseMaterial]) -> list[CaseMaterial]:
    """What can be handed back."""
    return [line for line in materials if line.received_as in {ReceivedAs.ORIGINAL, ReceivedAs.COPY}]
