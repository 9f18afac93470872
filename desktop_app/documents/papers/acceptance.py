"""Receipts, supplement notice, acceptance, refusal and negative report on paper (行政许可法 art. 32)."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from desktop_app.documents.content import (
    AcceptanceNotice,
    NegativeReport,
    Receipt,
    RefusalDecision,
    SupplementNotice,
    SupplementReceipt,
)
from desktop_app.documents.layout import Column, Layout, contest, long_date, minute, said
from desktop_app.rules.law_texts import LawKey

_SUPPLEMENT_COLUMNS = (
    Column("需要补正的材料", 130),
    Column("补正要求", 0),
    Column("形式", 60),
    Column("期限", 66, centred=True),
)


def receipt(document: Receipt, lay: Layout) -> Sequence[Flowable]:
    """材料接收凭证."""
    due = long_date(document.notice_due_on)
    period = said(document, LawKey.NOTICE_PERIOD, days=str(document.notice_days), due=due)
    return [
        lay.facts_table(document.case, lay.wide("收件时间", minute(document.received_at))),
        *lay.materials_section("收到的材料", document.materials),
        *lay.ending(
            document,
            lay.small(
                f"{period}\n"
                "本凭证证明已收到上述材料，不代表申请已被受理。请妥善保管本凭证，凭办件编号和查询码可以查询办理进度。"
            ),
            lay.signed_by_both(),
        ),
    ]


def supplement_notice(document: SupplementNotice, lay: Layout) -> Sequence[Flowable]:
    """申请材料补正告知书."""
    due = long_date(document.due_on)
    lines = [(line.name, line.requirement, line.form, f"{document.due_on}") for line in document.supplements]
    basis = said(document, LawKey.SUPPLEMENT, basis=document.basis)
    return [
        lay.facts_table(document.case, lay.wide("补正期限", f"{due}（含当日）")),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，{basis}"
        ),
        *lay.listing(_SUPPLEMENT_COLUMNS, lines),
        *lay.ending(
            document,
            lay.text(
                f"请最迟于{due}将上述材料送至本窗口。{document.consequence}\n"
                f"如有疑问，请与经办人{document.case.clerk_name}联系，电话{document.letterhead.organ_phone}。\n"
                "送达方式：□当面，□邮寄，□电子送达"
            ),
            lay.signed_with_date(),
        ),
    ]


def supplement_receipt(document: SupplementReceipt, lay: Layout) -> Sequence[Flowable]:
    """补正材料接收凭证, also for what 容缺受理 let follow."""
    what, notice = (
        ("容缺后补的材料", "容缺受理通知书") if document.is_deferred else ("补正材料", "补正告知书")
    )
    return [
        lay.facts_table(
            document.case,
            lay.wide(notice, document.notice_number),
            lay.wide("收件时间", minute(document.received_at)),
        ),
        *lay.materials_section(f"收到的{what}", document.materials),
        *lay.ending(document, lay.text(_still_open(document)), lay.signed_by_both()),
    ]


def _still_open(document: SupplementReceipt) -> str:
    missing = "；".join(document.outstanding)
    if document.is_deferred:
        return f"以下容缺材料仍需补齐：{missing}。" if missing else "容缺后补的材料已全部收齐。"
    if missing:
        return f"以下材料仍需补正：{missing}。全部补正材料收齐之日为受理日期。"
    return f"需要补正的材料已全部收齐，受理日期为{long_date(document.received_at.date())}。"


def acceptance_notice(document: AcceptanceNotice, lay: Layout) -> Sequence[Flowable]:
    """受理通知书; where the law itself accepted, it says so."""
    promised = long_date(document.promised_due_on)
    if document.statutory_due_on is None:
        limits = f"承诺最迟于{promised}作出决定（本事项没有法定办结时限）。"
    else:
        limits = f"法定办结日期为{long_date(document.statutory_due_on)}，承诺最迟于{promised}作出决定。"
    return [
        lay.facts_table(
            document.case,
            lay.wide(
                "受理日期", long_date(document.accepted_on) + ("（视为受理）" if document.is_deemed else "")
            ),
            lay.wide("作出决定日期", f"最迟为{promised}"),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，{_accepted(document)}"
        ),
        *lay.materials_section("受理的材料", document.materials),
        *_deferral(document, lay),
        *lay.ending(
            document,
            lay.text(f"{limits}计算方法：{document.due_explanation}。"),
            lay.signed_with_date(),
        ),
    ]


def _accepted(document: AcceptanceNotice) -> str:
    accepted = long_date(document.accepted_on)
    if not document.is_deemed:
        return said(document, LawKey.ACCEPTED, basis=document.basis, accepted=accepted)
    due = long_date(document.notice_due_on) if document.notice_due_on else "法定期限届满"
    return said(document, LawKey.DEEMED, basis=document.basis, accepted=accepted, due=due)


def _deferral(document: AcceptanceNotice, lay: Layout) -> Sequence[Flowable]:
    """容缺: what may follow later; nothing where nothing was deferred."""
    if not document.deferred:
        return []
    lines = [
        f"{number}. {line.name}，最迟于{long_date(line.due_on)}补齐。"
        for number, line in enumerate(document.deferred, start=1)
    ]
    return [
        *lay.heading("容缺后补的材料"),
        *map(lay.text, (f"以下材料容缺受理，请在期限内补齐。{document.deferral_consequence}", *lines)),
    ]


def refusal_decision(document: RefusalDecision, lay: Layout) -> Sequence[Flowable]:
    """不予受理决定书."""
    organ = f"请向{document.right_organ}提出申请。" if document.right_organ else ""
    return [
        lay.facts_table(document.case),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，经审查，决定不予受理。"
        ),
        lay.text(f"理由：{document.reason}"),
        lay.text(f"依据：{document.basis}"),
        *([lay.text(organ)] if organ else []),
        *lay.ending(document, lay.text(contest(document, document.remedies)), lay.signed_with_date()),
    ]


def negative_report(document: NegativeReport, lay: Layout) -> Sequence[Flowable]:
    """否定报告: what was answered in the negative, why, and what the applicant was advised to do."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("否定答复", document.outcome),
            lay.wide("决定文书", document.outcome_number),
            lay.wide("答复日期", long_date(document.answered_on)),
            lay.wide("报告人", document.reporter_name),
            lay.wide("审核人", document.superior_name),
        ),
        *lay.section("否定答复的理由", document.reason),
        *lay.section("依据", document.basis),
        *lay.section("已告知申请人的办理途径", document.advice),
        *lay.ending(
            document,
            lay.small(said(document, LawKey.NEGATIVE)),
            lay.signed_and_dated("报告人签字"),
            lay.signed_and_dated("审核人意见及签字"),
        ),
    ]
