"""模拟数据的写入: simulated cases wait in a temporary table, and one statement a table makes all their rows from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from desktop_app.rules.cases import NOTICE_DAYS
from desktop_app.services.simulated_cases import DELIVERY_DAYS
from desktop_app.services.simulated_papers import template
from models.base import Base, Identity, Json, UtcDateTime, table_of
from models.cases import Case, CaseClock, CaseEvent, CaseMaterial, CaseParty
from models.enums import (
    ApplicantKind,
    CaseAction,
    CaseState,
    Channel,
    ClockKind,
    DocumentKind,
    IdentityKind,
    InvitationState,
    LimitUnit,
    Opinion,
    PartyRole,
    ReceivedAs,
)
from models.examination import CaseDecision, CaseDelivery, CaseOpinion
from models.printing import IssuedDocument
from models.procedure import AcceptanceKind
from models.reviews import Review, ReviewInvitation

TABLES: tuple[type[Base], ...] = (
    Case,
    CaseParty,
    CaseMaterial,
    CaseClock,
    CaseEvent,
    CaseOpinion,
    CaseDecision,
    CaseDelivery,
    IssuedDocument,
    ReviewInvitation,
    Review,
)
"""The tables that are filled."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")
TEMPORARY = sa.MetaData()

Text = sa.ColumnElement[str]


def _temporary(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(name, TEMPORARY, *columns, prefixes=["TEMPORARY"])


def _columns(kind: TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind) for name in names]


CASES = _temporary(
    "simulated_case",
    sa.Column("id", Identity, primary_key=True),
    *_columns(sa.Text(), "query_code"),
    *_columns(Identity, "matter", "person", "clerk"),
    *_columns(sa.Text(), "number", "state"),
    *_columns(UtcDateTime(), "received_at", "accepted_at", "decided_at", "closed_at", "archived_at"),
    *_columns(sa.Date(), "received_on", "notice_on", "promised_on", "decided_on", "delivery_on", "closed_on"),
    *_columns(sa.Date(), "due_from", "due_on"),
    *_columns(sa.Text(), "due_clock", "receipt_number", "paper_kind", "paper_number", "grade"),
)
MATTERS = _temporary(
    "simulated_matter",
    sa.Column("key", Identity, primary_key=True),
    *_columns(Identity, "matter_id", "version_id", "department_id", "promised_days", "approver_id"),
    *_columns(sa.Text(), "name", "result_name", "approver_name"),
    *_columns(Json, "answers"),
    *_columns(sa.Text(), "matter_name_text", "organ_name_text", "certificate_text"),
)
"""Columns `…_text` are escaped for a JSON string."""
MATERIALS = _temporary(
    "simulated_material",
    sa.Column("matter", Identity, primary_key=True, autoincrement=False),
    sa.Column("position", Identity, primary_key=True, autoincrement=False),
    *_columns(sa.Text(), "name", "necessity"),
)
PEOPLE = _temporary(
    "simulated_person",
    sa.Column("key", Identity, primary_key=True, autoincrement=False),
    *_columns(sa.Text(), "name", "identity_number", "phone", "address"),
)
CLERKS = _temporary(
    "simulated_clerk",
    sa.Column("key", Identity, primary_key=True, autoincrement=False),
    *_columns(Identity, "account_id", "counter_id"),
    *_columns(sa.Text(), "name"),
)

_C, _M, _L, _P, _K = CASES.c, MATTERS.c, MATERIALS.c, PEOPLE.c, CLERKS.c
_STATES = (
    CaseState.RECEIVED,
    CaseState.ACCEPTED,
    CaseState.EXAMINED,
    CaseState.GRANTED,
    CaseState.COMPLETED,
)
"""The way of a case; its revision counts the steps."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One act of the way: who did it, when, and where it led."""

    action: CaseAction
    state: CaseState
    at: sa.Column[Any]
    is_of_the_counter: bool = True


_STEPS = (
    _Step(CaseAction.RECEIVE, CaseState.RECEIVED, _C.received_at),
    _Step(CaseAction.ACCEPT, CaseState.ACCEPTED, _C.accepted_at),
    _Step(CaseAction.EXAMINE, CaseState.EXAMINED, _C.accepted_at, is_of_the_counter=False),
    _Step(CaseAction.GRANT, CaseState.GRANTED, _C.decided_at, is_of_the_counter=False),
    _Step(CaseAction.DELIVER, CaseState.COMPLETED, _C.closed_at),
    _Step(CaseAction.ARCHIVE, CaseState.COMPLETED, _C.archived_at),
)


def insertions(*, is_postgresql: bool) -> Iterator[sa.Insert]:
    """The statements that make the rows of every case in the temporary table, parents first."""
    yield _insert(Case, _joined(), **_case())
    yield _insert(CaseParty, _joined(), **_party())
    yield _insert(CaseMaterial, _joined().join(MATERIALS, _L.matter == _C.matter), **_material())
    yield from (_clock(*clock) for clock in _CLOCKS)
    yield from (_event(step) for step in _STEPS)
    yield _insert(CaseOpinion, _joined(), _has_reached(CaseState.EXAMINED), **_opinion())
    yield _insert(CaseDecision, _joined(), _C.decided_at.is_not(None), **_decision())
    yield _insert(CaseDelivery, _joined(), _C.closed_at.is_not(None), **_delivery())
    for kind in (DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE, DocumentKind.GRANT):
        yield _paper(kind, is_postgresql=is_postgresql)
    yield _insert(ReviewInvitation, _joined(), _C.closed_at.is_not(None), **_invitation())
    yield _review(is_postgresql=is_postgresql)


def _joined() -> sa.Join:
    joined = sa.join(CASES, MATTERS, _M.key == _C.matter)
    return joined.join(PEOPLE, _P.key == _C.person).join(CLERKS, _K.key == _C.clerk)


def _insert(
    model: type[Base], source: sa.FromClause, *conditions: sa.ColumnElement[bool], **values: Any
) -> sa.Insert:
    """`INSERT … SELECT`: a column or a value for every column of the table."""
    columns = table_of(model).c
    chosen = [_chosen(value, columns[name].type) for name, value in values.items()]
    query = sa.select(*chosen).select_from(source).where(*conditions).order_by(_C.id)
    return sa.insert(table_of(model)).from_select(list(values), query)


def _chosen(value: Any, kind: TypeEngine[Any]) -> sa.ColumnElement[Any]:
    if isinstance(value, sa.ColumnElement):
        return value  # pyright: ignore[reportUnknownVariableType]  of any type
    return sa.literal(value, kind)


def _has_reached(state: CaseState) -> sa.ColumnElement[bool]:
    return _C.state.in_([str(later.value) for later in _STATES[_STATES.index(state) :]])


def _case() -> dict[str, Any]:
    same = ("id", "number", "query_code", "state", "received_at", "accepted_at", "decided_at", "closed_at")
    is_accepted = _C.accepted_at.is_not(None)
    revision = sa.case({str(state.value): step for step, state in enumerate(_STATES, 1)}, value=_C.state)
    return {
        **{name: _C[name] for name in (*same, "archived_at", "due_from", "due_on", "due_clock")},
        "matter_id": _M.matter_id,
        "matter_version_id": _M.version_id,
        "department_id": _M.department_id,
        "matter_name": _M.name,
        "applicant_name": _P.name,
        "answers": _M.answers,
        "channel": Channel.COUNTER,
        "counter_id": _K.counter_id,
        "receiver_id": _K.account_id,
        "acceptance": sa.case((is_accepted, AcceptanceKind.NORMAL.value)),
        "closed_from": sa.case((_C.closed_at.is_not(None), CaseState.GRANTED.value)),
        "revision": revision + sa.case((_C.archived_at.is_not(None), 1), else_=0),
    }


def _party() -> dict[str, Any]:
    return {
        "case_id": _C.id,
        "role": PartyRole.APPLICANT,
        "kind": ApplicantKind.PERSON,
        "name": _P.name,
        "identity_kind": IdentityKind.ID_CARD,
        "identity_number": _P.identity_number,
        "confirmation": "",
        "phone": _P.phone,
        "address": _P.address,
    }


def _material() -> dict[str, Any]:
    return {
        "case_id": _C.id,
        "position": _L.position,
        "name": _L.name,
        "necessity": _L.necessity,
        "received_as": ReceivedAs.ORIGINAL,
        "count": 1,
        "note": "",
        "demand": "",
        "received_at": _C.received_at,
    }


_CLOCKS = (
    (
        ClockKind.NOTICE,
        _C.received_on,
        NOTICE_DAYS,
        sa.case((_C.promised_on.is_(None), _C.notice_on)),
        sa.null(),
    ),
    (ClockKind.PROMISED, _C.received_on, _M.promised_days, _C.promised_on, _C.decided_on),
    (ClockKind.DELIVERY, _C.decided_on, DELIVERY_DAYS, _C.delivery_on, _C.closed_on),
)


def _clock(
    kind: ClockKind, started_on: Any, days: Any, due_on: sa.ColumnElement[Any], stopped_on: Any
) -> sa.Insert:
    return _insert(
        CaseClock,
        _joined(),
        due_on.is_not(None),
        case_id=_C.id,
        kind=kind,
        started_on=started_on,
        days=days,
        unit=LimitUnit.WORKING_DAYS,
        due_on=due_on,
        explanation="模拟数据",
        stopped_on=stopped_on,
    )


def _event(step: _Step) -> sa.Insert:
    return _insert(
        CaseEvent,
        _joined(),
        _has_reached(step.state),
        step.at.is_not(None),
        case_id=_C.id,
        at=step.at,
        actor_id=_K.account_id if step.is_of_the_counter else _M.approver_id,
        actor_name=_K.name if step.is_of_the_counter else _M.approver_name,
        action=step.action,
        state=step.state,
        text="",
    )


def _opinion() -> dict[str, Any]:
    return {
        "case_id": _C.id,
        "at": _C.accepted_at,
        "account_id": _M.approver_id,
        "opinion": Opinion.GRANT,
        "text": "材料齐全，符合规定条件。",
    }


def _decision() -> dict[str, Any]:
    return {
        "case_id": _C.id,
        "is_granted": True,
        "reason": "",
        "certificate_name": _M.result_name,
        "certificate_number": _C.paper_number,
        "certificate_text": "",
        "decided_by": _M.approver_id,
        "decided_at": _C.decided_at,
    }


def _delivery() -> dict[str, Any]:
    return {
        "case_id": _C.id,
        "collector_name": _P.name,
        "collector_relation": "本人",
        "identity_kind": IdentityKind.ID_CARD,
        "identity_number": _P.identity_number,
        "delivered_by": _K.account_id,
        "delivered_at": _C.closed_at,
    }


def _paper(kind: DocumentKind, *, is_postgresql: bool) -> sa.Insert:
    is_receipt = kind is DocumentKind.RECEIPT
    number = _C.receipt_number if is_receipt else _C.paper_number
    content = _filled(template(kind), number)
    return _insert(
        IssuedDocument,
        _joined(),
        *([] if is_receipt else [_C.paper_kind == kind.value]),
        case_id=_C.id,
        kind=kind,
        number=number,
        issued_at=_C.decided_at if kind is DocumentKind.GRANT else _C.received_at,
        issued_by=_M.approver_id if kind is DocumentKind.GRANT else _K.account_id,
        content=sa.cast(content, JSONB) if is_postgresql else content,
    )


def _filled(pattern: str, document_number: Text) -> Text:
    """The paper's JSON with the columns put into their places."""
    columns: dict[str, Text] = {
        "document_number": document_number,
        **{name: _C[name] for name in ("number", "query_code")},
        **{name: _P[name] for name in ("identity_number", "phone")},
        "applicant_name": _P.name,
        **{name.removesuffix("_text"): column for name, column in _M.items() if name.endswith("_text")},
        **{name: sa.cast(column, sa.Text) for name, column in _C.items() if name.endswith("_on")},
    }
    wanted = [columns[name] for name in PLACEHOLDER.findall(pattern)]
    return sa.func.format(PLACEHOLDER.sub("%s", pattern.replace("%", "%%")), *wanted, type_=sa.Text)


def _invitation() -> dict[str, Any]:
    states = {True: InvitationState.RATED.value, False: InvitationState.UNRATED.value}
    return {
        "case_id": _C.id,
        "account_id": _K.account_id,
        "counter_id": _K.counter_id,
        "state": sa.case((_C.grade.is_not(None), states[True]), else_=states[False]),
        "opened_at": _C.closed_at,
        "closed_at": _C.closed_at,
    }


def _review(*, is_postgresql: bool) -> sa.Insert:
    invitation = table_of(ReviewInvitation).c
    options: Text = sa.literal("[]")
    return _insert(
        Review,
        sa.join(CASES, table_of(ReviewInvitation), invitation.case_id == _C.id),
        _C.grade.is_not(None),
        invitation_id=invitation.id,
        grade=_C.grade,
        options=sa.cast(options, JSONB) if is_postgresql else options,
        text="",
        is_anonymous=True,
        given_at=_C.closed_at,
    )
