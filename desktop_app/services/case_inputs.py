"""申请: what was filled in at the counter or sent in, and the record a case begins with or goes on from."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.application_forms import clean_values
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.checklists import ReceivedMaterial, check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import check_identity
from desktop_app.rules.numbering import case_number, query_code
from desktop_app.rules.situations import Answers, select, settle
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services.case_files import AttachedFile
from desktop_app.services.case_materials import hand_in, new_line
from desktop_app.services.case_records import (
    DEPARTMENT_COLUMNS,
    CaseRecord,
    department_in,
    numbered_code,
)
from desktop_app.services.counter_scopes import find_counter_refusal
from desktop_app.services.matter_life import settle_matter
from desktop_app.services.matter_versions import find_content
from desktop_app.services.numbering import take_number
from desktop_app.services.promises import choose_conditions
from desktop_app.services.sites import DepartmentRow
from desktop_app.services.work import Work
from models.base import table_of
from models.cases import Case, CaseMaterial, CaseParty
from models.catalogue import Matter, MatterVersion
from models.elements import CounterKind
from models.enums import (
    ApplicantKind,
    CaseState,
    Channel,
    IdentityKind,
    MatterState,
    PartyRole,
)
from models.sites import Counter, Department

_MATTER, _VERSION, _DEPARTMENT = table_of(Matter), table_of(MatterVersion), table_of(Department)
_COUNTER = table_of(Counter)
_IN_FORCE = (
    sa.select(
        *(_MATTER.c[name] for name in ("code", "item_code", "name", "state", "version", "next_change_on")),
        _VERSION.c.id.label("version_id"),
        _VERSION.c.digest,
        _COUNTER.c.kind.label("counter_kind"),
        *DEPARTMENT_COLUMNS,
    )
    .join_from(_MATTER, _VERSION, _VERSION.c.matter_id == _MATTER.c.id)
    .join(_DEPARTMENT, _DEPARTMENT.c.id == _MATTER.c.department_id)
    .join(_COUNTER, _COUNTER.c.id == sa.bindparam("counter_id"), isouter=True)
    .where(_MATTER.c.id == sa.bindparam("matter_id"), _VERSION.c.version == _MATTER.c.version)
)


@dataclass(frozen=True, slots=True)
class PartyInput:
    """An applicant or agent as typed; `confirmation` says why a number that fails its check is taken all the same."""

    kind: ApplicantKind
    name: str
    identity_kind: IdentityKind
    identity_number: str
    phone: str = ""
    address: str = ""
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A case that is not received yet, with the revision it was read at: what is filled in goes on from it."""

    case_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class CaseInput:
    """The filled-in form of the counter."""

    matter_id: int
    matter_version: int
    applicant: PartyInput
    agent: PartyInput | None = None
    materials: tuple[ReceivedMaterial, ...] = ()
    channel: Channel = Channel.COUNTER
    """Of a case that goes on, the channel it began with stays."""
    answers: Answers = field(default_factory=dict[str, str])
    """办理情形: for each question of the matter the option chosen."""
    form: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """申请表: what was filled in, by the names of the version's form."""
    files: tuple[AttachedFile, ...] = ()
    """Kept before the act, each for its line."""
    pledged_conditions: tuple[str, ...] = ()
    """告知承诺: the conditions the applicant promises to fulfil, as the version names them."""
    pending: Pending | None = None
    """The draft or online application this form goes on from; `None` begins a case."""


@dataclass(frozen=True, slots=True)
class MatterInForce:
    """A matter, its version in force and the department that decides."""

    matter_id: int
    name: str
    code: str
    version_id: int
    digest: str
    department: DepartmentRow


def begin_record(work: Work, given: CaseInput) -> CaseRecord:
    """The record of a new case as filled in, in the state before any act; the act itself moves and keeps it.

    Raises what `receive_case` tells.
    """
    force = matter_in_force(work, given)
    published = find_content(work, force.version_id, force.digest)
    answers = settle(published, given.answers)
    content = select(published, answers)
    check_materials(content, given.materials)
    parties = _parties(work, given)
    case = _new_case(work, force, given)
    case.applicant_name, case.answers = parties[0].name, answers
    case.form = clean_values(content.application_form, given.form)
    record = CaseRecord(
        case=case,
        content=content,
        matter_code=force.code,
        department=force.department,
        parties={party.role: party for party in parties},
        materials=material_rows(work, content, given.materials),
        clocks={},
    )
    record.added += [*parties, *record.materials]
    choose_conditions(work, record, given.pledged_conditions)
    hand_in(work, record, given.materials, given.files)
    return record


def matter_in_force(work: Work, given: CaseInput) -> MatterInForce:
    """The matter as it may be applied for today.

    Raises `matter_unknown`, `matter_not_in_use`, `matter_version_changed`, and what keeps the actor's counter from it.
    """
    asked = {"matter_id": given.matter_id, "counter_id": work.actor.counter_id}
    row = work.connection.execute(_IN_FORCE, asked).first()
    if row is not None and row.next_change_on is not None and row.next_change_on <= work.today:
        settle_matter(work, given.matter_id)
        row = work.connection.execute(_IN_FORCE, asked).first()
    if row is None:
        raise ServiceError("matter_unknown")
    if row.state is not MatterState.PUBLISHED:
        raise ServiceError("matter_not_in_use", state=row.state.label)
    if row.version != given.matter_version:
        raise ServiceError("matter_version_changed")
    if row.counter_kind is CounterKind.SPECIAL:
        _require_counter(work, given.matter_id)
    code = numbered_code(row.code, row.item_code)
    return MatterInForce(given.matter_id, row.name, code, row.version_id, row.digest, department_in(row))


def make_party(work: Work, given: PartyInput, role: PartyRole) -> CaseParty:
    """The party as it is kept; a number that fails its check needs the clerk's confirmation, never more."""
    check = check_identity(given.identity_kind, given.identity_number, work.today)
    confirmation = clean_text(given.confirmation, "证件号码确认说明", longest=MAX_NAME)
    if check.warnings and not confirmation:
        raise ServiceError("identity_unconfirmed", party=role.label)
    return CaseParty(
        role=role,
        kind=given.kind,
        name=clean_text(given.name, f"{role.label}姓名或名称", needed=True, longest=MAX_NAME),
        identity_kind=given.identity_kind,
        identity_number=check.text,
        confirmation=confirmation if check.warnings else "",
        phone=clean_text(given.phone, f"{role.label}联系电话", longest=50),
        address=clean_text(given.address, f"{role.label}地址", longest=MAX_NAME),
    )


def material_rows(
    work: Work, content: MatterContent, given: Sequence[ReceivedMaterial]
) -> list[CaseMaterial]:
    """Every line of the checklist with what was handed in for it."""
    lines: Mapping[int, ReceivedMaterial] = {line.position: line for line in given}
    return [
        new_line(work, spec, lines.get(position) or ReceivedMaterial(position))
        for position, spec in enumerate(content.materials)
    ]


def _parties(work: Work, given: CaseInput) -> list[CaseParty]:
    parties = [make_party(work, given.applicant, PartyRole.APPLICANT)]
    if given.agent:
        parties.append(make_party(work, given.agent, PartyRole.AGENT))
    return parties


def _require_counter(work: Work, matter_id: int) -> None:
    """Refuse a matter that the actor's 专窗 does not take."""
    refusal = find_counter_refusal(work, matter_id)
    if refusal is not None:
        raise refusal


def _new_case(work: Work, force: MatterInForce, given: CaseInput) -> Case:
    sequence = take_number(work.connection, f"case:{force.code}", f"{work.today:%Y%m%d}")
    return Case(
        number=case_number(force.code, work.today, sequence),
        query_code=query_code(secrets.randbelow),
        matter_id=force.matter_id,
        matter_version_id=force.version_id,
        department_id=force.department.id,
        matter_name=force.name,
        state=CaseState.DRAFT,
        channel=given.channel,
        counter_id=work.actor.counter_id,
        receiver_id=work.actor.account_id,
        revision=0,
        received_at=work.now,
    )
