"""简版: one card with what to bring, how long it takes, what it costs, where to go; what does not fit is named.

The card is A5, in large print A4.
"""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from desktop_app.documents.guides import words
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.flow import Page, Placed, Together, height_of
from desktop_app.documents.guides.look import Look, Paper
from desktop_app.documents.guides.parts import Figures, Notice, Rule
from desktop_app.documents.guides.plain import material_line
from desktop_app.documents.qr import QrCode
from desktop_app.documents.text import Alignment, TextBlock, TextStyle, break_lines
from desktop_app.rules import matter_words
from desktop_app.rules.catalogue import MaterialSpec

_FULL = "见完整版"
_NAME_LINES = 3
_FACT_LINES = 3
_FEE_CHARACTERS = 12
_LIMIT_CHARACTERS = 16
_SMALLEST_LIST = 2
"""Materials that stand on the card in any case."""


def lay_out(guide: Guide, look: Look, paper: Paper) -> list[Page]:
    """The one page of the card."""
    width = paper.body_width
    above = _above(guide, look, width)
    below = _Foot(guide, look, paper)
    below_height = below.wrap(width, paper.body_height)[1]
    room = paper.body_height - below_height - look.body.size
    used = height_of(above, width)
    middle = _materials(guide, look, width, room - used)
    upper = Together([*above, *middle])
    upper.wrap(width, room)
    return [[Placed(upper, 0.0), Placed(below, paper.body_height - below_height)]]


def _above(guide: Guide, look: Look, width: float) -> list[Flowable]:
    title = TextStyle(look.title.size * 0.82, look.title.leading * 0.82, bold=True, space_after=2)
    notice = words.notice(guide)
    content = guide.content
    name, limits = matter_words.short_limit(content)
    return [
        _cut(guide.organ.name, look.organ, width, 1),
        _cut(content.name, title, width, _NAME_LINES),
        *([Notice(notice, look)] if notice else []),
        Figures(
            (
                (name, _shortened(limits, _LIMIT_CHARACTERS)),
                ("收费", _shortened(_fee(guide), _FEE_CHARACTERS)),
                ("到现场", matter_words.visits(content)),
            ),
            look,
            is_stacked=False,
        ),
    ]


def _fee(guide: Guide) -> str:
    fees = guide.content.fees
    if len(fees) == 1 and not fees[0].when:
        return fees[0].standard or matter_words.NOT_STATED
    return f"{len(fees)}项收费" if fees else matter_words.NO_FEE


def _shortened(text: str, most: int) -> str:
    """A text that fits its figure, or where to find it."""
    return text if len(text) <= most else f"{text[: most - len(_FULL) - 1]}…{_FULL}"


def _materials(guide: Guide, look: Look, width: float, room: float) -> list[Flowable]:
    """As many materials as there is room for; how many more there are is said."""
    specs = guide.content.materials
    style = TextStyle(look.body.size, look.body.size * 1.42, space_after=look.body.size * 0.16)
    blocks: list[Flowable] = [TextBlock("要带什么", look.heading)]
    blocks += [TextBlock(f"{question}：{answer}", look.small) for question, answer in guide.answers[:2]]
    if not specs:
        return [*blocks, TextBlock(matter_words.NO_MATERIALS, style)]
    lines = [_cut(_line(number, spec, guide), style, width, 2) for number, spec in enumerate(specs, start=1)]
    for count in range(len(lines), min(_SMALLEST_LIST, len(lines)) - 1, -1):
        shown = [*blocks, *lines[:count]]
        if count < len(lines):
            more = f"还有{len(lines) - count}项，扫码或向窗口索取完整版。"
            shown.append(TextBlock(more, look.strong))
        if height_of(shown, width) <= room:
            return shown
    return [*blocks, TextBlock(f"共{len(lines)}项材料，扫码或向窗口索取完整版。", look.strong)]


def _line(number: int, spec: MaterialSpec, guide: Guide) -> str:
    condition = matter_words.condition_of(guide.content, spec.when)
    line = material_line(number, spec)
    return f"{line}【{condition}】" if condition else line


def _cut(text: str, style: TextStyle, width: float, lines: int) -> TextBlock:
    """A text of at most so many lines; a longer one says where the rest stands."""
    block = TextBlock(text, style)
    broken = break_lines(block.printed, style, width)
    if len(broken) <= lines:
        return block
    kept = "".join(line.text for line in broken[:lines])
    while kept and len(break_lines(f"{kept}…（{_FULL}）", style, width)) > lines:
        kept = kept[:-1]
    return TextBlock(f"{kept}…（{_FULL}）", style)


class _Foot(Flowable):
    """The lower part of the card: where, when and whom to ask at the left, the QR code at the right."""

    def __init__(self, guide: Guide, look: Look, paper: Paper) -> None:
        super().__init__()
        self._code = QrCode(guide.qr_text)
        self._paper = paper
        self._look = look
        label = TextStyle(look.small.size, look.small.size * 1.35, grey=look.small.grey)
        text = TextStyle(look.cell.size, look.cell.leading, space_after=look.cell.size * 0.3)
        width = paper.body_width - self._code.outer - 10
        self._left: list[Flowable] = []
        for name, said in _where(guide):
            if said:
                self._left += [TextBlock(name, label), _cut(said, text, width, _FACT_LINES)]
        self._below: list[Flowable] = [
            Rule(space=4, weight=0.5, grey=0.5),
            *(_cut(line, label, paper.body_width, 1 if look.is_large else 2) for line in _ways_out(guide)),
            *(_cut(line, look.furniture, paper.body_width, 2) for line in _standing(guide)),
        ]
        self._caption = TextBlock("扫码看完整版", replace(look.furniture, alignment=Alignment.CENTRE))

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the height of the higher side with the lines below."""
        self._left_height = height_of(self._left, aW - self._code.outer - 10)
        self._caption.wrap(self._code.outer, aH)
        self._beside = max(self._left_height, self._code.outer + self._caption.height)
        self.width, self.height = aW, self._beside + 6 + height_of(self._below, aW)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both sides, then the lines below."""
        _draw_column(self.canv, self._left, 0, self.height, self.width - self._code.outer - 10)
        left = self.width - self._code.outer
        top = self.height - (self._beside - self._code.outer - self._caption.height) / 2
        self._code.draw(self.canv, left, top, page_height=self._paper.height)
        self._caption.drawOn(self.canv, left, top - self._code.outer - self._caption.height)
        _draw_column(self.canv, self._below, 0, self.height - self._beside - 6, self.width)


def _draw_column(canvas: Canvas, blocks: Sequence[Flowable], left: float, top: float, width: float) -> None:
    after = 0.0
    for at, block in enumerate(blocks):
        top -= max(after, block.getSpaceBefore()) if at else 0
        top -= block.wrap(width, top)[1]
        block.drawOn(canvas, left, top)
        after = block.getSpaceAfter()


def _where(guide: Guide) -> list[tuple[str, str]]:
    return [
        ("到哪里办", "，".join(filter(None, (words.place(guide), words.counters(guide))))),
        ("什么时间", words.hours(guide)),
        ("咨询电话", words.consult(guide)),
    ]


def _ways_out(guide: Guide) -> list[str]:
    content = guide.content
    return [
        f"容缺受理：{_one_line(matter_words.deferral(content))}",
        f"告知承诺：{_one_line(matter_words.pledge(content))}",
    ]


def _standing(guide: Guide) -> list[str]:
    return [words.version_line(guide), words.current_line(guide)]


def _one_line(text: str) -> str:
    return text.replace("\n", "；")
