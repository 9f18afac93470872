"""完整版办事指南的章节: which there are, which the law demands, and how a setting names them."""

import re

from desktop_app.rules.errors import ServiceError
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
USUAL_SECTIONS = tuple(GuideSection)
ALL_SECTIONS = SEPARATOR.join(section.label for section in USUAL_SECTIONS)
_SEPARATORS = re.compile(r"[、，,；;\s]+")
_BY_LABEL = {section.label: section for section in GuideSection}


def sections_of(text: str) -> tuple[GuideSection, ...]:
    """The sections a setting names, in its order; all of them where it names none.

    Raises `guide_section_unknown`, `guide_section_repeated`, `guide_section_missing` (one the law demands).
    """
    names = [name for name in _SEPARATORS.split(text) if name]
    if not names:
        return USUAL_SECTIONS
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
