"""受理时的承诺: 容缺受理 and 告知承诺 as the acceptance of a case makes them binding, each with its papers."""

from collections.abc import Sequence

import sqlalchemy as sa

from desktop_app.documents.content import DeferralNotice, DeferralPromise, PledgeLetter
from desktop_app.documents.content.application import PledgeLine
from desktop_app.documents.content.parts import DeferredLine
from desktop_app.rules.checklists import is_way_offered
from desktop_app.rules.errors import ServiceError
from desktop_app.services.bars import find_bars
from desktop_app.services.case_documents import accepted_on, common, local_time
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work
from models.applicants import CasePledge
from models.cases import CaseMaterial
from models.enums import ClockKind, DocumentKind, PartyRole, Permission, ReceivedAs
from models.procedure import BarGround

NOT_CHOSEN = "申请人未选择告知承诺"
CHECK_WAY = "本机关将在作出决定后{days}日内，通过数据核验、现场核查等方式核查承诺是否属实。"


def require_credit(work: Work, record: CaseRecord) -> None:
    """Refuse 容缺受理 and 告知承诺 to whoever broke a promise that nobody has lifted; raises `promise_barred`."""
    ways = {line.received_as for line in record.materials}
    if not ways & {ReceivedAs.DEFERRED, ReceivedAs.PLEDGED} and not _conditions(work, record):
        return
    if _is_barred(work, record):
        raise ServiceError("promise_barred")


def drop_barred_promises(work: Work, record: CaseRecord) -> None:
    """Accepted by law, and not refused for it: whoever broke a promise has to bring the material itself."""
    conditions = _conditions(work, record)
    pledged = [line for line in record.materials if line.received_as is ReceivedAs.PLEDGED]
    if not (pledged or conditions) or not _is_barred(work, record):
        return
    for line in pledged:
        line.received_as, line.received_at = ReceivedAs.NOT_RECEIVED, None
    for row in conditions:
        row.ended_at = work.now


def _is_barred(work: Work, record: CaseRecord) -> bool:
    number = record.parties[PartyRole.APPLICANT].identity_number
    return any(bar.ground is BarGround.FALSE_PLEDGE for bar in find_bars(work, number))


def offers_pledge(record: CaseRecord) -> bool:
    """Whether the version lets a promise stand for a material or a condition."""
    return bool(record.content.pledged_conditions) or any(
        is_way_offered(spec, ReceivedAs.PLEDGED) for spec in record.content.materials
    )


def choose_conditions(work: Work, record: CaseRecord, chosen: Sequence[str]) -> None:
    """告知承诺 for conditions, chosen by the applicant up to receipt, the last choice holds; raises `pledge_not_offered`."""
    standing = {row.subject: row for row in _conditions(work, record)}
    for subject in dict.fromkeys(chosen):
        if subject not in record.content.pledged_conditions:
            raise ServiceError("pledge_not_offered", subject=subject)
        if standing.pop(subject, None) is None:
            record.added.append(_pledge(work, None, subject, f"已符合“{subject}”这一条件"))
    for left in standing.values():
        work.session.delete(left)


def find_conditions(work: Work, case_id: int) -> list[CasePledge]:
    """The standing promises for conditions of a case that is kept already; a part of an act."""
    work.require(Permission.CASES_VIEW)
    kept = work.session.scalars(
        sa.select(CasePledge)
        .where(CasePledge.case_id == case_id, CasePledge.ended_at.is_(None), CasePledge.position.is_(None))
        .order_by(CasePledge.id)
    )
    return list(kept)


def issue_promises(work: Work, record: CaseRecord) -> None:
    """The papers of an acceptance on promises: D6 with the applicant's own promise, D7; nothing where nobody promised."""
    deferred = [line for line in record.materials if line.received_as is ReceivedAs.DEFERRED]
    if deferred:
        _issue_deferral(work, record, deferred)
    issue_pledges(work, record)


def issue_pledges(work: Work, record: CaseRecord) -> None:
    """D7 with every promise that stands for a material or a condition; nothing where there is none."""
    pledged = [line for line in record.materials if line.received_as is ReceivedAs.PLEDGED]
    rows = [_pledge(work, line.position, line.name, _promise(record, line)) for line in pledged]
    record.added += rows
    conditions = _conditions(work, record)
    if rows or conditions:
        _issue_letter(work, record, [*rows, *conditions])


def _conditions(work: Work, record: CaseRecord) -> list[CasePledge]:
    """The conditions promised at receipt: in this act, or in one before."""
    if not record.content.pledged_conditions:
        return []
    fresh = [row for row in record.added if isinstance(row, CasePledge) and row.position is None]
    if sa.inspect(record.case).transient:
        return fresh
    kept = find_conditions(work, record.case.id)
    return [*kept, *(row for row in fresh if row not in kept)]


def _pledge(work: Work, position: int | None, subject: str, text: str) -> CasePledge:
    return CasePledge(
        position=position,
        subject=subject,
        text=text,
        pledged_at=work.now,
        check_due_on=None,
        ended_at=None,
        outcome=None,
        checked_by=None,
        note="",
    )


def _promise(record: CaseRecord, line: CaseMaterial) -> str:
    spec = record.content.materials[line.position]
    return spec.pledge or f"已具备“{line.name}”所要证明的情况，内容真实"


def _issue_deferral(work: Work, record: CaseRecord, lines: Sequence[CaseMaterial]) -> None:
    due_on = record.clocks[ClockKind.DEFERRAL].due_on
    specs = record.content.materials
    deferred = tuple(DeferredLine(line.name, due_on, specs[line.position].carrier.label) for line in lines)
    promise_number = reserve_number(work, record, DocumentKind.DEFERRAL_PROMISE)
    issue(
        work,
        record,
        DeferralPromise(
            **common(work, record, DocumentKind.DEFERRAL_PROMISE, promise_number),
            promised_on=work.today,
            deferred=deferred,
        ),
    )
    number = reserve_number(work, record, DocumentKind.DEFERRAL)
    issue(
        work,
        record,
        DeferralNotice(
            **common(work, record, DocumentKind.DEFERRAL, number),
            applied_on=local_time(record.case.received_at).date(),
            accepted_on=accepted_on(record),
            promised_due_on=record.clocks[ClockKind.PROMISED].due_on,
            deferred=deferred,
            promise_number=promise_number,
        ),
    )


def _issue_letter(work: Work, record: CaseRecord, pledges: Sequence[CasePledge]) -> None:
    specs = record.content.materials
    lines = tuple(
        PledgeLine(
            pledge.subject,
            specs[pledge.position].standard if pledge.position is not None else record.content.conditions,
            pledge.text,
        )
        for pledge in pledges
    )
    number = reserve_number(work, record, DocumentKind.PLEDGE)
    issue(
        work,
        record,
        PledgeLetter(
            **common(work, record, DocumentKind.PLEDGE, number),
            pledged_on=work.today,
            pledges=lines,
            check_way=CHECK_WAY.format(days=work.settings.pledge_check_days),
        ),
    )
