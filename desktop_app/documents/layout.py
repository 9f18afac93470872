"""What the papers of a case are made of: title, facts, lists of materials, signatures, and the end with seal and QR code.

Everything is laid out by a `Layout`, which knows how large the type is: the usual one, or large print (大字版).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether
from typing_extensions import override

from desktop_app.documents import page
from desktop_app.documents.content import CaseFacts, CasePaper, MaterialLine, Remedies
from desktop_app.documents.page import BODY_WIDTH
from desktop_app.documents.qr import QrCode
from desktop_app.documents.tables import Cell, Grid, Row
from desktop_app.documents.text import Alignment, TextBlock, TextStyle, break_lines, draw_lines
from desktop_app.rules.law_texts import LAW_TEXTS, LawKey, fill
from desktop_app.rules.masking import masked_identity, masked_phone
from models.enums import DocumentKind, ReceivedAs

_LABEL_WIDTH = 78.0
_HALF = BODY_WIDTH / 2
_CAPTION = TextStyle(9, 13, alignment=Alignment.CENTRE)
_CAPTION_WIDTH = 120.0
_SEAL_WIDTH = 240.0
_SEAL = TextStyle(12, 22, alignment=Alignment.CENTRE)
SEAL_SLOT = "（待加盖专用印章）"
"""Never a picture of a seal: the sealed paper, or a sealed electronic copy, comes from whoever holds the seal."""
SIGN_SLOT = "申请人（签字或盖章）："
_NUMBER_WIDTH = 34.0
_EMPTY = "—"
"""What an empty cell shows, so that nothing can be written into it later."""
_LARGE = 1.4
"""Body type of 16.8 points (三号)."""
_DATE = "年　　月　　日"

BY_THE_APPLICANT = frozenset(
    {DocumentKind.APPLICATION, DocumentKind.DEFERRAL_PROMISE, DocumentKind.HEARING_APPLICATION}
)
"""Papers the applicant gives: he signs where the organ's seal stands on the others."""
RECORDS = frozenset(
    {
        DocumentKind.INSPECTION,
        DocumentKind.HEARING_RECORD,
        DocumentKind.STATEMENT_RECORD,
        DocumentKind.EXTENSION_APPROVAL,
        DocumentKind.NEGATIVE_REPORT,
    }
)
"""Papers that hold by the signatures of people and carry no seal."""
PUBLIC = frozenset({DocumentKind.HEARING_ANNOUNCEMENT})
"""Papers for everybody to read: they carry no QR code, for that holds the applicant's query code."""


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


def person(name: str, identity_label: str, identity_number: str) -> str:
    """A person with the masked number that identifies him."""
    return f"{name}，{identity_label} {masked_identity(identity_label, identity_number)}"


def said(document: CasePaper, key: LawKey, **places: str) -> str:
    """A sentence of law as it stood when the paper was issued, its places filled in."""
    stored = next((sentence.text for sentence in document.sentences if sentence.key == key), None)
    return fill(LAW_TEXTS[key].text if stored is None else stored, places)


def contest(document: CasePaper, remedies: Remedies) -> str:
    """The two remedies with their periods (行政复议、行政诉讼)."""
    return said(document, LawKey.REMEDIES, review_body=remedies.review_body, court=remedies.court)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the parts of a paper are set; `scale` is the size of its type, 1 as usual."""

    scale: float = 1

    @property
    def is_large(self) -> bool:
        """Whether this is large print: lists stand one line below the other instead of in narrow columns."""
        return self.scale > 1

    def text(self, text: str, style: TextStyle = page.BODY) -> TextBlock:
        """A paragraph of typed text: every character is drawn as it is, none is markup."""
        return TextBlock(text, style.scaled(self.scale))

    def small(self, text: str) -> TextBlock:
        """A paragraph in smaller type."""
        return self.text(text, page.SMALL_BODY)

    def heading(self, text: str) -> list[Flowable]:
        """A heading that goes to the next page with what follows when neither has room."""
        return [CondPageBreak(page.HEADING_ROOM * self.scale), self.text(text, page.HEADING)]

    def title_block(self, document: CasePaper) -> list[Flowable]:
        """Name of the organ, title, number of the document at the right, and why it is void where it is."""
        number = document.document_number
        void = document.void_reason
        return [
            self.text(document.letterhead.organ_name, page.ORGAN),
            self.text(document.kind.label, page.TITLE),
            self.text(f"文书编号：{number}" if number else "", page.NUMBER),
            *([self.text(f"本文书已作废。原因：{void}", page.HEADING)] if void else []),
        ]

    def wide(self, label: str, value: str) -> Row:
        """A fact over the whole width of the sheet."""
        width = _LABEL_WIDTH * self.scale
        return [
            Cell(self.text(label, page.CELL), width, shaded=True),
            Cell(self.text(value or _EMPTY, page.CELL), BODY_WIDTH - width),
        ]

    def grid(self, *rows: Row) -> Grid:
        """Rows below each other."""
        return Grid(rows, space_after=4)

    def facts_table(self, case: CaseFacts, *extra: Row) -> Grid:
        """The facts of a case, then those of one document; an agent only where there is one."""
        agent = person(case.agent_name, case.agent_identity_label, case.agent_identity_number)
        words = "；".join(f"{question}{answer}" for question, answer in case.situation)
        return self.grid(
            self.wide("办件编号", case.number),
            self.wide("事项名称", case.matter_name),
            self.wide("事项编码", case.matter_code),
            *([self.wide("办理情形", words)] if words else []),
            self.wide("申请人", person(case.applicant_name, case.identity_label, case.identity_number)),
            self.wide("联系电话", masked_phone(case.phone)),
            *([self.wide("代理人", agent)] if case.agent_name else []),
            self._handled(case),
            *extra,
        )

    def _handled(self, case: CaseFacts) -> Row:
        """Who made out the paper, and at which counter; in the back office there is none."""
        if not case.counter_name:
            return self.wide("经办人", case.clerk_name)
        return self.wide("受理窗口", f"{case.counter_name}，经办人：{case.clerk_name}")

    def addressee(self, case: CaseFacts) -> Flowable:
        """The line a notice or decision begins with."""
        return self.text(f"{case.applicant_name}：", page.ADDRESSEE)

    def section(self, title: str, text: str) -> list[Flowable]:
        """A heading and what was written under it; nothing where nothing was."""
        return [*self.heading(title), self.text(text)] if text else []

    def listing(self, columns: Sequence[Column], lines: Sequence[Sequence[str]]) -> list[Flowable]:
        """A numbered list as a table with a repeated head; in large print every line is a block of its own."""
        if self.is_large:
            return [self._block(columns, number, line) for number, line in enumerate(lines, start=1)]
        columns = (Column("序号", _NUMBER_WIDTH, centred=True), *columns)
        rest = BODY_WIDTH - sum(column.width for column in columns)
        head = [
            Cell(
                self.text(column.title, page.CELL_HEAD_CENTRED if column.centred else page.CELL_HEAD),
                column.width or rest,
                shaded=True,
            )
            for column in columns
        ]
        rows = [
            [
                Cell(
                    self.text(text or _EMPTY, page.CELL_CENTRED if column.centred else page.CELL),
                    column.width or rest,
                )
                for column, text in zip(columns, (str(number), *line), strict=True)
            ]
            for number, line in enumerate(lines, start=1)
        ]
        return [Grid([head, *rows], heads=1, space_after=4)]

    def _block(self, columns: Sequence[Column], number: int, line: Sequence[str]) -> Flowable:
        name = self.text(f"{number}. {line[0]}", page.CELL_HEAD)
        rest = zip(columns[1:], line[1:], strict=True)
        words = "　".join(f"{column.title}：{text}" for column, text in rest if text)
        rows = [[Cell(name, BODY_WIDTH, shaded=True)]]
        if words:
            rows.append([Cell(self.text(words, page.CELL), BODY_WIDTH)])
        return KeepTogether([Grid(rows, space_after=2)])

    def materials_section(self, title: str, materials: Sequence[MaterialLine]) -> list[Flowable]:
        """The materials that were really handed in, under a heading that counts them."""
        lines = [
            (material.name, material.received_as, str(material.count or "—"), material.note)
            for material in materials
            if material.received_as != ReceivedAs.NOT_RECEIVED.label
        ]
        if not lines:
            return [*self.heading(title), self.text("未收取任何材料。")]
        return [*self.heading(f"{title}（共 {len(lines)} 项）"), *self.listing(_MATERIAL_COLUMNS, lines)]

    def signatures(self, first: str, second: str, second_value: str = "") -> Grid:
        """A row to be filled in by hand: who signs, and who signs with him or when; in large print two rows."""
        width = 126.0
        left = [
            Cell(self.text(first, page.CELL_CENTRED), width, shaded=True),
            Cell(self.text("", page.CELL_BLANK), _HALF - width),
        ]
        right = [
            Cell(self.text(second, page.CELL_CENTRED), width - 46, shaded=True),
            Cell(self.text(second_value, page.CELL_CENTRED), _HALF - width + 46),
        ]
        if not self.is_large:
            return Grid([[*left, *right]], space_before=4, space_after=4)
        rows = [(left[0], left[1]), (right[0], right[1])]
        spread = [[label._replace(width=_HALF), blank._replace(width=_HALF)] for label, blank in rows]
        return Grid(spread, space_before=4, space_after=4)

    def signed_with_date(self) -> Grid:
        """The recipient's signature and its date (签收)."""
        return self.signatures("签收人签字", "签收日期", _DATE)

    def signed_by_both(self) -> Grid:
        """The signatures of the one who brought the materials and the one who took them."""
        return self.signatures("申请人（代理人）签字", "收件人签字")

    def signed_and_dated(self, who: str) -> Grid:
        """One more signature with its date."""
        return self.signatures(who, "日期", _DATE)

    def ending(self, document: CasePaper, last: Flowable, *signed: Flowable) -> list[Flowable]:
        """The last block of text, signatures, seal and QR code on one page, and where to ask."""
        head = document.letterhead
        place = f"办理地点：{head.hall_name}（{head.organ_address}），咨询电话：{head.organ_phone}"
        return [KeepTogether([last, *signed, Closing(document, self.scale), self.text(place, page.NOTE)])]


NORMAL = Layout()
LARGE = Layout(_LARGE)
"""大字版."""


class Closing(Flowable):
    """The end of a paper: the QR code with its caption at the left, who answers for the paper and the date at the right."""

    def __init__(self, document: CasePaper, scale: float) -> None:
        super().__init__()
        self.spaceBefore = 6
        self._code = None if document.kind in PUBLIC else QrCode(document.case.qr_text)
        self._seal, self._caption = _SEAL.scaled(scale), _CAPTION.scaled(scale)
        self._least = _CAPTION_WIDTH * scale
        self._captions = ("扫码查验真伪和办理进度", f"查询码：{document.case.query_code}")
        self._lines = break_lines(TextBlock(_closing_words(document), _SEAL).printed, self._seal, _SEAL_WIDTH)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """The whole width, and the height of the higher side."""
        left = self._code.outer + len(self._captions) * self._caption.leading if self._code else 0
        self.width, self.height = BODY_WIDTH, max(left, len(self._lines) * self._seal.leading)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both sides from the top, in the order they are read."""
        width = max(self._code.outer, self._least) if self._code else 0
        if self._code:
            self._code.draw(self.canv, (width - self._code.outer) / 2, self.height)
        free = (self.height - len(self._lines) * self._seal.leading) / 2
        draw_lines(self.canv, self._lines, self._seal, BODY_WIDTH - _SEAL_WIDTH, self.height - free)
        if self._code:
            captions = break_lines("\n".join(self._captions), self._caption, width)
            draw_lines(self.canv, captions, self._caption, 0, self.height - self._code.outer)


def _closing_words(document: CasePaper) -> str:
    made_on = long_date(document.made_on)
    if document.kind in BY_THE_APPLICANT:
        return f"{SIGN_SLOT}\n\n{made_on}"
    if document.kind in RECORDS:
        return f"{document.letterhead.organ_name}\n{made_on}"
    return f"{document.letterhead.organ_name}\n{SEAL_SLOT}\n{made_on}"
