"""Who may lengthen a limit, what may pause it, and in which order a hearing goes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.calendar import WorkingCalendar
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.examination import (
    LOCAL_GROUNDS,
    LONGEST_EXTENSION,
    LONGEST_PROCEDURE,
    HearingDates,
    HearingStage,
    check_extension,
    check_inspectors,
    check_length,
    earliest_hearing,
    extension_authority,
    first_uncounted,
    hearing_stage,
    holds_up_decision,
    pause_grounds,
)
from models.procedure import ExtensionAuthority, PauseGround
from tests.factories import LICENCE

TODAY = date(2026, 9, 1)
TOLD = HearingDates(
    is_public=False, asked_on=None, ask_until=date(2026, 9, 8), notified_on=None, held_on=None, record=""
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 20))
MAYBE = st.none() | DAYS


def test_art_45_names_eight_grounds_and_the_office_two_more() -> None:
    statutory = pause_grounds(allows_local=False)
    assert [ground.label for ground in statutory] == [
        "听证",
        "招标",
        "拍卖",
        "检验",
        "检测",
        "检疫",
        "鉴定",
        "专家评审",
    ]
    assert set(pause_grounds(allows_local=True)) - set(statutory) == LOCAL_GROUNDS
    assert set(pause_grounds(allows_local=True)) == set(PauseGround)


def test_art_42_the_government_approves_what_several_departments_do() -> None:
    assert extension_authority(LICENCE) is ExtensionAuthority.ORGAN_HEAD
    joint = replace(LICENCE, partners=("示例市公安局",))
    assert extension_authority(joint) is ExtensionAuthority.GOVERNMENT_HEAD
    assert LONGEST_EXTENSION == {ExtensionAuthority.ORGAN_HEAD: 10, ExtensionAuthority.GOVERNMENT_HEAD: 15}


@given(st.integers(-5, 30), st.sampled_from(ExtensionAuthority))
def test_an_extension_is_between_one_day_and_the_most(days: int, authority: ExtensionAuthority) -> None:
    if 1 <= days <= LONGEST_EXTENSION[authority]:
        check_extension(days, authority)
    else:
        with pytest.raises(ServiceError, match="extension_days_invalid"):
            check_extension(days, authority)


@pytest.mark.parametrize("days", [-1, 0, LONGEST_PROCEDURE + 1])
def test_a_procedure_has_a_length(days: int) -> None:
    check_length(1)
    check_length(LONGEST_PROCEDURE)
    with pytest.raises(ServiceError, match="procedure_days_invalid"):
        check_length(days)


@given(DAYS)
def test_a_procedure_begins_on_a_working_day_and_leaves_none_out(day: date) -> None:
    calendar = WorkingCalendar.build()
    first = first_uncounted(calendar, day)
    assert calendar.is_working_day(first)
    assert calendar.working_days_in(day, first) == 0


@pytest.mark.parametrize(
    ("names", "is_enough"),
    [(("甲", "乙"), True), (("甲",), False), (("甲", "甲"), False), (("甲 一", "甲一"), False), ((), False)],
)
def test_art_34_two_different_persons_inspect(names: tuple[str, ...], is_enough: bool) -> None:
    if is_enough:
        check_inspectors(names)
    else:
        with pytest.raises(ServiceError, match="inspectors_needed"):
            check_inspectors(names)


@pytest.mark.parametrize(
    ("hearing", "stage", "holds_up"),
    [
        (TOLD, HearingStage.TOLD, True),
        (replace(TOLD, ask_until=date(2026, 8, 31)), HearingStage.TOLD, False),
        (replace(TOLD, ask_until=TODAY), HearingStage.TOLD, True),
        (replace(TOLD, ask_until=None, is_public=True), HearingStage.TOLD, True),
        (replace(TOLD, asked_on=TODAY), HearingStage.ASKED, True),
        (replace(TOLD, asked_on=TODAY, notified_on=TODAY), HearingStage.PLANNED, True),
        (replace(TOLD, asked_on=TODAY, record="申请人放弃"), HearingStage.ENDED, False),
        (replace(TOLD, notified_on=TODAY, held_on=TODAY, record="笔录"), HearingStage.HELD, False),
    ],
)
def test_a_hearing_that_is_to_come_holds_up_the_decision(
    hearing: HearingDates, stage: HearingStage, holds_up: bool
) -> None:
    assert hearing_stage(hearing) is stage
    assert holds_up_decision(hearing, TODAY) is holds_up


@given(st.booleans(), MAYBE, MAYBE, MAYBE, MAYBE, st.sampled_from(["", "笔录"]), DAYS)
def test_only_a_hearing_held_or_given_up_or_not_asked_for_in_time_lets_decide(
    is_public: bool,
    asked_on: date | None,
    ask_until: date | None,
    notified_on: date | None,
    held_on: date | None,
    record: str,
    today: date,
) -> None:
    hearing = HearingDates(is_public, asked_on, ask_until, notified_on, held_on, record)
    is_over = held_on is not None or bool(record)
    nobody_asked = not is_public and asked_on is None and notified_on is None
    is_too_late = ask_until is None or today > ask_until
    assert holds_up_decision(hearing, today) is not (is_over or (nobody_asked and is_too_late))


@given(DAYS, st.integers(7, 30))
def test_art_48_the_notice_comes_early_enough(today: date, days: int) -> None:
    assert earliest_hearing(today, days) - today == timedelta(days=days)
