"""流程与时限: whether the steps are told, and fit into what is promised and what the law allows."""

import re
from collections.abc import Iterator

from desktop_app.rules.catalogue import Limit, MatterContent, Step
from desktop_app.rules.quality.findings import Issue, Subject, quoted, warn
from models.enums import LimitUnit, MatterType, StepKind

LEAST_STEPS = 5
WORKING_WEEK, WEEKEND = 5, 2

_STAGES: tuple[tuple[str, StepKind, tuple[str, ...]], ...] = (
    ("受理", StepKind.ACCEPTANCE, ("受理",)),
    ("审核", StepKind.EXAMINATION, ("审核", "审查")),
    ("审批", StepKind.DECISION, ("审批", "决定", "核准")),
    ("办结", StepKind.CERTIFICATION, ("办结", "制证", "颁证", "缮证", "签发")),
    ("送达", StepKind.DELIVERY, ("送达",)),
)
"""The stages a licence's procedure shows; the making of the document is how ours end."""
_SURVEY = re.compile("现场(?:勘[查察验测]|踏勘|查勘)")


def check_stages(subject: Subject) -> Iterator[Issue]:
    """Rule 13: a licence's procedure stands as a table, from acceptance to delivery."""
    content = subject.content
    if content.matter_type is not MatterType.LICENCE:
        return
    if not content.steps:
        yield Issue("steps", "行政许可事项没有列出办理环节")
        return
    missing = [
        stage
        for stage, kind, words in _STAGES
        if not any(_is_at(step, kind, words) for step in content.steps)
    ]
    if missing:
        yield Issue("steps", f"办理环节中缺少{'、'.join(missing)}")
    elif len(content.steps) < LEAST_STEPS:
        yield Issue("steps", f"办理环节只有{len(content.steps)}个，行政许可事项至少{LEAST_STEPS}个")


def counted_days(content: MatterContent) -> int:
    """Working days of the steps the promise covers: delivery has its own limit, 不包含在承诺时限内 is left out."""
    return sum(
        step.days
        for step in content.steps
        if step.days is not None
        and step.is_counted
        and (step.kind is not StepKind.DELIVERY or "办结" in step.name)
    )


def least_calendar_days(working_days: int) -> int:
    """The calendar days a run of working days takes at least, in weeks of five: it begins on a Monday."""
    return working_days + max(working_days - 1, 0) // WORKING_WEEK * WEEKEND


def check_step_days(subject: Subject) -> Iterator[Issue]:
    """Rule 14: the steps' working days fit into the promise, in whichever days it counts.

    A working day is never shorter than a calendar day, so more working days than promised calendar days cannot fit;
    fewer may still not fit once the weekends between them count.
    """
    content = subject.content
    days = counted_days(content)
    for path, promised in _promises(content):
        if days > promised.days:
            text = f"各环节合计{days}个工作日，超过承诺的{promised.text}"
            yield Issue(path, text) if path == "promised" else warn(path, text)
        elif promised.unit is LimitUnit.CALENDAR_DAYS and least_calendar_days(days) > promised.days:
            yield warn(
                path,
                f"各环节合计{days}个工作日，连同周末至少{least_calendar_days(days)}天，承诺的{promised.text}可能不够",
            )


def check_promise(subject: Subject) -> Iterator[Issue]:
    """Rule 16: nothing longer is promised than the law allows.

    In different units only more working days than calendar days are certainly longer; the rest is for people to compare.
    """
    for path, statutory, promised in limits(subject.content):
        if statutory is None or promised is None or not promised.days:
            continue
        is_comparable = promised.unit is statutory.unit or promised.unit is LimitUnit.WORKING_DAYS
        if (is_comparable and promised.days > statutory.days) or not statutory.days:
            yield Issue(path, f"承诺{promised.text}，长于法定{statutory.text}")
        elif promised.unit is not statutory.unit:
            yield warn(
                path, f"承诺{promised.text}与法定{statutory.text}单位不同，无法直接比较，请核对是否更长"
            )


def check_hints(subject: Subject) -> Iterator[Issue]:
    """Rule 18: two hints, on surveys and on materials that stand among the conditions."""
    yield from _find_survey(subject.content)
    yield from _find_demands(subject.content)


def limits(content: MatterContent) -> Iterator[tuple[str, Limit | None, Limit | None]]:
    """The statutory and the promised limit of the matter, and of every answer that sets one, with the promise's place."""
    yield "promised", content.statutory, content.promised
    for number, situation in enumerate(content.situations, 1):
        for position, option in enumerate(situation.options, 1):
            if option.statutory is not None or option.promised is not None:
                yield (
                    f"situations[{number}].options[{position}].promised",
                    option.statutory or content.statutory,
                    option.promised or content.promised,
                )


def _find_survey(content: MatterContent) -> Iterator[Issue]:
    """Who surveys the place says how that time counts."""
    if content.special_procedures:
        return
    texts = (
        ("conditions", content.conditions),
        ("flow_note", content.flow_note),
        ("promised_explanation", content.promised_explanation),
        *((f"steps[{number}].name", step.name) for number, step in enumerate(content.steps, 1)),
    )
    for path, text in texts:
        if found := _SURVEY.search(text):
            yield Issue(
                path, f"写有“{found.group()}”，没有填写特别程序；如所需时间不计入承诺时限，请列为特别程序"
            )
            return


def _find_demands(content: MatterContent) -> Iterator[Issue]:
    """What is to be handed in belongs into the list of materials."""
    conditions = content.conditions
    for number, material in enumerate(content.materials, 1):
        at = conditions.find(material.name) if len(material.name) > 2 else -1
        if at >= 0 and re.search("(?:提交|提供|递交|携带|出具|出示)[^。；;\n]{0,12}$", conditions[:at]):
            yield Issue(
                "conditions",
                f"受理条件中要求提交{quoted(material.name)}（申请材料第{number}项），材料只写在材料清单中",
            )


def _promises(content: MatterContent) -> Iterator[tuple[str, Limit]]:
    """What is promised, and where, each promise once."""
    if content.promised is not None:
        yield "promised", content.promised
    for number, situation in enumerate(content.situations, 1):
        for position, option in enumerate(situation.options, 1):
            if option.promised is not None:
                yield f"situations[{number}].options[{position}].promised", option.promised


def _is_at(step: Step, kind: StepKind, words: tuple[str, ...]) -> bool:
    return step.kind is kind or any(word in step.name for word in words)
