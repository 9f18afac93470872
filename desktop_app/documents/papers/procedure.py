"""Special procedures, extension and inspection on paper (行政许可法 art. 34, 42, 45)."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from desktop_app.documents.content import (
    ExtensionApproval,
    ExtensionNotice,
    InspectionRecord,
    SpecialProcedureNotice,
)
from desktop_app.documents.layout import Column, Layout, long_date, minute, said
from desktop_app.rules.law_texts import LawKey

_INSPECTORS = (Column("核查人员", 0), Column("单位及职务", 150), Column("执法证号", 120))


def special_procedure_notice(document: SpecialProcedureNotice, lay: Layout) -> Sequence[Flowable]:
    """特别程序告知书; a prolongation names the notice it goes on from."""
    expected = long_date(document.expected_on)
    again = (
        f"本机关曾以{document.earlier_number}告知该程序，现需延长{document.prolonged_by}个工作日。"
        if document.prolonged_by
        else ""
    )
    return [
        lay.facts_table(
            document.case,
            lay.wide("特别程序", document.ground),
            lay.wide("所需时间", f"{document.days}个工作日"),
            lay.wide("开始日期", long_date(document.started_on)),
            lay.wide("预计恢复计时", expected),
            lay.wide("预计决定日期", f"最迟为{long_date(document.promised_due_on)}"),
            lay.wide("批准人", document.approver_name),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）提出的“{document.case.matter_name}”申请，依法需要进行{document.ground}。{again}"
            f"{said(document, LawKey.SPECIAL)}"
        ),
        lay.text(f"理由：{document.reason}"),
        lay.text(f"依据：{document.basis}"),
        *lay.ending(document, lay.text(said(document, LawKey.SPECIAL_RESUME)), lay.signed_with_date()),
    ]


def extension_approval(document: ExtensionApproval, lay: Layout) -> Sequence[Flowable]:
    """延期决定审批表."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("受理日期", long_date(document.accepted_on)),
            lay.wide("原决定日期", f"最迟为{long_date(document.old_due_on)}"),
            lay.wide("申请延长", f"{document.days}个工作日"),
            lay.wide("延长后日期", f"最迟为{long_date(document.new_due_on)}"),
            lay.wide("依据", document.basis),
            lay.wide("申请人员", f"{document.requester_name}，{long_date(document.requested_on)}"),
        ),
        *lay.section("延期理由", document.reason),
        *lay.ending(
            document,
            lay.grid(
                lay.wide("批准权限", document.authority),
                lay.wide("批准意见", document.opinion),
                lay.wide("批准人", f"{document.approver_name}，{long_date(document.approved_on)}"),
            ),
            lay.signed_and_dated("批准人签字"),
        ),
    ]


def extension_notice(document: ExtensionNotice, lay: Layout) -> Sequence[Flowable]:
    """延期决定通知书."""
    basis = said(
        document,
        LawKey.EXTENSION,
        basis=document.basis,
        authority=document.authority,
        days=str(document.days),
    )
    return [
        lay.facts_table(
            document.case,
            lay.wide("受理日期", long_date(document.accepted_on)),
            lay.wide("原决定日期", f"最迟为{long_date(document.old_due_on)}"),
            lay.wide("延长时限", f"{document.days}个工作日"),
            lay.wide("延长后日期", f"最迟为{long_date(document.new_due_on)}"),
            lay.wide("批准人", f"{document.authority}　{document.approver_name}"),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）提出的“{document.case.matter_name}”申请，本机关于{long_date(document.accepted_on)}受理，{basis}"
        ),
        lay.text(f"理由：{document.reason}"),
        *lay.ending(document, lay.text(f"计算方法：{document.due_explanation}。"), lay.signed_with_date()),
    ]


def inspection_record(document: InspectionRecord, lay: Layout) -> Sequence[Flowable]:
    """核查（勘验）笔录: signed by every inspector and by who was present."""
    people = [(person.name, person.post, person.certificate) for person in document.inspectors]
    return [
        lay.facts_table(
            document.case,
            lay.wide("核查事项", document.subject),
            lay.wide("核查时间", f"{minute(document.started_at)} 至 {minute(document.ended_at)}"),
            lay.wide("核查地点", document.place),
            lay.wide("在场人", document.present),
        ),
        *lay.heading(f"核查人员（共 {len(people)} 人）"),
        *lay.listing(_INSPECTORS, people),
        lay.text(said(document, LawKey.INSPECTION, basis=document.basis)),
        *lay.section("核查情况", document.findings),
        *lay.section("申请人的意见", document.statement),
        *lay.ending(
            document,
            lay.text(f"核查结论：{document.conclusion}\n以上笔录已交在场人核对，与实际情况一致。"),
            *(lay.signed_and_dated(f"{person.name}签字") for person in document.inspectors),
            lay.signed_and_dated("在场人签字"),
        ),
    ]
