"""当场更正: errors that can be put right on the spot are put right there (行政许可法 art. 32, paragraph 1, item 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_app.documents.content import Receipt
from desktop_app.rules.checklists import ReceivedMaterial, check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.services import case_documents
from desktop_app.services.acceptance import require_in_time
from desktop_app.services.case_files import AttachedFile
from desktop_app.services.case_inputs import PartyInput, make_party
from desktop_app.services.case_materials import fill_line, hand_in
from desktop_app.services.case_records import CaseRecord, move, open_record
from desktop_app.services.cases import ActResult, kept
from desktop_app.services.paper_voiding import mark_void
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work
from models.cases import CaseParty
from models.enums import CaseAction, DocumentKind, PartyRole, Permission
from models.printing import IssuedDocument

PARTY_WORDS: Mapping[str, str] = {
    "kind": "类型",
    "name": "姓名或名称",
    "identity_kind": "证件类型",
    "identity_number": "证件号码",
    "confirmation": "号码核对说明",
    "phone": "联系电话",
    "address": "地址",
}
"""What the process says was corrected: the field, never its value."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right: a party as it should read, lines of the checklist; what is left out stays as it is."""

    reason: str
    applicant: PartyInput | None = None
    agent: PartyInput | None = None
    materials: tuple[ReceivedMaterial, ...] = ()
    files: tuple[AttachedFile, ...] = ()


def take_up_parties(work: Work, case_id: int) -> dict[PartyRole, PartyInput]:
    """The people of a received case as they stand, to be corrected at the counter; who looked is remembered.

    Raises `case_unknown`.
    """
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id)
    work.record("cases.reveal", f"case:{record.case.number}", role=PartyRole.APPLICANT)
    return {
        role: PartyInput(
            party.kind,
            party.name,
            party.identity_kind,
            party.identity_number,
            party.phone,
            party.address,
            party.confirmation,
        )
        for role, party in record.parties.items()
    }


def correct_case(work: Work, case_id: int, revision: int, given: Correction) -> ActResult:
    """当场更正: the case reads as it should, the process says what was put right, and the receipt is issued anew.

    Raises `correction_empty` where nothing differs, `identity_unconfirmed`, and the refusals of the checklist.
    """
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(given.reason, "更正说明", needed=True)
    record = open_record(work, case_id, revision)
    require_in_time(work, record)
    words = _correct_parties(work, record, given) + _correct_lines(work, record, given)
    if not words:
        raise ServiceError("correction_empty")
    move(work, record, CaseAction.CORRECT, f"{reason}（更正：{'、'.join(words)}）")
    _issue_receipt(work, record)
    return kept(work, record)


def _correct_parties(work: Work, record: CaseRecord, given: Correction) -> list[str]:
    words: list[str] = []
    for role, party in ((PartyRole.APPLICANT, given.applicant), (PartyRole.AGENT, given.agent)):
        if party is None:
            continue
        made = make_party(work, party, role)
        known = record.parties.get(role)
        if known is None:
            record.parties[role] = made
            record.added.append(made)
            words.append(f"补登{role.label}")
        else:
            words += [f"{role.label}{word}" for word in _take_over(known, made)]
    record.case.applicant_name = record.parties[PartyRole.APPLICANT].name
    return words


def _take_over(known: CaseParty, made: CaseParty) -> list[str]:
    """Write what differs; what it is called."""
    words: list[str] = []
    for column, word in PARTY_WORDS.items():
        value = getattr(made, column)
        if getattr(known, column) != value:
            setattr(known, column, value)
            words.append(word)
    return words


def _correct_lines(work: Work, record: CaseRecord, given: Correction) -> list[str]:
    check_materials(record.content, given.materials)
    lines = {line.position: line for line in record.materials}
    words: list[str] = []
    changed: list[ReceivedMaterial] = []
    for one in given.materials:
        line = lines[one.position]
        before = (line.received_as, line.count, line.note, line.licence_number, line.valid_until)
        after = (one.received_as, one.count, one.note.strip(), one.licence_number.strip(), one.valid_until)
        if before == after and one.reused_from == line.reused_from:
            continue
        fill_line(work, line, record.content.materials[one.position], one)
        changed.append(one)
        words.append(f"材料“{line.name}”")
    hand_in(work, record, changed, given.files)
    if given.files and not words:
        words.append("补充附件")
    return words


def _issue_receipt(work: Work, record: CaseRecord) -> None:
    """The receipt says what is true now; the earlier one is void, and the time of receipt stays."""
    mark_void(work, record.case.id, "当场更正后重新出具", IssuedDocument.kind == DocumentKind.RECEIPT)
    number = reserve_number(work, record, DocumentKind.RECEIPT)
    clocks = tuple(record.clocks.values())
    paper: Receipt = case_documents.receipt(work, record, clocks, number)
    issue(work, record, replace(paper, received_at=case_documents.local_time(record.case.received_at)))
