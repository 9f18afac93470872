"""The clocks of a case as the law has them, counted slowly: day by day, from what happened and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar

from models.enums import CaseAction, CaseState, ClockKind

A, C, S = CaseAction, ClockKind, CaseState
ONE_DAY = timedelta(days=1)
LENGTHS = {
    C.SUBMISSION: 30,
    C.PREEXAMINATION: 1,
    C.NOTICE: 5,
    C.SUPPLEMENT: 15,
    C.PROMISED: 5,
    C.DEFERRAL: 5,
    C.STATUTORY: 20,
    C.DELIVERY: 10,
}
"""Working days; of drafts calendar days."""
PAUSED = {C.PROMISED, C.STATUTORY, C.STEP}
HANDLING = {C.PROMISED, C.STATUTORY, C.STEP, C.DEFERRAL}
RUNS: dict[CaseState, set[ClockKind]] = {
    S.DRAFT: {C.SUBMISSION},
    S.SUBMITTED: {C.PREEXAMINATION, C.NOTICE},
    S.RETURNED: {C.SUPPLEMENT},
    S.PREEXAMINED: {C.NOTICE},
    S.RECEIVED: {C.NOTICE},
    S.SUPPLEMENTING: {C.SUPPLEMENT},
    S.ACCEPTED: HANDLING,
    S.EXAMINED: HANDLING,
    S.SUSPENDED: {*HANDLING, C.SPECIAL},
    S.CERTIFYING: {C.DELIVERY, C.STEP},
    S.GRANTED: {C.DELIVERY},
    S.DENIED: {C.DELIVERY},
    S.DISPATCHED: {C.DELIVERY},
}
"""What may run in a state; nothing runs in a closed one."""
EXPIRES = {
    S.SUBMITTED: (C.NOTICE, S.ACCEPTED),
    S.PREEXAMINED: (C.NOTICE, S.ACCEPTED),
    S.RECEIVED: (C.NOTICE, S.ACCEPTED),
    S.DRAFT: (C.SUBMISSION, S.LAPSED),
    S.RETURNED: (C.SUPPLEMENT, S.LAPSED),
    S.SUPPLEMENTING: (C.SUPPLEMENT, S.LAPSED),
    **dict.fromkeys((S.ACCEPTED, S.EXAMINED, S.SUSPENDED), (C.DEFERRAL, S.LAPSED)),
}
"""What the law does to a case when one of its clocks is over."""


@dataclass(slots=True)
class Span:
    """A running clock: from when, how long, how much longer by an extension."""

    start: date
    length: int
    extension: int = 0


@dataclass(slots=True)
class Pause:
    """A special procedure: until told or until it ended."""

    start: date
    told_end: date
    real_end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is not counted."""
        return self.start <= day < (self.real_end or self.told_end)


@dataclass(slots=True)
class Life:
    """A case: how long its steps may take, what runs, what has paused it."""

    examination: tuple[int | None, ...]
    decision: int | None
    certification: int | None
    state: CaseState
    step: int = 0
    running: dict[ClockKind, Span] = field(default_factory=dict[ClockKind, Span])
    pauses: list[Pause] = field(default_factory=list[Pause])
    supplied_on: date | None = None
    is_deferred: bool = False
    ended: tuple[CaseState, dict[ClockKind, Span]] = (S.DRAFT, {})

    def due(self, kind: ClockKind) -> date:
        """The last day of a running clock."""
        span = self.running[kind]
        pauses = self.pauses if kind in PAUSED else []

        def counts(day: date) -> bool:
            return is_worked(day) and not any(pause.covers(day) for pause in pauses)

        if kind is C.SUBMISSION:
            day = span.start + ONE_DAY * span.length
            return day if counts(day) else count(day, 1, counts)
        return count(count(span.start, span.length, counts), span.extension, counts)

    def dues(self) -> dict[ClockKind, date]:
        """Every running clock with its last day."""
        return {kind: self.due(kind) for kind in self.running}

    def expired(self, today: date) -> CaseState | None:
        """What the case becomes when today begins."""
        if self.state not in EXPIRES:
            return None
        kind, state = EXPIRES[self.state]
        return state if kind in self.running and self.due(kind) < today else None

    def follow(self, action: CaseAction, state: CaseState, today: date) -> None:
        """What an act that was done makes of the clocks."""
        before, self.state = self.state, state
        if state not in RUNS:
            self._end(before, today)
            return
        if action is A.REOPEN:
            self._reopen(today)
            return
        since = self._since(action, today)
        steps_on = action in {A.ACCEPT, A.DEEM_ACCEPTED, A.EXAMINE, A.SEND_BACK, A.GRANT}
        if steps_on:
            self.running.pop(C.STEP, None)
            self._count_steps(action, before)
        if action is A.SUSPEND:
            self._suspend(today)
        if action is A.RESUME:
            self.pauses[-1].real_end = max(today, self.pauses[-1].start)
        if action is A.EXTEND:
            self._extend(today)
        if action is A.RECEIVE_SUPPLEMENT and state is S.RECEIVED:
            self.supplied_on = today
        self.running = {kind: span for kind, span in self.running.items() if kind in RUNS[state]}
        begins = {C.STEP: steps_on, C.DEFERRAL: action is A.ACCEPT and self.is_deferred}
        for kind in RUNS[state] - set(self.running):
            length = self._step_length() if kind is C.STEP else LENGTHS.get(kind)
            if length is not None and begins.get(kind, True):
                self.running[kind] = Span(since, length)

    def _since(self, action: CaseAction, today: date) -> date:
        """After a supplement time counts from the day it was whole, at acceptance by law from the receipt."""
        if action is A.DEEM_ACCEPTED:
            return self.running[C.NOTICE].start
        return (self.supplied_on or today) if action is A.ACCEPT else today

    def _count_steps(self, action: CaseAction, before: CaseState) -> None:
        if action is A.EXAMINE and self.state is S.ACCEPTED:
            self.step += 1
        elif action is A.SEND_BACK:
            self.step = (len(self.examination) if before is S.EXAMINED else self.step) - 1
        elif action is not A.EXAMINE:
            self.step = 0

    def _step_length(self) -> int | None:
        if self.state is S.ACCEPTED:
            return self.examination[self.step]
        return self.certification if self.state is S.CERTIFYING else self.decision

    def _suspend(self, today: date) -> None:
        start = today if is_worked(today) else count(today, 1, is_worked)
        self.running[C.SPECIAL] = Span(start, 3)
        self.pauses.append(Pause(start, self.due(C.SPECIAL)))

    def _extend(self, today: date) -> None:
        longer = [kind for kind in (C.PROMISED, C.STATUTORY) if self.due(kind) >= today]
        for kind in (*longer, C.STEP):
            if kind in self.running:
                self.running[kind].extension = 5

    def _end(self, before: CaseState, today: date) -> None:
        """Nothing is counted any more; what ran is remembered for a case that comes back."""
        self.ended = (before, self.running)
        self.running = {}
        if before is S.SUSPENDED:
            self.pauses[-1].real_end = max(today, self.pauses[-1].start)

    def _reopen(self, today: date) -> None:
        """As if it had never ended, but for time of the applicant's that is over: it begins anew."""
        before, self.running = self.ended
        assert self.state is before
        if before is S.SUSPENDED:
            self.pauses[-1].real_end = None
        for kind in (C.SUBMISSION, C.SUPPLEMENT, C.DEFERRAL):
            if kind in self.running and self.due(kind) < today:
                self.running[kind] = Span(today, LENGTHS[kind])


def is_worked(day: date) -> bool:
    """Whether the State Council's notices make it a working day."""
    return bool(chinese_calendar.is_workday(day))  # pyright: ignore[reportUnknownMemberType] # its date has no type


def count(start: date, days: int, counts: Callable[[date], bool]) -> date:
    """The `days`-th counted day after `start`, looked for day by day."""
    day = start
    while days:
        day += ONE_DAY
        days -= counts(day)
    return day
