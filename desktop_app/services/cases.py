"""窗口收件与受理: receive, accept, ask for a supplement, refuse."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from desktop_app.rules.cases import NOTICE_DAYS
from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.checklists import ReceivedMaterial, check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import check_identity
from desktop_app.rules.numbering import case_number, query_code
from desktop_app.rules.situations import Answers, select, settle
from desktop_app.rules.texts import MAX_NAME, clean_text
from desktop_app.services import case_documents
from desktop_app.services.acceptance import accept_record, require_in_time
from desktop_app.services.case_records import (
    DEPARTMENT_COLUMNS,
    CaseRecord,
    department_in,
    event,
    keep,
    move,
    numbered_code,
    open_record,
    set_due,
    start_clock,
)
from desktop_app.services.counter_scopes import find_counter_refusal
from desktop_app.services.matter_life import settle_matter
from desktop_app.services.matter_versions import find_content
from desktop_app.services.numbering import take_number
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.sites import DepartmentRow
from desktop_app.services.work import Work
from models.base import table_of
from models.cases import Case, CaseMaterial, CaseParty
from models.catalogue import Matter, MatterVersion
from models.elements import CounterKind
from models.enums import (
    ApplicantKind,
    Area,
    CaseAction,
    CaseState,
    Channel,
    ClockKind,
    DocumentKind,
    IdentityKind,
    MatterState,
    PartyRole,
    Permission,
    ReceivedAs,
    RefusalGround,
)
from models.printing import IssuedDocument
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
class Refusal:
    """Why a case is not accepted; `right_organ` is where to apply instead, needed where another is competent."""

    ground: RefusalGround
    reason: str
    basis: str
    right_organ: str = ""


@dataclass(frozen=True, slots=True)
class CaseInput:
    """The filled-in form of the counter."""

    matter_id: int
    matter_version: int
    applicant: PartyInput
    agent: PartyInput | None = None
    materials: tuple[ReceivedMaterial, ...] = ()
    channel: Channel = Channel.COUNTER
    answers: Answers = field(default_factory=dict[str, str])
    """办理情形: for each question of the matter the option chosen."""


@dataclass(frozen=True, slots=True)
class ActResult:
    """What an act led to: the case as it stands now and the document to print."""

    case_id: int
    number: str
    query_code: str
    revision: int
    state: CaseState
    document_ids: tuple[int, ...] = ()


def receive_case(work: Work, given: CaseInput) -> ActResult:
    """收件: take the materials, give the case its number, start the notice clock, issue the receipt.

    Raises `matter_unknown`, `matter_not_in_use`, `matter_version_changed`, `situation_unanswered`,
    `situation_unknown`, `identity_unconfirmed`, `counter_not_for_matter`, `matter_without_counter`, and the refusals
    of the checklist and the text fields.
    """
    work.require(Permission.CASES_RECEIVE)
    return kept(work, _receive(work, given))


def accept_case(work: Work, case_id: int, revision: int) -> ActResult:
    """受理: the materials are complete; start the handling clocks, issue the notice (行政许可法 art. 32 item 5).

    Past the notice period it is 视为受理. Raises `material_missing` naming what must still come.
    """
    work.require(Permission.CASES_RECEIVE)
    return kept(work, accept_record(work, open_record(work, case_id, revision)))


def receive_and_accept_case(work: Work, given: CaseInput) -> ActResult:
    """收件并受理: both acts at once, as most people at the counter need it."""
    work.require(Permission.CASES_RECEIVE)
    return kept(work, accept_record(work, _receive(work, given)))


def joined(first: ActResult, second: ActResult) -> ActResult:
    """Two acts on one case in one transaction: the later state, the papers of both."""
    return replace(second, document_ids=first.document_ids + second.document_ids)


def request_supplement(work: Work, case_id: int, revision: int, demands: dict[int, str]) -> ActResult:
    """一次性告知: everything that is missing, once (行政许可法 art. 32 item 4); `demands` by position of the line.

    Raises `supplement_given` for a second notice, `supplement_empty` without a line.
    """
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id, revision)
    require_in_time(work, record)
    if _find_document(work, case_id, DocumentKind.SUPPLEMENT_NOTICE) is not None:
        raise ServiceError("supplement_given")
    wanted = {position: clean_text(text, "补正要求", needed=True) for position, text in demands.items()}
    known = {line.position: line for line in record.materials}
    if not wanted:
        raise ServiceError("supplement_empty")
    for position, text in wanted.items():
        if position not in known:
            raise ServiceError("material_unknown", position=position + 1)
        known[position].demand = text
    names = "；".join(known[position].name for position in sorted(wanted))
    clocks = move(work, record, CaseAction.SUPPLEMENT, names)
    number = reserve_number(work, record, DocumentKind.SUPPLEMENT_NOTICE)
    issue(work, record, case_documents.supplement_notice(work, record, clocks, number))
    return kept(work, record)


def receive_supplement(
    work: Work, case_id: int, revision: int, materials: Sequence[ReceivedMaterial]
) -> ActResult:
    """补正收件: take what the notice asked for; raises `supplement_unasked` for a line it did not name."""
    work.require(Permission.CASES_RECEIVE)
    record = open_record(work, case_id, revision)
    check_materials(record.content, materials)
    known = {line.position: line for line in record.materials}
    handed_in: list[CaseMaterial] = []
    for given in materials:
        line = known[given.position]
        if given.received_as is ReceivedAs.NOT_RECEIVED:
            continue
        if not line.demand:
            raise ServiceError("supplement_unasked", material=line.name)
        line.received_as, line.count = given.received_as, given.count
        line.note = clean_text(given.note, "材料备注")
        line.received_at, line.demand = work.now, ""
        handed_in.append(line)
    if not handed_in:
        raise ServiceError("supplement_empty")
    notice = _find_document(work, case_id, DocumentKind.SUPPLEMENT_NOTICE)
    move(work, record, CaseAction.RECEIVE_SUPPLEMENT, "；".join(line.name for line in handed_in))
    number = reserve_number(work, record, DocumentKind.SUPPLEMENT_RECEIPT)
    paper = case_documents.supplement_receipt(
        work, record, handed_in, notice.number if notice else "", number
    )
    issue(work, record, paper)
    return kept(work, record)


def refuse_case(work: Work, case_id: int, revision: int, refusal: Refusal) -> ActResult:
    """不予受理: with reason, basis and the remedies; who is not competent says who is (art. 32 item 2, art. 38)."""
    work.require(Permission.CASES_RECEIVE)
    reason = clean_text(refusal.reason, "不予受理理由", needed=True)
    basis = clean_text(refusal.basis, "不予受理依据", needed=True)
    is_elsewhere = refusal.ground is RefusalGround.NOT_COMPETENT
    right_organ = clean_text(refusal.right_organ, "应向哪个机关申请", needed=is_elsewhere, longest=MAX_NAME)
    record = open_record(work, case_id, revision)
    require_in_time(work, record)
    move(work, record, CaseAction.REFUSE, reason)
    number = reserve_number(work, record, DocumentKind.REFUSAL)
    paper = case_documents.refusal_decision(work, record, reason, basis, right_organ, number)
    issue(work, record, paper)
    return kept(work, record)


def kept(work: Work, record: CaseRecord) -> ActResult:
    """Write the act and tell what it led to."""
    keep(work, record)
    case = record.case
    documents = tuple(document.id for document in record.documents)
    return ActResult(case.id, case.number, case.query_code, case.revision, case.state, documents)


def _receive(work: Work, given: CaseInput) -> CaseRecord:
    force = _matter_in_force(work, given)
    published = find_content(work, force.version_id, force.digest)
    answers = settle(published, given.answers)
    content = select(published, answers)
    check_materials(content, given.materials)
    parties = [_party(work, given.applicant, PartyRole.APPLICANT)]
    if given.agent:
        parties.append(_party(work, given.agent, PartyRole.AGENT))
    case = _new_case(work, force, given)
    case.applicant_name, case.answers = parties[0].name, answers
    record = CaseRecord(
        case=case,
        content=content,
        matter_code=force.code,
        department=force.department,
        parties={party.role: party for party in parties},
        materials=_material_rows(work, content, given.materials),
        clocks={},
    )
    record.added += [*parties, *record.materials]
    clock = start_clock(work, record, ClockKind.NOTICE, Limit(NOTICE_DAYS))
    set_due(record)
    record.added.append(event(work, case, CaseAction.RECEIVE, ""))
    number = reserve_number(work, record, DocumentKind.RECEIPT)
    issue(work, record, case_documents.receipt(work, record, [clock], number))
    work.record("cases.receive", f"case:{case.number}", Area.CASES, matter=record.matter_code)
    return record


@dataclass(frozen=True, slots=True)
class _InForce:
    """A matter, its version in force and the department that decides."""

    matter_id: int
    name: str
    code: str
    version_id: int
    digest: str
    department: DepartmentRow


def _matter_in_force(work: Work, given: CaseInput) -> _InForce:
    asked = {"matter_id": given.matter_id, "counter_id": work.actor.counter_id}
    row = work.session.connection().execute(_IN_FORCE, asked).first()
    if row is not None and row.next_change_on is not None and row.next_change_on <= work.today:
        settle_matter(work, given.matter_id)
        row = work.session.connection().execute(_IN_FORCE, asked).first()
    if row is None:
        raise ServiceError("matter_unknown")
    if row.state is not MatterState.PUBLISHED:
        raise ServiceError("matter_not_in_use", state=row.state.label)
    if row.version != given.matter_version:
        raise ServiceError("matter_version_changed")
    if row.counter_kind is CounterKind.SPECIAL:
        _require_counter(work, given.matter_id)
    code = numbered_code(row.code, row.item_code)
    return _InForce(given.matter_id, row.name, code, row.version_id, row.digest, department_in(row))


def _require_counter(work: Work, matter_id: int) -> None:
    """Refuse a matter that the actor's 专窗 does not take."""
    refusal = find_counter_refusal(work, matter_id)
    if refusal is not None:
        raise refusal


def _new_case(work: Work, force: _InForce, given: CaseInput) -> Case:
    sequence = take_number(work.session, f"case:{force.code}", f"{work.today:%Y%m%d}")
    return Case(
        number=case_number(force.code, work.today, sequence),
        query_code=query_code(secrets.randbelow),
        matter_id=force.matter_id,
        matter_version_id=force.version_id,
        department_id=force.department.id,
        matter_name=force.name,
        state=CaseState.RECEIVED,
        channel=given.channel,
        counter_id=work.actor.counter_id,
        receiver_id=work.account_id,
        revision=1,
        received_at=work.now,
    )


def _party(work: Work, given: PartyInput, role: PartyRole) -> CaseParty:
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


def _material_rows(
    work: Work, content: MatterContent, given: Sequence[ReceivedMaterial]
) -> list[CaseMaterial]:
    lines = {line.position: line for line in given}
    rows: list[CaseMaterial] = []
    for position, spec in enumerate(content.materials):
        line = lines.get(position, ReceivedMaterial(position))
        is_received = line.received_as is not ReceivedAs.NOT_RECEIVED
        rows.append(
            CaseMaterial(
                position=position,
                name=spec.name,
                necessity=spec.necessity,
                received_as=line.received_as,
                count=line.count,
                note=clean_text(line.note, "材料备注"),
                demand="",
                received_at=work.now if is_received else None,
            )
        )
    return rows


def _find_document(work: Work, case_id: int, kind: DocumentKind) -> IssuedDocument | None:
    return work.session.scalar(
        sa.select(IssuedDocument)
        .where(IssuedDocument.case_id == case_id, IssuedDocument.kind == kind)
        .order_by(IssuedDocument.id.desc())
        .limit(1)
    )
