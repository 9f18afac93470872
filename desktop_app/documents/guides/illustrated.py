"""图例版: the way through the procedure and the materials as pictures, with few words between them."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from desktop_app.documents.guides import words
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.diagram import timeline
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
from desktop_app.documents.guides.tiles import tiles
from desktop_app.documents.text import TextBlock
from desktop_app.rules import matter_words


def story(guide: Guide, look: Look, paper: Paper) -> Iterator[Flowable]:
    """The whole guide as blocks."""
    content = guide.content
    texts = [
        TextBlock(guide.organ.name, look.organ),
        TextBlock(content.name, look.title),
        *standing(guide, look),
    ]
    yield TitleBlock(texts, guide.qr_text, paper, "扫码看完整版")
    if notice := words.notice(guide):
        yield Notice(notice, look)
    yield Figures(
        (
            matter_words.plain_limit(content),
            ("要花多少钱", matter_words.NO_FEE if not content.charges_fee else "要收费，见后面"),
            ("要跑几次", matter_words.visits(content)),
        ),
        look,
        is_stacked=look.is_large,
    )
    yield from answered(guide, look, paper)
    yield heading("一步一步怎么办", look)
    yield from timeline(content.steps, look)
    if content.flow_note or not content.steps:
        yield from paragraphs(content.flow_note or matter_words.NO_STEPS, look)
    yield heading("要带的材料", look)
    yield from situations_of(content, look)
    yield from _materials(guide, look)
    yield heading("到哪里办", look)
    yield from facts(_where(guide), look, paper)
    yield heading("还要知道", look)
    yield from facts(_also(guide), look, paper)


def _materials(guide: Guide, look: Look) -> Iterator[Flowable]:
    content = guide.content
    if not content.materials:
        yield TextBlock(matter_words.NO_MATERIALS, look.body)
    pictures = dict(enumerate(guide.pictures, start=1))
    groups = matter_words.grouped_materials(content)
    for condition, lines in groups:
        if condition:
            yield subheading(f"{condition}，还要带", look)
        elif len(groups) > 1:
            yield subheading("都要带", look)
        yield from tiles([(number, spec, pictures.get(number)) for number, spec in lines], look)


def _where(guide: Guide) -> list[tuple[str, str]]:
    content = guide.content
    return [
        ("地点", words.place(guide)),
        ("窗口", words.counters(guide)),
        ("时间", words.hours(guide)),
        ("网上办", "\n".join(filter(None, (content.web_url, content.mobile_url)))),
        ("电话", words.consult(guide)),
    ]


def _also(guide: Guide) -> list[tuple[str, str]]:
    content = guide.content
    bases = "、".join(f"{matter_words.quoted(basis.title)}{basis.clause}" for basis in content.legal_basis)
    return [
        ("受理条件", content.conditions or matter_words.NOT_STATED),
        ("承诺时限", matter_words.limit(content.promised, content.promised_explanation)),
        ("法定时限", matter_words.limit(content.statutory, content.statutory_explanation)),
        ("不同情形", matter_words.varied_limit_lines(content)),
        ("收费", matter_words.fee(content)),
        ("容缺受理", matter_words.deferral(content)),
        ("告知承诺", matter_words.pledge(content)),
        ("数量限制", content.quantity_limit or matter_words.NOT_STATED),
        ("办理结果", content.result_name or matter_words.NOT_STATED),
        ("法律依据", bases or matter_words.NOT_STATED),
        ("投诉", content.complain or matter_words.NOT_STATED),
        ("不服决定", words.remedies(guide)),
    ]
