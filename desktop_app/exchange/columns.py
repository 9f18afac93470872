"""The columns of our table of matters: one for each element, in the order and under the names of `rules.elements`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_type_hints

from desktop_app.exchange.cells import CODE, LIMIT, TEXT, WHOLE, WORDS, CellKind, kind_of
from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
    MaterialSpec,
    MatterContent,
    QualityException,
    Question,
    SituationOption,
    Step,
)
from desktop_app.rules.elements import ELEMENTS, PART_LABELS, part_type

MAIN_SHEET = "事项"
SITUATION_SHEET = "办理情形"
GUIDE_SHEET = "填写说明"
LINES = CellKind("lines", str, str, is_many=True)
"""A cell of the main table that holds the lines of a sub-table, as JSON or as bare names."""

_CODES = frozenset({"department_code", "catalog_code", "local_code", "area_code", "library_code"})
_SENTENCES = frozenset({"pledged_conditions"})
_REQUIRED = {
    MatterContent: frozenset({"code", "name", "matter_type", "department_name", "department_code"}),
    MaterialSpec: frozenset({"name"}),
    Step: frozenset({"name", "kind"}),
    Fee: frozenset({"name", "standard", "legal_basis"}),
    Question: frozenset({"question", "answer"}),
    LegalBasis: frozenset({"title"}),
    QualityException: frozenset({"rule", "reason"}),
}
_SYNONYMS = {
    "实施编码": "事项编码",
    "部门名称": "实施主体",
    "部门编码": "实施主体编码",
    "咨询电话": "咨询方式",
    "投诉电话": "监督投诉方式",
    "主题分类": "地方特色主题",
    "特色主题": "地方特色主题",
    "网办深度": "网上办理深度",
    "标识": "问题标识",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the key its cells go to, and how they are read and written."""

    label: str
    key: str
    kind: CellKind
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the element its rows become (empty for the main one) and its columns, those of the key first."""

    name: str
    target: str
    columns: tuple[Column, ...]

    @property
    def blanks(self) -> dict[str, str]:
        """The texts a line cannot be without, empty: what is not said is told by the check of its quality."""
        return {column.key: "" for column in self.columns if column.is_required and column.kind is TEXT}


KEY_COLUMNS = (
    Column("事项编码", "code", CODE, is_required=True),
    Column("业务办理项编码", "item_code", CODE),
)
POPULARITY = Column("常办程度", "popularity", WHOLE)


def _columns_of(kind: type, labels: Iterable[tuple[str, str]]) -> tuple[Column, ...]:
    hints = get_type_hints(kind)
    required = _REQUIRED.get(kind, frozenset())
    made: list[Column] = []
    for key, label in labels:
        cells = kind_of(hints[key], are_sentences=key in _SENTENCES) or LINES
        made.append(Column(label, key, CODE if key in _CODES else cells, is_required=key in required))
    return tuple(made)


_OPTION = PART_LABELS[SituationOption]
SITUATION_COLUMNS = (
    Column("问题标识", "key", TEXT, is_required=True),
    Column("问题", "question", TEXT, is_required=True),
    Column("提问前提", "asked_when", WORDS),
    Column("选项标识", "option_key", TEXT, is_required=True),
    Column("选项", "option_text", TEXT, is_required=True),
    Column(_OPTION["statutory"], "statutory", LIMIT),
    Column(_OPTION["promised"], "promised", LIMIT),
)
"""One row an option; what is said of the question may stand in its first row only."""

ALL_COLUMNS = (
    *KEY_COLUMNS,
    *_columns_of(MatterContent, ((element.key, element.label) for element in ELEMENTS)),
    POPULARITY,
)
"""Every column the main table may have; a text file carries the sub-tables in cells of their own."""
MAIN_COLUMNS = tuple(column for column in ALL_COLUMNS if column.kind is not LINES)
"""The columns of the main sheet of a workbook, which has sheets for the sub-tables."""


def _sheet(name: str, target: str) -> Sheet:
    if target == "situations":
        return Sheet(name, target, (*KEY_COLUMNS, *SITUATION_COLUMNS))
    kind = part_type(target)
    assert kind is not None, target  # noqa: S101  a slip in the table below
    return Sheet(name, target, (*KEY_COLUMNS, *_columns_of(kind, PART_LABELS[kind].items())))


CHILD_SHEETS: dict[str, Sheet] = {
    column.label: _sheet(column.label, column.key) for column in ALL_COLUMNS if column.kind is LINES
}
"""The sub-tables by the name of their sheet."""
LABELS = {column.key: column.label for column in ALL_COLUMNS}


def known_label(label: str) -> str:
    """The label of our own that a heading of other tables means."""
    return _SYNONYMS.get(label, label)
