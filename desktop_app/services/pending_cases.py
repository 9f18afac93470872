"""未收件的申请: counter drafts and online applications, gone on from with everything that is there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.application_forms import clean_values
from desktop_app.rules.checklists import check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import select, settle
from desktop_app.services.case_files import OF_THE_CASE
from desktop_app.services.case_inputs import (
    CaseInput,
    PartyInput,
    Pending,
    begin_record,
    make_party,
    material_rows,
    matter_in_force,
)
from desktop_app.services.case_materials import hand_in
from desktop_app.services.case_records import CaseRecord, keep, move, open_record, read_record
from desktop_app.services.matter_versions import find_content
from desktop_app.services.promises import choose_conditions, find_conditions
from desktop_app.services.work import Work
from models.cases import Case, CaseMaterial, CaseParty
from models.enums import CaseAction, CaseState, Channel, PartyRole, Permission, ReceivedAs
from models.files import CaseFile

PENDING = frozenset({CaseState.DRAFT, CaseState.SUBMITTED, CaseState.RETURNED, CaseState.PREEXAMINED})
"""Nobody at the counter has received it yet."""
_KEPT_OF_A_LINE = (
    "trust",
    "licence_number",
    "valid_until",
    "reused_from",
    "checked_by",
    "checked_at",
    "received_at",
)
"""What is known of a line that stays as it was handed in."""
_REPLACED = ("name", "necessity", "received_as", "count", "note", "demand")


@dataclass(frozen=True, slots=True)
class PendingMaterial:
    """A line as it was handed in before; `files` counts what is attached to it."""

    name: str
    received_as: ReceivedAs
    count: int
    note: str
    files: int = 0
    licence_number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PendingForm:
    """What the counter goes on from: the channel it came by, the people unmasked, what is there already."""

    pending: Pending
    number: str
    state: CaseState
    channel: Channel
    received_at: datetime
    """When it was submitted online, or kept last."""
    matter_id: int
    answers: Mapping[str, str]
    applicant: PartyInput
    agent: PartyInput | None
    materials: tuple[PendingMaterial, ...]
    form: Mapping[str, Any]
    """申请表 as far as it is filled in."""
    pledged_conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it was kept; no paper comes of it."""

    case_id: int
    number: str
    revision: int
    document_ids: tuple[int, ...] = ()


def keep_draft(work: Work, given: CaseInput) -> KeptDraft:
    """暂存: keep an application that is not handed in yet, so that any counter can go on with it.

    Raises what `receive_case` tells; `case_state_wrong` for what is more than a draft already.
    """
    work.require(Permission.CASES_RECEIVE)
    if given.pending is None:
        record = begin_record(work, given)
    else:
        record = continue_record(work, given, given.pending)
        record.case.received_at = work.now
    move(work, record, CaseAction.DRAFT)
    keep(work, record)
    case = record.case
    return KeptDraft(case.id, case.number, case.revision)


def take_up_case(work: Work, case_id: int) -> PendingForm:
    """What is known of a draft or online application, to go on from at the counter; who looked is remembered.

    Raises `case_unknown`, `case_not_pending`.
    """
    work.require(Permission.CASES_RECEIVE)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    if case.state not in PENDING:
        raise ServiceError("case_not_pending", state=case.state.label)
    record = read_record(work, case)
    work.record("cases.take_up", f"case:{case.number}", state=case.state)
    agent = record.parties.get(PartyRole.AGENT)
    return PendingForm(
        pending=Pending(case.id, case.revision),
        number=case.number,
        state=case.state,
        channel=case.channel,
        received_at=case.received_at,
        matter_id=case.matter_id,
        answers=dict(case.answers),
        applicant=_input(record.parties[PartyRole.APPLICANT]),
        agent=_input(agent) if agent else None,
        materials=_handed_in(work, record),
        form=dict(case.form),
        pledged_conditions=tuple(row.subject for row in find_conditions(work, case.id)),
    )


def continue_record(work: Work, given: CaseInput, pending: Pending) -> CaseRecord:
    """The record of a case that is not received yet, with the form as it is filled in now.

    It moves to the version of the matter in force; what was handed in before stays known line by line of the same
    name. Raises `case_moved`, `case_not_pending`, `pending_matter_other`, and what `receive_case` tells.
    """
    record = open_record(work, pending.case_id, pending.revision)
    case = record.case
    if case.state not in PENDING:
        raise ServiceError("case_not_pending", state=case.state.label)
    if case.matter_id != given.matter_id:
        raise ServiceError("pending_matter_other", matter=case.matter_name)
    force = matter_in_force(work, given)
    published = find_content(work, force.version_id, force.digest)
    answers = settle(published, given.answers)
    record.content = select(published, answers)
    check_materials(record.content, given.materials)
    case.matter_version_id, case.matter_name = force.version_id, force.name
    case.department_id, record.department = force.department.id, force.department
    case.answers = answers
    case.form = clean_values(record.content.application_form, given.form)
    _set_parties(work, record, given)
    _set_materials(work, record, given)
    choose_conditions(work, record, given.pledged_conditions)
    hand_in(work, record, given.materials, given.files)
    return record


def _set_parties(work: Work, record: CaseRecord, given: CaseInput) -> None:
    wanted = {PartyRole.APPLICANT: given.applicant}
    if given.agent is not None:
        wanted[PartyRole.AGENT] = given.agent
    for role in set(record.parties) - set(wanted):
        work.session.delete(record.parties.pop(role))
    for role, party in wanted.items():
        made = make_party(work, party, role)
        if role not in record.parties:
            record.parties[role] = made
            record.added.append(made)
            continue
        for column in (
            "kind",
            "name",
            "identity_kind",
            "identity_number",
            "confirmation",
            "phone",
            "address",
        ):
            setattr(record.parties[role], column, getattr(made, column))
    record.case.applicant_name = record.parties[PartyRole.APPLICANT].name


def _set_materials(work: Work, record: CaseRecord, given: CaseInput) -> None:
    """The checklist as it is now, in the rows that are there; files go with the line of their name."""
    rows = {line.position: line for line in record.materials}
    known = {line.name: _copy(line) for line in record.materials}
    lines: list[CaseMaterial] = []
    for made in material_rows(work, record.content, given.materials):
        before = known.get(made.name)
        is_as_before = before is not None and before.received_as is made.received_as
        if before is not None and is_as_before and made.checked_at is None:
            for column in _KEPT_OF_A_LINE:
                setattr(made, column, getattr(before, column))
        kept = rows.pop(made.position, None)
        if kept is None:
            record.added.append(made)
            lines.append(made)
            continue
        for column in (*_REPLACED, *_KEPT_OF_A_LINE):
            setattr(kept, column, getattr(made, column))
        lines.append(kept)
    for left in rows.values():
        work.session.delete(left)
    record.materials = lines
    _move_files(work, record, known)


def _copy(line: CaseMaterial) -> CaseMaterial:
    columns = ("position", *_REPLACED, *_KEPT_OF_A_LINE)
    return CaseMaterial(**{column: getattr(line, column) for column in columns})


def _move_files(work: Work, record: CaseRecord, known: Mapping[str, CaseMaterial]) -> None:
    place = {line.name: line.position for line in record.materials}
    # A file whose line the checklist in force no longer has belongs to the case as a whole.
    moved = {before.position: place.get(name, OF_THE_CASE) for name, before in known.items()}
    if all(old == new for old, new in moved.items()):
        return
    for file in work.session.scalars(sa.select(CaseFile).where(CaseFile.case_id == record.case.id)):
        file.position = moved.get(file.position, file.position)


def _input(party: CaseParty) -> PartyInput:
    return PartyInput(
        party.kind,
        party.name,
        party.identity_kind,
        party.identity_number,
        party.phone,
        party.address,
        party.confirmation,
    )


def _handed_in(work: Work, record: CaseRecord) -> tuple[PendingMaterial, ...]:
    counted = sa.select(CaseFile.position, sa.func.count()).where(
        CaseFile.case_id == record.case.id, CaseFile.removed_at.is_(None)
    )
    files = dict(work.session.execute(counted.group_by(CaseFile.position)).all())
    return tuple(
        PendingMaterial(
            line.name,
            line.received_as,
            line.count,
            line.note,
            files.get(line.position, 0),
            line.licence_number,
            line.valid_until,
        )
        for line in record.materials
    )
