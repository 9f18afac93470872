"""办事指南: which sections a full guide has, what answers leave of a matter, and the address of its current version."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from desktop_app.rules.catalogue import MatterContent, Situation
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import Answers, answer_words, select
from models.enums import LabelledEnum


class GuideSection(LabelledEnum):
    """完整版办事指南的章节, in the order of the usual template."""

    NAMES = "names", "事项名称与编码"
    SCOPE = "scope", "适用范围"
    KIND = "kind", "事项审查类型"
    BASIS = "basis", "设定依据"
    RECEIVER = "receiver", "受理机构"
    DECIDER = "decider", "决定机构"
    QUANTITY = "quantity", "数量限制"
    CONDITIONS = "conditions", "申请条件"
    PROHIBITIONS = "prohibitions", "禁止性要求"
    MATERIALS = "materials", "申请材料目录"
    FILING = "filing", "申请接收"
    PROCEDURE = "procedure", "办理基本流程"
    WAYS = "ways", "办理方式"
    LIMITS = "limits", "办结时限"
    FEES = "fees", "收费依据及标准"
    RESULT = "result", "审批结果"
    DELIVERY = "delivery", "结果送达"
    RIGHTS = "rights", "申请人权利和义务"
    CONSULT = "consult", "咨询途径"
    COMPLAIN = "complain", "监督投诉渠道"
    OFFICES = "offices", "办公地址和时间"
    PROGRESS = "progress", "办理进程和结果查询"


REQUIRED_SECTIONS = frozenset(
    {
        GuideSection.NAMES,
        GuideSection.BASIS,
        GuideSection.RECEIVER,
        GuideSection.QUANTITY,
        GuideSection.CONDITIONS,
        GuideSection.MATERIALS,
        GuideSection.PROCEDURE,
        GuideSection.LIMITS,
        GuideSection.FEES,
        GuideSection.CONSULT,
        GuideSection.COMPLAIN,
    }
)
"""What must be published of a matter (sources: 行政许可法 art. 30; 河南省优化营商环境条例 art. 28)."""

SEPARATOR = "、"
ALL_SECTIONS = SEPARATOR.join(section.label for section in GuideSection)
_SEPARATORS = re.compile(r"[、，,；;\s]+")
_BY_LABEL = {section.label: section for section in GuideSection}


def sections_of(text: str) -> tuple[GuideSection, ...]:
    """The sections a setting names, in its order.

    Raises `guide_section_unknown`, `guide_section_repeated`, `guide_section_missing` (one the law demands).
    """
    names = [name for name in _SEPARATORS.split(text) if name]
    for name in names:
        if name not in _BY_LABEL:
            raise ServiceError("guide_section_unknown", name=name[:20])
        if names.count(name) > 1:
            raise ServiceError("guide_section_repeated", name=name)
    found = tuple(_BY_LABEL[name] for name in names)
    for section in GuideSection:
        if section in REQUIRED_SECTIONS and section not in found:
            raise ServiceError("guide_section_missing", name=section.label)
    return found


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What answers leave of a matter."""

    content: MatterContent
    """Without the materials and fees that the answers rule out; its situations are those still open."""
    answers: tuple[tuple[str, str], ...]
    """The questions answered, and the answers, in words."""


def narrow(content: MatterContent, answers: Answers) -> Narrowed:
    """The matter as some answers leave it; a question without an answer rules nothing out.

    Raises `situation_unknown` for an answer to no question, or one that the question does not offer.
    """
    by_key = {situation.key: situation for situation in content.situations}
    for question, option in answers.items():
        situation = by_key.get(question)
        if situation is None or option not in {each.key for each in situation.options}:
            raise ServiceError("situation_unknown", question=situation.question if situation else question)
    if not answers:
        return Narrowed(content, ())
    chosen = {answers[key] for key in answers}
    still_open = _open_situations(content, answers, chosen)
    possible = chosen | {option.key for each in still_open for option in each.options}
    questions = {option.key: each.key for each in content.situations for option in each.options}

    def may_apply(when: tuple[str, ...]) -> bool:
        asked_for = {questions.get(key) for key in when}
        return all(any(questions.get(key) == one and key in possible for key in when) for one in asked_for)

    def open_part(when: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in when if questions.get(key) not in answers)

    narrowed = replace(
        select(content, answers),
        situations=still_open,
        materials=tuple(
            replace(spec, when=open_part(spec.when)) for spec in content.materials if may_apply(spec.when)
        ),
        fees=tuple(replace(fee, when=open_part(fee.when)) for fee in content.fees if may_apply(fee.when)),
    )
    return Narrowed(narrowed, tuple(answer_words(content, answers)))


def _open_situations(content: MatterContent, answers: Answers, chosen: set[str]) -> tuple[Situation, ...]:
    """The questions that are or may yet be asked and have no answer."""
    found: list[Situation] = []
    possible = set(chosen)
    for situation in content.situations:
        if situation.key in answers or (situation.asked_when and possible.isdisjoint(situation.asked_when)):
            continue
        found.append(situation)
        possible.update(option.key for option in situation.options)
    return tuple(found)


def matter_address(base_url: str, code: str, item_code: str = "") -> str:
    """Where the current version of a matter can be read."""
    return f"{base_url.strip().rstrip('/')}/m/{quote(item_code or code, safe='-._~')}"


def matter_qr(base_url: str, code: str, item_code: str, version: int) -> str:
    """The text of the QR code on a guide: the address of the matter, and the version that was printed."""
    return f"{matter_address(base_url, code, item_code)}?v={version}"
