"""质量检查 of time: the days of the steps, the promise and the law, by every combination."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.catalogue import (
    Limit,
    Situation,
    SituationOption,
    Step,
)
from desktop_app.rules.quality.procedure import counted_days, least_calendar_days
from models.elements import QualityLevel
from models.enums import (
    LimitUnit,
    StepKind,
)
from tests.unit.rules.sound_matter import CALENDAR, changed, found


@given(st.lists(st.tuples(st.sampled_from(StepKind), st.integers(0, 40), st.booleans()), max_size=8))
def test_the_days_of_delivery_and_of_steps_outside_the_promise_do_not_count(
    lines: list[tuple[StepKind, int, bool]],
) -> None:
    steps = tuple(Step(kind.label, kind, days, is_counted=counts) for kind, days, counts in lines)
    expected = sum(days for kind, days, counts in lines if counts and kind is not StepKind.DELIVERY)

    assert counted_days(changed(steps=steps)) == expected


def test_a_step_that_ends_the_case_and_delivers_counts() -> None:
    assert counted_days(changed(steps=(Step("办结送达", StepKind.DELIVERY, 2),))) == 2


@given(st.integers(0, 60), st.integers(1, 60))
def test_steps_fit_into_a_promise_in_working_days(days: int, promised: int) -> None:
    content = changed(steps=(Step("审查", StepKind.EXAMINATION, days),), promised=Limit(promised))

    assert found(content, "Q14") == ([("promised", QualityLevel.ERROR)] if days > promised else [])


@given(st.integers(0, 60), st.integers(1, 90))
def test_working_days_fit_into_calendar_days_only_with_the_weekends(days: int, promised: int) -> None:
    content = changed(steps=(Step("审查", StepKind.EXAMINATION, days),), promised=Limit(promised, CALENDAR))
    levels = [level for _, level in found(content, "Q14")]

    if days > promised:
        assert levels == [QualityLevel.ERROR]
    elif least_calendar_days(days) > promised:
        assert levels == [QualityLevel.WARNING]
    else:
        assert levels == []


@given(st.integers(0, 400))
def test_a_run_of_working_days_takes_the_weekends_between_them(days: int) -> None:
    monday, counted, last = 0, 0, -1
    while counted < days:
        if monday % 7 < 5:
            counted, last = counted + 1, monday
        monday += 1

    assert least_calendar_days(days) == last + 1


@given(st.integers(0, 60), st.sampled_from(LimitUnit), st.integers(0, 60), st.sampled_from(LimitUnit))
def test_a_promise_is_held_against_the_law(
    promised: int, promised_unit: LimitUnit, allowed: int, allowed_unit: LimitUnit
) -> None:
    content = changed(
        promised=Limit(promised, promised_unit), statutory=Limit(allowed, allowed_unit), steps=()
    )
    levels = [level for _, level in found(content, "Q16")]
    is_surely_longer = promised > allowed and (
        promised_unit is allowed_unit or promised_unit is LimitUnit.WORKING_DAYS or not allowed
    )

    if is_surely_longer:
        assert levels == [QualityLevel.ERROR]
    elif promised and promised_unit is not allowed_unit:
        assert levels == [QualityLevel.WARNING]
    else:
        assert levels == []


def test_the_limits_of_an_answer_are_checked_too() -> None:
    options = (
        SituationOption("new", "新办", promised=Limit(30)),
        SituationOption("renewal", "延续", promised=Limit(2)),
    )
    content = changed(situations=(Situation("kind", "怎样办理？", options),))

    assert found(content, "Q16") == [("situations[1].options[1].promised", QualityLevel.ERROR)]
    assert found(content, "Q14") == [("situations[1].options[2].promised", QualityLevel.WARNING)]
