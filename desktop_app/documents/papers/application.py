"""Application form, promise and notice of deferral, pledge on paper."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportlab.platypus import Flowable

from desktop_app.documents import page
from desktop_app.documents.content import (
    ApplicationForm,
    DeferralNotice,
    DeferralPromise,
    DeferredLine,
    FormTable,
    PledgeLetter,
)
from desktop_app.documents.layout import Column, Layout, long_date, said
from desktop_app.rules.law_texts import LawKey

_DEFERRED_COLUMNS = (
    Column("容缺材料", 0),
    Column("形式", 96),
    Column("补齐期限", 116, centred=True),
)


def application_form(document: ApplicationForm, lay: Layout) -> Sequence[Flowable]:
    """申请表: field by field in its groups, then its lists, signed by the applicant."""
    return [
        lay.facts_table(
            document.case,
            *([lay.wide("申请表名称", document.form_title)] if document.form_title else []),
            lay.wide("申请日期", long_date(document.applied_on)),
        ),
        *_groups(document, lay),
        *(part for table in document.tables for part in _table(table, lay)),
        *lay.ending(document, lay.text(said(document, LawKey.TRUTH))),
    ]


def _groups(document: ApplicationForm, lay: Layout) -> Iterator[Flowable]:
    for group, lines in groupby(document.lines, lambda line: line.group):
        yield from lay.heading(group or "申请内容")
        yield lay.grid(*(lay.wide(line.label, line.value) for line in lines))


def _table(table: FormTable, lay: Layout) -> Sequence[Flowable]:
    if not table.rows:
        return [*lay.heading(table.title), lay.text("无。")]
    width = page.BODY_WIDTH / (len(table.columns) + 1)
    first, *rest = table.columns
    columns = (Column(first, 0), *(Column(name, width) for name in rest))
    return [*lay.heading(table.title), *lay.listing(columns, table.rows)]


def _deferred(lines: Sequence[DeferredLine], lay: Layout) -> Sequence[Flowable]:
    return lay.listing(
        _DEFERRED_COLUMNS, [(line.name, line.form, f"最迟{long_date(line.due_on)}") for line in lines]
    )


def deferral_promise(document: DeferralPromise, lay: Layout) -> Sequence[Flowable]:
    """容缺受理承诺书."""
    return [
        lay.facts_table(
            document.case,
            lay.wide("承诺日期", long_date(document.promised_on)),
            lay.wide("依据", document.basis),
        ),
        lay.text(
            f"本申请人申请办理“{document.case.matter_name}”，下列材料暂未提交，承诺按以下形式和时限补齐："
        ),
        *_deferred(document.deferred, lay),
        *lay.ending(
            document,
            lay.text(f"{said(document, LawKey.DEFERRAL_PROMISE)}\n{said(document, LawKey.DEFERRED_LATE)}"),
        ),
    ]


def deferral_notice(document: DeferralNotice, lay: Layout) -> Sequence[Flowable]:
    """容缺受理通知书."""
    accepted = long_date(document.accepted_on)
    basis = said(document, LawKey.DEFERRED, basis=document.basis, accepted=accepted)
    return [
        lay.facts_table(
            document.case,
            lay.wide("受理日期", accepted),
            lay.wide("作出决定日期", f"最迟为{long_date(document.promised_due_on)}"),
            lay.wide("申请人承诺书", document.promise_number),
        ),
        lay.addressee(document.case),
        lay.text(
            f"你（单位）于{long_date(document.applied_on)}提出的“{document.case.matter_name}”申请，{basis}"
        ),
        *_deferred(document.deferred, lay),
        *lay.ending(
            document,
            lay.text(
                f"{said(document, LawKey.DEFERRED_LATE)}\n补齐材料可以当面提交、邮寄或者网上提交。申请人的承诺书附后。"
            ),
            lay.signed_with_date(),
        ),
    ]


def pledge_letter(document: PledgeLetter, lay: Layout) -> Sequence[Flowable]:
    """告知承诺书: what the organ tells, then what the applicant promises."""
    told = [
        part
        for number, line in enumerate(document.pledges, start=1)
        for part in (
            lay.text(f"{number}. 证明事项或者条件：{line.subject}"),
            lay.text(f"证明义务和内容：{line.duty or line.subject}"),
        )
    ]
    promised = [
        lay.text(f"{number}. {line.subject}：{line.promised}")
        for number, line in enumerate(document.pledges, start=1)
    ]
    return [
        lay.facts_table(
            document.case,
            lay.wide("承诺日期", long_date(document.pledged_on)),
            lay.wide("依据", document.basis),
        ),
        *lay.heading("一、行政机关告知"),
        *told,
        lay.text(f"核查方式：{document.check_way}"),
        lay.text(said(document, LawKey.PLEDGE_CHOICE)),
        lay.text(said(document, LawKey.PLEDGE_LIABILITY)),
        *lay.heading("二、申请人承诺"),
        *promised,
        *lay.ending(
            document,
            lay.text(said(document, LawKey.PLEDGE_PROMISE)),
            lay.signed_and_dated("申请人（代理人）签字"),
        ),
    ]
