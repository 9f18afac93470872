"""Decisions, collection, service and end of a case on paper (行政许可法 art. 38, 39, 44)."""

from collections.abc import Sequence
from datetime import datetime, time

from reportlab.platypus import Flowable

from desktop_app.documents.content import (
    CollectionReceipt,
    DenialDecision,
    GrantDecision,
    ServiceReceipt,
    TerminationNotice,
)
from desktop_app.documents.layout import Column, Layout, contest, long_date, minute, person, said
from desktop_app.documents.tables import Row
from desktop_app.rules.law_texts import LawKey

_SERVED = (Column("送达文书", 0), Column("文书编号", 220))


def grant_decision(document: GrantDecision, lay: Layout) -> Sequence[Flowable]:
    """准予决定书."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("受理日期", long_date(document.accepted_on)),
            lay.wide("决定日期", long_date(document.decided_on)),
            lay.wide("证件名称", document.certificate_name),
            lay.wide("证件编号", document.certificate_number),
            lay.wide("有效期", document.validity),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）提出的“{document.case.matter_name}”申请，本机关于{long_date(document.accepted_on)}受理。"
            f"{said(document, LawKey.GRANTED, basis=document.basis)}{document.permitted}"
        ),
        *lay.ending(
            document,
            lay.text(f"{said(document, LawKey.DELIVERY_PERIOD)}领取时请携带有效身份证件和查询码。"),
            lay.signed_with_date(),
        ),
    ]


def denial_decision(document: DenialDecision, lay: Layout) -> Sequence[Flowable]:
    """不予决定书."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("受理日期", long_date(document.accepted_on)),
            lay.wide("决定日期", long_date(document.decided_on)),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）提出的“{document.case.matter_name}”申请，本机关于{long_date(document.accepted_on)}受理。"
            "经审查，本机关决定对该申请不予批准。"
        ),
        *([lay.text(f"事实：{document.facts}")] if document.facts else []),
        lay.text(f"理由：{document.reason}"),
        lay.text(f"依据：{document.basis}"),
        *lay.ending(document, lay.text(contest(document, document.remedies)), lay.signed_with_date()),
    ]


def collection_receipt(document: CollectionReceipt, lay: Layout) -> Sequence[Flowable]:
    """取件凭证."""
    collector = person(
        document.collected_by, document.collector_identity_label, document.collector_identity_number
    )
    return [
        lay.facts_table(
            document.case,
            lay.wide("结果名称", document.result_name),
            lay.wide("证件编号", document.certificate_number),
            lay.wide("领取人", collector),
            lay.wide("领取时间", minute(document.collected_at)),
            lay.wide("领取方式", document.way),
        ),
        *lay.ending(
            document,
            lay.text("上述办理结果已交付领取人，领取人已核对无误。"),
            lay.signatures("领取人签字", "发件人签字"),
        ),
    ]


def service_receipt(document: ServiceReceipt, lay: Layout) -> Sequence[Flowable]:
    """送达回证."""
    lines = [(served.name, served.number) for served in document.served]
    signer = f"{document.signed_by}（{document.relation}）" if document.relation else document.signed_by
    return [
        lay.facts_table(
            document.case,
            lay.wide("受送达人", document.case.applicant_name),
            lay.wide("送达方式", document.way),
            *_courier(document, lay),
            lay.wide("送达地点", document.place),
            lay.wide("送达时间", _day_or_minute(document.served_at)),
            *([lay.wide("签收人", signer)] if signer else []),
            lay.wide("送达人", "、".join(document.servers)),
            *([lay.wide("备注", document.note)] if document.note else []),
        ),
        *lay.heading(f"送达的文书（共 {len(lines)} 份）"),
        *lay.listing(_SERVED, lines),
        *lay.ending(
            document,
            lay.text(said(document, LawKey.SERVICE)),
            lay.signatures("送达人签字", "送达人签字"),
            lay.signed_with_date(),
        ),
    ]


def _day_or_minute(moment: datetime) -> str:
    """Of what was signed for on an earlier day only the day is known."""
    return minute(moment) if moment.time() != time() else long_date(moment.date())


def _courier(document: ServiceReceipt, lay: Layout) -> list[Row]:
    if not document.tracking_number:
        return []
    return [lay.wide("邮寄单号", f"{document.courier} {document.tracking_number}".strip())]


def termination_notice(document: TerminationNotice, lay: Layout) -> Sequence[Flowable]:
    """办理终止告知书: why the case ends, what comes back, what the applicant may do."""
    contested = contest(document, document.remedies) if document.remedies else ""
    return [
        lay.facts_table(
            document.case,
            lay.wide("申请日期", long_date(document.applied_on)),
            lay.wide("终止情形", document.ending),
            lay.wide("终止日期", long_date(document.ended_on)),
            *([lay.wide("接收机关", document.right_organ)] if document.right_organ else []),
            *([lay.wide("并入办件", document.twin_number)] if document.twin_number else []),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）提出的“{document.case.matter_name}”申请，自{long_date(document.ended_on)}起终止办理"
            f"（{document.ending}）。"
        ),
        lay.text(f"理由：{document.reason}"),
        *([lay.text(f"依据：{document.basis}")] if document.basis else []),
        *(lay.materials_section("退还的材料", document.returned) if document.returned else []),
        *lay.ending(
            document,
            lay.text("\n".join(filter(None, (document.next_steps, contested)))),
            lay.signed_with_date(),
        ),
    ]
