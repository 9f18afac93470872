"""操作留痕 in words: what each recorded act, its subject and its details are called."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import TypeAlias, Union

from desktop_app.rules.matter_life import DraftAction, MatterAction
from desktop_app.settings import OfficeSettings, label
from models.elements import CounterKind, GuideStyle
from models.enums import CaseAction, CaseState, LabelledEnum, Light, PartyRole, PrintState, Role, UseLevel
from models.procedure import BarGround, RequestState

Json: TypeAlias = Union[str, int, float, bool, list["Json"], dict[str, "Json"], None]  # noqa: UP007 it names itself
CHANGE = 2
"""A list of two is what was and what is."""
ACTIONS: dict[str, str] = {
    **{f"cases.{action}": action.label for action in CaseAction},
    "accounts.change_password": "修改自己的密码",
    "accounts.create": "新建账号",
    "accounts.lock": "账号因多次输错密码锁定",
    "accounts.reset_password": "重置密码",
    "accounts.sign_in": "登录",
    "accounts.sign_in_failed": "登录失败",
    "accounts.unlock": "解锁账号",
    "accounts.update": "修改账号",
    "applicants.bar": "登记申请限制",
    "applicants.lift_bar": "解除申请限制",
    "applicants.open": "查看申请人历史",
    "applicants.prefill": "用以往办件预填申请表",
    "calendar.clear_day": "恢复公布的日历",
    "calendar.import_notice": "导入放假通知",
    "calendar.set_day": "调整工作日",
    "cards.appeal": "对督办提示提出申诉",
    "cards.decide": "处理督办申诉",
    "cards.raise": "发出督办提示",
    "cases.reveal": "查看完整证件号码",
    "cases.take_up": "接着办理未收件的申请",
    **{f"catalogue.{action}": f"事项{action.label}" for action in MatterAction},
    **{f"catalogue.{action}_draft": f"修订稿{action.label}" for action in DraftAction},
    "catalogue.end": "事项到日取消",
    "catalogue.import": "导入事项",
    "catalogue.mapping_delete": "删除列映射",
    "catalogue.mapping_save": "保存列映射",
    "catalogue.publish": "发布事项版本",
    "catalogue.take_effect": "事项版本到日生效",
    "catalogue.check": "质量检查",
    "files.copy": "制作带水印的复印件",
    "files.sweep": "清理无人使用的附件",
    "guides.print": "打印办事指南",
    "guides.print_draft": "打印修订稿的办事指南",
    "guides.write": "批量打印办事指南",
    "maintenance.back_up": "备份",
    "maintenance.restore": "从备份恢复",
    "materials.add_file": "保存附件",
    "materials.change": "修改材料库条目",
    "materials.create": "新增材料库条目",
    "materials.create_many": "按事项补建材料库条目",
    "materials.drop_files": "清理不用的附件",
    "materials.merge": "合并材料库条目",
    "materials.restore": "恢复材料库条目",
    "materials.retire": "停用材料库条目",
    "office.change_settings": "修改本厅设置",
    "office.reword_law": "修改文书法律用语",
    "office.create_key": "生成本厅密钥",
    "printing.finish": "打印结束",
    "printing.request": "打印",
    "reviews.give": "评价",
    "reviews.invite": "邀请评价",
    "reviews.unrated": "未作评价",
    "sample.load": "载入示例数据",
    "sites.import_divisions": "导入行政区划",
    "sites.release_counter": "离开窗口",
    "sites.save_counter": "保存窗口",
    "sites.save_department": "保存部门",
    "sites.save_hall": "保存大厅",
    "sites.save_scope": "保存窗口受理范围",
    "sites.take_counter": "坐席窗口",
}
"""The one word for each action that is ever recorded; a test finds one that lacks it."""
SUBJECTS: dict[str, str] = {
    "account": "账号",
    "asset": "附件",
    "bar": "申请限制",
    "calendar": "工作日历",
    "case": "办件",
    "catalogue": "事项目录",
    "counter": "窗口",
    "database": "数据库",
    "department": "部门",
    "divisions": "行政区划",
    "document": "文书",
    "files": "附件",
    "guides": "办事指南",
    "hall": "大厅",
    "invitation": "评价邀请",
    "law": "法律用语",
    "library": "材料库",
    "material": "材料",
    "matter": "事项",
    "office": "本厅",
    "print": "打印记录",
}
ROW_NUMBERS = frozenset({"account", "bar", "counter", "department", "hall", "invitation", "print"})
"""Subjects that are named by the number of their row, which is no number of the hall's."""
DETAILS: dict[str, str] = {
    "accounts": "账号",
    "added": "新增",
    "after": "改后",
    "appeal": "申诉",
    "attempts_left": "还可尝试",
    "before": "改前",
    "by": "操作人",
    "cases": "办件",
    "changed": "更新",
    "checked": "检查",
    "code": "编码",
    "copy": "第几份",
    "count": "数量",
    "counters": "窗口",
    "created": "新增",
    "dates": "时限",
    "days": "日期",
    "department": "部门编号",
    "departments": "部门",
    "divisions": "行政区划",
    "ground": "情形",
    "guides": "指南",
    "halls": "大厅",
    "is_active": "在用",
    "is_large": "大字版",
    "is_open": "启用",
    "is_working": "上班",
    "kind": "类型",
    "level": "层级",
    "light": "提示",
    "login": "登录名",
    "materials": "材料库条目",
    "matter": "事项",
    "matters": "事项",
    "merged": "并入的条目",
    "name": "名称",
    "number": "编号",
    "on": "日期",
    "pages": "页数",
    "parent": "上级部门编号",
    "printer": "打印机",
    "refused": "拒绝",
    "renamed": "更名",
    "review_options": "评价选项",
    "role": "角色",
    "source": "来源",
    "state": "状态",
    "style": "版式",
    "unchanged": "没有变化",
    "until": "至",
    "version": "版本",
}
"""What people read of an entry; digests, revisions and the like are left to the raw text."""
SETTINGS = frozenset(item.name for item in dataclasses.fields(OfficeSettings))
CLOSED_SETS: tuple[type[LabelledEnum], ...] = (
    CaseState,
    PrintState,
    Role,
    PartyRole,
    UseLevel,
    CounterKind,
    GuideStyle,
    BarGround,
    Light,
    RequestState,
)


def action_words(action: str) -> str:
    """What an action is called; one that another version of the program recorded keeps its code."""
    return ACTIONS.get(action, action)


def subject_words(subject: str) -> str:
    """What an act was done to: `办件 1141…`, `账号（内部编号 5）`."""
    kind, _, which = subject.partition(":")
    word = SUBJECTS.get(kind, kind)
    if not which:
        return word
    return f"{word}（内部编号 {which}）" if kind in ROW_NUMBERS and which.isdigit() else f"{word} {which}"


def detail_words(details: str) -> str:
    """The details of an entry, stored as JSON, as far as people read them: `状态：已受理；第几份：1`."""
    return "；".join(_pairs(json.loads(details)))


def _pairs(details: Mapping[str, Json]) -> Iterable[str]:
    for key, value in details.items():
        word = DETAILS.get(key) or (label(OfficeSettings, key) if key in SETTINGS else "")
        if word:
            yield f"{word}：{_value_words(value)}"


def _value_words(value: Json) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return "无"
    if isinstance(value, list):
        between = " → " if len(value) == CHANGE else "、"
        return between.join(_value_words(part) for part in value)
    if isinstance(value, dict):
        return "、".join(_pairs(value))
    return _label(str(value))


def _label(text: str) -> str:
    return next((kind(text).label for kind in CLOSED_SETS if text in {member.value for member in kind}), text)
