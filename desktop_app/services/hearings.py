"""听证: told, asked for, announced or notified, held, written down; each with its own period (行政许可法 art. 36, 46 to 48)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import (
    HearingDates,
    HearingStage,
    earliest_hearing,
    hearing_stage,
    holds_up_decision,
)
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services import examination_papers as papers
from desktop_app.services.case_records import CaseRecord, move, open_record, require_department
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.examination_papers import HearingHeld, Statement
from desktop_app.services.printing import issue
from desktop_app.services.work import HALL_ZONE, Work
from models.accounts import Account
from models.enums import CaseAction, LimitUnit, Permission
from models.examination import CaseHearing, CaseOpinion


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """When and where a hearing is held, and before whom; the time as the hall's clocks show it."""

    planned_at: datetime
    place: str
    presider: str


def announce_hearing(work: Work, case_id: int, revision: int, subject: str, plan: HearingPlan) -> ActResult:
    """听证公告: a hearing by the organ's own duty, announced seven days before it is held (art. 46, 48).

    Raises `hearing_open`, `hearing_too_soon`, `hearing_presider_examined`.
    """
    work.require(Permission.CASES_EXAMINE)
    record = _open(work, case_id, revision)
    hearing = _new(work, record, subject, is_public=True)
    plan = _plan(work, record, hearing, plan)
    words = f"公告听证：{_when(plan.planned_at)}，{plan.place}"
    move(work, record, CaseAction.HEAR, words)
    work.session.add(hearing)
    issue(
        work,
        record,
        papers.hearing_announcement(work, record, hearing, plan.planned_at, plan.planned_at.date()),
    )
    return kept(work, record)


def tell_hearing_rights(
    work: Work, case_id: int, revision: int, subject: str, interested: Sequence[str] = ()
) -> ActResult:
    """告知听证权利: the applicant and those concerned may ask for a hearing within the period told (art. 47)."""
    work.require(Permission.CASES_EXAMINE)
    names = [clean_text(name, "利害关系人", needed=True, longest=MAX_NAME) for name in interested]
    record = _open(work, case_id, revision)
    hearing = _new(work, record, subject, is_public=False)
    until = work.deadline(work.settings.hearing_request_days, LimitUnit.WORKING_DAYS).due_on
    hearing.ask_until = until
    move(work, record, CaseAction.HEAR, f"告知听证权利，可在{until.isoformat()}前申请")
    work.session.add(hearing)
    issue(work, record, papers.hearing_rights(work, record, hearing, until, names))
    return kept(work, record)


def ask_for_hearing(work: Work, case_id: int, revision: int, requester: str, reason: str) -> ActResult:
    """申请听证: within the period told; the organ then holds it within twenty working days (art. 47).

    Raises `hearing_stage_wrong`, `hearing_late`.
    """
    work.require(Permission.CASES_EXAMINE)
    requester = clean_text(requester, "听证申请人", needed=True, longest=MAX_NAME)
    reason = clean_text(reason, "听证申请理由", needed=True)
    record = _open(work, case_id, revision)
    hearing = _hearing(work, record, HearingStage.TOLD)
    if hearing.ask_until is not None and work.today > hearing.ask_until:
        raise ServiceError("hearing_late", until=hearing.ask_until.isoformat())
    until = work.deadline(work.settings.hearing_hold_days, LimitUnit.WORKING_DAYS).due_on
    hearing.asked_on, hearing.hold_until = work.today, until
    move(work, record, CaseAction.HEAR, f"申请听证，应在{until.isoformat()}前组织：{reason}")
    issue(work, record, papers.hearing_application(work, record, hearing, requester, reason, until))
    return kept(work, record)


def plan_hearing(work: Work, case_id: int, revision: int, plan: HearingPlan) -> ActResult:
    """听证通知: told at least seven days before, held by somebody who does not examine the case (art. 48).

    Raises `hearing_stage_wrong`, `hearing_too_soon`, `hearing_too_late`, `hearing_presider_examined`.
    """
    work.require(Permission.CASES_EXAMINE)
    record = _open(work, case_id, revision)
    hearing = _hearing(work, record, HearingStage.ASKED, HearingStage.PLANNED)
    if hearing.hold_until is not None and plan.planned_at.date() > hearing.hold_until:
        raise ServiceError("hearing_too_late", until=hearing.hold_until.isoformat())
    plan = _plan(work, record, hearing, plan)
    move(work, record, CaseAction.HEAR, f"通知听证：{_when(plan.planned_at)}，{plan.place}")
    issue(work, record, papers.hearing_notice(work, record, hearing, plan.planned_at))
    return kept(work, record)


def record_hearing(work: Work, case_id: int, revision: int, held: HearingHeld) -> ActResult:
    """听证笔录: what was said; the decision rests on it (art. 48).

    Raises `hearing_stage_wrong`, `hearing_time_invalid`, `attendee_needed`.
    """
    work.require(Permission.CASES_EXAMINE)
    held = replace(
        held,
        attendees=tuple(
            clean_text(name, "听证参加人", needed=True, longest=MAX_NAME) for name in held.attendees
        ),
        record=clean_text(held.record, "听证笔录", needed=True),
    )
    if not held.attendees:
        raise ServiceError("attendee_needed")
    record = _open(work, case_id, revision)
    hearing = _hearing(work, record, HearingStage.PLANNED)
    day = held.held_at.date()
    if held.held_at > _local_now(work) or (hearing.notified_on is not None and day < hearing.notified_on):
        raise ServiceError("hearing_time_invalid")
    hearing.held_on, hearing.record = day, held.record
    move(work, record, CaseAction.HEAR, f"{_when(held.held_at)}举行听证")
    issue(work, record, papers.hearing_record(work, record, hearing, held))
    return kept(work, record)


def end_hearing(work: Work, case_id: int, revision: int, reason: str) -> ActResult:
    """听证终止: nobody asked for it, or who asked gave it up; raises `hearing_stage_wrong`."""
    work.require(Permission.CASES_EXAMINE)
    reason = clean_text(reason, "不举行听证的原因", needed=True)
    record = _open(work, case_id, revision)
    hearing = _hearing(work, record, HearingStage.TOLD, HearingStage.ASKED, HearingStage.PLANNED)
    hearing.record = reason
    move(work, record, CaseAction.HEAR, f"不举行听证：{reason}")
    return kept(work, record)


def record_statement(work: Work, case_id: int, revision: int, given: Statement) -> ActResult:
    """陈述（申辩）笔录: the applicant and those whose interests are touched are heard (art. 36).

    Raises `hearing_time_invalid` for a time to come.
    """
    work.require(Permission.CASES_EXAMINE)
    said = replace(
        given,
        subject=clean_text(given.subject, "陈述申辩事项", needed=True),
        place=clean_text(given.place, "地点", needed=True, longest=MAX_NAME),
        speaker=clean_text(given.speaker, "陈述申辩人", needed=True, longest=MAX_NAME),
        relation=clean_text(given.relation, "陈述申辩人身份", needed=True, longest=50),
        statement=clean_text(given.statement, "陈述申辩内容", needed=True),
    )
    if said.stated_at > _local_now(work):
        raise ServiceError("hearing_time_invalid")
    record = _open(work, case_id, revision)
    move(work, record, CaseAction.HEAR, f"{said.relation}陈述申辩")
    issue(work, record, papers.statement_record(work, record, said))
    return kept(work, record)


def require_heard(work: Work, record: CaseRecord) -> None:
    """Refuse to decide before a hearing that is due, or while it may still be asked for; raises `hearing_pending`."""
    hearing = find_last_hearing(work, record.case.id)
    if hearing is not None and holds_up_decision(dates_of(hearing), work.today):
        raise ServiceError("hearing_pending", stage=hearing_stage(dates_of(hearing)).label)


def find_last_hearing(work: Work, case_id: int) -> CaseHearing | None:
    """The hearing of the case that was begun last."""
    return work.session.scalar(
        sa.select(CaseHearing).where(CaseHearing.case_id == case_id).order_by(CaseHearing.id.desc()).limit(1)
    )


def dates_of(hearing: CaseHearing) -> HearingDates:
    """What the order of the hearing rests on."""
    return HearingDates(
        hearing.is_public,
        hearing.asked_on,
        hearing.ask_until,
        hearing.notified_on,
        hearing.held_on,
        hearing.record,
    )


def _open(work: Work, case_id: int, revision: int) -> CaseRecord:
    record = open_record(work, case_id, revision)
    require_department(work, record.case)
    return record


def _new(work: Work, record: CaseRecord, subject: str, *, is_public: bool) -> CaseHearing:
    """A hearing that begins today; raises `hearing_open` while another one is under way."""
    earlier = find_last_hearing(work, record.case.id)
    if earlier is not None:
        stage = hearing_stage(dates_of(earlier))
        if stage not in {HearingStage.HELD, HearingStage.ENDED}:
            raise ServiceError("hearing_open", stage=stage.label)
    return CaseHearing(
        case_id=record.case.id,
        subject=clean_text(subject, "听证事项", needed=True),
        is_public=is_public,
        told_on=work.today,
        ask_until=None,
        asked_on=None,
        hold_until=None,
        planned_at=None,
        notified_on=None,
        place="",
        presider="",
        held_on=None,
        record="",
    )


def _hearing(work: Work, record: CaseRecord, *stages: HearingStage) -> CaseHearing:
    hearing = find_last_hearing(work, record.case.id)
    if hearing is None:
        raise ServiceError("hearing_unknown")
    stage = hearing_stage(dates_of(hearing))
    if stage not in stages:
        raise ServiceError("hearing_stage_wrong", stage=stage.label)
    return hearing


def _plan(work: Work, record: CaseRecord, hearing: CaseHearing, given: HearingPlan) -> HearingPlan:
    """Time and place onto the hearing: early enough told, by a presider who has not examined the case."""
    plan = HearingPlan(
        given.planned_at,
        clean_text(given.place, "听证地点", needed=True, longest=MAX_NAME),
        clean_text(given.presider, "听证主持人", needed=True, longest=50),
    )
    earliest = earliest_hearing(work.today, work.settings.hearing_notice_days)
    if plan.planned_at.date() < earliest:
        raise ServiceError("hearing_too_soon", earliest=earliest.isoformat())
    examiners = (
        sa.select(Account.name)
        .join(CaseOpinion, CaseOpinion.account_id == Account.id)
        .where(CaseOpinion.case_id == record.case.id)
    )
    if plan.presider in {work.actor.name, *work.session.scalars(examiners)}:
        raise ServiceError("hearing_presider_examined", name=plan.presider)
    hearing.planned_at = plan.planned_at.replace(tzinfo=HALL_ZONE)
    hearing.notified_on = work.today
    hearing.place, hearing.presider = plan.place, plan.presider
    return plan


def _local_now(work: Work) -> datetime:
    return work.now.astimezone(HALL_ZONE).replace(tzinfo=None)


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
