"""申请表: the form of a matter as JSON Schema (2020-12), read as plain fields, and what people fill in checked against it.

The schema is an object whose properties are the fields, in their order. Beyond the standard's own words a property may
say `x-group` (the heading it stands under), `x-prefill` (a `Prefill`), `x-lines` (the height of a text) and
`x-labels` (Chinese words for the values of `enum`). An array of objects is a list with columns.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_TEXT, is_unprintable

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

MOST_FIELDS, MOST_ROWS, LONGEST_SCHEMA = 120, 200, 100_000
MOST_LINES = 12
"""How high the field of a text is at most."""
WHOLE = ""
"""Stands for the form as a whole."""
Values = Mapping[str, Any]
"""What was filled in, by the names of the fields: texts, numbers, booleans, lists; dates as 2026-11-20."""


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TABLE = "table"


class Prefill(StrEnum):
    """Where a field may be filled in from; the person always sees and may change it."""

    APPLICANT_NAME = "applicant_name"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    AGENT_NAME = "agent_name"
    AGENT_PHONE = "agent_phone"
    CERTIFICATE_NUMBER = "certificate_number"
    """Of the applicant's latest certificate of the same matter."""
    EARLIER = "earlier"
    """What stood in the applicant's latest form of the same matter."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field; `choices` are value and words, `columns` those of a list."""

    name: str
    title: str
    kind: FieldKind
    is_required: bool = False
    help_text: str = ""
    group: str = ""
    prefill: Prefill | None = None
    lines: int = 1
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple["FormField", ...] = ()
    longest: int = MAX_TEXT


@dataclass(frozen=True, slots=True)
class FormSpec:
    """The form of a matter; without fields there is none."""

    title: str = ""
    fields: tuple[FormField, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields)


@lru_cache(maxsize=256)
def read_form(schema: str) -> FormSpec:
    """The fields of a schema; an empty text is no form. Raises `form_invalid` saying what is wrong with it."""
    if not schema.strip():
        return FormSpec()
    described = _load(schema)
    _check_schema(described)
    properties = cast("dict[str, dict[str, Any]]", described["properties"])
    if len(properties) > MOST_FIELDS:
        raise ServiceError("form_invalid", fault=f"申请表最多 {MOST_FIELDS} 栏")
    required = set(described.get("required", ()))
    fields = tuple(_field(name, each, is_required=name in required) for name, each in properties.items())
    return FormSpec(str(described.get("title", "")), fields)


def clean_values(schema: str, given: Values) -> dict[str, Any]:
    """What is kept of a form, half filled-in too: known fields only, no blanks around texts, no empty ones.

    What is no value of its field at all, a list where a text stands, is left out: it is to be filled in again.
    """
    return {
        field.name: cleaned
        for field in read_form(schema).fields
        if (cleaned := _cleaned(given.get(field.name))) not in (None, "", []) and _fits(field, cleaned)
    }


def check_values(schema: str, values: Values) -> None:
    """Refuse a form that is not filled in as it must be.

    Raises `form_value_invalid` with the title of the first such field and what is wrong with it.
    """
    faults = find_faults(schema, values)
    for field in read_form(schema).fields:
        if field.name in faults:
            raise ServiceError("form_value_invalid", field=field.title, fault=faults[field.name])
    if WHOLE in faults:
        raise ServiceError("form_value_invalid", field="整张表", fault=faults[WHOLE])


def find_faults(schema: str, values: Values) -> dict[str, str]:
    """What is wrong with the fields as filled in, in plain words, by name; the first of each field.

    What is wrong with no single field stands under `WHOLE`.
    """
    form = read_form(schema)
    if not form:
        return {}
    titles = {field.name: field for field in form.fields}
    faults: dict[str, str] = {}
    errors = cast(
        "Iterable[ValidationError]",
        _validator(schema).iter_errors(dict(values)),  # pyright: ignore[reportUnknownMemberType]  its stub is half typed
    )
    for error in sorted(errors, key=_order):
        for name, words in _told(error, titles):
            faults.setdefault(name, words)
    for name, value in values.items():
        if name in titles and any(is_unprintable(mark) for text in _texts(value) for mark in text):
            faults.setdefault(name, "含有不能使用的字符")
    return faults


def filled_lines(schema: str, values: Values) -> list[tuple[FormField, str]]:
    """The fields of a form with their values in words, lists left out; empty fields stay empty."""
    return [
        (field, in_words(field, values.get(field.name)))
        for field in read_form(schema).fields
        if field.kind is not FieldKind.TABLE
    ]


def in_words(field: FormField, value: Any) -> str:
    """A value as people read it."""
    words = dict(field.choices)
    match field.kind:
        case FieldKind.YES_NO:
            return "" if value is None else "是" if value else "否"
        case FieldKind.CHOICE:
            return words.get(str(value), str(value)) if value is not None else ""
        case FieldKind.CHOICES:
            return "、".join(words.get(str(each), str(each)) for each in value or ())
        case _:
            return "" if value is None else str(value)


def _load(schema: str) -> dict[str, Any]:
    if len(schema) > LONGEST_SCHEMA:
        raise ServiceError("form_invalid", fault="申请表的定义太长")
    try:
        described: object = json.loads(schema)
    except (ValueError, RecursionError):
        raise ServiceError("form_invalid", fault="不是可以读取的 JSON") from None
    if not isinstance(described, dict) or not isinstance(
        cast("dict[str, Any]", described).get("properties"), dict
    ):
        raise ServiceError("form_invalid", fault="没有字段（properties）")
    return cast("dict[str, Any]", described)


def _check_schema(described: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    if '"$ref"' in json.dumps(described):
        raise ServiceError("form_invalid", fault="不支持引用（$ref）")
    try:
        Draft202012Validator.check_schema(described)
    except SchemaError as error:
        place = "/".join(str(part) for part in error.path) or "整体"
        raise ServiceError("form_invalid", fault=f"{place} 不符合 JSON Schema") from None


@lru_cache(maxsize=64)
def _validator(schema: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_load(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _field(name: str, described: Any, *, is_required: bool) -> FormField:
    if not isinstance(described, dict):
        raise ServiceError("form_invalid", fault=f"{name} 没有说明类型")
    facts = cast("dict[str, Any]", described)
    kind = _kind(name, facts)
    listed = facts.get("items", {}) if kind in {FieldKind.CHOICES, FieldKind.TABLE} else facts
    return FormField(
        name=name,
        title=str(facts.get("title", name)),
        kind=kind,
        is_required=is_required,
        help_text=str(facts.get("description", "")),
        group=str(facts.get("x-group", "")),
        prefill=_prefill(name, facts),
        lines=_lines(facts.get("x-lines")),
        choices=_choices(name, listed) if kind in {FieldKind.CHOICE, FieldKind.CHOICES} else (),
        columns=_columns(listed) if kind is FieldKind.TABLE else (),
        longest=min(MAX_TEXT, int(facts.get("maxLength", MAX_TEXT))),
    )


def _kind(name: str, facts: dict[str, Any]) -> FieldKind:
    match facts:
        case {"enum": _}:
            return FieldKind.CHOICE
        case {"type": "string", "format": "date"}:
            return FieldKind.DATE
        case {"type": "string"}:
            return FieldKind.TEXT
        case {"type": "integer"}:
            return FieldKind.WHOLE_NUMBER
        case {"type": "number"}:
            return FieldKind.NUMBER
        case {"type": "boolean"}:
            return FieldKind.YES_NO
        case {"type": "array", "items": {"enum": _}}:
            return FieldKind.CHOICES
        case {"type": "array", "items": {"type": "object", "properties": _}}:
            return FieldKind.TABLE
        case _:
            raise ServiceError("form_invalid", fault=f"{facts.get('title', name)} 的类型不能填写")


def _prefill(name: str, facts: dict[str, Any]) -> Prefill | None:
    source = facts.get("x-prefill")
    if source is None:
        return None
    try:
        return Prefill(source)
    except ValueError:
        raise ServiceError("form_invalid", fault=f"{facts.get('title', name)} 的预填来源不认识") from None


def _lines(given: Any) -> int:
    return min(MOST_LINES, max(1, given)) if isinstance(given, int) else 1


def _choices(name: str, facts: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    values = cast("list[Any]", facts["enum"])
    if not values or not all(isinstance(value, str) for value in values):
        raise ServiceError("form_invalid", fault=f"{facts.get('title', name)} 的选项都要是文字")
    given = facts.get("x-labels")
    words = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    return tuple((value, str(words.get(value, value))) for value in values)


def _columns(facts: dict[str, Any]) -> tuple[FormField, ...]:
    required = set(facts.get("required", ()))
    columns = tuple(
        _field(name, each, is_required=name in required) for name, each in facts["properties"].items()
    )
    if any(column.kind is FieldKind.TABLE for column in columns):
        raise ServiceError("form_invalid", fault="列表里不能再有列表")
    return columns


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list):
        rows = [_cleaned(each) for each in cast("list[Any]", value)[: MOST_ROWS + 1]]
        return [row for row in rows if row not in (None, "", {})]
    if isinstance(value, dict):
        pairs = {name: _cleaned(each) for name, each in cast("dict[str, Any]", value).items()}
        return {name: each for name, each in pairs.items() if each not in (None, "", [])}
    return value


def _fits(field: FormField, value: Any) -> bool:
    """Whether a value has the shape its field shows; whether it is a good one the schema says."""
    match field.kind:
        case FieldKind.TABLE:
            return isinstance(value, list) and all(
                _is_row(field.columns, row) for row in cast("list[Any]", value)
            )
        case FieldKind.CHOICES:
            return isinstance(value, list) and all(isinstance(each, str) for each in cast("list[Any]", value))
        case FieldKind.YES_NO:
            return isinstance(value, bool)
        case FieldKind.NUMBER | FieldKind.WHOLE_NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _is_row(columns: tuple[FormField, ...], row: Any) -> bool:
    if not isinstance(row, dict):
        return False
    cells = cast("dict[str, Any]", row)
    return all(column.name not in cells or _fits(column, cells[column.name]) for column in columns)


def _order(error: "ValidationError") -> tuple[int, str]:
    return len(error.path), str(error.validator)


def _told(error: "ValidationError", fields: Mapping[str, FormField]) -> Iterable[tuple[str, str]]:
    """Which fields an error is about, and in which words."""
    path = list(error.path)
    if not path:
        missing = [name for name in _missing(error) if name in fields]
        yield from ((name, "请填写这一栏") for name in missing)
        if not missing:
            yield WHOLE, "各栏填写的内容互相不符"
        return
    name = str(path[0])
    row = f"第 {int(path[1]) + 1} 行：" if len(path) > 1 and isinstance(path[1], int) else ""
    if name in fields:
        yield name, row + _words(error)


def _missing(error: "ValidationError") -> Iterable[str]:
    """Fields that a rule about the whole form asks for."""
    given = cast("dict[str, Any]", error.instance)
    wanted: list[str] = []
    if error.validator == "required":
        wanted = cast("list[str]", error.validator_value)
    elif error.validator == "dependentRequired":
        needs = cast("dict[str, list[str]]", error.validator_value)
        wanted = [other for name, others in needs.items() if name in given for other in others]
    return [name for name in wanted if name not in given]


def _words(error: "ValidationError") -> str:
    limit, rule = error.validator_value, str(error.validator)
    if rule == "type":
        return _TYPES.get(str(limit), "填写的内容类型不对")
    if rule == "format" and limit == "date":
        return "日期请写成 2026-11-20 这样"
    return _FAULTS.get(rule, "格式不符合要求").format(limit=limit)


_FAULTS = {
    "required": "有必填栏没有填写",
    "enum": "请从列出的选项里选择",
    "minLength": "至少 {limit} 个字",
    "maxLength": "最多 {limit} 个字",
    "minimum": "不能小于 {limit}",
    "exclusiveMinimum": "要大于 {limit}",
    "maximum": "不能大于 {limit}",
    "exclusiveMaximum": "要小于 {limit}",
    "minItems": "至少 {limit} 项",
    "maxItems": "最多 {limit} 项",
    "uniqueItems": "不能重复",
}
"""By the word of the standard that was not kept to."""
_TYPES = {"integer": "请填写整数", "number": "请填写数字", "boolean": "请选择是或否", "string": "请填写文字"}


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in cast("dict[str, Any]", value).values():
            yield from _texts(each)
