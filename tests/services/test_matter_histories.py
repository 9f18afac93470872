"""Random histories of a matter: whatever editors, reviewers, imports and the calendar do, its laws hold."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop_app.rules.errors import ServiceError
from desktop_app.services.cases import receive_case
from desktop_app.services.matter_draft_records import DraftDetail, Rebased
from desktop_app.services.matter_drafts import (
    discard_draft,
    find_draft,
    get_draft,
    publish_draft,
    rebase_draft,
    return_draft,
    save_draft,
    start_draft,
    submit_draft,
    withdraw_draft,
)
from desktop_app.services.matter_force import NewVersion, add_version, lock_matter
from desktop_app.services.matter_life import (
    abolish_matter,
    apply_due_dates,
    get_standing,
    get_version_content,
    keep_matter,
    recall_versions,
    resume_matter,
    suspend_matter,
)
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from models.cases import Case
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState
from tests.conftest import MORNING, SettableClock
from tests.factories import BUREAU_CODE, LICENCE, Hall, add_matter, licence_case
from tests.services.publishing import publishable

REFUSALS = {
    "abolition_not_planned",
    "calendar_not_loaded",
    "draft_current",
    "draft_outdated",
    "draft_own",
    "draft_state_wrong",
    "draft_unchanged",
    "matter_ends_before",
    "matter_not_in_use",
    "matter_state_wrong",
    "matter_version_changed",
    "matter_version_waiting",
    "not_permitted",
    "quality_errors",
    "version_not_waiting",
}
"""What an act out of turn may be answered with; anything else is a bug."""
ACTS = (
    "save",
    "submit",
    "withdraw",
    "return",
    "discard",
    "rebase",
    "publish",
    "publish_over",
    "import",
    "suspend",
    "resume",
    "abolish",
    "keep",
    "recall",
    "receive",
    "days",
)
WHO = ("editor", "reviewer", "administrator", "clerk")
ORDERLY: tuple[tuple[str, str], ...] = (("save", "editor"), ("submit", "editor"), ("publish", "reviewer"))
"""The way a change goes as a rule; what else happens comes in between."""
LENGTH = 30


def steps(seed: int) -> Iterator[tuple[str, str, int]]:
    """A history: acts of anybody in any order, and changes that go their way."""
    dice = random.Random(seed)  # noqa: S311  no secret depends on it
    for _ in range(LENGTH):
        number = dice.randint(0, 12)
        if dice.random() < 0.4:
            yield from ((act, who, number) for act, who in ORDERLY)
        else:
            act = dice.choice(ACTS)
            yield act, "clerk" if act == "receive" else dice.choice(WHO), number


codes = itertools.count(1)


@dataclass(slots=True)
class History:
    """One matter's history and what must stay true of it."""

    office: Office
    hall: Hall
    clock: SettableClock
    matter_id: int
    code: str
    hands: set[int | None] = field(default_factory=set[int | None])
    """Who put a hand to the open draft."""
    digests: dict[int, str] = field(default_factory=dict[int, str])
    cases: dict[int, int] = field(default_factory=dict[int, int])
    """The version each case was received under."""

    @property
    def today(self) -> date:
        with self.office.read(SYSTEM) as work:
            return work.today

    def take(self, act: str, actor: Actor, number: int) -> None:
        """One act by one person; a refusal must be one of the known ones."""
        if act == "days":
            self.clock.advance(days=number)
            apply_due_dates(self.office)
            return
        try:
            with self.office.work(SYSTEM if act == "import" else actor) as work:
                done = self._acts(number)[act](work)
        except ServiceError as refusal:
            if refusal.code not in REFUSALS:
                raise
            return
        self._note(act, actor, done)

    def _acts(self, number: int) -> dict[str, Callable[[Work], object]]:
        on = self.today + timedelta(days=number)
        matter = self.matter_id
        return {
            "save": lambda work: self._save(work, number),
            "submit": lambda work: self._on_draft(work, submit_draft),
            "withdraw": lambda work: self._on_draft(work, withdraw_draft),
            "return": lambda work: self._on_draft(work, return_draft, "再改"),
            "discard": lambda work: self._on_draft(work, discard_draft),
            "rebase": lambda work: self._on_draft(work, rebase_draft),
            "publish": lambda work: self._on_draft(work, publish_draft, accept_warnings=True),
            "publish_over": lambda work: self._on_draft(
                work, publish_draft, accept_warnings=True, accept_outdated=True
            ),
            "import": lambda work: self._import(work, number),
            "suspend": lambda work: suspend_matter(work, matter, "升级"),
            "resume": lambda work: resume_matter(work, matter),
            "abolish": lambda work: abolish_matter(work, matter, on, "废止"),
            "keep": lambda work: keep_matter(work, matter),
            "recall": lambda work: recall_versions(work, matter, "有变"),
            "receive": self._receive,
        }

    def _save(self, work: Work, number: int) -> object:
        draft = start_draft(work, self.matter_id)
        content = replace(publishable(draft.content), remark=f"第{number}稿")
        on = None if number < 5 else work.today + timedelta(days=number)
        return save_draft(work, draft.row.id, draft.row.revision, content, "", on)

    def _on_draft(self, work: Work, act: Callable[..., object], *args: object, **values: object) -> object:
        with self.office.read(SYSTEM) as reading:
            draft_id = find_draft(reading, self.matter_id)
            revision = get_draft(reading, draft_id).row.revision if draft_id else 0
        return act(work, draft_id, revision, *args, **values) if draft_id else None

    def _import(self, work: Work, number: int) -> object:
        matter = lock_matter(work, self.matter_id)
        content = replace(get_version_content(work, matter.id, matter.version), places=f"{number}楼")
        return add_version(work, matter, NewVersion(content, None, "", None))

    def _receive(self, work: Work) -> object:
        standing = get_standing(work, self.matter_id)
        given = replace(licence_case(self.hall), matter_id=self.matter_id, matter_version=standing.version)
        return receive_case(work, given).case_id

    def _note(self, act: str, actor: Actor, done: object) -> None:
        if done is None and act != "discard":
            return
        match act:
            case "save" | "rebase":
                detail = done.detail if isinstance(done, Rebased) else done
                assert isinstance(detail, DraftDetail)
                self.hands.update({actor.account_id} if detail.is_own else ())
            case "publish" | "publish_over":
                assert actor.account_id not in self.hands
                self.hands.clear()
            case "discard":
                self.hands.clear()
            case "receive":
                assert isinstance(done, int)
                self.cases[done] = self._standing().version
            case _:
                pass

    def _standing(self) -> Matter:
        with Session(self.office.database.reader) as session:
            return session.get_one(Matter, self.matter_id)

    def check(self) -> None:
        """The laws of a matter's life."""
        with Session(self.office.database.reader) as session:
            matter = session.get_one(Matter, self.matter_id)
            rows = session.scalars(
                sa.select(MatterVersion)
                .where(MatterVersion.matter_id == self.matter_id)
                .order_by(MatterVersion.version)
            ).all()
            received = session.execute(
                sa.select(Case.id, MatterVersion.version)
                .join(MatterVersion, MatterVersion.id == Case.matter_version_id)
                .where(Case.matter_id == self.matter_id)
            )
            assert dict(received.all()) == self.cases
        assert [row.version for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            assert self.digests.setdefault(row.version, row.digest) == row.digest
            assert row.edited_by is None or row.published_by != row.edited_by or row.effective_on is None
        self._check_force(matter, {row.version: row for row in rows})

    def _check_force(self, matter: Matter, rows: dict[int, MatterVersion]) -> None:
        current = rows[matter.version]
        assert matter.name == current.content["name"]
        assert current.effective_on is None or current.effective_on <= self.today
        assert matter.next_change_on is None or matter.next_change_on > self.today
        waiting = [
            row.effective_on for number, row in rows.items() if number > matter.version and row.effective_on
        ]
        if matter.state is MatterState.ABOLISHED:
            assert matter.next_change_on is None or matter.next_change_on in waiting
            return
        days = [*waiting, *([matter.abolish_on] if matter.abolish_on else [])]
        assert matter.next_change_on == min(days, default=None)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_any_history_keeps_the_laws(office: Office, hall: Hall, clock: SettableClock, seed: int) -> None:
    with Session(office.database.writer) as session:
        code = f"{BUREAU_CODE}99{next(codes):011}"
        bureau = session.get_one(Matter, hall.licence_id).department_id
        matter_id = add_matter(session, bureau, code, LICENCE)
        session.commit()
    clock.now = MORNING
    history = History(office, hall, clock, matter_id, code)
    for act, who, number in steps(seed):
        history.take(act, getattr(hall, who), number)
        history.check()
