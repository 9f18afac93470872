"""附件与核对: files added to a case or taken out of it, and materials compared with their originals."""

from collections.abc import Sequence
from datetime import date

from desktop_app.documents.copy_mark import CopyMark
from desktop_app.rules.cases import is_before_acceptance
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.rules.trust import is_comparable, trust_of, validity_words
from desktop_app.services.attachment_lines import WHOLE_CASE
from desktop_app.services.case_files import OF_THE_CASE, AttachedFile, add_files, get_store
from desktop_app.services.case_records import CaseRecord, move, open_record
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.work import HALL_ZONE, Work
from models.accounts import Account
from models.cases import Case, CaseMaterial
from models.enums import CaseAction, MaterialKind, Permission
from models.files import CaseFile, StoredFile
from models.procedure import TrustLevel
from models.sites import Counter

NAMED = 5
"""So many names of files stand in the process; of more only the number."""


def attach_files(work: Work, case_id: int, revision: int, files: Sequence[AttachedFile]) -> ActResult:
    """添加附件: name files kept before (`case_files.keep_file`) in a case that is not archived.

    The examining department may add what belongs to the case as a whole.
    Raises `case_archived`, `files_empty`, and the refusals of `case_files.add_files`.
    """
    work.require(Permission.CASES_VIEW)
    is_whole = all(given.position == OF_THE_CASE for given in files)
    is_clerk = Permission.CASES_RECEIVE in work.actor.permissions
    work.require(Permission.CASES_EXAMINE if is_whole and not is_clerk else Permission.CASES_RECEIVE)
    record = _open(work, case_id, revision)
    if not files:
        raise ServiceError("files_empty")
    add_files(work, record, files)
    move(work, record, CaseAction.ATTACH, _words(record, files))
    return kept(work, record)


def remove_file(work: Work, case_id: int, revision: int, file_id: int, reason: str) -> ActResult:
    """移除附件: take a file out, with a reason; what was there stays known.

    Once the case is accepted only a supervisor may. Raises `case_archived`, `case_file_missing`, `text_needed`.
    """
    work.require(Permission.CASES_VIEW)
    is_clerk = Permission.CASES_RECEIVE in work.actor.permissions
    work.require(Permission.CASES_RECEIVE if is_clerk else Permission.CASES_CORRECT)
    why = clean_text(reason, "移除原因", needed=True)
    record = _open(work, case_id, revision)
    if not is_before_acceptance(record.case.state):
        work.require(Permission.CASES_CORRECT)
    file = work.session.get(CaseFile, file_id, with_for_update=True)
    if file is None or file.case_id != case_id or file.removed_at is not None:
        raise ServiceError("case_file_missing")
    file.removed_at = work.now
    move(work, record, CaseAction.DETACH, f"{_line_name(record, file.position)}：{file.name}。原因：{why}")
    return kept(work, record)


def compare_material(
    work: Work, case_id: int, revision: int, position: int, valid_until: date | None
) -> ActResult:
    """与原件核对无误: the window saw the original, so the copy counts as B and may be used again while it is valid.

    Raises `material_unknown`, `material_not_comparable`, `material_expired`.
    """
    work.require(Permission.CASES_RECEIVE)
    record = _open(work, case_id, revision)
    line = next((line for line in record.materials if line.position == position), None)
    if line is None:
        raise ServiceError("material_unknown", position=position + 1)
    kind = _kind(record, line)
    if not is_comparable(kind, line.received_as):
        raise ServiceError("material_not_comparable", material=line.name)
    if valid_until is not None and valid_until < work.today:
        raise ServiceError("material_expired", material=line.name)
    line.trust = trust_of(kind, line.received_as, is_checked=True)
    line.checked_by, line.checked_at = work.account_id, work.now
    line.valid_until = valid_until
    until = f"，有效期至{validity_words(valid_until)}" if valid_until else ""
    move(work, record, CaseAction.COMPARE, f"{line.name}：与原件核对无误{until}")
    return kept(work, record)


def make_copy(work: Work, file_id: int) -> bytes:
    """A copy of an attachment as PDF, marked on every page with what it may be used for; who made it is remembered.

    Raises `copy_not_checked` below level B, `copy_impossible` for OFD, `case_file_missing`, `file_lost`.
    """
    work.require(Permission.DOCUMENTS_PRINT)
    file = work.session.get(CaseFile, file_id)
    if file is None:
        raise ServiceError("case_file_missing")
    line = work.session.get(CaseMaterial, (file.case_id, file.position))
    case = work.session.get_one(Case, file.case_id)
    stored = work.session.get_one(StoredFile, file.digest)
    if line is None or line.trust not in {TrustLevel.A, TrustLevel.B}:
        raise ServiceError("copy_not_checked", file=file.name)
    content = get_store(work).read(file.digest)
    from desktop_app.documents.copies import (
        marked_copy,  # with it comes the library that takes PDF files apart
    )

    copied = marked_copy(content, stored.media_type, _mark(work, line))
    work.record("files.copy", f"case:{case.number}", position=file.position, digest=file.digest[:16])
    return copied


def _mark(work: Work, line: CaseMaterial) -> CopyMark:
    """The sentence of 国办函〔2016〕108号 for the level, and who answers for it."""
    use = f"仅供办理{work.settings.copy_tail}"
    until = line.valid_until
    valid = f"，有效期至{validity_words(until)}" if until else ""
    if line.trust is TrustLevel.A:
        source = f"签发机构提供（证照编号 {line.licence_number}）" if line.licence_number else "签发机构提供"
        return CopyMark(f"此件由{source}，{use}{valid}", "")
    checker = work.session.get(Account, line.checked_by) if line.checked_by else None
    case = work.session.get_one(Case, line.case_id)
    counter = work.session.get(Counter, case.counter_id) if case.counter_id else None
    at = line.checked_at or line.received_at
    who = [part.name for part in (counter, checker) if part is not None]
    when = [f"{at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"] if at else []
    return CopyMark(f"此件经与原件核对无误，{use}{valid}", " ".join([work.settings.hall_name, *who, *when]))


def _open(work: Work, case_id: int, revision: int) -> CaseRecord:
    record = open_record(work, case_id, revision)
    if record.case.archived_at is not None:
        raise ServiceError("case_archived")
    return record


def _kind(record: CaseRecord, line: CaseMaterial) -> MaterialKind:
    return record.content.materials[line.position].kind


def _line_name(record: CaseRecord, position: int) -> str:
    return next((line.name for line in record.materials if line.position == position), WHOLE_CASE)


def _words(record: CaseRecord, files: Sequence[AttachedFile]) -> str:
    named = [f"{_line_name(record, given.position)}：{given.file.name}" for given in files[:NAMED]]
    more = f"等{len(files)}个文件" if len(files) > NAMED else ""
    return "；".join(named) + more
