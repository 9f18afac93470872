"""审查与决定."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from desktop_app.rules.cases import transition
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services import case_documents
from desktop_app.services.acceptance import record_shortfall
from desktop_app.services.case_records import CaseRecord, current_step, move, open_record, require_department
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.consultations import require_answers
from desktop_app.services.hearings import require_heard
from desktop_app.services.pledges import start_checks
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work
from models.cases import CaseEvent
from models.enums import CaseAction, CaseState, DocumentKind, Opinion, Permission
from models.examination import CaseDecision, CaseOpinion


@dataclass(frozen=True, slots=True)
class Certificate:
    """审批结果: what the decision hands over; without a date the validity the version publishes holds."""

    name: str
    number: str
    text: str = ""
    valid_until: date | None = None


def examine_case(work: Work, case_id: int, revision: int, opinion: Opinion, text: str) -> ActResult:
    """审查: an opinion with its reasons on the step at which the case stands; the last one waits for every answer.

    Raises `consultation_open`; `examiner_same` where the office wants every step examined by somebody else.
    """
    work.require(Permission.CASES_EXAMINE)
    text = clean_text(text, "审查意见", needed=True)
    record = _open(work, case_id, revision)
    step = current_step(record)
    _require_other_examiner(work, record)
    is_last = record.case.step + 1 >= len(record.content.examination_steps)
    if is_last:
        require_answers(work, record)
    else:
        record.case.step += 1
    move(
        work,
        record,
        CaseAction.EXAMINE,
        f"{step.name}：{opinion.label}：{text}",
        target=CaseState.EXAMINED if is_last else CaseState.ACCEPTED,
    )
    work.session.add(
        CaseOpinion(
            case_id=case_id,
            at=work.now,
            account_id=work.account_id,
            step_name=step.name,
            opinion=opinion,
            text=text,
        )
    )
    return kept(work, record)


def send_back_case(
    work: Work, case_id: int, revision: int, reason: str, step: int | None = None
) -> ActResult:
    """退回审查: to an earlier step, else to the one before; whoever sends it back says why.

    Raises `step_unknown` for a step the case has not passed yet.
    """
    work.require(Permission.CASES_EXAMINE)
    reason = clean_text(reason, "退回理由", needed=True)
    record = _open(work, case_id, revision)
    steps = record.content.examination_steps
    is_examined = record.case.state is CaseState.EXAMINED
    passed = len(steps) if is_examined else record.case.step
    back_to = passed - 1 if step is None else step
    transition(CaseAction.SEND_BACK, record.case.state)
    if not 0 <= back_to < passed:
        raise ServiceError("step_unknown")
    record.case.step = back_to
    words = f"退回{steps[back_to].name}：{reason}" if len(steps) > 1 else reason
    move(work, record, CaseAction.SEND_BACK, words)
    return kept(work, record)


def grant_case(
    work: Work, case_id: int, revision: int, certificate: Certificate, remark: str = ""
) -> ActResult:
    """准予: the decision and its certificate; one without a number is made next, where the version makes certificates.

    Raises `deferred_outstanding` while materials may still follow (容缺), `certificate_expired`, `consultation_open`,
    `hearing_pending`, `decider_same`.
    """
    work.require(Permission.CASES_DECIDE)
    record = _open(work, case_id, revision)
    _require_decidable(work, record)
    outstanding = record_shortfall(record)
    if waiting := (*outstanding.missing, *outstanding.deferred):
        raise ServiceError("deferred_outstanding", material="、".join(waiting))
    if certificate.valid_until is not None and certificate.valid_until < work.today:
        raise ServiceError("certificate_expired")
    decision = CaseDecision(
        case_id=case_id,
        is_granted=True,
        reason=clean_text(remark, "决定说明"),
        certificate_name=clean_text(certificate.name, "证照名称", needed=True, longest=MAX_NAME),
        certificate_number=clean_text(certificate.number, "证照编号", longest=MAX_NAME),
        certificate_text=clean_text(certificate.text, "证照内容"),
        valid_until=certificate.valid_until,
        decided_by=work.account_id,
        decided_at=work.now,
    )
    record.case.decided_at = work.now
    is_made_next = record.content.makes_certificate and not decision.certificate_number
    target = CaseState.CERTIFYING if is_made_next else CaseState.GRANTED
    move(work, record, CaseAction.GRANT, decision.certificate_name, target=target)
    start_checks(work, record)
    work.session.add(decision)
    number = reserve_number(work, record, DocumentKind.GRANT)
    issue(work, record, case_documents.grant_decision(work, record, decision, number))
    return kept(work, record)


def deny_case(work: Work, case_id: int, revision: int, facts: str, reason: str) -> ActResult:
    """不予: facts, reasons and the remedies (行政许可法 art. 38)."""
    work.require(Permission.CASES_DECIDE)
    facts = clean_text(facts, "认定的事实", needed=True)
    reason = clean_text(reason, "不予决定的理由", needed=True)
    record = _open(work, case_id, revision)
    _require_decidable(work, record)
    record.case.decided_at = work.now
    move(work, record, CaseAction.DENY, reason)
    work.session.add(
        CaseDecision(
            case_id=case_id,
            is_granted=False,
            reason=reason,
            decided_by=work.account_id,
            decided_at=work.now,
        )
    )
    number = reserve_number(work, record, DocumentKind.DENIAL)
    issue(work, record, case_documents.denial_decision(work, record, facts, reason, number))
    return kept(work, record)


def certify_case(
    work: Work, case_id: int, revision: int, number: str, valid_until: date | None = None
) -> ActResult:
    """制证: the certificate is made and has its number; it can now be handed over. Raises `certificate_expired`."""
    work.require(Permission.CASES_CERTIFY)
    number = clean_text(number, "证照编号", needed=True, longest=MAX_NAME)
    if valid_until is not None and valid_until < work.today:
        raise ServiceError("certificate_expired")
    record = _open(work, case_id, revision)
    move(work, record, CaseAction.CERTIFY, number)
    decision = work.session.get_one(CaseDecision, case_id)
    decision.certificate_number = number
    decision.valid_until = valid_until or decision.valid_until
    return kept(work, record)


def _open(work: Work, case_id: int, revision: int) -> CaseRecord:
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    return record


def _require_other_examiner(work: Work, record: CaseRecord) -> None:
    """Two steps in a row by one person are no two examinations, where the office says so."""
    if not work.settings.separates_examiners:
        return
    last = work.session.execute(
        sa.select(CaseOpinion.account_id, CaseOpinion.step_name)
        .where(CaseOpinion.case_id == record.case.id)
        .order_by(CaseOpinion.id.desc())
        .limit(1)
    ).first()
    if last and last.account_id == work.account_id and last.step_name != current_step(record).name:
        raise ServiceError("examiner_same", step=last.step_name)


def _require_decidable(work: Work, record: CaseRecord) -> None:
    """Every answer is in, every hearing held, and the decider is not who accepted, where the office says so."""
    require_answers(work, record)
    require_heard(work, record)
    if work.settings.separates_decider and _has_accepted(work, record):
        raise ServiceError("decider_same")


def _has_accepted(work: Work, record: CaseRecord) -> bool:
    if record.case.receiver_id == work.account_id:
        return True
    accepted = sa.select(CaseEvent.id).where(
        CaseEvent.case_id == record.case.id,
        CaseEvent.action == CaseAction.ACCEPT,
        CaseEvent.actor_id == work.account_id,
    )
    return work.session.scalar(accepted.limit(1)) is not None
