"""A matter as one readable page of rich text: every element that says something, section by section."""

from collections.abc import Sequence
from enum import Enum
from html import escape
from typing import Any

from desktop_app.gui import theme
from desktop_app.gui.theme import GRID, TITLE
from desktop_app.rules import matter_words
from desktop_app.rules.catalogue import Limit, MatterContent
from desktop_app.rules.elements import ELEMENTS, Section
from desktop_app.services.catalogue import MatterDetail
from models.enums import LabelledEnum, MatterState

Library = Sequence[Sequence[str]]

LISTS = ("legal_basis", "situations", "materials", "steps", "fees", "questions")
"""Shown as tables of their own."""
LEFT_OUT = {*LISTS, "name", "quality_exceptions", "result_sample"}
"""The title says the name; the exceptions are for editors; a sample is a file."""
LABEL_WIDTH = 128
STATE_SHAPES = {MatterState.PUBLISHED: "●", MatterState.PENDING: "○"}
"""Every other state stands behind ■."""
STATED_IN_ANY_CASE = {"statutory", "promised", "visits", "quantity_limit", "deferral", "pledge"}
"""What people ask for: that it is not stated is said."""


def page_html(matter: MatterDetail, effective_on: object = None, library: Library = ()) -> str:
    """The whole page; text of the catalogue is data, never markup."""
    content = matter.content
    parts = [f"<p style='font-size:{theme.px(TITLE)}px'><b>{escape(content.name)}</b></p>"]
    parts.append(_table([*_standing(matter, effective_on), *_elements(content, Section.BASICS)]))
    for section in Section:
        body = _table(_elements(content, section)) if section is not Section.BASICS else ""
        body += _LISTS[section](content, library) if section in _LISTS else ""
        parts.append(_section(section.label, body))
    return f"<div style='color:{theme.current().text}'>{''.join(parts)}</div>"


def _standing(matter: MatterDetail, effective_on: object) -> list[tuple[str, str]]:
    since = f"，{effective_on} 生效" if effective_on else ""
    return [
        ("状态", f"{STATE_SHAPES.get(matter.state, '■')} {matter.state.label}"),
        ("版本", f"第{matter.version}版，{matter.published_at:%Y-%m-%d} 发布{since}"),
        ("实施编码", matter.code),
        ("业务办理项编码", matter.item_code),
    ]


def _elements(content: MatterContent, section: Section) -> list[tuple[str, str]]:
    """The plain elements of a section that say something."""
    found: list[tuple[str, str]] = []
    for element in ELEMENTS:
        if element.section is not section or element.key in LEFT_OUT:
            continue
        text = _words(getattr(content, element.key))
        if not text and element.key in STATED_IN_ANY_CASE:
            text = matter_words.NOT_STATED
        found.append((element.label, text))
    return [(label, text) for label, text in found if text]


def _words(value: Any) -> str:
    """A value as people read it; empty where there is none, and for a plain no."""
    match value:
        case None | False | "" | ():
            return ""
        case True:
            return "是"
        case LabelledEnum():
            return value.label
        case Enum() | int() | str():
            return str(value)
        case Limit():
            return value.text
        case _:
            return "、".join(map(_words, value))


def _legal_basis(content: MatterContent, _library: Library) -> str:
    rows = [
        (
            f"{matter_words.quoted(basis.title)}{basis.clause}",
            basis.text,
            "\n".join(filter(None, (basis.number, basis.organ, basis.effective_on))),
        )
        for basis in content.legal_basis
    ]
    return _grid(("依据", "条文", "文号、机关、实施日期"), rows)


def _situations(content: MatterContent, _library: Library) -> str:
    rows = [
        (
            f"{matter_words.condition_of(content, situation.asked_when)}\n{situation.question}".strip(),
            option.text,
            _selected(content, option.key),
        )
        for situation in content.situations
        for option in situation.options
    ]
    return _grid(("问题", "选项", "这样回答时"), rows)


def _selected(content: MatterContent, key: str) -> str:
    """What an answer brings along."""
    option = next(each for one in content.situations for each in one.options if each.key == key)
    materials = [
        f"{number}. {spec.name}" for number, spec in enumerate(content.materials, start=1) if key in spec.when
    ]
    lines = ["需要材料：" + "；".join(materials)] if materials else []
    lines += [f"收费：{fee.name}" for fee in content.fees if key in fee.when]
    limits = (("法定时限", option.statutory), ("承诺时限", option.promised))
    lines += [f"{name}：{given.text}" for name, given in limits if given is not None]
    return "\n".join(lines)


def _materials(content: MatterContent, library: Library) -> str:
    if not content.materials:
        return f"<p>{matter_words.NO_MATERIALS}</p>"
    parts: list[str] = []
    groups = matter_words.grouped_materials(content)
    for condition, lines in groups:
        if len(groups) > 1:
            parts.append(f"<p><b>{escape(condition or '都需要')}</b></p>")
        rows = [
            (
                str(number),
                spec.name,
                "\n".join(filter(None, (spec.necessity.label, spec.needed_when))),
                f"{matter_words.counts(spec)}\n{spec.carrier.label}",
                matter_words.origin(spec),
                "\n".join([*matter_words.material_notes(spec), *_noted(library, number)]),
            )
            for number, spec in lines
        ]
        parts.append(_grid(("序号", "材料名称", "必要性", "份数", "来源", "要求"), rows))
    return "".join(parts)


def _noted(library: Library, number: int) -> list[str]:
    notes = library[number - 1] if number <= len(library) else ()
    return [f"〔材料库〕{note}" for note in notes]


def _steps(content: MatterContent, _library: Library) -> str:
    rows = [
        (
            step.name,
            step.kind.label,
            matter_words.step_limit(step),
            step.handler,
            "\n".join(filter(None, (step.result, step.special))),
        )
        for step in content.steps
    ]
    return _grid(("环节名称", "环节", "时限", "办理岗位", "结果与说明"), rows)


def _fees(content: MatterContent, _library: Library) -> str:
    if not content.charges_fee:
        return f"<p>{matter_words.NO_FEE}。</p>"
    rows = [
        (
            fee.name,
            fee.standard,
            fee.legal_basis,
            "\n".join(
                filter(
                    None,
                    (
                        matter_words.condition_of(content, fee.when),
                        f"可减免：{fee.reduction_basis}" if fee.reducible else "",
                        fee.remark,
                    ),
                )
            ),
        )
        for fee in content.fees
    ]
    return _grid(("项目", "标准", "依据", "情形、减免与备注"), rows)


def _questions(content: MatterContent, _library: Library) -> str:
    return "".join(
        f"<p><b>问：{escape(each.question)}</b><br>答：{_broken(each.answer)}</p>"
        for each in content.questions
    )


_LISTS = {
    Section.BASIS: _legal_basis,
    Section.SITUATIONS: _situations,
    Section.MATERIALS: _materials,
    Section.STEPS: _steps,
    Section.FEES: _fees,
    Section.QUESTIONS: _questions,
}


def _section(title: str, body: str) -> str:
    heading = f"<p style='margin-top:{GRID * 2}px; color:{theme.current().accent}'><b>{title}</b></p>"
    return heading + body if body else ""


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _table(facts: Sequence[tuple[str, str]]) -> str:
    muted, width = theme.current().muted, theme.px(LABEL_WIDTH)
    rows = "".join(
        f"<tr><td width='{width}' style='color:{muted}; padding:4px 16px 4px 0'>{title}</td>"
        f"<td style='padding:4px 0'>{_broken(text)}</td></tr>"
        for title, text in facts
        if text.strip()
    )
    return f"<table>{rows}</table>" if rows else ""


def _grid(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; a column in which nothing stands is left out."""
    shown = [at for at in range(len(titles)) if any(row[at] for row in rows)]
    if not rows:
        return ""
    colours = theme.current()
    cell = f"padding:4px 8px; border:1px solid {colours.border}"
    head = "".join(
        f"<th align='left' style='{cell}; color:{colours.muted}'>{titles[at]}</th>" for at in shown
    )
    body = "".join(
        "<tr>" + "".join(f"<td style='{cell}'>{_broken(row[at])}</td>" for at in shown) + "</tr>"
        for row in rows
    )
    return (
        f"<table cellspacing='0' width='100%' style='border-collapse:collapse'><tr>{head}</tr>{body}</table>"
    )
