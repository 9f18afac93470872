"""Hearing and statement on paper (行政许可法 art. 36, 46 to 48)."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from desktop_app.documents import page
from desktop_app.documents.content import (
    HearingAnnouncement,
    HearingApplication,
    HearingNotice,
    HearingRecord,
    HearingRights,
    StatementRecord,
)
from desktop_app.documents.layout import Layout, long_date, minute, said
from desktop_app.rules.law_texts import LawKey


def hearing_announcement(document: HearingAnnouncement, lay: Layout) -> Sequence[Flowable]:
    """听证公告: for everybody, so it says of the applicant no more than his name."""
    until = long_date(document.register_until)
    return [
        lay.text(said(document, LawKey.HEARING_PUBLIC, basis=document.basis, until=until)),
        lay.grid(
            lay.wide("办件编号", document.case.number),
            lay.wide("事项名称", document.case.matter_name),
            lay.wide("申请人", document.case.applicant_name),
            lay.wide("听证内容", document.subject),
            lay.wide("听证时间", minute(document.planned_at)),
            lay.wide("听证地点", document.place),
            lay.wide("主持人", document.presider),
            lay.wide("报名截止", until),
        ),
        *lay.ending(
            document,
            lay.text(
                f"报名和咨询：{document.letterhead.organ_name}，电话{document.letterhead.organ_phone}。"
            ),
        ),
    ]


def hearing_rights(document: HearingRights, lay: Layout) -> Sequence[Flowable]:
    """听证权利告知书."""
    until = long_date(document.ask_until)
    rights = said(
        document,
        LawKey.HEARING_RIGHTS,
        basis=document.basis,
        days=str(document.ask_days),
        until=until,
    )
    return [
        lay.facts_table(
            document.case,
            lay.wide("听证内容", document.subject),
            *([lay.wide("利害关系人", "、".join(document.interested))] if document.interested else []),
            lay.wide("告知日期", long_date(document.told_on)),
            lay.wide("申请截止", f"{until}（含当日）"),
        ),
        lay.addressee(document.case),
        lay.text(f"你（单位）提出的“{document.case.matter_name}”申请，本机关正在审查。{rights}"),
        *lay.ending(
            document,
            lay.text("被告知人意见：□要求听证，□放弃听证"),
            lay.signed_with_date(),
        ),
    ]


def hearing_application(document: HearingApplication, lay: Layout) -> Sequence[Flowable]:
    """听证申请书."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("听证申请人", document.requester),
            lay.wide("听证内容", document.subject),
            lay.wide("申请日期", long_date(document.asked_on)),
        ),
        lay.text(f"{document.letterhead.organ_name}：", page.ADDRESSEE),
        lay.text(f"就“{document.case.matter_name}”申请，本人（单位）要求举行听证。"),
        *lay.section("要求听证的理由", document.reason),
        *lay.ending(document, lay.text(f"行政机关最迟于{long_date(document.hold_until)}组织听证。")),
    ]


def hearing_notice(document: HearingNotice, lay: Layout) -> Sequence[Flowable]:
    """听证通知书."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("听证内容", document.subject),
            lay.wide("听证时间", minute(document.planned_at)),
            lay.wide("听证地点", document.place),
            lay.wide("主持人", document.presider),
            lay.wide("是否公开", "公开举行" if document.is_public else "不公开举行"),
        ),
        lay.addressee(document.case),
        lay.text(said(document, LawKey.HEARING_HELD, basis=document.basis)),
        *lay.ending(
            document,
            lay.text("请携带有效身份证件准时参加；委托代理人的，请提交授权委托书。"),
            lay.signed_with_date(),
        ),
    ]


def hearing_record(document: HearingRecord, lay: Layout) -> Sequence[Flowable]:
    """听证笔录."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("听证内容", document.subject),
            lay.wide("听证时间", minute(document.held_at)),
            lay.wide("听证地点", document.place),
            lay.wide("主持人", document.presider),
            lay.wide("记录人", document.recorder),
            lay.wide("参加人", "、".join(document.attendees)),
            lay.wide("依据", document.basis),
        ),
        *lay.section("听证记录", document.record),
        *lay.ending(
            document,
            lay.text(said(document, LawKey.HEARING_RECORD)),
            lay.signatures("主持人签字", "记录人签字"),
            lay.signed_and_dated("听证参加人签字"),
        ),
    ]


def statement_record(document: StatementRecord, lay: Layout) -> Sequence[Flowable]:
    """陈述（申辩）笔录."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("陈述内容", document.subject),
            lay.wide("时间", minute(document.stated_at)),
            lay.wide("地点", document.place),
            lay.wide("陈述人", f"{document.speaker}（{document.relation}）"),
            lay.wide("记录人", document.recorder),
        ),
        lay.text(said(document, LawKey.STATEMENT, basis=document.basis)),
        *lay.section("陈述和申辩的内容", document.statement),
        *lay.ending(
            document,
            lay.text("以上笔录已交陈述人核对无误。"),
            lay.signatures("陈述人签字", "记录人签字"),
        ),
    ]
