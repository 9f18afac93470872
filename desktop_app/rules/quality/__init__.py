"""质量检查: the rules a matter is held against before it is published, each with who demands it.

Numbers 1 to 18 are those of the field's handbook; the others are what statutes ask of a guide, and our own.
"""

from collections.abc import Iterator

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import path_label
from desktop_app.rules.quality import contacts, contents, procedure, ways, wording
from desktop_app.rules.quality.findings import (
    HENAN_28,
    LICENSING_30,
    ONLINE_6,
    OWN,
    WENZHOU,
    Issue,
    QualityFinding,
    Rule,
    Subject,
)
from models.elements import QualityLevel

__all__ = [
    "RULES",
    "RULES_REVISION",
    "QualityFinding",
    "Rule",
    "check_content",
    "find_rule",
]

RULES_REVISION = 1
"""Rises whenever a rule finds something else than before: what was checked under an older one is checked again."""

_ERROR, _WARNING = QualityLevel.ERROR, QualityLevel.WARNING


def check_exceptions(subject: Subject) -> Iterator[Issue]:
    """An exception that names no rule, a rule that knows none, or no reason, excuses nothing."""
    for number, each in enumerate(subject.content.quality_exceptions, 1):
        rule = find_rule(each.rule)
        if rule is None:
            yield Issue(f"quality_exceptions[{number}].rule", f"没有编号为“{each.rule[:20]}”的检查规则")
        elif not rule.may_be_excused:
            yield Issue(f"quality_exceptions[{number}].rule", f"规则{rule.id}“{rule.title}”不能作为例外")
        elif not each.reason.strip():
            yield Issue(f"quality_exceptions[{number}].reason", f"规则{rule.id}的例外没有写明理由，不起作用")


RULES: tuple[Rule, ...] = (
    Rule("Q01", "即办件与承诺时限、审查类型一致", _ERROR, WENZHOU, ways.check_at_once),
    Rule("Q02", "结果名称、类型与样本一致", _WARNING, WENZHOU, ways.check_result),
    Rule("Q03", "到现场次数与原因一致", _ERROR, WENZHOU, ways.check_visits),
    Rule("Q04", "零次到场有办理途径", _ERROR, WENZHOU, ways.check_post),
    Rule("Q05", "全程网办不用到场", _ERROR, WENZHOU, ways.check_fully_online),
    Rule("Q06", "收费项目、标准和依据齐全", _ERROR, WENZHOU, ways.check_fees),
    Rule("Q07", "咨询、投诉电话齐全且不同", _ERROR, WENZHOU, contacts.check_phones, may_be_excused=True),
    Rule("Q08", "办理时间写明工作日", _WARNING, WENZHOU, contacts.check_hours),
    Rule("Q09", "办理地点写到窗口", _WARNING, WENZHOU, contacts.check_places),
    Rule("Q10", "咨询、投诉地址齐全", _WARNING, WENZHOU, contacts.check_addresses),
    Rule("Q11", "服务对象与主题一致", _WARNING, WENZHOU, ways.check_themes),
    Rule("Q12", "行政许可有常见问题", _ERROR, WENZHOU, contents.check_questions),
    Rule("Q13", "行政许可办理环节完整", _ERROR, WENZHOU, procedure.check_stages, may_be_excused=True),
    Rule("Q14", "环节时限不超过承诺时限", _ERROR, WENZHOU, procedure.check_step_days),
    Rule("Q15", "条件和材料没有兜底性表述", _ERROR, HENAN_28, wording.check_wording, may_be_excused=True),
    Rule("Q16", "承诺时限不长于法定时限", _ERROR, OWN, procedure.check_promise),
    Rule("Q17", "事项编码规范", _WARNING, OWN, contents.check_codes),
    Rule("Q18", "现场勘查列为特别程序，材料只列在清单", _WARNING, OWN, procedure.check_hints),
    Rule("Q19", "办理情形的问题和选项成立", _ERROR, OWN, contents.check_situations),
    Rule("Q20", "同一情形下材料不重复", _WARNING, OWN, wording.check_repeated_materials),
    Rule("Q21", "行政许可公示内容齐全", _ERROR, LICENSING_30, contents.check_licence_contents),
    Rule("Q22", "办事指南内容齐全", _WARNING, f"{ONLINE_6}、{HENAN_28}", contents.check_guide_contents),
    Rule("Q23", "公示容缺受理和告知承诺", _ERROR, HENAN_28, contents.check_deferral_and_pledge),
    Rule("Q24", "检查例外写明规则和理由", _WARNING, OWN, check_exceptions),
)
"""Every rule, in the order findings are shown; the figure in an id is kept in databases and never given anew."""

_BY_ID = {rule.id: rule for rule in RULES}


def find_rule(rule_id: str) -> Rule | None:
    """The rule of an id."""
    return _BY_ID.get(rule_id)


def check_content(content: MatterContent, code: str = "", item_code: str = "") -> tuple[QualityFinding, ...]:
    """Everything the rules find in a content, in their order; the codes are looked at where they are given."""
    subject = Subject(content, code, item_code)
    reasons = _reasons(content) if content.quality_exceptions else {}
    return tuple(
        _finding(rule, issue, reasons.get(rule.id, "")) for rule in RULES for issue in rule.check(subject)
    )


def _reasons(content: MatterContent) -> dict[str, str]:
    """Why a rule's errors are none here, by rule; what `check_exceptions` complains of gives no reason."""
    return {
        each.rule: each.reason.strip()
        for each in content.quality_exceptions
        if each.reason.strip() and (rule := find_rule(each.rule)) is not None and rule.may_be_excused
    }


def _finding(rule: Rule, issue: Issue, reason: str) -> QualityFinding:
    level, text = issue.level or rule.level, issue.text
    if reason:
        level, text = _WARNING, f"{text}（已列为例外：{reason}）"
    return QualityFinding(rule.id, rule.title, level, issue.path, path_label(issue.path), text, rule.source)
