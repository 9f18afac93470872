"""Sample papers of the whole life of a case with fictional persons, one of every kind that `samples` does not make."""

from datetime import date, datetime
from typing import Any

from desktop_app.documents.content import (
    ApplicationForm,
    CaseDocument,
    DeferralNotice,
    DeferralPromise,
    DeferredLine,
    ExtensionApproval,
    ExtensionNotice,
    FormLine,
    FormTable,
    HearingAnnouncement,
    HearingApplication,
    HearingNotice,
    HearingRecord,
    HearingRights,
    InspectionRecord,
    Inspector,
    NegativeReport,
    PledgeLetter,
    PledgeLine,
    ServedDocument,
    ServiceReceipt,
    SpecialProcedureNotice,
    StatementRecord,
    TerminationNotice,
)
from desktop_app.rules.numbering import document_number
from models.enums import DocumentKind
from tests.unit.documents.samples import COPIES, LETTERHEAD, MADE_ON, MATERIALS, REMEDIES, facts

DEFERRED = (
    DeferredLine("卫生检测或者评价报告", date(2026, 12, 1), "原件或者电子件"),
    DeferredLine("公共场所卫生管理制度", date(2026, 12, 4), "复印件"),
)
HEARING = "在居民楼一层经营理发店对相邻住户的影响"


def beginning(kind: DocumentKind) -> dict[str, Any]:
    """What every paper begins with."""
    return {
        "document_number": document_number("示政数许", kind, 2026, 1),
        "letterhead": LETTERHEAD,
        "case": facts(kind),
        "copies_text": COPIES,
        "made_on": MADE_ON,
    }


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the sample day, local to the hall."""
    return datetime(2026, 11, 20, hour, minute)  # noqa: DTZ001  (local time of the hall)


def application_form() -> ApplicationForm:
    """A filled-in application with two groups and a list."""
    return ApplicationForm(
        **beginning(DocumentKind.APPLICATION),
        form_title="公共场所卫生许可证申请表",
        applied_on=MADE_ON,
        lines=(
            FormLine("单位名称", "示例市示范理发店", "基本情况"),
            FormLine("经营地址", "示例市示范路8号", "基本情况"),
            FormLine("经营面积（平方米）", "86.5", "经营情况"),
            FormLine("集中空调", "无", "经营情况"),
        ),
        tables=(
            FormTable(
                "从业人员", ("姓名", "岗位", "健康证明"), (("钱二", "理发师", "有"), ("孙三", "理发师", "有"))
            ),
        ),
    )


def special_notice() -> SpecialProcedureNotice:
    """A notice that an expert review is not counted."""
    return SpecialProcedureNotice(
        **beginning(DocumentKind.SPECIAL),
        ground="检测",
        basis="《公共场所卫生管理条例实施细则》",
        reason="需要对室内空气质量进行检测。",
        days=5,
        started_on=MADE_ON,
        expected_on=date(2026, 11, 28),
        promised_due_on=date(2026, 12, 11),
        approver_name="周四",
    )


def inspection_record() -> InspectionRecord:
    """A record of two inspectors."""
    return InspectionRecord(
        **beginning(DocumentKind.INSPECTION),
        started_at=at(9),
        ended_at=at(10, 30),
        place="示例市示范路8号",
        subject="经营场所布局、卫生设施",
        inspectors=(
            Inspector("吴五", "卫生监督科科员", "示例410001"),
            Inspector("郑六", "卫生监督科科员", "示例410002"),
        ),
        present="王小明（申请人）",
        findings="消毒设施、公共用品用具储存间与平面图一致。",
        conclusion="符合卫生许可条件。",
        statement="无异议。",
    )


def service_receipt() -> ServiceReceipt:
    """A decision that went by post."""
    return ServiceReceipt(
        **beginning(DocumentKind.SERVICE),
        served=(
            ServedDocument("准予决定书", "示政数许准〔2026〕第0001号"),
            ServedDocument("公共场所卫生许可证", "示卫公证字〔2026〕第0001号"),
        ),
        way="邮寄送达",
        place="示例市示范路8号",
        served_at=at(16, 20),
        signed_by="王小明",
        relation="本人",
        servers=("李芳", "冯七"),
        courier="示例快递",
        tracking_number="SF0000000001",
    )


def termination() -> TerminationNotice:
    """A case that is taken to have been withdrawn."""
    return TerminationNotice(
        **beginning(DocumentKind.TERMINATION),
        applied_on=date(2026, 10, 20),
        ended_on=MADE_ON,
        ending="视为撤回",
        reason="逾期未补正申请材料。",
        basis="本厅规定",
        next_steps="你（单位）可以重新提出申请。",
        returned=MATERIALS[:2],
        remedies=REMEDIES,
    )


def _before_decision() -> tuple[CaseDocument, ...]:
    return (
        application_form(),
        DeferralPromise(**beginning(DocumentKind.DEFERRAL_PROMISE), promised_on=MADE_ON, deferred=DEFERRED),
        DeferralNotice(
            **beginning(DocumentKind.DEFERRAL),
            applied_on=MADE_ON,
            accepted_on=MADE_ON,
            promised_due_on=date(2026, 12, 4),
            deferred=DEFERRED,
            promise_number="示政数许容诺〔2026〕第0001号",
        ),
        PledgeLetter(
            **beginning(DocumentKind.PLEDGE),
            pledged_on=MADE_ON,
            pledges=(
                PledgeLine(
                    "从业人员健康证明", "从业人员均持有有效健康合格证明", "全部从业人员已取得健康合格证明"
                ),
            ),
            check_way="自作出决定之日起30个工作日内现场核查",
        ),
        special_notice(),
        ExtensionApproval(
            **beginning(DocumentKind.EXTENSION_APPROVAL),
            accepted_on=date(2026, 11, 2),
            old_due_on=date(2026, 11, 27),
            new_due_on=date(2026, 12, 11),
            days=10,
            reason="案情复杂，需要进一步核实。",
            requester_name="吴五",
            requested_on=MADE_ON,
            authority="本机关负责人",
            approver_name="周四",
            approved_on=MADE_ON,
            opinion="同意延长。",
        ),
        ExtensionNotice(
            **beginning(DocumentKind.EXTENSION),
            accepted_on=date(2026, 11, 2),
            old_due_on=date(2026, 11, 27),
            new_due_on=date(2026, 12, 11),
            days=10,
            reason="案情复杂，需要进一步核实。",
            authority="本机关负责人",
            approver_name="周四",
            due_explanation="原定2026-11-27，延长10个工作日",
        ),
        inspection_record(),
    )


def _hearings() -> tuple[CaseDocument, ...]:
    return (
        HearingAnnouncement(
            **beginning(DocumentKind.HEARING_ANNOUNCEMENT),
            subject=HEARING,
            planned_at=at(9, 30),
            place="示例市政务服务中心301室",
            presider="周四",
            register_until=date(2026, 11, 18),
        ),
        HearingRights(
            **beginning(DocumentKind.HEARING_RIGHTS),
            subject=HEARING,
            told_on=MADE_ON,
            ask_days=5,
            ask_until=date(2026, 11, 27),
            interested=("陈八", "褚九"),
        ),
        HearingApplication(
            **beginning(DocumentKind.HEARING_APPLICATION),
            subject=HEARING,
            requester="陈八",
            reason="担心噪声影响休息。",
            asked_on=MADE_ON,
            hold_until=date(2026, 12, 18),
        ),
        HearingNotice(
            **beginning(DocumentKind.HEARING_NOTICE),
            subject=HEARING,
            planned_at=at(9, 30),
            place="示例市政务服务中心301室",
            presider="周四",
            is_public=True,
        ),
    )


def _records() -> tuple[CaseDocument, ...]:
    return (
        HearingRecord(
            **beginning(DocumentKind.HEARING_RECORD),
            subject=HEARING,
            held_at=at(9, 30),
            place="示例市政务服务中心301室",
            presider="周四",
            recorder="卫十",
            attendees=("王小明", "陈八"),
            record="陈八：担心噪声。\n王小明：营业时间为9时至20时。",
        ),
        StatementRecord(
            **beginning(DocumentKind.STATEMENT_RECORD),
            subject=HEARING,
            stated_at=at(15),
            place="示例市政务服务中心201室",
            speaker="褚九",
            relation="利害关系人",
            recorder="卫十",
            statement="要求限定营业时间。",
        ),
    )


def procedure_samples() -> tuple[CaseDocument, ...]:
    """One document of every kind of the procedure."""
    return (
        *_before_decision(),
        *_hearings(),
        *_records(),
        service_receipt(),
        termination(),
        NegativeReport(
            **beginning(DocumentKind.NEGATIVE_REPORT),
            outcome="不予受理",
            outcome_number="示政数许不受〔2026〕第0001号",
            answered_on=MADE_ON,
            reason="申请的事项不属于本机关职权范围。",
            basis="《中华人民共和国行政许可法》第三十二条第一款第二项",
            advice="已告知向示例市卫生健康委员会申请，并提供了地址和电话。",
            reporter_name="李芳",
            superior_name="周四",
        ),
    )


_D = DocumentKind
PROCEDURE_CONTENT: dict[DocumentKind, tuple[str, ...]] = {
    _D.APPLICATION: (
        "申请表名称公共场所卫生许可证申请表",
        "基本情况单位名称示例市示范理发店经营地址示例市示范路8号",
        "1钱二理发师有",
        "对申请材料实质内容的真实性负责。",
    ),
    _D.DEFERRAL_PROMISE: (
        "卫生检测或者评价报告原件或者电子件最迟2026年12月1日",
        "承诺在上述时限内补齐所欠材料",
        "逾期未补齐的，视为撤回申请",
    ),
    _D.DEFERRAL: (
        "作出决定日期最迟为2026年12月4日",
        "《河南省优化营商环境条例》第三十五条",
        "卫生检测或者评价报告原件或者电子件最迟2026年12月1日",
        "容缺材料补齐前不作出准予决定；逾期未补齐的，视为撤回申请",
        "示政数许容诺〔2026〕第0001号",
    ),
    _D.PLEDGE: (
        "证明事项或者条件：从业人员健康证明",
        "证明义务和内容：从业人员均持有有效健康合格证明",
        "核查方式：自作出决定之日起30个工作日内现场核查",
        "由申请人自愿选择",
        "在行政机关作出决定前，申请人可以撤回承诺。",
        "承诺不实的，依法终止办理",
        "从业人员健康证明：全部从业人员已取得健康合格证明",
    ),
    _D.SPECIAL: (
        "特别程序检测",
        "所需时间5个工作日",
        "开始日期2026年11月20日",
        "预计恢复计时2026年11月28日",
        "第四十五条的规定，上述程序所需时间不计算在办理期限内",
        "理由：需要对室内空气质量进行检测。",
        "依据：《公共场所卫生管理条例实施细则》",
        "按实际用时计算。",
    ),
    _D.EXTENSION_APPROVAL: (
        "原决定日期最迟为2026年11月27日",
        "申请延长10个工作日",
        "延期理由案情复杂，需要进一步核实。",
        "批准权限本机关负责人",
        "批准意见同意延长。",
        "批准人周四",
    ),
    _D.EXTENSION: (
        "原决定日期最迟为2026年11月27日",
        "延长后日期最迟为2026年12月11日",
        "《中华人民共和国行政许可法》第四十二条的规定，经本机关负责人批准，办理期限延长10个工作日",
        "理由：案情复杂，需要进一步核实。",
        "批准人本机关负责人周四",
    ),
    _D.INSPECTION: (
        "核查时间2026-11-2009:00至2026-11-2010:30",
        "核查地点示例市示范路8号",
        "核查人员（共2人）",
        "指派两名以上工作人员",
        "吴五签字",
        "郑六签字",
        "核查结论：符合卫生许可条件。",
    ),
    _D.HEARING_ANNOUNCEMENT: ("第四十六条", "听证时间2026-11-2009:30", "请在2026年11月18日前向本机关报名"),
    _D.HEARING_RIGHTS: (
        "利害关系人陈八、褚九",
        "5日内（最迟为2026年11月27日）提出听证申请",
        "不承担组织听证的费用",
    ),
    _D.HEARING_APPLICATION: ("听证申请人陈八", "担心噪声影响休息。", "最迟于2026年12月18日组织听证"),
    _D.HEARING_NOTICE: ("是否公开公开举行", "主持人周四", "有权申请回避"),
    _D.HEARING_RECORD: ("参加人王小明、陈八", "陈八：担心噪声。", "应当根据听证笔录作出行政许可决定"),
    _D.STATEMENT_RECORD: ("陈述人褚九（利害关系人）", "要求限定营业时间。", "第三十六条"),
    _D.SERVICE: (
        "准予决定书示政数许准〔2026〕第0001号",
        "送达方式邮寄送达",
        "邮寄单号示例快递SF0000000001",
        "送达地点示例市示范路8号",
        "签收人王小明（本人）",
        "送达人李芳、冯七",
    ),
    _D.TERMINATION: (
        "终止情形视为撤回",
        "理由：逾期未补正申请材料。",
        "退还的材料（共2项）",
        "可以重新提出申请",
        "60日内向示例市人民政府申请行政复议",
        "6个月内依法向示例区人民法院提起行政诉讼",
    ),
    _D.NEGATIVE_REPORT: (
        "否定答复不予受理",
        "决定文书示政数许不受〔2026〕第0001号",
        "已告知向示例市卫生健康委员会申请",
        "审核人周四",
    ),
}
"""What each of these papers must say (blanks left out)."""
