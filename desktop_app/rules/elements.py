"""The names of the elements of the 实施清单, and the sections they stand in: one place for editor, report and file."""

import re
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
    Limit,
    MaterialSpec,
    QualityException,
    Question,
    Situation,
    SituationOption,
    Step,
)
from models.enums import LabelledEnum


class Section(LabelledEnum):
    """The parts of the list in the order people read them."""

    BASICS = "basics", "基本信息"
    ORGAN = "organ", "实施主体"
    AUDIENCE = "audience", "服务对象与范围"
    WAYS = "ways", "办理方式"
    LIMITS = "limits", "办理时限"
    CONDITIONS = "conditions", "受理条件"
    BASIS = "basis", "设定依据"
    SITUATIONS = "situations", "办理情形"
    MATERIALS = "materials", "申请材料"
    STEPS = "steps", "办理流程"
    FEES = "fees", "收费"
    RESULT = "result", "审批结果"
    CONTACT = "contact", "地点与联系方式"
    THEMES = "themes", "主题分类"
    QUESTIONS = "questions", "常见问题"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the list."""

    key: str
    """The field of `MatterContent`."""
    label: str
    section: Section


def _in(section: Section, **labels: str) -> tuple[Element, ...]:
    return tuple(Element(key, label, section) for key, label in labels.items())


ELEMENTS: tuple[Element, ...] = (
    *_in(
        Section.BASICS,
        name="事项名称",
        main_name="主项名称",
        sub_name="子项名称",
        matter_type="事项类型",
        catalog_code="基本编码",
        local_code="地方实施编码",
        aliases="别名",
        handling_kind="办件类型",
        examination_mode="审查类型",
    ),
    *_in(
        Section.ORGAN,
        department_name="实施主体",
        department_code="实施主体编码",
        organ_kind="实施主体性质",
        use_level="行使层级",
        power_source="权力来源",
        entrusting_organ="委托部门",
        authority="权限划分",
        exercise="行使内容",
        handling_unit="承办机构",
        decision_organ="决定机构",
        partners="联办机构",
        intermediaries="中介服务",
        area_code="行政区划代码",
        area_name="行政区划",
    ),
    *_in(
        Section.AUDIENCE,
        applicant_kinds="服务对象",
        scope="适用范围",
        service_scope="通办范围",
        quantity_limit="数量限制",
    ),
    *_in(
        Section.WAYS,
        channels="办理形式",
        is_in_hall="是否进驻政务大厅",
        visits="到办事现场次数",
        visits_reason="必须现场办理原因",
        allows_booking="预约办理",
        allows_proxy="允许代办",
        is_fully_online="全程网办",
        online_depth="网上办理深度",
        web_url="网上办理地址",
        mobile_url="移动端办理地址",
        single_sign_on="计算机端对接单点登录",
        mobile_sign_on="移动端对接单点登录",
        offline_reason="不能网上办理原因",
        takes_online_payment="网上支付",
        offers_courier="物流快递",
    ),
    *_in(
        Section.LIMITS,
        statutory="法定办结时限",
        statutory_explanation="法定时限说明",
        promised="承诺办结时限",
        promised_explanation="承诺时限说明",
        special_procedures="特别程序",
        special_note="特别程序说明",
    ),
    *_in(
        Section.CONDITIONS,
        conditions="受理条件",
        prohibitions="禁止性要求",
        deferral="容缺受理",
        pledge="告知承诺",
        pledged_conditions="可承诺的条件",
    ),
    *_in(Section.BASIS, legal_basis="设定依据"),
    *_in(Section.SITUATIONS, situations="办理情形"),
    *_in(Section.MATERIALS, materials="申请材料", application_form="申请表（在线填写）"),
    *_in(Section.STEPS, steps="办理环节", flow_note="办理流程说明"),
    *_in(Section.FEES, fees="收费项目"),
    *_in(
        Section.RESULT,
        result_kind="结果类型",
        result_name="结果名称",
        result_validity="结果有效期",
        result_sample="结果样本",
        delivery_ways="送达方式",
    ),
    *_in(
        Section.CONTACT,
        places="办理地点",
        hours="办理时间",
        traffic="交通指引",
        consult="咨询方式",
        consult_address="咨询地址",
        complain="监督投诉方式",
        complain_address="监督投诉地址",
        progress_query="办理进程和结果查询",
    ),
    *_in(
        Section.THEMES,
        person_themes="自然人主题",
        organisation_themes="法人主题",
        themes="地方特色主题",
    ),
    *_in(Section.QUESTIONS, questions="常见问题"),
    *_in(
        Section.OTHER,
        rights="申请人的权利和义务",
        quality_exceptions="检查例外",
        remark="备注",
    ),
)
"""Every field of `MatterContent`, once, in the order of the sections."""

PART_LABELS: dict[type, dict[str, str]] = {
    Limit: {"days": "天数", "unit": "单位"},
    SituationOption: {
        "key": "标识",
        "text": "选项",
        "statutory": "法定办结时限",
        "promised": "承诺办结时限",
    },
    Situation: {"key": "标识", "question": "问题", "options": "选项", "asked_when": "提问前提"},
    MaterialSpec: {
        "name": "材料名称",
        "kind": "材料类型",
        "carrier": "材料形式",
        "necessity": "必要性",
        "source": "来源渠道",
        "source_note": "来源渠道说明",
        "issuer": "出具机构",
        "originals": "原件份数",
        "copies": "复印件份数",
        "standard": "受理标准",
        "instructions": "填报须知",
        "legal_basis": "要求提供材料的依据",
        "when": "适用情形",
        "library_code": "材料库编码",
        "page_format": "纸质规格",
        "copy_note": "复印件要求",
        "needed_when": "非必要时的情形",
        "is_in_person": "本人到场填写",
        "deferral": "容缺条件",
        "pledge": "承诺内容",
        "licence": "可替代的电子证照",
        "blank_form": "空白表格",
        "sample": "示例样表",
        "remark": "备注",
    },
    Fee: {
        "name": "收费项目名称",
        "standard": "收费标准",
        "legal_basis": "收费依据",
        "reducible": "可否减免",
        "reduction_basis": "减免依据",
        "when": "适用情形",
        "remark": "备注",
    },
    Step: {
        "name": "环节名称",
        "kind": "环节",
        "days": "时限（工作日）",
        "handler": "办理岗位",
        "result": "办理结果",
        "is_counted": "计入承诺时限",
        "special": "特别程序说明",
    },
    Question: {"question": "问题", "answer": "解答"},
    LegalBasis: {
        "title": "法律法规名称",
        "clause": "条款",
        "text": "条文内容",
        "number": "文号",
        "organ": "颁布机关",
        "effective_on": "实施日期",
    },
    QualityException: {"rule": "规则", "reason": "理由"},
}
"""The fields of the parts a list is made of."""

CODE_LABELS = {"code": "实施编码", "item_code": "业务办理项编码"}
"""What a record says beside its content."""
LABELS: dict[str, str] = {element.key: element.label for element in ELEMENTS}
SECTION_OF: dict[str, Section] = {element.key: element.section for element in ELEMENTS}


def part_type(key: str) -> type | None:
    """What the lines of a sub-table are, for example `MaterialSpec` for `materials`; `None` for a plain element."""
    return _PARTS.get(key)


@lru_cache(1024)
def path_label(path: str) -> str:
    """A place in Chinese: `materials[3].name` is 申请材料第3项的材料名称; what is unknown stays as it is written."""
    words: list[str] = []
    labels = LABELS | CODE_LABELS
    for found in _PLACE.finditer(path):
        key, number = found.groups()
        label = labels.get(key, key)
        words.append(f"{label}第{number}项" if number else label)
        part = _NESTED.get(key) or _PARTS.get(key)
        labels = PART_LABELS[part] if part else {}
    return "的".join(words)


_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?")
_NESTED: dict[str, type] = {"options": SituationOption, "statutory": Limit, "promised": Limit}
_PARTS: dict[str, type] = {
    "legal_basis": LegalBasis,
    "situations": Situation,
    "materials": MaterialSpec,
    "steps": Step,
    "fees": Fee,
    "questions": Question,
    "quality_exceptions": QualityException,
}
