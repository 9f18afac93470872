"""网上申请: what outside channels send in becomes a case, or goes on with one; the same thing sent twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zlib import crc32

import sqlalchemy as sa

from desktop_app.exchange.packages import Package, PackageFile, PackageMaterial, PackageParty
from desktop_app.rules.cases import TRANSITIONS, transition
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.checklists import UNCOUNTED, ReceivedMaterial, check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import check_identity
from desktop_app.rules.situations import select, settle
from desktop_app.services.case_files import OF_THE_CASE, AttachedFile, KeptFile, add_files
from desktop_app.services.case_inputs import CaseInput, PartyInput, Pending, begin_record
from desktop_app.services.case_materials import fill_line
from desktop_app.services.case_records import CaseRecord, keep, move, open_record
from desktop_app.services.cases import receive_supplement
from desktop_app.services.catalogue import get_matter
from desktop_app.services.matter_versions import text_digest
from desktop_app.services.pending_cases import continue_record
from desktop_app.services.pledges import supply_deferred
from desktop_app.services.side_ways import withdraw_case
from desktop_app.services.work import Work, hall_date
from models.cases import Case
from models.enums import CaseAction, CaseState, Permission
from models.online import OnlinePackage
from models.procedure import PackageKind

AHEAD = timedelta(minutes=15)
"""How far the sender's clock may be ahead of ours."""
UNCHECKED_NUMBER = "网上填报的号码未通过校验，待核对证件原件"
_LOCK = 0x7061636B
"""The first half of PostgreSQL's advisory lock for one package; SQLite has but one writer anyway."""


@dataclass(frozen=True, slots=True)
class TakenPackage:
    """The case a package belongs to, as it stands now; `is_new` is false where it had been taken before."""

    key: str
    case_id: int
    number: str
    state: CaseState
    is_new: bool


def take_package(
    work: Work, package: Package, files: Mapping[PackageFile, KeptFile] | None = None
) -> TakenPackage:
    """收取网上申请包: take what was sent in, once; its files were kept before (`case_files.keep_file`).

    Clocks count from the day it was submitted, not from the day it is taken. Raises `package_differs` where the same
    number came with other content, `package_from_future`, `package_case_unknown`, `case_state_wrong`, and what the
    act itself is refused with.
    """
    work.require(Permission.CASES_RECEIVE)
    _lock(work, package.key)
    digest = text_digest(package.canonical())
    known = work.session.get(OnlinePackage, package.key)
    if known is not None:
        if known.digest != digest:
            raise ServiceError("package_differs", package=package.key)
        return _taken(work, package, known.case_id, is_new=False)
    if package.submitted_at > work.now + AHEAD:
        raise ServiceError("package_from_future", package=package.key)
    case_id = _ACTS[package.kind](work, package, files or {})
    work.session.add(
        OnlinePackage(
            package_id=package.key,
            kind=package.kind,
            digest=digest,
            case_id=case_id,
            submitted_at=package.submitted_at,
            taken_at=work.now,
        )
    )
    work.session.flush()
    return _taken(work, package, case_id, is_new=True)


def _lock(work: Work, key: str) -> None:
    """One package is taken by one computer at a time."""
    if work.session.get_bind().dialect.name == "postgresql":
        half = crc32(key.encode()) - 2**31
        work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, sa.cast(half, sa.Integer))))


def _taken(work: Work, package: Package, case_id: int, *, is_new: bool) -> TakenPackage:
    number, state = work.session.execute(sa.select(Case.number, Case.state).where(Case.id == case_id)).one()
    return TakenPackage(package.key, case_id, number, state, is_new)


# what each kind of package does; each gives the case's row number


def _draft(work: Work, package: Package, files: Mapping[PackageFile, KeptFile]) -> int:
    record, _ = _applied(work, package, files)
    record.case.received_at = package.submitted_at
    move(work, record, CaseAction.DRAFT)
    keep(work, record)
    return record.case.id


def _apply(work: Work, package: Package, files: Mapping[PackageFile, KeptFile]) -> int:
    record, remarks = _applied(work, package, files)
    return _submit(work, package, record, remarks)


def _supplement(work: Work, package: Package, files: Mapping[PackageFile, KeptFile]) -> int:
    """补正: to an application that was sent back, to a notice (行政许可法 art. 32), or of what was deferred (容缺)."""
    record = _followed(work, package)
    lines, attached, unknown = _lines(record.content, package, files)
    if unknown:
        raise ServiceError("package_material_unknown", material="、".join(unknown))
    case = record.case
    if case.state is not CaseState.RETURNED:
        is_deferred = case.state in TRANSITIONS[CaseAction.RECEIVE_DEFERRED].sources
        transition(CaseAction.RECEIVE_DEFERRED if is_deferred else CaseAction.RECEIVE_SUPPLEMENT, case.state)
        if is_deferred:
            supply_deferred(work, case.id, case.revision, lines, attached)
        else:
            receive_supplement(work, case.id, case.revision, lines, attached, package.submitted_at)
        return case.id
    check_materials(record.content, lines)
    rows = {row.position: row for row in record.materials}
    for line in lines:
        fill_line(work, rows[line.position], record.content.materials[line.position], line)
        rows[line.position].demand = ""
    add_files(work, record, attached)
    return _submit(work, package, record, ())


def _withdraw(work: Work, package: Package, _files: Mapping[PackageFile, KeptFile]) -> int:
    case = _followed(work, package).case
    withdraw_case(work, case.id, case.revision, package.reason)
    return case.id


_ACTS = {
    PackageKind.DRAFT: _draft,
    PackageKind.APPLICATION: _apply,
    PackageKind.SUPPLEMENT: _supplement,
    PackageKind.WITHDRAWAL: _withdraw,
}


def _submit(work: Work, package: Package, record: CaseRecord, remarks: Sequence[str]) -> int:
    record.case.received_at = min(package.submitted_at, work.now)
    since = min(hall_date(package.submitted_at), work.today)
    move(work, record, CaseAction.SUBMIT, "；".join(remarks), since=since)
    keep(work, record)
    return record.case.id


def _applied(
    work: Work, package: Package, files: Mapping[PackageFile, KeptFile]
) -> tuple[CaseRecord, tuple[str, ...]]:
    """The record of a draft or application, new or gone on with, and what about it deserves a look."""
    pending = _pending(work, package)
    given, attached, remarks = _given(work, package, files)
    if pending is None:
        record = begin_record(work, given)
        record.case.counter_id = record.case.receiver_id = None
        add_files(work, record, attached)
    else:
        record = continue_record(work, replace(given, files=attached), pending)
    return record, remarks


def _pending(work: Work, package: Package) -> Pending | None:
    if package.continues is None and not package.case_number:
        return None
    case = _followed(work, package).case
    return Pending(case.id, case.revision)


def _followed(work: Work, package: Package) -> CaseRecord:
    """The case a package goes on with, locked; raises `package_case_unknown`."""
    if package.continued_key is not None:
        query = sa.select(OnlinePackage.case_id).where(OnlinePackage.package_id == package.continued_key)
    else:
        query = sa.select(Case.id).where(
            Case.number == package.case_number.strip().upper(), Case.query_code == package.query_code
        )
    case_id = work.session.scalar(query)
    if case_id is None:
        raise ServiceError("package_case_unknown", package=package.key)
    return open_record(work, case_id)


def _given(
    work: Work, package: Package, files: Mapping[PackageFile, KeptFile]
) -> tuple[CaseInput, tuple[AttachedFile, ...], tuple[str, ...]]:
    """What was filled in, under the version in force today; raises `matter_unknown`, `matter_ambiguous`."""
    if package.matter_code is None or package.applicant is None:
        raise ServiceError("package_case_unknown", package=package.key)
    matter = get_matter(work, package.matter_code)
    content = select(matter.content, settle(matter.content, package.answers))
    lines, attached, unknown = _lines(content, package, files)
    remarks: list[str] = []
    if package.matter_version not in {None, matter.version}:
        remarks.append(f"按第{package.matter_version}版填写，现行第{matter.version}版")
    if unknown:
        remarks.append(f"现行清单没有的材料：{'、'.join(unknown)}")
    given = CaseInput(
        matter_id=matter.id,
        matter_version=matter.version,
        applicant=_party(work, package.applicant),
        agent=None if package.agent is None else _party(work, package.agent),
        materials=tuple(lines),
        channel=package.channel,
        answers=dict(package.answers),
        form=package.form,
    )
    return given, attached, tuple(remarks)


def _party(work: Work, given: PackageParty) -> PartyInput:
    """Nobody at a counter has seen the person yet: an odd number is noted, never refused."""
    check = check_identity(given.identity_kind, given.identity_number, work.today)
    return PartyInput(
        given.kind,
        given.name,
        given.identity_kind,
        given.identity_number,
        given.phone,
        given.address,
        UNCHECKED_NUMBER if check.warnings else "",
    )


def _lines(
    content: MatterContent, package: Package, files: Mapping[PackageFile, KeptFile]
) -> tuple[list[ReceivedMaterial], tuple[AttachedFile, ...], tuple[str, ...]]:
    """Lines of the checklist, their files, and names that the checklist does not have: their files go to the case."""
    positions = {spec.name: position for position, spec in enumerate(content.materials)}
    lines: list[ReceivedMaterial] = []
    attached = [AttachedFile(OF_THE_CASE, _kept(file, files)) for file in package.files]
    unknown: list[str] = []
    for material in package.materials:
        position = positions.get(material.name, OF_THE_CASE)
        attached += [AttachedFile(position, _kept(file, files)) for file in material.files]
        if position == OF_THE_CASE:
            unknown.append(material.name)
        else:
            lines.append(_line(position, material))
    return lines, tuple(attached), tuple(unknown)


def _line(position: int, material: PackageMaterial) -> ReceivedMaterial:
    return ReceivedMaterial(
        position,
        material.received_as,
        0 if material.received_as in UNCOUNTED else material.count,
        material.note,
        licence_number=material.licence_number,
        valid_until=material.valid_until,
    )


def _kept(file: PackageFile, files: Mapping[PackageFile, KeptFile]) -> KeptFile:
    if file not in files:
        raise ServiceError("package_file_missing", file=file.name)
    return files[file]
