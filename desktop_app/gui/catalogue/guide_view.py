"""A matter on screen: everything its version in force says, as one readable column."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.forms import set_names
from desktop_app.gui.theme import GRID, TITLE
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.services.catalogue import MatterDetail

Facts = Sequence[tuple[str, str]]


class GuideView(QTextBrowser):
    """Read-only and scrollable; text of the catalogue is data, never markup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_names(self, "catalogue.guide", "办事指南")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(GRID)
        self._matter: MatterDetail | None = None
        self.setOpenLinks(False)

    def show_matter(self, matter: MatterDetail) -> None:
        """Show a matter: another one from its beginning, the same one where it is being read."""
        is_same = self._matter is not None and self._matter.id == matter.id
        place = self.verticalScrollBar().value() if is_same else 0
        self._matter = matter
        self.setHtml(_page(matter))
        self.verticalScrollBar().setValue(place)

    @override
    def changeEvent(self, e: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(e)
        if e.type() == QEvent.Type.StyleChange and self._matter is not None:
            self.show_matter(self._matter)


def _page(matter: MatterDetail) -> str:
    content = matter.content
    parts = [
        f"<p style='font-size:{theme.px(TITLE)}px'><b>{escape(content.name)}</b></p>",
        _table(_basics(matter)),
        _section("受理条件", _lines(content.conditions)),
        _section("申请材料", _materials(content.materials)),
        _section("办理流程", _steps(content)),
        _section("收费", _fees(content)),
        _section("设定依据", _list(f"{basis.title}{basis.clause}" for basis in content.legal_basis)),
        _section("容缺受理", _lines(content.deferral)),
        _section("告知承诺", _lines(content.pledge)),
        _section("特别程序", _list(content.special_procedures)),
        _section("常见问题", _questions(content)),
    ]
    return f"<div style='color:{theme.current().text}'>{''.join(parts)}</div>"


def _basics(matter: MatterDetail) -> Facts:
    content = matter.content
    return (
        ("实施编码", matter.item_code or matter.code),
        ("版本", f"第{matter.version}版，{matter.published_at:%Y-%m-%d} 发布"),
        ("事项类型", content.matter_type.label),
        ("实施主体", matter.department_name),
        ("服务对象", "、".join(kind.label for kind in content.applicant_kinds)),
        ("办件类型", content.handling_kind.label),
        (
            "法定时限",
            content.statutory.text if content.statutory else content.statutory_explanation or "未载明",
        ),
        ("承诺时限", content.promised.text if content.promised else content.promised_explanation or "未载明"),
        ("办理渠道", "、".join(channel.label for channel in content.channels)),
        ("到现场次数", "未载明" if content.visits is None else f"{content.visits}次 {content.visits_reason}"),
        ("审批结果", f"{content.result_name}（{content.result_kind.label}）{content.result_validity}"),
        ("办理地点", content.places),
        ("办理时间", content.hours),
        ("咨询方式", content.consult),
        ("监督投诉", content.complain),
        ("别名", "、".join(content.aliases)),
    )


def _materials(materials: Sequence[MaterialSpec]) -> str:
    if not materials:
        return "<p>无需提交材料。</p>"
    rows = [
        (
            f"{position}",
            spec.name,
            spec.necessity.label,
            "、".join(
                text
                for text, count in (
                    (f"原件{spec.originals}份", spec.originals),
                    (f"复印件{spec.copies}份", spec.copies),
                )
                if count
            )
            or "不需纸质",
            spec.issuer or spec.source.label,
            spec.standard,
        )
        for position, spec in enumerate(materials, start=1)
    ]
    return _grid(("序号", "材料名称", "必要性", "份数", "来源", "受理标准"), rows)


def _steps(content: MatterContent) -> str:
    rows = [
        (step.name, "" if step.days is None else f"{step.days}个工作日", step.handler, step.result)
        for step in content.steps
    ]
    return _grid(("环节", "时限", "办理人", "结果"), rows) if rows else ""


def _fees(content: MatterContent) -> str:
    rows = [(fee.name, fee.standard, fee.legal_basis) for fee in content.fees]
    return _grid(("项目", "标准", "依据"), rows) if rows else "<p>不收费。</p>"


def _questions(content: MatterContent) -> str:
    return "".join(
        f"<p><b>问：{escape(each.question)}</b><br>答：{escape(each.answer)}</p>"
        for each in content.questions
    )


def _section(title: str, body: str) -> str:
    heading = f"<p style='margin-top:{GRID * 2}px; color:{theme.current().accent}'><b>{title}</b></p>"
    return heading + body if body else ""


def _lines(text: str) -> str:
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>" if text else ""


def _list(items: Iterable[str]) -> str:
    return "".join(f"<p>{escape(item)}</p>" for item in items)


def _table(facts: Facts) -> str:
    muted = theme.current().muted
    rows = "".join(
        f"<tr><td style='color:{muted}; padding:4px 16px 4px 0'>{title}</td>"
        f"<td style='padding:4px 0'>{escape(text)}</td></tr>"
        for title, text in facts
        if text.strip()
    )
    return f"<table>{rows}</table>"


def _grid(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    colours = theme.current()
    cell = f"padding:4px 8px; border:1px solid {colours.border}"
    head = "".join(f"<th align='left' style='{cell}; color:{colours.muted}'>{title}</th>" for title in titles)
    body = "".join(
        "<tr>" + "".join(f"<td style='{cell}'>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return (
        f"<table cellspacing='0' width='100%' style='border-collapse:collapse'><tr>{head}</tr>{body}</table>"
    )
