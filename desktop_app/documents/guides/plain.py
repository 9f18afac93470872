"""白话版: the questions people bring, answered in everyday words, on one page where that is possible.

To stay on one page less is said, never in smaller type: what is left out is named, with the way to the full guide.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum

from reportlab.platypus import Flowable

from desktop_app.documents.guides import words
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.flow import Page, paginate
from desktop_app.documents.guides.look import Look, Paper
from desktop_app.documents.guides.parts import (
    Figures,
    Notice,
    TitleBlock,
    answered,
    facts,
    heading,
    paragraphs,
    standing,
    subheading,
)
from desktop_app.documents.guides.standard_lists import situations_of
from desktop_app.documents.text import TextBlock
from desktop_app.rules import matter_words
from desktop_app.rules.catalogue import MaterialSpec

_FEW_QUESTIONS = 2
_ONE_LINE = 36
"""Characters."""
MORE_IN_FULL = "更多说明见完整版办事指南：扫右上角二维码，或向窗口索取。"
_SEE_FULL = "…（见完整版）"


class Detail(IntEnum):
    """How much is said; each is tried in turn until one page is enough."""

    ALL = 0
    SHORT_NOTES = 1
    """Materials without their notes, two questions, one line each for the steps, for limits and for promises."""
    BARE = 2
    """No questions either."""


def lay_out(guide: Guide, look: Look, paper: Paper) -> list[Page]:
    """The pages: one, if need be by saying less; where even the least needs more, everything is said."""
    dense = _dense(look)
    whole = paginate(_story(guide, dense, paper, Detail.ALL), paper)
    if len(whole) == 1:
        return whole
    for detail in (Detail.SHORT_NOTES, Detail.BARE):
        pages = paginate(_story(guide, dense, paper, detail), paper)
        if len(pages) == 1:
            return pages
    return whole


def _dense(look: Look) -> Look:
    """The same type with less air, to stay on one page."""
    size = look.body.size
    return replace(
        look,
        heading=replace(look.heading, leading=size * 1.6, space_before=size * 0.6, space_after=size * 0.15),
        subheading=replace(look.subheading, leading=size * 1.4, space_before=size * 0.25),
        body=replace(look.body, leading=size * 1.42, space_after=size * 0.12),
        strong=replace(look.strong, leading=size * 1.42),
        cell=replace(look.cell, leading=size * 1.38),
        cell_head=replace(look.cell_head, leading=size * 1.38),
        label_width=look.label_width * 0.72,
        padding=look.padding * 0.5,
    )


def _story(guide: Guide, look: Look, paper: Paper, detail: Detail) -> Iterator[Flowable]:
    content = guide.content
    texts = [
        TextBlock(guide.organ.name, look.organ),
        TextBlock(content.name, look.title),
        TextBlock(_for_whom(guide), look.body),
        *standing(guide, look),
    ]
    yield TitleBlock(texts, guide.qr_text, paper, "扫码看完整版")
    if notice := words.notice(guide):
        yield Notice(notice, look)
    yield Figures(
        (
            matter_words.plain_limit(content),
            ("要花多少钱", matter_words.NO_FEE if not content.charges_fee else "要收费，见下面"),
            ("要跑几次", _visits(guide)),
        ),
        look,
        is_stacked=look.is_large,
    )
    yield from answered(guide, look, paper)
    yield from _questions(guide, look, detail)
    yield heading("您要带什么", look)
    yield from _materials(guide, look, detail)
    yield heading("到哪里办", look)
    yield from facts(_where(guide), look, paper)
    if content.charges_fee:
        yield heading("要花多少钱", look)
        yield from _fees(guide, look)
    yield heading("怎么办", look)
    yield from _how(guide, look, detail)
    yield heading("什么条件可以办", look)
    yield from _conditions(guide, look)
    yield heading("还要知道", look)
    yield from facts(_also(guide, detail), look, paper)
    if detail is not Detail.ALL:
        yield TextBlock(MORE_IN_FULL, look.strong)


def _for_whom(guide: Guide) -> str:
    kinds = "、".join(kind.label for kind in guide.content.applicant_kinds)
    return f"谁可以办：{kinds or guide.content.scope or matter_words.NOT_STATED}"


def _visits(guide: Guide) -> str:
    visits = guide.content.visits
    if visits is None:
        return matter_words.NOT_STATED
    return f"到现场{visits}次" if visits else "不用到现场"


def _questions(guide: Guide, look: Look, detail: Detail) -> Iterator[Flowable]:
    questions = guide.content.questions
    if detail is Detail.SHORT_NOTES:
        questions = questions[:_FEW_QUESTIONS]
    if not questions or detail is Detail.BARE:
        return
    yield heading("大家常问", look)
    for each in questions:
        yield subheading(f"问：{each.question}", look)
        yield from paragraphs(f"答：{each.answer}", look)


def _materials(guide: Guide, look: Look, detail: Detail) -> Iterator[Flowable]:
    content = guide.content
    yield from situations_of(content, look)
    if not content.materials:
        yield TextBlock(matter_words.NO_MATERIALS, look.body)
    groups = matter_words.grouped_materials(content)
    for condition, lines in groups:
        if condition:
            yield subheading(f"{condition}，还要带：", look)
        elif len(groups) > 1:
            yield subheading("都要带：", look)
        for number, spec in lines:
            yield TextBlock(material_line(number, spec), look.body)
            if detail is Detail.ALL and (note := _note(spec)):
                yield TextBlock(note, look.small)


def material_line(number: int, spec: MaterialSpec) -> str:
    """A material in one line: its name, how many, whether it must be there."""
    need = matter_words.PLAIN_NECESSITY[spec.necessity]
    when = f"：{spec.needed_when}" if spec.needed_when else ""
    licence = f"；有“{spec.licence}”电子证照的不用带" if spec.licence else ""
    return f"{number}. {spec.name}（{matter_words.counts(spec)}，{need}{when}{licence}）"


def _note(spec: MaterialSpec) -> str:
    return "；".join(filter(None, (spec.standard, spec.instructions)))


def _where(guide: Guide) -> list[tuple[str, str]]:
    content = guide.content
    online = [text for text in (content.web_url, content.mobile_url) if text]
    return [
        ("地点", words.place(guide)),
        ("窗口", words.counters(guide)),
        ("时间", words.hours(guide)),
        ("怎么去", content.traffic or "\n".join(hall.traffic for hall in guide.halls if hall.traffic)),
        ("网上办", "\n".join(online)),
        ("问电话", words.consult(guide)),
    ]


def _fees(guide: Guide, look: Look) -> Iterator[Flowable]:
    for fee in guide.content.fees:
        condition = matter_words.condition_of(guide.content, fee.when)
        lead = f"（{condition}）" if condition else ""
        basis = f"，依据{fee.legal_basis}" if fee.legal_basis else ""
        yield TextBlock(f"{lead}{fee.name}：{fee.standard or matter_words.NOT_STATED}{basis}", look.body)


def _how(guide: Guide, look: Look, detail: Detail) -> Iterator[Flowable]:
    steps = guide.content.steps
    if not steps:
        yield from paragraphs(guide.content.flow_note or matter_words.NO_STEPS, look)
    elif detail is Detail.ALL:
        for number, step in enumerate(steps, start=1):
            said = "，".join(filter(None, (step.name, matter_words.step_limit(step), step.result)))
            yield TextBlock(f"第{number}步：{said}", look.body)
    else:
        yield TextBlock(" → ".join(step.name for step in steps), look.body)


def _conditions(guide: Guide, look: Look) -> Iterator[Flowable]:
    content = guide.content
    yield from paragraphs(content.conditions or matter_words.NOT_STATED, look)
    if content.prohibitions:
        yield TextBlock(f"不可以：{content.prohibitions}", look.body)


def _also(guide: Guide, detail: Detail) -> list[tuple[str, str]]:
    content = guide.content
    bases = "、".join(f"{matter_words.quoted(basis.title)}{basis.clause}" for basis in content.legal_basis)
    ways = "、".join(way.label for way in content.delivery_ways)
    result = "，".join(
        filter(None, (content.result_name or matter_words.NOT_STATED, content.result_validity, ways))
    )
    deferral, pledge = matter_words.deferral(content), matter_words.pledge(content)
    if detail is not Detail.ALL:
        deferral, pledge = _one_line(deferral), _one_line(pledge)
    return [
        ("时限", _limits(guide, detail)),
        ("拿到什么", result),
        ("容缺受理", deferral),
        ("告知承诺", pledge),
        ("数量限制", content.quantity_limit or matter_words.NOT_STATED),
        ("法律依据", bases or matter_words.NOT_STATED),
        ("投诉", content.complain or matter_words.NOT_STATED),
        ("不服决定", words.remedies(guide)),
    ]


def _one_line(text: str) -> str:
    text = text.replace("\n", "；")
    return text if len(text) <= _ONE_LINE else text[: _ONE_LINE - len(_SEE_FULL)] + _SEE_FULL


def _limits(guide: Guide, detail: Detail) -> str:
    content = guide.content
    with_reason = detail is Detail.ALL
    promised = matter_words.limit(content.promised, content.promised_explanation if with_reason else "")
    statutory = matter_words.limit(content.statutory, content.statutory_explanation if with_reason else "")
    lines = [f"承诺：{promised}", f"法定：{statutory}"]
    lines += [f"{answer}：{limit}" for answer, limit in matter_words.varied_limits(content)]
    return ("\n" if with_reason else "；").join(lines)
