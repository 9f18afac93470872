"""A first guess of what the columns and codes of a foreign file mean; a person looks at it before it is used."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from desktop_app.exchange.cells import NO, YES
from desktop_app.exchange.columns import CHILD_SHEETS, known_label
from desktop_app.exchange.foreign import Preview
from desktop_app.exchange.inputs import FileKind
from desktop_app.exchange.mappings import TARGETS, ColumnMapping, ColumnRule, Target, find_target
from desktop_app.exchange.sheets import plain_heading

NEAR_ENOUGH = 72
"""Per cent of likeness from which a heading is taken for a label."""
WORD_NEAR_ENOUGH = 66

_NUMBERED = re.compile(r"(?:申请)?材料(?:名称)?(\d{1,3})(?:名称)?")
_UNIT = "单位"
_BRACKETS = re.compile(r"[(（].*?[)）]")
_SIGNS = re.compile(r"[_\-.·\s（）()：:]")
_NEEDED = {
    sheet.target: {f"{sheet.target}.{column.key}" for column in sheet.columns[2:] if column.is_required}
    for sheet in CHILD_SHEETS.values()
}
_HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("事项编码", "实施清单编码", "实施编码", "task_code", "taskcode"),
    "item_code": ("业务办理项编码", "办理项编码", "task_handle_item", "情形编码"),
    "name": ("事项名称", "政务服务事项名称", "名称", "task_name", "taskname", "办理项名称"),
    "main_name": ("主项名称", "主项", "目录名称", "父项名称", "cata_name"),
    "sub_name": ("子项名称", "子项", "sub_name"),
    "catalog_code": ("基本编码", "目录编码", "catalog_code"),
    "local_code": ("地方实施编码", "local_task_code"),
    "matter_type": ("事项类型", "事项类别", "权力类型", "task_type", "行政权力类型"),
    "handling_kind": ("办件类型", "project_type"),
    "department_name": ("实施主体", "部门名称", "实施机构", "实施部门", "dept_name", "主管部门", "办理部门"),
    "department_code": ("实施主体编码", "部门编码", "统一社会信用代码", "dept_code", "实施主体代码"),
    "organ_kind": ("实施主体性质", "dept_type"),
    "use_level": ("行使层级", "层级", "use_level"),
    "power_source": ("权力来源", "power_source"),
    "entrusting_organ": ("委托部门", "entrust_name"),
    "applicant_kinds": ("服务对象", "server_type", "面向对象", "serve_type"),
    "service_scope": ("通办范围", "handle_area"),
    "channels": ("办理形式", "办理方式", "handle_type"),
    "is_in_hall": ("是否进驻政务大厅", "进驻大厅", "is_entry_center"),
    "visits": ("到办事现场次数", "到现场次数", "跑动次数", "limit_scene_num"),
    "visits_reason": ("必须现场办理原因", "limit_scene_explain"),
    "allows_booking": ("预约办理", "是否支持预约", "is_schedule"),
    "is_fully_online": ("全程网办", "是否全程网办"),
    "online_depth": ("网上办理深度", "网办深度", "online_handle_depth"),
    "web_url": ("网上办理地址", "计算机端跳转地址", "online_handle_url", "link_addr"),
    "mobile_url": ("移动端办理地址", "mobile_terminal_url"),
    "single_sign_on": ("计算机端对接单点登录", "is_single_login"),
    "mobile_sign_on": ("移动端对接单点登录", "app_is_single_login"),
    "takes_online_payment": ("网上支付", "是否网上支付", "is_pay_online"),
    "offers_courier": ("物流快递", "是否物流快递", "is_express"),
    "statutory": ("法定办结时限", "法定时限", "法定期限", "anticipate_day"),
    "statutory_explanation": ("法定时限说明", "anticipate_day_explain", "anticipate_explain"),
    "promised": ("承诺办结时限", "承诺时限", "承诺期限", "promise_day"),
    "promised_explanation": ("承诺时限说明", "promise_day_explain", "promise_explain"),
    "special_procedures": ("特别程序", "special_procedure"),
    "conditions": ("受理条件", "办理条件", "申请条件", "accept_condition"),
    "result_kind": ("结果类型", "审批结果类型", "result_type"),
    "result_name": ("结果名称", "审批结果名称", "result_name"),
    "quantity_limit": ("数量限制", "limit_explain"),
    "partners": ("联办机构", "other_dept"),
    "intermediaries": ("中介服务", "service_type"),
    "places": ("办理地点", "办公地址", "transact_addr", "办理地址"),
    "hours": ("办理时间", "办公时间", "transact_time"),
    "consult": ("咨询方式", "咨询电话", "link_way", "联系电话"),
    "complain": ("监督投诉方式", "投诉电话", "监督电话", "supervise_way"),
    "flow_note": ("办理流程", "handle_flow"),
    "person_themes": ("自然人主题", "自然人主题分类", "user_topic_type"),
    "organisation_themes": ("法人主题", "法人主题分类", "corp_topic_type"),
    "legal_basis.title": ("设定依据", "法律依据", "by_law", "实施依据"),
    "materials.name": ("申请材料", "材料名称", "办理材料", "material_name", "所需材料"),
    "materials.necessity": ("材料必要性", "是否必要", "is_need"),
    "materials.kind": ("材料类型", "material_type"),
    "materials.carrier": ("材料形式", "material_format"),
    "materials.source": ("来源渠道", "source_type"),
    "fees.name": ("收费项目", "收费项目名称", "fee_name"),
    "fees.standard": ("收费标准", "fee_stand"),
    "fees.legal_basis": ("收费依据", "fee_basis"),
    "questions.question": ("常见问题",),
    "popularity": ("常办程度", "办件量"),
}
"""What the national exchange tables and the exports of other halls call the elements."""


def _codes(words: str) -> dict[str, str]:
    """Codes and what they mean, one behind the other."""
    parts = words.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


_CODES: dict[str, dict[str, str]] = {
    "matter_type": _codes(
        "01 行政许可 02 行政处罚 03 行政强制 04 行政征收 05 行政给付 06 行政检查 07 行政确认 "
        "08 行政奖励 09 行政裁决 10 其他行政权力 20 公共服务 其他类别事项 其他行政权力 公共服务事项 公共服务"
    ),
    "use_level": _codes("1 国家级 2 省级 3 市级 4 县级 5 镇（乡、街道）级 6 村（社区）级 7 分级管理"),
    "organ_kind": _codes("1 法定机关 2 授权组织 3 受委托组织 9 其他"),
    "power_source": _codes("1 法定本级行使 2 上级下放 3 上级授权 4 同级授权 5 上级委托 6 同级委托"),
    "applicant_kinds": _codes(
        "1 自然人 2 企业法人 3 事业法人 4 社会组织法人 5 非法人企业 6 行政机关 9 其他组织"
    ),
    "handling_kind": _codes("1 即办件 2 承诺件"),
    "channels": _codes("1 窗口办理 2 网上办理 3 掌上办理 4 邮寄办理"),
    "service_scope": _codes("1 全国 2 跨省 3 跨市 4 跨县 5 全镇（乡、街道） 6 全村（社区）"),
    "result_kind": _codes("10 证照 20 批文 30 其他 99 其他"),
    "materials.necessity": _codes("1 必要 2 非必要 3 可容缺后补 是 必要 否 非必要"),
    "materials.kind": _codes("1 证件证书证明 2 申请表格文书 3 其他"),
    "materials.carrier": _codes("1 纸质 2 电子 3 纸质或电子"),
    "materials.source": _codes("10 申请人自备 20 政府部门核发 99 其他"),
    "online_depth": _codes("1 互联网咨询 2 收件 3 预审 4 受理 5 办理 6 结果反馈 7 电子证照反馈 9 其他"),
}
"""The codes of the national standard and its exchange tables; others mean something else by the same number."""
_UNITS = _codes(
    "1 工作日 2 自然日 G 工作日 Z 自然日 W 工作日 N 自然日 个工作日 工作日 个自然日 自然日 日历日 自然日"
)
_YES = frozenset({"1", "Y", "y", "true", "True", "支持", "有", "可", "√", "可以", "允许"})
_NO = frozenset({"0", "N", "n", "false", "False", "不支持", "无", "不可", "×", "不可以", "不允许"})


def guess_mapping(preview: Preview) -> ColumnMapping:
    """The mapping that looks right: exact labels and known names first, then the likest ones."""
    targets = _guess_targets(preview)
    rules = tuple(
        guess_rule(preview, heading, targets[heading]) for heading in preview.headings if heading in targets
    )
    return ColumnMapping(
        "", rules, {}, preview.sheet, header_row=preview.header_row, header_rows=preview.header_rows
    )


def guess_rule(preview: Preview, heading: str, target: str) -> ColumnRule:
    """The rule for one column: what its sample values mean as this element."""
    found = find_target(target)
    if found is None:
        return ColumnRule(heading, target)
    kind = found[0].column.kind
    samples = preview.samples(heading)
    if kind.name == "limit":
        unit_source = _unit_column(preview, heading)
        units = preview.samples(unit_source) if unit_source else []
        words = {unit: _UNITS[unit] for unit in units if unit in _UNITS}
        return ColumnRule(heading, target, words, unit_source=unit_source, unit=_unit(heading))
    separator = ""
    if "." in found[0].key and found[1] is None and preview.kind is not FileKind.JSON_LINES:
        separator = _separator(samples)
    is_list = kind.is_many or bool(separator) or preview.kind is FileKind.JSON_LINES
    words = dict(_words(found[0], samples, parts=is_list))
    return ColumnRule(heading, target, words, separator)


def _guess_targets(preview: Preview) -> dict[str, str]:
    """For each heading that looks like an element, its target; every element once."""
    found: dict[str, str] = {}
    scores: list[tuple[float, str, str]] = []
    for heading in preview.headings:
        if numbered := _NUMBERED.fullmatch(plain_heading(_own(heading))):
            found[heading] = f"materials[{int(numbered[1])}].name"
            continue
        scores += [(score, heading, target) for target, score in _scores(heading)]
    taken = set(found.values())
    for _, heading, target in sorted(scores, key=lambda entry: -entry[0]):
        if heading not in found and target not in taken:
            found[heading] = target
            taken.add(target)
    return {heading: target for heading, target in found.items() if _can_stand(target, taken)}


def _can_stand(target: str, taken: set[str]) -> bool:
    """Whether the lines of a sub-table get what they cannot do without."""
    head, dot, _ = target.partition(".")
    return not dot or "[" in head or _NEEDED[head] <= taken


def _scores(heading: str) -> Iterator[tuple[str, float]]:
    """The targets a heading may mean, each with its likeness of 100."""
    plain = _plain(heading)
    own = _own(heading)
    ways = {plain, _plain(own), _plain(_BRACKETS.sub("", own))} - {""}
    if not plain or (plain.endswith(_UNIT) and "时限" in plain):
        return
    for target in TARGETS.values():
        label = _plain(target.label.split("·")[-1])
        names = {label, *map(_plain, _HEADINGS.get(target.key, ()))}
        is_part = "." in target.key
        if _plain(known_label(plain_heading(own))) in names or plain in names:
            yield target.key, 98 if is_part else 100
        elif ways & names:
            yield target.key, 95 if is_part else 97
        elif not is_part:
            score = max(fuzz.ratio(way, name) for way in ways for name in names)
            if score >= NEAR_ENOUGH:
                yield target.key, min(score, 94)


def _own(heading: str) -> str:
    """A heading without that of its group, a key without those above it."""
    return re.split(r"[.·]", heading)[-1]


def _plain(heading: str) -> str:
    return _SIGNS.sub("", plain_heading(heading)).lower()


def _unit_column(preview: Preview, heading: str) -> str:
    """The column that says the unit of a limit: named like it, with 单位 or `_type` behind."""
    plain = _plain(heading)
    for other in preview.headings:
        if other != heading and _plain(other) in {f"{plain}{_UNIT}", f"{plain}type", f"{plain}unit"}:
            return other
    return ""


def _unit(heading: str) -> str:
    """The unit a heading names for the bare numbers under it; empty where it would be a guess."""
    words = (("自然日", "自然日"), ("日历日", "自然日"), ("工作日", "工作日"))
    return next((unit for word, unit in words if word in heading), "")


def _separator(samples: list[str]) -> str:
    """What parts the names in one cell, judged by the samples; empty where nothing does."""
    for sign in ("；", ";", "|", "^", "、"):
        if any(sign in sample for sample in samples):
            return sign
    return ""


def _words(target: Target, samples: list[str], *, parts: bool) -> Iterator[tuple[str, str]]:
    """What the words and codes among the samples mean; labels of ours need no translation."""
    kind = target.column.kind
    if not kind.choices:
        return
    given = dict.fromkeys(
        word.strip()
        for sample in samples
        for word in (re.split(r"[；;、，,^|]", sample) if parts else [sample])
    )
    codes = _CODES.get(target.key, {})
    for word in given:
        if not word or word in kind.choices:
            continue
        if kind.name == "flag":
            if word in _YES | _NO:
                yield word, YES if word in _YES else NO
        elif word in codes or f"0{word}" in codes:
            yield word, codes.get(word) or codes[f"0{word}"]
        else:
            likeness = {choice: fuzz.ratio(word, choice) for choice in kind.choices}
            best = max(likeness, key=lambda choice: likeness[choice])
            if likeness[best] >= WORD_NEAR_ENOUGH:
                yield word, best
