"""审查: who may lengthen a limit and by how much, what may pause it, and in which order a hearing goes.

Sources: 行政许可法 art. 34 (inspection), 42 (extension), 45 (special procedures), 46 to 48 (hearing).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.rules.calendar import WorkingCalendar
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from models.enums import LabelledEnum
from models.procedure import ExtensionAuthority, PauseGround

LONGEST_EXTENSION: dict[ExtensionAuthority, int] = {
    ExtensionAuthority.ORGAN_HEAD: 10,
    ExtensionAuthority.GOVERNMENT_HEAD: 15,
}
"""Working days that whoever approves an extension may add (行政许可法 art. 42)."""
LONGEST_PROCEDURE = 250
"""Working days a special procedure may be told to take at once: about a year."""
LEAST_INSPECTORS = 2
"""行政许可法 art. 34, paragraph 3."""
LOCAL_GROUNDS = frozenset({PauseGround.SITE_INSPECTION, PauseGround.TECHNICAL_REVIEW})
"""Not among the eight of art. 45: they pause a limit only where the office's setting says so."""
PAUSE_BASIS = "《中华人民共和国行政许可法》第四十五条"


class HearingStage(LabelledEnum):
    """听证进程: what has been done; what comes next follows from it."""

    TOLD = "told", "已告知权利"
    ASKED = "asked", "已申请听证"
    PLANNED = "planned", "已通知听证"
    HELD = "held", "已举行听证"
    ENDED = "ended", "未举行（放弃或终止）"


@dataclass(frozen=True, slots=True)
class HearingDates:
    """What the order of a hearing rests on; `record` alone, without a day, says why it was not held."""

    is_public: bool
    asked_on: date | None
    ask_until: date | None
    notified_on: date | None
    held_on: date | None
    record: str


def extension_authority(content: MatterContent) -> ExtensionAuthority:
    """Whose approval an extension needs: several departments acting together need the government's (art. 42)."""
    return ExtensionAuthority.GOVERNMENT_HEAD if content.partners else ExtensionAuthority.ORGAN_HEAD


def check_extension(days: int, authority: ExtensionAuthority) -> None:
    """Refuse an extension that is none or longer than the law allows; raises `extension_days_invalid`."""
    longest = LONGEST_EXTENSION[authority]
    if not 1 <= days <= longest:
        raise ServiceError("extension_days_invalid", authority=authority.label, longest=longest)


def pause_grounds(*, allows_local: bool) -> tuple[PauseGround, ...]:
    """The special procedures this office may start, the law's eight first."""
    return tuple(ground for ground in PauseGround if allows_local or ground not in LOCAL_GROUNDS)


def check_length(days: int) -> None:
    """Refuse a special procedure of no or endless length; raises `procedure_days_invalid`."""
    if not 1 <= days <= LONGEST_PROCEDURE:
        raise ServiceError("procedure_days_invalid", longest=LONGEST_PROCEDURE)


def first_uncounted(calendar: WorkingCalendar, today: date) -> date:
    """The first working day a special procedure started today takes out of the limit."""
    return today if calendar.is_working_day(today) else calendar.add_working_days(today, 1)


def check_inspectors(names: Iterable[str]) -> None:
    """Two persons or more inspect, each named once; raises `inspectors_needed`."""
    if len({name.replace(" ", "") for name in names}) < LEAST_INSPECTORS:
        raise ServiceError("inspectors_needed", least=LEAST_INSPECTORS)


def hearing_stage(hearing: HearingDates) -> HearingStage:
    """How far a hearing has come."""
    if hearing.held_on is not None:
        return HearingStage.HELD
    if hearing.record:
        return HearingStage.ENDED
    if hearing.notified_on is not None:
        return HearingStage.PLANNED
    return HearingStage.ASKED if hearing.asked_on is not None else HearingStage.TOLD


def holds_up_decision(hearing: HearingDates, today: date) -> bool:
    """Whether nobody may decide yet: a hearing is to come, or the time to ask for it is not over (art. 46 to 48)."""
    match hearing_stage(hearing):
        case HearingStage.HELD | HearingStage.ENDED:
            return False
        case HearingStage.TOLD:
            return hearing.is_public or (hearing.ask_until is not None and today <= hearing.ask_until)
        case _:
            return True


def earliest_hearing(today: date, notice_days: int) -> date:
    """The first day on which a hearing told today may be held: that many days lie between (art. 48, item 1)."""
    return today + timedelta(days=notice_days)
