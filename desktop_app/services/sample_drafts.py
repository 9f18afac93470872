"""示例修订稿: what the editor and the reviewer of the sample hall have in hand, made by the same acts as real ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.services.accounts import get_actor
from desktop_app.services.matter_drafts import (
    DraftDetail,
    return_draft,
    save_draft,
    start_draft,
    submit_draft,
)
from desktop_app.services.work import Work
from models.accounts import Account
from models.catalogue import Matter

EDITOR, REVIEWER = "bianji", "shenhe"
FASTER = "11411000MB991001904410125006000"
"""公共场所卫生许可: to be decided sooner from next month on."""
RETURNED = "11411000MB9910035M4412027001000"
"""社会保障卡补领、换领: returned, for the new place is not told exactly enough."""
DAYS_AHEAD = 30


def add_drafts(work: Work) -> int:
    """A draft in review and one returned, in the hall that is loaded for the first time; how many were made."""
    _written(work, FASTER, _with_shorter_limit, "压减承诺办结时限", days_ahead=DAYS_AHEAD)
    back = _written(work, RETURNED, _with_another_place, "社会保障卡业务迁到二楼")
    reviewing = _as(work, REVIEWER)
    return_draft(reviewing, back.row.id, back.row.revision, "请写明窗口号，并同步修改交通指引。")
    _finish(work, reviewing)
    return 2


def _written(
    work: Work,
    code: str,
    change: Callable[[MatterContent], MatterContent],
    note: str,
    days_ahead: int = 0,
) -> DraftDetail:
    """A draft written and submitted by the editor."""
    editing = _as(work, EDITOR)
    matter_id = work.session.scalars(sa.select(Matter.id).where(Matter.code == code)).one()
    draft = start_draft(editing, matter_id)
    effective_on = work.today + timedelta(days=days_ahead) if days_ahead else None
    draft = save_draft(editing, draft.row.id, draft.row.revision, change(draft.content), note, effective_on)
    draft = submit_draft(editing, draft.row.id, draft.row.revision)
    _finish(work, editing)
    return draft


def _with_shorter_limit(content: MatterContent) -> MatterContent:
    return replace(
        content,
        promised=Limit(5),
        steps=tuple(replace(step, days=min(step.days, 1)) if step.days else step for step in content.steps),
        aliases=(*content.aliases, "开美容店办证"),
        quantity_limit="无数量限制",
    )


def _with_another_place(content: MatterContent) -> MatterContent:
    return replace(content, places=f"{content.places}二楼社会保障专区")


def _as(work: Work, login: str) -> Work:
    """The same transaction, in the hands of a person of the sample."""
    account_id = work.session.scalars(sa.select(Account.id).where(Account.login == login)).one()
    return Work(work.session, get_actor(work, account_id), work.now, work.office)


def _finish(work: Work, acting: Work) -> None:
    """Leave the person's acts in the audit, and tell the pages."""
    acting.finish()
    work.changed |= acting.changed
