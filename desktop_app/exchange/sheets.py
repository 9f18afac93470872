"""Our table of matters: one row a matter under Chinese headings, sub-tables on sheets of their own."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.inputs import MAX_RECORD_CHARACTERS
from desktop_app.exchange.limits import parse_limit
from desktop_app.exchange.records import Notes, Path, finish, json_name, refused
from desktop_app.rules.errors import ServiceError
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    LabelledEnum,
    MaterialCarrier,
    MaterialKind,
    MaterialNecessity,
    MaterialSource,
    MatterType,
    ResultKind,
    StepKind,
    UseLevel,
)

HEADER_ROWS = 10
"""A title and remarks may stand above the headings."""
MAX_COLUMNS = 200
LARGEST_EXACT_NUMBER = 10**15
"""Beyond this a spreadsheet has rounded a number that was typed."""

Row = Sequence[Any]
Reader = Callable[[str], Any]
Key = tuple[str, str]
"""实施编码 and 业务办理项编码 as they stand in the table."""

_SEPARATORS = re.compile(r"[；;、，,\n]+")
_LINES = re.compile(r"[；;\n]+")
_DECORATION = re.compile(r"[*＊\s]|[(（]必填[)）]")
_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_CELL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_SYNONYMS = {
    "实施编码": "事项编码",
    "部门名称": "实施主体",
    "部门编码": "实施主体编码",
    "咨询电话": "咨询方式",
}


class CellError(ValueError):
    """A cell that does not say what its column asks for; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the key its cells go to, and how they are read."""

    label: str
    key: str
    read: Reader


def _text(cell: str) -> str:
    return cell


def _whole(cell: str) -> int:
    if not re.fullmatch(r"\d{1,9}(\.0+)?", cell):
        raise CellError("应为整数")
    return int(float(cell))


def _flag(cell: str) -> bool:
    if cell not in {"是", "否"}:
        raise CellError("应为“是”或“否”")
    return cell == "是"


def _words(cell: str) -> list[str]:
    return [word for part in _SEPARATORS.split(cell) if (word := part.strip())]


def _named_lines(key: str) -> Reader:
    return lambda cell: [{key: line.strip()} for line in _LINES.split(cell) if line.strip()]


def _code(cell: str) -> str:
    if _ROUNDED.fullmatch(cell):
        raise CellError("编码被表格软件存成了数字，末尾数字已丢失，请把该列设为文本后重新填写")
    return cell


def _member(members: type[LabelledEnum]) -> Reader:
    by_label = {member.label: member for member in members}
    by_label |= {member.value: member for member in members}

    def read(cell: str) -> Enum:
        if cell not in by_label:
            raise CellError(f"不是认识的取值，可填：{'、'.join(member.label for member in members)}")
        return by_label[cell]

    return read


def _members(members: type[LabelledEnum]) -> Reader:
    one = _member(members)
    return lambda cell: [one(word) for word in _words(cell)]


KEY_COLUMNS = (Column("事项编码", "code", _code), Column("业务办理项编码", "item_code", _code))
MAIN_SHEET = "事项"
MAIN_COLUMNS = (
    *KEY_COLUMNS,
    Column("事项名称", "name", _text),
    Column("事项类型", "matter_type", _member(MatterType)),
    Column("实施主体", "department_name", _text),
    Column("实施主体编码", "department_code", _code),
    Column("行使层级", "use_level", _member(UseLevel)),
    Column("别名", "aliases", _words),
    Column("服务对象", "applicant_kinds", _members(ApplicantKind)),
    Column("办件类型", "handling_kind", _member(HandlingKind)),
    Column("办理形式", "channels", _members(Channel)),
    Column("法定办结时限", "statutory", parse_limit),
    Column("法定时限说明", "statutory_explanation", _text),
    Column("承诺办结时限", "promised", parse_limit),
    Column("承诺时限说明", "promised_explanation", _text),
    Column("受理条件", "conditions", _text),
    Column("设定依据", "legal_basis", _named_lines("title")),
    Column("申请材料", "materials", _named_lines("name")),
    Column("特别程序", "special_procedures", _words),
    Column("结果类型", "result_kind", _member(ResultKind)),
    Column("结果名称", "result_name", _text),
    Column("结果有效期", "result_validity", _text),
    Column("到办事现场次数", "visits", _whole),
    Column("必须现场办理原因", "visits_reason", _text),
    Column("数量限制", "quantity_limit", _text),
    Column("容缺受理", "deferral", _text),
    Column("告知承诺", "pledge", _text),
    Column("办理地点", "places", _text),
    Column("办理时间", "hours", _text),
    Column("咨询方式", "consult", _text),
    Column("监督投诉方式", "complain", _text),
    Column("主题分类", "themes", _words),
    Column("备注", "remark", _text),
    Column("常办程度", "popularity", _whole),
)
CHILD_SHEETS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "申请材料": (
        "materials",
        (
            *KEY_COLUMNS,
            Column("材料名称", "name", _text),
            Column("材料类型", "kind", _member(MaterialKind)),
            Column("材料形式", "carrier", _member(MaterialCarrier)),
            Column("必要性", "necessity", _member(MaterialNecessity)),
            Column("来源渠道", "source", _member(MaterialSource)),
            Column("出具机构", "issuer", _text),
            Column("原件份数", "originals", _whole),
            Column("复印件份数", "copies", _whole),
            Column("受理标准", "standard", _text),
            Column("填报须知", "instructions", _text),
            Column("要求提供材料的依据", "legal_basis", _text),
        ),
    ),
    "办理环节": (
        "steps",
        (
            *KEY_COLUMNS,
            Column("环节名称", "name", _text),
            Column("环节", "kind", _member(StepKind)),
            Column("时限（工作日）", "days", _whole),
            Column("办理岗位", "handler", _text),
            Column("办理结果", "result", _text),
        ),
    ),
    "收费项目": (
        "fees",
        (
            *KEY_COLUMNS,
            Column("收费项目名称", "name", _text),
            Column("收费标准", "standard", _text),
            Column("收费依据", "legal_basis", _text),
            Column("可否减免", "reducible", _flag),
            Column("减免依据", "reduction_basis", _text),
        ),
    ),
    "常见问题": (
        "questions",
        (*KEY_COLUMNS, Column("问题", "question", _text), Column("解答", "answer", _text)),
    ),
    "设定依据": (
        "legal_basis",
        (
            *KEY_COLUMNS,
            Column("法律法规名称", "title", _text),
            Column("条款", "clause", _text),
            Column("条文内容", "text", _text),
        ),
    ),
}
_LABELS = {column.key: column.label for column in MAIN_COLUMNS}


class Headings:
    """Which column of a sheet is which; headings that are not known are passed over by name."""

    def __init__(self, cells: Row, columns: Iterable[Column]) -> None:
        self._columns: dict[int, Column] = {}
        self._strange: dict[int, str] = {}
        wanted = {_heading(column.label): column for column in columns}
        for place, cell in enumerate(cells[:MAX_COLUMNS]):
            label = _heading(cell)
            label = _heading(_SYNONYMS.get(label, label))
            if column := wanted.pop(label, None):
                self._columns[place] = column
            elif label:
                self._strange[place] = label[:50]

    @property
    def keys(self) -> set[str]:
        """The keys that have a column."""
        return {column.key for column in self._columns.values()}

    def read(self, cells: Row, notes: Notes, prefix: str = "") -> dict[str, Any]:
        """The values of a row, empty cells left out; what cannot be read is noted under its heading."""
        values: dict[str, Any] = {}
        for place, column in self._columns.items():
            label = f"{prefix}{column.label}"
            given = _cell_text(cells[place] if place < len(cells) else None)
            cell = notes.clean(label, given)
            if not cell:
                continue
            if cell in _CELL_ERRORS:
                notes.refuse(label, cell, "单元格是公式错误值")
                continue
            _read_cell(column, label, cell, values, notes)
        return values

    def passed_over(self, cells: Row) -> tuple[str, ...]:
        """Headings that are not known and hold something in this row."""
        return tuple(
            label
            for place, label in self._strange.items()
            if place < len(cells) and _cell_text(cells[place]).strip()
        )


def find_headings(rows: Iterator[tuple[int, Row]], columns: Sequence[Column]) -> Headings:
    """The headings among the first rows; raises `file_headings_unknown` where there are none."""
    for number, cells in rows:
        headings = Headings(cells, columns)
        if {"code", columns[2].key} <= headings.keys:
            return headings
        if number >= HEADER_ROWS:
            break
    raise ServiceError("file_headings_unknown")


Children = Mapping[str, Mapping[Key, list[tuple[int, dict[str, Any], Notes]]]]
"""For each sub-table, by matter: the row numbers, values and findings."""


def parse_rows(rows: Iterator[tuple[int, Row]], children: Children) -> Iterator[ParsedRecord]:
    """One record for each row that is not blank, with its lines of the sub-tables."""
    headings = find_headings(rows, MAIN_COLUMNS)
    used: set[tuple[str, Key]] = set()
    for number, cells in rows:
        if any(_cell_text(cell).strip() for cell in cells):
            yield _parse_row(number, cells, headings, children, used)
    for sheet, by_matter in children.items():
        for key, lines in by_matter.items():
            if (sheet, key) not in used:
                yield refused(lines[0][0], f"“{sheet}”表中的事项编码在“事项”表中没有，{len(lines)}行未导入")


def read_child_rows(
    sheet: str, rows: Iterator[tuple[int, Row]]
) -> dict[Key, list[tuple[int, dict[str, Any], Notes]]]:
    """The rows of a sub-table by the matter they belong to."""
    headings = find_headings(rows, CHILD_SHEETS[sheet][1])
    found: dict[Key, list[tuple[int, dict[str, Any], Notes]]] = {}
    for number, cells in rows:
        notes = Notes()
        values = headings.read(cells, notes, f"{sheet}第{number}行·")
        if values:
            key = (str(values.pop("code", "")), str(values.pop("item_code", "")))
            found.setdefault(key, []).append((number, values, notes))
    return found


def _parse_row(
    number: int, cells: Row, headings: Headings, children: Children, used: set[tuple[str, Key]]
) -> ParsedRecord:
    if sum(len(_cell_text(cell)) for cell in cells) > MAX_RECORD_CHARACTERS:
        return refused(number, "一条记录超过1 MB")
    notes = Notes(_label)
    values = headings.read(cells, notes)
    key = (str(values.get("code", "")), str(values.get("item_code", "")))
    for sheet, by_matter in children.items():
        if key not in by_matter:
            continue
        target = CHILD_SHEETS[sheet][0]
        if target in values:
            notes.repair((target,), "", f"已有“{sheet}”表，本列未导入")
        values[target] = [line for _, line, _ in by_matter[key]]
        for _, _, line_notes in by_matter[key]:
            notes.extend(line_notes)
        used.add((sheet, key))
    return finish(number, values, notes, headings.passed_over(cells))


def _read_cell(column: Column, label: str, cell: str, values: dict[str, Any], notes: Notes) -> None:
    try:
        values[column.key] = column.read(cell)
    except CellError as failure:
        notes.refuse(label, cell, str(failure))
    except ValueError:
        notes.repair(label, cell, "时限写法无法按日计算，已原样放入时限说明")
        values.setdefault(f"{column.key}_explanation", cell)


def _cell_text(cell: Any) -> str:
    """A cell as a person reads it; a number too long for a spreadsheet keeps the form it was rounded to."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case int() | float() if abs(cell) >= LARGEST_EXACT_NUMBER:
            return f"{cell:.14E}"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell)


def _heading(cell: Any) -> str:
    return _DECORATION.sub("", unicodedata.normalize("NFKC", str(cell))) if cell is not None else ""


def _label(path: Path) -> str:
    head, *rest = path
    label = _LABELS.get(str(head), str(head))
    return f"{label}{json_name(tuple(rest))}" if rest else label
