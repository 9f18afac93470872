"""The record behind every act on a case: opening it, moving it, keeping its clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.calendar import Deadline, Pause, deadline
from desktop_app.rules.cases import CLOSED, NOTICE_DAYS, Transition, transition
from desktop_app.rules.catalogue import Limit, MatterContent, Step
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import select
from desktop_app.services.matter_versions import find_content
from desktop_app.services.sites import DepartmentRow
from desktop_app.services.work import Work
from desktop_app.settings import OfficeSettings
from models.applicants import CasePledge
from models.base import Base, table_of
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial, CaseParty
from models.catalogue import Matter, MatterVersion
from models.enums import (
    Area,
    CaseAction,
    CaseState,
    ClockKind,
    HandlingKind,
    LimitUnit,
    MatterType,
    PartyRole,
    ReceivedAs,
    StepKind,
)
from models.examination import CaseConsultation, CasePause
from models.files import CaseFile
from models.printing import IssuedDocument
from models.sites import Department

DEPARTMENT_COLUMNS = [table_of(Department).c[item.name] for item in fields(DepartmentRow)]

_ADD_CASE = sa.insert(table_of(Case)).returning(table_of(Case).c.id)
Added = CaseParty | CaseMaterial | CaseClock | CaseEvent | CaseFile | CasePledge | CaseConsultation
_ADD_ROWS = {
    model: sa.insert(table_of(model))
    for model in (CaseParty, CaseMaterial, CaseClock, CaseEvent, CaseFile, CasePledge, CaseConsultation)
}
PAUSED_CLOCKS = (ClockKind.PROMISED, ClockKind.STATUTORY, ClockKind.STEP)
"""What a special procedure does not count (行政许可法 art. 45)."""
EXTENDED_CLOCKS = (ClockKind.PROMISED, ClockKind.STATUTORY)
"""What an approved extension makes longer (art. 42)."""
_LATER_STEPS = {CaseState.EXAMINED: StepKind.DECISION, CaseState.CERTIFYING: StepKind.CERTIFICATION}
_ADD_DOCUMENTS = sa.insert(table_of(IssuedDocument)).returning(
    table_of(IssuedDocument).c.number, table_of(IssuedDocument).c.id
)


@dataclass(slots=True)
class CaseRecord:
    """A case opened for one act, with everything its documents tell.

    What the act adds waits in `added` and `documents` until `keep` writes it.
    """

    case: Case
    content: MatterContent
    matter_code: str
    department: DepartmentRow
    parties: dict[PartyRole, CaseParty]
    materials: Sequence[CaseMaterial]
    clocks: dict[ClockKind, CaseClock]
    pauses: list[CasePause] = field(default_factory=list[CasePause])
    added: list[Added] = field(default_factory=list)
    documents: list[IssuedDocument] = field(default_factory=list[IssuedDocument])


def open_record(work: Work, case_id: int, revision: int | None = None) -> CaseRecord:
    """The case, locked for this act; without a revision whatever others did to it meanwhile does not matter.

    Raises `case_unknown`; `case_moved` where somebody has acted on it since the page read it.
    """
    case = work.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise ServiceError("case_unknown")
    if revision is not None and case.revision != revision:
        raise _moved(work, case)
    return read_record(work, case)


def read_record(work: Work, case: Case) -> CaseRecord:
    """Everything that belongs to a loaded case."""
    session = work.session
    about = session.execute(
        sa.select(Matter.code, Matter.item_code, MatterVersion.digest, *DEPARTMENT_COLUMNS)
        .join_from(Matter, MatterVersion, MatterVersion.matter_id == Matter.id)
        .join(Department, Department.id == case.department_id)
        .where(MatterVersion.id == case.matter_version_id)
    ).one()
    parties = session.scalars(sa.select(CaseParty).where(CaseParty.case_id == case.id))
    materials = session.scalars(
        sa.select(CaseMaterial).where(CaseMaterial.case_id == case.id).order_by(CaseMaterial.position)
    )
    clocks = session.scalars(sa.select(CaseClock).where(CaseClock.case_id == case.id))
    pauses = session.scalars(
        sa.select(CasePause).where(CasePause.case_id == case.id).order_by(CasePause.started_on, CasePause.id)
    )
    return CaseRecord(
        case=case,
        content=select(find_content(work, case.matter_version_id, about.digest), case.answers),
        matter_code=numbered_code(about.code, about.item_code),
        department=department_in(about),
        parties={party.role: party for party in parties},
        materials=materials.all(),
        clocks={clock.kind: clock for clock in clocks},
        pauses=list(pauses),
    )


def numbered_code(code: str, item_code: str) -> str:
    """The code that case numbers begin with: 业务办理项编码 where there is one, else 实施编码."""
    return item_code or code


def department_in(row: sa.Row[*tuple[Any, ...]]) -> DepartmentRow:
    """The department in a row that ends with `DEPARTMENT_COLUMNS`."""
    return DepartmentRow(*row[-len(DEPARTMENT_COLUMNS) :])


def require_department(work: Work, case: Case) -> None:
    """Refuse an approver of another department; raises `case_of_other_department`."""
    if work.actor.department_id != case.department_id:
        raise ServiceError("case_of_other_department")


def move(
    work: Work,
    record: CaseRecord,
    action: CaseAction,
    text: str = "",
    *,
    target: CaseState | None = None,
    limits: Mapping[ClockKind, Limit] | None = None,
    since: date | None = None,
) -> list[CaseClock]:
    """Carry out an act: state, clocks, event, audit; returns the clocks it started.

    `target` chooses among the states the act may lead to, else it is the usual one. `limits` gives clocks whose length
    the act itself says; `since` is the day from which they count, else today.
    Raises `case_state_wrong`, `calendar_not_loaded`.
    """
    case = record.case
    found = transition(action, case.state)
    came_from = case.state
    case.state = target or (found.targets[0] if found.targets else case.state)
    case.revision += 1
    if case.state in CLOSED and came_from not in CLOSED:
        case.closed_at, case.closed_from = work.now, came_from
    clocks = [] if case.state in found.waits else _turn_clocks(work, record, found, limits or {}, since)
    set_due(record)
    record.added.append(event(work, case, action, text))
    work.record(
        f"cases.{action}", f"case:{case.number}", Area.CASES, state=case.state, revision=case.revision
    )
    return clocks


def _turn_clocks(
    work: Work, record: CaseRecord, found: Transition, limits: Mapping[ClockKind, Limit], since: date | None
) -> list[CaseClock]:
    """Stop and start what the act stops and starts; returns what it started."""
    for kind in found.stops:
        _stop_clock(work, record, kind)
    clocks: list[CaseClock] = []
    for kind in found.starts:
        limit = limits.get(kind) or clock_limit(work, record, kind)
        if limit is not None and not is_running(record, kind):
            clocks.append(start_clock(work, record, kind, limit, since))
    return clocks


def keep(work: Work, record: CaseRecord) -> None:
    """Write an act: the case, then what was added to it, one statement a table.

    The rows go past the session's unit of work, which takes longer over them than either database.
    """
    connection = work.connection
    if sa.inspect(record.case).transient:
        record.case.id = connection.execute(_ADD_CASE, _values(record.case)).scalar_one()
    else:
        work.session.flush()
    for row in (*record.added, *record.documents):
        vars(row)["case_id"] = record.case.id  # none is in the session: nobody watches for the change
    for model, statement in _ADD_ROWS.items():
        if rows := [_values(row) for row in record.added if type(row) is model]:
            connection.execute(statement, rows)
    if record.documents:
        # found again by their numbers: to have them back in order takes SQLite a statement a paper
        issued = connection.execute(_ADD_DOCUMENTS, [_values(document) for document in record.documents])
        ids = {row.number: row.id for row in issued}
        for document in record.documents:
            document.id = ids[document.number]


def _values(row: Base) -> dict[str, Any]:
    """What was set on a new row, by column; the rest is left to the columns' defaults."""
    values = dict(vars(row))
    del values["_sa_instance_state"]
    return values


def event(work: Work, case: Case, action: CaseAction, text: str) -> CaseEvent:
    """The row of the process (办理过程) that an act leaves."""
    return CaseEvent(
        at=work.now,
        actor_id=work.actor.account_id,
        actor_name=work.actor.name,
        action=action,
        state=case.state,
        text=text,
    )


def make_clock(kind: ClockKind, limit: Limit, started_on: date, found: Deadline) -> CaseClock:
    """A clock with its date and the explanation of it."""
    return CaseClock(
        kind=kind,
        started_on=started_on,
        days=limit.days,
        unit=limit.unit,
        extension_days=0,
        due_on=found.due_on,
        is_provisional=found.is_provisional,
        explanation=found.explanation,
        stopped_on=None,
    )


def start_clock(
    work: Work, record: CaseRecord, kind: ClockKind, limit: Limit, since: date | None = None
) -> CaseClock:
    """A clock of the case, from today or an earlier day on; one that was stopped before begins again.

    Raises `calendar_not_loaded`.
    """
    started_on = since or work.today
    if started_on == work.today:
        found = work.deadline(limit.days, limit.unit)
    else:
        pauses = case_pauses(record) if kind in PAUSED_CLOCKS else []
        found = deadline(work.calendar, started_on, limit.days, limit.unit, pauses)
    clock = make_clock(kind, limit, started_on, found)
    if kind in record.clocks:
        clock.case_id = record.case.id
        clock = work.session.merge(clock)
    else:
        record.added.append(clock)
    record.clocks[kind] = clock
    return clock


def is_running(record: CaseRecord, kind: ClockKind) -> bool:
    """Whether the case has this clock and it has not been stopped."""
    clock = record.clocks.get(kind)
    return clock is not None and clock.stopped_on is None


def _stop_clock(work: Work, record: CaseRecord, kind: ClockKind) -> None:
    if is_running(record, kind):
        record.clocks[kind].stopped_on = work.today


def case_pauses(record: CaseRecord) -> list[Pause]:
    """The special procedures of the case: a running one lasts as long as the applicant was told."""
    return [
        Pause(pause.started_on, pause.resumed_on or pause.expected_on, pause.ground.label)
        for pause in record.pauses
    ]


def find_deadline(work: Work, record: CaseRecord, clock: CaseClock) -> Deadline:
    """The date of a clock as calendar, pauses and extension make it now; raises `calendar_not_loaded`."""
    pauses = case_pauses(record) if clock.kind in PAUSED_CLOCKS else []
    return deadline(
        work.calendar, clock.started_on, clock.days, clock.unit, pauses, extension_days=clock.extension_days
    )


def settle_clocks(work: Work, record: CaseRecord) -> None:
    """Find the dates of the running clocks anew, after a pause or an extension changed them."""
    for clock in record.clocks.values():
        if clock.stopped_on is None and clock.kind in PAUSED_CLOCKS:
            found = find_deadline(work, record, clock)
            clock.due_on, clock.explanation = found.due_on, found.explanation
            clock.is_provisional = found.is_provisional
    set_due(record)


def clock_limit(work: Work, record: CaseRecord, kind: ClockKind) -> Limit | None:
    """How long a clock runs: from the law, the version, or the office's settings; `None` where it does not run.

    A special procedure lasts as long as the applicant is told: the act itself says it.
    """
    content = record.content
    match kind:
        case ClockKind.STATUTORY:
            return statutory_limit(work, content)
        case ClockKind.PROMISED:
            return promised_limit(work, content)
        case ClockKind.DEFERRAL:
            is_deferred = any(line.received_as is ReceivedAs.DEFERRED for line in record.materials)
            return promised_limit(work, content) if is_deferred else None
        case ClockKind.STEP:
            return _step_limit(record)
        case ClockKind.SPECIAL:
            return None
        case _:
            return _usual_limit(work.settings, kind)


def _step_limit(record: CaseRecord) -> Limit | None:
    """环节时限: what the version gives the step at which the case stands now; many give none."""
    state = record.case.state
    if state is CaseState.SUSPENDED:
        state = record.pauses[-1].from_state
    if state is CaseState.ACCEPTED:
        days = current_step(record).days
    else:
        kind = _LATER_STEPS.get(state)
        days = next((step.days for step in record.content.steps if step.kind is kind), None)
    return None if days is None else Limit(days)


def _usual_limit(settings: OfficeSettings, kind: ClockKind) -> Limit:
    """The limits that are the same for every matter."""
    match kind:
        case ClockKind.SUBMISSION:
            return Limit(settings.draft_days, LimitUnit.CALENDAR_DAYS)
        case ClockKind.PREEXAMINATION:
            return Limit(settings.preexamination_days)
        case ClockKind.SUPPLEMENT:
            return Limit(settings.supplement_days)
        case ClockKind.DELIVERY:
            return Limit(settings.delivery_days)
        case _:
            return Limit(NOTICE_DAYS)


def current_step(record: CaseRecord) -> Step:
    """The examination step of the version at which the case stands."""
    steps = record.content.examination_steps
    return steps[min(record.case.step, len(steps) - 1)]


def statutory_limit(work: Work, content: MatterContent) -> Limit:
    """法定时限: what the version says, else the office's setting."""
    return content.statutory or Limit(work.settings.statutory_default_days)


def promised_limit(work: Work, content: MatterContent) -> Limit:
    """承诺时限: what the version promises; at once for an immediate matter, else the statutory limit."""
    if content.promised is not None:
        return content.promised
    if content.handling_kind is HandlingKind.IMMEDIATE:
        return Limit(0)
    return statutory_limit(work, content)


def is_licence(content: MatterContent) -> bool:
    """Whether the decision is a licence under the 行政许可法."""
    return content.matter_type is MatterType.LICENCE


def set_due(record: CaseRecord) -> None:
    """The nearest date among the running clocks; without any the case keeps its last one."""
    running = [clock for clock in record.clocks.values() if clock.stopped_on is None]
    if running:
        nearest = min(running, key=lambda clock: clock.due_on)
        case = record.case
        case.due_from, case.due_on, case.due_clock = nearest.started_on, nearest.due_on, nearest.kind


def _moved(work: Work, case: Case) -> ServiceError:
    last = work.session.execute(
        sa.select(CaseEvent.actor_name, CaseEvent.action)
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.id.desc())
        .limit(1)
    ).first()
    if last is None:
        raise ServiceError("case_unknown")
    return ServiceError("case_moved", actor=last.actor_name, action=last.action.label, state=case.state.label)


def due_date(clocks: Sequence[CaseClock], kind: ClockKind) -> date:
    """The date of one of the clocks just started."""
    return next(clock.due_on for clock in clocks if clock.kind is kind)
