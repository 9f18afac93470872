"""Every closed set of the program; each member's value is what is stored, its label what people read.

Codes of outside systems never appear here: they are mapped at the edge (`desktop_app/exchange`).
"""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A closed set whose members carry the Chinese term of the hall."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:  # noqa: D102
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Role(LabelledEnum):
    """角色: what a person does in the hall; the permissions of each stand in `rules/accounts.py`."""

    CLERK = "clerk", "窗口人员"
    APPROVER = "approver", "审批人员"
    SUPERVISOR = "supervisor", "督办人员"
    EDITOR = "editor", "事项编辑"
    ADMINISTRATOR = "administrator", "系统管理员"


class Permission(LabelledEnum):
    """权限: one act or view that a role may be given."""

    CATALOGUE_VIEW = "catalogue_view", "查看事项目录"
    CATALOGUE_IMPORT = "catalogue_import", "导入事项目录"
    CATALOGUE_EDIT = "catalogue_edit", "编辑事项"
    CATALOGUE_REVIEW = "catalogue_review", "审核发布事项"
    CASES_VIEW = "cases_view", "查看办件"
    CASES_RECEIVE = "cases_receive", "收件受理"
    CASES_EXAMINE = "cases_examine", "审查"
    CASES_DECIDE = "cases_decide", "决定"
    CASES_CERTIFY = "cases_certify", "制证"
    CASES_DELIVER = "cases_deliver", "出件"
    CASES_EXTEND = "cases_extend", "批准延期"
    CASES_CORRECT = "cases_correct", "作废与重开办件"
    CASES_ARCHIVE = "cases_archive", "归档"
    CARDS_APPEAL = "cards_appeal", "申诉督办提示"
    CARDS_DECIDE = "cards_decide", "处理督办申诉"
    DEADLINES_APPROVE = "deadlines_approve", "批准重算时限"
    APPLICANTS_VIEW = "applicants_view", "查看申请人历史"
    BARS_EDIT = "bars_edit", "登记申请限制"
    DOCUMENTS_PRINT = "documents_print", "打印文书"
    BACKLOG_VIEW = "backlog_view", "查看在办督办"
    REVIEWS_COLLECT = "reviews_collect", "邀请评价"
    REVIEWS_VIEW = "reviews_view", "查看评价"
    CALENDAR_VIEW = "calendar_view", "查看工作日历"
    CALENDAR_EDIT = "calendar_edit", "维护工作日历"
    SITES_EDIT = "sites_edit", "维护窗口"
    COUNTER_SIT = "counter_sit", "坐席窗口"
    ACCOUNTS_EDIT = "accounts_edit", "管理账号"
    SETTINGS_EDIT = "settings_edit", "修改本厅设置"
    AUDIT_VIEW = "audit_view", "查看操作留痕"
    DATABASE_MAINTAIN = "database_maintain", "备份与恢复"


class MatterType(LabelledEnum):
    """事项类型 (依申请 kinds of GB/T 39046-2020 table A.1; codes are mapped at the edge)."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COERCION = "coercion", "行政强制"
    LEVY = "levy", "行政征收"
    PAYMENT = "payment", "行政给付"
    INSPECTION = "inspection", "行政检查"
    CONFIRMATION = "confirmation", "行政确认"
    REWARD = "reward", "行政奖励"
    RULING = "ruling", "行政裁决"
    OTHER_POWER = "other_power", "其他行政权力"
    PUBLIC_SERVICE = "public_service", "公共服务"


class MatterState(LabelledEnum):
    """事项状态."""

    PENDING = "pending", "待生效"
    PUBLISHED = "published", "在用"
    SUSPENDED = "suspended", "暂停"
    ABOLISHED = "abolished", "取消"


class HandlingKind(LabelledEnum):
    """办件类型: decided on the spot, or within a promised time."""

    IMMEDIATE = "immediate", "即办件"
    PROMISED = "promised", "承诺件"


class UseLevel(LabelledEnum):
    """行使层级 (GB/T 39046-2020 table A.2)."""

    NATIONAL = "national", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "镇（乡、街道）级"
    VILLAGE = "village", "村（社区）级"
    SHARED = "shared", "分级管理"


class ApplicantKind(LabelledEnum):
    """服务对象 / 申请人类型: the union of the interfaces' and the standard's lists."""

    PERSON = "person", "自然人"
    ENTERPRISE = "enterprise", "企业法人"
    INSTITUTION = "institution", "事业法人"
    SOCIAL = "social", "社会组织法人"
    UNINCORPORATED = "unincorporated", "非法人企业"
    GOVERNMENT = "government", "行政机关"
    OTHER = "other", "其他组织"


class IdentityKind(LabelledEnum):
    """证件类型 of an applicant or agent."""

    ID_CARD = "id_card", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGNER_CARD = "foreigner_card", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他证件"


class LimitUnit(LabelledEnum):
    """时限单位."""

    WORKING_DAYS = "working_days", "个工作日"
    CALENDAR_DAYS = "calendar_days", "个自然日"
    MONTHS = "months", "个月"


class Channel(LabelledEnum):
    """申请渠道: how a case reached the hall, and the ways a matter may be applied for."""

    COUNTER = "counter", "窗口办理"
    WEB = "web", "网上办理"
    MOBILE = "mobile", "掌上办理"
    KIOSK = "kiosk", "自助终端办理"
    POST = "post", "邮寄办理"


class MaterialCarrier(LabelledEnum):
    """材料形式."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子"
    EITHER = "either", "纸质或电子"


class MaterialKind(LabelledEnum):
    """材料类型."""

    CERTIFICATE = "certificate", "证件证书证明"
    FORM = "form", "申请表格文书"
    OTHER = "other", "其他"


class MaterialNecessity(LabelledEnum):
    """材料必要性."""

    REQUIRED = "required", "必要"
    OPTIONAL = "optional", "非必要"
    DEFERRABLE = "deferrable", "可容缺后补"
    PLEDGEABLE = "pledgeable", "可告知承诺替代"
    EXEMPT = "exempt", "免提交"


class MaterialSource(LabelledEnum):
    """来源渠道."""

    APPLICANT = "applicant", "申请人自备"
    GOVERNMENT = "government", "政府部门核发"
    OTHER = "other", "其他"


class ReceivedAs(LabelledEnum):
    """收取形式: how one line of the checklist was obtained."""

    NOT_RECEIVED = "not_received", "未收取"
    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件"
    ELECTRONIC = "electronic", "电子件"
    SCAN = "scan", "扫描件"
    LICENCE = "licence", "电子证照"
    DATA = "data", "数据核验"
    PLEDGED = "pledged", "告知承诺"
    EXEMPT = "exempt", "免提交"
    DEFERRED = "deferred", "容缺后补"


class ResultKind(LabelledEnum):
    """审批结果类型."""

    LICENCE = "licence", "证照"
    APPROVAL = "approval", "批文"
    OTHER = "other", "其他"


class StepKind(LabelledEnum):
    """办理环节."""

    ACCEPTANCE = "acceptance", "受理"
    EXAMINATION = "examination", "审查"
    DECISION = "decision", "决定"
    CERTIFICATION = "certification", "制证"
    DELIVERY = "delivery", "送达"


class CaseState(LabelledEnum):
    """办件状态; the transitions between them stand in `rules/cases.py`."""

    DRAFT = "draft", "草稿待提交"
    SUBMITTED = "submitted", "已提交待预审"
    RETURNED = "returned", "预审退回待修改"
    PREEXAMINED = "preexamined", "预审通过待收件"
    RECEIVED = "received", "已收件待受理"
    SUPPLEMENTING = "supplementing", "待补正"
    ACCEPTED = "accepted", "已受理待审查"
    SUSPENDED = "suspended", "特别程序中"
    EXAMINED = "examined", "已审查待决定"
    CERTIFYING = "certifying", "准予待制证"
    GRANTED = "granted", "准予待出件"
    DENIED = "denied", "不予许可待送达"
    DISPATCHED = "dispatched", "已寄出待签收"
    REFUSED = "refused", "不予受理"
    COMPLETED = "completed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "视为撤回"
    VOIDED = "voided", "已作废"
    TRANSFERRED = "transferred", "已转报"
    MERGED = "merged", "已并案"


class CaseAction(LabelledEnum):
    """办件动作: what moves a case from one state to another, or is done to it where it stands."""

    DRAFT = "draft", "暂存"
    SUBMIT = "submit", "网上申请"
    RETURN = "return", "预审退回"
    PREEXAMINE = "preexamine", "预审通过"
    RECEIVE = "receive", "收件"
    CORRECT = "correct", "当场更正"
    SUPPLEMENT = "supplement", "一次性告知补正"
    RECEIVE_SUPPLEMENT = "receive_supplement", "补正收件"
    ACCEPT = "accept", "受理"
    DEEM_ACCEPTED = "deem_accepted", "视为受理"
    REFUSE = "refuse", "不予受理"
    RECEIVE_DEFERRED = "receive_deferred", "容缺材料补交"
    ATTACH = "attach", "添加附件"
    DETACH = "detach", "移除附件"
    COMPARE = "compare", "与原件核对"
    WITHDRAW_PLEDGE = "withdraw_pledge", "撤回承诺"
    CHECK_PLEDGE = "check_pledge", "承诺核查"
    EXAMINE = "examine", "审查"
    CONSULT = "consult", "征求协办意见"
    ANSWER = "answer", "协办答复"
    INSPECT = "inspect", "实质核查"
    HEAR = "hear", "听证陈述"
    SEND_BACK = "send_back", "退回审查"
    SUSPEND = "suspend", "启动特别程序"
    PROLONG = "prolong", "特别程序延长"
    RESUME = "resume", "特别程序结束"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    EXTEND = "extend", "批准延期"
    DECLINE_EXTENSION = "decline_extension", "不批准延期"
    GRANT = "grant", "准予决定"
    DENY = "deny", "不予决定"
    CERTIFY = "certify", "制证"
    DISPATCH = "dispatch", "寄出"
    DELIVER = "deliver", "出件送达"
    WITHDRAW = "withdraw", "撤回申请"
    LAPSE = "lapse", "视为撤回"
    VOID = "void", "作废"
    TRANSFER = "transfer", "转报"
    MERGE = "merge", "并案"
    HAND_OVER = "hand_over", "窗口转办"
    SERVE = "serve", "文书送达"
    RECOMPUTE = "recompute", "重算时限"
    REOPEN = "reopen", "重新办理"
    ARCHIVE = "archive", "归档"


class ClockKind(LabelledEnum):
    """时限: the clocks of a case (行政许可法 art. 32, 42, 44)."""

    SUBMISSION = "submission", "草稿提交期限"
    PREEXAMINATION = "preexamination", "网上预审时限"
    NOTICE = "notice", "受理告知时限"
    SUPPLEMENT = "supplement", "补正时限"
    DEFERRAL = "deferral", "容缺补交时限"
    STEP = "step", "环节时限"
    SPECIAL = "special", "特别程序预计期限"
    PROMISED = "promised", "承诺办结时限"
    STATUTORY = "statutory", "法定办结时限"
    DELIVERY = "delivery", "送达时限"


class Light(LabelledEnum):
    """时限灯."""

    GREEN = "green", "正常"
    YELLOW = "yellow", "临期"
    RED = "red", "超期"


class Opinion(LabelledEnum):
    """审查意见."""

    GRANT = "grant", "建议准予"
    DENY = "deny", "建议不予"


class PartyRole(LabelledEnum):
    """当事人: who stands behind a case."""

    APPLICANT = "applicant", "申请人"
    AGENT = "agent", "代理人"


class RefusalGround(LabelledEnum):
    """不予受理的情形 (行政许可法 art. 32, paragraph 1, items 1 and 2; 其他: conditions of the matter's own law)."""

    NOT_COMPETENT = "not_competent", "不属于本机关职权范围"
    NOT_REQUIRED = "not_required", "依法不需要取得行政许可"
    OTHER = "other", "依法不予受理的其他情形"


class DocumentKind(LabelledEnum):
    """文书种类; the value is also the `d=` part of the printed QR code, so it never changes."""

    APPLICATION = "application", "申请表"
    RECEIPT = "receipt", "材料接收凭证"
    SUPPLEMENT_NOTICE = "supplement", "申请材料补正告知书"
    SUPPLEMENT_RECEIPT = "supplement_receipt", "补正材料接收凭证"
    ACCEPTANCE = "acceptance", "受理通知书"
    REFUSAL = "refusal", "不予受理决定书"
    DEFERRAL_PROMISE = "deferral_promise", "容缺受理承诺书"
    DEFERRAL = "deferral", "容缺受理通知书"
    PLEDGE = "pledge", "告知承诺书"
    SPECIAL = "special", "特别程序告知书"
    EXTENSION_APPROVAL = "extension_approval", "延期决定审批表"
    EXTENSION = "extension", "延期决定通知书"
    INSPECTION = "inspection", "核查（勘验）笔录"
    HEARING_ANNOUNCEMENT = "hearing_announcement", "听证公告"
    HEARING_RIGHTS = "hearing_rights", "听证权利告知书"
    HEARING_APPLICATION = "hearing_application", "听证申请书"
    HEARING_NOTICE = "hearing_notice", "听证通知书"
    HEARING_RECORD = "hearing_record", "听证笔录"
    STATEMENT_RECORD = "statement_record", "陈述（申辩）笔录"
    GRANT = "grant", "准予决定书"
    DENIAL = "denial", "不予决定书"
    SERVICE = "service", "送达回证"
    COLLECTION = "collection", "取件凭证"
    TERMINATION = "termination", "办理终止告知书"
    NEGATIVE_REPORT = "negative_report", "否定报告"


class PrintState(LabelledEnum):
    """打印状态."""

    QUEUED = "queued", "已提交"
    PRINTED = "printed", "已打印"
    FAILED = "failed", "打印失败"
    SAVED = "saved", "已另存"


class Grade(LabelledEnum):
    """评价等级; the numbers of outside systems run both ways and are mapped at the edge."""

    VERY_SATISFIED = "very_satisfied", "非常满意"
    SATISFIED = "satisfied", "满意"
    BASICALLY_SATISFIED = "basically_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意"


class InvitationState(LabelledEnum):
    """评价邀请: an invitation nobody answered is unrated, never satisfied."""

    OPEN = "open", "等待评价"
    RATED = "rated", "已评价"
    UNRATED = "unrated", "未评价"


class Area(LabelledEnum):
    """业务领域: what a change touched, so that pages showing it refresh."""

    ACCOUNTS = "accounts", "账号权限"
    AUDIT = "audit", "操作留痕"
    CALENDAR = "calendar", "工作日历"
    CASES = "cases", "办件"
    CATALOGUE = "catalogue", "事项目录"
    MATERIALS = "materials", "材料库"
    PRINTING = "printing", "打印记录"
    REVIEWS = "reviews", "好差评"
    SETTINGS = "settings", "本厅设置"
    SITES = "sites", "窗口"


class Sex(LabelledEnum):
    """性别, as the seventeenth digit of an identity number tells it."""

    MALE = "male", "男"
    FEMALE = "female", "女"
