"""The papers of a case (办件文书): every document as flowables, and the one function that prints them.

What each must hold follows the mandatory contents of 行政许可法 art. 32, 38, 39 and the halls' own receipts.
"""

import functools
from collections.abc import Sequence
from typing import get_args

from reportlab.platypus import Flowable

from desktop_app.documents import page
from desktop_app.documents.content import (
    AcceptanceNotice,
    CaseDocument,
    CaseFacts,
    CollectionReceipt,
    DeferredLine,
    DenialDecision,
    GrantDecision,
    Letterhead,
    MaterialLine,
    Receipt,
    RefusalDecision,
    Remedies,
    SupplementLine,
    SupplementNotice,
    SupplementReceipt,
)
from desktop_app.documents.layout import (
    Column,
    addressee,
    ending,
    facts_table,
    listing,
    long_date,
    materials_section,
    minute,
    person,
    signatures,
    signed_by_both,
    signed_with_date,
    title_block,
    wide,
)
from desktop_app.documents.page import text_paragraph
from models.enums import DocumentKind

__all__ = [
    "DOCUMENT_TYPES",
    "AcceptanceNotice",
    "CaseDocument",
    "CaseFacts",
    "CollectionReceipt",
    "DeferredLine",
    "DenialDecision",
    "GrantDecision",
    "Letterhead",
    "MaterialLine",
    "Receipt",
    "RefusalDecision",
    "Remedies",
    "SupplementLine",
    "SupplementNotice",
    "SupplementReceipt",
    "render",
]

DOCUMENT_TYPES: dict[DocumentKind, type[CaseDocument]] = {kind.kind: kind for kind in get_args(CaseDocument)}
"""Which dataclass a stored document is read back into."""

_SUPPLEMENT_COLUMNS = (
    Column("需要补正的材料", 130),
    Column("补正要求", 0),
    Column("形式", 60),
    Column("期限", 66, centred=True),
)


def render(document: CaseDocument) -> bytes:
    """The document as PDF bytes; raises `glyph_missing` when a character on it cannot be drawn."""
    head, case = document.letterhead, document.case
    return page.build(
        [*title_block(document), *_body(document)],
        page.Sheet(
            title=document.kind.label,
            organ_name=head.organ_name,
            subject=case.matter_name,
            case_number=case.number,
            running_head=f"{head.organ_name}　{document.kind.label}　{document.document_number or case.number}",
            copies_text=document.copies_text,
            reprint=document.reprint,
        ),
    )


@functools.singledispatch
def _body(document: CaseDocument) -> Sequence[Flowable]:
    """What stands below the title of one kind of document."""
    raise TypeError(type(document))


@_body.register
def _(document: Receipt) -> Sequence[Flowable]:
    due = long_date(document.notice_due_on)
    return [
        facts_table(document.case, wide("收件时间", minute(document.received_at))),
        *materials_section("收到的材料", document.materials),
        *ending(
            document,
            text_paragraph(
                f"本窗口自收到申请材料之日起{document.notice_days}个工作日内（最迟为{due}）告知您是否受理；材料不齐全或者不符合法定形式的，"
                "一次性告知需要补正的全部内容。逾期不告知的，自收到申请材料之日起即为受理。\n"
                "本凭证证明已收到上述材料，不代表申请已被受理。请妥善保管本凭证，凭办件编号和查询码可以查询办理进度。",
                page.SMALL_BODY,
            ),
            signed_by_both(),
        ),
    ]


@_body.register
def _(document: SupplementNotice) -> Sequence[Flowable]:
    due = long_date(document.due_on)
    lines = [(line.name, line.requirement, line.form, f"{document.due_on}") for line in document.supplements]
    return [
        facts_table(
            document.case,
            wide("补正期限", f"{due}（含当日）"),
        ),
        addressee(document.case),
        text_paragraph(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，"
            f"申请材料不齐全或者不符合法定形式。根据{document.basis}的规定，现将需要补正的全部内容一次性告知如下："
        ),
        listing(_SUPPLEMENT_COLUMNS, lines),
        *ending(
            document,
            text_paragraph(
                f"请最迟于{due}将上述材料送至本窗口。{document.consequence}\n"
                f"如有疑问，请与经办人{document.case.clerk_name}联系，电话{document.letterhead.organ_phone}。\n"
                "送达方式：□当面，□邮寄，□电子送达"
            ),
            signed_with_date(),
        ),
    ]


@_body.register
def _(document: SupplementReceipt) -> Sequence[Flowable]:
    if document.outstanding:
        state = f"以下材料仍需补正：{'；'.join(document.outstanding)}。全部补正材料收齐之日为受理日期。"
    else:
        state = f"需要补正的材料已全部收齐，受理日期为{long_date(document.received_at.date())}。"
    return [
        facts_table(
            document.case,
            wide("补正告知书", document.notice_number),
            wide("收件时间", minute(document.received_at)),
        ),
        *materials_section("收到的补正材料", document.materials),
        *ending(document, text_paragraph(state), signed_by_both()),
    ]


@_body.register
def _(document: AcceptanceNotice) -> Sequence[Flowable]:
    promised = long_date(document.promised_due_on)
    if document.statutory_due_on is None:
        limits = f"承诺最迟于{promised}作出决定（本事项没有法定办结时限）。"
    else:
        limits = f"法定办结日期为{long_date(document.statutory_due_on)}，承诺最迟于{promised}作出决定。"
    return [
        facts_table(
            document.case,
            wide("受理日期", long_date(document.accepted_on)),
            wide("作出决定日期", f"最迟为{promised}"),
        ),
        addressee(document.case),
        text_paragraph(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，"
            f"经审查，根据{document.basis}的规定，决定自{long_date(document.accepted_on)}起予以受理。"
        ),
        *materials_section("受理的材料", document.materials),
        *_deferral(document),
        *ending(
            document, text_paragraph(f"{limits}计算方法：{document.due_explanation}。"), signed_with_date()
        ),
    ]


def _deferral(document: AcceptanceNotice) -> Sequence[Flowable]:
    """容缺: what may follow later; nothing where nothing was deferred."""
    if not document.deferred:
        return []
    lines = [
        f"{number}. {line.name}，最迟于{long_date(line.due_on)}补齐。"
        for number, line in enumerate(document.deferred, start=1)
    ]
    return [
        *page.heading("容缺后补的材料"),
        *map(text_paragraph, (f"以下材料容缺受理，请在期限内补齐。{document.deferral_consequence}", *lines)),
    ]


@_body.register
def _(document: RefusalDecision) -> Sequence[Flowable]:
    organ = f"请向{document.right_organ}提出申请。" if document.right_organ else ""
    return [
        facts_table(document.case),
        addressee(document.case),
        text_paragraph(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，经审查，决定不予受理。"
        ),
        text_paragraph(f"理由：{document.reason}"),
        text_paragraph(f"依据：{document.basis}"),
        *([text_paragraph(organ)] if organ else []),
        *ending(document, text_paragraph(_contest(document.remedies)), signed_with_date()),
    ]


@_body.register
def _(document: GrantDecision) -> Sequence[Flowable]:
    return [
        facts_table(
            document.case,
            wide("受理日期", long_date(document.accepted_on)),
            wide("决定日期", long_date(document.decided_on)),
            wide("证件名称", document.certificate_name),
            wide("证件编号", document.certificate_number),
            wide("有效期", document.validity),
        ),
        addressee(document.case),
        text_paragraph(
            f"你（单位）提出的“{document.case.matter_name}”申请，本机关于{long_date(document.accepted_on)}受理。"
            f"经审查，申请符合法定条件、标准。根据{document.basis}的规定，本机关决定准予：{document.permitted}"
        ),
        *ending(
            document,
            text_paragraph(
                "证件自作出本决定之日起10个工作日内颁发、送达。领取时请携带有效身份证件和查询码。"
            ),
            signed_with_date(),
        ),
    ]


@_body.register
def _(document: DenialDecision) -> Sequence[Flowable]:
    return [
        facts_table(
            document.case,
            wide("受理日期", long_date(document.accepted_on)),
            wide("决定日期", long_date(document.decided_on)),
        ),
        addressee(document.case),
        text_paragraph(
            f"你（单位）提出的“{document.case.matter_name}”申请，本机关于{long_date(document.accepted_on)}受理。"
            "经审查，本机关决定对该申请不予批准。"
        ),
        *([text_paragraph(f"事实：{document.facts}")] if document.facts else []),
        text_paragraph(f"理由：{document.reason}"),
        text_paragraph(f"依据：{document.basis}"),
        *ending(document, text_paragraph(_contest(document.remedies)), signed_with_date()),
    ]


def _contest(remedies: Remedies) -> str:
    """The two remedies with their periods."""
    return (
        f"如不服本决定，可以自收到本决定书之日起60日内向{remedies.review_body}申请行政复议，"
        f"也可以自收到本决定书之日起6个月内依法向{remedies.court}提起行政诉讼。"
    )


@_body.register
def _(document: CollectionReceipt) -> Sequence[Flowable]:
    collector = person(
        document.collected_by, document.collector_identity_label, document.collector_identity_number
    )
    return [
        facts_table(
            document.case,
            wide("结果名称", document.result_name),
            wide("证件编号", document.certificate_number),
            wide("领取人", collector),
            wide("领取时间", minute(document.collected_at)),
            wide("领取方式", document.way),
        ),
        *ending(
            document,
            text_paragraph("上述办理结果已交付领取人，领取人已核对无误。"),
            signatures("领取人签字", "发件人签字"),
        ),
    ]
