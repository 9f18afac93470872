"""The record behind every act on a case: opening it, moving it, keeping its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.cases import CLOSED, NOTICE_DAYS, transition
from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import select
from desktop_app.services.matter_versions import find_content
from desktop_app.services.sites import DepartmentRow
from desktop_app.services.work import Work
from models.base import Base, table_of
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial, CaseParty
from models.catalogue import Matter, MatterVersion
from models.enums import Area, CaseAction, ClockKind, HandlingKind, MatterType, PartyRole
from models.printing import IssuedDocument
from models.sites import Department

DEPARTMENT_COLUMNS = [table_of(Department).c[item.name] for item in fields(DepartmentRow)]

_ADD_CASE = sa.insert(table_of(Case)).returning(table_of(Case).c.id)
_ADD_ROWS = {model: sa.insert(table_of(model)) for model in (CaseParty, CaseMaterial, CaseClock, CaseEvent)}
_ADD_DOCUMENTS = sa.insert(table_of(IssuedDocument)).returning(
    table_of(IssuedDocument).c.id, sort_by_parameter_order=True
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
    added: list[CaseParty | CaseMaterial | CaseClock | CaseEvent] = field(default_factory=list)
    documents: list[IssuedDocument] = field(default_factory=list[IssuedDocument])


def open_record(work: Work, case_id: int, revision: int) -> CaseRecord:
    """The case, locked for this act.

    Raises `case_unknown`; `case_moved` where somebody has acted on it since the page read it.
    """
    case = work.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise ServiceError("case_unknown")
    if case.revision != revision:
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
    return CaseRecord(
        case=case,
        content=select(find_content(work, case.matter_version_id, about.digest), case.answers),
        matter_code=numbered_code(about.code, about.item_code),
        department=department_in(about),
        parties={party.role: party for party in parties},
        materials=materials.all(),
        clocks={clock.kind: clock for clock in clocks},
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


def move(work: Work, record: CaseRecord, action: CaseAction, text: str = "") -> list[CaseClock]:
    """Carry the case over to the state the act leads to: state, clocks, event, audit; returns the clocks it started.

    Raises `case_state_wrong`, `calendar_not_loaded`.
    """
    case = record.case
    found = transition(action, case.state)
    case.state = found.target
    case.revision += 1
    if found.target in CLOSED:
        case.closed_at = work.now
    for kind in found.stops:
        _stop_clock(work, record, kind)
    clocks = [_start_clock(work, record, kind) for kind in found.starts]
    set_due(case, clocks)
    record.added.append(event(work, case, action, text))
    work.record(
        f"cases.{action}", f"case:{case.number}", Area.CASES, state=case.state, revision=case.revision
    )
    return clocks


def keep(work: Work, record: CaseRecord) -> None:
    """Write an act: the case, then what was added to it, one statement a table.

    The rows go past the session's unit of work, which takes longer over them than either database.
    """
    connection = work.session.connection()
    if sa.inspect(record.case).transient:
        record.case.id = connection.execute(_ADD_CASE, _values(record.case)).scalar_one()
    else:
        work.session.flush()
    for row in (*record.added, *record.documents):
        row.case_id = record.case.id
    for model, statement in _ADD_ROWS.items():
        if rows := [_values(row) for row in record.added if type(row) is model]:
            connection.execute(statement, rows)
    if record.documents:
        issued = connection.execute(_ADD_DOCUMENTS, [_values(document) for document in record.documents])
        for document, number in zip(record.documents, issued.scalars(), strict=True):
            document.id = number


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


def make_clock(work: Work, content: MatterContent, kind: ClockKind) -> CaseClock:
    """A clock that starts today; its date and the explanation are kept with it."""
    limit = clock_limit(work, content, kind)
    found = work.deadline(limit.days, limit.unit)
    return CaseClock(
        kind=kind,
        started_on=work.today,
        days=limit.days,
        unit=limit.unit,
        due_on=found.due_on,
        explanation=found.explanation,
        stopped_on=None,
    )


def _start_clock(work: Work, record: CaseRecord, kind: ClockKind) -> CaseClock:
    """A clock of the case; one that ran before begins again, as the notice clock does after a supplement."""
    clock = make_clock(work, record.content, kind)
    if kind in record.clocks:
        clock.case_id = record.case.id
        clock = work.session.merge(clock)
    else:
        record.added.append(clock)
    record.clocks[kind] = clock
    return clock


def _stop_clock(work: Work, record: CaseRecord, kind: ClockKind) -> None:
    clock = record.clocks.get(kind)
    if clock is not None and clock.stopped_on is None:
        clock.stopped_on = work.today


def clock_limit(work: Work, content: MatterContent, kind: ClockKind) -> Limit:
    """How long a clock runs for a matter: from the law, the version, or the office's settings."""
    match kind:
        case ClockKind.NOTICE:
            return Limit(NOTICE_DAYS)
        case ClockKind.SUPPLEMENT:
            return Limit(work.settings.supplement_days)
        case ClockKind.DELIVERY:
            return Limit(work.settings.delivery_days)
        case ClockKind.STATUTORY:
            return content.statutory or Limit(work.settings.statutory_default_days)
        case ClockKind.PROMISED:
            return promised_limit(work, content)


def promised_limit(work: Work, content: MatterContent) -> Limit:
    """承诺时限: what the version promises; at once for an immediate matter, else the statutory limit."""
    if content.promised is not None:
        return content.promised
    if content.handling_kind is HandlingKind.IMMEDIATE:
        return Limit(0)
    return clock_limit(work, content, ClockKind.STATUTORY)


def is_licence(content: MatterContent) -> bool:
    """Whether the decision is a licence under the 行政许可法."""
    return content.matter_type is MatterType.LICENCE


def set_due(case: Case, clocks: Sequence[CaseClock]) -> None:
    """The nearest date among the clocks just started; without any the case keeps its last one."""
    if clocks:
        nearest = min(clocks, key=lambda clock: clock.due_on)
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
