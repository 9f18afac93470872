"""批量收件: many applications for one matter, by one agent or from a list; checked row by row, received as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from desktop_app.exchange.applicant_lists import (
    ApplicantLine,
    read_applicants,
    write_applicant_template,
)
from desktop_app.messages import sentence
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.checklists import ReceivedMaterial, check_materials, shortfall
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import check_identity, guess_identity_kind
from desktop_app.rules.masking import masked_identity
from desktop_app.rules.situations import select, settle
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services import cases
from desktop_app.services.case_inputs import CaseInput, PartyInput
from desktop_app.services.cases import ActResult
from desktop_app.services.catalogue import get_matter_by_id
from desktop_app.services.work import Work
from models.cases import Case, CaseParty
from models.enums import ApplicantKind, IdentityKind, PartyRole, Permission, ReceivedAs

__all__ = ["ApplicantLine"]

Member = TypeVar("Member", IdentityKind, ApplicantKind)

UNKNOWN_SHAPE = "证件号码不像居民身份证号或统一社会信用代码，请核对（表格中这一列应为文本）；其他证件请在“证件类型”列写明。"
"""A spreadsheet that took a number for a figure has rounded it: never to be received as some other document's number."""


@dataclass(frozen=True, slots=True)
class BatchForm:
    """What all cases of a batch have in common: matter, agent, checklist, situation; `accepts` those that are complete."""

    matter_id: int
    matter_version: int
    materials: tuple[ReceivedMaterial, ...]
    agent: PartyInput | None = None
    answers: dict[str, str] = field(default_factory=dict[str, str])
    accepts: bool = True


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row of the list: who it is, and what keeps it from being received, in sentences; `given` where nothing does."""

    number: int
    name: str
    masked_number: str
    faults: tuple[str, ...]
    given: CaseInput | None
    is_accepted: bool
    """Whether it will be accepted at once: everything needed is there."""


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One row that was received."""

    number: int
    name: str
    result: ActResult


def read_applicant_list(path: Path) -> tuple[ApplicantLine, ...]:
    """The rows of a file, read without changing anything; raises what `exchange.applicant_lists` raises."""
    return read_applicants(path)


def write_template(path: Path) -> None:
    """The empty list to be filled in; raises `file_unwritable`."""
    write_applicant_template(path)


def get_checked_rows(work: Work, form: BatchForm, lines: Sequence[ApplicantLine]) -> list[CheckedRow]:
    """Every row with what is wrong with it, all at once; nothing is changed.

    Raises `matter_unknown`, `matter_version_changed`, and the refusals of checklist and situation, which concern all.
    """
    work.require(Permission.CASES_RECEIVE)
    matter = get_matter_by_id(work, form.matter_id)
    if matter.version != form.matter_version:
        raise ServiceError("matter_version_changed")
    content = select(matter.content, settle(matter.content, form.answers))
    check_materials(content, form.materials)
    parties = [_party(work, line) for line in lines]
    seen: dict[str, int] = {}
    open_numbers = _open_cases(work, form.matter_id, [party.identity_number for party, _ in parties])
    rows: list[CheckedRow] = []
    for line, (party, faults) in zip(lines, parties, strict=True):
        number = party.identity_number
        if number and number in seen:
            faults.append(f"与第 {seen[number]} 行是同一证件号码。")
        seen.setdefault(number, line.number)
        if number in open_numbers:
            faults.append(f"该申请人已有这个事项在办：{open_numbers[number]}。")
        rows.append(_row(form, content, line, party, faults))
    return rows


def receive_batch(work: Work, rows: Sequence[CheckedRow]) -> list[ReceivedRow]:
    """批量收件: all rows in one act, or none; each has its own number, clocks and papers.

    Raises `batch_empty`, `batch_row_refused` naming the row and why.
    """
    work.require(Permission.CASES_RECEIVE)
    wanted = [(row, row.given) for row in rows if row.given is not None]
    if not wanted:
        raise ServiceError("batch_empty")
    done: list[ReceivedRow] = []
    for row, given in wanted:
        receive = cases.receive_and_accept_case if row.is_accepted else cases.receive_case
        try:
            done.append(ReceivedRow(row.number, row.name, receive(work, given)))
        except ServiceError as error:
            raise ServiceError("batch_row_refused", row=row.number, reason=sentence(error)) from None
    return done


def _party(work: Work, line: ApplicantLine) -> tuple[PartyInput, list[str]]:
    """The applicant of a row as it will be kept, and what is wrong with it."""
    faults: list[str] = []
    guessed = guess_identity_kind(line.identity_number)
    identity = _member(IdentityKind, line.identity_kind, "证件类型", faults) or guessed
    if line.identity_number and not line.identity_kind and guessed is IdentityKind.OTHER:
        faults.append(UNKNOWN_SHAPE)
    usual = ApplicantKind.ENTERPRISE if identity is IdentityKind.CREDIT_CODE else ApplicantKind.PERSON
    kind = _member(ApplicantKind, line.kind, "申请人类型", faults) or usual
    number = line.identity_number
    try:
        clean_text(line.name, "姓名或名称", needed=True, longest=MAX_NAME)
        clean_text(line.phone, "联系电话", longest=50)
        clean_text(line.address, "通讯地址", longest=MAX_NAME)
        check = check_identity(identity, line.identity_number, work.today)
        number = check.text
        if check.warnings and not line.confirmation:
            words = "".join(warning.label for warning in check.warnings)
            faults.append(f"{words}请核对；确认无误的，在“号码核对说明”列写明。")
    except ServiceError as error:
        faults.append(sentence(error))
    party = PartyInput(kind, line.name, identity, number, line.phone, line.address, line.confirmation)
    return party, faults


def _member(members: type[Member], text: str, column: str, faults: list[str]) -> Member | None:
    if not text:
        return None
    found = next((member for member in members if text in {member.label, member.value}), None)
    if found is None:
        faults.append(f"“{column}”不是认识的取值，可填：{'、'.join(member.label for member in members)}。")
    return found


def _open_cases(work: Work, matter_id: int, numbers: Sequence[str]) -> dict[str, str]:
    """The open cases of the matter by applicant: who has one is not received again unseen."""
    query = (
        sa.select(CaseParty.identity_number, Case.number)
        .join(Case, Case.id == CaseParty.case_id)
        .where(
            CaseParty.identity_number.in_(set(numbers)),
            CaseParty.role == PartyRole.APPLICANT,
            Case.matter_id == matter_id,
            Case.closed_at.is_(None),
        )
    )
    return dict(work.session.execute(query).all())


def _row(
    form: BatchForm, content: MatterContent, line: ApplicantLine, party: PartyInput, faults: list[str]
) -> CheckedRow:
    names = {spec.name: position for position, spec in enumerate(content.materials)}
    unknown = [name for name in line.missing if name not in names]
    if unknown:
        faults.append(f"“未交材料”里有清单没有的材料：{'、'.join(unknown)}。")
    absent = {names[name] for name in line.missing if name in names}
    materials = tuple(
        ReceivedMaterial(one.position) if one.position in absent else one for one in form.materials
    )
    handed_in = {one.position: one.received_as for one in materials}
    found = shortfall(
        (spec.name, spec.necessity, handed_in.get(position, ReceivedAs.NOT_RECEIVED))
        for position, spec in enumerate(content.materials)
    )
    given = CaseInput(
        form.matter_id, form.matter_version, party, form.agent, materials, answers=dict(form.answers)
    )
    return CheckedRow(
        number=line.number,
        name=line.name,
        masked_number=masked_identity(party.identity_kind.label, party.identity_number),
        faults=tuple(faults),
        given=None if faults else given,
        is_accepted=form.accepts and not found.missing and not faults,
    )
