"""附件一览: each line of a case's checklist with what it is worth and the files that belong to it."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop_app.rules.cases import is_before_acceptance
from desktop_app.services.case_files import OF_THE_CASE, FileRow, list_files
from desktop_app.services.work import Work
from models.accounts import Account
from models.cases import Case, CaseMaterial
from models.enums import Permission, ReceivedAs
from models.procedure import TrustLevel

WHOLE_CASE = "整个办件"


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A line and its files; `position` is `OF_THE_CASE` for what belongs to the whole case, then nothing else is set."""

    position: int
    name: str
    received_as: ReceivedAs | None
    trust: TrustLevel | None
    licence_number: str
    valid_until: date | None
    checked_by: str
    checked_at: datetime | None
    reused_from: str
    """The number of the earlier case."""
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class Attachments:
    """Everything of one case, and whether files may still be taken out by the counter, or anything be added."""

    case_id: int
    revision: int
    is_before_acceptance: bool
    is_archived: bool
    lines: tuple[AttachmentLine, ...]


def get_attachments(work: Work, case_id: int) -> Attachments:
    """The lines of a case in the order of the checklist, the whole case last."""
    work.require(Permission.CASES_VIEW)
    case = work.session.get_one(Case, case_id)
    files: dict[int, list[FileRow]] = {}
    for row in list_files(work, case_id):
        files.setdefault(row.position, []).append(row)
    earlier = aliased(Case)
    query = (
        sa.select(
            CaseMaterial.position,
            CaseMaterial.name,
            CaseMaterial.received_as,
            CaseMaterial.trust,
            CaseMaterial.licence_number,
            CaseMaterial.valid_until,
            sa.func.coalesce(Account.name, "").label("checked_by"),
            CaseMaterial.checked_at,
            sa.func.coalesce(earlier.number, "").label("reused_from"),
        )
        .outerjoin(Account, Account.id == CaseMaterial.checked_by)
        .outerjoin(earlier, earlier.id == CaseMaterial.reused_from)
        .where(CaseMaterial.case_id == case_id)
        .order_by(CaseMaterial.position)
    )
    lines = [
        AttachmentLine(*row, files=tuple(files.get(row.position, ()))) for row in work.session.execute(query)
    ]
    whole = tuple(files.get(OF_THE_CASE, ()))
    lines.append(AttachmentLine(OF_THE_CASE, WHOLE_CASE, None, None, "", None, "", None, "", whole))
    return Attachments(
        case_id,
        case.revision,
        is_before_acceptance(case.state),
        case.archived_at is not None,
        tuple(lines),
    )
