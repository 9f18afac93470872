"""工作清单: the one list on which a case stands, and whose it is there."""

import sqlalchemy as sa

from desktop_app.rules.cases import WORKLISTS, states_on
from desktop_app.services.case_queries import PAGE, own_cases
from desktop_app.services.case_rows import CaseRow, read_rows, select_rows
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import LabelledEnum, Permission
from models.procedure import Worklist


class Whose(LabelledEnum):
    """经手人: whose cases a person at the counter looks at."""

    ALL = "all", "全部"
    MINE = "mine", "我经手的"
    NOBODY = "nobody", "还没有人经手的"


def list_worklist(
    work: Work,
    worklist: Worklist | None,
    whose: Whose = Whose.ALL,
    after: CaseRow | None = None,
    limit: int = PAGE,
) -> list[CaseRow]:
    """The cases on a list: of the open ones the most urgent first, of the closed ones those received last.

    Without a list all cases, the latest first. An approver sees the own department's.
    """
    work.require(Permission.CASES_VIEW)
    query = select_rows().where(*own_cases(work), *_whose(work, whose))
    if worklist is not None:
        query = query.where(Case.state.in_(states_on(worklist)))
    if worklist in {None, Worklist.CLOSED}:
        if after is not None:
            query = query.where(sa.tuple_(Case.received_at, Case.id) < (after.received_at, after.id))
        return read_rows(work, query.order_by(Case.received_at.desc(), Case.id.desc()).limit(limit))
    query = query.where(Case.closed_at.is_(None))
    if after is not None:
        query = query.where(sa.tuple_(Case.due_on, Case.id) > (after.due_on, after.id))
    return read_rows(work, query.order_by(Case.due_on, Case.id).limit(limit))


def count_worklists(work: Work, whose: Whose = Whose.ALL) -> dict[Worklist, int]:
    """How many cases stand on each list of open cases, of those `list_worklist` shows."""
    work.require(Permission.CASES_VIEW)
    query = sa.select(Case.state, sa.func.count()).where(
        Case.closed_at.is_(None), *own_cases(work), *_whose(work, whose)
    )
    counts = {worklist: 0 for worklist in Worklist if worklist is not Worklist.CLOSED}
    for state, number in work.session.execute(query.group_by(Case.state)):
        counts[WORKLISTS[state]] += number
    return counts


def _whose(work: Work, whose: Whose) -> tuple[sa.ColumnElement[bool], ...]:
    keeper = sa.func.coalesce(Case.holder_id, Case.receiver_id)
    match whose:
        case Whose.ALL:
            return ()
        case Whose.MINE:
            return (keeper == work.actor.account_id,)
        case Whose.NOBODY:
            return (keeper.is_(None),)
