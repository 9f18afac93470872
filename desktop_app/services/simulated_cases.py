"""模拟办件: what cases of a plausible past look like, one value a case, made by chance and the same for the same seed."""

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.rules.cases import NOTICE_DAYS
from desktop_app.rules.numbering import case_number, document_number
from models.enums import CaseState, ClockKind, DocumentKind, Grade

OPEN_SHARE = 20
"""One case in so many is open."""
HISTORY_DAYS = 480
"""Working days the closed cases are spread over."""
LONGEST_PROMISE = 20
DELIVERY_DAYS = 10
ARCHIVED_AFTER = 5
"""Working days from the end of a case until its file is archived; those closed since then wait for it."""
LONGEST_AHEAD = 60
"""Working days from the last case to the last date that is computed."""
MORNING_HOUR, AFTERNOON_HOUR = 1, 9
"""The hall's opening hours, in UTC: the day is the same as in the hall."""

Value = str | int | None

RECEIVED, ACCEPTED, EXAMINED, GRANTED, COMPLETED = (
    state.value
    for state in (
        CaseState.RECEIVED,
        CaseState.ACCEPTED,
        CaseState.EXAMINED,
        CaseState.GRANTED,
        CaseState.COMPLETED,
    )
)
RECEIPT, ACCEPTANCE, GRANT = DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE, DocumentKind.GRANT
NOTICE, PROMISED, DELIVERY = ClockKind.NOTICE.value, ClockKind.PROMISED.value, ClockKind.DELIVERY.value
OPEN_STATES = (RECEIVED, GRANTED, *[ACCEPTED] * 5, *[EXAMINED] * 3)
"""Each as likely as it stands here."""
_BEST = Grade.VERY_SATISFIED.value
GRADES = (None, None, None, *[grade.value for grade in Grade], _BEST, _BEST)


@dataclass(frozen=True, slots=True)
class SimulatedMatter:
    """What a case needs to know of its matter; `key` is its number in the temporary table."""

    key: int
    code: str
    department_id: int
    organ: str
    """The name that document numbers begin with."""
    promised_days: int


class Series:
    """Numbers given out while simulating, going on behind those the database has given out before."""

    def __init__(self, last: Mapping[tuple[str, str], int]) -> None:
        self.last: defaultdict[tuple[str, str], int] = defaultdict(int, last)

    def take(self, series: str, period: str) -> int:
        """The next number of a series in a period."""
        key = (series, period)
        self.last[key] += 1
        return self.last[key]


class History:
    """Makes the cases of a hall up to today."""

    def __init__(
        self,
        seed: int,
        matters: Sequence[SimulatedMatter],
        working_days: Sequence[date],
        today: date,
        series: Series,
        zone: str,
    ) -> None:
        """`zone` is what the database wants behind an instant written in UTC.

        The last case was received on the working day before `today`; a limit that ends behind the last day announced
        ends on that day.
        """
        self._chance = random.Random(seed)  # noqa: S311  a trial's data, not a secret
        self._matters = matters
        self._series = series
        self._today = bisect_left(working_days, today) - 1
        announced = [day.isoformat() for day in working_days]
        self._days = [*announced, *announced[-1:] * LONGEST_AHEAD]
        self._periods = [f"{day:%Y%m%d}" for day in working_days]
        self._dates = working_days
        self._minutes = [
            f" {hour:02}:{minute:02}:00.000000{zone}"
            for hour in range(MORNING_HOUR, AFTERNOON_HOUR)
            for minute in range(60)
        ]

    def cases(self, first_id: int, count: int, people: int, clerks: int) -> Iterator[tuple[Value, ...]]:
        """The rows of `simulated_case`, in the order of its columns."""
        bits = self._chance.getrandbits
        for case_id in range(first_id, first_id + count):
            chance = bits(64)
            matter = self._matters[chance % len(self._matters)]
            chance >>= 16
            person, clerk = chance % people, chance % clerks
            chance >>= 16
            is_open = case_id % OPEN_SHARE == 0
            make = self._open_case if is_open else self._closed_case
            yield (case_id, f"{chance % 10**6:06}", matter.key, person, clerk, *make(matter, chance))

    def _closed_case(self, matter: SimulatedMatter, chance: int) -> tuple[Value, ...]:
        longest = LONGEST_PROMISE + 5
        received = max(0, self._today - longest - chance % HISTORY_DAYS)
        is_late = chance % 25 == 0
        taken = matter.promised_days + 2 if is_late else 1 + chance % matter.promised_days
        decided, closed = received + taken, received + taken + 1 + chance % 2
        return self._row(matter, chance, COMPLETED, received, decided, closed, GRADES[chance % 10])

    def _open_case(self, matter: SimulatedMatter, chance: int) -> tuple[Value, ...]:
        """Received so long ago that its date lies between three working days ago and ten ahead."""
        due = self._today - 3 + chance % 14
        state = OPEN_STATES[(chance >> 8) % len(OPEN_STATES)]
        if state == GRANTED:
            decided = min(self._today, due - DELIVERY_DAYS)
            received = decided - 1 - chance % matter.promised_days
            return self._row(matter, chance, state, received, decided, None, None)
        length = NOTICE_DAYS if state == RECEIVED else matter.promised_days
        return self._row(matter, chance, state, min(self._today, due - length), None, None, None)

    def _row(
        self,
        matter: SimulatedMatter,
        chance: int,
        state: str,
        received: int,
        decided: int | None,
        closed: int | None,
        grade: str | None,
    ) -> tuple[Value, ...]:
        """The columns from `number` on."""
        minute = self._minutes[chance % len(self._minutes)]
        received_on, received_at = self._days[received], self._days[received] + minute
        notice_on = self._days[received + NOTICE_DAYS]
        is_accepted = state != RECEIVED
        promised_on = self._days[received + matter.promised_days] if is_accepted else None
        number = self._number(matter, received)
        receipt = self._paper(matter, RECEIPT, received)
        accepted_at = received_at if is_accepted else None
        if decided is None:
            paper = self._paper(matter, ACCEPTANCE, received) if is_accepted else None
            due = (received_on, promised_on or notice_on, PROMISED if is_accepted else NOTICE)
            return (
                *(number, state, received_at, accepted_at, None, None, None),
                *(received_on, notice_on, promised_on, None, None, None),
                *(*due, receipt, ACCEPTANCE.value if is_accepted else None, paper, None),
            )
        decided_on, delivery_on = self._days[decided], self._days[decided + DELIVERY_DAYS]
        closed_on = None if closed is None else self._days[closed]
        closed_at = None if closed_on is None else closed_on + minute
        archived = len(self._days) if closed is None else closed + ARCHIVED_AFTER
        archived_at = self._days[archived] + minute if archived < self._today else None
        return (
            *(number, state, received_at, accepted_at, decided_on + minute, closed_at, archived_at),
            *(received_on, notice_on, promised_on, decided_on, delivery_on, closed_on),
            *(decided_on, delivery_on, DELIVERY, receipt),
            *(GRANT.value, self._paper(matter, GRANT, decided), grade),
        )

    def _number(self, matter: SimulatedMatter, received: int) -> str:
        sequence = self._series.take(f"case:{matter.code}", self._periods[received])
        return case_number(matter.code, self._dates[received], sequence)

    def _paper(self, matter: SimulatedMatter, kind: DocumentKind, issued: int) -> str:
        year = self._dates[issued].year
        sequence = self._series.take(f"document:{matter.department_id}:{kind}", str(year))
        return document_number(matter.organ, kind, year, sequence)
