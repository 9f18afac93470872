"""What the papers of a case are made of: title, facts, lists of materials, signatures, and the end with seal and QR code."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from reportlab.platypus import Flowable, KeepTogether
from typing_extensions import override

from desktop_app.documents import page
from desktop_app.documents.content import CaseFacts, CasePaper, MaterialLine
from desktop_app.documents.page import BODY_WIDTH, text_paragraph
from desktop_app.documents.qr import QrCode
from desktop_app.documents.tables import Cell, Grid, Row
from desktop_app.documents.text import Alignment, TextStyle, break_lines, draw_lines
from desktop_app.rules.masking import masked_identity, masked_phone
from models.enums import ReceivedAs

_LABEL_WIDTH = 78.0
_HALF = BODY_WIDTH / 2
_CAPTION = TextStyle(9, 13, alignment=Alignment.CENTRE)
_SEAL_WIDTH = 240.0
_SEAL = TextStyle(12, 22, alignment=Alignment.CENTRE)
SEAL_SLOT = "（待加盖专用印章）"
"""Never a picture of a seal: the sealed paper, or a sealed electronic copy, comes from whoever holds the seal."""
_NUMBER_WIDTH = 34.0
_EMPTY = "—"
"""What an empty cell shows, so that nothing can be written into it later."""


class Column(NamedTuple):
    """One column of a list; a width of zero (points) takes what the others leave."""

    title: str
    width: float
    centred: bool = False


_MATERIAL_COLUMNS = (
    Column("材料名称", 0),
    Column("收取形式", 60, centred=True),
    Column("份数", 40, centred=True),
    Column("备注", 110),
)


def long_date(day: date) -> str:
    """A date as official papers write it: 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def minute(moment: datetime) -> str:
    """A moment to the minute: 2026-11-20 14:03."""
    return f"{moment:%Y-%m-%d %H:%M}"


def title_block(document: CasePaper) -> list[Flowable]:
    """Name of the organ, title, number of the document at the right."""
    number = document.document_number
    return [
        text_paragraph(document.letterhead.organ_name, page.ORGAN),
        text_paragraph(document.kind.label, page.TITLE),
        text_paragraph(f"文书编号：{number}" if number else "", page.NUMBER),
    ]


def wide(label: str, value: str) -> Row:
    """A fact over the whole width of the sheet."""
    return [
        Cell(text_paragraph(label, page.CELL), _LABEL_WIDTH, shaded=True),
        Cell(text_paragraph(value or _EMPTY, page.CELL), BODY_WIDTH - _LABEL_WIDTH),
    ]


def person(name: str, identity_label: str, identity_number: str) -> str:
    """A person with the masked number that identifies him."""
    return f"{name}，{identity_label} {masked_identity(identity_label, identity_number)}"


def _situation(case: CaseFacts) -> list[Row]:
    """What was answered; a matter without questions has no such line."""
    words = "；".join(f"{question}{answer}" for question, answer in case.situation)
    return [wide("办理情形", words)] if words else []


def _handled(case: CaseFacts) -> Row:
    """Who made out the paper, and at which counter; in the back office there is none."""
    if not case.counter_name:
        return wide("经办人", case.clerk_name)
    return wide("受理窗口", f"{case.counter_name}，经办人：{case.clerk_name}")


def facts_table(case: CaseFacts, *extra: Row) -> Grid:
    """The facts of a case, then those of one document; an agent only where there is one."""
    applicant = person(case.applicant_name, case.identity_label, case.identity_number)
    agent = person(case.agent_name, case.agent_identity_label, case.agent_identity_number)
    return Grid(
        [
            wide("办件编号", case.number),
            wide("事项名称", case.matter_name),
            wide("事项编码", case.matter_code),
            *_situation(case),
            wide("申请人", applicant),
            wide("联系电话", masked_phone(case.phone)),
            *([wide("代理人", agent)] if case.agent_name else []),
            _handled(case),
            *extra,
        ],
        space_after=4,
    )


def addressee(case: CaseFacts) -> Flowable:
    """The line a notice or decision begins with."""
    return text_paragraph(f"{case.applicant_name}：", page.ADDRESSEE)


def listing(columns: Sequence[Column], lines: Sequence[Sequence[str]]) -> Grid:
    """A numbered list as a table with a repeated head."""
    columns = (Column("序号", _NUMBER_WIDTH, centred=True), *columns)
    rest = BODY_WIDTH - sum(column.width for column in columns)
    head = [
        Cell(
            text_paragraph(column.title, page.CELL_HEAD_CENTRED if column.centred else page.CELL_HEAD),
            column.width or rest,
            shaded=True,
        )
        for column in columns
    ]
    rows = [
        [
            Cell(
                text_paragraph(text or _EMPTY, page.CELL_CENTRED if column.centred else page.CELL),
                column.width or rest,
            )
            for column, text in zip(columns, (str(number), *line), strict=True)
        ]
        for number, line in enumerate(lines, start=1)
    ]
    return Grid([head, *rows], heads=1, space_after=4)


def materials_section(title: str, materials: Sequence[MaterialLine]) -> list[Flowable]:
    """The materials that were really handed in, under a heading that counts them."""
    lines = [
        (material.name, material.received_as, str(material.count), material.note)
        for material in materials
        if material.received_as != ReceivedAs.NOT_RECEIVED.label
    ]
    if not lines:
        return [*page.heading(title), text_paragraph("未收取任何材料。")]
    return [
        *page.heading(f"{title}（共 {len(lines)} 项）"),
        listing(_MATERIAL_COLUMNS, lines),
    ]


def signatures(first: str, second: str, second_value: str = "") -> Grid:
    """A row to be filled in by hand: who signs, and who signs with him or when."""
    width = 126.0
    row = [
        Cell(text_paragraph(first, page.CELL_CENTRED), width, shaded=True),
        Cell(text_paragraph("", page.CELL_BLANK), _HALF - width),
        Cell(text_paragraph(second, page.CELL_CENTRED), width - 46, shaded=True),
        Cell(text_paragraph(second_value, page.CELL_CENTRED), _HALF - width + 46),
    ]
    return Grid([row], space_before=4, space_after=4)


def signed_with_date() -> Grid:
    """The recipient's signature and its date (签收)."""
    return signatures("签收人签字", "签收日期", "年　　月　　日")


def signed_by_both() -> Grid:
    """The signatures of the one who brought the materials and the one who took them."""
    return signatures("申请人（代理人）签字", "收件人签字")


class Closing(Flowable):
    """The end of a paper: the QR code with its caption at the left, organ, seal slot and date at the right."""

    def __init__(self, document: CasePaper) -> None:
        super().__init__()
        self.spaceBefore = 6
        self._code = QrCode(document.case.qr_text)
        self._captions = ("扫码查验真伪和办理进度", f"查询码：{document.case.query_code}")
        text = f"{document.letterhead.organ_name}\n{SEAL_SLOT}\n{long_date(document.made_on)}"
        self._lines = break_lines(text_paragraph(text).printed, _SEAL, _SEAL_WIDTH)

    @property
    def _caption_width(self) -> float:
        return max(self._code.outer, 120.0)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the height of the higher side."""
        left = self._code.outer + len(self._captions) * _CAPTION.leading
        self.width, self.height = BODY_WIDTH, max(left, len(self._lines) * _SEAL.leading)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both sides from the top."""
        self._code.draw(self.canv, (self._caption_width - self._code.outer) / 2, self.height)
        free = (self.height - len(self._lines) * _SEAL.leading) / 2
        draw_lines(self.canv, self._lines, _SEAL, BODY_WIDTH - _SEAL_WIDTH, self.height - free)
        captions = break_lines("\n".join(self._captions), _CAPTION, self._caption_width)
        draw_lines(self.canv, captions, _CAPTION, 0, self.height - self._code.outer)


def ending(document: CasePaper, last: Flowable, signature: Flowable) -> list[Flowable]:
    """The last block of text, signatures, seal and QR code on one page, and where to ask."""
    head = document.letterhead
    place = f"办理地点：{head.hall_name}（{head.organ_address}），咨询电话：{head.organ_phone}"
    return [KeepTogether([last, signature, Closing(document), text_paragraph(place, page.NOTE)])]
